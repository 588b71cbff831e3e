"""The duties of an open campaign, as of its two times: who owes which report for which period or task."""

from __future__ import annotations

from duchá.journal.replay import end_of
from duchá.ledger.duties import Duties, open_duties, registers_of
from duchá.registers.read_rows import read_rows
from duchá.steps.open_campaign import OpenCampaign


def duties_as_of(opened: OpenCampaign) -> Duties:
    """What is owed and was owed under duties; only the registers that speak of them are read. Raises JournalError."""
    registers = registers_of(opened.campaign)
    if not registers:
        return Duties()
    horizon = end_of(opened.as_of, opened.campaign)
    rows = read_rows(opened.journal, registers, known_at=opened.known_at, as_of=horizon)
    return open_duties(opened.campaign, rows, opened.as_of)
