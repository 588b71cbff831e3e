"""report rectification: 整改通知书, one a unit, as docx and Markdown, with the rows of 办理记录 to confirm once they are sent."""

from __future__ import annotations

from dataclasses import dataclass, replace

from duchá.campaign import faults as kinds
from duchá.forms.write_for_people import Put
from duchá.ledger import wording as ledger_wording
from duchá.ledger.matter import Matter
from duchá.ledger.status import LightThresholds, status_of
from duchá.registers.ids import EVENTS
from duchá.reports.ledger.write_letter import write_letter
from duchá.reports.ledger.write_register_rows import RegisterPage, write_register_rows
from duchá.reports.rectification.ledger import ledger_report
from duchá.reports.rectification.notices import Notice, notices_of, notices_report
from duchá.reports.summary.about import mark
from duchá.rulebook.machine import Move
from duchá.steps.given_unit import given_unit
from duchá.steps.issue import OfficialPaper, issue, numbers_given, official_of
from duchá.steps.ledger_of import state_of
from duchá.steps.open_campaign import OpenCampaign, save_context
from duchá.steps.report_bulletin import provenance_of
from duchá.steps.written import FOLDER, OWN_TEMPLATES, Format, WrittenReport, kept_faults, written, written_by_us
from duchá.terms.fault import Stop
from duchá.terms.quantity import Content, Day, Words
from duchá.terms.text import for_matching

FOLDER_WORDS = "整改通知书-{day}"

READY_FILE = "办理记录-待确认.xlsx"
REQUIRED_BY_NOTICE = "整改通知书 {day}（草稿，发出后再登记）"


@dataclass(frozen=True, slots=True, kw_only=True)
class Selected:
    """For which problems: of a unit, of a 督查任务, or one, which is written for again although it was required before."""

    unit: str | None = None
    task: str | None = None
    matter: str | None = None


def report_rectification(opened: OpenCampaign, chosen: Selected, written_as: Format) -> WrittenReport:
    """Writes the notices under ``reports/整改通知书-DATE`` and the list of them. The same run again writes the same files.

    Raises Stop (C014, C031), JournalError and OSError.
    """
    faults = (*opened.news, *save_context(opened))
    unit = given_unit(opened.campaign, chosen.unit)
    matters = [matter for matter in state_of(opened).ledger.matters if _fits(matter, chosen)]
    if not matters and (chosen.task or chosen.matter):
        raise Stop(kinds.NOTHING_SELECTED.at(found=chosen.matter or chosen.task))
    notices = notices_of(opened.campaign, matters, opened.as_of, again=chosen.matter is not None)
    notices = tuple(notice for notice in notices if unit in (None, notice.unit.name))
    made = written(opened, notices_report(opened.campaign, notices, opened.as_of), written_as, faults=faults)
    puts = _written(opened, notices)
    return replace(made, also=tuple(put.path for put in puts), faults=(*made.faults, *kept_faults(opened, puts)))


def report_rectification_ledger(opened: OpenCampaign, chosen: Selected, written_as: Format) -> WrittenReport:
    """Writes ``reports/整改台账-DATE``: every problem, of a unit or a 督查任务 where asked. Raises Stop (C014), JournalError and OSError."""
    faults = (*opened.news, *save_context(opened))
    unit, thresholds = given_unit(opened.campaign, chosen.unit), LightThresholds(opened.campaign)
    matters = [matter for matter in state_of(opened).ledger.matters if _fits(matter, chosen) and unit in (None, matter.answering)]
    statuses = [status_of(matter, opened.as_of, thresholds) for matter in matters]
    foot = mark(provenance_of(opened, full=False))
    return written(opened, ledger_report(opened.campaign, statuses, opened.as_of, foot), written_as, faults=faults)


def _fits(matter: Matter, chosen: Selected) -> bool:
    task = for_matching(chosen.task or "")
    return (chosen.matter is None or matter.id == chosen.matter) and (not task or for_matching(matter.details.task_no) == task)


def _written(opened: OpenCampaign, notices: tuple[Notice, ...]) -> tuple[Put, ...]:
    if not notices:
        return ()
    folder, by_us = opened.folder / FOLDER / FOLDER_WORDS.format(day=opened.as_of.isoformat()), written_by_us(opened)
    own = opened.folder / OWN_TEMPLATES
    inside = FOLDER_WORDS.format(day=opened.as_of.isoformat())
    papers = [OfficialPaper(kind="notice", name=f"{inside}/{notice.stem}", to=notice.unit.name) for notice in notices]
    given = issue(opened, papers) if opened.issuing else numbers_given(opened)
    numbered = [replace(notice, official=official_of(opened, paper, given)) for notice, paper in zip(notices, papers, strict=True)]
    puts = [put for notice in numbered for put in write_letter(notice, folder, by_us, own if own.is_dir() else None)]
    ready = _ready_rows(opened, notices)
    if ready is not None:
        puts.append(by_us.put(folder / READY_FILE, lambda path: write_register_rows((ready,), opened.campaign, path)))
    return tuple(puts)


def _ready_rows(opened: OpenCampaign, notices: tuple[Notice, ...]) -> RegisterPage | None:
    """提出整改要求 rows of 办理记录: ready to confirm, to change or to strike out."""
    office = opened.campaign.office
    form = next((form for form in office.forms if form.id == EVENTS), None) if office else None
    day = opened.as_of.isoformat()
    rows: list[dict[str, Content]] = [
        {
            "date": Day(day=opened.as_of, text=day),
            "matter": Words(demand.matter),
            "unit": Words(notice.unit.name),
            "move": Words(ledger_wording.MOVE_WORDS[Move.REQUIRE.value]),
            "note": Words(REQUIRED_BY_NOTICE.format(day=day)),
        }
        for notice in notices
        for demand in notice.demands
    ]
    return RegisterPage(form=form, rows=rows) if form is not None else None
