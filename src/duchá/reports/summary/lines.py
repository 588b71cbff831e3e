"""The rows that count: one Line for each row of an accepted submission, with its unit, place, class and tags."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any

from duchá.campaign.model import Campaign
from duchá.receipts.matrix import ReceiptState, Standing
from duchá.receipts.receipts import Receipt
from duchá.reports.page import Cell
from duchá.rulebook.form import Column, ColumnKind, ColumnRole, FilledBy, Form
from duchá.rulebook.model import WordClass
from duchá.submissions.classify import UNCLEAR, classify_rectification
from duchá.terms.unit import Unit

RECTIFICATION = "rectification"  # the kind of word class that DT-38 speaks of
DONE = "done"  # its class 已整改, the numerator of the rectification rate
CATEGORY, CHANNEL = "category", "channel"
SELF_CHECK = "self-check"  # the channel of a form that a unit fills about itself (DT-03)
NONE = "none"  # the kind of a cell that says 无

Body = Mapping[str, Any]
_ABSENT: Body = {"kind": "empty", "text": ""}  # a column that a person let pass


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """一行: one row of an accepted submission.

    ``problem`` is True where it counts as a problem; ``klass`` is then the id of its class of rectification (UNCLEAR = 无法判断).
    ``categories`` and ``channel`` are ids of tags. ``cell`` is where its main column stands. ``older`` marks a row that
    comes from an accepted version although a newer one was sent back or is held.
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
    klass: str
    categories: tuple[str, ...]
    channel: str
    extra: Mapping[str, str]
    marks: tuple[str, ...]
    older: bool


def classes_of(campaign: Campaign) -> tuple[WordClass, ...]:
    """The classes of rectification (整改归类) of the campaign's rulebooks, in the order in which they are tried."""
    found = {item.id: item for book in campaign.rulebooks for item in book.word_classes if item.kind == RECTIFICATION}
    return tuple(found.values())


def bodies_needed(standings: Iterable[Standing]) -> tuple[int, ...]:
    """The journal entries whose bodies hold the rows that count, each once, units in roster order. Paper has no rows."""
    return tuple(dict.fromkeys(receipt.body_seq for standing in standings for receipt in standing.accepted if not receipt.paper))


def lines_of(campaign: Campaign, standings: Sequence[Standing], bodies: Iterable[tuple[int, Body]]) -> Iterator[Line]:
    """The lines of all accepted submissions: units in roster order, receipts in the order they count, rows as they stood.

    ``bodies`` come in the order of `bodies_needed`. A zero report (零报告) has no lines: its 无 is not a problem (DT-17).
    """
    wanted: dict[int, list[tuple[Standing, Receipt]]] = {}
    for standing in standings:
        for receipt in standing.accepted:
            wanted.setdefault(receipt.body_seq, []).append((standing, receipt))
    forms = {form.id: form for form in campaign.forms(FilledBy.UNIT)}
    reader = _Reader(campaign)
    for seq, body in bodies:
        for standing, receipt in wanted[seq]:
            form = forms.get(standing.owed.deliverable.form)
            if form is not None and not is_nil(receipt, form):
                yield from reader.lines(standing, receipt, form, body["forms"].get(form.id, ()))


def is_nil(receipt: Receipt, form: Form) -> bool:
    """True when the receipt's form is a zero report."""
    filled = receipt.payload.get("forms", {}).get(form.id)
    return bool(filled and filled["zero_report"])


class _Reader:
    """Makes lines; holds what is the same for all of them."""

    def __init__(self, campaign: Campaign) -> None:
        classes = classes_of(campaign)
        self.classify = lru_cache(maxsize=4096)(lambda text: classify_rectification(text, classes))
        self.tags = {name: tag.id for book in campaign.rulebooks for tag in book.tags for name in (tag.id, tag.name)}

    def lines(self, standing: Standing, receipt: Receipt, form: Form, rows: Iterable[Body]) -> Iterator[Line]:
        problem, rectified = form.with_role(ColumnRole.PROBLEM), form.with_role(ColumnRole.RECTIFICATION)
        main = main_column(form)
        older = standing.state in (ReceiptState.SENT_BACK, ReceiptState.HELD)
        columns = {column.id: column for column in form.columns}
        for row in rows:
            cells = row["cells"]
            counts = problem is not None and cells.get(problem.id, _ABSENT)["kind"] != NONE
            tags = row.get("tags", {})
            yield Line(
                unit=standing.unit,
                form=form,
                receipt=receipt,
                number=row["number"],
                written_number=row["written_number"],
                sub_unit=row.get("sub_unit", ""),
                cells={id: content(columns[id], cell) for id, cell in cells.items() if id in columns},
                cell=f"{row['sheet']}!{cells[main.id]['cell'] if main.id in cells else row['row']}",
                problem=counts,
                klass=self.classify(cells.get(rectified.id, _ABSENT)["text"]) if counts and rectified is not None else UNCLEAR,
                categories=tuple(self.tags[tag] for tag in tags.get(CATEGORY, ())),
                channel=(self.tags[tags[CHANNEL]] if CHANNEL in tags else self.tags.get(SELF_CHECK, "")) if counts else "",
                extra=row.get("extra", {}),
                marks=tuple(row.get("marks", ())),
                older=older,
            )


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
    if column.kind in (ColumnKind.COUNT, ColumnKind.AMOUNT) and cell.get("amount"):
        return Decimal(cell["amount"])
    return str(cell["text"]) or None
