"""Rows of some registers as facts, read without the others: a journal may hold a million of those."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime

from duchá.campaign.model import end_of
from duchá.journal.fact import Fact, FactKind
from duchá.journal.read_rows import iter_rows
from duchá.steps.open_campaign import OpenCampaign


def row_facts(opened: OpenCampaign, registers: frozenset[str]) -> Iterator[Fact]:
    """The rows of these registers as of the campaign's two times; each by the time of the row itself. Raises JournalError."""
    if registers and opened.journal.exists():
        horizon = end_of(opened.as_of, opened.campaign)
        for seq, _, text in iter_rows(opened.journal, registers, known_at=opened.known_at, as_of=horizon):
            payload = json.loads(text)
            on = datetime.fromisoformat(payload["on"])
            yield Fact(seq=seq, kind=FactKind.ROW, happened_at=on, recorded_at=on, by="", payload=payload)
