"""What registers tell of what is owed, as of the campaign's two times: the duties, and units' own days of deliverables."""

from __future__ import annotations

from dataclasses import replace

from duchá.ledger.duties import Duties, open_duties, registers_of, registers_of_days, with_days
from duchá.steps.open_campaign import OpenCampaign
from duchá.steps.register_rows import rows_of


def dated(opened: OpenCampaign) -> OpenCampaign:
    """The campaign with the days that its registers tell units, as they stand now; itself where no deliverable is dated so. Raises JournalError."""
    registers = registers_of_days(opened.campaign)
    if not registers:
        return opened
    return replace(opened, campaign=with_days(opened.campaign, rows_of(opened, registers), opened.as_of))


def duties_as_of(opened: OpenCampaign) -> Duties:
    """What is owed and was owed under duties; only the registers that speak of them are read. Raises JournalError."""
    registers = registers_of(opened.campaign)
    if not registers:
        return Duties()
    return open_duties(opened.campaign, rows_of(opened, registers), opened.as_of)
