"""Weighted scores and score sheets: parts by their weights, points by item; without every part there is no total (SY-22, JS-17)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from duchá.rulebook.apply_readings import apply_readings
from duchá.rulebook.scheme import Grouping
from duchá.rulebook.weighting import MissingPart, NoteUse
from duchá.scoring.closing.question import Question, chosen_readings, group_names
from duchá.scoring.facts import wording
from duchá.scoring.facts.model import ZERO, Assessed, Entry, Listed, Remark, Score, Scores, Unranked, Why, plain
from duchá.scoring.facts.scored_facts import Happened, PartScore
from duchá.scoring.marks.assessed import assessed_of
from duchá.scoring.marks.grades import consequences_of
from duchá.scoring.marks.plan import Given, Part, Plan, given_in, mean_of, plan_of
from duchá.scoring.ranking.rank import moved, rank, rounded, with_unranked
from duchá.terms.unit import Unit


def weighted(happened: Happened, question: Question) -> Scores:
    """The totals of a period by 评议得分, ranked by group (all together where the sheet says so), and what is assessed apart.

    Blank: a unit without a part has no total and no rank, and is listed, unless the reading says otherwise (then marked 测算); one
    that nobody has scored at all is only 未排名.
    Rounding: 四舍五入 to the rulebook's decimals; ranked on the printed total. Several scorers of one part: their mean.
    """
    readings = chosen_readings(question)
    plan = plan_of(apply_readings(question.rulebook, readings))
    given = given_in(happened, question.period)
    listed: list[Listed] = list(_of_nobody(plan, given))
    number = plan.rulebook.article(plan.article).number if plan.article else ""
    names = group_names(plan.rulebook, question)
    listed += moved(question.roster.units, plan.scheme, names, question.period, question.as_of, number) if plan.parts else ()
    scores: list[Score] = []
    unranked: list[Unranked] = []
    for unit in _units(plan, given, question):
        score, lines = _score(unit, plan, given, question)
        listed += lines
        if isinstance(score, Score):
            scores.append(score)
        else:
            unranked.append(score)
    assessed = list(assessed_of(plan.rulebook, given, question))
    by_group = replace(plan.scheme, grouping=Grouping.GROUP)
    groups = with_unranked(rank(scores, plan.scheme, names), unranked, plan.scheme, names)
    proposals, noted = consequences_of(plan.rulebook, question, happened, groups)
    return Scores(
        period=question.period,
        rulebook=plan.rulebook.id,
        title=plan.rulebook.title,
        base=ZERO,
        readings=readings,
        groups=groups,
        within=() if plan.scheme.grouping is Grouping.GROUP else with_unranked(rank(scores, by_group, names), unranked, by_group, names),
        listed=(*listed, *(item for item in assessed if isinstance(item, Listed)), *noted),
        assessed=tuple(item for item in assessed if isinstance(item, Assessed)),
        proposals=proposals,
        remarks=tuple(_remarks(plan, given, question)),
        notes=(*((wording.FORECAST,) if plan.forecast else ()), *((wording.EXAMPLE,) if plan.example else ())),
    )


def _of_nobody(plan: Plan, given: Given) -> Iterator[Listed]:
    """Points of a unit that the roster does not have: they score nothing, and it is said."""
    for part in plan.parts:
        for item in given.get(("", part.name), ()):
            why, number = wording.UNKNOWN_UNIT.format(unit=item.unknown), plan.rulebook.article(part.article).number
            yield Listed(kind=Why.REJECTED, rule=part.id, unit=item.unknown, why=why, article=number, day=item.day, evidence=(item.place,))


def _remarks(plan: Plan, given: Given, question: Question) -> Iterator[Remark]:
    """经验做法 and 存在问题 of each unit, every text once."""
    columns = [note.name for note in plan.rulebook.score_notes if note.use in (NoteUse.PRACTICE, NoteUse.PROBLEM)]
    for unit in question.roster.units:
        rows = [row for part in plan.parts for row in given.get((unit.name, part.name), ())]
        for column in columns:
            texts = dict.fromkeys(row.notes[column] for row in rows if column in row.notes)
            if texts:
                yield Remark(unit=unit.name, name=column, text=wording.CLAUSE.join(texts))


def _units(plan: Plan, given: Given, question: Question) -> Iterator[Unit]:
    """The units that are scored: all of them; only those that have points where there can be no total anyway."""
    day = min(question.as_of, question.period.end)
    scored = {unit for unit, _ in given}
    for unit in question.roster.units:
        if plan.parts and unit.valid_on(day) and (not plan.unpriced or unit.name in scored):
            yield unit.on(day)


def _score(unit: Unit, plan: Plan, given: Given, question: Question) -> tuple[Score | Unranked, list[Listed]]:
    entries: list[Entry] = []
    listed: list[Listed] = []
    missing: list[Part] = []
    for part in plan.parts:
        found, wrong = valid_points(unit, part, given.get((unit.name, part.name), ()), plan)
        listed += wrong
        if found:
            entries.append(_entry(unit, part, found, plan, question))
            listed += _without_evidence(unit, part, found, plan)
        else:
            missing.append(part)
    return _total(unit, entries, missing, plan, listed)


def _total(
    unit: Unit, entries: list[Entry], missing: list[Part], plan: Plan, listed: list[Listed]
) -> tuple[Score | Unranked, list[Listed]]:
    names = wording.joined([part.name for part in missing])
    found = sum((entry.points for entry in entries), ZERO)
    exact = found
    number = plan.rulebook.article(plan.article).number
    if not entries and not listed:
        return Unranked(unit=unit, entries=(), why=wording.NOT_SCORED), listed
    if plan.unpriced:
        return Unranked(unit=unit, entries=tuple(entries), why=wording.UNPRICED), listed
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


def valid_points(unit: Unit, part: Part, found: Sequence[PartScore], plan: Plan) -> tuple[list[PartScore], list[Listed]]:
    """The scores of a part that are numbers within its bounds; the others are listed and count as not there."""
    good: list[PartScore] = []
    wrong: list[Listed] = []
    for item in found:
        if item.points is not None and _within(item.points, part):
            good.append(item)
            continue
        why = wording.PART_NOT_NUMBER if item.points is None else wording.PART_OUT_OF_RANGE
        shown = item.found or plain(item.points or ZERO)
        words = why.format(part=part.name, found=shown, least=plain(part.least or ZERO), most=plain(part.most or ZERO))
        number = plan.rulebook.article(part.article).number
        wrong.append(Listed(kind=Why.REJECTED, rule=part.id, unit=unit.name, why=words, article=number, evidence=(item.place,)))
    return good, wrong


def _within(points: Decimal, part: Part) -> bool:
    return (part.least is None or part.least <= points) and (part.most is None or points <= part.most)


def _entry(unit: Unit, part: Part, given: list[PartScore], plan: Plan, question: Question) -> Entry:
    """One part of the total. Several scorers: their mean, said in the formula."""
    mean = mean_of(given)
    points = mean * part.weight
    if part.most is None:
        words = wording.ITEM_UNPRICED.format(name=part.name, points=plain(mean))
    elif part.item:
        words = wording.ITEM.format(name=part.name, most=plain(part.most), points=plain(mean), lost=plain(part.most - mean))
    else:
        words = f"{part.name}{plain(mean)}×{plain(part.weight * 100)}%={plain(points)}"
    note = wording.CLAUSE.join(dict.fromkeys(item.evidence for item in given if item.evidence)) if _loses(part, mean) else ""
    words += wording.ABOUT.format(about=note) if note else ""
    if len(given) > 1:
        words = wording.PART_TWICE.format(part=words, count=len(given), points=plain(mean))
    return Entry(
        rule=part.id,
        article=plan.rulebook.article(part.article),
        unit=unit.name,
        points=points,
        day=max((item.day for item in given if item.day is not None), default=min(question.period.end, question.as_of)),
        cause=f"part|{part.id}|{question.period.key}",
        formula=words,
        evidence=tuple(item.place for item in given),
        by=wording.joined(list(dict.fromkeys(item.scorer for item in given if item.scorer))),
        note=note,
    )


def _loses(part: Part, mean: Decimal) -> bool:
    """True for an item of a sheet that has not its full points, or whose full points nobody knows."""
    return part.item and (part.most is None or mean < part.most)


def _without_evidence(unit: Unit, part: Part, given: list[PartScore], plan: Plan) -> Iterator[Listed]:
    """JS-03: every deduction on a score sheet names its evidence."""
    for item in given:
        if part.item and part.most is not None and item.points is not None and item.points < part.most and not item.evidence:
            why = wording.NO_EVIDENCE.format(part=part.name, lost=plain(part.most - item.points))
            number = plan.rulebook.article(part.article).number
            yield Listed(kind=Why.UNDECIDED, rule=part.id, unit=unit.name, why=why, article=number, evidence=(item.place,))
