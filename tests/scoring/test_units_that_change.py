"""Units that end, are merged or change their group in mid-year: one answer in ledger, overdue list and score."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from scoring.office import Office, changes, copy_of, new_office, standing

OLD, HEIR = "市农委", "市水利局"
TASK = {
    "事项编号": "A",
    "事项名称": "甲",
    "类别": "督办事项",
    "来源": "会议",
    "牵头单位": OLD,
    "立项日期": date(2018, 8, 1),
    "纳入方式": "被动",
}


@pytest.fixture(scope="module")
def untouched(tmp_path_factory: pytest.TempPathFactory) -> Office:
    """A campaign that nothing was written into yet."""
    return new_office(tmp_path_factory.mktemp("units") / "office")


@pytest.fixture
def office(untouched: Office, tmp_path: Path) -> Office:
    """Nodes before and after the last day of a unit, a material that never came."""
    office = copy_of(untouched, tmp_path / "office")
    office.write({"督办事项": [{**TASK, "节点时限": "2018-08-27、2018-09-17"}]})
    office.write({"限期材料": [{"材料名称": "总结", "单位": OLD, "报送时限": date(2018, 8, 28)}]})
    office.record()
    return office


def ended(office: Office, heir: str = "") -> None:
    row = {"序号": 15, "单位名称": OLD, "组别": "市直", "停用日期": "2018-08-31"}
    office.roster({**row, "并入单位": heir} if heir else row)


def said(office: Office, *arguments: str, wants: int | None = None) -> Any:
    return json.loads(office.run(*arguments, "--json", wants=wants))


def test_nothing_accrues_after_the_last_day_and_what_falls_due_later_is_the_successors_everywhere(office: Office) -> None:
    ended(office, HEIR)
    third = office.score("2018Q3", "--as-of", "2018-12-31")
    gone, heir = standing(third, OLD), standing(third, HEIR)
    assert (gone["rank"], gone["change"], "2018年8月31日停用，不参加排名") == (None, "-8", gone["why"])
    assert {(entry["date"], entry["points"]) for entry in gone["entries"]} == {("2018-08-29", "-5"), ("2018-08-31", "-3")}
    assert [(entry["points"], entry["matter"]) for entry in heir["entries"] if entry["points"].startswith("-")] == [("-0.5", "A")]
    assert changes(office.score("2018Q4", "--as-of", "2018-12-31")) == {}
    year = office.score("2018", "--as-of", "2018-12-31")
    assert not [item for item in year["proposals"] if item["unit"] == OLD]
    late = said(office, "overdue", "--as-of", "2018-12-31")["items"]
    assert {(item["unit"], item["formerly"]) for item in late} == {(HEIR, OLD)}
    (matter,) = said(office, "ledger", "--as-of", "2018-12-31")["matters"]
    assert (matter["lead"], matter["successor"]) == (OLD, HEIR)


def test_where_no_successor_is_named_it_is_said_everywhere_that_nobody_answers_yet(office: Office) -> None:
    ended(office)
    found = office.score("2018", "--as-of", "2018-12-31")
    assert changes(found) == {OLD: "-8"}
    (waits,) = [item for item in found["undecided"] if item["rule"] == "node-late"]
    assert waits["unit"] == OLD and "记给谁待认定：节点2018-09-17" in waits["why"]
    late = said(office, "overdue", "--as-of", "2018-12-31")
    assert {(item["unit"], item["formerly"], item["reminders"], item["made"]) for item in late["items"]} == {("待认定", OLD, 0, None)}
    (matter,) = said(office, "ledger", "--as-of", "2018-12-31")["matters"]
    assert (matter["lead"], matter["successor"]) == (OLD, "待认定")


def test_an_office_that_is_only_renamed_goes_on_and_has_its_points_in_one_place(office: Office) -> None:
    office.roster(
        {"序号": 15, "单位名称": OLD, "组别": "市直", "停用日期": "2018-08-31", "并入单位": "市农业农村局"},
        {"序号": 16, "单位名称": "市农业农村局", "组别": "市直", "启用日期": "2018-09-01"},
    )
    year = office.score("2018", "--as-of", "2018-12-31")
    found = standing(year, "市农业农村局")
    assert OLD not in [line["unit"] for group in year["groups"] for line in group["standings"]]
    assert found["change"] == str(-5 - 3 - 30 - 92 + 4.5)  # both nodes, the material to the year's end, a quarter in which nobody urged
    assert "承接" not in json.dumps(found, ensure_ascii=False)


def test_what_a_person_corrects_of_a_unit_that_is_no_more_stays_its_own(office: Office) -> None:
    ended(office, HEIR)
    about = {"日期": date(2018, 10, 8), "单位": OLD, "依据": "李主任批准", "说明": "核实"}
    office.write({"积分事项": [{**about, "情形": "更正", "分值": 3}, {**about, "情形": "不配合"}]})
    office.record()
    assert changes(office.score("2018Q4", "--as-of", "2018-12-31")) == {OLD: "3", HEIR: "-5"}


def test_a_unit_that_changed_its_group_is_where_it_was_in_the_quarters_that_are_past(office: Office) -> None:
    before = office.score("2018Q1", "--as-of", "2018-12-31")["groups"]
    office.roster(
        {"序号": 15, "单位名称": OLD, "组别": "市直", "停用日期": "2018-06-30"},
        {"序号": 30, "单位名称": OLD, "组别": "驻市", "启用日期": "2018-07-01"},
    )
    assert office.score("2018Q1", "--as-of", "2018-12-31")["groups"] == before
    where = {g["group"]: [s["unit"] for s in g["standings"]] for g in office.score("2018Q3", "--as-of", "2018-12-31")["groups"]}
    assert OLD in where["驻市"] and OLD not in where["市直"]
    notes = office.score("2018", "--as-of", "2018-12-31")["notes"]
    assert [(n["date"], n["evidence"]) for n in notes if n["unit"] == OLD and "转入" in n["why"]] == [("2018-07-01", ["units.xlsx"])]
    assert "2018年7月1日由“市直”转入“驻市”" in office.run("score", "2018", "--as-of", "2018-12-31", wants=None)


def test_two_years_among_the_last_two_above_the_base_are_watched_year_after_year(tmp_path: Path) -> None:
    """2018 and 2019, then 2019 and 2020, as the accountability measures have it; the first year is known from the register of past years."""
    office = new_office(tmp_path / "office", year=2019)
    totals = {
        "市发改委": 130,
        "市财政局": 125,
        "市住建局": 120,
        "市教育局": 118,
        "市环保局": 117,
        "市人社局": 115,
        "市公安局": 112,
        HEIR: 103,
        OLD: 101,
    }
    past = [{"年度": 2018, "组别": "市直", "单位": unit, "总分": total} for unit, total in totals.items()]
    about = {"情形": "更正", "依据": "纪要", "说明": "例"}
    rows = [{**about, "日期": date(year, 11, 1), "单位": u, "分值": t - 100} for year in (2019, 2020) for u, t in totals.items()]
    office.write({"往年积分": past, "积分事项": rows})
    office.record()
    for year in (2019, 2020):
        found = office.score(str(year), "--as-of", f"{year}-12-31")
        watched = {item["unit"]: item for item in found["proposals"] if item["kind"] == "关注名单"}
        assert set(watched) == {OLD, HEIR}
        assert all(item["article"] == "第五条(五)（责任追究）" and item["undecided"] is None for item in watched.values())
        assert f"{year - 1}年总分101，倒数第1、{year}年总分101，倒数第1" in watched[OLD]["why"]
        assert not [item for item in found["proposals"] if item["kind"] in ("追责线索", "待研究")]
