"""Facts → entries: every family of rules over what happened, and nothing else. The order of facts changes nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from duchá.campaign.parse import ROSTER
from duchá.rulebook.point_rule import Happening, PointRule, Sign
from duchá.scoring.facts import wording
from duchá.scoring.facts.model import Entry, Listed, Outcome, Why
from duchá.scoring.facts.scored_facts import ScoredFacts
from duchá.scoring.rules.entered import entered
from duchá.scoring.rules.lateness import node_late
from duchá.scoring.rules.materials import material_late
from duchá.scoring.rules.matters import graded, included
from duchá.scoring.rules.quarters import unurged
from duchá.scoring.rules.returns import returned
from duchá.scoring.rules.setting import Setting
from duchá.scoring.rules.staff import staff_failed
from duchá.terms.place import Place

BORNE = "{formula}（{unit}{last}停用，由承接单位承担）"
NO_SUCCESSOR = "{unit}{last}停用，名单里没有写并入单位，记给谁待认定：{formula}"

Derivation = Callable[[tuple[PointRule, ...], ScoredFacts, Setting], Iterator[Outcome]]

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


def derive(happened: ScoredFacts, setting: Setting) -> tuple[tuple[Entry, ...], tuple[Listed, ...]]:
    """All entries booked up to today, in the order of their days, and what is listed beside them."""
    entries: list[Entry] = []
    listed: list[Listed] = list(happened.listed)
    for happening, derivation in DERIVATIONS.items():
        rules = tuple(rule for rule in setting.rulebook.points if rule.happening is happening)
        if rules:
            for outcome in derivation(rules, happened, setting):
                if isinstance(outcome, Entry) and outcome.day > setting.as_of:
                    continue
                borne = _borne(outcome, setting) if isinstance(outcome, Entry) else outcome
                if isinstance(borne, Listed):
                    listed.append(borne)
                else:
                    entries.append(borne)
    entries.sort(key=entry_order)
    listed.sort(key=listed_order)
    return tuple(entries), tuple(listed)


def _borne(entry: Entry, setting: Setting) -> Entry | Listed:
    """The entry under the unit that bears it: nothing accrues on a unit after its last day, its successor bears what comes then.

    What a person corrects (更正) stays with the unit it is about. 待认定: no successor is named.
    """
    unit = setting.roster.get(entry.unit)
    rule = next((rule for rule in setting.rulebook.points if rule.id == entry.rule), None)
    if unit is None or not unit.ended_by(entry.day) or (rule is not None and rule.sign is Sign.TYPED):
        return entry
    last, evidence = wording.short_day(unit.on(entry.day).valid_to or entry.day), (*entry.evidence, Place(file=ROSTER))
    heir = setting.bearer(entry.unit, entry.day)
    if not heir:
        why = NO_SUCCESSOR.format(unit=entry.unit, last=last, formula=entry.formula)
        article = entry.article.number
        return Listed(
            kind=Why.UNDECIDED,
            rule=entry.rule,
            unit=entry.unit,
            why=why,
            article=article,
            day=entry.day,
            matter=entry.matter,
            evidence=evidence,
        )
    if setting.roster.continued(unit, entry.day).name == heir:  # the same office under another name
        return replace(entry, unit=heir)
    return replace(entry, unit=heir, formula=BORNE.format(formula=entry.formula, unit=entry.unit, last=last), evidence=evidence)


def entry_order(entry: Entry) -> tuple[object, ...]:
    """By unit, then booking day, article and cause: the order in which entries are read."""
    return (entry.unit, entry.day, entry.rule, entry.matter, entry.cause)


def listed_order(item: Listed) -> tuple[object, ...]:
    """By kind, unit, day."""
    return (item.kind.value, item.unit, item.day is None, str(item.day), item.rule, item.matter, item.why)
