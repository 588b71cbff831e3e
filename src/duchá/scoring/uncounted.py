"""What rows of 积分事项 and 评议得分 say that will not count, by the rules that would count it: said when they are recorded, not a quarter later."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from duchá.rulebook.apply_readings import apply_readings
from duchá.rulebook.model import Rulebook
from duchá.rulebook.point_rule import EnteredRule
from duchá.scoring import faults as kinds
from duchá.scoring.closing.question import ScoreQuestion, chosen_readings
from duchá.scoring.facts.model import Listed, Why
from duchá.scoring.facts.scored_facts import ScoredFacts
from duchá.scoring.marks.plan import plan_of
from duchá.scoring.marks.total import valid_points
from duchá.scoring.rules.entered import entered
from duchá.scoring.rules.setting import Setting
from duchá.terms.fault import Fault
from duchá.terms.place import Place

SITUATION = "积分事项"


def uncounted(happened: ScoredFacts, question: ScoreQuestion) -> Iterator[Fault]:
    """Rows that the rulebook cannot count: an amount out of its range, a level or a column that the clause does not have. Faults: K010."""
    rulebook = apply_readings(question.rulebook, chosen_readings(question))
    names = {rule.id: rule.name for rule in rulebook.points} | {part.id: part.name for part in plan_of(rulebook).parts}
    for item in (*_entered(rulebook, happened, question), *_marks(rulebook, happened, question)):
        place = item.evidence[0] if item.evidence else Place()
        fault = kinds.ROW_NOT_COUNTED.at(place, unit=item.unit, rule=names.get(item.rule, SITUATION), why=item.why)
        yield replace(fault, article=item.article)


def leads_nowhere(happened: ScoredFacts, rulebooks: tuple[Rulebook, ...]) -> Iterator[Fault]:
    """Rows of 积分事项 whose situation none of the campaign's rulebooks knows. Faults: K011."""
    known = {name for book in rulebooks for name in book.situations}
    for claim in happened.claims:
        if claim.situation not in known:
            yield kinds.LEADS_NOWHERE.at(claim.place, situation=claim.situation)


def _entered(rulebook: Rulebook, happened: ScoredFacts, question: ScoreQuestion) -> Iterator[Listed]:
    rules = tuple(rule for rule in rulebook.points if isinstance(rule, EnteredRule))
    setting = Setting(
        rulebook=rulebook, roster=question.roster, calendar=question.calendar, period=question.period, as_of=question.as_of, trial=False
    )
    for outcome in entered(rules, happened, setting) if rules else ():
        if isinstance(outcome, Listed) and outcome.kind is Why.REJECTED:
            yield outcome


def _marks(rulebook: Rulebook, happened: ScoredFacts, question: ScoreQuestion) -> Iterator[Listed]:
    plan = plan_of(rulebook)
    parts = {part.name: part for part in plan.parts}
    for score in happened.parts:
        unit = question.roster.get(score.unit)
        if score.part in parts and unit is not None:
            yield from valid_points(unit, parts[score.part], (score,), plan)[1]
