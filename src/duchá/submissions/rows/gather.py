"""The rows of a table one after the other: read, joined, or dropped with a word about it."""

from __future__ import annotations

import re
from dataclasses import replace

from duchá.rulebook.form import ColumnRole, FilledBy
from duchá.submissions import wording
from duchá.submissions.cells import faults as kinds
from duchá.submissions.cells.convert_text import clean, plain_text
from duchá.submissions.keys import key
from duchá.submissions.model import Row
from duchá.submissions.rows.classify import RowKind, classify
from duchá.submissions.rows.gathered import Gathered
from duchá.submissions.rows.plan import Plan, RowPlaces
from duchá.submissions.rows.read_cells import read_cells, read_extra, written_number
from duchá.submissions.rows.read_plain import read_plain
from duchá.submissions.tables import faults as table_kinds
from duchá.terms.fault import Fault
from duchá.terms.quantity import Content, Empty, NotApplicable, Words, text_of
from duchá.terms.text import is_blank
from duchá.workbooks.model import CellValue

_DIGITS = re.compile(r"[0-9]+")
_ITEMS = re.compile(wording.ITEMS_PATTERN)
_ITEMS_HINT = re.compile(wording.ITEMS_HINT)
_LONGEST_JOINED = 2000
_NONE_ROLES = (ColumnRole.ITEM, ColumnRole.PROBLEM, ColumnRole.SYSTEM)
_COUNTED_ROLES = (ColumnRole.PROBLEM, ColumnRole.SYSTEM)


def gather(plan: Plan) -> Gathered:
    """All rows of a table. Faults: S121, S122, S125–S129, S220, S221, S223 and those of ``convert``."""
    gathered = Gathered(plan)
    rows, top, simple = plan.sheet.rows, plan.sheet.top, plan.simple
    for row in plan.table.body:
        if simple and read_plain(gathered, row, rows[row - top]):
            continue
        values, number = plan.values(row), plan.number(row)
        match classify(plan, values, number):
            case RowKind.DATA:
                _read(gathered, row, values)
            case RowKind.BLANK | RowKind.PLACEHOLDER:
                _pass_over(gathered, row, values, number)
            case RowKind.ACROSS:  # a text alone in the number column is the first column's, never dropped
                _read(gathered, row, [number, *values[1:]], across=True)
            case RowKind.NIL:
                gathered.nil_texts.append(clean(plain_text(number)))
            case RowKind.SUBTOTAL:
                _note_subtotal(gathered, row, [number, *values])
            case RowKind.EXAMPLE:
                text = next((plain_text(value) for value in values if not is_blank(value)), None)
                gathered.faults.append(
                    table_kinds.EXAMPLE_ROW.at(plan.spots.at(row, plan.shape.columns[0].at), form=plan.form.id, found=text)
                )
    return gathered


def _pass_over(gathered: Gathered, row: int, values: list[CellValue], number: CellValue) -> None:
    """Blank rows (B16) and placeholders (B17) say nothing, unless an added column holds something."""
    plan = gathered.plan
    if plan.extra and any(not is_blank(plan.sheet.value(row, at)) for at, _ in plan.extra):
        _read(gathered, row, values)
    elif number is not None and (text := plain_text(number).strip()).isdecimal():
        gathered.passed.add(int(text))


def _note_subtotal(gathered: Gathered, row: int, values: list[CellValue]) -> None:
    """合计 rows are not counted; the number they state is compared with the rows read so far (B18)."""
    plan = gathered.plan
    texts = [plain_text(value) for value in values if not is_blank(value)]
    counted = plan.shape.counted
    stated = _DIGITS.search(plain_text(plan.sheet.value(row, counted.at)) if counted else "") or _DIGITS.search(texts[0])
    place, label = plan.spots.at(row, plan.shape.sequence or plan.shape.columns[0].at), clean(texts[0])
    if counted and stated and int(stated[0]) != len(gathered.rows):
        fault = table_kinds.SUBTOTAL_DIFFERS.at(
            place, form=plan.form.id, found=label, label=label, stated=stated[0], counted=len(gathered.rows)
        )
    else:
        fault = table_kinds.SUBTOTAL.at(place, form=plan.form.id, found=label, label=label)
    gathered.faults.append(fault)


def _read(gathered: Gathered, row: int, values: list[CellValue], *, across: bool = False) -> None:
    plan, marks = gathered.plan, list[str]()
    said = len(gathered.faults)
    cells = read_cells(gathered, row, values, marks)
    none = _says_none(gathered, row, cells)
    if none is not None:
        gathered.faults[said:] = none
        return
    if row in plan.across and not across:
        _ask_about_merge(gathered, row, cells)
    if _joins(gathered, row, cells, marks):
        return
    _note_items(gathered, row, cells, marks)
    number, extra = "" if across else written_number(gathered, row), read_extra(plan, row, marks)
    gathered.sheet_rows.append(row)
    gathered.last_row = row
    if any(type(content) is Empty for content in cells.values()):
        gathered.incomplete.append(len(gathered.rows))
    gathered.rows.append(
        Row(
            number=len(gathered.rows) + 1,
            written_number=number,
            cells=cells,
            places=RowPlaces(plan.spots, row),
            extra=extra,
            sub_unit=_sub_unit(plan, cells, extra),
            marks=tuple(dict.fromkeys(marks)) if marks else (),
        )
    )


def _says_none(gathered: Gathered, row: int, cells: dict[str, Content]) -> list[Fault] | None:
    """What to say of a row that reports nothing (C21, C23): all of it says so, or its problem cell (then the item is noted). None: it reports."""
    if not any(type(content) is NotApplicable for content in cells.values()):
        return None
    plan = gathered.plan
    if plan.form.filled_by is FilledBy.OFFICE:  # an inspection that found nothing was an inspection
        return None
    told = {planned.id: cells[planned.id] for planned in plan.shape.columns if planned.column.role in _NONE_ROLES}
    if not told:
        return None
    if not any(isinstance(content, Words) for content in cells.values()):
        gathered.nil_texts.append(next(text_of(content) for content in cells.values() if isinstance(content, NotApplicable)))
        return []
    problem, rectified = plan.shape.problem, plan.shape.rectified
    if problem is None or not isinstance(cells[problem.id], NotApplicable) or (rectified and isinstance(cells[rectified.id], Words)):
        return None
    item = next((text_of(content) for id, content in told.items() if id != problem.id), "")
    said = text_of(cells[problem.id])
    gathered.no_problem.append(said)
    return [kinds.NO_PROBLEM_ROW.at(plan.spots.place(row, problem.id), form=plan.form.id, found=said, row=row, item=item, said=said)]


def _ask_about_merge(gathered: Gathered, row: int, cells: dict[str, Content]) -> None:
    """A cell merged over two columns (B13): the text is the first's, the others wait for an answer."""
    plan = gathered.plan
    for left, right in plan.across[row]:
        covered = [planned for planned in plan.shape.columns if left <= planned.at <= right]
        if len(covered) > 1 and not isinstance(cells[covered[0].id], Empty):
            gathered.excused |= {(row, planned.id) for planned in covered[1:]}
            first, place = covered[0], plan.spots.place(row, covered[0].id)
            cell = f"{plan.spots.at(row, left).cell}:{plan.spots.at(row, right).cell}"
            second = wording.LIST_PAUSE.join(plan.shape.labels[planned.id] for planned in covered[1:])
            found = text_of(cells[first.id])
            gathered.faults.append(
                kinds.MERGED_ACROSS.at(place, form=plan.form.id, found=found, first=plan.shape.labels[first.id], second=second, cells=cell)
            )


def _joins(gathered: Gathered, row: int, cells: dict[str, Content], marks: list[str]) -> bool:
    """One entry over several rows (B15): without number and item it goes on from the row above, if that does not end in a full stop."""
    plan, item = gathered.plan, gathered.plan.shape.item
    if item is None or not isinstance(cells[item.id], Empty) or not gathered.rows or row in plan.across:
        return False
    if plan.shape.sequence and not is_blank(plan.sheet.value(row, plan.shape.sequence)):
        return False
    above = gathered.rows[-1]
    more = {id: content for id, content in cells.items() if isinstance(content, Words)}
    if not more or len(more) != sum(1 for content in cells.values() if not isinstance(content, Empty)):
        return False
    place = plan.spots.place(row, next(iter(more)))
    if gathered.last_row != row - 1 or any(_is_finished(text_of(above.cells[id])) for id in more):
        gathered.faults.append(kinds.MAYBE_CONTINUED.at(place, form=plan.form.id, row=row))
        gathered.excused |= {(row, id) for id in cells}
        marks.append("maybe-continued")
        return False
    joined = {id: Words(text_of(above.cells[id]) + content.text) for id, content in more.items()}
    gathered.rows[-1] = replace(
        above, cells={**above.cells, **joined}, marks=(*above.marks, *(() if "joined" in above.marks else ("joined",)))
    )
    gathered.last_row = row
    gathered.faults.append(kinds.JOINED_LINES.at(place, form=plan.form.id, row=row))
    return True


def _is_finished(text: str) -> bool:
    """A text that ends in a full stop; or so long that no more is joined to it unasked."""
    return text.endswith(tuple(wording.FULL_STOPS)) or len(text) > _LONGEST_JOINED


def _note_items(gathered: Gathered, row: int, cells: dict[str, Content], marks: list[str]) -> None:
    """Several numbered entries in one cell (B14): one row as before, with an offer to split."""
    plan = gathered.plan
    for planned in plan.shape.columns:
        content = cells[planned.id]
        if planned.column.role in _COUNTED_ROLES and isinstance(content, Words) and _ITEMS_HINT.search(content.text):
            count = len(_ITEMS.findall(content.text))
            if count > 1:
                marks.append("several")
                place = plan.spots.place(row, planned.id)
                gathered.faults.append(
                    kinds.SEVERAL_IN_ONE.at(place, form=plan.form.id, found=content.text, label=plan.shape.labels[planned.id], count=count)
                )


def _sub_unit(plan: Plan, cells: dict[str, Content], extra: dict[str, str]) -> str:
    """下属单位 of a row (DT-27): its own column, an added column of that name, or the sheet's."""
    own = plan.shape.sub_unit
    if own and isinstance(cells[own.id], Words):
        return text_of(cells[own.id])
    named = next((text for title, text in extra.items() if key(title) in wording.SUB_UNIT_TITLES), "") if extra else ""
    return named or plan.table.sub_unit
