"""What a unit reported, laid into a fresh blank of the same forms: the marked copy of a file that is no workbook of ours (.ods, .xls, .csv, Word).

Made of what was read and is on record, never of the file itself; whether anything of the file would be left behind is asked where the file is opened.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from duchá.campaign.model import Campaign
from duchá.forms import marks
from duchá.forms.layout import Cells, Layout, lay_out
from duchá.forms.looks import put_text
from duchá.forms.names import sheet_names
from duchá.forms.sheet import row_height
from duchá.forms.workbook import blank_bytes, make_master
from duchá.rulebook.form import ColumnKind, FilledBy, Form
from duchá.submissions.marked.own_marks import is_result_sheet
from duchá.submissions.marked.write_marks import printable
from duchá.submissions.model import FilledForm, Row
from duchá.terms.fault import Fault
from duchá.terms.period import Period
from duchá.terms.place import Place
from duchá.terms.quantity import Content, Quantity, text_of
from duchá.terms.text import for_matching
from duchá.terms.unit import Unit
from duchá.terms.write_beside import saved
from duchá.workbooks.sheets.model import RawBook, SheetState

_LONGEST = 32_767  # that a cell holds
_MOST_ROWS = 2_000  # laid while the clerk waits; a longer table is marked as it is


@dataclass(frozen=True, slots=True, kw_only=True)
class LaidCopy:
    """The blank with the contents in it, and each fault at the cell where it stands there."""

    data: bytes
    faults: tuple[Fault, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Laid:
    """One form on its sheet; ``lines``: the sheet's row of each of the unit's rows."""

    filled: FilledForm
    layout: Layout
    sheet: str
    lines: Mapping[int, int]


def lay_into_blank(
    filled: Sequence[FilledForm], campaign: Campaign, unit: Unit, period: Period | None, faults: Iterable[Fault]
) -> LaidCopy | None:
    """A blank of these forms with all that they hold; None where a blank has no place for it: printed questions, added columns, a remark where the form has none."""
    declared = {form.id: form for form in campaign.forms(FilledBy.UNIT)}
    known = [(declared[one.form], one) for one in filled if one.form in declared]
    if not known or sum(len(one.rows) for _, one in known) > _MOST_ROWS or any(not _has_room(form, one) for form, one in known):
        return None
    forms = [form for form, _ in known]
    rows = {form.id: tuple({id: _typed(content) for id, content in row.cells.items()} for row in one.rows) for form, one in known}
    master = make_master(forms, campaign, period, rows)
    roomy = [replace(form, body_rows=max(form.body_rows, len(one.rows))) for form, one in known]
    laid = [
        _Laid(
            filled=one,
            layout=(layout := lay_out(form)),
            sheet=name,
            lines={row.number: layout.first + at for at, row in enumerate(one.rows)},
        )
        for form, (_, one), name in zip(roomy, known, sheet_names(forms), strict=True)
    ]
    return LaidCopy(data=_written(blank_bytes(master, unit), laid), faults=tuple(_moved(fault, laid) for fault in faults))


def left_behind(raw: RawBook, laid: Any) -> bool:
    """True where a cell or comment of the file says something that stands nowhere in the workbook ``laid``."""
    texts = {said for sheet in laid.worksheets for row in sheet.iter_rows(values_only=True) for value in row if (said := _said(value))}
    longest = sorted(texts, key=len, reverse=True)
    for sheet in raw.sheets:
        if sheet.name == marks.SHEET or sheet.state is not SheetState.VISIBLE or is_result_sheet(sheet):
            continue
        if sheet.comments or sheet.pictures or sheet.text_boxes or sheet.struck:
            return True
        for row in sheet.rows:
            for value in row:
                said = _said(value)
                if said and said not in texts and _rest(said, longest):
                    return True
    return False


def _rest(said: str, texts: Sequence[str]) -> str:
    """What is left of a text that was put together of others (a label and what was filled in behind it)."""
    for text in texts:
        said = said.replace(text, "")
    return said


def _said(value: object) -> str:
    """What a cell says, however it was typed: signs alone."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return "".join(sign for sign in for_matching(str(value).removesuffix(" 00:00:00")) if sign.isalnum())


def _has_room(form: Form, filled: FilledForm) -> bool:
    columns = {column.id for column in form.columns}
    plain = all(not row.extra and not row.sub_unit and row.cells.keys() <= columns for row in filled.rows)
    return plain and not form.questions and not (filled.remark and form.remark is None)


def _typed(content: Content) -> str | Decimal:
    """A cell as it was typed: a bare number is a number."""
    text = text_of(content)
    bare = isinstance(content, Quantity) and not content.measure and not content.approximate
    return content.amount if bare and isinstance(content, Quantity) and text == str(content.amount) else printable(text)[:_LONGEST]


def _written(blank: bytes, laid: Sequence[_Laid]) -> bytes:
    from openpyxl import load_workbook

    book = load_workbook(io.BytesIO(blank))
    for one in laid:
        sheet, layout, form = book[one.sheet], one.layout, one.layout.form
        for place in layout.header:
            text = text_of(one.filled.header[place.field.id]) if place.field.id in one.filled.header else ""
            if text:
                put_text(sheet[place.entry.at], printable(text)[:_LONGEST])
        if one.filled.remark and layout.remark is not None and form.remark is not None:
            begun = (
                "" if one.filled.remark.startswith(form.remark.preset) else form.remark.preset
            )  # printed there, so not read as the unit's own words
            text = printable(f"{begun}{one.filled.remark}")[:_LONGEST]
            put_text(sheet[layout.remark.at], text)
            dimension = sheet.row_dimensions[layout.remark.row]
            dimension.height = max(dimension.height or 0, row_height([(text, _width(layout, layout.remark))]))
        for row in one.filled.rows:  # the heights of a workbook that was opened and saved are fixed: they must be enough
            at, dimension = one.lines[row.number], sheet.row_dimensions[one.lines[row.number]]
            texts = [
                (text_of(row.cells[c.id]), _width(layout, layout.body(at - layout.first + 1, c.id)))
                for c in form.columns
                if c.id in row.cells
            ]
            if (height := row_height(texts)) > (dimension.height or 0) and height > row_height(()):
                dimension.height = height
    return saved(book)


def _width(layout: Layout, cells: Cells) -> float:
    return sum(layout.widths[cells.column - 1 : cells.last_column])


def _moved(fault: Fault, laid: Sequence[_Laid]) -> Fault:
    """The fault at the place where its cell stands in the blank; of what has no cell there only the sheet is named."""
    mine = [one for one in laid if one.filled.form == fault.form] or [one for one in laid if one.filled.sheet == fault.place.sheet]
    if not mine or not fault.place.sheet:
        return fault if not fault.place.sheet else replace(fault, place=replace(fault.place, sheet="", cell=""))
    cell = next((cell for one in mine[:1] for cell in _cells(fault.place, one)), "")
    return replace(fault, place=replace(fault.place, sheet=mine[0].sheet, cell=cell))


def _cells(place: Place, one: _Laid) -> Iterator[str]:
    """Where the cell of a place may stand in the blank, the surest first."""
    first = place.cell.split(":")[0]
    layout, form = one.layout, one.layout.form
    for row in one.filled.rows:
        at = one.lines[row.number] - layout.first + 1
        for id, where in row.places.items():
            if first and where.cell.split(":")[0] == first and id in layout.columns:
                yield layout.body(at, id).at
    for head in layout.header:
        if place.label == head.field.label:
            yield head.entry.at
    if form.remark is not None and layout.remark is not None and place.label == form.remark.label:
        yield layout.remark.at
    yield from _in_the_row(first, place, one)


def _in_the_row(first: str, place: Place, one: _Laid) -> Iterator[str]:
    """A cell of a row of which nothing was read (its number): the number, else the column whose title the place names."""
    line = "".join(filter(str.isdigit, first))
    layout = one.layout
    row = next((row for row in one.filled.rows if line and _line(row) == line), None)
    if row is None:
        return
    for column in layout.form.columns:
        if column.title == place.label or (not place.label and column.kind is ColumnKind.SEQUENCE):
            yield layout.body(one.lines[row.number] - layout.first + 1, column.id).at


def _line(row: Row) -> str:
    """The line of the file in which a row stands."""
    return next(("".join(filter(str.isdigit, place.cell.split(":")[0])) for place in row.places.values() if place.cell), "")
