"""Problems of accepted returns in the ledger: once each, linked to their cell, known again in later versions; export and back."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from duchá.registers.rows import RowChangeKind
from duchá.steps.ledger import LedgerOptions, Shown, show_ledger
from duchá.steps.record import record
from steps.office import ROW, Office, at

UNIT = "区安监局"
ONE = {"item": "加油站日常检查", "problem": "检查后未复查2家", "rectification": "已整改，11月16日全部复查完毕"}
TWO = {"item": "烟花爆竹检查", "problem": "检查记录不全", "rectification": "正在整改，11月25日前完成"}
THREE = {"item": "矿山检查", "problem": "未按计划检查", "rectification": "正在补查"}


def shown(office: Office, day: int, **wanted: Any) -> Shown:
    return show_ledger(office.open(at(day, 20)), LedgerOptions(**wanted))


def problems(office: Office, day: int) -> dict[str, tuple[str, str, bool]]:
    return {
        status.matter.id: (status.matter.details.problem, status.matter.state.name, status.matter.withdrawn)
        for status in shown(office, day).statuses
    }


def send(office: Office, day: int, *rows: dict[str, str]) -> None:
    office.collect(office.fill(UNIT, f"{day}.xlsx", supervision_problems=rows), now=at(day))


def test_each_problem_once_with_its_cell_and_state(office: Office) -> None:
    send(office, 18, ONE, TWO)
    statuses = shown(office, 18).statuses
    assert [(s.matter.details.problem, s.matter.state.name, s.matter.lead) for s in statuses] == [
        (ONE["problem"], "已报整改", UNIT),
        (TWO["problem"], "待整改", UNIT),
    ]
    place = statuses[1].matter.place
    assert place.file.endswith("18.xlsx")
    sheet = load_workbook(office.folder / place.file)[place.sheet]
    assert sheet[place.cell].value == TWO["problem"]


def test_a_later_version_keeps_the_numbers_whatever_the_order_of_its_rows(office: Office) -> None:
    send(office, 18, ONE, TWO)
    before = problems(office, 18)
    send(office, 19, THREE, {**TWO, "rectification": "已整改完毕"}, {**ONE, "problem": "检查后未复查3家"})
    after = problems(office, 19)
    first, second = before
    assert list(before) == list(after)[:2]
    assert after[first][0] == "检查后未复查3家"
    assert after[second] == (TWO["problem"], "已报整改", False)
    assert len(after) == 3


def test_what_a_correction_no_longer_has_is_withdrawn_and_comes_back_under_its_number(office: Office) -> None:
    send(office, 18, ONE, TWO)
    first, second = problems(office, 18)
    send(office, 19, ONE)
    assert problems(office, 19)[second][2] is True
    send(office, 20, TWO, ONE)
    assert {number: entry[2] for number, entry in problems(office, 20).items()} == {first: False, second: False}


def test_a_return_that_was_sent_back_brings_no_problem(office: Office) -> None:
    office.collect(office.fill(UNIT, date=None, supervision_problems=[{**ROW, "rectification": ""}]))
    assert problems(office, 18) == {}


def test_an_exported_problem_given_back_with_a_limit_is_the_same_problem(office: Office) -> None:
    send(office, 18, TWO)
    path = office.folder / "registers" / "台账.xlsx"
    path.parent.mkdir(exist_ok=True)
    exported = show_ledger(office.open(at(18)), LedgerOptions(export=path)).exported
    assert exported == (path,)
    number = next(iter(problems(office, 18)))
    set_cell(path, "督办事项", "办理时限", "2015-11-25")
    recorded = record(office.open(at(19)), (path,))
    assert [fault.kind.code for file in recorded.files for fault in file.faults] == []
    statuses = shown(office, 26).statuses
    assert [status.matter.id for status in statuses] == [number]
    assert (statuses[0].matter.details.problem, statuses[0].late_days, statuses[0].light.value) == (TWO["problem"], 1, "red")


def test_the_same_export_taken_back_unchanged_changes_nothing(office: Office) -> None:
    send(office, 18, TWO)
    path = office.folder / "registers" / "台账.xlsx"
    path.parent.mkdir(exist_ok=True)
    show_ledger(office.open(at(18)), LedgerOptions(export=path))
    record(office.open(at(19)), (path,))
    again = path.with_name("再导出.xlsx")
    show_ledger(office.open(at(19)), LedgerOptions(export=again))
    done = record(office.open(at(20)), (path, again))
    assert [file.counts[change] for file in done.files for change in (RowChangeKind.NEW, RowChangeKind.CORRECTION, RowChangeKind.GONE)] == [
        0
    ] * 6


def set_cell(path: Path, sheet_name: str, title: str, value: str) -> None:
    """Writes under a title into the first row of the register."""
    book = load_workbook(path)
    sheet = book[sheet_name]
    heads = {str(cell.value).replace("\n", "").rstrip("*"): cell for row in sheet.iter_rows() for cell in row if cell.value is not None}
    head = heads[title]
    sheet.cell(row=head.row + 1, column=head.column).value = value
    book.save(path)


@pytest.mark.sweep
def test_a_kind_is_asked_for_in_either_language(office: Office, ducha: Callable[..., Any]) -> None:
    office.fill(UNIT, approval=[ROW])
    office.collect(now=at(10))
    told = {kind: ducha("ledger", "--kind", kind, "--json", cwd=office.folder).stdout for kind in ("problem", "问题", "自查问题", "线索")}
    assert told["problem"] == told["问题"] == told["自查问题"]
    assert [len(json.loads(told[kind])["matters"]) for kind in ("问题", "线索")] == [1, 0]
    refused = ducha("ledger", "--kind", "难题", cwd=office.folder)
    assert (refused.returncode, "请写督办事项、问题、线索、快速处置中的一个" in refused.stderr) == (2, True)
