"""A mail server that really listens: keeps what it is given, and fails in the ways in which mail servers fail."""

from __future__ import annotations

import base64
import socket
import socketserver
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any


@dataclass
class Server:
    """What it received, and how it behaves. ``refuses``: addresses that it does not take; ``on_message`` runs when a message is complete,
    before it is answered: True = hang up without a word."""

    port: int = 0
    security: str = "none"
    user: str = ""
    password: str = ""
    refuses: frozenset[str] = frozenset()
    on_message: Callable[[EmailMessage], bool] = lambda message: False
    received: list[EmailMessage] = field(default_factory=list)
    recipients: list[list[str]] = field(default_factory=list)
    logins: list[bool] = field(default_factory=list)


@contextmanager
def listening(server: Server, certificate: Path | None = None) -> Iterator[Server]:
    """The server at a free port of this machine until the block ends."""
    context = None
    if certificate is not None:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)

    class Handler(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            with suppress(ConnectionError, ssl.SSLError, ValueError):  # the client went away, which is what some tests are about
                session = _Session(server, self.request, context)
                try:
                    session.run()
                finally:
                    session.lines.close()
                    session.connection.close()

    class Listener(socketserver.ThreadingTCPServer):
        allow_reuse_address, daemon_threads = True, True

    with Listener(("localhost", 0), Handler) as listener:
        server.port = listener.server_address[1]
        thread = threading.Thread(target=listener.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        try:
            yield server
        finally:
            listener.shutdown()


class _Session:
    """One connection, command by command."""

    def __init__(self, server: Server, connection: socket.socket, context: ssl.SSLContext | None) -> None:
        self.server, self.context, self.connection = server, context, connection
        if server.security == "tls" and context is not None:
            self.connection = context.wrap_socket(connection, server_side=True)
        self.lines = self.connection.makefile("rb")
        self.guarded = server.security == "tls"
        self.to: list[str] = []

    def say(self, text: str) -> None:
        self.connection.sendall(text.encode() + b"\r\n")

    def run(self) -> None:
        self.say("220 localhost ready")
        while line := self.lines.readline():
            word, _, rest = line.decode().strip().partition(" ")
            done = getattr(self, f"on_{word.lower()}", self.on_other)(rest)
            if done:
                return

    def on_ehlo(self, rest: str) -> Any:
        offered = ["localhost"]
        offered += ["STARTTLS"] if self.server.security == "starttls" and not self.guarded else []
        offered += ["AUTH LOGIN PLAIN"] if self.server.user else []
        for at, name in enumerate(offered, 1):
            self.say(f"250{' ' if at == len(offered) else '-'}{name}")

    def on_starttls(self, rest: str) -> Any:
        self.say("220 go ahead")
        assert self.context is not None
        self.connection = self.context.wrap_socket(self.connection, server_side=True)
        self.lines, self.guarded = self.connection.makefile("rb"), True

    def on_auth(self, rest: str) -> Any:
        how, _, given = rest.partition(" ")
        if how == "PLAIN":
            if not given:
                self.say("334 ")
                given = self.lines.readline().decode().strip()
            _, user, password = base64.b64decode(given).decode().split("\0")
        else:
            parts = [given] if given else []
            while len(parts) < 2:
                self.say("334 " + base64.b64encode(b"Password:" if parts else b"Username:").decode())
                parts.append(self.lines.readline().decode().strip())
            user, password = (base64.b64decode(part).decode() for part in parts)
        right = (user, password) == (self.server.user, self.server.password)
        self.server.logins.append(right)
        self.say("235 welcome" if right else "535 authentication failed")

    def on_mail(self, rest: str) -> Any:
        self.to = []
        allowed = not self.server.user or any(self.server.logins)
        self.say("250 ok" if allowed else "530 authentication required")

    def on_rcpt(self, rest: str) -> Any:
        address = rest.partition("<")[2].partition(">")[0]
        if address in self.server.refuses:
            self.say("550 no such user here")
        else:
            self.to.append(address)
            self.say("250 ok")

    def on_data(self, rest: str) -> Any:
        self.say("354 end with .")
        lines = []
        while (line := self.lines.readline()) not in (b".\r\n", b""):
            lines.append(line.removeprefix(b".") if line.startswith(b"..") else line)
        message = message_from_bytes(b"".join(lines), policy=policy.default)
        assert isinstance(message, EmailMessage)
        self.server.received.append(message)
        self.server.recipients.append(self.to)
        if self.server.on_message(message):
            self.connection.close()
            return True
        self.say("250 queued")
        return False

    def on_quit(self, rest: str) -> Any:
        self.say("221 bye")
        return True

    def on_other(self, rest: str) -> Any:
        self.say("250 ok")


def self_signed(folder: Path) -> Path:
    """A certificate for localhost and its key in one file, good for a day."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.x509.oid import NameOID

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    builder = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    builder = builder.serial_number(x509.random_serial_number()).not_valid_before(now - timedelta(hours=1))
    builder = builder.not_valid_after(now + timedelta(days=1))
    builder = builder.add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
    builder = builder.add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
    certificate = builder.sign(key, hashes.SHA256())
    path = folder / "localhost.pem"
    plain = serialization.NoEncryption()
    secret = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain)
    path.write_bytes(secret + certificate.public_bytes(serialization.Encoding.PEM))
    return path
