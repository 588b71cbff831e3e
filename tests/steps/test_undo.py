"""What was done by mistake is taken back as a new fact: a receipt, a row, a waiver; a closing is final."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from conftest import Ran
from duchá.campaign.faults import NO_SUCH_WAIVER
from duchá.journal.fact import FactKind
from duchá.journal.waivers import waivers_of
from duchá.receipts.receipts import RECEIPT_FACTS, receipts_of
from duchá.steps.undo import Undoable, undo
from duchá.steps.waive import waive
from duchá.submissions.waivers import Waiver
from duchá.terms.fault import Stop
from steps.office import Office, at
from steps.registers import MATTERS, fill, matter, rows, run

BAD = {"item": "加油站日常检查", "problem": "检查后未复查2家", "rectification": ""}
WISH = Waiver(code="S101", unit="区财政局", approver="张三", reason="没有这一项", until=date(2015, 11, 30))


def test_a_receipt_that_should_not_be_there_counts_no_more_and_stays_on_record(office: Office) -> None:
    office.fill("区财政局")
    office.collect()
    undo(office.open(at(19)), Undoable.RECEIPT, "1", "收错了")
    (receipt,) = receipts_of(office.open(at(19)).facts(*RECEIPT_FACTS))
    assert receipt.withdrawn == "收错了"


def test_a_waiver_that_was_taken_back_no_longer_holds_and_later_ones_keep_their_numbers(office: Office) -> None:
    assert waive(office.open(at(10)), WISH).number == 1
    assert waive(office.open(at(10)), Waiver(code="S102", unit="区财政局", approver="张三", reason="甲", until=WISH.until)).number == 2
    undo(office.open(at(11)), Undoable.WAIVER, "1", "给错了单位")
    assert [one.code for one in waivers_of(office.open(at(12)).facts(FactKind.WAIVER))] == ["S102"]
    office.fill("区财政局", supervision_problems=[BAD])
    (item,) = office.collect().submissions
    assert item["status"] == "sent-back"
    with pytest.raises(Stop) as stopped:
        undo(office.open(at(19)), Undoable.WAIVER, "1", "再撤一次")
    assert stopped.value.fault.kind is NO_SUCH_WAIVER and "第 2 号（区财政局 S102）" in stopped.value.fault.remedy


def test_a_row_is_found_by_its_number_alone_once_it_is_deleted_from_its_register(office: Office) -> None:
    fill(office, MATTERS, matter("DT-1"), matter("DT-2"))
    run(office)
    (number,) = [row.record_no for row in rows(office, "matters") if row.key.startswith("DT-2")]
    fill(office, MATTERS, matter("DT-1"))
    run(office)
    undone = undo(office.open(at(19)), Undoable.ROW, number, "登错了")
    assert undone.row is not None and undone.row.record_no == number


def test_a_closing_cannot_be_taken_back_and_the_line_says_how_to_put_it_right(office: Office, ducha: Callable[..., Ran]) -> None:
    done = ducha("undo", "关账", "2018Q1", "--reason", "错了", cwd=office.folder)
    assert done.returncode == 2 and "C151" in done.stderr and "更正" in done.stderr


def test_a_code_is_explained_with_how_it_reads_and_how_it_is_right(ducha: Callable[..., Ran]) -> None:
    said = ducha("explain", "s101").stdout
    assert "应填未填" in said and "附件2 第8行“整改情况”为空" in said and "正确的写法" in said
    assert "是否要写" in ducha("explain", "S1O1").stderr
