"""Which periods something that comes back is owed for in a campaign: returns and duties alike."""

from __future__ import annotations

from datetime import date

from duchá.campaign.model import Settings
from duchá.rulebook.model import Rulebook
from duchá.terms.deadline import Recurring
from duchá.terms.period import Period, PeriodKind, periods_within, span


def periods_owed(settings: Settings, book: Rulebook, every: Recurring, phase: str = "") -> tuple[Period, ...]:
    """The months, quarters, halves or years that the campaign touches while the rulebook (and the phase that is named) is in force, in order.

    From the later of the campaign's first day and the rulebook's to the earlier of their last.
    """
    named = next((one for one in book.phases if one.id == phase), None)
    starts = [settings.start, book.valid_from, _day(named.start) if named else None]
    ends = [settings.end, book.valid_to, _day(named.end) if named else None]
    first, last = max(day for day in starts if day), min(day for day in ends if day)
    return periods_within(span(first, last), PeriodKind(every.value)) if first <= last else ()


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None
