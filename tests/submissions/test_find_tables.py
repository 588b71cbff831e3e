"""Forms are found by their words: every pattern of tables/*.csv's group B and its kin, one case each (B01–B10, B24, B25, A26–A31, D16, D19)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import tomli

from duchá.terms.quantity import text_of
from submissions.pages import codes, find, page, read, sheet, shown

CASES = tomli.loads((Path(__file__).parents[1] / "cases" / "submissions" / "find_tables.toml").read_text("utf-8"))["case"]


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_structure(case: dict[str, Any]) -> None:
    top, left = case.get("at", (1, 1))
    sheets = [sheet(text, name, top, left) for name, text in case["sheets"]]
    asked: dict[str, Any] = {"answers": case.get("answers"), **case.get("marks", {})}
    tables, _ = find(*sheets, **asked)
    filled, faults = read(*sheets, **asked)

    assert codes(faults) == case.get("faults", [])
    if "tables" in case:
        assert [[table.form, table.sheet, table.range] for table in tables] == case["tables"]
    if "rows" in case:
        assert [[form.form, shown(form)] for form in filled] == case["rows"]
    for key, form in (("header", 0), ("last_header", -1)):
        if key in case:
            assert {id: text_of(content) for id, content in filled[form].header.items()} == case[key]
    if "extra" in case:
        assert [dict(row.extra) for row in filled[0].rows] == case["extra"]
    if "sub_units" in case:
        assert [row.sub_unit for form in filled for row in form.rows] == case["sub_units"]


def test_the_blank_as_sent_out_says_nothing() -> None:
    """A filled official form has no fault, and every part has its place."""
    tables, faults = find(page("supervision-systems", "1 | 双随机抽查办法\n2 |\n… |"))
    assert faults == ()
    assert (tables[0].title.cell, tables[0].header_row, tables[0].columns) == ("A2", 4, {"no": 1, "system": 2})
    assert tables[0].header["date"].place.cell == "A3"
    assert tables[0].header["date"].place.label == "填报日期"
    assert tables[0].remark is not None
    assert (tables[0].remark.place.cell, tables[0].remark.value) == ("B8", "本部门被取消的行政审批事项：")


def test_hidden_sheets_are_not_read() -> None:
    """A30: last year's rows on a hidden sheet are nobody's return."""
    from dataclasses import replace

    from duchá.workbooks.sheets.model import SheetState

    old = replace(page("approval", "1 | 医师注册 | 超期 | 已办结", name="2014年"), state=SheetState.HIDDEN)
    tables, faults = find(old, page("approval", "1 | 护士注册 | 超期 | 已办结"))
    assert [table.sheet for table in tables] == ["附件2"]
    assert faults == ()


def test_a_form_in_a_document_is_read_with_the_lines_above_it_and_asked_about() -> None:
    """A18: in a Word document title and header line stand outside the tables."""
    from dataclasses import replace

    from duchá.submissions.context import Answers
    from duchá.submissions.find.tables import find_tables
    from duchá.workbooks.sheets.model import FileKind
    from submissions.pages import UNIT_FORMS, book
    from submissions.sample import form

    tables_only = [
        sheet("序号 | 项目名称 | 发现存在问题 | 整改情况\n1 | 医师注册 | 超期 | 已办结\n备注 | 无", "表格1"),
        sheet(" | 监管制度建立情况\n1 | 双随机办法\n备注 | 本部门被取消的行政审批事项：", "表格2"),
    ]
    line = "部门（盖章）：区卫计委      部门纪检监察组织（盖章）：        填报日期：2015年11月18日"
    lines = (
        "关于报送自查情况的报告",
        "附件2：",
        "部门行政审批自查自纠情况报表",
        line,
        "附件3：",
        "部门事中事后监管自查自纠情况报表1",
        line,
    )
    document = replace(book(*tables_only), kind=FileKind.DOCX, paragraphs=lines)
    tables, faults = find_tables(document, tuple(form(id) for id in UNIT_FORMS), Answers())
    assert [table.form for table in tables] == ["approval", "supervision-systems"]
    assert [(table.header["unit"].value or "").strip() for table in tables] == ["区卫计委", "区卫计委"]
    assert [fault.kind.code for fault in faults] == ["S206", "S228"]
