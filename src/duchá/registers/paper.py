"""Rows of 收件登记 as receipts on paper, so that ``status`` counts them (DT-16): recorded with the row, taken back with it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from duchá.campaign.model import Campaign
from duchá.journal.fact import Fact, FactKind, NewFact
from duchá.journal.replay import Receipt, receipts_of
from duchá.registers import wording
from duchá.registers.ids import PAPER
from duchá.registers.model import Entry
from duchá.registers.names import owed_of
from duchá.registers.reconcile import Draft
from duchá.registers.rows import Change
from duchá.submissions.status import Status
from duchá.terms.due import late_days
from duchá.terms.quantity import EMPTY, text_of

_SAYS = ("unit", "deliverables", "received_at", "via")


class PaperTray:
    """Receipts on paper by the register row they come from, and the next free receipt number."""

    def __init__(self, campaign: Campaign, facts: Iterable[Fact]) -> None:
        receipts = receipts_of(facts)
        self._campaign = campaign
        self._next = max((receipt.number for receipt in receipts), default=0) + 1
        self._by_row = {_row_of(receipt.payload): receipt for receipt in receipts if receipt.paper and not receipt.withdrawn}

    def facts_for(self, draft: Draft, reason: str = "") -> tuple[NewFact, ...]:
        """What a draft means for the receipts: a new one, an old one taken back, or both; nothing where the receipt stays as it is."""
        if draft.register != PAPER or draft.change in (Change.GONE, Change.SEEN):
            return ()
        earlier = self._by_row.pop((draft.before.key, draft.before.occurrence), None) if draft.before else None
        fresh = _payload(self._campaign, draft, draft.entry) if draft.entry and draft.change is not Change.WITHDRAWN else None
        if earlier and fresh and all(fresh[word] == earlier.payload.get(word) for word in _SAYS):
            return ()
        facts = (_taken_back(earlier, reason or wording.CORRECTED),) if earlier else ()
        if fresh is None:
            return facts
        fresh |= {"receipt": self._next}
        self._next += 1
        return (*facts, NewFact(kind=FactKind.RECEIPT, happened_at=_moment(draft.entry), payload=fresh))


def _row_of(payload: Mapping[str, Any]) -> tuple[str, int]:
    return payload["row_key"], payload["row_occurrence"]


def _moment(entry: Entry | None) -> Any:
    assert entry is not None and entry.happened_at is not None  # only usable rows become receipts
    return entry.happened_at


def _payload(campaign: Campaign, draft: Draft, entry: Entry) -> dict[str, Any]:
    values = entry.values
    moment = _moment(entry)
    owed = owed_of(text_of(values["material"]), campaign, campaign.local(moment).date())
    assert owed is not None  # the row was read with a known material
    return {
        "unit": text_of(values["unit"]),
        "status": Status.ACCEPTED.value,
        "deliverables": [owed.key],
        "via": text_of(values.get("via", EMPTY)) or wording.ON_PAPER,
        "note": text_of(values.get("note", EMPTY)),
        "source": f"{draft.source} {entry.sheet}!{entry.place.cell}",
        "received_at": moment.isoformat(),
        "late_days": max(0, late_days(owed.deadline.due, owed.deadline.cutoff, campaign.local(moment))),
        "forms": {},
        "faults": [],
        "contents": {},
        "row_key": draft.key,
        "row_occurrence": draft.occurrence,
    }


def _taken_back(receipt: Receipt, reason: str) -> NewFact:
    """As if it had never come: the fact has the receipt's own time, so that no earlier view shows it either."""
    payload: dict[str, Any] = {"receipt": receipt.number, "action": "withdraw", "reason": reason, "outcome": {}}
    return NewFact(kind=FactKind.RESOLUTION, happened_at=receipt.received_at, payload=payload)
