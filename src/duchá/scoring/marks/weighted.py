"""Weighted scores and score sheets: parts by their weights, points by item; without every part there is no total (SY-22, JS-17)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from duchá.rulebook.apply_readings import apply_readings
from duchá.rulebook.consequence import Consequence
from duchá.rulebook.model import Rulebook
from duchá.rulebook.scheme import Grouping
from duchá.rulebook.weighting import Assessment, NoteUse
from duchá.scoring.closing.question import ScoreQuestion, chosen_readings, group_names
from duchá.scoring.facts import wording
from duchá.scoring.facts.model import (
    ZERO,
    Assessed,
    AssessmentMark,
    Listed,
    Proposal,
    RankedGroup,
    Score,
    Scores,
    UnitRemark,
    Unranked,
    Why,
    plain,
)
from duchá.scoring.facts.scored_facts import PartScore, ScoredFacts
from duchá.scoring.marks.plan import Given, ScorePlan, given_in, mean_of, plan_of
from duchá.scoring.marks.total import total_of
from duchá.scoring.ranking.judge import graded, vetoes_in
from duchá.scoring.ranking.propose import giving_way
from duchá.scoring.ranking.rank import moved, rank, with_unranked
from duchá.scoring.ranking.triggered import Reason, proposals_for, told_with, triggered
from duchá.scoring.rules.setting import among
from duchá.terms.unit import Unit

# weighted scores
PART_NOT_NUMBER = "{part}得分“{found}”不是数，未计"
MEAN_OF = "{count}个得分（{each}）的平均"
NO_SECTION = "登记表没有写所属单位（科室），名单里也没有填责任处室或上级单位，只能通报责任主体"
GRADE_WHY = "综合评分{total}，等次{grade}"


def assessed_of(rulebook: Rulebook, given: Given, question: ScoreQuestion) -> Iterator[Assessed | Listed]:
    """The marks of every unit that has one in the period, in the roster's order.

    Told are the unit itself (责任主体) and the section it belongs to, by the register, else by the roster's 责任处室 or 上级单位;
    where neither says which, that is listed. Blank: an assessment without points is not assessed yet, never zero.
    """
    names = {note.name: note.use for note in rulebook.score_notes}
    for unit in question.roster.units:
        rows = {item.id: given.get((unit.name, item.name), ()) for item in rulebook.assessments}
        if not any(rows.values()):
            continue
        every = [row for found in rows.values() for row in found]
        told = {use: _told(every, [name for name, its in names.items() if its is use]) for use in NoteUse}
        two = NoteUse.SECTION in rulebook.told_columns  # not only the unit itself is told
        sections = told[NoteUse.SECTION] or (told_with(unit, question.roster) if two else ())
        marks = tuple(_mark(rulebook, item, rows[item.id]) for item in rulebook.assessments)
        yield Assessed(unit=unit.name, marks=marks, subjects=told[NoteUse.SUBJECT] or (unit.name,), sections=sections)
        yield from _wrong(rulebook, unit, rows)
        if two and not sections:
            article = rulebook.article(rulebook.assessments[0].article).number
            yield Listed(kind=Why.NOTE, rule="assessments", unit=unit.name, why=NO_SECTION, article=article)


def _told(rows: Sequence[PartScore], columns: Sequence[str]) -> tuple[str, ...]:
    """The names that rows give in some columns, each once."""
    written = (row.notes[column] for row in rows for column in columns if column in row.notes)
    return tuple(dict.fromkeys(name for text in written for name in wording.names_in(text)))


def _mark(rulebook: Rulebook, item: Assessment, rows: Sequence[PartScore]) -> AssessmentMark:
    scored = [row for row in rows if row.points is not None]
    words = (
        ""
        if len(scored) < 2
        else MEAN_OF.format(count=len(scored), each=wording.joined([plain(r.points) for r in scored if r.points is not None]))
    )
    return AssessmentMark(
        name=item.name,
        article=rulebook.article(item.article),
        points=mean_of(scored) if scored else None,
        words=words,
        evidence=tuple(row.place for row in scored),
        by=wording.joined(list(dict.fromkeys(row.scorer for row in scored if row.scorer))),
    )


def _wrong(rulebook: Rulebook, unit: Unit, rows: dict[str, Sequence[PartScore]]) -> Iterator[Listed]:
    for item in rulebook.assessments:
        for row in rows[item.id]:
            if row.points is None:
                why = PART_NOT_NUMBER.format(part=item.name, found=row.found)
                number = rulebook.article(item.article).number
                yield Listed(kind=Why.REJECTED, rule=item.id, unit=unit.name, why=why, article=number, evidence=(row.place,))


def consequences_of(
    rulebook: Rulebook, question: ScoreQuestion, happened: ScoredFacts, groups: tuple[RankedGroup, ...]
) -> tuple[tuple[Proposal, ...], tuple[Listed, ...]]:
    """The proposals in the order of the rulebook, one for each consequence and unit with all its reasons, and what is only listed."""
    proposals: list[Proposal] = []
    listed: list[Listed] = []
    for item in rulebook.consequences:
        entered, refused = triggered(rulebook, item, happened, question)
        made, noted = proposals_for(rulebook, item, [*by_grade(rulebook, item, groups, question), *entered], question.roster)
        proposals += made
        listed += [*refused, *noted]
    return giving_way(proposals, rulebook), tuple(dict.fromkeys(listed))


def by_grade(rulebook: Rulebook, item: Consequence, groups: tuple[RankedGroup, ...], question: ScoreQuestion) -> Iterator[Reason]:
    """The units whose total falls into one of the consequence's grades, with the cells of their points."""
    names = group_names(rulebook, question)
    for standing in (standing for group in groups for standing in group.standings if standing.grade in item.grades):
        if among(standing.score.unit, item.groups, names):
            why = GRADE_WHY.format(total=plain(standing.score.total), grade=standing.grade)
            evidence = tuple(place for entry in standing.score.entries for place in entry.evidence)
            yield Reason(unit=standing.name, why=why, evidence=evidence)


def weighted(happened: ScoredFacts, question: ScoreQuestion) -> Scores:
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
    vetoes, vetoed = vetoes_in(plan.rulebook, happened, question)
    listed += vetoed
    for unit in _units(plan, given, question):
        score, lines = total_of(unit, (), plan, given, vetoes.get(unit.name, ()), question)
        listed += lines
        if isinstance(score, Score):
            scores.append(score)
        else:
            unranked.append(score)
    assessed = list(assessed_of(plan.rulebook, given, question))
    by_group = replace(plan.scheme, grouping=Grouping.GROUP)
    groups, undecided = graded(with_unranked(rank(scores, plan.scheme, names), unranked, plan.scheme, names), plan.rulebook, vetoes)
    listed += undecided
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
        notes=plan.notes,
    )


def marks_beside(
    happened: ScoredFacts, question: ScoreQuestion, rulebook: Rulebook
) -> tuple[tuple[UnitRemark, ...], tuple[Assessed, ...], tuple[Listed, ...]]:
    """What 评议得分 says beside the points of a rulebook that has both: remarks, assessments of their own, and points of strangers."""
    plan, given = plan_of(rulebook), given_in(happened, question.period)
    found = list(assessed_of(rulebook, given, question)) if rulebook.assessments else []
    strangers = (*_of_nobody(plan, given), *(item for item in found if isinstance(item, Listed)))
    return tuple(_remarks(plan, given, question)), tuple(item for item in found if isinstance(item, Assessed)), strangers


def _of_nobody(plan: ScorePlan, given: Given) -> Iterator[Listed]:
    """Points of a unit that the roster does not have: they score nothing, and it is said."""
    for part in plan.parts:
        for item in given.get(("", part.name), ()):
            why, number = wording.UNKNOWN_UNIT.format(unit=item.unknown), plan.rulebook.article(part.article).number
            yield Listed(kind=Why.REJECTED, rule=part.id, unit=item.unknown, why=why, article=number, day=item.day, evidence=(item.place,))


def _remarks(plan: ScorePlan, given: Given, question: ScoreQuestion) -> Iterator[UnitRemark]:
    """经验做法 and 存在问题 of each unit, every text once."""
    columns = [note.name for note in plan.rulebook.score_notes if note.use in (NoteUse.PRACTICE, NoteUse.PROBLEM)]
    for unit in question.roster.units:
        rows = [row for part in plan.parts for row in given.get((unit.name, part.name), ())]
        for column in columns:
            texts = dict.fromkeys(row.notes[column] for row in rows if column in row.notes)
            if texts:
                yield UnitRemark(unit=unit.name, name=column, text=wording.CLAUSE.join(texts))


def _units(plan: ScorePlan, given: Given, question: ScoreQuestion) -> Iterator[Unit]:
    """The units that are scored: all of them; only those that have points where there can be no total anyway."""
    day = min(question.as_of, question.period.end)
    scored = {unit for unit, _ in given}
    for unit in question.roster.units:
        if plan.parts and unit.valid_on(day) and (not plan.unpriced or unit.name in scored):
            yield unit.on(day)
