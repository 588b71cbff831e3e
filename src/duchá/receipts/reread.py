"""Archived originals read again, with what is known now: in the guarded processes, and by the reading, that `collect` has."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path  # house: only handed on to the reader of the archive

from duchá.campaign.model import Campaign, end_of
from duchá.receipts.receipts import Receipt
from duchá.submissions.context import Answers, Arrival, Context
from duchá.submissions.read.returns import StoredReturn, read_again
from duchá.submissions.ready import ReadyToFile
from duchá.workbooks.intake import stored_at
from duchá.workbooks.pool import Readers
from duchá.workbooks.sheets.model import FileKind


def reread(
    campaign: Campaign,
    archive: Path,
    receipts: Iterable[Receipt],
    answers: Answers,
    readers: Readers,
    unit: str = "",
    *,
    period: str = "",
    deliverable: str = "",
) -> Iterator[tuple[Receipt, ReadyToFile | None]]:
    """What each file would be taken for today, in their order; None where there is nothing to read in it.

    ``unit``, ``period`` and ``deliverable`` are those that a person names now, else they are those that were named for it, or that the receipt had.
    """

    def stored(receipt: Receipt) -> StoredReturn:
        payload = receipt.payload
        sha256, given = str(payload["sha256"]), payload.get("given", {})
        arrival = Arrival(
            source=receipt.source,
            received_at=receipt.received_at,
            folders=tuple(payload.get("folders", ())),
            sender=str(payload.get("sender", "")),
            companions=tuple(payload.get("companions", ())),
            given_period=period or str(given.get("period", "")),
            given_deliverable=deliverable or str(given.get("deliverable", "")),
        )
        return StoredReturn(
            path=stored_at(archive, sha256),
            sha256=sha256,
            kind=FileKind(payload["kind"]),
            name=arrival.file_name,
            arrival=arrival,
            known=unit or (receipt.unit if receipt.unit and campaign.roster.get(receipt.unit) else ""),
        )

    none_yet = Arrival(source="", received_at=end_of(campaign.settings.start, campaign))  # each has its own
    context = Context(campaign=campaign, arrival=none_yet, answers=answers)
    return read_again(readers, context, ((receipt, stored(receipt)) for receipt in receipts))
