"""督查人员表现 → what a failed task means for the unit: points, a proposal that a person confirms, or only 调换 (JC-J-32, JC-R-08)."""

from __future__ import annotations

from collections.abc import Iterator

from duchá.rulebook.point_rule import Handling, StaffFailedRule
from duchá.rulebook.wording import DEDUCTION_OF_UNIT, REPLACEMENT
from duchá.scoring.facts import wording
from duchá.scoring.facts.model import Entry, Outcome, Proposal, Why
from duchá.scoring.facts.scored_facts import Performance, PointsRow, ScoredFacts
from duchá.scoring.rules.setting import Setting, kth, listed_for, places, scored_by, with_sign
from duchá.terms.text import for_matching

REPLACE = "调换"
STAFF_WHY = "{day}{by}{person}未完成督查任务{task}"
STAFF_FORMULA = "{why}，对所在单位每次{points}分"
STAFF_CONFIRM = "；同意的，在积分事项登记一行：情形“{situation}”，问题编号“{problem}”"
STAFF_AMOUNT = "原文没有规定分值，这里的分值是预填的，请确认；也可以改为调换"
STAFF_UNKNOWN = "所在单位“{unit}”不在名单中，不能减分，是否调换请定"
STAFF_STRAY = "积分事项{day}的“{situation}”（问题编号：{found}）在督查人员表现里没有对应的行，不知是不是同一件，是的请改写为“{problem}”"


def staff_failed(rules: tuple[StaffFailedRule, ...], happened: ScoredFacts, setting: Setting) -> Iterator[Outcome]:
    """So much for each task that a person failed, where the reading scores it by itself.

    A row of 积分事项 that names it (问题编号) counts instead, so that nothing scores twice; where a row names nothing that is known, it
    may be the same, so that this waits for a person.
    """
    for rule in rules:
        if rule.handling is not Handling.SCORE:
            continue
        for item in _failures(rule, happened, setting):
            if item.suggested == REPLACE or _confirming(rule, item, happened, setting):
                continue
            if item.unknown:
                yield _listed(rule, item, setting, Why.REJECTED, wording.UNKNOWN_UNIT.format(unit=item.unknown))
            elif stray := _stray(rule, item, happened, setting):
                yield _listed(rule, item, setting, Why.UNDECIDED, _maybe_the_same(rule, item, stray, setting))
            else:
                yield _entry(rule, item, setting)


def staff_proposals(happened: ScoredFacts, setting: Setting) -> Iterator[Proposal]:
    """减分建议 and 调换建议 of the period that no row of 积分事项 has confirmed yet, with the amount filled in beforehand."""
    for rule in setting.rulebook.points:
        if not isinstance(rule, StaffFailedRule):
            continue
        for item in _failures(rule, happened, setting):
            if item.day in setting.period:
                yield from _proposal(rule, item, happened, setting)


def _proposal(rule: StaffFailedRule, item: Performance, happened: ScoredFacts, setting: Setting) -> Iterator[Proposal]:
    replaces = item.suggested == REPLACE or rule.handling is Handling.NOTHING
    if not replaces and (rule.handling is Handling.SCORE or _confirming(rule, item, happened, setting)):
        return
    points = None if replaces or item.unknown else with_sign(rule, kth(rule.lead, 1))
    yield Proposal(
        consequence=rule.id,
        kind=REPLACEMENT if replaces else DEDUCTION_OF_UNIT,
        unit=item.unit or item.unknown,
        article=setting.article(rule),
        why=_why(item) + ("" if replaces else STAFF_CONFIRM.format(situation=_situation(rule, setting), problem=item.problem)),
        undecided="" if replaces else _open(rule, item, happened, setting),
        evidence=places(item.place),
        deducts=not replaces,
        points=points,
    )


def _open(rule: StaffFailedRule, item: Performance, happened: ScoredFacts, setting: Setting) -> str:
    """What a person has to settle: the amount, and whether a row with another 问题编号 already speaks of it."""
    if item.unknown:
        return STAFF_UNKNOWN.format(unit=item.unknown)
    stray = _stray(rule, item, happened, setting)
    same = (_maybe_the_same(rule, item, stray, setting),) if stray else ()
    return wording.CLAUSE.join((STAFF_AMOUNT, *same))


def _failures(rule: StaffFailedRule, happened: ScoredFacts, setting: Setting) -> list[Performance]:
    failed = (item for item in happened.performances if item.failed and setting.in_force(rule, item.day))
    return sorted(failed, key=lambda item: (item.day, item.task, item.person))


def _claims(rule: StaffFailedRule, item: Performance, happened: ScoredFacts, setting: Setting) -> Iterator[PointsRow]:
    """The rows of 积分事项 that may be about it: of the confirming rule and of its unit."""
    situation = _situation(rule, setting)
    return (claim for claim in happened.claims if claim.situation == situation and claim.unit == item.unit and claim.day <= setting.as_of)


def _confirming(rule: StaffFailedRule, item: Performance, happened: ScoredFacts, setting: Setting) -> bool:
    wanted = for_matching(item.problem)
    return bool(item.unit) and any(for_matching(claim.problem) == wanted for claim in _claims(rule, item, happened, setting))


def _stray(rule: StaffFailedRule, item: Performance, happened: ScoredFacts, setting: Setting) -> PointsRow | None:
    """The first confirming row of the unit whose 问题编号 is that of no row of 督查人员表现."""
    if not item.unit:
        return None
    known = {for_matching(other.problem) for other in happened.performances}
    rows = (claim for claim in _claims(rule, item, happened, setting) if for_matching(claim.problem) not in known)
    return min(rows, key=lambda claim: (claim.day, claim.key), default=None)


def _situation(rule: StaffFailedRule, setting: Setting) -> str:
    return next((other.name for other in setting.rulebook.points if other.id == rule.confirmed_by), "")


def _maybe_the_same(rule: StaffFailedRule, item: Performance, claim: PointsRow, setting: Setting) -> str:
    day = wording.short_day(claim.day)
    words = {"situation": _situation(rule, setting), "found": claim.problem or wording.NO_NUMBER, "problem": item.problem}
    return STAFF_STRAY.format(day=day, **words)


def _why(item: Performance) -> str:
    about = item.found or item.note
    by = wording.FOUND_BY.format(by=item.by) if item.by else ""
    words = STAFF_WHY.format(day=wording.short_day(item.day), person=item.person, task=item.task, by=by)
    return words + (wording.STAFF_ABOUT.format(about=about) if about else "")


def _entry(rule: StaffFailedRule, item: Performance, setting: Setting) -> Entry:
    points = with_sign(rule, kth(rule.lead, 1))
    return Entry(
        rule=rule.id,
        article=setting.article(rule),
        unit=item.unit,
        points=points,
        day=item.day,
        cause=f"staff|{item.task}|{item.person}",
        formula=(rule.says or STAFF_FORMULA).format(why=_why(item), name=rule.name, points=wording.signed(points)),
        evidence=places(item.place),
        by=scored_by(rule, ""),
        source=setting.source(rule),
    )


def _listed(rule: StaffFailedRule, item: Performance, setting: Setting, kind: Why, why: str) -> Outcome:
    return listed_for(setting, rule, kind, why, unit=item.unit or item.unknown, day=item.day, evidence=places(item.place))
