"""截止时刻 of 限期材料: the hour counts where the notice gave one, on the due day (第十二条(四); JC-J-19)."""

from __future__ import annotations

from datetime import date, time
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from scoring.office import Office, changes, copy_of, new_office

DUE = date(2018, 5, 11)


@pytest.fixture(scope="module")
def untouched(tmp_path_factory: pytest.TempPathFactory) -> Office:
    """A campaign that nothing was written into yet."""
    return new_office(tmp_path_factory.mktemp("hours") / "office")


def scored(untouched: Office, folder: Path, **row: Any) -> tuple[dict[str, str], dict[str, Any]]:
    office = copy_of(untouched, folder / "office")
    office.write({"限期材料": [{"材料名称": "总结", "单位": "市农委", "报送时限": DUE, **row}]})
    office.record()
    found = office.score("2018Q2", "--as-of", "2018-06-30")
    return changes(found), found


@pytest.mark.parametrize(
    ("row", "change"),
    [
        ({"截止时刻": "17:30", "收到日期": DUE, "收到时刻": "17:30"}, {}),
        ({"截止时刻": "17:30", "收到日期": DUE, "收到时刻": time(17, 31)}, {"市农委": "-1"}),
        ({"截止时刻": time(17, 30), "收到日期": DUE, "收到时刻": "18点05分"}, {"市农委": "-1"}),
        ({"截止时刻": "17:30", "收到日期": "2018-05-11 18:05"}, {"市农委": "-1"}),
        ({"截止时刻": "17:30", "收到日期": "2018-05-11 16:00"}, {}),
        ({"截止时刻": "17:30", "收到日期": date(2018, 5, 12), "收到时刻": "9:00"}, {"市农委": "-1"}),
        ({"截止时刻": "17:30", "收到日期": date(2018, 5, 12), "收到时刻": "18:00"}, {"市农委": "-1"}),
        ({"截止时刻": "17:30", "收到日期": date(2018, 5, 14)}, {"市农委": "-3"}),
        ({"收到日期": DUE, "收到时刻": "23:50"}, {}),
        ({"截止时刻": "17:30", "收到日期": date(2018, 5, 10), "收到时刻": "23:00"}, {}),
    ],
)
def test_an_hour_counts_on_the_due_day_only(untouched: Office, tmp_path: Path, row: dict[str, object], change: dict[str, str]) -> None:
    """From the next day on whole days are counted, as without an hour: 每迟报一天."""
    found, _ = scored(untouched, tmp_path, **row)
    assert found == change


def test_without_the_hour_of_receipt_it_is_left_to_a_person(untouched: Office, tmp_path: Path) -> None:
    found, whole = scored(untouched, tmp_path, 截止时刻="17:30", 收到日期=DUE)
    assert found == {} and "没有填收到时刻" in whole["undecided"][0]["why"]


def test_the_formula_says_both_hours(untouched: Office, tmp_path: Path) -> None:
    _, whole = scored(untouched, tmp_path, 截止时刻="17:30", 收到日期=DUE, 收到时刻="18:05")
    entry = next(s["entries"][0] for group in whole["groups"] for s in group["standings"] if s["entries"])
    assert "应于2018年5月11日17:30报送，2018年5月11日18:05收到，自然日迟报共1天" in entry["formula"]


@pytest.mark.parametrize(("title", "before", "after"), [("收到时刻", None, "18:00"), ("收到日期", "2018-05-11 16:00", "2018-05-11 18:05")])
def test_an_hour_typed_later_is_a_correction(untouched: Office, tmp_path: Path, title: str, before: object, after: object) -> None:
    office = copy_of(untouched, tmp_path / "office")
    row = {"材料名称": "总结", "单位": "市农委", "报送时限": DUE, "截止时刻": "17:30", "收到日期": DUE}
    office.write({"限期材料": [{**row, title: before}]})
    office.record()
    path = office.folder / "registers" / "限期材料.xlsx"
    book = load_workbook(path)
    sheet = book.worksheets[0]
    column = next(cell.column for row in sheet.iter_rows(max_row=6) for cell in row if cell.value == title)
    at = next(cell.row for row in sheet.iter_rows(min_row=4) for cell in row if cell.value == "总结")
    sheet.cell(row=at, column=column, value=after)
    book.save(path)
    office.record()
    assert changes(office.score("2018Q2", "--as-of", "2018-06-30")) == {"市农委": "-1"}
