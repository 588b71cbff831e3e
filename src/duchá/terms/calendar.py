"""The working calendar: which days are worked, from public notices and the campaign's own table. Never asks for today."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum

SHIPPED_CALENDAR_SOURCE = "国务院办公厅{year}年节假日安排（据 chinesecalendar {version}）"

SATURDAY = 5
_ONE = timedelta(days=1)


class DayKind(Enum):
    """What a notice says of a day: 放假 / 上班."""

    OFF = "off"
    WORKED = "worked"


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarRow:
    """One row of calendar.xlsx: a day that is off or worked against the week's rule, its holiday's name and where this is said."""

    day: date
    kind: DayKind
    name: str = ""
    source: str = ""


class WorkCalendar:
    """工作日历: weekends off, corrected day by day by rows; of two rows for one day the later given wins.

    Give the shipped rows first and the campaign's own after them: the campaign's table lies over the shipped one. To undo a
    shipped day off, the table says 上班 (a row taken out of the table leaves the shipped one in force).
    A year whose notice is not in the rows is not ``certain``: weekends only, and what is reckoned from it is provisional (暂定).
    """

    __slots__ = ("_certain", "rows")

    def __init__(self, rows: Iterable[CalendarRow] = ()) -> None:
        self.rows: dict[date, CalendarRow] = {row.day: row for row in rows}
        self._certain = _announced_years(self.rows)

    def is_working(self, day: date) -> bool:
        """True when offices work that day: a weekday not off, or a weekend day that is worked."""
        row = self.rows.get(day)
        return day.weekday() < SATURDAY if row is None else row.kind is DayKind.WORKED

    def is_holiday(self, day: date) -> bool:
        """法定休假日: True on days off, weekends included, worked weekends not."""
        return not self.is_working(day)

    def holiday_name(self, day: date) -> str:
        """The holiday's name (国庆节); empty on an ordinary weekend or a working day."""
        row = self.rows.get(day)
        return row.name if row is not None and row.kind is DayKind.OFF else ""

    def certain(self, year: int) -> bool:
        """True when the year's days off are known: its notice is among the rows."""
        return year in self._certain

    def certain_on(self, day: date) -> bool:
        """True when it is known whether the day is worked. The last days of December belong to the next year's notice as well (元旦)."""
        if (day.month, day.day) >= NEXT_NOTICE_FROM and day.year + 1 not in self._certain:
            return False
        return day.year in self._certain

    def roll_forward(self, day: date) -> date:
        """The day itself, or the first working day after the holiday in which it lies."""
        while self.is_holiday(day):
            day += _ONE
        return day

    def roll_back(self, day: date) -> date:
        """The day itself, or the last working day before the holiday in which it lies."""
        while self.is_holiday(day):
            day -= _ONE
        return day

    def add_working_days(self, start: date, count: int) -> date:
        """The ``count``-th working day after ``start``, which is not counted; ``start`` itself for 0."""
        day = start
        while count > 0:
            day += _ONE
            count -= self.is_working(day)
        return day

    def working_days_after(self, start: date, end: date) -> int:
        """Working days after ``start`` up to and including ``end``; 0 when ``end`` is not after it."""
        return sum(self.is_working(start + timedelta(days=n)) for n in range(1, (end - start).days + 1))


# By 《全国年节及纪念日放假办法》 both are off every year, so a yearly notice always names them; one stray row is not a notice.
_ALWAYS_NAMED = ((1, 1), (10, 1))
# The notice for a year has also moved days of the December before it (29–31 Dec 2018 stand in that of 2019).
NEXT_NOTICE_FROM = (12, 25)


def _announced_years(rows: dict[date, CalendarRow]) -> frozenset[int]:
    off = {day for day, row in rows.items() if row.kind is DayKind.OFF}
    return frozenset(year for year in {day.year for day in off} if all(date(year, *named) in off for named in _ALWAYS_NAMED))


FIRST_SHIPPED_YEAR = 2004


def shipped_rows(years: Iterable[int] | None = None) -> tuple[CalendarRow, ...]:
    """Days off and worked weekends of the years (all that are shipped when None), by date, each with its source.

    A year of which nothing is shipped has no rows: it is for the caller to say so (``WorkCalendar.certain``).
    """
    from importlib.metadata import version  # heavy, and asked only when a calendar is made

    from chinese_calendar.constants import Holiday, holidays, workdays

    wanted = None if years is None else frozenset(years)
    edition = version("chinesecalendar")
    rows = [
        CalendarRow(day=day, kind=kind, name=Holiday(name).chinese, source=SHIPPED_CALENDAR_SOURCE.format(year=day.year, version=edition))
        for kind, days in ((DayKind.OFF, holidays), (DayKind.WORKED, workdays))
        for day, name in days.items()
        if wanted is None or day.year in wanted
    ]
    return tuple(sorted(rows, key=_by_day))


def shipped_calendar(own: Iterable[CalendarRow] = ()) -> WorkCalendar:
    """The working calendar of everything shipped, with the campaign's own rows over it."""
    return WorkCalendar((*shipped_rows(), *own))


def _by_day(row: CalendarRow) -> date:
    return row.day
