"""report summary: the 自查自纠汇总, from the journal as it stands at a day."""

from __future__ import annotations

from duchá import __version__
from duchá.campaign.model import end_of
from duchá.journal.read import read_facts
from duchá.receipts.receipts import receipts_of
from duchá.reports.page import Report
from duchá.reports.summary.about import Provenance
from duchá.reports.summary.across import hints_across
from duchá.reports.summary.lines import bodies_needed, lines_of, told_by
from duchá.reports.summary.numbers import figures_of, totals_of
from duchá.reports.summary.summary import SummaryMaterial, summary_report
from duchá.rulebook.clock import MatterKind
from duchá.rulebook.form import FilledBy
from duchá.steps.earlier_texts import earlier_texts
from duchá.steps.given_period import given_period
from duchá.steps.ledger_of import LedgerState, no_collector, state_of
from duchá.steps.lists_of import tables_in
from duchá.steps.open_campaign import OpenCampaign, save_context
from duchá.steps.written import Format, WrittenReport, written
from duchá.terms.period import Period

__all__ = ("WrittenReport", "report_summary", "summary_of")

BESIDE_CHANNELS = "channels"


def report_summary(
    opened: OpenCampaign, written_as: Format = Format.XLSX, *, full: bool = False, period: str | None = None
) -> WrittenReport:
    """Writes ``reports/自查自纠汇总-DATE``, of one period where it is named. Raises Stop (S680), JournalError and OSError."""
    faults = (*opened.news, *save_context(opened))
    return written(
        opened, summary_of(opened, full=full, period=given_period(opened, period) if period else None), written_as, faults=faults
    )


def summary_of(opened: OpenCampaign, *, full: bool = False, period: Period | None = None) -> Report:
    """The summary as pages, nothing written. Raises JournalError."""
    campaign = opened.campaign
    known = read_facts(opened.journal, known_at=opened.known_at) if opened.journal.exists() else ()
    horizon = end_of(opened.as_of, campaign)
    facts = tuple(fact for fact in known if fact.happened_at <= horizon)
    receipts = receipts_of(facts)
    provenance = Provenance(
        as_of=opened.as_of,
        known_at=opened.known_at,
        head=known[-1] if known else None,  # even one that happened after as_of: it vouches for all before it
        sources=opened.fingerprint,
        tool=__version__,
        full=full,
    )
    with no_collector():
        state = state_of(opened)
        matters, all_standings = state.ledger.matters, state.standings
        standings = tuple(standing for standing in all_standings if period is None or standing.owed.period == period)
        told = told_by(state.problems, matters)
        returned = {problem.id for problem in state.problems if problem.rows}
        elsewhere = tuple(one for one in matters if one.kind is MatterKind.PROBLEM and not one.withdrawn and one.id not in returned)
        bodies = {seq: state.bodies[seq] for seq in bodies_needed(standings)}
        lines = tuple(lines_of(campaign, standings, bodies.items(), told))
        numbers = {receipt.body_seq: receipt.number for receipt in receipts}
        reports = {numbers[seq]: tuple(body["paragraphs"]) for seq, body in bodies.items() if body.get("paragraphs")}
        across = hints_across(campaign, standings, lines, reports, earlier_texts(opened, facts))
        return summary_report(
            SummaryMaterial(
                campaign=campaign,
                facts=facts,
                receipts=receipts,
                standings=standings,
                lines=lines,
                provenance=provenance,
                across=across,
                elsewhere=elsewhere,
                beside=_beside(opened, state),
                figures=figures_of(campaign, all_standings, state.bodies) if any(map(totals_of, campaign.forms(FilledBy.UNIT))) else None,
                period=period,
                all_standings=all_standings,
            )
        )


def _beside(opened: OpenCampaign, state: LedgerState) -> dict[str, dict[str, int]]:
    """What the rulebooks count beside the channels, by its name and unit."""
    found = tables_in(opened, BESIDE_CHANNELS, None, state)
    return {table.declared.name: {line.name: int(line.figures[0].whole) for line in table.lines} for _, table in found}
