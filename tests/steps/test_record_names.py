"""record: names and values in registers are understood or asked about; receipts on paper count (X-01, DT-16)."""

from __future__ import annotations

from datetime import date

import pytest

from duchá.receipts.matrix import ReceiptStanding, ReceiptState, matrix
from duchá.receipts.receipts import receipts_of
from duchá.steps.withdraw_row import withdraw_row
from steps.office import Office, at
from steps.registers import EVENTS, MATTERS, RECEIPTS, codes, event, facts, fill, matter, paper, rows, run, table


def standings(office: Office, unit: str, day: int = 30) -> dict[str, ReceiptStanding]:
    opened = office.open(at(30))
    found = matrix(opened.campaign, receipts_of(facts(office)), date(2015, 11, day))
    return {standing.owed.key: standing for standing in found if standing.unit.name == unit}


def test_a_unit_that_is_not_on_the_roster_is_never_guessed(office: Office) -> None:
    fill(office, MATTERS, matter("DT-1", 牵头单位="区安检局"), matter("DT-2", 配合单位="区财政局、区什么局"))
    recorded = run(office)
    assert codes(recorded) == [("I4", "S702"), ("J5", "S702")]
    assert "区安监局" in next(fault.message for done in recorded.files for fault in done.faults)


def test_a_matter_must_have_been_registered_before_or_in_the_same_run(office: Office) -> None:
    fill(office, MATTERS, matter("DT-1"), matter("DT-2", 牵头单位="没有这个局"))
    fill(office, EVENTS, event(9, "签收", 事项编号="dt-1"), event(9, "签收", 事项编号="DT-2"), event(9, "签收", 事项编号="DT-3"))
    recorded = run(office)
    assert [code for _, code in codes(recorded)] == ["S705", "S704", "S702"]
    assert [row.text("matter") for row in rows(office, "events")] == ["DT-1"]


@pytest.mark.parametrize(
    ("register", "row", "code"),
    [
        ("积分事项", {"日期": date(2015, 11, 9), "单位": "区财政局", "情形": "表彰", "分值": -2}, "S707"),
        ("往年积分", {"年度": "去年", "组别": "区级机关相关部门", "单位": "区财政局", "总分": 90}, "S706"),
        ("收件登记", {"日期": "2015年11月", "单位": "区财政局", "材料": "书面报告"}, "S708"),
        ("收件登记", {"日期": date(2015, 11, 9), "单位": "区财政局", "材料": "年度总结"}, "S703"),
        ("收件登记", {"日期": date(2015, 11, 9), "单位": "区财政局", "材料": "开展专项督查情况"}, "S715"),
        ("收件登记", {"日期": date(2015, 11, 9), "单位": "无", "材料": "书面报告"}, "S719"),
        ("重点督查", {"日期": date(2015, 11, 9), "单位": "区财政局", "督查方式": "听说", "督查发现问题": "无"}, "S118"),
    ],
)
def test_what_cannot_be_understood_keeps_its_row_out(office: Office, register: str, row: dict[str, object], code: str) -> None:
    fill(office, register, row)
    assert [found for _, found in codes(run(office))] == [code]
    assert rows(office) == ()


def test_an_inspection_that_found_nothing_is_recorded(office: Office) -> None:
    fill(office, "重点督查", {"日期": date(2015, 11, 9), "单位": "区财政局", "督查方式": "暗访", "督查发现问题": "无"})
    assert codes(run(office)) == []
    assert [row.text("method") for row in rows(office, "inspections")] == ["暗访"]


def test_a_date_ahead_is_noted_and_counts_from_its_day(office: Office) -> None:
    fill(office, MATTERS, matter("DT-1", 立项日期=date(2015, 11, 28)))
    recorded = run(office)
    assert [fault.kind.code for done in recorded.files for fault in done.faults] == ["S716"]
    assert office.open(at(26)).facts() and not [fact for fact in office.open(at(26)).facts() if fact.kind.value == "row"]
    assert [fact.kind.value for fact in office.open(at(28)).facts() if fact.kind.value == "row"] == ["row"]


def test_a_file_without_a_register_is_refused_and_the_others_go_on(office: Office) -> None:
    fill(office, MATTERS, matter("DT-1"))
    table(office.folder / "registers" / "工作餐.xlsx", [["菜", "价钱"], ["鱼", 12]])
    assert [code for _, code in codes(run(office))] == ["S701"]
    assert len(rows(office)) == 1


def test_paper_counts_in_the_receipt_matrix_from_its_day_on(office: Office) -> None:
    fill(office, RECEIPTS, paper(19, "财政局", "附件2"), paper(22, "区财政局", "书面报告", 方式="邮件"))
    run(office)
    found = standings(office, "区财政局")
    assert [(key, one.state is ReceiptState.RECEIVED, one.late_days) for key, one in found.items() if one.current] == [
        ("approval", True, 0),
        ("report", True, 2),
    ]
    assert found["report"].current is not None and found["report"].current.paper == "邮件"
    assert standings(office, "区财政局", day=21)["report"].state is ReceiptState.MISSING


def test_a_corrected_receipt_moves_and_a_withdrawn_one_is_missing_again(office: Office) -> None:
    fill(office, RECEIPTS, paper(22, "区财政局", "书面报告"))
    run(office)
    fill(office, RECEIPTS, paper(22, "区财政局", "书面报告", 方式="邮件"))
    run(office)
    assert standings(office, "区财政局")["report"].version == 1
    fill(office, RECEIPTS)
    run(office)
    withdraw_row(office.open(at(26)), "收件登记", rows(office)[0].record_no, "记错单位")
    assert standings(office, "区财政局")["report"].state is ReceiptState.MISSING


def test_a_note_added_to_a_receipt_does_not_make_another(office: Office) -> None:
    fill(office, RECEIPTS, paper(19, "区财政局", "书面报告"))
    run(office)
    fill(office, RECEIPTS, paper(19, "区财政局", "书面报告", 说明="门卫代收"))
    run(office)
    assert len([fact for fact in facts(office) if fact.kind.value == "receipt"]) == 1
    assert rows(office)[0].text("note") == "门卫代收"


def test_a_return_collected_later_follows_the_receipt_on_paper(office: Office) -> None:
    fill(office, RECEIPTS, paper(17, "区财政局", "附件2"))
    run(office)
    office.fill("区财政局")
    collected = office.collect()
    (submission,) = collected.submissions
    assert (submission["status"], submission["receipt"], submission["version"], submission["supersedes"]) == ("accepted", 2, 2, 1)
