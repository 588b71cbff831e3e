"""Weighted scores and score sheets: parts by their weights, points by item; without every part there is no total (SY-22, JS-17)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from duchá.rulebook.model import Rulebook
from duchá.rulebook.points.apply_readings import apply_readings
from duchá.rulebook.points.scheme import Scheme
from duchá.rulebook.points.weighting import Component, MissingPart, SheetItem, Weighting
from duchá.scoring import wording
from duchá.scoring.happened.model import Happened, PartScore
from duchá.scoring.model import ZERO, Entry, Listed, Proposal, RankedGroup, Score, Scores, Unranked, Why, plain
from duchá.scoring.question import Question, chosen_readings, group_names
from duchá.scoring.ranking.rank import group_of, rank, rounded
from duchá.terms.period import parse_period
from duchá.terms.unit import Unit


@dataclass(frozen=True, slots=True, kw_only=True)
class _Part:
    """One part of a total, whatever its kind: a weighted component, or an item of a score sheet with its full points."""

    id: str
    name: str
    article: str
    weight: Decimal
    least: Decimal
    most: Decimal
    item: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class _Plan:
    """What is reckoned: the rulebook under its readings, its parts, what a missing one means, and how the total is shown."""

    rulebook: Rulebook
    parts: tuple[_Part, ...]
    missing: MissingPart
    scheme: Scheme
    article: str
    forecast: bool = False
    example: bool = False


def weighted(happened: Happened, question: Question) -> Scores:
    """The totals of a period by 评议得分, ranked by group.

    Blank: a unit without a part has no total and no rank, and is listed, unless the reading says otherwise (then marked 测算).
    Rounding: 四舍五入 to the rulebook's decimals; ranked on the printed total. Several scorers of one part: their mean.
    """
    readings = chosen_readings(question)
    plan = _plan(apply_readings(question.rulebook, readings))
    parts: dict[tuple[str, str], list[PartScore]] = {}
    for part in happened.parts:
        if parse_period(part.period) == question.period:
            parts.setdefault((part.unit, part.part), []).append(part)
    listed: list[Listed] = []
    scores: list[Score] = []
    unranked: list[tuple[Unit, Unranked]] = []
    for unit in question.roster.units:
        if plan.parts and unit.valid_on(min(question.as_of, question.period.end)):
            score, lines = _score(unit, plan, parts, question)
            listed += lines
            if isinstance(score, Score):
                scores.append(score)
            else:
                unranked.append((unit, score))
    groups = _with_unranked(rank(scores, plan.scheme), unranked, plan.scheme)
    notes = (*((wording.FORECAST,) if plan.forecast else ()), *((wording.EXAMPLE,) if plan.example else ()))
    return Scores(
        period=question.period,
        rulebook=plan.rulebook.id,
        title=plan.rulebook.title,
        base=ZERO,
        readings=readings,
        groups=groups,
        listed=tuple(listed),
        proposals=tuple(_by_grade(plan, groups, question)),
        notes=notes,
    )


def grade_of(total: Decimal, weighting: Weighting) -> str:
    """等次 of a total; empty where no profile gives thresholds: none is invented (SY-26)."""
    fitting = [band for band in weighting.bands if total >= band.least]
    return max(fitting, key=lambda band: band.least).name if fitting else ""


def _plan(rulebook: Rulebook) -> _Plan:
    weighting, sheet = rulebook.weighting, next(iter(rulebook.sheets), None)
    if weighting is not None:
        return _Plan(
            rulebook=rulebook,
            parts=tuple(_of_component(part) for part in weighting.components),
            missing=weighting.missing,
            scheme=Scheme(base=ZERO, article=weighting.article, ranking_article=weighting.article, decimals=weighting.decimals),
            article=weighting.article,
            forecast=weighting.forecast,
        )
    if sheet is None:  # it only proposes deductions, whose values stand elsewhere
        nothing = Scheme(base=ZERO, article="", ranking_article="")
        return _Plan(rulebook=rulebook, parts=(), missing=MissingPart.NO_TOTAL, scheme=nothing, article="")
    return _Plan(
        rulebook=rulebook,
        parts=tuple(_of_item(item) for item in sheet.items),
        missing=MissingPart.NO_TOTAL,
        scheme=Scheme(base=ZERO, article=sheet.article, ranking_article=sheet.article),
        article=sheet.article,
        example=sheet.example,
    )


def _of_component(part: Component) -> _Part:
    return _Part(id=part.id, name=part.name, article=part.article, weight=part.weight, least=part.least, most=part.most)


def _of_item(item: SheetItem) -> _Part:
    return _Part(id=item.id, name=item.name, article=item.article, weight=Decimal(1), least=ZERO, most=item.points, item=True)


def _score(
    unit: Unit, plan: _Plan, parts: dict[tuple[str, str], list[PartScore]], question: Question
) -> tuple[Score | Unranked, list[Listed]]:
    entries: list[Entry] = []
    listed: list[Listed] = []
    missing: list[_Part] = []
    for part in plan.parts:
        given, wrong = _valid(unit, part, parts.get((unit.name, part.name), []), plan)
        listed += wrong
        if given:
            entries.append(_entry(unit, part, given, plan, question))
            listed += _without_evidence(unit, part, given, plan)
        else:
            missing.append(part)
    return _total(unit, entries, missing, plan, listed)


def _total(
    unit: Unit, entries: list[Entry], missing: list[_Part], plan: _Plan, listed: list[Listed]
) -> tuple[Score | Unranked, list[Listed]]:
    names = wording.joined([part.name for part in missing])
    found = sum((entry.points for entry in entries), ZERO)
    exact = found
    number = plan.rulebook.article(plan.article).number
    if missing and (plan.missing is MissingPart.NO_TOTAL or not entries):
        why = wording.MISSING_PARTS.format(parts=names)
        line = Listed(kind=Why.UNDECIDED, rule="weighting", unit=unit.name, why=why, article=number)
        return Unranked(unit=unit, entries=tuple(entries), why=why), [*listed, line]
    if missing:
        there = sum((part.weight for part in plan.parts if part not in missing), ZERO)
        renormalised = plan.missing is MissingPart.RENORMALISE
        exact = found / there if renormalised else found
        formula = f"{plain(found)}÷{plain(there)}" if renormalised else plain(found)
        sentence = wording.RENORMALISED if renormalised else wording.ZEROED
        why = sentence.format(parts=names, formula=formula)
        listed = [*listed, Listed(kind=Why.NOTE, rule="weighting", unit=unit.name, why=why, article=number)]
    total = rounded(exact, plan.scheme.decimals, plan.scheme.rounding)
    return Score(unit=unit, entries=tuple(entries), change=found, exact=exact, total=total), listed


def _valid(unit: Unit, part: _Part, found: Sequence[PartScore], plan: _Plan) -> tuple[list[PartScore], list[Listed]]:
    """The scores of a part that are numbers within its bounds; the others are listed and count as not there."""
    good: list[PartScore] = []
    wrong: list[Listed] = []
    for item in found:
        if item.points is not None and part.least <= item.points <= part.most:
            good.append(item)
            continue
        why = wording.PART_NOT_NUMBER if item.points is None else wording.PART_OUT_OF_RANGE
        shown = item.found or plain(item.points or ZERO)
        words = why.format(part=part.name, found=shown, least=plain(part.least), most=plain(part.most))
        number = plan.rulebook.article(part.article).number
        wrong.append(Listed(kind=Why.REJECTED, rule=part.id, unit=unit.name, why=words, article=number, evidence=(item.place,)))
    return good, wrong


def _entry(unit: Unit, part: _Part, given: list[PartScore], plan: _Plan, question: Question) -> Entry:
    """One part of the total. Several scorers: their mean, said in the formula."""
    scores = [item.points for item in given if item.points is not None]
    mean = sum(scores, ZERO) / len(scores)
    points = mean * part.weight
    if part.item:
        words = wording.ITEM.format(name=part.name, most=plain(part.most), points=plain(mean), lost=plain(part.most - mean))
    else:
        words = f"{part.name}{plain(mean)}×{plain(part.weight * 100)}%={plain(points)}"
    if len(scores) > 1:
        words = wording.PART_TWICE.format(part=words, count=len(scores), points=plain(mean))
    return Entry(
        rule=part.id,
        article=plan.rulebook.article(part.article),
        unit=unit.name,
        points=points,
        day=min(question.period.end, question.as_of),
        cause=f"part|{part.id}|{question.period.key}",
        formula=words,
        evidence=tuple(item.place for item in given),
        by=wording.joined(list(dict.fromkeys(item.scorer for item in given if item.scorer))),
    )


def _without_evidence(unit: Unit, part: _Part, given: list[PartScore], plan: _Plan) -> Iterator[Listed]:
    """JS-03: every deduction on a score sheet names its evidence."""
    for item in given:
        if part.item and item.points is not None and item.points < part.most and not item.evidence:
            why = wording.NO_EVIDENCE.format(part=part.name, lost=plain(part.most - item.points))
            number = plan.rulebook.article(part.article).number
            yield Listed(kind=Why.UNDECIDED, rule=part.id, unit=unit.name, why=why, article=number, evidence=(item.place,))


def _with_unranked(groups: tuple[RankedGroup, ...], unranked: list[tuple[Unit, Unranked]], scheme: Scheme) -> tuple[RankedGroup, ...]:
    rest: dict[str, list[Unranked]] = {}
    for unit, item in unranked:
        rest.setdefault(group_of(unit, scheme), []).append(item)
    named = [RankedGroup(group=g.group, standings=g.standings, unranked=tuple(rest.pop(g.group, ()))) for g in groups]
    return (*named, *(RankedGroup(group=group, standings=(), unranked=tuple(items)) for group, items in rest.items()))


def _by_grade(plan: _Plan, groups: tuple[RankedGroup, ...], question: Question) -> Iterator[Proposal]:
    """Proposals by 等次 (SY-26), and for the unit tied to it (同奖同罚, SY-28): its 责任处室 or 上级单位 on the roster."""
    weighting = plan.rulebook.weighting
    if weighting is None or not weighting.bands:
        return
    names = group_names(plan.rulebook, question)
    for item in plan.rulebook.consequences:
        for group in groups:
            for standing in group.standings:
                grade = grade_of(standing.score.total, weighting)
                if grade not in item.grades or (item.groups and not any(group.group in names.get(id, ()) for id in item.groups)):
                    continue
                article = plan.rulebook.article(item.article)
                why = wording.GRADE_WHY.format(total=plain(standing.score.total), grade=grade, says=item.says)
                yield Proposal(consequence=item.id, kind=item.name, unit=standing.name, article=article, why=why)
                tied = standing.score.unit.office or standing.score.unit.parent
                if item.linked and tied:
                    linked = wording.LINKED_WHY.format(unit=standing.name, why=why)
                    yield Proposal(consequence=item.id, kind=item.name, unit=tied, article=article, why=linked)
