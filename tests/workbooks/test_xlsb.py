"""xlsb: read by calamine, witnessed by a walk over hand-made binary records (A11)."""

from __future__ import annotations

import struct

import pytest

from duchá.workbooks.sheets import faults
from duchá.workbooks.sheets.model import CellError, FileKind, SheetState
from workbooks.build import book_of, notes, read, refusal, relations, zipped


def record(number: int, body: bytes = b"") -> bytes:
    head = bytes([number]) if number < 128 else bytes([number & 0x7F | 0x80, number >> 7])
    size, length = len(body), b""
    while size >= 0x80:
        length += bytes([size & 0x7F | 0x80])
        size >>= 7
    return head + length + bytes([size]) + body


def wide(text: str) -> bytes:
    return struct.pack("<I", len(text)) + text.encode("utf-16-le")


def row(number: int, hidden: bool = False) -> bytes:
    return record(0, struct.pack("<IIHBBBI", number, 0, 300, 0, 0x10 if hidden else 0, 0, 0))


def cell(kind: int, column: int, body: bytes) -> bytes:
    return record(kind, struct.pack("<II", column, 0) + body)


def sheet(*rows: bytes, merges: bytes = b"") -> bytes:
    dimension = record(148, struct.pack("<IIII", 0, 10, 0, 10))
    return record(129) + dimension + record(145) + b"".join(rows) + record(146) + merges + record(130)


def xlsb(*pages: bytes, states: tuple[int, ...] = (), names: tuple[str, ...] = ()) -> bytes:
    listed = b"".join(
        record(
            156,
            struct.pack("<II", states[n] if n < len(states) else 0, n + 1)
            + wide(f"rId{n + 1}")
            + wide(names[n] if n < len(names) else f"表{n + 1}"),
        )
        for n in range(len(pages))
    )
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": "<Types/>",
        "_rels/.rels": relations(("officeDocument", "xl/workbook.bin")),
        "xl/workbook.bin": record(131) + record(143) + listed + record(144) + record(132),
        "xl/_rels/workbook.bin.rels": relations(*(("worksheet", f"worksheets/sheet{n + 1}.bin") for n in range(len(pages)))),
    }
    return zipped(parts | {f"xl/worksheets/sheet{n + 1}.bin": page for n, page in enumerate(pages)})


REAL = struct.pack("<d", 2.5)
PAGE = sheet(
    row(0), cell(6, 0, wide("序号")), cell(5, 2, REAL), row(1, hidden=True), cell(3, 0, b"\x2a"), cell(1, 1, b""), cell(6, 2, wide("甲"))
)


def test_values_errors_and_hidden_rows() -> None:
    book = book_of(xlsb(PAGE), "附件2.xlsb")
    assert book.kind is FileKind.XLSB
    assert book.sheets[0].rows == (("序号", None, 2.5), (CellError("#N/A"), None, "甲"))
    assert book.sheets[0].hidden_rows == {2} and notes(book) == ["S041", "S063"]


def test_hidden_sheets_and_marks() -> None:
    marks = sheet(row(0), cell(6, 0, wide("unit")), cell(6, 1, wide("区财政局")))
    book = book_of(xlsb(PAGE, PAGE, marks, states=(0, 1, 2), names=("附件2", "2014年", "_ducha")), "a.xlsb")
    assert [(page.name, page.state) for page in book.sheets] == [("附件2", SheetState.VISIBLE), ("2014年", SheetState.HIDDEN)]
    assert book.marks == {"unit": "区财政局"} and "S062" in notes(book)


def test_a_far_cell_is_named() -> None:
    fault = refusal(xlsb(sheet(row(0), cell(5, 0, REAL), row(1048575), cell(5, 16383, REAL))), "a.xlsb")
    assert fault.kind is faults.STRAY_CELL and fault.place.cell == "XFD1048576"


@pytest.mark.parametrize(
    ("page", "kind"),
    [
        (sheet(row(2_000_000), cell(5, 0, REAL)), faults.OUTSIDE_GRID),
        (sheet(row(0), cell(5, 20_000, REAL)), faults.BOMB),
        (sheet(row(0)) + b"\x00\xff\xff\xff\x7f", faults.BAD_PACKAGE),
        (sheet(), faults.NOTHING_INSIDE),
    ],
)
def test_what_it_claims_is_bounded(page: bytes, kind: faults.FaultKind) -> None:
    assert refusal(xlsb(page), "a.xlsb").kind is kind


def test_no_sheet_is_refused() -> None:
    book, found = read(xlsb(), "a.xlsb")
    assert book is None and found[0].kind is faults.BAD_PACKAGE
