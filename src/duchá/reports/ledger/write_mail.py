"""A letter as a mail message, and as a file (.eml): a draft for a person to send, or what was sent."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from duchá.reports.ledger import wording
from duchá.reports.ledger.letters import Letter
from duchá.terms.text import shown
from duchá.terms.unit import Unit
from duchá.terms.wording import day_words
from duchá.terms.write_whole import write_whole

if TYPE_CHECKING:  # imported only where a message is made
    from email.message import EmailMessage

_DOCX = ("application", "vnd.openxmlformats-officedocument.wordprocessingml.document")
_ADDRESS = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Posting:
    """What a message needs to be sent: from whom, when, and the id by which it is known again. A draft has none."""

    sender: str
    name: str
    at: datetime
    id: str


def addresses_of(unit: Unit) -> tuple[str, ...]:
    """The mail addresses of a unit; empty where the roster has none that could be one."""
    parts = re.split(r"[\s,;、，；<>]+", unit.email)
    return tuple(dict.fromkeys(part for part in parts if _ADDRESS.fullmatch(part)))


def message_of(letter: Letter, document: bytes, drafted_at: datetime, posting: Posting | None = None) -> EmailMessage:
    """The message with the letter attached; without ``posting`` a draft, which mail programs open ready to be sent."""
    from email.message import EmailMessage
    from email.policy import SMTP
    from email.utils import format_datetime, formataddr

    message = EmailMessage(policy=SMTP)
    words = {"issuer": shown(letter.issuer), "count": len(letter.lines), "day": day_words(letter.day)}
    message["Subject"] = wording.MAIL_SUBJECT.format(**words)
    message["To"] = ", ".join(addresses_of(letter.unit))
    message["Date"] = format_datetime(posting.at if posting else drafted_at)
    if posting is None:
        message["X-Unsent"] = "1"
    else:
        message["From"] = formataddr((shown(posting.name), posting.sender))
        message["Message-ID"] = f"<{posting.id}@{posting.sender.partition('@')[2]}>"
    lines = "\n".join(
        wording.MAIL_LINE.format(at=at, what=shown(line.what), due=line.due, days=line.item.days_late)
        for at, line in enumerate(letter.lines, 1)
    )
    message.set_content(wording.MAIL_BODY.format(unit=shown(letter.unit.name), lines=lines, contact=shown(letter.contact_line)))
    message.add_attachment(document, maintype=_DOCX[0], subtype=_DOCX[1], filename=f"{letter.stem}.docx")
    message.set_boundary(f"=={letter.day.isoformat()}-{letter.unit.order}==")
    return message


def write_mail(message: EmailMessage, path: Path) -> Path:
    """Writes a message as a mail file. Raises OSError."""
    write_whole(path, message.as_bytes())
    return path
