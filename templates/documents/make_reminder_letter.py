"""Makes reminder-letter.docx (催办函): page and type by GB/T 9704-2012, words to be edited in Word or WPS afterwards.

Run ``python templates/documents/make_reminder_letter.py`` after a change here; the document itself is what travels with the program.
"""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path

from docx import Document
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.shared import Mm, Pt
from make_covering_note import BODY, HEAD, TITLE, body, line, page, signature, switched_off, type_of

WIDTHS = (15, 58, 42, 20, 21)  # mm, together the 156 mm of the text area
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
    line(document, "催办函", font=TITLE, size=22, align=WD_ALIGN_PARAGRAPH.CENTER)
    line(document, "")
    line(document, "{{ unit }}：")
    body(
        document,
        "截至{{ day }}，你单位下列{{ count }}项工作已超过规定期限，尚未收到办理情况。"
        "请抓紧办理，立即报送；确有困难的，请书面说明原因和预计完成时间。",
    )
    table(document)
    body(document, "{%p if key %}")
    body(document, "其中第{{ key | join('、') }}项逾期时间较长，已列入重点督办。")
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
    properties = document.core_properties
    properties.author, properties.title, properties.comments = "ducha", "催办函", ""
    properties.created = properties.modified = datetime(2000, 1, 1, tzinfo=UTC)
    document.save(str(target))


def table(document: object) -> None:
    """What is late: number, what, its deadline, days late, which reminder this is; one row an item."""
    grid = document.add_table(rows=len(ROWS), cols=len(WIDTHS), style="Table Grid")  # type: ignore[attr-defined]  # python-docx has no types
    grid.alignment, grid.autofit = WD_TABLE_ALIGNMENT.CENTER, False
    for column, width in zip(grid.columns, WIDTHS, strict=True):
        column.width = Mm(width)
    for row, texts in zip(grid.rows, ROWS, strict=True):
        row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
        for at, (cell, text) in enumerate(zip(row.cells, texts, strict=True)):
            cell.width = Mm(WIDTHS[at])
            cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
            paragraph = cell.paragraphs[0]
            paragraph.alignment = WD_ALIGN_PARAGRAPH.LEFT if at == 1 and texts is not ROWS[0] else WD_ALIGN_PARAGRAPH.CENTER
            paragraph._p.get_or_add_pPr().append(switched_off("w:snapToGrid"))
            shape = paragraph.paragraph_format
            shape.space_before = shape.space_after = Pt(2)
            shape.line_spacing_rule, shape.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(18)
            run = paragraph.add_run(text)
            type_of(run.font, run._r.get_or_add_rPr(), HEAD if texts is ROWS[0] else BODY, 12)
    grid.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).with_name("reminder-letter.docx"))
