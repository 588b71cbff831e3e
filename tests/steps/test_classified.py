"""涉密 (X-06): a file that carries a mark of secrecy leaves nothing behind, nor does the zip or mail in which it came."""

from __future__ import annotations

import hashlib
import zipfile
from email.message import EmailMessage
from pathlib import Path

import pytest
from docx import Document
from openpyxl import Workbook

from duchá.steps.journal import verify_journal
from duchá.steps.record import record
from steps.office import ROW, Office, at

SECRET = "某仓库布防图"


def secret_book(path: Path) -> Path:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["机密★5年"])
    sheet.append([SECRET])
    book.save(path)
    return path


def packed(office: Office, tmp_path: Path) -> Path:
    """A zip with a good return and a classified file whose name says nothing."""
    good = office.fill("区安监局", folder="blank", supervision_problems=[ROW])
    target = office.folder / "returns" / "区安监局.zip"
    with zipfile.ZipFile(target, "w") as file:
        file.write(good, "区安监局附件4.xlsx")
        file.write(secret_book(tmp_path / "附页.xlsx"), "附页.xlsx")
    return target


def mailed(office: Office, tmp_path: Path) -> Path:
    """The same two in a message."""
    message = EmailMessage()
    message["Subject"], message["Date"] = "区安监局报表", "Wed, 18 Nov 2015 09:12:00 +0800"
    message.set_content("请查收")
    for path in (office.fill("区安监局", folder="blank", supervision_problems=[ROW]), secret_book(tmp_path / "附页.xlsx")):
        message.add_attachment(path.read_bytes(), maintype="application", subtype="octet-stream", filename=path.name)
    target = office.folder / "returns" / "区安监局.eml"
    target.write_bytes(bytes(message))
    return target


@pytest.mark.parametrize("deliver", [packed, mailed])
def test_a_container_with_a_classified_member_is_not_kept_and_the_good_member_is(deliver: object, office: Office, tmp_path: Path) -> None:
    assert callable(deliver)
    container = deliver(office, tmp_path)
    found = {item["source"].split("!")[-1].split("/")[-1]: item for item in office.collect().submissions}
    refused = found["附页.xlsx"]
    assert (refused["status"], refused["sha256"], [fault["name"] for fault in refused["faults"]]) == ("refused", None, ["classified"])
    assert [item["unit"] for item in found.values() if item["status"] == "accepted"] == ["区安监局"]
    assert found[container.name]["sha256"] is None
    for path in (container, tmp_path / "附页.xlsx"):
        sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
        assert not list(office.folder.rglob(f"{sha256}*"))
        assert sha256.encode() not in office.journal()
    assert SECRET.encode() not in office.journal()
    assert verify_journal(office.folder).faults == ()


def test_taken_in_again_it_is_refused_again_and_still_not_kept(office: Office, tmp_path: Path) -> None:
    container = packed(office, tmp_path)
    office.collect()
    before = office.journal()
    again = {item["source"].split("!")[-1]: item["status"] for item in office.collect(now=at(19)).submissions}
    assert (again["附页.xlsx"], again["区安监局附件4.xlsx"]) == ("refused", "duplicate")
    assert office.journal() == before
    assert not list(office.folder.rglob(hashlib.sha256(container.read_bytes()).hexdigest()))


def test_a_classified_file_of_its_own_leaves_no_trace(office: Office) -> None:
    path = secret_book(office.folder / "returns" / "附页.xlsx")
    (item,) = office.collect().submissions
    assert (item["status"], item["receipt"], item["sha256"]) == ("refused", None, None)
    assert not list(office.folder.rglob(hashlib.sha256(path.read_bytes()).hexdigest()))
    assert SECRET.encode() not in office.journal()


def nowhere(office: Office, *paths: Path) -> bool:
    """True where neither a copy nor a hash nor a text of these files is left."""
    for path in paths:
        sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
        if list((office.folder / ".duchá").rglob(f"{sha256}*")) or sha256.encode() in office.journal():
            return False
    return SECRET.encode() not in office.journal() and verify_journal(office.folder).faults == ()


@pytest.mark.parametrize("folder", ["机密★5年", "机 密", "区安监局（秘密）", "区安监局/绝密"])
def test_what_lies_in_a_marked_folder_is_refused_unopened(folder: str, office: Office, tmp_path: Path) -> None:
    path = office.fill("区安监局", folder="blank", supervision_problems=[ROW])
    inside = office.folder / "returns" / folder / path.name
    inside.parent.mkdir(parents=True)
    path.rename(inside)
    good = office.fill("区民政局", supervision_problems=[ROW])
    found = {Path(item["source"]).name: item for item in office.collect().submissions}
    assert (found[inside.name]["status"], found[inside.name]["sha256"]) == ("refused", None)
    assert [fault["name"] for fault in found[inside.name]["faults"]] == ["classified"]
    assert found[good.name]["status"] == "accepted" and nowhere(office, inside)
    outside = tmp_path / "别处" / folder / "b.xlsx"
    outside.parent.mkdir(parents=True)
    outside.write_bytes(good.read_bytes() + b" ")
    (item,) = office.collect(outside.parent, now=at(19)).submissions  # the folder that was given itself
    assert [fault["name"] for fault in item["faults"]] == ["classified"] and nowhere(office, outside)


def test_a_folder_above_the_campaign_says_nothing_about_the_returns(office: Office) -> None:
    above = office.folder.parent / "机密★5年"
    above.mkdir()
    moved = Office(office.folder.rename(above / "行动"))
    moved.fill("区民政局", supervision_problems=[ROW])
    assert [item["status"] for item in moved.collect().submissions] == ["accepted"]


def test_a_zip_inside_a_zip_leaves_nothing_of_either(office: Office, tmp_path: Path) -> None:
    secret, inner = secret_book(tmp_path / "附页.xlsx"), tmp_path / "附件.zip"
    with zipfile.ZipFile(inner, "w") as file:
        file.write(secret, "附页.xlsx")
    outer = office.folder / "returns" / "区安监局.zip"
    with zipfile.ZipFile(outer, "w") as file:
        file.write(office.fill("区安监局", folder="blank", supervision_problems=[ROW]), "区安监局附件4.xlsx")
        file.write(inner, "附件.zip")
    found = {item["source"]: item["status"] for item in office.collect().submissions}
    assert found["returns/区安监局.zip!附件.zip/附页.xlsx"] == "refused" and found["returns/区安监局.zip!区安监局附件4.xlsx"] == "accepted"
    assert nowhere(office, secret, inner, outer)


def test_a_marked_document_is_no_report_and_no_attachment(office: Office) -> None:
    """What is taken unread (a .doc, a PDF) or kept beside a return is looked at for marks all the same."""
    folder = office.folder / "returns" / "区安监局"
    folder.mkdir()
    report = folder / "区安监局自查自纠报告.pdf"
    report.write_bytes(b"%PDF-1.4\n<</Title (\xfe\xff" + "机密★5年".encode("utf-16-be") + b")>>")
    page = Document()
    page.add_paragraph("附页")
    page.core_properties.title = "机密★5年"
    page.save(str(folder / "附页.docx"))
    office.fill("区安监局", folder="returns/区安监局", supervision_problems=[ROW])
    found = {Path(item["source"]).name: item for item in office.collect().submissions}
    for name in (report.name, "附页.docx"):
        assert (found[name]["status"], [fault["name"] for fault in found[name]["faults"]]) == ("refused", ["classified"])
    assert nowhere(office, report, folder / "附页.docx")


def test_a_zip_of_registers_with_a_marked_one_is_not_kept(office: Office, tmp_path: Path) -> None:
    container = office.folder / "registers" / "登记.zip"
    with zipfile.ZipFile(container, "w") as file:
        file.write(secret_book(tmp_path / "附页.xlsx"), "附页.xlsx")
    done = record(office.open(at(19)), ())
    assert ["classified"] in [[fault.kind.name for fault in one.faults] for one in done.files]
    assert nowhere(office, container, tmp_path / "附页.xlsx")
