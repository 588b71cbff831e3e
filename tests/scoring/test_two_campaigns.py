"""Two years in a row over two campaigns: ``init-campaign --from`` writes the earlier ranking as a register, which is evidence from then on (JC-J-24)."""

from __future__ import annotations

import contextlib
import io
import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from duchá.cli.app import run
from scoring.office import DEPARTMENTS, Office, new_office

LOW = {"市水利局": -8.0, "市农委": -6.0, "市公安局": 0.0, "市人社局": 3.0}
FILE = "往年积分-2018-取自2018.xlsx"


def corrections(year: int, totals: dict[str, float]) -> list[dict[str, object]]:
    rest = {name: 10.0 for name in DEPARTMENTS if name not in totals}
    about = {"日期": date(year, 11, 1), "情形": "更正", "依据": "会议纪要", "说明": "例"}
    return [{**about, "单位": name, "分值": points} for name, points in {**rest, **totals}.items() if points]


def init(folder: Path, previous: Path, *more: str) -> dict[str, Any]:
    said = io.StringIO()
    arguments = ["init-campaign", str(folder), "--rulebook", "jincheng-points-2017", "--from", str(previous)]
    with contextlib.redirect_stdout(said):
        run([*arguments, "--start", "2019-01-01", "--end", "2019-12-31", *more, "--json"])
    return json.loads(said.getvalue())  # type: ignore[no-any-return]  # JSON by definition


@pytest.fixture
def first(tmp_path: Path) -> Office:
    """2018, with two departments at the bottom and below the base."""
    office = new_office(tmp_path / "2018")
    office.write({"积分事项": corrections(2018, LOW)})
    office.record()
    return office


def test_the_second_year_finds_the_first_in_a_register_and_cites_its_cell(first: Office, tmp_path: Path) -> None:
    made = init(tmp_path / "2019", first.folder)
    assert made["past_scores"] == [FILE]
    second = Office(tmp_path / "2019")
    second.record()
    second.write({"积分事项": corrections(2019, {**LOW, "市农委": 5.0, "市公安局": -1.0})})
    second.record()
    found = second.score("2019", "--as-of", "2019-12-31")
    (lead,) = [item for item in found["proposals"] if item["kind"] == "追责线索"]
    assert lead["unit"] == "市水利局" and "2018年总分92，倒数第1、2019年总分92，倒数第1" in lead["why"]
    sheet = load_workbook(second.folder / "registers" / FILE).worksheets[0]
    row = next(cell.row for column in sheet.iter_cols() for cell in column if cell.value == "市水利局")
    at = next(cell.column_letter for cells in sheet.iter_rows(max_row=5) for cell in cells if cell.value == "总分")
    assert lead["evidence"][0] == f"registers/{FILE}!往年积分!{at}{row}" and len(lead["evidence"]) == 2
    source = next(cell.column for cells in sheet.iter_rows(max_row=5) for cell in cells if cell.value == "出处")
    assert sheet.cell(row=row, column=source).value.startswith("取自“督查”：按当时的流水计算（未关账），流水第")


def test_a_closed_year_says_so_and_every_unit_has_its_group_total_and_rank(first: Office, tmp_path: Path) -> None:
    first.run("score", "2018", "--as-of", "2018-12-31", "--close", wants=None)
    init(tmp_path / "2019", first.folder)
    sheet = load_workbook(tmp_path / "2019" / "registers" / FILE).worksheets[0]
    rows = [tuple(cell.value for cell in row) for row in sheet.iter_rows(min_row=4) if row[0].value]
    assert len(rows) == 20
    named = {row[2]: row for row in rows if row[2]}
    assert [str(value) for value in named["市水利局"][:5]] == ["2018", "市直", "市水利局", "92", "9"]
    assert "年度已关账" in named["市水利局"][-1]


def test_run_again_it_writes_nothing_and_what_the_office_changed_stays(first: Office, tmp_path: Path) -> None:
    init(tmp_path / "2019", first.folder)
    path = tmp_path / "2019" / "registers" / FILE
    before = path.read_bytes()
    assert init(tmp_path / "2019", first.folder)["past_scores"] == [] and path.read_bytes() == before


def test_a_third_campaign_takes_over_what_the_second_had_taken_over(first: Office, tmp_path: Path) -> None:
    init(tmp_path / "2019", first.folder)
    Office(tmp_path / "2019").record()
    made = init(tmp_path / "2020", tmp_path / "2019", "--year", "2020")
    assert made["past_scores"] == ["往年积分-2018-取自2019.xlsx"]


def test_where_nobody_knows_the_year_before_there_is_no_verdict_and_it_is_said(tmp_path: Path) -> None:
    office = new_office(tmp_path / "office", year=2019)
    office.write({"积分事项": corrections(2019, LOW)})
    office.record()
    found = office.score("2019", "--as-of", "2019-12-31")
    assert {item["unit"] for item in found["notes"] if "2018年的名次没有登记" in item["why"]} == {"市水利局", "市农委"}
    assert not [item for item in found["proposals"] if item["kind"] == "追责线索"]


@pytest.mark.parametrize(
    ("past", "open_question"),
    [
        ([("市水利局", 92, None), ("市农委", 95, None)], "只登记了2018年市直的2个单位"),
        ([(name, 100 - n, n + 2) for n, name in enumerate(DEPARTMENTS)], "登记的2018年名次是第"),
    ],
)
def test_a_past_year_that_does_not_fit_together_is_left_to_a_person(
    tmp_path: Path, past: list[tuple[str, int, int | None]], open_question: str
) -> None:
    office = new_office(tmp_path / "office", year=2019)
    office.write({"往年积分": [{"年度": 2018, "组别": "市直", "单位": name, "总分": total, "名次": rank} for name, total, rank in past]})
    office.write({"积分事项": corrections(2019, {"市水利局": -8.0, DEPARTMENTS[-1]: -9.0})})
    office.record()
    found = office.score("2019", "--as-of", "2019-12-31")
    leads = [item for item in found["proposals"] if item["kind"] == "追责线索"]
    assert leads and all(open_question in item["undecided"] for item in leads)
