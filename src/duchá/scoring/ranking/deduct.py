"""Deduction proposals: who did not send what, where problems were found, what a person entered, for the office that has the values (DT-23, WZ-19)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from duchá.journal.replay import ReceiptState, Standing
from duchá.ledger.matter import Matter
from duchá.rulebook.model import Rulebook
from duchá.rulebook.points.apply_readings import apply_readings
from duchá.rulebook.points.deduction import DeductionProposal, Sanctioned
from duchá.rulebook.points.wording import DEDUCTION
from duchá.scoring import wording
from duchá.scoring.happened.model import Happened
from duchá.scoring.model import Proposal
from duchá.scoring.question import Question, chosen_readings
from duchá.scoring.ranking.triggered import entered_words
from duchá.scoring.rules.setting import places
from duchá.terms.place import Place
from duchá.terms.wording import due_words


@dataclass(frozen=True, slots=True, kw_only=True)
class _Fact:
    """What a deduction would be for: a unit, in words, with its cells."""

    unit: str
    why: str
    evidence: tuple[Place, ...]


def deduction_proposals(happened: Happened, question: Question) -> tuple[Proposal, ...]:
    """One proposal for each fact that a clause sanctions, unit by unit in the roster's order.

    Blank: the value stays empty unless a profile gives it. What only a person can find (不开展考核) is proposed once it was entered.
    """
    rulebook = apply_readings(question.rulebook, chosen_readings(question))
    found = [(item, fact) for item in rulebook.deductions for fact in _facts(item, question, happened)]
    units = {id: {fact.unit for item, fact in found if item.id == id} for id in (item.id for item in rulebook.deductions)}
    kept = [(item, fact) for item, fact in found if not item.only_with or fact.unit in units[item.only_with]]
    order = {unit.name: unit.order for unit in question.roster.units}
    kept.sort(key=lambda pair: order.get(pair[1].unit, 0))
    return tuple(_proposal(rulebook, item, fact) for item, fact in kept)


def _facts(item: DeductionProposal, question: Question, happened: Happened) -> Iterator[_Fact]:
    match item.happening:
        case Sanctioned.MISSING | Sanctioned.LATE:
            yield from _receipts(item, happened.standings)
        case Sanctioned.PROBLEM:
            yield from _problems(item, question, happened.matters)
        case Sanctioned.ENTERED:
            for claim in sorted(happened.claims, key=lambda claim: (claim.day, claim.key)):
                if claim.situation == item.name and claim.unit and claim.day in question.period and claim.day <= question.as_of:
                    yield _Fact(unit=claim.unit, why=entered_words(claim), evidence=places(claim.place))


def _receipts(item: DeductionProposal, standings: tuple[Standing, ...]) -> Iterator[_Fact]:
    for standing in standings:
        if standing.owed.key != item.deliverable or standing.late_days == 0 or standing.state is ReceiptState.NOT_APPLICABLE:
            continue
        happened = Sanctioned.MISSING if standing.state is ReceiptState.MISSING else Sanctioned.LATE
        if happened is item.happening:
            sentence = wording.DEDUCT_MISSING if happened is Sanctioned.MISSING else wording.DEDUCT_LATE
            name, due = standing.owed.deliverable.name, due_words(standing.owed.deadline)
            evidence = (Place(file=standing.current.source),) if standing.current else ()
            yield _Fact(unit=standing.unit.name, why=sentence.format(name=name, due=due, days=standing.late_days), evidence=evidence)


def _problems(item: DeductionProposal, question: Question, matters: Iterable[Matter]) -> Iterator[_Fact]:
    """The problems of each unit that lie in the period, those still open said apart."""
    of_unit: dict[str, list[Matter]] = {}
    for matter in matters:
        if matter.details.category in item.categories and not matter.withdrawn and matter.opened_on in question.period:
            of_unit.setdefault(matter.answering, []).append(matter)
    for unit, found in of_unit.items():
        still = [matter.id for matter in found if matter.open]
        rest = wording.DEDUCT_OPEN.format(count=len(still)) if still else wording.DEDUCT_CLOSED
        numbers = wording.joined([matter.id for matter in found])
        why = wording.DEDUCT_PROBLEMS.format(count=len(found), numbers=numbers, rest=rest)
        yield _Fact(unit=unit, why=why, evidence=places(*(matter.place for matter in found)))


def _proposal(rulebook: Rulebook, item: DeductionProposal, fact: _Fact) -> Proposal:
    sentence = wording.PROPOSED_AMOUNT if item.points is None else wording.PROFILE_AMOUNT
    amount = sentence.format(recipient=item.recipient, basis=item.basis)
    return Proposal(
        consequence=item.id,
        kind=DEDUCTION,
        unit=fact.unit,
        article=rulebook.article(item.article),
        why=wording.CLAUSE.join((fact.why, amount)),
        evidence=fact.evidence,
        deducts=True,
        points=None if item.points is None else -item.points,
    )
