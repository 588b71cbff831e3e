"""report inspection: 督查报告 with its two lists, from the registers of inspections and the ledger."""

from __future__ import annotations

from dataclasses import dataclass, replace

from duchá.campaign import faults as kinds
from duchá.ledger.findings import inspection_forms
from duchá.reports.inspection.findings import Inspected, findings_of, typical_of
from duchá.reports.inspection.report import inspection_report
from duchá.reports.page import Report
from duchá.steps.ledger_of import state_of
from duchá.steps.open_campaign import OpenCampaign, save_context
from duchá.steps.register_rows import rows_of
from duchá.steps.report_bulletin import asked_period, provenance_of
from duchá.steps.written import Format, WrittenReport, written
from duchá.terms.fault import Stop


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """What the report is about: findings of a period, of a task (督查任务编号, 督查组), of one matter; nothing = everything so far."""

    period: str | None = None
    task: str | None = None
    matter: str | None = None


def report_inspection(opened: OpenCampaign, chosen: Selection, written_as: Format, *, full: bool = False) -> WrittenReport:
    """Writes ``reports/督查报告-…``. Raises Stop (C030, C031), JournalError and OSError."""
    faults = (*opened.news, *save_context(opened))
    return written(opened, inspection_of(opened, chosen, full=full), written_as, faults=faults)


def inspection_of(opened: OpenCampaign, chosen: Selection, *, full: bool = False) -> Report:
    """The report as pages, nothing written. Raises Stop and JournalError."""
    period = asked_period(opened, chosen.period) if chosen.period is not None else None
    then = replace(opened, as_of=min(opened.as_of, period.end)) if period else opened
    matters = state_of(then).ledger.matters
    registers = frozenset(form.id for form in inspection_forms(then.campaign))
    rows = rows_of(then, registers)
    subject = chosen.matter or chosen.task or ""
    found = findings_of(then.campaign, rows, matters, then.as_of, subject)
    if period is not None:
        found = tuple(finding for finding in found if finding.day in period)
    if subject and not found:
        raise Stop(kinds.NOTHING_SELECTED.at(found=subject))
    only = frozenset(finding.matter for finding in found if finding.matter) if subject else None
    typical = typical_of(then.campaign, matters, then.as_of, only)
    inspected = Inspected(campaign=then.campaign, as_of=then.as_of, findings=found, typical=typical, subject=subject)
    return inspection_report(inspected, provenance_of(then, full=full))
