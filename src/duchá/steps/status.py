"""status: the receipt matrix, units × deliverables, as of a date, what is owed under duties, and what is owed without a day."""

from __future__ import annotations

from dataclasses import dataclass

from duchá.campaign import faults as kinds
from duchá.ledger.duties import Duties
from duchá.ledger.overdue import Undated, undated_of
from duchá.ledger.scope import LedgerScope
from duchá.receipts.matrix import ReceiptStanding, matrix, not_on_roster
from duchá.receipts.receipts import RECEIPT_FACTS, Receipt, receipts_of
from duchá.registers.gaps import GapCount
from duchá.steps.duties_of import dated, duties_as_of
from duchá.steps.given_period import given_period
from duchá.steps.given_unit import given_unit
from duchá.steps.ledger_of import state_of
from duchá.steps.lists_of import gap_counts_of
from duchá.steps.open_campaign import OpenCampaign, save_context
from duchá.terms.fault import Fault


@dataclass(frozen=True, slots=True, kw_only=True)
class CampaignStatus:
    """How things stand: the matrix, every receipt, what is owed without a day (未定期限), how much is wanting in the registers, and what is to be said about the campaign itself."""

    opened: OpenCampaign
    standings: tuple[ReceiptStanding, ...]
    receipts: tuple[Receipt, ...]
    faults: tuple[Fault, ...]
    duties: Duties
    undated: tuple[Undated, ...] = ()
    gaps: tuple[GapCount, ...] = ()


def status(opened: OpenCampaign, unit: str | None = None, period: str = "") -> CampaignStatus:
    """The matrix and the duties, of one unit or one period where asked for. Raises Stop (C014, S680)."""
    receipts = receipts_of(opened.facts(*RECEIPT_FACTS))
    standings = matrix(dated(opened).campaign, receipts, opened.as_of)
    gone = tuple(kinds.NOT_ON_ROSTER.at(unit=name) for name in not_on_roster(opened.campaign, receipts))
    duties = duties_as_of(opened)
    undated = undated_of(opened.campaign, state_of(opened, LedgerScope()).ledger.matters, opened.as_of, standings)
    counts = gap_counts_of(opened)
    if (name := given_unit(opened.campaign, unit)) is not None:
        standings = tuple(standing for standing in standings if standing.unit.name == name)
        receipts = tuple(receipt for receipt in receipts if receipt.unit == name)
        duties = Duties(standings=tuple(one for one in duties.standings if one.owner == name))
        undated = tuple(one for one in undated if one.unit == name)
    if period:
        of = given_period(opened, period)
        standings = tuple(standing for standing in standings if standing.owed.period == of)
        duties = Duties(standings=tuple(one for one in duties.standings if one.owed.period == of))
        undated = tuple(one for one in undated if one.deliverable in {standing.owed.key for standing in standings})
    faults = (*opened.faults, *gone, *duties.faults, *save_context(opened))
    return CampaignStatus(opened=opened, standings=standings, receipts=receipts, faults=faults, duties=duties, undated=undated, gaps=counts)
