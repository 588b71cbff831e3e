"""The sheet 校验结果: every fault in plain words, grouped by weight, each linked to its cell."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

from duchá.forms.looks import put_text
from duchá.submissions import wording
from duchá.submissions.marked.write_marks import COLOURS, printable
from duchá.terms.fault import Fault, Weight
from duchá.terms.place import parse_address

RESULT_COUNTS = "必须改 {reject} 处，请核实 {query} 处，提示 {note} 处。"
RESULT_COLUMNS = ("序号", "表", "单元格", "栏目", "现在填的", "问题", "怎么改", "示例")
GROUP_LINES = {
    "reject": "必须改（{count} 处）：改好后才能收下",
    "query": "请核实（{count} 处）：请改正，或向收件人说明",
    "note": "提示（{count} 处）：供参考，不影响收下",
}
EMPTY_CELL = "（空）"
WHOLE_FILE = "（整个文件）"
ALL_GOOD = "没有发现需要修改的地方。"
PAGE_FOOT = "第 &P 页 共 &N 页"
RESULT_MORE = "另有 {count} 处没有列在这里，改好以上各处后重新核对即可看到。"

_WIDTHS = (6, 12, 9, 16, 28, 40, 40, 20)
_HEAD_ROW = 5
_LONGEST = 500
_MOST_LINES = 2000  # nobody reads on, and each line takes a millisecond
_LINE_HEIGHT = 16
_CENTRED = (1, 3)


@dataclass(frozen=True, slots=True, kw_only=True)
class Results:
    """What the sheet says. ``counts`` are how many there are of each weight, ``faults`` those that are listed. ``titles`` maps a sheet's name in the file to its name in this workbook; None where the file stays apart.

    ``examples`` maps form id and label to how that cell is filled in.
    """

    faults: tuple[Fault, ...]
    counts: Mapping[str, int]
    name: str
    how: str
    titles: Mapping[str, str] | None
    examples: Mapping[tuple[str, str], str] = field(default_factory=dict)
    slip: tuple[str, ...] = ()


def write_result_sheet(book: Any, results: Results) -> None:
    """Puts the sheet in front of a workbook and opens it there."""
    faults = results.faults
    sheet = book.create_sheet(wording.RESULT_SHEET, 0)
    for other in book.worksheets[1:]:
        other.sheet_view.tabSelected = False
    book.active = 0
    _head(sheet, results)
    row = _HEAD_ROW + 1
    number = 0
    for weight in Weight:
        group = [fault for fault in faults if fault.kind.weight is weight]
        if group:
            _group_line(sheet, row, weight, results.counts[weight.value])
            row += 1
        for fault in group[: max(0, _MOST_LINES - number)]:
            number += 1
            _line(sheet, row, (str(number), *_texts(book, fault, results)))
            _link(sheet, row, fault, results)
            row += 1
    if left := sum(results.counts.values()) - number:
        put_text(sheet.cell(row, 1), RESULT_MORE.format(count=left))
        row += 1
    _page(sheet, row - 1)


def _head(sheet: Any, results: Results) -> None:
    from openpyxl.styles import Alignment, Font, PatternFill

    lines = (
        wording.RESULT_TITLE.format(name=results.name),
        RESULT_COUNTS.format(**results.counts) if results.faults else ALL_GOOD,
        results.how,
        *(("\n".join(results.slip),) if results.slip else ()),
    )
    for row, text in enumerate(lines, 1):
        sheet.merge_cells(start_row=row, start_column=1, end_row=row, end_column=len(_WIDTHS))
        cell = sheet.cell(row, 1)
        put_text(cell, printable(text))
        cell.font = Font(bold=row < 3, size=16 if row == 1 else 11)
        cell.alignment = Alignment(wrap_text=True, vertical="center")
    sheet.row_dimensions[1].height, sheet.row_dimensions[2].height = 30, 20
    sheet.row_dimensions[3].height = _LINE_HEIGHT * _lines_of(results.how, sum(_WIDTHS))
    if results.slip:
        sheet.row_dimensions[4].height = _LINE_HEIGHT * sum(_lines_of(line, sum(_WIDTHS)) for line in results.slip)
    for column, (title, width) in enumerate(zip(RESULT_COLUMNS, _WIDTHS, strict=True), 1):
        cell = sheet.cell(_HEAD_ROW, column, title)
        cell.font = Font(bold=True)
        cell.fill = PatternFill("solid", fgColor="FFD9D9D9")
        cell.alignment = Alignment(horizontal="center", vertical="center")
        cell.border = _border()
        sheet.column_dimensions[cell.column_letter].width = width
    sheet.row_dimensions[_HEAD_ROW].height = 20


def _group_line(sheet: Any, row: int, weight: Weight, count: int) -> None:
    from openpyxl.styles import Alignment, Font, PatternFill

    sheet.merge_cells(start_row=row, start_column=1, end_row=row, end_column=len(_WIDTHS))
    cell = sheet.cell(row, 1, GROUP_LINES[weight.value].format(count=count))
    cell.font = Font(bold=True)
    cell.fill = PatternFill("solid", fgColor=COLOURS[weight])
    cell.alignment = Alignment(vertical="center")
    sheet.row_dimensions[row].height = 20


def _texts(book: Any, fault: Fault, results: Results) -> tuple[str, ...]:
    place = fault.place
    example = results.examples.get((fault.form, place.label), "") or fault.kind.example
    found = fault.found or (_now_there(book, fault, results) if place.label else "")
    return (place.sheet or WHOLE_FILE, place.cell, place.label, found, fault.message, fault.remedy, example)


def _now_there(book: Any, fault: Fault, results: Results) -> str:
    """What the unit typed in the cell, where the fault does not repeat it."""
    row, column = parse_address(fault.place.cell)
    if not row:
        return ""
    if results.titles is None or fault.place.sheet not in results.titles:
        return EMPTY_CELL
    value = book[results.titles[fault.place.sheet]].cell(row, column).value
    return EMPTY_CELL if value is None else str(value)


def _line(sheet: Any, row: int, texts: tuple[str, ...]) -> None:
    from openpyxl.styles import Alignment

    shown = [printable(text if len(text) <= _LONGEST else text[:_LONGEST] + "…") for text in texts]
    for column, text in enumerate(shown, 1):
        cell = sheet.cell(row, column)
        if column == 1:
            cell.value = int(text)
        else:
            put_text(cell, text)
        cell.alignment = Alignment(wrap_text=True, vertical="top", horizontal="center" if column in _CENTRED else "left")
        cell.border = _border()
    tallest = max(_lines_of(text, width) for text, width in zip(shown, _WIDTHS, strict=True))
    sheet.row_dimensions[row].height = min(_LINE_HEIGHT * tallest + 4, 400)


def _link(sheet: Any, row: int, fault: Fault, results: Results) -> None:
    from openpyxl.styles import Font
    from openpyxl.worksheet.hyperlink import Hyperlink

    place, titles = fault.place, results.titles
    if not place.sheet or (titles is not None and place.sheet not in titles):
        return
    name = (place.sheet if titles is None else titles[place.sheet]).replace("'", "''")
    cell = sheet.cell(row, 3 if place.cell else 2)
    target = quote(results.name) if titles is None else None
    cell.hyperlink = Hyperlink(ref=cell.coordinate, location=f"'{name}'!{place.cell or 'A1'}", target=target)
    cell.font = Font(underline="single", color="FF0563C1")


def _page(sheet: Any, last: int) -> None:
    sheet.freeze_panes = f"A{_HEAD_ROW + 1}"
    sheet.print_title_rows = f"{_HEAD_ROW}:{_HEAD_ROW}"
    sheet.print_area = f"A1:H{max(last, _HEAD_ROW)}"
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", 9
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.oddFooter.center.text = PAGE_FOOT
    sheet.sheet_view.showGridLines = False


def _border() -> Any:
    from openpyxl.styles import Border, Side

    thin = Side(style="thin", color="FFBFBFBF")
    return Border(left=thin, right=thin, top=thin, bottom=thin)


def _lines_of(text: str, width: int) -> int:
    """Lines that a text takes in a column: a Chinese character is two wide."""
    wide = (sum(2 if c > "\u2000" else 1 for c in line) for line in text.split("\n"))
    return sum(max(1, -(-length // max(1, width - 2))) for length in wide)
