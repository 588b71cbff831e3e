"""Documents and pages as office programs and browsers meet them: text stays text, nothing is fetched, the type is that of a 公文."""

from __future__ import annotations

import re
import shutil
import subprocess
from base64 import b64encode
from dataclasses import replace
from datetime import date
from decimal import Decimal
from hashlib import sha256
from pathlib import Path
from zipfile import ZipFile

import pytest
from docx import Document
from lxml import etree, html

from conftest import CHECKOUT
from duchá.reports.page import Chart, ChartKind, Page, PageColumn, Report, Show
from duchá.reports.write_docx import docx_bytes, write_docx
from duchá.reports.write_html import html_text, write_html
from duchá.reports.write_md import write_md
from reports.test_write_xlsx import NASTY

MORE = (
    *NASTY,
    "<script>alert(1)</script>",
    '" onload="x',
    "]]><w:fldSimple/>",
    "{%p if 1 %}{_{7*191}_}",
    "${7*191} %s {0.__class__}",
    "javascript:x",
    "\u202e倒",
)
COLUMNS = (
    PageColumn(title="序号", show=Show.COUNT, width=6),
    PageColumn(title="问题", show=Show.WORDS, width=30),
    PageColumn(title="分值", show=Show.SIGNED, width=8),
    PageColumn(title="日期", show=Show.DAY, width=12),
)
OFFICE = shutil.which("soffice")
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def page(*texts: str, name: str = "明细") -> Page:
    rows = tuple((n, text, Decimal("-0.5") * n, date(2018, 4, n)) for n, text in enumerate(texts, 1))
    chart = Chart(kind=ChartKind.BARS, title=texts[0], names=1, values=2, first=0, last=len(rows) - 1)
    return Page(
        name=name, title=texts[-1], columns=COLUMNS, rows=rows, under=texts[0], measure="单位：分", notes=texts[:2], words=texts[:2],
        charts=(chart,), signatures=("单位负责人（签字）：",),
    )  # fmt: skip


def report(*pages: Page, title: str = "2018年督查积分明细") -> Report:
    return Report(stem="x", title=title, as_of=date(2018, 7, 5), mark="截至 & 校验码", pages=pages, issuer="督查室<&>")


def nasty() -> Report:
    return report(page(*MORE), replace(page(*reversed(MORE), name="附表"), annex=True), title=MORE[-3])


def clean(text: str) -> str:
    """What no document can hold, and what moves the text around it, is written out."""
    text = re.sub(r"[\u202a-\u202e\u2066-\u2069]", lambda found: f"\\u{ord(found[0]):04x}", text)
    return re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f]", lambda found: f"\\x{ord(found[0]):02x}", text)


def test_every_text_is_in_the_document_as_typed_and_none_is_markup(tmp_path: Path) -> None:
    write_docx(nasty(), tmp_path / "a.docx")
    document = Document(str(tmp_path / "a.docx"))
    said = [row.cells[1].text for row in document.tables[0].rows[1:]]
    assert said == [clean(text) for text in MORE]
    with ZipFile(tmp_path / "a.docx") as archive:
        body = archive.read("word/document.xml")
        assert not [name for name in archive.namelist() if "embeddings" in name or "vba" in name.lower()]
        assert b'TargetMode="External"' not in b"".join(archive.read(name) for name in archive.namelist() if name.endswith(".rels"))
        charts = [archive.read(name).decode() for name in archive.namelist() if name.startswith("word/charts/")]
    assert len(charts) == 2 and {formula.partition("!")[0].strip("'") for chart in charts for formula in re.findall("<c:f>(.*?)</c:f>", chart)} == {
        "S1", "S2",
    }  # fmt: skip
    names = {element.tag for element in etree.fromstring(body).iter()}
    assert not names & {f"{W}fldSimple", f"{W}hyperlink", f"{W}instrText", f"{W}object"}
    assert "1337" not in "".join(said)


def test_the_paper_is_that_of_a_public_document() -> None:
    with ZipFile(_opened(docx_bytes(report(page("甲", "乙"))))) as archive:
        body, settings = (etree.fromstring(archive.read(f"word/{name}.xml")) for name in ("document", "settings"))
        feet = [archive.read(name).decode() for name in archive.namelist() if "footer" in name and name.endswith(".xml")]
        styles = archive.read("word/styles.xml").decode()
    margins = body.find(f".//{W}pgMar").attrib
    assert {side: round(int(margins[f"{W}{side}"]) / 1440 * 25.4) for side in ("top", "left", "right", "bottom")} == {
        "top": 37, "left": 28, "right": 26, "bottom": 35,
    }  # fmt: skip
    assert len(body.findall(f".//{W}tbl/{W}tr/{W}trPr/{W}tblHeader")) == 1, "the head is repeated on every sheet"
    assert settings.find(f"{W}evenAndOddHeaders") is not None and sum("PAGE" in foot and "— " in foot for foot in feet) == 2
    assert 'w:eastAsia="仿宋"' in styles and 'w:eastAsia="黑体"' in styles


def test_an_annex_begins_a_sheet_and_is_named_before_the_signature() -> None:
    document = Document(_opened(docx_bytes(report(page("甲", "乙"), replace(page("丙", "排名表"), annex=True)))))
    texts = [paragraph.text for paragraph in document.paragraphs]
    assert texts.index("附件：排名表") < texts.index("督查室<&>") < texts.index("2018年7月5日") < texts.index("附件")
    assert document.paragraphs[texts.index("附件")].paragraph_format.page_break_before


def test_a_broad_first_table_leaves_no_sheet_with_a_title_alone() -> None:
    broad = replace(page("甲", "乙"), lies=True)
    document = Document(_opened(docx_bytes(report(broad, page("丙", "丁", name="建议")))))
    upright, lying, *_ = document.sections
    assert upright.page_width < upright.page_height and lying.page_width > lying.page_height
    first = [block.text for block in upright.iter_inner_content()]
    assert {"一、明细", "甲", "乙"} <= set(first), "the sentences stand below the title"
    assert [type(block).__name__ for block in lying.iter_inner_content()].count("Table") == 1


def test_a_page_allows_its_own_style_and_nothing_else() -> None:
    text = html_text(nasty())
    tree = html.fromstring(text)
    policy = tree.xpath('//meta[@http-equiv="Content-Security-Policy"]/@content')[0]
    style = re.search(r"<style>(.*?)</style>", text, re.DOTALL)
    assert style is not None
    assert policy.startswith("default-src 'none'; style-src 'sha256-" + b64encode(sha256(style[1].encode()).digest()).decode())
    assert not tree.xpath("//script | //iframe | //object | //link | //img | //@style | //@src | //@onload")
    assert all(link.startswith("#p") for link in tree.xpath("//@href"))
    assert not re.search(r"@import|url\(", style[1])


def test_every_text_is_on_the_page_as_typed(tmp_path: Path) -> None:
    write_html(nasty(), tmp_path / "a.html")
    tree = html.fromstring((tmp_path / "a.html").read_text(encoding="utf-8"))
    said = [cell.text_content() for cell in tree.xpath('//section[1]//tbody/tr/td[@class="words"]')]
    assert said == [clean(text) for text in MORE]
    assert len(tree.xpath("//svg//rect")) == 2 * len(MORE)


def test_all_formats_say_the_same_numbers(tmp_path: Path) -> None:
    one = report(page("甲", "乙"))
    write_md(one, tmp_path / "a.md")
    document = Document(_opened(docx_bytes(one)))
    for said in ("-0.5", "-1", "2018-04-02", "单位：分"):
        assert said in html_text(one) and said in (tmp_path / "a.md").read_text(encoding="utf-8").replace("\\", "")
        in_tables = [cell.text for row in document.tables[0].rows for cell in row.cells]
        assert said in in_tables or said in [paragraph.text for paragraph in document.paragraphs]


@pytest.mark.sweep
@pytest.mark.office
@pytest.mark.skipif(OFFICE is None, reason="LibreOffice is not installed")
def test_libreoffice_opens_the_document_and_prints_its_text_and_chart(tmp_path: Path) -> None:
    write_docx(nasty(), tmp_path / "a.docx")
    assert OFFICE is not None
    command = [OFFICE, "--headless", f"-env:UserInstallation=file://{tmp_path}/profile", "--convert-to"]
    for target in ("pdf", "odt"):
        subprocess.run(
            [*command, target, "--outdir", str(tmp_path), str(tmp_path / "a.docx")], check=True, capture_output=True, timeout=180
        )
    assert (tmp_path / "a.pdf").read_bytes().startswith(b"%PDF")
    with ZipFile(tmp_path / "a.odt") as archive:
        assert "<script>alert(1)</script>" in "".join(etree.fromstring(archive.read("content.xml")).itertext())
        assert sum(name.endswith("/content.xml") and name.startswith("Object") for name in archive.namelist()) == 2, (
            "both charts were understood"
        )


def _opened(data: bytes):  # type: ignore[no-untyped-def]  # a stream for python-docx and zipfile
    from io import BytesIO

    return BytesIO(data)


def test_every_document_is_set_in_chinese() -> None:
    """A program without the named font takes one for the language of the document (B13)."""
    found = sorted((CHECKOUT / "templates" / "documents").glob("*.docx"))
    assert len(found) >= 5
    for path in found:
        with ZipFile(path) as package:
            parts = {name: package.read(name).decode("utf-8", "replace") for name in package.namelist() if name.endswith(".xml")}
        assert 'w:eastAsia="zh-CN"' in parts["word/settings.xml"], path.name
        assert not [name for name, part in parts.items() if "ja-JP" in part], path.name
