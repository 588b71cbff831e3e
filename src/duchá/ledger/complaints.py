"""Complaints (投诉举报) from the office's register: rows → complaints that the four rates are computed from (SY-14)."""

from __future__ import annotations

from collections.abc import Iterable

from duchá.campaign.model import Campaign
from duchá.ledger.rates import Complaint
from duchá.ledger.wording import SATISFIED, SATISFIED_MORE_OR_LESS
from duchá.registers.rows import RegisterRow
from duchá.rulebook.readings import (
    COMPLAINT_MONTH,
    COMPLAINTS,
    SATISFIED as SATISFIED_READING,
    ComplaintMonth,
    Satisfied,
)
from duchá.terms.quantity import text_of


def complaints_of(rows: Iterable[RegisterRow]) -> tuple[Complaint, ...]:
    """The complaints registered, in the order in which they were written down; a row without its day of receipt is none yet."""
    return tuple(complaint for row in rows if row.register == COMPLAINTS and (complaint := _complaint(row)) is not None)


def satisfied_words(campaign: Campaign) -> frozenset[str]:
    """The verdicts that count as 满意: by the reading ``satisfied`` 基本满意 is one of them, or not (SY-14)."""
    read = {campaign.known(book, SATISFIED_READING, Satisfied.COUNTS) for book in campaign.rulebooks}
    return frozenset({SATISFIED} if Satisfied.COUNTS_NOT in read else {SATISFIED, SATISFIED_MORE_OR_LESS})


def month_of(campaign: Campaign) -> ComplaintMonth:
    """Which complaints a bulletin of the campaign counts, by the reading ``complaint-month``; both where no rulebook asks, or two differ."""
    asking = (book for book in campaign.rulebooks if any(reading.id == COMPLAINT_MONTH for reading in book.readings))
    read = {campaign.known(book, COMPLAINT_MONTH, ComplaintMonth.BOTH) for book in asking}
    return read.pop() if len(read) == 1 else ComplaintMonth.BOTH


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
