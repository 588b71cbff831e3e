"""涉密 (X-06): a file that carries a mark of secrecy leaves nothing behind, nor does the zip or mail in which it came."""

from __future__ import annotations

import hashlib
import zipfile
from email.message import EmailMessage
from pathlib import Path

import pytest
from openpyxl import Workbook

from duchá.steps.journal import verify_journal
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
