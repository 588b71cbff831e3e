"""What a report, letter or message says, made safe before it is written: nothing that came from outside is live in any format."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from duchá.reports.page import Cell, CellRow, Chart, Page, PageColumn, Report, Show
from duchá.terms.text import shown, tamed

# nothing that came from outside may become markup
_MARKDOWN = str.maketrans({sign: f"\\{sign}" for sign in "\\`*_[]|~#"} | {"<": "&lt;", ">": "&gt;", "&": "&amp;", "\n": "<br>", "\r": None})
_LINKS = (("://", ":&#47;/"), ("www.", "www&#46;"))  # some readers of Markdown make links of bare addresses


def as_markdown(text: str) -> str:
    """Text as it stands in Markdown, on one line: no markup, no link, no table torn, nothing unseen."""
    escaped = tamed(text).translate(_MARKDOWN)
    for live, dead in _LINKS:
        escaped = escaped.replace(live, dead)
    return escaped


def words_as_markdown(words: Mapping[str, object]) -> dict[str, str]:
    """The same for the words of a sentence or row, whatever they are."""
    return {name: as_markdown(str(word)) for name, word in words.items()}


def printable(report: Report) -> Report:
    """The report as any format may write it: in names and titles what cannot be seen is written out, in other people's words only what moves the text."""
    return replace(
        report,
        title=shown(report.title, lines=True),
        mark=shown(report.mark, lines=True),
        issuer=shown(report.issuer, lines=True),
        pages=tuple(map(_page, report.pages)),
    )


def _page(page: Page) -> Page:
    shows = tuple(column.show for column in page.columns)
    return replace(
        page,
        name=shown(page.name),
        title=shown(page.title, lines=True),
        columns=tuple(map(_column, page.columns)),
        rows=tuple(row if _is_safe(row) else _row(row, shows) for row in page.rows),
        total=_row(page.total, shows) if page.total else (),
        under=shown(page.under, lines=True),
        measure=shown(page.measure, lines=True),
        notes=tuple(map(tamed, page.notes)),
        words=tuple(map(tamed, page.words)),
        charts=tuple(map(_chart, page.charts)),
        signatures=tuple(map(tamed, page.signatures)),
    )


def _column(column: PageColumn) -> PageColumn:
    return column if column.title.isprintable() else replace(column, title=shown(column.title, lines=True))


def _chart(chart: Chart) -> Chart:
    return replace(chart, title=shown(chart.title), reference_name=shown(chart.reference_name))


def _is_safe(row: CellRow) -> bool:
    """True for nearly every row: all that is in it can be seen."""
    return all(cell.isprintable() for cell in row if type(cell) is str)


def _row(row: CellRow, shows: tuple[Show, ...]) -> CellRow:
    return tuple(map(_cell, row, shows))


def _cell(cell: Cell, show: Show) -> Cell:
    if not isinstance(cell, str):
        return cell
    return tamed(cell) if show is Show.WORDS else shown(cell, lines=True)
