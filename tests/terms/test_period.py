"""Periods as they are written on the command line and printed."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, strategies as st

from duchá.terms.period import PeriodKind, add_months, following, parse_period, period_of, periods_within, preceding, span, year_period
from duchá.terms.wording import period_words

KINDS = st.sampled_from([PeriodKind.YEAR, PeriodKind.QUARTER, PeriodKind.MONTH])
DAYS = st.dates(date(1990, 1, 1), date(2099, 12, 31))


@pytest.mark.parametrize(
    ("written", "start", "end", "words"),
    [
        ("2018", date(2018, 1, 1), date(2018, 12, 31), "2018年"),
        ("2018Q2", date(2018, 4, 1), date(2018, 6, 30), "2018年第二季度"),
        ("2018q4", date(2018, 10, 1), date(2018, 12, 31), "2018年第四季度"),
        ("2016-02", date(2016, 2, 1), date(2016, 2, 29), "2016年2月"),
    ],
)
def test_a_written_period(written: str, start: date, end: date, words: str) -> None:
    period = parse_period(written)
    assert period is not None
    assert (period.start, period.end, period.key, period_words(period)) == (start, end, written.upper(), words)


@pytest.mark.parametrize("written", ["", "2018Q5", "2018Q0", "18Q2", "2018-13", "2018年", "0000", "Q2", "2018-2-1"])
def test_what_is_no_period(written: str) -> None:
    assert parse_period(written) is None


def test_a_span_is_printed_from_to_and_cannot_run_backwards() -> None:
    window = span(date(2015, 11, 3), date(2015, 11, 30))
    assert period_words(window) == "2015年11月3日—11月30日"
    assert following(window).start == date(2015, 12, 1) and preceding(following(window)) == window
    with pytest.raises(ValueError, match="before"):
        span(date(2015, 11, 30), date(2015, 11, 3))


def test_the_quarters_of_a_year() -> None:
    assert [quarter.key for quarter in periods_within(year_period(2018), PeriodKind.QUARTER)] == ["2018Q1", "2018Q2", "2018Q3", "2018Q4"]
    assert len(list(year_period(2016).days())) == 366


@given(DAYS, KINDS)
def test_every_day_lies_in_exactly_one_period_and_neighbours_touch(day: date, kind: PeriodKind) -> None:
    period = period_of(day, kind)
    assert day in period and parse_period(period.key) == period
    assert following(period).start == period.end + timedelta(days=1)
    assert preceding(following(period)) == period and day not in following(period)


@given(DAYS, st.integers(0, 48))
def test_months_later_is_the_same_day_or_the_last_of_a_shorter_month(day: date, months: int) -> None:
    later = add_months(day, months)
    assert (later.year - day.year) * 12 + later.month - day.month == months
    assert later.day == day.day or (later.day < day.day and (later + timedelta(days=1)).day == 1)
