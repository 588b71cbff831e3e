"""A read book as bytes between the worker and its parent: JSON, never pickle; the text rule is applied on the way out."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any

from duchá.terms.fault import Fault, Weight
from duchá.terms.place import Place
from duchá.workbooks.sheets.clean import cleaned
from duchá.workbooks.sheets.faults import CATALOGUE
from duchá.workbooks.sheets.model import CellError, CellValue, FileKind, Picture, RawBook, RawSheet, SheetState, Uncalculated

_written = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode
_BY_CODE = {kind.code: kind for kind in CATALOGUE}
Answer = tuple[RawBook | None, tuple[Fault, ...]]


def pack(book: RawBook | None, faults: tuple[Fault, ...], name: str) -> bytes:
    """The answer as JSON bytes, its text cleaned: control characters and lone surrogates become visible and are noted."""
    return _dump(*cleaned(book, faults, name)).encode()


def unpack(packed: bytes) -> Answer:
    """The answer again. Raises ValueError where the bytes are not one."""
    book, faults = json.loads(packed.decode())
    return (None if book is None else _book(book)), tuple(map(fault_in, faults))


def _dump(book: RawBook | None, faults: tuple[Fault, ...]) -> str:
    body = None
    if book is not None:
        sheets = [_sheet_out(sheet) for sheet in book.sheets]
        body = [book.kind.value, sheets, list(book.marks.items()), book.paragraphs, list(map(fault_out, book.notes))]
    return _written([body, list(map(fault_out, faults))])


def _sheet_out(sheet: RawSheet) -> list[Any]:
    rows, odd = _rows_out(sheet.rows)
    return [
        sheet.name, sheet.state.value, sheet.top, sheet.left, rows, odd, sheet.merges, list(sheet.hidden_rows), list(sheet.hidden_columns),
        list(sheet.percents), list(sheet.struck), [[*at, text] for at, text in sheet.comments.items()], sheet.pictures, sheet.text_boxes,
    ]  # fmt: skip


def _rows_out(rows: Sequence[Sequence[CellValue]]) -> tuple[list[Sequence[CellValue]], list[list[Any]]]:
    """Rows of JSON values, and beside them (row, column, tag, value) of what JSON has no word for."""
    plain: list[Sequence[CellValue]] = []
    odd: list[list[Any]] = []
    for i, row in enumerate(rows):
        line = row
        if not _JSON.issuperset(map(type, row)):
            line = list(row)
            for j, value in enumerate(row):
                if type(value) not in _JSON:
                    odd.append([i, j, *_tagged(value)])
                    line[j] = None
        plain.append(line)
    return plain, odd


def fault_out(fault: Fault) -> list[Any]:
    """A fault of this stage as a JSON value."""
    place = fault.place
    return [fault.kind.code, place.file, place.sheet, place.cell, place.label, fault.form, fault.found, fault.words]


def _tagged(value: CellValue) -> tuple[str, Any]:
    if isinstance(value, datetime):
        return "datetime", value.isoformat()
    if isinstance(value, date):
        return "date", value.toordinal()
    if isinstance(value, time):
        return "time", value.isoformat()
    if isinstance(value, timedelta):
        return "delta", [value.days, value.seconds, value.microseconds]
    if isinstance(value, CellError):
        return "error", value.text
    if isinstance(value, Uncalculated):
        return "formula", value.formula
    if isinstance(value, Picture):
        return "picture", value.id
    raise TypeError(type(value).__name__)


_MANY = 2_000  # rows from which on texts are shared
_JSON = frozenset({str, int, float, bool, type(None)})
_UNTAG: Mapping[str, Callable[[Any], CellValue]] = {
    "datetime": datetime.fromisoformat,
    "date": date.fromordinal,
    "time": time.fromisoformat,
    "delta": lambda parts: timedelta(*parts),
    "error": CellError,
    "formula": Uncalculated,
    "picture": Picture,
}


def _book(body: list[Any]) -> RawBook:
    kind, sheets, marks, paragraphs, notes = body
    return RawBook(
        kind=FileKind(kind),
        sheets=tuple(map(_sheet, sheets)),
        marks=dict(marks),
        paragraphs=tuple(paragraphs),
        notes=tuple(map(fault_in, notes)),
    )


def _sheet(body: list[Any]) -> RawSheet:
    name, state, top, left, rows, odd, merges, hidden_rows, hidden_columns, percents, struck, comments, pictures, text_boxes = body
    for i, j, tag, value in odd:
        rows[i][j] = _UNTAG[tag](value)
    return RawSheet(
        name=name,
        state=SheetState(state),
        top=top,
        left=left,
        rows=tuple(map(tuple, rows)) if len(rows) < _MANY else _sharing(rows),
        merges=tuple(map(tuple, merges)),
        hidden_rows=frozenset(hidden_rows),
        hidden_columns=frozenset(hidden_columns),
        percents=frozenset(map(tuple, percents)),
        struck=frozenset(map(tuple, struck)),
        comments={(row, column): text for row, column, text in comments},
        pictures=pictures,
        text_boxes=tuple(text_boxes),
    )


def _sharing(rows: list[list[CellValue]]) -> tuple[tuple[CellValue, ...], ...]:
    """The rows of a long sheet; of texts that stand in many cells each is kept once."""
    texts: dict[str, str] = {}
    shared: list[Any] = rows
    for at, row in enumerate(rows):
        shared[at] = tuple([texts.setdefault(value, value) if type(value) is str else value for value in row])
    return tuple(shared)


def fault_in(body: list[Any]) -> Fault:
    """The fault again."""
    code, file, sheet, cell, label, form, found, words = body
    place = Place(file=file, sheet=sheet, cell=cell, label=label)
    return Fault(kind=_BY_CODE[code], place=place, form=form, found=found, words=tuple(map(tuple, words)))


def weighed(book: RawBook | None, found: list[Fault]) -> Answer:
    """The answer's one shape: notes (提示) in the book, whatever must be refused or held beside it."""
    heavy = tuple(fault for fault in found if fault.kind.weight is not Weight.NOTE)
    if book is None:
        return None, heavy
    notes = tuple(fault for fault in found if fault.kind.weight is Weight.NOTE)
    return replace(book, notes=book.notes + notes), heavy
