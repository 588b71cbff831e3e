"""A table of spanning cells (HTML, Word) while it is being read: who stands where, and what is merged."""

from __future__ import annotations

from duchá.workbooks.sheets import faults
from duchá.workbooks.sheets.grid import Grid, grid_from
from duchá.workbooks.sheets.model import Box
from duchá.workbooks.sheets.refused import Refused
from duchá.workbooks.sheets.settle import Around
from duchá.workbooks.sheets.wording import REASONS

_COLUMNS = 16_384
_ROWS = 1_048_576


class TextTable:
    """Rows and cells in reading order; a cell that spans rows pushes the cells below it to the right."""

    def __init__(self) -> None:
        self.texts: dict[tuple[int, int], str] = {}
        self.merges: list[Box] = []
        self.hidden: list[int] = []
        self.struck: list[tuple[int, int]] = []
        self._row = self._column = 0
        self._cell: tuple[int, int] | None = None
        self._parts: list[str] = []
        self._plain = self._crossed = 0
        self._below: list[Box] = []  # spans that reach below the present row, by column

    def new_row(self, *, hidden: bool = False) -> None:
        """Begin the next row."""
        self.end_cell()
        self._row += 1
        self._column = 0
        self._below = [box for box in self._below if box[2] >= self._row]
        if hidden:
            self.hidden.append(self._row)
        if self._row > _ROWS:
            raise Refused(faults.BOMB, reason=REASONS["rows"])

    def new_cell(self, *, across: int = 1, down: int = 1) -> None:
        """Begin the next cell; a span of 0 or less counts as 1."""
        self.end_cell()
        self._row = self._row or 1
        self._column += 1
        self._skip_spanned()
        if self._column > _COLUMNS:
            raise Refused(faults.BOMB, reason=REASONS["cells"])
        across, down = min(max(across, 1), _COLUMNS), max(down, 1)
        self._cell = (self._row, self._column)
        if across > 1 or down > 1:
            box = (self._row, self._column, self._row + down - 1, self._column + across - 1)
            self.merges.append(box)
            if down > 1:
                self._below.append(box)
        self._column += across - 1

    def skip(self, across: int) -> None:
        """Leave out columns (Word: gridBefore, a cell merged into the one above)."""
        self.end_cell()
        self._row = self._row or 1
        self._column += min(max(across, 0), _COLUMNS)

    def add(self, text: str, *, struck: bool = False) -> None:
        """More text of the present cell; text between cells belongs to nobody."""
        if self._cell is not None:
            self._parts.append(text)
            if text.strip():
                self._crossed += struck
                self._plain += not struck

    def end_cell(self) -> None:
        """The present cell is complete."""
        if self._cell is not None:
            lines = (line.strip(" ") for line in "".join(self._parts).split("\n"))
            text = "\n".join(line for line in lines if line)
            if text:
                self.texts[self._cell] = text
                if self._crossed and not self._plain:
                    self.struck.append(self._cell)
        self._cell = None
        self._parts.clear()
        self._plain = self._crossed = 0

    @property
    def place(self) -> tuple[int, int]:
        """Row and last column reached."""
        return self._row, self._column

    def _skip_spanned(self) -> None:
        moved = True
        while moved:
            moved = False
            for top, left, bottom, right in self._below:
                if top < self._row <= bottom and left <= self._column <= right:
                    self._column = right + 1
                    moved = True

    def grid(self) -> Grid:
        """The cells as a grid that starts at the first used row and column."""
        if not self.texts:
            return Grid()
        top, left = min(row for row, _ in self.texts), min(column for _, column in self.texts)
        rows: list[list[str]] = [[] for _ in range(max(row for row, _ in self.texts) - top + 1)]
        for (row, column), text in self.texts.items():
            line = rows[row - top]
            line.extend([""] * (column - left + 1 - len(line)))
            line[column - left] = text
        return grid_from(rows, top, left)

    def around(self) -> Around:
        """Merges, hidden rows, struck cells."""
        return Around(merges=tuple(self.merges), hidden_rows=tuple(self.hidden), struck=tuple(self.struck))
