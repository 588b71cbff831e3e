"""Marked copies to send back: outputs of the journal and the archive, written where they are wanting."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from duchá.journal.replay import Receipt
from duchá.rulebook.form import FilledBy
from duchá.steps.open_campaign import OpenCampaign
from duchá.steps.written import shown_path, written_by_us
from duchá.submissions.as_json import fault_from_json
from duchá.submissions.status import Status
from duchá.submissions.write_marked_copy import examples_of, write_marked_copy
from duchá.workbooks.read_intake import stored_at

_MARKED = (Status.SENT_BACK, Status.HELD)


def write_missing_copies(opened: OpenCampaign, receipts: Iterable[Receipt]) -> tuple[str, ...]:
    """Writes every marked copy that the receipts promise and the folder has not; gives their names."""
    written = []
    for receipt in receipts:
        name = receipt.payload.get("marked_copy")
        if name and receipt.status in _MARKED and not receipt.withdrawn and not (opened.folder / name).exists():
            written.append(_write(opened, receipt.payload, opened.folder / name))
    return tuple(written)


def _write(opened: OpenCampaign, payload: Mapping[str, Any], place: Path) -> str:
    original = stored_at(opened.archive, str(payload["sha256"]))
    faults = tuple(fault_from_json(fault) for fault in payload["faults"])
    examples = examples_of(opened.campaign.forms(FilledBy.UNIT))
    put = written_by_us(opened).put(place, lambda path: write_marked_copy(original, str(payload["source"]), faults, path, examples))
    return shown_path(opened, put.path)
