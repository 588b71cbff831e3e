"""Periods in any writing: what a 报告期 cell, a title or a file name says."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings, strategies as st

from duchá.terms.dates.written_period import periods_named
from duchá.terms.period import PeriodKind, parse_period, period_of
from duchá.terms.wording import period_words

MONTH, QUARTER, HALF, YEAR = PeriodKind.MONTH, PeriodKind.QUARTER, PeriodKind.HALF_YEAR, PeriodKind.YEAR
SEEN = date(2019, 5, 3)


@pytest.mark.parametrize(
    ("text", "kind", "expected"),
    [
        ("2019年4月", MONTH, ["2019-04"]),
        ("2019-04", MONTH, ["2019-04"]),
        ("2019.4", MONTH, ["2019-04"]),
        ("2019/04", MONTH, ["2019-04"]),
        ("201904", MONTH, ["2019-04"]),
        ("201911", MONTH, ["2019-11"]),
        ("２０１９ 年 ４ 月", MONTH, ["2019-04"]),
        ("二〇一九年四月", MONTH, ["2019-04"]),
        ("四月份", MONTH, ["2019-04"]),
        ("04月", MONTH, ["2019-04"]),
        ("十二月份", MONTH, ["2018-12"]),  # seen in May: the last December that had begun
        ("1—4月", MONTH, ["2019-04"]),  # counted from January: April's
        ("12-4月", MONTH, ["2019-04"]),  # the twelfth unit's file
        ("2019年安全生产月报（4月）", MONTH, ["2019-04"]),
        ("2018年安全生产月报（4月）", MONTH, ["2018-04"]),
        ("4月、5月", MONTH, ["2019-04", "2019-05"]),
        ("第二季度", QUARTER, ["2019Q2"]),
        ("2019年一季度", QUARTER, ["2019Q1"]),
        ("2019Q2", QUARTER, ["2019Q2"]),
        ("2018年第4季", QUARTER, ["2018Q4"]),
        ("四至六月", QUARTER, ["2019Q2"]),
        ("1-6月", QUARTER, ["2019Q2"]),
        ("1-6月", HALF, ["2019H1"]),
        ("上半年", HALF, ["2019H1"]),
        ("2018年下半年度", HALF, ["2018H2"]),
        ("2019H1", HALF, ["2019H1"]),
        ("2019年度", YEAR, ["2019"]),
        ("2019", YEAR, ["2019"]),
        # what is none of the kind that is asked for
        ("第二季度", MONTH, []),
        ("上半年", MONTH, []),
        ("2019年度", MONTH, []),
        ("6月", QUARTER, []),
        ("2019年13月", MONTH, []),
        ("", MONTH, []),
        ("区民政局", MONTH, []),
    ],
)
def test_a_period_is_read_in_any_writing(text: str, kind: PeriodKind, expected: list[str]) -> None:
    assert [period.key for period in periods_named(text, kind, SEEN)] == expected


@pytest.mark.parametrize("text", ["2019年4月25日", "2019-04-25", "20190425", "4月25日", "2019.4.25报送"])
def test_a_whole_day_is_no_period_unless_it_stands_where_one_belongs(text: str) -> None:
    assert periods_named(text, MONTH, SEEN) == ()
    assert [period.key for period in periods_named(text, MONTH, SEEN, days=True)] == ["2019-04"]


def test_the_day_on_which_it_was_sent_is_passed_over_beside_the_month_that_it_is_about() -> None:
    assert [period.key for period in periods_named("区民政局2019年5月2日报4月份报表.xlsx", MONTH, SEEN)] == ["2019-04"]


@settings(deadline=None)
@given(
    day=st.dates(date(1990, 1, 1), date(2090, 12, 31)),
    kind=st.sampled_from((MONTH, QUARTER, HALF, YEAR)),
    seen=st.dates(date(2000, 1, 1), date(2060, 1, 1)),
)
def test_every_period_reads_back_from_its_words_and_its_key(day: date, kind: PeriodKind, seen: date) -> None:
    period = period_of(day, kind)
    assert periods_named(period_words(period), kind, seen) == (period,)
    assert periods_named(f"区民政局{period_words(period)}报表.xlsx", kind, seen) == (period,)
    assert parse_period(period.key) == period


@settings(deadline=None)
@given(text=st.text(max_size=40), kind=st.sampled_from((MONTH, QUARTER, HALF, YEAR)))
def test_no_text_raises(text: str, kind: PeriodKind) -> None:
    assert all(period.kind is kind for period in periods_named(text, kind, SEEN, days=True))
