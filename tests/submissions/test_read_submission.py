"""From the cells of a file to a judged submission: one pass, one cause one fault, nothing guessed."""

from __future__ import annotations

from dataclasses import replace

import pytest

from duchá.submissions import wording
from duchá.submissions.marked.own_marks import without_marks
from duchá.submissions.marked.write_marks import COMMENT_LINE
from duchá.submissions.model import Submission
from duchá.submissions.read.submission import read_submission, with_unit
from duchá.submissions.read.without_forms import unread
from duchá.submissions.status import Status
from duchá.terms.fault import Fault
from duchá.terms.place import Place
from duchá.terms.unit import Unit
from duchá.workbooks.sheets import faults as reader_kinds
from duchá.workbooks.sheets.model import CellValue, FileKind, RawBook, RawSheet
from submissions.sample import TOWNS, campaign, context

ROW = (1, "危险化学品经营许可", "办理时限超过承诺期限2件", "11月16日已补办完毕")


def page(*rows: tuple[CellValue, ...], unit: str = "区安监局", day: str = "2015年11月18日", name: str = "附件2") -> RawSheet:
    head: tuple[tuple[CellValue, ...], ...] = (
        ("部门行政审批自查自纠情况报表",),
        ("部门（盖章）：", unit, "部门纪检监察组织（盖章）：", "区安监局纪检组"),
        ("填报日期：", day),
        ("序号", "审批项目名称", "发现存在问题", "整改情况"),
    )
    return RawSheet(name=name, rows=(*head, *rows, ("备注", "")))


def book(*sheets: RawSheet, **more: object) -> RawBook:
    return replace(RawBook(kind=FileKind.XLSX, sheets=sheets), **more)  # type: ignore[arg-type]  # the fields are the caller's business


def names(submission: Submission) -> list[str]:
    return [fault.kind.code for fault in submission.faults]


def test_a_good_return_is_accepted() -> None:
    done = read_submission(book(page(ROW)), context())
    assert (done.status, done.unit, done.deliverables, names(done)) == (Status.ACCEPTED, "区安监局", ("approval",), [])
    assert len(done.forms[0].rows) == 1


def test_a_zero_report_is_accepted() -> None:
    done = read_submission(book(page()), context())
    assert (done.status, done.forms[0].nil, names(done)) == (Status.ACCEPTED, True, [])


def test_a_blank_sent_back_as_it_was_is_a_question() -> None:
    done = read_submission(book(page(day="    年  月  日")), context())
    assert (done.status, names(done)) == (Status.HELD, ["S401"])


def test_all_faults_come_in_one_pass_in_reading_order() -> None:
    rows = ((1, "许可甲", "超时2件", None), (2, None, "缺台账", "已补"), (3, "许可丙", "见附页", "立行立改"))
    done = read_submission(book(page(*rows)), context())
    assert done.status is Status.SENT_BACK
    assert [[fault.place.cell, fault.kind.code] for fault in done.faults] == [
        ["D5", "S101"],
        ["B6", "S101"],
        ["C7", "S409"],
        ["D7", "S501"],
    ]


def test_an_unknown_unit_is_held_and_nothing_follows_from_it() -> None:
    done = read_submission(book(page(ROW, unit="区安全局")), context())
    assert (done.status, done.unit, names(done)) == (Status.HELD, None, ["S302"])


def test_a_person_s_answer_settles_the_unit() -> None:
    held = read_submission(book(page(ROW)), context("returns/区民政局附件2.xls"))
    assert names(held) == ["S303"]
    done = with_unit(held, "区安监局", context())
    assert (done.status, done.unit, names(done)) == (Status.ACCEPTED, "区安监局", [])


def test_a_town_that_sends_a_department_s_form_is_refused() -> None:
    over = campaign(more=(Unit(name="高桥镇", order=50, group=TOWNS),))
    done = read_submission(book(page(ROW, unit="高桥镇")), context(over=over))
    assert (done.status, names(done)) == (Status.REFUSED, ["S310"])


def test_an_outsider_is_refused() -> None:
    done = read_submission(book(page(ROW, unit="谷阳镇人民政府")), context())
    assert (done.status, done.unit, names(done)) == (Status.REFUSED, None, ["S311"])


def test_a_wrong_form_has_one_fault() -> None:
    other = RawSheet(name="Sheet1", rows=(("序号", "事项", "检查时间", "检查结果"), (1, "消防", "11月", "合格")))
    done = read_submission(book(other), context("returns/区安监局附件2.xls"))
    assert (done.status, len(done.faults), done.forms) == (Status.REFUSED, 1, ())


def test_the_blank_of_another_campaign_is_a_question() -> None:
    marks = {"campaign": "2014年专项督查", "unit": "区安监局"}
    done = read_submission(book(page(ROW), marks=marks), context())
    assert (done.status, names(done)) == (Status.HELD, ["S312"])


def test_a_further_sheet_is_the_attachment() -> None:
    extra = RawSheet(name="附页", rows=(("超时的两件：……",),))
    done = read_submission(book(page((1, "许可", "详见附页", "已补办")), extra), context())
    assert "S409" not in names(done)


def test_sheets_of_sub_units_become_one_form() -> None:
    done = read_submission(book(page(ROW, name="局机关"), page((1, "许可乙", "缺台账", "已补"), name="监察大队")), context())
    assert [(row.number, row.sub_unit) for row in done.forms[0].rows] == [(1, "局机关"), (2, "监察大队")]


def test_a_document_may_hold_report_and_form() -> None:
    text = ("关于自查自纠情况的报告", "共查出问题3个。", "区安监局", "2015年11月18日")
    done = read_submission(book(page(ROW), kind=FileKind.DOCX, paragraphs=text), context("returns/报告.docx"))
    assert set(done.deliverables) == {"approval", "report"}
    assert "S415" in names(done)


def test_a_file_without_cells_is_refused_for_what_the_reader_said() -> None:
    done = unread((reader_kinds.ENCRYPTED.at(),), context())
    assert (done.status, done.unit, names(done)) == (Status.REFUSED, None, ["S003"])


@pytest.mark.parametrize("source", ["returns/附件2.xlsx", "returns/x.zip!附件2.xlsx"])
def test_the_source_is_kept_as_shown(source: str) -> None:
    assert read_submission(book(page(ROW)), context(source)).source == source


# --- our own marks in a copy that comes back ---
def _results() -> RawSheet:
    head = (wording.RESULT_TITLE.format(name="x.xlsx"),)
    return RawSheet(name=wording.RESULT_SHEET, rows=(head, ("序号", "审批项目名称", "发现存在问题", "整改情况"), ROW))


def test_the_sheet_of_results_is_never_read_as_a_form() -> None:
    done = read_submission(book(_results(), page(ROW)), context())
    assert (done.status, [form.sheet for form in done.forms], names(done)) == (Status.ACCEPTED, ["附件2"], [])


def test_a_sheet_that_only_has_its_name_is_read() -> None:
    mine = RawSheet(name=wording.RESULT_SHEET, rows=(("我的校验",),))
    assert without_marks(book(mine, page(ROW))).sheets[0] is mine


def test_our_comments_are_taken_off_and_theirs_counted() -> None:
    ours = COMMENT_LINE.format(group="必须改", message="“整改情况”为空。", remedy="请补填。")
    sheet = replace(page(ROW), comments={(5, 4): ours, (5, 3): f"王科长：已核实\n{ours}"})
    note: Fault = reader_kinds.COMMENTS.at(Place(sheet="附件2"), count=2)
    clean = without_marks(book(sheet, notes=(note,)))
    assert clean.sheets[0].comments == {(5, 3): "王科长：已核实"}
    assert [fault.words for fault in clean.notes] == [(("count", "1"),)]
