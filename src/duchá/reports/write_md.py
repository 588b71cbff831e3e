"""A report as one Markdown file: the same pages, for reading in an editor and for comparing two runs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from duchá.reports import wording
from duchá.reports.page import Cell, Page, Report, Show, cell_text
from duchá.reports.safe_text import as_markdown, printable
from duchá.terms.write_beside import write_file

_NUMBERS = (Show.COUNT, Show.AMOUNT, Show.SIGNED, Show.RATE)


def write_md(report: Report, path: Path) -> None:
    """Writes the report: beside its place, then renamed. Raises OSError."""
    write_file(path, "".join(f"{line}\n" for line in _lines(report)).encode("utf-8", "replace"))


def _lines(report: Report) -> Iterator[str]:
    report = printable(report)
    yield f"# {as_markdown(report.title)}"
    for page in report.pages:
        yield ""
        yield from _page(page)
    yield ""
    yield as_markdown(report.mark)


def _page(page: Page) -> Iterator[str]:
    if page.name:
        yield f"## {as_markdown(page.name)}"
        yield ""
    if under := "　".join(part for part in (page.under, page.measure) if part):
        yield as_markdown(under)
        yield ""
    for paragraph in page.words:
        yield as_markdown(paragraph)
        yield ""
    if page.columns:
        yield from _table(page)
    if page.notes:
        yield ""
        for note in page.notes:
            yield f"- {as_markdown(note)}"
    for line in page.signatures:
        yield ""
        yield as_markdown(line)


def _table(page: Page) -> Iterator[str]:
    yield _row(as_markdown(column.title.replace("\n", "")) for column in page.columns)
    yield _row("---:" if column.show in _NUMBERS else "---" for column in page.columns)
    for row in page.rows:
        yield _row(_text(cell, column.show) for cell, column in zip(row, page.columns, strict=True))
    if page.total:
        yield _row(
            f"**{text}**" if (text := _text(cell, column.show)) else "" for cell, column in zip(page.total, page.columns, strict=True)
        )
    if not page.rows:
        yield ""
        yield wording.NOTHING


def _row(texts: Iterable[str]) -> str:
    return f"| {' | '.join(texts)} |"


def _text(cell: Cell, show: Show) -> str:
    return as_markdown(cell_text(cell, show))
