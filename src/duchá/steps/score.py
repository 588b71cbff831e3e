"""score: what a period comes to for every unit, with reasons; what another reading would change; closing a period."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from duchá import __version__
from duchá.campaign.faults import TO_BE_SETTLED
from duchá.campaign.model import end_of
from duchá.journal.fact import Fact, JournalView
from duchá.journal.write import open_journal
from duchá.rulebook.apply_readings import apply_readings
from duchá.rulebook.consequence import JudgedFor
from duchá.rulebook.model import Rulebook
from duchá.scoring import faults as kinds
from duchá.scoring.closing.model import Closed, closing_body, closing_fact
from duchá.scoring.closing.question import ScoreQuestion, chosen_readings
from duchá.scoring.facts.model import Listed, Scores
from duchá.scoring.facts.scored_facts import ScoredFacts
from duchá.scoring.made_known import closed_words, notes_on, objections, open_objections
from duchá.scoring.marks.weighted import weighted
from duchá.scoring.ranking.approvals import one_of_each, with_approvals
from duchá.scoring.ranking.deduct import deduction_proposals
from duchá.scoring.readings import Alternative, alternatives
from duchá.scoring.score import counts_on, entries_of, later_than, score as scores_of
from duchá.steps.closed import Closing, as_closed, closed_under, closings, compared, with_names
from duchá.steps.gathered import FactsUnderReading, gathered, told_beside
from duchá.steps.given_unit import given_unit
from duchá.steps.ledger_of import no_collector
from duchá.steps.open_campaign import OpenCampaign, note_context, save_context
from duchá.terms.fault import Fault, Stop
from duchá.terms.period import Period, PeriodKind, parse_period, period_of, span
from duchá.terms.wording import LIST_SEPARATOR, day_words, period_words

NOT_BEGUN = "《{title}》{day}起施行，本期在施行以前，加分、减分的条款都没有计。"
WHOLE_CAMPAIGN = "整个行动"  # as a period is typed
NO_LONGER = "《{title}》施行到{day}为止，本期在这以后，加分、减分的条款都没有计。"


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreOptions:
    """The options as typed. ``kind`` is that of --quarter, --year or --campaign (a span); None where none was given.

    ``reason`` is why a period is closed although units object. ``later``: what came to light after a closing is wanted as well.
    """

    period: str | None = None
    kind: PeriodKind | None = None
    rulebook: str | None = None
    unit: str | None = None
    trial: bool = False
    readings: bool = False
    close: bool = False
    reason: str = ""
    later: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Scored:
    """The scores, the one unit asked for, what other readings would change (where asked), and what is to be said.

    ``then`` is the campaign that they belong to: of a closed period as it was when it was closed, by ``closing``. ``later`` is what came to
    light since, which stands in other periods.
    """

    opened: OpenCampaign
    then: OpenCampaign
    rulebook: Rulebook
    scores: Scores
    unit: str | None = None
    alternatives: tuple[Alternative, ...] | None = None
    faults: tuple[Fault, ...] = ()
    closing: Fact | None = None
    later: tuple[Listed, ...] = ()


def kind_asked(*, month: bool, quarter: bool, half_year: bool, year: bool, whole: bool) -> PeriodKind | None:
    """The kind of period that the flags name: the longest where several are given; None where none is."""
    asked = {
        PeriodKind.SPAN: whole,
        PeriodKind.YEAR: year,
        PeriodKind.HALF_YEAR: half_year,
        PeriodKind.QUARTER: quarter,
        PeriodKind.MONTH: month,
    }
    return next((kind for kind, wanted in asked.items() if wanted), None)


def score(opened: OpenCampaign, asked: ScoreOptions) -> Scored:
    """The scores of a period as of the campaign's two times. Raises Stop (K001–K008, C014), JournalError."""
    with no_collector():
        return _score(opened, asked)


def _score(opened: OpenCampaign, asked: ScoreOptions) -> Scored:
    period = period_asked(opened, asked)
    closing = None if asked.close else _closing_of(opened, period, asked)
    if closing is not None:
        return _as_closed(opened, asked, closing)
    rulebook = rulebook_of(opened, asked.rulebook)
    unit = given_unit(opened.campaign, asked.unit)
    known = closings(opened, rulebook.id)
    question = question_of(opened, rulebook, period, trial=asked.trial, closed=[one.closed for one in known])
    happened = gathered(opened, rulebook, period if _stands_alone(asked, question) else None)
    question = replace(question, closed=compared(opened, rulebook, known, happened, __version__) if known else ())
    if asked.close:
        said = _close(opened, happened, question, asked.reason)
        scored = _as_closed(opened, asked, closings(opened, rulebook.id)[-1])
        return replace(scored, faults=(*said, *scored.faults))
    others = alternatives(happened, question, FactsUnderReading(opened, rulebook), reckoned) if asked.readings else None
    return Scored(
        opened=opened,
        then=opened,
        rulebook=rulebook,
        scores=reckoned(happened, question),
        unit=unit,
        alternatives=others,
        faults=_said(opened),
    )


def _closing_of(opened: OpenCampaign, period: Period, asked: ScoreOptions) -> Closing | None:
    """The closing of exactly this period, None where it is open: under the rulebook named, else under the one that closed it."""
    under = closed_under(opened).get(period.key, ())
    wanted = [id for id in under if asked.rulebook in (None, id)]
    if len(wanted) > 1:
        raise Stop(kinds.WHICH_RULEBOOK.at(found="", known=LIST_SEPARATOR.join(wanted)))
    known = closings(opened, wanted[0]) if wanted else ()
    return next((one for one in known if one.closed.period == period), None)


def _as_closed(opened: OpenCampaign, asked: ScoreOptions, closing: Closing) -> Scored:
    """A closed period as it was published, with what people said of it since: approvals, objections."""
    now = next((book for book in opened.campaign.rulebooks if book.id == closing.closed.rulebook), None)
    then, rulebook = as_closed(opened, closing, now)
    if rulebook is None:
        raise Stop(
            kinds.WHICH_RULEBOOK.at(found=closing.closed.rulebook, known=LIST_SEPARATOR.join(book.id for book in opened.campaign.rulebooks))
        )
    closed, named = closing.closed, replace(then, campaign=with_names(then.campaign, opened.campaign))
    unit = given_unit(named.campaign, asked.unit)
    question = replace(question_of(named, rulebook, closed.period), readings=closed.readings)
    published = closed.published or _published_then(then, rulebook, closing)
    if closed.objections is not None:
        published = replace(published, made_known=(closed_words(closed.objections),))
    others = None
    if asked.readings:
        others = alternatives(gathered(named, rulebook), question, FactsUnderReading(named, rulebook), reckoned)
    return Scored(
        opened=opened,
        then=then,
        rulebook=rulebook,
        scores=_with_people(published, told_beside(named), question),
        unit=unit,
        alternatives=others,
        faults=_said(opened),
        closing=closing.fact,
        later=_later(opened, closing, now) if asked.later and now is not None else (),
    )


def _published_then(then: OpenCampaign, rulebook: Rulebook, closing: Closing) -> Scores:
    """What a closing of the old form made public: its entries as it kept them, the rest by the facts, roster and rulebooks of its day."""
    known = [replace(one.closed, frozen=True) for one in closings(then, rulebook.id) if one.fact.seq <= closing.fact.seq]
    at = replace(then, as_of=closing.closed.as_of or then.as_of, view=JournalView(until=closing.fact.seq))
    question = replace(question_of(at, rulebook, closing.closed.period, closed=known), readings=closing.closed.readings)
    return _by_itself(gathered(at, rulebook), question)


def _later(opened: OpenCampaign, closing: Closing, rulebook: Rulebook) -> tuple[Listed, ...]:
    """What came to light of a closed period since, where it stands, and what waits for a person."""
    known = closings(opened, rulebook.id)
    question = question_of(opened, rulebook, closing.closed.period)
    happened = gathered(opened, rulebook)
    booked = entries_of(happened, replace(question, closed=compared(opened, rulebook, known, happened, __version__)))[0]
    return later_than(booked, closing.closed.period)


def _stands_alone(asked: ScoreOptions, question: ScoreQuestion) -> bool:
    """True where nothing outside the period can bear on it: no closed period to compare with, no other reading, no year to look back on."""
    alone = question.period.kind is PeriodKind.QUARTER and not (asked.readings or asked.close or question.closed)
    return alone and question.rulebook.scheme is not None and not looks_beyond(question.rulebook)


def looks_beyond(rulebook: Rulebook) -> bool:
    """True where what is scored in a quarter depends on facts outside it: on caps, cards, on which time it is, on places of other quarters."""
    return counts_on(rulebook) or any(item.every is not JudgedFor.YEAR and item.years > 1 for item in rulebook.consequences)


def reckoned(happened: ScoredFacts, question: ScoreQuestion) -> Scores:
    """The scores by points, or by weights and sheets, with the deductions whose values stand elsewhere and what people decided."""
    return _with_people(_by_itself(happened, question), happened, question)


def _by_itself(happened: ScoredFacts, question: ScoreQuestion) -> Scores:
    """The scores before anybody says anything about them: what a closing makes public."""
    found = (weighted if question.rulebook.scheme is None else scores_of)(happened, question)
    notes = (*found.notes, *_not_begun(question))
    return replace(found, proposals=(*found.proposals, *deduction_proposals(happened, question)), notes=notes)


def _not_begun(question: ScoreQuestion) -> Iterator[str]:
    """That a period ends before the rulebook begins or begins after its end, so that no rule counts in it: equal totals are no result."""
    book, period = question.rulebook, question.period
    if book.scheme is None:
        return
    if book.valid_from is not None and period.end < book.valid_from:
        yield NOT_BEGUN.format(title=book.short_title, day=day_words(book.valid_from))
    if book.valid_to is not None and book.valid_to < period.start:
        yield NO_LONGER.format(title=book.short_title, day=day_words(book.valid_to))


def _with_people(found: Scores, happened: ScoredFacts, question: ScoreQuestion) -> Scores:
    """The scores with what people say of them: approvals, objections, where they were made known."""
    found = replace(
        found,
        listed=(*found.listed, *objections(happened, question)),
        made_known=(*found.made_known, *notes_on(found, happened, question)),
    )
    return one_of_each(with_approvals(found, happened, question), apply_readings(question.rulebook, chosen_readings(question)))


def rulebook_of(opened: OpenCampaign, id: str | None) -> Rulebook:
    """The rulebook that scores: the one named, else the only one that can (or that proposes deductions). Raises Stop (K002, K003)."""
    books = opened.campaign.scoring
    able = [book for book in books if book.scheme is not None or book.weighting is not None or book.sheets]
    proposing = [book for book in books if book.deductions and book not in able]
    if not able and not proposing:
        raise Stop(kinds.NO_POINTS.at(rulebooks=LIST_SEPARATOR.join(book.id for book in books)))
    mine = opened.campaign.rulebooks  # without those that another of them includes: these only by their name
    usual = [book for book in able if book in mine] or [book for book in proposing if book in mine]
    chosen = usual if id is None else [book for book in (*able, *proposing) if book.id == id]
    if len(chosen) != 1:
        raise Stop(kinds.WHICH_RULEBOOK.at(found=id or "", known=LIST_SEPARATOR.join(book.id for book in [*able, *proposing])))
    return chosen[0]


def period_asked(opened: OpenCampaign, asked: ScoreOptions) -> Period:
    """The period meant: as written, else the quarter, year or campaign of today (a quarter where nothing is said). Raises Stop (K001)."""
    settings = opened.campaign.settings
    if (asked.kind is PeriodKind.SPAN and asked.period is None) or (asked.period is not None and asked.period.strip() == WHOLE_CAMPAIGN):
        return span(settings.start, settings.end)
    if asked.period is None:
        return period_of(opened.as_of, asked.kind or PeriodKind.QUARTER)
    period = parse_period(asked.period.strip().upper())
    if period is None or asked.kind not in (None, period.kind):
        raise Stop(kinds.NOT_A_PERIOD.at(found=asked.period))
    return period


def question_of(
    opened: OpenCampaign, rulebook: Rulebook, period: Period, *, trial: bool = False, closed: Iterable[Closed] = ()
) -> ScoreQuestion:
    """What is asked of the scores of a period, under the readings chosen."""
    campaign = opened.campaign
    chosen = {reading.id: campaign.reading(rulebook.id, reading.id) for reading in rulebook.readings}
    return ScoreQuestion(
        rulebook=rulebook,
        readings=chosen,
        roster=campaign.roster,
        calendar=campaign.calendar,
        period=period,
        as_of=opened.as_of,
        trial=trial,
        groups=campaign.settings.groups,
        closed=tuple(closed),
    )


def _close(opened: OpenCampaign, happened: ScoredFacts, question: ScoreQuestion, reason: str) -> tuple[Fault, ...]:
    """Writes down all that the period comes to, as it stands: from now on it never changes (X-07). Raises Stop (K004–K008)."""
    period, words = question.period, period_words(question.period)
    if question.rulebook.scheme is None:
        raise Stop(kinds.NOTHING_TO_CLOSE.at(title=question.rulebook.title))
    if question.trial:
        raise Stop(kinds.NOT_ON_TRIAL.at())
    if opened.as_of < period.end:
        raise Stop(kinds.NOT_OVER.at(period=words, end=day_words(period.end), today=day_words(opened.as_of)))
    if any(closed.period.start <= period.start and period.end <= closed.period.end for closed in question.closed):
        raise Stop(kinds.ALREADY_CLOSED.at(period=words))
    scores = _by_itself(happened, question)
    said = open_objections(scores, happened, question)
    if said is not None and said.units and not reason.strip():
        raise Stop(kinds.OBJECTED.at(period=words, count=len(said.units), units=LIST_SEPARATOR.join(said.units), silent=said.silent))
    said = said and replace(said, reason=reason.strip())
    fresh = [entry for entry in entries_of(happened, question)[0].fresh if entry.day in period]
    closing = closing_fact(period, question.rulebook.id, scores.readings, opened.as_of, said, __version__)
    happened_at = min(opened.now, end_of(period.end, opened.campaign))
    with open_journal(opened.journal, now=opened.now, by=opened.by) as writer:
        note_context(opened, writer)
        body = closing_body(fresh, scores, question.closed)
        writer.append(closing.fact(happened_at, body))
    if said is None or not (said.units or said.silent):
        return ()
    return (kinds.CLOSED_WITH.at(period=words, count=len(said.units), silent=said.silent),)


def _said(opened: OpenCampaign) -> tuple[Fault, ...]:
    """What is new about the campaign, and each time what the ranking depends on and somebody has to settle."""
    lasting = (fault for fault in opened.faults if fault.kind in TO_BE_SETTLED and fault not in opened.news)
    return (*opened.news, *lasting, *save_context(opened))
