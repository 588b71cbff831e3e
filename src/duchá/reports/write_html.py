"""A report as one file for the browser: nothing is fetched, nothing runs, charts are drawn inside, it prints on A4."""

from __future__ import annotations

from base64 import b64encode
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import Any

from duchá.forms.package import ILLEGAL
from duchá.reports import wording
from duchá.reports.drawing import drawing
from duchá.reports.page import CellRow, Page, PageColumn, Report, cell_text, without_empty_columns
from duchá.reports.safe_text import printable
from duchá.terms.read_packaged import packaged
from duchá.terms.wording import day_words
from duchá.terms.write_beside import write_file

TEMPLATE, STYLE = "pages/report.html.j2", "pages/report.css"
_NARROW, _MIDDLE, _BROAD = 7, 13, 20
_LYING = 110  # characters of a table that is printed on a sheet that lies


def write_html(report: Report, path: Path, own: Path | None = None) -> None:
    """Writes the report beside its place, then renames it; ``own`` is the campaign's own folder of templates. Raises OSError."""
    write_file(path, html_text(report, own).encode("utf-8", "replace"))


def html_text(report: Report, own: Path | None = None) -> str:
    """The page. Every text is escaped; the policy in its head allows this style sheet by its hash and nothing else."""
    from jinja2 import StrictUndefined
    from jinja2.sandbox import SandboxedEnvironment
    from markupsafe import Markup

    report = printable(report)
    report = replace(report, pages=tuple(map(without_empty_columns, report.pages)))
    environment = SandboxedEnvironment(undefined=StrictUndefined, autoescape=True, keep_trailing_newline=True)
    template = environment.from_string(packaged(TEMPLATE, own).read_text(encoding="utf-8"))
    style = packaged(STYLE, own).read_text(encoding="utf-8")
    text: str = template.render(
        report=report,
        pages=[_page(page) | {"id": f"p{number}"} for number, page in enumerate(report.pages, 1)],
        day=day_words(report.as_of),
        nothing=wording.NOTHING,
        style=Markup(style),  # noqa: S704  our own file or the office's, no text of a report
        style_hash="sha256-" + b64encode(sha256(style.encode()).digest()).decode(),
    )
    return ILLEGAL.sub("\ufffd", text)


def _page(page: Page) -> dict[str, Any]:
    return {
        "name": page.name,
        "heading": page.title if page.annex else page.name,
        "annex": page.annex,
        "look": " ".join(
            name
            for name, so in (
                ("annex", page.annex),
                ("lies", page.lies or sum(column.width for column in page.columns) > _LYING),
                ("aside", page.aside),
            )
            if so
        ),
        "words": page.words,
        "measure": page.measure,
        "columns": [{"title": column.title, "look": column.show.value, "size": _size(column)} for column in page.columns],
        "rows": [_texts(row, page) for row in page.rows],
        "total": _texts(page.total, page) if page.total else [],
        "notes": page.notes,
        "charts": [drawing(page, chart) for chart in page.charts],
        "signatures": page.signatures,
    }


def _texts(row: CellRow, page: Page) -> list[str]:
    return [cell_text(cell, column.show) for cell, column in zip(row, page.columns, strict=True)]


def _size(column: PageColumn) -> str:
    """Small, middle or large columns keep their width; broad ones share what is left."""
    bounds = ((_NARROW, "s"), (_MIDDLE, "m"), (_BROAD, "l"))
    return next((name for bound, name in bounds if column.width <= bound), "")
