"""Forms are found by their words: every pattern of tables/*.csv's group B and its kin, one case each (B01–B10, B24, B25, A26–A31, D16, D19)."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from duchá.terms.quantity import text_of
from submissions.pages import codes, find, page, read, sheet, shown

CASES = tomllib.loads((Path(__file__).parents[1] / "cases" / "submissions" / "find_tables.toml").read_text("utf-8"))["case"]


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

    from duchá.workbooks.model import SheetState

    old = replace(page("approval", "1 | 医师注册 | 超期 | 已办结", name="2014年"), state=SheetState.HIDDEN)
    tables, faults = find(old, page("approval", "1 | 护士注册 | 超期 | 已办结"))
    assert [table.sheet for table in tables] == ["附件2"]
    assert faults == ()
