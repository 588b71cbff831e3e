"""The duties of an open campaign, as of its two times: who owes which report for which period or task."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime

from duchá.journal.fact import Fact, FactKind
from duchá.journal.read_rows import iter_rows
from duchá.journal.replay import end_of
from duchá.ledger.duties import Duties, open_duties, registers_of
from duchá.ledger.registers import rows_of
from duchá.steps.open_campaign import OpenCampaign


def duties_as_of(opened: OpenCampaign) -> Duties:
    """What is owed and was owed under duties; only the registers that speak of them are read. Raises JournalError."""
    registers = registers_of(opened.campaign)
    if not registers:
        return Duties()
    return open_duties(opened.campaign, rows_of(_facts(opened, registers), end_of(opened.as_of, opened.campaign)), opened.as_of)


def _facts(opened: OpenCampaign, registers: frozenset[str]) -> Iterator[Fact]:
    """The rows of some registers as facts; each by the time of the row itself."""
    if opened.journal.exists():
        horizon = end_of(opened.as_of, opened.campaign)
        for seq, _, text in iter_rows(opened.journal, registers, known_at=opened.known_at, as_of=horizon):
            payload = json.loads(text)
            on = datetime.fromisoformat(payload["on"])
            yield Fact(seq=seq, kind=FactKind.ROW, happened_at=on, recorded_at=on, by="", payload=payload)
