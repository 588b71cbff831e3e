"""record: what no regulation will count as it stands is said when it is recorded, with article and range (A58, D03)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from scoring.office import Office as Scored, copy_of, new_office
from steps.office import Office
from steps.registers import codes, fill, rows, run

PRAISED = {"日期": date(2018, 6, 5), "单位": "市财政局", "情形": "表彰", "角色": "牵头", "来源层级": "省"}
RIGHT = {"日期": date(2018, 6, 6), "单位": "市教育局", "情形": "表彰", "角色": "牵头", "来源层级": "省", "分值": 15}


@pytest.fixture(scope="module")
def untouched(tmp_path_factory: pytest.TempPathFactory) -> Scored:
    return new_office(tmp_path_factory.mktemp("jincheng") / "office")


@pytest.fixture
def jincheng(untouched: Scored, tmp_path: Path) -> Scored:
    return copy_of(untouched, tmp_path / "office")


def recorded(office: Scored, *, wants: int) -> Mapping[str, Any]:
    found: Mapping[str, Any] = json.loads(office.run("record", "--json", wants=wants))
    return found


@pytest.mark.parametrize(
    ("row", "says", "article"),
    [
        ({**PRAISED, "分值": 25}, "分值25超出10—20分范围", "第十一条(一)"),
        ({**PRAISED, "分值": 9, "角色": "配合"}, "", ""),
        ({**PRAISED, "分值": 12, "角色": "配合"}, "分值12超出5—10分范围", "第十一条(一)"),
        (PRAISED, "分值未填：牵头应在10—20分之间", "第十一条(一)"),
        ({**PRAISED, "分值": 12, "来源层级": "县"}, "来源层级为“县”", "第十一条(一)"),
        ({**PRAISED, "情形": "评估较好", "分值": 7}, "分值填了7，条款规定为10分", "第十一条(二)"),
        ({**PRAISED, "情形": "评估较好", "角色": None, "来源层级": None}, "没有填角色", "第十一条(二)"),
        ({**PRAISED, "分值": 15, "日期": date(2017, 11, 1)}, "发生在制度施行", "第十一条(一)"),
    ],
)
def test_a_row_that_the_article_does_not_allow_is_said_at_once_and_stays_on_record(
    jincheng: Scored, row: Mapping[str, Any], says: str, article: str
) -> None:
    jincheng.write({"积分事项": [row, RIGHT]})
    found = recorded(jincheng, wants=1 if says else 0)
    told = [(fault["code"], says in fault["message"], fault["article"], fault["source"]) for fault in found["scoring"]]
    assert told == ([("K010", True, article, "registers/积分事项.xlsx")] if says else [])
    if says:
        assert f"（{article}）" in found["scoring"][0]["message"] and found["scoring"][0]["cell"] in ("A4", "E4")
    assert next(file["new"] for file in found["files"] if "积分事项" in file["source"]) == 2
    assert recorded(jincheng, wants=1 if says else 0)["scoring"] == found["scoring"], "until it is put right"


def test_the_range_is_that_of_the_reading_that_was_chosen(jincheng: Scored) -> None:
    fault = {**PRAISED, "情形": "督查问题", "分值": 4, "问题编号": "P1", "责任单位": "泽州县"}
    jincheng.write({"积分事项": [fault]})
    assert "分值4超出1—3分范围" in jincheng.record(wants=1)


def test_points_for_a_part_of_a_weighted_score_are_held_against_its_bounds(tmp_path: Path) -> None:
    office = new_office(tmp_path / "office", rulebook="shiyan-2015", year=2015)
    office.write({"评议得分": [{"期间": "2015", "单位": "市发改委", "第三方监督": 120}]})
    assert "第三方监督得分120超出0—100" in office.record(wants=1)


def test_a_situation_that_no_regulation_of_the_campaign_uses_is_listed(office: Office) -> None:
    fill(office, "积分事项", {"日期": date(2015, 11, 9), "单位": "区财政局", "情形": "表彰"})
    done = run(office)
    assert codes(done) == [] and [row.text("situation") for row in rows(office)] == ["表彰"]
    (fault,) = done.scoring
    assert (fault.kind.code, fault.place.cell) == ("K011", "A4") and "“表彰”不在本次行动的任何制度里" in fault.message


def test_a_situation_that_is_not_on_the_list_is_not_recorded(jincheng: Scored) -> None:
    jincheng.write({"积分事项": [{**PRAISED, "情形": "见义勇为"}]})
    assert [fault["code"] for fault in recorded(jincheng, wants=1)["files"][-2]["faults"]] in (["S118"], [])
    assert "S118" in jincheng.record(wants=1) and "K011" not in jincheng.record(wants=1)


def test_a_row_whose_cells_are_named_like_its_columns_is_a_row(jincheng: Scored) -> None:
    """A30: it was taken for a second header, and everything below it was lost."""
    jincheng.write({"积分事项": [{**RIGHT, "依据": "依据", "说明": "说明"}, {**RIGHT, "单位": "市农委"}]})
    found = recorded(jincheng, wants=0)
    assert next(file["new"] for file in found["files"] if "积分事项" in file["source"]) == 2
