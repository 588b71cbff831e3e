"""What the documents here are drawn with: page and type by GB/T 9704-2012.

Fonts are named with what to fall back on in mind and never shipped.
"""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING, WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

BODY, HEAD, TITLE = "仿宋", "黑体", "方正小标宋简体"
LINE = Pt(28.95)  # 22 lines in 225 mm


def page(document: Any) -> None:
    """A4, margins, grid of 22 lines, page numbers outside: odd right, even left."""
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.left_margin, section.right_margin, section.bottom_margin = Mm(37), Mm(28), Mm(26), Mm(35)
    section.footer_distance = Mm(25)
    grid = section._sectPr.find(qn("w:docGrid"))
    grid = grid if grid is not None else section._sectPr.makeelement(qn("w:docGrid"), {})
    grid.set(qn("w:type"), "lines")
    grid.set(qn("w:linePitch"), "579")  # 22 of them are 224.7 mm: with 580 the last one has no room
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


RED = RGBColor(0xE6, 0x00, 0x12)


def red_head(document: Any, *, number_right: bool = False, signer: bool = False) -> None:
    """版头: the organ in red, 发文字号 below it, a red rule of the width of the text; nothing of it where no organ is named.

    A letter (信函格式) has its number at the right; what goes upwards (上行文) has it at the left, and 签发人 at the right.
    """
    body(document, "{%p if organ %}")
    name = line(document, "{{ organ }}", font=TITLE, size=30, align=WD_ALIGN_PARAGRAPH.CENTER)
    name.runs[0].font.color.rgb = RED
    line(document, "")
    if signer:
        number = line(document, "{{ number }}\t签发人：________")
        indent(number, "left", 1)
        number.paragraph_format.tab_stops.add_tab_stop(Mm(150), WD_TAB_ALIGNMENT.RIGHT)
    else:
        number = line(document, "{{ number }}", align=WD_ALIGN_PARAGRAPH.RIGHT if number_right else WD_ALIGN_PARAGRAPH.CENTER)
    border(number, "bottom", 12, "E60012")
    line(document, "")
    line(document, "")
    body(document, "{%p endif %}")


def back_matter(document: Any) -> None:
    """版记: 抄送, 印发机关 and the day between lines, in 14 pt, one sign in from each side; nothing of it where no organ is named."""
    body(document, "{%p if organ %}")
    line(document, "")
    grid = document.add_table(rows=4, cols=1)
    grid.alignment, grid.autofit = WD_TABLE_ALIGNMENT.CENTER, False
    for row, text in zip(
        grid.rows, ("{%tr if cc %}", "抄送：{{ cc }}。", "{%tr endif %}", "{{ printed_by }}　　{{ day }}印发"), strict=True
    ):
        row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
        cell = row.cells[0]
        cell.width = Mm(156)
        paragraph = cell.paragraphs[0]
        indent(paragraph, "left", 1)
        indent(paragraph, "right", 1)
        run = paragraph.add_run(text)
        type_of(run.font, run._r.get_or_add_rPr(), BODY, 14)
        edges(cell, top=8, bottom=8)
    body(document, "{%p endif %}")


def border(paragraph: Any, side: str, eighths: int, colour: str) -> None:
    """A line along a paragraph, in eighths of a point."""
    borders = OxmlElement("w:pBdr")
    edge = OxmlElement(f"w:{side}")
    for name, value in (("val", "single"), ("sz", str(eighths)), ("space", "4"), ("color", colour)):
        edge.set(qn(f"w:{name}"), value)
    borders.append(edge)
    paragraph._p.get_or_add_pPr().append(borders)


def edges(cell: Any, **eighths: int) -> None:
    """Lines along the sides of a cell."""
    borders = OxmlElement("w:tcBorders")
    for side, width in eighths.items():
        edge = OxmlElement(f"w:{side}")
        for name, value in (("val", "single"), ("sz", str(width)), ("color", "000000")):
            edge.set(qn(f"w:{name}"), value)
        borders.append(edge)
    cell._tc.get_or_add_tcPr().append(borders)


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


def table(document: Any, rows: tuple[tuple[str, ...], ...], widths: tuple[int, ...]) -> None:
    """A ruled table in 12 pt, its first row the heads, the second column to the left; ``widths`` in mm, together the 156 of the text area."""
    grid = document.add_table(rows=len(rows), cols=len(widths), style="Table Grid")
    grid.alignment, grid.autofit = WD_TABLE_ALIGNMENT.CENTER, False
    for column, width in zip(grid.columns, widths, strict=True):
        column.width = Mm(width)
    for row, texts in zip(grid.rows, rows, strict=True):
        row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
        for at, (cell, text) in enumerate(zip(row.cells, texts, strict=True)):
            cell.width = Mm(widths[at])
            cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
            paragraph = cell.paragraphs[0]
            paragraph.alignment = WD_ALIGN_PARAGRAPH.LEFT if at == 1 and texts is not rows[0] else WD_ALIGN_PARAGRAPH.CENTER
            paragraph._p.get_or_add_pPr().append(switched_off("w:snapToGrid"))
            shape = paragraph.paragraph_format
            shape.space_before = shape.space_after = Pt(2)
            shape.line_spacing_rule, shape.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(18)
            run = paragraph.add_run(text)
            type_of(run.font, run._r.get_or_add_rPr(), HEAD if texts is rows[0] else BODY, 12)
    grid.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))


def switched_off(name: str) -> Any:
    """A property set to off."""
    element = OxmlElement(name)
    element.set(qn("w:val"), "0")
    return element


def seal(document: Any, title: str, target: Path) -> None:
    """Writes the document with a title and without a trace of who made it when: the same words give the same bytes."""
    language = document.settings.element.find(qn("w:themeFontLang"))
    if language is not None:  # the library's own template is set in Japanese: a font that is not there would be replaced by a Japanese one
        language.set(qn("w:eastAsia"), "zh-CN")
    properties = document.core_properties
    properties.author, properties.title, properties.comments = "ducha", title, ""
    properties.created = properties.modified = datetime(2000, 1, 1, tzinfo=UTC)
    document.save(str(target))
