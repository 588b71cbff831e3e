"""Periods: a year, half a year, a quarter, a month or any span of days, both ends included."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum

_WRITTEN = re.compile(r"([0-9]{4})(?:[Qq]([1-4])|-(0[1-9]|1[0-2])|[Hh]([12]))?")
MONTHS_IN_QUARTER = 3
MONTHS_IN_HALF = 6
FIRST_YEAR, LAST_YEAR = 1900, 2999  # years that an office may name: beyond them lies a slip of the pen, and the end of the calendar
DECEMBER = 12


class PeriodKind(Enum):
    """What a period is called: 年度 / 半年 / 季度 / 月 / 起止日期."""

    YEAR = "year"
    HALF_YEAR = "half-year"
    QUARTER = "quarter"
    MONTH = "month"
    SPAN = "span"


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """期间: the days from ``start`` to ``end``, both included.

    Written (``key``): ``2018``, ``2018H1``, ``2018Q2``, ``2018-05``, a span ``2015-11-03..2015-11-30``.
    """

    kind: PeriodKind
    start: date
    end: date

    def __contains__(self, day: date) -> bool:
        return self.start <= day <= self.end

    def days(self) -> Iterator[date]:
        """Every day of it, in order."""
        day = self.start
        while day <= self.end:
            yield day
            day += timedelta(days=1)

    @property
    def quarter(self) -> int:
        """Number (1–4) of the quarter in which it starts."""
        return (self.start.month - 1) // MONTHS_IN_QUARTER + 1

    @property
    def half(self) -> int:
        """1 where it starts in the first half of its year, else 2."""
        return (self.start.month - 1) // MONTHS_IN_HALF + 1

    @property
    def key(self) -> str:
        """What is written on the command line and stored: ``2018Q2``."""
        match self.kind:
            case PeriodKind.YEAR:
                return f"{self.start.year}"
            case PeriodKind.HALF_YEAR:
                return f"{self.start.year}H{self.half}"
            case PeriodKind.QUARTER:
                return f"{self.start.year}Q{self.quarter}"
            case PeriodKind.MONTH:
                return f"{self.start.year}-{self.start.month:02}"
            case PeriodKind.SPAN:
                return f"{self.start.isoformat()}..{self.end.isoformat()}"


def in_calendar(day: date) -> bool:
    """True for a day of a year that an office may name."""
    return FIRST_YEAR <= day.year <= LAST_YEAR


def is_day(text: str) -> bool:
    """True for a day written 2015-11-20, of a year that an office may name."""
    try:
        return in_calendar(date.fromisoformat(text))
    except ValueError:
        return False


def in_year(day: date, year: int) -> date:
    """The same day of another year; 29 February of a year that has none is the 28th."""
    return day.replace(year=year, day=min(day.day, month_end(year, day.month).day))


def year_period(year: int) -> Period:
    """The whole of a year."""
    return Period(kind=PeriodKind.YEAR, start=date(year, 1, 1), end=date(year, DECEMBER, 31))


def quarter_period(year: int, quarter: int) -> Period:
    """A quarter (1–4) of a year."""
    last = quarter * MONTHS_IN_QUARTER
    return Period(kind=PeriodKind.QUARTER, start=date(year, last - 2, 1), end=month_end(year, last))


def half_year_period(year: int, half: int) -> Period:
    """A half (1 or 2) of a year."""
    last = half * MONTHS_IN_HALF
    return Period(kind=PeriodKind.HALF_YEAR, start=date(year, last - MONTHS_IN_HALF + 1, 1), end=month_end(year, last))


def month_period(year: int, month: int) -> Period:
    """A month of a year."""
    return Period(kind=PeriodKind.MONTH, start=date(year, month, 1), end=month_end(year, month))


def span(start: date, end: date) -> Period:
    """The days from one to another, both included. Raises ValueError when they are the wrong way round."""
    if end < start:
        raise ValueError(f"{end} is before {start}")
    return Period(kind=PeriodKind.SPAN, start=start, end=end)


def period_of(day: date, kind: PeriodKind) -> Period:
    """The year, half, quarter or month in which a day lies (a span of that one day for SPAN)."""
    match kind:
        case PeriodKind.YEAR:
            return year_period(day.year)
        case PeriodKind.HALF_YEAR:
            return half_year_period(day.year, (day.month - 1) // MONTHS_IN_HALF + 1)
        case PeriodKind.QUARTER:
            return quarter_period(day.year, (day.month - 1) // MONTHS_IN_QUARTER + 1)
        case PeriodKind.MONTH:
            return month_period(day.year, day.month)
        case PeriodKind.SPAN:
            return span(day, day)


def parse_period(text: str) -> Period | None:
    """The period written ``2018``, ``2018H1``, ``2018Q2`` or ``2018-05``; None when it is none of these."""
    match = _WRITTEN.fullmatch(text.strip())
    if match is None or not FIRST_YEAR <= int(match[1]) <= LAST_YEAR:
        return None
    if match[2]:
        return quarter_period(int(match[1]), int(match[2]))
    if match[3]:
        return month_period(int(match[1]), int(match[3]))
    if match[4]:
        return half_year_period(int(match[1]), int(match[4]))
    return year_period(int(match[1]))


def following(period: Period) -> Period:
    """The next period of the same kind; of a span, the span of equal length after it."""
    first = period.end + timedelta(days=1)
    if period.kind is PeriodKind.SPAN:
        return span(first, first + (period.end - period.start))
    return period_of(first, period.kind)


def preceding(period: Period) -> Period:
    """The previous period of the same kind; of a span, the span of equal length before it."""
    last = period.start - timedelta(days=1)
    if period.kind is PeriodKind.SPAN:
        return span(last - (period.end - period.start), last)
    return period_of(last, period.kind)


def periods_within(whole: Period, kind: PeriodKind) -> tuple[Period, ...]:
    """The years, halves, quarters or months that a period touches, in order."""
    found = [period_of(whole.start, kind)]
    while found[-1].end < whole.end:
        found.append(following(found[-1]))
    return tuple(found)


def a_year_before(period: Period) -> Period:
    """The same period of the year before; of a span, the span that began on the same day of that year."""
    if period.kind is PeriodKind.SPAN:
        start = in_year(period.start, period.start.year - 1)
        return span(start, start + (period.end - period.start))
    return period_of(in_year(period.start, period.start.year - 1), period.kind)


def month_end(year: int, month: int) -> date:
    """The last day of a month."""
    return date(year, month, calendar.monthrange(year, month)[1])


def add_months(day: date, months: int) -> date:
    """The corresponding day some months later; where that month has none, its last day (民法典第二百零二条)."""
    year, month = divmod(day.year * DECEMBER + day.month - 1 + months, DECEMBER)
    last = month_end(year, month + 1)
    return last.replace(day=min(day.day, last.day))
