"""XML 电子表格 2003, usually named .xls (A6)."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from duchá.workbooks.sheets import faults
from duchá.workbooks.sheets.model import CellError, SheetState, Uncalculated
from workbooks.build import book_of, notes, refusal

SPREADSHEET = "urn:schemas-microsoft-com:office:spreadsheet"
STYLES = (
    '<Styles><Style ss:ID="p"><NumberFormat ss:Format="0.0%"/></Style><Style ss:ID="q"><NumberFormat ss:Format="Percent"/></Style>'
    '<Style ss:ID="s"><Font ss:StrikeThrough="1"/></Style></Styles>'
)


def book(sheets: str, encoding: str = "UTF-8", before: str = STYLES) -> bytes:
    head = f'<?xml version="1.0" encoding="{encoding}"?>\n<?mso-application progid="Excel.Sheet"?>\n'
    text = f'{head}<Workbook xmlns="{SPREADSHEET}" xmlns:ss="{SPREADSHEET}" xmlns:x="urn:schemas-microsoft-com:office:excel">{before}{sheets}</Workbook>'
    return text.encode("gbk" if encoding in ("GB2312", "gbk") else encoding)


def sheet(rows: str, name: str = "附件2", more: str = "") -> str:
    return f'<Worksheet ss:Name="{name}"><Table>{rows}</Table>{more}</Worksheet>'


def cell(kind: str, text: str, more: str = "") -> str:
    return f'<Cell {more}><Data ss:Type="{kind}">{text}</Data></Cell>'


@pytest.mark.parametrize("encoding", ["UTF-8", "GB2312", "gbk", "UTF-16"])
def test_it_is_read_in_any_encoding_it_declares(encoding: str) -> None:
    rows = (
        f"<Row>{cell('String', '汇总表', 'ss:MergeAcross=' + chr(34) + '2' + chr(34))}</Row>"
        f'<Row ss:Index="4">{cell("Number", "0.95", "ss:Index=" + chr(34) + "2" + chr(34))}{cell("DateTime", "2015-11-18T00:00:00.000")}'
        f"{cell('DateTime', '2015-11-18T08:30:00')}{cell('Boolean', '1')}{cell('Number', '3')}</Row>"
    )
    found = book_of(book(sheet(rows), encoding), "附件2.xls")
    assert found.sheets[0].rows == (
        ("汇总表",),
        (),
        (),
        (None, 0.95, date(2015, 11, 18), datetime.fromisoformat("2015-11-18T08:30"), True, 3),
    )
    assert found.sheets[0].merges == ((1, 1, 1, 3),) and notes(found) == ["S007", "S009"]


def test_styles_errors_formulas_comments_and_hidden_things_are_told() -> None:
    rows = (
        '<Column ss:Index="3" ss:Hidden="1"/>'
        f"<Row>{cell('Number', '1', 'ss:StyleID=' + chr(34) + 'p' + chr(34))}{cell('Number', '1', 'ss:StyleID=' + chr(34) + 'q' + chr(34))}"
        f"{cell('String', 'x', 'ss:StyleID=' + chr(34) + 's' + chr(34))}</Row>"
        f'<Row ss:Hidden="1">{cell("Error", "#REF!")}<Cell ss:Formula="=R1C1"/>'
        '<Cell><Data ss:Type="String">y</Data><Comment ss:Author="a"><ss:Data>已改</ss:Data></Comment></Cell></Row>'
    )
    found = book_of(book(sheet(rows)), "a.xml")
    page = found.sheets[0]
    assert page.rows[1] == (CellError("#REF!"), Uncalculated("=R1C1"), "y")
    assert page.percents == {(1, 1), (1, 2)} and page.struck == {(1, 3)} and page.comments == {(2, 3): "已改"}
    assert page.hidden_rows == {2} and page.hidden_columns == {3}
    assert notes(found) == ["S009", "S041", "S042", "S066", "S063", "S064", "S070"]


def test_hidden_sheets_and_marks() -> None:
    options = '<WorksheetOptions xmlns="urn:schemas-microsoft-com:office:excel"><Visible>SheetHidden</Visible></WorksheetOptions>'
    marks = sheet(f"<Row>{cell('String', 'unit')}{cell('String', '区财政局')}</Row>", "_ducha", options)
    found = book_of(
        book(sheet(f"<Row>{cell('String', 'x')}</Row>") + sheet(f"<Row>{cell('String', 'y')}</Row>", "2014年", options) + marks), "a.xml"
    )
    assert [(page.name, page.state, len(page.rows)) for page in found.sheets] == [
        ("附件2", SheetState.VISIBLE, 1),
        ("2014年", SheetState.HIDDEN, 0),
    ]
    assert found.marks == {"unit": "区财政局"}


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (book(sheet("<Row ss:Index='9999999'><Cell/></Row>")), faults.OUTSIDE_GRID),
        (
            book(
                sheet(
                    f"<Row>{cell('String', 'a')}</Row><Row ss:Index='1048576'>{cell('String', 'b', 'ss:Index=' + chr(34) + '16384' + chr(34))}</Row>"
                )
            ),
            faults.BOMB,
        ),
        (book(sheet("")), faults.NOTHING_INSIDE),
        (book(f"<Column/><Row>{cell('String', 'a')}</Row>"), faults.NOTHING_INSIDE),  # no worksheet around it
        (book(sheet(f"<Row>{cell('String', 'unit')}</Row>", "_ducha")), faults.NOTHING_INSIDE),  # our marks alone
        (book(sheet("<Row>")), faults.BAD_PACKAGE),
        (book("").replace(b"<Workbook", b'<!DOCTYPE a [<!ENTITY e "x">]><Workbook', 1), faults.DOCTYPE),
    ],
)
def test_what_it_claims_is_bounded(data: bytes, kind: faults.FaultKind) -> None:
    assert refusal(data, "a.xls").kind is kind


@pytest.mark.parametrize("before", [b"\n", b"  \r\n\t", b"\xef\xbb\xbf", b"\xef\xbb\xbf\n  "])
@pytest.mark.parametrize("encoding", ["UTF-8", "GB2312"])
def test_blanks_before_the_first_sign_are_overlooked_as_by_every_program(before: bytes, encoding: str) -> None:
    data = book(sheet(f"<Row>{cell('String', '序号')}{cell('Number', ' 5 ')}</Row>"), encoding)
    assert book_of(before + data, "附件2.xls").sheets[0].rows == (("序号", 5),)
