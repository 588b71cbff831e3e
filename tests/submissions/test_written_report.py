"""The written report (DT-40, DT-24, D13): recognised, whose it is, dated, its number held against the forms."""

from __future__ import annotations

import pytest

from duchá.submissions.checks.written_report import compare_report, read_report, stated_problems
from duchá.submissions.read.submission import settle
from duchá.submissions.status import Status
from duchá.workbooks.sheets.model import FileKind, RawBook
from submissions.sample import campaign, context, filled, form

TEXT = (
    "关于“依法履职、有责有为”自查自纠情况的报告",
    "区纪委执法效能室：",
    "按照通知要求，我局认真开展自查，共查出问题5个，已全部整改。",
    "区财政局",
    "2015年11月18日",
)


def book(*paragraphs: str) -> RawBook:
    return RawBook(kind=FileKind.DOCX, sheets=(), paragraphs=paragraphs)


def test_a_report_in_words_is_accepted_for_its_signature() -> None:
    where = context("returns/自查自纠报告.docx")
    report = read_report(FileKind.DOCX, book(*TEXT), where)
    assert report is not None
    done = settle(report, where)
    assert (done.status, done.unit, done.deliverables, done.faults) == (Status.ACCEPTED, "区财政局", ("report",), ())


@pytest.mark.parametrize("kind", [FileKind.PDF, FileKind.IMAGE, FileKind.DOC])
def test_a_scan_of_the_report_is_known_by_its_name(kind: FileKind) -> None:
    where = context("returns/区财政局书面报告（盖章）.pdf")
    report = read_report(kind, None, where)
    assert report is not None
    assert settle(report, where).status is Status.ACCEPTED


@pytest.mark.parametrize(
    ("kind", "source", "given"),
    [
        (FileKind.PDF, "returns/区财政局附件2(盖章).pdf", None),
        (FileKind.IMAGE, "returns/区财政局/IMG_20151119.jpg", None),
        (FileKind.DOCX, "returns/区财政局报告.docx", None),  # could not be opened
        (FileKind.ENCRYPTED, "returns/区财政局报告.docx", None),
        (FileKind.DOCX, "returns/区财政局附件2.docx", book("部门行政审批自查自纠情况报表")),
    ],
)
def test_something_else_is_no_report(kind: FileKind, source: str, given: RawBook | None) -> None:
    assert read_report(kind, given, context(source)) is None


def test_signature_and_file_name_must_agree() -> None:
    where = context("returns/区民政局自查报告.docx")
    report = read_report(FileKind.DOCX, book(*TEXT), where)
    assert report is not None
    done = settle(report, where)
    assert (done.status, done.unit, [fault.kind.code for fault in done.faults]) == (Status.HELD, None, ["S303"])


def test_a_report_that_names_nobody_is_a_question() -> None:
    where = context("returns/报告.docx")
    report = read_report(FileKind.DOCX, book("自查报告", "2015年11月18日"), where)
    assert report is not None
    assert [fault.kind.code for fault in settle(report, where).faults] == ["S301"]


@pytest.mark.parametrize(
    ("day", "missed"), [("2015年11月18日", False), ("二〇一五年十一月十八日", False), ("2015.11.18", False), ("十一月", True)]
)
def test_a_report_without_a_day_is_noted(day: str, missed: bool) -> None:
    report = read_report(FileKind.DOCX, book(*TEXT[:-1], day), context("returns/报告.docx"))
    assert report is not None
    assert [fault.kind.code for fault in report.faults] == (["S416"] if missed else [])


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("共查出问题5个", 5),
        ("发现各类问题12项，已整改10项", 12),
        ("自查发现3个问题", 3),
        ("梳理出问题共8条", 8),
        ("认真解决存在的问题", None),
        ("整改问题5个", None),
    ],
)
def test_the_number_that_a_report_states(text: str, number: int | None) -> None:
    assert stated_problems([text]) == number


@pytest.mark.requirement("DT-40")
def test_the_number_is_held_against_the_rows_of_the_problem_forms() -> None:
    row = ("许可", "超时", "已补办")
    forms = (filled("approval", row, row), filled("supervision-problems", row, row), filled("supervision-systems", ("制度",)))
    declared = {id: form(id) for id in ("approval", "supervision-systems", "supervision-problems")}
    (fault,) = compare_report(TEXT, forms, declared)
    assert fault.message == "报告写查出问题 5 个，附件2、附件4合计 4 行。"
    assert list(compare_report(TEXT, (*forms[:1], filled("supervision-problems", row, row, row)), declared)) == []
    assert list(compare_report(("没有数字",), forms, declared)) == []


@pytest.mark.requirement("DT-24")
def test_a_town_s_report_is_the_town_s_deliverable() -> None:
    from duchá.terms.unit import Unit
    from submissions.sample import TOWNS

    where = context("returns/高桥镇专项督查情况报告.docx", over=campaign(more=(Unit(name="高桥镇", order=50, group=TOWNS),)))
    report = read_report(FileKind.DOCX, book("高桥镇开展专项督查情况的报告", "2015年12月3日"), where)
    assert report is not None
    done = settle(report, where)
    assert (done.unit, done.deliverables) == ("高桥镇", ("towns-report",))
