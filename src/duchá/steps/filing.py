"""The receipts of an open campaign, ready for one more."""

from __future__ import annotations

from collections.abc import Iterable

from duchá.journal.read_journal import read_body
from duchá.receipts.file import FilingState
from duchá.receipts.receipts import Receipt
from duchá.steps.open_campaign import OpenCampaign
from duchá.submissions.context import Answers


def filing_state(opened: OpenCampaign, receipts: Iterable[Receipt], answers: Answers) -> FilingState:
    """What a run files receipts with."""
    return FilingState(
        campaign=opened.campaign,
        receipts=receipts,
        day=opened.campaign.local(opened.now).date(),
        body_of=lambda seq: read_body(opened.journal, seq),
        waivers=answers.waivers,
    )
