"""文书 from a row of a register: text, tables of rows that belong to it, number and day; a draft until the row says that it went out."""

from __future__ import annotations

from collections.abc import Iterator

from duchá.registers.gaps import EMPTY_WORD, filled_in, key_words
from duchá.registers.lists import CampaignLists, ListRow
from duchá.reports.mask import masked
from duchá.reports.page import Page, PageColumn, Report, Show
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
NUMBER = "序号"
TEXT_PAGE, LIST_TITLE = "", "附：{title}"


def document_of(lists: CampaignLists, declared: RowDocument, row: ListRow, provenance: Provenance, issuer: str = "") -> Report:
    """The paper that a row stands for. Phone and ID numbers are masked unless the provenance says ``full``."""
    form = lists.table(declared.register).form
    day = row.day(declared.issued) if declared.issued else None
    words = {"as_of": day_words(lists.as_of), "campaign": lists.campaign.settings.name, "issuer": issuer}
    words |= {column.id: day_words(on) for column in form.columns if (on := row.day(column.id)) is not None}
    number = (row.text(declared.number) if declared.number else "") or NO_NUMBER.format(year=lists.as_of.year)
    state = ISSUED.format(day=day_words(day)) if day is not None else DRAFT
    report = Report(
        stem=STEM.format(name=declared.name, about=about(form, row)),
        title=filled_in(declared.title, row, words),
        as_of=day or lists.as_of,
        mark=mark(provenance),
        pages=(
            Page(
                name=TEXT_PAGE,
                title=declared.name,
                columns=(),
                rows=(),
                words=tuple(_text(declared, form, row, words)),
                under=f"{number}{GAP}{state}",
            ),
            *(_list_page(lists, form, one, row) for one in declared.lists),
        ),
        issuer=filled_in(declared.signed_by, row, words) if declared.signed_by else issuer,
    )
    return report if provenance.full else masked(report)


def about(form: Form, row: ListRow) -> str:
    """What a paper is about, as part of a file's name."""
    unit = next((column for column in form.columns if column.choices_from == "units"), None)
    return PAUSE.join(text for text in (row.text(unit.id) if unit else "", key_words(form, row)) if text)


def lacking(declared: RowDocument, form: Form, row: ListRow) -> tuple[str, ...]:
    """The titles of what must be filled before it may go out."""
    return tuple(form.column(name).title for name in declared.needs if not row.text(name))


def _text(declared: RowDocument, form: Form, row: ListRow, words: dict[str, str]) -> Iterator[str]:
    if declared.to and (to := filled_in(declared.to, row, words)) != EMPTY_WORD:
        yield TO.format(to=to)
    yield from (filled_in(text, row, words) for text in declared.paragraphs)
    wanting = lacking(declared, form, row)
    if wanting:
        yield LACKING.format(columns=PAUSE.join(wanting))


def _list_page(lists: CampaignLists, form: Form, one: DocumentList, row: ListRow) -> Page:
    """The rows of a list that belong to the row; said where there are none."""
    theirs = lists.table(one.match.register).form
    columns = [theirs.column(name) for name in one.columns]
    rows = tuple(
        (at, *(other.text(column.id) or None for column in columns)) for at, other in enumerate(lists.belonging(form, one.match)(row), 1)
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
