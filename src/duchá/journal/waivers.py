"""Facts → waivers in force and past (豁免): what collecting applies and reports print."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from duchá.journal.fact import Fact, FactKind
from duchá.submissions.waivers import Waiver


def waivers_of(facts: Iterable[Fact]) -> tuple[Waiver, ...]:
    """Every waiver in the order it was given, expired ones too."""
    return tuple(
        Waiver(
            code=str(fact.payload["code"]),
            unit=str(fact.payload["unit"]),
            approver=str(fact.payload["approver"]),
            reason=str(fact.payload["reason"]),
            until=date.fromisoformat(str(fact.payload["until"])),
        )
        for fact in facts
        if fact.kind is FactKind.WAIVER
    )
