"""One written date or period, already in marks: the ways of writing it, one pattern and one reader each."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable
from datetime import MAXYEAR, MINYEAR, date, timedelta

from duchá.terms.dates.reading import DateKind, DateReading
from duchá.terms.deadline import TenDay
from duchá.terms.due import ten_days
from duchá.terms.period import DECEMBER, Period, month_period, quarter_period, year_period

_EPOCH_1900 = date(1899, 12, 30)  # as Excel counts from 1 March 1900 on, with its 29 February 1900
_EPOCH_1904 = date(1904, 1, 1)
_YEARS = range(1990, 2100)  # in which a bare number is believed to be a serial
_LARGEST = 10**8


def read_number(number: float, hint: int | None, *, epoch_1904: bool) -> DateReading:
    """The date that a number stands for (``text`` left empty); IMPOSSIBLE when no date of 1990–2099 is meant by it (C05, C06)."""
    if not 0 < number < _LARGEST:  # nan and infinity are not either
        return IMPOSSIBLE
    day = (_EPOCH_1904 if epoch_1904 else _EPOCH_1900) + timedelta(days=int(number) if number < 10**6 else 0)
    if day.year in _YEARS:
        return DateReading(kind=DateKind.EXACT, day=day)
    if number == int(number):
        return read_single(str(int(number)), hint) or IMPOSSIBLE
    return _with_point(number, hint)


def _with_point(number: float, hint: int | None) -> DateReading:
    """11.18 → 11月18日; 11.1 may have been 11.10, 2015.1 may have been 2015.10: to be asked."""
    written = repr(number)
    found = read_single(written, hint)
    if found is None or found is IMPOSSIBLE:
        return IMPOSSIBLE
    _, _, after = written.partition(".")
    padded = read_single(f"{written}0", hint) if len(after) == 1 else None
    return found if padded is None or padded is IMPOSSIBLE else AMBIGUOUS


AMBIGUOUS = DateReading(kind=DateKind.AMBIGUOUS)
IMPOSSIBLE = DateReading(kind=DateKind.IMPOSSIBLE)
LEAP_YEAR = 2000
_CENTURY_TURNS = 70  # 69 is 2069, 70 is 1970, as in the C library
_TEN_DAYS = {"T1": TenDay.FIRST, "T2": TenDay.MIDDLE, "T3": TenDay.LAST}


def read_single(marks: str, hint: int | None) -> DateReading | None:
    """The date or period that the marks say (``text`` left empty); None when they say neither."""
    for pattern, read in _WAYS:
        if match := pattern.fullmatch(marks):
            return read(match, hint)
    return None


def _exact(year: int, month: int, day: int, kind: DateKind = DateKind.EXACT) -> DateReading:
    found = _day(year, month, day)
    return IMPOSSIBLE if found is None else DateReading(kind=kind, day=found)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _full(match: re.Match[str], _hint: int | None) -> DateReading:
    return _exact(int(match["y"]), int(match["m"]), int(match["d"]))


def _no_year(match: re.Match[str], hint: int | None) -> DateReading:
    """11月18日, 11.18, 11/18; 18/11 can only be day before month."""
    month, day = int(match["m"]), int(match["d"])
    if match["s"] == "/" and month > DECEMBER >= day:
        month, day = day, month
    if _day(LEAP_YEAR if hint is None else hint, month, day) is None:
        return IMPOSSIBLE
    return DateReading(kind=DateKind.NO_YEAR, day=None if hint is None else date(hint, month, day), year_assumed=True)


def _short_year(match: re.Match[str], hint: int | None) -> DateReading:
    """15.11.18: year first, as in China; to be asked when only another order falls near the hint's year (11/12/15 in 2015)."""
    a, b, c = int(match["y"]), int(match["m"]), int(match["d"])
    found = _exact(_century(a), b, c, DateKind.TWO_DIGIT_YEAR)
    if match["mark"] or hint is None or (found.day is not None and abs(found.day.year - hint) <= 1):
        return found
    backwards = _day(_century(c), b, a) or _day(_century(c), a, b)
    return AMBIGUOUS if backwards is not None and abs(backwards.year - hint) <= 1 else found


def _backwards(match: re.Match[str], _hint: int | None) -> DateReading:
    """18/11/2015 and 11/18/2015 can be told; 11/12/2015 cannot (C08)."""
    first, second, year = int(match["a"]), int(match["b"]), int(match["y"])
    found = {day for day in (_day(year, second, first), _day(year, first, second)) if day is not None}
    if len(found) > 1:
        return AMBIGUOUS
    return DateReading(kind=DateKind.EXACT, day=found.pop()) if found else IMPOSSIBLE


def _month(match: re.Match[str], hint: int | None) -> DateReading:
    month = int(match["m"])
    if not 1 <= month <= DECEMBER:
        return IMPOSSIBLE

    def whole(year: int) -> Period:
        return ten_days(year, month, _TEN_DAYS[match["t"]]) if match["t"] else month_period(year, month)

    return _rough(match, hint, whole)


def _quarter(match: re.Match[str], hint: int | None) -> DateReading:
    return _rough(match, hint, lambda year: quarter_period(year, int(match["q"])))


def _year(match: re.Match[str], hint: int | None) -> DateReading:
    return _rough(match, hint, year_period)


def _rough(match: re.Match[str], hint: int | None, whole: Callable[[int], Period]) -> DateReading:
    """A period; 底 (``E``) leaves only its last day."""
    year = _written_year(match["y"]) if match["y"] else hint
    found = DateReading(kind=DateKind.MONTH_ONLY, year_assumed=not match["y"])
    if year is None:
        return found
    if not MINYEAR <= year <= MAXYEAR:
        return IMPOSSIBLE
    period = whole(year)
    return dataclasses.replace(found, day=period.end if match["e"] else period.start, end=period.end)


def _written_year(digits: str) -> int:
    short = 2
    return _century(int(digits)) if len(digits) == short else int(digits)


def _century(year: int) -> int:
    return 2000 + year if year < _CENTURY_TURNS else 1900 + year


def _six_digits(match: re.Match[str], hint: int | None) -> DateReading:
    """201511 is a month, 151118 a day; 201112 could be either."""
    digits = match[0]
    as_month = 1900 < int(digits[:4]) < 2100 and 1 <= int(digits[4:]) <= DECEMBER
    as_day = _day(_century(int(digits[:2])), int(digits[2:4]), int(digits[4:]))
    if as_month and as_day is not None:
        return AMBIGUOUS
    if as_month:
        period = month_period(int(digits[:4]), int(digits[4:]))
        return DateReading(kind=DateKind.MONTH_ONLY, day=period.start, end=period.end)
    return IMPOSSIBLE if as_day is None else DateReading(kind=DateKind.TWO_DIGIT_YEAR, day=as_day)


_Y4, _Y2, _N = "(?P<y>[0-9]{4})", "(?P<y>[0-9]{2})", "[0-9]{1,2}"
_MD = rf"(?P<m>{_N})(?(s)(?P=s)|[M./-])(?P<d>{_N})D?"
_MAYBE_YEAR = "(?:(?:(?P<y>[0-9]{4}|[0-9]{2})Y)|Y)?"
_WAYS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], int | None], DateReading]], ...] = (
    (re.compile(rf"{_Y4}(?:Y|(?P<s>[./-])){_MD}"), _full),
    (re.compile(rf"{_Y4}(?P<m>[0-9]{{2}})(?P<d>[0-9]{{2}})"), _full),
    (re.compile(rf"{_Y2}(?:(?P<mark>Y)|(?P<s>[./-])){_MD}"), _short_year),
    (re.compile(rf"(?P<a>{_N})(?P<s>[./-])(?P<b>{_N})(?P=s){_Y4}"), _backwards),
    (re.compile(rf"Y?(?P<m>{_N})(?:M|(?P<s>[./-]))(?P<d>{_N})D?"), _no_year),
    (re.compile(rf"{_Y4}[./-](?P<m>{_N})M?(?P<t>T[123])?(?P<e>E)?"), _month),
    (re.compile(rf"(?P<y>[0-9]{{4}}|[0-9]{{2}})Y(?P<m>{_N})M?(?P<t>T[123])?(?P<e>E)?"), _month),
    (re.compile(rf"(?P<y>(?!))?Y?(?P<m>{_N})M(?P<t>T[123])?(?P<e>E)?"), _month),
    (re.compile(rf"{_MAYBE_YEAR}(?P<q>[1-4])Q(?P<e>E)?"), _quarter),
    (re.compile(rf"{_Y4}Y?(?P<e>E)?"), _year),
    (re.compile(rf"{_Y2}Y(?P<e>E)?"), _year),
    (re.compile(r"(?P<y>(?!))?Y(?P<e>E)"), _year),
    (re.compile(r"[0-9]{6}"), _six_digits),
)
