"""Deduction proposals: who did not send what, where problems were found, what a person entered, for the office that has the values (DT-23, WZ-19)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from duchá.ledger.matter import Matter
from duchá.receipts.matrix import ReceiptStanding, ReceiptState
from duchá.rulebook.apply_readings import apply_readings
from duchá.rulebook.deduction import DeductionProposal, Sanctioned
from duchá.rulebook.model import Rulebook
from duchá.rulebook.wording import DEDUCTION
from duchá.scoring.closing.question import ScoreQuestion, chosen_readings
from duchá.scoring.facts import wording
from duchá.scoring.facts.model import ZERO, Proposal, plain
from duchá.scoring.facts.scored_facts import ScoredFacts
from duchá.scoring.ranking.triggered import entered_words
from duchá.scoring.rules.setting import places
from duchá.terms.deadline import due_words
from duchá.terms.place import Place

PROPOSED_AMOUNT = "扣多少分由{recipient}按{basis}定"
PROFILE_AMOUNT = "按本地设定每项扣{points}分，共{count}项，由{recipient}按{basis}定"
DEDUCT_MISSING = "应于{due}报送，至今未报，已逾期{days}天"
DEDUCT_LATE = "应于{due}报送，迟报{days}天"
DEDUCT_PROBLEMS = "督查发现问题{count}项（{numbers}），{rest}"
DEDUCT_OPEN = "其中{count}项尚未销号"
DEDUCT_CLOSED = "均已销号"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Fact:
    """What a deduction would be for: a unit, in words, with its cells. ``what`` goes before the words; facts that differ in it only are one."""

    unit: str
    why: str
    evidence: tuple[Place, ...]
    what: str = ""


def deduction_proposals(happened: ScoredFacts, question: ScoreQuestion) -> tuple[Proposal, ...]:
    """One proposal for each unit, article and document that has the values, with all facts that the clause sanctions, in the roster's order.

    Blank: the value stays empty unless a profile gives it. What only a person can find (不开展考核) is proposed once it was entered.
    """
    rulebook = apply_readings(question.rulebook, chosen_readings(question))
    found = [(item, fact) for item in rulebook.deductions for fact in _facts(item, question, happened)]
    units = {id: {fact.unit for item, fact in found if item.id == id} for id in (item.id for item in rulebook.deductions)}
    kept = [(item, fact) for item, fact in found if not item.only_with or fact.unit in units[item.only_with]]
    together: dict[tuple[str, str, str, str, Decimal | None], list[tuple[DeductionProposal, _Fact]]] = {}
    for item, fact in kept:
        key = (fact.unit, item.article, item.basis, item.recipient, item.points)
        together.setdefault(key, []).append((item, fact))
    order = {unit.name: unit.order for unit in question.roster.units}
    return tuple(_proposal(rulebook, pairs) for key, pairs in sorted(together.items(), key=lambda entry: order.get(entry[0][0], 0)))


def _facts(item: DeductionProposal, question: ScoreQuestion, happened: ScoredFacts) -> Iterator[_Fact]:
    match item.happening:
        case Sanctioned.MISSING | Sanctioned.LATE:
            yield from _receipts(item, question, happened.standings)
        case Sanctioned.PROBLEM:
            yield from _problems(item, question, happened.matters)
        case Sanctioned.ENTERED:
            for claim in sorted(happened.claims, key=lambda claim: (claim.day, claim.key)):
                if claim.situation == item.name and claim.unit and claim.day in question.period and claim.day <= question.as_of:
                    yield _Fact(unit=claim.unit, why=entered_words(claim), evidence=places(claim.place))


def _receipts(item: DeductionProposal, question: ScoreQuestion, standings: tuple[ReceiptStanding, ...]) -> Iterator[_Fact]:
    """What was due in the period and did not come, or came late: one lateness is proposed for one quarter, however long it lasts."""
    for standing in standings:
        if standing.owed.due is None or standing.owed.due not in question.period:
            continue
        if not standing.owed.answers_to(item.deliverable) or standing.late_days == 0 or standing.state is ReceiptState.NOT_APPLICABLE:
            continue
        happened = Sanctioned.MISSING if standing.state is ReceiptState.MISSING else Sanctioned.LATE
        if happened is item.happening:
            sentence = DEDUCT_MISSING if happened is Sanctioned.MISSING else DEDUCT_LATE
            why = sentence.format(due=due_words(standing.owed.deadline), days=standing.late_days)
            evidence = (Place(file=standing.current.source),) if standing.current else ()
            yield _Fact(unit=standing.unit.name, what=standing.owed.deliverable.name, why=why, evidence=evidence)


def _problems(item: DeductionProposal, question: ScoreQuestion, matters: Iterable[Matter]) -> Iterator[_Fact]:
    """The problems of each unit that lie in the period, those still open said apart."""
    of_unit: dict[str, list[Matter]] = {}
    for matter in matters:
        if matter.details.category in item.categories and not matter.withdrawn and matter.opened_on in question.period:
            of_unit.setdefault(matter.answered_for(matter.opened_on), []).append(matter)
    for unit, found in of_unit.items():
        still = [matter.id for matter in found if matter.open]
        rest = DEDUCT_OPEN.format(count=len(still)) if still else DEDUCT_CLOSED
        numbers = wording.joined([matter.id for matter in found])
        why = DEDUCT_PROBLEMS.format(count=len(found), numbers=numbers, rest=rest)
        yield _Fact(unit=unit, why=why, evidence=places(*(matter.place for matter in found)))


def _proposal(rulebook: Rulebook, pairs: list[tuple[DeductionProposal, _Fact]]) -> Proposal:
    """One proposal from facts of one unit; a value that a profile gives counts for each of them."""
    item = pairs[0][0]
    sentence = PROPOSED_AMOUNT if item.points is None else PROFILE_AMOUNT
    amount = sentence.format(recipient=item.recipient, basis=item.basis, points=plain(item.points or ZERO), count=len(pairs))
    return Proposal(
        consequence=item.id,
        kind=DEDUCTION,
        unit=pairs[0][1].unit,
        article=rulebook.article(item.article),
        why=wording.CLAUSE.join((*_said(fact for _, fact in pairs), amount)),
        evidence=tuple(dict.fromkeys(place for _, fact in pairs for place in fact.evidence)),
        deducts=True,
        points=None if item.points is None else -item.points * len(pairs),
    )


def _said(facts: Iterable[_Fact]) -> tuple[str, ...]:
    """The facts in words, those alike but for what they are about together: 附件2、附件3应于…报送，迟报3天."""
    together: dict[str, list[str]] = {}
    for fact in facts:
        together.setdefault(fact.why, []).append(fact.what)
    return tuple(wording.joined([name for name in names if name]) + why for why, names in together.items())
