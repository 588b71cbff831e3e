"""Grades of ranked units (等次) by thresholds, places or shares, and what a veto (一票否决) does to them. A tie across an edge is a person's to decide."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal

from duchá.rulebook.grading import CountUp, Grading, TotalGrade, Veto
from duchá.rulebook.model import Rulebook
from duchá.rulebook.point_rule import RankedAmong
from duchá.scoring.closing.question import ScoreQuestion
from duchá.scoring.facts import wording
from duchá.scoring.facts.model import Listed, RankedGroup, RankStanding, Why
from duchá.scoring.facts.scored_facts import ScoredFacts
from duchá.scoring.ranking.rank import Value, places_of
from duchá.scoring.ranking.triggered import Reason, triggered
from duchá.terms.place import Place

EDGE = "等次“{grade}”只有{count}个名额，{units}并列第{place}名，跨过名额，等次待认定"
BY_VETO = "{name}：{why}，等次由“{before}”改为“{grade}”"
NO_GRADE = "没有等次"
_ROUND = {CountUp.DOWN: ROUND_FLOOR, CountUp.UP: ROUND_CEILING, CountUp.HALF_UP: ROUND_HALF_UP}


@dataclass(frozen=True, slots=True, kw_only=True)
class Vetoed:
    """A veto that falls on a unit, with what was entered of it."""

    veto: Veto
    reasons: tuple[Reason, ...]

    @property
    def why(self) -> str:
        """What was entered, in a sentence."""
        return wording.CLAUSE.join(reason.why for reason in self.reasons)

    @property
    def evidence(self) -> tuple[Place, ...]:
        """The cells of the rows."""
        return tuple(dict.fromkeys(place for reason in self.reasons for place in reason.evidence))


def vetoes_in(rulebook: Rulebook, happened: ScoredFacts, question: ScoreQuestion) -> tuple[Mapping[str, list[Vetoed]], list[Listed]]:
    """The vetoes that fall into the period, by unit, and rows of strangers."""
    found: dict[str, list[Vetoed]] = {}
    listed: list[Listed] = []
    for veto in rulebook.vetoes:
        reasons, refused = triggered(rulebook, veto, happened, question)
        listed += refused
        for unit in dict.fromkeys(reason.unit for reason in reasons):
            found.setdefault(unit, []).append(Vetoed(veto=veto, reasons=tuple(reason for reason in reasons if reason.unit == unit)))
    return found, listed


def grading_of(rulebook: Rulebook) -> Grading | None:
    """How totals are graded: by [grading], else by the thresholds of a weighted score; None where none are laid down (SY-26)."""
    if rulebook.grading is not None or rulebook.weighting is None or not rulebook.weighting.bands:
        return rulebook.grading
    bands = sorted(rulebook.weighting.bands, key=lambda band: -band.least)
    return Grading(article=rulebook.weighting.article, grades=tuple(TotalGrade(name=band.name, least=band.least) for band in bands))


def graded(
    groups: tuple[RankedGroup, ...], rulebook: Rulebook, vetoes: Mapping[str, Sequence[Vetoed]]
) -> tuple[tuple[RankedGroup, ...], list[Listed]]:
    """The ranking with the grade of every unit, and what of it waits for a person."""
    grading = grading_of(rulebook)
    if grading is None:
        return groups, []
    article = rulebook.article(grading.article).number
    everyone = [standing for group in groups for standing in group.standings]
    listed: list[Listed] = []
    made = []
    for group in groups:
        among = everyone if grading.among is RankedAmong.ALL else list(group.standings)
        places = places_of([standing.value for standing in among])
        standings = []
        for standing in group.standings:
            grade, edge = _grade(standing, grading, places, len(among))
            if edge:
                units = wording.joined([other.name for other in among if other.value == standing.value])
                why = EDGE.format(grade=edge.name, count=_seats(edge, grading, len(among)), units=units, place=places[standing.value][0])
                listed.append(Listed(kind=Why.UNDECIDED, rule="grading", unit=standing.name, why=why, article=article))
            grade, noted = _vetoed(standing, grade, grading, vetoes.get(standing.name, ()), rulebook)
            listed += noted
            standings.append(replace(standing, grade=grade))
        made.append(replace(group, standings=tuple(standings)))
    return tuple(made), listed


def _grade(standing: RankStanding, grading: Grading, places: Mapping[Value, tuple[int, int]], size: int) -> tuple[str, TotalGrade | None]:
    """The first grade that fits; the one across whose edge the unit is tied, instead."""
    place, equal = places[standing.value]
    for grade in grading.grades:
        total = standing.score.total
        if grade.least is not None and (total < grade.least or (grade.above and total == grade.least)):
            continue
        seats = _seats(grade, grading, size)
        if seats is not None and place > seats:
            continue
        if seats is not None and place + equal - 1 > seats:
            return "", grade
        return grade.name, None
    return "", None


def _seats(grade: TotalGrade, grading: Grading, size: int) -> int | None:
    """How many units a grade has room for; None where it has no such limit."""
    found = [] if grade.top is None else [grade.top]
    if grade.share is not None:
        found.append(int((grade.share * size).quantize(Decimal(1), rounding=_ROUND[grading.count_up])))
    return min(found, default=None)


def _vetoed(standing: RankStanding, grade: str, grading: Grading, vetoes: Sequence[Vetoed], rulebook: Rulebook) -> tuple[str, list[Listed]]:
    """The grade under the unit's vetoes: the one that a veto names, or no better than it allows; each change is said."""
    order = [each.name for each in grading.grades]
    listed: list[Listed] = []
    for one in vetoes:
        wanted = one.veto.grade or (
            one.veto.grade_at_most
            if one.veto.grade_at_most and grade in order and order.index(grade) < order.index(one.veto.grade_at_most)
            else ""
        )
        if wanted and wanted != grade:
            words = {"name": one.veto.name, "why": one.why, "before": grade or NO_GRADE, "grade": wanted}
            number = rulebook.article(one.veto.article).number
            listed.append(
                Listed(
                    kind=Why.NOTE, rule=one.veto.id, unit=standing.name, why=BY_VETO.format(**words), article=number, evidence=one.evidence
                )
            )
            grade = wanted
    return grade, listed
