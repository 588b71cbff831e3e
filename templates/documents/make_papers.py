"""Makes the papers that are written from a row of a register: page and type by GB/T 9704-2012; to be edited in Word or WPS afterwards.

Run ``python templates/documents/make_papers.py`` after a change here; the documents themselves are what travels with the program.
What stands between {{ }} is filled in: title, number, to, issuer, day, contact, ``paragraphs`` (the sentences of the rulebook, one by one, as
paragraphs[0]), ``cells["栏目"]`` (what the row says in a column), ``draft`` and ``lacking`` (why it has not gone out). The tables that belong to
the row stand where the paragraph of style ``ducha-pages`` stands.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Pt, RGBColor
from make_report import KAI, STYLES, style
from official import TITLE, back_matter, body, indent, line, page, red_head, seal, signature, type_of

RED_INK = RGBColor(0xC0, 0x00, 0x00)
RECEIPT = "签收人：____________　　签收时间：____________"
SEALED = "填表人：____________　　审核人：____________　　（盖章）"


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """What one paper has of its own. ``letter``: 信函格式, the number at the right; ``upward``: 上行文, with 签发人; ``closing`` ends the text;
    ``below`` is what the reader fills in by hand."""

    name: str
    letter: bool = True
    upward: bool = False
    closing: str = ""
    below: str = ""


SHAPES: dict[str, Shape] = {
    "paper": Shape(name="文书"),
    "inspection-notice": Shape(name="监督检查通知书", closing="请做好准备，配合检查。", below=RECEIPT),
    "inspection-feedback": Shape(name="反馈意见", closing="整改情况请书面报送检查组。", below=RECEIPT),
    "inspection-report": Shape(name="情况汇报", letter=False, upward=True, closing="特此汇报。"),
    "result-bulletin": Shape(name="结果通报", letter=False),
    "yearly-bulletin": Shape(name="年度督查结果通报", letter=False),
    "accountability-summary": Shape(name="责任追究情况汇总", closing="以上情况，请审阅。", below=SEALED),
    "not-to-serve": Shape(name="不得上岗名单", below=RECEIPT),
}


def paper(shape: Shape, target: Path) -> None:
    """Writes one template."""
    document = Document()
    page(document)
    for name in STYLES:
        style(document, name)
    red_head(document, number_right=shape.letter, signer=shape.upward)
    line(document, "{{ title }}", font=TITLE, size=22, align=WD_ALIGN_PARAGRAPH.CENTER)
    only(document, "not organ", lambda: line(document, "{{ number }}", align=WD_ALIGN_PARAGRAPH.CENTER))
    only(document, "draft", lambda: warning(document, "{{ draft }}"))
    line(document, "")
    only(document, "to", lambda: line(document, "{{ to }}："))
    body(document, "{%p for paragraph in paragraphs %}")
    body(document, "{{ paragraph }}")
    body(document, "{%p endfor %}")
    document.add_paragraph("", style="ducha-pages")
    only(document, "lacking", lambda: warning(document, "{{ lacking }}"))
    first = len(document.paragraphs)
    if shape.closing:
        after_the_tables(line(document, shape.closing, align=WD_ALIGN_PARAGRAPH.JUSTIFY))
    only(document, "contact", lambda: body(document, "{{ contact }}"))
    line(document, "")
    only(document, "issuer", lambda: signature(document, "{{ issuer }}"))
    for paragraph in document.paragraphs[first:]:  # who signs and the day stay with the words before them
        paragraph.paragraph_format.keep_with_next = True
    signature(document, "{{ day }}")
    if shape.below:
        line(document, "")
        line(document, shape.below)
    back_matter(document)
    for footer in (document.sections[0].footer, document.sections[0].even_page_footer):
        mark = footer.add_paragraph()
        mark.alignment = WD_ALIGN_PARAGRAPH.CENTER
        run = mark.add_run("{{ mark }}")
        type_of(run.font, run._r.get_or_add_rPr(), KAI, 9)
    seal(document, shape.name, target)


def only(document: Any, condition: str, write: Callable[[], object]) -> None:
    """What stands there only where there is something to say."""
    body(document, "{%p if " + condition + " %}")
    write()
    body(document, "{%p endif %}")


def after_the_tables(paragraph: Any) -> None:
    """A body paragraph that keeps off the table before it."""
    indent(paragraph, "firstLine", 2)
    paragraph.paragraph_format.space_before = Pt(8)


def warning(document: Any, text: str) -> None:
    """A line that is struck out before the paper goes out, in red."""
    written = line(document, text, font=KAI, size=14, align=WD_ALIGN_PARAGRAPH.CENTER)
    indent(written, "firstLine", 0)
    written.runs[0].font.color.rgb = RED_INK


def main(folder: Path) -> None:
    """Writes all of them."""
    for name, shape in SHAPES.items():
        paper(shape, folder / f"{name}.docx")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).resolve().parent)
