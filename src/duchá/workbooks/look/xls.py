"""The records of an .xls, walked without interpreting more than we need: how many cells, which are errors, percent, hidden; page headers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from duchá.workbooks.look.sheet import CELLS_LIMIT
from duchá.workbooks.sheets import faults
from duchá.workbooks.sheets.model import Box, CellError, SheetState
from duchá.workbooks.sheets.refused import Refused
from duchá.workbooks.sheets.wording import REASONS

# Record numbers of [MS-XLS]
_FORMULA, _EOF, _HEADER, _FOOTER, _BOUNDSHEET = 0x06, 0x0A, 0x14, 0x15, 0x85
_MULRK, _RSTRING, _XF, _MERGES, _LABELSST = 0xBD, 0xD6, 0xE0, 0xE5, 0xFD
_NUMBER, _LABEL, _BOOLERR, _STRING, _ROW, _RK, _FORMAT = 0x203, 0x204, 0x205, 0x207, 0x208, 0x27E, 0x41E
_VALUES = frozenset({_NUMBER, _LABEL, _RSTRING, _LABELSST, _RK})
_PERCENT_IDS = frozenset({9, 10})
_STATES = (SheetState.VISIBLE, SheetState.HIDDEN, SheetState.VERY_HIDDEN)
_ERRORS = {0: "#NULL!", 7: "#DIV/0!", 15: "#VALUE!", 23: "#REF!", 29: "#NAME?", 36: "#NUM!", 42: "#N/A"}


@dataclass(slots=True)  # house: filled record by record while a stream is walked
class XlsSheet:
    """What the records of one sheet tell."""

    state: SheetState
    stored: int = 0
    errors: dict[tuple[int, int], CellError] = field(default_factory=dict)
    percents: list[tuple[int, int]] = field(default_factory=list)
    hidden_rows: list[int] = field(default_factory=list)
    merges: list[Box] = field(default_factory=list)


def headers_of(stream: bytes) -> str:
    """Page headers and footers of all sheets, with their codes."""
    found: list[str] = []
    for number, body in _records(stream, 0):
        if number in (_HEADER, _FOOTER) and len(body) > 3:
            found.append(body[3:].decode("utf-16-le" if body[2] & 1 else "latin-1", "replace"))
    return "\n".join(found)


def look_at_xls(stream: bytes) -> list[XlsSheet]:
    """The worksheets of a workbook stream, in their order. Faults: S012."""
    sheets: list[tuple[int, XlsSheet]] = []
    formats: set[int] = set(_PERCENT_IDS)
    styles: list[int] = []
    for number, body in _records(stream, 0):
        if number == _BOUNDSHEET and len(body) > 6 and body[5] == 0:
            hidden = body[4] & 3
            state = _STATES[hidden] if hidden < len(_STATES) else SheetState.HIDDEN
            sheets.append((int.from_bytes(body[0:4], "little"), XlsSheet(state)))
        elif number == _FORMAT and b"%" in body:
            formats.add(int.from_bytes(body[0:2], "little"))
        elif number == _XF:
            styles.append(int.from_bytes(body[2:4], "little"))
        elif number == _EOF:
            break
    percents = frozenset(at for at, number in enumerate(styles) if number in formats)
    for start, sheet in sheets:
        _look_at_sheet(stream, start, sheet, percents)
    if sum(sheet.stored for _, sheet in sheets) > CELLS_LIMIT:
        raise Refused(faults.BOMB, reason=REASONS["cells"])
    return [sheet for _, sheet in sheets]


def _look_at_sheet(stream: bytes, start: int, sheet: XlsSheet, percents: frozenset[int]) -> None:
    awaited = False  # a formula whose result, a text, is the next record
    for number, body in _records(stream, start):
        if number == _EOF:
            return
        if number == _STRING:
            sheet.stored += awaited and body[0:2] != b"\0\0"
            awaited = False
        elif number == _MULRK:
            first, count = int.from_bytes(body[2:4], "little"), (len(body) - 6) // 6
            for n in range(count):
                _note(sheet, body[0:2] + (first + n).to_bytes(2, "little") + body[4 + 6 * n : 6 + 6 * n], percents)
        elif number in _VALUES:
            _note(sheet, body, percents)
        elif number == _FORMULA:
            awaited = _note_formula(sheet, body, percents)
        elif number == _BOOLERR and len(body) > 7:
            _note(sheet, body, percents, body[6] if body[7] else None)
        elif number == _ROW and len(body) > 12 and body[12] & 0x20:
            sheet.hidden_rows.append(int.from_bytes(body[0:2], "little") + 1)
        elif number == _MERGES:
            for at in range(2, len(body) - 7, 8):
                top, bottom, left, right = (int.from_bytes(body[at + n : at + n + 2], "little") + 1 for n in (0, 2, 4, 6))
                sheet.merges.append((top, left, bottom, right))


def _note(sheet: XlsSheet, body: bytes, percents: frozenset[int], error: int | None = None) -> None:
    at = (int.from_bytes(body[0:2], "little") + 1, int.from_bytes(body[2:4], "little") + 1)
    if error is not None:
        sheet.errors[at] = CellError(_ERRORS.get(error, "#?"))
        return
    sheet.stored += 1
    if int.from_bytes(body[4:6], "little") in percents:
        sheet.percents.append(at)


def _note_formula(sheet: XlsSheet, body: bytes, percents: frozenset[int]) -> bool:
    """True where the result is a text that comes with the next record; an empty result is no value."""
    if body[12:14] != b"\xff\xff":
        _note(sheet, body, percents)
        return False
    kind = body[6] if len(body) > 6 else 3
    if kind in (1, 2):
        _note(sheet, body, percents, body[8] if kind == 2 else None)
    return kind == 0


def _records(stream: bytes, at: int) -> Iterator[tuple[int, bytes]]:
    while at + 4 <= len(stream):
        number, size = int.from_bytes(stream[at : at + 2], "little"), int.from_bytes(stream[at + 2 : at + 4], "little")
        yield number, stream[at + 4 : at + 4 + size]
        at += 4 + size
