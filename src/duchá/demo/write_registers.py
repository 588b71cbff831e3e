"""The example office's own registers, typed under the titles of the blanks that the campaign has."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from duchá.demo.write_package import saved

_SEARCHED = 12  # rows from the top in which the titles stand
Typed = Mapping[str, Any]


def write_registers(folder: Path, registers: Mapping[str, Sequence[Typed]]) -> tuple[Path, ...]:
    """Fills ``folder/<register>.xlsx`` with its rows and gives the paths; a title that the register lacks is a KeyError."""
    from openpyxl import load_workbook

    written = []
    for name, rows in registers.items():
        path = folder / f"{name}.xlsx"
        book = load_workbook(path)
        sheet = next(sheet for sheet in book.worksheets if sheet.sheet_state == "visible")
        head, titles = _titles(sheet, rows[0])
        for number, row in enumerate(rows, head + 1):
            _like_the_first(sheet, head + 1, number, titles.values())
            for title, value in row.items():
                sheet.cell(number, titles[title]).value = value
        path.write_bytes(saved(book))
        written.append(path)
    return tuple(written)


def _like_the_first(sheet: Any, first: int, number: int, columns: Iterable[int]) -> None:
    """Rows below the printed ones look like them."""
    from copy import copy

    sheet.row_dimensions[number].height = sheet.row_dimensions[first].height
    for column in columns:
        sheet.cell(number, column)._style = copy(sheet.cell(first, column)._style)


def _titles(sheet: Any, row: Typed) -> tuple[int, dict[str, int]]:
    """The row of the titles and title → column; a required one may carry an asterisk."""
    for number in range(1, _SEARCHED):
        titles = {str(cell.value).rstrip("*"): cell.column for cell in sheet[number] if cell.value}
        if row.keys() <= titles.keys():
            return number, titles
    raise KeyError(f"{sheet.title} has no such titles: {sorted(row)}")
