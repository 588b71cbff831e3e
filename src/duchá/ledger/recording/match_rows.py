"""Which row of the register is meant: by 记录号, by content, by key and likeness. The order of rows means nothing."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from duchá.ledger.registers import RegisterRow, Said, said_by
from duchá.submissions.registers import faults as kinds, wording
from duchá.submissions.registers.model import Entry
from duchá.terms.fault import Fault
from duchá.terms.text import for_matching

_OURS = re.compile(wording.RECORD_NO_PATTERN)


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """What one file says of one row. ``held``: it stands there, but something is wrong with it, so that it says nothing."""

    source: str
    entry: Entry
    said: Said
    held: bool = False


@dataclass(slots=True, kw_only=True)  # house: it gathers what the files say, one after the other
class Slot:
    """One row of a register: as it stands (None while it is new) and what the files of this run say of it."""

    register: str
    key: str
    occurrence: int
    before: RegisterRow | None = None
    claims: list[Claim] = field(default_factory=list)

    def by(self, source: str) -> Claim | None:
        """What a file says of the row."""
        return next((claim for claim in self.claims if claim.source == source), None)

    def sayings(self, source: str) -> list[Said]:
        """What the row says, according to this file before, to the register now, to other files of this run."""
        known = [claim.said for claim in self.claims]
        if self.before is not None:
            known = [said_by(self.before.values, self.before.extra), *known]
            known = [self.before.said[source], *known] if source in self.before.said else known
        return known


class Slots:
    """All rows of all registers, known and new."""

    def __init__(self, known: Iterable[RegisterRow]) -> None:
        self._by_register: dict[str, list[Slot]] = defaultdict(list)
        self._by_key: dict[tuple[str, str], list[Slot]] = defaultdict(list)
        self._former: dict[tuple[str, str], list[Slot]] = defaultdict(list)
        self._numbers: dict[tuple[str, str], Slot] = {}
        self._highest: Counter[tuple[str, str]] = Counter()
        for row in known:
            index = (row.register, for_matching(row.key))
            self._highest[index] = max(self._highest[index], row.occurrence)
            if not row.withdrawn:
                slot = Slot(register=row.register, key=row.key, occurrence=row.occurrence, before=row)
                self._keep(slot)
                self._numbers[row.register, row.record_no] = slot
                for old in {for_matching(earlier.key) for earlier in row.earlier} - {for_matching(row.key)}:
                    self._former[row.register, old].append(slot)

    def __iter__(self) -> Iterator[Slot]:
        return (slot for slots in self._by_register.values() for slot in slots)

    def numbered(self, register: str, record_no: str) -> Slot | None:
        """The row of a 记录号."""
        return self._numbers.get((register, record_no)) if record_no else None

    def keyed(self, entry: Entry) -> list[Slot]:
        """The rows of an entry's key."""
        return self._by_key[entry.register, for_matching(entry.key)]

    def said_before(self, entry: Entry, source: str) -> Slot | None:
        """The row that had the entry's key until another file corrected it, where this file says just what it said then."""
        wanted = said_by(entry.values, entry.extra)
        former = self._former[entry.register, for_matching(entry.key)]
        return next((slot for slot in former if slot.before is not None and slot.before.said.get(source) == wanted), None)

    def next_occurrence(self, register: str, key: str) -> int:
        """The number of one more row of a key; numbers of withdrawn rows are not used again."""
        self._highest[register, for_matching(key)] += 1
        return self._highest[register, for_matching(key)]

    def add(self, entry: Entry) -> Slot:
        """A row that nobody knew."""
        slot = Slot(register=entry.register, key=entry.key, occurrence=self.next_occurrence(entry.register, entry.key))
        self._keep(slot)
        if entry.record_no:
            self._numbers[entry.register, entry.record_no] = slot
        return slot

    def _keep(self, slot: Slot) -> None:
        self._by_register[slot.register].append(slot)
        self._by_key[slot.register, for_matching(slot.key)].append(slot)


def match(slots: Slots, source: str, entries: Sequence[Entry], *, unique: bool) -> tuple[tuple[Fault, ...], bool]:
    """Puts the entries of one register in one file to their rows, new ones where there is none. Faults: S709–S711, S718.

    Rows without 记录号 go by key: equal content first, then likeness; so two rows may change places and nothing is said.
    Entries with something wrong only keep their row from being asked for; False when one of them could not be put to any row.
    """
    usable, held, faults = _sorted_out(slots, entries, unique=unique)
    rest = [entry for entry in usable if not _claim(slots.numbered(entry.register, entry.record_no), source, entry)]
    rest = [entry for entry in rest if not _claim(_equal(slots.keyed(entry), source, entry), source, entry)]
    rest = [entry for entry in rest if not _claim(slots.said_before(entry, source), source, entry)]
    fresh = []
    for entry in rest:
        if not _claim(_likest(slots.keyed(entry), source, entry), source, entry):
            fresh.append(entry)
    for entry in fresh:
        _claim(slots.add(entry), source, entry)
    placed = True
    for entry in held:
        numbered = _claim(slots.numbered(entry.register, entry.record_no), source, entry, held=True)
        placed &= numbered or _claim(_likest(slots.keyed(entry), source, entry), source, entry, held=True)
    return tuple(faults), placed


def _sorted_out(slots: Slots, entries: Sequence[Entry], *, unique: bool) -> tuple[list[Entry], list[Entry], list[Fault]]:
    """The entries to match, in an order that does not depend on theirs; those to hold; and why."""
    faults: list[Fault] = []
    usable = sorted((entry for entry in entries if entry.usable), key=_order)
    held = [entry for entry in entries if not entry.usable]
    numbers = Counter(entry.record_no for entry in entries if entry.record_no)
    by_key: dict[str, list[Entry]] = defaultdict(list)
    for entry in usable:
        by_key[for_matching(entry.key)].append(entry)
    kept = []
    for entry in usable:
        twins = by_key[for_matching(entry.key)] if unique else [entry]
        alike = len({said_by(twin.values, twin.extra) for twin in twins}) == 1
        fault = _refusal(slots, entry, numbers, 1 if alike else len(twins))
        if fault is not None:
            faults.append(fault)
            held.append(entry)
        elif alike and twins[0] is not entry:
            faults.append(kinds.SAME_ROW_TWICE.at(entry.place, form=entry.register, key=shown_key(entry.key)))
        else:
            kept.append(entry)
    return kept, held, faults


def _refusal(slots: Slots, entry: Entry, numbers: Counter[str], twins: int) -> Fault | None:
    number, place, form = entry.record_no, entry.place, entry.register
    if numbers[number] > 1:
        return kinds.RECORD_NO_TWICE.at(place, form=form, found=number, record_no=number, count=numbers[number])
    if _OURS.fullmatch(number) and slots.numbered(form, number) is None:
        return kinds.UNKNOWN_RECORD_NO.at(place, form=form, found=number, record_no=number)
    return kinds.KEY_TWICE.at(place, form=form, found=entry.key, key=shown_key(entry.key), count=twins) if twins > 1 else None


def shown_key(key: str) -> str:
    """A key for a sentence."""
    return key.strip(wording.KEY_JOINT) or wording.UNNAMED_KEY


def _order(entry: Entry) -> tuple[str, str]:
    return (entry.key, repr(said_by(entry.values, entry.extra)))


def _claim(slot: Slot | None, source: str, entry: Entry, *, held: bool = False) -> bool:
    """True when the row was there to be claimed and no other entry of the file had it."""
    if slot is None or slot.by(source) is not None:
        return False
    slot.claims.append(Claim(source=source, entry=entry, said=said_by(entry.values, entry.extra), held=held))
    return True


def _equal(slots: list[Slot], source: str, entry: Entry) -> Slot | None:
    wanted = said_by(entry.values, entry.extra)
    return next((slot for slot in slots if slot.by(source) is None and wanted in slot.sayings(source)), None)


def _likest(slots: list[Slot], source: str, entry: Entry) -> Slot | None:
    """The free row that has most in common with an entry, the oldest of equals; None where none has anything."""
    wanted = set(said_by(entry.values, entry.extra))
    free = [slot for slot in slots if slot.by(source) is None]
    scored = [(len(wanted.intersection(*slot.sayings(source)[:1])), -at, slot) for at, slot in enumerate(free)]
    best = max(scored, key=lambda one: one[:2], default=None)
    return best[2] if best is not None and best[0] > 0 else None
