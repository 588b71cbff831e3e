"""Answers remembered for the campaign: facts → what reading may rely on."""

from __future__ import annotations

from collections.abc import Iterable

from duchá.journal.fact import Fact, FactKind
from duchá.submissions.context import Answers


def answers_of(facts: Iterable[Fact]) -> Answers:
    """The answers in force: of two for one question the later given."""
    columns: dict[str, str] = {}
    units: dict[str, str] = {}
    tables = {"column": columns, "unit": units}
    for fact in facts:
        if fact.kind is FactKind.ANSWER:
            tables[str(fact.payload["subject"])][str(fact.payload["key"])] = str(fact.payload["value"])
    return Answers(columns=columns, units=units)
