"""report: the report asked for, in the format asked for."""

from __future__ import annotations

from dataclasses import dataclass

from duchá.steps.open_campaign import OpenCampaign
from duchá.steps.report_bulletin import report_bulletin
from duchá.steps.report_glance import report_brief, report_cards, report_dashboard
from duchá.steps.report_inspection import Selection, report_inspection
from duchá.steps.report_rectification import Selected, report_rectification, report_rectification_ledger
from duchá.steps.report_register import RegisterWish, report_register
from duchá.steps.report_scores import ScoreReport, report_scores
from duchá.steps.report_summary import report_summary
from duchá.steps.score import ScoreOptions
from duchá.steps.written import Format, WrittenReport

SUMMARY, BULLETIN, INSPECTION, RECTIFICATION = "summary", "bulletin", "inspection", "rectification"
BRIEF, DASHBOARD, CARDS, RECTIFICATION_LEDGER = "brief", "dashboard", "unit-card", "rectification-ledger"
REGISTER = "register"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportOptions:
    """The options as typed."""

    name: str
    written_as: str = Format.XLSX.value
    period: str | None = None
    unit: str | None = None
    rulebook: str | None = None
    full: bool = False
    task: str | None = None
    matter: str | None = None
    which: str | None = None
    documents: bool = False


def report(opened: OpenCampaign, wanted: ReportOptions) -> tuple[WrittenReport, ...]:
    """Writes the report, or a file for every unit. Raises Stop, JournalError and OSError."""
    written_as = Format(wanted.written_as)
    if wanted.name == SUMMARY:
        return (report_summary(opened, written_as, full=wanted.full, period=wanted.period),)
    if wanted.name == BRIEF:
        return (report_brief(opened, written_as),)
    if wanted.name == DASHBOARD:
        return (report_dashboard(opened),)
    if wanted.name == CARDS:
        return report_cards(opened, wanted.unit, written_as)
    if wanted.name == RECTIFICATION_LEDGER:
        return (report_rectification_ledger(opened, Selected(unit=wanted.unit, task=wanted.task), written_as),)
    if wanted.name == BULLETIN:
        return (report_bulletin(opened, wanted.period, written_as, full=wanted.full),)
    if wanted.name == INSPECTION:
        chosen = Selection(period=wanted.period, task=wanted.task, matter=wanted.matter)
        return (report_inspection(opened, chosen, written_as, full=wanted.full),)
    if wanted.name == RECTIFICATION:
        return (report_rectification(opened, Selected(unit=wanted.unit, task=wanted.task, matter=wanted.matter), written_as),)
    if wanted.name == REGISTER:
        return (
            report_register(
                opened, RegisterWish(name=wanted.which, period=wanted.period, documents=wanted.documents), written_as, full=wanted.full
            ),
        )
    asked = ScoreOptions(period=wanted.period, rulebook=wanted.rulebook, unit=wanted.unit)
    return report_scores(opened, ScoreReport(wanted.name), asked, written_as, full=wanted.full)
