"""What people decided about proposals, laid beside them (X-05)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from duchá.rulebook.model import Rulebook
from duchá.scoring.closing.question import ScoreQuestion
from duchá.scoring.facts import wording
from duchá.scoring.facts.model import Approval, Listed, Proposal, Scores, Why
from duchá.scoring.facts.scored_facts import ScoredFacts
from duchá.terms.period import parse_period
from duchá.terms.wording import period_words

APPROVAL_ALONE = "建议审批登记的“{kind}”在{period}没有对应的建议，请核对期间、单位和建议的名称"
CHOOSE_ONE = "{kinds}按所选读法只选一种，请批准其中一种"
OTHERS_OFF = "已批准“{kind}”，按所选读法只选一种，{others}不再提出"
MORE_THAN_ONE = "{kinds}按所选读法只能选一种，却都批准了，请改正建议审批"


def with_approvals(scores: Scores, happened: ScoredFacts, question: ScoreQuestion) -> Scores:
    """The scores with each proposal's approval, as known on the day; an approval of what is not proposed is listed."""
    decided = {
        (approval.unit, approval.kind, approval.ground): approval
        for approval in happened.approvals
        if parse_period(approval.period) == question.period and approval.day <= question.as_of and _speaks_of(approval, question)
    }
    proposals = tuple(replace(item, approval=_approval(decided, item)) for item in scores.proposals)
    used = {(item.unit, item.kind, ground) for item in proposals for ground in (item.ground, "")}
    alone = tuple(_alone(approval, question) for key, approval in decided.items() if key not in used)
    return replace(scores, proposals=proposals, listed=(*scores.listed, *alone))


def one_of_each(scores: Scores, rulebook: Rulebook) -> Scores:
    """The scores where a clause leaves the choice of one measure (JS-21): until one is approved all wait for it, then the others are off
    the list; where more than one was approved it is said. ``rulebook`` is as the chosen readings have it."""
    sets = {item.id: item.one_of for item in rulebook.consequences if item.one_of}
    together: dict[tuple[str, str, str], list[Proposal]] = {}
    for item in scores.proposals:
        if item.consequence in sets:
            together.setdefault((item.unit, sets[item.consequence], item.ground), []).append(item)
    kept, listed = list(scores.proposals), list(scores.listed)
    for (unit, *_), rivals in together.items():
        agreed = [item for item in rivals if item.approval is not None and item.approval.agreed]
        open_ones = [item for item in rivals if item.approval is None]
        if len(agreed) > 1:
            why = MORE_THAN_ONE.format(kinds=wording.joined([item.kind for item in agreed]))
            listed.append(Listed(kind=Why.UNDECIDED, rule="", unit=unit, why=why, article=agreed[0].article.number))
        elif agreed and open_ones:
            why = OTHERS_OFF.format(kind=agreed[0].kind, others=wording.joined([item.kind for item in open_ones]))
            listed.append(Listed(kind=Why.NOTE, rule="", unit=unit, why=why, article=agreed[0].article.number))
            kept = [item for item in kept if item not in open_ones]
        elif len(open_ones) > 1:
            why = CHOOSE_ONE.format(kinds=wording.joined([item.kind for item in open_ones]))
            doubts = {id(item): wording.CLAUSE.join(text for text in (item.undecided, why) if text) for item in open_ones}
            kept = [replace(item, undecided=doubts[id(item)]) if id(item) in doubts else item for item in kept]
    return replace(scores, proposals=tuple(kept), listed=tuple(listed))


def _approval(decided: Mapping[tuple[str, str, str], Approval], item: Proposal) -> Approval | None:
    """What was decided of a proposal: by its own ground; one that names no ground decides them all."""
    return decided.get((item.unit, item.kind, item.ground)) or decided.get((item.unit, item.kind, ""))


def _speaks_of(approval: Approval, question: ScoreQuestion) -> bool:
    return approval.kind in question.rulebook.proposal_kinds


def _alone(approval: Approval, question: ScoreQuestion) -> Listed:
    why = APPROVAL_ALONE.format(kind=approval.kind, period=period_words(question.period))
    return Listed(kind=Why.NOTE, rule="", unit=approval.unit, why=why, day=approval.day, evidence=(approval.place,))
