"""How a later file stands to an earlier one of the same unit (D03–D06), and what a person may say (resolve)."""

from __future__ import annotations

import shutil
from typing import Any

import pytest
from openpyxl import load_workbook

from duchá.receipts.matrix import ReceiptStanding, ReceiptState
from duchá.steps.report_summary import summary_of
from duchá.steps.resolve import Action, Answer, Resolved, resolve
from duchá.steps.status import status
from duchá.submissions.status import Status
from duchá.terms.fault import Stop
from steps.office import ROW, Office, at

UNIT = "区安监局"


def standing(standings: tuple[ReceiptStanding, ...], key: str = "supervision-problems", unit: str = UNIT) -> ReceiptStanding:
    return next(found for found in standings if found.unit.name == unit and found.owed.key == key)


def answer(office: Office, receipt: int, action: Action, reason: str = "", unit: str = "") -> Resolved:
    return resolve(office.open(at(20)), Answer(receipt=receipt, action=action, reason=reason, unit=unit))


@pytest.mark.requirement("DT-13")
def test_five_planted_faults_give_five_each_with_its_cell_and_the_corrected_copy_is_accepted_as_version_2(office: Office) -> None:
    path = office.fill(
        UNIT,
        approval=[{"item": "危化品经营许可", "problem": "超时2件"}],
        supervision_systems=[{"system": "《安全生产检查办法》"}],
        supervision_problems=[{"problem": "未复查2家"}],
    )
    book = load_workbook(path)
    book["附件2"]["C5"].value = "2015-11-31"
    book["附件3"]["B5"].value = None
    book.save(path)
    (item,) = office.collect().submissions
    heavy = [(fault["sheet"], fault["cell"], fault["label"], fault["name"]) for fault in item["faults"] if fault["weight"] == "reject"]
    assert item["status"] == "sent-back", item
    assert sorted(heavy) == [
        ("附件2", "C5", "填报日期", "impossible-date"),
        ("附件2", "D8", "整改情况", "missing-value"),
        ("附件3", "B5", "填报日期", "date-missing"),
        ("附件4", "B8", "自查项目名称", "missing-value"),
        ("附件4", "D8", "整改情况", "missing-value"),
    ]
    assert all(fault["message"] and fault["remedy"] for fault in item["faults"])
    marked = office.folder / item["marked_copy"]
    book = load_workbook(marked)
    for sheet, cell, _, name in heavy:
        book[sheet][cell].value = "2015-11-18" if "date" in name else "已整改到位"
    book.save(marked)
    (second,) = office.collect(marked, now=at(19)).submissions
    assert (second["status"], second["version"], second["supersedes"], second["unit"]) == ("accepted", 2, 1, UNIT)
    assert standing(status(office.open(at(19))).standings).state is ReceiptState.RECEIVED


def test_a_later_file_supersedes_and_the_difference_is_shown(office: Office) -> None:
    office.fill(UNIT, supervision_problems=[ROW])
    office.collect()
    office.fill(UNIT, "更正.xlsx", supervision_problems=[{**ROW, "problem": "检查后未复查3家"}])
    second = office.collect(now=at(19)).submissions[-1]
    assert (second["version"], second["supersedes"]) == (2, 1)
    assert [(change["cell"], change["before"], change["after"]) for change in second["changes"]] == [
        ("C8", "检查后未复查2家", "检查后未复查3家")
    ]


def late_notes(item: dict[str, Any]) -> list[str]:
    return [fault["code"] for fault in item["faults"] if fault["code"] == "S413"]


def test_what_corrects_a_file_that_came_in_time_is_not_late(office: Office) -> None:
    """As the matrix counts it: by the first that was not merely held. Another deliverable that comes with it late is late."""
    path = office.fill(UNIT, supervision_problems=[ROW])
    book = load_workbook(path)
    del book["附件2"]
    book.save(path)
    office.collect()
    office.fill(UNIT, supervision_problems=[{**ROW, "problem": "检查后未复查3家"}])
    book = load_workbook(path)
    del book["附件2"]
    book.save(path)
    (second,) = office.collect(now=at(23)).submissions
    assert (second["version"], second["late_days"], late_notes(second)) == (2, 0, [])
    assert standing(status(office.open(at(23))).standings).late_days == 0
    office.fill(UNIT, approval=[ROW], supervision_problems=[{**ROW, "problem": "检查后未复查4家"}])
    (third,) = office.collect(now=at(24)).submissions
    assert (third["version"], third["late_days"], late_notes(third)) == (3, 4, ["S413"])


def test_what_corrects_a_late_file_is_as_late_as_that_one_was_and_one_number_is_said_everywhere(office: Office) -> None:
    """A35: three days late, corrected a day later: three days in matrix, summary and hints."""
    office.fill(UNIT, supervision_problems=[ROW])
    office.collect(now=at(23))
    office.fill(UNIT, "更正.xlsx", supervision_problems=[{**ROW, "problem": "检查后未复查3家"}])
    second = office.collect(now=at(24)).submissions[-1]
    assert (second["version"], second["late_days"], late_notes(second)) == (2, 3, ["S413"])
    assert standing(status(office.open(at(24))).standings).late_days == 3
    pages = {page.name: page for page in summary_of(office.open(at(25))).pages}
    said = {name: " ".join(str(cell) for row in page.rows for cell in row if row[1] == UNIT) for name, page in pages.items()}
    assert "逾期3天" in said["报送情况"] and "逾期 3 天" in said["提示"]
    assert not any(words in text for text in said.values() for words in ("逾期4天", "逾期 4 天"))
    (late,) = (row for row in pages["逾期"].rows if row[1] == UNIT)
    assert (late[6], late[7]) == (3, f"returns/{UNIT}.xlsx")


def test_the_same_content_saved_anew_is_a_duplicate(office: Office) -> None:
    path = office.fill(UNIT, supervision_problems=[ROW])
    office.collect()
    book = load_workbook(path)
    book["附件4"].column_dimensions["A"].width = 33
    book.save(office.folder / "returns" / "另存.xlsx")
    second = next(item for item in office.collect(now=at(19)).submissions if item["source"] == "returns/另存.xlsx")
    assert second["status"] == "duplicate"
    assert standing(status(office.open(at(19))).standings).version == 1


def test_two_at_one_moment_are_both_held_until_a_person_accepts_one(office: Office) -> None:
    office.fill(UNIT, "甲.xlsx", supervision_problems=[ROW])
    office.fill(UNIT, "乙.xlsx", supervision_problems=[{**ROW, "problem": "检查后未复查5家"}])
    office.collect()
    held = status(office.open(at(18)))
    assert [receipt.status for receipt in held.receipts] == [Status.HELD, Status.HELD]
    answer(office, 1, Action.ACCEPT, "经电话核实以此为准")
    assert [receipt.number for receipt in standing(status(office.open(at(20))).standings).accepted] == [1]


@pytest.mark.parametrize(("action", "receipts"), [(Action.APPEND, [1, 2]), (Action.REPLACE, [2])])
def test_a_supplement_waits_for_a_word_whether_it_adds_or_replaces(office: Office, action: Action, receipts: list[int]) -> None:
    office.fill(UNIT, supervision_problems=[ROW])
    office.collect()
    office.fill(UNIT, "补充材料.xlsx", supervision_problems=[{**ROW, "item": "危化品检查"}])
    second = next(item for item in office.collect(now=at(19)).submissions if item["receipt"] == 2)
    assert [fault["name"] for fault in second["faults"] if fault["weight"] == "query"] == ["supplement"]
    answer(office, 2, action)
    assert [receipt.number for receipt in standing(status(office.open(at(20))).standings).accepted] == receipts


def test_the_unit_that_a_person_names_is_taken_and_everything_else_checked_again(office: Office) -> None:
    path = office.fill("区统计局", supervision_problems=[ROW])
    shutil.move(path, path.with_name("区审计局附件4.xlsx"))
    (item,) = office.collect().submissions
    assert (item["status"], item["unit"]) == ("held", None)
    resolved = answer(office, 1, Action.UNIT, unit="区统计局")
    assert (resolved.receipt.status, resolved.receipt.unit) == (Status.ACCEPTED, "区统计局")


def test_a_withdrawn_receipt_leaves_the_unit_missing_and_stays_in_the_journal(office: Office) -> None:
    office.fill(UNIT, supervision_problems=[ROW])
    office.collect()
    answer(office, 1, Action.WITHDRAW, "收错了，是练习表")
    after = status(office.open(at(20)))
    assert standing(after.standings).state is ReceiptState.MISSING
    assert after.receipts[0].withdrawn == "收错了，是练习表"


@pytest.mark.parametrize(
    ("wanted", "code"),
    [
        (Answer(receipt=9, action=Action.ACCEPT, reason="因为"), "C018"),
        (Answer(receipt=1, action=Action.ACCEPT, reason="因为"), "C019"),
        (Answer(receipt=1, action=Action.WITHDRAW, reason=" "), "C020"),
        (Answer(receipt=1, action=Action.UNIT, unit="区审查局"), "C014"),
    ],
)
def test_an_impossible_answer_is_refused_with_what_is_possible(office: Office, wanted: Answer, code: str) -> None:
    office.fill(UNIT, supervision_problems=[ROW])
    office.collect()
    before = office.journal()
    with pytest.raises(Stop) as stop:
        resolve(office.open(at(20)), wanted)
    assert stop.value.fault.kind.code == code
    assert office.journal() == before
