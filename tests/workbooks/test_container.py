"""zip, mail and Outlook's files: opened in the guarded process, bounded, three deep; names in GBK; nothing skipped in silence (A9, A14, A15)."""

from __future__ import annotations

import base64
import io
import mailbox
import struct
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from urllib.parse import quote

import pytest

from duchá.terms.fault import Fault
from duchá.workbooks.container import opened_container
from duchá.workbooks.formats.read_enclosed import DEPTH_LIMIT, MEMBERS_LIMIT
from duchá.workbooks.pool import Readers, open_readers
from duchá.workbooks.sheets import faults
from duchá.workbooks.sheets.model import FileKind
from workbooks.build import GOOD, kind, zipped
from workbooks.compound import Storage, compound


@dataclass(frozen=True)
class Found:
    """A member as it was laid down."""

    name: str
    data: bytes
    sent_at: datetime | None
    sender: str


Opened = Callable[[bytes, FileKind], tuple[list[Found], tuple[Fault, ...]]]


@pytest.fixture(scope="module")
def readers() -> Iterator[Readers]:
    with open_readers(1) as opened:
        yield opened


@pytest.fixture
def opened(tmp_path: Path, readers: Readers) -> Opened:
    def run(data: bytes, what: FileKind) -> tuple[list[Found], tuple[Fault, ...]]:
        path = tmp_path / "stored"
        path.write_bytes(data)
        assert kind(data) is what
        with opened_container(path, what, "丹徒.zip", readers) as (members, found):
            taken = [Found(member.name, member.place.read_bytes(), member.sent_at, member.sender) for member in members]
        assert not any(member.place.exists() for member in members)
        return taken, found

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


def test_members_of_a_zip_come_in_order_with_their_folders(opened: Opened) -> None:
    data = zipped({"区财政局/附件2.xlsx": GOOD, "区财政局/附件3.csv": "a,b\n", "__MACOSX/._附件2.xlsx": b"x", "Thumbs.db": b"x"})
    members, found = opened(data, FileKind.ZIP)
    assert [(member.name, member.data) for member in members] == [("区财政局/附件2.xlsx", GOOD), ("区财政局/附件3.csv", b"a,b\n")]
    assert not found


def test_names_in_gbk_are_read_as_what_they_mean(opened: Opened) -> None:
    members, _ = opened(windows_zip(["附件2.xlsx".encode("gbk"), "附件3.xlsx".encode()]), FileKind.ZIP)
    assert [member.name.strip() for member in members] == ["附件2.xlsx", "附件3.xlsx"]


@pytest.mark.parametrize("name", ["../../附件2.xlsx", "/etc/附件2.xlsx", "C:\\附件2.xlsx", "..\\附件2.xlsx"])
def test_a_name_never_points_outside(opened: Opened, name: str) -> None:
    members, _ = opened(zipped({name: GOOD}), FileKind.ZIP)
    assert members[0].name in ("附件2.xlsx", "etc/附件2.xlsx")


def test_what_is_not_taken_is_named(opened: Opened) -> None:
    data = zipped(
        {"内层.rar": b"Rar!\x1a\x07\x01\0" + bytes(40), "b.xlsx.part": GOOD, "c.xlsx": GOOD, "断.zip": zipped({"a.xlsx": GOOD})[:-9]}
    )
    members, found = opened(data, FileKind.ZIP)
    assert [member.name for member in members] == ["c.xlsx"]
    assert [fault.kind for fault in found] == [faults.MEMBER_REFUSED] * 3
    assert "内层.rar" in found[0].message and "请先解压" in found[0].message and found[0].place.file == "丹徒.zip"
    assert "断.zip" in found[2].message and "文件尾部缺失" in found[2].message


def test_a_zip_inside_a_zip_is_opened_too(opened: Opened) -> None:
    inner = zipped({"附件2.xlsx": GOOD, "__MACOSX/._附件2.xlsx": b"x"})
    members, found = opened(zipped({"区财政局.zip": inner, "附件3.csv": "a,b\n"}), FileKind.ZIP)
    assert [(member.name, member.data) for member in members] == [("区财政局.zip/附件2.xlsx", GOOD), ("附件3.csv", b"a,b\n")] and not found


def test_how_deep_and_how_much_is_bounded_over_all_of_them(opened: Opened) -> None:
    data = GOOD
    for n in range(DEPTH_LIMIT + 3):
        data = zipped({f"{n}.zip" if n else "附件2.xlsx": data, f"{n}.csv": "a\n"})
    members, found = opened(data, FileKind.ZIP)
    assert len(members) == DEPTH_LIMIT + 1 and "层数过多" in found[0].message
    many = zipped({f"{n}.zip": zipped({f"{m}.csv": "a" for m in range(100)}) for n in range(6)})
    assert [fault.kind for fault in opened(many, FileKind.ZIP)[1]] == [faults.BOMB]


def test_a_damaged_or_locked_member_costs_no_other(opened: Opened) -> None:
    data = bytearray(zipped({"a.csv": "1,2\n" * 99, "b.csv": "3,4\n", "c.csv": "5,6\n"}))
    data[40:44] = b"\xff\xff\xff\xff"
    data[data.rindex(b"b.csv") - 46 + 8] |= 1
    members, found = opened(bytes(data), FileKind.ZIP)
    assert [member.name for member in members] == ["c.csv"] and len(found) == 2


def test_bounds(opened: Opened) -> None:
    for data in (
        zipped({f"{n}.csv": "a" for n in range(MEMBERS_LIMIT + 1)}),
        zipped({f"{n}.csv": bytes(45 * 1024 * 1024) for n in range(3)}),
    ):
        members, found = opened(data, FileKind.ZIP)
        assert not members and [fault.kind for fault in found] == [faults.BOMB]


def test_an_empty_or_cut_zip(opened: Opened) -> None:
    assert [fault.kind for fault in opened(zipped({}), FileKind.ZIP)[1]] == [faults.NOTHING_ENCLOSED]
    cut = zipped({"a.csv": "1,2\n"})[:-5]
    assert [fault.kind for fault in opened(cut, FileKind.ZIP)[1]] == [faults.TRUNCATED]


def test_a_marked_member_refuses_the_whole(opened: Opened) -> None:
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
def test_attachments_by_whatever_name(opened: Opened, line: bytes) -> None:
    members, found = opened(mail((line, GOOD)), FileKind.MAIL)
    assert not found and [(member.name, member.data, member.sender) for member in members] == [("附件2.xlsx", GOOD, "zs@dantu.gov.cn")]
    assert members[0].sent_at is not None and members[0].sent_at.isoformat() == "2015-11-19T08:30:00+08:00"


def test_a_mail_without_attachments_holds_nothing(opened: Opened) -> None:
    assert [fault.kind for fault in opened(mail(), FileKind.MAIL)[1]] == [faults.NOTHING_ENCLOSED]


def test_a_marked_mail_is_refused(opened: Opened) -> None:
    for marked in (mail(subject="机密★1年 自查"), mail(body="秘密★三年")):
        assert [fault.kind for fault in opened(marked, FileKind.MAIL)[1]] == [faults.CLASSIFIED]


def test_mails_within_mails_do_not_end_the_run(opened: Opened) -> None:
    nested = b"From: a@b.cn\r\nSubject: x\r\nMIME-Version: 1.0\r\nContent-Type: message/rfc822\r\n\r\n" * 3000
    members, found = opened(nested, FileKind.MAIL)
    assert not members and found


def test_a_forwarded_mail_gives_what_is_attached_to_it(opened: Opened) -> None:
    """It came when the outer mail came, from whom the inner one names; nothing untrue is said beside it (B09)."""
    inner = mail((b"Content-Disposition: attachment; filename*=UTF-8''%E9%99%84%E4%BB%B62.xlsx", GOOD))
    outer = (
        b"From: office@dantu.gov.cn\r\nDate: Fri, 20 Nov 2015 09:00:00 +0800\r\nSubject: Fwd\r\nMIME-Version: 1.0\r\n"
        b'Content-Type: multipart/mixed; boundary="outer"\r\n\r\n--outer\r\nContent-Type: text/plain\r\n\r\nfyi\r\n'
        b"--outer\r\nContent-Type: message/rfc822\r\n\r\n" + inner + b"\r\n--outer--\r\n"
    )
    members, found = opened(outer, FileKind.MAIL)
    assert not found and [(member.name, member.sender) for member in members] == [("附件2.xlsx", "zs@dantu.gov.cn")]
    assert members[0].sent_at is not None and members[0].sent_at.isoformat() == "2015-11-20T09:00:00+08:00"
    saved, found = opened(zipped({"转发.eml": outer}), FileKind.ZIP)
    assert not found and [member.name for member in saved] == ["转发.eml/附件2.xlsx"]


def mailbox_of(*mails: bytes, folder: Path) -> bytes:
    """A mailbox file as mail programs write it: the standard library's own writer."""
    box = mailbox.mbox(folder / "收件.mbox")
    for one in mails:
        box.add(one)
    box.close()
    return (folder / "收件.mbox").read_bytes()


def named(name: str) -> bytes:
    return b"Content-Disposition: attachment; filename*=UTF-8''" + quote(name).encode()


def test_every_mail_of_a_mailbox_is_opened_with_its_own_day_and_sender(opened: Opened, tmp_path: Path) -> None:
    first = mail((named("附件2.xlsx"), GOOD), subject="区安监局/自查表", body="各位：\r\n\r\nFrom 11月起执行\r\n")
    second = mail((named("附件2.xlsx"), GOOD), (named("附件3.xlsx"), GOOD)).replace(b"Thu, 19 Nov", b"Fri, 20 Nov").replace(b"zs@", b"ls@")
    members, found = opened(mailbox_of(first, second, mail(subject="收到"), folder=tmp_path), FileKind.MAILBOX)
    assert [(member.name, member.sender, str(member.sent_at)[:10]) for member in members] == [
        ("第1封 区安监局／自查表/附件2.xlsx", "zs@dantu.gov.cn", "2015-11-19"),
        ("第2封 x/附件2.xlsx", "ls@dantu.gov.cn", "2015-11-20"),
        ("第2封 x/附件3.xlsx", "ls@dantu.gov.cn", "2015-11-20"),
    ]
    assert all(member.data == GOOD for member in members)
    (said,) = found
    assert said.kind is faults.MAILS_WITHOUT and "1 封" in said.message and "第3封 收到" in said.message


def test_a_mailbox_may_hold_more_than_a_mail_may(opened: Opened, tmp_path: Path) -> None:
    many = [mail((named(f"{at}.csv"), b"a,b\n1,2\n")) for at in range(MEMBERS_LIMIT // 2 + 1)]
    members, found = opened(mailbox_of(*many, folder=tmp_path), FileKind.MAILBOX)
    assert not found and len(members) == len(many)


def test_one_marked_mail_refuses_the_mailbox(opened: Opened, tmp_path: Path) -> None:
    box = mailbox_of(mail((named("附件2.xlsx"), GOOD)), mail(subject="机密★1年 自查"), folder=tmp_path)
    members, found = opened(box, FileKind.MAILBOX)
    assert not members and [fault.kind for fault in found] == [faults.CLASSIFIED]


@pytest.mark.parametrize(
    "head",
    [
        b"Content-Type: application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        b"Content-Type: application/octet-stream\r\nContent-Disposition: attachment",
        b"Content-Type: application/octet-stream\r\nContent-Disposition: inline",
    ],
)
def test_an_attachment_without_a_name_is_taken(opened: Opened, head: bytes) -> None:
    members, found = opened(mail((head, GOOD)), FileKind.MAIL)
    assert not found and [(member.name, member.data) for member in members] == [("附件1.xlsx", GOOD)]


def test_a_mail_s_own_text_and_pictures_are_no_attachments(opened: Opened) -> None:
    parts = (
        (b"Content-Type: text/html", b"<html><table><tr><td>x</td></tr></table>"),
        (b"Content-Type: image/png", b"\x89PNG\r\n\x1a\n" + bytes(9)),
    )
    assert [fault.kind for fault in opened(mail(*parts), FileKind.MAIL)[1]] == [faults.NOTHING_ENCLOSED]


LONG = "区发展改革和经济信息化委员会自查自纠情况报表.xlsx"


@pytest.mark.parametrize(
    "line",
    [
        b'Content-Disposition: attachment; filename="' + LONG.encode("gbk")[:21] + b"\r\n\t" + LONG.encode("gbk")[21:] + b'"',
        b'Content-Disposition: attachment; filename="' + LONG.encode()[:31] + b"\r\n " + LONG.encode()[31:] + b'"',
        b'Content-Type: application/octet-stream;\r\n\tname="=?GBK?B?'
        + base64.b64encode(LONG.encode("gbk"))[:30]
        + b"\r\n\t"
        + base64.b64encode(LONG.encode("gbk"))[30:]
        + b'?="',
        b'Content-Type: application/octet-stream;\r\n\tname="=?GBK?B?'
        + base64.b64encode(LONG.encode("gbk")[:21])
        + b"?=\r\n\t=?GBK?B?"
        + base64.b64encode(LONG.encode("gbk")[21:])
        + b'?="',
        b"Content-Disposition: attachment;\r\n filename*0*=UTF-8''"
        + quote(LONG[:9]).encode()
        + b";\r\n filename*1*="
        + quote(LONG[9:]).encode(),
        b'Content-Disposition: attachment;\r\n filename*0="'
        + LONG[:9].encode("gbk")
        + b'";\r\n filename*1="'
        + LONG[9:].encode("gbk")
        + b'"',
        b"Content-Type: application/octet-stream; name==?UTF-8?B?" + base64.b64encode(LONG.encode()) + b"?=",
        b'Content-Disposition: attachment; filename="=?UTF-8?Q?' + quote(LONG).replace("%", "=").encode() + b'?="',
    ],
)
def test_a_name_broken_over_header_lines_is_whole_again(opened: Opened, line: bytes) -> None:  # fmt: skip
    members, found = opened(mail((line, GOOD)), FileKind.MAIL)
    assert not found and [member.name for member in members] == [LONG]


def tnef(*files: tuple[bytes, bytes], subject: bytes = b"x") -> bytes:
    """A winmail.dat: subject, then a beginning, a title and the bytes of each attachment."""

    def record(level: int, kind: int, number: int, body: bytes) -> bytes:
        return struct.pack("<BHHI", level, number, kind, len(body)) + body + struct.pack("<H", sum(body) & 0xFFFF)

    records = [record(1, 1, 0x8004, subject + b"\0")]
    for name, data in files:
        records += [record(2, 6, 0x9002, bytes(14)), record(2, 1, 0x8010, name + b"\0"), record(2, 6, 0x800F, data)]
    return struct.pack("<IH", 0x223E9F78, 1) + b"".join(records)


def test_winmail_dat_gives_what_is_attached_to_it(opened: Opened) -> None:
    data = tnef(("附件2.xlsx".encode("gbk"), GOOD), ("附件3.csv".encode("gbk"), b"a,b\n"))
    members, found = opened(data, FileKind.TNEF)
    assert not found and [(member.name, member.data) for member in members] == [("附件2.xlsx", GOOD), ("附件3.csv", b"a,b\n")]
    inside, found = opened(mail((b'Content-Type: application/ms-tnef; name="winmail.dat"', data)), FileKind.MAIL)
    assert not found and [member.name for member in inside] == ["winmail.dat/附件2.xlsx", "winmail.dat/附件3.csv"]
    assert inside[0].sender == "zs@dantu.gov.cn"
    for cut in (data[:-40], data[:9]):
        members, found = opened(cut, FileKind.TNEF)
        assert found and found[0].kind in (faults.OUTLOOK_FILE, faults.NOTHING_ENCLOSED)
    assert [fault.kind for fault in opened(tnef(subject="机密★1年".encode("gbk")), FileKind.TNEF)[1]] == [faults.CLASSIFIED]


def test_an_outlook_message_gives_what_is_attached_to_it(opened: Opened) -> None:
    members, found = opened(outlook(("附件2.xlsx", GOOD), subject="自查报表"), FileKind.OUTLOOK)
    assert not found and [(member.name, member.data, member.sender) for member in members] == [("附件2.xlsx", GOOD, "zs@dantu.gov.cn")]
    assert [fault.kind for fault in opened(outlook(("附件2.xlsx", GOOD), subject="机密★1年"), FileKind.OUTLOOK)[1]] == [faults.CLASSIFIED]


def test_an_outlook_message_that_cannot_be_read_is_named_with_what_to_do(opened: Opened) -> None:
    data = outlook(("附件2.xlsx", GOOD))
    members, found = opened(data[:-512], FileKind.OUTLOOK)
    assert not members and found[0].kind is faults.OUTLOOK_FILE and "附件另存出来" in found[0].remedy


def outlook(*files: tuple[str, bytes], subject: str = "x") -> bytes:
    """A .msg: a compound file whose storages hold properties, one stream each."""
    root = Storage({f"__substg1.0_0037{TEXT}": text(subject), f"__substg1.0_007D{TEXT}": text("From: zs@dantu.gov.cn\r\n\r\n")})
    root.streams["__properties_version1.0"] = (
        bytes(8)
        + struct.pack("<4I", 0, len(files), 0, len(files))
        + bytes(8)
        + b"".join(struct.pack("<HHIII", 0x1F, number, 6, 0, 0) for number in (0x37, 0x7D))
    )
    for at, (name, data) in enumerate(files):
        streams = {f"__substg1.0_3707{TEXT}": text(name), "__substg1.0_37010102": data}
        streams["__properties_version1.0"] = (
            bytes(8) + struct.pack("<HHIII", 0x1F, 0x3707, 6, 0, 0) + struct.pack("<HHIII", 0x102, 0x3701, 6, len(data), 0)
        )
        root.storages[f"__attach_version1.0_#{at:08X}"] = Storage(streams)
    return compound(root)


TEXT = "001F"


def text(said: str) -> bytes:
    return said.encode("utf-16-le")
