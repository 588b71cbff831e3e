"""Makes covering-note.docx (填报说明): page and type by GB/T 9704-2012, words to be edited in Word or WPS afterwards.

Run ``python templates/documents/make_covering_note.py`` after a change here; the document itself is what travels with the program.
Fields between {{ }} are filled in for each unit.
"""

from __future__ import annotations

import sys
from pathlib import Path

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from official import TITLE, body, line, page, seal, section, signature, table

WIDTHS = (13, 53, 52, 38)  # mm
ROWS = (
    ("序号", "材料", "报送时限", "报送至"),
    ("{%tr for due in dues %}", "", "", ""),
    ("{{ loop.index }}", "{{ due.name }}", "{{ due.day }}", "{{ due.recipient }}"),
    ("{%tr endfor %}", "", "", ""),
)

OPENING = "根据《{{ regulation }}》，请你单位按时报送下列材料。{% if blank %}报表已随本说明发来，文件名为“{{ blank }}”，单位名称已经填好。{% endif %}"
FILL = (
    "1. 用 Excel、WPS 表格或 LibreOffice 打开报表，只填空白处。点到单元格时会显示填写要求和示例。",
    "2. 一行填一项。行数不够时，在表格中间插入行接着填；文字较多时行会自动加高。",
    "3. 日期写成 2015-11-18 的样子；数字不带单位；情况复杂的可另附页，附页文件名写明单位和附件号。",
    "{%p if nil %}",
    (
        "4. {{ nil }}：没有发现问题的，"
        "{% if nil_spared %}不必报回，只按时报书面报告；书面报告收下之前仍按未报处理。"
        "{% else %}表内不填，只填填报日期并盖章，仍须报回（零报告）。不报回的按未报处理。{% endif %}"
    ),
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
    table(document, ROWS, WIDTHS)
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
    seal(document, "填报说明", target)


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).with_name("covering-note.docx"))
