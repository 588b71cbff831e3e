"""A letter as a mail message, and as a file (.eml): a draft for a person to send, or what was sent."""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from duchá.forms.write_for_people import Put, WrittenFiles
from duchá.reports.ledger import wording
from duchá.reports.ledger.letters import Letter
from duchá.terms.text import shown
from duchá.terms.unit import Unit
from duchá.terms.wording import day_words

if TYPE_CHECKING:  # imported only where a message is made
    from email.message import EmailMessage, Message
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from duchá.campaign.model import Mail, Security

if TYPE_CHECKING:  # imported only where something is sent
    from email.message import EmailMessage
    from smtplib import SMTP

MAIL_KIND = "催办"
MAIL_SUBJECT = "{issuer}催办：{count}项工作已逾期（截至{day}）"
MAIL_BODY = "{unit}：\n\n附件是催办函，请查收并尽快办理。\n\n{lines}\n\n{contact}\n"
MAIL_LINE = "{at}. {what}，期限{due}，已逾期{days}天"
MAIL_ANSWER = "服务器答复“{answer}”"
MAIL_LOGIN = "登录被拒绝，{answer}"
MAIL_NOT_SUPPORTED = "服务器不支持所选的加密或登录方式"
MAIL_CERTIFICATE = "服务器的证书不可信，或与主机名不符"
MAIL_TLS = "加密连接没有建成"
MAIL_NO_SUCH_HOST = "找不到这台主机"
MAIL_NO_SERVER = "拒绝连接，端口上没有邮件服务"
MAIL_SILENT = "没有回应"


_OFFICE = "vnd.openxmlformats-officedocument."
_KINDS = {".docx": f"{_OFFICE}wordprocessingml.document", ".xlsx": f"{_OFFICE}spreadsheetml.sheet", ".zip": "zip", ".pdf": "pdf"}
_BYTES_OF_A_WORD = 36  # an encoded word has at most 75 signs, its line with the parameter before it 78
_SIGNS_OF_A_LINE = 45  # a multiple of three: no %XX is broken over a line
_ADDRESS = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Posting:
    """What a message needs to be sent: from whom, when, and the id by which it is known again. A draft has none."""

    sender: str
    name: str
    at: datetime
    id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Outgoing:
    """What is to go to one unit: the words of the message, and the files that go with it, by name; ``what`` is its kind in a word."""

    what: str
    unit: Unit
    issuer: str
    subject: str
    words: str
    files: tuple[tuple[str, bytes], ...]
    day: date


def addresses_of(unit: Unit) -> tuple[str, ...]:
    """The mail addresses of a unit; empty where the roster has none that could be one."""
    parts = re.split(r"[\s,;、，；<>]+", unit.email)
    return tuple(dict.fromkeys(part for part in parts if _ADDRESS.fullmatch(part)))


def letter_mail(letter: Letter, document: bytes) -> Outgoing:
    """The letter as something to be mailed."""
    words = {"issuer": shown(letter.issuer), "count": len(letter.lines), "day": day_words(letter.day)}
    lines = "\n".join(
        MAIL_LINE.format(at=at, what=shown(line.what), due=line.due, days=line.item.days_late) for at, line in enumerate(letter.lines, 1)
    )
    return Outgoing(
        what=MAIL_KIND,
        unit=letter.unit,
        issuer=letter.issuer,
        subject=MAIL_SUBJECT.format(**words),
        words=MAIL_BODY.format(unit=shown(letter.unit.name), lines=lines, contact=shown(letter.contact_line)),
        files=((f"{shown(letter.stem)}.docx", document),),
        day=letter.day,
    )


def message_of(outgoing: Outgoing, drafted_at: datetime, posting: Posting | None = None) -> EmailMessage:
    """The message with its files attached; without ``posting`` a draft, which mail programs open ready to be sent."""
    from email.message import EmailMessage
    from email.policy import SMTP
    from email.utils import format_datetime, formataddr

    message = EmailMessage(policy=SMTP.clone(refold_source="none"))  # heads that are given as they are to be stay so
    message["Subject"] = outgoing.subject
    message["To"] = ", ".join(addresses_of(outgoing.unit))
    message["Date"] = format_datetime(posting.at if posting else drafted_at)
    if posting is None:
        message["X-Unsent"] = "1"
    else:
        message["From"] = formataddr((shown(posting.name), posting.sender))
        message["Message-ID"] = f"<{posting.id}@{posting.sender.partition('@')[2]}>"
    message.set_content(outgoing.words)
    for name, data in outgoing.files:
        message.add_attachment(data, maintype="application", subtype=_KINDS.get(Path(name).suffix.lower(), "octet-stream"))
    for part, (name, _) in zip(message.iter_attachments(), outgoing.files, strict=True):
        _name(part, name)
    message.set_boundary(f"=={outgoing.day.isoformat()}-{outgoing.unit.order}==")
    return message


def _name(part: Message, name: str) -> None:
    """Gives an attachment its name in every way that a mail program may look for it.

    ``filename*`` is what the standard says (RFC 2231), and what QQ, 163, Foxmail and older Outlooks do not read: they want ``filename`` and
    ``name`` as an encoded word, which the standard does not allow there. Who knows ``filename*`` prefers it (RFC 6266).
    """
    kind = part.get_content_type()
    del part["Content-Type"], part["Content-Disposition"]
    if name.isascii():
        words, standard = name.replace("\\", "\\\\").replace('"', '\\"'), ""
    else:
        words, standard = "\r\n ".join(_encoded_words(name)), "".join(f";\r\n {one}" for one in _continued("filename", name))
    part.set_raw("Content-Type", f'{kind};\r\n name="{words}"')
    part.set_raw("Content-Disposition", f'attachment;\r\n filename="{words}"{standard}')


def _encoded_words(name: str) -> Iterator[str]:
    """The name as encoded words (RFC 2047), each of which can be read by itself: none is longer than allowed, none breaks a character."""
    piece = b""
    for sign in name:
        written = sign.encode()
        if len(piece) + len(written) > _BYTES_OF_A_WORD:
            yield f"=?UTF-8?B?{b64encode(piece).decode()}?="
            piece = b""
        piece += written
    yield f"=?UTF-8?B?{b64encode(piece).decode()}?="


def _continued(parameter: str, name: str) -> Iterator[str]:
    """The parameter by RFC 2231, over several lines where it is long."""
    written = quote(name, safe="")
    if len(written) <= _SIGNS_OF_A_LINE:
        yield f"{parameter}*=UTF-8''{written}"
        return
    for number, start in enumerate(range(0, len(written), _SIGNS_OF_A_LINE)):
        charset = "" if number else "UTF-8''"
        yield f"{parameter}*{number}*={charset}{written[start : start + _SIGNS_OF_A_LINE]}"


def write_mail(message: EmailMessage, path: Path, written: WrittenFiles) -> Put:
    """Writes a message as a mail file, never over one that a person has changed. Raises OSError."""
    return written.put_bytes(path, message.as_bytes())


_SECONDS = 20  # a server that says nothing for so long does not answer


class UnreachableError(Exception):
    """The server cannot be used; ``why`` in Chinese."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


@dataclass(frozen=True, slots=True, kw_only=True)
class Posted:
    """What came of one message. ``sure`` False: the connection broke, nobody knows whether the server took it; ``refused`` are addresses."""

    sent: bool
    sure: bool = True
    why: str = ""
    refused: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Connection:
    """An open connection to the mail server."""

    server: SMTP


@contextmanager
def connected(mail: Mail, password: str) -> Iterator[Connection]:
    """A connection to the server, logged in where a user is named. Raises UnreachableError."""
    import smtplib
    import ssl

    try:
        if mail.security is Security.TLS:
            server: SMTP = smtplib.SMTP_SSL(mail.host, mail.port, timeout=_SECONDS, context=ssl.create_default_context())
        else:
            server = smtplib.SMTP(mail.host, mail.port, timeout=_SECONDS)
    except (OSError, UnicodeError, smtplib.SMTPException) as error:
        raise UnreachableError(reason(error)) from None
    try:
        try:
            if mail.security is Security.STARTTLS:
                server.starttls(context=ssl.create_default_context())
            if mail.user:
                server.login(mail.user, password)
        except (OSError, smtplib.SMTPException) as error:
            raise UnreachableError(reason(error)) from None
        yield Connection(server)
    finally:
        with suppress(OSError, smtplib.SMTPException):
            server.quit()
        server.close()


def post(connection: Connection, message: EmailMessage) -> Posted:
    """Sends one message to all who are in its To."""
    import smtplib

    server = connection.server
    if server.sock is None:  # it hung up after the message before
        return Posted(sent=False, why=wording.MAIL_BROKEN)
    try:
        refused = server.send_message(message)
    except smtplib.SMTPRecipientsRefused as error:
        why = wording.PAUSE.join(_answer(code, said) for code, said in dict.fromkeys(error.recipients.values()))
        return Posted(sent=False, why=why, refused=tuple(error.recipients))
    except smtplib.SMTPServerDisconnected as error:
        return Posted(sent=False, sure=False, why=reason(error))
    except smtplib.SMTPException as error:
        return Posted(sent=False, why=reason(error))
    except OSError as error:
        return Posted(sent=False, sure=False, why=reason(error))
    return Posted(sent=True, refused=tuple(refused))


def reason(error: Exception) -> str:
    """Why the server did not do what was asked, in one phrase."""
    import smtplib
    import socket
    import ssl

    if isinstance(error, smtplib.SMTPResponseException):
        answer = _answer(error.smtp_code, error.smtp_error)
        return MAIL_LOGIN.format(answer=answer) if isinstance(error, smtplib.SMTPAuthenticationError) else answer
    words = {
        smtplib.SMTPNotSupportedError: MAIL_NOT_SUPPORTED,
        ssl.SSLCertVerificationError: MAIL_CERTIFICATE,
        ssl.SSLError: MAIL_TLS,
        socket.gaierror: MAIL_NO_SUCH_HOST,
        UnicodeError: MAIL_NO_SUCH_HOST,
        ConnectionRefusedError: MAIL_NO_SERVER,
        TimeoutError: MAIL_SILENT,
    }
    return next((said for kind, said in words.items() if isinstance(error, kind)), wording.MAIL_BROKEN)


def _answer(code: int, said: bytes | str) -> str:
    words = said.decode("utf-8", "replace") if isinstance(said, bytes) else said
    return MAIL_ANSWER.format(answer=f"{code} {' '.join(words.split())}".strip())
