"""Deduction proposals without amounts: who did not send what, for the office that has the values (DT-23, WZ-19)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from duchá.journal.replay import ReceiptState, Standing
from duchá.rulebook.model import Rulebook
from duchá.rulebook.points.weighting import DeductionProposal
from duchá.scoring import wording
from duchá.scoring.model import Proposal
from duchá.terms.place import Place
from duchá.terms.wording import due_words

MISSING, LATE = "missing", "late"


def deduction_proposals(rulebook: Rulebook, standings: Iterable[Standing]) -> tuple[Proposal, ...]:
    """One proposal for each missing or late deliverable that a clause sanctions; the amount stays empty.

    Blank: what only a person can find (“不开展考核”) is never proposed by itself.
    """
    standings = tuple(standings)
    return tuple(proposal for item in rulebook.deductions for proposal in _proposals(rulebook, item, standings))


def _proposals(rulebook: Rulebook, item: DeductionProposal, standings: tuple[Standing, ...]) -> Iterator[Proposal]:
    for standing in standings:
        if standing.owed.key != item.deliverable or standing.late_days == 0 or standing.state is ReceiptState.NOT_APPLICABLE:
            continue
        happened = MISSING if standing.state is ReceiptState.MISSING else LATE
        if happened == item.happening:
            sentence = wording.DEDUCT_MISSING if happened == MISSING else wording.DEDUCT_LATE
            why = sentence.format(
                name=standing.owed.deliverable.name,
                due=due_words(standing.owed.deadline),
                days=standing.late_days,
                amount=wording.PROPOSED_AMOUNT.format(recipient=item.recipient, basis=item.basis),
            )
            yield Proposal(
                consequence=item.id,
                kind=wording.DEDUCTION,
                unit=standing.unit.name,
                article=rulebook.article(item.article),
                why=why,
                evidence=(Place(file=standing.current.source),) if standing.current else (),
            )
