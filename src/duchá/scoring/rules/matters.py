"""Matters of the ledger → entries: entered into the system, graded when done (第十一条(三)、第十二条(三))."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from duchá.ledger.matter import Event, Matter
from duchá.ledger.wording import GRADE_WORDS, INCLUSION_WORDS, MOVE_WORDS
from duchá.rulebook.machine import Move
from duchá.rulebook.point_rule import Amount, Credit, GradedRule, IncludedRule, Once, Sign, Unreported
from duchá.scoring.facts import wording
from duchá.scoring.facts.model import Entry, Listed, Outcome, Role, Why
from duchá.scoring.facts.scored_facts import ScoredFacts
from duchá.scoring.rules.scorers import scorer_of_step
from duchá.scoring.rules.setting import Setting, counter_of, kth, listed_for, places, scored_by, with_sign

OFFICE = "督查室"
INITIATOR = "立项主体"
INCLUDED = "{day}{name}，{role}每项{points}分"
GRADED = "{day}{move}评定为{grade}，每项{points}分"
FAILED = "{day}办理结果评定为{grade}，每项每次{points}分"
NTH = "（第{time}次）"
SAME_MATTER = "同一事项已在{day}评定计分，本条不再计，请核对"
ENTRY_MODE = "纳入方式为{mode}，不予积分"
SUPPORT_GRADE = "评定记在配合单位{unit}名下，条款只记承办（牵头）单位，未计分"
NO_INITIATOR = "立项主体“{unit}”不在名单中，“{name}”的分记给谁待认定"
UNREPORTED = "{day}{move}评定为{grade}，此前没有反馈过，也没有申请办结，请核实"
UNREPORTED_OPEN = "{day}{move}评定为{grade}，此前没有反馈过，也没有申请办结，加不加分待认定"


def included(rules: tuple[IncludedRule, ...], happened: ScoredFacts, setting: Setting) -> Iterator[Outcome]:
    """纳入系统: so much for each matter opened, for whom the reading credits; passive ones score nothing and are listed (JC-J-08)."""
    for rule in rules:
        for matter in happened.matters:
            if matter.kind in rule.matters and not matter.withdrawn and setting.in_force(rule, matter.opened_on):
                yield from _inclusion(rule, matter, setting)


def _inclusion(rule: IncludedRule, matter: Matter, setting: Setting) -> Iterator[Outcome]:
    lead = matter.lead_on(matter.opened_on)
    about = {"unit": lead, "day": matter.opened_on, "matter": matter.id, "evidence": places(matter.place)}
    mode = matter.details.inclusion
    if mode.value in rule.excluded:
        yield listed_for(setting, rule, Why.NOTE, ENTRY_MODE.format(mode=INCLUSION_WORDS[mode.value]), **about)
        return
    units: list[tuple[str, str, Role | None, Amount]] = []
    if rule.credit is not Credit.INITIATOR:
        units.append((lead, wording.ROLE_WORDS["lead"], Role.LEAD, rule.lead))
    if rule.credit is not Credit.LEAD:
        initiator = setting.roster.find(matter.details.initiator).unit if matter.details.initiator else None
        if initiator is None:
            written = matter.details.initiator or OFFICE
            yield listed_for(setting, rule, Why.UNDECIDED, NO_INITIATOR.format(unit=written, name=rule.name), **about)
        else:
            units.append((initiator.name, INITIATOR, Role.LEAD if initiator.name == lead else None, rule.lead))
    if rule.everyone:
        units += [
            (unit, wording.ROLE_WORDS["support"], Role.SUPPORT, rule.support or rule.lead)
            for unit in matter.details.support
            if unit != lead
        ]
    for unit, word, role, amount in {unit[0]: unit for unit in units}.values():
        points = with_sign(rule, kth(amount, 1))
        words = (rule.says or INCLUDED).format(
            day=wording.short_day(matter.opened_on), name=rule.name, role=word, matter=matter.id, points=wording.signed(points)
        )
        yield Entry(
            rule=rule.id,
            article=setting.article(rule),
            unit=unit,
            points=points,
            day=matter.opened_on,
            cause=f"matter|{matter.id}",
            formula=words,
            role=role,
            matter=matter.id,
            evidence=places(matter.place),
            by=scored_by(rule, ""),
            source=setting.source(rule),
        )


def graded(rules: tuple[GradedRule, ...], happened: ScoredFacts, setting: Setting) -> Iterator[Outcome]:
    """办结评定 and 不合格: each grade by its own rule; a matter that counts once keeps its first grade (JC-J-09, JC-J-17).

    A grade of which nothing was ever reported is said; by a reading it scores only when a person has decided.
    """
    found = list(_grades(rules, happened, setting))
    times = _times([item for item in found if isinstance(item, _Graded)])
    for item in found:
        if isinstance(item, _Graded):
            yield from scorer_of_step(item.rule, item.matter, item.matter.events[item.number], setting)
            yield from _grade(item, times.get((item.rule.id, item.matter.id, item.number), 1), setting)
        else:
            yield item


@dataclass(frozen=True, slots=True, kw_only=True)
class _Graded:
    """A grade that a rule scores: the ``number``-th step of a matter."""

    rule: GradedRule
    matter: Matter
    number: int


def _times(found: list[_Graded]) -> Mapping[tuple[str, str, int], int]:
    """Which time it is for each grade of the rules whose amount depends on it."""
    counts: dict[tuple[str, ...], int] = {}
    times: dict[tuple[str, str, int], int] = {}
    grown = [item for item in found if item.rule.grows]
    for item in sorted(grown, key=lambda item: (item.matter.events[item.number].day, item.matter.id, item.number)):
        event = item.matter.events[item.number]
        key = (item.rule.id, *counter_of(item.rule.counted, item.matter.lead_on(event.day), event.day, item.matter.id, event.node))
        counts[key] = counts.get(key, 0) + 1
        times[item.rule.id, item.matter.id, item.number] = counts[key]
    return times


def _grades(rules: tuple[GradedRule, ...], happened: ScoredFacts, setting: Setting) -> Iterator[_Graded | Listed]:
    """The grades that score, and what is listed of the others."""
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
                why = sentence.format(day=wording.short_day(event.day), move=MOVE_WORDS[event.move.value], grade=grade)
                yield listed_for(setting, rule, Why.UNDECIDED if undecided else Why.NOTE, why, unit=lead, **about)
                if undecided:
                    continue
            first = event if rule.once is Once.MATTER else first
            yield _Graded(rule=rule, matter=matter, number=number)


def _reported(matter: Matter, number: int) -> bool:
    """True where the matter was reported on before the step of a number, by whoever answers for it."""
    return any(
        event.move in (Move.FEEDBACK, Move.APPLY) and (event.unit not in matter.details.support or event.unit == matter.lead_on(event.day))
        for event in matter.events[:number]
    )


def _rule_for(rules: tuple[GradedRule, ...], matter: Matter, event: Event, setting: Setting) -> GradedRule | None:
    if event.grade is None:
        return None
    fitting = (rule for rule in rules if event.grade.value in rule.grades and matter.kind in rule.matters)
    of_unit = (rule for rule in fitting if setting.speaks_of(rule, matter.lead_on(event.day), event.day))
    return next((rule for rule in of_unit if (not rule.moves or event.move in rule.moves) and setting.in_force(rule, event.day)), None)


def _grade(item: _Graded, time: int, setting: Setting) -> Iterator[Entry]:
    rule, matter, event = item.rule, item.matter, item.matter.events[item.number]
    assert event.grade is not None
    lead = matter.lead_on(event.day)
    units = {lead: Role.LEAD} | {unit: Role.SUPPORT for unit in matter.details.support if rule.everyone and unit != lead}
    sentence = rule.says or (FAILED if rule.sign is Sign.DEDUCT else GRADED)
    for unit, role in units.items():
        amount = rule.lead if role is Role.LEAD or rule.support is None else rule.support
        points: Decimal = with_sign(rule, kth(amount, time, rule.scale))
        words = sentence.format(
            day=wording.short_day(event.day),
            move=MOVE_WORDS[event.move.value],
            grade=GRADE_WORDS[event.grade.value],
            name=rule.name,
            role=wording.ROLE_WORDS[role.value],
            matter=matter.id,
            points=wording.signed(points),
        )
        yield Entry(
            rule=rule.id,
            article=setting.article(rule),
            unit=unit,
            points=points,
            day=event.day,
            cause=f"grade|{matter.id}|{event.grade.value}|{event.day}|{_nth(matter, item.number)}",
            formula=words + (NTH.format(time=time) if rule.grows else ""),
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
