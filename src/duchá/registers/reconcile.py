"""From what register files say to what is to be written down: new rows, corrections, questions. Pure; nothing is withdrawn in silence."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from duchá.registers import faults as kinds
from duchá.registers.match_rows import Claim, Slot, Slots, match, shown_key
from duchá.registers.model import Entry, RegisterFile
from duchá.registers.renamed import Naming
from duchá.registers.rows import Change, RegisterRow
from duchá.terms.content_json import content_json
from duchá.terms.fault import Fault
from duchá.terms.place import Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A fact about one row that is about to be written down, and the file that says it.

    ``entry`` is None where the row is only gone; ``left`` are files that no longer hold it.
    """

    change: Change
    register: str
    key: str
    occurrence: int
    record_no: str
    source: str
    entry: Entry | None = None
    before: RegisterRow | None = None
    left: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Reconciled:
    """What each file gives, by source: drafts and faults; ``unchanged`` counts the rows that said nothing new."""

    drafts: Mapping[str, tuple[Draft, ...]]
    faults: Mapping[str, tuple[Fault, ...]]
    unchanged: Mapping[str, int]


def reconcile(
    known: tuple[RegisterRow, ...], files: tuple[RegisterFile, ...], unique: frozenset[str], naming: Naming | None = None
) -> Reconciled:
    """Compares the files of one run with all rows ever written down (withdrawn ones too); ``unique`` are the registers whose key stands once.
    Units are compared by the names that ``naming`` gives them today.

    A file says something new about a row only where it differs from what the same file said last. Two files that say different new
    things are both held. A row that its file no longer holds, and no other file of the run, is gone: a question. Faults: S709–S712, S717, S718.
    """
    slots = Slots(known, naming or Naming())
    faults: dict[str, list[Fault]] = defaultdict(list)
    unplaced: set[tuple[str, str]] = set()
    for file in files:
        by_register: dict[str, list[Entry]] = defaultdict(list)
        for register in file.registers:
            by_register[register.form] += register.entries
        for form, entries in by_register.items():
            found, placed = match(slots, file.source, entries, unique=form in unique)
            faults[file.source] += found
            if not placed:
                unplaced.add((file.source, form))
    run = _Run(files, unplaced, len(known))
    for slot in slots:
        run.settle(slot, slots)
    return Reconciled(
        drafts={source: tuple(drafts) for source, drafts in run.drafts.items()},
        faults={file.source: (*faults[file.source], *run.faults[file.source]) for file in files},
        unchanged=run.unchanged,
    )


def row_payload(draft: Draft, sha256: str, reason: str = "") -> dict[str, Any]:
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
    shown = entry or before
    assert shown is not None
    payload |= {
        "values": {id: content_json(content) for id, content in shown.values.items()},
        "extra": dict(shown.extra),
        "source": draft.source,
        "sha256": sha256 if entry else before.sha256 if before else "",
        "sheet": shown.sheet,
        "row": shown.row,
        "cells": {id: place.cell for id, place in shown.places.items()},
        "on": _happened(draft).isoformat(),
    }
    return payload | ({"left": list(draft.left)} if draft.left else {}) | ({"reason": reason} if reason else {})


def since(draft: Draft) -> datetime:
    """When the fact happened: the earliest time that the row ever had, so that no earlier view shows what was corrected since."""
    return min(_happened(draft), draft.before.since) if draft.before else _happened(draft)


def questions(rows: Iterable[RegisterRow], titles: Mapping[str, str]) -> tuple[Fault, ...]:
    """One question for each row that disappeared from its file and was not answered for (S713)."""
    return tuple(
        kinds.ROW_GONE.at(
            Place(file=row.source, sheet=row.sheet),
            form=row.register,
            register=titles.get(row.register, row.register),
            key=shown_key(row.key),
            record_no=row.record_no,
            source=row.source,
        )
        for row in rows
        if row.gone and not row.withdrawn
    )


def _happened(draft: Draft) -> datetime:
    moment = draft.entry.happened_at if draft.entry else draft.before.happened_at if draft.before else None
    assert moment is not None
    return moment


class _Run:
    """The files of one run and what comes of them."""

    def __init__(self, files: tuple[RegisterFile, ...], unplaced: set[tuple[str, str]], rows: int) -> None:
        self._read = {file.source: file for file in files if file.read}
        self._unclear = unplaced | {(file.source, register.form) for file in files for register in file.registers if not register.whole}
        self.drafts: dict[str, list[Draft]] = defaultdict(list)
        self.faults: dict[str, list[Fault]] = defaultdict(list)
        self.unchanged: dict[str, int] = defaultdict(int)
        self._rows = rows

    def settle(self, slot: Slot, slots: Slots) -> None:
        """What becomes of one row."""
        left = tuple(sorted(self._left(slot)))
        if not slot.claims:
            if left:
                self._add(self._draft(Change.GONE, slot, left[0], None, left))
            return
        open_claims = [claim for claim in slot.claims if not claim.held]
        stale = [claim for claim in open_claims if _is_stale(slot, claim)]
        active = [claim for claim in open_claims if claim not in stale]
        for claim in stale:
            self._say_stale(slot, claim)
        if len({claim.said for claim in active}) > 1:
            self._disagree(slot, active)
        else:
            taken = self._take(slot, slots, active[0], left) if active else None
            for claim in open_claims:
                self.unchanged[claim.source] += claim is not taken

    def _left(self, slot: Slot) -> Iterator[str]:
        """Files of the run that held the row and hold it no more. While some rows or tables of a register cannot be told, none is missed."""
        for source in slot.before.said if slot.before else ():
            file = self._read.get(source)
            if file is not None and file.sure and slot.by(source) is None and (source, slot.register) not in self._unclear:
                yield source

    def _take(self, slot: Slot, slots: Slots, claim: Claim, left: tuple[str, ...]) -> Claim | None:
        """Writes down what a file says; gives the claim where it said something new."""
        before, entry = slot.before, claim.entry
        if before is None:
            self._add(self._draft(Change.NEW, slot, claim.source, entry, ()))
            return claim
        if claim.index[1] != slot.index:
            slot.key, slot.occurrence = entry.key, slots.next_occurrence(slot.register, entry.key)
        if claim.said != slot.now or (entry.record_no and entry.record_no != before.record_no):
            self._add(self._draft(Change.CORRECTION, slot, claim.source, entry, left))
            return claim
        if before.gone or left or slot.said.get(claim.source) != claim.said:
            self._add(self._draft(Change.SEEN, slot, claim.source, entry, left))
        return None

    def _disagree(self, slot: Slot, active: list[Claim]) -> None:
        """Two files that say different things: what stands is kept, the others are asked about, each with where the other stands."""
        for claim in active:
            other = next(one for one in active if one.said != claim.said)
            if claim.said != slot.now:
                where = f"{other.source} {other.entry.sheet}!{other.entry.place.cell}"
                fault = kinds.FILES_DISAGREE.at(claim.entry.place, form=slot.register, key=shown_key(slot.key), other=where)
                self.faults[claim.source].append(fault)

    def _say_stale(self, slot: Slot, claim: Claim) -> None:
        assert slot.before is not None
        fault = kinds.STALE_ROW.at(claim.entry.place, form=slot.register, key=shown_key(slot.key), other=slot.before.source)
        self.faults[claim.source].append(fault)

    def _draft(self, change: Change, slot: Slot, source: str, entry: Entry | None, left: tuple[str, ...]) -> Draft:
        number = entry.record_no if entry else ""
        if not number and slot.before is not None:
            number = slot.before.record_no
        if not number:
            self._rows += 1
            number = f"R{self._rows:05d}"
        return Draft(
            change=change,
            register=slot.register,
            key=slot.key,
            occurrence=slot.occurrence,
            record_no=number,
            source=source,
            entry=entry,
            before=slot.before,
            left=left,
        )

    def _add(self, draft: Draft) -> None:
        self.drafts[draft.source].append(draft)


def _is_stale(slot: Slot, claim: Claim) -> bool:
    """True where a file says what it said before, and the row was corrected by another since."""
    before = slot.before
    if before is None or before.gone or slot.said.get(claim.source) != claim.said:
        return False
    return claim.said != slot.now
