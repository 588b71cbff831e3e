"""Makes report.docx: page and type of every report by GB/T 9704-2012; words and styles to be edited in Word or WPS afterwards.

Run ``python templates/documents/make_report.py`` after a change here; the document itself is what travels with the program.
What stands between {{ }} is filled in; pages are put where the paragraph of style ``ducha-pages`` stands, annexes where ``ducha-annexes`` stands.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from docx import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from official import BODY, HEAD, TITLE, back_matter, body, line, page, red_head, seal, signature, switched_off, type_of

KAI = "楷体"
# name → font, size in points, exact pitch in points, alignment, indent of the first line in signs
STYLES: dict[str, tuple[str, float, float, Any, int]] = {
    "ducha-heading": (HEAD, 16, 28.95, WD_ALIGN_PARAGRAPH.LEFT, 2),
    "ducha-body": (BODY, 16, 28.95, WD_ALIGN_PARAGRAPH.JUSTIFY, 2),
    "ducha-annex": (HEAD, 16, 28.95, WD_ALIGN_PARAGRAPH.LEFT, 0),
    "ducha-annex-title": (TITLE, 22, 33, WD_ALIGN_PARAGRAPH.CENTER, 0),
    "ducha-under": (KAI, 14, 24, WD_ALIGN_PARAGRAPH.CENTER, 0),
    "ducha-measure": (BODY, 10.5, 16, WD_ALIGN_PARAGRAPH.RIGHT, 0),
    "ducha-head": (HEAD, 10.5, 15, WD_ALIGN_PARAGRAPH.CENTER, 0),
    "ducha-cell": (BODY, 10.5, 15, WD_ALIGN_PARAGRAPH.LEFT, 0),
    "ducha-head-small": (HEAD, 9, 12.5, WD_ALIGN_PARAGRAPH.CENTER, 0),
    "ducha-cell-small": (BODY, 9, 12.5, WD_ALIGN_PARAGRAPH.LEFT, 0),
    "ducha-note": (KAI, 10.5, 16, WD_ALIGN_PARAGRAPH.LEFT, 0),
    "ducha-sign": (BODY, 12, 30, WD_ALIGN_PARAGRAPH.LEFT, 0),
    "ducha-chart": (BODY, 10.5, 0, WD_ALIGN_PARAGRAPH.CENTER, 0),
    "ducha-pages": (BODY, 16, 28.95, WD_ALIGN_PARAGRAPH.LEFT, 0),
    "ducha-annexes": (BODY, 16, 28.95, WD_ALIGN_PARAGRAPH.LEFT, 0),
}


def main(target: Path) -> None:
    """Writes the template."""
    document = Document()
    page(document)
    for name in STYLES:
        style(document, name)
    red_head(document)
    line(document, "{{ title }}", font=TITLE, size=22, align=WD_ALIGN_PARAGRAPH.CENTER)
    document.add_paragraph("{{ under }}", style="ducha-under")
    line(document, "")
    body(document, "{%p if to %}")
    line(document, "{{ to }}：")
    body(document, "{%p endif %}")
    document.add_paragraph("", style="ducha-pages")
    body(document, "{%p if annexes %}")
    line(document, "")
    body(document, "附件：{{ annexes[0] }}")
    body(document, "{%p endif %}")
    body(document, "{%p for annex in annexes[1:] %}")
    body(document, "　　　{{ annex }}")
    body(document, "{%p endfor %}")
    line(document, "")
    body(document, "{%p if issuer %}")
    signature(document, "{{ issuer }}")
    body(document, "{%p endif %}")
    signature(document, "{{ day }}")
    back_matter(document)
    document.add_paragraph("", style="ducha-annexes")
    for footer in (document.sections[0].footer, document.sections[0].even_page_footer):
        mark = footer.add_paragraph()
        mark.alignment = WD_ALIGN_PARAGRAPH.CENTER
        run = mark.add_run("{{ mark }}")
        type_of(run.font, run._r.get_or_add_rPr(), KAI, 9)
    document.sections[0].footer_distance = Mm(20)  # so that the number of the page stays where it belongs, 7 mm below the text
    seal(document, "报告", target)


def style(document: Any, name: str) -> None:
    """A paragraph style that the pages are set in."""
    font, size, pitch, align, signs = STYLES[name]
    made = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    made.base_style = document.styles["Normal"]
    type_of(made.font, made.element.get_or_add_rPr(), font, size)
    shape = made.paragraph_format
    shape.alignment, shape.space_before, shape.space_after = align, Pt(0), Pt(0)
    if pitch:
        shape.line_spacing_rule, shape.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(pitch)
    if size < 14:
        made.element.get_or_add_pPr().append(switched_off("w:snapToGrid"))
    if signs:
        indent = made.element.get_or_add_pPr().get_or_add_ind()
        indent.set(qn("w:firstLineChars"), str(100 * signs))
        indent.set(qn("w:firstLine"), str(320 * signs))
    shape.keep_with_next = name in ("ducha-heading", "ducha-measure", "ducha-annex", "ducha-annex-title")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).with_name("report.docx"))
