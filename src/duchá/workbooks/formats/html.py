"""HTML tables that were named .xls (OA exports): parsed by the standard library, nothing fetched, nothing run."""

from __future__ import annotations

import re
from html.parser import HTMLParser

from duchá.terms.fault import Fault
from duchá.terms.place import Place
from duchá.workbooks.formats.text import decode
from duchá.workbooks.look.sheet import CELLS_LIMIT
from duchá.workbooks.sheets import faults
from duchá.workbooks.sheets.classified import refuse_marked, refuse_marked_markup, refuse_marked_text
from duchá.workbooks.sheets.model import FileKind, RawBook, RawSheet
from duchá.workbooks.sheets.refused import Refused
from duchá.workbooks.sheets.settle import settle_sheet
from duchá.workbooks.sheets.table import TextTable
from duchá.workbooks.sheets.wording import REASONS, TABLE_NAME

HTML_FRAMES = "，内容在随它一起保存的其他文件里"
HTML_WORDS = "，只有文字"
_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([A-Za-z0-9_-]+)", re.IGNORECASE)
_FRAMES = re.compile(r"<i?frame\b", re.IGNORECASE)  # a page that Excel saved as several files
_SPACE = re.compile(r"[ \t\r\n\f]+")
_DEPTH_LIMIT, _TABLES_LIMIT = 64, 256
_SILENT = frozenset({"script", "style", "head", "title", "template"})
_CROSSED = frozenset({"s", "strike", "del"})
_HIDDEN = re.compile(r"display\s*:\s*none", re.IGNORECASE)
Attributes = list[tuple[str, str | None]]


def read_html(data: bytes, kind: FileKind, name: str) -> tuple[RawBook, list[Fault]]:
    """One sheet a table; cells are text as shown. Faults: S008, S010, S012, S028, S036. Raises Refused."""
    page = _decoded(data)
    refuse_marked_markup(page)
    walk = _Walk()
    walk.feed(page)
    walk.close()
    walk.end_all()
    refuse_marked_text(["".join(walk.outside)])
    sheets: list[RawSheet] = []
    found = [faults.HTML_AS_XLS.at(Place(file=name), tables=len(walk.done))]
    for number, table in enumerate(walk.done, start=1):
        sheet, notes = settle_sheet(TABLE_NAME.format(number=number), table.grid(), table.around(), name)
        refuse_marked(sheet)
        sheets.append(sheet)
        found += notes
    if not sheets:
        where = _where(page, walk.outside)
        raise Refused(faults.NO_TABLE, where=where) if where else Refused(faults.NOTHING_INSIDE)
    return RawBook(kind=kind, sheets=tuple(sheets)), found


def _where(page: str, outside: list[str]) -> str:
    """Where the content is instead: in other files beside the page, in running text, or nowhere."""
    if _FRAMES.search(page):
        return HTML_FRAMES
    return HTML_WORDS if "".join(outside).strip() else ""


def _decoded(data: bytes) -> str:
    """By its mark or its declared charset where that fits, else as any text; gb2312 means GB18030."""
    declared = _CHARSET.search(data[:4096])
    if declared is not None and not data.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")):
        encoding = declared[1].decode("ascii").lower()
        try:
            return data.decode("gb18030" if encoding in ("gb2312", "gbk", "gb_2312-80", "x-gbk") else encoding)
        except (LookupError, UnicodeDecodeError, ValueError):
            return decode(data)[0]
    return decode(data)[0]


class _Walk(HTMLParser):
    """Tables by nesting: text goes to the innermost open cell."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[TextTable] = []
        self.done: list[TextTable] = []
        self.outside: list[str] = []
        self.silent = self.crossed = 0
        self.cells = 0

    def handle_starttag(self, tag: str, attrs: Attributes) -> None:
        table = self.open[-1] if self.open else None
        if tag in _SILENT:
            self.silent += 1
        elif tag == "table":
            self._open_table()
        elif tag == "br":
            self._text("\n")
        elif tag in _CROSSED:
            self.crossed += 1
        elif table is None:
            return
        elif tag == "tr":
            table.new_row(hidden=_HIDDEN.search(dict(attrs).get("style") or "") is not None)
        elif tag in ("td", "th"):
            self._cell(table, dict(attrs))
        elif tag in ("p", "div", "li"):
            self._text("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in _SILENT:
            self.silent = max(0, self.silent - 1)
        elif tag in _CROSSED:
            self.crossed = max(0, self.crossed - 1)
        elif tag == "table" and self.open:
            self._close_table()
        elif tag in ("td", "th") and self.open:
            self.open[-1].end_cell()

    def handle_data(self, data: str) -> None:
        if not self.silent:
            self._text(_SPACE.sub(" ", data))

    def _text(self, text: str) -> None:
        if self.open:
            self.open[-1].add(text, struck=self.crossed > 0)
        else:
            self.outside.append(text)

    def _open_table(self) -> None:
        if len(self.open) >= _DEPTH_LIMIT or len(self.done) + len(self.open) >= _TABLES_LIMIT:
            raise Refused(faults.BOMB, reason=REASONS["depth"])
        self.open.append(TextTable())

    def _close_table(self) -> None:
        table = self.open.pop()
        table.end_cell()
        if table.texts:
            self.done.append(table)

    def _cell(self, table: TextTable, attributes: dict[str, str | None]) -> None:
        self.cells += 1
        if self.cells > CELLS_LIMIT:
            raise Refused(faults.BOMB, reason=REASONS["cells"])
        table.new_cell(across=_span(attributes.get("colspan")), down=_span(attributes.get("rowspan")))

    def end_all(self) -> None:
        """Close what the page left open."""
        while self.open:
            self._close_table()


def _span(text: str | None) -> int:
    digits = (text or "").strip()
    return min(int(digits), 65_536) if digits.isascii() and digits.isdecimal() and len(digits) < 8 else 1
