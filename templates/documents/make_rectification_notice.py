"""Makes rectification-notice.docx (整改通知书) and self-check-notice.docx (自查问题整改通知书): page and type by GB/T 9704-2012.

The first is about what an inspection found, the second about what a unit reported itself; words are to be edited in Word or WPS afterwards.
Run ``python templates/documents/make_rectification_notice.py`` after a change here; the documents themselves are what travels with the program.
"""

from __future__ import annotations

import sys
from pathlib import Path

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from official import TITLE, back_matter, body, line, page, red_head, seal, signature, table

WIDTHS = (13, 57, 31, 24, 31)  # mm
FOUND = (
    "整改通知书",
    "{{ found }}检查发现你单位存在下列{{ count }}个问题，现通知你单位限期整改。",
    ("存在问题", "发现时间"),
    "报告方式：整改完成后，于整改期限内书面报告整改情况，附佐证材料，加盖公章；不能按期完成的，到期前书面申请延期。",
)
REPORTED = (
    "自查问题整改通知书",
    "你单位报送的自查自纠材料列有下列{{ count }}个问题，材料中没有写明已整改完成，现通知你单位限期整改。",
    ("自查报告的问题", "收到材料"),
    "报告方式：整改完成后，于整改期限内书面报告整改情况，附佐证材料，加盖公章；已经整改完成的，请注明完成日期；不能按期完成的，到期前书面申请延期。",
)


def rows(what: str, when: str) -> tuple[tuple[str, ...], ...]:
    """The table: a head, and a row a problem."""
    return (
        ("序号", what, when, "依据", "整改期限"),
        ("{%tr for one in demands %}", "", "", "", ""),
        ("{{ loop.index }}", "{{ one.what }}", "{{ one.found }}", "{{ one.basis }}", "{{ one.due }}"),
        ("{%tr endfor %}", "", "", "", ""),
    )


def notice(target: Path, title: str, sentence: str, columns: tuple[str, str], answer: str) -> None:
    """Writes one template."""
    document = Document()
    page(document)
    red_head(document, number_right=True)
    line(document, title, font=TITLE, size=22, align=WD_ALIGN_PARAGRAPH.CENTER)
    body(document, "{%p if not organ %}")
    line(document, "编号：{{ number }}", align=WD_ALIGN_PARAGRAPH.CENTER)
    body(document, "{%p endif %}")
    line(document, "")
    line(document, "{{ unit }}：")
    body(document, sentence)
    table(document, rows(*columns), WIDTHS)
    body(document, "{%p for way in ways %}")
    body(document, "第{{ way.at }}项的整改期限：{{ way.reached }}。")
    body(document, "{%p endfor %}")
    body(document, "整改要求：逐条查明原因，制定措施，明确责任人，按期整改到位，并举一反三，建立长效机制。")
    body(document, answer)
    body(document, "{%p if contact %}")
    body(document, "{{ contact }}")
    body(document, "{%p endif %}")
    line(document, "")
    body(document, "{%p if issuer %}")
    signature(document, "{{ issuer }}")
    body(document, "{%p endif %}")
    signature(document, "{{ day }}")
    line(document, "")
    body(document, "签收人：____________　　签收时间：____________")
    together(document)
    back_matter(document)
    seal(document, title, target)


def together(document: object) -> None:
    """Who signs, the day and the receipt never stand alone on a page: they go with the words before them."""
    paragraphs = document.paragraphs  # type: ignore[attr-defined]  # python-docx has no types
    first = next(at for at, paragraph in enumerate(paragraphs) if paragraph.text.startswith("报告方式"))
    for paragraph in paragraphs[first:-1]:
        paragraph.paragraph_format.keep_with_next = paragraph.paragraph_format.keep_together = True


def main(folder: Path) -> None:
    """Writes both templates."""
    notice(folder / "rectification-notice.docx", *FOUND)
    notice(folder / "self-check-notice.docx", *REPORTED)


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent)
