"""What a zip or a mail encloses: members in memory, bounded, one level deep, never extracted by their names."""

from __future__ import annotations

import zipfile
from dataclasses import dataclass, replace
from datetime import datetime
from email import message_from_bytes, policy
from email.message import Message
from email.utils import parseaddr
from pathlib import Path, PurePosixPath

from duchá.terms.fault import Fault
from duchá.terms.place import Place
from duchá.workbooks import faults
from duchá.workbooks.answer.clean import clean
from duchá.workbooks.answer.refused import Refused
from duchá.workbooks.answer.wording import KIND_NAMES, REASONS, WHAT, carries_mark, name_carries_mark
from duchá.workbooks.inside.mail_words import attachment_name, date_of, header
from duchá.workbooks.inside.read_names import bytes_as_name, names_inside, zip_directory
from duchá.workbooks.inside.read_zip import LIBRARY_ERRORS, METHODS, inflate
from duchá.workbooks.kind import is_half_download, is_system_file, kind_of
from duchá.workbooks.model import FileKind

MEMBERS_LIMIT = 500
MEMBER_LIMIT = 50 * 1024 * 1024
TOTAL_LIMIT = 128 * 1024 * 1024
_NESTED = (FileKind.ZIP, FileKind.ARCHIVE, FileKind.MAIL)
_DIRECTORY_LIMIT = 4 * 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """A file inside a container: its bytes, and its path in there, to show and never to write to.

    ``sent_at`` and ``sender`` are the mail's, where it is one that says so.
    """

    name: str
    data: bytes
    sent_at: datetime | None = None
    sender: str = ""


Opened = tuple[tuple[Member, ...], tuple[Fault, ...]]


def open_container(stored: Path, kind: FileKind, name: str = "") -> Opened:
    """The members of a zip or mail, in their order, and a fault for each one that is not taken. Faults: S002, S012, S014, S020, S080, S081.

    System files (``__MACOSX``, ``Thumbs.db``) are passed over. ``name`` is what the faults call the container.
    """
    place = Place(file=name or stored.name)
    try:
        data = stored.read_bytes()
        members, found = (_zip_members if kind is FileKind.ZIP else _mail_members)(data, place)
    except Refused as refused:
        return (), (refused.fault(place.file),)
    if not members and not found:
        found = [faults.NOTHING_ENCLOSED.at(place, what=WHAT[kind.value])]
    return tuple(members), tuple(found)


def _zip_members(data: bytes, place: Place) -> tuple[list[Member], list[Fault]]:
    infos = [info for info in _directory(data) if not info.is_dir()]
    if len(infos) > MEMBERS_LIMIT:
        raise Refused(faults.BOMB, reason=REASONS["member-count"])
    if sum(info.file_size for info in infos) > TOTAL_LIMIT:
        raise Refused(faults.BOMB, reason=REASONS["inflated"])
    members: list[Member] = []
    found: list[Fault] = []
    for info in infos:
        shown = clean(_zip_name(info))
        if not any(is_system_file(part) for part in PurePosixPath(shown).parts):
            _take(shown, _unzipped(data, info), members, found, place)
    return members, found


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


def _directory(data: bytes) -> list[zipfile.ZipInfo]:
    end = data.rfind(b"PK\x05\x06", max(0, len(data) - 65_557))
    if end < 0 or len(data) < end + 22:
        raise Refused(faults.TRUNCATED, reason=REASONS["cut"])
    if int.from_bytes(data[end + 12 : end + 16], "little") > _DIRECTORY_LIMIT:
        raise Refused(faults.BOMB, reason=REASONS["member-count"])
    try:
        return zip_directory(data).infolist()
    except LIBRARY_ERRORS:
        raise Refused(faults.TRUNCATED, reason=REASONS["cut"]) from None


def _zip_name(info: zipfile.ZipInfo) -> str:
    """Names without the UTF-8 flag come from Windows in GBK, and were taken for cp437."""
    utf_8_flag = 0x800
    name = info.orig_filename if info.flag_bits & utf_8_flag else bytes_as_name(info.orig_filename.encode("cp437", "replace"))
    parts = [part for part in name.replace("\\", "/").split("/") if part not in ("", ".", "..") and not part.endswith(":")]
    return "/".join(parts) or "_"


def _take(shown: str, data: bytes | str, members: list[Member], found: list[Fault], place: Place) -> None:
    """Take one member in, or say why not; a mark on a member's name refuses the whole container."""
    if name_carries_mark(shown):
        raise Refused(faults.CLASSIFIED)
    if isinstance(data, bytes) and kind_of(data[:65536], names_inside(data)) in _NESTED:
        data = "nested"
    if is_half_download(shown):
        data = "half"
    if isinstance(data, str):
        found.append(faults.MEMBER_REFUSED.at(place, member=shown, reason=REASONS[data]))
    else:
        members.append(Member(name=shown, data=data))


def _mail_members(data: bytes, place: Place) -> tuple[list[Member], list[Fault]]:
    message = _parsed(data)
    members: list[Member] = []
    found: list[Fault] = []
    _refuse_marked_mail(message)
    sent_at, sender = date_of(header(message, "Date")), clean(parseaddr(header(message, "From"))[1])
    for number, part in enumerate(message.walk()):
        if number > MEMBERS_LIMIT:
            raise Refused(faults.BOMB, reason=REASONS["member-count"])
        name = attachment_name(part)
        if part.is_multipart():
            if name or part.get_content_type() == "message/rfc822":
                found.append(faults.MEMBER_REFUSED.at(place, member=clean(name), reason=REASONS["nested"]))
        elif name and not is_system_file(name):
            _take(clean(name), _payload(part), members, found, place)
    return [replace(member, sent_at=sent_at, sender=sender) for member in members], found


def _refuse_marked_mail(message: Message) -> None:
    if carries_mark(header(message, "Subject")):
        raise Refused(faults.CLASSIFIED)
    for part in message.walk():
        if part.get_content_maintype() == "text" and not attachment_name(part) and carries_mark(bytes_as_name(_payload(part))):
            raise Refused(faults.CLASSIFIED)


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
