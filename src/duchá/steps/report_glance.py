"""report brief, dashboard, unit-card: how the campaign stands on the day, for a leader, for a screen, for the telephone."""

from __future__ import annotations

from dataclasses import replace

from duchá.forms.names import blank_names
from duchá.ledger.overdue import items_of
from duchá.ledger.status import LightThresholds, status_of
from duchá.reports.glance.brief import brief_report
from duchá.reports.glance.cards import card_report
from duchá.reports.glance.dashboard import dashboard_of
from duchá.reports.glance.view import GlanceView
from duchá.reports.glance.write_dashboard import write_dashboard
from duchá.reports.summary.about import mark
from duchá.scoring.facts.model import Scores
from duchá.steps.duties_of import duties_as_of
from duchá.steps.given_unit import given_unit
from duchá.steps.ledger_of import state_of
from duchá.steps.open_campaign import OpenCampaign, save_context
from duchá.steps.report_bulletin import provenance_of
from duchá.steps.score import ScoreOptions, score
from duchá.steps.written import FOLDER, OWN_TEMPLATES, Format, WrittenReport, kept_faults, written, written_by_us
from duchá.terms.fault import Stop

AHEAD = 31  # days within which something comes due


def glance_of(opened: OpenCampaign) -> GlanceView:
    """What a glance sees on the day. Raises JournalError."""
    campaign, state = opened.campaign, state_of(opened)
    thresholds = LightThresholds(campaign)
    items = items_of(campaign, (*state.standings, *duties_as_of(opened).standings), state.ledger.matters, opened.as_of, AHEAD)
    return GlanceView(
        campaign=campaign,
        as_of=opened.as_of,
        standings=state.standings,
        statuses=tuple(status_of(matter, opened.as_of, thresholds) for matter in state.ledger.matters),
        items=items,
        mark=mark(provenance_of(opened, full=False)),
        scores=_scores(opened),
    )


def _scores(opened: OpenCampaign) -> Scores | None:
    """The scores of the running period; None where no rulebook gives points, or it has to be said by which."""
    if not opened.campaign.scoring:
        return None
    try:
        return score(opened, ScoreOptions()).scores
    except Stop:
        return None


def report_brief(opened: OpenCampaign, written_as: Format) -> WrittenReport:
    """Writes ``reports/呈阅件-DATE``. Raises JournalError and OSError."""
    faults = (*opened.news, *save_context(opened))
    return written(opened, brief_report(glance_of(opened)), written_as, faults=faults)


def report_cards(opened: OpenCampaign, unit: str | None, written_as: Format) -> tuple[WrittenReport, ...]:
    """Writes a card for the unit, or for every unit in a folder. Raises Stop (C014), JournalError and OSError."""
    faults = (*opened.news, *save_context(opened))
    view, one = glance_of(opened), given_unit(opened.campaign, unit)
    units = [found for found in opened.campaign.roster.units if one in (None, found.name)]
    names = blank_names(opened.campaign.roster.units)
    made = []
    for found in units:
        report = card_report(view, found)
        if one is None:
            made.append(written(opened, replace(report, stem=names[found.name]), written_as, inside=report.stem, faults=faults))
        else:
            made.append(written(opened, replace(report, stem=f"{report.stem}-{names[found.name]}"), written_as, faults=faults))
    return tuple(made)


def report_dashboard(opened: OpenCampaign) -> WrittenReport:
    """Writes ``reports/督查看板-DATE.html``: one page that fetches nothing. Raises JournalError and OSError."""
    faults = (*opened.news, *save_context(opened))
    view = glance_of(opened)
    board = dashboard_of(view)
    place, own = opened.folder / FOLDER / f"{board.stem}.{Format.HTML.value}", opened.folder / OWN_TEMPLATES
    put = written_by_us(opened).put(place, lambda path: write_dashboard(board, path, own if own.is_dir() else None))
    return WrittenReport(path=put.path, report=brief_report(view), faults=(*faults, *kept_faults(opened, (put,))))
