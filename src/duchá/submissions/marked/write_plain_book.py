"""A workbook made from cells as found: the .xlsx of an .xls, .et, .ods, .csv or web page. Every text stays text."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

from duchá.forms.looks import put_text
from duchá.submissions.marked.write_marks import printable
from duchá.workbooks.sheets.model import CellError, CellValue, Picture, RawBook, RawSheet, SheetState, Uncalculated

PICTURE_CELL = "【图片】"

_FORBIDDEN = str.maketrans(dict.fromkeys("[]:*?/\\", " "))
_LONGEST_TITLE, _LONGEST_TEXT = 31, 32767
_STATES = {SheetState.VISIBLE: "visible", SheetState.HIDDEN: "hidden", SheetState.VERY_HIDDEN: "veryHidden"}
_FORMATS: tuple[tuple[type, str], ...] = (
    (datetime, "yyyy-mm-dd hh:mm:ss"),
    (date, "yyyy-mm-dd"),
    (time, "hh:mm:ss"),
    (timedelta, "[h]:mm:ss"),
)
_NARROWEST, _WIDEST = 8, 48
_MOST_LINED, _WIDEST_TABLE = 2000, 60  # rows and columns that get lines around them
_WIDEST_MERGE = 100_000
_LINE, _TALLEST = 15.0, 405.0  # points of a line, and of the tallest row that a spreadsheet program takes


def write_plain_book(book: RawBook) -> tuple[Any, dict[str, str]]:
    """An openpyxl workbook with every sheet, and the name each sheet has in it."""
    from openpyxl import Workbook

    made = Workbook()
    made.remove(made.worksheets[0])
    titles: dict[str, str] = {}
    for at, sheet in enumerate(book.sheets, 1):
        titles[sheet.name] = _title(sheet.name, at, set(titles.values()))
        _sheet(made.create_sheet(titles[sheet.name]), sheet)
    return made, titles


def _sheet(made: Any, sheet: RawSheet) -> None:
    from openpyxl.comments import Comment

    made.sheet_state = _STATES[sheet.state]
    for i, row in enumerate(sheet.rows):
        for j, value in enumerate(row):
            if value is not None:
                at = (sheet.top + i, sheet.left + j)
                _put(made.cell(*at), value, percent=at in sheet.percents, struck=at in sheet.struck)
    for top, left, bottom, right in sheet.merges:
        if (bottom - top + 1) * (right - left + 1) > _WIDEST_MERGE:  # openpyxl makes every cell of it
            continue
        made.merge_cells(start_row=top, start_column=left, end_row=bottom, end_column=right)
    for at, text in sheet.comments.items():
        made.cell(*at).comment = Comment(printable(text), "")
    for number in sheet.hidden_rows:
        made.row_dimensions[number].hidden = True
    _widths(made, sheet)
    _heights(made, sheet)
    _lines(made, sheet)


def _put(cell: Any, value: CellValue, *, percent: bool, struck: bool) -> None:
    from openpyxl.styles import Alignment, Font

    text = _as_text(value)
    if text is not None:
        put_text(cell, printable(text)[:_LONGEST_TEXT])
        cell.alignment = Alignment(wrap_text=True, vertical="center")
    else:
        cell.value = value
        cell.number_format = "0.##%" if percent else next((shown for kind, shown in _FORMATS if isinstance(value, kind)), "General")
    if struck:
        cell.font = Font(strike=True)


def _as_text(value: CellValue) -> str | None:
    """What stands in the cell as text; None for a number, a truth value, a day or a time."""
    match value:
        case str() as text:
            return text
        case CellError(text):
            return text
        case Uncalculated(formula):
            return formula
        case Picture():
            return PICTURE_CELL
        case _:
            return None


def _widths(made: Any, sheet: RawSheet) -> None:
    """Columns wide enough to read; what is merged over several does not count."""
    from openpyxl.utils import get_column_letter

    covered = {(top, left) for top, left, _, right in sheet.merges if right > left}
    widest: dict[int, int] = {}
    for i, row in enumerate(sheet.rows[:200]):
        for j, value in enumerate(row):
            if value is not None and (sheet.top + i, sheet.left + j) not in covered:
                widest[sheet.left + j] = max(widest.get(sheet.left + j, 0), 2 * len(str(value)) + 2)
    for column, width in widest.items():
        made.column_dimensions[get_column_letter(column)].width = min(max(width, _NARROWEST), _WIDEST)
    for column in sheet.hidden_columns:
        made.column_dimensions[get_column_letter(column)].hidden = True


def _heights(made: Any, sheet: RawSheet) -> None:
    """Rows tall enough for what is folded in them: not every program finds that out by itself, and lines would lie over each other."""
    from openpyxl.utils import get_column_letter

    across = {(top, left): right for top, left, bottom, right in sheet.merges if top == bottom}
    tall = {(top, left): bottom - top + 1 for top, left, bottom, right in sheet.merges if bottom > top}
    for i, row in enumerate(sheet.rows[:_MOST_LINED]):
        most = 1
        for j, value in enumerate(row):
            text = _as_text(value)
            at = (sheet.top + i, sheet.left + j)
            if text and at not in tall:
                columns = range(at[1], min(across.get(at, at[1]), at[1] + _WIDEST_TABLE) + 1)
                room = sum(int(made.column_dimensions[get_column_letter(column)].width) for column in columns) - 2
                wide = (sum(2 if sign > "\u2000" else 1 for sign in line) for line in text.split("\n"))
                most = max(most, sum(max(1, -(-signs // max(room, 4))) for signs in wide))
        if most > 1:
            made.row_dimensions[sheet.top + i].height = min(_LINE * most, _TALLEST)


def _lines(made: Any, sheet: RawSheet) -> None:
    """Thin lines along rows of a table (two filled cells, or a prefilled number), and one page across when it is printed."""
    from openpyxl.styles import Border, Side

    thin = Side(style="thin", color="FFBFBFBF")
    border = Border(left=thin, right=thin, top=thin, bottom=thin)
    width = min(max((len(row) for row in sheet.rows), default=0), _WIDEST_TABLE)
    for i, row in enumerate(sheet.rows[:_MOST_LINED]):
        if sum(value is not None for value in row) > 1 or (row and isinstance(row[0], int)):
            for column in range(sheet.left, sheet.left + width):
                made.cell(sheet.top + i, column).border = border
    made.page_setup.orientation, made.page_setup.paperSize = "landscape", 9
    made.page_setup.fitToWidth, made.page_setup.fitToHeight = 1, 0
    made.sheet_properties.pageSetUpPr.fitToPage = True


def _title(name: str, at: int, taken: set[str]) -> str:
    """A sheet name that a workbook may have, and no two of a kind."""
    plain = printable(name).translate(_FORBIDDEN).strip("' ")[:_LONGEST_TITLE] or f"Sheet{at}"
    while plain.casefold() in {title.casefold() for title in taken}:
        plain = f"{plain[: _LONGEST_TITLE - 4]}_{at}"
    return plain
