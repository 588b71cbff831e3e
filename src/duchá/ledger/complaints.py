"""Complaints (投诉举报) from the office's register: rows → complaints that the four rates are computed from (SY-14)."""

from __future__ import annotations

from collections.abc import Iterable
from enum import Enum

from duchá.campaign.model import Campaign
from duchá.ledger.rates import Complaint
from duchá.ledger.wording import SATISFIED, SATISFIED_MORE_OR_LESS
from duchá.registers.ids import COMPLAINTS
from duchá.registers.rows import RegisterRow
from duchá.terms.quantity import text_of

READING, MONTH = "satisfied", "complaint-month"
_COUNTS = "counts"


class Month(Enum):
    """Which complaints a bulletin counts (SY-17): 本期受理的, 本期办结的, or the first with the number of the second beside it."""

    BOTH = "both"
    RECEIVED = "received"
    CLOSED = "closed"


def complaints_of(rows: Iterable[RegisterRow]) -> tuple[Complaint, ...]:
    """The complaints registered, in the order in which they were written down; a row without its day of receipt is none yet."""
    return tuple(complaint for row in rows if row.register == COMPLAINTS and (complaint := _complaint(row)) is not None)


def satisfied_words(campaign: Campaign) -> frozenset[str]:
    """The verdicts that count as 满意: by the reading ``satisfied`` 基本满意 is one of them, or not (SY-14)."""
    for book in campaign.rulebooks:
        if any(reading.id == READING for reading in book.readings) and campaign.reading(book.id, READING) != _COUNTS:
            return frozenset({SATISFIED})
    return frozenset({SATISFIED, SATISFIED_MORE_OR_LESS})


def month_of(campaign: Campaign) -> Month:
    """Which complaints a bulletin of the campaign counts, by the reading ``complaint-month``; both where no rulebook asks."""
    books = (book.id for book in campaign.rulebooks if any(reading.id == MONTH for reading in book.readings))
    return next((Month(campaign.reading(book, MONTH)) for book in books), Month.BOTH)


def _complaint(row: RegisterRow) -> Complaint | None:
    received = row.day("received")
    if received is None:
        return None
    return Complaint(
        number=row.text("number"),
        unit=text_of(row.value("unit")),
        received=received,
        limit=row.day("limit"),
        handled=row.day("handled"),
        closed=row.day("closed"),
        visited=row.day("visited"),
        unreachable=row.text("unreachable"),
        verdict=row.text("satisfaction"),
    )
