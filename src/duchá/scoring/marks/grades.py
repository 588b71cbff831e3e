"""Proposals of a rulebook without points of its own: by 等次 of the total and by what a person entered (SY-26, SY-27)."""

from __future__ import annotations

from collections.abc import Iterator

from duchá.rulebook.consequence import Consequence
from duchá.rulebook.model import Rulebook
from duchá.scoring.closing.question import Question, group_names
from duchá.scoring.facts import wording
from duchá.scoring.facts.model import Listed, Proposal, RankedGroup, plain
from duchá.scoring.facts.scored_facts import Happened
from duchá.scoring.marks.plan import grade_of
from duchá.scoring.ranking.propose import eligible
from duchá.scoring.ranking.triggered import Reason, proposals_for, triggered


def consequences_of(
    rulebook: Rulebook, question: Question, happened: Happened, groups: tuple[RankedGroup, ...]
) -> tuple[tuple[Proposal, ...], tuple[Listed, ...]]:
    """The proposals in the order of the rulebook, one for each consequence and unit with all its reasons, and what is only listed."""
    proposals: list[Proposal] = []
    listed: list[Listed] = []
    for item in rulebook.consequences:
        entered, refused = triggered(rulebook, item, happened, question)
        made, noted = proposals_for(rulebook, item, [*_by_grade(rulebook, item, groups, question), *entered], question.roster)
        proposals += made
        listed += [*refused, *noted]
    return tuple(proposals), tuple(dict.fromkeys(listed))


def _by_grade(rulebook: Rulebook, item: Consequence, groups: tuple[RankedGroup, ...], question: Question) -> Iterator[Reason]:
    """The units whose total falls into one of the consequence's grades, with the cells of their points."""
    weighting, names = rulebook.weighting, group_names(rulebook, question)
    if weighting is None or not item.grades:
        return
    for standing in (standing for group in groups for standing in group.standings):
        grade = grade_of(standing.score.total, weighting)
        if grade in item.grades and eligible(standing.score.unit, item, names):
            why = wording.GRADE_WHY.format(total=plain(standing.score.total), grade=grade)
            evidence = tuple(place for entry in standing.score.entries for place in entry.evidence)
            yield Reason(unit=standing.name, why=why, evidence=evidence)
