"""Returns (退回重报) → entries, counted for the matter, its node or the unit (第十二条(三))."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import time as clock_time

from duchá.ledger.matter import Event, Matter
from duchá.rulebook.point_rule import CountedFor, ReturnedRule, Scale
from duchá.scoring.facts import wording
from duchá.scoring.facts.model import ZERO, Entry, Outcome, Role, plain
from duchá.scoring.facts.scored_facts import ScoredFacts
from duchá.scoring.rules.scorers import scorer_of_step
from duchá.scoring.rules.setting import Setting, counter_of, kth, places, scored_by, with_sign

RETURNED_GROWING = "{day}第{count}次退回：{first}+{step}×{before}，{points}分"
RETURNED_FIRST = "{day}第{count}次退回，{points}分"

EARLIEST = clock_time(0)


def returned(rules: tuple[ReturnedRule, ...], happened: ScoredFacts, setting: Setting) -> Iterator[Outcome]:
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
            lead = matter.lead_on(event.day)
            if not setting.speaks_of(rule, lead, event.day):
                continue
            key = counter_of(rule.counted, lead, event.day, matter.id, event.node)
            times[key] = times.get(key, 0) + 1
            yield from scorer_of_step(rule, matter, event, setting)
            yield _return(rule, matter, event, times[key], setting)
            for unit in matter.details.support if rule.everyone else ():
                if unit != lead:
                    yield _return(rule, matter, event, times[key], setting, support=unit)


def _order(event: Event, matter: Matter) -> tuple[object, ...]:
    """In time; of one day without hours by matter, then in the order of the ledger."""
    return (event.day, event.at or EARLIEST, matter.id, event.seq)


def _return(rule: ReturnedRule, matter: Matter, event: Event, time: int, setting: Setting, support: str = "") -> Entry:
    amount = rule.support if support and rule.support is not None else rule.lead
    points = with_sign(rule, kth(amount, time, rule.scale))
    growing = rule.scale is Scale.GROWING and time > 1 and not amount.tiers
    words = (rule.says or (RETURNED_GROWING if growing else RETURNED_FIRST)).format(
        day=wording.short_day(event.day),
        count=time,
        first=plain(amount.points or ZERO),
        step=plain(amount.step),
        before=time - 1,
        name=rule.name,
        matter=matter.id,
        points=wording.signed(points),
    )
    return Entry(
        rule=rule.id,
        article=setting.article(rule),
        unit=support or matter.lead_on(event.day),
        points=points,
        day=event.day,
        cause=f"return|{matter.id}|{time}" if rule.counted is CountedFor.MATTER else f"return|{matter.id}|{event.day}|{event.at}|{time}",
        formula=words,
        role=Role.SUPPORT if support else Role.LEAD,
        matter=matter.id,
        evidence=places(event.place),
        by=scored_by(rule, event.scorer),
        source=setting.source(rule),
    )
