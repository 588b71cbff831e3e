"""One pass of expat over a sheet part: how many cells, where, and all that the fast reader hides."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from xml.parsers import expat

from duchá.terms.place import address, parse_address
from duchá.workbooks.look.styles import Styles
from duchá.workbooks.package.xml import Attributes, new_parser, run
from duchá.workbooks.sheets import faults
from duchá.workbooks.sheets.model import Box, CellError, Picture, Uncalculated
from duchá.workbooks.sheets.refused import Refused
from duchá.workbooks.sheets.wording import REASONS

ROWS, COLUMNS = 1_048_576, 16_384
BOX_LIMIT = 16_500_000
CELLS_LIMIT = 5_000_000
_MERGES_LIMIT = 200_000
_GRID = re.compile(r"(?:[A-Z]{1,3}[1-9][0-9]{0,6} )*")
_ONE = re.compile(r"[A-Z]{1,3}[1-9][0-9]{0,6}")
_DIGITS = str.maketrans("", "", "0123456789")
_LETTERS = str.maketrans("", "", "ABCDEFGHIJKLMNOPQRSTUVWXYZ")
_TYPED = re.compile(r"[^!(\"']*[\u4e00-\u9fff][^!(\"']*")  # text that a spreadsheet took for a formula (C27)
_IMAGE = re.compile(r'DISPIMG\(\s*"([^"]*)"')
_TRUE = ("1", "true")
_HEADERS = ("oddHeader", "evenHeader", "firstHeader", "oddFooter", "evenFooter", "firstFooter")

Special = CellError | Uncalculated | Picture


@dataclass(slots=True)  # house: filled cell by cell while a part is parsed
class SheetLook:
    """What stands in a sheet part. ``full`` counts cells with a stored value, error cells included."""

    full: int = 0
    specials: dict[tuple[int, int], Special] = field(default_factory=dict)
    used_rows: int = 0
    first: tuple[int, int] = (0, 0)
    last: tuple[int, int] = (0, 0)
    merges: set[Box] = field(default_factory=set)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    percents: set[tuple[int, int]] = field(default_factory=set)
    struck: set[tuple[int, int]] = field(default_factory=set)
    signals: int = 0
    headers: str = ""

    @property
    def box(self) -> int:
        """How many cells the smallest rectangle around the values has."""
        return (self.last[0] - self.first[0] + 1) * (self.last[1] - self.first[1] + 1) if self.full else 0

    @property
    def expected(self) -> int:
        """How many non-blank values a reader that hides error cells must find."""
        return self.full - sum(isinstance(special, CellError) for special in self.specials.values())


class _Walk:
    """The handlers. The two hot branches (a cell, its value) do as little as they can; the rest waits for the end of a row."""

    def __init__(self, parser: expat.XMLParserType, styles: Styles) -> None:
        self.parser, self.styles, self.look = parser, styles, SheetLook()
        self.cells: list[Attributes] = []
        self.full: list[Attributes] = []
        self.cell: Attributes = {}
        self.formula: list[str] | None = None
        self.value: list[str] | None = None
        self.columns: set[str] = set()
        self.rows: set[str] = set()
        self.row = self.row_start = self.seen = 0
        parser.StartElementHandler = self._root

    def _root(self, name: str, _: Attributes) -> None:
        prefix = name[: name.rfind(":") + 1]
        self.c, self.v = prefix + "c", prefix + "v"
        self.others = {
            prefix + "row": self._row, prefix + "f": self._formula, prefix + "is": self._inline,
            prefix + "mergeCell": self._merge, prefix + "col": self._column,
        }  # fmt: skip
        self.others |= {prefix + header: self._header for header in _HEADERS}
        self.parser.StartElementHandler = self.start

    def start(self, name: str, attributes: Attributes) -> None:
        if name == self.c:
            if self.value is not None or self.formula is not None:
                self._settle()
            self.cell = attributes
            self.cells.append(attributes)
        elif name == self.v:
            cell = self.cell
            self.full.append(cell)
            if self.formula is not None or cell.get("t") == "e":
                self.value = []
                self.parser.CharacterDataHandler = self.value.append
        elif (other := self.others.get(name)) is not None:
            other(attributes)

    def _row(self, attributes: Attributes) -> None:
        self._settle()
        number = attributes.get("r", "")
        if number and not number.isdecimal():
            raise Refused(faults.OUTSIDE_GRID, address=number[:20])
        if self.cells and "r" not in self.cells[-1]:
            self._number_cells()
        if len(self.cells) > 4000:
            self.flush()
        self.row_start = len(self.cells)
        self.row = int(number) if number else self.row + 1
        if attributes.get("hidden") in _TRUE:
            self.look.hidden_rows.add(self.row)

    def _number_cells(self) -> None:
        """Cells may leave out their address: then they follow their neighbour."""
        at = 0
        for cell in self.cells[self.row_start :]:
            if "r" in cell:
                at = parse_address(cell["r"])[1]
            else:
                at += 1
                cell["r"] = address(self.row, at)

    def _formula(self, _: Attributes) -> None:
        self.formula = []
        self.parser.CharacterDataHandler = self.formula.append

    def _inline(self, _: Attributes) -> None:
        self.full.append(self.cell)

    def _header(self, _: Attributes) -> None:
        self._settle()
        self.value = []
        self.cell = {"t": "header"}
        self.parser.CharacterDataHandler = self.value.append

    def _settle(self) -> None:
        """A formula or error cell is complete: what does it hold?"""
        formula, value, cell = self.formula, self.value, self.cell
        if formula is None and value is None:
            return
        self.formula = self.value = self.parser.CharacterDataHandler = None
        text = "".join(value or ())
        if cell.get("t") == "header":
            self.look.headers += text + "\n"
        elif cell.get("t") == "e":
            self._settle_error("".join(formula or ()), text, cell)
        elif formula is not None:
            self._settle_formula("".join(formula), text, value is not None, cell)

    def _settle_error(self, formula: str, text: str, cell: Attributes) -> None:
        """An error; but #NAME? of words that nobody meant as a formula is the formula's text, to be recovered."""
        if text == "#NAME?" and _TYPED.fullmatch(formula):
            self.full.pop()
            self._special(cell, Uncalculated(formula))
        else:
            self._special(cell, CellError(text))

    def _settle_formula(self, formula: str, text: str, has_value: bool, cell: Attributes) -> None:
        image = _IMAGE.search(formula)
        if not text and has_value:
            self.full.pop()
        if image is not None:
            self._special(cell, Picture(image[1]))
        elif not text and not (has_value and cell.get("t") == "str"):
            self._special(cell, Uncalculated(formula))

    def _special(self, cell: Attributes, special: Special) -> None:
        if "r" not in cell:
            self._number_cells()
        self.look.specials[parse_address(cell["r"])] = special

    def _merge(self, attributes: Attributes) -> None:
        first, _, last = attributes.get("ref", "").partition(":")
        (top, left), (bottom, right) = parse_address(first), parse_address(last or first)
        if top and bottom and len(self.look.merges) < _MERGES_LIMIT:
            self.look.merges.add((min(top, bottom), min(left, right), max(top, bottom), max(left, right)))

    def _column(self, attributes: Attributes) -> None:
        if attributes.get("hidden") in _TRUE:
            low, high = attributes.get("min", ""), attributes.get("max", "")
            if low.isdecimal() and high.isdecimal():
                self.look.hidden_columns.update(range(max(1, int(low)), min(COLUMNS, int(high)) + 1))

    def flush(self) -> None:
        """Check and count the cells gathered so far."""
        if self.cells and "r" not in self.cells[-1]:
            self._number_cells()
        addresses = " ".join([cell.get("r", "?") for cell in self.cells]) + " "
        self.seen += len(self.cells)
        if self.seen > CELLS_LIMIT:
            raise Refused(faults.BOMB, reason=REASONS["cells"])
        if self.cells and _GRID.fullmatch(addresses) is None:
            raise Refused(faults.OUTSIDE_GRID, address=next(a for a in addresses.split(" ") if not _ONE.fullmatch(a))[:20])
        self._check_grid(addresses)
        filled = " ".join([cell["r"] for cell in self.full])
        self.columns.update(filled.translate(_DIGITS).split())
        self.rows.update(filled.translate(_LETTERS).split())
        self.look.full += len(self.full)
        self._note_styles()
        self.cells.clear()
        self.full.clear()

    @staticmethod
    def _check_grid(addresses: str) -> None:
        for letters in set(addresses.translate(_DIGITS).split()):
            if parse_address(letters + "1")[1] > COLUMNS:
                raise Refused(faults.OUTSIDE_GRID, address=letters)
        if any(int(row) > ROWS for row in set(addresses.translate(_LETTERS).split())):
            raise Refused(faults.OUTSIDE_GRID, address=max(addresses.split(), key=lambda cell: parse_address(cell)[0]))

    def _note_styles(self) -> None:
        styles, look = self.styles, self.look
        for kept, wanted in ((look.percents, styles.percent), (look.struck, styles.struck)):
            if wanted:
                kept.update([parse_address(cell["r"]) for cell in self.full if cell.get("s") in wanted])
        if styles.signal:
            look.signals += sum([cell.get("s") in styles.signal for cell in self.full])

    def finish(self) -> SheetLook:
        self._settle()
        self.flush()
        if self.rows:
            rows, columns = [int(row) for row in self.rows], [parse_address(letters + "1")[1] for letters in self.columns]
            self.look.used_rows = len(rows)
            self.look.first, self.look.last = (min(rows), min(columns)), (max(rows), max(columns))
        return self.look


def look_at_sheet(part: bytes, styles: Styles) -> SheetLook:
    """What stands in one sheet part. Faults: S012, S013, S024, S025."""
    parser = new_parser()
    walk = _Walk(parser, styles)
    run(parser, part)
    return walk.finish()
