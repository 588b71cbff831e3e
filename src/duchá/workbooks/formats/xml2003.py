"""XML 电子表格 2003 (SpreadsheetML), often named .xls: read through expat, a document type refused."""

from __future__ import annotations

import re
from datetime import datetime, time

from duchá.terms.fault import Fault
from duchá.terms.place import Place
from duchá.workbooks.formats.page import SheetPage, settle_pages
from duchá.workbooks.look.sheet import CELLS_LIMIT, COLUMNS, ROWS
from duchá.workbooks.package.marks import MARK_SHEET, marks_in_defined_name
from duchá.workbooks.package.xml import Attributes, local, new_parser, run
from duchá.workbooks.package.zip import refuse_declarations
from duchá.workbooks.sheets import faults
from duchá.workbooks.sheets.classified import refuse_marked_parts
from duchá.workbooks.sheets.model import CellError, CellValue, FileKind, RawBook, SheetState, Uncalculated
from duchá.workbooks.sheets.refused import Refused
from duchá.workbooks.sheets.wording import REASONS

_DECLARED = re.compile(rb"\A\s*<\?xml[^>]*encoding\s*=\s*[\"']([A-Za-z0-9._-]+)[\"'][^>]*\?>")
_WIDE = (b"\xff\xfe", b"\xfe\xff")
_STATES = {"SheetHidden": SheetState.HIDDEN, "SheetVeryHidden": SheetState.VERY_HIDDEN}
_TEXTS = frozenset({"Data", "Comment", "Visible"})
_INSIDE = frozenset({"Column", "Row", "Cell", "Data"})  # nothing outside a worksheet


def read_xml2003(data: bytes, kind: FileKind, name: str) -> tuple[RawBook, list[Fault]]:
    """The workbook. Faults: S009, S012, S013, S024, S025, S028, S041, S042, S062–S066. Raises Refused."""
    data = (
        data.removeprefix(b"\xef\xbb\xbf").lstrip(b" \t\r\n") if not data.startswith(_WIDE) else data
    )  # some exports begin with a blank line
    refuse_declarations(data)
    utf_8 = _in_utf_8(data)
    refuse_marked_parts((utf_8,))
    walk = _Walk()
    parser = new_parser()
    parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = walk.start, walk.end, walk.text
    run(parser, utf_8)
    book, found = settle_pages(walk.pages, kind, marks_in_defined_name(walk.named), name)
    return book, [faults.XML_SPREADSHEET.at(Place(file=name)), *found]


def _in_utf_8(data: bytes) -> bytes:
    """expat knows no multi-byte Chinese encoding: what declares one is recoded."""
    declared = _DECLARED.match(data)
    if declared is None or declared[1].lower() in (b"utf-8", b"utf8", b"utf-16"):
        return data
    encoding = "gb18030" if declared[1].lower() in (b"gb2312", b"gbk") else declared[1].decode("ascii")
    try:
        return data[declared.end() :].decode(encoding).encode()
    except (LookupError, UnicodeError):
        raise Refused(faults.BAD_PACKAGE, reason=REASONS["encoding"]) from None


class _Walk:
    """The handlers: position, style and type of each cell, its text at the end of its element."""

    def __init__(self) -> None:
        self.pages: list[SheetPage] = []
        self.named = ""
        self.percent_styles: set[str] = set()
        self.struck_styles: set[str] = set()
        self.style = self.type = self.formula = ""
        self.texts: list[str] | None = None
        self.row = self.column = self.next_column = self.last_column = 0
        self.count = 0
        self.has_data = self.commented = False

    def start(self, name: str, attributes: Attributes) -> None:
        if self.commented:
            return
        self.commented = local(name) == "Comment"
        attributes = {local(key): value for key, value in attributes.items()}
        begin = _BEGIN.get(local(name))
        if begin is not None and (self.pages or local(name) not in _INSIDE):
            begin(self, attributes)
        if local(name) in _TEXTS and self.pages:
            self.texts = []

    def text(self, data: str) -> None:
        if self.texts is not None:
            self.texts.append(data)

    def end(self, name: str) -> None:
        name = local(name)
        if (self.commented and name != "Comment") or (name not in _TEXTS and name != "Cell"):
            return
        self.commented = False
        text, page = "".join(self.texts or ()), self.pages[-1] if self.pages else None
        if name in _TEXTS:
            self.texts = None
        if page is None:
            return
        at = (self.row, self.column)
        if name == "Data":
            self._value(page, at, text)
        elif name == "Comment" and text.strip():
            page.comments[at] = text.strip()
        elif name == "Visible":
            page.state = _STATES.get(text.strip(), page.state)
        elif name == "Cell" and self.formula and not self.has_data:
            page.specials[at] = Uncalculated(self.formula)

    def _value(self, page: SheetPage, at: tuple[int, int], text: str) -> None:
        self.has_data = True
        if self.type == "Error":
            page.specials[at] = CellError(text)
        elif text:
            page.cells[at] = _typed(text, self.type)
        for kept, wanted in ((page.percents, self.percent_styles), (page.struck, self.struck_styles)):
            if self.style in wanted:
                kept.append(at)

    def _style(self, attributes: Attributes) -> None:
        self.style = attributes.get("ID", "")

    def _format(self, attributes: Attributes) -> None:
        if "%" in attributes.get("Format", "") or attributes.get("Format") == "Percent":
            self.percent_styles.add(self.style)

    def _font(self, attributes: Attributes) -> None:
        if attributes.get("StrikeThrough") == "1" and not self.pages:
            self.struck_styles.add(self.style)

    def _sheet(self, attributes: Attributes) -> None:
        self.pages.append(SheetPage(attributes.get("Name", "")))
        self.row = self.column = self.next_column = 0

    def _named(self, attributes: Attributes) -> None:
        if attributes.get("Name") == MARK_SHEET and not self.named:
            self.named = attributes.get("RefersTo", "")

    def _column(self, attributes: Attributes) -> None:
        page = self.pages[-1]
        self.next_column = _number(attributes, "Index", self.next_column + 1, COLUMNS)
        last = self.next_column + _number(attributes, "Span", 0, COLUMNS)
        if attributes.get("Hidden") == "1":
            page.hidden_columns += range(self.next_column, min(last, COLUMNS) + 1)
        self.next_column = last

    def _row(self, attributes: Attributes) -> None:
        page = self.pages[-1]
        self.row = _number(attributes, "Index", self.row + 1, ROWS)
        self.column = self.last_column = 0
        if attributes.get("Hidden") == "1":
            page.hidden_rows.append(self.row)

    def _cell(self, attributes: Attributes) -> None:
        page = self.pages[-1]
        self.count += 1
        if self.count > CELLS_LIMIT:
            raise Refused(faults.BOMB, reason=REASONS["cells"])
        self.column = _number(attributes, "Index", self.last_column + 1, COLUMNS)
        across, down = _number(attributes, "MergeAcross", 0, COLUMNS), _number(attributes, "MergeDown", 0, ROWS)
        if across or down:
            page.merges.append((self.row, self.column, self.row + down, self.column + across))
        self.last_column = self.column + across
        self.style, self.formula, self.has_data = attributes.get("StyleID", ""), attributes.get("Formula", ""), False

    def _data(self, attributes: Attributes) -> None:
        self.type = attributes.get("Type", "String")


_BEGIN = {
    "Style": _Walk._style, "NumberFormat": _Walk._format, "Font": _Walk._font, "Worksheet": _Walk._sheet, "NamedRange": _Walk._named,
    "Column": _Walk._column, "Row": _Walk._row, "Cell": _Walk._cell, "Data": _Walk._data,
}  # fmt: skip


def _number(attributes: Attributes, key: str, otherwise: int, limit: int) -> int:
    text = attributes.get(key, "")
    number = int(text) if text.isascii() and text.isdecimal() and len(text) < 9 else otherwise
    if number > limit:
        raise Refused(faults.OUTSIDE_GRID, address=f"{key}={number}")
    return number


def _typed(text: str, kind: str) -> CellValue:
    try:
        if kind == "Number":
            return float(text)
        if kind == "Boolean":
            return text.strip() in ("1", "true")
        if kind == "DateTime":
            moment = datetime.fromisoformat(text.strip())
            return moment.date() if moment.time() == time() else moment
    except ValueError:
        return text
    return text
