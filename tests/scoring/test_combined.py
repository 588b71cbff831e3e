"""晋城's points over 丹徒's departments and returns; facts that cannot count; corrections; what counts wherever it must and never twice."""

from __future__ import annotations

import contextlib
import io
import json
from datetime import date
from pathlib import Path

import pytest

from duchá.cli.app import run
from scoring.office import Office, changes, new_office, standing


@pytest.fixture(scope="module")
def combined(tmp_path_factory: pytest.TempPathFactory) -> Office:
    """丹徒's 41 departments, scored by 晋城's points, their written reports due by 20 November being 限期材料."""
    folder = tmp_path_factory.mktemp("combined") / "office"
    with contextlib.redirect_stdout(io.StringIO()):
        assert run(["init-campaign", str(folder), "--rulebook", "dantu-2015", "--rulebook", "jincheng-points-2017", "--year", "2018"]) in (
            0,
            1,
        )
    settings = folder / "campaign.toml"
    text = settings.read_text(encoding="utf-8")
    text = text.replace("\n[readings]", '\ntimed_materials = ["report"]\n\n[readings]', 1)
    text = text.replace("\n[groups]\n", '\n[groups]\n"市直" = ["区级机关相关部门"]\n', 1)
    settings.write_text(text, encoding="utf-8")
    return Office(folder)


def test_a_return_that_is_late_is_a_late_material_where_the_campaign_says_so(combined: Office) -> None:
    combined.write({"收件登记": [{"日期": date(2018, 11, 23), "单位": "区安监局", "材料": "书面报告", "方式": "纸质"}]})
    combined.record()
    found = combined.score("2018Q4", "--as-of", "2018-11-25")
    assert found["rulebook"] == "jincheng-points-2017"
    assert standing(found, "区安监局")["change"] == "-3" and standing(found, "区外办")["change"] == "-5"
    (group,) = [group["group"] for group in found["groups"]]
    assert group == "区级机关相关部门" and len(found["groups"][0]["standings"]) == 41


def test_rewards_speak_of_the_groups_that_the_campaign_maps(combined: Office) -> None:
    found = combined.score("2018", "--as-of", "2018-12-31")
    exempted = {item["unit"]: item["undecided"] for item in found["proposals"] if item["kind"] == "免督查"}
    assert exempted.pop("区安监局") is None
    assert len(exempted) == 40 and all("并列第2名，入选超过3个" in undecided for undecided in exempted.values())


@pytest.mark.requirement("JC-J-30")
def test_facts_that_cannot_count_are_one_line_each_and_score_nothing(tmp_path: Path) -> None:
    office = new_office(tmp_path / "office")
    day = date(2018, 5, 2)
    office.write(
        {
            "积分事项": [
                {"日期": day, "单位": "市没有局", "情形": "不配合"},
                {"日期": day, "单位": "市发改委", "情形": "没有这种"},
                {"日期": day, "单位": "市发改委", "情形": "督查问题"},
                {"日期": day, "单位": "市财政局", "情形": "评估较好", "角色": "牵头", "分值": 12},
                {"日期": date(2017, 11, 19), "单位": "市教育局", "情形": "不配合"},
                {"日期": day, "单位": "市农委", "情形": "更正", "分值": -2},
            ]
        }
    )
    said = office.record(wants=1)
    assert "市没有局" in said and "没有这种" in said
    found = office.score("2018Q2", "--as-of", "2018-12-31", wants=1)
    assert changes(found) == {}
    reasons = {item["unit"]: (item["why"], item["evidence"]) for item in found["rejected"]}
    assert "没有填角色" in reasons["市发改委"][0] and "条款规定为10分" in reasons["市财政局"][0] and "依据、说明" in reasons["市农委"][0]
    assert all(evidence[0].startswith("registers/积分事项.xlsx!积分事项!") for _, evidence in reasons.values())
    assert "施行" in json.dumps(office.score("2017Q4", "--as-of", "2018-12-31"), ensure_ascii=False)


@pytest.mark.requirement("JC-J-33")
def test_a_correction_has_its_own_sign_reason_and_basis(tmp_path: Path) -> None:
    office = new_office(tmp_path / "office")
    row = {"日期": date(2018, 5, 2), "情形": "更正", "依据": "第3号会议纪要，张主任批准", "说明": "重复认定"}
    office.write({"积分事项": [{**row, "单位": "市农委", "分值": -2}, {**row, "单位": "市教育局", "分值": 5}]})
    office.record()
    found = office.score("2018Q2", "--as-of", "2018-12-31")
    assert changes(found) == {"市农委": "-2", "市教育局": "5"}
    (entry,) = standing(found, "市农委")["entries"]
    assert "重复认定" in entry["formula"] and "张主任批准" in entry["formula"]


@pytest.mark.requirement("JC-J-03", "JC-J-18")
def test_a_unit_s_own_list_of_entries_adds_up_on_the_screen(tmp_path: Path) -> None:
    office = new_office(tmp_path / "office")
    office.write({"积分事项": [{"日期": date(2018, 5, 2), "单位": "市农委", "情形": "不配合", "评分主体": "督查室"}]})
    office.record()
    page = office.run("score", "2018Q2", "--unit", "市农委", "--as-of", "2018-12-31")
    assert "第十二条(四)" in page and "registers/积分事项.xlsx!积分事项!A4" in page and "总分 95" in page and "市财政局" not in page


@pytest.mark.requirement("X-04")
def test_other_readings_say_whose_points_ranks_and_proposals_change(tmp_path: Path) -> None:
    office = new_office(tmp_path / "office")
    material = {"材料名称": "总结", "单位": "市农委", "报送时限": date(2018, 6, 14), "收到日期": date(2018, 6, 18)}
    office.write({"限期材料": [material]})
    office.record()
    found = office.score("2018Q2", "--readings", "--as-of", "2018-12-31")
    change = next(item for item in found["alternatives"] if (item["reading"], item["option"]) == ("material-days", "working"))
    assert change["units"] == [
        {"unit": "市农委", "before": "96", "after": "99", "rank_before": 9, "rank_after": 9, "group_before": "市直", "group_after": "市直"}
    ]
    assert next(item for item in found["alternatives"] if item["reading"] == "returned-scale")["units"] == []


def test_campaign_without_a_folder_is_the_whole_campaign_as_the_period(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    office = new_office(tmp_path / "office")
    office.write({"积分事项": [{"日期": date(2017, 12, 2), "单位": "市农委", "情形": "不配合"}]})
    office.record()
    monkeypatch.chdir(office.folder)
    said = io.StringIO()
    with contextlib.redirect_stdout(said):
        assert run(["score", "--campaign", "--as-of", "2018-12-31", "--json"]) == 0
    found = json.loads(said.getvalue())
    assert found["period"] == "2017-11-20..2019-12-31" and changes(found) == {"市农委": "-5"}
    assert office.score("--quarter", "--as-of", "2017-12-31")["period"] == "2017Q4"
