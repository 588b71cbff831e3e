"""The ledger of an open campaign: registers and accepted returns, as of its two times."""

from __future__ import annotations

import gc
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any, cast

from duchá.campaign.model import end_of
from duchá.journal.faults import BODY_ALTERED, JournalError
from duchá.journal.read import read_bodies
from duchá.journal.read_rows import iter_rows, iter_steps, recorded_at
from duchá.ledger.entries import Entries, entries_from
from duchá.ledger.findings import findings_of, found_once, problem_registers
from duchá.ledger.marking import REGISTER as PROBLEM_LIST, Decision, Marking
from duchá.ledger.matter import Matter
from duchá.ledger.open_matters import Ledger, open_ledger, with_successors
from duchá.ledger.problems import Problem, bodies_needed, problems_of
from duchá.ledger.scope import LedgerScope
from duchá.receipts.matrix import ReceiptStanding, matrix
from duchá.receipts.receipts import RECEIPT_FACTS, receipts_of
from duchá.registers.ids import MATTERS
from duchá.registers.read_rows import read_whereabouts
from duchá.rulebook.clock import MatterKind
from duchá.steps.duties_of import dated
from duchá.steps.open_campaign import OpenCampaign
from duchá.steps.register_rows import every_row, rows_of
from duchá.terms.place import Place


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerState:
    """How everything stands: the ledger, the receipt matrix, and the problems that returns and inspections tell, under their numbers.

    ``bodies`` hold the rows of every accepted version, by journal entry; ``decisions`` are what a person decided of problems in the list of them.
    """

    ledger: Ledger
    standings: tuple[ReceiptStanding, ...]
    problems: tuple[Problem, ...] = ()
    bodies: Mapping[int, Any] = field(default_factory=dict)
    decisions: Mapping[str, Decision] = field(default_factory=dict)


def state_of(opened: OpenCampaign, scope: LedgerScope | None = None) -> LedgerState:
    """Ledger and matrix as of the campaign's two times; with a ``scope`` only what is asked for, in a fraction of the time. Raises JournalError."""
    if scope is not None or opened.kept is None:
        return _state_of(opened, scope)
    key = (id(opened.campaign), opened.as_of, opened.known_at, opened.view)
    if key not in opened.kept:
        opened.kept[key] = (opened.campaign, _state_of(opened, None))  # the campaign stays, so that its id is no other's
    found: LedgerState = opened.kept[key][1]
    return found


def _state_of(opened: OpenCampaign, scope: LedgerScope | None) -> LedgerState:
    campaign = opened.campaign
    facts = opened.facts(*RECEIPT_FACTS)
    standings = matrix(dated(opened).campaign, receipts_of(facts), opened.as_of)
    seqs = bodies_needed(facts, standings)
    bodies = cast(Mapping[int, Any], dict(read_bodies(opened.journal, seqs))) if seqs else {}
    if gone := set(seqs) - bodies.keys():  # a damaged journal, never an empty return
        raise JournalError(BODY_ALTERED.at(Place(file=str(opened.journal)), entry=min(gone)))
    marking = Marking(campaign)
    decisions = _decisions(opened, marking)
    with no_collector():
        problems = tuple(_decided(one, decisions) for one in (*problems_of(campaign, facts, standings, bodies), *_found(opened)))
        found = open_ledger(campaign, _entries(opened), problems, scope)
        ledger = with_successors(found_once(campaign, found), campaign.roster, opened.as_of)
    tagged = {problem.id: problem.tagged for problem in problems if problem.tagged}
    matters = tuple(_marked(matter, marking, tagged, decisions) for matter in ledger.matters)
    return LedgerState(ledger=replace(ledger, matters=matters), standings=standings, problems=problems, bodies=bodies, decisions=decisions)


def _decided(problem: Problem, decisions: Mapping[str, Decision]) -> Problem:
    """The problem with the class that a person decided."""
    decision = decisions.get(problem.id)
    return problem if decision is None or decision.klass is None else replace(problem, klass=decision.klass)


def _marked(matter: Matter, marking: Marking, tagged: Mapping[str, tuple[str, ...]], decisions: Mapping[str, Decision]) -> Matter:
    if matter.kind is not MatterKind.PROBLEM:
        return matter
    proposed = marking.proposed(matter.details, matter.form, tagged.get(matter.id, ()))
    return replace(matter, marks=marking.decided(proposed, decisions.get(matter.id)))


def _decisions(opened: OpenCampaign, marking: Marking) -> Mapping[str, Decision]:
    """What a person decided in the list of problems."""
    return marking.decisions(rows_of(opened, (PROBLEM_LIST,)))


@contextmanager
def no_collector() -> Iterator[None]:
    """Without the search for reference cycles: there are none in facts, and among a million rows it takes a third of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _found(opened: OpenCampaign) -> tuple[Problem, ...]:
    """What inspections found, from the registers that tell of it."""
    registers = frozenset(form.id for form in problem_registers(opened.campaign))
    horizon = end_of(opened.as_of, opened.campaign)
    return findings_of(opened.campaign, (row for row in every_row(opened, registers) if row.happened_at <= horizon))


def _entries(opened: OpenCampaign) -> Entries:
    roster, horizon = opened.campaign.roster, end_of(opened.as_of, opened.campaign)
    if not opened.journal.exists():
        return entries_from((), (), roster, recorded=lambda _: {})
    matters = iter_rows(opened.journal, (MATTERS,), known_at=opened.known_at, as_of=horizon, view=opened.view)
    steps = iter_steps(opened.journal, known_at=opened.known_at, as_of=horizon, view=opened.view)
    where = read_whereabouts(opened.journal, opened.known_at, opened.view)
    return entries_from(matters, steps, roster, horizon, where, recorded=lambda numbers: recorded_at(opened.journal, numbers))
