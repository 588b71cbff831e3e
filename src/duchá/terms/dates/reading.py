"""What a written date turned out to be."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import Enum


class DateKind(Enum):
    """How a cell reads as a date (C01–C13); which of them is a fault is for the caller to say."""

    EXACT = "exact"
    NO_YEAR = "no-year"  # the year is the hint's; ``day`` is None where no hint was given
    TWO_DIGIT_YEAR = "two-digit-year"
    AMBIGUOUS = "ambiguous"  # more than one reading: ask, ``day`` is None
    IMPOSSIBLE = "impossible"  # 2015-11-31; a number that is no date's
    MONTH_ONLY = "month-only"  # a month, 旬, quarter or year: ``day`` to ``end``
    TERM = "term"  # 立行立改, 长期坚持, 7日内
    RANGE = "range"  # ``day`` to ``end``
    NOT_A_DATE = "not-a-date"
    BLANK = "blank"  # nothing, or only the form's own 年 月 日


@dataclass(frozen=True, slots=True, kw_only=True)
class DateReading:
    """A cell read as a date. ``text`` is what was written; ``end`` closes a range or a rough period (11月底: both are the 30th).

    ``year_assumed``: no year was written, the hint's was taken.
    """

    kind: DateKind
    text: str = ""
    day: date | None = None
    end: date | None = None
    year_assumed: bool = False

    @property
    def due(self) -> date | None:
        """The day to take as a due date: the last of a range or rough period (C10, C12), else the day."""
        return self.end or self.day
