"""Files made by hand: packages, OLE headers, and what a test wants to know of an answer."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Iterable, Mapping

from duchá.terms.fault import Fault
from duchá.workbooks.formats.file import read_data
from duchá.workbooks.package.names import names_inside
from duchá.workbooks.sheets.kind import kind_of
from duchá.workbooks.sheets.model import FileKind, RawBook

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
SPREADSHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml"
PNG = b"\x89PNG\r\n\x1a\n" + bytes(32)


def relations(*targets: tuple[str, str]) -> str:
    """A relationships part: (short type, target) with ids rId1, rId2…"""
    each = (f'<Relationship Id="rId{n}" Type="{OFFICE}/{kind}" Target="{target}"/>' for n, (kind, target) in enumerate(targets, 1))
    return f'<Relationships xmlns="{PACKAGE}">{"".join(each)}</Relationships>'


def sheet_of(cells: str, after: str = "", before: str = "") -> str:
    """A sheet part around ``<row>`` elements."""
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<worksheet xmlns="{MAIN}" xmlns:r="{OFFICE}">{before}<sheetData>{cells}</sheetData>{after}</worksheet>'


def text_cell(address: str, text: str, style: str = "") -> str:
    """An inline text cell."""
    return f'<c r="{address}"{style} t="inlineStr"><is><t>{text}</t></is></c>'


def types_of(pages: int) -> str:
    """The content types of a workbook with so many sheets."""
    kinds = [("xl/workbook.xml", "sheet.main")]
    kinds += [(f"xl/worksheets/sheet{n}.xml", "worksheet") for n in range(1, pages + 1)]
    each = "".join(f'<Override PartName="/{part}" ContentType="{SPREADSHEET}.{kind}+xml"/>' for part, kind in kinds)
    start = '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    rels = '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    return f'{start}{rels}<Default Extension="xml" ContentType="application/xml"/>{each}</Types>'


def parts_of(
    sheets: Iterable[str] | str, states: Mapping[int, str] = {}, workbook: str = "", names: Mapping[int, str] = {}
) -> dict[str, str]:
    """The parts of a small xlsx; ``workbook`` goes behind the sheets, ``states`` are by index."""
    pages = [sheets] if isinstance(sheets, str) else list(sheets)
    listed = "".join(
        f'<sheet name="{names.get(n, f"表{n + 1}")}" sheetId="{n + 1}"{f" state={chr(34)}{states[n]}{chr(34)}" if n in states else ""} r:id="rId{n + 1}"/>'
        for n in range(len(pages))
    )
    parts = {
        "[Content_Types].xml": types_of(len(pages)),
        "_rels/.rels": relations(("officeDocument", "xl/workbook.xml")),
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>{listed}</sheets>{workbook}</workbook>',
        "xl/_rels/workbook.xml.rels": relations(*(("worksheet", f"worksheets/sheet{n + 1}.xml") for n in range(len(pages)))),
    }
    return parts | {f"xl/worksheets/sheet{n + 1}.xml": page for n, page in enumerate(pages)}


def zipped(parts: Mapping[str, str | bytes]) -> bytes:
    """The parts as a zip."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as target:
        for name, part in parts.items():
            target.writestr(name, part)
    return packed.getvalue()


def xlsx(rows: str, after: str = "", **more: str | bytes) -> bytes:
    """A one-sheet xlsx around ``<row>`` elements."""
    return zipped(parts_of(sheet_of(rows, after)) | more)


GOOD = xlsx('<row r="1">' + text_cell("A1", "序号") + text_cell("B1", "项目") + '</row><row r="2"><c r="A2"><v>1</v></c></row>')


def ole(*streams: str, size: int = 4096) -> bytes:
    """An OLE file that holds nothing but the names of its root streams."""
    fat = struct.pack("<128I", 0xFFFFFFFD, 0xFFFFFFFE, *([0xFFFFFFFF] * 126))
    entries = [_entry("Root Entry", 5, child=1)]
    entries += [_entry(name, 2, right=n + 1 if n < len(streams) else 0xFFFFFFFF) for n, name in enumerate(streams, 1)]
    directory = b"".join(entries)[:512].ljust(512, b"\0")
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(10)
    header += struct.pack("<8I", 1, 1, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0) + struct.pack("<109I", 0, *([0xFFFFFFFF] * 108))
    return (header.ljust(512, b"\0") + fat + directory).ljust(size, b"\0")


def _entry(name: str, kind: int, child: int = 0xFFFFFFFF, right: int = 0xFFFFFFFF) -> bytes:
    raw = name.encode("utf-16-le") + b"\0\0"
    return raw.ljust(64, b"\0") + struct.pack("<HBBIII", len(raw), kind, 1, 0xFFFFFFFF, right, child) + bytes(48)


def kind(data: bytes) -> FileKind:
    """The kind of some bytes."""
    return kind_of(data[:65536], names_inside(data))


def read(data: bytes, name: str = "附件2.xlsx") -> tuple[RawBook | None, tuple[Fault, ...]]:
    """What the reader of the bytes' kind says, in this process."""
    return read_data(data, kind(data), name)


def book_of(data: bytes, name: str = "附件2.xlsx") -> RawBook:
    """The book of a file that nothing speaks against."""
    book, faults = read(data, name)
    assert book is not None and not faults, [fault.message for fault in faults]
    return book


def refusal(data: bytes, name: str = "附件2.xlsx") -> Fault:
    """The one fault of a file that is refused."""
    book, faults = read(data, name)
    assert book is None and len(faults) == 1
    return faults[0]


def notes(book: RawBook) -> list[str]:
    """Codes of a book's notes."""
    return [note.kind.code for note in book.notes]
