"""The four rates of complaints are lines of the rulebook, and come out as they did when they were Python: to the digit, gap by gap."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from registers.desk import Desk, make_desk, page_of, rows_of_page

UNIT = "渣土办"
DONE = {"调查处理日期": date(2015, 6, 5), "办结日期": date(2015, 6, 6)}


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return make_desk(tmp_path / "十堰", "shiyan-2015", units=[(UNIT, "局属单位"), ("市局", "市局")], day=date(2015, 6, 10))


def complaint(number: str, **said: Any) -> dict[str, Any]:
    """A row of 投诉举报."""
    return {"受理编号": number, "受理日期": date(2015, 6, 1), "办理单位": UNIT, "投诉举报内容": "遗撒", **said}


@pytest.mark.requirement("SY-14", key="shiyan-2015 measures.satisfied")
def test_four_rates_with_their_gaps(desk: Desk) -> None:
    desk.type(
        "投诉举报",
        complaint("1", **DONE, 回访日期=date(2015, 6, 8), 回访评价="基本满意"),
        complaint("2", **DONE, 回访日期=date(2015, 6, 8), 回访评价="不满意"),
        complaint("3", **DONE, 不能回访原因="匿名"),
        complaint("4", **DONE),
        complaint("5", 办理时限=date(2015, 6, 20)),
        complaint("6", 办理时限=date(2015, 6, 9)),
    )
    desk.record()
    report = desk.report("投诉举报")
    (row,) = rows_of_page(page_of(report, "四率"))
    assert row[1:12] == [UNIT, "6", "4", "66.67%", "3", "2", "66.67%", "4", "66.67%", "2", "1"]
    assert row[12] == "50.00%"
    assert [(row[2], row[3]) for row in rows_of_page(page_of(report, "四率缺口"))] == [("6", "未调查处理"), ("4", "未回访")]


def test_a_rate_of_nothing_is_a_dash(desk: Desk) -> None:
    desk.type("投诉举报", complaint("1", 办理时限=date(2015, 6, 20)))
    desk.record()
    (row,) = rows_of_page(page_of(desk.report("投诉举报"), "四率"))
    assert row[2:8] == ["1", "0", "0.00%", "0", "0", "—"]
    assert "四率缺口" not in [page.name for page in desk.report("投诉举报").pages], "its day is not over"
