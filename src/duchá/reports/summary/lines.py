"""The rows that count: one Line for each row of an accepted submission, with its unit, place, class and tags."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from duchá.campaign.model import Campaign
from duchá.ledger.matter import Marks, Matter
from duchá.ledger.problems import Problem
from duchá.receipts.matrix import ReceiptStanding, ReceiptState
from duchá.receipts.receipts import Receipt
from duchá.reports.page import Cell
from duchá.rulebook.form import Column, ColumnKind, ColumnRole, FilledBy, Form
from duchá.terms.measures import plain_number
from duchá.terms.unit import Unit

TYPED = "{title}原填{text}"

Body = Mapping[str, Any]
Told = Mapping[tuple[int, str, int], tuple[Marks, bool]]  # receipt, form, number of the row → its marks, and whether it counts


@dataclass(frozen=True, slots=True, kw_only=True)
class SummaryRow:
    """一行: one row of an accepted submission.

    ``problem`` is True where it counts as a problem, ``repeated`` where it tells one that another row counts for (a supplement says it
    again); ``klass`` is then the id of its class of rectification (UNCLEAR = 无法判断), ``categories``, their ``parts`` and ``channel`` are names of tags.
    ``cell`` is where its main column stands. ``older`` marks a row that comes from an accepted version although a newer one was sent
    back or is held.
    """

    unit: Unit
    form: Form
    receipt: Receipt
    number: int
    written_number: str
    sub_unit: str
    cells: Mapping[str, Cell]
    cell: str
    problem: bool
    repeated: bool
    klass: str
    categories: tuple[str, ...]
    parts: tuple[str, ...]
    channel: str
    acted_on: date | None
    extra: Mapping[str, str]
    marks: tuple[str, ...]
    older: bool


def told_by(problems: Iterable[Problem], matters: Iterable[Matter]) -> Told:
    """Which rows tell of the problems of the ledger: the last row of each counts, with the marks that it has there."""
    marks = {matter.id: matter.marks for matter in matters}
    found: dict[tuple[int, str, int], tuple[Marks, bool]] = {}
    for problem in problems:
        if not problem.withdrawn:
            for receipt, number in problem.rows:
                found[receipt, problem.form, number] = (marks.get(problem.id, Marks()), (receipt, number) == problem.rows[-1])
    return found


def bodies_needed(standings: Iterable[ReceiptStanding]) -> tuple[int, ...]:
    """The journal entries whose bodies hold the rows that count, each once, units in roster order. Paper has none until it is typed."""
    return tuple(dict.fromkeys(receipt.body_seq for standing in standings for receipt in standing.accepted if not receipt.untyped))


def lines_of(
    campaign: Campaign, standings: Sequence[ReceiptStanding], bodies: Iterable[tuple[int, Body]], told: Told
) -> Iterator[SummaryRow]:
    """The lines of all accepted submissions: units in roster order, receipts in the order they count, rows as they stood.

    ``bodies`` come in the order of `bodies_needed`; ``told`` are the rows that the ledger has as problems: nothing is counted here.
    A zero report (零报告) has no lines: its 无 is not a problem (DT-17).
    """
    wanted: dict[int, list[tuple[ReceiptStanding, Receipt]]] = {}
    for standing in standings:
        for receipt in standing.accepted:
            wanted.setdefault(receipt.body_seq, []).append((standing, receipt))
    forms = {form.id: form for form in campaign.forms(FilledBy.UNIT)}
    for seq, body in bodies:
        for standing, receipt in wanted[seq]:
            form = forms.get(standing.owed.deliverable.form)
            if form is not None and not is_nil(receipt, form):
                yield from _lines((standing, receipt, form), body["forms"].get(form.id, ()), told)


def is_nil(receipt: Receipt, form: Form) -> bool:
    """True when the receipt's form is a zero report."""
    filled = receipt.payload.get("forms", {}).get(form.id)
    return bool(filled and filled["zero_report"])


def _lines(of: tuple[ReceiptStanding, Receipt, Form], rows: Iterable[Body], told: Told) -> Iterator[SummaryRow]:
    standing, receipt, form = of
    main = main_column(form)
    older = standing.state in (ReceiptState.SENT_BACK, ReceiptState.HELD)
    columns = {column.id: column for column in form.columns}
    nothing = (Marks(), False)
    for row in rows:
        cells, key = row["cells"], (receipt.number, form.id, row["number"])
        marks, counts = told.get(key, nothing)
        yield SummaryRow(
            unit=standing.unit,
            form=form,
            receipt=receipt,
            number=row["number"],
            written_number=row["written_number"],
            sub_unit=row.get("sub_unit", ""),
            cells={id: content(columns[id], cell) for id, cell in cells.items() if id in columns},
            cell=f"{row['sheet']}!{cells[main.id]['cell'] if main.id in cells else row['row']}",
            problem=counts,
            repeated=key in told and not counts,
            klass=marks.klass,
            categories=marks.categories,
            parts=marks.parts,
            channel=marks.channel,
            acted_on=marks.acted_on,
            extra=row.get("extra", {}),
            marks=(*row.get("marks", ()), *_typed_otherwise(columns, cells)),
            older=older,
        )


def _typed_otherwise(columns: Mapping[str, Column], cells: Body) -> Iterator[str]:
    """What was typed in another measure, or as a rate in another writing, beside the number that is printed."""
    for id, cell in cells.items():
        column = columns.get(id)
        if (
            column is None
            or not cell.get("amount")
            or not (column.kind is ColumnKind.PERCENT or (cell.get("measure") and column.counted_in))
        ):
            continue
        if plain_number(Decimal(cell["amount"])) not in cell["text"]:
            yield TYPED.format(title=column.title, text=cell["text"])


def main_column(form: Form) -> Column:
    """The column that a row is known by: the problem's, the system's, else the first that is no number."""
    for role in (ColumnRole.PROBLEM, ColumnRole.SYSTEM, ColumnRole.ITEM):
        if (column := form.with_role(role)) is not None:
            return column
    return next((column for column in form.columns if column.role is not ColumnRole.SEQUENCE), form.columns[0])


def content(column: Column, cell: Body) -> Cell:
    """A cell as the summary shows it: a real date or number where the column holds such and one was read, else the text as written."""
    if column.kind is ColumnKind.DATE and cell.get("day"):
        return date.fromisoformat(cell["day"])
    if column.kind is ColumnKind.PERCENT and cell.get("amount"):  # one form in print, however it was typed
        return f"{plain_number(Decimal(cell['amount']))}%"
    if column.kind in (ColumnKind.COUNT, ColumnKind.AMOUNT) and cell.get("amount"):
        return Decimal(cell["amount"])
    return str(cell["text"]) or None
