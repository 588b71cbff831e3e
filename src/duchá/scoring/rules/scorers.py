"""评分主体 of steps on a matter: once it is under 重点督办 the office scores it, and nobody else need be named (第十六条; JC-J-23)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from duchá.ledger.matter import Event, Matter
from duchá.rulebook.point_rule import NodeLateRule, PointRule
from duchá.scoring.facts.model import Listed
from duchá.scoring.rules.lateness import entered_key
from duchá.scoring.rules.setting import Setting, other_scorer, places


def scorer_of_step(rule: PointRule, matter: Matter, event: Event, setting: Setting) -> Iterator[Listed]:
    """评分主体不符, unless the step was scored by whoever scores matters under 重点督办, after this one had come there."""
    if event.scorer and rule.scorers and event.scorer not in rule.scorers and event.scorer not in _of_key(matter, event.day, setting):
        about = {"unit": matter.lead_on(event.day), "day": event.day, "matter": matter.id, "evidence": places(event.place)}
        yield from other_scorer(setting, rule, event.scorer, **about)


def _of_key(matter: Matter, day: date, setting: Setting) -> tuple[str, ...]:
    rules = (rule for rule in setting.rulebook.points if isinstance(rule, NodeLateRule) and rule.entered_by is not None)
    return tuple(scorer for rule in rules if entered_key(rule, matter, day, setting) for scorer in rule.scorers)
