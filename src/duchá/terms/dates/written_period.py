"""Periods as people write them: 2019年4月, 2019-04, 四月份, 第二季度, 上半年, 1—6月, 2019Q2. Recognised, never guessed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from duchá.terms.dates.parse import with_digits
from duchá.terms.period import DECEMBER, Period, PeriodKind, in_calendar, month_period, period_of

_TO = "(?:-|–|—|~|至|到)"
_YEAR = r"(?:(?<![0-9])(?P<year>(?:19|20)[0-9]{2})(?:年度?|[-./_])?)?"
_MONTH = "(?<![0-9.])(?:1[0-2]|0?[1-9])"
_A_DAY = "(?:3[01]|[12][0-9]|0?[1-9])"
_DAY = re.compile(
    rf"(?<![0-9])(?P<year>(?:19|20)[0-9]{{2}})(?:(?:年|[-./_])(?P<month>1[0-2]|0?[1-9])(?:月|[-./_]){_A_DAY}(?:日|号|(?![0-9月]))"
    r"|(?P<short>1[0-2]|0[1-9])(?:3[01]|[12][0-9]|0[1-9])(?![0-9]))"
)
_DAY_WITHOUT_YEAR = re.compile(f"(?P<month>{_MONTH})(?P<short>)月{_A_DAY}[日号]")
_HALF = re.compile(_YEAR + r"(?:(?P<half>[上下])半年度?|(?<=[0-9])h(?P<number>[12])(?![0-9a-z]))")
_QUARTER = re.compile(_YEAR + r"(?:第?(?<![0-9])(?P<quarter>[1-4])季度?|(?<=[0-9])q(?P<number>[1-4])(?![0-9a-z]))")
_MONTHS = re.compile(_YEAR + rf"(?P<first>{_MONTH})月?{_TO}(?P<last>1[0-2]|0?[1-9])月(?:份|度)?(?![0-9])")
_WORDS = re.compile(_YEAR + rf"(?P<month>{_MONTH})月(?:份|度)?(?![0-9])")
_NUMBERS = re.compile(
    r"(?<![0-9])(?P<year>(?:19|20)[0-9]{2})(?:[-./_年](?P<short>1[0-2]|0?[1-9])|(?P<long>1[0-2]|0[1-9]))(?![0-9])(?![-./_][0-9])"
)
_WHOLE_YEAR = re.compile(r"(?<![0-9])(?P<year>(?:19|20)[0-9]{2})(?:年度?|(?=全年)|$|(?![0-9a-z年]))")
_SECOND_HALF = "下"
_LENGTH = {PeriodKind.MONTH: 1, PeriodKind.QUARTER: 3, PeriodKind.HALF_YEAR: 6, PeriodKind.YEAR: DECEMBER}


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenPeriod:
    """The months that a text names, both included; ``year`` is None where it names none. A whole year is its twelve months.

    ``counted``: named by its ends (1—6月), which may be a count from January to the period that is meant.
    """

    first: int
    last: int
    year: int | None = None
    counted: bool = False

    def of_kind(self, kind: PeriodKind, year: int) -> Period | None:
        """The period of a kind that is meant: these very months, or the one that ends a count from January (1—6月 is the second quarter's)."""
        length = _LENGTH[kind]
        if self.last % length or not (self.first == self.last - length + 1 or (self.counted and self.first == 1)):
            return None
        return period_of(month_period(year, self.last).start, kind)


def periods_named(text: str, kind: PeriodKind, by: date, *, days: bool = False) -> tuple[Period, ...]:
    """The periods of a kind that a text names, each once, in the order in which they are named.

    One without a year is of the year that the text names elsewhere, else the last that had begun ``by`` a day. ``days``: a whole day stands
    for the period that it lies in; else it names none (a day on which something was sent).
    """
    found, years = _named(text, days=days)
    years = years or {said.year for said in found if said.year is not None}
    fallback = next(iter(years)) if len(years) == 1 else None
    periods = (_in_a_year(said, kind, said.year or fallback, by) for said in found)
    return tuple(dict.fromkeys(period for period in periods if period is not None))


def _in_a_year(said: WrittenPeriod, kind: PeriodKind, year: int | None, by: date) -> Period | None:
    if year is not None:
        return said.of_kind(kind, year) if in_calendar(date(year, 1, 1)) else None
    this = said.of_kind(kind, by.year)
    return this if this is None or this.start <= by else said.of_kind(kind, by.year - 1)


def _named(text: str, *, days: bool) -> tuple[list[WrittenPeriod], set[int]]:
    """What the text names, and the years that stand in it by themselves. What one pattern has read the next does not see."""
    rest = with_digits(text)
    found: list[tuple[int, WrittenPeriod]] = []

    def take(pattern: re.Pattern[str]) -> Iterator[tuple[int, re.Match[str], int | None]]:
        nonlocal rest
        for match in pattern.finditer(rest):
            written = match.groupdict().get("year")
            yield match.start(), match, int(written) if written else None
        rest = pattern.sub(lambda match: "\0" * len(match[0]), rest)

    for pattern in (_DAY, _DAY_WITHOUT_YEAR):
        for at, match, year in take(pattern):
            if days:
                month = int(match["month"] or match["short"])
                found.append((at, WrittenPeriod(first=month, last=month, year=year)))
    for at, match, year in take(_MONTHS):
        first, last = int(match["first"]), int(match["last"])
        found.append((at, WrittenPeriod(first=first if first <= last else last, last=last, year=year, counted=first < last)))
    for at, match, year in take(_HALF):
        half = int(match["number"]) if match["number"] else 1 + (match["half"] == _SECOND_HALF)
        found.append((at, WrittenPeriod(first=6 * half - 5, last=6 * half, year=year)))
    for at, match, year in take(_QUARTER):
        quarter = int(match["number"] or match["quarter"])
        found.append((at, WrittenPeriod(first=3 * quarter - 2, last=3 * quarter, year=year)))
    for pattern in (_WORDS, _NUMBERS):
        for at, match, year in take(pattern):
            month = int(match["month"] if pattern is _WORDS else match["short"] or match["long"])
            found.append((at, WrittenPeriod(first=month, last=month, year=year)))
    years = set()
    for at, _, year in take(_WHOLE_YEAR):
        assert year is not None  # the pattern has it
        years.add(year)
        found.append((at, WrittenPeriod(first=1, last=DECEMBER, year=year)))
    return [said for _, said in sorted(found, key=lambda pair: pair[0])], years
