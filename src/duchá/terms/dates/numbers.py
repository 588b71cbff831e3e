"""A date cell that holds a number: an Excel serial, 20151118, or 11.18 that lost its day's zero."""

from __future__ import annotations

from datetime import date, timedelta

from duchá.terms.dates.reading import DateKind, DateReading
from duchá.terms.dates.single import AMBIGUOUS, IMPOSSIBLE, read_single

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
