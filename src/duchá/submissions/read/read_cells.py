"""The cells of one row: values, merged cells filled down, 同上 replaced, comments kept (B12, B26, B28, C24)."""

from __future__ import annotations

from dataclasses import replace

from duchá.submissions import wording
from duchá.submissions.cells.convert import convert
from duchá.submissions.cells.convert_text import clean, plain_text, words_or_none
from duchá.submissions.faults import cells as kinds
from duchá.submissions.grammar import LONGEST_POINTER, Elsewhere, Pointer, pointer, same_entry
from duchá.submissions.model import RawCell
from duchá.submissions.read.gathered import Gathered
from duchá.submissions.read.plan import Plan, PlannedColumn
from duchá.terms.quantity import EMPTY, Content, Empty, Words, text_of
from duchá.terms.text import is_blank
from duchá.workbooks.sheets.model import CellValue

COMMENT = "批注"
POINTED_EMPTY = "所指的单元格是空的"
NO_SUCH_ENTRY = "前面没有序号为{number}的一行"


def read_cells(gathered: Gathered, row: int, values: list[CellValue], marks: list[str]) -> dict[str, Content]:
    """The contents of a row by column id. ``marks`` gains ``ditto`` and ``filled``. Faults: those of ``convert``, S121, S122."""
    plan, cells = gathered.plan, dict[str, Content]()
    for planned, own in zip(plan.shape.columns, values, strict=True):
        value = own
        if plan.fills and (row, planned.at) in plan.fills and is_blank(value):
            value = plan.sheet.value(plan.fills[row, planned.at], planned.at)
            if not is_blank(value):
                gathered.filled.setdefault(planned.id, []).append(row)
                marks.append("filled")
        if type(value) is str and len(value) <= LONGEST_POINTER and (to := pointer(value)):
            cells[planned.id] = _pointed_at(gathered, row, planned, value.strip(), to, cells)
            marks.append("ditto")
        elif planned.is_text and type(value) is str and value.isprintable() and not value.isascii():
            cells[planned.id] = words_or_none(value, sentences=planned.says_none)
        elif value is None or value == "":
            cells[planned.id] = EMPTY
        else:
            cells[planned.id] = _convert(gathered, row, planned, value)
    return cells


def _convert(gathered: Gathered, row: int, planned: PlannedColumn, value: CellValue) -> Content:
    plan = gathered.plan
    raw = RawCell(value=value, place=plan.spots.place(row, planned.id), percent=(row, planned.at) in plan.sheet.percents)
    content, faults = convert(raw, planned.column, plan.year)
    gathered.faults += [replace(fault, form=plan.form.id) for fault in faults]
    if faults and isinstance(content, Empty):
        gathered.excused.add((row, planned.id))
    return content


def _pointed_at(gathered: Gathered, row: int, planned: PlannedColumn, written: str, to: Pointer, cells: dict[str, Content]) -> Content:
    """What 同上, 同左 or 同第1项 stands for (C24): the row above, the cell to the left, the entry of that number."""
    plan, why = gathered.plan, POINTED_EMPTY
    match to.where:
        case Elsewhere.LEFT:
            meant = next(reversed(cells.values()), EMPTY)
        case Elsewhere.ABOVE:
            meant = gathered.above(planned.id)
        case Elsewhere.ENTRY:
            entry = next((one for one in reversed(gathered.rows) if same_entry(to.number, one.written_number)), None)
            meant, why = (entry.cells.get(planned.id, EMPTY), why) if entry else (EMPTY, NO_SUCH_ENTRY.format(number=to.number))
    place, label = plan.spots.place(row, planned.id), plan.shape.labels[planned.id]
    if isinstance(meant, Empty):
        gathered.excused.add((row, planned.id))
        gathered.faults.append(
            kinds.DITTO_WITHOUT_SOURCE.at(place, form=plan.form.id, found=written, label=label, written=written, why=why)
        )
        return EMPTY
    text = text_of(meant).removesuffix(wording.DITTO_MARK)
    gathered.faults.append(kinds.DITTO.at(place, form=plan.form.id, found=written, label=label, written=written, text=text))
    return Words(text + wording.DITTO_MARK) if isinstance(meant, Words) else meant


def written_number(gathered: Gathered, row: int) -> str:
    """The number cell as typed, filled down inside a merge; remembered for B23."""
    plan = gathered.plan
    if not plan.shape.sequence:
        return ""
    value = plan.sheet.value(row, plan.shape.sequence)
    if is_blank(value):
        above = plan.fills.get((row, plan.shape.sequence))
        return clean(plain_text(plan.sheet.value(above, plan.shape.sequence))) if above else ""
    text = clean(plain_text(value))
    gathered.numbers.append((row, text))
    return text


def read_extra(plan: Plan, row: int, marks: list[str]) -> dict[str, str]:
    """Texts of added columns (B07) by title, and comments of the row's cells (B26). ``marks`` gains ``struck``, ``comment``."""
    extra: dict[str, str] = {}
    for at, title in plan.extra:
        text = clean(plain_text(plan.sheet.value(plan.fills.get((row, at), row), at)))
        if text:
            extra[title] = text
    sheet = plan.sheet
    if sheet.struck and any((row, at) in sheet.struck for at in plan.table.columns.values()):
        marks.append("struck")
    if sheet.comments:
        notes = [clean(sheet.comments[row, at]) for at in plan.table.columns.values() if (row, at) in sheet.comments]
        notes = [note for note in notes if note]
        if notes:
            extra[COMMENT] = "\n".join(notes)
            marks.append("comment")
    return extra
