"""The three example rulebooks at work in a campaign folder: each with a year that was worked by hand."""

from __future__ import annotations

import contextlib
import io
import json
import shutil
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from duchá.cli.app import run
from scoring.office import Office, new_office, standing

EXAMPLES = Path(__file__).parents[2] / "examples" / "rulebooks"


def office_of(folder: Path, rulebook: str, units: dict[str, str]) -> Office:
    """A campaign of 2018 under an example rulebook."""
    own = folder / "templates" / "rulebooks"
    own.mkdir(parents=True)
    shutil.copytree(EXAMPLES / rulebook, own / rulebook)
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["序号", "单位名称", "组别"])
    for order, (name, group) in enumerate(units.items(), 1):
        sheet.append([order, name, group])
    book.save(folder.with_suffix(".xlsx"))
    arguments = ["--rulebook", rulebook, "--name", "考核", "--start", "2018-01-01", "--end", "2018-12-31", "--year", "2018"]
    with contextlib.redirect_stdout(io.StringIO()):
        assert run(["init-campaign", str(folder), *arguments, "--units", str(folder.with_suffix(".xlsx"))]) in (
            0,
            1,
        )  # 1: a group that the roster lacks is said
    return Office(folder)


def totals(scores: dict[str, Any]) -> dict[str, str]:
    return {one["unit"]: one["total"] for group in scores["groups"] for one in group["standings"]}


def proposed(scores: dict[str, Any]) -> set[tuple[str, str]]:
    return {(item["kind"], item["unit"]) for item in scores["proposals"]}


def paper(office: Office, name: str, *arguments: str) -> str:
    """A report as text."""
    told = json.loads(office.run("report", name, *arguments, "--format", "md", "--json", wants=None))
    return (office.folder / told["file"]).read_text(encoding="utf-8")


@pytest.mark.parametrize("id", sorted(folder.name for folder in EXAMPLES.iterdir() if folder.is_dir()))
def test_every_example_is_sound_by_its_path_outside_a_campaign(id: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """E17."""
    shutil.copytree(EXAMPLES / id, tmp_path / id)
    monkeypatch.chdir(tmp_path)
    for path in (id, f"{id}/rulebook.toml", str(tmp_path / id)):
        said = io.StringIO()
        with contextlib.redirect_stdout(said):
            assert run(["rulebooks", path, "--check"]) == 0
        assert said.getvalue() == f"{id}：没有发现问题。\n"
    text = (tmp_path / id / "rulebook.toml").read_text(encoding="utf-8")
    (tmp_path / id / "rulebook.toml").write_text(text + "\nsurplus = 1\n", encoding="utf-8")
    said = io.StringIO()
    with contextlib.redirect_stdout(said):
        assert run(["rulebooks", id, "--check"]) == 1
    assert said.getvalue().startswith(f"{id}/rulebook.toml") and "surplus" in said.getvalue()


def test_a_year_of_target_assessment(tmp_path: Path) -> None:
    units = dict.fromkeys(("甲县", "乙县", "丙县", "丁县"), "县区")
    office = office_of(tmp_path / "office", "shili-mubiao-2018", units)
    day = date(2018, 12, 20)
    about = {"日期": day}
    given = {"甲县": (120, 10, (80, 20, 0)), "乙县": (80, 9, (100, 0, 0)), "丙县": (100, 10, (100, 0, 0)), "丁县": (50, 7, (0, 50, 50))}
    office.write({
        "目标完成": [
            row
            for unit, (investment, projects, (good, fair, poor)) in given.items()
            for row in (
                {**about, "单位": unit, "指标": "固定资产投资", "目标": 100, "完成": investment, "满意票": None, "基本满意票": None, "不满意票": None},
                {**about, "单位": unit, "指标": "重点项目", "目标": 10, "完成": projects},
                {**about, "单位": unit, "指标": "群众测评", "满意票": good, "基本满意票": fair, "不满意票": poor},
            )
        ],
        "限期材料": [
            {"材料名称": "半年总结", "单位": "甲县", "报送时限": date(2018, 7, 2), "收到日期": date(2018, 7, 6)},  # 1+1+3+3
            {"材料名称": "半年总结", "单位": "丁县", "报送时限": date(2018, 7, 2), "收到日期": date(2018, 7, 14)},  # 1+1+3×10
        ],
        "积分事项": [
            *({"日期": date(2018, 9, n), "单位": "甲县", "情形": "受表彰", "来源层级": level, "文号": number}
              for n, level, number in ((1, "国家", "甲"), (2, "省", "乙"), (3, "市", "丙"), (4, "市", "甲"))),  # 3+2+1 = 6, capped at 5
            {"日期": date(2018, 10, 8), "单位": "丙县", "情形": "重大安全事故", "说明": "死亡3人"},
        ],
    })  # fmt: skip
    office.record()
    scores = office.score("2018", "--as-of", "2018-12-31")
    assert totals(scores) == {"甲县": "95.8", "乙县": "84", "丙县": "59", "丁县": "19.5"}
    assert {one["unit"]: one["grade"] for one in scores["groups"][0]["standings"]} == {
        "甲县": "优秀",
        "乙县": "合格",
        "丙县": "不合格",
        "丁县": "不合格",
    }
    assert proposed(scores) == {("通报表扬", "甲县"), ("约谈", "丙县"), ("约谈", "丁县")}
    for one in scores["groups"][0]["standings"]:
        assert sum(float(entry["points"]) for entry in one["entries"]) == pytest.approx(float(one["total"]))
        assert all(entry["article"] and entry["formula"] for entry in one["entries"])
    cut = [entry for entry in standing(scores, "丁县")["entries"] if "扣完为止" in entry["formula"]]
    assert [(entry["points"], entry["article"]) for entry in cut] == [("7", "第六条")]
    through = office.score("2018", "--as-of", "2018-12-31", "--readings")["alternatives"][0]
    assert [(unit["unit"], unit["before"], unit["after"]) for unit in through["units"]] == [("丁县", "19.5", "12.5")]
    office.score("2018", "--as-of", "2018-12-31", "--close")
    again = office.score("2018", "--as-of", "2018-12-31")
    assert again["closed"] and [group["standings"] for group in again["groups"]] == [group["standings"] for group in scores["groups"]]
    office.run("report", "ranking", "--period", "2018", "--as-of", "2018-12-31", "--format", "md", wants=None)
    ranking = next((office.folder / "reports").glob("排名*.md")).read_text(encoding="utf-8")
    assert "等次：优秀1个、合格1个、不合格2个。" in ranking
    assert "等次按第十条评定，从上往下取头一个合得上的：“优秀”为前30%（舍去零头）、90分以上（含）；" in ranking
    office.run("report", "unit", "--period", "2018", "--as-of", "2018-12-31", "--unit", "丁县", "--format", "md", wants=None)
    page = next((office.folder / "reports").glob("积分明细*丁县*.md")).read_text(encoding="utf-8")
    assert "扣完为止" in page and "19.5" in page and "等次：不合格。" in page


def test_three_months_of_red_and_yellow_cards(tmp_path: Path) -> None:
    office = office_of(tmp_path / "office", "shili-hongpai-2018", dict.fromkeys(("甲局", "乙局", "丙局"), "部门"))
    task = {"类别": "督办事项", "来源": "会议", "立项日期": date(2018, 1, 2), "事项名称": "事", "节点时限": "无"}
    office.write({
        "督办事项": [{"事项编号": "M", "牵头单位": "甲局", **task}, {"事项编号": "N", "牵头单位": "乙局", **task}],
        "办理记录": [{"日期": date(2018, 2, 5), "事项编号": "M", "环节": "办结"}],
        "进度": [
            {"日期": date(2018, 3, 31), "单位": "甲局", "项目": "桥", "序时进度": 50, "实际进度": 35},  # 15 points behind: yellow
            {"日期": date(2018, 3, 31), "单位": "乙局", "项目": "路", "序时进度": 50, "实际进度": 10},  # 40 points: red
        ],
        "积分事项": [{"日期": date(2018, 3, 15), "单位": "丙局", "情形": "推进有力"}],
    })  # fmt: skip
    office.record()
    months = {month: office.score(f"2018-{month:02}", "--as-of", "2018-04-15") for month in (1, 2, 3)}
    assert {month: totals(scores) for month, scores in months.items()} == {
        1: {"甲局": "100", "乙局": "100", "丙局": "100"},
        2: {"甲局": "99", "乙局": "96", "丙局": "100"},  # 甲局 3 days late: yellow; 乙局 yellow, and red from the tenth day on
        3: {"甲局": "96", "乙局": "97", "丙局": "100"},  # 甲局's second yellow in a row: −1 and −3; 乙局 red −3
    }
    assert totals(office.score("2018Q1", "--as-of", "2018-04-15")) == {"甲局": "95", "乙局": "93", "丙局": "100"}
    assert proposed(months[2]) == {("约谈", "乙局")}
    assert proposed(months[3]) == {("约谈", "甲局"), ("约谈", "乙局"), ("通报表扬", "丙局")}
    cards = {(card["unit"], card["name"], card["date"]) for card in months[3]["cards"]}
    assert ("甲局", "红牌（连续两月黄牌）", "2018-03-31") in cards and ("丙局", "绿牌", "2018-03-15") in cards
    assert proposed(office.score("2018-10", "--as-of", "2018-10-31")) == {("通报表扬", "丙局")}, "红牌、黄牌半年后失效，绿牌一直有效"
    assert sorted(card["unit"] for card in office.score("2018-02", "--as-of", "2018-02-28")["cards"]) == ["乙局", "乙局", "甲局"]
    said = "2018年3月亮红牌（连续两月黄牌）1张（甲局）、黄牌1张（甲局）、红牌1张（乙局）、绿牌1张（丙局）。"
    ranking = paper(office, "ranking", "--period", "2018-03", "--as-of", "2018-04-15")
    assert said in ranking and "以前亮的、2018年3月仍有效的有黄牌2张（甲局、乙局）、红牌1张（乙局）。" in ranking
    assert "| 甲局 | 红牌（连续两月黄牌） | 问责 | 2018-03-31 | 2018-09-30 | 第四条 |" in ranking
    assert "## 亮牌" in paper(office, "bulletin", "--period", "2018-03", "--as-of", "2018-04-15")
    own = paper(office, "unit", "--period", "2018-03", "--unit", "丙局", "--as-of", "2018-04-15")
    assert "| 绿牌 |" in own and "| 黄牌 |" not in own
    quarter = paper(office, "ranking", "--period", "2018Q1", "--as-of", "2018-04-15")
    assert "| 1 | 丙局 | 0 | 0 | 0 | 0 | 100 |" in quarter and "| 3 | 乙局 | 0 | -4 | -3 | -7 | 93 |" in quarter
    whole = office.score("--whole-campaign", "--as-of", "2018-12-31", "--close")
    assert whole["closed"] and totals(whole) == {"甲局": "95", "乙局": "93", "丙局": "100"}
    assert "2018年1月1日—12月31日督查积分排名" in paper(office, "ranking", "--period", "整个行动", "--as-of", "2018-12-31")
    assert "2018年第一季度亮" in paper(office, "brief", "--as-of", "2018-03-31")


def test_a_year_of_points_in_three_groups_with_caps_and_a_floor(tmp_path: Path) -> None:
    units = {"甲镇": "乡镇", "乙镇": "乡镇", "丙局": "部门", "丁局": "部门", "戊公司": "企业"}
    office = office_of(tmp_path / "office", "shili-jifen-2018", units)
    due = date(2018, 5, 10)
    office.write({
        "积分事项": [
            {"日期": date(2018, 3, 5), "单位": "甲镇", "情形": "会议缺席", "人次": 3, "会议类别": "列督"},  # 2×3×2 = 12
            *({"日期": date(2018, month, 1), "单位": "甲镇", "情形": "通报批评"} for month in (4, 5, 6)),  # 1+2+3
            *({"日期": date(2018, 5, 20), "单位": unit, "情形": "联合获奖", "文号": "奖〔2018〕1号"} for unit in ("丙局", "丁局")),  # 3 each
        ],
        "限期材料": [
            {"材料名称": "总结", "单位": "乙镇", "报送时限": date(2018, 3, 10), "收到日期": date(2018, 6, 20)},  # 4 months: 40, at most 20
            *({"材料名称": f"简报{n}", "单位": "丙局", "报送时限": due, "收到日期": due - timedelta(days=1)} for n in range(5)),  # 2.5, at most 2
        ],
        "积分用数": [
            {"日期": date(2018, 5, 31), "单位": "丙局", "项目": "信息采用", "数": 120},  # 3
            {"日期": date(2018, 6, 30), "单位": "丙局", "项目": "满意度", "数": 95},  # the two share places 1 and 2: (5+3)÷2
            {"日期": date(2018, 6, 30), "单位": "丁局", "项目": "满意度", "数": 95},
        ],
    })  # fmt: skip
    office.record()
    year = office.score("2018", "--as-of", "2018-12-31")
    # 甲镇 80−18÷12, 乙镇 80−20÷12, 丙局 80+10÷12 (12, capped at 10), 丁局 80+7÷12
    assert totals(year) == {"甲镇": "78.5", "乙镇": "78.33", "丙局": "80.83", "丁局": "80.58", "戊公司": "60"}
    assert {group["group"]: group["base"] for group in year["groups"]} == {"乡镇": "80", "部门": "80", "企业": "60"}
    assert proposed(year) == {("表彰", "丙局")}
    ranking = paper(office, "ranking", "--period", "2018", "--as-of", "2018-12-31")
    assert "| 1 | 甲镇 | 0 | 0 | -12 | -1 | -2 | -3 | 0 | 0 | 0 | 0 | 0 | 0 | +16.5 | -1.5 | 78.5 |" in ranking
    assert "低于基准分60的0个，等于基准分的1个" in ranking and "低于基准分80的2个" in ranking
    firm = paper(office, "unit", "--period", "2018", "--unit", "戊公司", "--as-of", "2018-12-31")
    assert "基准分60，" in firm
    town = paper(office, "unit", "--period", "2018", "--unit", "甲镇", "--as-of", "2018-12-31")
    assert "基准分80，加分0笔共0分，减分4笔共18分，按期折算、截去+16.5分，合计-1.5分，总分78.5分" in town
    months = {month: office.score(f"2018-{month:02}", "--as-of", "2018-12-31") for month in (3, 4, 5, 6)}
    assert [(totals(months[month])["甲镇"], totals(months[month])["乙镇"]) for month in (3, 4, 5, 6)] == [
        ("68", "70"),
        ("79", "70"),
        ("78", "80"),
        ("77", "80"),
    ]
    assert [proposed(months[month]) for month in (4, 5)] == [set(), set()]
    assert proposed(months[6]) == {("约谈", "甲镇"), ("约谈", "丁局")}
    assert totals(office.score("2018-05", "--as-of", "2018-05-31")) == totals(months[5]), "May looked the same when it ended"
    for period in ("2018-05", "2018-06", "2018H1"):
        before = office.score(period, "--as-of", "2018-12-31")
        office.score(period, "--as-of", "2018-12-31", "--close", wants=0)
        after = office.score(period, "--as-of", "2018-12-31")
        assert after["closed"] and [group["standings"] for group in after["groups"]] == [group["standings"] for group in before["groups"]]
    assert totals(office.score("2018", "--as-of", "2018-12-31")) == totals(year), "closing moves nothing"


def test_a_skeleton_is_made_checked_and_never_written_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    said, wrong = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(said):
        assert run(["rulebooks", "mou-2026", "--new"]) == 0
        assert run(["rulebooks", "mou-2026", "--check"]) == 0
    assert "mou-2026/rulebook.toml" in said.getvalue() and "没有发现问题" in said.getvalue()
    with contextlib.redirect_stdout(wrong), contextlib.redirect_stderr(wrong):
        assert run(["rulebooks", "mou-2026", "--new"]) == 2  # G128
        assert run(["rulebooks", "--new"]) == 2  # G127
    assert "已有“mou-2026”这个文件夹" in wrong.getvalue() and "不能作制度的编号" in wrong.getvalue()
    with contextlib.redirect_stdout(said := io.StringIO()):
        assert run(["rulebooks", "mou-2026", "--check", "--json"]) == 0
    assert json.loads(said.getvalue())["sound"] is True


def test_what_is_newly_refused_stops_a_new_campaign_and_is_only_said_in_one_that_exists(tmp_path: Path) -> None:
    """E01: the earlier version took these keys; they did nothing, and count as before."""
    office = new_office(tmp_path / "office")
    own = office.folder / "templates" / "rulebooks" / "own"
    own.mkdir(parents=True)
    wrong = '[[points]]\nid = "returned"\ndays = "working"\n[[consequences]]\nid = "watched"\namong = "group"\n'
    (own / "rulebook.toml").write_text(f'id = "own"\nextends = "jincheng-points-2017"\ntitle = "本地"\n{wrong}', encoding="utf-8")
    settings = office.folder / "campaign.toml"
    settings.write_text(settings.read_text(encoding="utf-8").replace('["jincheng-points-2017"]', '["own"]'), encoding="utf-8")
    task = {
        "事项编号": "M",
        "事项名称": "甲",
        "类别": "督办事项",
        "来源": "会议",
        "牵头单位": "市住建局",
        "立项日期": date(2018, 4, 10),
        "纳入方式": "被动",
        "节点时限": "无",
    }
    office.write({"督办事项": [task], "办理记录": [{"日期": date(2018, 5, n), "事项编号": "M", "环节": "退回"} for n in (2, 7)]})
    office.run("record", wants=None)
    scores = office.score("2018Q2", "--as-of", "2018-06-30")
    assert standing(scores, "市住建局")["change"] == "-2"  # 0.5+1.5, as ever
    said = office.run("status", wants=1)
    assert "points.returned.days" in said and "consequences.watched.among" in said and "删去" in said
    refused = io.StringIO()
    with contextlib.redirect_stdout(refused), contextlib.redirect_stderr(refused):
        other = tmp_path / "other"
        shutil.copytree(office.folder / "templates", other / "templates")
        assert run(["init-campaign", str(other), "--rulebook", "own", "--name", "新", "--start", "2018-01-01", "--end", "2018-12-31"]) == 2
    assert "points.returned.days" in refused.getvalue()
