"""Marked copies to send back: outputs of the journal and the archive, written where they are wanting."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path

from duchá.campaign.model import Campaign
from duchá.forms.write_for_people import WrittenFiles
from duchá.journal.fact import Json
from duchá.journal.store import ARCHIVE
from duchá.receipts.matrix import resend_by
from duchá.receipts.receipts import Receipt
from duchá.rulebook.form import FilledBy
from duchá.submissions.as_json import fault_from_json, forms_from_json
from duchá.submissions.marked.lay_into_blank import LaidCopy, lay_into_blank
from duchá.submissions.marked.write_marked_copy import MarkedCopy, examples_of, write_marked_copies
from duchá.submissions.status import Status
from duchá.terms.deadline import due_words
from duchá.terms.fault import Fault, Weight
from duchá.workbooks.intake import stored_at
from duchá.workbooks.sheets.model import FileKind

_OWN = (FileKind.XLSX.value, FileKind.XLSM.value)
_MARKED = (Status.SENT_BACK, Status.HELD)


# what goes with a copy: whose it is, by when it is owed again, whom to ask, and words to paste into a mail
WHOSE = "{unit}　第 {number} 号收件"
RESEND = "请于{day}前改好重报"
CONTACT = "联系人：{contact}　电话：{phone}"
PASTE = "可粘贴到邮件里的话：{words}"
MAIL = "{unit}：你单位报送的“{file}”有{count}处需要{what}，已在附件中标出，请{by}重新报送。{contact}"
BY_DAY, SOON = "于{day}前改正后", "改正后尽快"
MEND, CONFIRM = "修改", "核实"


def _slip(campaign: Campaign, receipt: Receipt) -> Iterator[str]:
    """The lines of the slip; nothing for a receipt whose unit is not known."""
    if receipt.unit is None:
        return
    day, contact = _again(campaign, receipt)
    first = (WHOSE.format(unit=receipt.unit, number=receipt.number), RESEND.format(day=day) if day else "", contact)
    yield "　".join(part for part in first if part)
    yield PASTE.format(words=mail_words(campaign, receipt))


def _laid(campaign: Campaign, receipt: Receipt, body_of: Callable[[int], Json]) -> LaidCopy | None:
    """The contents of a receipt in a fresh blank of its unit, for a file that is no .xlsx of its own."""
    unit = campaign.roster.get(receipt.unit) if receipt.unit else None
    body = body_of(receipt.body_seq) if unit and receipt.payload.get("forms") and receipt.payload.get("kind") not in _OWN else None
    if unit is None or not isinstance(body, Mapping):
        return None
    filled = forms_from_json(receipt.payload, body)
    periods = {owed.period for owed in campaign.owed if owed.key in receipt.deliverables and owed.key != owed.plain.key}
    faults = (fault_from_json(fault) for fault in receipt.payload["faults"])
    return lay_into_blank(filled, campaign, unit, next(iter(periods)) if len(periods) == 1 else None, faults)


def _again(campaign: Campaign, receipt: Receipt) -> tuple[str, str]:
    """By when a receipt is owed again, and whom to ask; empty where it is not, and where nobody is named."""
    again = resend_by(campaign, receipt) if receipt.status is Status.SENT_BACK else None
    sender = campaign.sender(receipt.deliverables[0] if receipt.deliverables else "")
    contact = CONTACT.format(contact=sender.contact, phone=sender.phone) if sender.contact or sender.phone else ""
    return due_words(again) if again is not None else "", contact


def mail_words(campaign: Campaign, receipt: Receipt) -> str:
    """What a mail says that carries the marked copy of a receipt."""
    day, contact = _again(campaign, receipt)
    weight = Weight.REJECT if receipt.status is Status.SENT_BACK else Weight.QUERY
    count = sum(fault["weight"] == weight.value for fault in receipt.payload["faults"])
    return MAIL.format(
        unit=receipt.unit,
        file=re.split(r"[!/\\]", receipt.source)[-1],
        count=count,
        what=MEND if weight is Weight.REJECT else CONFIRM,
        by=BY_DAY.format(day=day) if day else SOON,
        contact=contact,
    )


def write_missing_copies(
    campaign: Campaign,
    folder: Path,
    home: Path,
    receipts: Iterable[Receipt],
    errors: Path | None = None,
    *,
    body_of: Callable[[int], Json],
) -> tuple[tuple[str, ...], tuple[Fault, ...]]:
    """Writes every marked copy that the receipts promise and the campaign's ``folder`` has not; gives their names, and S434 for those that could
    not be. ``home`` is its folder for the program's own files; ``errors`` is where failures of our own are kept, ``body_of`` gives the rows that a fact holds.
    """
    copies = [
        MarkedCopy(
            original=stored_at(home / ARCHIVE, str(receipt.payload["sha256"])),
            source=receipt.source,
            faults=tuple(fault_from_json(fault) for fault in receipt.payload["faults"]),
            target=folder / str(name),
            slip=tuple(_slip(campaign, receipt)),
            laid=_laid(campaign, receipt, body_of),
        )
        for receipt in receipts
        if (name := receipt.payload.get("marked_copy")) and receipt.status in _MARKED and not receipt.withdrawn
        if not (folder / str(name)).exists()
    ]
    copied = write_marked_copies(copies, WrittenFiles(folder, home), examples_of(campaign.forms(FilledBy.UNIT)), errors)
    return tuple(put.path.relative_to(folder).as_posix() for put in copied.puts.values()), copied.faults
