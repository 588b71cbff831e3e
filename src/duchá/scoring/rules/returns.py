"""Returns (退回重报) → entries, counted for the matter, its node or the unit (第十二条(三))."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import time as clock_time

from duchá.ledger.matter import Event, Matter
from duchá.rulebook.point_rule import CountedFor, PointRule, Scale
from duchá.scoring.facts import wording
from duchá.scoring.facts.model import ZERO, Entry, Outcome, Role, plain
from duchá.scoring.facts.scored_facts import ScoredFacts
from duchá.scoring.rules.scorers import scorer_of_step
from duchá.scoring.rules.setting import Setting, kth, places, scored_by, with_sign
from duchá.terms.period import PeriodKind, period_of

RETURNED_GROWING = "{day}第{count}次退回：{first}+{step}×{before}，{points}分"
RETURNED_FIRST = "{day}第{count}次退回，{points}分"

EARLIEST = clock_time(0)


def returned(rules: tuple[PointRule, ...], happened: ScoredFacts, setting: Setting) -> Iterator[Outcome]:
    """退回重报: the k-th return of the same matter (or node, or unit in a quarter) by the rule's scale (JC-J-16).

    Booked on the day of the return; a counter by matter runs on over quarters.
    """
    for rule in rules:
        found = [
            (event, matter)
            for matter in happened.matters
            if matter.kind in rule.matters
            for event in matter.events
            if event.move in rule.moves and setting.in_force(rule, event.day)
        ]
        found.sort(key=lambda pair: _order(*pair))
        times: dict[tuple[str, ...], int] = {}
        for event, matter in found:
            key = _counted_for(rule, matter, event)
            times[key] = times.get(key, 0) + 1
            yield from scorer_of_step(rule, matter, event, setting)
            yield _return(rule, matter, event, times[key], setting)


def _order(event: Event, matter: Matter) -> tuple[object, ...]:
    """In time; of one day without hours by matter, then in the order of the ledger."""
    return (event.day, event.at or EARLIEST, matter.id, event.seq)


def _counted_for(rule: PointRule, matter: Matter, event: Event) -> tuple[str, ...]:
    match rule.counted:
        case CountedFor.MATTER:
            return (matter.id,)
        case CountedFor.NODE:
            return (matter.id, event.node)
        case CountedFor.UNIT_QUARTER:
            return (matter.lead_on(event.day), period_of(event.day, PeriodKind.QUARTER).key)


def _return(rule: PointRule, matter: Matter, event: Event, time: int, setting: Setting) -> Entry:
    points = with_sign(rule, kth(rule, rule.lead, time))
    growing = rule.scale is Scale.GROWING and time > 1
    words = (RETURNED_GROWING if growing else RETURNED_FIRST).format(
        day=wording.short_day(event.day),
        count=time,
        first=plain(rule.lead.points or ZERO),
        step=plain(rule.lead.step),
        before=time - 1,
        points=wording.signed(points),
    )
    return Entry(
        rule=rule.id,
        article=setting.article(rule),
        unit=matter.lead_on(event.day),
        points=points,
        day=event.day,
        cause=f"return|{matter.id}|{time}" if rule.counted is CountedFor.MATTER else f"return|{matter.id}|{event.day}|{event.at}|{time}",
        formula=words,
        role=Role.LEAD,
        matter=matter.id,
        evidence=places(event.place),
        by=scored_by(rule, event.scorer),
        source=setting.source(rule),
    )
