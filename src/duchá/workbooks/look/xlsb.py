"""The records of an xlsb, walked without interpreting more than we need: how many cells, which are errors, what is hidden."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from duchá.terms.place import address
from duchá.workbooks.look.sheet import BOX_LIMIT, CELLS_LIMIT, COLUMNS, ROWS
from duchá.workbooks.sheets import faults
from duchá.workbooks.sheets.model import Box, CellError, SheetState
from duchá.workbooks.sheets.refused import Refused
from duchá.workbooks.sheets.wording import REASONS

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
