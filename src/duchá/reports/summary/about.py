"""What a reader needs to check the summary: waivers, readings chosen, rules of counting, and where it all came from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from duchá.campaign.model import Campaign
from duchá.journal.fact import Fact, FactKind
from duchá.receipts.receipts import Receipt
from duchá.reports import wording
from duchá.reports.page import CellRow, Page, PageColumn, Show
from duchá.reports.summary.lines import Line
from duchá.rulebook.form import ColumnRole
from duchá.submissions.status import Status
from duchá.submissions.wording import STATUS_WORDS
from duchá.terms.deadline import explain
from duchá.terms.wording import day_words

_NUMBER = PageColumn(title=wording.NUMBER, show=Show.COUNT, width=6)


@dataclass(frozen=True, slots=True, kw_only=True)
class Provenance:
    """来历: the two times of the report, the head of the journal as known then, the sources in use by content, the tool.

    ``head`` is the newest fact known, None in an empty journal. ``known_at`` None = everything recorded.
    """

    as_of: date
    known_at: datetime | None
    head: Fact | None
    sources: Mapping[str, str]
    tool: str
    full: bool = False


def waivers_page(facts: Iterable[Fact], as_of: date, under: str) -> Page:
    """豁免: what was waived, for whom, by whom, why, until when; expired ones stay and say so."""
    rows: list[CellRow] = []
    for fact in facts:
        if fact.kind is FactKind.WAIVER:
            until = date.fromisoformat(str(fact.payload["until"]))
            state = wording.IN_FORCE if as_of <= until else wording.EXPIRED
            said = [str(fact.payload[key]) for key in ("code", "unit", "reason", "approver")]
            rows.append((len(rows) + 1, *said, until, state))
    columns = (
        _NUMBER,
        PageColumn(title=wording.CODE, width=8),
        PageColumn(title=wording.UNIT, show=Show.TEXT, width=23),
        PageColumn(title=wording.REASON, show=Show.WORDS, width=38),
        PageColumn(title=wording.APPROVER, show=Show.WORDS, width=14),
        PageColumn(title=wording.UNTIL, show=Show.DAY, width=12),
        PageColumn(title=wording.STATE, width=10),
    )
    measure = wording.ROWS.format(rows=len(rows))
    return Page(
        name=wording.WAIVERS,
        title=wording.WAIVERS_TITLE,
        columns=columns,
        rows=tuple(rows),
        under=under,
        measure=measure,
        notes=wording.WAIVERS_NOTES,
    )


def about_page(campaign: Campaign, receipts: Sequence[Receipt], lines: Sequence[Line], provenance: Provenance) -> Page:
    """说明: legend, counting, readings and provenance, one statement a row."""
    rows = (
        *((wording.ABOUT_COUNTING, text) for text in wording.COUNTING),
        *((wording.ABOUT_FIGURES, text) for text in _figures(receipts, lines)),
        *((wording.ABOUT_READINGS, text) for text in _readings(campaign)),
        *((wording.ABOUT_DEADLINES, text) for text in _deadlines(campaign)),
        *((wording.ABOUT_RULEBOOKS, text) for text in _rulebooks(campaign)),
        *((wording.ABOUT_SOURCES, text) for text in _provenance(campaign, provenance)),
    )
    columns = (PageColumn(title=wording.SUBJECT, width=14), PageColumn(title=wording.EXPLANATION, show=Show.TEXT, width=90))
    return Page(name=wording.ABOUT, title=wording.ABOUT_TITLE, columns=columns, rows=rows)


def mark(provenance: Provenance) -> str:
    """The foot of every page: the day it speaks of, and enough of the journal's head to tell two reports apart."""
    head = provenance.head.hash[:12] if provenance.head else wording.EMPTY_JOURNAL
    return wording.MARK.format(as_of=day_words(provenance.as_of), head=head)


def _figures(receipts: Sequence[Receipt], lines: Sequence[Line]) -> Iterable[str]:
    files = [receipt for receipt in receipts if not receipt.paper]
    by_status = {status: sum(1 for receipt in files if receipt.status is status and not receipt.withdrawn) for status in Status}
    parts = wording.PAUSE.join(f"{STATUS_WORDS[status]}{count}" for status, count in by_status.items() if count)
    withdrawn = sum(1 for receipt in files if receipt.withdrawn)
    yield wording.FILES_RECEIVED.format(files=len(files), parts=parts or 0, withdrawn=withdrawn, paper=len(receipts) - len(files))
    yield wording.OLDER_ROWS.format(rows=sum(1 for line in lines if line.older))
    says_none = sum(1 for line in lines if not (line.problem or line.repeated) and line.form.with_role(ColumnRole.PROBLEM) is not None)
    yield wording.SAYS_NONE_ROWS.format(rows=says_none)
    if repeated := sum(1 for line in lines if line.repeated):
        yield wording.REPEATED_ROWS.format(rows=repeated)


def _readings(campaign: Campaign) -> Iterable[str]:
    for book in campaign.rulebooks:
        for reading in book.readings:
            chosen = campaign.reading(book.id, reading.id)
            text = next(option.text for option in reading.options if option.id == chosen)
            whose = wording.READING_DEFAULT if chosen == reading.default else wording.READING_CHANGED
            yield wording.READING.format(question=reading.question, text=text, whose=whose, cite=book.article(reading.article).cite())


def _deadlines(campaign: Campaign) -> Iterable[str]:
    for owed in campaign.owed:
        yield wording.DEADLINE.format(name=owed.deliverable.name, recipient=owed.recipient, how=explain(owed.deadline))


def _rulebooks(campaign: Campaign) -> Iterable[str]:
    for book in campaign.rulebooks:
        yield wording.RULEBOOK.format(title=book.title, id=book.id, edition=book.edition, source=book.source)


def _provenance(campaign: Campaign, provenance: Provenance) -> Iterable[str]:
    yield wording.AS_OF.format(day=day_words(provenance.as_of))
    if provenance.known_at is not None:
        yield wording.KNOWN_AT.format(moment=campaign.local(provenance.known_at).isoformat(timespec="seconds"))
    if provenance.head is None:
        yield wording.NO_HEAD
    else:
        recorded = campaign.local(provenance.head.recorded_at).isoformat(timespec="seconds")
        yield wording.HEAD.format(seq=provenance.head.seq, recorded=recorded, hash=provenance.head.hash)
    for name, content in provenance.sources.items():
        yield wording.SOURCE_HASH.format(name=name, hash=content)
    yield wording.TOOL.format(tool=provenance.tool)
    yield wording.UNMASKED if provenance.full else wording.MASKED
