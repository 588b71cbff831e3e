"""The same form more than once in a workbook: sheets of sub-units (A26), a continuation, a copy, or a question."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, replace

from duchá.rulebook.form import FilledBy, Form
from duchá.submissions import wording
from duchá.submissions.keys import key
from duchá.submissions.model import FoundTable
from duchá.submissions.tables import faults as kinds
from duchá.submissions.tables.choose_form import form_name
from duchá.terms.fault import Fault
from duchá.terms.place import Place
from duchá.terms.text import is_blank
from duchá.workbooks.sheets.model import CellValue, RawSheet

PLAIN_SHEET_PATTERN = (
    r"sheet\d*|工作表\d*|表\d*|新建.*|附件.*|附表.*|.*(?:表|报表)[0-9一二三]?|[0-9]{4}.*|.*(?:草稿|最终|修改|更正|副本|备份|\(\d+\))"
)
SUB_UNIT_PATTERN = r"[\u4e00-\u9fff]{1,14}(?:所|局|中心|站|机关|队|院|校|科|室|处|办|委|会|公司|馆|园|场|大队|支队|中队|分局|办公室|本级)"

_PLAIN_SHEET = re.compile(PLAIN_SHEET_PATTERN)
Content = tuple[tuple[CellValue, ...], ...]  # filled rows without their numbers
_SHOWN = 8  # places in a message
_SUB_UNIT = re.compile(SUB_UNIT_PATTERN)


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A table with its sheet and form. ``continued`` says that it calls itself 续表 or 附页."""

    table: FoundTable
    sheet: RawSheet
    form: Form
    continued: bool


def settle_twins(found: tuple[Found, ...]) -> tuple[tuple[FoundTable, ...], tuple[Fault, ...]]:
    """The tables to read, in order. Faults: S215 sub-units, S216 two that differ, S217 copies, S218 continued."""
    by_form: dict[str, list[Found]] = defaultdict(list)
    for one in found:
        by_form[one.form.id].append(one)
    kept: dict[int, FoundTable] = {}
    faults: list[Fault] = []
    for twins in by_form.values():
        if len(twins) == 1 or twins[0].form.filled_by is FilledBy.OFFICE:
            kept.update((id(one), one.table) for one in twins)
            continue
        tables, complaints = _settle(twins)
        kept.update(tables)
        faults += complaints
    return tuple(kept[id(one)] for one in found if id(one) in kept), tuple(faults)


def _settle(twins: list[Found]) -> tuple[dict[int, FoundTable], list[Fault]]:
    form = twins[0].form
    contents = {id(one): _content(one) for one in twins}
    filled = [one for one in twins if contents[id(one)]] or twins[:1]
    place = Place(sheet=filled[0].sheet.name, cell=filled[0].table.range)
    if all(_is_sub_unit(one.sheet.name) for one in twins) and len({one.sheet.name for one in twins}) == len(twins):
        names = wording.LIST_PAUSE.join(one.sheet.name.strip() for one in twins)
        tables = {id(one): replace(one.table, sub_unit=one.sheet.name.strip()) for one in twins}
        return tables, [kinds.SUB_UNITS.at(place, form=form.id, form_name=form_name(form), names=names)]
    first: dict[Content, Found] = {}
    for one in filled:
        first.setdefault(contents[id(one)], one)
    different = list(first.values())
    tables = {id(one): one.table for one in different}
    faults: list[Fault] = []
    if len(different) < len(filled):
        faults.append(kinds.SAME_FORM_COPIED.at(place, form=form.id, form_name=form_name(form), count=len(filled)))
    if len(different) > 1:
        places = wording.LIST_PAUSE.join(f"{one.sheet.name}!{one.table.range}" for one in different[:_SHOWN])
        if all(one.continued for one in different[1:]):
            faults.append(kinds.CONTINUED.at(place, form=form.id, form_name=form_name(form), places=places))
        else:
            faults.append(kinds.SAME_FORM_TWICE.at(place, form=form.id, form_name=form_name(form), count=len(different), places=places))
    return tables, faults


def _is_sub_unit(name: str) -> bool:
    found = key(name)
    return _SUB_UNIT.fullmatch(found) is not None and _PLAIN_SHEET.fullmatch(found) is None


def _content(found: Found) -> Content:
    """The filled body rows, without their numbers."""
    sequence = {column.id for column in found.form.columns if column.role.value == "sequence"}
    columns = [column for id, column in found.table.columns.items() if id not in sequence]
    rows = (tuple(_value(found.sheet, row, column) for column in columns) for row in found.table.body)
    return tuple(row for row in rows if any(value is not None for value in row))


def _value(sheet: RawSheet, row: int, column: int) -> CellValue:
    value = sheet.value(row, column)
    return None if is_blank(value) else value
