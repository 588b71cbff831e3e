"""Lights, days left and late, and what stands on the list of what is late."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from duchá.ledger.overdue import items_of
from duchá.ledger.status import Light, LightThresholds, status_of
from ledger.office import campaign_of, event, ledger_of, opening

TASKS = campaign_of("jincheng-13710")
RAPID = campaign_of("jincheng-rapid-2017")


def lights(campaign: Any, rows: list[dict[str, Any]], days: list[date]) -> list[str]:
    matter = ledger_of(campaign, rows).matters[0]
    return [status_of(matter, day, LightThresholds(campaign)).light.value for day in days]


def test_the_light_of_a_matter_from_green_to_flashing() -> None:
    row = opening(类别="快速处置", 处置类型="2", 等级="重大复杂", 要求发出日期=date(2018, 3, 12), 立项日期=date(2018, 3, 12))
    due = date(2018, 4, 11)
    days = [due + timedelta(days=n) for n in (-6, -5, 0, 1, 2, 30)]
    assert lights(RAPID, [row], days) == ["green", "yellow", "yellow", "red", "flashing", "flashing"]


def test_a_node_warns_by_its_own_window() -> None:
    rows = [opening(立项日期=date(2018, 4, 10), 等级="一般"), event(date(2018, 4, 10), "反馈"), event(date(2018, 4, 11), "反馈")]
    days = [date(2018, 4, 14), date(2018, 4, 15), date(2018, 4, 17), date(2018, 4, 18), date(2018, 4, 19)]
    assert lights(TASKS, rows, days) == ["green", "yellow", "yellow", "red", "flashing"]


def test_what_waits_for_the_office_is_green_and_what_is_closed_grey() -> None:
    rows = [opening(立项日期=date(2018, 4, 10)), event(date(2018, 4, 16), "申请办结")]
    assert lights(TASKS, rows, [date(2018, 5, 30)]) == ["green"]
    assert lights(TASKS, [*rows, event(date(2018, 4, 20), "办结", 评定="优秀")], [date(2018, 5, 30)]) == ["grey"]


def test_a_late_answer_stays_late() -> None:
    rows = [opening(立项日期=date(2018, 4, 10), 节点时限="2018-04-17"), event(date(2018, 4, 19), "反馈")]
    node = status_of(ledger_of(TASKS, rows).matters[0], date(2018, 6, 1), LightThresholds(TASKS)).nodes[0]
    assert (node.late_days, node.light, node.days_left) == (2, Light.GREY, None)


def late(campaign: Any, rows: list[dict[str, Any]], day: date, within: int | None = None) -> list[tuple[str, str, int, str]]:
    items = items_of(campaign, (), ledger_of(campaign, rows).matters, day, within)
    return [(item.kind.value, item.node or item.matter, item.days_late, item.light.value) for item in items]


def test_the_last_node_and_its_matter_are_one_lateness() -> None:
    rows = [opening(立项日期=date(2018, 4, 10), 等级="一般")]
    assert late(TASKS, rows, date(2018, 4, 18)) == [("node", "1", 8, "flashing"), ("node", "3", 5, "flashing"), ("node", "7", 1, "red")]


def test_a_typed_limit_is_late_beside_its_nodes() -> None:
    rows = [opening(立项日期=date(2018, 4, 10), 节点时限="无", 办理时限=date(2018, 4, 14))]
    assert late(TASKS, rows, date(2018, 4, 16)) == [("matter", "M1", 2, "flashing")]


def test_due_today_is_not_late_and_only_listed_when_asked_for() -> None:
    rows = [opening(立项日期=date(2018, 4, 10), 节点时限="2018-04-17")]
    assert late(TASKS, rows, date(2018, 4, 17)) == []
    assert late(TASKS, rows, date(2018, 4, 17), 0) == [("node", "2018-04-17", 0, "yellow")]
    assert late(TASKS, rows, date(2018, 4, 15), 1) == []


def test_what_is_due_on_a_closed_day_is_listed_on_the_last_working_day_before() -> None:
    rows = [opening(立项日期=date(2018, 4, 10), 节点时限="2018-06-18")]  # 端午: Saturday to Monday
    assert late(TASKS, rows, date(2018, 6, 14), 0) == []
    assert late(TASKS, rows, date(2018, 6, 15), 0) == [("node", "2018-06-18", -3, "yellow")]


@pytest.mark.parametrize(("upto", "expected"), [(date(2018, 4, 18), []), (date(2018, 4, 26), [("matter", "M1", 1, "red")])])
def test_an_extension_puts_the_new_day_in_force(upto: date, expected: list[Any]) -> None:
    rows = [
        opening(类别="快速处置", 处置类型="2", 等级="一般", 要求发出日期=date(2018, 4, 9), 立项日期=date(2018, 4, 9)),
        event(date(2018, 4, 11), "延期申请", 附件="推进落实方案"),
        event(date(2018, 4, 12), "延期批准", 新时限=date(2018, 4, 25), 批准人="市政府"),
    ]
    assert late(RAPID, rows, upto) == expected


def test_undated_matter_is_never_late() -> None:
    rows = [opening(类别="快速处置", 处置类型="5", 立项日期=date(2018, 4, 9))]
    assert late(RAPID, rows, date(2019, 4, 9)) == []


@pytest.mark.parametrize(
    ("steps", "expected"),
    [
        ([], ["M1"]),
        ([event(date(2018, 4, 12), "申请办结")], []),
        ([event(date(2018, 4, 12), "申请办结"), event(date(2018, 4, 13), "退回")], ["M1"]),
        ([event(date(2018, 4, 12), "办结", 评定="合格")], []),
        ([event(date(2018, 4, 12), "办结", 评定="合格"), event(date(2018, 4, 13), "重启", 说明="反弹")], ["M1"]),
    ],
    ids=["open", "awaiting the office", "returned", "ended", "reopened"],
)
def test_only_what_the_unit_still_owes_is_late(steps: list[dict[str, Any]], expected: list[str]) -> None:
    rows = [opening(立项日期=date(2018, 4, 10), 节点时限="无", 办理时限=date(2018, 4, 14)), *steps]
    assert [what for _, what, _, _ in late(TASKS, rows, date(2018, 5, 1))] == expected
