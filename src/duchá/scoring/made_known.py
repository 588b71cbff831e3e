"""What is said of a ranking besides its numbers: which units have confirmed their entries, where it was made known (JC-J-03, JS-20)."""

from __future__ import annotations

from collections.abc import Iterator

from duchá.registers.ids import CONFIRMATIONS, PUBLICATIONS
from duchá.scoring.closing.model import Objections
from duchá.scoring.closing.question import ScoreQuestion
from duchá.scoring.facts import wording
from duchá.scoring.facts.model import Listed, Scores, Why
from duchá.scoring.facts.scored_facts import Publication, ScoredFacts
from duchá.terms.period import parse_period

OBJECTION = "单位核对积分有异议：{note}"
CONFIRMED = "积分核对：无异议{agreed}个单位，有异议{objected}个，未核对{silent}个。"
CLOSED_WITH = "关账时：有异议{objected}个单位{units}，未核对{silent}个"
CLOSED_FOR = "；仍予关账的理由：{reason}"
FULL_STOP = "。"
MET = "{met}专题会议研究，拟在{range}公布，尚未公布。"
PUBLISHED = "{met}专题会议研究，{day}在{range}公布"


def notes_on(scores: Scores, happened: ScoredFacts, question: ScoreQuestion) -> Iterator[str]:
    """Lines under a ranking, where the rulebook has a register for it and somebody wrote in it."""
    forms = {form.id for form in question.rulebook.forms}
    if CONFIRMATIONS in forms and happened.confirmations:
        yield from _confirmed(scores, happened, question)
    if PUBLICATIONS in forms:
        yield from (_published(item) for item in happened.publications if _of(item.period, question) and item.met_on <= question.as_of)


def objections(happened: ScoredFacts, question: ScoreQuestion) -> Iterator[Listed]:
    """有异议 of the period, to be looked into."""
    for item in happened.confirmations:
        if not item.agreed and _of(item.period, question) and item.day <= question.as_of:
            why = OBJECTION.format(note=item.note or wording.NO_NUMBER)
            yield Listed(kind=Why.NOTE, rule="", unit=item.unit, why=why, day=item.day, evidence=(item.place,))


def open_objections(scores: Scores, happened: ScoredFacts, question: ScoreQuestion) -> Objections | None:
    """What stands open of 积分核对 on the day: units that object, how many have not answered; None where the rulebook has no register for it."""
    if CONFIRMATIONS not in {form.id for form in question.rulebook.forms}:
        return None
    known = _answers(happened, question)
    units = [standing.name for standing in scores.standings]
    return Objections(units=tuple(unit for unit in units if known.get(unit) is False), silent=sum(unit not in known for unit in units))


def closed_words(said: Objections) -> str:
    """What stood open when a period was closed, and why it was closed all the same."""
    units = wording.ABOUT.format(about=wording.joined(said.units)) if said.units else ""
    words = CLOSED_WITH.format(objected=len(said.units), units=units, silent=said.silent)
    return words + (CLOSED_FOR.format(reason=said.reason) if said.reason else "") + FULL_STOP


def _answers(happened: ScoredFacts, question: ScoreQuestion) -> dict[str, bool]:
    """What each unit has answered for the period."""
    return {item.unit: item.agreed for item in happened.confirmations if _of(item.period, question) and item.day <= question.as_of}


def _confirmed(scores: Scores, happened: ScoredFacts, question: ScoreQuestion) -> Iterator[str]:
    known = _answers(happened, question)
    if known:
        units = [standing.name for standing in scores.standings]
        counts = {"agreed": sum(known.get(unit) is True for unit in units), "objected": sum(known.get(unit) is False for unit in units)}
        yield CONFIRMED.format(**counts, silent=sum(unit not in known for unit in units))


def _published(item: Publication) -> str:
    if item.published_on is None:
        return MET.format(met=wording.short_day(item.met_on), range=item.range)
    about = wording.joined([text for text in (item.via, item.document) if text])
    words = PUBLISHED.format(met=wording.short_day(item.met_on), day=wording.short_day(item.published_on), range=item.range)
    return words + (wording.ABOUT.format(about=about) if about else "")


def _of(period: str, question: ScoreQuestion) -> bool:
    return parse_period(period) == question.period
