"""xlsx and xlsm: the look, then calamine, then the witness; openpyxl where calamine is missing or gives up."""

from __future__ import annotations

import io
import re
import warnings
import zipfile
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any

from duchá.terms.fault import Fault
from duchá.terms.place import Place
from duchá.workbooks.formats.calamine import CALAMINE, calamine_grids
from duchá.workbooks.look.exact import exact_count
from duchá.workbooks.look.look import BookLook, LookedSheet, look_over
from duchá.workbooks.package.marks import MARK_SHEET, marks_in_rows, merged
from duchá.workbooks.package.zip import LIBRARY_ERRORS, Package, open_package
from duchá.workbooks.sheets import faults
from duchá.workbooks.sheets.classified import refuse_marked
from duchá.workbooks.sheets.grid import Grid, grid_from
from duchá.workbooks.sheets.model import FileKind, RawBook, RawSheet, SheetState
from duchá.workbooks.sheets.refused import Refused
from duchá.workbooks.sheets.settle import Around, hidden_sheet, settle_sheet
from duchá.workbooks.sheets.wording import REASONS

if TYPE_CHECKING:
    from duchá.workbooks.look.look import BookLook, LookedSheet


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
            found = {looked.index: sheets[looked.name] for looked in wanted}
        except LIBRARY_ERRORS:
            return None
    return {index: _grid(sheet) for index, sheet in found.items()}


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


Grids = dict[int, Grid]
Reader = Callable[[Package, Sequence[LookedSheet], BookLook], Grids | None]


def read_xlsx(data: bytes, kind: FileKind, name: str) -> tuple[RawBook, list[Fault]]:
    """The workbook. Faults: S002, S004, S010–S013, S024–S028, S040–S072. Raises Refused."""
    package = open_package(data)
    look = look_over(package)
    wanted = [sheet for sheet in look.sheets if sheet.state is SheetState.VISIBLE or sheet.name == MARK_SHEET or sheet.doubtful]
    grids, doubts = _read_witnessed(package, wanted, look)
    sheets: list[RawSheet] = []
    found = [faults.WITNESS_MISMATCH.at(Place(file=name, sheet=sheet), counted=counted, read=read) for sheet, counted, read in doubts]
    marks = look.marks
    for looked in look.sheets:
        if looked.name == MARK_SHEET:
            marks = merged(marks_in_rows(grids[looked.index].rows), marks)
        elif looked.state is not SheetState.VISIBLE:
            if looked.doubtful:
                refuse_marked(settle_sheet(looked.name, grids[looked.index], _around(looked), name)[0])
            sheet, note = hidden_sheet(looked.name, looked.state, looked.look.used_rows, name)
            sheets.append(sheet)
            found.append(note)
        else:
            sheet, notes = settle_sheet(looked.name, grids[looked.index], _around(looked), name)
            refuse_marked(sheet, looked.look.headers)
            sheets.append(sheet)
            found += notes
    _refuse_blank(sheets, look)
    found += _notes_on_book(look, Place(file=name))
    return RawBook(kind=kind, sheets=tuple(sheets), marks=marks), found


def _read_witnessed(package: Package, wanted: Sequence[LookedSheet], look: BookLook) -> tuple[Grids, list[tuple[str, int, int]]]:
    """The grids, and (sheet, counted, read) where reading and counting do not agree."""
    readers: tuple[Reader, ...] = (calamine_grids, openpyxl_grids) if CALAMINE else (openpyxl_grids,)
    best: tuple[Grids, list[tuple[str, int, int]]] | None = None
    for reader in readers:
        grids = reader(package, wanted, look)
        if grids is None:
            continue
        doubts = _doubts(package, wanted, grids)
        if not doubts:
            return grids, []
        if best is None or len(doubts) < len(best[1]):
            best = grids, doubts
    if best is None:
        raise Refused(faults.OUT_OF_REACH, reason=REASONS["reader"])
    return best


def _doubts(package: Package, wanted: Sequence[LookedSheet], grids: Grids) -> list[tuple[str, int, int]]:
    doubts = []
    for looked in wanted:
        read = grids[looked.index].count()
        if read != looked.look.expected:
            counted = exact_count(package, looked.part)
            if read != counted:
                doubts.append((looked.name, counted, read))
    return doubts


def _around(looked: LookedSheet) -> Around:
    look, extras = looked.look, looked.extras
    return Around(
        specials=look.specials,
        merges=look.merges,
        hidden_rows=look.hidden_rows,
        hidden_columns=look.hidden_columns,
        percents=look.percents,
        struck=look.struck,
        signals=look.signals,
        comments=extras.comments,
        pictures=extras.pictures,
        text_boxes=extras.text_boxes,
    )


def _refuse_blank(sheets: Iterable[RawSheet], look: BookLook) -> None:
    """A file without a single cell is not a nil return: it is refused as a scan or as empty."""
    if any(sheet.rows for sheet in sheets) or any(looked.look.full for looked in look.sheets if looked.name != MARK_SHEET):
        return
    if look.pictures:
        raise Refused(faults.SCAN_ONLY, pictures=look.pictures)
    raise Refused(faults.NOTHING_INSIDE)


def _notes_on_book(look: BookLook, place: Place) -> list[Fault]:
    said = (
        (faults.MACROS_IGNORED, look.macros),
        (faults.EXTERNAL_LINK, look.external_links),
        (faults.EMBEDDED_OBJECT, look.embedded),
        (faults.DATE_1904, look.date_1904),
    )
    return [kind.at(place) for kind, present in said if present]
