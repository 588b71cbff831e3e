"""The way to the mail server: connected once, one message after the other, and why it did not go."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from duchá.campaign.model import Mail, Security
from duchá.reports.ledger import wording

if TYPE_CHECKING:  # imported only where something is sent
    from email.message import EmailMessage
    from smtplib import SMTP

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
        return wording.MAIL_LOGIN.format(answer=answer) if isinstance(error, smtplib.SMTPAuthenticationError) else answer
    words = {
        smtplib.SMTPNotSupportedError: wording.MAIL_NOT_SUPPORTED,
        ssl.SSLCertVerificationError: wording.MAIL_CERTIFICATE,
        ssl.SSLError: wording.MAIL_TLS,
        socket.gaierror: wording.MAIL_NO_SUCH_HOST,
        UnicodeError: wording.MAIL_NO_SUCH_HOST,
        ConnectionRefusedError: wording.MAIL_NO_SERVER,
        TimeoutError: wording.MAIL_SILENT,
    }
    return next((said for kind, said in words.items() if isinstance(error, kind)), wording.MAIL_BROKEN)


def _answer(code: int, said: bytes | str) -> str:
    words = said.decode("utf-8", "replace") if isinstance(said, bytes) else said
    return wording.MAIL_ANSWER.format(answer=f"{code} {' '.join(words.split())}".strip())
