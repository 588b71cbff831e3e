"""Word: tables as sheets, running text as paragraphs, the same limits (A18, C65)."""

from __future__ import annotations

import io

import docx
import pytest

from duchá.workbooks.sheets import faults
from workbooks.build import PNG, book_of, notes, read, refusal, zipped

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def word(body: str, **more: str | bytes) -> bytes:
    return zipped(
        {"[Content_Types].xml": "<Types/>", "word/document.xml": f'<w:document xmlns:w="{W}"><w:body>{body}</w:body></w:document>', **more}
    )


def p(text: str) -> str:
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def tc(text: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{p(text)}</w:tc>"


def test_a_report_made_with_word_gives_tables_and_text() -> None:
    document = docx.Document()
    document.add_paragraph("自查报告")
    table = document.add_table(4, 3)
    table.cell(0, 0).merge(table.cell(0, 2)).text = "汇总表"
    table.cell(1, 0).merge(table.cell(3, 0)).text = "许可"
    for row in range(1, 4):
        table.cell(row, 1).text = f"问题{row}"
        table.cell(row, 2).text = "第一行\n第二行"
    document.add_paragraph("共查出问题 3 个。")
    saved = io.BytesIO()
    document.save(saved)
    book = book_of(saved.getvalue(), "自查报告.docx")
    assert book.paragraphs == ("自查报告", "共查出问题 3 个。")
    assert book.sheets[0].rows == (
        ("汇总表",),
        ("许可", "问题1", "第一行\n第二行"),
        (None, "问题2", "第一行\n第二行"),
        (None, "问题3", "第一行\n第二行"),
    )
    assert set(book.sheets[0].merges) == {(1, 1, 1, 3), (2, 1, 4, 1)}
    assert notes(book) == ["S073"]


def test_deleted_text_is_gone_and_struck_text_is_said() -> None:
    deleted = f"<w:p><w:del><w:r><w:delText>旧</w:delText></w:r></w:del><w:ins>{p('新')[5:-6]}</w:ins></w:p>"
    struck = "<w:tbl><w:tr><w:tc><w:p><w:r><w:rPr><w:strike/></w:rPr><w:t>废</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"
    book = book_of(word(deleted + struck), "a.docx")
    assert book.paragraphs == ("新",) and book.sheets[0].struck == {(1, 1)}


def test_grid_offsets_and_spans_keep_columns() -> None:
    rows = f'<w:tr><w:trPr><w:gridBefore w:val="1"/></w:trPr>{tc("a")}{tc("b", "<w:gridSpan w:val=" + chr(34) + "2" + chr(34) + "/>")}{tc("c")}</w:tr><w:tr>{tc("x")}</w:tr>'
    sheet = book_of(word(f"<w:tbl>{rows}</w:tbl>"), "a.docx").sheets[0]
    assert sheet.value(1, 2) == "a" and sheet.value(1, 3) == "b" and sheet.value(1, 5) == "c" and sheet.value(2, 1) == "x"


def test_text_boxes_drawn_twice_are_read_once() -> None:
    box = f"<w:p><w:r><mc:AlternateContent xmlns:mc='x'><mc:Choice>{p('章')}</mc:Choice><mc:Fallback>{p('章')}</mc:Fallback></mc:AlternateContent></w:r></w:p>"
    assert book_of(word(box), "a.docx").paragraphs == ("章",)


def test_marks_are_found_in_its_properties() -> None:
    book = book_of(word(p("x"), **{"docProps/custom.xml": '<P><property name="ducha.unit"><v>区财政局</v></property></P>'}), "a.docx")
    assert book.marks == {"unit": "区财政局"}


def test_3000_nested_tables_are_bounded() -> None:
    book, found = read(word("<w:tbl><w:tr><w:tc>" * 3000 + p("x") + "</w:tc></w:tr></w:tbl>" * 3000), "a.docx")
    assert book is None and found[0].kind in (faults.BAD_PACKAGE, faults.BOMB)


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (word("", **{"word/media/image1.png": PNG}), faults.SCAN_ONLY),
        (word(""), faults.NOTHING_INSIDE),
        (word("<w:p>"), faults.BAD_PACKAGE),
        (zipped({"word/document.xml": "<!DOCTYPE a []><a/>"}), faults.DOCTYPE),
    ],
)
def test_what_holds_nothing_is_refused(data: bytes, kind: faults.FaultKind) -> None:
    assert refusal(data, "a.docx").kind is kind


def test_a_remote_template_is_not_fetched() -> None:
    rels = '<Relationships><Relationship Id="rId1" Type="x/attachedTemplate" Target="http://127.0.0.1:9/t.dotm" TargetMode="External"/></Relationships>'
    assert book_of(word(p("x"), **{"word/_rels/settings.xml.rels": rels}), "a.docx").paragraphs == ("x",)
