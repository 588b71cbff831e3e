"""Marked copies to send back: outputs of the journal and the archive, written where they are wanting."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from duchá.campaign.model import Campaign
from duchá.receipts.receipts import Receipt
from duchá.rulebook.form import FilledBy
from duchá.submissions.as_json import fault_from_json
from duchá.submissions.status import Status
from duchá.submissions.write_marked_copy import examples_of, write_marked_copy
from duchá.workbooks.read_intake import stored_at

_MARKED = (Status.SENT_BACK, Status.HELD)


def write_missing_copies(campaign: Campaign, folder: Path, archive: Path, receipts: Iterable[Receipt]) -> tuple[str, ...]:
    """Writes every marked copy that the receipts promise and the campaign's folder has not; gives their names."""
    written = []
    for receipt in receipts:
        name = receipt.payload.get("marked_copy")
        if name and receipt.status in _MARKED and not receipt.withdrawn and not (folder / name).exists():
            _write(campaign, archive, receipt.payload, folder / name)
            written.append(str(name))
    return tuple(written)


def _write(campaign: Campaign, archive: Path, payload: Mapping[str, Any], target: Path) -> None:
    original = stored_at(archive, str(payload["sha256"]))
    target.parent.mkdir(parents=True, exist_ok=True)
    faults = tuple(fault_from_json(fault) for fault in payload["faults"])
    examples = examples_of(campaign.forms(FilledBy.UNIT))
    write_marked_copy(original, str(payload["source"]), faults, target, examples)
