"""What Outlook makes of a mail: .msg through python-oxmsg, winmail.dat (TNEF) by its few records that matter here."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from duchá.workbooks.package.names import bytes_as_name
from duchá.workbooks.package.zip import LIBRARY_ERRORS
from duchá.workbooks.sheets import faults
from duchá.workbooks.sheets.model import FileKind
from duchá.workbooks.sheets.refused import Refused
from duchá.workbooks.sheets.wording import REASONS, WHAT

_TITLE, _DATA, _BEGINS = 0x8010, 0x800F, 0x9002  # of an attachment [MS-OXTNEF]
_SUBJECT = 0x8004
_SHORT_NAME = 0x3704
_HEADER, _LEAST = 6, 11


@dataclass(frozen=True, slots=True, kw_only=True)
class OutlookMail:
    """Its attachments by name, in their order; subject and text, to look for marks in; when and from whom."""

    files: tuple[tuple[str, bytes], ...]
    texts: tuple[str, ...] = ()
    sent_at: datetime | None = None
    sender: str = ""


def attachments_of(data: bytes, kind: FileKind) -> OutlookMail:
    """What is attached. Faults: S035. Raises Refused."""
    return _tnef(data) if kind is FileKind.TNEF else _message(data)


def _message(data: bytes) -> OutlookMail:
    from oxmsg import Message

    try:
        message = Message.load(data)
        files = tuple(
            ((one.file_name or one.properties.str_prop_value(_SHORT_NAME) or "").partition("\0")[0], one.file_bytes)
            for one in message.attachments
            if one.file_bytes is not None
        )
        texts = tuple(text for text in (message.subject, message.body, message.html_body) if text)
        return OutlookMail(files=files, texts=texts, sent_at=message.sent_date, sender=message.sender or "")
    except LIBRARY_ERRORS:
        raise Refused(faults.OUTLOOK_FILE, what=WHAT["outlook"], reason=REASONS["reader"]) from None


def _tnef(data: bytes) -> OutlookMail:
    files: list[tuple[str, bytes]] = []
    texts: list[str] = []
    for number, body in _attributes(data):
        if number == _BEGINS:
            files.append(("", b""))
        elif number == _SUBJECT:
            texts.append(bytes_as_name(body.rstrip(b"\0")))
        elif files and number == _TITLE:
            files[-1] = (bytes_as_name(body.rstrip(b"\0")), files[-1][1])
        elif files and number == _DATA:
            files[-1] = (files[-1][0], body)
    return OutlookMail(files=tuple(files), texts=tuple(texts))


def _attributes(data: bytes) -> Iterator[tuple[int, bytes]]:
    """(number, content) of each record: a level, the number and its type, the length, the content, a checksum."""
    at = _HEADER
    while at + _LEAST <= len(data):
        number, size = int.from_bytes(data[at + 1 : at + 3], "little"), int.from_bytes(data[at + 5 : at + 9], "little")
        body = data[at + 9 : at + 9 + size]
        if len(body) != size:
            raise Refused(faults.OUTLOOK_FILE, what=WHAT["tnef"], reason=REASONS["cut"])
        yield number, body
        at += _LEAST + size
