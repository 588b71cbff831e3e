"""An archived original read again, with what is known now."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path  # house: only handed on to the reader of the archive

from duchá.campaign.model import Campaign
from duchá.receipts.receipts import Receipt
from duchá.submissions.context import Answers, Arrival, Context
from duchá.submissions.model import Submission
from duchá.submissions.read.submission import taken, with_unit
from duchá.workbooks.intake import stored_at
from duchá.workbooks.pool import Readers
from duchá.workbooks.sheets.model import FileKind


def reread(
    campaign: Campaign,
    archive: Path,
    receipt: Receipt,
    answers: Answers,
    readers: Readers,
    unit: str | None = None,
    *,
    period: str = "",
    deliverable: str = "",
) -> Submission | None:
    """The submission as it would be taken today; None where there is nothing to read in it.

    ``unit``, ``period`` and ``deliverable`` are those that a person names now, else they are those that were named for it, or that the receipt had. What the file says by itself is asked first, so
    that what is noted about a name is noted whichever way it was settled.
    """
    payload = receipt.payload
    sha256, kind = str(payload["sha256"]), FileKind(payload["kind"])
    arrival = Arrival(
        source=receipt.source,
        received_at=receipt.received_at,
        folders=tuple(payload.get("folders", ())),
        sender=str(payload.get("sender", "")),
        companions=tuple(payload.get("companions", ())),
        given_period=period or str(payload.get("given", {}).get("period", "")),
        given_deliverable=deliverable or str(payload.get("given", {}).get("deliverable", "")),
    )
    context = Context(campaign=campaign, arrival=arrival, answers=answers)
    book, faults = readers.read(stored_at(archive, sha256), kind, receipt.source)
    found = taken(book, faults, kind, context)
    known = unit or (receipt.unit if receipt.unit and campaign.roster.get(receipt.unit) else None)
    if found is not None and known is not None and found.unit != known:
        context = replace(context, arrival=replace(arrival, given_unit=known))
        found = taken(book, faults, kind, context)
        found = with_unit(found, known, context) if found is not None and found.unit is None else found
    return None if found is None else replace(found, sha256=sha256)
