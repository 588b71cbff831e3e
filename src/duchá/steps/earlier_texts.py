"""What units wrote in an earlier campaign: taken over once by ``init-campaign --from``, to be held against what they write now (DT-29)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, cast

from duchá.journal.fact import Fact, FactKind, Json
from duchá.journal.notes import EarlierTextsNote
from duchá.journal.read import read_bodies, read_body, read_facts
from duchá.journal.records import told
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
    if any(said.taken_from == name for _, said in told(writer.facts(kinds=frozenset({FactKind.NOTE})), EarlierTextsNote)):
        return
    texts: list[Json] = [[text.unit, text.text] for text in _texts_in(open_campaign(previous, replace(moment, as_of=None, known_at=None)))]
    writer.append(EarlierTextsNote(taken_from=name, texts=len(texts)).fact(moment.now, texts))


def earlier_texts(opened: OpenCampaign, facts: Iterable[Fact]) -> tuple[Paragraph, ...]:
    """The texts taken over, each marked as earlier. Raises JournalError."""
    found = []
    for fact, said in told(facts, EarlierTextsNote):
        for unit, text in cast(list[list[str]], read_body(opened.journal, fact.seq)):
            found.append(Paragraph(unit=unit, place=Place(file=said.taken_from), text=text, earlier=True))
    return tuple(found)


def _texts_in(opened: OpenCampaign) -> Iterator[Paragraph]:
    """What counts in a campaign at its end, text by text."""
    facts = read_facts(opened.journal) if opened.journal.exists() else ()
    end = max([opened.now, *(fact.happened_at for fact in facts)])
    standings = matrix(dated(opened).campaign, receipts_of(facts), opened.campaign.local(end).date())
    bodies = ((seq, cast(dict[str, Any], body)) for seq, body in read_bodies(opened.journal, bodies_needed(standings)))
    yield from texts_of(lines_of(opened.campaign, standings, bodies, {}))
