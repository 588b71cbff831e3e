"""Makes reminder-letter.docx (催办函): page and type by GB/T 9704-2012, words to be edited in Word or WPS afterwards.

Run ``python templates/documents/make_reminder_letter.py`` after a change here; the document itself is what travels with the program.
"""

from __future__ import annotations

import sys
from pathlib import Path

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from official import TITLE, back_matter, body, line, page, red_head, seal, signature, table

WIDTHS = (15, 58, 42, 20, 21)  # mm
ROWS = (
    ("序号", "事项", "期限", "已逾期", "催办"),
    ("{%tr for line in lines %}", "", "", "", ""),
    ("{{ loop.index }}", "{{ line.what }}", "{{ line.due }}", "{{ line.late }}", "{{ line.times }}"),
    ("{%tr endfor %}", "", "", "", ""),
)


def main(target: Path) -> None:
    """Writes the template."""
    document = Document()
    page(document)
    red_head(document, number_right=True)
    line(document, "催办函", font=TITLE, size=22, align=WD_ALIGN_PARAGRAPH.CENTER)
    line(document, "")
    line(document, "{{ unit }}：")
    body(
        document,
        "截至{{ day }}，你单位下列{{ count }}项工作已超过规定期限，尚未报送、反馈或者办结。"
        "请抓紧办理，立即报送；确有困难的，请书面说明原因和预计完成时间。",
    )
    table(document, ROWS, WIDTHS)
    body(document, "{%p if key %}")
    body(document, "其中第{{ key | join('、') }}项逾期时间较长，已列入重点督办。")
    body(document, "{%p endif %}")
    body(document, "{%p if key_next %}")
    body(document, "其中第{{ key_next | join('、') }}项逾期时间较长，仍不办理的，按规定列入重点督办。")
    body(document, "{%p endif %}")
    body(document, "{%p for way in ways %}")
    body(document, "第{{ way.at }}项的期限：{{ way.reached }}。")
    body(document, "{%p endfor %}")
    body(document, "{%p if contact %}")
    body(document, "{{ contact }}")
    body(document, "{%p endif %}")
    line(document, "")
    body(document, "{%p if issuer %}")
    signature(document, "{{ issuer }}")
    body(document, "{%p endif %}")
    signature(document, "{{ day }}")
    for paragraph in document.paragraphs[-12:]:  # who signs and the day never stand alone on a page
        paragraph.paragraph_format.keep_with_next = True
    back_matter(document)
    seal(document, "催办函", target)


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).with_name("reminder-letter.docx"))
