"""What the blank of a period has filled in already: its printed rows, and what the rulebook carries over from earlier returns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from duchá.rulebook.form import CarriedFrom, Column, ColumnKind, Form
from duchá.terms.content_json import content_from_json
from duchá.terms.period import Period, a_year_before, preceding
from duchá.terms.quantity import Content, Quantity, Words

Rows = Sequence[Mapping[str, Content]]
PrintedRow = Mapping[str, str | Decimal]
_NUMBERS = (ColumnKind.COUNT, ColumnKind.AMOUNT, ColumnKind.PERCENT)


def rows_of_body(body: Mapping[str, Any], form: str) -> Rows:
    """The rows of a form as the journal keeps them, by column id."""
    return tuple({id: content_from_json(cell) for id, cell in row["cells"].items()} for row in body.get("forms", {}).get(form, ()))


def periods_needed(form: Form, period: Period) -> frozenset[Period]:
    """The earlier periods from which something is carried over."""
    return frozenset(_period_of(column, period) for column in form.columns if column.carry is not None)


def printed_rows(form: Form, period: Period, earlier: Mapping[Period, Rows]) -> tuple[PrintedRow, ...]:
    """The rows that the blank of a period comes with; ``earlier`` are the rows that count of the periods needed, where there are any.

    They are the form's own printed rows, else those of the list that is carried over from the period before (a column that carries itself), else as many as
    the period before had. A value is carried from the row that says the same in the columns that name it, else from the row in the same place.
    Blank: what the earlier return has not, and a number of the period before where that lies in another year.
    """
    naming = tuple(dict.fromkeys(name for name in form.preset_columns)) or tuple(
        column.id
        for column in form.columns
        if column.carry is not None and column.carry.column == column.id and column.kind not in _NUMBERS
    )
    before = earlier.get(preceding(period), ())
    if form.preset:
        rows: list[dict[str, str | Decimal]] = [dict(zip(form.preset_columns, texts, strict=False)) for texts in form.preset]
    else:
        rows = [{id: value for id in naming if (value := _value(row.get(id))) is not None} for row in before]
    for at, row in enumerate(rows):
        for column in form.columns:
            if column.carry is None or column.id in row:
                continue
            since = _period_of(column, period)
            if column.carry.from_ is CarriedFrom.PREVIOUS and column.kind in _NUMBERS and since.start.year != period.start.year:
                continue
            source = _same_row(row, at, naming, earlier.get(since, ()))
            value = _value(source.get(column.carry.column)) if source is not None else None
            if value is not None:
                row[column.id] = value
    return tuple(row for row in rows if row)


def _period_of(column: Column, period: Period) -> Period:
    assert column.carry is not None  # asked by whoever calls
    return preceding(period) if column.carry.from_ is CarriedFrom.PREVIOUS else a_year_before(period)


def _same_row(row: PrintedRow, at: int, naming: Sequence[str], earlier: Rows) -> Mapping[str, Content] | None:
    if naming:
        return next((other for other in earlier if all(_value(other.get(id)) == row.get(id) for id in naming)), None)
    return earlier[at] if at < len(earlier) else None


def _value(content: Content | None) -> str | Decimal | None:
    match content:
        case Quantity():
            return content.amount
        case Words(text):
            return text
        case _:
            return None
