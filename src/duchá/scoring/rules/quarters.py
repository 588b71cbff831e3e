"""A quarter (month, half-year, year) in which nobody had to be urged → a bonus, booked on its last day (第十一条(三)第3句)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from duchá.ledger.matter import Matter, Node
from duchá.rulebook.point_rule import Per, UnurgedRule
from duchá.scoring.facts import wording
from duchá.scoring.facts.model import Entry, Outcome, Why
from duchá.scoring.facts.scored_facts import ScoredFacts
from duchá.scoring.rules.lateness import was_late
from duchá.scoring.rules.setting import Setting, kth, listed_for, places, scored_by, with_sign
from duchá.terms.period import Period, PeriodKind, period_of, periods_within
from duchá.terms.wording import period_words

UNURGED = "{quarter}有{nodes}个节点到期，均未被催办，{points}分"
UNURGED_NONE = "{quarter}没有节点到期，也未被催办，{points}分"
LATE_NOT_URGED = "逾期未催办：{nodes}，仍按条文加分，请核实"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Judged:
    """What is judged: a unit (and matter, where the rule asks matter by matter) in a quarter, with its nodes due there."""

    unit: str
    matter: str
    quarter: Period
    nodes: list[tuple[Matter, Node]] = field(default_factory=list)


def unurged(rules: tuple[UnurgedRule, ...], happened: ScoredFacts, setting: Setting) -> Iterator[Outcome]:
    """So much for each quarter (or other period) that is over, in which the unit had a node due and none of its matters was urged (JC-J-10).

    A unit that is no more on the quarter's last day has none; nodes due after it ended are its successor's.
    Blank: without a node there is no bonus by the default reading. A node late although nobody urged it does not take the bonus
    away, by the letter; it is said.
    """
    for rule in rules:
        by_matter, kind = rule.per is Per.MATTER, rule.every.ending
        judged = _with_nodes(rule, happened, setting)
        urged = {
            (
                setting.bearer(matter.lead_on(event.day), event.day),
                matter.id if by_matter else "",
                period_of(event.day, kind).key,
            )
            for matter in happened.matters
            if matter.kind in rule.matters
            for event in matter.events
            if event.move in rule.moves and event.day <= setting.as_of
        }
        if not rule.needs_node:
            _add_idle(judged, kind, setting)
        for item in judged.values():
            over = item.quarter.end <= setting.as_of and setting.in_force(rule, item.quarter.end)
            if over and (item.unit, item.matter, item.quarter.key) not in urged:
                yield from _bonus(rule, item, setting)


def _with_nodes(rule: UnurgedRule, happened: ScoredFacts, setting: Setting) -> dict[tuple[str, str, str], _Judged]:
    by_matter = rule.per is Per.MATTER
    judged: dict[tuple[str, str, str], _Judged] = {}
    for matter in happened.matters:
        if matter.kind not in rule.matters or matter.withdrawn:
            continue
        for node in matter.nodes:
            due = node.due.day
            if node.void_on is not None and node.void_on < due:
                continue
            quarter = period_of(due, rule.every.ending)
            unit = setting.bearer(matter.owner(node), due)
            if not unit or setting.bearer(unit, quarter.end) != unit:
                continue
            key = (unit, matter.id if by_matter else "", quarter.key)
            judged.setdefault(key, _Judged(unit=key[0], matter=key[1], quarter=quarter)).nodes.append((matter, node))
    return judged


def _add_idle(judged: dict[tuple[str, str, str], _Judged], kind: PeriodKind, setting: Setting) -> None:
    """The quarters (months…) of the period asked for, for units that had no node in them."""
    busy = {(unit, quarter) for unit, _, quarter in judged}
    for quarter in periods_within(setting.period, kind):
        for unit in setting.roster.units:
            if unit.valid_on(quarter.end) and (unit.name, quarter.key) not in busy:
                judged[unit.name, "", quarter.key] = _Judged(unit=unit.name, matter="", quarter=quarter)


def _bonus(rule: UnurgedRule, item: _Judged, setting: Setting) -> Iterator[Outcome]:
    points = with_sign(rule, kth(rule.lead, 1))
    sentence = rule.says or (UNURGED if item.nodes else UNURGED_NONE)
    words = sentence.format(
        quarter=period_words(item.quarter), nodes=len(item.nodes), name=rule.name, matter=item.matter, points=wording.signed(points)
    )
    day = item.quarter.end
    late = [(matter, node) for matter, node in item.nodes if was_late(matter, node, setting)]
    if late:
        names = wording.joined([f"{matter.id} {node.name}" for matter, node in late])
        why = LATE_NOT_URGED.format(nodes=names)
        yield listed_for(setting, rule, Why.NOTE, why, unit=item.unit, day=day, matter=item.matter)
    yield Entry(
        rule=rule.id,
        article=setting.article(rule),
        unit=item.unit,
        points=points,
        day=day,
        cause=f"quarter|{item.quarter.key}|{item.matter}",
        formula=words,
        matter=item.matter,
        evidence=places(*(matter.place for matter, _ in item.nodes)),
        by=scored_by(rule, ""),
        source=setting.source(rule),
    )
