"""Facts → entries: every family of rules over what happened, and nothing else. The order of facts changes nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from duchá.campaign.parse import ROSTER
from duchá.rulebook.point_rule import CardsRule, Happening, PointRule, Sign
from duchá.scoring.facts import wording
from duchá.scoring.facts.model import Entry, Listed, Outcome, Why, entry_order
from duchá.scoring.facts.scored_facts import ScoredFacts
from duchá.scoring.rules.cards import cards_cost, cards_of
from duchá.scoring.rules.entered import entered
from duchá.scoring.rules.figures import completion, counted, placed
from duchá.scoring.rules.lateness import matter_late, node_late
from duchá.scoring.rules.limits import limited
from duchá.scoring.rules.materials import material_in_time, material_late
from duchá.scoring.rules.matters import graded, included
from duchá.scoring.rules.quarters import unurged
from duchá.scoring.rules.returns import returned
from duchá.scoring.rules.setting import Setting
from duchá.scoring.rules.staff import staff_failed
from duchá.terms.place import Place

BORNE = "{formula}（{unit}{last}停用，由承接单位承担）"
NO_SUCCESSOR = "{unit}{last}停用，名单里没有写并入单位，记给谁待认定：{formula}"

Derivation = Callable[..., Iterator[Outcome]]  # of the rules of one family, what happened, the setting

# which family of rules reads which facts; each fact is read by one family, so that nothing scores twice (cards are read from entries)
DERIVATIONS: Mapping[Happening, Derivation] = {
    Happening.ENTERED: entered,
    Happening.INCLUDED: included,
    Happening.GRADED: graded,
    Happening.UNURGED: unurged,
    Happening.NODE_LATE: node_late,
    Happening.MATTER_LATE: matter_late,
    Happening.RETURNED: returned,
    Happening.MATERIAL_LATE: material_late,
    Happening.MATERIAL_IN_TIME: material_in_time,
    Happening.STAFF_FAILED: staff_failed,
    Happening.COUNTED: counted,
    Happening.COMPLETION: completion,
    Happening.PLACED: placed,
}


def derive(happened: ScoredFacts, setting: Setting) -> tuple[tuple[Entry, ...], tuple[Listed, ...]]:
    """All entries booked up to today, in the order of their days, and what is listed beside them: first of facts, then of cards, then what limits cut off."""
    entries: list[Entry] = []
    listed: list[Listed] = list(happened.listed)

    def take(outcomes: Iterator[Outcome]) -> None:
        for outcome in outcomes:
            if isinstance(outcome, Entry) and outcome.day > setting.as_of:
                continue
            borne = _borne(outcome, rules.get(outcome.rule), setting) if isinstance(outcome, Entry) else outcome
            if isinstance(borne, Listed):
                listed.append(borne)
            elif _for_its_group(borne, rules, setting):
                entries.append(borne)

    rules: Mapping[str, PointRule] = {rule.id: rule for rule in setting.rulebook.points}
    for happening, derivation in DERIVATIONS.items():
        family = tuple(rule for rule in rules.values() if rule.happening is happening)
        if family:
            take(derivation(family, happened, setting))
    costing = tuple(rule for rule in rules.values() if isinstance(rule, CardsRule))
    if costing:
        take(cards_cost(costing, cards_of(entries, setting), setting))
    if setting.rulebook.limits:
        entries.sort(key=entry_order)
        for outcome in limited(tuple(entries), setting):
            if isinstance(outcome, Listed):
                listed.append(outcome)
            else:
                entries.append(outcome)
    entries.sort(key=entry_order)
    listed.sort(key=listed_order)
    return tuple(entries), tuple(listed)


def _for_its_group(entry: Entry, rules: Mapping[str, PointRule], setting: Setting) -> bool:
    """True for an entry of a unit of the group that its rule is for."""
    rule = rules.get(entry.rule)
    return rule is None or setting.speaks_of(rule, entry.unit, entry.day)


def _borne(entry: Entry, rule: PointRule | None, setting: Setting) -> Entry | Listed:
    """The entry under the unit that bears it: nothing accrues on a unit after its last day, its successor bears what comes then.

    What a person corrects (更正) stays with the unit it is about. 待认定: no successor is named.
    """
    unit = setting.roster.get(entry.unit)
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


def listed_order(item: Listed) -> tuple[object, ...]:
    """By kind, unit, day."""
    return (item.kind.value, item.unit, item.day is None, str(item.day), item.rule, item.matter, item.why)
