"""十堰: three assessments apart and whom they are told to, what a person enters leads to which proposal, 同奖同罚 (SY-23, SY-26…28)."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from scoring.office import Office, copy_of, new_office

UNITS = (
    ("市局执法督察科", "局机关", "", ""),
    ("市局环卫科", "局机关", "", ""),
    ("环卫处", "局属单位", "市局环卫科", ""),
    ("茅箭分局", "区局", "市局执法督察科、市局环卫科", ""),
    ("园林局", "局属单位", "", "市城管局"),
    ("路灯处", "局属单位", "", ""),
)


@pytest.fixture(scope="module")
def untouched(tmp_path_factory: pytest.TempPathFactory) -> Office:
    """十堰's own roster, with the section of each unit where it has one."""
    office = new_office(tmp_path_factory.mktemp("shiyan") / "office", rulebook="shiyan-2015", year=2015)
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.append(["序号", "单位名称", "组别", "责任处室", "上级单位"])
    for order, (name, group, section, parent) in enumerate(UNITS, 1):
        sheet.append([order, name, group, section, parent])
    book.save(office.folder / "units.xlsx")
    return office


@pytest.fixture
def office(untouched: Office, tmp_path: Path) -> Office:
    return copy_of(untouched, tmp_path / "office")


def year(office: Office, *arguments: str, wants: int | None = None) -> dict[str, Any]:
    return office.score("2015", "--as-of", "2015-12-31", *arguments, wants=wants)


def proposed(scores: dict[str, Any], kind: str) -> dict[str, str]:
    """Unit → why."""
    return {item["unit"]: item["why"] for item in scores["proposals"] if item["kind"] == kind}


@pytest.mark.requirement("SY-23", key="shiyan-2015 assessments.main-duty")
def test_the_register_has_three_columns_and_two_for_whom_to_tell(office: Office) -> None:
    sheet = load_workbook(office.folder / "registers" / "评议得分.xlsx").worksheets[0]
    titles = [cell.value for row in sheet.iter_rows(max_row=5) for cell in row]
    assert [t for t in titles if t in ("主体责任考核", "行业监管责任考核", "片区联系指导责任考核", "通报责任主体", "通报所属单位（科室）")] == [
        "主体责任考核", "行业监管责任考核", "片区联系指导责任考核", "通报责任主体", "通报所属单位（科室）",
    ]  # fmt: skip
    assert "栏目名称" not in office.record(), "a register as the tool made it is not called renamed"


def test_three_assessments_stand_apart_and_are_told_to_two(office: Office) -> None:
    office.write(
        {
            "评议得分": [
                {"期间": "2015", "单位": "环卫处", "评分主体": "督查办", "主体责任考核": 92, "行业监管责任考核": 88},
                {"期间": "2015", "单位": "环卫处", "评分主体": "考评组", "主体责任考核": 90},
                {"期间": "2015", "单位": "茅箭分局", "主体责任考核": 81, "片区联系指导责任考核": 75},
                {
                    "期间": "2015",
                    "单位": "园林局",
                    "主体责任考核": 70,
                    "通报责任主体": "园林局、公园管理所",
                    "通报所属单位（科室）": "园林科",
                },
                {"期间": "2015", "单位": "路灯处", "主体责任考核": 60},
            ]
        }
    )
    office.record()
    found = year(office)
    marks = {item["unit"]: [mark["points"] for mark in item["assessments"]] for item in found["assessed"]}
    assert marks == {
        "环卫处": ["91", "88", None],
        "茅箭分局": ["81", None, "75"],
        "园林局": ["70", None, None],
        "路灯处": ["60", None, None],
    }
    assert {item["unit"]: item["notify"] for item in found["assessed"]} == {
        "环卫处": {"responsible": ["环卫处"], "sections": ["市局环卫科"]},
        "茅箭分局": {"responsible": ["茅箭分局"], "sections": ["市局执法督察科", "市局环卫科"]},
        "园林局": {"responsible": ["园林局", "公园管理所"], "sections": ["园林科"]},
        "路灯处": {"responsible": ["路灯处"], "sections": []},
    }
    assert "total" not in found["assessed"][0] and all(item["total"] is None for group in found["groups"] for item in group["standings"])
    assert found["assessed"][0]["assessments"][0]["evidence"][0].startswith("registers/评议得分.xlsx!评议得分!")
    assert [item["unit"] for item in found["notes"] if "只能通报责任主体" in item["why"]] == ["路灯处"]
    page = office.run("score", "2015", "--as-of", "2015-12-31")
    assert "行业监管责任考核" in page and "市局执法督察科、市局环卫科" in page


def test_the_reports_have_the_three_columns_and_both_lists(office: Office) -> None:
    office.write({"评议得分": [{"期间": "2015", "单位": "茅箭分局", "主体责任考核": 81, "片区联系指导责任考核": 75}]})
    office.record()
    for name in ("ranking", "annual"):
        office.run("report", name, "--period", "2015", "--as-of", "2015-12-31", "--format", "md", wants=None)
    for path in (office.folder / "reports").glob("*.md"):
        text = path.read_text(encoding="utf-8")
        assert "| 茅箭分局 | 81 |  | 75 |" in text, path
        assert "通报责任主体" in text and "通报所属单位（科室）" in text and "| 市局环卫科 | 茅箭分局 |" in text


@pytest.mark.requirement("SY-27", key="shiyan-2015 consequences.talk")
def test_a_talk_is_proposed_a_ground_with_the_cell_it_stands_in_and_approved_by_it(office: Office) -> None:
    rows = [
        {"日期": date(2015, 7, 3), "单位": "环卫处", "情形": "活动组织不力", "评分主体": "督查室", "说明": "没有动员部署"},
        {"日期": date(2015, 9, 1), "单位": "环卫处", "情形": "群众反映问题较多", "依据": "热线受理31件"},
        {"日期": date(2015, 8, 1), "单位": "路灯处", "情形": "检查期间发生严重问题造成负面影响", "文号": "督办单3号"},
        {"日期": date(2016, 1, 3), "单位": "茅箭分局", "情形": "活动组织不力"},
    ]
    office.write({"积分事项": rows})
    office.record(wants=0)
    talks = proposed(year(office), "约谈")
    assert set(talks) == {"环卫处", "市局环卫科", "路灯处"}
    first, second = (item for item in year(office)["proposals"] if item["unit"] == "环卫处")
    assert first["why"] == "2015年7月3日督查室认定“活动组织不力”（没有动员部署）；建议局党委约谈问责单位主要负责人（依据编号R00001）"
    assert second["why"] == "2015年9月1日认定“群众反映问题较多”（热线受理31件）；建议局党委约谈问责单位主要负责人（依据编号R00003）"
    assert [item["evidence"] for item in (first, second)] == [
        ["registers/积分事项.xlsx!积分事项!A4"],
        ["registers/积分事项.xlsx!积分事项!A5"],
    ]
    assert proposed(year(office), "通报批评") == {}
    approval = {"期间": "2015", "单位": "环卫处", "建议": "约谈", "批准人": "局党委", "批准日期": date(2015, 12, 10)}
    decided = [{**approval, "依据编号": "R00003", "审批结果": "同意"}, {**approval, "依据编号": "R00001", "审批结果": "不同意"}]
    office.write({"建议审批": decided})
    office.record(wants=None)
    mine = [item for item in year(office)["proposals"] if item["unit"] == "环卫处"]
    assert [item["approved_by"] for item in mine] == [None, "局党委"]


@pytest.mark.requirement("SY-26", key="shiyan-2015 consequences.criticise")
def test_a_bad_grade_entered_by_a_person_brings_the_whole_bundle_and_reaches_the_section(office: Office) -> None:
    office.write(
        {"积分事项": [{"日期": date(2015, 12, 1), "单位": "环卫处", "情形": "被评为不合格", "文号": "市纠风办通报", "依据": "通报"}]}
    )
    office.record()
    found = year(office)
    for kind in ("通报批评", "取消评先资格", "整改通知书", "约谈"):
        why = proposed(found, kind)
        assert set(why) == {"环卫处", "市局环卫科"}, kind
        assert "与环卫处同奖同罚：2015年12月1日认定“被评为不合格”" in why["市局环卫科"]
    linked = next(item for item in found["proposals"] if item["unit"] == "市局环卫科")
    assert linked["evidence"] == ["registers/积分事项.xlsx!积分事项!A4", "units.xlsx"] and linked["approved_by"] is None
    assert proposed(found, "通报表彰") == {}


def test_dissatisfied_people_are_no_reason_for_a_talk(office: Office) -> None:
    office.write({"积分事项": [{"日期": date(2015, 12, 1), "单位": "路灯处", "情形": "整治效果群众不满意", "依据": "回访"}]})
    office.record()
    found = year(office)
    assert {item["kind"] for item in found["proposals"]} == {"通报批评", "取消评先资格", "整改通知书"}
    assert {item["unit"] for item in found["notes"] if "没有联动的科室" in item["why"]} == {"路灯处"}


@pytest.mark.requirement("SY-28", key="shiyan-2015 consequences.talk")
def test_a_section_with_its_own_reason_and_a_linked_one_has_two_proposals(office: Office) -> None:
    rows = [{"日期": date(2015, 7, n), "单位": unit, "情形": "活动组织不力"} for n, unit in ((1, "市局环卫科"), (2, "环卫处"))]
    office.write({"积分事项": rows})
    office.record()
    talks = [item for item in year(office)["proposals"] if item["unit"] == "市局环卫科"]
    assert len(talks) == 2 and "2015年7月1日认定" in talks[0]["why"] and "与环卫处同奖同罚" in talks[1]["why"]


def test_what_is_entered_for_another_rulebook_of_the_campaign_is_not_refused_here(tmp_path: Path) -> None:
    office = new_office(tmp_path / "office")
    settings = office.folder / "campaign.toml"
    text = settings.read_text(encoding="utf-8").replace('["jincheng-points-2017"]', '["jincheng-points-2017", "shiyan-2015"]')
    settings.write_text(text, encoding="utf-8")
    day = date(2018, 5, 2)
    office.write({"积分事项": [{"日期": day, "单位": "市农委", "情形": "活动组织不力"}, {"日期": day, "单位": "市农委", "情形": "不配合"}]})
    office.record()
    points = office.score("2018", "--rulebook", "jincheng-points-2017", "--as-of", "2018-12-31")
    marks = office.score("2018", "--rulebook", "shiyan-2015", "--as-of", "2018-12-31")
    assert points["rejected"] == [] and [item["kind"] for item in marks["proposals"]] == ["约谈"]
