"""What was read, laid into a fresh blank (G10): each cell at the place of its column, each fault with it, and whether anything would be left behind."""

from __future__ import annotations

import io
from dataclasses import replace
from typing import Any

from openpyxl import load_workbook

from duchá.submissions.marked.lay_into_blank import LaidCopy, lay_into_blank, left_behind
from duchá.submissions.read.submission import read_submission
from duchá.workbooks.sheets.model import FileKind, RawBook, RawSheet
from submissions.sample import campaign, context

UNIT = "区安监局"
ABOVE: tuple[tuple[Any, ...], ...] = (
    ("部门行政审批自查自纠情况报表",),
    (f"部门（盖章）：{UNIT}",),
    ("部门纪检监察组织（盖章）：", f"{UNIT}纪检组"),
    ("填报日期：", "2015年11月18日"),
    ("序号", "审批项目名称", "发现存在问题", "整改情况"),
)
BODY: tuple[tuple[Any, ...], ...] = tuple((n, f"许可{n}", f"问题{n}", None if n == 3 else "已整改") for n in range(1, 13))


def laid(*more: tuple[Any, ...]) -> tuple[RawBook, LaidCopy | None]:
    raw = RawBook(kind=FileKind.ODS, sheets=(RawSheet(name="表一", rows=(*ABOVE, *BODY, *more)),))
    submission = read_submission(raw, context(f"returns/{UNIT}.ods"))
    unit = campaign().roster.get(UNIT)
    assert unit is not None
    return raw, lay_into_blank(submission.forms, campaign(), unit, None, submission.faults)


def test_every_cell_stands_where_the_blank_has_its_column_and_every_fault_with_it() -> None:
    raw, copy = laid()
    assert copy is not None
    book = load_workbook(io.BytesIO(copy.data))
    sheet = book["附件2"]
    assert [[sheet.cell(row, column).value for column in (2, 3, 4)] for row in range(8, 20)] == [list(row[1:]) for row in BODY]
    assert (sheet["C3"].value, sheet["C4"].value, sheet["C5"].value, sheet["A20"].value) == (
        UNIT,
        f"{UNIT}纪检组",
        "2015年11月18日",
        "备注",
    )
    empty = next(fault for fault in copy.faults if fault.place.label == "整改情况")
    assert (empty.place.sheet, empty.place.cell) == ("附件2", "D10")
    assert not left_behind(raw, book)


def test_a_line_below_the_table_is_in_the_remark() -> None:
    raw, copy = laid(("经办人已换，电话另告",))
    assert copy is not None
    book = load_workbook(io.BytesIO(copy.data))
    assert book["附件2"]["B20"].value == "经办人已换，电话另告" and not left_behind(raw, book)


def test_what_stands_nowhere_in_the_blank_is_noticed() -> None:
    raw, copy = laid()
    assert copy is not None
    beside = RawSheet(name="说明", rows=(("另附说明一页",),))
    assert left_behind(replace(raw, sheets=(*raw.sheets, beside)), load_workbook(io.BytesIO(copy.data)))
