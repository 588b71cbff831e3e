"""Phone and ID numbers in the words of other people, made unreadable before they are printed (X-12)."""

from __future__ import annotations

import re
from dataclasses import replace

from duchá.reports.page import CellRow, Page, Report, Show

# \d takes full-width digits as well: a number typed with them is no less a number
_SEPARATOR = r"[-－ \u00a0]?"
_MAYBE = re.compile(r"\d{6}|\d[-－ \u00a0)）]\d{3,4}")
_ID = re.compile(r"(?<!\d)(\d{3})\d{3}(?:[1１][9９]|[2２][0０])\d{2}[01０１]\d[0-3０-３]\d{2}\d{2}[\dXxＸｘ](?!\d)")
_OLD_ID = re.compile(r"(?<!\d)(\d{3})\d{3}\d{2}[01０１]\d[0-3０-３]\d{4}(?!\d)")
_MOBILE = re.compile(rf"(?<!\d)([1１][3-9３-９]\d){_SEPARATOR}\d{{4}}{_SEPARATOR}(\d{{4}})(?!\d)")
_LANDLINE = re.compile(r"(?<!\d)([0０]\d{2,3}[-－ \u00a0)）])\d{3,4}[-－ ]?(\d{4})(?!\d)")


def masked_text(text: str) -> str:
    """The text with ID numbers (18 and 15 digits) and phone numbers masked: 320***************, 138****5678, 0511-****1234."""
    if not _MAYBE.search(text):
        return text
    text = _ID.sub(lambda found: found[1] + "*" * (len(found[0]) - 3), text)
    text = _OLD_ID.sub(lambda found: found[1] + "*" * (len(found[0]) - 3), text)
    text = _MOBILE.sub(r"\1****\2", text)
    return _LANDLINE.sub(r"\1****\2", text)


def masked(report: Report) -> Report:
    """The report with every column of people's words masked; our own words, numbers and hashes stay."""
    return replace(report, pages=tuple(_masked_page(page) for page in report.pages))


def _masked_page(page: Page) -> Page:
    at = tuple(i for i, column in enumerate(page.columns) if column.show is Show.WORDS)
    return replace(page, rows=tuple([_masked_row(row, at) for row in page.rows])) if at else page


def _masked_row(row: CellRow, at: tuple[int, ...]) -> CellRow:
    # one look at the whole row: few rows hold a number that long
    if not _MAYBE.search("\n".join([cell for i in at if isinstance(cell := row[i], str)])):
        return row
    cells = list(row)
    for i in at:
        cell = cells[i]
        cells[i] = masked_text(cell) if isinstance(cell, str) else cell
    return tuple(cells)
