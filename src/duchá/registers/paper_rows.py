"""What the office types of returns that came on paper (纸质录入), read as if it stood in the form itself; and the receipts that it makes others."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from duchá.campaign.model import Campaign, Obligation
from duchá.receipts.file import TYPED, Filing
from duchá.receipts.receipts import Receipt
from duchá.registers import faults as kinds
from duchá.registers.names import owed_of
from duchá.registers.rows import RegisterRow
from duchá.rulebook.form import Column, ColumnRole, FilledBy, Form
from duchá.submissions.context import Answers, Arrival, Context
from duchá.submissions.model import FilledForm, FoundTable, Row, Submission
from duchá.submissions.read.form import read_form
from duchá.submissions.ready import contents_of
from duchá.submissions.status import Status
from duchá.terms.fault import Fault
from duchá.terms.place import Place, parse_address
from duchá.terms.quantity import text_of
from duchá.terms.text import for_matching
from duchá.workbooks.folder import natural_key
from duchá.workbooks.sheets.model import CellValue, RawSheet

# which column of the list stands for which of the form: the first of the roles that the form has
_STANDS_FOR = {
    "number": (ColumnRole.QUESTION, ColumnRole.SEQUENCE),
    "item": (ColumnRole.ITEM, ColumnRole.SYSTEM),
    "problem": (ColumnRole.PROBLEM, ColumnRole.FINDING),
    "rectification": (ColumnRole.RECTIFICATION,),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed:
    """What the list comes to: receipts that say something else now, and rows about papers that nobody has registered (S723)."""

    filings: tuple[Filing, ...]
    faults: tuple[Fault, ...]


def typed(campaign: Campaign, receipts: Iterable[Receipt], rows: Iterable[RegisterRow]) -> Typed:
    """The rows in force, each with the last paper of its unit for its material; a paper of which nothing is typed any more is untyped again."""
    papers: dict[tuple[str, str], list[Receipt]] = defaultdict(list)
    for receipt in receipts:
        if receipt.paper and not receipt.withdrawn and receipt.unit is not None:
            papers[_unit(campaign, receipt.unit), receipt.deliverables[0]].append(receipt)
    by_material: dict[tuple[str, str], list[RegisterRow]] = defaultdict(list)
    for row in rows:
        by_material[_unit(campaign, row.text("unit")), row.text("material")].append(row)
    mine: dict[tuple[str, str], list[RegisterRow]] = defaultdict(list)
    faults: list[Fault] = []
    for (unit, material), about in by_material.items():
        key = _paper_of(campaign, unit, material, papers)
        if key is None:
            place = min((place for row in about for place in row.places.values()), key=lambda one: one.sort_key(), default=Place())
            faults.append(kinds.NO_PAPER.at(place, unit=unit, material=material, rows=len(about)))
        else:
            mine[unit, key] += about
    owed = {one.key: one for one in campaign.owed}
    filings = []
    for (unit, key), those in papers.items():
        if key not in owed or campaign.roster.get(unit) is None:
            continue
        *earlier, last = sorted(those, key=lambda one: (one.received_at, one.number))
        filings += [_filing(campaign, owed[key], one, ()) for one in earlier if not one.untyped]
        if mine[unit, key] or not last.untyped:
            filings.append(_filing(campaign, owed[key], last, mine[unit, key]))
    return Typed(filings=tuple(filing for filing in filings if filing is not None), faults=tuple(faults))


def _unit(campaign: Campaign, name: str) -> str:
    """The unit's present name, whatever it was called when its paper came."""
    known = campaign.roster.get(name) or campaign.roster.find(name).unit
    return known.name if known is not None else name


def _paper_of(campaign: Campaign, unit: str, material: str, papers: Mapping[tuple[str, str], Sequence[Receipt]]) -> str | None:
    """The deliverable of the unit's paper that a material means: of one that comes back every year, the year of the paper."""
    for (owner, key), those in papers.items():
        if owner == unit and any(
            (owed := owed_of(material, campaign, campaign.local(one.received_at).date())) and owed.key == key for one in those
        ):
            return key
    return None


def _filing(campaign: Campaign, owed: Obligation, receipt: Receipt, rows: Sequence[RegisterRow]) -> Filing | None:
    """The receipt with what is typed of it; None where it says that already."""
    form = next((one for one in campaign.forms(FilledBy.UNIT) if one.id == owed.deliverable.form), None)
    if form is None:
        return None
    forms = (_read(campaign, form, rows, receipt),) if rows else ()
    submission = Submission(
        source=rows[-1].source if rows else receipt.source,
        sha256=None,
        status=Status.ACCEPTED,
        received_at=receipt.received_at,
        unit=receipt.unit,
        deliverables=receipt.deliverables,
        forms=forms,
    )
    if contents_of(campaign, submission) == receipt.payload.get("contents") and bool(forms) is not receipt.untyped:
        return None
    return Filing(action=TYPED, receipt=receipt.number, submission=submission)


def _read(campaign: Campaign, form: Form, rows: Sequence[RegisterRow], receipt: Receipt) -> FilledForm:
    """The rows as the form's own reader understands them, each cell with the place where it was typed."""
    ordered = sorted(rows, key=lambda row: (natural_key(row.text("number")), row.first))
    columns = _columns(form)
    known = {title for column in form.columns for title in _titles(column)}
    others = tuple(dict.fromkeys(title for row in ordered for title in row.extra if for_matching(title) not in known))
    cells = tuple(
        (*(_said(row, column, columns) for column in form.columns), *(row.extra.get(title) or None for title in others)) for row in ordered
    )
    width = len(form.columns)
    table = FoundTable(
        form=form.id,
        sheet=ordered[0].sheet,
        title=Place(sheet=ordered[0].sheet),
        header_row=0,
        columns={column.id: at for at, column in enumerate(form.columns, 1)},
        extra={width + at: title for at, title in enumerate(others, 1)},
        header={},
        body=tuple(range(1, len(ordered) + 1)),
        remark=None,
        range="",
    )
    arrival = Arrival(source=ordered[-1].source, received_at=receipt.received_at)
    context = Context(campaign=campaign, arrival=arrival, answers=Answers())
    filled, _ = read_form(RawSheet(name=ordered[0].sheet, rows=cells), table, form, context)
    return replace(filled, rows=tuple(_placed(row, ordered, columns) for row in filled.rows))


def _columns(form: Form) -> Mapping[str, str]:
    """Column of the form → column of the list that it is typed in."""
    found: dict[str, str] = {}
    for typed_in, roles in _STANDS_FOR.items():
        column = next((column for role in roles if (column := form.with_role(role)) is not None), None)
        if column is not None:
            found[column.id] = typed_in
    if "item" not in found.values():  # a form of plain columns is known by its first
        first = next((column for column in form.columns if column.id not in found), None)
        found |= {first.id: "item"} if first else {}
    return found


def _said(row: RegisterRow, column: Column, columns: Mapping[str, str]) -> CellValue:
    """What stands for a column of the form in a row of the list: its own column, else one that is called as in the form."""
    if (typed_in := columns.get(column.id)) is not None:
        return text_of(row.value(typed_in)) or None
    return next((text for title, text in row.extra.items() if for_matching(title) in _titles(column)), None)


def _titles(column: Column) -> frozenset[str]:
    return frozenset(for_matching(title) for title in (column.title, column.id, *column.synonyms) if title)


def _placed(row: Row, typed_rows: Sequence[RegisterRow], columns: Mapping[str, str]) -> Row:
    """The row with the cells of the list as its places."""
    at = next(parse_address(place.cell)[0] for place in row.places.values())
    source = typed_rows[at - 1]
    usual = Place(sheet=source.sheet, cell=next((place.cell for place in source.places.values()), ""))
    places = {id: Place(sheet=source.sheet, cell=source.places.get(columns.get(id, ""), usual).cell) for id in row.cells}
    return replace(row, places=places, written_number=source.text("number"))
