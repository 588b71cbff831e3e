"""The duties of an open campaign, as of its two times: who owes which report for which period or task."""

from __future__ import annotations

from duchá.ledger.duties import Duties, open_duties, registers_of
from duchá.steps.open_campaign import OpenCampaign
from duchá.steps.register_rows import rows_of


def duties_as_of(opened: OpenCampaign) -> Duties:
    """What is owed and was owed under duties; only the registers that speak of them are read. Raises JournalError."""
    registers = registers_of(opened.campaign)
    if not registers:
        return Duties()
    return open_duties(opened.campaign, rows_of(opened, registers), opened.as_of)
