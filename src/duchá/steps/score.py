"""score: what a period comes to for every unit, with reasons; what another reading would change; closing a period."""

from __future__ import annotations

from dataclasses import dataclass, replace

from duchá.campaign.model import end_of
from duchá.journal.fact import FactKind, NewFact
from duchá.journal.write_journal import open_journal
from duchá.rulebook.model import Rulebook
from duchá.scoring import faults as kinds
from duchá.scoring.closing.model import closing_body, closing_payload
from duchá.scoring.happened.model import Happened
from duchá.scoring.made_known import notes_on, objections
from duchá.scoring.marks.weighted import weighted
from duchá.scoring.model import Scores
from duchá.scoring.question import Question
from duchá.scoring.ranking.approvals import with_approvals
from duchá.scoring.ranking.deduct import deduction_proposals
from duchá.scoring.readings import Alternative, alternatives
from duchá.scoring.score import entries_of, score as scores_of
from duchá.steps.gathered import Anew, closings, gathered
from duchá.steps.given_unit import given_unit
from duchá.steps.ledger_of import no_collector
from duchá.steps.open_campaign import OpenCampaign, note_context, save_context
from duchá.terms.fault import Fault, Stop
from duchá.terms.period import Period, PeriodKind, parse_period, period_of, span
from duchá.terms.wording import LIST_SEPARATOR, day_words, period_words


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """The options as typed. ``kind`` is that of --quarter, --year or --campaign (a span); None where none was given."""

    period: str | None = None
    kind: PeriodKind | None = None
    rulebook: str | None = None
    unit: str | None = None
    trial: bool = False
    readings: bool = False
    close: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Scored:
    """The scores, the one unit asked for, what other readings would change (where asked), and what is to be said."""

    opened: OpenCampaign
    rulebook: Rulebook
    scores: Scores
    unit: str | None = None
    alternatives: tuple[Alternative, ...] | None = None
    faults: tuple[Fault, ...] = ()


def kind_asked(*, quarter: bool, year: bool, whole: bool) -> PeriodKind | None:
    """The kind of period that the flags name: the longest where several are given; None where none is."""
    if whole:
        return PeriodKind.SPAN
    if year:
        return PeriodKind.YEAR
    return PeriodKind.QUARTER if quarter else None


def score(opened: OpenCampaign, asked: Asked) -> Scored:
    """The scores of a period as of the campaign's two times. Raises Stop (K001–K006, C014), JournalError."""
    with no_collector():
        return _score(opened, asked)


def _score(opened: OpenCampaign, asked: Asked) -> Scored:
    rulebook = rulebook_of(opened, asked.rulebook)
    period = period_asked(opened, asked)
    unit = given_unit(opened.campaign, asked.unit)
    question = _question(opened, rulebook, period, trial=asked.trial)
    happened = gathered(opened, rulebook, period if _stands_alone(asked, question) else None)
    if asked.close:
        _close(opened, happened, question)
        question = replace(question, closed=closings(opened, rulebook))
    others = None
    if asked.readings:
        others = alternatives(happened, question, Anew(opened, rulebook), reckoned)
    return Scored(
        opened=opened, rulebook=rulebook, scores=reckoned(happened, question), unit=unit, alternatives=others, faults=_said(opened)
    )


def _stands_alone(asked: Asked, question: Question) -> bool:
    """True where nothing outside the period can bear on it: no closed period to compare with, no other reading, no year to look back on."""
    alone = question.period.kind is PeriodKind.QUARTER and not (asked.readings or asked.close or question.closed)
    return alone and question.rulebook.scheme is not None


def reckoned(happened: Happened, question: Question) -> Scores:
    """The scores by points, or by weights and sheets, with the deductions whose values stand elsewhere and what people decided."""
    found = (weighted if question.rulebook.scheme is None else scores_of)(happened, question)
    found = replace(
        found,
        proposals=(*found.proposals, *deduction_proposals(happened, question)),
        listed=(*found.listed, *objections(happened, question)),
        made_known=tuple(notes_on(found, happened, question)),
    )
    return with_approvals(found, happened, question)


def rulebook_of(opened: OpenCampaign, id: str | None) -> Rulebook:
    """The rulebook that scores: the one named, else the only one that can (or that proposes deductions). Raises Stop (K002, K003)."""
    books = opened.campaign.rulebooks
    able = [book for book in books if book.scheme is not None or book.weighting is not None or book.sheets]
    proposing = [book for book in books if book.deductions and book not in able]
    if not able and not proposing:
        raise Stop(kinds.NO_POINTS.at(rulebooks=LIST_SEPARATOR.join(book.id for book in books)))
    known = able or proposing if id is None else [*able, *proposing]
    chosen = [book for book in known if id is None or book.id == id]
    if len(chosen) != 1:
        raise Stop(kinds.WHICH_RULEBOOK.at(found=id or "", known=LIST_SEPARATOR.join(book.id for book in [*able, *proposing])))
    return chosen[0]


def period_asked(opened: OpenCampaign, asked: Asked) -> Period:
    """The period meant: as written, else the quarter, year or campaign of today (a quarter where nothing is said). Raises Stop (K001)."""
    settings = opened.campaign.settings
    if asked.kind is PeriodKind.SPAN and asked.period is None:
        return span(settings.start, settings.end)
    if asked.period is None:
        return period_of(opened.as_of, asked.kind or PeriodKind.QUARTER)
    period = parse_period(asked.period.strip().upper())
    if period is None or asked.kind not in (None, period.kind) or period.kind is PeriodKind.MONTH:
        raise Stop(kinds.NOT_A_PERIOD.at(found=asked.period))
    return period


def _question(opened: OpenCampaign, rulebook: Rulebook, period: Period, *, trial: bool) -> Question:
    campaign = opened.campaign
    return Question(
        rulebook=rulebook,
        readings={reading.id: campaign.reading(rulebook.id, reading.id) for reading in rulebook.readings},
        roster=campaign.roster,
        calendar=campaign.calendar,
        period=period,
        as_of=opened.as_of,
        trial=trial,
        groups=campaign.settings.groups,
        closed=closings(opened, rulebook),
    )


def _close(opened: OpenCampaign, happened: Happened, question: Question) -> None:
    """Writes down the entries of the period as they stand: from now on they never change (X-07). Raises Stop (K004–K006)."""
    period, words = question.period, period_words(question.period)
    if question.rulebook.scheme is None:
        raise Stop(kinds.NOTHING_TO_CLOSE.at(title=question.rulebook.title))
    if question.trial:
        raise Stop(kinds.NOT_ON_TRIAL.at())
    if opened.as_of < period.end:
        raise Stop(kinds.NOT_OVER.at(period=words, end=day_words(period.end), today=day_words(opened.as_of)))
    if any(closed.period.start <= period.start and period.end <= closed.period.end for closed in question.closed):
        raise Stop(kinds.ALREADY_CLOSED.at(period=words))
    fresh = [entry for entry in entries_of(happened, question)[0].fresh if entry.day in period]
    payload = closing_payload(period, question.rulebook.id, scores_of(happened, question).readings, opened.as_of)
    happened_at = min(opened.now, end_of(period.end, opened.campaign))
    with open_journal(opened.journal, now=opened.now, by=opened.by) as writer:
        note_context(opened, writer)
        writer.append(NewFact(kind=FactKind.CLOSE, happened_at=happened_at, payload=payload, body=closing_body(fresh)))


def _said(opened: OpenCampaign) -> tuple[Fault, ...]:
    return (*opened.faults, *save_context(opened))
