"""collect: read, check, record and archive what came in; who is in, who is missing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from duchá.campaign import faults as campaign_faults
from duchá.journal.fact import Fact, FactKind, Json, NewFact
from duchá.journal.read_journal import known_contents
from duchá.journal.replay import Standing, matrix, receipts_of
from duchá.journal.write_journal import JournalWriter, open_journal
from duchá.steps.answers import answers_of
from duchá.steps.file_submission import Desk, Origin, file_submission
from duchá.steps.given_unit import given_unit
from duchá.steps.open_campaign import OpenCampaign, note_context
from duchá.steps.parcels import Parcel
from duchá.steps.read_all import read_all
from duchá.steps.rejudge import rejudge
from duchá.steps.returned import write_missing_copies
from duchá.submissions.context import Arrival, Context
from duchá.submissions.model import Submission
from duchá.submissions.status import Status
from duchá.terms.fault import Fault, Stop
from duchá.terms.place import Place
from duchá.workbooks.faults import CLASSIFIED
from duchá.workbooks.read_folder import entries
from duchá.workbooks.read_intake import discard, sweep
from duchá.workbooks.read_worker import open_readers

Tick = Callable[[int, int], None]
BEGUN, ENDED = "collect-begun", "collect-ended"


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """What the clerk asks for: paths, and what is known about them by hand."""

    paths: tuple[Path, ...]
    received_at: datetime | None = None
    unit: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Collected:
    """What happened to each file (payloads of the journal, in order of the files) and how things stand now.

    ``rejudged`` are earlier receipts whose outcome is another since roster, rulebooks or answers changed.
    """

    opened: OpenCampaign
    submissions: tuple[dict[str, Any], ...]
    standings: tuple[Standing, ...]
    files: int
    resumed: int = 0
    faults: tuple[Fault, ...] = ()
    rejudged: tuple[dict[str, Any], ...] = ()


def collect(opened: OpenCampaign, delivery: Delivery, tick: Tick) -> Collected:
    """Takes in everything under the paths. Raises Stop (C013, C014) and JournalError; one bad file never stops the others."""
    given = given_unit(opened.campaign, delivery.unit)
    for path in delivery.paths:
        if not path.exists() and not path.is_symlink():
            raise Stop(campaign_faults.NO_SUCH_PATH.at(Place(file=str(path)), path=path))
    found = entries(delivery.paths, opened.folder)
    with open_journal(opened.journal, now=opened.now, by=opened.by) as writer:
        sweep(opened.archive)
        note_context(opened, writer)
        facts = writer.facts()
        written = writer.listen()  # the journal is read once
        batch = _Batch(writer=writer, facts=facts, received_at=delivery.received_at or opened.now, sources=[entry.shown for entry in found])
        context = Context(
            campaign=opened.campaign, arrival=Arrival(source="", received_at=batch.received_at, given_unit=given), answers=answers_of(facts)
        )
        done = []
        with open_readers(errors=opened.errors) as readers:
            rejudged = rejudge(Desk(opened=opened, writer=writer, receipts=()), facts, readers)
            before, seen = receipts_of((*facts, *written)), len(written)
            desk = Desk(opened=opened, writer=writer, receipts=before)
            for parcel, submission in read_all(found, opened.archive, known_contents(opened.journal), context, readers):
                done.append(_settled(parcel, submission, desk, batch))
                tick(len(done), max(len(found), len(done)))
        batch.end()
        done = [desk.as_it_stands(payload) for payload in done]
        receipts = before if len(written) == seen else receipts_of((*facts, *written))
        faults = tuple(writer.faults)
    _, unwritten = write_missing_copies(opened, receipts)
    standings = matrix(opened.campaign, receipts, opened.as_of)
    return Collected(
        opened=opened,
        submissions=tuple(done),
        standings=standings,
        files=len(found),
        resumed=batch.resumed,
        faults=(*faults, *unwritten),
        rejudged=rejudged,
    )


class _Batch:
    """One run over a folder. What a killed run had begun keeps its receipt time, so that it ends as if undisturbed."""

    def __init__(self, *, writer: JournalWriter, facts: tuple[Fact, ...], received_at: datetime, sources: list[str]) -> None:
        notes = [fact for fact in facts if fact.kind is FactKind.NOTE and fact.payload.get("note") in (BEGUN, ENDED)]
        self._writer = writer
        self._open = bool(notes) and notes[-1].payload["note"] == BEGUN
        self.resumed = notes[-1].seq if self._open else 0
        self.received_at = notes[-1].happened_at if self._open else received_at
        self._sources = sources
        self.secret: set[str] = set()  # contents of containers that held a classified file: nothing is kept of them

    def begin(self) -> None:
        """Notes the beginning, before the first file of the run is recorded."""
        if not self._open:
            self._writer.append(
                NewFact(kind=FactKind.NOTE, happened_at=self.received_at, payload={"note": BEGUN, "files": len(self._sources)})
            )
            self._open = True

    def end(self) -> None:
        """Notes the end, when there was a beginning."""
        if self._open:
            self._writer.append(NewFact(kind=FactKind.NOTE, happened_at=self.received_at, payload={"note": ENDED}))
            self._open = False


def _settled(parcel: Parcel, submission: Submission | None, desk: Desk, batch: _Batch) -> dict[str, Json]:
    """Records one parcel (or not: what is ignored, known, classified or could not be archived leaves no trace) and gives its payload for the answer."""
    if submission is not None and any(fault.kind is CLASSIFIED for fault in submission.faults):
        return _thrown_out(parcel, submission, desk, batch)
    if parcel.emptied and parcel.sha256 in batch.secret:
        return desk.unrecorded(parcel.source, None, Status.IGNORED)
    if submission is None:
        if parcel.emptied:
            batch.begin()
            desk.note_container(parcel.source, str(parcel.sha256))
        status = Status.IGNORED if parcel.ignored or parcel.emptied else Status.DUPLICATE
        return desk.unrecorded(parcel.source, parcel.sha256, status)
    if parcel.intake is None:
        return desk.unrecorded(parcel.source, None, Status.REFUSED, submission.faults)
    batch.begin()
    origin = Origin(kind=parcel.intake.kind.value, companions=parcel.companions, folders=parcel.folders, sender=parcel.sender)
    return file_submission(desk, submission, origin)


def _thrown_out(parcel: Parcel, submission: Submission, desk: Desk, batch: _Batch) -> dict[str, Json]:
    """What carries a mark of secrecy (X-06): neither it nor the zip or mail around it stays in the archive, and nothing is recorded."""
    for intake in (parcel.intake, parcel.container):
        if intake is not None:
            discard(intake)
    if parcel.container is not None:
        batch.secret.add(parcel.container.sha256)
    return desk.unrecorded(parcel.source, None, Status.REFUSED, submission.faults)
