"""Rows of 收件登记 as receipts on paper, so that ``status`` counts them (DT-16): recorded with the row, taken back with it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from duchá.campaign.model import Campaign
from duchá.journal.fact import Fact, NewFact
from duchá.receipts.file import WITHDRAW, Filing, FilingState
from duchá.registers.ids import PAPER
from duchá.registers.model import TypedRow
from duchá.registers.names import owed_of
from duchá.registers.reconcile import RowDraft
from duchá.registers.rows import RowChangeKind
from duchá.submissions.status import Status
from duchá.terms.quantity import EMPTY, text_of

ON_PAPER = "纸质"
CORRECTED = "登记表更正"

_SAYS = ("unit", "deliverables", "received_at", "via")


class PaperTray:
    """Receipts on paper by the register row they come from."""

    def __init__(self, state: FilingState) -> None:
        self._state = state
        receipts = state.receipts.values()
        self._by_row = {_row_of(receipt.payload): receipt for receipt in receipts if receipt.paper and not receipt.withdrawn}

    def facts_for(self, draft: RowDraft, reason: str = "") -> tuple[NewFact, ...]:
        """What a draft means for the receipts: a new one, an old one taken back, or both, and what that makes of the unit's others.

        Nothing where the receipt stays as it is. Taken back, it is as if it had never come: no earlier view shows it either.
        """
        if draft.register != PAPER or draft.change in (RowChangeKind.GONE, RowChangeKind.SEEN):
            return ()
        earlier = self._by_row.pop((draft.before.key, draft.before.occurrence), None) if draft.before else None
        campaign = self._state.campaign
        fresh = _payload(campaign, draft, draft.entry) if draft.entry and draft.change is not RowChangeKind.WITHDRAWN else None
        if earlier and fresh and all(fresh[word] == earlier.payload.get(word) for word in _SAYS):
            return ()
        facts: list[NewFact] = []
        if earlier:
            facts += self._filed(Filing(action=WITHDRAW, receipt=earlier.number, reason=reason or CORRECTED))
        if fresh:
            facts += self._filed(Filing(paper=fresh))
        return tuple(facts)

    def _filed(self, filing: Filing) -> tuple[NewFact, ...]:
        """The facts of a filing, which are written down with the rows of the file: until then they count as written."""
        facts = self._state.draft(filing).facts
        self._state.hear(
            Fact(seq=0, kind=new.kind, happened_at=new.happened_at, recorded_at=new.happened_at, by="", payload=new.payload)
            for new in facts
        )
        return facts


def _row_of(payload: Mapping[str, Any]) -> tuple[str, int]:
    return payload["row_key"], payload["row_occurrence"]


def _moment(entry: TypedRow | None) -> Any:
    assert entry is not None and entry.happened_at is not None  # only usable rows become receipts
    return entry.happened_at


def _payload(campaign: Campaign, draft: RowDraft, entry: TypedRow) -> dict[str, Any]:
    values = entry.values
    moment = _moment(entry)
    owed = owed_of(text_of(values["material"]), campaign, campaign.local(moment).date())
    assert owed is not None  # the row was read with a known material
    return {
        "unit": text_of(values["unit"]),
        "status": Status.ACCEPTED.value,
        "deliverables": [owed.key],
        "via": text_of(values.get("via", EMPTY)) or ON_PAPER,
        "note": text_of(values.get("note", EMPTY)),
        "source": f"{draft.source} {entry.sheet}!{entry.place.cell}",
        "received_at": moment.isoformat(),
        "forms": {},
        "faults": [],
        "contents": {},
        "row_key": draft.key,
        "row_occurrence": draft.occurrence,
    }
