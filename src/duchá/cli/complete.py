"""What a half-typed word may become: units, receipts, rulebooks, matters, registers of the campaign that the command stands in, or a word."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from duchá.terms.fault import Stop
from duchá.terms.moment import Moment

if TYPE_CHECKING:
    from duchá.steps.open_campaign import OpenCampaign


def units(ctx: Any, incomplete: str) -> list[str]:
    """Units of the roster by the beginning of their name."""
    opened = _campaign(ctx)
    return [] if opened is None else [unit.name for unit in opened.campaign.roster.units if unit.name.startswith(incomplete)]


def receipts(ctx: Any, incomplete: str) -> list[str]:
    """Receipts that wait for an answer, else all, by number."""
    from duchá.receipts.receipts import RECEIPT_FACTS, receipts_of

    opened = _campaign(ctx)
    known = [] if opened is None else [one for one in receipts_of(opened.facts(*RECEIPT_FACTS)) if not one.withdrawn]
    held = [one for one in known if one.status.value == "held"]
    return [str(one.number) for one in held or known if str(one.number).startswith(incomplete)]


def rulebooks(ctx: Any, incomplete: str) -> list[str]:
    """The shipped rulebooks."""
    from duchá.rulebook.read_rulebook import shipped_rulebooks

    return [id for id in shipped_rulebooks() if id.startswith(incomplete)]


def matters(ctx: Any, incomplete: str) -> list[str]:
    """Matters of the ledger by number."""
    from duchá.steps.ledger_of import state_of

    opened = _campaign(ctx)
    return [] if opened is None else list(_numbers(state_of(opened).ledger.matters, incomplete))


def registers(ctx: Any, incomplete: str) -> list[str]:
    """The registers that the office fills, by the beginning of their title."""
    from duchá.rulebook.form import FilledBy

    opened = _campaign(ctx)
    return [] if opened is None else [form.sheet for form in opened.campaign.forms(FilledBy.OFFICE) if form.sheet.startswith(incomplete)]


def words(*known: str) -> Callable[[str], list[str]]:
    """One of the words that an argument may be."""

    def begun(incomplete: str) -> list[str]:
        return [word for word in known if word.startswith(incomplete)]

    return begun


def _numbers(found: Any, incomplete: str) -> Iterator[str]:
    return (matter.id for matter in found if matter.id.startswith(incomplete))


def _campaign(ctx: Any) -> OpenCampaign | None:
    """The campaign of the folder that was named so far, else of the working directory; None where there is none, for nobody wants a fault here."""
    from duchá.journal.faults import JournalError
    from duchá.steps.open_campaign import open_campaign

    given = ctx.params.get("campaign") if ctx is not None else None
    try:
        return open_campaign(Path(given) if given else Path.cwd(), Moment(now=datetime.now(ZoneInfo("Asia/Shanghai"))))
    except (Stop, JournalError, OSError):
        return None
