"""密级标志 wherever a reader of the file would see it (A50): hidden sheets, headers, boxes, titles, with blanks between, in every format."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from hypothesis import given, settings, strategies as st

from duchá.workbooks.sheets import faults
from duchá.workbooks.sheets.classified import refuse_marked_bytes
from duchá.workbooks.sheets.refused import Refused
from duchá.workbooks.sheets.wording import carries_mark, is_mark
from workbooks.biff import Sheet, biff8
from workbooks.build import MAIN, ole, parts_of, read, refusal, relations, sheet_of, text_cell, xlsx, zipped
from workbooks.compound import Storage, compound
from workbooks.test_ods import ods, row, table, text
from workbooks.test_xlsb import cell, row as binary_row, sheet as binary_sheet, wide, xlsb
from workbooks.test_xml2003 import book as xml2003, cell as xml_cell, sheet as xml_sheet

DOCX = "<d><p><r><t>自查报告</t></r></p></d>"


def cells(*rows: str) -> str:
    return "".join(f'<row r="{n}">{text_cell(f"A{n}", said)}</row>' for n, said in enumerate(rows, 1))


def two(second: str, state: str = "hidden", after: str = "", name: str = "表2", **more: str | bytes) -> bytes:
    """A workbook whose second sheet is hidden."""
    pages = [sheet_of(cells("附件2", "序号")), sheet_of(second, after)]
    return zipped(parts_of(pages, states={1: state}, names={1: name}) | more)


def shared(*texts: str) -> Mapping[str, str]:
    return {
        "xl/sharedStrings.xml": f'<sst xmlns="{MAIN}">{"".join(f"<si><t>{said}</t></si>" for said in texts)}</sst>',
        "xl/_rels/workbook.xml.rels": relations(
            ("worksheet", "worksheets/sheet1.xml"), ("worksheet", "worksheets/sheet2.xml"), ("sharedStrings", "sharedStrings.xml")
        ),
    }


def drawn(page: int, body: str) -> Mapping[str, str]:
    return {
        f"xl/worksheets/_rels/sheet{page}.xml.rels": relations(("drawing", "../drawings/drawing1.xml")),
        "xl/drawings/drawing1.xml": f"<wsDr>{body}</wsDr>",
    }


def core(title: str, name: str = "title") -> Mapping[str, str]:
    return {"docProps/core.xml": f'<cp:coreProperties xmlns:cp="a" xmlns:dc="b"><dc:{name}>{title}</dc:{name}></cp:coreProperties>'}


def docx(**parts: str) -> bytes:
    return zipped({"word/document.xml": DOCX} | {name.replace("__", "/") + ".xml": part for name, part in parts.items()})


def summary(title: bytes) -> bytes:
    """An OLE file with a title among its properties, in the code page of its writer."""
    return compound(Storage({"WordDocument": bytes(600), "\x05SummaryInformation": bytes(48) + title + bytes(40)}))


MARKED = {
    "hidden sheet": two(cells("机密★5年")),
    "very hidden sheet": two(cells("x", "绝密★长期"), "veryHidden"),
    "hidden sheet, a level alone in its heading": two(cells("机密", "附件2")),
    "hidden sheet, by shared text": two('<row r="1"><c r="A1" t="s"><v>0</v></c></row>', **shared("密级：秘密")),
    "name of a sheet": two(cells("x"), name="机密★5年"),
    "name of a sheet, a level alone": zipped(parts_of([sheet_of(cells("x"))], names={0: "机密"})),
    "title of the document": xlsx(cells("x"), **core("机密★5年")),
    "title, a level alone": xlsx(cells("x"), **core("机密")),
    "keywords": xlsx(cells("x"), **core("秘密", "keywords")),
    "own property": xlsx(cells("x"), **{"docProps/custom.xml": '<p><property name="密级"><vt:lpwstr>机密</vt:lpwstr></property></p>'}),
    "blanks between the signs": xlsx(cells("x", *["y"] * 20, "机 密★5年")),
    "wide blanks and a break": xlsx(cells("机　密\n★ ５ 年")),
    "in two cells, far down": xlsx(cells("x", *["y"] * 20) + f'<row r="40">{text_cell("B40", "机密")}{text_cell("D40", "★5年")}</row>'),
    "invisible signs between": xlsx(cells("机\u200b密\u2060★5年")),
    "traditional signs": xlsx(cells("機密★5年")),
    "page header of a hidden sheet": two(
        cells("x"), after='<headerFooter><oddHeader>&amp;C&amp;"宋体"&amp;10机密</oddHeader></headerFooter>'
    ),
    "page header with its dress": xlsx(cells("x"), after="<headerFooter><oddHeader>&amp;L自查&amp;R&amp;14机密</oddHeader></headerFooter>"),
    "text box on a hidden sheet": two(cells("x"), **drawn(2, "<sp><txBody><p><r><t>机密</t></r></p></txBody></sp>")),
    "text box, dressed sign by sign": xlsx(
        cells("x"), **drawn(1, "<sp><txBody><a:p><a:r><a:t>机</a:t></a:r><a:r><a:t>密</a:t></a:r></a:p></txBody></sp>")
    ),
    "chart": xlsx(cells("x"), **{"xl/charts/chart1.xml": "<c:chart><a:p><a:r><a:t>机密★5年 各单位情况</a:t></a:r></a:p></c:chart>"}),
    "note on a hidden sheet": two(
        cells("x"),
        **{
            "xl/worksheets/_rels/sheet2.xml.rels": relations(("comments", "../comments1.xml")),
            "xl/comments1.xml": '<comments><commentList><comment ref="A1"><text><r><t>秘密</t></r><r><t>★三年</t></r></text></comment></commentList></comments>',
        },
    ),
    "prompt of a cell": xlsx(cells("x"), after='<dataValidations><dataValidation prompt="机密★5年"/></dataValidations>'),
    "docx: text box": docx(
        word__document=DOCX.replace("</d>", "<p><pict><txbxContent><p><r><t>机密</t></r></p></txbxContent></pict></p></d>")
    ),
    "docx: title": docx(docProps__core=core("机密")["docProps/core.xml"]),
    "docx: foot note": docx(word__footnotes="<f><footnote><p><r><t>秘</t></r><r><t>密★一年</t></r></p></footnote></f>"),
    "docx: blanks between": docx(word__document=DOCX.replace("自查报告", "机 密 ★ 5 年")),
    "ods: hidden sheet": ods(
        table(row(text("x"))) + table(row(text("机密")), "表2", 'table:style-name="h"'),
        '<style:style style:name="h"><style:table-properties table:display="false"/></style:style>',
    ),
    "ods: page header": ods(table(row(text("x"))), **{"styles.xml": "<s><header><p>机密</p></header></s>"}),
    "ods: title": ods(table(row(text("x"))), **{"meta.xml": "<m><dc:title>秘密★1年</dc:title></m>"}),
    "xls: hidden sheet": biff8(Sheet(cells={(0, 0): "x"}), Sheet(cells={(0, 0): "机密"}, name="表2", hidden=1)),
    "xls: very hidden sheet, far down": biff8(Sheet(cells={(0, 0): "x"}), Sheet(cells={(40, 3): "机密★5年"}, name="表2", hidden=2)),
    "xls: page header": biff8(Sheet(cells={(0, 0): "x"}, header='&C&"宋体,常规"机密')),
    "xls: name of a sheet": biff8(Sheet(cells={(0, 0): "x"}, name="机密★5年")),
    "xlsb: hidden sheet": xlsb(
        binary_sheet(binary_row(0), cell(6, 0, wide("x"))), binary_sheet(binary_row(0), cell(6, 0, wide("机密"))), states=(0, 1)
    ),
    "xml 2003: hidden sheet": xml2003(
        xml_sheet(f"<Row>{xml_cell('String', 'x')}</Row>")
        + xml_sheet(f"<Row>{xml_cell('String', '机密')}</Row>", "二", "<WorksheetOptions><Visible>SheetHidden</Visible></WorksheetOptions>")
    ),
    "xml 2003: page header": xml2003(
        xml_sheet(
            f"<Row>{xml_cell('String', 'x')}</Row>",
            more='<WorksheetOptions><PageSetup><Header x:Data="&amp;C机密★5年"/></PageSetup></WorksheetOptions>',
        )
    ),
    "web page: title": "<html><head><title>机密</title></head><body><table><tr><td>x</td></tr></table></body></html>".encode(),
    "web page: dressed": "<table><tr><td>x</td><td><b>秘</b><i>密</i>★1年</td></tr></table>".encode("gbk"),
    "csv": "序号,项目\n1,机 密★5年\n".encode("gbk"),
    "doc: text": ole("WordDocument") + "　　机密★5年　自查报告".encode("utf-16-le"),
    "doc: title in GBK": summary("某局机密★5年报告".encode("gbk")),
    "pdf: title": b"%PDF-1.4\n1 0 obj <</Title (\xfe\xff" + "机密★5年".encode("utf-16-be") + b")>> endobj",
    "pdf: XMP": b"%PDF-1.4\n<rdf:li>" + "秘密★1年".encode() + b"</rdf:li>",
    "picture: XMP": b"\xff\xd8\xff\xe1http://ns.adobe.com/xap/1.0/\0<dc:title>" + "机密★5年".encode() + b"</dc:title>" + bytes(40),
    "OFD, sign by sign": zipped(
        {"OFD.xml": "<OFD/>", "Doc_0/P/Content.xml": "".join(f"<TextObject><TextCode>{c}</TextCode></TextObject>" for c in "机密★5年")}
    ),
    "slides": zipped({"[Content_Types].xml": "", "ppt/slides/slide1.xml": "<p:sld><a:p><a:r><a:t>机密★5年</a:t></a:r></a:p></p:sld>"}),
}


@pytest.mark.requirement("X-06")
@pytest.mark.parametrize("data", MARKED.values(), ids=MARKED)
def test_a_mark_is_found_there(data: bytes) -> None:
    fault = refusal(data, "附件2.bin")
    assert fault.kind is faults.CLASSIFIED and fault.found is None and fault.words == () and fault.place.sheet == fault.place.cell == ""


FREE = {
    "talk about secrets on a hidden sheet": two(cells("保守国家秘密", "涉密事项")),
    "a column of levels with a column of terms": xlsx(
        cells(*["x"] * 12) + f'<row r="20">{text_cell("A20", "国家秘密")}{text_cell("B20", "秘密")}{text_cell("C20", "3年")}</row>'
    ),
    "a list of levels to choose from": xlsx(
        cells("x"), after='<dataValidations><dataValidation><formula1>"绝密,机密,秘密"</formula1></dataValidation></dataValidations>'
    ),
    "an office for secrets in the page header": xlsx(cells("x"), after="<headerFooter><oddHeader>&amp;C保密局</oddHeader></headerFooter>"),
    "a title that speaks of secrets": xlsx(cells("x"), **core("保守国家秘密自查表")),
    "xls with business secrets": biff8(Sheet(cells={(0, 0): "商业秘密3年保护", (1, 0): "保守国家秘密 5 年"}, header="&C机密文件管理")),
    "docx with business secrets": docx(word__document=DOCX.replace("自查报告", "商业秘密 3 年保护")),
    "ods of an office for secrets": ods(table(row(text("涉密人员")), "保密自查")),
}


@pytest.mark.parametrize("data", FREE.values(), ids=FREE)
def test_what_only_speaks_of_secrets_is_read(data: bytes) -> None:
    book, found = read(data, "附件2.bin")
    assert book is not None and not any(fault.kind is faults.CLASSIFIED for fault in found)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le", "utf-16-be", "gb18030"])
def test_bytes_that_speak_of_business_secrets_are_no_mark(encoding: str) -> None:
    refuse_marked_bytes(b"\xff\xd8\xff" + "我局保护商业秘密3年，保守国家秘密5年".encode(encoding) + bytes(9))
    with pytest.raises(Refused):
        refuse_marked_bytes(b"abc" * 2 + "某局机密★5年".encode(encoding))


@given(st.binary(max_size=4000))
@settings(deadline=None, max_examples=300)
def test_noise_is_no_mark(data: bytes) -> None:
    refuse_marked_bytes(data)


BLANKS = st.text(" \t\u3000\u00a0\u200b\n", max_size=2)


@given(
    st.sampled_from(["机密", "秘密", "绝密"]), st.lists(BLANKS, min_size=4, max_size=4), st.sampled_from(["5年", "长期", "六个月", "１年"])
)
@settings(deadline=None)
def test_blanks_between_the_signs_hide_no_mark(level: str, between: list[str], term: str) -> None:
    said = f"{between[0]}{level[0]}{between[1]}{level[1]}{between[2]}★{between[3]}{term}"
    assert carries_mark(said) and is_mark(said) and is_mark(f"{level[0]}{between[1]}{level[1]}")
