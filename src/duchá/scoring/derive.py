"""Facts → entries: every family of rules over what happened, and nothing else. The order of facts changes nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from duchá.rulebook.points.rule import Happening, PointRule
from duchá.scoring.happened.model import Happened
from duchá.scoring.model import Entry, Listed, Outcome
from duchá.scoring.rules.entered import entered
from duchá.scoring.rules.lateness import node_late
from duchá.scoring.rules.materials import material_late
from duchá.scoring.rules.matters import graded, included
from duchá.scoring.rules.quarters import unurged
from duchá.scoring.rules.returns import returned
from duchá.scoring.rules.setting import Setting
from duchá.scoring.rules.staff import staff_failed

Derivation = Callable[[tuple[PointRule, ...], Happened, Setting], Iterator[Outcome]]

# which family of rules reads which facts; each fact is read by one family, so that nothing scores twice
DERIVATIONS: Mapping[Happening, Derivation] = {
    Happening.ENTERED: entered,
    Happening.INCLUDED: included,
    Happening.GRADED: graded,
    Happening.UNURGED: unurged,
    Happening.NODE_LATE: node_late,
    Happening.RETURNED: returned,
    Happening.MATERIAL_LATE: material_late,
    Happening.STAFF_FAILED: staff_failed,
}


def derive(happened: Happened, setting: Setting) -> tuple[tuple[Entry, ...], tuple[Listed, ...]]:
    """All entries booked up to today, in the order of their days, and what is listed beside them."""
    entries: list[Entry] = []
    listed: list[Listed] = list(happened.listed)
    for happening, derivation in DERIVATIONS.items():
        rules = tuple(rule for rule in setting.rulebook.points if rule.happening is happening)
        if rules:
            for outcome in derivation(rules, happened, setting):
                if isinstance(outcome, Listed):
                    listed.append(outcome)
                elif outcome.day <= setting.as_of:
                    entries.append(outcome)
    entries.sort(key=entry_order)
    listed.sort(key=listed_order)
    return tuple(entries), tuple(listed)


def entry_order(entry: Entry) -> tuple[object, ...]:
    """By unit, then booking day, article and cause: the order in which entries are read."""
    return (entry.unit, entry.day, entry.rule, entry.matter, entry.cause)


def listed_order(item: Listed) -> tuple[object, ...]:
    """By kind, unit, day."""
    return (item.kind.value, item.unit, item.day is None, str(item.day), item.rule, item.matter, item.why)
