"""ods: repeats bounded before they are unfolded, calamine as the witness (A11)."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import date, datetime, time
from xml.dom import minidom

import pytest

from duchá.workbooks.sheets import faults
from duchá.workbooks.sheets.model import CellError, SheetState, Uncalculated
from workbooks.build import book_of, notes, read, refusal, zipped

SPACES = (
    " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for name in ("office", "table", "text", "style", "meta", "drawing")
    )
    + ' xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0" xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"'
)


def ods(tables: str, styles: str = "", **more: str | bytes) -> bytes:
    content = f"<office:document-content {SPACES}><office:automatic-styles>{styles}</office:automatic-styles><office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body></office:document-content>"
    return zipped(
        {"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": content, "META-INF/manifest.xml": "<m/>", **more}
    )


def table(rows: str, name: str = "表1", more: str = "") -> str:
    return f'<table:table table:name="{name}" {more}>{rows}</table:table>'


def text(words: str, more: str = "") -> str:
    return f'<table:table-cell office:value-type="string" {more}><text:p>{words}</text:p></table:table-cell>'


def row(*cells: str, more: str = "") -> str:
    return f"<table:table-row {more}>{''.join(cells)}</table:table-row>"


def test_values_by_type() -> None:
    cells = (
        text("序号"),
        '<table:table-cell office:value-type="float" office:value="3"><text:p>3</text:p></table:table-cell>',
        '<table:table-cell office:value-type="percentage" office:value="0.95"><text:p>95%</text:p></table:table-cell>',
        '<table:table-cell office:value-type="date" office:date-value="2015-11-18"><text:p>x</text:p></table:table-cell>',
        '<table:table-cell office:value-type="date" office:date-value="2015-11-18T08:30:00"><text:p>x</text:p></table:table-cell>',
        '<table:table-cell office:value-type="time" office:time-value="PT08H30M00S"><text:p>x</text:p></table:table-cell>',
        '<table:table-cell office:value-type="boolean" office:boolean-value="true"><text:p>x</text:p></table:table-cell>',
    )
    sheet = book_of(ods(table(row(*cells))), "a.ods").sheets[0]
    assert sheet.rows == (("序号", 3, 0.95, date(2015, 11, 18), datetime.fromisoformat("2015-11-18T08:30"), time(8, 30), True),)
    assert sheet.percents == {(1, 3)}


def test_errors_formulas_comments_hidden_and_merged() -> None:
    rows = row(text("标题", 'table:number-columns-spanned="2" table:number-rows-spanned="1"'), "<table:covered-table-cell/>") + row(
        text("#REF!", 'calcext:value-type="error"'),
        '<table:table-cell table:formula="of:=[.A1]"/>',
        '<table:table-cell office:value-type="string"><office:annotation><text:p>已改</text:p></office:annotation><text:p>甲</text:p><text:p>乙</text:p></table:table-cell>',
        more='table:visibility="collapse"',
    )
    book = book_of(
        ods(
            table(rows) + table(row(text("旧")), "2014年", 'table:style-name="h"'),
            '<style:style style:name="h"><style:table-properties table:display="false"/></style:style>',
        ),
        "a.ods",
    )
    sheet = book.sheets[0]
    assert sheet.rows == (("标题",), (CellError("#REF!"), Uncalculated("[.A1]"), "甲\n乙"))
    assert sheet.merges == ((1, 1, 1, 2),) and sheet.hidden_rows == {2} and sheet.comments == {(2, 3): "已改"}
    assert book.sheets[1].state is SheetState.HIDDEN and book.sheets[1].rows == ()
    assert notes(book) == ["S041", "S042", "S063", "S070", "S062"]


def test_empty_repeats_to_the_edge_cost_nothing() -> None:
    tail = '<table:table-cell table:number-columns-repeated="16383"/>'
    rows = row(text("x"), tail) + row(
        '<table:table-cell table:number-columns-repeated="16384"/>', more='table:number-rows-repeated="1048575"'
    )
    assert book_of(ods(table(rows)), "a.ods").sheets[0].rows == (("x",),)


def test_repeated_values_are_unfolded() -> None:
    rows = row(text("x", 'table:number-columns-repeated="3"'), more='table:number-rows-repeated="2"')
    assert book_of(ods(table(rows)), "a.ods").sheets[0].rows == (("x", "x", "x"), ("x", "x", "x"))


@pytest.mark.parametrize(("across", "down"), [(16384, 1000), (1, 1048576), (20000, 1), (1, 2000000)])
def test_repeated_values_without_end_are_refused(across: int, down: int) -> None:
    rows = row(text("x", f'table:number-columns-repeated="{across}"'), more=f'table:number-rows-repeated="{down}"')
    assert refusal(ods(table(rows)), "a.ods").kind in (faults.BOMB, faults.OUTSIDE_GRID)


def test_a_password_is_said() -> None:
    manifest = "<manifest><encryption-data/></manifest>"
    assert refusal(ods(table(row(text("x"))), **{"META-INF/manifest.xml": manifest}), "a.ods").kind is faults.ENCRYPTED


def test_a_picture_alone_is_a_scan_and_nothing_is_nothing() -> None:
    drawn = "<table:shapes><draw:frame><draw:image/></draw:frame></table:shapes>"
    assert refusal(ods(table(drawn)), "a.ods").kind is faults.SCAN_ONLY
    assert refusal(ods(table(row())), "a.ods").kind is faults.NOTHING_INSIDE


def test_marks_from_sheet_and_properties() -> None:
    meta = "<m><meta:user-defined xmlns:meta='x' meta:name='ducha.form'>approval</meta:user-defined></m>"
    book = book_of(ods(table(row(text("x"))) + table(row(text("unit"), text("区财政局")), "_ducha"), **{"meta.xml": meta}), "a.ods")
    assert book.marks == {"unit": "区财政局", "form": "approval"} and len(book.sheets) == 1


def test_broken_content_is_refused() -> None:
    assert refusal(ods("<table:table>"), "a.ods").kind is faults.BAD_PACKAGE
    book, found = read(ods(table(row(text("x"))) + "<!-- -->"), "a.ods")
    assert book is not None and not found


def test_a_pretty_printed_file_reads_as_the_plain_one() -> None:
    """Blanks around and between words are one blank or none; what an element says is kept (B13)."""
    cells = (text("序号"), text("超时2件 已改"), text("甲</text:p><text:p>乙"))
    data = ods(table(row(*cells)))
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    plain = book_of(data, "a.ods").sheets[0].rows
    assert plain == (("序号", "超时2件 已改", "甲\n乙"),)
    pretty = re.sub(r"(<text:p>)", r"\1\n        ", minidom.parseString(parts["content.xml"]).toprettyxml())
    assert book_of(zipped(parts | {"content.xml": pretty}), "a.ods").sheets[0].rows == plain


def test_a_run_of_words_keeps_one_blank_where_it_has_several() -> None:
    words = text("\n  区安监局 \n  <text:span>已</text:span> <text:span>改</text:span>\n")
    meant = text("超时<text:s text:c='2'/>2件<text:line-break/>已改<text:tab/>毕")
    assert book_of(ods(table(row(words, meant))), "a.ods").sheets[0].rows == (("区安监局 已 改", "超时  2件\n已改\t毕"),)
