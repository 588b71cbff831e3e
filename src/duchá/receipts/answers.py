"""Answers remembered for the campaign: facts → what reading may rely on."""

from __future__ import annotations

from collections.abc import Collection

from duchá.journal.fact import Fact, FactKind
from duchá.journal.waivers import waivers_of
from duchá.submissions.context import Answers


def answers_of(facts: Collection[Fact]) -> Answers:
    """The answers in force: of two for one question the later given."""
    columns: dict[str, str] = {}
    units: dict[str, str] = {}
    tables = {"column": columns, "unit": units}
    for fact in facts:
        if fact.kind is FactKind.ANSWER:
            tables[str(fact.payload["subject"])][str(fact.payload["key"])] = str(fact.payload["value"])
    names = frozenset(str(fact.payload["name"]) for fact in facts if fact.kind is FactKind.CONTEXT and "name" in fact.payload)
    return Answers(columns=columns, units=units, campaign_names=names, waivers=waivers_of(facts))
