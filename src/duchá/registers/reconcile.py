"""From what register files say to what is to be written down: new rows, corrections, questions. Pure; nothing is withdrawn in silence."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from duchá.registers import faults as kinds
from duchá.registers.known import KnownRow
from duchá.registers.match_rows import Look, RowInFile, Slot, Slots, match, match_fresh, shown_key
from duchá.registers.model import RegisterFile, TypedRow
from duchá.registers.renamed import AS_WRITTEN, Naming
from duchá.registers.rows import RegisterRow, RowChangeKind
from duchá.rulebook.form import Form
from duchá.submissions.places import RowPlaces
from duchá.terms.content_json import content_json
from duchá.terms.fault import Fault
from duchá.terms.place import Place


@dataclass(frozen=True, slots=True, kw_only=True)
class RowDraft:
    """A fact about one row that is about to be written down, and the file that says it.

    ``entry`` is None where the row is only gone or withdrawn; ``left`` are files that no longer hold it, ``also`` others that say the same.
    """

    change: RowChangeKind
    register: str
    key: str
    occurrence: int
    record_no: str
    source: str
    entry: TypedRow | None = None
    before: KnownRow | None = None
    left: tuple[str, ...] = ()
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Reconciled:
    """What each file gives, by source: drafts, faults, questions that somebody signed for; ``unchanged`` counts the rows that said nothing
    new, ``standing`` are the rows that nothing is written down of, with what the file they were last read from says of them (None where
    it does not have them). ``questions`` are those about rows and files that are gone (S713, S714).
    """

    drafts: Mapping[str, tuple[RowDraft, ...]]
    faults: Mapping[str, tuple[Fault, ...]]
    answered: Mapping[str, tuple[Fault, ...]]
    unchanged: Mapping[str, int]
    standing: Mapping[str, tuple[tuple[KnownRow, TypedRow | None], ...]]
    questions: tuple[Fault, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Registers:
    """What is known before the files of a run are compared: the registers by id, a look at any fact in full, the names that units have
    today, and which files were there once and no longer are."""

    forms: Mapping[str, Form]
    look: Look
    naming: Naming = AS_WRITTEN
    absent: Callable[[str], bool] = lambda source: False


def reconcile(known: Iterable[KnownRow], files: tuple[RegisterFile, ...], registers: Registers) -> Reconciled:
    """Compares the files of one run with all rows ever written down (withdrawn ones too).

    A file says something new about a row only where it differs from what the same file said last. Two files that say different new
    things are both held, unless somebody signed for one. A row that its file no longer holds, and no other file of the run, is gone: a
    question; rows of a file that is there no longer are one, unless another file has them. Faults: S709–S714, S717, S718, S721, S722.
    """
    slots = Slots(known, registers.naming, registers.look, registers.forms)
    run = _Run(files, registers, slots)
    fresh: list[tuple[str, list[RowInFile]]] = []
    for file in files:
        by_register: dict[str, list[TypedRow]] = defaultdict(list)
        for register in file.registers:
            by_register[register.form] += register.entries
        for form, entries in by_register.items():
            unique = form in registers.forms and registers.forms[form].unique
            matched = match(slots, file.source, entries, unique=unique)
            run.faults[file.source] += matched.faults
            fresh.append((file.source, matched.fresh))
            if not matched.placed:
                run.unclear.add((file.source, form))
    for source, claims in fresh:
        asked, answered = match_fresh(slots, source, claims)
        run.faults[source] += asked
        run.answered[source] += answered
    gone = [fault for slot in slots for fault in run.settle(slot)]
    lost = [kinds.FILE_GONE.at(Place(file=source), source=source, count=run.lost[source]) for source in sorted(run.lost)]
    return Reconciled(
        drafts={source: tuple(drafts) for source, drafts in run.drafts.items()},
        faults={file.source: tuple(run.faults[file.source]) for file in files},
        answered={file.source: tuple(run.answered[file.source]) for file in files},
        unchanged=run.unchanged,
        standing={source: tuple(rows) for source, rows in run.standing.items()},
        questions=(*gone, *lost),
    )


def row_payload(draft: RowDraft, sha256: str, look: Look, reason: str = "") -> dict[str, Any]:
    """The journal's payload of a draft; what is only gone or withdrawn repeats the row as it stood."""
    entry, before = draft.entry, draft.before
    payload: dict[str, Any] = {
        "register": draft.register,
        "key": draft.key,
        "occurrence": draft.occurrence,
        "record_no": draft.record_no,
        "change": draft.change.value,
        "replaces": before.seq if before else None,
    }
    if entry is not None:
        assert entry.happened_at is not None, "only usable rows are written down"
        shown: TypedRow | RegisterRow = entry
        places = entry.places
        cells = places.addresses() if isinstance(places, RowPlaces) else {id: place.cell for id, place in places.items()}
        stood = {"sha256": sha256, "on": entry.happened_at.isoformat()}
    else:
        assert before is not None, "what is gone was there"
        shown = look(before.seq)
        cells, stood = dict(shown.cells), {"sha256": shown.sha256, "on": shown.happened_at.isoformat()}
    payload |= {
        "values": {id: content_json(content) for id, content in shown.values.items()},
        "extra": dict(shown.extra),
        "source": draft.source,
        "sheet": shown.sheet,
        "row": shown.row,
        "cells": cells,
        **stood,
    }
    told = {"left": list(draft.left), "also": list(draft.also), "reason": reason}
    return payload | {word: said for word, said in told.items() if said}


def since(draft: RowDraft) -> datetime:
    """When the fact happened: the earliest time that the row ever had, so that no earlier view shows what was corrected since."""
    happened = draft.entry.happened_at if draft.entry else None
    assert happened is not None or draft.before is not None, "only usable rows are written down"
    moments = [moment for moment in (happened, draft.before.since if draft.before else None) if moment is not None]
    return min(moments)


class _Run:
    """The files of one run and what comes of them."""

    def __init__(self, files: tuple[RegisterFile, ...], registers: Registers, slots: Slots) -> None:
        self._read = {file.source: file for file in files if file.read}
        self._registers, self._slots, self._rows = registers, slots, slots.count
        self.unclear = {(file.source, register.form) for file in files for register in file.registers if not register.whole}
        outside = {id for id, form in registers.forms.items() if form.outside}
        self._exports: dict[str, list[str]] = defaultdict(list)  # what comes from a system outside is as its last export has it
        for file in files:
            for register in file.registers:
                if register.form in outside and register.whole:
                    self._exports[register.form].append(file.source)
        self.drafts: dict[str, list[RowDraft]] = defaultdict(list)
        self.faults: dict[str, list[Fault]] = defaultdict(list)
        self.answered: dict[str, list[Fault]] = defaultdict(list)
        self.unchanged: dict[str, int] = defaultdict(int)
        self.standing: dict[str, list[tuple[KnownRow, TypedRow | None]]] = defaultdict(list)
        self.lost: Counter[str] = Counter()

    def settle(self, slot: Slot) -> Iterator[Fault]:
        """What becomes of one row; the question about it where it is gone and nobody has said why."""
        before = slot.before
        left = tuple(sorted(self._left(slot)))
        claimed = slot.claims
        draft = self._draft_of(slot, left)
        if draft is not None:
            self.drafts[draft.source].append(draft)
        elif before is not None and before.source in self._read:
            own = next((claim for claim in claimed if claim.source == before.source), None)
            self.standing[before.source].append((before, own.entry if own else None))
        elif before is not None and not claimed and not before.gone and self._is_lost(before):
            self.lost[before.source] += 1
        gone = draft.change is RowChangeKind.GONE if draft else before is not None and before.gone
        if gone and before is not None and not slot.asked:
            yield self._gone(before, draft.source if draft else before.source)

    def _draft_of(self, slot: Slot, left: tuple[str, ...]) -> RowDraft | None:
        if not slot.claims:
            newer = self._exports.get(slot.register, ())
            if newer and left and slot.before is not None and not slot.before.withdrawn:
                return self._draft(RowChangeKind.WITHDRAWN, slot, newer[0], None, left)
            there = tuple(source for source in left if source in self._read)
            return self._draft(RowChangeKind.GONE, slot, there[0], None, there) if there else None
        open_claims = [claim for claim in slot.claims if not claim.held]
        stale = [claim for claim in open_claims if _is_stale(slot, claim)]
        active = [claim for claim in open_claims if claim not in stale]
        for claim in stale:
            self._say_stale(slot, claim)
        if len({claim.digest for claim in active}) > 1:
            active = self._signed(slot, active)
        draft = self._take(slot, active, left) if active else None
        for claim in open_claims:
            new = draft is not None and draft.entry is claim.entry and draft.change is not RowChangeKind.SEEN
            self.unchanged[claim.source] += not new
        return draft

    def _is_lost(self, row: KnownRow) -> bool:
        """True where every file that has the row is no longer there."""
        return all(map(self._registers.absent, {row.source, *(one.source for one in row.told)}))

    def _left(self, slot: Slot) -> Iterator[str]:
        """Files that held the row and hold it no more: of the run, or absent from it. While some rows or tables of a register cannot be
        told, none is missed."""
        for one in slot.before.told if slot.before else ():
            file = self._read.get(one.source)
            if file is None:
                if self._registers.absent(one.source):
                    yield one.source
            elif file.sure and slot.by(one.source) is None and (one.source, slot.register) not in self.unclear:
                yield one.source

    def _take(self, slot: Slot, active: list[RowInFile], left: tuple[str, ...]) -> RowDraft | None:
        """What is to be written down of what the files say; None where nothing is new in it."""
        before, claim = slot.before, active[0]
        also = tuple(other.source for other in active[1:])
        if before is None:
            return self._draft(RowChangeKind.NEW, slot, claim.source, claim.entry, (), also)
        if claim.index != slot.index:
            slot.key, slot.occurrence = claim.entry.key, self._slots.next_occurrence(slot.register, claim.entry.key)
        number = claim.entry.record_no
        if claim.digest != before.digest or (number and number != before.record_no):
            return self._draft(RowChangeKind.CORRECTION, slot, claim.source, claim.entry, left, also)
        own = {other.source: before.said_by(other.source) for other in active}
        if before.gone or left or any(said is None or said.digest != claim.digest for said in own.values()):
            claim = next((other for other in active if other.source == before.source), claim)
            also = tuple(other.source for other in active if other is not claim)
            return self._draft(RowChangeKind.SEEN, slot, claim.source, claim.entry, left, also)
        return None

    def _signed(self, slot: Slot, active: list[RowInFile]) -> list[RowInFile]:
        """The files to be believed of those that say different things: those in which somebody signed the row. Where nobody did, or in
        several, what stands is kept and the others are asked about, each with where the other stands."""
        signed = [claim for claim in active if claim.entry.checked_by]
        agreed = len({claim.digest for claim in signed}) == 1
        for claim in active:
            other = next(one for one in active if one.digest != claim.digest)
            if (agreed and claim in signed) or (not agreed and slot.before is not None and claim.digest == slot.before.digest):
                continue
            where = f"{other.source} {other.entry.sheet}!{other.entry.place.cell}"
            fault = kinds.FILES_DISAGREE.at(claim.entry.place, form=slot.register, key=shown_key(slot.key), other=where)
            (self.answered if agreed else self.faults)[claim.source].append(fault)
        return signed if agreed else []

    def _say_stale(self, slot: Slot, claim: RowInFile) -> None:
        assert slot.before is not None
        fault = kinds.STALE_ROW.at(claim.entry.place, form=slot.register, key=shown_key(slot.key), other=slot.before.source)
        self.faults[claim.source].append(fault)

    def _draft(
        self, change: RowChangeKind, slot: Slot, source: str, entry: TypedRow | None, left: tuple[str, ...], also: tuple[str, ...] = ()
    ) -> RowDraft:
        number = entry.record_no if entry else ""
        if not number and slot.before is not None:
            number = slot.before.record_no
        if not number:
            self._rows += 1
            number = f"R{self._rows:05d}"
        return RowDraft(
            change=change,
            register=slot.register,
            key=slot.key,
            occurrence=slot.occurrence,
            record_no=number,
            source=source,
            entry=entry,
            before=slot.before,
            left=left,
            also=also,
        )

    def _gone(self, row: KnownRow, source: str) -> Fault:
        form = self._registers.forms.get(row.register)
        return kinds.ROW_GONE.at(
            Place(file=source, sheet=row.sheet),
            form=row.register,
            register=form.sheet if form else row.register,
            key=shown_key(row.key),
            record_no=row.record_no,
            source=source,
        )


def _is_stale(slot: Slot, claim: RowInFile) -> bool:
    """True where a file says what it said before, and the row was corrected by another since."""
    before = slot.before
    if before is None or before.gone:
        return False
    own = before.said_by(claim.source)
    return own is not None and own.digest == claim.digest and claim.digest != before.digest
