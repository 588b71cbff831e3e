"""Shapes of sheets that should break nothing: false ranges, stray cells, odd addresses, huge formatting (A33–A38, B24–B30)."""

from __future__ import annotations

from datetime import date

import pytest

from conftest import work
from duchá.workbooks.sheets import faults
from duchá.workbooks.sheets.model import SheetState
from workbooks.build import GOOD, MAIN, OFFICE, book_of, notes, parts_of, read, refusal, sheet_of, text_cell, xlsx, zipped

STYLES = f'<styleSheet xmlns="{MAIN}"><fonts><font/></fonts><fills><fill/></fills><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>'
DAY = '<row r="1"><c r="A1" s="1"><v>{serial}</v></c></row>'


def styled(rows: str, workbook: str = "") -> bytes:
    """An xlsx with a date style 1 and an empty ``<fill/>``, as some OA exports have it."""
    from workbooks.build import relations

    parts = parts_of(sheet_of(rows), workbook=workbook)
    rels = relations(("worksheet", "worksheets/sheet1.xml"), ("styles", "styles.xml"))
    return zipped(parts | {"xl/styles.xml": STYLES, "xl/_rels/workbook.xml.rels": rels})


def row(number: int, *texts: str) -> str:
    return f'<row r="{number}">' + "".join(text_cell(f"{chr(65 + n)}{number}", text) for n, text in enumerate(texts)) + "</row>"


@pytest.mark.parametrize("claimed", ["A1", "A1:XFD1048576", "C9:D10"])
def test_a_false_dimension_is_ignored(claimed: str) -> None:
    page = sheet_of(row(1, "a", "b") + row(2, "c", "d"), before=f'<dimension ref="{claimed}"/>')
    assert book_of(zipped(parts_of(page))).sheets[0].rows == (("a", "b"), ("c", "d"))


def test_a_value_in_the_last_corner_is_named() -> None:
    fault = refusal(xlsx(row(1, "a") + '<row r="1048576">' + text_cell("XFD1048576", "x") + "</row>"))
    assert fault.kind is faults.STRAY_CELL and fault.place.cell == "XFD1048576" and "XFD1048576" in fault.message


@pytest.mark.sweep
def test_a_value_in_the_last_row_is_named_and_left_out() -> None:
    book = book_of(xlsx(row(1, "a", "b") + '<row r="1048576">' + text_cell("A1048576", "x") + "</row>"))
    assert book.sheets[0].rows == (("a", "b"),)
    assert "S027" in notes(book) and "A1048576" in book.notes[-1].message


def test_rows_after_a_gap_of_hundreds_are_kept() -> None:
    book = book_of(xlsx(row(1, "a") + row(5001, "b")))
    assert len(book.sheets[0].rows) == 5001 and book.sheets[0].value(5001, 1) == "b"


@pytest.mark.parametrize("address", ["XFE1", "A16777217", "A0", "A-1", "1", "a1", "AAAA1", "ZZZ1", "A1048577"])
@pytest.mark.parametrize("value", ["<v>1</v>", ""])
def test_an_address_outside_the_grid_is_named_never_wrapped(address: str, value: str) -> None:
    fault = refusal(xlsx(row(1, "a") + f'<row r="2"><c r="{address}">{value}</c></row>'))
    assert fault.kind is faults.OUTSIDE_GRID and address.rstrip("0123456789") in fault.message


def test_cells_without_an_address_follow_their_neighbour() -> None:
    rows = '<row r="1"><c><v>1</v></c><c><v>2</v></c></row><row><c r="B2"><v>3</v></c><c><v>4</v></c></row>'
    assert book_of(xlsx(rows)).sheets[0].rows == ((1, 2), (None, 3, 4))


def test_a_table_that_starts_at_column_c_keeps_its_place() -> None:
    sheet = book_of(xlsx('<row r="3">' + text_cell("C3", "序号") + text_cell("D3", "项目") + "</row>")).sheets[0]
    assert (sheet.top, sheet.left, sheet.rows) == (3, 3, (("序号", "项目"),))
    assert sheet.value(3, 4) == "项目" and sheet.value(1, 1) is None


def test_columns_to_the_edge_of_the_grid_are_bounded() -> None:
    from duchá.terms.place import column_letters

    wide = '<row r="1">' + "".join(f'<c r="{column_letters(n)}1"><v>{n}</v></c>' for n in range(1, 16_385)) + "</row>"
    assert len(book_of(xlsx(wide)).sheets[0].rows[0]) == 16_384


@pytest.mark.sweep
def test_formatting_of_400_000_empty_rows_costs_little() -> None:
    def formatted(rows: int) -> bytes:
        return xlsx(row(1, "a") + "".join(f'<row r="{n}"><c r="A{n}" s="0"/><c r="B{n}" s="0"/></row>' for n in range(2, rows)))

    assert book_of(formatted(400_000)).sheets[0].rows == (("a",),)
    few, many = (work(read, formatted(rows)) for rows in (4_000, 40_000))
    assert many < 11 * few


def test_tens_of_thousands_of_merges_cost_little() -> None:
    def merged(count: int) -> bytes:
        merges = "".join(f'<mergeCell ref="A{n}:C{n}"/>' for n in range(1, count + 1))
        return xlsx(row(1, "a", "b") + row(2, "c"), after=f"<mergeCells>{merges}</mergeCells>")

    few, many = (work(read, merged(count)) for count in (4_200, 42_000))
    assert many < 11 * few
    sheet = book_of(merged(42_000)).sheets[0]
    assert sheet.rows == (("a",), ("c",)) and sheet.merges == ((1, 1, 1, 3), (2, 1, 2, 3))


@pytest.mark.parametrize("merges", [["A1:XFD1048576"], ["A1:B2", "B2:C3", "A1:B2"], ["B2:A1"], ["A1:A1"], ["x", ""]])
def test_odd_merges_double_no_value(merges: list[str]) -> None:
    data = xlsx(row(1, "a", "b") + row(2, "c", "d"), after="".join(f'<mergeCell ref="{merge}"/>' for merge in merges))
    values = [value for line in book_of(data).sheets[0].rows for value in line if value is not None]
    assert sorted(map(str, values)) == sorted(set(map(str, values))) and "a" in values


def test_merges_without_end_are_left_and_said() -> None:
    cells = "".join(f'<row r="{n}"><c r="A{n}"><v>1</v></c><c r="P{n}"><v>1</v></c></row>' for n in range(1, 3000))
    merges = "".join(f'<mergeCell ref="A1:P{n}"/>' for n in range(1000, 3000))
    book, found = read(xlsx(cells, after=merges))
    assert book is not None and [fault.kind for fault in found] == [faults.MERGES_LEFT]


@pytest.mark.parametrize(
    ("serial", "flag", "value"),
    [("42326", "", date(2015, 11, 18)), ("40864", "1", date(2015, 11, 18)), ("2958466", "", 2958466), ("1000000000", "", 10**9)],
)
def test_dates_follow_the_workbook_and_impossible_ones_stay_numbers(serial: str, flag: str, value: object) -> None:
    book = book_of(styled(DAY.format(serial=serial), workbook=f'<workbookPr date1904="{flag or 0}"/>'))
    assert book.sheets[0].rows == ((value,),)
    assert ("S072" in notes(book)) == bool(flag)


def test_an_empty_fill_is_no_obstacle() -> None:
    assert book_of(styled(row(1, "a"))).sheets[0].rows == (("a",),)


def test_strict_ooxml_is_read() -> None:
    parts = {
        name: part.replace(MAIN, "http://purl.oclc.org/ooxml/spreadsheetml/main").replace(
            OFFICE, "http://purl.oclc.org/ooxml/officeDocument/relationships"
        )
        for name, part in parts_of(sheet_of(row(1, "a", "b"))).items()
    }
    assert book_of(zipped(parts)).sheets[0].rows == (("a", "b"),)


def test_a_namespace_prefix_changes_nothing() -> None:
    page = sheet_of('<row r="1"><c r="A1" t="str"><v>a</v></c></row>')
    for tag in ("worksheet", "sheetData", "row", "c", "v"):
        page = page.replace(f"<{tag} ", f"<x:{tag} ").replace(f"<{tag}>", f"<x:{tag}>").replace(f"</{tag}>", f"</x:{tag}>")
    book, found = read(zipped(parts_of(page.replace("xmlns=", "xmlns:x="))))
    assert book is not None and not found and book.sheets[0].rows == (("a",),)


def test_one_part_may_serve_several_sheets() -> None:
    parts = parts_of([sheet_of(row(1, "a"))] * 3)
    parts["xl/_rels/workbook.xml.rels"] = (
        parts["xl/_rels/workbook.xml.rels"].replace("sheet2.xml", "sheet1.xml").replace("sheet3.xml", "sheet1.xml")
    )
    assert [sheet.rows for sheet in book_of(zipped(parts)).sheets] == [(("a",),)] * 3


def test_many_cells_in_one_part_shared_by_many_sheets_are_counted_each_time() -> None:
    many = "".join(f'<row r="{n}">' + "".join(f'<c r="{c}{n}"><v>1</v></c>' for c in "ABCDEFGHIJ") + "</row>" for n in range(1, 3001))
    parts = parts_of([sheet_of(many)] + [sheet_of("")] * 199)
    rels = parts["xl/_rels/workbook.xml.rels"]
    for n in range(2, 201):
        rels = rels.replace(f"worksheets/sheet{n}.xml", "worksheets/sheet1.xml")
    assert refusal(zipped(parts | {"xl/_rels/workbook.xml.rels": rels})).kind is faults.BOMB


def test_a_chart_sheet_in_front_shifts_nothing() -> None:
    parts = parts_of(["<chartsheet/>", sheet_of(row(1, "a"))])
    parts["xl/_rels/workbook.xml.rels"] = parts["xl/_rels/workbook.xml.rels"].replace('/worksheet"', '/chartsheet"', 1)
    book, found = read(zipped(parts))
    assert book is not None and not found
    assert [(sheet.name, sheet.state, sheet.rows) for sheet in book.sheets] == [("表2", SheetState.VISIBLE, (("a",),))]


def test_the_smallest_return_reads() -> None:
    assert book_of(GOOD).sheets[0].rows == (("序号", "项目"), (1,))
