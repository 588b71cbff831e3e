"""Proposals by what a person entered in 积分事项 (触发情形), one for each consequence and unit, and for the section tied to it (SY-27, SY-28)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from duchá.campaign.parse import ROSTER
from duchá.rulebook.consequence import Consequence
from duchá.rulebook.grading import Veto
from duchá.rulebook.model import Rulebook
from duchá.scoring.closing.question import ScoreQuestion, group_names
from duchá.scoring.facts import wording
from duchá.scoring.facts.model import Listed, Proposal, Why
from duchá.scoring.facts.scored_facts import PointsRow, ScoredFacts
from duchá.scoring.rules.setting import among
from duchá.terms.place import Place
from duchá.terms.unit import Roster, Unit

FOUND = "认定"
GROUND = "（依据编号{ground}）"
ENTERED_WHY = "{day}{by}“{situation}”"
UNKNOWN_TRIGGERED = "单位“{unit}”不在名单中，“{situation}”没有据以提出建议"
LINKED_WHY = "与{unit}同奖同罚：{why}"
NOT_LINKED = "同奖同罚：名单里没有填责任处室或上级单位，“{kind}”没有联动的科室"


def sections_of(unit: Unit) -> tuple[str, ...]:
    """The sections that a unit belongs to: its 责任处室 (several with 、), else its 上级单位; none where the roster says nothing."""
    return wording.names_in(unit.office) or wording.names_in(unit.parent)


def told_with(unit: Unit, roster: Roster) -> tuple[str, ...]:
    """The sections that are told of a unit's results: those it belongs to; a section that others belong to is told itself."""
    own = sections_of(unit)
    return own or ((unit.name,) if unit.name in all_sections(roster) else ())


def all_sections(roster: Roster) -> frozenset[str]:
    """Every section that some unit of the roster belongs to."""
    return frozenset(section for unit in roster.units for section in sections_of(unit))


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """Why a consequence falls on a unit: words with their cells; ``ground`` is the 记录号 of the row that says so, by which it is approved."""

    unit: str
    why: str
    evidence: tuple[Place, ...] = ()
    ground: str = ""


def triggered(
    rulebook: Rulebook, item: Consequence | Veto, happened: ScoredFacts, question: ScoreQuestion
) -> tuple[list[Reason], list[Listed]]:
    """The rows of the period that enter one of a consequence's triggers, by day; rows of strangers are listed."""
    names, number = group_names(rulebook, question), rulebook.article(item.article).number
    rows = (claim for claim in happened.claims if claim.situation in item.triggers and claim.day <= question.as_of)
    reasons: list[Reason] = []
    listed: list[Listed] = []
    for claim in sorted((claim for claim in rows if claim.day in question.period), key=lambda claim: (claim.day, claim.key)):
        unit = question.roster.get(claim.unit)
        if unit is None:
            why = UNKNOWN_TRIGGERED.format(unit=claim.unknown, situation=claim.situation)
            listed.append(
                Listed(kind=Why.REJECTED, rule="", unit=claim.unknown, why=why, article=number, day=claim.day, evidence=(claim.place,))
            )
        elif among(unit.on(claim.day), item.groups, names):
            reasons.append(Reason(unit=unit.name, why=entered_words(claim), evidence=(claim.place,), ground=claim.record_no))
    return reasons, listed


def entered_words(claim: PointsRow) -> str:
    """What a person entered, in a sentence: day, situation, who, what, by which document."""
    by = wording.FOUND_BY.format(by=claim.scorer) if claim.scorer else FOUND
    about = wording.CLAUSE.join(text for text in (claim.note, claim.basis, claim.document) if text)
    words = ENTERED_WHY.format(day=wording.short_day(claim.day), by=by, situation=claim.situation)
    return words + (wording.STAFF_ABOUT.format(about=about) if about else "")


def proposals_for(rulebook: Rulebook, item: Consequence, reasons: Iterable[Reason], roster: Roster) -> tuple[list[Proposal], list[Listed]]:
    """A proposal a ground, units first, then the sections tied to them; a unit tied to none is said."""
    own = _by_unit(reasons)
    tied = _linked(own, roster) if item.linked else ()
    article = rulebook.article(item.article)
    found = (*(reason for given in own.values() for reason in given), *tied)
    proposals = [
        Proposal(
            consequence=item.id,
            kind=item.name,
            unit=reason.unit,
            article=article,
            why=wording.CLAUSE.join((reason.why, item.says)) + (GROUND.format(ground=reason.ground) if reason.ground else ""),
            evidence=reason.evidence,
            ground=reason.ground,
        )
        for reason in found
    ]
    sections = all_sections(roster)
    alone = [unit for unit in own if item.linked and unit not in sections and not _sections(unit, roster)]
    why = NOT_LINKED.format(kind=item.name)
    return proposals, [Listed(kind=Why.NOTE, rule=item.id, unit=unit, why=why, article=article.number) for unit in alone]


def _by_unit(reasons: Iterable[Reason]) -> dict[str, list[Reason]]:
    found: dict[str, list[Reason]] = {}
    for reason in reasons:
        found.setdefault(reason.unit, []).append(reason)
    return found


def _linked(own: dict[str, list[Reason]], roster: Roster) -> Iterator[Reason]:
    """What falls on the sections of the units: each reason again, with the roster as one more place to look at."""
    for unit, reasons in own.items():
        for section in _sections(unit, roster):
            for reason in reasons:
                why, evidence = LINKED_WHY.format(unit=unit, why=reason.why), (*reason.evidence, Place(file=ROSTER))
                yield Reason(unit=section, why=why, evidence=evidence, ground=reason.ground)


def _sections(unit: str, roster: Roster) -> tuple[str, ...]:
    known = roster.get(unit)
    return sections_of(known) if known else ()
