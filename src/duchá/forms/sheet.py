"""One form on one sheet of a workbook, ready to be filled and printed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from duchá.forms import looks, marks
from duchá.forms.entry import Accepts, CampaignDays, CellEntry, Days, column_entry, header_entry
from duchá.forms.layout import Cells, Layout, notes_of
from duchá.forms.looks import Looks, body_look, put_text, put_value
from duchá.rulebook.cell_checks import words_for_blank
from duchá.rulebook.form import Column, ColumnKind, ColumnRole, FilledBy, Form

PAGE_FOOT = "第 &P 页  共 &N 页"
REMARK_PROMPT = "需要补充说明的，写在这里；写不下时可拖高本行，或另附页。"

_LONGEST_INLINE = 255
_FIRST_COLUMN = 4  # columns A and B of the hidden sheet hold the marks


class Lists:
    """Each list is written once a workbook, however many columns choose from it."""

    def __init__(self, hidden: Any) -> None:
        self._hidden = hidden
        self._ranges: dict[tuple[str, ...], str] = {}

    def source(self, choices: tuple[str, ...]) -> str:
        """What a list validation is given: the items between quotes, or a range. Never with a leading ``=``."""
        inline = ",".join(choices)
        if len(inline) <= _LONGEST_INLINE and not any(sign in item for item in choices for sign in ',"') and all(choices):
            return f'"{inline}"'
        if choices not in self._ranges:
            self._ranges[choices] = self._write(choices)
        return self._ranges[choices]

    def _write(self, choices: tuple[str, ...]) -> str:
        from openpyxl.utils import get_column_letter

        column = _FIRST_COLUMN + len(self._ranges)
        for row, item in enumerate(choices, 1):
            put_text(self._hidden.cell(row=row, column=column), item)
        letter = get_column_letter(column)
        return f"{marks.SHEET}!${letter}$1:${letter}${len(choices)}"


_A4 = 9
_CM = 1 / 2.54
_REGISTER_ROWS = 2000  # how far the validations of a register reach; no row is written for it
_LINE = 17.0  # heights in points: ten empty rows, three lines of header and three notes stand on one landscape page
_ANNEX, _TITLE, _LABEL, _LABEL_OF_TWO, _GAP, _REMARK = 20, 32, 23, 38, 6, 38
_LOWEST = 24
_LYING, _STANDING = 595.3, 841.9  # points of the height of a sheet of A4
_ROW = 28  # of an empty body row; only to begin with, see grows()
_HIGHEST, _PADDING = 409, 6  # Excel knows no higher row; the air around the text of a cell
_ALLOWED = ("formatCells", "formatColumns", "formatRows", "insertRows", "deleteRows", "sort", "autoFilter")


CellValue = str | Decimal | date


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """What a sheet is written with: looks of the workbook, its lists, sensible days, those of the campaign, the name and the period to fill in, and by
    form what its rows come with.
    """

    looks: Looks
    lists: Lists
    known: Mapping[str, tuple[str, ...]]
    days: Days
    campaign: CampaignDays | None = None
    unit: str = ""
    period: str = ""
    rows: Mapping[str, Sequence[Mapping[str, CellValue]]] = field(default_factory=dict)


def write_sheet(sheet: Any, layout: Layout, paper: Paper) -> None:
    """Writes the whole form: head, table, remark, notes, what each cell accepts, protection and print set-up."""
    _columns(sheet, layout)
    _top(sheet, layout, paper)
    _header(sheet, layout, paper)
    _table(sheet, layout, paper)
    _remark(sheet, layout, paper)
    for cells, note in zip(layout.notes, notes_of(layout.form), strict=True):
        _text(sheet, cells, note, looks.NOTE, paper)
        sheet.row_dimensions[cells.row].height = _LINE * _lines(note, sum(layout.widths[cells.column - 1 : cells.last_column]))
    if layout.form.filled_by is FilledBy.UNIT:
        _protect(sheet)
    else:
        sheet.freeze_panes = layout.body(1, layout.form.columns[0].id).at
    _print(sheet, layout)
    if layout.form.filled_by is FilledBy.UNIT:
        _on_one_sheet(sheet, layout)


def _on_one_sheet(sheet: Any, layout: Layout) -> None:
    """Empty body rows as high as leaves the form on one sheet of paper, as long as nothing is added to it; no lower than a line of text wants."""
    heights = [
        sheet.row_dimensions[row].height or _LINE for row in range(1, layout.last + 1 + len(layout.notes) + bool(layout.form.remark))
    ]
    margins = sheet.page_margins
    room = (_LYING if layout.form.landscape else _STANDING) - 72 * (margins.top + margins.bottom)
    over = sum(heights) - room
    rows = [
        row for row in range(layout.first, layout.last + 1) if sheet.row_dimensions[row].height == _ROW
    ]  # a question on two lines keeps both
    if over > 0 and rows:
        lower = max(_LOWEST, int(_ROW - over / len(rows)))
        for row in rows:
            sheet.row_dimensions[row].height = lower


def grows(part: bytes) -> bytes:
    """A sheet's XML in which body rows grow with their text: openpyxl can only fix a height, so the mark of fixing is taken off."""
    for height in range(_LOWEST, _ROW + 1):
        part = part.replace(f'ht="{height}" customHeight="1"'.encode(), f'ht="{height}"'.encode())
    return part


def row_height(texts: Iterable[tuple[str, float]]) -> float:
    """How high a body row is to be for texts in columns of these widths: none is cut, and none is lower than an empty row."""
    return max(_ROW, min(_HIGHEST, _LINE * max((_lines(text, width) for text, width in texts), default=1) + _PADDING))


def _columns(sheet: Any, layout: Layout) -> None:
    from openpyxl.utils import get_column_letter

    for n, width in enumerate(layout.widths, 1):
        sheet.column_dimensions[get_column_letter(n)].width = width


def _top(sheet: Any, layout: Layout, paper: Paper) -> None:
    if layout.annex is not None:
        _text(sheet, layout.annex, layout.form.number, looks.ANNEX, paper)
        sheet.row_dimensions[layout.annex.row].height = _ANNEX
    _text(sheet, layout.title, layout.form.title, looks.TITLE, paper)
    sheet.row_dimensions[layout.title.row].height = _TITLE


def _header(sheet: Any, layout: Layout, paper: Paper) -> None:
    for place in layout.header:
        entry = header_entry(place.field, paper.days)
        filled = {ColumnKind.UNIT: paper.unit, ColumnKind.PERIOD: paper.period}.get(place.field.kind, "")
        _text(sheet, place.label, place.text, looks.LABEL, paper)
        look = looks.CellLook(size=14, border="line", open=not filled, format=entry.format)
        _text(sheet, place.entry, filled, look, paper)
        sheet.add_data_validation(_validation(entry, place.entry.at, paper))
    for place in layout.header:
        dimension = sheet.row_dimensions[place.entry.row]
        dimension.height = max(_LABEL_OF_TWO if "\n" in place.text else _LABEL, dimension.height or 0)
    if layout.header:
        sheet.row_dimensions[layout.heads - 1].height = _GAP


def _table(sheet: Any, layout: Layout, paper: Paper) -> None:
    from openpyxl.utils import get_column_letter

    form = layout.form
    office = form.filled_by is FilledBy.OFFICE
    sheet.row_dimensions[layout.heads].height = 11 + _LINE * max(_lines(column.title, column.width + 1) for column in form.columns)
    filled = paper.rows.get(form.id, ())
    asked = [column for column in form.columns if column.role is ColumnRole.ASKED]
    for number, row in enumerate(range(layout.first, layout.last + 1), 1):
        sheet.row_dimensions[row].height = row_height(_texts(layout, number, asked, filled[number - 1] if number <= len(filled) else {}))
    rules = () if office else words_for_blank(form)
    decides = any(column.role is ColumnRole.DECISION for column in form.columns)
    for column in form.columns:
        wanted = column.role is ColumnRole.DECISION if decides else column.required
        head = looks.WANTED if office and wanted else looks.HEAD
        _text(sheet, layout.head(column), column.title, head, paper)
        wanted_of = tuple(words for words, subject in rules if subject == column.id)
        entry = column_entry(column, paper.known, required=office and column.required, rules=wanted_of, campaign=paper.campaign)
        look = body_look(column.kind, entry.format)
        for row in range(1, form.body_rows + 1):
            cell = sheet.cell(row=layout.first + row - 1, column=layout.columns[column.id])
            paper.looks.put(cell, look)
            carried = filled[row - 1].get(column.id) if row <= len(filled) else None
            printed = _printed(form, column, row) if carried is None and not office else carried
            if printed is not None:
                put_value(cell, printed)
        if office:
            paper.looks.column(sheet.column_dimensions[get_column_letter(layout.columns[column.id])], look)
        sheet.add_data_validation(_validation(entry, _reach(layout, column), paper))


def _texts(layout: Layout, number: int, asked: Sequence[Column], carried: Mapping[str, CellValue]) -> Iterator[tuple[str, float]]:
    """What a row's height is to hold, with the widths: its question, or in a register every text that it comes with."""
    form = layout.form
    if form.questions:
        yield from ((str(_printed(form, column, number) or ""), float(column.width)) for column in asked)
    if form.filled_by is not FilledBy.UNIT:
        yield from ((text, layout.widths[layout.columns[name] - 1]) for name, text in carried.items() if isinstance(text, str))


def _printed(form: Form, column: Column, row: int) -> str | int | None:
    """What a blank has in a cell of its body already: the number of the row, or of its question, and the question itself."""
    question = form.questions[row - 1] if row <= len(form.questions) else None
    if question is not None and column == form.numbered_by:
        return int(question.id) if question.id.isdecimal() else question.id
    if question is not None and column.role is ColumnRole.ASKED:
        return question.text
    return row if column.kind is ColumnKind.SEQUENCE else None


def _reach(layout: Layout, column: Column) -> str:
    last = layout.form.body_rows if layout.form.filled_by is FilledBy.UNIT else _REGISTER_ROWS
    return f"{layout.body(1, column.id).at}:{layout.body(last, column.id).at}"


def _remark(sheet: Any, layout: Layout, paper: Paper) -> None:
    remark = layout.form.remark
    if remark is None or layout.remark is None or layout.remark_label is None:
        return
    _text(sheet, layout.remark_label, remark.label, looks.REMARK_LABEL, paper)
    _text(sheet, layout.remark, remark.preset, looks.REMARK, paper)
    sheet.row_dimensions[layout.remark.row].height = _REMARK
    entry = CellEntry(accepts=Accepts.ANY, prompt_title=remark.label, prompt=REMARK_PROMPT)
    sheet.add_data_validation(_validation(entry, layout.remark.at, paper))


def _validation(entry: CellEntry, cells: str, paper: Paper) -> Any:
    from openpyxl.worksheet.datavalidation import DataValidation

    kind = None if entry.accepts is Accepts.ANY else entry.accepts.value
    low = paper.lists.source(entry.choices) if entry.accepts is Accepts.LIST else entry.low
    validation = DataValidation(type=kind, allow_blank=True, showErrorMessage=bool(kind), showInputMessage=bool(entry.prompt))
    if kind is not None:
        validation.formula1, validation.formula2 = low, entry.high or None
        validation.operator = None if entry.accepts is Accepts.LIST else "between" if entry.high else "greaterThanOrEqual"
        validation.errorStyle = "stop" if entry.strict else "warning"
        validation.errorTitle, validation.error = entry.error_title, entry.error
    validation.promptTitle, validation.prompt = entry.prompt_title or None, entry.prompt or None
    validation.add(cells)
    return validation


def _text(sheet: Any, cells: Cells, text: str, look: looks.CellLook, paper: Paper) -> None:
    for row, column in cells.squares():
        paper.looks.put(sheet.cell(row=row, column=column), look)
    if cells.last_column > cells.column:
        sheet.merge_cells(cells.range)
    put_text(sheet[cells.at], text)


def _protect(sheet: Any) -> None:
    """Locked are the words of the form, without a password; rows may be inserted, sorted, filtered and made higher."""
    sheet.protection.sheet = True
    for what in _ALLOWED:
        setattr(sheet.protection, what, False)  # False = not forbidden


def _print(sheet: Any, layout: Layout) -> None:
    from openpyxl.utils import get_column_letter

    setup, margins = sheet.page_setup, sheet.page_margins
    setup.paperSize, setup.fitToWidth, setup.fitToHeight = _A4, layout.pages.count, 0
    setup.orientation = "landscape" if layout.form.landscape else "portrait"
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    margins.left = margins.right = (2.8 if layout.form.landscape else 2.2) * _CM
    margins.top, margins.bottom, margins.header, margins.footer = 1.5 * _CM, 1.4 * _CM, 0.8 * _CM, 0.7 * _CM
    sheet.print_options.horizontalCentered = True
    sheet.print_title_rows = f"{layout.heads}:{layout.heads}"
    if layout.pages.repeated:
        sheet.print_title_cols = f"A:{get_column_letter(layout.pages.repeated)}"
    sheet.oddFooter.center.text = PAGE_FOOT
    sheet.oddFooter.center.size = 12
    sheet.sheet_view.showGridLines = False


def _lines(text: str, width: float) -> int:
    """Lines that a text at 12 pt takes in a width, a Chinese character being 2.3 columns wide."""
    room = max(width - 1, 2.3)
    return max(
        1, sum(-(-int(10 * sum(2.3 if ord(sign) >= 0x2E80 else 1.15 for sign in line)) // int(10 * room)) or 1 for line in text.split("\n"))
    )
