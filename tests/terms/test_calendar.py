"""The working calendar: shipped years day by day, the campaign's own rows over them, years not announced."""

from __future__ import annotations

from datetime import date, timedelta

import holidays
import pytest
from hypothesis import given, strategies as st

from duchá.terms.calendar import FIRST_SHIPPED_YEAR, CalendarRow, DayKind, WorkCalendar, shipped_calendar, shipped_rows
from duchá.terms.period import year_period

DAYS = st.dates(date(2004, 1, 1), date(2026, 12, 31))
CALENDAR = shipped_calendar()


@pytest.mark.parametrize("year", range(2013, 2027))
def test_every_day_agrees_with_an_independent_source(year: int) -> None:
    """The package ``holidays`` was compiled by other people from the same notices. No day of 2013–2026 differs."""
    other = holidays.country_holidays("CN", years=range(year - 1, year + 2))
    days = year_period(year).days()
    assert {day for day in days if other.is_working_day(day) != CALENDAR.is_working(day)} == set()


@pytest.mark.parametrize(
    ("day", "working", "name"),
    [
        (date(2018, 2, 11), True, ""),  # Sunday worked before 春节
        (date(2018, 2, 15), False, "春节"),
        (date(2018, 4, 8), True, ""),  # Sunday worked after 清明
        (date(2015, 9, 4), False, "中国人民抗日战争暨世界反法西斯战争胜利70周年纪念日"),  # by the notice of May 2015
        (date(2015, 9, 6), True, ""),
        (date(2018, 12, 31), False, "元旦"),  # by the notice for 2019
        (date(2018, 12, 29), True, ""),
        (date(2019, 5, 2), False, "劳动节"),  # by the notice of March 2019
        (date(2015, 11, 21), False, ""),  # an ordinary Saturday
        (date(2015, 11, 20), True, ""),
    ],
)
def test_known_days(day: date, working: bool, name: str) -> None:
    assert (CALENDAR.is_working(day), CALENDAR.is_holiday(day), CALENDAR.holiday_name(day)) == (working, not working, name)


def test_shipped_rows_name_their_source_and_come_in_order() -> None:
    rows = shipped_rows([2018])
    assert rows[0] == CalendarRow(day=date(2018, 1, 1), kind=DayKind.OFF, name="元旦", source=rows[0].source)
    assert all(row.source.startswith("国务院办公厅2018年节假日安排（据 chinesecalendar ") for row in rows)
    assert [row.day for row in rows] == sorted(row.day for row in rows)
    assert {row.day for row in rows if row.kind is DayKind.WORKED} >= {date(2018, 2, 11), date(2018, 4, 8), date(2018, 9, 30)}
    assert shipped_rows([2003]) == shipped_rows([2099]) == ()


def test_every_year_shipped_is_certain_and_no_other() -> None:
    shipped = {row.day.year for row in shipped_rows()}
    assert {year for year in range(1990, 2060) if CALENDAR.certain(year)} == shipped == set(range(FIRST_SHIPPED_YEAR, max(shipped) + 1))
    assert max(shipped) >= 2026


def test_the_campaign_s_own_rows_lie_over_the_shipped_ones() -> None:
    own = (CalendarRow(day=date(2018, 4, 8), kind=DayKind.OFF, name="本市调休"), CalendarRow(day=date(2018, 4, 5), kind=DayKind.WORKED))
    calendar = shipped_calendar(own)
    assert calendar.is_holiday(date(2018, 4, 8)) and calendar.holiday_name(date(2018, 4, 8)) == "本市调休"
    assert calendar.is_working(date(2018, 4, 5)) and calendar.is_holiday(date(2018, 4, 6))


def test_a_year_the_office_has_entered_becomes_certain_and_one_stray_day_does_not_make_it_so() -> None:
    stray = CalendarRow(day=date(2031, 1, 1), kind=DayKind.OFF, name="元旦")
    national = CalendarRow(day=date(2031, 10, 1), kind=DayKind.OFF, name="国庆节")
    assert not shipped_calendar([stray]).certain(2031)
    assert shipped_calendar([stray, national]).certain(2031)


def test_a_year_not_announced_has_weekends_only() -> None:
    empty = WorkCalendar()
    assert empty.is_working(date(2018, 10, 1)) and empty.is_holiday(date(2018, 9, 30)) and not empty.certain_on(date(2018, 10, 1))


@given(DAYS)
def test_rolling_lands_on_the_nearest_worked_day_either_way(day: date) -> None:
    later, earlier = CALENDAR.roll_forward(day), CALENDAR.roll_back(day)
    assert earlier <= day <= later
    assert CALENDAR.is_working(later) and CALENDAR.is_working(earlier)
    assert CALENDAR.working_days_after(earlier, later) == (0 if CALENDAR.is_working(day) else 1)


@given(DAYS, st.integers(0, 60), st.integers(0, 60))
def test_working_days_add_up(start: date, first: int, second: int) -> None:
    middle = CALENDAR.add_working_days(start, first)
    assert CALENDAR.add_working_days(middle, second) == CALENDAR.add_working_days(start, first + second)


@given(DAYS, st.integers(-40, 40))
def test_counting_working_days_is_the_inverse_of_adding_them(start: date, length: int) -> None:
    end = start + timedelta(days=length)
    count = CALENDAR.working_days_after(start, end)
    assert count >= 0
    assert CALENDAR.add_working_days(start, count) <= max(start, end) < CALENDAR.add_working_days(start, count + 1)
