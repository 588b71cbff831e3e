"""Messages by mail, each thing once: the letters of a run of overdue, one a unit; without a server a file for a person to send."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from duchá.campaign import faults as kinds
from duchá.campaign.model import Mail
from duchá.forms.write_for_people import Put, WrittenFiles
from duchá.journal.fact import FactKind
from duchá.journal.write import open_journal
from duchá.ledger.ladder import Mailing, Reminded, Sending, begun_fact, ended_fact, mailings_of, reminder_of, spoken_for
from duchá.reports.ledger import wording
from duchá.reports.ledger.letters import Letter
from duchá.reports.ledger.write_letter import letter_bytes
from duchá.reports.ledger.write_mail import (
    MAIL_KIND,
    Connection,
    Outgoing,
    Posting,
    UnreachableError,
    addresses_of,
    connected,
    letter_mail,
    message_of,
    post,
    write_mail,
)
from duchá.steps.open_campaign import OpenCampaign
from duchá.steps.read_password import password_in
from duchá.steps.written import written_by_us
from duchá.terms.fault import Fault
from duchá.terms.unit import Unit
from duchá.terms.wording import LIST_SEPARATOR

if TYPE_CHECKING:  # imported only where something is sent
    from email.message import EmailMessage

MAIL_REFUSED = "地址被拒收"
MAIL_NO_SENDER = "没有写发件人 from"
MAIL_NOT_IN_ENVIRONMENT = "环境变量 {name} 里没有密码"
MAIL_NO_VARIABLE = "写了 user，没有写 password_env（放密码的环境变量的名称）"
MAIL_NOT_ASCII = "发件人、用户名、密码里有中文等字符，邮件服务器不认"
MAIL_AGAIN = "{stem}-续"
LETTER = "催办函"

_NOTES = frozenset({FactKind.NOTE})


@dataclass(slots=True, kw_only=True)  # house: what a run of sending has come to so far
class Post:
    """What came of a run: units whose message went out now, units without an address, what is to be said, and why nothing went at all."""

    sent: list[str] = field(default_factory=list)
    without: tuple[str, ...] = ()
    faults: list[Fault] = field(default_factory=list)
    stopped: Fault | None = None
    files: list[Put] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class Bag:
    """A message to be sent: what of it no message has carried yet (``about``: reminders, copies, blanks), its id and the place of its file."""

    outgoing: Outgoing
    about: tuple[str, ...]
    id: str
    path: Path


def mail_letters(opened: OpenCampaign, letters: tuple[Letter, ...], had: Mapping[str, Reminded], folder: Path) -> Post:
    """Sends what has not been sent, where campaign.toml names a server and the day is today; else writes drafts. Raises OSError, JournalError."""
    done = post_to((letter.unit for letter in letters), LETTER)
    earlier = mailings_of(opened.facts(FactKind.NOTE))
    last = frozenset(f"{key}#{reminded.rungs[-1][0]}" for key, reminded in had.items())
    done.faults += uncertain(opened, earlier, last, MAIL_KIND)
    send_bags(opened, tuple(_bags(opened, letters, had, spoken_for(earlier), folder)), done)
    return done


def send_bags(opened: OpenCampaign, bags: tuple[Bag, ...], done: Post) -> None:
    """Sends them where campaign.toml names a server and the day is today; else writes drafts. Raises OSError, JournalError."""
    mail = opened.campaign.settings.mail
    if not mail.host or opened.known_at is not None or opened.as_of != opened.campaign.local(opened.now).date():
        if mail.host and bags:
            done.faults.append(kinds.MAIL_OTHER_DAY.at(day=opened.as_of.isoformat()))
        written = written_by_us(opened)
        done.files += [_draft(opened, bag, written) for bag in bags]
    elif bags:
        _send(opened, mail, bags, done)


def _bags(
    opened: OpenCampaign, letters: tuple[Letter, ...], had: Mapping[str, Reminded], gone: frozenset[str], folder: Path
) -> Iterator[Bag]:
    """What is to be sent: each letter with an address and the lines in it that no message has carried yet."""
    for letter in letters:
        lines = tuple(line for line in letter.lines if reminder_of(line.item, had) not in gone)
        if lines and addresses_of(letter.unit):
            reminders = tuple(reminder_of(line.item, had) for line in lines)
            stem = letter.stem if len(lines) == len(letter.lines) else MAIL_AGAIN.format(stem=letter.stem)
            own = replace(letter, lines=lines)
            outgoing = letter_mail(own, _document(opened, own))
            yield Bag(outgoing=outgoing, about=reminders, id=message_id(letter.day, reminders), path=folder / f"{stem}.eml")


def message_id(day: date, about: tuple[str, ...]) -> str:
    """By what a message is known again: its day and what it is about."""
    return hashlib.sha256("\n".join((day.isoformat(), *about)).encode()).hexdigest()[:24]


def post_to(units: Iterable[Unit], what: str) -> Post:
    """A run that begins: which of the units have no address, said once (C034)."""
    without = tuple(unit.name for unit in units if not addresses_of(unit))
    said = [kinds.MAIL_NO_ADDRESS.at(what=what, count=len(without), units=LIST_SEPARATOR.join(without))] if without else []
    return Post(without=without, faults=said)


def uncertain(opened: OpenCampaign, earlier: Iterable[Mailing], about: frozenset[str], what: str) -> Iterator[Fault]:
    """C035 for a message that was begun and of which nothing more is known, while what it is about is still to be sent."""
    for one in earlier:
        if one.state is Sending.UNKNOWN and about & set(one.reminders):
            time = f"{opened.campaign.local(one.at):%Y-%m-%d %H:%M}"
            yield kinds.MAIL_UNCERTAIN.at(what=what, unit=one.unit, time=time, file=one.file)


def _draft(opened: OpenCampaign, bag: Bag, written: WrittenFiles) -> Put:
    drafted = datetime.combine(opened.as_of, datetime.min.time(), tzinfo=opened.campaign.zone)
    return write_mail(message_of(bag.outgoing, drafted), bag.path, written)


def _document(opened: OpenCampaign, letter: Letter) -> bytes:
    own = opened.folder / "templates"
    return letter_bytes(letter, own if own.is_dir() else None)


def _send(opened: OpenCampaign, mail: Mail, bags: tuple[Bag, ...], done: Post) -> None:
    """All of them over one connection; the files are written first, so that they are there whatever happens."""
    by_us = written_by_us(opened)
    made = [_message(opened, mail, bag, by_us) for bag in bags]
    done.files += [put for _, _, put in made]
    written = [(replace(bag, path=put.path), message) for bag, message, put in made]
    bags = tuple(bag for bag, _ in written)
    password = password_in(mail.password_env)
    lacking = _lacking(mail, password or "")
    if lacking:
        done.stopped = kinds.MAIL_INCOMPLETE.at(why=lacking)
        _note_failed(opened, bags, lacking)
        return
    left = list(written)
    try:
        with connected(mail, password or "") as server:
            while left and _one(opened, server, left[0], done):
                left.pop(0)
        left = left[1:]  # of the first of them nobody knows what became: C035 says so
        why = wording.MAIL_BROKEN
    except UnreachableError as error:
        why = error.why
    if left:
        done.stopped = kinds.MAIL_UNREACHABLE.at(host=mail.host, port=mail.port, why=why, count=len(left), what=left[0][0].outgoing.what)
        _note_failed(opened, tuple(bag for bag, _ in left), why)


def _lacking(mail: Mail, password: str) -> str:
    """What the settings lack for sending; empty where they are enough."""
    if not mail.from_:
        return MAIL_NO_SENDER
    if mail.user and not password:
        return MAIL_NOT_IN_ENVIRONMENT.format(name=mail.password_env) if mail.password_env else MAIL_NO_VARIABLE
    return "" if (mail.from_ + mail.user + password).isascii() else MAIL_NOT_ASCII


def _message(opened: OpenCampaign, mail: Mail, bag: Bag, written: WrittenFiles) -> tuple[Bag, EmailMessage, Put]:
    """The message as it is sent, with its file; a draft while nobody is named as its sender."""
    posting = Posting(sender=mail.from_, name=bag.outgoing.issuer, at=opened.campaign.local(opened.now), id=bag.id)
    message = message_of(bag.outgoing, opened.now, posting if mail.from_ else None)
    return bag, message, write_mail(message, bag.path, written)


def _one(opened: OpenCampaign, server: Connection, one: tuple[Bag, EmailMessage], done: Post) -> bool:
    """Sends one message: begun in the journal, sent, its end in the journal. False where the connection broke and nobody knows."""
    bag, message = one
    mailing = _mailing(opened, bag)
    with open_journal(opened.journal, now=opened.now, by=opened.by) as writer:
        if spoken_for(mailings_of(writer.facts(kinds=_NOTES))) & set(bag.about):
            return True  # another run has it
        writer.append(begun_fact(mailing, opened.now))
    posted = post(server, message)
    unit, at = bag.outgoing.unit.name, opened.campaign.local(opened.now)
    if not posted.sure:
        done.faults.append(kinds.MAIL_UNCERTAIN.at(what=bag.outgoing.what, unit=unit, time=f"{at:%Y-%m-%d %H:%M}", file=mailing.file))
        return False
    state = Sending.SENT if posted.sent else Sending.FAILED
    with open_journal(opened.journal, now=opened.now, by=opened.by) as writer:
        writer.append(ended_fact(replace(mailing, state=state, why=posted.why), opened.now))
    if posted.sent:
        done.sent.append(unit)
    if posted.refused or not posted.sent:
        address = LIST_SEPARATOR.join(posted.refused or mailing.to)
        done.faults.append(kinds.MAIL_REFUSED.at(what=bag.outgoing.what, unit=unit, address=address, why=posted.why or MAIL_REFUSED))
    return True


def _note_failed(opened: OpenCampaign, bags: tuple[Bag, ...], why: str) -> None:
    """That these did not go: the next run sends them, on another day too."""
    failed = [replace(_mailing(opened, bag), state=Sending.FAILED, why=why) for bag in bags]
    with open_journal(opened.journal, now=opened.now, by=opened.by) as writer:
        writer.append(*(fact for one in failed for fact in (begun_fact(one, opened.now), ended_fact(one, opened.now))))


def _mailing(opened: OpenCampaign, bag: Bag) -> Mailing:
    return Mailing(
        id=bag.id,
        unit=bag.outgoing.unit.name,
        to=addresses_of(bag.outgoing.unit),
        reminders=bag.about,
        on=opened.as_of,
        at=opened.now,
        file=bag.path.relative_to(opened.folder).as_posix(),
    )
