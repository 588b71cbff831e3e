"""What the registers say of matters: rows → openings (督办事项) and events (办理记录), read lean, for a ledger may have a million rows."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import lru_cache
from typing import Any

from duchá.journal.fact import Fact, FactKind
from duchá.journal.read_rows import LeanRow
from duchá.ledger import wording
from duchá.ledger.matter import Details, Event, Grade, Inclusion
from duchá.ledger.registers import Change
from duchá.rulebook.machine import Move
from duchá.submissions.cells.convert_text import is_nil_word
from duchá.terms.place import Place
from duchá.terms.unit import Roster
from duchá.terms.wording import LIST_SEPARATOR

MATTERS, EVENTS = "matters", "events"  # the two registers that make the ledger
WHOLE = frozenset({MATTERS})  # read whole: few rows, many columns
WHOLE_OR_LEAN = WHOLE | {EVENTS}
LEAVES = (
    *("change", "replaces", "on"),
    *("values.matter.text", "values.move.text", "values.date.day", "values.time.text", "values.unit.text", "values.node.text"),
    *("values.grade.text", "values.new_due.day", "values.approver.text", "values.scorer.text", "values.attachment.text"),
    *("values.note.text", "source", "sheet", "cells.date", "record_no"),
)
_HEAD = 5  # number, register, change, what it replaces, when it happened
_WITHDRAWN = Change.WITHDRAWN.value
_MOVES = {word: Move(value) for value, word in wording.MOVE_WORDS.items()}
_GRADES = {word: Grade(value) for value, word in wording.GRADE_WORDS.items()}
_INCLUSIONS = {word: Inclusion(value) for value, word in wording.INCLUSION_WORDS.items()}
_NONE, _EMPTY = "none", "empty"
_day = lru_cache(maxsize=20_000)(date.fromisoformat)
_moment = lru_cache(maxsize=20_000)(datetime.fromisoformat)
Cells = Mapping[str, Mapping[str, Any]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """立项: a row of 督办事项."""

    matter: str
    details: Details
    opened_on: date
    place: Place
    record_no: str
    seq: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Entries:
    """What the registers say: openings in the order they were written down, events by matter in no particular order."""

    openings: tuple[Opening, ...] = ()
    events: Mapping[str, tuple[Event, ...]]


class Names:
    """Unit names as written → as on the roster, each looked up once; a name that is not on it stays as written."""

    def __init__(self, roster: Roster) -> None:
        self._roster = roster
        self._known: dict[str, str] = {}

    def canonical(self, written: str) -> str:
        """The roster's name for a written one."""
        if written not in self._known:
            match = self._roster.find(written) if written and not is_nil_word(written) else None
            self._known[written] = match.unit.name if match and match.unit else _said(written)
        return self._known[written]


def entries_from(rows: Iterable[LeanRow], roster: Roster, as_of: datetime | None = None) -> Entries:
    """What the rows of the two registers say, corrections applied; ``as_of`` leaves out rows that happened later."""
    openings: dict[int, Opening] = {}
    events: dict[int, Event] = {}
    firsts: dict[int, int] = {}
    names = Names(roster)
    for row in rows:
        seq, register, change, replaces, on = row[:_HEAD]
        if register not in WHOLE_OR_LEAN:
            continue
        first: int = seq
        if replaces:
            first = firsts.get(replaces, int(replaces))
            firsts[seq] = first
            openings.pop(first, None)
            events.pop(first, None)
        if change == _WITHDRAWN or (as_of is not None and _moment(on) > as_of):
            continue
        if register == EVENTS:
            event = _event(row, names)
            if event is not None:
                events[first] = event
        elif (opening := _opening(json.loads(row[-1]), seq, names)) is not None:
            openings[first] = opening
    return Entries(openings=tuple(openings[at] for at in sorted(openings)), events=_by_matter(events))


def entries_of(facts: Iterable[Fact], roster: Roster, as_of: datetime | None = None) -> Entries:
    """The same from facts in hand."""
    return entries_from(rows_in(facts), roster, as_of)


def rows_in(facts: Iterable[Fact]) -> Iterator[LeanRow]:
    """The lean rows of facts in hand: what `iter_rows` reads of the same facts in a journal."""
    for fact in facts:
        if fact.kind is FactKind.ROW:
            payload = fact.payload
            register = str(payload["register"])
            whole = json.dumps(payload) if register in WHOLE else None
            yield (fact.seq, register, *(_leaf(payload, leaf.split(".")) for leaf in LEAVES), whole)


def _leaf(found: Any, path: list[str]) -> Any:
    for name in path:
        found = found.get(name) if isinstance(found, Mapping) else None
    return found


def _by_matter(events: Mapping[int, Event]) -> dict[str, tuple[Event, ...]]:
    found: dict[str, list[Event]] = {}
    for event in events.values():
        found.setdefault(event.matter, []).append(event)
    return {matter: tuple(listed) for matter, listed in found.items()}


def _event(row: LeanRow, names: Names) -> Event | None:
    """The event that a row tells; None where date, matter or step are wanting (the register's own checks have said so)."""
    (matter, move, day, at, unit, node, grade, new_due, approver, scorer, attachment, note, file, sheet, cell, record_no) = row[_HEAD:-1]
    step = _MOVES.get(move)
    if step is None or day is None or not matter:
        return None
    return Event(
        matter,
        step,
        _day(day),
        _hour(at) if at else None,
        names.canonical(unit) if unit else "",
        _said(node) if node else "",
        _GRADES.get(grade) if grade else None,
        _day(new_due) if new_due else None,
        _said(approver) if approver else "",
        scorer or "",
        _said(attachment) if attachment else "",
        _said(note) if note else "",
        file,
        sheet,
        cell or "",
        record_no,
        row[0],
    )


@lru_cache(maxsize=4096)
def _hour(written: str) -> time | None:
    return time.fromisoformat(written) if len(written) == len("00:00") and written[2] == ":" else None


@lru_cache(maxsize=4096)
def _said(written: str) -> str:
    """The words of a cell; empty where they say that there are none (无)."""
    return "" if is_nil_word(written) else written


def _opening(payload: Mapping[str, Any], seq: int, names: Names) -> Opening | None:
    cells: Cells = payload["values"]
    matter, opened_on = _text(cells, "matter"), _date(cells, "opened_on")
    if not matter or opened_on is None:
        return None
    return Opening(
        matter=matter,
        details=_details(cells, names),
        opened_on=opened_on,
        place=_place(payload, "matter"),
        record_no=str(payload["record_no"]),
        seq=seq,
    )


def _details(cells: Cells, names: Names) -> Details:
    return Details(
        category=_text(cells, "category"),
        title=_text(cells, "title"),
        type=_text(cells, "type"),
        source=_text(cells, "source"),
        source_level=_text(cells, "source_level"),
        initiator=_text(cells, "initiator"),
        grade=_text(cells, "grade"),
        lead=names.canonical(_text(cells, "lead")),
        support=tuple(names.canonical(name.strip()) for name in _text(cells, "support").split(LIST_SEPARATOR) if name.strip()),
        person=_text(cells, "person"),
        issued_on=_date(cells, "issued_on"),
        found_on=_date(cells, "found_on"),
        task_no=_text(cells, "task_no"),
        inspection_ended_on=_date(cells, "inspection_ended_on"),
        node_days=_node_days(cells),
        limit=_date(cells, "limit"),
        inclusion=_INCLUSIONS.get(_text(cells, "inclusion"), Inclusion.ACTIVE),
        note=_text(cells, "note"),
    )


def _node_days(cells: Cells) -> tuple[date, ...] | None:
    """节点时限: None where the clock decides, () for 无, else its days in order."""
    cell = cells.get("node_days")
    if cell is None or cell["kind"] == _EMPTY:
        return None
    if cell["kind"] == _NONE:
        return ()
    return tuple(sorted(_day(part) for part in cell["text"].split(LIST_SEPARATOR)))


def _text(cells: Cells, column: str) -> str:
    cell = cells.get(column)
    return "" if cell is None or cell["kind"] in (_EMPTY, _NONE) else str(cell["text"])


def _date(cells: Cells, column: str) -> date | None:
    cell = cells.get(column)
    return None if cell is None or "day" not in cell else _day(cell["day"])


def _place(payload: Mapping[str, Any], column: str) -> Place:
    return Place(file=str(payload["source"]), sheet=str(payload["sheet"]), cell=str(payload["cells"].get(column, "")))
