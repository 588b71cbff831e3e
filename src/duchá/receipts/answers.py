"""Answers remembered for the campaign: facts → what reading may rely on."""

from __future__ import annotations

from collections.abc import Collection

from duchá.journal.fact import Fact
from duchá.journal.records import AnswerFact, ContextFact, told
from duchá.journal.waivers import waivers_of
from duchá.submissions.context import Answers


def answers_of(facts: Collection[Fact]) -> Answers:
    """The answers in force: of two for one question the later given."""
    columns: dict[str, str] = {}
    units: dict[str, str] = {}
    tables = {"column": columns, "unit": units}
    for _, said in told(facts, AnswerFact):
        tables[said.subject][said.key] = said.value
    names = frozenset(said.name for _, said in told(facts, ContextFact) if said.name is not None)
    return Answers(columns=columns, units=units, campaign_names=names, waivers=waivers_of(facts))
