"""Facts → waivers in force and past (豁免): what collecting applies and reports print."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from duchá.journal.fact import Fact, FactKind
from duchá.submissions.waivers import Waiver

UNDOES = "undoes"  # the number of the waiver that a fact takes back


def waivers_of(facts: Iterable[Fact]) -> tuple[Waiver, ...]:
    """Every waiver in the order it was given, expired ones too; without those that were taken back."""
    return tuple(numbered_waivers(facts).values())


def numbered_waivers(facts: Iterable[Fact]) -> dict[int, Waiver]:
    """The same by number: they count from 1 as they were given, and keep their numbers."""
    found: dict[int, Waiver] = {}
    given = 0
    for fact in facts:
        if fact.kind is not FactKind.WAIVER:
            continue
        if (undone := fact.payload.get(UNDOES)) is not None:
            found.pop(int(str(undone)), None)
            continue
        given += 1
        found[given] = Waiver(
            code=str(fact.payload["code"]),
            unit=str(fact.payload["unit"]),
            approver=str(fact.payload["approver"]),
            reason=str(fact.payload["reason"]),
            until=date.fromisoformat(str(fact.payload["until"])),
        )
    return found
