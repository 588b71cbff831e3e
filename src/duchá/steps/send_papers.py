"""send: blank forms and marked copies by mail, one message a unit, each version once."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from enum import Enum
from pathlib import Path

from duchá.campaign import faults as kinds
from duchá.campaign.model import Campaign, Sender
from duchá.forms.kit import NOTE_NAME, note_bytes
from duchá.forms.names import blank_names
from duchá.journal.fact import FactKind
from duchá.ledger.ladder import PAPERS, mailings_of, spoken_for
from duchá.receipts.matrix import ReceiptState
from duchá.receipts.receipts import Receipt
from duchá.receipts.write_copies import mail_words
from duchá.reports.ledger.write_mail import Outgoing, addresses_of
from duchá.steps.blanks import BLANKS, belongs_to
from duchá.steps.duties_of import dated
from duchá.steps.ledger_of import state_of
from duchá.steps.open_campaign import OpenCampaign
from duchá.steps.send_letters import Bag, Post, message_id, post_to, send_bags, uncertain
from duchá.steps.written import FOLDER, kept_faults
from duchá.terms.deadline import due_words
from duchá.terms.fault import Fault
from duchá.terms.period import Period
from duchá.terms.unit import Unit
from duchá.terms.wording import LIST_SEPARATOR

_BLANK_ID, _COPY_ID = PAPERS
_BLANK = ".xlsx"
MAIL_FOLDER = "邮件-{what}-{day}"
BLANK_SUBJECT = "{issuer}：请填报“{campaign}”报表"
BLANK_WORDS = "{unit}：\n\n附件是“{campaign}”的空白报表和填报说明，请填好后按期报送：\n\n{dues}\n\n请直接在附件表格里填写，不要改动表头、不要另制表格。\n{contact}"
BLANK_DUE = "{at}. {name}：{day}前报{recipient}"
BLANK_OPEN = "{at}. {name}：报{recipient}"
COPY_SUBJECT = "{issuer}：请修改后重报（第{numbers}号收件）"
COPY_WORDS = "{words}\n\n改好后请直接回复本邮件，附上改好的表格。\n"
CONTACT = "联系人：{contact}　电话：{phone}\n"


class Sendable(Enum):
    """What can be sent: 空白报表 / 退回件."""

    BLANKS = "blanks"
    RETURNED = "returned"


CALLED = {Sendable.BLANKS: "空白报表", Sendable.RETURNED: "退回件"}


@dataclass(frozen=True, slots=True, kw_only=True)
class SentPapers:
    """What a run of sending came to; ``written`` are the mail files, ``faults`` what is to be said."""

    opened: OpenCampaign
    what: Sendable
    post: Post
    written: tuple[Path, ...]
    faults: tuple[Fault, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Papers:
    """What goes to a unit: the ids of what is in it, and the message."""

    about: tuple[str, ...]
    outgoing: Outgoing


def send_papers(opened: OpenCampaign, what: Sendable, units: frozenset[str] = frozenset(), of: Period | None = None) -> SentPapers:
    """Sends what no message has carried yet to every unit with an address; without a server writes drafts; of blanks those of a
    period where one is given. Raises JournalError, OSError.
    """
    opened = dated(opened)
    found = tuple(_blanks(opened, of) if what is Sendable.BLANKS else _copies(opened))
    found = tuple(one for one in found if not units or one.outgoing.unit.name in units)
    post = post_to((one.outgoing.unit for one in found), CALLED[what])
    earlier = mailings_of(opened.facts(FactKind.NOTE))
    post.faults += uncertain(opened, earlier, frozenset(id for one in found for id in one.about), CALLED[what])
    bags = tuple(_bags(opened, what, found, spoken_for(earlier)))
    if not bags and not post.faults:
        post.faults.append(kinds.NOTHING_TO_SEND.at(what=CALLED[what]))
    send_bags(opened, bags, post)
    faults = (*opened.news, *post.faults, *kept_faults(opened, post.files))
    return SentPapers(opened=opened, what=what, post=post, written=tuple(put.path for put in post.files), faults=faults)


def _bags(opened: OpenCampaign, what: Sendable, found: Iterable[_Papers], gone: frozenset[str]) -> Iterator[Bag]:
    place = opened.folder / FOLDER / MAIL_FOLDER.format(what=CALLED[what], day=opened.as_of.isoformat())
    names = blank_names(opened.campaign.roster.units)
    for one in found:
        unit = one.outgoing.unit
        if set(one.about) <= gone or not addresses_of(unit):
            continue
        yield Bag(
            outgoing=one.outgoing,
            about=one.about,
            id=message_id(opened.as_of, one.about),
            path=place / f"{names[unit.name]}-{CALLED[what]}.eml",
        )


def _blanks(opened: OpenCampaign, of: Period | None) -> Iterator[_Papers]:
    """Each unit's blank as it lies in the folder, with the covering note; known again by its content."""
    campaign = replace(opened.campaign, owed=tuple(owed for owed in opened.campaign.owed if belongs_to(owed, of)))
    folder, own = of.key if of else "", opened.folder / "templates"
    place = opened.folder / BLANKS / folder
    names = blank_names(campaign.roster.units)
    for unit in campaign.roster.units:
        path = place / f"{names[unit.name]}{_BLANK}"
        if not path.is_file():
            continue
        data = path.read_bytes()
        note = note_bytes(unit, campaign, path.name, opened.as_of, own if own.is_dir() else None)
        sender = _sender(opened, unit)
        words = BLANK_WORDS.format(unit=unit.name, campaign=campaign.settings.name, dues=_dues(campaign, unit), contact=_contact(sender))
        yield _Papers(
            about=(f"{_BLANK_ID}{unit.name}|{folder}|{hashlib.sha256(data).hexdigest()}",),
            outgoing=Outgoing(
                what=CALLED[Sendable.BLANKS],
                unit=unit,
                issuer=sender.issuer,
                subject=BLANK_SUBJECT.format(issuer=sender.issuer, campaign=campaign.settings.name),
                words=words,
                files=((path.name, data), (NOTE_NAME, note)),
                day=opened.as_of,
            ),
        )


def _dues(campaign: Campaign, unit: Unit) -> str:
    lines = []
    for at, owed in enumerate(campaign.owed_by(unit), 1):
        pattern = BLANK_DUE if owed.deadline is not None else BLANK_OPEN
        day = due_words(owed.deadline) if owed.deadline is not None else ""
        lines.append(pattern.format(at=at, name=owed.deliverable.name, day=day, recipient=owed.recipient))
    return "\n".join(lines)


def _copies(opened: OpenCampaign) -> Iterator[_Papers]:
    """The marked copies of what was sent back to a unit and has not come again, all in one message."""
    campaign = opened.campaign
    current: dict[int, Receipt] = {}
    for standing in state_of(opened).standings:
        if standing.state is ReceiptState.SENT_BACK and standing.current is not None:
            current[standing.current.number] = standing.current
    by_unit: dict[str, list[tuple[Receipt, Path]]] = {}
    for number in sorted(current):
        receipt = current[number]
        path = opened.folder / str(receipt.payload.get("marked_copy") or "-")
        if receipt.unit is not None and path.is_file():
            by_unit.setdefault(receipt.unit, []).append((receipt, path))
    for unit in campaign.roster.units:
        if own := by_unit.get(unit.name):
            sender = _sender(opened, unit)
            said = "\n\n".join(mail_words(campaign, receipt) for receipt, _ in own)
            yield _Papers(
                about=tuple(f"{_COPY_ID}{receipt.number}|{receipt.decided}" for receipt, _ in own),
                outgoing=Outgoing(
                    what=CALLED[Sendable.RETURNED],
                    unit=unit,
                    issuer=sender.issuer,
                    subject=COPY_SUBJECT.format(
                        issuer=sender.issuer, numbers=LIST_SEPARATOR.join(str(receipt.number) for receipt, _ in own)
                    ),
                    words=COPY_WORDS.format(words=said),
                    files=tuple((path.name, path.read_bytes()) for _, path in own),
                    day=opened.as_of,
                ),
            )


def _sender(opened: OpenCampaign, unit: Unit) -> Sender:
    owed = opened.campaign.owed_by(unit)
    return opened.campaign.sender(owed[0].key if owed else "")


def _contact(sender: Sender) -> str:
    return CONTACT.format(contact=sender.contact, phone=sender.phone) if sender.contact or sender.phone else ""
