"""From a found table to a filled form: header contents, rows, remark, and whether it says that there is nothing (DT-17, DT-18)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from duchá.rulebook.form import ColumnKind, ColumnRole, Form, NilPolicy
from duchá.submissions import wording
from duchá.submissions.cells.convert import convert
from duchá.submissions.cells.convert_text import clean, plain_text
from duchá.submissions.cells.short_answers import is_nil_word
from duchá.submissions.context import Context
from duchá.submissions.faults import cells as kinds, tables as table_kinds
from duchá.submissions.find.choose_form import form_name
from duchá.submissions.find.turn import turn
from duchá.submissions.grammar import is_total, says_none_of_all
from duchá.submissions.keys import key, plain
from duchá.submissions.model import FilledForm, FoundTable, Row
from duchá.submissions.read.gather import gather
from duchá.submissions.read.gathered import Gathered
from duchá.submissions.read.plan import make_plan
from duchá.terms.fault import Fault
from duchá.terms.place import Place, address, column_letters
from duchá.terms.quantity import EMPTY, Content, Day, Empty, NotApplicable, Quantity
from duchá.workbooks.sheets.model import RawSheet

TODO_FILL = "请补填。"
TODO_RECTIFY = "请补填；尚未整改的，写明措施和完成时限。"
WHY_GAPS = "有缺号"
WHY_TWICE = "有重号"
WHY_WRITTEN = "写法不一"
LIST_NUMBER_PATTERN = r"^[(（]?(?:[0-9]{1,2}|[一二三四五六七八九十]{1,2}|[①-⑳])(?:[)）.、．]|(?<=[①-⑳]))\s*"
LIST_EDGES = " 。.；;，,"
COLONS = ":： 　"

_COUNTING = tuple(str(number) for number in range(1, 1000))
_LIST = re.compile(r"[、,，;；\n]+")
_LIST_NUMBER = re.compile(LIST_NUMBER_PATTERN)


def read_form(sheet: RawSheet, table: FoundTable, form: Form, context: Context, *, before: int = 0) -> tuple[FilledForm, tuple[Fault, ...]]:
    """One form of a submission as filled in, with what is to be said about its cells; ``before`` rows of its table were read already.

    ``nil``: a form where an empty table is a zero report (not so 附件3, DT-18) has no rows, and either “none” was written or it was dated (DT-17); or zeros are
    written down in all its rows. A row in which only what the blank came with stands is none where all are so. ``untouched``: nothing but what the blank itself prefilled
    (unit name, numbers, preset remark; D08). A required column that is missing gives no fault a row. Faults: S101–S131, S220–S224.
    """
    year = context.campaign.settings.year
    if table.transposed:
        sheet = turn(sheet)
    header, places, faults = _read_header(table, form, year)
    gathered = gather(make_plan(sheet, table, form, year), before)
    if _only_printed(gathered.rows, form):
        gathered.leave_out_rows()
    remark, remark_list = _read_remark(table, form)
    filed_on = next(
        (content.day for field in form.header if field.kind is ColumnKind.DATE and isinstance(content := header[field.id], Day)), None
    )
    outside = [clean(plain_text(cell.value)) for cell in table.said_none]
    if not gathered.rows and says_none_of_all(remark):
        outside.append(remark)
    nil_texts = gathered.nil_texts or gathered.no_problem or outside
    touched = bool(gathered.rows or nil_texts or remark or _filled_in(form, header))
    filled = FilledForm(
        form=form.id,
        sheet=sheet.name,
        range=table.range,
        header=header,
        header_places=places,
        rows=tuple(gathered.rows),
        remark=remark,
        remark_place=table.remark.place if table.remark else Place(),
        remark_list=remark_list,
        nil=(form.nil is NilPolicy.ZERO_REPORT and not gathered.rows and bool(nil_texts or filed_on)) or _all_zero(gathered.rows, form),
        nil_text=_nil_text(gathered, outside),
        filed_on=filed_on,
        untouched=not touched,
        totals=() if before else tuple(gathered.totals),
    )
    return filled, (*faults, *gathered.faults, *_missing(gathered), *_about_numbers(gathered), *_about_fills(gathered))


def _only_printed(rows: Sequence[Row], form: Form) -> bool:
    """True where nothing stands in any row but what the blank came with: its printed rows, what was carried over."""
    printed = form.printed
    return (
        bool(rows)
        and all(type(content) is Empty for row in rows for id, content in row.cells.items() if id not in printed)
        and (bool(form.preset) or any(column.carry for column in form.columns))
    )


def _all_zero(rows: Sequence[Row], form: Form) -> bool:
    """True where every number that is asked for is a 0 written down, in every printed row, and without printed rows nothing else is said: blank is not 0."""
    numbers = {column.id for column in form.columns if column.kind in (ColumnKind.COUNT, ColumnKind.AMOUNT) and column.carry is None}
    if not numbers or not rows or len(rows) < sum(not is_total(plain(texts[0])) for texts in form.preset):
        return False
    zero = all(isinstance(content := row.cells.get(id), Quantity) and content.amount == 0 for row in rows for id in numbers)
    said = (row.cells[id] for row in rows for id in row.cells.keys() - numbers - form.printed)
    return zero and (bool(form.preset) or all(isinstance(content, Empty | NotApplicable) for content in said))


def _read_header(table: FoundTable, form: Form, year: int) -> tuple[dict[str, Content], dict[str, Place], list[Fault]]:
    contents: dict[str, Content] = {}
    places: dict[str, Place] = {}
    faults: list[Fault] = []
    for field in form.header:
        raw = table.header.get(field.id)
        if raw is None:
            contents[field.id], places[field.id] = EMPTY, Place(sheet=table.sheet, label=field.label)
            continue
        contents[field.id], found = convert(raw, field, year)
        places[field.id] = raw.place
        faults += [replace(fault, form=form.id) for fault in found]
    return contents, places, faults


def _filled_in(form: Form, header: dict[str, Content]) -> bool:
    """True when the unit filled a header cell; its own name, and the period, were printed there already."""
    return any(field.kind not in (ColumnKind.UNIT, ColumnKind.PERIOD) and not isinstance(header[field.id], Empty) for field in form.header)


def _nil_text(gathered: Gathered, outside: list[str]) -> str:
    texts = gathered.nil_texts or ([] if gathered.rows else gathered.no_problem) or outside
    return texts[0] if texts else ""


def _read_remark(table: FoundTable, form: Form) -> tuple[str, tuple[str, ...]]:
    """The remark without its preset text, and the list in it (DT-09). “无” makes an empty list."""
    if table.remark is None or form.remark is None:
        return "", ()
    text = clean(plain_text(table.remark.value))
    text = _without(text, form.remark.preset) if form.remark.preset else text
    if not form.remark.list_name or is_nil_word(text):
        return text, ()
    items = (_LIST_NUMBER.sub("", item.strip()).strip(LIST_EDGES) for item in _LIST.split(text))
    return text, tuple(item for item in items if item and not is_nil_word(item))


def _without(text: str, preset: str) -> str:
    wanted = key(preset).rstrip(":")
    if not key(text).startswith(wanted):
        return text
    at = next(end for end in range(len(text) + 1) if key(text[:end]).rstrip(":") == wanted)
    return text[at:].lstrip(COLONS).strip()


def _missing(gathered: Gathered) -> Iterator[Fault]:
    """Required cells left empty (S101, D15), by row; a rectification without a problem is another check's business."""
    plan = gathered.plan
    required = [planned for planned in plan.shape.columns if planned.column.required]
    rectified = plan.shape.rectified
    for at in gathered.incomplete:
        row, sheet_row = gathered.rows[at], gathered.sheet_rows[at]
        for planned in required:
            content = row.cells[planned.id]
            if type(content) is not Empty or (sheet_row, planned.id) in gathered.excused:
                continue
            if planned.column.role is ColumnRole.PROBLEM and rectified and not isinstance(row.cells[rectified.id], Empty):
                continue
            place, label = plan.spots.place(sheet_row, planned.id), plan.shape.labels[planned.id]
            yield (
                _maybe_in_text_box(plan.form, label, place)
                if plan.sheet.text_boxes
                else _missing_at(plan.form, label, place, planned.column.role)
            )


def _missing_at(form: Form, label: str, place: Place, role: ColumnRole) -> Fault:
    todo = TODO_RECTIFY if role is ColumnRole.RECTIFICATION else TODO_FILL
    return kinds.MISSING_VALUE.at(place, form=form.id, form_name=form_name(form), row=_row_of(place), label=label, todo=todo)


def _maybe_in_text_box(form: Form, label: str, place: Place) -> Fault:
    """B27: an empty cell on a sheet with text boxes is asked about, not sent back."""
    return kinds.MAYBE_IN_TEXT_BOX.at(place, form=form.id, form_name=form_name(form), row=_row_of(place), label=label)


def _row_of(place: Place) -> str:
    return place.cell.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")


def _about_numbers(gathered: Gathered) -> Iterator[Fault]:
    """序号 that are no plain 1, 2, 3 (B23), once a table; numbers of rows left empty are no gap."""
    texts = tuple(text for _, text in gathered.numbers)
    if gathered.plan.form.questions:  # which question a number is of is another check's business
        return
    if texts == _COUNTING[: len(texts)]:
        return
    plan, seen = gathered.plan, set[int]()
    why, example = "", (0, "")
    for row, text in gathered.numbers:
        if not text.isdecimal() or not text.isascii() or text[:1] == "0":
            why, example = WHY_WRITTEN, (row, text)
            break
        if int(text) in seen:
            why, example = WHY_TWICE, (row, text)
            break
        seen.add(int(text))
    if not why and seen and len(seen | gathered.passed) < max(seen) - min(seen) + 1:
        gaps = (n for n in range(min(seen), max(seen)) if n not in seen and n not in gathered.passed)
        missing = next(gaps, None)
        if missing is not None:
            after = next((row, text) for row, text in gathered.numbers if int(text) > missing)
            why, example = WHY_GAPS, after
    if why:
        place = Place(
            sheet=plan.sheet.name, cell=address(example[0], plan.shape.sequence), label=plan.shape.labels.get(plan.form.columns[0].id, "")
        )
        yield table_kinds.IRREGULAR_NUMBERS.at(place, form=plan.form.id, found=example[1], why=why, example=example[1])


def _about_fills(gathered: Gathered) -> Iterator[Fault]:
    """Vertical merges that were filled down (B12), once a column."""
    plan = gathered.plan
    for id, rows in gathered.filled.items():
        letters = column_letters(plan.table.columns[id])
        cells = wording.LIST_PAUSE.join(f"{letters}{row}" for row in rows[:5])
        yield table_kinds.FILLED_DOWN.at(plan.spots.place(rows[0], id), form=plan.form.id, label=plan.shape.labels[id], cells=cells)
