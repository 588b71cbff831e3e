"""Deductions whose values stand in another document: unit, facts, basis, an empty value; what a person finds is entered (DT-23, WZ-19)."""

from __future__ import annotations

import contextlib
import io
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from duchá.cli.app import run
from scoring.office import Office, copy_of, new_office

NO_PLAN, NO_ASSESSMENT = "行政执法评议考核方案应于2015年9月25日", "不开展行政执法评议考核"


@pytest.fixture(scope="module")
def wuzhi(tmp_path_factory: pytest.TempPathFactory) -> Office:
    """县直 units; 市发改委 has sent its plan, 市财政局 is found not to assess, 市教育局 neither sent nor assessed."""
    office = new_office(tmp_path_factory.mktemp("wuzhi") / "office", rulebook="wuzhi-2015", year=2015)
    path = office.folder / "units.xlsx"
    book = load_workbook(path)
    for row in book.worksheets[0].iter_rows(min_row=2):
        row[3].value = "县直"
    book.save(path)
    sent = [name for name in (row[1].value for row in book.worksheets[0].iter_rows(min_row=2)) if name not in ("市农委", "市教育局")]
    office.write({"收件登记": [{"日期": date(2015, 9, 20), "单位": name, "材料": "行政执法评议考核方案"} for name in sent]})
    rows = [{"日期": date(2015, 12, 10), "单位": unit, "情形": NO_ASSESSMENT, "依据": "年底检查"} for unit in ("市财政局", "市教育局")]
    office.write({"积分事项": rows})
    office.record(wants=None)
    return office


@pytest.fixture
def office(wuzhi: Office, tmp_path: Path) -> Office:
    return copy_of(wuzhi, tmp_path / "office")


def proposed(office: Office, *arguments: str) -> dict[str, dict[str, Any]]:
    found = office.score("2015", "--as-of", "2015-12-31", *arguments)
    return {item["unit"]: item for item in found["proposals"]}


@pytest.mark.requirement("WZ-19", key="wuzhi-2015 deductions.no-plan")
def test_each_sanction_stands_by_itself_in_one_line_a_unit_without_a_value(office: Office) -> None:
    found = proposed(office)
    assert set(found) == {"市农委", "市财政局", "市教育局"}
    assert NO_PLAN in found["市农委"]["why"] and NO_ASSESSMENT not in found["市农委"]["why"]
    assert "2015年12月10日认定“不开展行政执法评议考核”（年底检查）" in found["市财政局"]["why"]
    assert NO_PLAN in found["市教育局"]["why"] and NO_ASSESSMENT in found["市教育局"]["why"]
    assert all(item["points"] is None and "依法行政责任目标考核" in item["why"] for item in found.values())
    assert found["市财政局"]["evidence"] == ["registers/积分事项.xlsx!积分事项!A4"]


def test_a_plan_that_did_not_come_is_proposed_for_the_quarter_it_was_due_in(office: Office) -> None:
    found = {
        period: {item["unit"]: item["why"] for item in office.score(period, "--as-of", "2015-12-31")["proposals"]}
        for period in ("2015Q2", "2015Q3", "2015Q4", "2016")
    }
    assert found["2015Q2"] == found["2016"] == {}
    assert set(found["2015Q3"]) == {"市农委", "市教育局"} and all(NO_PLAN in why for why in found["2015Q3"].values())
    assert set(found["2015Q4"]) == {"市财政局", "市教育局"} and not any(NO_PLAN in why for why in found["2015Q4"].values())


def test_both_together_is_the_other_reading(office: Office) -> None:
    office.read(**{"no-plan": "both"})
    assert set(proposed(office)) == {"市教育局"}
    office.read()
    found = office.score("2015", "--as-of", "2015-12-31", "--readings")
    (other,) = [item for item in found["alternatives"] if item["reading"] == "no-plan"]
    assert {item["unit"] for item in other["proposals_lost"]} == {"市农委", "市财政局"}


def test_a_profile_may_give_the_values(office: Office) -> None:
    own = office.folder / "templates" / "rulebooks" / "own"
    own.mkdir(parents=True)
    values = '[[deductions]]\nid = "no-plan"\npoints = "2"\n[[deductions]]\nid = "no-assessment"\npoints = "3"\n'
    (own / "rulebook.toml").write_text(f'id = "own"\nextends = "wuzhi-2015"\ntitle = "本县细则"\n{values}', encoding="utf-8")
    settings = office.folder / "campaign.toml"
    settings.write_text(settings.read_text(encoding="utf-8").replace('["wuzhi-2015"]', '["own"]'), encoding="utf-8")
    found = office.score("2015", "--as-of", "2015-12-31")["proposals"]
    assert sorted((item["unit"], item["points"]) for item in found) == [
        ("市农委", "-2"),
        ("市教育局", "-2"),
        ("市教育局", "-3"),
        ("市财政局", "-3"),
    ]


def test_the_list_for_the_office_that_decides_has_an_empty_value_column(office: Office) -> None:
    office.run("report", "ranking", "--period", "2015", "--as-of", "2015-12-31", "--format", "md", wants=None)
    (path,) = (office.folder / "reports").glob("*.md")
    text = path.read_text(encoding="utf-8")
    assert (
        "| 序号 | 建议 | 单位 | 条款 | 理由 | 分值 | 出处 | 批准人、日期、文号 |" in text
        and "分值空着的，由有权决定的单位按它的办法填" in text
    )


def test_what_a_unit_found_of_its_own_offices_and_people_is_collected_whether_or_not_there_was_a_problem(office: Office) -> None:
    """WZ-17: the second tier of assessment comes in as a return of its own."""
    settings = office.folder / "campaign.toml"
    text = settings.read_text(encoding="utf-8") + "\n[deliverables.own-assessment]\ndue = 2015-12-20\n"
    settings.write_text(text, encoding="utf-8")
    office.run("blanks", wants=None)
    (blank,) = (office.folder / "blank").glob("*市发改委*")
    book = load_workbook(blank)
    for other in [sheet for sheet in book.worksheets if sheet.title.startswith("责任追究")]:
        book.remove(other)
    for sheet in book.worksheets:
        for cell in (cell for row in sheet.iter_rows(max_row=4) for cell in row):
            if str(cell.value or "").startswith("填报日期"):
                cell.value = "填报日期：2015年12月15日"
    sheet = book["评议考核结果"]
    for at, row in enumerate((("内设机构", "法制科", 92, "优秀", "无"), ("执法人员", "张三", 80, "合格", "两份案卷告知程序不全")), 5):
        for column, value in enumerate(row, 2):
            sheet.cell(row=at, column=column, value=value)
    book.save(office.folder / "returns" / blank.name)
    office.run("collect", "--received-at", "2015-12-16T10:00", wants=None)
    office.run("report", "summary", "--as-of", "2015-12-22", "--format", "md", wants=None)
    (path,) = (office.folder / "reports").glob("*.md")
    text = path.read_text(encoding="utf-8")
    assert "| 内设机构 | 法制科 | 92 | 优秀 | 无 |" in text and "| 执法人员 | 张三 | 80 | 合格 | 两份案卷告知程序不全 |" in text


@pytest.fixture(scope="module")
def dantu(tmp_path_factory: pytest.TempPathFactory) -> Office:
    """丹徒's departments scored by 晋城's points, their reports counting as 限期材料; one problem found by inspection, one by a unit itself."""
    folder = tmp_path_factory.mktemp("dantu") / "office"
    with contextlib.redirect_stdout(io.StringIO()):
        run(["init-campaign", str(folder), "--rulebook", "dantu-2015", "--rulebook", "jincheng-points-2017", "--year", "2018"])
    settings = folder / "campaign.toml"
    text = settings.read_text(encoding="utf-8").replace("\n[readings]", '\ntimed_materials = ["report"]\n\n[readings]', 1)
    settings.write_text(text, encoding="utf-8")
    office = Office(folder)
    about = {"事项名称": "甲", "来源": "检查", "立项日期": date(2018, 11, 5)}
    rows = [("WT-1", "督查问题", "区安监局"), ("WT-2", "督查问题", "区安监局"), ("WT-3", "自查问题", "区外办")]
    office.write({"督办事项": [{**about, "事项编号": no, "类别": kind, "牵头单位": unit} for no, kind, unit in rows]})
    office.write({"收件登记": [{"日期": date(2018, 11, 20), "单位": "区安监局", "材料": "书面报告", "方式": "纸质"}]})
    office.record(wants=None)
    return office


@pytest.mark.requirement("DT-23")
def test_problems_found_by_inspection_are_a_deduction_proposal_those_of_the_self_check_are_not(dantu: Office) -> None:
    found = dantu.score("2018", "--rulebook", "dantu-2015", "--as-of", "2018-11-19")["proposals"]
    assert [(item["unit"], item["why"].split("；")[0]) for item in found] == [
        ("区安监局", "督查发现问题2项（WT-1、WT-2），其中2项尚未销号")
    ]
    assert found[0]["evidence"] == [f"registers/督办事项.xlsx!督办事项!A{row}" for row in (4, 5)]


def test_readings_of_a_due_date_show_what_they_cost_where_returns_count_as_materials(dantu: Office) -> None:
    """“前”含不含当日 moves the day from which a return of another rulebook is late."""
    found = dantu.score("2018Q4", "--rulebook", "jincheng-points-2017", "--as-of", "2018-11-30", "--readings")
    change = next(item for item in found["alternatives"] if (item["reading"], item["option"]) == ("due-before", "exclusive"))
    moved = {item["unit"]: (item["before"], item["after"]) for item in change["units"]}
    assert moved["区安监局"] == ("100", "99") and moved["区外办"] == ("90", "89")
