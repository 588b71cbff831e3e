"""A row of 积分事项 that no clause can count is said when it is recorded, with its cell, article and range: not a quarter later (A58, D03)."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from scoring.office import Office, copy_of, new_office

ROW = {"日期": date(2018, 5, 2), "单位": "市农委", "情形": "表彰", "角色": "牵头", "分值": 12, "来源层级": "市", "评分主体": "督查室"}


@pytest.fixture(scope="module")
def untouched(tmp_path_factory: pytest.TempPathFactory) -> Office:
    return new_office(tmp_path_factory.mktemp("said") / "office")


@pytest.fixture
def office(untouched: Office, tmp_path: Path) -> Office:
    return copy_of(untouched, tmp_path / "office")


def test_a_row_within_its_range_is_recorded_without_a_word(office: Office) -> None:
    office.write({"积分事项": [ROW]})
    said = office.record()
    assert "K010" not in said and "K011" not in said


@pytest.mark.parametrize(("points", "role", "said"), [(25, "牵头", "10"), (9, "牵头", "20"), (12, "配合", "5")])
def test_an_amount_out_of_its_range_is_said_with_article_and_range(office: Office, points: int, role: str, said: str) -> None:
    office.write({"积分事项": [{**ROW, "分值": points, "角色": role}]})
    told = office.record(wants=1)
    line = next(line for line in told.splitlines() if "K010" in line or "计分时不算" in line or str(points) in line)
    assert "市农委" in told and said in told and "第十一条" in told, (line, told)
    assert "registers/积分事项.xlsx" in told or "积分事项" in line


def test_a_situation_that_leads_nowhere_is_said(office: Office) -> None:
    office.write({"积分事项": [{**ROW, "情形": "点名批评"}]})
    told = office.record(wants=1)
    assert "点名批评" in told


def test_it_is_said_by_code_for_programs(office: Office) -> None:
    office.write({"积分事项": [{**ROW, "分值": 25}]})
    assert "K010" in office.run("record", "--json", wants=1)
