"""Dates as people write them (C01–C14): each spelling reads as listed, and nothing is guessed."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
import tomli
from hypothesis import given, strategies as st

from duchá.terms.dates.parse import parse_chinese_date
from duchá.terms.dates.reading import DateKind, DateReading
from duchá.terms.period import month_end

CASES = tomli.loads((Path(__file__).parents[1] / "cases/terms/written-dates.toml").read_text("utf-8"))["case"]
DAYS = st.dates(date(1990, 1, 1), date(2099, 12, 31))
DIGITS = "〇一二三四五六七八九"


@pytest.mark.parametrize(
    ("expect", "written"),
    [pytest.param(case["expect"], value, id=f"{case['name']} {value!r}") for case in CASES for value in case["given"]],
)
def test_written_date(expect: dict[str, Any], written: object) -> None:
    reading = parse_chinese_date(written, year_hint=2015)
    found = {"kind": reading.kind.value, "day": reading.day, "end": reading.end, "year_assumed": reading.year_assumed}
    wanted = {"day": None, "end": None, "year_assumed": False} | expect
    assert found == wanted
    assert reading.text == str(written)


def test_every_kind_has_a_case() -> None:
    assert {case["expect"]["kind"] for case in CASES} == {kind.value for kind in DateKind}


def test_a_workbook_of_1904_counts_from_1904() -> None:
    assert parse_chinese_date(40864, year_hint=2015, epoch_1904=True).day == date(2015, 11, 18)
    assert parse_chinese_date("40864", year_hint=2015, epoch_1904=True).day == date(2015, 11, 18)


@pytest.mark.parametrize("written", ["11月18日", "11月底", "年底", "11月18日—20日", "2月29日"])
def test_without_a_year_to_go_by_the_kind_is_told_and_no_day_is_made_up(written: str) -> None:
    reading = parse_chinese_date(written)
    assert reading.kind in (DateKind.NO_YEAR, DateKind.MONTH_ONLY, DateKind.RANGE)
    assert (reading.day, reading.end, reading.year_assumed) == (None, None, True)


def test_as_a_due_date_a_rough_one_means_its_last_day() -> None:
    assert parse_chinese_date("11月", year_hint=2015).due == date(2015, 11, 30)
    assert parse_chinese_date("11月18日—20日", year_hint=2015).due == date(2015, 11, 20)
    assert parse_chinese_date("2015.11.18").due == date(2015, 11, 18)


def chinese(number: int) -> str:
    tens, ones = divmod(number, 10)
    return ("" if tens == 0 else "十" if tens == 1 else DIGITS[tens] + "十") + (DIGITS[ones] if ones else "")


@given(DAYS)
def test_every_day_reads_back(day: date) -> None:
    year, month, number = day.year, day.month, day.day
    words = "".join(DIGITS[int(digit)] for digit in str(year))
    for written in (
        day,
        day.isoformat(),
        f"{year}.{month}.{number}",
        f"{year} 年 {month} 月 {number} 日",
        f"{year}/{month:02}/{number:02}",
        f"{day:%Y%m%d}",
        int(f"{day:%Y%m%d}"),
        (day - date(1899, 12, 30)).days,
        f"{words}年{chinese(month)}月{chinese(number)}日",
    ):
        assert parse_chinese_date(written, year_hint=2015) == DateReading(kind=DateKind.EXACT, text=str(written), day=day)


@given(DAYS, st.integers(1, 60))
def test_every_range_reads_back(day: date, length: int) -> None:
    end = day + timedelta(days=length)
    for written in (f"{day}至{end}", f"{day:%Y.%m.%d}-{end:%Y.%m.%d}", f"{day:%Y年%m月%d日}—{end:%Y年%m月%d日}"):
        reading = parse_chinese_date(written, year_hint=2015)
        assert (reading.kind, reading.day, reading.end) == (DateKind.RANGE, day, end)


@given(st.integers(1, 9999), st.integers(1, 12))
def test_a_month_ends_on_its_last_day(year: int, month: int) -> None:
    assert parse_chinese_date(f"{year:04}年{month}月底").due == month_end(year, month)


PIECES = st.sampled_from(
    [*"0123456789年月日号.-/—~至 前底旬上中下季度第十〇廿Oo今初", "2015", "9999", "0000", "12", "31", "起", "止", "完成"]
)


@given(st.one_of(st.text(), st.lists(PIECES, max_size=14).map("".join), st.integers(), st.floats(), st.booleans(), st.none()))
def test_nothing_raises(written: object) -> None:
    for hint in (None, 1, 2015, 9999):
        reading = parse_chinese_date(written, year_hint=hint)
        assert reading.end is None or reading.day is None or reading.day <= reading.end
        if reading.kind in (DateKind.AMBIGUOUS, DateKind.IMPOSSIBLE, DateKind.TERM, DateKind.NOT_A_DATE, DateKind.BLANK):
            assert reading.day is None


def test_a_cell_full_of_dashes_takes_no_time() -> None:
    assert parse_chinese_date("1-" * 16000).kind is DateKind.NOT_A_DATE
    assert parse_chinese_date("1-" * 29, year_hint=2015).kind is DateKind.NOT_A_DATE
