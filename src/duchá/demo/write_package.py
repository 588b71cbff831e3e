"""Small office files with fixed bytes: typed workbooks, changed workbooks, a Word file, a page, a zip."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any
from xml.sax.saxutils import escape

from duchá.forms import package
from duchá.terms import write_beside as whole

_LINE, _USUAL_WIDTH = 16, 9  # points of a line of text, characters of a column
STAMP = "2015-11-20T00:00:00Z"
_TIME = (2015, 11, 20, 0, 0, 0)
_CONTENT_TYPES = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
_RELATIONS = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/>'
    "</Relationships>"
)
_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def saved(book: Any) -> bytes:
    """A workbook of openpyxl as bytes that depend on its content alone; rows are as high as their text wants."""
    for sheet in book.worksheets:
        merged = {cell for box in sheet.merged_cells.ranges for cell in box.cells}
        for row in sheet.iter_rows():
            _fit(sheet, [cell for cell in row if (cell.row, cell.column) not in merged])
    return package.packed(package.signed(package.unpacked(whole.saved(book)), STAMP, "ducha"))


def _fit(sheet: Any, cells: Sequence[Any]) -> None:
    """Raises a row whose text wants more lines than its height has room for; a program would do so while one types."""
    for cell in cells:
        if not isinstance(cell.value, str) or cell.row not in sheet.row_dimensions:
            continue
        width = sheet.column_dimensions[cell.column_letter].width or _USUAL_WIDTH
        wanted = _LINE * -(-2 * len(cell.value) // max(1, int(width) - 1))
        dimension = sheet.row_dimensions[cell.row]
        if dimension.height is not None and dimension.height < wanted:
            dimension.height = wanted


def typed_workbook(sheets: Sequence[tuple[str, Sequence[Sequence[str]]]]) -> bytes:
    """A workbook as somebody types it: plain cells, no styles, no marks."""
    from openpyxl import Workbook

    book = Workbook()
    book.properties.created = datetime(*_TIME[:3], tzinfo=UTC)
    book.remove(book.worksheets[0])
    for title, rows in sheets:
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    return saved(book)


def with_cells(content: bytes, changes: Mapping[tuple[str, str], str | None]) -> bytes:
    """The workbook with some cells changed; None empties one."""
    from openpyxl import load_workbook

    book = load_workbook(io.BytesIO(content))
    for (sheet, cell), value in changes.items():
        book[sheet][cell].value = value
    return saved(book)


def without_sheets(content: bytes, names: Iterable[str]) -> bytes:
    """The workbook without some of its sheets."""
    from openpyxl import load_workbook

    book = load_workbook(io.BytesIO(content))
    for name in names:
        book.remove(book[name])
    return saved(book)


def small_docx(paragraphs: Iterable[str]) -> bytes:
    """A Word file of plain paragraphs, a kilobyte or so."""
    body = "".join(f'<w:p><w:r><w:t xml:space="preserve">{escape(text)}</w:t></w:r></w:p>' for text in paragraphs)
    document = f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:document xmlns:w="{_WORD}"><w:body>{body}</w:body></w:document>'
    parts = {"[Content_Types].xml": _CONTENT_TYPES, "_rels/.rels": _RELATIONS, "word/document.xml": document}
    return _zipped({zipfile.ZipInfo(name, _TIME): text.encode() for name, text in parts.items()})


def gbk_zip(files: Mapping[str, bytes]) -> bytes:
    """A zip as old programs on Windows make it: names in GBK, without the UTF-8 flag."""
    entries: dict[zipfile.ZipInfo, bytes] = {}
    for name, content in files.items():
        entries[_GbkInfo(name, _TIME)] = content
    return _zipped(entries)


class _GbkInfo(zipfile.ZipInfo):
    """An entry whose name is written in GBK."""

    def _encodeFilenameFlags(self) -> tuple[bytes, int]:  # noqa: N802 - the name that zipfile calls
        return self.filename.encode("gbk"), self.flag_bits & ~0x800


def _zipped(entries: Mapping[zipfile.ZipInfo, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for info, content in entries.items():
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, content)
    return stream.getvalue()


def small_pdf() -> bytes:
    """A page with a grey rectangle: what a scanner leaves."""
    stream = b"0.85 g 60 60 480 700 re f"
    objects = (
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
    )
    out = bytearray(b"%PDF-1.4\n")
    offsets = []
    for number, content in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1) + b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    return bytes(out + b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start))
