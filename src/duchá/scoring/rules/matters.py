"""Matters of the ledger → entries: entered into the system, graded when done (第十一条(三)、第十二条(三))."""

from __future__ import annotations

from collections.abc import Iterator

from duchá.ledger.matter import Event, Matter
from duchá.ledger.wording import GRADE_WORDS, INCLUSION_WORDS
from duchá.rulebook.machine import Move
from duchá.rulebook.point_rule import Credit, Once, PointRule, Sign, Unreported
from duchá.scoring.facts import wording
from duchá.scoring.facts.model import Entry, Outcome, Role, Why
from duchá.scoring.facts.scored_facts import ScoredFacts
from duchá.scoring.rules.scorers import scorer_of_step
from duchá.scoring.rules.setting import Setting, kth, listed_for, places, scored_by, with_sign

OFFICE = "督查室"
INITIATOR = "立项主体"
INCLUDED = "{day}纳入系统，{role}每项{points}分"
GRADED = "{day}办结评定为{grade}，每项{points}分"
FAILED = "{day}办理结果评定为{grade}，每项每次{points}分"
SAME_MATTER = "同一事项已在{day}评定计分，本条不再计，请核对"
ENTRY_MODE = "纳入方式为{mode}，不予积分"
SUPPORT_GRADE = "评定记在配合单位{unit}名下，条款只加承办（牵头）单位，未计分"
NO_INITIATOR = "立项主体“{unit}”不在名单中，纳入系统的分记给谁待认定"
UNREPORTED = "{day}办结评定为{grade}，此前没有反馈过，也没有申请办结，请核实"
UNREPORTED_OPEN = "{day}办结评定为{grade}，此前没有反馈过，也没有申请办结，加不加分待认定"


def included(rules: tuple[PointRule, ...], happened: ScoredFacts, setting: Setting) -> Iterator[Outcome]:
    """纳入系统: so much for each matter opened, for whom the reading credits; passive ones score nothing and are listed (JC-J-08)."""
    for rule in rules:
        for matter in happened.matters:
            if matter.kind in rule.matters and not matter.withdrawn and setting.in_force(rule, matter.opened_on):
                yield from _inclusion(rule, matter, setting)


def _inclusion(rule: PointRule, matter: Matter, setting: Setting) -> Iterator[Outcome]:
    lead = matter.lead_on(matter.opened_on)
    about = {"unit": lead, "day": matter.opened_on, "matter": matter.id, "evidence": places(matter.place)}
    mode = matter.details.inclusion
    if mode.value in rule.excluded:
        yield listed_for(setting, rule, Why.NOTE, ENTRY_MODE.format(mode=INCLUSION_WORDS[mode.value]), **about)
        return
    units = [(lead, wording.ROLE_WORDS["lead"])] if rule.credit is not Credit.INITIATOR else []
    if rule.credit is not Credit.LEAD:
        initiator = setting.roster.find(matter.details.initiator).unit if matter.details.initiator else None
        if initiator is None:
            written = matter.details.initiator or OFFICE
            yield listed_for(setting, rule, Why.UNDECIDED, NO_INITIATOR.format(unit=written), **about)
        else:
            units.append((initiator.name, INITIATOR))
    for unit, role in dict(units).items():
        points = with_sign(rule, kth(rule, rule.lead, 1))
        words = INCLUDED.format(day=wording.short_day(matter.opened_on), role=role, points=wording.signed(points))
        yield Entry(
            rule=rule.id,
            article=setting.article(rule),
            unit=unit,
            points=points,
            day=matter.opened_on,
            cause=f"matter|{matter.id}",
            formula=words,
            role=Role.LEAD if unit == lead else None,
            matter=matter.id,
            evidence=places(matter.place),
            by=scored_by(rule, ""),
            source=setting.source(rule),
        )


def graded(rules: tuple[PointRule, ...], happened: ScoredFacts, setting: Setting) -> Iterator[Outcome]:
    """办结评定 and 不合格: each grade by its own rule; a matter that counts once keeps its first grade (JC-J-09, JC-J-17).

    A grade of which nothing was ever reported is said; by a reading it scores only when a person has decided.
    """
    for matter in happened.matters:
        first: Event | None = None
        for number, event in enumerate(matter.events):
            rule = _rule_for(rules, matter, event, setting)
            if rule is None:
                continue
            lead, about = matter.lead_on(event.day), {"day": event.day, "matter": matter.id, "evidence": places(event.place)}
            if rule.once is Once.MATTER:
                if first is not None:
                    why = SAME_MATTER.format(day=wording.short_day(first.day))
                    yield listed_for(setting, rule, Why.DUPLICATE, why, unit=lead, **about)
                    continue
                if event.unit in matter.details.support and event.unit != lead and not rule.everyone:
                    yield listed_for(setting, rule, Why.NOTE, SUPPORT_GRADE.format(unit=event.unit), unit=event.unit, **about)
                    continue
            if rule.sign is not Sign.DEDUCT and not _reported(matter, number):
                undecided = rule.unreported is Unreported.UNDECIDED
                grade = GRADE_WORDS[event.grade.value] if event.grade else ""
                sentence = UNREPORTED_OPEN if undecided else UNREPORTED
                why = sentence.format(day=wording.short_day(event.day), grade=grade)
                yield listed_for(setting, rule, Why.UNDECIDED if undecided else Why.NOTE, why, unit=lead, **about)
                if undecided:
                    continue
            first = event if rule.once is Once.MATTER else first
            yield from scorer_of_step(rule, matter, event, setting)
            yield from _grade(rule, matter, event, number, setting)


def _reported(matter: Matter, number: int) -> bool:
    """True where the matter was reported on before the step of a number, by whoever answers for it."""
    return any(
        event.move in (Move.FEEDBACK, Move.APPLY) and (event.unit not in matter.details.support or event.unit == matter.lead_on(event.day))
        for event in matter.events[:number]
    )


def _rule_for(rules: tuple[PointRule, ...], matter: Matter, event: Event, setting: Setting) -> PointRule | None:
    if event.grade is None:
        return None
    fitting = (rule for rule in rules if event.grade.value in rule.grades and matter.kind in rule.matters)
    return next((rule for rule in fitting if (not rule.moves or event.move in rule.moves) and setting.in_force(rule, event.day)), None)


def _grade(rule: PointRule, matter: Matter, event: Event, number: int, setting: Setting) -> Iterator[Entry]:
    assert event.grade is not None
    lead = matter.lead_on(event.day)
    units = {lead: Role.LEAD} | {unit: Role.SUPPORT for unit in matter.details.support if rule.everyone and unit != lead}
    sentence = FAILED if rule.sign is Sign.DEDUCT else GRADED
    points = with_sign(rule, kth(rule, rule.lead, 1))
    words = sentence.format(day=wording.short_day(event.day), grade=GRADE_WORDS[event.grade.value], points=wording.signed(points))
    for unit, role in units.items():
        yield Entry(
            rule=rule.id,
            article=setting.article(rule),
            unit=unit,
            points=points,
            day=event.day,
            cause=f"grade|{matter.id}|{event.grade.value}|{event.day}|{_nth(matter, number)}",
            formula=words,
            role=role,
            matter=matter.id,
            evidence=places(event.place),
            by=scored_by(rule, event.scorer),
            source=setting.source(rule),
        )


def _nth(matter: Matter, number: int) -> int:
    """Which of the events with this grade on this day it is, so that a cause does not depend on other events."""
    event = matter.events[number]
    return sum(other.grade is event.grade and other.day == event.day for other in matter.events[:number]) + 1
