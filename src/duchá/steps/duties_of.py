"""The duties of an open campaign, as of its two times: who owes which report for which period or task."""

from __future__ import annotations

from duchá.campaign.model import end_of
from duchá.ledger.duties import Duties, open_duties, registers_of
from duchá.ledger.registers import rows_of
from duchá.steps.open_campaign import OpenCampaign
from duchá.steps.register_rows import row_facts


def duties_as_of(opened: OpenCampaign) -> Duties:
    """What is owed and was owed under duties; only the registers that speak of them are read. Raises JournalError."""
    registers = registers_of(opened.campaign)
    if not registers:
        return Duties()
    return open_duties(opened.campaign, rows_of(row_facts(opened, registers), end_of(opened.as_of, opened.campaign)), opened.as_of)
