"""The receipts of an open campaign, ready for one more."""

from __future__ import annotations

from collections.abc import Iterable

from duchá.journal.fact import FactKind
from duchá.journal.read_journal import read_body
from duchá.journal.write_journal import JournalWriter
from duchá.receipts.answers import answers_of
from duchá.receipts.file import FilingState
from duchá.receipts.receipts import RECEIPT_FACTS, Receipt, receipts_of
from duchá.steps.open_campaign import OpenCampaign
from duchá.submissions.context import Answers

SETTLES = frozenset((*RECEIPT_FACTS, FactKind.ANSWER, FactKind.WAIVER))


def state_now(opened: OpenCampaign, writer: JournalWriter) -> FilingState:
    """What a run that holds the journal files receipts with, as things stand."""
    facts = writer.facts(kinds=SETTLES)
    return filing_state(opened, receipts_of(facts), answers_of(facts))


def filing_state(opened: OpenCampaign, receipts: Iterable[Receipt], answers: Answers) -> FilingState:
    """What a run files receipts with."""
    return FilingState(
        campaign=opened.campaign,
        receipts=receipts,
        day=opened.campaign.local(opened.now).date(),
        body_of=lambda seq: read_body(opened.journal, seq),
        waivers=answers.waivers,
    )
