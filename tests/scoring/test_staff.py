"""督查人员表现: a failed task is a proposal that a person confirms by a row of 积分事项; whatever the reading, nothing scores twice (JC-J-32, JC-R-08)."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from scoring.office import Office, changes, copy_of, new_office

pytestmark = [
    pytest.mark.requirement("JC-R-08", key="jincheng-inspectors-2017 forms.staff-performance"),
]

ROWS: list[dict[str, Any]] = [
    {"日期": date(2018, 5, 2), "任务编号": "DC-01", "姓名": "张三", "所在单位": "市农委", "完成情况": "未完成", "未完成情形": "未到岗", "认定人": "督查室"},
    {"日期": date(2018, 5, 2), "任务编号": "DC-01", "姓名": "李四", "所在单位": "市财政局", "完成情况": "完成"},
    {"日期": date(2018, 5, 3), "任务编号": "DC-01", "姓名": "王五", "所在单位": "市教育局", "完成情况": "未完成", "处理建议": "调换"},
    {"日期": date(2018, 5, 3), "任务编号": "DC-02", "姓名": "张三", "所在单位": "市农委", "完成情况": "未完成", "处理建议": "减分"},
    {"日期": date(2018, 5, 3), "任务编号": "DC-02", "姓名": "赵六", "所在单位": "某县政府", "完成情况": "未完成"},
]  # fmt: skip
CONFIRMED = {"日期": date(2018, 5, 8), "单位": "市农委", "情形": "督查人员未完成任务", "问题编号": "DC-01-张三", "评分主体": "督查室"}


@pytest.fixture(scope="module")
def untouched(tmp_path_factory: pytest.TempPathFactory) -> Office:
    """积分办法 with 一网三库, and what four people did in two tasks."""
    office = new_office(tmp_path_factory.mktemp("staff") / "office")
    settings = office.folder / "campaign.toml"
    both = '["jincheng-points-2017", "jincheng-inspectors-2017"]'
    settings.write_text(settings.read_text(encoding="utf-8").replace('["jincheng-points-2017"]', both), encoding="utf-8")
    office.run("blanks", wants=None)
    office.write({"督查人员表现": ROWS})
    office.record()
    return office


@pytest.fixture
def office(untouched: Office, tmp_path: Path) -> Office:
    return copy_of(untouched, tmp_path / "office")


def quarter(office: Office, *arguments: str) -> dict[str, Any]:
    return office.score("2018Q2", "--as-of", "2018-06-30", *arguments)


def proposed(scores: dict[str, Any]) -> list[tuple[str, str, str | None]]:
    return [(item["kind"], item["unit"], item.get("points")) for item in scores["proposals"]]


@pytest.mark.requirement("JC-J-32")
def test_by_default_each_failure_is_a_proposal_with_five_filled_in_and_nothing_scores(office: Office) -> None:
    found = quarter(office)
    assert changes(found) == {}
    assert proposed(found) == [
        ("减分建议", "市农委", "-5"), ("调换建议", "市教育局", None), ("减分建议", "市农委", "-5"), ("减分建议", "某县政府", None),
    ]  # fmt: skip
    first = found["proposals"][0]
    assert first["article"] == "第六条（一网三库）" and "原文没有规定分值" in first["undecided"] and first["approved_by"] is None
    assert "督查室认定张三未完成督查任务DC-01（未到岗）" in first["why"] and "问题编号“DC-01-张三”" in first["why"]
    assert first["evidence"] == ["registers/督查人员表现.xlsx!督查人员表现!C5"]
    assert "不在名单中" in found["proposals"][3]["undecided"]


def test_a_confirming_row_scores_once_and_settles_the_proposal(office: Office) -> None:
    office.write({"积分事项": [CONFIRMED, {**CONFIRMED, "日期": date(2018, 5, 9)}]})
    office.record()
    found = quarter(office)
    assert changes(found) == {"市农委": "-5"}
    assert [item["why"][:4] for item in found["rejected"]] == ["重复认定"]
    assert ("减分建议", "市农委", "-5") in proposed(found) and proposed(found).count(("减分建议", "市农委", "-5")) == 1


@pytest.mark.parametrize(("typed", "change"), [(None, "-5"), (3, "-3")])
def test_who_confirms_may_type_another_amount(office: Office, typed: int | None, change: str) -> None:
    office.write({"积分事项": [{**CONFIRMED, "分值": typed}]})
    office.record()
    assert changes(quarter(office)) == {"市农委": change}


def test_where_the_reading_scores_by_itself_a_confirming_row_takes_the_place_of_the_entry(office: Office) -> None:
    office.read(**{"staff-failed": "each"})
    found = quarter(office)
    assert changes(found) == {"市农委": "-10"}
    assert proposed(found) == [("调换建议", "市教育局", None)]
    office.write({"积分事项": [CONFIRMED]})
    office.record()
    assert changes(quarter(office)) == {"市农委": "-10"}


def test_a_row_that_names_no_known_task_is_asked_about_and_not_added(office: Office) -> None:
    office.write({"积分事项": [{**CONFIRMED, "问题编号": "DC-1 张三"}]})
    office.record()
    found = quarter(office)
    assert changes(found) == {"市农委": "-5"} and "不知是不是同一件" in found["proposals"][0]["undecided"]
    office.read(**{"staff-failed": "each"})
    found = quarter(office)
    assert changes(found) == {"市农委": "-5"} and sum("不知是不是同一件" in item["why"] for item in found["undecided"]) == 2


def test_a_row_without_a_number_does_not_score(office: Office) -> None:
    office.write({"积分事项": [{**CONFIRMED, "问题编号": None}]})
    assert "没有填问题编号" in office.record(wants=1)
    found = quarter(office)
    assert changes(found) == {} and "没有填问题编号" in found["rejected"][0]["why"]


def test_where_only_replacing_is_read_nothing_is_deducted(office: Office) -> None:
    office.write({"积分事项": [CONFIRMED]})
    office.record()
    office.read(**{"staff-failed": "replace-only"})
    found = quarter(office)
    assert changes(found) == {} and {kind for kind, _, _ in proposed(found)} == {"调换建议"} and len(proposed(found)) == 4
    assert any("不减分" in item["why"] for item in found["undecided"])


def test_the_proposals_stand_in_the_report_with_their_value(office: Office) -> None:
    office.run("report", "ranking", "--period", "2018Q2", "--as-of", "2018-06-30", "--format", "md", wants=None)
    (path,) = (office.folder / "reports").glob("*.md")
    text = path.read_text(encoding="utf-8")
    assert "| 1 | 减分建议 | 市农委 | 第六条（一网三库） |" in text and "| -5 |" in text and "分值空着的" in text
