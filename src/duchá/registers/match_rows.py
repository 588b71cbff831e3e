"""Which row of the register is meant: by 记录号, by content, by key and likeness. The order of rows means nothing."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from duchá.registers import faults as kinds, wording
from duchá.registers.known import KnownRow, digest_of
from duchá.registers.model import TypedRow
from duchá.registers.renamed import Naming
from duchá.registers.rows import RegisterRow, Said, said_by
from duchá.rulebook.form import Form
from duchá.terms.fault import Fault
from duchá.terms.text import for_matching

RECORD_NO_PATTERN = r"R[0-9]{5,}"
UNNAMED_KEY = "（空）"

_OURS = re.compile(RECORD_NO_PATTERN)
_LIKE_ENOUGH = 2  # where a key is one cell, a row is known again by at least one half of what it says
_MOST_PAIRS = 250_000  # of rows that are gone and rows that are new, looked at one by one
Look = Callable[[int], RegisterRow]  # what a fact says in full, read when it is asked for


@dataclass(frozen=True, slots=True, kw_only=True)
class RowInFile:
    """What one file says of one row. ``held``: it stands there, but something is wrong with it, so that it says nothing.

    ``index`` is the key as it is compared; ``digest`` stands for what the row says.
    """

    source: str
    entry: TypedRow
    digest: bytes
    index: str
    held: bool = False

    @property
    def said(self) -> Said:
        """What the row says, in full."""
        return said_by(self.entry.values, self.entry.extra)


class Slot:
    """One row of a register: as it stands (None while it is new) and what the files of this run say of it. ``index`` has the names that
    units have today; ``asked``: a question says already that it is not in its file.
    """

    __slots__ = ("asked", "before", "claims", "index", "key", "occurrence", "register")

    def __init__(self, register: str, key: str, occurrence: int, index: str, before: KnownRow | None = None) -> None:
        self.register, self.key, self.occurrence, self.index, self.before = register, key, occurrence, index, before
        self.claims: tuple[RowInFile, ...] = ()
        self.asked = False

    def by(self, source: str) -> RowInFile | None:
        """What a file says of the row."""
        return next((claim for claim in self.claims if claim.source == source), None)

    def sayings(self, source: str) -> list[bytes]:
        """What the row says: according to this file before, to the register now, to other files of this run."""
        known = [claim.digest for claim in self.claims]
        if self.before is not None:
            own = self.before.said_by(source)
            known = [*([own.digest] if own else ()), self.before.digest, *known]
        return known

    def take(self, claim: RowInFile) -> bool:
        """True when no other entry of the file had it."""
        if self.by(claim.source) is not None:
            return False
        self.claims = (*self.claims, claim)
        return True

    def gone_from(self, source: str) -> bool:
        """True where a file once held the row, and no file of this run holds it."""
        before = self.before
        if before is None or self.claims:
            return False
        return before.said_by(source) is not None or (before.gone and before.source == source)


@dataclass(frozen=True, slots=True, kw_only=True)
class Matched:
    """What came of putting the entries of a register to known rows: ``fresh`` found none; ``placed``: every one with something wrong found
    its row."""

    fresh: list[RowInFile]
    faults: tuple[Fault, ...]
    placed: bool


class Slots:
    """All rows of all registers, known and new. ``look`` gives a fact in full; ``forms`` say which cells a key is made of."""

    def __init__(self, known: Iterable[KnownRow], naming: Naming, look: Look, forms: Mapping[str, Form]) -> None:
        self._naming, self._look, self.forms = naming, look, forms
        self._all: list[Slot] = []
        self._by_key: dict[str, dict[str, Slot | list[Slot]]] = defaultdict(dict)  # a list where a key stands several times
        self._former: dict[tuple[str, str], list[Slot]] = defaultdict(list)
        self._numbers: dict[tuple[str, str], Slot] | None = None  # drawn up when the first 记录号 is asked for
        self._highest: dict[str, dict[str, int]] = defaultdict(dict)
        self.count = 0
        for row in known:
            self.count += 1
            index = for_matching(naming.key(row.register, row.key))
            if row.withdrawn:
                self._raise(row.register, index, row.occurrence)
                continue
            slot = Slot(row.register, row.key, row.occurrence, row.key if index == row.key else index, row)
            self._put(slot)
            if row.occurrence > 1:
                self._raise(row.register, index, row.occurrence)
            for old in {for_matching(naming.key(row.register, earlier)) for earlier in row.former} - {index}:
                self._former[row.register, old].append(slot)

    def __iter__(self) -> Iterator[Slot]:
        return iter(self._all)

    def numbered(self, entry: TypedRow) -> Slot | None:
        """The row of an entry's 记录号."""
        if not entry.record_no:
            return None
        if self._numbers is None:
            self._numbers = {(slot.register, slot.before.record_no): slot for slot in self._all if slot.before is not None}
        return self._numbers.get((entry.register, entry.record_no))

    def keyed(self, claim: RowInFile) -> Sequence[Slot]:
        """The rows of a claim's key."""
        return self._of_key(claim.entry.register, claim.index)

    def as_known(self, register: str, index: str) -> str:
        """A key as it is compared; the very text where a row has it already."""
        found = self._of_key(register, index)
        return found[0].index if found else index

    def said_before(self, claim: RowInFile) -> Slot | None:
        """The row that had the key until another file corrected it, where this file says just what it said then."""
        for slot in self._former.get((claim.entry.register, claim.index), ()):
            own = slot.before.said_by(claim.source) if slot.before else None
            if own is not None and own.digest == claim.digest:
                return slot
        return None

    def gone(self, register: str, source: str) -> list[Slot]:
        """The rows of a register that a file held, and that no file of this run holds."""
        return [slot for slot in self._all if slot.register == register and slot.gone_from(source)]

    def key_today(self, slot: Slot) -> str:
        """The key of a row with the names that units have today."""
        return self._naming.key(slot.register, slot.key)

    def next_occurrence(self, register: str, key: str) -> int:
        """The number of one more row of a key; numbers of withdrawn rows are not used again."""
        index = for_matching(key)
        highest = self._highest[register].get(index) or max((slot.occurrence for slot in self._of_key(register, index)), default=0)
        self._highest[register][index] = highest + 1
        return highest + 1

    def add(self, claim: RowInFile) -> None:
        """A row that nobody knew."""
        entry = claim.entry
        slot = Slot(entry.register, entry.key, self.next_occurrence(entry.register, entry.key), claim.index)
        slot.take(claim)
        self._put(slot)
        if entry.record_no and self._numbers is not None:
            self._numbers[entry.register, entry.record_no] = slot

    def said(self, slot: Slot, source: str) -> Said:
        """What a row says in full: according to a file, else to the register, else to the first file of this run."""
        if slot.before is None:
            return slot.claims[0].said
        own = slot.before.said_by(source)
        row = self._look(own.seq if own else slot.before.seq)
        return self._naming.said(row.register, row.own_said)

    def _put(self, slot: Slot) -> None:
        self._all.append(slot)
        keyed = self._by_key[slot.register]
        there = keyed.get(slot.index)
        if there is None:
            keyed[slot.index] = slot
        elif isinstance(there, list):
            there.append(slot)
        else:
            keyed[slot.index] = [there, slot]

    def _of_key(self, register: str, index: str) -> Sequence[Slot]:
        found = self._by_key[register].get(index, ())
        return (found,) if isinstance(found, Slot) else found

    def _raise(self, register: str, index: str, occurrence: int) -> None:
        highest = self._highest[register]
        highest[index] = max(highest.get(index, 0), occurrence)


def match(slots: Slots, source: str, entries: Sequence[TypedRow], *, unique: bool) -> Matched:
    """Puts the entries of one register in one file to the rows that are known. Faults: S709–S711, S718.

    Rows without 记录号 go by key: equal content first, then likeness; so two rows may change places and nothing is said.
    Entries with something wrong only keep their row from being asked for.
    """
    claims = [_claim(slots, source, entry) for entry in entries]
    rest, held, faults = _sorted_out(slots, claims, unique=unique)
    rest = [claim for claim in rest if not _taken(slots.numbered(claim.entry), claim)]
    rest = _take_equals(slots, rest)
    rest = [claim for claim in rest if not _taken(slots.said_before(claim), claim)]
    rest = [claim for claim in rest if not _taken(_likest(slots, claim), claim)]
    placed = True
    for claim in held:
        placed &= _taken(slots.numbered(claim.entry), claim) or _taken(_likest(slots, claim), claim)
    return Matched(fresh=rest, faults=tuple(faults), placed=placed)


def match_fresh(slots: Slots, source: str, claims: list[RowInFile]) -> tuple[list[Fault], list[Fault]]:
    """Puts what no known row was found for, once all files have been gone through: to rows that are new in this run, or are new with it.

    One whose key is new, while a row of nearly that key is gone, is asked about: is it that row? 核实人 says yes, 记录号 says which.
    Gives the questions, and those that somebody signed for. Faults: S721, S722.
    """
    rest = _take_equals(slots, [claim for claim in claims if not claim.entry.idle])  # where nothing was decided, nothing is written down
    rest = [claim for claim in rest if not _taken(_likest(slots, claim), claim)]
    edited = _EditedKeys(slots, source, rest)
    for claim in edited.rest:
        slots.add(claim)
    return edited.faults, edited.answered


def shown_key(key: str) -> str:
    """A key for a sentence."""
    return key.strip(wording.KEY_JOINT) or UNNAMED_KEY


class _EditedKeys:
    """Rows whose key is new, held against those of nearly that key that are gone: “改错直接改原行” does not make a second row.

    ``rest`` are new rows. The others are put to the row they are where somebody signed for it, else asked about and not recorded.
    """

    def __init__(self, slots: Slots, source: str, claims: list[RowInFile]) -> None:
        self.rest: list[RowInFile] = claims
        self.faults: list[Fault] = []
        self.answered: list[Fault] = []
        form = slots.forms.get(claims[0].entry.register) if claims else None
        free = slots.gone(claims[0].entry.register, source) if claims else []
        if not free or (form is not None and form.outside):  # nobody edits what a system outside exports
            return
        self._slots, self._form = slots, slots.forms.get(claims[0].entry.register)
        pairs = self._pairs(free, claims, source)
        likest = _best(pairs)
        self.rest = []
        for at, claim in enumerate(claims):
            mine = pairs.get(at, [])
            if not mine:
                self.rest.append(claim)
            elif (sure := likest.get(at)) is not None:
                self._ask(claim, sure)
            else:
                self._ask_which(claim, [slot for _, slot in mine])

    def _pairs(self, free: list[Slot], claims: list[RowInFile], source: str) -> dict[int, list[tuple[int, Slot]]]:
        """For each claim the free rows whose key differs from its own in one cell, each with how much else they have in common."""
        by_rest: dict[tuple[int, tuple[str, ...]], list[Slot]] = defaultdict(list)
        for slot in free:
            for cell in _but_one(self._slots.key_today(slot)):
                by_rest[cell].append(slot)
        found: dict[int, list[tuple[int, Slot]]] = {}
        said: dict[int, set[object]] = {}
        single = free[0].key.count(wording.KEY_JOINT) == 0
        if single and len(free) * len(claims) > _MOST_PAIRS:
            return {}
        for at, claim in enumerate(claims):
            near = {id(slot): slot for cell in _but_one(claim.entry.key) for slot in by_rest.get(cell, ()) if slot.index != claim.index}
            wanted = set(claim.said) if near else set()
            for slot in near.values():
                known = said.setdefault(id(slot), set(self._slots.said(slot, source)))
                common = len(wanted & known)
                if not single or (common and common * _LIKE_ENOUGH >= max(len(wanted), len(known)) - 1):
                    found.setdefault(at, []).append((common, slot))
        return found

    def _ask(self, claim: RowInFile, slot: Slot) -> None:
        assert slot.before is not None, "only rows that are known can be gone"
        words = {"key": shown_key(claim.entry.key), "before": shown_key(slot.key), "record_no": slot.before.record_no}
        words |= {"label": self._edited(claim, slot), "register": self._form.sheet if self._form else slot.register}
        fault = kinds.KEY_EDITED.at(claim.entry.place, form=slot.register, found=claim.entry.key, **words)
        if claim.entry.checked_by:
            slot.take(claim)
            self.answered.append(fault)
        else:
            slot.asked = True
            self.faults.append(fault)

    def _ask_which(self, claim: RowInFile, near: list[Slot]) -> None:
        numbers = [slot.before.record_no for slot in near if slot.before is not None]
        fault = kinds.KEYS_EDITED.at(
            claim.entry.place,
            form=claim.entry.register,
            found=claim.entry.key,
            key=shown_key(claim.entry.key),
            record_nos=wording.LIST_PAUSE.join(sorted(numbers)),
        )
        for slot in near:
            slot.asked = True
        self.faults.append(fault)

    def _edited(self, claim: RowInFile, slot: Slot) -> str:
        """The title of the key's cell in which the two differ."""
        titles = [column.title for column in self._form.columns if column.key] if self._form else []
        pairs = zip(claim.entry.key.split(wording.KEY_JOINT), slot.key.split(wording.KEY_JOINT), strict=False)
        at = next((at for at, (one, other) in enumerate(pairs) if for_matching(one) != for_matching(other)), 0)
        return titles[at] if at < len(titles) else ""


def _but_one(key: str) -> Iterator[tuple[int, tuple[str, ...]]]:
    """A key with each of its cells left out in turn."""
    cells = [for_matching(cell) for cell in key.split(wording.KEY_JOINT)]
    return ((at, (*cells[:at], *cells[at + 1 :])) for at in range(len(cells)))


def _best(pairs: Mapping[int, list[tuple[int, Slot]]]) -> dict[int, Slot]:
    """The claims for which there is one row that is likest, and that is likest to no other claim."""
    wanted: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for at, near in pairs.items():
        for common, slot in near:
            wanted[id(slot)].append((common, at))
    found = {}
    for at, near in pairs.items():
        best = max(common for common, _ in near)
        likest = [slot for common, slot in near if common == best]
        if len(likest) == 1:
            rivals = wanted[id(likest[0])]
            if all(common < best for common, other in rivals if other != at):
                found[at] = likest[0]
    return found


def _claim(slots: Slots, source: str, entry: TypedRow) -> RowInFile:
    index = slots.as_known(entry.register, for_matching(entry.key))
    return RowInFile(source=source, entry=entry, digest=digest_of(said_by(entry.values, entry.extra)), index=index, held=not entry.usable)


def _sorted_out(slots: Slots, claims: list[RowInFile], *, unique: bool) -> tuple[list[RowInFile], list[RowInFile], list[Fault]]:
    """The claims to match, in an order that does not depend on that of the rows; those to hold; and why."""
    faults: list[Fault] = []
    by_key = sorted((claim for claim in claims if not claim.held), key=lambda claim: claim.entry.key)
    usable: list[RowInFile] = []
    for _, same_key in groupby(by_key, key=lambda claim: claim.entry.key):
        alike_keys = list(same_key)
        usable += sorted(alike_keys, key=lambda claim: repr(claim.said)) if len(alike_keys) > 1 else alike_keys
    held = [claim for claim in claims if claim.held]
    numbers = Counter(claim.entry.record_no for claim in claims if claim.entry.record_no)
    twins: dict[str, list[RowInFile]] = defaultdict(list)
    for claim in usable if unique else ():
        twins[claim.index].append(claim)
    kept = []
    for claim in usable:
        same = twins[claim.index] if unique else [claim]
        alike = len(same) == 1 or len({twin.digest for twin in same}) == 1
        fault = _refusal(slots, claim.entry, numbers, 1 if alike else len(same))
        if fault is not None:
            faults.append(fault)
            held.append(replace(claim, held=True))
        elif same[0] is not claim and alike:
            faults.append(kinds.SAME_ROW_TWICE.at(claim.entry.place, form=claim.entry.register, key=shown_key(claim.entry.key)))
        else:
            kept.append(claim)
    return kept, held, faults


def _refusal(slots: Slots, entry: TypedRow, numbers: Counter[str], twins: int) -> Fault | None:
    number, form = entry.record_no, entry.register
    if number and numbers[number] > 1:
        return kinds.RECORD_NO_TWICE.at(entry.place, form=form, found=number, record_no=number, count=numbers[number])
    if number and _OURS.fullmatch(number) and slots.numbered(entry) is None:
        return kinds.UNKNOWN_RECORD_NO.at(entry.place, form=form, found=number, record_no=number)
    if twins > 1:
        return kinds.KEY_TWICE.at(entry.place, form=form, found=entry.key, key=shown_key(entry.key), count=twins)
    return None


def _taken(slot: Slot | None, claim: RowInFile) -> bool:
    return slot is not None and slot.take(claim)


def _take_equals(slots: Slots, claims: list[RowInFile]) -> list[RowInFile]:
    """Puts claims to the rows of their key that say just the same; gives those that found none. However often a key stands, in one go."""
    saying: dict[tuple[str, bytes], list[Slot]] = {}
    seen: set[str] = set()
    rest = []
    for claim in claims:
        keyed = slots.keyed(claim)
        if len(keyed) < 2:
            if not keyed or claim.digest not in keyed[0].sayings(claim.source) or not keyed[0].take(claim):
                rest.append(claim)
            continue
        if claim.index not in seen:
            seen.add(claim.index)
            for slot in reversed(keyed):
                for digest in {*slot.sayings(claim.source)} if slot.by(claim.source) is None else ():
                    saying.setdefault((claim.index, digest), []).append(slot)
        equals = saying.get((claim.index, claim.digest), [])
        while equals and not equals[-1].take(claim):
            equals.pop()
        if not equals:
            rest.append(claim)
    return rest


def _likest(slots: Slots, claim: RowInFile) -> Slot | None:
    """The free row of its key that has most in common with a claim, the oldest of equals; None where none has anything."""
    free = [slot for slot in slots.keyed(claim) if slot.by(claim.source) is None]
    if not free:
        return None
    wanted = set(claim.said)
    scored = [(len(wanted.intersection(slots.said(slot, claim.source))), -at, slot) for at, slot in enumerate(free)]
    best = max(scored, key=lambda one: one[:2])
    return best[2] if best[0] > 0 else None
