"""Deadlines (X-02): the worked examples of the regulations, in each reading, and what must hold for every one."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import tomli
from hypothesis import given, strategies as st

from duchá.terms import deadline as deadlines, wording
from duchá.terms.calendar import DayKind, WorkCalendar, shipped_calendar
from duchá.terms.deadline import STEP_WORDS, Before, Counting, DayCount, Deadline, DueRule, Recurring, StepKind, TenDay
from duchá.terms.due import late_days, occurrences, resolve, typed_deadline
from duchá.terms.period import year_period

FOLDER = Path(__file__).parents[1] / "cases/terms"
DEADLINES = tomli.loads((FOLDER / "deadlines.toml").read_text("utf-8"))["case"]
LATENESS = tomli.loads((FOLDER / "lateness.toml").read_text("utf-8"))["case"]
READINGS = {"default": Counting(), "unrolled": Counting(roll=False), "working": Counting(days=DayCount.WORKING)}
DAYS = st.dates(date(2004, 1, 1), date(2026, 6, 30))
COUNTS = st.integers(0, 120)


@cache
def shipped() -> WorkCalendar:
    return shipped_calendar()


def named(case: dict[str, Any]) -> str:
    return str(case["name"])


def resolved(given_: dict[str, Any], counting: Counting) -> Deadline:
    said = {"text": f"{given_.get('days')}日内"} | given_
    year, start = said.pop("year", None), said.pop("start", None)
    for key, kind in (("tenday", TenDay), ("before", Before), ("recurring", Recurring)):
        if key in said:
            said[key] = kind(said[key])
    if "rule_year" in said:
        said["year"] = said.pop("rule_year")
    rule = DueRule(**said)
    assert rule.is_sound
    return resolve(rule, shipped(), year=year, start=start, counting=counting)


@pytest.mark.parametrize("reading", READINGS)
@pytest.mark.parametrize("case", DEADLINES, ids=named)
def test_due_day_in_each_reading(case: dict[str, Any], reading: str) -> None:
    assert resolved(case["given"], READINGS[reading]).due == case["expect"][reading]


@pytest.mark.parametrize("case", DEADLINES, ids=named)
def test_default_reading_in_full(case: dict[str, Any]) -> None:
    deadline = resolved(case["given"], Counting())
    expect = case["expect"]
    assert deadline.raw == expect["raw"]
    assert deadline.cutoff == expect.get("cutoff")
    assert deadline.warn_on == expect.get("warn_on", deadline.due)
    assert deadlines.explain(deadline) == expect["says"]
    assert not deadline.provisional


@pytest.mark.parametrize("case", LATENESS, ids=named)
def test_late_days(case: dict[str, Any]) -> None:
    due, cutoff, received = case["given"]["due"], case["given"].get("cutoff"), case["given"]["received"]
    assert late_days(due, cutoff, received) == case["expect"]["natural"]
    assert late_days(due, cutoff, received, shipped()) == case["expect"]["working"]


def test_a_date_typed_by_the_office_stands_on_a_holiday() -> None:
    typed = typed_deadline(date(2018, 10, 1), shipped(), cutoff=time(12))
    assert (typed.due, typed.warn_on, typed.cutoff) == (date(2018, 10, 1), date(2018, 9, 30), time(12))
    assert deadlines.explain(typed) == "由办公室确定 → 2018年10月1日（周一）（休息日，不顺延），12:00截止"
    assert deadlines.due_words(typed) == "2018年10月1日（周一）12:00前"


@pytest.mark.parametrize(
    ("recurring", "dates"),
    [
        (Recurring.QUARTER, [date(2018, 4, 2), date(2018, 7, 2), date(2018, 9, 30), date(2019, 1, 2)]),
        (Recurring.YEAR, [date(2019, 1, 2)]),
    ],
)
def test_quarter_and_year_ends_roll_over_weekends_but_not_over_a_worked_sunday(recurring: Recurring, dates: list[date]) -> None:
    rule = DueRule(text="期末", recurring=recurring)
    assert [deadline.due for deadline in occurrences(rule, shipped(), year_period(2018))] == dates


def test_a_day_of_every_month() -> None:
    found = occurrences(DueRule(text="每月31日前", recurring=Recurring.MONTH, day=31, roll=False), shipped(), year_period(2018))
    assert [(item.due.month, item.due.day) for item in found][:4] == [(1, 31), (2, 28), (3, 31), (4, 30)]
    assert len(found) == 12


def test_every_30_november() -> None:
    rule = DueRule(text="每年11月30日前", month=11, day=30, recurring=Recurring.YEAR)
    found = [occurrences(rule, shipped(), year_period(year)) for year in range(2015, 2020)]
    assert [item.due for (item,) in found] == [*(date(year, 11, 30) for year in range(2015, 2019)), date(2019, 12, 2)]


def test_a_year_not_announced_is_provisional_and_says_so() -> None:
    rule = DueRule(text="10日内", days=10, since="立项")
    deadline = resolve(rule, shipped(), start=date(2030, 9, 25))
    assert (deadline.due, deadline.unannounced) == (date(2030, 10, 7), (2030,))  # 5 October 2030 is a Saturday
    assert "暂定：2030年放假安排尚未录入" in deadlines.explain(deadline)
    assert deadlines.due_words(deadline).endswith("（暂定）")


def test_the_last_days_of_december_wait_for_the_next_notice() -> None:
    known = WorkCalendar(row for row in shipped().rows.values() if row.day.year <= 2018 and (row.day.month, row.day.day) < (12, 25))
    rule = DueRule(text="12月31日前", month=12, day=31)
    assert resolve(rule, known, year=2018).unannounced == (2019,)
    assert resolve(rule, known, year=2017).unannounced == ()
    assert resolve(DueRule(text="12月20日前", month=12, day=20), known, year=2018).unannounced == ()


def test_working_days_counted_through_an_unknown_year_are_provisional_even_when_they_end_in_a_known_one() -> None:
    known = WorkCalendar(row for row in shipped().rows.values() if row.day.year == 2019)
    assert resolve(DueRule(text="", working_days=15), known, start=date(2018, 12, 10)).unannounced == (2018,)
    assert resolve(DueRule(text="", days=30), known, start=date(2018, 12, 10)).unannounced == ()


def test_where_the_calendar_is_not_asked_nothing_is_provisional() -> None:
    assert not resolve(DueRule(text="7日内", days=7, roll=False), shipped(), start=date(2030, 9, 25)).provisional
    assert not typed_deadline(date(2030, 10, 1), shipped()).provisional


def test_an_open_rule_has_no_date_and_says_that_one_must_be_typed() -> None:
    rule = DueRule(text="按督查组要求")
    assert rule.is_open
    with pytest.raises(ValueError, match="no single date"):
        resolve(rule, shipped(), year=2018)


@pytest.mark.parametrize(
    "wrong",
    [
        {"days": 7, "working_days": 3},
        {"days": 7, "month": 11},
        {"days": -1},
        {"month": 13},
        {"month": 2, "day": 30},
        {"month": 2, "day": 29, "year": 2015},
        {"month": 11, "day": 0},
        {"month": 12, "day": 5, "tenday": TenDay.FIRST},
        {"month": 12, "recurring": Recurring.MONTH},
        {"day": 5},
        {"year": 2015},
        {"day": 32, "recurring": Recurring.MONTH},
        {"days": 7, "recurring": Recurring.YEAR},
    ],
    ids=str,
)
def test_a_rule_that_contradicts_itself_is_not_sound(wrong: dict[str, Any]) -> None:
    assert not DueRule(text="", **wrong).is_sound


def test_every_step_and_kind_of_day_has_its_words() -> None:
    assert set(STEP_WORDS) == {kind.value for kind in StepKind}
    assert set(wording.DAY_KIND_WORDS) == {kind.value for kind in DayKind}


@given(DAYS, COUNTS, st.sampled_from(list(READINGS.values())))
def test_a_counted_term_never_ends_before_its_start_and_explains_itself(start: date, count: int, counting: Counting) -> None:
    deadline = resolve(DueRule(text="", days=count, since="立项"), shipped(), start=start, counting=counting)
    assert start <= deadline.raw <= deadline.due
    assert deadline.warn_on <= deadline.due
    said = deadlines.explain(deadline)
    assert wording.day_words(start, weekday=True) in said
    assert wording.day_words(deadline.due, year=False, weekday=True) in said


@given(DAYS, COUNTS)
def test_a_rolled_due_day_is_worked_and_every_day_skipped_is_not(start: date, count: int) -> None:
    deadline = resolve(DueRule(text="", days=count), shipped(), start=start)
    assert shipped().is_working(deadline.due)
    skipped = [deadline.raw + timedelta(days=n) for n in range((deadline.due - deadline.raw).days)]
    assert all(shipped().is_holiday(day) for day in skipped)
    rolled = {StepKind.ROLLED_HOLIDAY, StepKind.ROLLED_WEEKEND} & {step.kind for step in deadline.steps}
    assert bool(rolled) == bool(skipped)


@given(DAYS, st.integers(1, 120))
def test_working_days_are_never_fewer_days_than_natural_ones(start: date, count: int) -> None:
    due = resolve(DueRule(text="", working_days=count), shipped(), start=start).due
    assert due >= start + timedelta(days=count) and shipped().is_working(due)
    assert shipped().working_days_after(start, due) == count
    assert shipped().add_working_days(start, count + 1) > due


@given(DAYS, st.builds(datetime.combine, DAYS, st.times()), st.none() | st.times())
def test_late_days_grow_with_time_and_are_at_least_one_when_late(due: date, received: datetime, cutoff: time | None) -> None:
    late = late_days(due, cutoff, received)
    assert (late == 0) == (received <= datetime.combine(due, cutoff or time.max))
    assert late_days(due, cutoff, received + timedelta(days=1)) >= late
    assert (late == 0) == (late_days(due, cutoff, received, shipped()) == 0)
    assert late_days(due, cutoff, received, shipped()) <= max(late, 1)
