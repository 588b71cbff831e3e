"""openpyxl behind the same interface as calamine: slower, for machines without a calamine wheel and for files it gives up on."""

from __future__ import annotations

import io
import re
import warnings
import zipfile
from collections.abc import Sequence
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any

from duchá.workbooks.package.zip import LIBRARY_ERRORS, Package
from duchá.workbooks.sheets.grid import Grid, grid_from

if TYPE_CHECKING:
    from duchá.workbooks.look.read_look import BookLook, LookedSheet

_CELLS_LIMIT = 500_000
_EMPTY_FILL = re.compile(rb"<(\w+:)?fill\s*/>")
_STRICT = (
    (b"http://purl.oclc.org/ooxml/spreadsheetml/main", b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"),
    (b"http://purl.oclc.org/ooxml/officeDocument/relationships", b"http://schemas.openxmlformats.org/officeDocument/2006/relationships"),
)


def openpyxl_grids(package: Package, wanted: Sequence[LookedSheet], look: BookLook) -> dict[int, Grid] | None:
    """Grids by sheet index; None where openpyxl gives up too, or where the sheets are too large for it."""
    import openpyxl

    if sum(sheet.look.box for sheet in wanted) > _CELLS_LIMIT:
        return None
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            book = openpyxl.load_workbook(io.BytesIO(_repaired(package.data)), data_only=True, keep_links=False)
            sheets = {sheet.title: sheet for sheet in book.worksheets}
            return {looked.index: _grid(sheets[looked.name]) for looked in wanted}
        except LIBRARY_ERRORS:
            return None


def _repaired(data: bytes) -> bytes:
    """What openpyxl stumbles over in legal files: strict namespaces, an empty fill, part names in another case."""
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(packed, "w") as target:
        for info in source.infolist():
            part = source.read(info)
            if info.filename.endswith((".xml", ".rels")):
                for strict, usual in _STRICT:
                    part = part.replace(strict, usual)
                part = _EMPTY_FILL.sub(rb"<\1fill><\1patternFill/></\1fill>", part)
            target.writestr(_usual_name(info.filename), part)
    return packed.getvalue()


def _usual_name(name: str) -> str:
    low = name.replace("\\", "/").lower()
    return {"xl/sharedstrings.xml": "xl/sharedStrings.xml", "[content_types].xml": "[Content_Types].xml"}.get(low, name.replace("\\", "/"))


def _grid(sheet: Any) -> Grid:
    rows = [[_plain(cell) for cell in row] for row in sheet.iter_rows()]
    grid = grid_from(rows, sheet.min_row, sheet.min_column)
    _drop_blank_edges(grid)
    return grid


def _plain(cell: Any) -> object:
    """The value as calamine would give it: dates without a time are dates, error cells are blank."""
    value = cell.value
    if cell.data_type == "e":
        return None
    if isinstance(value, datetime):
        return value.date() if value.time() == time() else value
    return value if isinstance(value, (str, bool, int, float, date, time)) or value is None else str(value)


def _drop_blank_edges(grid: Grid) -> None:
    while grid.rows and not grid.rows[0]:
        grid.rows.pop(0)
        grid.top += 1
    blank = min((next(j for j, value in enumerate(row) if value is not None) for row in grid.rows if row), default=0)
    if blank:
        grid.rows = [row[blank:] for row in grid.rows]
        grid.left += blank
