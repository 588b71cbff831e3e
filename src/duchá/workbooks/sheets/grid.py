"""Cells as the readers deliver them → cells as the house keeps them: one set of rules for every format."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from duchá.workbooks.sheets.model import Box, CellError, CellValue, Picture, Uncalculated

TEXT_LIMIT = 32_767
EXACT = 10**15
GAP = 10_000
_MERGED_CELLS_LIMIT = 20_000_000


@dataclass(slots=True)  # house: grows row by row while a sheet is read
class Grid:
    """A sheet's cells while it is being read: ragged rows whose first cell stands at (``top``, ``left``)."""

    top: int = 1
    left: int = 1
    rows: list[list[CellValue]] = field(default_factory=list)
    odd: list[tuple[int, int, str]] = field(default_factory=list)  # row, column, what: number, long, digits

    def count(self) -> int:
        """How many cells hold a value."""
        return sum(len(row) - row.count(None) for row in self.rows)

    def put(self, row: int, column: int, value: CellValue) -> None:
        """Set one cell, growing the grid in any direction."""
        if not self.rows:
            self.top, self.left = row, column
        if row < self.top:
            self.rows[:0] = [[] for _ in range(self.top - row)]
            self.top = row
        if column < self.left:
            for line in self.rows:
                if line:
                    line[:0] = [None] * (self.left - column)
            self.left = column
        while len(self.rows) <= row - self.top:
            self.rows.append([])
        line = self.rows[row - self.top]
        line.extend([None] * (column - self.left + 1 - len(line)))
        line[column - self.left] = value


def grid_from(rows: Iterable[Sequence[object]], top: int, left: int) -> Grid:
    """A grid of what a reader delivered: blank text is no cell, whole floats are ints, blank tails are gone."""
    grid = Grid(top, left)
    flags: list[object] = []

    def other(value: object) -> CellValue:
        if value.__class__ is float:
            return _number(value, flags)
        if value.__class__ is str:
            flags.append(value)
            return value
        return _plain(value)

    for row in rows:
        line = [(value or None) if value.__class__ is str and len(value) <= TEXT_LIMIT else other(value) for value in row]
        while line and line[-1] is None:
            line.pop()
        grid.rows.append(line)
    while grid.rows and not grid.rows[-1]:
        grid.rows.pop()
    if flags:
        _settle_odd(grid)
    return grid


def _number(value: float, flags: list[object]) -> int | float:
    if not -EXACT < value < EXACT:  # also nan
        flags.append(value)
        return value
    return int(value) if value.is_integer() else value


def _plain(value: object) -> CellValue:
    if value is None or isinstance(value, (bool, int, date, datetime, time, timedelta, CellError, Uncalculated, Picture)):
        return value
    raise TypeError(type(value).__name__)


def _settle_odd(grid: Grid) -> None:
    """Find the flagged cells and make them harmless: no nan, no infinity, no endless text."""
    for i, line in enumerate(grid.rows):
        for j, value in enumerate(line):
            place = (grid.top + i, grid.left + j)
            if isinstance(value, float) and not math.isfinite(value):
                grid.odd.append((*place, "number"))
                line[j] = CellError(str(value))
            elif isinstance(value, float) and abs(value) >= EXACT:
                grid.odd.append((*place, "digits"))
                line[j] = int(value) if abs(value) < 10**30 and value.is_integer() else value
            elif isinstance(value, str) and len(value) > TEXT_LIMIT:
                grid.odd.append((*place, f"long {len(value)}"))
                line[j] = value[:TEXT_LIMIT]


def clear_merged(grid: Grid, merges: Iterable[Box]) -> tuple[list[Box], bool]:
    """Keep only the first cell of each merged range; gives the ranges that touch the grid, and False where they were too many."""
    bottom, right = grid.top + len(grid.rows) - 1, grid.left + max(map(len, grid.rows), default=0) - 1
    touching = sorted(box for box in merges if box[0] <= bottom and box[1] <= right and box[2] >= grid.top and box[3] >= grid.left)
    work = sum((min(box[2], bottom) - box[0] + 1) * (min(box[3], right) - box[1] + 1) for box in touching)
    if work > _MERGED_CELLS_LIMIT:
        return touching, False
    for top, left, low, far in touching:
        for row in range(max(top, grid.top), min(low, bottom) + 1):
            line = grid.rows[row - grid.top]
            start = max(left + (row == top) - grid.left, 0)
            stop = min(far - grid.left + 1, len(line))
            if start < stop:
                line[start:stop] = [None] * (stop - start)
            while line and line[-1] is None:
                line.pop()
    while grid.rows and not grid.rows[-1]:
        grid.rows.pop()
    return touching, True


def cut_far_rows(grid: Grid) -> tuple[int, int, tuple[int, int]] | None:
    """Drop what stands beyond a gap of 10,000 blank rows; gives (gap, cells dropped, row and column of the first)."""
    if len(grid.rows) <= GAP:
        return None
    blank = 0
    for i, line in enumerate(grid.rows):
        if line:
            if blank >= GAP:
                dropped = sum(len(row) - row.count(None) for row in grid.rows[i:])
                column = next(j for j, value in enumerate(line) if value is not None)
                del grid.rows[i - blank :]
                return blank, dropped, (grid.top + i, grid.left + column)
            blank = 0
        else:
            blank += 1
    return None
