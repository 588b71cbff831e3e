"""Facts → waivers in force and past (豁免): what collecting applies and reports print."""

from __future__ import annotations

from collections.abc import Iterable

from duchá.journal.fact import Fact
from duchá.journal.records import WaiverFact, told
from duchá.submissions.waivers import Waiver


def waivers_of(facts: Iterable[Fact]) -> tuple[Waiver, ...]:
    """Every waiver in the order it was given, expired ones too; without those that were taken back."""
    return tuple(numbered_waivers(facts).values())


def numbered_waivers(facts: Iterable[Fact]) -> dict[int, Waiver]:
    """The same by number: they count from 1 as they were given, and keep their numbers."""
    found: dict[int, Waiver] = {}
    given = 0
    for _, said in told(facts, WaiverFact):
        if said.undoes is not None:
            found.pop(said.undoes, None)
            continue
        given += 1
        found[given] = Waiver(code=said.code, unit=said.unit, approver=said.approver, reason=said.reason, until=said.until)
    return found
