"""What is still owed comes out the same whether or not the closed matters are gone through: a way known to end is a way that ends."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings, strategies as st

from duchá.ledger.entries import entries_of
from duchá.ledger.open_matters import open_ledger
from duchá.ledger.scope import LedgerScope
from duchá.terms.period import span
from ledger.histories import rows_of
from ledger.office import campaign_of, facts_of

CAMPAIGNS = [campaign_of("jincheng-13710"), campaign_of("jincheng-rapid-2017"), campaign_of("shiyan-2015")]


@pytest.mark.sweep
@settings(max_examples=150, deadline=None)
@given(rows=rows_of(), which=st.sampled_from(range(len(CAMPAIGNS))))
def test_what_is_still_owed_is_the_same(rows: list[dict[str, Any]], which: int) -> None:
    facts = facts_of(rows)
    whole = open_ledger(CAMPAIGNS[which], entries_of(facts, CAMPAIGNS[which].roster))
    owed = open_ledger(CAMPAIGNS[which], entries_of(facts, CAMPAIGNS[which].roster), scope=LedgerScope())
    assert [matter for matter in owed.matters if matter.open] == [matter for matter in whole.matters if matter.open]
    assert {matter.id for matter in whole.matters} - {matter.id for matter in owed.matters} <= {m.id for m in whole.matters if not m.open}
    assert owed.faults == whole.faults


@settings(max_examples=150, deadline=None)
@given(rows=rows_of(), which=st.sampled_from(range(len(CAMPAIGNS))))
def test_what_lies_in_a_period_is_the_same(rows: list[dict[str, Any]], which: int) -> None:
    """A matter that is left out has neither a step nor an open or answered deadline in the period; the others come out as they do in the whole."""
    facts, roster, period = facts_of(rows), CAMPAIGNS[which].roster, span(date(2018, 3, 3), date(2018, 3, 20))
    whole = {matter.id: matter for matter in open_ledger(CAMPAIGNS[which], entries_of(facts, roster)).matters}
    part = open_ledger(CAMPAIGNS[which], entries_of(facts, roster), scope=LedgerScope(period=period, keep=frozenset({"M0"})))
    assert all(matter == replace(whole[matter.id], first_record=matter.first_record) for matter in part.matters)
    out = [whole[number] for number in whole.keys() - {matter.id for matter in part.matters}]
    assert "M0" not in {matter.id for matter in out}
    for matter in out:
        assert matter.opened_on not in period
        assert [event.day for event in matter.events if event.day in period] == []
        assert [node.due.day for node in matter.nodes if node.due.day in period] == []
        assert matter.due is None or matter.due.day not in period
