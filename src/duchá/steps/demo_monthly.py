"""demo --example monthly: a half-year of monthly returns, taken in out of order, answered, chased and added up, at fixed times."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

from duchá.campaign.write_campaign import make_folders
from duchá.demo.monthly import MONTHS, RULEBOOK, YEAR, ZONE, batches, write_monthly_returns, write_rulebook
from duchá.steps.collect import Delivery, collect
from duchá.steps.demo import Stage, at_moment
from duchá.steps.init_campaign import Wish, init_campaign
from duchá.steps.journal import verify_journal
from duchá.steps.open_campaign import open_campaign
from duchá.steps.overdue import OverdueOptions, overdue
from duchá.steps.read_all import ReadingTick
from duchá.steps.report_summary import report_summary
from duchá.steps.resolve import Action, Answer, resolve
from duchá.steps.status import status
from duchá.submissions.status import Status
from duchá.terms.period import month_end, month_period

BEGIN = datetime(YEAR, 1, 2, 9, tzinfo=ZONE)
END = datetime(YEAR, MONTHS[-1], 26, 9, tzinfo=ZONE)
SUMMED = month_period(YEAR, 5).key
STALE_REASON = "报的是上月的数"


def run_monthly(folder: Path, tick: ReadingTick) -> Iterator[Stage]:
    """Runs the campaign of 60 counties from January's blank to the summary of May. Raises Stop where the folder can't be written."""
    make_folders(folder)
    write_rulebook(folder / "templates" / "rulebooks")
    first, last = date(YEAR, MONTHS[0], 1), month_end(YEAR, MONTHS[-1])
    made = init_campaign(folder, Wish(rulebooks=(RULEBOOK,), year=YEAR, start=first, end=last), at_moment(BEGIN))
    command = f"duchá init-campaign {folder.name} --rulebook {RULEBOOK} --start {first} --end {last}"
    yield Stage(command=command, result=made)
    write_monthly_returns(folder / "returns", made.opened.campaign)
    for batch in batches():
        opened = open_campaign(folder, at_moment(END))
        taken = collect(opened, Delivery(paths=(folder / "returns" / batch.folder,), received_at=batch.moment), tick)
        yield Stage(command=f"duchá collect returns/{batch.folder} --received-at {batch.moment:%Y-%m-%dT%H:%M}", result=taken)
    yield from _answers(folder)
    opened = open_campaign(folder, at_moment(END))
    yield Stage(command=f"duchá status --period {SUMMED}", result=status(opened, period=SUMMED))
    yield Stage(command="duchá overdue --letters", result=overdue(open_campaign(folder, at_moment(END)), OverdueOptions(letters=True)))
    yield Stage(
        command=f"duchá report summary --period {SUMMED}", result=report_summary(open_campaign(folder, at_moment(END)), period=SUMMED)
    )
    yield Stage(command="duchá journal verify", result=verify_journal(folder))


def _answers(folder: Path) -> Iterator[Stage]:
    """A person says which month a table with two is for, and sends back the one that repeats the month before."""
    held = [receipt for receipt in status(open_campaign(folder, at_moment(END))).receipts if receipt.status is Status.HELD]
    for receipt in held:
        opened = open_campaign(folder, at_moment(END))
        if len(receipt.deliverables) == len(receipt.payload["forms"]):
            answer = Answer(receipt=receipt.number, action=Action.SEND_BACK, reason=STALE_REASON)
            yield Stage(command=f"duchá resolve {receipt.number} --send-back --reason {STALE_REASON}", result=resolve(opened, answer))
        else:
            period = receipt.deliverables[0].partition("@")[2]
            answer = Answer(receipt=receipt.number, action=Action.PERIOD, period=period)
            yield Stage(command=f"duchá resolve {receipt.number} --period {period}", result=resolve(opened, answer))
