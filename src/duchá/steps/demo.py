"""demo: a whole campaign on example returns, step by step, at fixed times, so that it is the same every time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from duchá.campaign.parse import SETTINGS
from duchá.campaign.write_campaign import make_folders, write_text_once
from duchá.demo.invent import invent
from duchá.demo.read_demo import read_phrases, read_points, read_registers, read_work
from duchá.demo.write_correction import write_corrected
from duchá.demo.write_registers import write_registers
from duchá.demo.write_returns import write_returns
from duchá.rulebook.clock import MatterKind
from duchá.steps.collect import Collected, Delivery, collect
from duchá.steps.init_campaign import Initialised, Wish, init_campaign
from duchá.steps.journal import Verified, verify_journal
from duchá.steps.ledger import LedgerOptions, Shown, show_ledger
from duchá.steps.open_campaign import OpenCampaign, open_campaign
from duchá.steps.overdue import Overdue, OverdueOptions, overdue
from duchá.steps.read_all import ReadingTick
from duchá.steps.record import Recorded, record
from duchá.steps.report_bulletin import report_bulletin
from duchá.steps.report_inspection import Selection, report_inspection
from duchá.steps.report_rectification import Selected, report_rectification
from duchá.steps.report_summary import report_summary
from duchá.steps.resolve import Action, Answer, Resolved, resolve
from duchá.steps.score import Scored, ScoreOptions, score
from duchá.steps.status import CampaignStatus, status
from duchá.steps.written import Format, WrittenReport
from duchá.submissions.status import Status as FileStatus
from duchá.terms.moment import Moment
from duchá.terms.period import PeriodKind

_ZONE = ZoneInfo("Asia/Shanghai")
RULEBOOK, POINTS = "dantu-2015", "demo-points"
BEGIN = datetime(2015, 11, 3, 9, 0, tzinfo=_ZONE)
BATCHES = {
    "1118": datetime(2015, 11, 18, 10, 0, tzinfo=_ZONE),
    "1120": datetime(2015, 11, 20, 23, 50, tzinfo=_ZONE),
    "1123": datetime(2015, 11, 23, 9, 30, tzinfo=_ZONE),
}
CORRECTED = datetime(2015, 11, 24, 15, 0, tzinfo=_ZONE)
END = datetime(2015, 11, 25, 9, 0, tzinfo=_ZONE)

Result = Initialised | Collected | Resolved | Recorded | Shown | Overdue | Scored | CampaignStatus | WrittenReport | Verified


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """One step of the example: the command that a clerk would type, and what it gave."""

    command: str
    result: Result


def run_demo(folder: Path, tick: ReadingTick) -> Iterator[Stage]:
    """Runs the campaign of 41 departments from the blank to the summary. Raises Stop where the folder can't be written."""
    phrases = read_phrases()
    made = _begin(folder, phrases)
    yield Stage(command=f"duchá init-campaign {folder.name} --rulebook {RULEBOOK} --rulebook {POINTS}", result=made)
    _fill_returns(made.opened, folder / "returns", phrases)
    for batch, moment in BATCHES.items():
        opened = open_campaign(folder, at_moment(moment))
        result = collect(opened, Delivery(paths=(folder / "returns" / batch,)), tick)
        yield Stage(command=f"duchá collect returns/{batch}", result=result)
    yield from _answers(folder, phrases, tick)
    yield from _registers(folder, phrases)
    opened = open_campaign(folder, at_moment(END))
    yield Stage(command="duchá status", result=status(opened))
    yield Stage(command="duchá report summary", result=report_summary(opened))
    yield from _papers(opened, phrases)
    yield Stage(command="duchá journal verify", result=verify_journal(folder))


def _begin(folder: Path, phrases: dict[str, Any]) -> Initialised:
    """The campaign with the example's own rulebook of points and its settings."""
    make_folders(folder)
    own = folder / "templates" / "rulebooks" / POINTS
    own.mkdir(parents=True, exist_ok=True)
    write_text_once(own / "rulebook.toml", read_points())
    made = init_campaign(folder, Wish(rulebooks=(RULEBOOK, POINTS), name=phrases["campaign_name"]), at_moment(BEGIN))
    settings = folder / SETTINGS
    text = settings.read_text(encoding="utf-8")
    for before, after in phrases["settings"]:
        text = text.replace(before, after, 1)
    settings.write_text(text, encoding="utf-8", newline="\n")
    return made


def _registers(folder: Path, phrases: dict[str, Any]) -> Iterator[Stage]:
    """What the office itself has written down, the ledger made from it, a day of cron, and the points."""
    write_registers(folder / "registers", read_registers())
    opened = open_campaign(folder, at_moment(END))
    yield Stage(command="duchá record", result=record(opened, ()))
    opened = open_campaign(folder, at_moment(END))
    yield Stage(command="duchá ledger --kind task", result=show_ledger(opened, LedgerOptions(kind=MatterKind.TASK)))
    yield Stage(
        command=f"duchá ledger --matter {phrases['shown_matter']}",
        result=show_ledger(opened, LedgerOptions(matter=phrases["shown_matter"])),
    )
    yield Stage(command="duchá overdue --letters", result=overdue(opened, OverdueOptions(letters=True)))
    opened = open_campaign(folder, at_moment(END))
    yield Stage(command="duchá score --quarter", result=score(opened, ScoreOptions(kind=PeriodKind.QUARTER)))
    yield Stage(command="duchá score --year", result=score(opened, ScoreOptions(kind=PeriodKind.YEAR)))
    unit = phrases["scored_unit"]
    yield Stage(command=f"duchá score --quarter --unit {unit}", result=score(opened, ScoreOptions(kind=PeriodKind.QUARTER, unit=unit)))
    yield Stage(command="duchá score --quarter --readings", result=score(opened, ScoreOptions(kind=PeriodKind.QUARTER, readings=True)))


def _papers(opened: OpenCampaign, phrases: dict[str, Any]) -> Iterator[Stage]:
    """The papers that the office issues: the bulletin of the month, the report of its inspections, a notice for each unit inspected by a group."""
    yield Stage(command="duchá report bulletin --format docx", result=report_bulletin(opened, None, Format.DOCX))
    yield Stage(command="duchá report inspection --format docx", result=report_inspection(opened, Selection(), Format.DOCX))
    group = phrases["inspected_by"]
    notices = report_rectification(opened, Selected(task=group), Format.XLSX)
    yield Stage(command=f"duchá report rectification --task {group}", result=notices)


def example_returns(folder: Path, target: Path) -> tuple[Path, ...]:
    """Only the example's returns, written to ``target``; ``folder`` is where their campaign may stand meanwhile."""
    phrases = read_phrases()
    made = init_campaign(folder, Wish(rulebooks=(RULEBOOK,), name=phrases["campaign_name"]), at_moment(BEGIN))
    return _fill_returns(made.opened, target, phrases)


def _fill_returns(opened: OpenCampaign, target: Path, phrases: dict[str, Any]) -> tuple[Path, ...]:
    campaign = opened.campaign
    return write_returns(target, campaign, invent(campaign.roster, read_work(), phrases, phrases["seed"]), phrases)


def _answers(folder: Path, phrases: dict[str, Any], tick: ReadingTick) -> Iterator[Stage]:
    """A person answers a question; a department corrects its marked copy and sends it back."""
    opened = open_campaign(folder, at_moment(CORRECTED))
    receipts = status(opened).receipts
    held = next(receipt for receipt in receipts if receipt.status is FileStatus.HELD and receipt.unit is None)
    answer = Answer(receipt=held.number, action=Action.UNIT, unit=phrases["held_unit"])
    yield Stage(command=f"duchá resolve {held.number} --unit {phrases['held_unit']}", result=resolve(opened, answer))
    back = next(r for r in receipts if r.status is FileStatus.SENT_BACK and r.unit == phrases["corrected_unit"])
    cells = {
        (fault["sheet"], fault["cell"]): _correction(fault, phrases) for fault in back.payload["faults"] if fault["weight"] == "reject"
    }
    target = folder / "returns" / "1124" / phrases["corrected_name"]
    write_corrected(folder / back.payload["marked_copy"], cells, target)
    opened = open_campaign(folder, at_moment(CORRECTED))
    yield Stage(command="duchá collect returns/1124", result=collect(opened, Delivery(paths=(target.parent,)), tick))


def _correction(fault: dict[str, Any], phrases: dict[str, Any]) -> str:
    """What the department writes into the cell: a date where one was asked for, an item, else what was done."""
    words = phrases["corrections"]
    by_name = {"missing-value": words["rectification"], "not-a-date": words["date"], "date-missing": words["date"]}
    if fault["label"].endswith(phrases["item_ending"]):
        return str(words["item"])
    return str(by_name.get(fault["name"], words["date"]))


def at_moment(moment: datetime) -> Moment:
    """A moment of a demonstration, which is its day as well."""
    return Moment(now=moment, as_of=moment.date(), by="demo")
