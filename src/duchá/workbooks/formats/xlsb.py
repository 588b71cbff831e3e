"""xlsb: calamine in the worker, witnessed by a walk over the binary records; refused where there is no calamine."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from duchá.terms.fault import Fault
from duchá.terms.place import Place, address
from duchá.workbooks.formats.calamine import CALAMINE, grid_of, with_calamine
from duchá.workbooks.look.look import relations_of
from duchá.workbooks.look.sheet import BOX_LIMIT, CELLS_LIMIT, COLUMNS, ROWS
from duchá.workbooks.package.marks import MARK_SHEET, marks_in_properties, marks_in_rows, merged
from duchá.workbooks.package.zip import Package, open_package, refuse_declarations
from duchá.workbooks.sheets import faults
from duchá.workbooks.sheets.classified import refuse_marked, refuse_marked_bytes, refuse_marked_parts
from duchá.workbooks.sheets.grid import Grid
from duchá.workbooks.sheets.model import Box, CellError, FileKind, RawBook, RawSheet, SheetState
from duchá.workbooks.sheets.refused import Refused
from duchá.workbooks.sheets.settle import Around, hidden_sheet, settle_sheet
from duchá.workbooks.sheets.wording import KIND_NAMES, REASONS

# Record numbers of [MS-XLSB]
_ROW, _BLANK, _ERROR, _FORMULA_TEXT, _FORMULA_ERROR = 0, 1, 3, 8, 11
_CELLS, _FORMULAS = range(1, 8), range(8, 12)
_INLINE_TEXT, _RICH_TEXT = 6, 62
_SHEET, _MERGE = 156, 176
_ERRORS = {0: "#NULL!", 7: "#DIV/0!", 15: "#VALUE!", 23: "#REF!", 29: "#NAME?", 36: "#NUM!", 42: "#N/A", 43: "#GETTING_DATA"}
_STATES = (SheetState.VISIBLE, SheetState.HIDDEN, SheetState.VERY_HIDDEN)
_SHEETS_LIMIT, _MERGES_LIMIT = 256, 200_000


@dataclass(slots=True)  # house: filled record by record while a part is walked
class BinarySheet:
    """What the records of one sheet tell."""

    stored: int = 0
    errors: dict[tuple[int, int], CellError] = field(default_factory=dict)
    hidden_rows: list[int] = field(default_factory=list)
    merges: list[Box] = field(default_factory=list)


def sheets_of(part: bytes) -> list[tuple[str, SheetState, str]]:
    """(name, state, relationship id) of each sheet of ``workbook.bin``."""
    found = []
    for number, body in _records(part):
        if number == _SHEET:
            relation, rest = _text(body, 8)
            name, _ = _text(body, rest)
            state = int.from_bytes(body[0:4], "little")
            found.append((name, _STATES[state] if state < 3 else SheetState.HIDDEN, relation))
    if len(found) > _SHEETS_LIMIT:
        raise Refused(faults.BOMB, reason=REASONS["sheets"])
    return found


def look_at_binary_sheet(part: bytes, name: str) -> BinarySheet:
    """Counts and errors of one sheet; Refused where a cell lies outside the grid or too far away."""
    look = BinarySheet()
    row, seen = 0, 0
    rows: list[int] = []
    columns: list[int] = []
    for number, body in _records(part):
        if number == _ROW:
            row = int.from_bytes(body[0:4], "little") + 1
            if row > ROWS:
                raise Refused(faults.OUTSIDE_GRID, sheet=name, address=str(row))
            if len(body) > 11 and body[11] & 0x10:
                look.hidden_rows.append(row)
        elif number in _CELLS or number in _FORMULAS or number == _RICH_TEXT:
            seen += 1
            column = int.from_bytes(body[0:4], "little") + 1
            if seen > CELLS_LIMIT or column > COLUMNS:
                raise Refused(faults.BOMB, sheet=name, reason=REASONS["cells"])
            if _note_cell(look, number, (row, column), body):
                rows.append(row)
                columns.append(column)
        elif number == _MERGE and len(look.merges) < _MERGES_LIMIT:
            top, bottom, left, right = (int.from_bytes(body[at : at + 4], "little") + 1 for at in (0, 4, 8, 12))
            look.merges.append((top, left, bottom, right))
    _bound(rows, columns, name)
    return look


def _note_cell(look: BinarySheet, number: int, at: tuple[int, int], body: bytes) -> bool:
    if number in (_ERROR, _FORMULA_ERROR):
        look.errors[at] = CellError(_ERRORS.get(body[8] if len(body) > 8 else -1, "#?"))
    elif number != _BLANK and not (number in (_INLINE_TEXT, _FORMULA_TEXT) and body[8:12] == b"\0\0\0\0"):
        look.stored += 1
        return True
    return False


def _bound(rows: list[int], columns: list[int], name: str) -> None:
    if rows:
        height, width = max(rows) - min(rows) + 1, max(columns) - min(columns) + 1
        if height * width > BOX_LIMIT:
            far = address(max(rows), max(columns))
            raise Refused(faults.STRAY_CELL, sheet=name, cell=far, address=far, rows=height, columns=width)


def _records(part: bytes) -> Iterator[tuple[int, bytes]]:
    """(number, body): the number in one or two bytes, the length in up to four, seven bits each."""
    at, end = 0, len(part)
    while at < end:
        number = part[at]
        at += 1
        if number & 0x80 and at < end:
            number = (number & 0x7F) | (part[at] & 0x7F) << 7
            at += 1
        size = 0
        for shift in (0, 7, 14, 21):
            if at >= end:
                raise Refused(faults.BAD_PACKAGE, reason=REASONS["size"])
            byte = part[at]
            at += 1
            size |= (byte & 0x7F) << shift
            if not byte & 0x80:
                break
        if at + size > end:
            raise Refused(faults.BAD_PACKAGE, reason=REASONS["size"])
        yield number, part[at : at + size]
        at += size


def _text(body: bytes, at: int) -> tuple[str, int]:
    length = int.from_bytes(body[at : at + 4], "little")
    end = at + 4 + 2 * length
    if length > len(body) or end > len(body):
        raise Refused(faults.BAD_PACKAGE, reason=REASONS["size"])
    return body[at + 4 : end].decode("utf-16-le", "replace"), end


_HOME = "xl/workbook.bin"


def read_xlsb(data: bytes, kind: FileKind, name: str) -> tuple[RawBook, list[Fault]]:
    """The workbook. Faults: S002, S012, S013, S023–S026, S028, S029, S040, S041, S061–S063. Raises Refused."""
    if not CALAMINE:
        raise Refused(faults.SAVE_AS_XLSX, kind=KIND_NAMES[kind])
    package = open_package(data)
    looks = _looks(package)
    grids = with_calamine(data, "xlsb", lambda book: _grids(book, [sheet for sheet, _, _ in looks]))
    if grids is None:
        raise Refused(faults.OUT_OF_REACH, reason=REASONS["reader"])
    properties = package.read("docprops/custom.xml") if package.has("docprops/custom.xml") else b""
    marks = marks_in_properties(properties)
    sheets: list[RawSheet] = []
    found: list[Fault] = []
    for (title, state, look), grid in zip(looks, grids, strict=True):
        if title == MARK_SHEET:
            marks = merged(marks_in_rows(grid.rows), marks)
        elif state is not SheetState.VISIBLE:
            refuse_marked(settle_sheet(title, grid, Around(), name)[0])
            sheet, note = hidden_sheet(title, state, None, name)
            sheets.append(sheet)
            found.append(note)
        else:
            if grid.count() != look.stored:
                found.append(faults.WITNESS_MISMATCH.at(Place(file=name, sheet=title), counted=look.stored, read=grid.count()))
            around = Around(specials=look.errors, hidden_rows=look.hidden_rows, merges=look.merges)
            sheet, notes = settle_sheet(title, grid, around, name)
            refuse_marked(sheet)
            sheets.append(sheet)
            found += notes
    if not any(look.stored or look.errors for _, _, look in looks):
        raise Refused(faults.NOTHING_INSIDE)
    if package.has("xl/vbaproject.bin"):
        found.append(faults.MACROS_IGNORED.at(Place(file=name)))
    return RawBook(kind=kind, sheets=tuple(sheets), marks=marks), found


def _looks(package: Package) -> list[tuple[str, SheetState, BinarySheet]]:
    parts = {name: package.read(name) for name in package.parts if name.endswith((".xml", ".rels"))}
    for part in parts.values():
        refuse_declarations(part)
    refuse_marked_parts(parts.values())
    for name in package.parts:
        if name.endswith(".bin"):
            refuse_marked_bytes(package.read(name))
    relations = relations_of(parts, _HOME)
    looks = []
    for title, state, relation in sheets_of(package.read(_HOME)):
        _, target = relations.get(relation, ("", ""))
        if target.startswith("xl/worksheets/"):
            looks.append((title, state, look_at_binary_sheet(package.read(target), title)))
    if not looks:
        raise Refused(faults.BAD_PACKAGE, reason=REASONS["no-sheets"])
    return looks


def _grids(book: Any, titles: list[str]) -> list[Grid] | None:
    if len(set(titles)) != len(titles) or not set(titles) <= set(book.sheet_names):
        return None
    return [grid_of(book.get_sheet_by_name(title)) for title in titles]
