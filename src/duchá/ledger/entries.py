"""What the registers say of matters: facts → openings (督办事项) and events (办理记录), read lean, for a ledger may have a million rows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import lru_cache
from typing import Any

from duchá.journal.fact import Fact, FactKind
from duchá.ledger import wording
from duchá.ledger.matter import Details, Event, Grade, Inclusion
from duchá.ledger.registers import Change, RegisterRow
from duchá.rulebook.machine import Move
from duchá.submissions.as_json import content_json
from duchá.terms.place import Place
from duchá.terms.unit import Roster
from duchá.terms.wording import LIST_SEPARATOR

MATTERS, EVENTS = "matters", "events"  # the two registers that make the ledger
_KINDS = frozenset({MATTERS, EVENTS})
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
            match = self._roster.find(written) if written else None
            self._known[written] = match.unit.name if match is not None and match.unit is not None else written
        return self._known[written]


def entries_of(facts: Iterable[Fact], roster: Roster, as_of: datetime | None = None) -> Entries:
    """What the facts about the two registers say, corrections applied; ``as_of`` leaves out rows that happened later."""
    openings: dict[int, Opening] = {}
    events: dict[int, Event] = {}
    firsts: dict[int, int] = {}
    names = Names(roster)
    for fact in facts:
        payload: Mapping[str, Any] = fact.payload
        if fact.kind is not FactKind.ROW or payload["register"] not in _KINDS:
            continue
        seq, first = fact.seq, fact.seq
        if payload["replaces"]:
            first = firsts.get(payload["replaces"], payload["replaces"])
            firsts[seq] = first
            openings.pop(first, None)
            events.pop(first, None)
        if payload["change"] == Change.WITHDRAWN.value or (as_of is not None and _moment(payload["on"]) > as_of):
            continue
        if payload["register"] == EVENTS:
            event = _event(payload, seq, names)
            if event is not None:
                events[first] = event
        elif (opening := _opening(payload, seq, names)) is not None:
            openings[first] = opening
    return Entries(openings=tuple(openings[at] for at in sorted(openings)), events=_by_matter(events))


def entries_from_rows(rows: Iterable[RegisterRow], roster: Roster) -> Entries:
    """The same from rows already in hand (those about to be recorded)."""
    names = Names(roster)
    openings: list[Opening] = []
    events: dict[int, Event] = {}
    for at, row in enumerate(rows):
        if row.register in _KINDS:
            cells = {column: place.cell for column, place in row.places.items()}
            values = {column: content_json(value) for column, value in row.values.items()}
            payload = {"values": values, "cells": cells, "source": row.source, "sheet": row.sheet, "record_no": row.record_no}
            if row.register == EVENTS and (event := _event(payload, row.seq, names)) is not None:
                events[at] = event
            elif row.register == MATTERS and (opening := _opening(payload, row.seq, names)) is not None:
                openings.append(opening)
    return Entries(openings=tuple(openings), events=_by_matter(events))


def _by_matter(events: Mapping[int, Event]) -> dict[str, tuple[Event, ...]]:
    found: dict[str, list[Event]] = {}
    for event in events.values():
        found.setdefault(event.matter, []).append(event)
    return {matter: tuple(listed) for matter, listed in found.items()}


def _event(payload: Mapping[str, Any], seq: int, names: Names) -> Event | None:
    """The event that a row tells; None where date, matter or step are wanting (the register's own checks have said so)."""
    cells: Cells = payload["values"]
    move, day, matter = _MOVES.get(_text(cells, "move")), _date(cells, "date"), _text(cells, "matter")
    if move is None or day is None or not matter:
        return None
    at = _text(cells, "time")
    return Event(
        matter=matter,
        move=move,
        day=day,
        at=time.fromisoformat(at) if len(at) == len("00:00") and at[2] == ":" else None,
        unit=names.canonical(_text(cells, "unit")),
        node=_text(cells, "node"),
        grade=_GRADES.get(_text(cells, "grade")),
        new_due=_date(cells, "new_due"),
        approver=_text(cells, "approver"),
        scorer=_text(cells, "scorer"),
        attachment=_text(cells, "attachment"),
        note=_text(cells, "note"),
        place=_place(payload, "date"),
        record_no=str(payload["record_no"]),
        seq=seq,
    )


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
