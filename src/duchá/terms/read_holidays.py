"""The shipped holidays: what the library chinesecalendar holds of the State Council's yearly notices, as calendar rows."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from importlib.metadata import version

from duchá.terms import wording
from duchá.terms.calendar import CalendarRow, DayKind, WorkCalendar

FIRST_SHIPPED_YEAR = 2004


def shipped_rows(years: Iterable[int] | None = None) -> tuple[CalendarRow, ...]:
    """Days off and worked weekends of the years (all that are shipped when None), by date, each with its source.

    A year of which nothing is shipped has no rows: it is for the caller to say so (``WorkCalendar.certain``).
    """
    from chinese_calendar.constants import Holiday, holidays, workdays

    wanted = None if years is None else frozenset(years)
    edition = version("chinesecalendar")
    rows = [
        CalendarRow(
            day=day, kind=kind, name=Holiday(name).chinese, source=wording.SHIPPED_CALENDAR_SOURCE.format(year=day.year, version=edition)
        )
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
