"""Reading everything under some paths: parcels with their submissions, in order, while the workers read ahead. Records nothing."""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Iterator
from dataclasses import replace
from pathlib import Path

from duchá.steps.parcels import Parcel, parcels
from duchá.submissions.context import Arrival, Context
from duchá.submissions.model import Submission
from duchá.submissions.read_submission import read_submission, settle
from duchá.submissions.without_forms import unread, without_forms
from duchá.submissions.written_report import read_report
from duchá.terms.fault import Fault, Weight
from duchá.workbooks.faults import CLASSIFIED
from duchá.workbooks.model import FileKind, RawBook
from duchá.workbooks.read_folder import Entry
from duchá.workbooks.read_worker import Readers


def read_all(
    found: tuple[Entry, ...], archive: Path, known: Collection[str], context: Context, readers: Readers
) -> Iterator[tuple[Parcel, Submission | None]]:
    """Every parcel with its submission, in order, while the workers read ahead; None for what needs no reading."""
    waiting: deque[Parcel] = deque()

    def feed() -> Iterator[tuple[int, Path, FileKind, str]]:
        for number, parcel in enumerate(_with_companions(one, context) for one in parcels(found, archive, known, readers)):
            waiting.append(parcel)
            if parcel.intake is not None and not _needs_no_reading(parcel):
                yield number, parcel.intake.stored, parcel.intake.kind, parcel.name

    for _, book, faults in readers.read_many(feed()):
        while _needs_no_reading(waiting[0]):
            yield _unread(waiting.popleft(), context)
        parcel = waiting.popleft()
        yield parcel, _submission(parcel, book, (*parcel.faults, *faults), context)
    while waiting:
        yield _unread(waiting.popleft(), context)


def _with_companions(parcel: Parcel, context: Context) -> Parcel:
    """What lies beside a file in a folder that names exactly one unit came with it; in any other folder it did not."""
    if parcel.companions or not parcel.beside or len(context.campaign.roster.named_in(parcel.folders[-1])) != 1:
        return parcel
    return replace(parcel, companions=parcel.beside)


def _needs_no_reading(parcel: Parcel) -> bool:
    return parcel.intake is None or parcel.known or parcel.ignored or parcel.emptied


def _unread(parcel: Parcel, context: Context) -> tuple[Parcel, Submission | None]:
    if parcel.known or parcel.ignored or (parcel.emptied and not parcel.faults):
        return parcel, None
    return parcel, replace(unread(parcel.faults, _context_for(parcel, context)), sha256=parcel.sha256)


def _context_for(parcel: Parcel, context: Context) -> Context:
    arrival = Arrival(
        source=parcel.source,
        received_at=parcel.arrived_at or context.arrival.received_at,
        folders=parcel.folders,
        sender=parcel.sender,
        given_unit=context.arrival.given_unit,
        companions=parcel.companions,
    )
    return replace(context, arrival=arrival)


def _submission(parcel: Parcel, book: RawBook | None, faults: tuple[Fault, ...], context: Context) -> Submission:
    mine = _context_for(parcel, context)
    assert parcel.intake is not None
    if any(fault.kind is CLASSIFIED for fault in faults):  # before anything else is made of it: a report, an attachment
        return unread(faults, mine)
    if book is not None:
        found = read_submission(replace(book, notes=(*faults, *book.notes)), mine)
    else:
        report = read_report(parcel.intake.kind, None, mine)
        found = without_forms(parcel.intake.kind, faults, mine) if report is None else settle(report, mine, _harmless(faults))
    return replace(found, sha256=parcel.sha256)


def _harmless(faults: tuple[Fault, ...]) -> tuple[Fault, ...]:
    """What still matters of a document taken as the written report: that no table could be read from it does not."""
    return tuple(fault for fault in faults if fault.kind.weight is not Weight.REJECT)
