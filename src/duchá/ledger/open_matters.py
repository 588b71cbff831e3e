"""Facts → matters: what the registers opened and what accepted returns report, each taken through its steps."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from duchá.campaign.model import Campaign
from duchá.journal.read_rows import StepRow
from duchá.ledger import faults as kinds, wording
from duchá.ledger.clock import DeadlineRules, each_their_own
from duchá.ledger.entries import KINDS, Entries, Opening, event_of, opened_of, place_of
from duchá.ledger.matter import Details, Matter
from duchá.ledger.paths import ClosedPaths, Way
from duchá.ledger.problems import Problem
from duchá.ledger.progress import proceed
from duchá.ledger.scope import LedgerScope
from duchá.rulebook.clock import RECTIFIED, MatterKind, Start
from duchá.rulebook.machine import MachineState, Move, StateMachine
from duchá.rulebook.point_rule import GradedRule, IncludedRule, MatterLateRule, NodeLateRule, ReturnedRule, UnurgedRule
from duchá.terms.fault import Fault
from duchá.terms.place import Place
from duchá.terms.text import for_matching
from duchá.terms.unit import Roster, Unit

LISTED = "仅列名"

_HAND_OVER = wording.MOVE_WORDS[Move.HAND_OVER.value]
LedgerRule = IncludedRule | GradedRule | UnurgedRule | NodeLateRule | MatterLateRule | ReturnedRule
_LISTED = MachineState(id="listed", name=LISTED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ledger:
    """台账: every matter in the order it was opened, and what does not fit (L101–L110, L112, L120–L129, L209), each fault with its place."""

    matters: tuple[Matter, ...]
    faults: tuple[Fault, ...] = ()

    def get(self, id: str) -> Matter | None:
        """The matter of a number, None where there is none."""
        return next((matter for matter in self.matters if matter.id == id), None)


def open_ledger(campaign: Campaign, entries: Entries, problems: Iterable[Problem] = (), scope: LedgerScope | None = None) -> Ledger:
    """The ledger of what registers and returns say. A register's row with the number of a returned problem is that problem, taken further.

    Order: by 立项日期, then as written down. Events of a matter that does not exist are faults, never lost in silence.
    With a ``scope`` matters that are not asked for are left out where that can be told without going through them; faults of theirs too.
    """
    book = _Book(campaign, entries, scope)
    for problem in problems:
        book.report(problem)
    for opening in entries.openings:
        book.open(opening)
    for number, rows in entries.steps:
        book.take(number, rows)
    return book.ledger()


class _Book:
    """The ledger while it is being written."""

    def __init__(self, campaign: Campaign, entries: Entries, scope: LedgerScope | None) -> None:
        self._campaign, self._works, self._names, self._scope = campaign, DeadlineRules(campaign), entries.names, scope
        self._ways, self._recorded, self._where = ClosedPaths(self._works), entries.recorded, entries.where
        self._rules = tuple(rule for book in campaign.rulebooks for rule in book.points if isinstance(rule, LedgerRule))
        self._problems: dict[str, Problem] = {}
        self._openings: dict[str, Opening] = {}
        self._done: dict[str, Matter | None] = {}  # None: not asked for, and left out
        self._faults: list[Fault] = []

    def report(self, problem: Problem) -> None:
        """A problem of an accepted return."""
        self._problems[problem.id] = problem

    def open(self, opening: Opening) -> None:
        """A row of 督办事项."""
        self._openings[opening.matter] = opening

    def take(self, number: str, rows: list[StepRow]) -> None:
        """All rows of 办理记录 that name one matter."""
        if number not in self._openings and number not in self._problems:
            events = [event_of(row, self._names, self._where) for row in rows]
            self._faults += [kinds.NO_SUCH_MATTER.at(event.place, matter=number) for event in events]
            return
        left_out, way = self._scoped(number, rows)
        if left_out:
            self._done[number] = None
            return
        matter = self._begun(number, rows)
        machine = self._works.machine(matter.kind, matter.details.type)
        if machine is not None:
            matter, wrong = proceed(self._works, machine[1], matter, [event_of(row, self._names, self._where) for row in rows])
            self._faults += wrong
            self._ways.learn(way, ended=matter.state.ended and not wrong)
        self._done[number] = matter

    def ledger(self) -> Ledger:
        """The matters in their order, and what does not fit."""
        numbers = dict.fromkeys((*self._problems, *self._openings))
        found = [matter for number in numbers if (matter := self._done[number] if number in self._done else self._begun(number))]
        for matter in found:
            if not matter.machine:
                self._faults.append(kinds.NO_MACHINE.at(matter.place, category=matter.details.category, matter=matter.id))
        found.sort(key=lambda matter: (matter.opened_on, matter.seq, matter.id))
        faults = sorted(self._faults, key=lambda fault: (fault.place.sort_key(), fault.kind.code))
        return Ledger(matters=tuple(_returned(found)), faults=tuple(faults))

    def _begun(self, number: str, rows: Sequence[StepRow] = ()) -> Matter:
        """A matter before its first step."""
        problem, opening = self._problems.get(number), self._openings.get(number)
        reported = None if problem is None else _of_problem(self._works, problem)
        if opening is not None:
            lead = self._first_lead(opening, rows) if opening.led_anew else None
            return _of_opening(self._works, opened_of(opening, self._names, self._where), opening, reported, lead)
        assert reported is not None, "a number is one of the two"
        return reported

    def _first_lead(self, opening: Opening, rows: Sequence[StepRow]) -> str:
        """牵头单位 with which a matter began, where the cell was ever changed (L127).

        A change that would move to another unit what the one before has scored by then holds only where a person has signed the row.
        Where the matter was handed over to the unit that the cell now names, the cell only follows.
        """
        followed = {self._names.canonical(row.unit or "") for row in rows if row.move == _HAND_OVER}
        named = now = self._names.canonical(opening.leads[0].lead)
        for led in opening.leads[1:]:
            now, day = self._names.canonical(led.lead), self._campaign.local(self._recorded[led.seq]).date()
            if led.checked or (now not in followed and not self._has_scored(opening, rows, day)):
                named = now
        if now != named and now not in followed:
            place = place_of(opening, "lead", self._where)
            self._faults.append(kinds.LEAD_REWRITTEN.at(place, matter=opening.matter, before=named, after=now))
        return named

    def _has_scored(self, opening: Opening, rows: Sequence[StepRow], day: date) -> bool:
        """True where anything of a matter may have scored by a day: that it was entered, a step, a deadline that had passed."""
        kind = KINDS.get(opening.category, MatterKind.TASK)
        rules = [rule for rule in self._rules if kind in rule.matters]
        details = opened_of(opening, self._names)[0]
        credited = any(isinstance(rule, IncludedRule) and details.inclusion.value not in rule.excluded for rule in rules)
        if credited and opening.opened_on <= day:
            return True
        due, nodes, _ = self._works.dues(kind, details, opening.opened_on)
        passed = any(one.day < day for one in (*(node.due for node in nodes), *([due] if due else [])))
        return bool(rules) and (passed or any((row.day or "") <= day.isoformat() for row in rows))

    def _scoped(self, number: str, rows: list[StepRow]) -> tuple[bool, Way | None]:
        """Whether a matter is left out; else the way to learn from it, None where there is nothing to learn."""
        opening = self._openings.get(number)
        if self._scope is None or opening is None or number in self._problems or opening.led_anew:
            return False, None
        if self._scope.to_come(opening, rows):
            return True, None
        kind = KINDS.get(opening.category, MatterKind.TASK)
        machine = self._works.machine(kind, opening.type)
        if machine is None or not self._scope.past(self._works, kind, opening, rows):
            return False, None
        way = self._ways.way(machine[1], opening, rows)
        return bool(self._ways.ends(way)), way


def _of_opening(
    works: DeadlineRules, opened: tuple[Details, Place, str], opening: Opening, reported: Matter | None, lead: str | None
) -> Matter:
    """A matter of 督办事项 before its first step; ``lead`` is the unit with which it began, where its cell says another one now."""
    details, place, record_no = opened
    details = details if lead is None else replace(details, lead=lead)
    kind = KINDS.get(details.category, MatterKind.TASK)
    if reported is not None:
        same = reported.details
        details = replace(details, problem=same.problem, rectification=same.rectification)
    form, withdrawn = (reported.form, reported.withdrawn) if reported else ("", False)
    known = {
        "place": reported.place if reported else place,
        "record_no": record_no,
        "seq": opening.seq,
        "form": form,
        "withdrawn": withdrawn,
    }
    return _opened(works, (opening.matter, kind, details, opening.opened_on), known)


def _of_problem(works: DeadlineRules, problem: Problem) -> Matter:
    known = {"form": problem.form, "place": problem.place, "withdrawn": problem.withdrawn, "seq": problem.seq}
    return _opened(works, (problem.id, MatterKind.PROBLEM, problem.details, problem.found_on), known, rectified=problem.rectified)


def _opened(
    works: DeadlineRules, opening: tuple[str, MatterKind, Details, date], known: Mapping[str, Any], *, rectified: bool = False
) -> Matter:
    """A matter before its first step: its number, kind, what is said of it and its day, and whatever else is ``known`` of it."""
    id_, kind, details, opened_on = opening
    due, nodes, presumed = works.dues(kind, details, opened_on)
    nodes = each_their_own(works, kind, details, due, nodes)
    machine = works.machine(kind, details.type)
    state = _LISTED if machine is None else _first_state(machine[1], details, rectified=rectified)
    return Matter(
        id=id_,
        kind=kind,
        details=details,
        opened_on=opened_on,
        state=state,
        machine="" if machine is None else machine[1].id,
        due=due,
        nodes=nodes,
        answered_on=opened_on if state.holds else None,
        presumed=presumed,
        **known,
    )


def _first_state(machine: StateMachine, details: Details, *, rectified: bool) -> MachineState:
    """The state in which a matter begins: further on where it has a date, or a report, that says so."""
    has = {
        Start.ISSUED.value: details.issued_on is not None,
        Start.INSPECTION_ENDED.value: details.inspection_ended_on is not None,
        Start.FOUND.value: details.found_on is not None,
        RECTIFIED: rectified,
    }
    return machine.state(next((state for start, state in machine.starts.items() if has.get(start)), machine.start))


def _returned(matters: list[Matter]) -> Iterable[Matter]:
    """Problems that come back point to their first record: same unit, same words, and the earlier one had been closed."""
    firsts: dict[tuple[str, str], Matter] = {}
    for matter in matters:
        words = matter.details.problem or matter.details.title
        if matter.kind is not MatterKind.PROBLEM or not words:
            yield matter
            continue
        key = (matter.details.lead, for_matching(words))
        first = firsts.setdefault(key, matter)
        closed = first is not matter and first.ended_on is not None and first.ended_on <= matter.opened_on
        yield replace(matter, first_record=first.id) if closed else matter


def with_successors(ledger: Ledger, roster: Roster, day: date) -> Ledger:
    """The ledger with the successor named of every unit that is no more on a day; what was written down stays."""
    heirs = {unit.name: name for unit in roster.units if (name := answers_for(roster, unit, day)) != unit.name}
    if not heirs:
        return ledger
    return replace(ledger, matters=tuple(replace(m, successor=heirs[m.lead]) if m.lead in heirs else m for m in ledger.matters))


def answers_for(roster: Roster, unit: Unit, day: date) -> str:
    """Who answers for a unit on a day: itself, its successor, or 待认定 where it is no more and none is named."""
    heir = roster.answering(unit, day)
    return wording.NOBODY if heir.ended_by(day) else heir.name


def by_unit(matters: Iterable[Matter]) -> Mapping[str, tuple[Matter, ...]]:
    """Matters by the unit that answers for them, in their order."""
    found: dict[str, list[Matter]] = {}
    for matter in matters:
        found.setdefault(matter.answering, []).append(matter)
    return {unit: tuple(listed) for unit, listed in found.items()}
