"""What the fast reader would hide is told: errors, formulas, pictures, hidden things, marks of meaning (A10, A19, A20, A29–A32, B11, B26–B31, C26, C28, C42)."""

from __future__ import annotations

import pytest

from duchá.workbooks.sheets import faults
from duchá.workbooks.sheets.model import CellError, FileKind, Picture, SheetState, Uncalculated
from workbooks.build import MAIN, PNG, book_of, notes, parts_of, read, refusal, relations, sheet_of, text_cell, xlsx, zipped

A1 = '<row r="1">' + text_cell("A1", "x") + "</row>"
STYLES = f"""<styleSheet xmlns="{MAIN}"><numFmts><numFmt numFmtId="164" formatCode="0.0%"/><numFmt numFmtId="165" formatCode="0&quot;%&quot;"/></numFmts>
<fonts><font/><font><strike/></font><font><strike val="0"/><color rgb="FFFF0000"/></font></fonts>
<fills><fill/><fill><patternFill patternType="solid"><fgColor rgb="FFFFFF00"/></patternFill></fill></fills>
<cellXfs><xf numFmtId="0"/><xf numFmtId="9"/><xf numFmtId="164"/><xf numFmtId="165"/><xf fontId="1"/><xf fontId="2"/><xf fillId="1"/></cellXfs></styleSheet>"""


def styled(rows: str) -> bytes:
    rels = relations(("worksheet", "worksheets/sheet1.xml"), ("styles", "styles.xml"))
    return zipped(parts_of(sheet_of(rows)) | {"xl/styles.xml": STYLES, "xl/_rels/workbook.xml.rels": rels})


@pytest.mark.parametrize("text", ["#REF!", "#N/A", "#DIV/0!", "#NAME?", "#VALUE!", "#NULL!", "#NUM!"])
def test_an_error_cell_is_never_blank(text: str) -> None:
    book = book_of(xlsx(f'<row r="1">{text_cell("A1", "x")}<c r="C1" t="e"><f>B1</f><v>{text}</v></c></row>'))
    assert book.sheets[0].rows == (("x", None, CellError(text)),)
    assert notes(book) == ["S041"] and "C1" in book.notes[0].message


@pytest.mark.parametrize("text", ["#SPILL!", "#CALC!", "#FIELD!"])
def test_an_error_that_the_fast_reader_does_not_know_costs_no_other_cell(text: str) -> None:
    book = book_of(xlsx(f'<row r="1">{text_cell("A1", "x")}<c r="B1" t="e"><v>{text}</v></c></row>'))
    assert book.sheets[0].rows == (("x", CellError(text)),)


@pytest.mark.parametrize("value", ["", "<v></v>", "<v/>"])
def test_a_formula_without_a_result_is_never_blank(value: str) -> None:
    book = book_of(xlsx(f'<row r="1">{text_cell("A1", "x")}<c r="B1"><f>SUM(A1:A9)</f>{value}</c><c r="C1"><f>1+1</f><v>2</v></c></row>'))
    assert book.sheets[0].rows == (("x", Uncalculated("SUM(A1:A9)"), 2),)
    assert notes(book) == ["S042"]


def test_a_formula_that_gives_an_empty_text_is_blank() -> None:
    book = book_of(xlsx(f'<row r="1">{text_cell("A1", "x")}<c r="B1" t="str"><f>""</f><v></v></c></row>'))
    assert book.sheets[0].rows == (("x",),) and notes(book) == []


def test_a_formula_is_its_stored_result_and_never_its_text() -> None:
    formula = '<c r="A1" t="str"><f>cmd|\' /C calc\'!A0</f><v>结果</v></c>'
    assert book_of(xlsx(f'<row r="1">{formula}</row>')).sheets[0].rows == (("结果",),)


def test_text_that_looks_like_a_formula_stays_text() -> None:
    texts = ["=1+1", "+1", "-1", "@x", "{{7*191}}", "_x0041_", "00123", "1/2", "#REF!", "<b>"]
    cells = "".join(text_cell(f"{chr(65 + n)}1", text.replace("<", "&lt;")) for n, text in enumerate(texts))
    row = book_of(xlsx(f'<row r="1">{cells}</row>')).sheets[0].rows[0]
    assert [text for text in row if text != "A"] == [text for text in texts if text != "_x0041_"] or list(row) == texts


def test_a_picture_in_a_cell_is_a_picture_not_formula_text() -> None:
    formula = '<f>_xlfn.DISPIMG("ID_1F8C",1)</f><v>=DISPIMG("ID_1F8C",1)</v>'
    book = book_of(xlsx(f'<row r="1">{text_cell("A1", "x")}<c r="B1" t="str">{formula}</c></row>', **{"xl/cellimages.xml": "<a/>"}))
    assert book.sheets[0].rows == (("x", Picture("ID_1F8C")),) and notes(book) == ["S047"]


def test_a_sheet_with_a_picture_and_no_cell_is_a_scan() -> None:
    fault = refusal(xlsx("", **{"xl/media/image1.png": PNG}))
    assert fault.kind is faults.SCAN_ONLY and "1 张" in fault.message


def test_hidden_sheets_are_named_with_their_rows_and_not_read() -> None:
    data = zipped(
        parts_of(
            [sheet_of(A1), sheet_of(A1 + A1.replace("1", "2")), sheet_of(A1)], states={1: "hidden", 2: "veryHidden"}, names={1: "2014年"}
        )
    )
    book = book_of(data)
    assert [(sheet.state, sheet.rows) for sheet in book.sheets] == [
        (SheetState.VISIBLE, (("x",),)),
        (SheetState.HIDDEN, ()),
        (SheetState.VERY_HIDDEN, ()),
    ]
    assert notes(book) == ["S062", "S062"] and "2014年" in book.notes[0].message and "约 2 行" in book.notes[0].message


def test_hidden_rows_and_columns_are_read_and_said() -> None:
    rows = A1 + '<row r="2" hidden="1">' + text_cell("A2", "y") + text_cell("B2", "z") + '</row><row r="9" hidden="1"/>'
    book = book_of(zipped(parts_of(sheet_of(rows, before='<cols><col min="2" max="16384" hidden="1"/></cols>'))))
    sheet = book.sheets[0]
    assert sheet.rows == (("x",), ("y", "z")) and sheet.hidden_rows == {2} and sheet.hidden_columns == {2}
    assert notes(book) == ["S063", "S064"]


def test_percent_strikethrough_and_signal_colours_are_kept_apart() -> None:
    cells = "".join(f'<c r="{chr(65 + n)}1" s="{n}"><v>0.5</v></c>' for n in range(7)) + '<c r="H1" s="4"/>'
    book = book_of(styled(f'<row r="1">{cells}</row>'))
    assert book.sheets[0].percents == {(1, 2), (1, 3)} and book.sheets[0].struck == {(1, 5)}
    assert notes(book) == ["S066", "S067"] and "2 个" in book.notes[1].message


def test_comments_text_boxes_and_drawn_pictures_are_kept_and_said() -> None:
    drawing = "<d><pic/><sp><txBody><p><t>丹徒区财政局</t></p></txBody></sp></d>"
    parts = {
        "xl/worksheets/_rels/sheet1.xml.rels": relations(("comments", "../comments1.xml"), ("drawing", "../drawings/drawing1.xml")),
        "xl/comments1.xml": '<comments><commentList><comment ref="A1"><text><r><t>已于</t></r><r><t>11.18整改</t></r></text></comment></commentList></comments>',
        "xl/drawings/drawing1.xml": drawing,
    }
    book = book_of(xlsx(A1, **parts))
    sheet = book.sheets[0]
    assert sheet.comments == {(1, 1): "已于11.18整改"} and sheet.text_boxes == ("丹徒区财政局",) and sheet.pictures == 1
    assert notes(book) == ["S065", "S070", "S071"]


def test_macros_links_and_objects_are_said_and_left_alone() -> None:
    parts = {"xl/vbaProject.bin": b"x", "xl/externalLinks/externalLink1.xml": "<a/>", "xl/embeddings/oleObject1.bin": b"x"}
    book = book_of(xlsx(A1, **parts), "附件2.xlsm")
    assert book.kind is FileKind.XLSM and notes(book) == ["S061", "S068", "S069"]


@pytest.mark.parametrize("number", ["nan", "NaN", "inf", "-inf", "1e999"])
def test_what_is_no_number_is_refused_by_its_cell(number: str) -> None:
    book, found = read(xlsx(f'<row r="1">{text_cell("A1", "x")}<c r="B1"><v>{number}</v></c></row>'))
    assert [fault.kind for fault in found] in ([faults.NOT_A_NUMBER], [faults.WITNESS_MISMATCH], [faults.OUT_OF_REACH])
    if found[0].kind is faults.NOT_A_NUMBER:
        assert book is not None and found[0].place.cell == "B1" and isinstance(book.sheets[0].value(1, 2), CellError)


def test_numbers_are_ints_where_they_are_whole() -> None:
    row = (
        book_of(
            xlsx('<row r="1"><c r="A1"><v>3</v></c><c r="B1"><v>-3.0</v></c><c r="C1"><v>0.5</v></c><c r="D1" t="b"><v>1</v></c></row>')
        )
        .sheets[0]
        .rows[0]
    )
    assert [(type(value).__name__, value) for value in row] == [("int", 3), ("int", -3), ("float", 0.5), ("bool", True)]


def test_an_identity_number_that_lost_its_digits_is_noted() -> None:
    book = book_of(xlsx('<row r="1"><c r="A1"><v>321121199001011234</v></c><c r="B1"><v>13812345678</v></c></row>'))
    assert notes(book) == ["S045"] and "A1" in book.notes[0].message and book.sheets[0].rows[0][1] == 13812345678


@pytest.mark.parametrize("length", [32_767, 32_768, 1_000_000])
def test_endless_text_is_refused_by_its_cell(length: int) -> None:
    book, found = read(xlsx('<row r="1">' + text_cell("A1", "x" * length) + "</row>"))
    assert book is not None and [fault.kind for fault in found] == [faults.LONG_TEXT] * (length > 32_767)
    assert len(str(book.sheets[0].value(1, 1))) == 32_767


def test_rare_characters_are_kept_exactly() -> None:
    text = "𬭎䶮㛃 e\u0301 \u200b\u202e 👍 ＝ 〔2015〕\u3000"
    assert book_of(xlsx('<row r="1">' + text_cell("A1", text).replace("<t>", '<t xml:space="preserve">') + "</row>")).sheets[0].rows == (
        (text,),
    )


def test_several_cells_are_named_and_the_rest_counted() -> None:
    cells = "".join(f'<c r="A{n}" t="e"><v>#N/A</v></c>' if n > 1 else text_cell("A1", "x") for n in range(1, 2))
    rows = f'<row r="1">{cells}</row>' + "".join(f'<row r="{n}"><c r="A{n}" t="e"><v>#N/A</v></c></row>' for n in range(2, 40))
    message = book_of(xlsx(rows)).notes[0].message
    assert "38 个" in message and "A2、A3" in message and "等" in message and "A12" not in message
