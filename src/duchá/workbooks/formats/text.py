"""csv and tab-separated text: the encoding and the separator are decided in a fixed order, and the decision is noted."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import PurePath

from duchá.terms.fault import Fault
from duchá.terms.place import Place
from duchá.workbooks.look.sheet import CELLS_LIMIT, COLUMNS, ROWS
from duchá.workbooks.sheets import faults
from duchá.workbooks.sheets.classified import refuse_marked
from duchá.workbooks.sheets.grid import grid_from
from duchá.workbooks.sheets.model import FileKind, RawBook
from duchá.workbooks.sheets.refused import Refused
from duchá.workbooks.sheets.settle import PLAIN, settle_sheet
from duchá.workbooks.sheets.wording import REASONS

SEPARATORS = {",": "逗号", "\t": "制表符", ";": "分号", "|": "竖线", "": "单列"}

_FIELD_LIMIT = 1_000_000
_SAMPLE = 50
_END = "\x02end\x03"
_ENCODINGS = (("UTF-8", "utf-8"), ("GB18030", "gb18030"))


def read_text(data: bytes, kind: FileKind, name: str) -> tuple[RawBook, list[Fault]]:
    """The table as one sheet of text cells, nothing converted. Faults: S010, S012, S028, S044, S046, S060. Raises Refused."""
    text, encoding = decode(data)
    separator, text = _separator(text)
    grid = grid_from(_rows(text, separator), 1, 1)
    sheet, notes = settle_sheet(PurePath(name).stem, grid, PLAIN, name)
    refuse_marked(sheet)
    if not sheet.rows:
        raise Refused(faults.NOTHING_INSIDE)
    note = faults.ENCODING_DECIDED.at(Place(file=name), encoding=encoding, separator=SEPARATORS[separator])
    return RawBook(kind=kind, sheets=(sheet,)), [note, *notes]


def decode(data: bytes) -> tuple[str, str]:
    """Text and encoding: by its mark, else UTF-8, else GB18030, each taken only where every byte fits."""
    if data.startswith(b"\xef\xbb\xbf"):
        return data[3:].decode("utf-8", "replace"), "UTF-8"
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace"), "UTF-16"
    for shown, encoding in _ENCODINGS:
        try:
            return data.decode(encoding), shown
        except UnicodeDecodeError:
            continue
    raise Refused(faults.UNREADABLE, kind="csv", reason=REASONS["encoding"])


def _separator(text: str) -> tuple[str, str]:
    """The separator that most lines have, and the text without Excel's ``sep=`` line."""
    first, _, rest = text.partition("\n")
    if first.strip().lower().startswith("sep=") and first.strip()[4:] in SEPARATORS:
        return first.strip()[4:], rest
    lines = [line for line in text[:200_000].splitlines()[:_SAMPLE] if line.strip()]
    counted = {mark: (sum(mark in line for line in lines), sum(line.count(mark) for line in lines)) for mark in ("\t", ",", ";", "|")}
    best = max(counted, key=lambda mark: counted[mark])
    return (best if counted[best][0] else ""), text


def _rows(text: str, separator: str) -> Iterator[list[str]]:
    """The rows, bounded. A sentinel row at the end shows whether a quotation mark was left open."""
    if not separator:
        yield from ([line] for line in _bounded(text))
        return
    csv.field_size_limit(_FIELD_LIMIT)
    lines = [*text.replace("\r\n", "\n").replace("\r", "\n").split("\n"), _END]
    cells = rows = 0
    row: list[str] = []
    try:
        for row in csv.reader((line + "\n" for line in lines), delimiter=separator):
            if row == [_END]:
                return
            cells, rows = cells + len(row), rows + 1
            if cells > CELLS_LIMIT or rows > ROWS or len(row) > COLUMNS:
                raise Refused(faults.BOMB, reason=REASONS["cells"])
            yield row
    except csv.Error:
        raise Refused(faults.UNREADABLE, kind="csv", reason=REASONS["field"]) from None
    raise Refused(faults.UNREADABLE, kind="csv", reason=REASONS["quote"])


def _bounded(text: str) -> list[str]:
    lines = text.splitlines()
    if len(lines) > ROWS:
        raise Refused(faults.BOMB, reason=REASONS["rows"])
    return lines
