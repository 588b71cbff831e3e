"""collect: read, check, record and archive what came in; who is in, who is missing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from duchá.campaign import faults as campaign_faults
from duchá.journal.fact import Fact, FactKind, NewFact
from duchá.journal.notes import CollectBegunNote, CollectEndedNote, ContainerNote
from duchá.journal.read import known_contents, read_body
from duchá.journal.write import JournalWriter, open_journal
from duchá.receipts.answers import answers_of
from duchá.receipts.file import Filing, FilingState, Origin, file_unless
from duchá.receipts.matrix import ReceiptStanding, matrix
from duchá.receipts.receipts import receipts_of
from duchá.receipts.rejudge import rejudge
from duchá.receipts.write_copies import write_missing_copies
from duchá.steps.duties_of import dated
from duchá.steps.filing import filing_state
from duchá.steps.given_unit import given_unit
from duchá.steps.incoming import IncomingFile, digests_of
from duchá.steps.open_campaign import OpenCampaign, note_context
from duchá.steps.read_all import ReadingTick, read_all, told
from duchá.submissions.context import Arrival, Context
from duchá.submissions.ready import ReadyToFile
from duchá.submissions.status import Status
from duchá.terms.fault import Fault, Stop
from duchá.terms.place import Place
from duchá.workbooks.folder import FolderEntry, entries, stamp
from duchá.workbooks.intake import discard, sweep
from duchá.workbooks.pool import open_readers, workers_for
from duchá.workbooks.sheets.faults import CLASSIFIED

Payload = dict[str, Any]
_ON_FILE: Mapping[str, Any] = {}  # its payload stands with its receipt


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """What the clerk asks for: paths, and what is known about them by hand. ``jobs``: how many processes read (0: as many as are worth it)."""

    paths: tuple[Path, ...]
    received_at: datetime | None = None
    unit: str | None = None
    jobs: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Collected:
    """What happened to each file (payloads of the journal, in order of the files) and how things stand now.

    ``rejudged`` are earlier receipts whose outcome is another since roster, rulebooks or answers changed; ``followed`` those that are
    something else on account of what was settled now, ``turned`` those of them that have another status by it.
    """

    opened: OpenCampaign
    submissions: tuple[Mapping[str, Any], ...]
    standings: tuple[ReceiptStanding, ...]
    files: int
    resumed: int = 0
    faults: tuple[Fault, ...] = ()
    rejudged: tuple[Mapping[str, Any], ...] = ()
    followed: tuple[Mapping[str, Any], ...] = ()
    turned: tuple[Mapping[str, Any], ...] = ()


def collect(opened: OpenCampaign, delivery: Delivery, tick: ReadingTick) -> Collected:
    """Takes in everything under the paths. Raises Stop (C013, C014) and JournalError; one bad file never stops the others."""
    opened = dated(opened)
    given = given_unit(opened.campaign, delivery.unit)
    for path in delivery.paths:
        if not path.exists() and not path.is_symlink():
            raise Stop(campaign_faults.NO_SUCH_PATH.at(Place(file=str(path)), path=path))
    found = entries(delivery.paths, opened.folder)
    with open_journal(opened.journal, now=opened.now, by=opened.by, shared=True) as writer:
        with writer.alone_in_archive() as alone:
            if alone:
                sweep(opened.archive)
        note_context(opened, writer)
        known, digests = known_contents(opened.journal), digests_of(found)
        facts = writer.facts()
        answers = answers_of(facts)
        state = filing_state(opened, receipts_of(facts), answers)
        were = {number: receipt.status for number, receipt in state.receipts.items()}
        batch = _Batch(opened, writer, state, facts, delivery.received_at)
        batch.expect(found, [entry for entry in found if digests.get(entry.path) and digests[entry.path] not in known])
        arrival = Arrival(source="", received_at=batch.received_at, given_unit=given)
        context = Context(campaign=opened.campaign, arrival=arrival, answers=answers)
        done: list[tuple[int | None, Mapping[str, Any]]] = []
        with open_readers(delivery.jobs or workers_for(len(found)), opened.errors) as readers:
            rejudged = rejudge(state, writer, facts, opened.archive, answers, readers, opened.now)
            read = read_all(found, opened.archive, known, context, readers, digests=digests, received=batch.received)
            for incoming, ready in told(found, read, tick):
                done.append(_settled(incoming, ready, state, batch))
            batch.in_turn()
            if state.told_meanwhile:  # by another clerk: what this run read may come out otherwise
                followed, mine = state.followed, frozenset(number for number, _ in done if number is not None)
                facts = writer.facts()
                answers = answers_of(facts)
                state = batch.state = filing_state(opened, receipts_of(facts), answers)
                state.followed |= followed
                rejudged += rejudge(state, writer, facts, opened.archive, answers, readers, opened.now, also=mine)
        batch.end()
        faults = tuple(writer.faults)
    receipts = tuple(state.receipts[number] for number in sorted(state.receipts))
    _, unwritten = write_missing_copies(
        opened.campaign, opened.folder, opened.home, receipts, opened.errors, body_of=lambda seq: read_body(opened.journal, seq)
    )
    filed = {number for number, _ in done if number is not None}
    altered = tuple(state.receipts[number] for number in sorted(state.followed - filed - set(rejudged)))
    return Collected(
        opened=opened,
        submissions=tuple(payload if number is None else state.receipts[number].payload for number, payload in done),
        standings=matrix(opened.campaign, receipts, opened.as_of),
        files=len(found),
        resumed=batch.resumed,
        faults=(*faults, *unwritten),
        rejudged=tuple(state.receipts[number].payload for number in rejudged),
        followed=tuple(receipt.payload for receipt in altered),
        turned=tuple(receipt.payload for receipt in altered if receipt.status is not were.get(receipt.number, receipt.status)),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Interrupted:
    """A run that was begun and never ended, and the stamps of its files; None where it was begun before runs noted any: then all are its."""

    seq: int
    at: datetime
    given: bool
    files: frozenset[str] | None

    def has(self, stamp: str) -> bool:
        """True for a file that it was to take in."""
        return self.files is None or stamp in self.files


class _Batch:
    """One run. The files of an interrupted run keep that run's time, so that it ends as if undisturbed; no others do.

    A time that was given goes before all, then that of the interrupted run, then a message's own, then now.
    """

    def __init__(
        self, opened: OpenCampaign, writer: JournalWriter, state: FilingState, facts: Iterable[Fact], given: datetime | None
    ) -> None:
        self._writer, self._now, self._given, self.state = writer, opened.now, given, state
        self._open = tuple(run for run in _interrupted(facts, opened) if not writer.is_going_on(run.seq))
        self._own = 0
        self._count = 0
        self._mine: list[str] = []
        self._begun_by: dict[str, _Interrupted] = {}
        self._left: list[int] = []
        self._ran = self._begun = False
        self.received_at = given or opened.now
        self.secret: set[str] = set()  # contents of containers that held a classified file: nothing is kept of them

    def expect(self, found: tuple[FolderEntry, ...], fresh: list[FolderEntry]) -> None:
        """What lies there, and what of it has not come before."""
        self._count = len(found)
        stamps = {entry.shown: stamp(entry) for entry in fresh}
        self._begun_by = {shown: run for run in self._open for shown, mark in stamps.items() if run.has(mark)}
        self._mine = sorted(mark for shown, mark in stamps.items() if self._given or shown not in self._begun_by)
        there = {stamp(entry) for entry in found} if self._open else set()
        self._left = [run.seq for run in self._open if run.files is not None and not run.files <= there]

    @property
    def resumed(self) -> int:
        """The interrupted run that this one has gone on with; 0 where there was none."""
        return max((run.seq for run in self._begun_by.values()), default=0)

    def received(self, incoming: IncomingFile) -> datetime:
        """When a file came."""
        if self._given is not None:
            return self._given
        run = self._begun_by.get(incoming.source)
        if run is None and incoming.container is not None:
            run = next((run for shown, run in self._begun_by.items() if incoming.source.startswith(f"{shown}!")), None)
        if run is not None and run.given:
            return run.at
        return incoming.arrived_at or (run.at if run is not None else self._now)

    def begin(self) -> None:
        """Notes the beginning, with the stamps of the files that are to come, before the first of them is recorded."""
        self._ran = True
        if self._mine and not self._begun:
            note = CollectBegunNote(files=self._count, given=self._given is not None)
            recorded = self.in_turn(note.fact(self.received_at, {"stamps": list(self._mine)}), going_on=True)
            self._own, self._begun = recorded[0].seq, True

    def in_turn(self, *facts: NewFact, going_on: bool = False) -> tuple[Fact, ...]:
        """Hears what others have recorded, and records facts of this run."""

        def heard(news: tuple[Fact, ...]) -> tuple[None, tuple[NewFact, ...]]:
            self.state.hear(news, of_others=True)
            return None, facts

        return self._writer.in_turn(heard, going_on=going_on)[1]

    def file(self, filing: Filing, content: str) -> int | None:
        """Files one file of the run, and gives its receipt's number; None where another clerk has filed the same content meanwhile."""
        self.begin()
        draft = file_unless(self.state, self._writer, filing, lambda: content in self.state.by_content)
        return None if draft is None else draft.number

    def note_container(self, incoming: IncomingFile) -> None:
        """Notes a container whose members are all on file: known from now on."""
        self.begin()
        self._writer.append(ContainerNote(source=incoming.source, sha256=str(incoming.sha256)).fact(self._now))

    def end(self) -> None:
        """Notes the end, when there was a beginning, of this run or of one that has nothing left to go on with.

        What others have begun meanwhile is theirs to end.
        """
        if not self._ran and len(self._left) == len(self._open):
            return

        def ended(news: tuple[Fact, ...]) -> tuple[None, tuple[NewFact, ...]]:
            self.state.hear(news, of_others=True)
            mine = {self._own, *(run.seq for run in self._open)}
            left = sorted({*self._left, *(_begun(self._writer.facts(kinds=frozenset({FactKind.NOTE}))).keys() - mine)})
            return None, (CollectEndedNote(open=tuple(left)).fact(self.received_at),)

        self._writer.in_turn(ended)


def _begun(facts: Iterable[Fact]) -> dict[int, tuple[datetime, CollectBegunNote]]:
    """When the runs came that were begun and never ended, oldest first, and what their notes say."""
    begun: dict[int, tuple[datetime, CollectBegunNote]] = {}
    for fact in facts:
        if (said := CollectBegunNote.of(fact)) is not None:
            begun[fact.seq] = fact.happened_at, said
        elif (ended := CollectEndedNote.of(fact)) is not None:
            begun = {seq: run for seq, run in begun.items() if seq in ended.open}
    return begun


def _interrupted(facts: Iterable[Fact], opened: OpenCampaign) -> tuple[_Interrupted, ...]:
    """The runs that were begun and never ended, oldest first, as they are gone on with."""
    found = []
    for seq, (at, said) in _begun(facts).items():
        body = read_body(opened.journal, seq)
        stamps = body.get("stamps") if isinstance(body, dict) else None
        files = frozenset(map(str, stamps)) if isinstance(stamps, list) else None
        found.append(_Interrupted(seq=seq, at=at, given=said.given, files=files))
    return tuple(found)


def _settled(incoming: IncomingFile, ready: ReadyToFile | None, state: FilingState, batch: _Batch) -> tuple[int | None, Mapping[str, Any]]:
    """Records one incoming file and gives its receipt's number; what is ignored, known, classified or could not be archived leaves no trace but the
    payload that is given."""
    if ready is not None and CLASSIFIED.code in ready.codes:
        return _thrown_out(incoming, ready, state, batch)
    if incoming.emptied and incoming.sha256 in batch.secret:
        return None, _unrecorded(state, incoming.source, None, Status.IGNORED)
    if ready is None:
        if incoming.emptied:
            batch.note_container(incoming)
        status = Status.IGNORED if incoming.ignored or incoming.emptied else Status.DUPLICATE
        return None, _unrecorded(state, incoming.source, incoming.sha256, status)
    if incoming.intake is None:
        return None, _unrecorded(state, incoming.source, None, Status.REFUSED, ready)
    origin = Origin(kind=incoming.intake.kind.value, companions=incoming.companions, folders=incoming.folders, sender=incoming.sender)
    filed = batch.file(Filing(submission=ready, origin=origin), incoming.intake.sha256)
    return (filed, _ON_FILE) if filed is not None else (None, _unrecorded(state, incoming.source, incoming.sha256, Status.DUPLICATE))


def _thrown_out(incoming: IncomingFile, ready: ReadyToFile, state: FilingState, batch: _Batch) -> tuple[None, Payload]:
    """What carries a mark of secrecy (X-06): neither it nor the zip or mail around it stays in the archive, and nothing is recorded."""
    for intake in (incoming.intake, incoming.container):
        if intake is not None:
            discard(intake)
    if incoming.container is not None:
        batch.secret.add(incoming.container.sha256)
    return None, _unrecorded(state, incoming.source, None, Status.REFUSED, ready)


def _unrecorded(state: FilingState, source: str, sha256: str | None, status: Status, ready: ReadyToFile | None = None) -> Payload:
    """The answer for a file that leaves no trace in the journal: ignored, already in, or classified."""
    known = state.by_content.get(sha256 or "")
    earlier = state.receipts[known].payload if known is not None else {}
    return {
        "receipt": known,
        "source": source,
        "sha256": sha256,
        "unit": earlier.get("unit"),
        "status": status.value,
        "version": earlier.get("version"),
        "supersedes": None,
        "received_at": earlier.get("received_at"),
        "late_days": 0,
        "deliverables": list(earlier.get("deliverables", [])),
        "forms": {},
        "faults": list(ready.payload["faults"]) if ready is not None else [],
        "marked_copy": None,
    }
