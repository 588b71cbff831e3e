"""文书 from a row of a register: text, tables of rows that belong to it, number and day; a draft until the row says that it went out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from duchá.registers.gaps import EMPTY_WORD, filled_in, key_words
from duchá.registers.lists import CampaignLists, ListRow, typed_text
from duchá.reports.mask import masked, masked_text
from duchá.reports.page import Official, Page, PageColumn, Report, RowPaper, Show
from duchá.reports.summary.about import Provenance, mark
from duchá.rulebook.form import Form
from duchá.rulebook.register_rules import DocumentList, RowDocument
from duchá.terms.wording import day_words

STEM = "{name}-{about}"
DRAFT, ISSUED = "草稿：登记了发出日期以前不算发出", "{day}发出"
NO_NUMBER = "〔{year}〕   号"
LACKING = "还缺：{columns}。补填以前不能发出。"
TO = "{to}："
PAUSE, GAP = "、", "　"
CONTACT = "联系人：{contact}　{phone}"
NUMBER = "序号"
TEXT_PAGE, LIST_TITLE = "", "附：{title}"


def stem_of(lists: CampaignLists, declared: RowDocument, row: ListRow) -> str:
    """The paper's name, by which it is known from every other: its file, without the ending."""
    return STEM.format(name=declared.name, about=about(lists.table(declared.register).form, row))


def number_of(declared: RowDocument, row: ListRow) -> str:
    """The 发文字号 that the office wrote in the row; empty where it did not."""
    return row.text(declared.number) if declared.number else ""


def document_of(lists: CampaignLists, declared: RowDocument, row: ListRow, provenance: Provenance, official: Official) -> Report:
    """The paper that a row stands for, numbered as ``official`` says where its row does not. Phone and ID numbers are masked unless ``full``."""
    form = lists.table(declared.register).form
    campaign = lists.campaign
    sender = campaign.sender()
    issuer = official.signed or campaign.settings.issuer
    day = row.day(declared.issued) if declared.issued else None
    hidden = str if provenance.full else masked_text
    cells = {column.id: hidden(text) for column in form.columns if (text := typed_text(row, column.id))}
    cells |= {column.id: day_words(on) for column in form.columns if (on := row.day(column.id)) is not None}
    words = {column.id: EMPTY_WORD for column in form.columns} | cells
    words |= {"as_of": day_words(lists.as_of), "campaign": campaign.settings.name, "issuer": issuer}
    number = number_of(declared, row) or official.number or NO_NUMBER.format(year=lists.as_of.year)
    wanting = lacking(declared, form, row)
    to = filled_in(declared.to, row, words) if declared.to else ""
    state = ISSUED.format(day=day_words(day)) if day is not None else DRAFT
    paper = RowPaper(
        template=declared.template,
        paragraphs=tuple(filled_in(text, row, words) for text in declared.paragraphs),
        cells={column.title: cells.get(column.id, "") for column in form.columns},
        draft="" if day is not None else DRAFT,
        lacking=LACKING.format(columns=PAUSE.join(wanting)) if wanting else "",
        contact=CONTACT.format(contact=sender.contact, phone=sender.phone).rstrip() if sender.contact else "",
    )
    report = Report(
        stem=stem_of(lists, declared, row),
        title=filled_in(declared.title, row, words),
        as_of=day or lists.as_of,
        mark=mark(provenance),
        pages=(
            Page(
                name=TEXT_PAGE,
                title=declared.name,
                columns=(),
                rows=(),
                words=tuple(_text(to, paper)),
                under=f"{number}{GAP}{state}",
            ),
            *(_list_page(lists, form, one, row) for one in declared.lists),
        ),
        issuer=filled_in(declared.signed_by, row, words) if declared.signed_by else issuer,
        official=replace(official, number=number, to="" if to == EMPTY_WORD else to),
        paper=paper,
    )
    return report if provenance.full else masked(report)


def about(form: Form, row: ListRow) -> str:
    """What a paper is about, as part of a file's name."""
    unit = next((column for column in form.columns if column.choices_from == "units"), None)
    return PAUSE.join(text for text in (row.text(unit.id) if unit else "", key_words(form, row)) if text)


def lacking(declared: RowDocument, form: Form, row: ListRow) -> tuple[str, ...]:
    """The titles of what must be filled before it may go out."""
    return tuple(form.column(name).title for name in declared.needs if not row.text(name))


def _text(to: str, paper: RowPaper) -> Iterator[str]:
    if to and to != EMPTY_WORD:
        yield TO.format(to=to)
    yield from paper.paragraphs
    if paper.lacking:
        yield paper.lacking


def _list_page(lists: CampaignLists, form: Form, one: DocumentList, row: ListRow) -> Page:
    """The rows of a list that belong to the row; said where there are none."""
    theirs = lists.table(one.match.register).form
    columns = [theirs.column(name) for name in one.columns]
    rows = tuple(
        (at, *(typed_text(other, column.id) or None for column in columns))
        for at, other in enumerate(lists.belonging(form, one.match)(row), 1)
    )
    return Page(
        name=one.title,
        title=LIST_TITLE.format(title=one.title),
        columns=(
            PageColumn(title=NUMBER, show=Show.COUNT, width=6),
            *(PageColumn(title=column.title, show=Show.WORDS, width=min(column.width, 30)) for column in columns),
        )
        if rows
        else (),
        rows=rows,
        words=() if rows else (one.nothing,),
    )
