"""Reading everything under some paths: incoming files with their submissions, in order, while the workers read ahead. Records nothing."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from types import MappingProxyType

from duchá.receipts.reread import taken
from duchá.steps.incoming import IncomingFile, arrivals
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
    """Every incoming file with its submission, in order, while the workers read ahead; None for what needs no reading.

    ``received`` says when a file came; without it by its message, else when the context says. ``digests`` are those taken already.
    """
    waiting: deque[IncomingFile] = deque()

    def arrived(incoming_file: IncomingFile) -> Context:
        return _context_for(incoming_file, context, received)

    def feed() -> Iterator[tuple[int, Path, FileKind, str]]:
        for number, incoming_file in enumerate(_with_companions(one, context) for one in arrivals(found, archive, known, readers, digests)):
            waiting.append(incoming_file)
            if incoming_file.intake is not None and not _needs_no_reading(incoming_file):
                yield number, incoming_file.intake.stored, incoming_file.intake.kind, incoming_file.name

    for _, book, faults in readers.read_many(feed()):
        while _needs_no_reading(waiting[0]):
            yield _unread(waiting.popleft(), arrived)
        incoming_file = waiting.popleft()
        yield incoming_file, _submission(incoming_file, book, (*incoming_file.faults, *faults), arrived(incoming_file))
    while waiting:
        yield _unread(waiting.popleft(), arrived)


def _with_companions(incoming_file: IncomingFile, context: Context) -> IncomingFile:
    """What lies beside a file in a folder that names exactly one unit came with it; in any other folder it did not."""
    if incoming_file.companions or not incoming_file.beside or len(context.campaign.roster.named_in(incoming_file.folders[-1])) != 1:
        return incoming_file
    return replace(incoming_file, companions=incoming_file.beside)


def _needs_no_reading(incoming_file: IncomingFile) -> bool:
    return incoming_file.intake is None or incoming_file.known or incoming_file.ignored or incoming_file.emptied


def _unread(incoming_file: IncomingFile, arrived: Callable[[IncomingFile], Context]) -> tuple[IncomingFile, Submission | None]:
    if incoming_file.known or incoming_file.ignored or (incoming_file.emptied and not incoming_file.faults):
        return incoming_file, None
    return incoming_file, replace(unread(incoming_file.faults, arrived(incoming_file)), sha256=incoming_file.sha256)


def _context_for(incoming_file: IncomingFile, context: Context, received: Callable[[IncomingFile], datetime] | None) -> Context:
    arrival = Arrival(
        source=incoming_file.source,
        received_at=received(incoming_file) if received is not None else incoming_file.arrived_at or context.arrival.received_at,
        folders=incoming_file.folders,
        sender=incoming_file.sender,
        given_unit=context.arrival.given_unit,
        companions=incoming_file.companions,
    )
    return replace(context, arrival=arrival)


def _submission(incoming_file: IncomingFile, book: RawBook | None, faults: tuple[Fault, ...], context: Context) -> Submission:
    assert incoming_file.intake is not None
    if any(fault.kind is CLASSIFIED for fault in faults):  # before anything else is made of it: a report, an attachment
        return unread(faults, context)
    kind = incoming_file.intake.kind
    return replace(taken(book, faults, kind, context) or without_forms(kind, faults, context), sha256=incoming_file.sha256)
