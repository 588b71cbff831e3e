"""The receipts of an open campaign, ready for one more."""

from __future__ import annotations

from collections.abc import Iterable

from duchá.journal.fact import FactKind
from duchá.journal.read import read_body
from duchá.journal.records import ResolutionFact, told
from duchá.journal.write import JournalWriter
from duchá.receipts.answers import answers_of
from duchá.receipts.file import TYPED, FilingState, file_receipt
from duchá.receipts.receipts import RECEIPT_FACTS, Receipt, receipts_of
from duchá.registers.ids import PAPER_ROWS
from duchá.registers.paper_rows import typed
from duchá.registers.read_rows import read_every_row
from duchá.registers.rows import in_force
from duchá.steps.open_campaign import OpenCampaign
from duchá.submissions.context import Answers
from duchá.terms.fault import Fault

SETTLES = frozenset((*RECEIPT_FACTS, FactKind.ANSWER, FactKind.WAIVER))


def state_now(opened: OpenCampaign, writer: JournalWriter) -> FilingState:
    """What a run that holds the journal files receipts with, as things stand."""
    facts = writer.facts(kinds=SETTLES)
    return filing_state(opened, receipts_of(facts), answers_of(facts))


def settle_papers(opened: OpenCampaign, writer: JournalWriter) -> tuple[Fault, ...]:
    """Receipts on paper say what is typed of them now (纸质录入); gives what is typed of papers that nobody has registered (S723)."""
    if not opened.journal.exists():
        return ()
    rows = in_force(read_every_row(opened.journal, (PAPER_ROWS,)))
    decided = told(writer.facts(kinds=frozenset({FactKind.RESOLUTION})), ResolutionFact)
    if not rows and not any(said.action == TYPED for _, said in decided):
        return ()
    state = state_now(opened, writer)
    found = typed(opened.campaign, state.receipts.values(), rows)
    for filing in found.filings:
        file_receipt(state, writer, filing)
    return found.faults


def filing_state(opened: OpenCampaign, receipts: Iterable[Receipt], answers: Answers) -> FilingState:
    """What a run files receipts with."""
    return FilingState(
        campaign=opened.campaign,
        receipts=receipts,
        day=opened.campaign.local(opened.now).date(),
        body_of=lambda seq: read_body(opened.journal, seq),
        waivers=answers.waivers,
    )
