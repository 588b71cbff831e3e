"""Rows of a found table: what is a row, what is none, what is said about it (B11–B31, C21–C28, D07–D09, D15, DT-09, DT-17, DT-27)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import tomli

from submissions.pages import codes, find, page, read, shown

CASES = tomli.loads((Path(__file__).parents[1] / "cases" / "submissions" / "read_rows.toml").read_text("utf-8"))["case"]
SAID_OF_THE_FORM = ("nil", "nil_text", "untouched", "remark")


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_rows(case: dict[str, Any]) -> None:
    parts = {part: case[part] for part in ("head", "line", "tail") if part in case}
    one = page(case.get("form", "approval"), case["body"], **parts)
    (filled,), faults = read(one)

    assert codes(faults) == case.get("faults", [])
    if "rows" in case:
        assert shown(filled) == case["rows"]
    assert [row.number for row in filled.rows] == list(range(1, len(filled.rows) + 1))
    for name in SAID_OF_THE_FORM:
        if name in case:
            assert getattr(filled, name) == case[name], name
    if "remark_list" in case:
        assert list(filled.remark_list) == case["remark_list"]
    if "numbers" in case:
        assert [row.written_number for row in filled.rows] == case["numbers"]
    if "marks" in case:
        assert [list(row.marks) for row in filled.rows] == case["marks"]
    if "sub_units" in case:
        assert [row.sub_unit for row in filled.rows] == case["sub_units"]
    if "footer" in case:
        assert [cell.value for cell in find(one)[0][0].footer] == case["footer"]


def test_a_fault_speaks_to_the_unit() -> None:
    """Where, what, and what to do, in plain words."""
    _, (fault,) = read(page("approval", "1 | 危险化学品经营许可 | 超期2件 |"))
    assert fault.message == "附件2 第5行“整改情况”为空。"
    assert fault.remedy == "请补填；尚未整改的，写明措施和完成时限。"
    assert (fault.form, fault.place.sheet, fault.place.cell, fault.place.label) == ("approval", "附件2", "D5", "整改情况")


def test_every_cell_knows_its_place() -> None:
    (filled,), _ = read(page("approval", "1 | 危险化学品经营许可 | 超期2件 | 已补办", name="区安监局"))
    assert {id: place.cell for id, place in filled.rows[0].places.items()} == {
        "no": "A5",
        "item": "B5",
        "problem": "C5",
        "rectification": "D5",
    }
    assert filled.rows[0].places["problem"].label == "发现存在问题"


def test_struck_cells_and_comments_are_kept() -> None:
    """B26, B28: a comment stays beside its row, a struck row stays and is marked."""
    from dataclasses import replace

    one = page("approval", "1 | 危险化学品经营许可 | 超期2件 | 已补办\n2 | 烟花爆竹经营许可 | 未公示 | 已公示")
    one = replace(one, struck=frozenset({(6, 3)}), comments={(5, 4): "已于11.18整改"})
    (filled,), _ = read(one)
    assert dict(filled.rows[0].extra) == {"批注": "已于11.18整改"}
    assert [row.marks for row in filled.rows] == [("comment",), ("struck",)]


def test_percent_cells_are_shown_as_percent() -> None:
    from dataclasses import replace

    one = replace(page("approval", "1 | 危险化学品经营许可 | 0.95 | 已补办"), percents=frozenset({(5, 3)}))
    (filled,), _ = read(one)
    assert shown(filled)[0][1] == "95%"


def test_reading_is_linear_in_rows() -> None:
    """Twenty thousand rows, every third of them odd, are read in one pass (A36: with as many merges)."""
    from dataclasses import replace

    body = "\n".join(f"{n} | 项目{n} | {'同上' if n % 3 == 0 else '超期办结若干件'} | 已整改" for n in range(1, 20001))
    one = page("approval", body)
    one = replace(one, merges=tuple((30000 + n, 1, 30001 + n, 4) for n in range(40000)))
    (filled,), faults = read(one)
    assert len(filled.rows) == 20000
    assert len(faults) == 6666
