"""Makes rectification-notice.docx (整改通知书): page and type by GB/T 9704-2012, words to be edited in Word or WPS afterwards.

Run ``python templates/documents/make_rectification_notice.py`` after a change here; the document itself is what travels with the program.
"""

from __future__ import annotations

import sys
from pathlib import Path

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from official import TITLE, body, line, page, seal, signature, table

WIDTHS = (13, 57, 31, 24, 31)  # mm
ROWS = (
    ("序号", "存在问题", "检查时间", "依据", "整改期限"),
    ("{%tr for one in demands %}", "", "", "", ""),
    ("{{ loop.index }}", "{{ one.what }}", "{{ one.found }}", "{{ one.basis }}", "{{ one.due }}"),
    ("{%tr endfor %}", "", "", "", ""),
)


def main(target: Path) -> None:
    """Writes the template."""
    document = Document()
    page(document)
    line(document, "整改通知书", font=TITLE, size=22, align=WD_ALIGN_PARAGRAPH.CENTER)
    line(document, "编号：{{ number }}", align=WD_ALIGN_PARAGRAPH.CENTER)
    line(document, "")
    line(document, "{{ unit }}：")
    body(document, "{{ found }}检查发现你单位存在下列{{ count }}个问题，现通知你单位限期整改。")
    table(document, ROWS, WIDTHS)
    body(document, "{%p for way in ways %}")
    body(document, "第{{ way.at }}项的整改期限：{{ way.reached }}。")
    body(document, "{%p endfor %}")
    body(document, "整改要求：逐条查明原因，制定措施，明确责任人，按期整改到位，并举一反三，建立长效机制。")
    body(document, "报告方式：整改完成后，于整改期限内书面报告整改情况，附佐证材料，加盖公章；不能按期完成的，到期前书面申请延期。")
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
    seal(document, "整改通知书", target)


def together(document: object) -> None:
    """Who signs, the day and the receipt never stand alone on a page: they go with the words before them."""
    paragraphs = document.paragraphs  # type: ignore[attr-defined]  # python-docx has no types
    first = next(at for at, paragraph in enumerate(paragraphs) if paragraph.text.startswith("报告方式"))
    for paragraph in paragraphs[first:-1]:
        paragraph.paragraph_format.keep_with_next = paragraph.paragraph_format.keep_together = True


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).with_name("rectification-notice.docx"))
