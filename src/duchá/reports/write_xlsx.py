"""A report as a workbook that opens clean in Excel, WPS and LibreOffice: A4, repeated heads, real numbers and dates, no formula."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from duchá.forms.names import LONGEST_SHEET, free_name
from duchá.reports import wording
from duchá.reports.page import Cell, CellRow, Page, Report, Show, on_sheets
from duchá.reports.safe_text import printable
from duchá.reports.write_charts import chart_height, native_chart
from duchá.terms.place import address, column_letters
from duchá.terms.write_beside import naming, write_file

# type faces; an office without one of them sees its own default
TITLE_FONT = "方正小标宋简体"
HEAD_FONT = "黑体"
BODY_FONT = "仿宋"
# around every page
CHART_SHEET = "图"
PAGE_FOOT = "第 &P 页  共 &N 页"
CUT = "……（过长，全文见来源文件）"

LONGEST_TEXT = 32_767  # UTF-16 units, the limit of a cell
_TOO_LONG = -2  # what XlsxWriter answers when it has cut a text
_BELOW = 520  # pixels of a chart that is sure to stand whole below its table
_TITLE_ROW, _UNDER_ROW, _HEAD_ROW, _FIRST_ROW = range(4)
_A4 = 9
_CM = 1 / 2.54
_PORTRAIT = 110  # characters: a wider table is printed on its side
_ONE_PAGE = 60  # rows: a table that adds up, of one row a unit, is read on one page
_LINE, _PADDING = 15.5, 5.0  # points: a line of body type, and the air around the text of a cell
_FILL = 0.92  # of a column's width that Chinese text can fill: its characters are a little wider than two digits
_OPTIONS = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
_BODY: Mapping[Show, dict[str, Any]] = {
    Show.LABEL: {"align": "center", "text_wrap": True},
    Show.TEXT: {"align": "left", "text_wrap": True},
    Show.WORDS: {"align": "left", "text_wrap": True},
    Show.COUNT: {"align": "center", "num_format": "0"},
    Show.AMOUNT: {"align": "center", "num_format": "General"},
    Show.SIGNED: {"align": "center", "num_format": "+General;-General;0"},
    Show.RATE: {"align": "center", "num_format": "0.00%"},
    Show.DAY: {"align": "center", "num_format": "yyyy-mm-dd"},
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Cut:
    """A text too long for a cell, cut with a mark: sheet, cell and full length."""

    sheet: str
    cell: str
    length: int


def write_xlsx(report: Report, path: Path) -> tuple[Cut, ...]:
    """Writes the report beside its place, then renames it; gives the texts that had to be cut. Equal reports give equal bytes.

    Raises OSError.
    """
    from xlsxwriter import Workbook
    from xlsxwriter.exceptions import FileCreateError

    report = printable(report)
    packed = BytesIO()  # a disk that fills up in the middle would leave a zip that complains when it is let go
    with TemporaryDirectory(ignore_cleanup_errors=True) as scratch, naming(Path(scratch)):
        drawn = any(page.charts for page in report.pages)  # a chart looks at cells that constant memory has let go
        book = Workbook(packed, _OPTIONS | {"tmpdir": scratch, "constant_memory": not drawn})
        # a fixed time of making: the bytes of a report depend on what it says and on nothing else
        made = datetime.combine(report.as_of, time())
        book.set_properties({"title": report.title, "comments": report.mark, "created": made})
        styles = _styles(book)
        sheets = [(_Sheet(book.add_worksheet(page.name), page, styles), page) for page in on_sheets(report)]
        cuts = tuple(cut for sheet, _ in sheets for cut in sheet.write(report.mark))
        for sheet, page in sheets:
            sheet.draw(book, page)
        try:
            book.close()
        except FileCreateError as error:
            raise OSError(error.args[0].errno, error.args[0].strerror) from error
    write_file(path, packed.getvalue())
    return cuts


def _styles(book: Any) -> dict[str, Any]:
    plain: dict[str, Any] = {"font_name": BODY_FONT, "font_size": 11, "valign": "vcenter"}
    boxed = plain | {"border": 1}
    heads = boxed | {"font_name": HEAD_FONT, "align": "center", "text_wrap": True, "bg_color": "#E8EEF4"}
    styles = {
        "title": plain | {"font_name": TITLE_FONT, "font_size": 18, "align": "center"},
        "under": plain | {"align": "left", "text_wrap": True},
        "measure": plain | {"align": "right"},
        "head": heads,
        "note": plain | {"font_size": 10, "align": "left", "valign": "top", "text_wrap": True},
        "nothing": boxed | {"align": "center"},
    }
    for show, look in _BODY.items():
        styles[show.value] = boxed | look
        styles[f"total-{show.value}"] = boxed | look | {"font_name": HEAD_FONT, "bg_color": "#F4F4F4"}
    return {name: book.add_format(look) for name, look in styles.items()}


class _Sheet:
    """One page on its way into one worksheet, row by row: no row is touched again (constant memory)."""

    def __init__(self, sheet: Any, page: Page, styles: Mapping[str, Any]) -> None:
        self.sheet, self.page, self.styles = sheet, page, styles
        self.last = len(page.columns) - 1
        self.widths = [column.width for column in page.columns]
        self.surely_one_line = [int(width * _FILL) // 2 for width in self.widths]
        self.cuts: list[Cut] = []
        self.under = "\n".join(text for text in (page.under, *page.words) if text)
        self.end = 0
        self.foot = ""

    def write(self, mark: str) -> list[Cut]:
        """The whole page."""
        self._set_up(mark)
        self._heads()
        looks = [self.styles[column.show.value] for column in self.page.columns]
        plain = RowWriter(self.sheet, looks)
        at = _FIRST_ROW
        for row in self.page.rows:
            height = self._row_height(row)
            if not plain.write(at, row, height):
                self._row(at, row, looks, height)
            at += 1
        if at > _FIRST_ROW and self.last:
            self.sheet.autofilter(_HEAD_ROW, 0, at - 1, self.last)
        if not self.page.rows:
            self._across(at, 0, self.last, wording.NOTHING, "nothing")
            at += 1
        if self.page.total:
            bold = [self.styles[f"total-{column.show.value}"] for column in self.page.columns]
            self._row(at, self.page.total, bold, _height(1))
            at += 1
        self.end = self._notes(at)
        return self.cuts

    def draw(self, book: Any, page: Page) -> None:
        """The page's charts below everything else, as wide as the table; one that would be torn by the end of a sheet of paper has a sheet of its own."""
        at, width = self.end + 1, sum(7 * column.width + 5 for column in page.columns)
        for chart in page.charts:
            block = (page.name, _FIRST_ROW + chart.first, chart.names, chart.values)
            drawn = native_chart(book, page, chart, block)
            height = chart_height(chart)
            drawn.set_size({"width": width, "height": height})
            if height > _BELOW:
                self._alone(book, page, drawn)
                continue
            self.sheet.insert_chart(at, 0, drawn, {"object_position": 3})
            at += height // int(_height(1) * 4 / 3) + 2

    def _alone(self, book: Any, page: Page, drawn: Any) -> None:
        taken = {sheet.get_name().casefold() for sheet in book.worksheets()}
        sheet = book.add_worksheet(free_name(f"{page.name[: LONGEST_SHEET - len(CHART_SHEET)]}{CHART_SHEET}", taken, LONGEST_SHEET))
        sheet.set_paper(_A4)
        sheet.fit_to_pages(1, 1)
        sheet.set_margins(left=1.8 * _CM, right=1.8 * _CM, top=2 * _CM, bottom=2 * _CM)
        sheet.center_horizontally()
        sheet.hide_gridlines(2)
        sheet.set_footer(self.foot)
        sheet.insert_chart(0, 0, drawn, {"object_position": 3})

    def _set_up(self, mark: str) -> None:
        sheet = self.sheet
        width = sum(column.width for column in self.page.columns)
        together = bool(self.page.total) and len(self.page.rows) <= _ONE_PAGE and not self.page.charts
        if width > _PORTRAIT and not together:
            sheet.set_landscape()
        sheet.set_paper(_A4)
        sheet.fit_to_pages(1, 1 if together else 0)
        sheet.set_margins(left=1.8 * _CM, right=1.8 * _CM, top=2 * _CM, bottom=2 * _CM)
        sheet.center_horizontally()
        sheet.repeat_rows(_HEAD_ROW)
        sheet.freeze_panes(_FIRST_ROW, 0)
        sheet.hide_gridlines(2)
        sheet.set_default_row(_height(1))
        self.foot = f"&L&9{mark.replace('&', '&&')}&R&9{PAGE_FOOT}"
        sheet.set_footer(self.foot)
        for at, column in enumerate(self.page.columns):
            sheet.set_column(at, at, column.width)

    def _heads(self) -> None:
        self.sheet.set_row(_TITLE_ROW, 36)
        self._across(_TITLE_ROW, 0, self.last, self.page.title, "title")
        left = max(0, self.last - 2) if self.page.measure else self.last
        self.sheet.set_row(_UNDER_ROW, _height(_lines(self.under, sum(self.widths[: left + 1]))))
        self._across(_UNDER_ROW, 0, left, self.under, "under")
        if self.page.measure:
            self._across(_UNDER_ROW, left + 1, self.last, self.page.measure, "measure")
        self.sheet.set_row(_HEAD_ROW, _height(max(_lines(c.title, c.width) for c in self.page.columns)))
        for at, column in enumerate(self.page.columns):
            self._put(_HEAD_ROW, at, column.title, self.styles["head"])

    def _row_height(self, row: CellRow) -> float:
        lines = 1
        for cell, short, width in zip(row, self.surely_one_line, self.widths, strict=True):
            if type(cell) is str and (len(cell) > short or "\n" in cell):
                lines = max(lines, _lines(cell, width))
        return _height(lines)

    def _row(self, at: int, row: CellRow, looks: list[Any], height: float) -> None:
        self.sheet.set_row(at, height)
        for column, (cell, look) in enumerate(zip(row, looks, strict=True)):
            match cell:
                case None | "":
                    self.sheet.write_blank(at, column, None, look)
                case str():
                    self._put(at, column, cell, look)
                case int() | Decimal():
                    self.sheet.write_number(at, column, cell, look)
                case _:
                    self.sheet.write_datetime(at, column, cell, look)

    def _put(self, at: int, column: int, cell: Cell, look: Any) -> None:
        """A text cell, whatever stands in it; one that is too long is cut with a mark and noted."""
        text = str(cell)
        if text.startswith("<r>"):  # XlsxWriter would take it for its own markup and write it unescaped
            self.sheet.write_rich_string(at, column, look, text[:1], look, text[1:], look)
        elif self.sheet.write_string(at, column, text, look) == _TOO_LONG:
            self.cuts.append(Cut(sheet=self.page.name, cell=_address(at, column), length=len(text)))
            kept = text.encode("utf-16-le")[: 2 * (LONGEST_TEXT - len(CUT))].decode("utf-16-le", "ignore")
            self.sheet.write_string(at, column, kept + CUT, look)

    def _across(self, at: int, first: int, last: int, text: str, style: str) -> None:
        if last > first:
            self.sheet.merge_range(at, first, at, last, "", self.styles[style])
        if text:
            self._put(at, first, text, self.styles[style])

    def _notes(self, at: int) -> int:
        for note in self.page.notes:
            self.sheet.set_row(at, _height(_lines(note, sum(self.widths) * 11 // 10)))  # set in smaller type
            self._across(at, 0, self.last, note, "note")
            at += 1
        for line in self.page.signatures:
            self.sheet.set_row(at, 2 * _height(1))
            self._across(at, 0, self.last, line, "under")
            at += 1
        return at


def _lines(text: str, width: int) -> int:
    """Lines that a text takes in a column of a width: a Chinese character is two wide, as it is two bytes in GBK."""
    room = max(2, int(width * _FILL))
    if "\n" not in text:
        return max(1, -(-len(text.encode("gbk", "replace")) // room))
    return sum(_lines(line, width) for line in text.split("\n"))


def _height(lines: int) -> float:
    """Points of a row with so many lines; Excel knows no row higher than 409."""
    return min(409, _LINE * lines + _PADDING)


def _address(row: int, column: int) -> str:
    return address(row + 1, column + 1)


# what needs more than its letters: control characters, markup, outer blanks, a text that looks like an escape
_NOT_PLAIN = re.compile(r"[\x00-\x08\x0b-\x1f&<>\x7f-\x9f\ud800-\udfff\ufffe\uffff]|_x[0-9A-Fa-f]{4}_|(?:\A|\n)\s|\s(?:\n|\Z)")
_LONG = 16_000  # characters of a row: any cell may be too long from here on
_NEEDED = ("_write_single_row", "_check_dimensions", "fh", "constant_memory")


class RowWriter:
    """Writes plain rows of one worksheet (工作表) that is in constant memory.

    It calls methods of XlsxWriter that are not documented. Were one renamed, `write` would refuse every row and the caller
    would take the documented way, only slower; that both ways give the same bytes is a test.
    """

    def __init__(self, sheet: Any, looks: Sequence[Any]) -> None:
        self._sheet = sheet
        self._able = all(hasattr(sheet, name) for name in _NEEDED) and bool(sheet.constant_memory)
        self._columns = tuple((f'<c r="{column_letters(at)}', look._get_xf_index()) for at, look in enumerate(looks, 1))

    def write(self, row: int, cells: CellRow, height: float) -> bool:
        """Writes the row and says True; False, and nothing done, where a cell is not plain: no text, whole number or blank."""
        texts = "\n".join([cell for cell in cells if type(cell) is str and cell])
        if not self._able or len(texts) > _LONG or _NOT_PLAIN.search(texts):
            return False
        number = row + 1
        parts = [f'<row r="{number}" ht="{int(height * 4 / 3 + 0.5) * 0.75:.16g}" customHeight="1">']
        for (start, look), cell in zip(self._columns, cells, strict=True):
            if type(cell) is str and cell:
                parts.append(f'{start}{number}" s="{look}" t="inlineStr"><is><t>{cell}</t></is></c>')
            elif cell is None or type(cell) is str:
                parts.append(f'{start}{number}" s="{look}"/>')
            elif type(cell) is int:
                parts.append(f'{start}{number}" s="{look}"><v>{cell:.16G}</v></c>')
            else:
                return False
        self._sheet._check_dimensions(row, 0)
        self._sheet._check_dimensions(row, len(cells) - 1)
        self._sheet._write_single_row(row)
        self._sheet.fh.write("".join([*parts, "</row>"]))
        return True
