"""case: cases under a procedure as they stand, the leads beside them, and their papers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from duchá.forms.write_for_people import Put
from duchá.ledger import faults as kinds
from duchá.ledger.cases import Case, Cases, open_cases, registers_of_cases
from duchá.ledger.leads import DECISIONS, Lead, LeadFacts, Suggested, leads_of
from duchá.registers.ids import CLAIMS
from duchá.registers.rows import RegisterRow
from duchá.reports.cases.pages import case_card, cases_summary
from duchá.reports.cases.papers import papers_of
from duchá.reports.ledger.write_letter import write_letter
from duchá.rulebook.procedure import LeadSource
from duchá.steps.given_unit import given_unit
from duchá.steps.ledger_of import state_of
from duchá.steps.open_campaign import OpenCampaign, save_context
from duchá.steps.register_rows import rows_of
from duchá.steps.report_bulletin import provenance_of
from duchá.steps.score import ScoreOptions, score
from duchá.steps.written import FOLDER, OWN_TEMPLATES, Format, WrittenReport, kept_faults, written, written_by_us
from duchá.terms.fault import Fault, Stop
from duchá.terms.period import PeriodKind, year_period

LETTERS = "案件文书-{day}"
CLAUSE = "；"


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseOptions:
    """Which cases: one by its number, or those of a unit, in a state (name or id), open ones only, of a procedure (name or id).

    ``written_as``: the summary (of one: its card) is written so. ``letters``: the letters of the next steps are written too.
    """

    case: str | None = None
    unit: str | None = None
    state: str | None = None
    open_only: bool = False
    procedure: str | None = None
    written_as: str | None = None
    letters: bool = False
    full: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CasesShown:
    """What was asked for; ``made`` is the paper that was written, ``letters`` those beside it."""

    opened: OpenCampaign
    cases: tuple[Case, ...]
    leads: tuple[Lead, ...] = ()
    made: WrittenReport | None = None
    letters: tuple[Path, ...] = ()
    faults: tuple[Fault, ...] = ()


def cases_as_of(opened: OpenCampaign) -> Cases:
    """The cases of every procedure, as of the campaign's two times. Raises JournalError."""
    return open_cases(opened.campaign, _rows(opened), opened.as_of)


def case_faults(opened: OpenCampaign) -> tuple[Fault, ...]:
    """What `record` says of cases: rows of a steps register that do not count. Steps that stand in a row of their own (督查任务) are judged where
    they are asked for: an office that keeps no more than their ends is not told so at every row. Raises JournalError."""
    own = {one.subject for book in opened.campaign.rulebooks for one in book.case_procedures if not one.steps_register}
    return tuple(fault for fault in cases_as_of(opened).faults if fault.form not in own)


def case(opened: OpenCampaign, asked: CaseOptions) -> CasesShown:
    """The cases asked for, with the leads where all are. Raises Stop (C014, L206–L208), JournalError and OSError."""
    if not any(book.case_procedures for book in opened.campaign.rulebooks):
        raise Stop(kinds.NO_PROCEDURES.at())
    unit = given_unit(opened.campaign, asked.unit)
    rows = _rows(opened)
    found = open_cases(opened.campaign, rows, opened.as_of)
    if asked.case is not None:
        one = found.get(asked.case)
        if one is None:
            raise Stop(kinds.CASE_UNKNOWN.at(found=asked.case))
        return _one(opened, one, found, rows, asked)
    chosen = tuple(item for item in found.cases if _fits(item, asked, unit))
    leads = tuple(lead for lead in leads_as_of(opened, found) if unit in (None, lead.unit))
    made = None
    if asked.written_as is not None:
        report = cases_summary(opened.campaign, chosen, leads, opened.as_of, provenance_of(opened, full=asked.full))
        made = written(opened, report, Format(asked.written_as))
    faults = (*opened.news, *found.faults, *save_context(opened), *(made.faults if made else ()))
    return CasesShown(opened=opened, cases=chosen, leads=leads, made=made, faults=faults)


def _one(opened: OpenCampaign, one: Case, found: Cases, rows: tuple[RegisterRow, ...], asked: CaseOptions) -> CasesShown:
    made, puts = None, list[Put]()
    if asked.written_as is not None:
        report = case_card(opened.campaign, one, rows, opened.as_of, provenance_of(opened, full=asked.full))
        made = written(opened, report, Format(asked.written_as))
    if asked.letters:
        papers = papers_of(opened.campaign, one, rows, opened.as_of)
        if not papers:
            raise Stop(kinds.NO_LETTER_NOW.at(case=one.number, state=one.state_name))
        folder, own = opened.folder / FOLDER / LETTERS.format(day=opened.as_of.isoformat()), opened.folder / OWN_TEMPLATES
        by_us = written_by_us(opened)
        puts = [put for paper in papers for put in write_letter(paper, folder, by_us, own if own.is_dir() else None)]
    mine = tuple(fault for fault in found.faults if dict(fault.words).get("case") == one.number)
    faults = (*opened.news, *mine, *save_context(opened), *kept_faults(opened, puts), *(made.faults if made else ()))
    return CasesShown(opened=opened, cases=(one,), made=made, letters=tuple(put.path for put in puts), faults=faults)


def _fits(item: Case, asked: CaseOptions, unit: str | None) -> bool:
    return (
        (unit is None or item.subject == unit)
        and (asked.state is None or asked.state in (item.state, item.state_name))
        and (asked.procedure is None or asked.procedure in (item.procedure.id, item.procedure.name))
        and not (asked.open_only and item.ended)
    )


def leads_as_of(opened: OpenCampaign, found: Cases) -> tuple[Lead, ...]:
    """The leads that follow from ledger, registers and rankings. Raises JournalError."""
    rules = [rule for book in opened.campaign.rulebooks for rule in book.leads]
    if not rules:
        return ()
    facts = LeadFacts(
        matters=state_of(opened).ledger.matters,
        claims=rows_of(opened, (CLAIMS,)),
        suggested=tuple(_suggested(opened)) if any(rule.source is LeadSource.PROPOSAL for rule in rules) else (),
        decisions=rows_of(opened, (DECISIONS,)),
        cases=found.cases,
    )
    return leads_of(opened.campaign, facts, opened.as_of)


def _suggested(opened: OpenCampaign) -> Iterator[Suggested]:
    """What the rankings of the years that are over propose, under every rulebook that scores by points."""
    settings = opened.campaign.settings
    years = [year for year in range(settings.start.year, opened.as_of.year + 1) if year_period(year).end <= opened.as_of]
    for book in opened.campaign.rulebooks:
        for year in years if book.scheme is not None and book.consequences else ():
            scores = score(opened, ScoreOptions(period=str(year), kind=PeriodKind.YEAR, rulebook=book.id)).scores
            for one in scores.proposals:
                why = CLAUSE.join(filter(None, (one.why, one.undecided)))
                yield Suggested(
                    consequence=one.consequence, year=year, unit=one.unit, why=why, day=year_period(year).end, evidence=one.evidence
                )


def _rows(opened: OpenCampaign) -> tuple[RegisterRow, ...]:
    return rows_of(opened, registers_of_cases(opened.campaign))
