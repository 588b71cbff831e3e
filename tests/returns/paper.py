"""What departments send, made by code: typed tables, workbooks, changed parts, Word files, mails, archives."""

from __future__ import annotations

import csv
import html
import io
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from openpyxl import Workbook, load_workbook

from workbooks.build import zipped

Files = dict[str, bytes]
Batches = list[tuple[int, Files]]  # day of November 2015 → what came in that day
Rows = list[list[Any]]
UNIT = "区财政局"
TITLES = {
    "approval": ("附件2", "部门行政审批自查自纠情况报表", ["序号", "审批项目名称", "发现存在问题", "整改情况"]),
    "supervision-systems": ("附件3", "部门事中事后监管自查自纠情况报表1", ["", "监管制度建立情况"]),
    "supervision-problems": ("附件4", "部门事中事后监管自查自纠情况报表2", ["序号", "自查项目名称", "发现存在问题", "整改情况"]),
    "figures": (
        "附件5",
        "专项督查整改数据表",
        ["序号", "整改事项", "问题件数", "罚没金额", "整改率", "整改时限", "是否公开", "经办人电话"],
    ),
}
LINE = ["会计从业资格许可", "超过承诺时限办结2件", "11月16日已全部补办完毕"]
SYSTEM = ["《“双随机”抽查办法》（2015年6月印发）"]
NOTE = ["注：1. 本表仅填写自查中发现问题的项目，未发现问题的不填写；"]
SAVED = Path(__file__).parent / "saved"


def page(form: str = "approval", body: Rows | None = None, **parts: Any) -> Rows:
    """A form as typed: number in row 1, title in 2, header line in 3 (unit A3, discipline B3, date D3), heads in 4, body from 5.

    ``unit``, ``date``, ``title``, ``head``, ``line``, ``tail`` replace those parts.
    """
    number, title, head = TITLES[form]
    unit = parts.get("unit", UNIT)
    line = [f"部门（盖章）：{unit}", f"部门纪检监察组织（盖章）：{unit}纪检组", "填报日期：", parts.get("date", "2015年11月18日")]
    remark = ["备注", "无"] if form != "supervision-systems" else ["备注", "本部门被取消的行政审批事项：无"]
    usual = [[1, *(SYSTEM if form == "supervision-systems" else LINE)]]
    tail = parts.get("tail", [] if form == "figures" else [remark, NOTE])
    top = [[f"{number}："], [parts.get("title", title)], parts.get("line", line), parts.get("head", head)]
    return [*top, *(usual if body is None else body), *tail]


def book(*sheets: tuple[str, Rows]) -> Workbook:
    """An openpyxl workbook of typed sheets, nothing in it that is not typed; text beginning with = stays text."""
    made = Workbook()
    made.remove(made.worksheets[0])
    for name, rows in sheets:
        sheet = made.create_sheet(name)
        for at, row in enumerate(rows, 1):
            for column, value in enumerate(row, 1):
                if value not in (None, ""):
                    cell = sheet.cell(at, column, value)
                    cell.data_type = "s" if isinstance(value, str) else cell.data_type
    return made


def saved(made: Workbook) -> bytes:
    """The bytes of a workbook."""
    stream = io.BytesIO()
    made.save(stream)
    return stream.getvalue()


def xlsx(rows: Rows | None = None, name: str = "Sheet1") -> bytes:
    """One typed sheet; 附件2 of 区财政局 with one row when nothing is said."""
    return saved(book((name, page() if rows is None else rows)))


def opened(data: bytes) -> Workbook:
    """The workbook of some bytes, to be changed."""
    return load_workbook(io.BytesIO(data))


def parts(data: bytes) -> dict[str, bytes]:
    """The parts of a package."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return {name: package.read(name) for name in package.namelist()}


def changed(data: bytes, changes: Mapping[str, tuple[str, str]], more: Mapping[str, bytes] | None = None) -> bytes:
    """The package with text replaced in some parts (it must be there) and further parts added."""
    found = parts(data)
    for name, (old, new) in changes.items():
        text = found[name].decode()
        assert old in text, (name, old)
        found[name] = text.replace(old, new, 1).encode()
    return zipped({**found, **(more or {})})


def stored(data: bytes, cell: str, formula: str, result: str, kind: str) -> bytes:
    """The workbook with a stored result for one formula: ``kind`` is ``str`` or ``e`` (an error)."""
    formula, result = (text.encode("ascii", "xmlcharrefreplace").decode() for text in (formula, result))
    plain = f'<c r="{cell}"><f>{formula}</f><v'
    text = parts(data)["xl/worksheets/sheet1.xml"].decode()
    end = text[text.index(plain) + len(plain) :].split("</c>")[0]
    return changed(data, {"xl/worksheets/sheet1.xml": (f"{plain}{end}", f'<c r="{cell}" t="{kind}"><f>{formula}</f><v>{result}</v>')})


def renamed(data: bytes, names: Mapping[str, str]) -> bytes:
    """The package with some parts under other names."""
    return zipped({names.get(name, name): part for name, part in parts(data).items()})


def as_csv(rows: Rows, delimiter: str = ",") -> str:
    """The rows as separated text."""
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=delimiter).writerows([["" if value is None else value for value in row] for row in rows])
    return text.getvalue()


def as_html(*tables: Rows) -> str:
    """The rows as a web page saved by an office system."""
    body = "".join(
        "<table border=1>"
        + "".join("<tr>" + "".join(f"<td>{html.escape(str(v))}</td>" for v in row) + "</tr>" for row in rows)
        + "</table>"
        for rows in tables
    )
    return f'<html><head><meta http-equiv="Content-Type" content="text/html; charset=gb2312"></head><body>{body}</body></html>'


def as_xml2003(rows: Rows) -> str:
    """The rows as XML 电子表格 2003."""
    cells = "".join(
        "<Row>" + "".join(f'<Cell><Data ss:Type="String">{html.escape(str(v))}</Data></Cell>' for v in row) + "</Row>" for row in rows
    )
    space = "urn:schemas-microsoft-com:office:spreadsheet"
    return (
        f'<?xml version="1.0"?>\n<?mso-application progid="Excel.Sheet"?>\n<Workbook xmlns="{space}" xmlns:ss="{space}">'
        f'<Worksheet ss:Name="Sheet1"><Table>{cells}</Table></Worksheet></Workbook>'
    )


def as_ods(rows: Rows) -> bytes:
    """The rows as an OpenDocument spreadsheet."""
    names = ("office", "table", "text")
    spaces = " ".join(f'xmlns:{n}="urn:oasis:names:tc:opendocument:xmlns:{n}:1.0"' for n in names)
    cells = "".join(
        "<table:table-row>"
        + "".join(f'<table:table-cell office:value-type="string"><text:p>{html.escape(str(v))}</text:p></table:table-cell>' for v in row)
        + "</table:table-row>"
        for row in rows
    )
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {spaces} office:version="1.2"><office:body><office:spreadsheet>'
        f'<table:table table:name="Sheet1">{cells}</table:table></office:spreadsheet></office:body></office:document-content>'
    )
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    manifest = f'<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"><manifest:file-entry manifest:full-path="/" manifest:media-type="{kind}"/></manifest:manifest>'
    return zipped({"mimetype": kind, "content.xml": content, "META-INF/manifest.xml": manifest})


def docx(paragraphs: Iterable[str] = (), tables: Sequence[Rows] = ()) -> bytes:
    """A Word file: paragraphs, then tables."""
    from docx import Document

    made = Document()
    for text in paragraphs:
        made.add_paragraph(text)
    for rows in tables:
        width = max(map(len, rows))
        table = made.add_table(0, width)
        for row in rows:
            cells = table.add_row().cells
            for at, value in enumerate(row):
                cells[at].text = "" if value is None else str(value)
    stream = io.BytesIO()
    made.save(stream)
    return stream.getvalue()


def mail(files: Files, sender: str, date: str, subject: str = "报送自查自纠材料") -> bytes:
    """A message with attachments."""
    from email.message import EmailMessage

    made = EmailMessage()
    made["From"], made["To"], made["Subject"], made["Date"] = sender, "xns@dantu.gov.cn", subject, date
    made.set_content("现报送有关材料，请查收。")
    for name, data in files.items():
        made.add_attachment(data, maintype="application", subtype="octet-stream", filename=name)
    return made.as_bytes()
