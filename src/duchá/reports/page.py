"""What a report shows, whatever it is written as: pages with a title, typed columns, rows, totals and notes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from enum import Enum

from duchá.forms.names import LONGEST_SHEET, free_name
from duchá.reports import wording
from duchá.terms.share import percent_text

TEXT_SHEET = "正文"

Cell = str | int | Decimal | date | None
CellRow = tuple[Cell, ...]
_TEXT_WIDTH = 74  # characters of a sheet of text


class Show(Enum):
    """How a column is shown: short words centred, running text, the words of other people, numbers, amounts, rates, days."""

    LABEL = "label"
    TEXT = "text"
    WORDS = "words"  # typed by people outside: phone and ID numbers in it are masked
    COUNT = "count"
    AMOUNT = "amount"  # a Decimal without needless zeros: 102.5
    SIGNED = "signed"  # the same with its sign: +2.5
    RATE = "rate"
    DAY = "day"


@dataclass(frozen=True, slots=True, kw_only=True)
class PageColumn:
    """One column of a page. ``width`` in characters of the body type, two for a Chinese one."""

    title: str
    show: Show = Show.LABEL
    width: int = 10


class ChartKind(Enum):
    """What is drawn: bars from zero, one a row; or a balance as it ran."""

    BARS = "bars"
    LINE = "line"


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """图: two columns of its page drawn for the rows ``first`` to ``last`` (from 0, both included), so that it shows what the table says.

    ``reference`` is a value to compare with (基准分), ``reference_name`` what it is called.
    """

    kind: ChartKind
    title: str
    names: int
    values: int
    first: int
    last: int
    reference: Decimal | None = None
    reference_name: str = ""
    ends: tuple[Decimal, Decimal] | None = None  # the least and greatest value of all parts of a drawing in several: one axis for all


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """页: one table. ``name`` is its sheet, ``under`` the line below the title, ``measure`` stands at its right (单位：件).

    ``words`` are paragraphs before the table, all there is where it has no columns; ``notes`` lines below it, ``signatures`` lines
    to be signed on paper.
    ``total`` is the row that adds up. ``annex``: on paper it begins a sheet of its own (附件), which ``lies`` on its side.
    ``aside``: to be looked at on a screen, not to be printed (提示, 说明). A cell is 0, “—” or None (blank), never merged.
    """

    name: str
    title: str
    columns: tuple[PageColumn, ...]
    rows: tuple[CellRow, ...]
    total: CellRow = ()
    under: str = ""
    measure: str = ""
    notes: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    charts: tuple[Chart, ...] = ()
    signatures: tuple[str, ...] = ()
    annex: bool = False
    lies: bool = False
    aside: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Official:
    """公文要素: what makes a document one of an organ. ``number`` is its 发文字号 (a draft has a gap in it), ``to`` 主送, ``cc`` 抄送."""

    organ: str = ""
    number: str = ""
    to: str = ""
    cc: str = ""
    printed_by: str = ""
    signed: str = ""

    def fields(self) -> dict[str, str]:
        """What a template is filled with."""
        return {"organ": self.organ, "number": self.number, "to": self.to, "cc": self.cc, "printed_by": self.printed_by}


PLAIN = Official()


@dataclass(frozen=True, slots=True, kw_only=True)
class RowPaper:
    """文书 from a row: the document of templates/documents it is written with, and what that is filled with beside what every report has.

    ``cells`` is what the row says, by the printed titles of its columns; ``draft`` and ``lacking`` say why it has not gone out yet.
    """

    template: str
    paragraphs: tuple[str, ...]
    cells: Mapping[str, str]
    draft: str = ""
    lacking: str = ""
    contact: str = ""

    def fields(self) -> dict[str, object]:
        """What its template is filled with."""
        return {
            "paragraphs": list(self.paragraphs),
            "cells": dict(self.cells),
            "draft": self.draft,
            "lacking": self.lacking,
            "contact": self.contact,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """报告: pages in order. ``stem`` is the file name without its ending, ``mark`` what the foot of every page carries.

    ``issuer`` signs it on paper; empty = unsigned. ``kind`` is the kind of official document that it is (empty: none), ``official`` what that
    takes; ``paper`` is what a paper of a row has of its own: its first page is text that its template sets.
    """

    stem: str
    title: str
    as_of: date
    mark: str
    pages: tuple[Page, ...]
    issuer: str = ""
    kind: str = ""
    official: Official = PLAIN
    paper: RowPaper | None = None


def without_empty_columns(page: Page) -> Page:
    """The page as paper has it: a column in which nothing stands anywhere is left out; a page without rows keeps its heads."""
    lines = (*page.rows, *((page.total,) if page.total else ()))
    kept = [at for at, _ in enumerate(page.columns) if any(line[at] not in (None, "") for line in lines)]
    if not page.rows or len(kept) == len(page.columns) or page.signatures:  # what is to be signed has room to write
        return page
    places = {old: new for new, old in enumerate(kept)}
    return replace(
        page,
        columns=tuple(page.columns[at] for at in kept),
        rows=tuple(tuple(row[at] for at in kept) for row in page.rows),
        total=tuple(page.total[at] for at in kept) if page.total else (),
        charts=tuple(replace(chart, names=places[chart.names], values=places[chart.values]) for chart in page.charts),
    )


def on_sheets(report: Report) -> tuple[Page, ...]:
    """One sheet a page, no two of one name; pages that are text only stand together on the first one."""
    texts = [page for page in report.pages if not page.columns]
    if not texts:
        return _apart(report.pages)
    rows: list[CellRow] = []
    for number, page in enumerate(texts, 1):
        heading = (wording.HEADING.format(numeral=wording.numeral(number), name=page.name),) if page.name else ()
        rows += [(text,) for text in (*heading, *page.words)]
    column = PageColumn(title=TEXT_SHEET, show=Show.TEXT, width=_TEXT_WIDTH)
    text = Page(name=TEXT_SHEET, title=report.title, columns=(column,), rows=tuple(rows), under=texts[0].under)
    return _apart((text, *(page for page in report.pages if page.columns)))


def _apart(pages: tuple[Page, ...]) -> tuple[Page, ...]:
    """The pages with names that differ, as a workbook wants it of its sheets: 投诉举报, 投诉举报-2."""
    taken: set[str] = set()
    return tuple(replace(page, name=free_name(page.name, taken, LONGEST_SHEET, "-{}")) for page in pages)


def amount_text(amount: Decimal, *, sign: bool = False) -> str:
    """A number without needless zeros: 102.5; with its sign where asked: +2.5, -0.5, 0."""
    text = format(amount.normalize(), "f")
    text = "0" if text == "-0" else text
    return f"+{text}" if sign and amount > 0 else text


def share_cell(share: Decimal | None) -> Decimal | str:
    """A rate in a cell: “—” of nothing."""
    return wording.DASH if share is None else share


def share_text(share: Decimal | None) -> str:
    """A rate in a text: 66.67%, “—” of nothing."""
    return wording.DASH if share is None else percent_text(share)


def cell_text(cell: Cell, show: Show) -> str:
    """A cell as it is printed, the same in every format that is text; empty where it is blank."""
    match cell:
        case None:
            return ""
        case Decimal() if show is Show.RATE:
            return percent_text(cell)
        case Decimal():
            return amount_text(cell, sign=show is Show.SIGNED)
        case date():
            return cell.isoformat()
        case _:
            return str(cell)
