"""Reading everything under some paths: parcels with their submissions, in order, while the workers read ahead. Records nothing."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from types import MappingProxyType

from duchá.receipts.reread import taken
from duchá.steps.parcels import IncomingFile, parcels
from duchá.submissions.context import Arrival, Context
from duchá.submissions.model import Submission
from duchá.submissions.without_forms import unread, without_forms
from duchá.terms.fault import Fault
from duchá.workbooks.folder import FolderEntry
from duchá.workbooks.pool import Readers
from duchá.workbooks.sheets.faults import CLASSIFIED
from duchá.workbooks.sheets.model import FileKind, RawBook


def read_all(
    found: tuple[FolderEntry, ...],
    archive: Path,
    known: Collection[str],
    context: Context,
    readers: Readers,
    *,
    digests: Mapping[Path, str] = MappingProxyType({}),
    received: Callable[[IncomingFile], datetime] | None = None,
) -> Iterator[tuple[IncomingFile, Submission | None]]:
    """Every parcel with its submission, in order, while the workers read ahead; None for what needs no reading.

    ``received`` says when a file came; without it by its message, else when the context says. ``digests`` are those taken already.
    """
    waiting: deque[IncomingFile] = deque()

    def arrived(parcel: IncomingFile) -> Context:
        return _context_for(parcel, context, received)

    def feed() -> Iterator[tuple[int, Path, FileKind, str]]:
        for number, parcel in enumerate(_with_companions(one, context) for one in parcels(found, archive, known, readers, digests)):
            waiting.append(parcel)
            if parcel.intake is not None and not _needs_no_reading(parcel):
                yield number, parcel.intake.stored, parcel.intake.kind, parcel.name

    for _, book, faults in readers.read_many(feed()):
        while _needs_no_reading(waiting[0]):
            yield _unread(waiting.popleft(), arrived)
        parcel = waiting.popleft()
        yield parcel, _submission(parcel, book, (*parcel.faults, *faults), arrived(parcel))
    while waiting:
        yield _unread(waiting.popleft(), arrived)


def _with_companions(parcel: IncomingFile, context: Context) -> IncomingFile:
    """What lies beside a file in a folder that names exactly one unit came with it; in any other folder it did not."""
    if parcel.companions or not parcel.beside or len(context.campaign.roster.named_in(parcel.folders[-1])) != 1:
        return parcel
    return replace(parcel, companions=parcel.beside)


def _needs_no_reading(parcel: IncomingFile) -> bool:
    return parcel.intake is None or parcel.known or parcel.ignored or parcel.emptied


def _unread(parcel: IncomingFile, arrived: Callable[[IncomingFile], Context]) -> tuple[IncomingFile, Submission | None]:
    if parcel.known or parcel.ignored or (parcel.emptied and not parcel.faults):
        return parcel, None
    return parcel, replace(unread(parcel.faults, arrived(parcel)), sha256=parcel.sha256)


def _context_for(parcel: IncomingFile, context: Context, received: Callable[[IncomingFile], datetime] | None) -> Context:
    arrival = Arrival(
        source=parcel.source,
        received_at=received(parcel) if received is not None else parcel.arrived_at or context.arrival.received_at,
        folders=parcel.folders,
        sender=parcel.sender,
        given_unit=context.arrival.given_unit,
        companions=parcel.companions,
    )
    return replace(context, arrival=arrival)


def _submission(parcel: IncomingFile, book: RawBook | None, faults: tuple[Fault, ...], context: Context) -> Submission:
    assert parcel.intake is not None
    if any(fault.kind is CLASSIFIED for fault in faults):  # before anything else is made of it: a report, an attachment
        return unread(faults, context)
    kind = parcel.intake.kind
    return replace(taken(book, faults, kind, context) or without_forms(kind, faults, context), sha256=parcel.sha256)
