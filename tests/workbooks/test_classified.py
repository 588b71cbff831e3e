"""密级标志 (X-06): in the name, in headings, in page headers, in any cell; such a file gives no text."""

from __future__ import annotations

from pathlib import Path

import pytest

from duchá.workbooks.intake import take_in
from duchá.workbooks.sheets import faults
from duchá.workbooks.sheets.wording import carries_mark, is_mark, name_carries_mark
from workbooks.build import GOOD, parts_of, read, refusal, relations, sheet_of, text_cell, xlsx, zipped

MARKS = ["机密★1年", "秘密★三年", "绝密★", "机密 ★ 长期", "秘密★6个月", "机密级★10年", "秘密☆", "机密（5年）", "绝密 长期"]
NO_MARKS = ["保守国家秘密", "商业秘密3年保护", "秘密举报", "涉密事项", "泄露秘密", "机密文件管理制度", "国家秘密 1 年以上", ""]


def cells(*rows: str) -> str:
    return "".join(f'<row r="{n}">{text_cell(f"A{n}", text)}</row>' for n, text in enumerate(rows, 1))


@pytest.mark.parametrize("text", MARKS)
def test_a_level_with_star_or_term_is_a_mark(text: str) -> None:
    assert carries_mark(text) and is_mark(text)


@pytest.mark.parametrize("text", NO_MARKS)
def test_talk_about_secrets_is_none(text: str) -> None:
    assert not carries_mark(text) and not is_mark(text)


@pytest.mark.parametrize(
    "name",
    [
        "附件2(秘密).xls",
        "附件2（机密）.xlsx",
        "【绝密】附件2.xlsx",
        "机密-附件2.xlsx",
        "附件2 秘密★1年.xls",
        "机密.xlsx",
        "附件2_秘密级.xls",
    ],
)
def test_a_marked_name_is_refused_before_anything_is_kept(name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes(GOOD)
    intake, found = take_in(path, tmp_path / "archive")
    assert intake is None and [fault.kind for fault in found] == [faults.CLASSIFIED]
    assert not any(file.is_file() for file in (tmp_path / "archive").rglob("*"))


@pytest.mark.parametrize("name", ["保密局附件2.xlsx", "国家秘密载体自查.xlsx", "机密文件自查表.xlsx", "商业秘密.xlsx", "附件2.xlsx"])
def test_a_name_that_speaks_of_secrets_is_not_marked(name: str) -> None:
    assert not name_carries_mark(name)


@pytest.mark.parametrize(
    "data",
    [
        xlsx(cells("机密★1年", "附件2")),
        xlsx(cells("密级：秘密", "附件2")),
        xlsx(cells("机密")),
        xlsx(cells(*["x"] * 100, "该项为秘密★三年")),
        xlsx(cells("x"), after="<headerFooter><oddHeader>&amp;R机密★1年</oddHeader></headerFooter>"),
        zipped(
            parts_of([sheet_of(cells("x")), sheet_of(cells("y"))])
            | {"xl/sharedStrings.xml": "<sst><si><r><t>机密</t></r><r><t>★1年</t></r></si></sst>"}
        ),
        xlsx(cells("x")[:-6].replace("x", "&#26426;&#23494;&#9733;1年") + "</row>"),
        xlsx(
            cells("x"),
            **{
                "xl/worksheets/_rels/sheet1.xml.rels": relations(("drawing", "../d.xml")),
                "xl/d.xml": "<d><sp><txBody><t>绝密★</t></txBody></sp></d>",
            },
        ),
        "机密★1年,\n序号,项目\n".encode("gbk"),
        "<table><tr><td>秘密★1年</td></tr></table>".encode(),
        zipped({"word/document.xml": "<d><p><r><t>机密★1年</t></r></p></d>"}),
        zipped({"word/document.xml": "<d><p><r><t>x</t></r></p></d>", "word/header1.xml": "<h><p><r><t>秘密</t></r></p></h>"}),
    ],
)
def test_a_marked_file_is_refused_and_nothing_of_it_repeated(data: bytes) -> None:
    fault = refusal(data)
    assert fault.kind is faults.CLASSIFIED and fault.found is None and fault.words == ()
    assert fault.place.cell == "" and fault.place.sheet == ""


def test_a_level_deep_in_a_column_is_a_value_not_a_mark() -> None:
    book, found = read(xlsx(cells(*["x"] * 20, "秘密", "保守国家秘密")))
    assert book is not None and not found
