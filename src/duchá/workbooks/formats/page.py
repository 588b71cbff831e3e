"""A sheet that is read cell by cell (ods, SpreadsheetML): what was seen of it so far, and what becomes of it in the end."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from duchá.terms.fault import Fault
from duchá.workbooks.look.sheet import BOX_LIMIT
from duchá.workbooks.package.marks import MARK_SHEET, marks_in_rows, merged
from duchá.workbooks.sheets import faults
from duchá.workbooks.sheets.classified import refuse_marked
from duchá.workbooks.sheets.grid import Grid, grid_from
from duchá.workbooks.sheets.model import Box, CellError, CellValue, FileKind, RawBook, RawSheet, SheetState
from duchá.workbooks.sheets.refused import Refused
from duchá.workbooks.sheets.settle import Around, Special, hidden_sheet, settle_sheet
from duchá.workbooks.sheets.wording import REASONS


@dataclass(slots=True)  # house: filled cell by cell while a part is parsed
class SheetPage:
    """One sheet while it is being read."""

    name: str
    state: SheetState = SheetState.VISIBLE
    cells: dict[tuple[int, int], CellValue] = field(default_factory=dict)
    specials: dict[tuple[int, int], Special] = field(default_factory=dict)
    merges: list[Box] = field(default_factory=list)
    hidden_rows: list[int] = field(default_factory=list)
    hidden_columns: list[int] = field(default_factory=list)
    percents: list[tuple[int, int]] = field(default_factory=list)
    comments: dict[tuple[int, int], str] = field(default_factory=dict)
    pictures: int = 0
    text_boxes: list[str] = field(default_factory=list)
    struck: list[tuple[int, int]] = field(default_factory=list)

    @property
    def box(self) -> int:
        """Cells of the rectangle around the values."""
        if not self.cells:
            return 0
        rows, columns = [row for row, _ in self.cells], [column for _, column in self.cells]
        return (max(rows) - min(rows) + 1) * (max(columns) - min(columns) + 1)

    @property
    def stored(self) -> int:
        """Cells with a value."""
        return len(self.cells)

    def agrees(self, counted: int) -> bool:
        """True where another reader's count fits; an error cell may count there as text or as blank."""
        return len(self.cells) <= counted <= len(self.cells) + sum(isinstance(special, CellError) for special in self.specials.values())

    def grid(self) -> Grid:
        """The values as a grid; Refused where one far cell makes it too large."""
        if not self.cells:
            return Grid()
        if self.box > BOX_LIMIT:
            raise Refused(faults.BOMB, sheet=self.name, reason=REASONS["cells"])
        top, left = min(row for row, _ in self.cells), min(column for _, column in self.cells)
        lines: list[list[CellValue]] = [[] for _ in range(max(row for row, _ in self.cells) - top + 1)]
        for (row, column), value in self.cells.items():
            line = lines[row - top]
            line.extend([None] * (column - left + 1 - len(line)))
            line[column - left] = value
        return grid_from(lines, top, left)

    def around(self) -> Around:
        return Around(
            specials=self.specials,
            merges=self.merges,
            hidden_rows=self.hidden_rows,
            hidden_columns=self.hidden_columns,
            percents=self.percents,
            struck=self.struck,
            comments=self.comments,
            pictures=self.pictures,
            text_boxes=tuple(self.text_boxes),
        )


def settle_pages(pages: Iterable[SheetPage], kind: FileKind, marks: Mapping[str, str], name: str) -> tuple[RawBook, list[Fault]]:
    """The workbook of these sheets: hidden ones named, our own one turned into marks. Raises Refused where nothing stands in any."""
    sheets: list[RawSheet] = []
    found: list[Fault] = []
    pages = tuple(pages)
    for page in pages:
        if page.name == MARK_SHEET:
            marks = merged(marks_in_rows(page.grid().rows), marks)
        elif page.state is not SheetState.VISIBLE:
            refuse_marked(settle_sheet(page.name, page.grid(), page.around(), name)[0])
            sheet, note = hidden_sheet(page.name, page.state, len({row for row, _ in page.cells}), name)
            sheets.append(sheet)
            found.append(note)
        else:
            sheet, notes = settle_sheet(page.name, page.grid(), page.around(), name)
            refuse_marked(sheet)
            sheets.append(sheet)
            found += notes
    if not any(page.cells or page.specials for page in pages if page.name != MARK_SHEET):
        pictures = sum(page.pictures for page in pages)
        raise Refused(faults.SCAN_ONLY, pictures=pictures) if pictures else Refused(faults.NOTHING_INSIDE)
    return RawBook(kind=kind, sheets=tuple(sheets), marks=dict(marks)), found
