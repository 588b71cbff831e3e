"""ods: our own bounded walk gives the cells and what stands around them; calamine, where there is one, is the witness."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from typing import Any
from xml.parsers import expat

from duchá.terms.fault import Fault
from duchá.terms.place import Place
from duchá.workbooks.formats.calamine import CALAMINE, grid_of, stored_package, with_calamine
from duchá.workbooks.formats.page import SheetPage, settle_pages
from duchá.workbooks.look.look import SHEETS_LIMIT
from duchá.workbooks.look.sheet import CELLS_LIMIT, COLUMNS, ROWS
from duchá.workbooks.package.marks import MARK_SHEET, marks_in_defined_name, marks_in_properties, merged
from duchá.workbooks.package.xml import Attributes, each, local, new_parser, run
from duchá.workbooks.package.zip import Package, open_package, refuse_declarations
from duchá.workbooks.sheets import faults
from duchá.workbooks.sheets.classified import may_hold_a_mark, refuse_marked_parts, refuse_marked_text
from duchá.workbooks.sheets.model import CellError, CellValue, FileKind, RawBook, SheetState, Uncalculated
from duchá.workbooks.sheets.refused import Refused
from duchá.workbooks.sheets.settle import Special
from duchá.workbooks.sheets.wording import REASONS


def special_of(attributes: Attributes, text: str) -> Special | None:
    """The error or the formula without a result that a cell holds; None where it holds a value."""
    if attributes["extended-type"] == "error":
        return CellError(text)
    if "formula" in attributes and not text and "value" not in attributes and attributes.get("value-type") in (None, ""):
        return Uncalculated(attributes["formula"].removeprefix("of:=").removeprefix("="))
    return None


def value_of(attributes: Attributes, text: str) -> CellValue:
    """The value by its declared type; what does not fit its type stays text."""
    kind = attributes.get("value-type", "")
    try:
        if kind in ("float", "percentage", "currency"):
            return float(attributes.get("value", text))
        if kind == "boolean":
            return attributes.get("boolean-value") == "true"
        if kind == "date":
            return _date(attributes.get("date-value", ""))
        if kind == "time":
            return _time(attributes.get("time-value", ""))
    except ValueError:
        return text
    return attributes.get("string-value", text) if kind == "string" else (text or None)


def _date(written: str) -> CellValue:
    if "T" not in written:
        return date.fromisoformat(written)
    moment = datetime.fromisoformat(written)
    return moment.date() if moment.time() == time() else moment


def _time(written: str) -> CellValue:
    """``PT08H30M00S`` as a time of day, or as a duration from 24 hours on."""
    hours, _, rest = written.removeprefix("PT").partition("H")
    minutes, _, seconds = rest.removesuffix("S").partition("M")
    span = timedelta(hours=int(hours), minutes=int(minutes), seconds=float(seconds or 0))
    whole = int(span.total_seconds())
    return span if whole >= 86_400 else time(whole // 3600, whole // 60 % 60, whole % 60)


_BLANKS = re.compile(r"[ \t\r\n]+")
_SPACE, _TAB, _BREAK = "\x00", "\x01", "\x02"  # what is meant so; XML holds none of these
_MEANT = {"tab": _TAB, "line-break": _BREAK}
_AS_MEANT = str.maketrans({_SPACE: " ", _TAB: "\t", _BREAK: "\n"})
_UNFOLDED = 1_000_000  # repeated values that may be unfolded in all


class OdsLook:
    """The handlers. ``sheets`` and the text of the name ``_ducha`` are what they leave behind."""

    def __init__(self) -> None:
        self.sheets: list[SheetPage] = []
        self.named = ""
        self.hidden_styles: set[str] = set()
        self.struck_styles: set[str] = set()
        self.style = ""
        self.row = self.column = self.repeat_row = self.unfolded = 0
        self.first_in_row: list[tuple[tuple[int, int], CellValue | Special, bool, bool]] = []
        self.cell: Attributes | None = None
        self.texts: list[str] = []
        self.annotation = self.box = 0
        self.paragraph: list[str] | None = None  # the text of the one being read
        self.outer: list[list[str] | None] = []  # those around it: a note stands inside a cell
        self.note: list[str] = []
        self.drawn: list[str] = []

    def start(self, name: str, attributes: Attributes) -> None:
        name = local(name)
        if name in ("p", "annotation", "text-box", "frame", "s", "line-break", "tab"):
            self._inside_cell(name, attributes)
        elif name in ("table-cell", "covered-table-cell"):
            self.cell = _locals(attributes)
            self.texts.clear()
        elif name == "table-row":
            self._row(_locals(attributes))
        elif name == "table-column":
            self._column(_locals(attributes))
        elif name == "table":
            self._table(_locals(attributes))
        elif name == "style":
            self.style = _locals(attributes).get("name", "")
        elif name == "table-properties" and _locals(attributes).get("display") == "false":
            self.hidden_styles.add(self.style)
        elif name == "text-properties" and _locals(attributes).get("text-line-through-style", "none") != "none":
            self.struck_styles.add(self.style)
        elif name in ("named-expression", "named-range") and _locals(attributes).get("name") == MARK_SHEET:
            self.named = _locals(attributes).get("expression", "")

    def _inside_cell(self, name: str, attributes: Attributes) -> None:
        target = self._target()
        if name == "annotation":
            self.annotation += 1
        elif name == "text-box":
            self.box += 1
        elif name == "frame" and self.sheets:
            self.sheets[-1].pictures += 1
        elif name == "p":
            self.outer.append(self.paragraph)
            self.paragraph = []
            if target:
                target.append("\n")
        elif self.paragraph is not None:
            self.paragraph.append(_SPACE * min(_number(_locals(attributes), "c", 1), 1000) if name == "s" else _MEANT[name])

    def _target(self) -> list[str]:
        if self.annotation:
            return self.note
        return self.drawn if self.box else self.texts

    def text(self, data: str) -> None:
        if self.paragraph is not None:
            self.paragraph.append(data)

    def _end_paragraph(self) -> None:
        """Blanks between words are one blank, those at the edges none; only what an element says is kept (as text:s)."""
        said = "".join(self.paragraph or ())
        self.paragraph = self.outer.pop() if self.outer else None
        self._target().append(_BLANKS.sub(" ", said).strip(" ").translate(_AS_MEANT))

    def _table(self, attributes: Attributes) -> None:
        if len(self.sheets) >= SHEETS_LIMIT:
            raise Refused(faults.BOMB, reason=REASONS["sheets"])
        hidden = attributes.get("style-name") in self.hidden_styles
        self.sheets.append(SheetPage(attributes.get("name", ""), SheetState.HIDDEN if hidden else SheetState.VISIBLE))
        self.row = self.column = 0
        self.repeat_row = 1

    def _column(self, attributes: Attributes) -> None:
        count = _number(attributes, "number-columns-repeated", 1)
        if attributes.get("visibility") in ("collapse", "filter"):
            self.sheets[-1].hidden_columns += range(self.column + 1, min(self.column + count, COLUMNS) + 1)
        self.column += count

    def _row(self, attributes: Attributes) -> None:
        self.row, self.column = self.row + 1, 0
        self.repeat_row = _number(attributes, "number-rows-repeated", 1)
        self.first_in_row.clear()
        if attributes.get("visibility") in ("collapse", "filter"):
            self.sheets[-1].hidden_rows += range(self.row, min(self.row + self.repeat_row, ROWS + 1))

    def end(self, name: str) -> None:
        name = local(name)
        if name == "p":
            self._end_paragraph()
        elif name in ("table-cell", "covered-table-cell"):
            self._end_cell()
        elif name == "table-row":
            self._end_row()
        elif name == "annotation":
            self.annotation -= 1
            if self.sheets and "".join(self.note).strip():
                self.sheets[-1].comments[self.row, self.column + 1] = "".join(self.note).strip()
            self.note.clear()
        elif name == "text-box":
            self.box -= 1
            if self.sheets and "".join(self.drawn).strip():
                self.sheets[-1].text_boxes.append("".join(self.drawn).strip())
            self.drawn.clear()

    def _end_cell(self) -> None:
        attributes, self.cell = self.cell or {}, None
        page = self.sheets[-1]
        count = _number(attributes, "number-columns-repeated", 1)
        across, down = _number(attributes, "number-columns-spanned", 1), _number(attributes, "number-rows-spanned", 1)
        text = "".join(self.texts).strip("\n")
        special = special_of(attributes, text)
        value = None if special is not None else value_of(attributes, text)
        if across > 1 or down > 1:
            page.merges.append((self.row, self.column + 1, self.row + down - 1, self.column + across))
        if special is not None or value not in (None, ""):
            self._bound(count, self.row, self.column + count)
            percent = attributes.get("value-type") == "percentage"
            struck = attributes.get("style-name") in self.struck_styles
            self.first_in_row += [
                ((self.row, self.column + n), special if special is not None else value, percent, struck) for n in range(1, count + 1)
            ]
        self.column += count
        self.texts.clear()

    def _bound(self, count: int, row: int, column: int) -> None:
        self.unfolded += count * self.repeat_row
        if row > ROWS or column > COLUMNS:
            raise Refused(faults.OUTSIDE_GRID, sheet=self.sheets[-1].name, address=f"{row},{column}")
        if self.unfolded > (_UNFOLDED if count * self.repeat_row > 1 else CELLS_LIMIT):
            raise Refused(faults.BOMB, sheet=self.sheets[-1].name, reason=REASONS["cells"])

    def _end_row(self) -> None:
        page = self.sheets[-1]
        for again in range(self.repeat_row if self.first_in_row else 0):
            for (row, column), value, percent, struck in self.first_in_row:
                at = (row + again, column)
                if isinstance(value, (CellError, Uncalculated)):
                    page.specials[at] = value
                else:
                    page.cells[at] = value
                if percent:
                    page.percents.append(at)
                if struck:
                    page.struck.append(at)
        self.row += self.repeat_row - 1


def look_at_ods(content: bytes) -> OdsLook:
    """The tables of an ods. Faults: S012, S013, S024, S025."""
    walk = OdsLook()
    parser: expat.XMLParserType = new_parser()
    parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = walk.start, walk.end, walk.text
    run(parser, content)
    return walk


def _locals(attributes: Attributes) -> Attributes:
    """By local name; ``office:value-type`` wins over LibreOffice's own ``calcext:value-type``, which is kept as ``extended-type``."""
    plain = {local(key): value for key, value in attributes.items() if not key.startswith("calcext:")}
    plain["extended-type"] = attributes.get("calcext:value-type", "")
    return plain


def _number(attributes: Attributes, key: str, otherwise: int) -> int:
    text = attributes.get(key, "")
    return max(1, int(text)) if text.isascii() and text.isdecimal() and len(text) < 9 else otherwise


_BETWEEN = re.compile(rb">[ \t\r\n]+<")
_EDGES = frozenset({"p"})
_WITNESS_BOX = 2_000_000


def read_ods(data: bytes, kind: FileKind, name: str) -> tuple[RawBook, list[Fault]]:
    """The workbook. Faults: S002–S004, S012–S014, S024, S027, S028, S040–S044, S062–S066, S070, S071. Raises Refused."""
    package = open_package(data)
    if package.has("meta-inf/manifest.xml") and b"encryption-data" in package.read("meta-inf/manifest.xml"):
        raise Refused(faults.ENCRYPTED)
    content = package.read("content.xml")
    refuse_declarations(content)
    parts = {part: package.read(part) for part in package.parts if part.endswith(".xml")}
    refuse_marked_parts(parts.values())
    _refuse_marked_styles(parts.get("styles.xml", b""))
    look = look_at_ods(content)
    marks = merged(marks_in_defined_name(look.named), marks_in_properties(package.read("meta.xml") if package.has("meta.xml") else b""))
    doubts = _doubts(data, package, look.sheets, name)
    book, found = settle_pages(look.sheets, kind, marks, name)
    return book, doubts + found


def _refuse_marked_styles(part: bytes) -> None:
    """Page headers and footers stand among the styles."""
    if may_hold_a_mark(part):
        refuse_declarations(part)
        refuse_marked_text((text for _, _, text in each(part, _EDGES)), heading=True)


def _dense(package: Package) -> bytes:
    """The package without the blanks between the elements of its content."""
    parts = ((info, package.read(part)) for part, info in package.parts.items())
    return stored_package((info, _BETWEEN.sub(b"><", part) if info.filename == "content.xml" else part) for info, part in parts)


def _doubts(data: bytes, package: Package, pages: list[SheetPage], name: str) -> list[Fault]:
    """Sheets where calamine finds another number of cells; without calamine there is no second opinion."""
    if not CALAMINE or any(page.box > _WITNESS_BOX for page in pages):
        return []

    def counts(book: Any) -> list[int]:
        return [grid_of(book.get_sheet_by_index(number)).count() for number in range(len(book.sheet_names))]

    counted = with_calamine(data, "ods", counts)
    if counted is None:  # a pretty-printed file is more than it can take
        counted = with_calamine(_dense(package), "ods", counts)
    if counted is None or len(counted) != len(pages):
        return [faults.WITNESS_MISMATCH.at(Place(file=name), counted=sum(page.stored for page in pages), read=sum(counted or ()))]
    return [
        faults.WITNESS_MISMATCH.at(Place(file=name, sheet=page.name), counted=read, read=page.stored)
        for page, read in zip(pages, counted, strict=True)
        if not page.agrees(read)
    ]
