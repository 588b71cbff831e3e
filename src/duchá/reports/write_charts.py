"""Charts that office programs draw themselves: in a workbook over its own cells, in a document with the numbers inside."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from io import BytesIO
from typing import Any
from zipfile import ZipFile

from duchá.reports.drawing import axis
from duchá.reports.page import Chart, ChartKind, Page

Block = tuple[str, int, int, int]  # sheet, row of the first cell, column of the names, column of the values
_COLOUR, _GREY = "#3B6EA5", "#B0B0B0"
_SMALL = {"size": 9, "bold": False}
_SMALLER = {"size": 6.5, "bold": False}
_MANY_BARS, _LONG_NAME = 30, 18
_TITLE = {"size": 11, "bold": False}
_BAR_HEIGHT, _AROUND_BARS, _LINE_HEIGHT = 22, 80, 280  # pixels


def chart_height(chart: Chart) -> int:
    """Pixels that a chart takes: a bar a row, a line always the same."""
    return _AROUND_BARS + _BAR_HEIGHT * (chart.last - chart.first + 1) if chart.kind is ChartKind.BARS else _LINE_HEIGHT


def native_chart(book: Any, page: Page, chart: Chart, block: Block) -> Any:
    """The chart over the cells of a block, to be inserted into a sheet."""
    sheet, first, names, values = block
    last = first + chart.last - chart.first
    bars = chart.kind is ChartKind.BARS
    drawn = book.add_chart({"type": "bar" if bars else "line"})
    look: dict[str, Any] = {"fill": {"color": _COLOUR}, "gap": 45} if bars else {"line": {"color": _COLOUR, "width": 1.75}}
    if not bars:
        look["marker"] = {"type": "circle", "size": 5, "fill": {"color": _COLOUR}, "border": {"color": _COLOUR}}
    labels = {"value": True, "font": _SMALL, **({} if bars else {"position": "above"})}
    cells = {"categories": [sheet, first, names, last, names], "values": [sheet, first, values, last, values]}
    drawn.add_series({**cells, **look, "name": _title(chart), "data_labels": labels})
    drawn.set_title({"name": _title(chart), "name_font": _TITLE, "overlay": False})
    drawn.set_legend({"none": True})
    _axes(drawn, page, chart)
    return drawn


def _title(chart: Chart) -> str:
    """The title as text: XlsxWriter takes words with sheet!A1 in them for a reference to cells, so the sign is a full-width one."""
    return chart.title.replace("!", "\uff01")


def chart_parts(pages: Iterable[Page]) -> tuple[bytes, ...]:
    """The charts of pages, in order, as parts of a document: the same charts, their numbers inside them."""
    from xlsxwriter import Workbook

    buffer = BytesIO()
    wanted = [(page, chart) for page in pages for chart in page.charts]
    if not wanted:
        return ()
    with Workbook(buffer, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        for at, (page, chart) in enumerate(wanted, 1):
            sheet = book.add_worksheet(f"S{at}")
            for row, cells in enumerate(page.rows[chart.first : chart.last + 1]):
                name, value = cells[chart.names], cells[chart.values]
                sheet.write_string(row, 0, f"{name.month}-{name.day}" if isinstance(name, date) else str(name or ""))
                if isinstance(value, Decimal):
                    sheet.write_number(row, 1, value)
            sheet.insert_chart(0, 3, native_chart(book, page, chart, (f"S{at}", 0, 0, 1)))
    with ZipFile(buffer) as archive:
        return tuple(_said_out(archive.read(f"xl/charts/chart{at}.xml")) for at in range(1, len(wanted) + 1))


def _said_out(chart: bytes) -> bytes:
    """What a workbook leaves unsaid and a document takes for yes: names beside the values, and lines made smooth."""
    labels = b'<c:showLegendKey val="0"/><c:showVal val="1"/><c:showCatName val="0"/><c:showSerName val="0"/>'
    shown = chart.replace(b'<c:showVal val="1"/>', labels + b'<c:showPercent val="0"/><c:showBubbleSize val="0"/>')
    return shown.replace(b"</c:ser>", b'<c:smooth val="0"/></c:ser>') if b"<c:lineChart>" in shown else shown


def _names(page: Page, chart: Chart) -> dict[str, Any]:
    """The type of the names beside the bars: smaller where there are so many, or one is so long, that a program would leave every second one out."""
    names = [str(row[chart.names] or "") for row in page.rows[chart.first : chart.last + 1]]
    return _SMALL if len(names) <= _MANY_BARS and max(map(len, names), default=0) <= _LONG_NAME else _SMALLER


def _axes(drawn: Any, page: Page, chart: Chart) -> None:
    grid = {"visible": True, "line": {"color": "#E2E2E2", "width": 0.5}}
    if chart.kind is ChartKind.BARS:
        values = [row[chart.values] for row in page.rows[chart.first : chart.last + 1]]
        bound: dict[str, float] = {} if any(isinstance(value, Decimal) and value < 0 for value in values) else {"min": 0}
        if chart.ends is not None:
            bound = {"min": float(min(chart.ends[0], Decimal(0))), "max": float(max(chart.ends[1], Decimal(0)))}
        drawn.set_x_axis({**bound, "num_font": _SMALL, "major_gridlines": grid, "num_format": "General", "line": {"none": True}})
        drawn.set_y_axis(
            {"reverse": True, "num_font": _names(page, chart), "line": {"color": _GREY}, "label_position": "low", "interval_unit": 1}
        )
        return
    shown = [value for row in page.rows[chart.first : chart.last + 1] if isinstance(value := row[chart.values], Decimal)]
    low, high, step = axis(shown, chart.reference)
    scale = {"min": float(low), "max": float(high), "major_unit": float(step)}
    if chart.reference is not None:
        scale["crossing"] = float(chart.reference)  # the axis of days lies at the 基准分
    drawn.set_y_axis({**scale, "num_font": _SMALL, "num_format": "General", "major_gridlines": grid})
    drawn.set_x_axis({"num_font": _SMALL, "num_format": "m-d", "text_axis": True, "label_position": "low", "line": {"color": _GREY}})
