"""report bulletin: 月通报 or 季总结 from receipts, ledger and what the rulebooks count, as they stood at the end of the period."""

from __future__ import annotations

from dataclasses import replace

from duchá import __version__
from duchá.campaign import faults as kinds
from duchá.journal.read import newest_fact
from duchá.ledger.overdue import items_of
from duchá.reports.bulletin.report import bulletin_report
from duchá.reports.bulletin.view import BulletinView, view_of
from duchá.reports.page import Report
from duchá.reports.summary.about import Provenance
from duchá.scoring.facts.model import CardGiven
from duchá.steps.ledger_of import state_of
from duchá.steps.lists_of import tables_in
from duchá.steps.open_campaign import OpenCampaign, save_context
from duchá.steps.score import ScoreOptions, score
from duchá.steps.written import Format, WrittenReport, written
from duchá.terms.fault import Stop
from duchá.terms.period import Period, PeriodKind, following, parse_period, period_of

BULLETIN = "bulletin"


def report_bulletin(opened: OpenCampaign, period: str | None, written_as: Format, *, full: bool = False) -> WrittenReport:
    """Writes ``reports/月通报-2015-11`` or ``季总结-2015Q4``. Raises Stop, JournalError and OSError."""
    faults = (*opened.news, *save_context(opened))
    return written(opened, bulletin_of(opened, period, full=full), written_as, faults=faults)


def bulletin_of(opened: OpenCampaign, written_period: str | None, *, full: bool = False) -> Report:
    """The bulletin as pages, nothing written. Raises Stop and JournalError."""
    period = asked_period(opened, written_period)
    then = replace(opened, as_of=min(opened.as_of, period.end))
    return bulletin_report(bulletin_view(then, period), provenance_of(then, full=full))


def bulletin_view(then: OpenCampaign, period: Period) -> BulletinView:
    """The figures, of the campaign as it stood at its ``as_of``."""
    state = state_of(then)
    within = (following(period).end - then.as_of).days
    items = items_of(then.campaign, state.standings, state.ledger.matters, then.as_of, within)
    tables = tables_in(then, BULLETIN, period, state)
    return view_of(then.campaign, period, then.as_of, state.standings, state.ledger.matters, items, tables, _cards(then, period))


def _cards(then: OpenCampaign, period: Period) -> tuple[CardGiven, ...]:
    """The cards of the period, by the rulebook that gives cards; none where no rulebook does, or it has to be said which."""
    books = [book for book in then.campaign.rulebooks if book.cards]
    if len(books) != 1:
        return ()
    return score(then, ScoreOptions(period=period.key, rulebook=books[0].id)).scores.cards


def asked_period(opened: OpenCampaign, written_period: str | None) -> Period:
    """The period as typed; the month of as-of where none was. Raises Stop for what is none, or has not begun."""
    if written_period is None:
        return period_of(opened.as_of, PeriodKind.MONTH)
    period = parse_period(written_period)
    if period is None or period.start > opened.as_of:
        raise Stop(kinds.NO_SUCH_PERIOD.at(found=written_period))
    return period


def provenance_of(opened: OpenCampaign, *, full: bool) -> Provenance:
    """Where a report comes from: its two times, the newest fact known, the sources by content."""
    head = newest_fact(opened.journal, opened.known_at) if opened.journal.exists() else None
    return Provenance(as_of=opened.as_of, known_at=opened.known_at, head=head, sources=opened.fingerprint, tool=__version__, full=full)
