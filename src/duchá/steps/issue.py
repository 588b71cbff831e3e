"""发文字号: given once, as a fact, when a document is issued; printed again it has the same, and a draft has a gap where it will stand."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from duchá.campaign import faults as kinds
from duchá.journal.fact import FactKind, NewFact
from duchá.reports.page import Official
from duchá.steps.open_campaign import OpenCampaign, note_context
from duchá.terms.fault import Fault
from duchá.terms.place import Place
from duchá.terms.wording import LIST_SEPARATOR

if TYPE_CHECKING:
    from duchá.journal.notes import IssuedNote

NUMBER = "{code}〔{year}〕{number}号"
DRAFT_NUMBER = "　"
CODE, SIGNATURE = "机关代字（[organ] 的 code）", "发文机关署名（issuer，或 [organ] 的 name）"


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficialPaper:
    """A document that has a number: its kind, the name that tells it from every other (its file, without the ending), whom it is for."""

    kind: str
    name: str
    to: str = ""


def official_of(opened: OpenCampaign, paper: OfficialPaper, issued: Mapping[str, str] | None = None) -> Official:
    """What makes the document one of the organ: nothing where campaign.toml names none. ``issued`` are the numbers that were given."""
    organ = opened.campaign.settings.organ
    if not organ.name:
        return Official(to=paper.to)
    given = numbers_given(opened) if issued is None else issued
    return Official(
        organ=organ.name,
        number=given.get(_key(paper)) or _number(opened, paper.kind, DRAFT_NUMBER),
        to=paper.to,
        cc=LIST_SEPARATOR.join(organ.cc),
        printed_by=organ.printed_by or organ.name,
        signed=organ.seal or organ.name,
    )


def numbers_given(opened: OpenCampaign) -> dict[str, str]:
    """Every 发文字号 that was given, by the document's kind and name."""
    from duchá.journal.notes import IssuedNote  # here and below: commands that only look know this module for its numbers' form
    from duchá.journal.records import told

    return {_key(said): said.text for _, said in told(opened.facts(FactKind.NOTE), IssuedNote)}


def issue(opened: OpenCampaign, papers: Iterable[OfficialPaper]) -> dict[str, str]:
    """Gives each of the documents its number, those that have one keep it. Nothing without an organ and its code, or looking at another day.

    Under the journal's lock: two runs at once never give one number twice. Raises JournalError.
    """
    today = opened.campaign.local(opened.now).date()
    wanted = [paper for paper in papers if _code(opened, paper.kind)]
    if not wanted or opened.known_at is not None or opened.as_of > today:
        return numbers_given(opened)
    from duchá.journal.notes import IssuedNote
    from duchá.journal.records import told
    from duchá.journal.write import open_journal

    with open_journal(opened.journal, now=opened.now, by=opened.by) as writer:
        note_context(opened, writer)
        issued = [said for _, said in told(writer.facts(kinds=frozenset({FactKind.NOTE})), IssuedNote)]
        given = {_key(said): said.text for said in issued}
        last: dict[tuple[str, int], int] = {}
        for said in issued:
            last[said.code, said.year] = max(last.get((said.code, said.year), 0), said.number)
        new: list[NewFact] = []
        for paper in wanted:
            if _key(paper) in given:
                continue
            at = (_code(opened, paper.kind), opened.as_of.year)
            last[at] = max(last.get(at, 0) + 1, opened.campaign.settings.numbers.of(paper.kind).first)
            given[_key(paper)] = NUMBER.format(code=at[0], year=at[1], number=last[at])
            note = IssuedNote(
                kind=paper.kind, name=paper.name, to=paper.to, code=at[0], year=at[1], number=last[at], text=given[_key(paper)]
            )
            new.append(note.fact(opened.happens_at))
        writer.append(*new)
    return given


def wanting(opened: OpenCampaign, kind: str) -> Iterator[Fault]:
    """What an official document lacks, said when it is written (C154)."""
    settings = opened.campaign.settings
    lacks = [CODE] if settings.organ.name and not _code(opened, kind) else []
    lacks += [] if settings.organ.name or settings.issuer else [SIGNATURE]
    if lacks:
        yield kinds.DOCUMENT_LACKS.at(Place(), lacks=LIST_SEPARATOR.join(lacks))


def _code(opened: OpenCampaign, kind: str) -> str:
    settings = opened.campaign.settings
    return (settings.numbers.of(kind).code or settings.organ.code) if settings.organ.name else ""


def _number(opened: OpenCampaign, kind: str, number: str) -> str:
    code = _code(opened, kind)
    return NUMBER.format(code=code, year=opened.as_of.year, number=number) if code else ""


def _key(paper: OfficialPaper | IssuedNote) -> str:
    return f"{paper.kind}|{paper.name}"
