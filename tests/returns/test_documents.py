"""Documents as returns: Word tables, mails, zips and folders of a unit, the written report in every shape, scans (DT-15, DT-40)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from duchá.demo.write_package import small_pdf
from duchá.journal.read import read_facts
from duchá.receipts.matrix import ReceiptState, matrix
from duchá.receipts.receipts import receipts_of
from returns.build_d import whole
from returns.paper import Files, docx, mail, page, xlsx
from steps.office import Office, at, copy_office
from workbooks.build import ole, zipped

REPORT = ["区财政局“依法履职”自查自纠情况报告", "经自查，未发现问题。", "区财政局", "2015年11月18日"]
JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00" + bytes(64)
SENT = "Thu, 19 Nov 2015 09:12:00 +0800"


@pytest.fixture
def office(corpus: Office, tmp_path: Path) -> Office:
    return copy_office(corpus, tmp_path / "campaign")


def collect(office: Office, files: Files, day: int = 18) -> dict[str, dict[str, Any]]:
    """What became of each file, by its name."""
    for name, data in files.items():
        path = office.folder / "returns" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return {item["source"].removeprefix("returns/"): item for item in office.collect(now=at(day)).submissions}


def received(office: Office, unit: str = "区财政局") -> set[str]:
    """Keys of what counts as received from a unit."""
    opened = office.open(at(30))
    standings = matrix(opened.campaign, receipts_of(read_facts(opened.journal)), opened.as_of)
    return {one.owed.key for one in standings if one.unit.name == unit and one.state is ReceiptState.RECEIVED}


def test_forms_in_a_word_document_wait_for_a_person(office: Office) -> None:
    found = collect(office, {"区财政局.docx": docx([], [page()[2:]])})["区财政局.docx"]
    assert (found["status"], found["unit"], found["forms"]["approval"]["rows"]) == ("held", "区财政局", 1)


def test_a_mail_gives_its_date_and_its_sender(office: Office) -> None:
    letter = mail({"自查报告.docx": docx(REPORT), "附件2.xlsx": xlsx()}, "czj@dantu.gov.cn", SENT)
    found = collect(office, {"邮件.eml": letter}, day=28)
    assert {item["received_at"] for name, item in found.items() if "!" in name} == {"2015-11-19T09:12:00+08:00"}
    assert found["邮件.eml!附件2.xlsx"]["status"] == "accepted"
    assert found["邮件.eml!附件2.xlsx"]["late_days"] == 0
    assert {"approval", "report"} <= received(office)


def test_a_sender_who_is_another_unit_is_a_witness_against(office: Office) -> None:
    letter = mail({"附件2.xlsx": xlsx(page(unit="区民政局"))}, "czj@dantu.gov.cn", SENT)
    found = collect(office, {"邮件.eml": letter})["邮件.eml!附件2.xlsx"]
    assert (found["status"], found["unit"], [fault["name"] for fault in found["faults"]]) == ("held", None, ["unit-disagreement"])


def test_a_zip_of_a_unit_holds_report_and_workbook(office: Office) -> None:
    found = collect(office, {"区财政局.zip": zipped({"报告.docx": docx(REPORT), "报表.xlsx": whole()})})
    assert found["区财政局.zip"]["status"] == "ignored"  # its members are on file
    assert received(office) == {"approval", "supervision-systems", "supervision-problems", "report"}


def test_a_folder_of_a_unit_holds_report_and_workbook(office: Office) -> None:
    collect(office, {"区财政局/自查报告.pdf": small_pdf(), "区财政局/报表.xlsx": whole(), "区民政局/报表.xlsx": whole("区民政局")})
    assert {"approval", "supervision-systems", "supervision-problems"} <= received(office)
    assert "report" not in received(office)  # a folder only proposes: whose scan it is, a person says
    assert "approval" in received(office, "区民政局")


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("区财政局自查自纠报告.docx", docx(REPORT)),
        ("区财政局自查自纠报告.pdf", small_pdf()),
        ("区财政局自查自纠报告.wps", ole("WordDocument", "1Table")),
        ("区财政局自查自纠报告（盖章）.jpg", JPEG),
    ],
)
def test_the_written_report_is_taken_in_every_shape(office: Office, name: str, data: bytes) -> None:
    found = collect(office, {name: data})[name]
    assert (found["status"], found["deliverables"]) == ("accepted", ["report"])
    assert received(office) == {"report"}


@pytest.mark.parametrize(("name", "data"), [("区财政局附件2(盖章).pdf", small_pdf()), ("区财政局附件2.jpg", JPEG)])
def test_a_scan_of_a_form_is_refused_as_a_form_and_kept_as_what_it_is(office: Office, name: str, data: bytes) -> None:
    found = collect(office, {name: data})[name]
    assert (found["status"], found["unit"]) == ("refused", "区财政局")
    assert "scan-kept" in {fault["name"] for fault in found["faults"]}
    assert received(office) == set()
    sha256 = str(found["sha256"])
    assert (office.folder / ".duchá" / "archive" / sha256[:2] / sha256).read_bytes() == data


def test_a_document_that_is_neither_form_nor_report_is_refused_with_the_reason(office: Office) -> None:
    found = collect(office, {"区财政局会议签到.docx": docx(["参加会议人员名单", "张三、李四"])})["区财政局会议签到.docx"]
    assert (found["status"], [fault["name"] for fault in found["faults"]]) == ("refused", ["wrong-form"])
