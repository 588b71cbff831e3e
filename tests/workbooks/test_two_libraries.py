"""calamine and openpyxl give the same cells, so that a machine without a calamine wheel reads the same."""

from __future__ import annotations

import io
from datetime import date, datetime

import xlsxwriter
from hypothesis import HealthCheck, given, settings, strategies as st

from duchá.workbooks.formats import xlsx
from duchá.workbooks.formats.calamine import calamine_grids
from duchá.workbooks.formats.xlsx import openpyxl_grids
from duchá.workbooks.look.look import look_over
from duchá.workbooks.package.zip import open_package
from workbooks.build import book_of, parts_of, sheet_of, text_cell, zipped

TEXTS = st.text(st.characters(min_codepoint=32, max_codepoint=0x9FFF, exclude_categories=("Cs", "Cc", "Cn")), min_size=1, max_size=12)
VALUES = st.one_of(
    TEXTS,
    st.integers(-(10**9), 10**9),
    st.floats(-1e6, 1e6, allow_nan=False).map(lambda number: round(number, 6)),
    st.booleans(),
    st.dates(date(1905, 1, 1), date(2100, 1, 1)),
    st.datetimes(datetime.fromisoformat("1990-01-01T00:00"), datetime.fromisoformat("2050-01-01T00:00")).map(
        lambda moment: moment.replace(microsecond=0)
    ),
)
CELLS = st.dictionaries(st.tuples(st.integers(0, 12), st.integers(0, 8)), VALUES, min_size=1, max_size=25)


def written(cells: dict[tuple[int, int], object]) -> bytes:
    saved = io.BytesIO()
    book = xlsxwriter.Workbook(saved, {"strings_to_formulas": False, "strings_to_urls": False})
    sheet = book.add_worksheet("表1")
    day, moment = book.add_format({"num_format": "yyyy-mm-dd"}), book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"})
    for (row, column), value in cells.items():
        if isinstance(value, datetime):
            sheet.write_datetime(row, column, value, moment)
        elif isinstance(value, date):
            sheet.write_datetime(row, column, value, day)
        elif isinstance(value, str):
            sheet.write_string(row, column, value)
        elif isinstance(value, bool):
            sheet.write_boolean(row, column, value)
        else:
            sheet.write_number(row, column, value)
    book.close()
    return saved.getvalue()


def both(data: bytes) -> None:
    package = open_package(data)
    look = look_over(package)
    one, two = calamine_grids(package, look.sheets, look), openpyxl_grids(package, look.sheets, look)
    assert one is not None and two is not None
    for number, grid in one.items():
        assert (grid.top, grid.left, grid.rows) == (two[number].top, two[number].left, two[number].rows)
        assert [[type(value) for value in row] for row in grid.rows] == [[type(value) for value in row] for row in two[number].rows]


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(cells=CELLS)
def test_the_same_cells(cells: dict[tuple[int, int], object]) -> None:
    both(written(cells))


def test_the_same_where_calamine_is_missing(monkeypatch) -> None:  # type: ignore[no-untyped-def]  # pytest's own fixture
    data = written({(2, 1): "序号", (3, 1): 1, (3, 4): date(2015, 11, 18), (5, 2): 0.5})
    with_calamine = book_of(data)
    monkeypatch.setattr(xlsx, "CALAMINE", False)
    assert book_of(data) == with_calamine


def test_the_same_after_strict_names_and_an_empty_fill() -> None:
    parts = parts_of(sheet_of('<row r="2">' + text_cell("B2", "x") + "</row>"))
    strict = {
        name: part.replace("schemas.openxmlformats.org/spreadsheetml/2006", "purl.oclc.org/ooxml/spreadsheetml")
        for name, part in parts.items()
    }
    both(zipped(strict))
