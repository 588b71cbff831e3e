"""Marked copies to send back: outputs of the journal and the archive, written where they are wanting."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from duchá.journal.replay import Receipt
from duchá.rulebook.form import FilledBy
from duchá.steps.open_campaign import OpenCampaign
from duchá.steps.written import shown_path, written_by_us
from duchá.submissions.as_json import fault_from_json
from duchá.submissions.status import Status
from duchá.submissions.write_marked_copy import MarkedCopy, examples_of, write_marked_copies
from duchá.terms.fault import Fault
from duchá.workbooks.read_intake import stored_at

_MARKED = (Status.SENT_BACK, Status.HELD)


def write_missing_copies(opened: OpenCampaign, receipts: Iterable[Receipt]) -> tuple[tuple[str, ...], tuple[Fault, ...]]:
    """Writes every marked copy that the receipts promise and the folder has not; gives their names, and S434 for those that could not be."""
    copies = [
        _copy(opened, receipt, opened.folder / str(name))
        for receipt in receipts
        if (name := receipt.payload.get("marked_copy")) and receipt.status in _MARKED and not receipt.withdrawn
        if not (opened.folder / str(name)).exists()
    ]
    copied = write_marked_copies(copies, written_by_us(opened), examples_of(opened.campaign.forms(FilledBy.UNIT)), opened.errors)
    return tuple(shown_path(opened, put.path) for put in copied.puts.values()), copied.faults


def _copy(opened: OpenCampaign, receipt: Receipt, target: Path) -> MarkedCopy:
    return MarkedCopy(
        original=stored_at(opened.archive, str(receipt.payload["sha256"])),
        source=receipt.source,
        faults=tuple(fault_from_json(fault) for fault in receipt.payload["faults"]),
        target=target,
    )
