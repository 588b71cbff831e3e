"""What the registers say of matters: rows → openings (督办事项) and events (办理记录), read lean, for a ledger may have a million rows."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from functools import lru_cache
from itertools import groupby
from operator import attrgetter
from typing import Any, NamedTuple

from duchá.journal.fact import Fact, FactKind
from duchá.journal.lineage import superseded
from duchá.journal.read_rows import StepRow
from duchá.journal.schema import STEP_LEAVES
from duchá.ledger import wording
from duchá.ledger.matter import Details, Event, Grade, Inclusion
from duchá.registers.ids import EVENTS, MATTERS
from duchá.registers.rows import RegisterRow, RowChangeKind, fold, row_in
from duchá.registers.unit_names import UnitNames
from duchá.registers.whereabouts import NOWHERE, Whereabouts
from duchá.rulebook.clock import MatterKind
from duchá.rulebook.form import CHECKED_BY
from duchá.rulebook.machine import Move
from duchá.submissions.cells.short_answers import is_nil_word
from duchá.terms.place import Place
from duchá.terms.unit import Roster
from duchá.terms.wording import LIST_SEPARATOR

_WITHDRAWN = RowChangeKind.WITHDRAWN.value
MOVES = {word: Move(value) for value, word in wording.MOVE_WORDS.items()}
KINDS = {word: MatterKind(value) for word, value in wording.CATEGORY_KINDS.items()}
_GRADES = {word: Grade(value) for value, word in wording.GRADE_WORDS.items()}
_INCLUSIONS = {word: Inclusion(value) for value, word in wording.INCLUSION_WORDS.items()}
_day = lru_cache(maxsize=20_000)(date.fromisoformat)
_moment = lru_cache(maxsize=20_000)(datetime.fromisoformat)


class Led(NamedTuple):
    """牵头单位 as one version of a row of 督办事项 has it, and whether a person has signed that version (核实人)."""

    lead: str
    checked: bool
    seq: int


class Opening(NamedTuple):
    """立项: a row of 督办事项, with no more read of it than says what it is: most of a ledger is closed and never looked at closer.

    ``has`` says which of 责任人, 要求发出日期, 督查结束日期 and 发现日期 are filled; ``typed`` is True where dates other than 立项日期 and 办理时限
    decide what is due when, ``noded`` where 节点时限 does. ``leads`` are 牵头单位 as each version of the row had it, from the first;
    ``joint`` is True where it has 配合单位.
    """

    matter: str
    opened_on: date
    category: str
    type: str
    grade: str
    limit: date | None
    has: tuple[bool, ...]
    typed: bool
    noded: bool
    joint: bool
    leads: tuple[Led, ...]
    seq: int
    text: str  # the payload of its fact

    @property
    def led_anew(self) -> bool:
        """True where 牵头单位 was ever written otherwise."""
        return any(one.lead != self.leads[0].lead for one in self.leads)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entries:
    """What the registers say, corrections applied: openings in the order they were written down; steps by matter, to be gone through once.

    ``recorded`` says when the versions of those openings were written down in which 牵头单位 was ever changed.
    """

    openings: tuple[Opening, ...] = ()
    steps: Iterable[tuple[str, list[StepRow]]] = ()
    names: UnitNames
    where: Whereabouts = NOWHERE
    recorded: Mapping[int, datetime] = field(default_factory=dict)


Recorded = Callable[[Iterable[int]], Mapping[int, datetime]]


def entries_from(
    matters: Iterable[tuple[int, str, str]],
    steps: Iterable[StepRow],
    roster: Roster,
    as_of: datetime | None = None,
    where: Whereabouts = NOWHERE,
    *,
    recorded: Recorded,
) -> Entries:
    """What the two registers say: the rows of 督办事项 (`iter_rows`) and those of 办理记录 (`iter_steps`), ``where`` they stand today.

    ``as_of`` leaves out matters that happened later; ``recorded`` tells when entries were written down (`recorded_at`), asked of a few.
    """
    openings = _openings(matters, as_of)
    anew = [one.seq for opening in openings if opening.led_anew for one in opening.leads]
    known = recorded(anew) if anew else {}
    return Entries(openings=openings, steps=_by_matter(steps), names=UnitNames(roster), where=where, recorded=known)


def entries_of(facts: Iterable[Fact], roster: Roster, as_of: datetime | None = None) -> Entries:
    """The same from facts in hand."""
    rows = [fact for fact in facts if fact.kind is FactKind.ROW]
    matters = [(fact.seq, MATTERS, json.dumps(fact.payload)) for fact in rows if fact.payload["register"] == MATTERS]
    times = {fact.seq: fact.recorded_at for fact in rows}
    return entries_from(matters, steps_in(rows, as_of), roster, as_of, recorded=lambda numbers: {seq: times[seq] for seq in numbers})


def steps_in(facts: Iterable[Fact], as_of: datetime | None = None) -> Iterator[StepRow]:
    """The rows that `iter_steps` reads of the same facts in a journal."""
    said_of = {fact.seq: fact for fact in facts if fact.kind is FactKind.ROW and fact.payload["register"] == EVENTS}
    old = superseded((seq, int(replaces)) for seq, fact in said_of.items() if isinstance(replaces := fact.payload["replaces"], int))
    yield from sorted(
        _step_row(fact)
        for seq, fact in said_of.items()
        if seq not in old and fact.payload["change"] != _WITHDRAWN and (as_of is None or _moment(str(fact.payload["on"])) <= as_of)
    )


def _step_row(fact: Fact) -> StepRow:
    leaves = (_leaf(fact.payload, leaf.split(".")) for leaf in STEP_LEAVES.values())
    return StepRow(_leaf(fact.payload, ["values", "matter", "text"]) or "", fact.seq, *leaves)


def _leaf(found: Any, path: list[str]) -> Any:
    for name in path:
        found = found.get(name) if isinstance(found, Mapping) else None
    return found


def _openings(rows: Iterable[tuple[int, str, str]], as_of: datetime | None) -> tuple[Opening, ...]:
    def opening(before: Opening | None, told: tuple[str, RegisterRow]) -> Opening | None:
        text, row = told
        counts = not row.withdrawn and (as_of is None or row.happened_at <= as_of)
        return _opening(text, row, before.leads if before else ()) if counts else None

    facts = ((text, row_in(seq, json.loads(text))) for seq, _, text in rows)
    return tuple(fold(((row.seq, row.replaces, (text, row)) for text, row in facts), opening))


def _by_matter(rows: Iterable[StepRow]) -> Iterator[tuple[str, list[StepRow]]]:
    """The rows of each matter that can be steps (the register's own checks have said what the others lack)."""
    for matter, of in groupby(rows, attrgetter("matter")):
        kept = [row for row in of if row.move in MOVES and row.day is not None]
        if matter and kept:
            yield matter, kept


def event_of(row: StepRow, names: UnitNames, where: Whereabouts = NOWHERE) -> Event:
    """The step that a row tells."""
    place = where.place(Place(file=row.file, sheet=row.sheet, cell=row.cell or ""), register=EVENTS, column="date", seq=row.seq)
    return Event._make(
        (
            row.matter,
            MOVES[row.move or ""],
            _day(row.day or ""),
            hour_of(row.hour),
            names.canonical(row.unit) if row.unit else "",
            said(row.node),
            _GRADES.get(row.grade) if row.grade else None,
            _day(row.new_due) if row.new_due else None,
            said(row.approver),
            row.scorer or "",
            said(row.attachment),
            said(row.note),
            _shared(place.file),
            _shared(place.sheet),
            place.cell,
            row.record_no,
            row.seq,
            said(row.checked),
            _shared(place.version),
        )
    )


def hour_of(written: str | None) -> time | None:
    """The hour of a row; None where there is none."""
    return _hour(written) if written else None


def said(written: str | None) -> str:
    """The words of a cell; empty where there are none, or they say so (无)."""
    return "" if not written or _is_nil(written) else written


_shared = lru_cache(maxsize=4096)(str)  # one text for all who say it: a million events take a third of the memory
_is_nil = lru_cache(maxsize=20_000)(is_nil_word)


@lru_cache(maxsize=4096)
def _hour(written: str) -> time | None:
    return time.fromisoformat(written) if len(written) == len("00:00") and written[2] == ":" else None


def _opening(text: str, row: RegisterRow, leads: tuple[Led, ...]) -> Opening | None:
    matter, opened_on = row.text("matter"), row.day("opened_on")
    if not matter or opened_on is None:
        return None
    has = (bool(row.text("person")), *(row.day(column) is not None for column in ("issued_on", "inspection_ended_on", "found_on")))
    nodes = _node_days(row)
    words = (row.text("category"), row.text("type"), row.text("grade"))
    led = (*leads, Led(lead=row.text("lead"), checked=bool(row.text(CHECKED_BY)), seq=row.seq))
    dated = (any(has[1:]) or nodes is not None, bool(nodes))
    return Opening(matter, opened_on, *words, row.day("limit"), has, *dated, bool(row.text("support")), led, row.seq, text)


def opened_of(opening: Opening, names: UnitNames, where: Whereabouts = NOWHERE) -> tuple[Details, Place, str]:
    """What a row of 督办事项 says, where its number stands, and its 记录号."""
    row = row_in(opening.seq, json.loads(opening.text), where)
    return _details(row, names), row.place("matter"), row.record_no


def place_of(opening: Opening, column: str, where: Whereabouts = NOWHERE) -> Place:
    """Where a cell of a row of 督办事项 stands."""
    return row_in(opening.seq, json.loads(opening.text), where).place(column)


def _details(row: RegisterRow, names: UnitNames) -> Details:
    return Details(
        category=row.text("category"),
        title=row.text("title"),
        type=row.text("type"),
        source=row.text("source"),
        source_level=row.text("source_level"),
        initiator=row.text("initiator"),
        grade=row.text("grade"),
        lead=names.canonical(row.text("lead")),
        support=tuple(names.canonical(name.strip()) for name in row.text("support").split(LIST_SEPARATOR) if name.strip()),
        person=row.text("person"),
        issued_on=row.day("issued_on"),
        found_on=row.day("found_on"),
        task_no=row.text("task_no"),
        inspection_ended_on=row.day("inspection_ended_on"),
        node_days=_node_days(row),
        limit=row.day("limit"),
        inclusion=_INCLUSIONS.get(row.text("inclusion"), Inclusion.ACTIVE),
        note=row.text("note"),
    )


def _node_days(row: RegisterRow) -> tuple[date, ...] | None:
    """节点时限: None where the clock decides, () for 无, else its days in order."""
    written = row.text("node_days")
    if not written:
        return () if row.says_none("node_days") else None
    return tuple(sorted(_day(part) for part in written.split(LIST_SEPARATOR)))
