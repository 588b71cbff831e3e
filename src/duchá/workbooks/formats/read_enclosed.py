"""The members of a zip, a mail, a mailbox or an Outlook file: bounded in number and size, three deep, never extracted by their names."""

from __future__ import annotations

import json
import re
import zipfile
from collections.abc import Iterator, Mapping
from datetime import datetime
from email import message_from_bytes, policy
from email.message import Message
from email.utils import parseaddr
from pathlib import Path, PurePosixPath
from typing import Any

from duchá.terms.fault import Fault
from duchá.terms.place import Place
from duchá.workbooks.package.mail import attachment_name, date_of, header
from duchá.workbooks.package.names import bytes_as_name, names_inside, zip_directory
from duchá.workbooks.package.zip import LIBRARY_ERRORS, METHODS, inflate
from duchá.workbooks.sheets import faults
from duchá.workbooks.sheets.classified import refuse_marked_markup, refuse_marked_text
from duchá.workbooks.sheets.clean import clean, clean_fault
from duchá.workbooks.sheets.kind import CONTAINERS, is_half_download, is_system_file, kind_of, usual_extensions
from duchá.workbooks.sheets.model import FileKind
from duchá.workbooks.sheets.refused import Refused
from duchá.workbooks.sheets.wire import fault_out
from duchá.workbooks.sheets.wording import KIND_NAMES, REASONS, WHAT, name_carries_mark

NAMELESS = "附件{number}{extension}"  # an attachment that came without a name

MAIL_NAME = "第{number}封 {subject}"  # how a mail of a mailbox is named: a folder of what is attached to it
NO_SUBJECT = "（无主题）"

MEMBERS_LIMIT = 500  # of a zip; of each mail
MAILS_LIMIT = 5000
MEMBER_LIMIT = 50 * 1024 * 1024
TOTAL_LIMIT = 128 * 1024 * 1024
DEPTH_LIMIT = 3
_HEADING = 5  # lines of a mail
_DIRECTORY_LIMIT = 4 * 1024 * 1024
_UTF8_FLAG = 0x800
_MAIL_BEGINS = re.compile(rb"(?:\A|(?<=\n\n)|(?<=\n\r\n))From [^\n]*\n(?=[>A-Za-z][A-Za-z0-9-]*:|>From )")
_QUOTED_FROM = re.compile(rb"(?m)^>(?=>*From )")  # what a mailbox does to lines that look like the beginning of a mail
_TAKEN_WITHOUT_NAME = frozenset(FileKind) - {
    FileKind.IMAGE,
    FileKind.EMPTY,
    FileKind.UNKNOWN,
    FileKind.PROGRAM,
    FileKind.HTML,
    FileKind.CSV,
}


def answer_to(request: Mapping[str, Any]) -> bytes:
    """``[[file, name, sent at, sender], …], [fault, …]`` as JSON; the members' bytes are laid into the folder ``into``."""
    opening = _Opening(Path(request["into"]), request["name"])
    kind = FileKind(request["kind"])
    try:
        opening.open(Path(request["path"]).read_bytes(), kind, _Way())
    except Refused as refused:
        opening.members.clear()
        opening.found[:] = [refused.fault(request["name"])]
    except OSError:
        opening.members.clear()
        opening.found[:] = [faults.UNREADABLE.at(opening.place, kind=WHAT["source"], reason=REASONS["system"])]
    if not opening.members and not opening.found:
        opening.found.append(faults.NOTHING_ENCLOSED.at(opening.place, what=WHAT[kind.value]))
    return json.dumps([opening.members, [fault_out(clean_fault(fault)) for fault in opening.found]]).encode("ascii")


class _Way:
    """How deep a container lies, what it is called, and what the mails around it say."""

    def __init__(self, depth: int = 0, inside: str = "", sent_at: datetime | None = None, sender: str = "") -> None:
        self.depth, self.inside, self.sent_at, self.sender = depth, inside, sent_at, sender

    def into(self, name: str) -> _Way:
        """One container further; its name is a folder of what it holds."""
        return _Way(self.depth + 1, f"{self.inside}{name}/" if name else self.inside, self.sent_at, self.sender)

    def with_mail(self, sent_at: datetime | None, sender: str) -> _Way:
        """Inside a mail: it came when the outermost one came, from whom the innermost one names."""
        return _Way(self.depth, self.inside, self.sent_at or sent_at, sender or self.sender)


class _Opening:
    """One container being opened, with everything in it."""

    def __init__(self, into: Path, name: str) -> None:
        self.into, self.place = into, Place(file=name)
        self.members: list[list[str | None]] = []
        self.found: list[Fault] = []
        self.count = self.total = 0

    def open(self, data: bytes, kind: FileKind, way: _Way) -> None:
        """Takes everything in it. Raises Refused where it can't be opened or goes beyond what is opened."""
        if kind is FileKind.ZIP:
            self._zip(data, way)
        elif kind is FileKind.MAIL:
            self._mail(_parsed(data), way)
        elif kind is FileKind.MAILBOX:
            self._mailbox(data, way)
        else:
            from duchá.workbooks.formats.read_outlook import attachments_of  # hardly ever

            self._outlook(attachments_of(data, kind), way)

    def _zip(self, data: bytes, way: _Way) -> None:
        package = _directory(data)
        refuse_marked_text((bytes_as_name(package.comment),), heading=True)
        infos = [info for info in package.infolist() if not info.is_dir()]
        self._bound(len(infos), sum(info.file_size for info in infos))
        for info in infos:
            shown = clean(_zip_name(info))
            if not any(is_system_file(part) for part in PurePosixPath(shown).parts):
                self._take(shown, _unzipped(data, info), way)

    def _bound(self, count: int, size: int) -> None:
        self.count, self.total = self.count + count, self.total + size
        if self.count > MEMBERS_LIMIT:
            raise Refused(faults.BOMB, reason=REASONS["member-count"])
        if self.total > TOTAL_LIMIT:
            raise Refused(faults.BOMB, reason=REASONS["inflated"])

    def _mail(self, message: Message, way: _Way) -> None:
        _refuse_marked_mail(message)
        way = way.with_mail(date_of(header(message, "Date")), clean(parseaddr(header(message, "From"))[1]))
        for part in self._parts(message):
            name = attachment_name(part)
            if part.get_content_type() == "message/rfc822":
                for inner in part.get_payload():
                    if isinstance(inner, Message):
                        self._deeper(name, way, inner)
                continue
            data = _payload(part)
            if not name:
                name = self._name_for(part, data)
            if name and not is_system_file(name):
                self._bound(0, len(data))
                self._take(clean(name), data, way)

    def _mailbox(self, data: bytes, way: _Way) -> None:
        """Every mail in it, each with its own day and sender; those without an attachment are named together. One mark refuses the whole."""
        starts = [*_MAIL_BEGINS.finditer(data)]
        if len(starts) > MAILS_LIMIT:
            raise Refused(faults.BOMB, reason=REASONS["member-count"])
        ends = [*(found.start() for found in starts[1:]), len(data)]
        empty = []
        for number, (start, end) in enumerate(zip(starts, ends, strict=True), 1):
            message = _parsed(_QUOTED_FROM.sub(b"", data[start.end() : end]))
            subject = clean(" ".join(header(message, "Subject").replace("/", "／").split()))
            name = MAIL_NAME.format(number=number, subject=subject or NO_SUBJECT)
            before, self.count = len(self.members) + len(self.found), 0
            self._mail(message, way.into(name))
            if len(self.members) + len(self.found) == before:
                empty.append(name)
        if empty:
            self.found.append(faults.MAILS_WITHOUT.at(self.place, count=len(empty), mails="、".join(empty)))

    def _deeper(self, name: str, way: _Way, inner: Message) -> None:
        """A forwarded mail: what is attached to it came with this one."""
        if way.depth >= DEPTH_LIMIT:
            self._refuse(name or WHAT["mail"], "nested", way)
        else:
            self._mail(inner, way.into(""))

    def _parts(self, message: Message) -> Iterator[Message]:
        """Every part that is not itself made of parts; a forwarded mail is one."""
        waiting = [message]
        while waiting:
            part = waiting.pop()
            self.count += 1
            if self.count > MEMBERS_LIMIT:
                raise Refused(faults.BOMB, reason=REASONS["member-count"])
            if part.is_multipart() and part.get_content_type() != "message/rfc822":
                waiting += [one for one in reversed(part.get_payload()) if isinstance(one, Message)]  # type: ignore[arg-type]  # a list, being multipart
            else:
                yield part

    def _name_for(self, part: Message, data: bytes) -> str:
        """A name for an attachment that came without one; empty for the mail's own text and its pictures."""
        kind = kind_of(data[:65536], names_inside(data))
        attached = part.get_content_disposition() == "attachment" or part.get_content_type() in ("text/csv", "application/csv")
        if not (kind in _TAKEN_WITHOUT_NAME and part.get_content_maintype() != "text") and not (attached and data):
            return ""
        return NAMELESS.format(number=len(self.members) + 1, extension=(*usual_extensions(kind), "")[0])

    def _outlook(self, said: Any, way: _Way) -> None:
        for text in said.texts:
            _refuse_marked_body(text)
        way = way.with_mail(said.sent_at, clean(parseaddr(said.sender)[1]))
        self._bound(len(said.files), sum(len(data) for _, data in said.files))
        for name, data in said.files:
            if not is_system_file(name):
                self._take(clean(name) or NAMELESS.format(number=len(self.members) + 1, extension=""), data, way)

    def _take(self, shown: str, data: bytes | str, way: _Way) -> None:
        """Take one member in, or say why not; a mark on a member's name refuses the whole container."""
        if any(name_carries_mark(part) for part in PurePosixPath(way.inside + shown).parts):
            raise Refused(faults.CLASSIFIED)
        if is_half_download(shown):
            data = "half"
        if isinstance(data, bytes):
            kind = kind_of(data[:65536], names_inside(data))
            if kind in CONTAINERS:
                self._open_inside(shown, data, kind, way)
                return
            data = "packed" if kind is FileKind.ARCHIVE else data
        if isinstance(data, str):
            self._refuse(shown, data, way)
            return
        file = f"{len(self.members):04}"
        (self.into / file).write_bytes(data)
        self.members.append([file, way.inside + shown, way.sent_at.isoformat() if way.sent_at else None, way.sender])

    def _open_inside(self, shown: str, data: bytes, kind: FileKind, way: _Way) -> None:
        """A container inside: what cannot be opened of it is said, and costs no other; a mark in it refuses the whole."""
        if way.depth >= DEPTH_LIMIT:
            self._refuse(shown, "nested", way)
            return
        try:
            self.open(data, kind, way.into(shown))
        except Refused as refused:
            fault = refused.fault(self.place.file)
            if fault.kind in (faults.CLASSIFIED, faults.BOMB):
                raise
            self._refuse(shown, dict(fault.words).get("reason", ""), way)

    def _refuse(self, shown: str, reason: str, way: _Way) -> None:
        said = REASONS.get(reason, reason) or REASONS["reader"]
        self.found.append(faults.MEMBER_REFUSED.at(self.place, member=way.inside + shown, reason=said))


def _unzipped(data: bytes, info: zipfile.ZipInfo) -> bytes | str:
    """The member's bytes, or the reason why there are none."""
    if info.flag_bits & 1:
        return "part-encrypted"
    if info.compress_type not in METHODS:
        return "method"
    if info.file_size > MEMBER_LIMIT:
        return "member-size"
    try:
        return inflate(data, info)
    except Refused:
        return "crc"


def _directory(data: bytes) -> zipfile.ZipFile:
    end = data.rfind(b"PK\x05\x06", max(0, len(data) - 65_557))
    if end < 0 or len(data) < end + 22:
        raise Refused(faults.TRUNCATED, reason=REASONS["cut"])
    if int.from_bytes(data[end + 12 : end + 16], "little") > _DIRECTORY_LIMIT:
        raise Refused(faults.BOMB, reason=REASONS["member-count"])
    try:
        return zip_directory(data)
    except LIBRARY_ERRORS:
        raise Refused(faults.TRUNCATED, reason=REASONS["cut"]) from None


def _zip_name(info: zipfile.ZipInfo) -> str:
    """Names without the UTF-8 flag come from Windows in GBK, and were taken for cp437."""
    name = info.orig_filename if info.flag_bits & _UTF8_FLAG else bytes_as_name(info.orig_filename.encode("cp437", "replace"))
    parts = [part for part in name.replace("\\", "/").split("/") if part not in ("", ".", "..") and not part.endswith(":")]
    return "/".join(parts) or "_"


def _refuse_marked_mail(message: Message) -> None:
    """The subject, and what the mail itself says; the attachments are looked at when they are read."""
    refuse_marked_text((header(message, "Subject"),), heading=True)
    for part in message.walk():
        if part.get_content_maintype() == "text" and not attachment_name(part):
            _refuse_marked_body(bytes_as_name(_payload(part)))


def _refuse_marked_body(text: str) -> None:
    refuse_marked_markup(text)
    refuse_marked_text((text,))
    refuse_marked_text(text.strip().splitlines()[:_HEADING], heading=True)


def _payload(part: Message) -> bytes:
    try:
        payload = part.get_payload(decode=True)
    except LIBRARY_ERRORS:
        return b""
    return payload if isinstance(payload, bytes) else b""


def _parsed(data: bytes) -> Message:
    try:
        return message_from_bytes(data, policy=policy.compat32)
    except LIBRARY_ERRORS:
        raise Refused(faults.UNREADABLE, kind=KIND_NAMES[FileKind.MAIL], reason=REASONS["reader"]) from None
