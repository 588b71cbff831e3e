"""An archived original read again, with what is known now."""

from __future__ import annotations

from dataclasses import replace

from duchá.journal.replay import Receipt
from duchá.steps.open_campaign import OpenCampaign
from duchá.submissions.context import Answers, Arrival, Context
from duchá.submissions.model import Submission
from duchá.submissions.read_submission import read_submission, settle, with_unit
from duchá.submissions.written_report import read_report
from duchá.workbooks.model import FileKind
from duchá.workbooks.read_intake import stored_at
from duchá.workbooks.read_worker import Readers


def reread(opened: OpenCampaign, receipt: Receipt, answers: Answers, unit: str | None, readers: Readers) -> Submission | None:
    """The submission as it would be taken today; None where there is nothing to read in it. ``unit`` is the one that is known, if any."""
    payload = receipt.payload
    sha256, kind = str(payload["sha256"]), FileKind(payload["kind"])
    arrival = Arrival(
        source=receipt.source,
        received_at=receipt.received_at,
        folders=tuple(payload.get("folders", ())),
        sender=str(payload.get("sender", "")),
        given_unit=unit,
        companions=tuple(payload.get("companions", ())),
    )
    context = Context(campaign=opened.campaign, arrival=arrival, answers=answers)
    book, faults = readers.read(stored_at(opened.archive, sha256), kind, receipt.source)
    if book is None:
        report = read_report(kind, None, context)
        return replace(settle(report, context), sha256=sha256) if report is not None else None
    found = read_submission(replace(book, notes=(*faults, *book.notes)), context)
    if unit is not None and found.unit is None:  # a person's word goes before witnesses that disagree
        found = with_unit(found, unit, context)
    return replace(found, sha256=sha256)
