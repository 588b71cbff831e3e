"""The ledger of an open campaign: registers and accepted returns, as of its two times."""

from __future__ import annotations

import gc
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, cast

from duchá.journal.read_journal import read_bodies
from duchá.journal.read_rows import LeanRow, iter_rows
from duchá.journal.replay import Standing, end_of, matrix, receipts_of
from duchá.ledger.entries import LEAVES, WHOLE, entries_from
from duchá.ledger.open_matters import Ledger, open_ledger, with_successors
from duchá.ledger.problems import bodies_needed, problems_of
from duchá.steps.open_campaign import OpenCampaign
from duchá.steps.status import RECEIPT_FACTS


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """How everything stands: the ledger and the receipt matrix."""

    ledger: Ledger
    standings: tuple[Standing, ...]


def state_of(opened: OpenCampaign) -> State:
    """Ledger and matrix as of the campaign's two times. Rows are read one by one: a ledger may hold a million. Raises JournalError."""
    campaign = opened.campaign
    facts = opened.facts(*RECEIPT_FACTS)
    standings = matrix(campaign, receipts_of(facts), opened.as_of)
    seqs = bodies_needed(facts, standings)
    bodies = cast(Mapping[int, Any], dict(read_bodies(opened.journal, seqs))) if seqs else {}
    problems = problems_of(campaign, facts, standings, bodies)
    with no_collector():
        entries = entries_from(_rows(opened), campaign.roster, end_of(opened.as_of, campaign))
        ledger = with_successors(open_ledger(campaign, entries, problems), campaign.roster, opened.as_of)
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


def _rows(opened: OpenCampaign) -> Iterator[LeanRow]:
    if opened.journal.exists():
        horizon = end_of(opened.as_of, opened.campaign)
        yield from iter_rows(opened.journal, LEAVES, WHOLE, known_at=opened.known_at, as_of=horizon)
