"""How the columns of a found table are to be read, worked out once a table."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

from duchá.rulebook.form import Column, ColumnKind, ColumnRole, FilledBy, Form
from duchá.submissions.cells.labels import label_of
from duchá.submissions.find.vocabulary import SameForm
from duchá.submissions.keys import key
from duchá.submissions.model import FoundTable
from duchá.submissions.places import RowPlaces, Spots
from duchá.terms.text import is_blank
from duchá.workbooks.sheets.model import CellValue, RawSheet

_TEXT_KINDS = (
    *(
        ColumnKind.TEXT,
        ColumnKind.LONG_TEXT,
        ColumnKind.UNIT,
        ColumnKind.UNITS,
        ColumnKind.BODY,
        ColumnKind.PERSON,
        ColumnKind.SEAL,
        ColumnKind.PHONE,
    ),
)
_SAYS_NONE = (ColumnRole.ITEM, ColumnRole.PROBLEM, ColumnRole.SYSTEM)
Fills = Mapping[tuple[int, int], int]  # cell inside a vertical merge → the row its value stands in


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedColumn:
    """One column: where it stands and how it is read. ``says_none``: a sentence in it may mean that there is none."""

    id: str
    at: int
    column: Column
    is_text: bool
    says_none: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """The columns of a table in sheet order, without the number column, which is ``sequence`` (0 = none); the same for every return that
    has them in the same places. ``asked``: which of them hold what the blank has printed. ``example`` is what the first column says in the form's example row."""

    columns: tuple[PlannedColumn, ...]
    ids: tuple[str, ...]
    says_none: tuple[int, ...]
    sequence: int
    labels: Mapping[str, str]
    places: Mapping[str, int]
    examples: tuple[tuple[int, str], ...]
    example: str
    item: PlannedColumn | None
    problem: PlannedColumn | None
    system: PlannedColumn | None
    rectified: PlannedColumn | None
    sub_unit: PlannedColumn | None
    all_text: bool
    asked: tuple[int, ...] = ()

    @property
    def counted(self) -> PlannedColumn | None:
        """The column whose entries are counted: problems, or systems."""
        return self.problem or self.system


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A table to be read. ``simple``: nothing but the number column and the others side by side, no merge, added column, comment or
    struck cell to be looked after, so that a row of plain texts can be read at once; ``start``–``stop`` and ``number_at`` index such a row.
    """

    sheet: RawSheet
    table: FoundTable
    form: Form
    shape: Shape
    spots: Spots
    extra: tuple[tuple[int, str], ...]
    simple: bool
    start: int
    stop: int
    number_at: int
    fills: Fills
    across: Mapping[int, tuple[tuple[int, int], ...]]
    year: int

    def values(self, row: int) -> list[CellValue]:
        """The cells of a row, in the order of the columns."""
        cells, left = self.sheet.rows[row - self.sheet.top], self.sheet.left
        length = len(cells)
        values = [cells[planned.at - left] if 0 <= planned.at - left < length else None for planned in self.shape.columns]
        for id, also in self.table.also.items():
            values[self.shape.ids.index(id)] = self._together(row, (self.table.columns[id], *also))
        for id, instead in self.table.instead.items():
            at = self.shape.ids.index(id)
            if is_blank(values[at]) and any(not is_blank(value) for value in values):
                values[at] = next((value for column in instead if not is_blank(value := self.sheet.value(row, column))), values[at])
        return values

    def _together(self, row: int, columns: tuple[int, ...]) -> CellValue:
        """What stands under one title in several columns: the one cell that is filled, or the texts of all, line by line."""
        found = [value for column in columns if not is_blank(value := self.sheet.value(row, column))]
        if len(found) < 2:
            return found[0] if found else None
        return "\n".join(map(str, found))

    def places(self, row: int) -> RowPlaces:
        """The places of a row's cells; of one that was read from another column, that column's."""
        moved = {
            id: next(column for column in columns if not is_blank(self.sheet.value(row, column)))
            for id, columns in (*self.table.also.items(), *self.table.instead.items())
            if is_blank(self.sheet.value(row, self.table.columns[id]))
            and any(not is_blank(self.sheet.value(row, column)) for column in columns)
        }
        return RowPlaces(replace(self.spots, columns={**self.spots.columns, **moved}) if moved else self.spots, row)

    def number(self, row: int) -> CellValue:
        """The number cell of a row."""
        return self.sheet.value(row, self.shape.sequence) if self.shape.sequence else None


def make_plan(sheet: RawSheet, table: FoundTable, form: Form, year: int) -> Plan:
    """The plan of a found table."""
    shape = _shape(SameForm(form), tuple(table.columns.items()))
    fills, across = _merges(sheet, table, shape.columns)
    start, count = (shape.columns[0].at - sheet.left, len(shape.columns)) if shape.columns else (0, 0)
    plain = shape.all_text and shape.sequence > 0 and count > 0 and shape.columns[-1].at - sheet.left == start + count - 1
    return Plan(
        sheet=sheet,
        table=table,
        form=form,
        shape=shape,
        spots=Spots(sheet=sheet.name, columns=shape.places, labels=shape.labels, transposed=table.transposed),
        extra=tuple(sorted(table.extra.items())),
        simple=plain and not (fills or across or table.extra or table.also or sheet.comments or sheet.struck),
        start=start,
        stop=max(start + count, shape.sequence - sheet.left + 1),
        number_at=shape.sequence - sheet.left,
        fills=fills,
        across=across,
        year=year,
    )


@lru_cache(maxsize=256)
def _shape(same: SameForm, places: tuple[tuple[str, int], ...]) -> Shape:
    found = {id: same.form.column(id) for id, _ in places}
    sequence = next((id for id, column in found.items() if column.role is ColumnRole.SEQUENCE), "")
    columns = tuple(
        PlannedColumn(
            id=id,
            at=at,
            column=found[id],
            is_text=found[id].kind in _TEXT_KINDS,
            says_none=found[id].role in _SAYS_NONE,
        )
        for id, at in sorted(places, key=lambda pair: pair[1])
        if id != sequence
    )
    roles = {planned.column.role: planned for planned in reversed(columns)}
    plain = same.form.filled_by is FilledBy.OFFICE or bool(
        same.form.preset
    )  # no example row there: what is like the examples is a row like others
    return Shape(
        columns=columns,
        ids=tuple(planned.id for planned in columns),
        says_none=tuple(at for at, planned in enumerate(columns) if planned.says_none),
        sequence=dict(places).get(sequence, 0),
        labels={id: label_of(column) for id, column in found.items()},
        places=dict(places),
        examples=tuple((planned.at, key(planned.column.example)) for planned in columns if planned.column.example and not plain),
        example=columns[0].column.example if columns and not plain else "",
        item=roles.get(ColumnRole.ITEM),
        problem=roles.get(ColumnRole.PROBLEM),
        system=roles.get(ColumnRole.SYSTEM),
        rectified=roles.get(ColumnRole.RECTIFICATION),
        sub_unit=roles.get(ColumnRole.SUB_UNIT),
        all_text=all(planned.is_text for planned in columns),
        asked=tuple(at for at, planned in enumerate(columns) if planned.column.role is ColumnRole.ASKED),
    )


def _merges(
    sheet: RawSheet, table: FoundTable, columns: tuple[PlannedColumn, ...]
) -> tuple[Fills, Mapping[int, tuple[tuple[int, int], ...]]]:
    """Vertical merges inside the body (B12) and merges over two columns of it (B13)."""
    if not sheet.merges or not table.body:
        return {}, {}
    ats = [planned.at for planned in columns]
    first, last, own = table.body[0], table.body[-1], {*table.columns.values(), *table.extra}
    fills: dict[tuple[int, int], int] = {}
    across: dict[int, tuple[tuple[int, int], ...]] = {}
    for top, left, bottom, right in sheet.merges:
        if bottom < first or top > last or top < first:
            continue
        if bottom > top and left in own:
            fills.update(((row, left), top) for row in range(top + 1, min(bottom, last) + 1))
        if right > left and sum(1 for at in ats if left <= at <= right) > 1:
            across[top] = (*across.get(top, ()), (left, right))
    return fills, across
