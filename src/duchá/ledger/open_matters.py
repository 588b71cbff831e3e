"""Facts → matters: what the registers opened and what accepted returns report, each taken through its steps."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from duchá.campaign.model import Campaign
from duchá.ledger import faults as kinds, wording
from duchá.ledger.clock import Clockwork, dues_of
from duchá.ledger.entries import Entries, Opening
from duchá.ledger.matter import Details, Matter
from duchá.ledger.problems import Problem
from duchá.ledger.progress import proceed
from duchá.rulebook.check_clocks import RECTIFIED
from duchá.rulebook.clock import MatterKind, Start
from duchá.rulebook.machine import State, StateMachine
from duchá.terms.fault import Fault
from duchá.terms.text import for_matching
from duchá.terms.unit import Roster

_KINDS = {word: MatterKind(value) for word, value in wording.CATEGORY_KINDS.items()}
_LISTED = State(id="listed", name=wording.LISTED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ledger:
    """台账: every matter in the order it was opened, and what does not fit (L101–L110), each fault with its place."""

    matters: tuple[Matter, ...]
    faults: tuple[Fault, ...] = ()

    def get(self, id: str) -> Matter | None:
        """The matter of a number, None where there is none."""
        return next((matter for matter in self.matters if matter.id == id), None)


def open_ledger(campaign: Campaign, entries: Entries, problems: Iterable[Problem] = ()) -> Ledger:
    """The ledger of what registers and returns say. A register's row with the number of a returned problem is that problem, taken further.

    Order: by 立项日期, then as written down. Events of a matter that does not exist are faults, never lost in silence.
    """
    works = Clockwork(campaign)
    faults: list[Fault] = []
    found: dict[str, Matter] = {}
    for problem in problems:
        matter = _of_problem(works, problem)
        found[matter.id] = matter
    for opening in entries.openings:
        found[opening.matter] = _of_opening(works, opening, found.get(opening.matter))
    for id_, matter in found.items():
        machine = works.machine(matter.kind, matter.details.type)
        if machine is None:
            faults.append(kinds.NO_MACHINE.at(matter.place, category=matter.details.category, matter=matter.id))
            continue
        events = entries.events.get(id_, ())
        if events:
            found[id_], wrong = proceed(works, machine[1], matter, events)
            faults += wrong
    for id_, events in entries.events.items():
        if id_ not in found:
            faults += [kinds.NO_SUCH_MATTER.at(event.place, matter=id_) for event in events]
    ordered = sorted(found.values(), key=lambda matter: (matter.opened_on, matter.seq, matter.id))
    return Ledger(
        matters=tuple(_returned(ordered)), faults=tuple(sorted(faults, key=lambda fault: (fault.place.sort_key(), fault.kind.code)))
    )


def _of_opening(works: Clockwork, opening: Opening, reported: Matter | None) -> Matter:
    details = opening.details
    kind = _KINDS.get(details.category, MatterKind.TASK)
    if reported is not None:
        same = reported.details
        details = replace(details, problem=same.problem, rectification=same.rectification)
    matter = _opened(works, opening.matter, kind, details, opening.opened_on)
    origin = reported or opening
    form, withdrawn = (reported.form, reported.withdrawn) if reported else ("", False)
    return replace(matter, place=origin.place, record_no=opening.record_no, seq=opening.seq, form=form, withdrawn=withdrawn)


def _of_problem(works: Clockwork, problem: Problem) -> Matter:
    matter = _opened(works, problem.id, MatterKind.PROBLEM, problem.details, problem.found_on, rectified=problem.rectified)
    return replace(matter, form=problem.form, place=problem.place, withdrawn=problem.withdrawn, seq=problem.seq)


def _opened(  # noqa: PLR0913 - what an opening is made of
    works: Clockwork, id_: str, kind: MatterKind, details: Details, opened_on: date, *, rectified: bool = False
) -> Matter:
    due, nodes, presumed = dues_of(works, kind, details, opened_on)
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
    )


def _first_state(machine: StateMachine, details: Details, *, rectified: bool) -> State:
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
        key = (matter.lead, for_matching(words))
        first = firsts.setdefault(key, matter)
        closed = first is not matter and first.ended_on is not None and first.ended_on <= matter.opened_on
        yield replace(matter, first_record=first.id) if closed else matter


def with_successors(ledger: Ledger, roster: Roster, day: date) -> Ledger:
    """The ledger with the successor named of every unit that is no more on a day; what was written down stays."""
    heirs: dict[str, str] = {}
    for unit in roster.units:
        heir = roster.answering(unit, day)
        if heir != unit:
            heirs[unit.name] = heir.name
    if not heirs:
        return ledger
    return replace(ledger, matters=tuple(replace(m, successor=heirs[m.lead]) if m.lead in heirs else m for m in ledger.matters))


def by_unit(matters: Iterable[Matter]) -> Mapping[str, tuple[Matter, ...]]:
    """Matters by the unit that answers for them, in their order."""
    found: dict[str, list[Matter]] = {}
    for matter in matters:
        found.setdefault(matter.answering, []).append(matter)
    return {unit: tuple(listed) for unit, listed in found.items()}
