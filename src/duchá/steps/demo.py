"""demo: a whole campaign on example returns, step by step, at fixed times, so that it is the same every time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from duchá.demo.invent import invent
from duchá.demo.read_demo import read_phrases, read_work
from duchá.demo.write_correction import write_corrected
from duchá.demo.write_returns import write_returns
from duchá.steps.collect import Collected, Delivery, Tick, collect
from duchá.steps.init_campaign import Initialised, Wish, init_campaign
from duchá.steps.journal import Verified, verify_journal
from duchá.steps.open_campaign import OpenCampaign, open_campaign
from duchá.steps.report_summary import Made, report_summary
from duchá.steps.resolve import Action, Answer, Resolved, resolve
from duchá.steps.status import Status, status
from duchá.submissions.model import Status as FileStatus
from duchá.terms.moment import Moment

_ZONE = ZoneInfo("Asia/Shanghai")
_BY = "demo"
RULEBOOK = "dantu-2015"
BEGIN = datetime(2015, 11, 3, 9, 0, tzinfo=_ZONE)
BATCHES = {
    "1118": datetime(2015, 11, 18, 10, 0, tzinfo=_ZONE),
    "1120": datetime(2015, 11, 20, 23, 50, tzinfo=_ZONE),
    "1123": datetime(2015, 11, 23, 9, 30, tzinfo=_ZONE),
}
CORRECTED = datetime(2015, 11, 24, 15, 0, tzinfo=_ZONE)
END = datetime(2015, 11, 25, 9, 0, tzinfo=_ZONE)

Result = Initialised | Collected | Resolved | Status | Made | Verified


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """One step of the example: the command that a clerk would type, and what it gave."""

    command: str
    result: Result


def run_demo(folder: Path, tick: Tick) -> Iterator[Stage]:
    """Runs the campaign of 41 departments from the blank to the summary. Raises Stop where the folder can't be written."""
    phrases = read_phrases()
    wish = Wish(rulebooks=(RULEBOOK,), name=phrases["campaign_name"])
    made = init_campaign(folder, wish, _at(BEGIN))
    yield Stage(command=f"duchá init-campaign {folder.name} --rulebook {RULEBOOK}", result=made)
    _fill_returns(made.opened, folder / "returns", phrases)
    for batch, moment in BATCHES.items():
        opened = open_campaign(folder, _at(moment))
        result = collect(opened, Delivery(paths=(folder / "returns" / batch,)), tick)
        yield Stage(command=f"duchá collect returns/{batch}", result=result)
    yield from _answers(folder, phrases, tick)
    opened = open_campaign(folder, _at(END))
    yield Stage(command="duchá status", result=status(opened))
    yield Stage(command="duchá report summary", result=report_summary(opened))
    yield Stage(command="duchá journal verify", result=verify_journal(folder))


def example_returns(folder: Path, target: Path) -> tuple[Path, ...]:
    """Only the example's returns, written to ``target``; ``folder`` is where their campaign may stand meanwhile."""
    phrases = read_phrases()
    made = init_campaign(folder, Wish(rulebooks=(RULEBOOK,), name=phrases["campaign_name"]), _at(BEGIN))
    return _fill_returns(made.opened, target, phrases)


def _fill_returns(opened: OpenCampaign, target: Path, phrases: dict[str, Any]) -> tuple[Path, ...]:
    campaign = opened.campaign
    return write_returns(target, campaign, invent(campaign.roster, read_work(), phrases, phrases["seed"]), phrases)


def _answers(folder: Path, phrases: dict[str, Any], tick: Tick) -> Iterator[Stage]:
    """A person answers a question; a department corrects its marked copy and sends it back."""
    opened = open_campaign(folder, _at(CORRECTED))
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
    opened = open_campaign(folder, _at(CORRECTED))
    yield Stage(command="duchá collect returns/1124", result=collect(opened, Delivery(paths=(target.parent,)), tick))


def _correction(fault: dict[str, Any], phrases: dict[str, Any]) -> str:
    """What the department writes into the cell: a date where one was asked for, an item, else what was done."""
    words = phrases["corrections"]
    by_name = {"missing-value": words["rectification"], "not-a-date": words["date"], "date-missing": words["date"]}
    if fault["label"].endswith(phrases["item_ending"]):
        return str(words["item"])
    return str(by_name.get(fault["name"], words["date"]))


def _at(moment: datetime) -> Moment:
    return Moment(now=moment, as_of=moment.date(), by=_BY)
