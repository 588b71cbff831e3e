"""Pages and JSON: faults with place and remedy, tables in reading order, values as scripts read them."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from pathlib import PurePosixPath

import pytest

from duchá.cli import faults
from duchá.cli.show import ScreenTable, fault_line, faults_block, json_text, part_text, table_text, where
from duchá.terms.fault import Fault, FaultKind, Weight, fault_json
from duchá.terms.place import Place

KIND = FaultKind(
    code="S101", name="missing-value", weight=Weight.REJECT, title="应填未填", message="“{field}”为必填项。", remedy="请填写。"
)


def fault(cell: str) -> Fault:
    """A missing value at a cell."""
    return KIND.at(Place(file="甲县.xlsx", sheet="附件2", cell=cell, label="整改情况"), form="approval", field="整改情况")


def test_a_fault_on_one_line_says_where_what_and_what_to_do() -> None:
    assert fault_line(fault("D7")) == "甲县.xlsx 附件2!D7（整改情况）：“整改情况”为必填项。请填写。（S101）"


def test_a_fault_as_json_has_the_keys_that_scripts_know() -> None:
    assert fault_json(fault("D7")) == {
        "code": "S101",
        "name": "missing-value",
        "weight": "reject",
        "form": "approval",
        "sheet": "附件2",
        "cell": "D7",
        "label": "整改情况",
        "value": None,
        "message": "“整改情况”为必填项。",
        "remedy": "请填写。",
    }


def test_faults_stand_in_reading_order_a_line_each() -> None:
    block = faults_block([fault("C10"), fault("D7"), fault("C7")], "差错")
    said = "（整改情况）：“整改情况”为必填项。请填写。（S101）"
    assert block.lines == tuple(f"× 退回　甲县.xlsx 附件2!{cell}{said}" for cell in ("C7", "D7", "C10"))


def test_every_sign_is_in_gbk() -> None:
    text = part_text(faults_block([fault("C7")], "差错"))
    assert text.encode("gbk").decode("gbk") == text and "× 退回" in text


def test_a_table_is_one_line_a_row_where_nobody_watches() -> None:
    long = "很长的说明" * 50
    text = table_text(ScreenTable(columns=("单位", "说明"), rows=(("甲县", long), ("乙县", "[bold]短[/bold]"))))
    assert [line.split()[0] for line in text.splitlines()[2:]] == ["甲县", "乙县"]
    assert long in text and "[bold]短[/bold]" in text


@pytest.mark.parametrize(
    ("place", "text"),
    [
        (Place(), ""),
        (Place(file="a\n.xlsx"), r"a\n.xlsx"),
        (Place(sheet="表1", cell="A5:D9"), "表1!A5:D9"),
        (Place(label="填报单位"), "（填报单位）"),
    ],
)
def test_a_place_is_said_as_far_as_it_is_known(place: Place, text: str) -> None:
    assert where(place) == text


def test_json_keeps_amounts_exact_and_dates_plain() -> None:
    data = {
        "points": Decimal("-0.50"),
        "date": date(2018, 4, 18),
        "weight": Weight.NOTE,
        "file": PurePosixPath("a/b"),
        "rows": ("x",),
        "tiny": Decimal("1E-7"),
    }
    assert json.loads(json_text(data)) == {
        "points": "-0.50",
        "date": "2018-04-18",
        "weight": "note",
        "file": "a/b",
        "rows": ["x"],
        "tiny": "0.0000001",
    }


def test_json_refuses_what_it_has_no_word_for() -> None:
    with pytest.raises(TypeError, match="no JSON for object"):
        json_text({"x": object()})


@pytest.mark.parametrize(
    ("number", "kind"),
    [
        (2, faults.NO_SUCH_FILE),
        (13, faults.NO_PERMISSION),
        (28, faults.DISK_FULL),
        (30, faults.READ_ONLY),
        (17, faults.ALREADY_THERE),
        (21, faults.WRONG_SORT),
        (27, faults.TOO_LARGE),
        (5, faults.OTHER_IO),
    ],
)
def test_errors_of_the_system_are_said_in_chinese(number: int, kind: FaultKind) -> None:
    said = faults.of_os_error(OSError(number, "reason", "报告.xlsx"))
    assert said.kind is kind and "报告.xlsx" in said.message
