"""Makes case-letter.docx (移交函、转送函、退回函、抄送函、约谈通知): page and type by GB/T 9704-2012; the sentences come from the rulebook.

Run ``python templates/documents/make_case_letter.py`` after a change here; the document itself is what travels with the program.
"""

from __future__ import annotations

import sys
from pathlib import Path

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from official import TITLE, body, line, page, seal, signature


def main(folder: Path) -> None:
    """Writes the template."""
    document = Document()
    page(document)
    line(document, "{{ title }}", font=TITLE, size=22, align=WD_ALIGN_PARAGRAPH.CENTER)
    line(document, "{{ number }}", align=WD_ALIGN_PARAGRAPH.CENTER)
    line(document, "")
    line(document, "{{ to }}：")
    body(document, "{%p for paragraph in paragraphs %}")
    body(document, "{{ paragraph }}")
    body(document, "{%p endfor %}")
    body(document, "依据：{{ basis }}。")
    body(document, "{%p if contact %}")
    body(document, "{{ contact }}")
    body(document, "{%p endif %}")
    line(document, "")
    body(document, "{%p if issuer %}")
    signature(document, "{{ issuer }}")
    body(document, "{%p endif %}")
    signature(document, "{{ day }}")
    body(document, "{%p if copies %}")
    line(document, "{{ copies }}")
    body(document, "{%p endif %}")
    seal(document, "问责文书", folder / "case-letter.docx")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).resolve().parent)
