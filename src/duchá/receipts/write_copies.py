"""Marked copies to send back: outputs of the journal and the archive, written where they are wanting."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from duchá.campaign.model import Campaign
from duchá.forms.write_for_people import WrittenFiles
from duchá.journal.store import ARCHIVE
from duchá.receipts.receipts import Receipt
from duchá.rulebook.form import FilledBy
from duchá.submissions.as_json import fault_from_json
from duchá.submissions.marked.write_marked_copy import MarkedCopy, examples_of, write_marked_copies
from duchá.submissions.status import Status
from duchá.terms.fault import Fault
from duchá.workbooks.intake import stored_at

_MARKED = (Status.SENT_BACK, Status.HELD)


def write_missing_copies(
    campaign: Campaign, folder: Path, home: Path, receipts: Iterable[Receipt], errors: Path | None = None
) -> tuple[tuple[str, ...], tuple[Fault, ...]]:
    """Writes every marked copy that the receipts promise and the campaign's ``folder`` has not; gives their names, and S434 for those that could
    not be. ``home`` is its folder for the program's own files; ``errors`` is where failures of our own are kept.
    """
    copies = [
        MarkedCopy(
            original=stored_at(home / ARCHIVE, str(receipt.payload["sha256"])),
            source=receipt.source,
            faults=tuple(fault_from_json(fault) for fault in receipt.payload["faults"]),
            target=folder / str(name),
        )
        for receipt in receipts
        if (name := receipt.payload.get("marked_copy")) and receipt.status in _MARKED and not receipt.withdrawn
        if not (folder / str(name)).exists()
    ]
    copied = write_marked_copies(copies, WrittenFiles(folder, home), examples_of(campaign.forms(FilledBy.UNIT)), errors)
    return tuple(put.path.relative_to(folder).as_posix() for put in copied.puts.values()), copied.faults
