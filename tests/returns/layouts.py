"""Layouts of layouts.toml as real workbooks, and what comes of reading them."""

from __future__ import annotations

import io
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import tomli
from openpyxl import Workbook
from openpyxl.utils import get_column_letter

from duchá.campaign.model import Campaign
from duchá.submissions.context import Arrival, Context
from duchá.submissions.model import FilledForm, Submission
from duchá.submissions.read.submission import read_submission
from duchá.terms.quantity import text_of
from duchá.workbooks.package.names import names_inside
from duchá.workbooks.pool import Readers
from duchá.workbooks.sheets.kind import kind_of
from steps.office import at
from submissions.pages import sheet

Layout = Mapping[str, Any]
A_DATE = "date:"


def layouts() -> list[Layout]:
    """Every entry of layouts.toml, in order."""
    return tomli.loads((Path(__file__).parent / "layouts.toml").read_text(encoding="utf-8"))["layout"]  # type: ignore[no-any-return]  # a list of tables by its own form


def as_workbook(*pages: str) -> bytes:
    """Sheets written as Markdown tables, as a workbook with their merges and dates."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for number, page in enumerate(pages, 1):
        drawn, made = sheet(page), book.create_sheet(f"Sheet{number}")
        for i, row in enumerate(drawn.rows, drawn.top):
            for j, value in enumerate(row, drawn.left):
                if value is not None:
                    is_date = isinstance(value, str) and value.startswith(A_DATE)
                    cell = made.cell(i, j)
                    cell.value = datetime.fromisoformat(str(value).removeprefix(A_DATE)) if is_date else value  # type: ignore[assignment]  # what a page holds, a cell holds
                    cell.data_type = "s" if isinstance(value, str) and not is_date else cell.data_type
        for top, left, bottom, right in drawn.merges:
            made.merge_cells(f"{get_column_letter(left)}{top}:{get_column_letter(right)}{bottom}")
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def read_file(path: Path, campaign: Campaign, readers: Readers, name: str) -> Submission:
    """The submission in a file, read by the real readers and judged as one that came in time."""
    data = path.read_bytes()
    book, faults = readers.read(path, kind_of(data, names_inside(data)), path.name)
    assert book is not None, faults
    return read_submission(book, Context(campaign=campaign, arrival=Arrival(source=f"returns/{name}", received_at=at(18))))


def rows_of(form: FilledForm) -> list[list[str]]:
    """The rows as texts, in the form's own order, without the numbers; a column that is not there is empty."""
    columns = ("system",) if form.form == "supervision-systems" else ("item", "problem", "rectification")
    return [[text_of(row.cells[id]) if id in row.cells else "" for id in columns] for row in form.rows]
