"""Makes covering-note.docx (填报说明): page and type by GB/T 9704-2012, words to be edited in Word or WPS afterwards.

Run ``python templates/documents/make_covering_note.py`` after a change here; the document itself is what travels with the program.
Fonts are named with what to fall back on in mind and never shipped. Fields between {{ }} are filled in for each unit.
"""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from docx import Document
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

BODY, HEAD, TITLE = "仿宋", "黑体", "方正小标宋简体"
LINE = Pt(28.95)  # 22 lines in 225 mm
WIDTHS = (13, 53, 52, 38)  # mm, together the 156 mm of the text area

OPENING = "根据《{{ regulation }}》，请你单位按时报送下列材料。{% if blank %}报表已随本说明发来，文件名为“{{ blank }}”，单位名称已经填好。{% endif %}"
FILL = (
    "1. 用 Excel、WPS 表格或 LibreOffice 打开报表，只填空白处。点到单元格时会显示填写要求和示例。",
    "2. 一行填一项。行数不够时，在表格中间插入行接着填；文字较多时行会自动加高。",
    "3. 日期写成 2015-11-18 的样子；数字不带单位；情况复杂的可另附页，附页文件名写明单位和附件号。",
    "{%p if nil %}",
    "4. {{ nil }}：没有发现问题的，表内不填，只填填报日期并盖章，仍须报回（零报告）。不报回的按未报处理。",
    "{%p endif %}",
    "{%p if flagged %}",
    "{{ '5' if nil else '4' }}. {{ flagged }}：请如实逐项填写，确无内容的请在备注中说明。",
    "{%p endif %}",
)
RETURN = (
    "1. 电子版：填好的报表请保留原来的表格格式和表头，不加密码，不改成图片或扫描件。",
    "2. 纸质版：用 A4 纸横向打印，盖部门章和纪检监察组织章。",
    "3. 报出后发现有误的，改好后把整张报表重新报送，以最后一次为准。",
)


def main(target: Path) -> None:
    """Writes the template."""
    document = Document()
    page(document)
    line(document, "{{ campaign }}", font=TITLE, size=22, align=WD_ALIGN_PARAGRAPH.CENTER)
    line(document, "报表填报说明", font=TITLE, size=22, align=WD_ALIGN_PARAGRAPH.CENTER)
    line(document, "")
    line(document, "{{ unit }}：")
    body(document, OPENING)
    section(document, "一、报送什么、何时报、报给谁")
    table(document)
    body(document, "{%p for way in ways %}")
    body(document, "{{ way.names }}的时限：{{ way.reached }}。")
    body(document, "{%p endfor %}")
    body(document, "{%p if blank %}")
    section(document, "二、怎样填写")
    for text in FILL:
        body(document, text)
    section(document, "三、怎样报回")
    for text in RETURN:
        body(document, text)
    body(document, "{%p endif %}")
    section(document, "{{ '四' if blank else '二' }}、联系方式")
    body(document, "{%p if contact %}")
    body(document, "联系人：{{ contact }}{% if phone %}，电话：{{ phone }}{% endif %}。")
    body(document, "{%p else %}")
    body(document, "填报中有疑问的，请向收件单位询问。")
    body(document, "{%p endif %}")
    line(document, "")
    body(document, "{%p if issuer %}")
    signature(document, "{{ issuer }}")
    body(document, "{%p endif %}")
    signature(document, "{{ day }}")
    properties = document.core_properties
    properties.author, properties.title, properties.comments = "ducha", "填报说明", ""
    properties.created = properties.modified = datetime(2000, 1, 1, tzinfo=UTC)
    document.save(str(target))


def page(document: Any) -> None:
    """A4, margins, grid of 22 lines, page numbers outside: odd right, even left."""
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.left_margin, section.right_margin, section.bottom_margin = Mm(37), Mm(28), Mm(26), Mm(35)
    section.footer_distance = Mm(25)
    grid = section._sectPr.find(qn("w:docGrid"))
    grid = grid if grid is not None else section._sectPr.makeelement(qn("w:docGrid"), {})
    grid.set(qn("w:type"), "lines")
    grid.set(qn("w:linePitch"), "580")
    section._sectPr.append(grid)
    document.settings.odd_and_even_pages_header_footer = True
    page_number(section.footer, WD_ALIGN_PARAGRAPH.RIGHT)
    page_number(section.even_page_footer, WD_ALIGN_PARAGRAPH.LEFT)
    type_of(document.styles["Normal"].font, document.styles["Normal"].element.get_or_add_rPr(), BODY, 16)


def page_number(footer: Any, align: Any) -> None:
    """— 1 — in 14 pt, one sign from the edge."""
    paragraph = footer.paragraphs[0]
    paragraph.alignment = align
    indent(paragraph, "left" if align == WD_ALIGN_PARAGRAPH.LEFT else "right", 1)
    for kind, text in (("text", "— "), ("field", "PAGE"), ("text", " —")):
        run = paragraph.add_run(text if kind == "text" else "")
        type_of(run.font, run._r.get_or_add_rPr(), "宋体", 14)
        if kind == "field":
            for state in ("begin", "instruction", "end"):
                run._r.append(field_part(state, text))


def field_part(state: str, instruction: str) -> Any:
    """One of the three elements that make a field."""
    if state == "instruction":
        element = OxmlElement("w:instrText")
        element.text = instruction
        return element
    element = OxmlElement("w:fldChar")
    element.set(qn("w:fldCharType"), state)
    return element


def line(document: Any, text: str, *, font: str = BODY, size: float = 16, align: Any = None) -> Any:
    """A paragraph of one font at an exact line pitch."""
    paragraph = document.add_paragraph()
    paragraph.alignment = align
    shape = paragraph.paragraph_format
    shape.space_before = shape.space_after = Pt(0)
    shape.line_spacing_rule, shape.line_spacing = WD_LINE_SPACING.EXACTLY, max(LINE, Pt(1.5 * size))
    run = paragraph.add_run(text)
    type_of(run.font, run._r.get_or_add_rPr(), font, size)
    return paragraph


def body(document: Any, text: str) -> None:
    """A body paragraph: two signs in."""
    indent(line(document, text, align=WD_ALIGN_PARAGRAPH.JUSTIFY), "firstLine", 2)


def section(document: Any, text: str) -> None:
    """A heading of the first level, in 黑体."""
    paragraph = line(document, text, font=HEAD)
    indent(paragraph, "firstLine", 2)
    paragraph.paragraph_format.keep_with_next = True


def signature(document: Any, text: str) -> None:
    """Issuer and day, right, four signs in."""
    indent(line(document, text, align=WD_ALIGN_PARAGRAPH.RIGHT), "right", 4)


def indent(paragraph: Any, side: str, signs: int) -> None:
    """An indent counted in signs, so that it follows the type size."""
    element = paragraph._p.get_or_add_pPr().get_or_add_ind()
    element.set(qn(f"w:{side}Chars"), str(100 * signs))
    element.set(qn(f"w:{side}"), str(320 * signs))


def type_of(font: Any, properties: Any, name: str, size: float) -> None:
    """Font for Chinese and Latin alike."""
    font.name, font.size = name, Pt(size)
    fonts = properties.get_or_add_rFonts()
    for kind in ("ascii", "hAnsi", "eastAsia", "cs"):
        fonts.set(qn(f"w:{kind}"), name)
    fonts.set(qn("w:hint"), "eastAsia")
    if size == 16:  # 28 signs in 156 mm; a grid of signs would say it better, but LibreOffice draws it twice as wide
        tight = OxmlElement("w:spacing")
        tight.set(qn("w:val"), "-5")
        properties.append(tight)


def table(document: Any) -> None:
    """What is due: number, deliverable, deadline, recipient; one row a deliverable."""
    rows = (
        ("序号", "材料", "报送时限", "报送至"),
        ("{%tr for due in dues %}", "", "", ""),
        ("{{ loop.index }}", "{{ due.name }}", "{{ due.day }}", "{{ due.recipient }}"),
        ("{%tr endfor %}", "", "", ""),
    )
    grid = document.add_table(rows=len(rows), cols=len(WIDTHS), style="Table Grid")
    grid.alignment, grid.autofit = WD_TABLE_ALIGNMENT.CENTER, False
    for column, width in zip(grid.columns, WIDTHS, strict=True):
        column.width = Mm(width)
    for row, texts in zip(grid.rows, rows, strict=True):
        row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
        for n, (cell, text) in enumerate(zip(row.cells, texts, strict=True)):
            cell.width = Mm(WIDTHS[n])
            paragraph = cell.paragraphs[0]
            paragraph.alignment = WD_ALIGN_PARAGRAPH.LEFT if n == 1 and texts is not rows[0] else WD_ALIGN_PARAGRAPH.CENTER
            shape = paragraph.paragraph_format
            shape.space_before = shape.space_after = Pt(2)
            paragraph._p.get_or_add_pPr().append(switched_off("w:snapToGrid"))
            cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
            shape.line_spacing_rule, shape.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(18)
            run = paragraph.add_run(text)
            type_of(run.font, run._r.get_or_add_rPr(), HEAD if texts is rows[0] else BODY, 12)
    grid.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))


def switched_off(name: str) -> Any:
    """A property set to off."""
    element = OxmlElement(name)
    element.set(qn("w:val"), "0")
    return element


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).with_name("covering-note.docx"))
