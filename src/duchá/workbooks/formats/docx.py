"""Word documents: each table a sheet, running text as paragraphs; the same limits as for workbooks."""

from __future__ import annotations

from duchá.terms.fault import Fault
from duchá.terms.place import Place
from duchá.workbooks.look.sheet import CELLS_LIMIT
from duchá.workbooks.package.marks import marks_in_properties
from duchá.workbooks.package.xml import Attributes, local, new_parser, run
from duchá.workbooks.package.zip import open_package, refuse_declarations
from duchá.workbooks.sheets import faults
from duchá.workbooks.sheets.classified import refuse_marked, refuse_marked_parts, refuse_marked_text
from duchá.workbooks.sheets.model import Box, FileKind, RawBook, RawSheet
from duchá.workbooks.sheets.refused import Refused
from duchá.workbooks.sheets.settle import settle_sheet
from duchá.workbooks.sheets.table import TextTable
from duchá.workbooks.sheets.wording import REASONS, TABLE_NAME

_DEPTH_LIMIT, _TABLES_LIMIT, _PARAGRAPHS_LIMIT = 512, 1_000, 100_000
_HEADING = 10
_SKIPPED = frozenset({"Fallback", "del", "moveFrom"})  # a second rendering; text that was struck out by a revision
_OFF = ("0", "false", "none")


def read_docx(data: bytes, kind: FileKind, name: str) -> tuple[RawBook, list[Fault]]:
    """Tables and running text. Faults: S002, S004, S012–S014, S024, S028, S066, S073. Raises Refused."""
    package = open_package(data)
    parts = {part: package.read(part) for part in package.parts if part.endswith((".xml", ".rels"))}
    for part in parts.values():
        refuse_declarations(part)
    if "word/document.xml" not in parts:
        raise Refused(faults.BAD_PACKAGE, reason=REASONS["missing"])
    refuse_marked_parts(parts.values())
    walk = walked(parts["word/document.xml"])
    for title, edge in parts.items():
        if title.startswith(("word/header", "word/footer")):
            refuse_marked_text(walked(edge).paragraphs, heading=True)
    refuse_marked_text(walk.paragraphs[:_HEADING], heading=True)
    refuse_marked_text(walk.paragraphs)
    sheets, found = _sheets(walk, name)
    if not sheets and not walk.paragraphs:
        pictures = len(package.under("word/media/"))
        raise Refused(faults.SCAN_ONLY, pictures=pictures) if pictures else Refused(faults.NOTHING_INSIDE)
    marks = marks_in_properties(parts.get("docprops/custom.xml", b""))
    return RawBook(kind=kind, sheets=tuple(sheets), marks=marks, paragraphs=tuple(walk.paragraphs)), found


def _sheets(walk: _Walk, name: str) -> tuple[list[RawSheet], list[Fault]]:
    sheets: list[RawSheet] = []
    found = [faults.DOCX_TABLES.at(Place(file=name), tables=len(walk.done))] if walk.done else []
    for number, table in enumerate(walk.done, start=1):
        sheet, notes = settle_sheet(TABLE_NAME.format(number=number), table.grid(), table.around(), name)
        refuse_marked(sheet)
        sheets.append(sheet)
        found += notes
    return sheets, found


def walked(part: bytes) -> _Walk:
    """The tables and paragraphs of one part."""
    walk = _Walk()
    parser = new_parser()
    parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = walk.start, walk.end, walk.text
    run(parser, part)
    return walk


class _WordTable(TextTable):
    """A table whose vertical merges are told cell by cell (vMerge) instead of by a count."""

    def __init__(self) -> None:
        super().__init__()
        self.across, self.vertical = 1, ""
        self.spans: dict[int, Box] = {}  # by first column: the merge that may go on below
        self.begun = True

    def begin(self) -> None:
        """A cell begins; how wide it is comes with its properties."""
        self.across, self.vertical, self.begun = 1, "", False

    def settle_properties(self) -> None:
        """The properties are complete: the cell stands, or continues the one above."""
        if self.begun:
            return
        self.begun = True
        column = self.place[1] + 1
        above = self.spans.pop(column, None)
        if self.vertical == "continue" and above is not None:
            self.spans[column] = (*above[:2], self.place[0], above[3])
            self.merges = [box for box in self.merges if box != above] + [self.spans[column]]
            self.skip(self.across)
            return
        self.new_cell(across=self.across)
        if self.vertical == "restart":
            self.spans[column] = (self.place[0], column, self.place[0], column + self.across - 1)


class _Walk:
    """The handlers; text goes to the innermost open cell, else to the running text."""

    def __init__(self) -> None:
        self.open: list[_WordTable] = []
        self.done: list[_WordTable] = []
        self.paragraphs: list[str] = []
        self.line: list[str] = []
        self.skipped = self.depth = self.cells = 0
        self.wanted = self.struck = False

    def start(self, name: str, attributes: Attributes) -> None:
        name = local(name)
        self.depth += 1
        if self.depth > _DEPTH_LIMIT:
            raise Refused(faults.BAD_PACKAGE, reason=REASONS["depth"])
        self.skipped += name in _SKIPPED
        if self.skipped:
            return
        value = next((text for key, text in attributes.items() if local(key) == "val"), "")
        if name == "t":
            self.wanted = True
        elif name in ("br", "cr"):
            self._add("\n")
        elif name == "tab" and not attributes:
            self._add("\t")
        elif name == "r":
            self.struck = False
        elif name in ("strike", "dstrike"):
            self.struck = value not in _OFF
        elif name == "p" and self.open:
            self.open[-1].settle_properties()
            self._add("\n")
        else:
            self._table(name, value)

    def _table(self, name: str, value: str) -> None:
        if name == "tbl":
            if len(self.open) + len(self.done) >= _TABLES_LIMIT:
                raise Refused(faults.BOMB, reason=REASONS["cells"])
            self.open.append(_WordTable())
        elif not self.open:
            return
        elif name == "tr":
            self.open[-1].new_row()
        elif name == "tc":
            self.cells += 1
            if self.cells > CELLS_LIMIT:
                raise Refused(faults.BOMB, reason=REASONS["cells"])
            self.open[-1].begin()
        elif name == "gridBefore":
            self.open[-1].skip(_count(value))
        elif name == "gridSpan":
            self.open[-1].across = _count(value)
        elif name == "vMerge":
            self.open[-1].vertical = "restart" if value == "restart" else "continue"

    def text(self, data: str) -> None:
        if self.wanted and not self.skipped:
            self._add(data)

    def _add(self, text: str) -> None:
        if self.open:
            self.open[-1].add(text, struck=self.struck)
        else:
            self.line.append(text)

    def end(self, name: str) -> None:
        name = local(name)
        self.depth -= 1
        if name in _SKIPPED:
            self.skipped -= 1
        elif self.skipped:
            return
        elif name == "t":
            self.wanted = False
        elif name == "p" and not self.open:
            self._end_paragraph()
        elif name == "tc" and self.open:
            self.open[-1].settle_properties()
            self.open[-1].end_cell()
        elif name == "tbl":
            table = self.open.pop()
            table.end_cell()
            if table.texts:
                self.done.append(table)

    def _end_paragraph(self) -> None:
        text = "".join(self.line).strip()
        self.line.clear()
        if text and len(self.paragraphs) < _PARAGRAPHS_LIMIT:
            self.paragraphs.append(text)


def _count(text: str) -> int:
    return min(int(text), 16_384) if text.isascii() and text.isdecimal() and len(text) < 6 else 1
