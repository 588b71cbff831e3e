"""What units wrote in an earlier campaign: taken over once by ``init-campaign --from``, to be held against what they write now (DT-29)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, cast

from duchá.journal.fact import EARLIER_TEXTS, Fact, FactKind, Json, NewFact
from duchá.journal.read import read_bodies, read_body, read_facts
from duchá.journal.write import JournalWriter
from duchá.receipts.matrix import matrix
from duchá.receipts.receipts import receipts_of
from duchá.reports.summary.across import texts_of
from duchá.reports.summary.lines import bodies_needed, lines_of
from duchá.steps.duties_of import dated
from duchá.steps.open_campaign import OpenCampaign, open_campaign
from duchá.submissions.checks.copied_text import Paragraph
from duchá.terms.moment import Moment
from duchá.terms.place import Place


def take_earlier_texts(previous: Path, writer: JournalWriter, moment: Moment) -> None:
    """Notes what the accepted returns of the earlier campaign say, with their units; a second run finds it noted already."""
    name = str(previous)
    if any(fact.payload.get("from") == name for fact in _noted(writer.facts(kinds=frozenset({FactKind.NOTE})))):
        return
    texts: list[Json] = [[text.unit, text.text] for text in _texts_in(open_campaign(previous, replace(moment, as_of=None, known_at=None)))]
    payload: dict[str, Json] = {"note": EARLIER_TEXTS, "from": name, "texts": len(texts)}
    writer.append(NewFact(kind=FactKind.NOTE, happened_at=moment.now, payload=payload, body=texts))


def earlier_texts(opened: OpenCampaign, facts: Iterable[Fact]) -> tuple[Paragraph, ...]:
    """The texts taken over, each marked as earlier. Raises JournalError."""
    found = []
    for fact in _noted(facts):
        for unit, text in cast(list[list[str]], read_body(opened.journal, fact.seq)):
            found.append(Paragraph(unit=unit, place=Place(file=str(fact.payload["from"])), text=text, earlier=True))
    return tuple(found)


def _noted(facts: Iterable[Fact]) -> Iterator[Fact]:
    return (fact for fact in facts if fact.kind is FactKind.NOTE and fact.payload.get("note") == EARLIER_TEXTS)


def _texts_in(opened: OpenCampaign) -> Iterator[Paragraph]:
    """What counts in a campaign at its end, text by text."""
    facts = read_facts(opened.journal) if opened.journal.exists() else ()
    end = max([opened.now, *(fact.happened_at for fact in facts)])
    standings = matrix(dated(opened).campaign, receipts_of(facts), opened.campaign.local(end).date())
    bodies = ((seq, cast(dict[str, Any], body)) for seq, body in read_bodies(opened.journal, bodies_needed(standings)))
    yield from texts_of(lines_of(opened.campaign, standings, bodies, {}))
