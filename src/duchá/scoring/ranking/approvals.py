"""What people decided about proposals, laid beside them (X-05)."""

from __future__ import annotations

from dataclasses import replace

from duchá.scoring import wording
from duchá.scoring.happened.model import Happened
from duchá.scoring.model import Approval, Listed, Scores, Why
from duchá.scoring.question import Question
from duchá.terms.period import parse_period
from duchá.terms.wording import period_words


def with_approvals(scores: Scores, happened: Happened, question: Question) -> Scores:
    """The scores with each proposal's approval, as known on the day; an approval of what is not proposed is listed."""
    decided = {
        (approval.unit, approval.kind): approval
        for approval in happened.approvals
        if parse_period(approval.period) == question.period and approval.day <= question.as_of and _speaks_of(approval, question)
    }
    proposals = tuple(replace(item, approval=decided.get((item.unit, item.kind))) for item in scores.proposals)
    used = {(item.unit, item.kind) for item in proposals}
    alone = tuple(_alone(approval, question) for key, approval in decided.items() if key not in used)
    return replace(scores, proposals=proposals, listed=(*scores.listed, *alone))


def _speaks_of(approval: Approval, question: Question) -> bool:
    return approval.kind in question.rulebook.proposal_kinds


def _alone(approval: Approval, question: Question) -> Listed:
    why = wording.APPROVAL_ALONE.format(kind=approval.kind, period=period_words(question.period))
    return Listed(kind=Why.NOTE, rule="", unit=approval.unit, why=why, day=approval.day, evidence=(approval.place,))
