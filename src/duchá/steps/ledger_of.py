"""The ledger of an open campaign: registers and accepted returns, as of its two times."""

from __future__ import annotations

import gc
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, cast

from duchá.campaign.model import end_of
from duchá.journal.read_journal import read_bodies
from duchá.journal.read_rows import iter_rows, iter_steps
from duchá.ledger.entries import MATTERS, Entries, entries_from
from duchá.ledger.findings import findings_of, found_once, inspection_forms
from duchá.ledger.open_matters import Ledger, open_ledger, with_successors
from duchá.ledger.problems import Problem, bodies_needed, problems_of
from duchá.ledger.registers import all_rows
from duchá.ledger.scope import Scope
from duchá.receipts.matrix import Standing, matrix
from duchá.receipts.receipts import RECEIPT_FACTS, receipts_of
from duchá.steps.open_campaign import OpenCampaign
from duchá.steps.register_rows import row_facts


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """How everything stands: the ledger and the receipt matrix."""

    ledger: Ledger
    standings: tuple[Standing, ...]


def state_of(opened: OpenCampaign, scope: Scope | None = None) -> State:
    """Ledger and matrix as of the campaign's two times; with a ``scope`` only what is asked for, in a fraction of the time. Raises JournalError."""
    campaign = opened.campaign
    facts = opened.facts(*RECEIPT_FACTS)
    standings = matrix(campaign, receipts_of(facts), opened.as_of)
    seqs = bodies_needed(facts, standings)
    bodies = cast(Mapping[int, Any], dict(read_bodies(opened.journal, seqs))) if seqs else {}
    problems = (*problems_of(campaign, facts, standings, bodies), *_found(opened))
    with no_collector():
        found = open_ledger(campaign, _entries(opened), problems, scope)
        ledger = with_successors(found_once(campaign, found), campaign.roster, opened.as_of)
    return State(ledger=ledger, standings=standings)


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
    registers = frozenset(form.id for form in inspection_forms(opened.campaign))
    horizon = end_of(opened.as_of, opened.campaign)
    return findings_of(opened.campaign, (row for row in all_rows(row_facts(opened, registers)) if row.happened_at <= horizon))


def _entries(opened: OpenCampaign) -> Entries:
    roster, horizon = opened.campaign.roster, end_of(opened.as_of, opened.campaign)
    if not opened.journal.exists():
        return entries_from((), (), roster)
    matters = iter_rows(opened.journal, (MATTERS,), known_at=opened.known_at, as_of=horizon)
    return entries_from(matters, iter_steps(opened.journal, known_at=opened.known_at, as_of=horizon), roster, horizon)
