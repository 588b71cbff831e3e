"""zip and mail: members in memory, bounded, one level deep; names in GBK; nothing skipped in silence (A9, A14, A15)."""

from __future__ import annotations

import base64
import io
import zipfile
from pathlib import Path

import pytest

from duchá.workbooks import faults
from duchá.workbooks.model import FileKind
from duchá.workbooks.read_container import MEMBERS_LIMIT, open_container
from workbooks.build import GOOD, kind, zipped


@pytest.fixture
def opened(tmp_path: Path):  # type: ignore[no-untyped-def]  # a function of bytes and kind
    def run(data: bytes, what: FileKind):  # type: ignore[no-untyped-def]  # members and faults
        path = tmp_path / "stored"
        path.write_bytes(data)
        assert kind(data) is what
        return open_container(path, what, "丹徒.zip")

    return run


def windows_zip(names: list[bytes], data: bytes = GOOD) -> bytes:
    """A zip whose names are bytes without the UTF-8 flag, as Windows programs write them."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as target:
        for n, _ in enumerate(names):
            target.writestr(f"{n:>4}".replace(" ", "x") + "y" * 60, data)
    found = packed.getvalue()
    for n, name in enumerate(names):
        old = (f"{n:>4}".replace(" ", "x") + "y" * 60).encode()
        found = found.replace(old, name.ljust(len(old), b" ")[: len(old)])
    return found


def test_members_of_a_zip_come_in_order_with_their_folders(opened) -> None:  # type: ignore[no-untyped-def]  # the fixture's function
    data = zipped({"区财政局/附件2.xlsx": GOOD, "区财政局/附件3.csv": "a,b\n", "__MACOSX/._附件2.xlsx": b"x", "Thumbs.db": b"x"})
    members, found = opened(data, FileKind.ZIP)
    assert [(member.name, member.data) for member in members] == [("区财政局/附件2.xlsx", GOOD), ("区财政局/附件3.csv", b"a,b\n")]
    assert not found


def test_names_in_gbk_are_read_as_what_they_mean(opened) -> None:  # type: ignore[no-untyped-def]  # the fixture's function
    members, _ = opened(windows_zip(["附件2.xlsx".encode("gbk"), "附件3.xlsx".encode()]), FileKind.ZIP)
    assert [member.name.strip() for member in members] == ["附件2.xlsx", "附件3.xlsx"]


@pytest.mark.parametrize("name", ["../../附件2.xlsx", "/etc/附件2.xlsx", "C:\\附件2.xlsx", "..\\附件2.xlsx"])
def test_a_name_never_points_outside(opened, name: str) -> None:  # type: ignore[no-untyped-def]  # the fixture's function
    members, _ = opened(zipped({name: GOOD}), FileKind.ZIP)
    assert members[0].name in ("附件2.xlsx", "etc/附件2.xlsx")


def test_what_is_not_taken_is_named(opened) -> None:  # type: ignore[no-untyped-def]  # the fixture's function
    members, found = opened(zipped({"内层.zip": zipped({"a.xlsx": GOOD}), "b.xlsx.part": GOOD, "c.xlsx": GOOD}), FileKind.ZIP)
    assert [member.name for member in members] == ["c.xlsx"]
    assert [fault.kind for fault in found] == [faults.MEMBER_REFUSED] * 2
    assert "内层.zip" in found[0].message and "压缩包里还有压缩包" in found[0].message and found[0].place.file == "丹徒.zip"


def test_a_damaged_or_locked_member_costs_no_other(opened) -> None:  # type: ignore[no-untyped-def]  # the fixture's function
    data = bytearray(zipped({"a.csv": "1,2\n" * 99, "b.csv": "3,4\n", "c.csv": "5,6\n"}))
    data[40:44] = b"\xff\xff\xff\xff"
    data[data.rindex(b"b.csv") - 46 + 8] |= 1
    members, found = opened(bytes(data), FileKind.ZIP)
    assert [member.name for member in members] == ["c.csv"] and len(found) == 2


def test_bounds(opened) -> None:  # type: ignore[no-untyped-def]  # the fixture's function
    for data in (
        zipped({f"{n}.csv": "a" for n in range(MEMBERS_LIMIT + 1)}),
        zipped({f"{n}.csv": bytes(45 * 1024 * 1024) for n in range(3)}),
    ):
        members, found = opened(data, FileKind.ZIP)
        assert not members and [fault.kind for fault in found] == [faults.BOMB]


def test_an_empty_or_cut_zip(opened) -> None:  # type: ignore[no-untyped-def]  # the fixture's function
    assert [fault.kind for fault in opened(zipped({}), FileKind.ZIP)[1]] == [faults.NOTHING_ENCLOSED]
    cut = zipped({"a.csv": "1,2\n"})[:-5]
    assert [fault.kind for fault in opened(cut, FileKind.ZIP)[1]] == [faults.TRUNCATED]


def test_a_marked_member_refuses_the_whole(opened) -> None:  # type: ignore[no-untyped-def]  # the fixture's function
    members, found = opened(zipped({"a.csv": "1,2\n", "附件2(秘密).xlsx": GOOD}), FileKind.ZIP)
    assert not members and [fault.kind for fault in found] == [faults.CLASSIFIED]


def mail(*attachments: tuple[bytes, bytes], subject: str = "x", body: str = "你好") -> bytes:
    """A mail with raw header lines for its attachments."""
    parts = b"".join(
        b"--b\r\n" + head + b"\r\nContent-Transfer-Encoding: base64\r\n\r\n" + base64.b64encode(data) + b"\r\n"
        for head, data in attachments
    )
    return (
        b"From: =?gb2312?B?1cXI/Q==?= <zs@dantu.gov.cn>\r\nDate: Thu, 19 Nov 2015 08:30:00 +0800\r\nSubject: "
        + subject.encode()
        + b'\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary="b"\r\n\r\n--b\r\nContent-Type: text/plain; charset=gbk\r\n\r\n'
        + body.encode("gbk")
        + b"\r\n"
        + parts
        + b"--b--\r\n"
    )


@pytest.mark.parametrize(
    "line",
    [
        b'Content-Type: application/octet-stream\r\nContent-Disposition: attachment; filename="' + "附件2.xlsx".encode("gbk") + b'"',
        b'Content-Type: application/octet-stream\r\nContent-Disposition: attachment; filename="' + "附件2.xlsx".encode() + b'"',
        b"Content-Disposition: attachment; filename*=UTF-8''%E9%99%84%E4%BB%B62.xlsx",
        b"Content-Disposition: attachment; filename*=gb2312''%B8%BD%BC%FE2.xlsx",
        b'Content-Type: application/octet-stream; name="=?GBK?B?uL28/jIueGxzeA==?="',
        b'Content-Disposition: attachment;\r\n filename="=?UTF-8?B?6ZmE5Lu2Mi54bHN4?="',
    ],
)
def test_attachments_by_whatever_name(opened, line: bytes) -> None:  # type: ignore[no-untyped-def]  # the fixture's function
    members, found = opened(mail((line, GOOD)), FileKind.MAIL)
    assert not found and [(member.name, member.data, member.sender) for member in members] == [("附件2.xlsx", GOOD, "zs@dantu.gov.cn")]
    assert members[0].sent_at is not None and members[0].sent_at.isoformat() == "2015-11-19T08:30:00+08:00"


def test_a_mail_without_attachments_holds_nothing(opened) -> None:  # type: ignore[no-untyped-def]  # the fixture's function
    assert [fault.kind for fault in opened(mail(), FileKind.MAIL)[1]] == [faults.NOTHING_ENCLOSED]


def test_a_marked_mail_is_refused(opened) -> None:  # type: ignore[no-untyped-def]  # the fixture's function
    for marked in (mail(subject="机密★1年 自查"), mail(body="秘密★三年")):
        assert [fault.kind for fault in opened(marked, FileKind.MAIL)[1]] == [faults.CLASSIFIED]


def test_mails_within_mails_do_not_end_the_run(opened) -> None:  # type: ignore[no-untyped-def]  # the fixture's function
    nested = b"From: a@b.cn\r\nSubject: x\r\nMIME-Version: 1.0\r\nContent-Type: message/rfc822\r\n\r\n" * 3000
    members, found = opened(nested, FileKind.MAIL)
    assert not members and found
