"""Which row of the register is meant: by 记录号, by content, by key and likeness. The order of rows means nothing."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from duchá.registers import faults as kinds, wording
from duchá.registers.model import Entry
from duchá.registers.renamed import Naming
from duchá.registers.rows import RegisterRow, Said, said_by
from duchá.terms.fault import Fault
from duchá.terms.text import for_matching

_OURS = re.compile(wording.RECORD_NO_PATTERN)


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """What one file says of one row. ``held``: it stands there, but something is wrong with it, so that it says nothing.

    ``index`` is the register and the key as it is compared; ``said`` what the row says, worked out once.
    """

    source: str
    entry: Entry
    said: Said
    index: tuple[str, str]
    held: bool = False


@dataclass(slots=True, kw_only=True)  # house: it gathers what the files say, one after the other
class Slot:
    """One row of a register: as it stands (None while it is new) and what the files of this run say of it. ``now`` is what it says.

    ``index``, ``now`` and ``said`` (what each file said of it last) have the names that units have today.
    """

    register: str
    key: str
    occurrence: int
    before: RegisterRow | None = None
    now: Said | None = None
    index: str = ""
    said: Mapping[str, Said] = field(default_factory=dict)
    claims: list[Claim] = field(default_factory=list)

    def by(self, source: str) -> Claim | None:
        """What a file says of the row."""
        return next((claim for claim in self.claims if claim.source == source), None)

    def sayings(self, source: str) -> list[Said]:
        """What the row says: according to this file before, to the register now, to other files of this run."""
        known = [claim.said for claim in self.claims]
        if self.before is not None and self.now is not None:
            known = [self.now, *known]
            known = [self.said[source], *known] if source in self.said else known
        return known


class Slots:
    """All rows of all registers, known and new."""

    def __init__(self, known: Iterable[RegisterRow], naming: Naming) -> None:
        self._all: list[Slot] = []
        self._by_key: dict[tuple[str, str], list[Slot]] = defaultdict(list)
        self._former: dict[tuple[str, str], list[Slot]] = defaultdict(list)
        self._numbers: dict[tuple[str, str], Slot] = {}
        self._highest: Counter[tuple[str, str]] = Counter()
        for row in known:
            index = (row.register, for_matching(naming.key(row.register, row.key)))
            self._highest[index] = max(self._highest[index], row.occurrence)
            if not row.withdrawn:
                now = naming.said(row.register, said_by(row.values, row.extra))
                slot = Slot(register=row.register, key=row.key, occurrence=row.occurrence, before=row, now=now, index=index[1])
                slot.said = {source: naming.said(row.register, said) for source, said in row.said.items()}
                self._all.append(slot)
                self._by_key[index].append(slot)
                self._numbers[row.register, row.record_no] = slot
                for old in {for_matching(naming.key(row.register, earlier.key)) for earlier in row.earlier} - {index[1]}:
                    self._former[row.register, old].append(slot)

    def __iter__(self) -> Iterator[Slot]:
        return iter(self._all)

    def numbered(self, entry: Entry) -> Slot | None:
        """The row of an entry's 记录号."""
        return self._numbers.get((entry.register, entry.record_no)) if entry.record_no else None

    def keyed(self, claim: Claim) -> list[Slot]:
        """The rows of a claim's key."""
        return self._by_key[claim.index]

    def said_before(self, claim: Claim) -> Slot | None:
        """The row that had the key until another file corrected it, where this file says just what it said then."""
        return next((s for s in self._former[claim.index] if s.said.get(claim.source) == claim.said), None)

    def next_occurrence(self, register: str, key: str) -> int:
        """The number of one more row of a key; numbers of withdrawn rows are not used again."""
        self._highest[register, for_matching(key)] += 1
        return self._highest[register, for_matching(key)]

    def add(self, claim: Claim) -> Slot:
        """A row that nobody knew."""
        entry = claim.entry
        slot = Slot(register=entry.register, key=entry.key, occurrence=self.next_occurrence(entry.register, entry.key))
        self._all.append(slot)
        self._by_key[claim.index].append(slot)
        if entry.record_no:
            self._numbers[entry.register, entry.record_no] = slot
        return slot


def match(slots: Slots, source: str, entries: Sequence[Entry], *, unique: bool) -> tuple[tuple[Fault, ...], bool]:
    """Puts the entries of one register in one file to their rows, new ones where there is none. Faults: S709–S711, S718.

    Rows without 记录号 go by key: equal content first, then likeness; so two rows may change places and nothing is said.
    Entries with something wrong only keep their row from being asked for; False when one of them could not be put to any row.
    """
    claims = [_claim(source, entry) for entry in entries]
    rest, held, faults = _sorted_out(slots, claims, unique=unique)
    rest = [claim for claim in rest if not _take(slots.numbered(claim.entry), claim)]
    rest = _take_equals(slots, rest)
    rest = [claim for claim in rest if not _take(slots.said_before(claim), claim)]
    rest = [claim for claim in rest if not _take(_likest(slots.keyed(claim), claim), claim)]
    for claim in rest:
        slots.add(claim).claims.append(claim)
    placed = True
    for claim in held:
        placed &= _take(slots.numbered(claim.entry), claim) or _take(_likest(slots.keyed(claim), claim), claim)
    return tuple(faults), placed


def shown_key(key: str) -> str:
    """A key for a sentence."""
    return key.strip(wording.KEY_JOINT) or wording.UNNAMED_KEY


def _claim(source: str, entry: Entry) -> Claim:
    index = (entry.register, for_matching(entry.key))
    return Claim(source=source, entry=entry, said=said_by(entry.values, entry.extra), index=index, held=not entry.usable)


def _sorted_out(slots: Slots, claims: list[Claim], *, unique: bool) -> tuple[list[Claim], list[Claim], list[Fault]]:
    """The claims to match, in an order that does not depend on that of the rows; those to hold; and why."""
    faults: list[Fault] = []
    usable = sorted((claim for claim in claims if not claim.held), key=lambda claim: (claim.entry.key, repr(claim.said)))
    held = [claim for claim in claims if claim.held]
    numbers = Counter(claim.entry.record_no for claim in claims if claim.entry.record_no)
    twins: dict[tuple[str, str], list[Claim]] = defaultdict(list)
    for claim in usable if unique else ():
        twins[claim.index].append(claim)
    kept = []
    for claim in usable:
        same = twins[claim.index] if unique else [claim]
        alike = len(same) == 1 or len({twin.said for twin in same}) == 1
        fault = _refusal(slots, claim.entry, numbers, 1 if alike else len(same))
        if fault is not None:
            faults.append(fault)
            held.append(replace(claim, held=True))
        elif same[0] is not claim and alike:
            faults.append(kinds.SAME_ROW_TWICE.at(claim.entry.place, form=claim.entry.register, key=shown_key(claim.entry.key)))
        else:
            kept.append(claim)
    return kept, held, faults


def _refusal(slots: Slots, entry: Entry, numbers: Counter[str], twins: int) -> Fault | None:
    number, form = entry.record_no, entry.register
    if number and numbers[number] > 1:
        return kinds.RECORD_NO_TWICE.at(entry.place, form=form, found=number, record_no=number, count=numbers[number])
    if number and _OURS.fullmatch(number) and slots.numbered(entry) is None:
        return kinds.UNKNOWN_RECORD_NO.at(entry.place, form=form, found=number, record_no=number)
    if twins > 1:
        return kinds.KEY_TWICE.at(entry.place, form=form, found=entry.key, key=shown_key(entry.key), count=twins)
    return None


def _take(slot: Slot | None, claim: Claim) -> bool:
    """True when the row was there to be claimed and no other entry of the file had it."""
    if slot is None or slot.by(claim.source) is not None:
        return False
    slot.claims.append(claim)
    return True


def _take_equals(slots: Slots, claims: list[Claim]) -> list[Claim]:
    """Puts claims to the rows of their key that say just the same; gives those that found none. However often a key stands, in one go."""
    saying: dict[tuple[tuple[str, str], Said], list[Slot]] = {}
    for index, keyed in {claim.index: slots.keyed(claim) for claim in claims}.items():
        for slot in reversed(keyed):
            for said in {*slot.sayings(claims[0].source)} if slot.by(claims[0].source) is None else ():
                saying.setdefault((index, said), []).append(slot)
    rest = []
    for claim in claims:
        equals = saying.get((claim.index, claim.said), [])
        while equals and not _take(equals[-1], claim):
            equals.pop()
        if not equals:
            rest.append(claim)
    return rest


def _likest(slots: list[Slot], claim: Claim) -> Slot | None:
    """The free row that has most in common with a claim, the oldest of equals; None where none has anything."""
    wanted = set(claim.said)
    free = [slot for slot in slots if slot.by(claim.source) is None]
    scored = [(len(wanted.intersection(*slot.sayings(claim.source)[:1])), -at, slot) for at, slot in enumerate(free)]
    best = max(scored, key=lambda one: one[:2], default=None)
    return best[2] if best is not None and best[0] > 0 else None
