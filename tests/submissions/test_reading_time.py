"""The work grows with what there is to read, whatever is repeated: rows, joins, headers, tables, merges (A35, A36, performance)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import pytest

from conftest import work
from duchá.workbooks.sheets.model import CellValue, RawSheet
from submissions.pages import read

TITLE = ("部门行政审批自查自纠情况报表",)
HEAD = ("序号", "审批项目名称", "发现存在问题", "整改情况")
OTHER_HEAD = ("序号", "自查项目名称", "发现存在问题", "整改情况")
ROW = ("某某许可", "超期办结若干件", "已整改")


def _sheet(rows: Sequence[Sequence[CellValue]], **more: object) -> RawSheet:
    made = RawSheet(name="Sheet1", rows=tuple(tuple(row) for row in rows))
    return replace(made, **more)  # type: ignore[arg-type]  # fields of RawSheet by their names


def _plain(n: int) -> RawSheet:
    return _sheet([TITLE, HEAD, *((i, *ROW) for i in range(1, n + 1)), ("备注", "无")])


def _joined(n: int) -> RawSheet:
    return _sheet([TITLE, HEAD, (1, *ROW), *((None, None, "接着写的文字", None) for _ in range(n)), ("备注", "无")])


def _repeated(n: int) -> RawSheet:
    return _sheet([TITLE, *(row for i in range(1, n + 1) for row in (HEAD, (i, *ROW))), ("备注", "无")])


def _alternating(n: int) -> RawSheet:
    return _sheet([row for i in range(1, n + 1) for row in (HEAD if i % 2 else OTHER_HEAD, (i, *ROW))])


def _unclear(n: int) -> RawSheet:
    head = ("序号", "项目名称", "发现存在问题", "整改情况")
    return _sheet([row for i in range(1, n + 1) for row in (head, (i, *ROW))])


def _merged(n: int) -> RawSheet:
    return replace(_plain(n), merges=tuple((3 + 2 * i, 2, 4 + 2 * i, 2) for i in range(n // 2)))


@pytest.mark.parametrize("made", [_plain, _joined, _repeated, _alternating, _unclear, _merged])
def test_the_work_grows_with_the_rows(made: Callable[[int], RawSheet]) -> None:
    """Eight times the rows take about eight times as many steps, not sixty-four times."""
    read(made(50))
    few, many = (work(read, made(n)) for n in (400, 3200))
    assert many < 10 * few
