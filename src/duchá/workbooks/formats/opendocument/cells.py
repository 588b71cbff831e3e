"""The cells of one ods table, and how a cell's attributes and text become a value."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from duchá.workbooks import faults
from duchá.workbooks.answer.grid import Grid, grid_from
from duchá.workbooks.answer.refused import Refused
from duchá.workbooks.answer.sheet import Around, Special
from duchá.workbooks.answer.wording import REASONS
from duchá.workbooks.inside.xml import Attributes
from duchá.workbooks.look.sheet import BOX_LIMIT
from duchá.workbooks.model import Box, CellError, CellValue, SheetState, Uncalculated


@dataclass(slots=True)  # house: filled cell by cell while a part is parsed
class OdsSheet:
    """One table while it is being read."""

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
