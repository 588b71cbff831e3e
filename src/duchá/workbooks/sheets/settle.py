"""A grid and what was seen around it → a RawSheet, with the notes that a clerk should read."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field

from duchá.terms.fault import Fault, FaultKind
from duchá.terms.place import Place, address
from duchá.workbooks.sheets import faults
from duchá.workbooks.sheets.grid import Grid, clear_merged, cut_far_rows
from duchá.workbooks.sheets.model import Box, CellError, Picture, RawSheet, SheetState, Uncalculated

LIST_COMMA = "、"

AND_MORE = "等"

ROWS_UNKNOWN = "行数不详"

ROWS_KNOWN = "约 {rows} 行"

_NAMED = 10
Special = CellError | Uncalculated | Picture


@dataclass(frozen=True, slots=True, kw_only=True)
class Around:
    """What a format's reader saw besides the values."""

    state: SheetState = SheetState.VISIBLE
    specials: Mapping[tuple[int, int], Special] = field(default_factory=dict)
    merges: Collection[Box] = ()
    hidden_rows: Collection[int] = ()
    hidden_columns: Collection[int] = ()
    percents: Collection[tuple[int, int]] = ()
    struck: Collection[tuple[int, int]] = ()
    signals: int = 0
    comments: Mapping[tuple[int, int], str] = field(default_factory=dict)
    pictures: int = 0
    text_boxes: tuple[str, ...] = ()


PLAIN = Around()


def hidden_sheet(name: str, state: SheetState, rows: int | None, file: str) -> tuple[RawSheet, Fault]:
    """A hidden sheet is named, never read; ``rows`` with content where known."""
    known = ROWS_UNKNOWN if rows is None else ROWS_KNOWN.format(rows=rows)
    return RawSheet(name=name, state=state), faults.HIDDEN_SHEET.at(Place(file=file, sheet=name), sheet=name, rows=known)


def settle_sheet(name: str, grid: Grid, around: Around, file: str) -> tuple[RawSheet, list[Fault]]:
    """The sheet as the house keeps it, and the faults of its cells and of what was passed over."""
    for (row, column), special in around.specials.items():
        grid.put(row, column, special)
    place = Place(file=file, sheet=name)
    notes: list[Fault] = []
    if (far := cut_far_rows(grid)) is not None:
        gap, cells, first = far
        notes.append(faults.FAR_CELLS.at(place, gap=gap, cells=cells, address=address(*first)))
    merges, all_cleared = clear_merged(grid, around.merges)
    if not all_cleared:
        notes.append(faults.MERGES_LEFT.at(place, count=len(merges)))
    bottom = grid.top + len(grid.rows) - 1
    right = grid.left + max(map(len, grid.rows), default=0) - 1
    sheet = RawSheet(
        name=name,
        top=grid.top,
        left=grid.left,
        rows=tuple(map(tuple, grid.rows)),
        merges=tuple(merges),
        hidden_rows=frozenset(row for row in around.hidden_rows if grid.top <= row <= bottom and grid.rows[row - grid.top]),
        hidden_columns=frozenset(column for column in around.hidden_columns if grid.left <= column <= right),
        percents=frozenset(around.percents),
        struck=frozenset(around.struck),
        comments=dict(around.comments),
        pictures=around.pictures,
        text_boxes=around.text_boxes,
    )
    notes += _notes_on_cells(grid, around, place)
    notes += _notes_around(sheet, around, place)
    return sheet, notes


def cells_named(cells: Collection[tuple[int, int]]) -> str:
    """The first addresses, in reading order: C7、D8等."""
    first = LIST_COMMA.join(address(row, column) for row, column in sorted(cells)[:_NAMED])
    return first + AND_MORE if len(cells) > _NAMED else first


def _notes_on_cells(grid: Grid, around: Around, place: Place) -> Iterator[Fault]:
    kinds = ((faults.ERROR_CELL, CellError), (faults.UNCALCULATED, Uncalculated), (faults.PICTURE_IN_CELL, Picture))
    for kind, special in kinds if around.specials else ():
        cells = [at for at, value in around.specials.items() if isinstance(value, special)]
        if cells:
            yield _at_cells(kind, place, cells)
    if around.struck:
        yield _at_cells(faults.STRIKETHROUGH, place, around.struck)
    if around.signals:
        yield faults.COLOUR.at(place, count=around.signals)
    lost = [(row, column) for row, column, what in grid.odd if what == "digits"]
    if lost:
        yield _at_cells(faults.DIGITS_LOST, place, lost)
    for row, column, what in grid.odd[:1000]:
        at = Place(file=place.file, sheet=place.sheet, cell=address(row, column))
        if what == "number":
            yield faults.NOT_A_NUMBER.at(at, number=_number(grid, row, column))
        elif what.startswith("long"):
            yield faults.LONG_TEXT.at(at, length=what.removeprefix("long "))


def _number(grid: Grid, row: int, column: int) -> str:
    value = grid.rows[row - grid.top][column - grid.left]
    return value.text if isinstance(value, CellError) else str(value)


def _at_cells(kind: FaultKind, place: Place, cells: Collection[tuple[int, int]]) -> Fault:
    first = address(*min(cells))
    return kind.at(Place(file=place.file, sheet=place.sheet, cell=first), count=len(cells), cells=cells_named(cells))


def _notes_around(sheet: RawSheet, around: Around, place: Place) -> Iterator[Fault]:
    counted = (
        (faults.HIDDEN_ROWS, len(sheet.hidden_rows)),
        (faults.HIDDEN_COLUMNS, len(sheet.hidden_columns)),
        (faults.TEXT_BOX, len(around.text_boxes)),
        (faults.COMMENTS, len(around.comments)),
        (faults.PICTURES, around.pictures),
    )
    for kind, count in counted:
        if count:
            yield kind.at(place, count=count)
