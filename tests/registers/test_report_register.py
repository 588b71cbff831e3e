"""``duchá report register``: called by any of its names, in every format, with what is wanting said; status says how much is wanting."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from duchá.registers.faults import GAP, GAP_NOTE, GAP_QUERY
from duchá.steps.ledger_of import state_of
from duchá.steps.lists_of import gaps_of
from registers.desk import Desk, make_desk, page_of, rows_of_page
from sweep.campaigns import Ran, command

UNITS = [("区局", "区局（分局）"), ("环卫处", "局属单位"), ("市局", "市局")]
DAY = date(2015, 6, 30)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """Contact points of two leaders, one of whom has one."""
    made = make_desk(tmp_path / "十堰", "shiyan-2015", units=UNITS, day=DAY)
    made.type("联系点", {"领导": "郑书记", "单位": "区局"}, {"领导": "郑书记", "单位": "环卫处"}, {"领导": "吴局长", "单位": "环卫处"})
    made.record()
    return made


def report(desk: Desk, *words: str) -> Ran:
    return command("report", "register", *words, "--as-of", DAY.isoformat(), cwd=desk.folder)


@pytest.mark.parametrize("name", ["联系点", "联系点登记表", "contact-points", "联系点.xlsx"])
def test_a_register_answers_to_any_of_its_names(desk: Desk, name: str) -> None:
    ran = report(desk, name)
    assert ran.code == 1, "a leader has one contact point only"
    assert "吴局长有 1 个联系点，应有2个以上" in ran.out
    assert (desk.folder / "reports" / "登记表-联系点-2015-06-30.xlsx").is_file()


@pytest.mark.parametrize("written", ["xlsx", "docx", "html", "md"])
def test_it_is_written_in_every_format_with_the_list_to_change_beside_it(desk: Desk, written: str) -> None:
    assert report(desk, "联系点", "--format", written).code == 1
    assert (desk.folder / "reports" / f"登记表-联系点-2015-06-30.{written}").stat().st_size > 500
    changed = desk.folder / "reports" / "可改-联系点-2015-06-30.xlsx"
    assert command("record", changed, cwd=desk.folder).code == 0


def test_a_name_that_no_register_has_is_answered_with_those_that_there_are(desk: Desk) -> None:
    """C111."""
    ran = report(desk, "联络点")
    assert ran.code == 2 and "没有名为“联络点”的登记表" in ran.err and "公开承诺" in ran.err and "C111" in ran.err


def test_papers_are_written_only_of_registers_that_have_some(desk: Desk) -> None:
    """C113."""
    ran = report(desk, "联系点", "--documents")
    assert ran.code == 2 and "C113" in ran.err


def test_an_example_that_does_not_exist_is_answered_with_those_that_do(tmp_path: Path) -> None:
    """C112."""
    ran = command("demo", tmp_path / "demo", "--example", "somewhere", cwd=tmp_path)
    assert ran.code == 2 and "C112" in ran.err and "shiyan-2015" in ran.err


def test_status_says_how_much_is_wanting_a_register(desk: Desk) -> None:
    data = json.loads(command("status", "--json", "--as-of", DAY.isoformat(), cwd=desk.folder).out)
    wanting = {one["register"]: one for one in data["gaps"]}
    assert wanting["联系点"] == {"register": "联系点", "unused": False, "reject": 1, "query": 1, "note": 0}
    assert wanting["三个平台"]["unused"] and wanting["三个平台"]["reject"] == 6
    page = command("status", "--as-of", DAY.isoformat(), cwd=desk.folder).out
    assert re.search(r"duchá report .*register 联系点", page) and "还没有登记的登记表" in page


def test_a_gap_is_as_heavy_as_its_check(desk: Desk) -> None:
    """S761, S762, S763."""
    faults = {gap.check: gap.fault() for gap in gaps_of(desk.open())[1]}
    assert faults["two-contact-points"].kind is GAP
    assert faults["one-contact-leader"].kind is GAP_QUERY
    assert faults["front-line-covers"].kind is GAP_NOTE
    assert faults["two-contact-points"].message == "“联系点”吴局长：吴局长有 1 个联系点，应有2个以上（四（一））。"


@pytest.mark.requirement("DT-26", key="dantu-2015 checks.roster-contacts")
def test_contacts_that_are_missing_on_the_roster_are_listed(tmp_path: Path) -> None:
    desk = make_desk(tmp_path / "丹徒", "dantu-2015", units=[("区外办", "区级机关相关部门")], day=date(2015, 11, 30))
    desk.type("组织发动", {"单位": "区外办", "步骤": "参加部署会", "完成日期": date(2015, 11, 4)})
    desk.record()
    assert desk.gaps("roster-contacts") == [("区外办", "", "没有填“分管领导、责任处室、联系人、联系电话”")]
    assert [row[1] for row in rows_of_page(page_of(desk.report("单位名单"), "单位名单"))] == ["区外办"]


@pytest.mark.requirement("DT-12", "DT-14", "DT-20", "DT-21", "DT-28", key="dantu-2015 tables.steps-by-unit")
def test_steps_discipline_and_leads_are_laid_out_by_unit_and_kind(tmp_path: Path) -> None:
    unit = {"单位": "区外办"}
    desk = make_desk(tmp_path / "丹徒", "dantu-2015", units=[("区外办", "区级机关相关部门")], day=date(2015, 11, 30))
    desk.type(
        "组织发动",
        {**unit, "步骤": "参加部署会", "完成日期": date(2015, 11, 4)},
        {**unit, "步骤": "学习讨论", "完成日期": date(2015, 11, 6)},
    )
    desk.type("调查问责", {**unit, "登记日期": date(2015, 11, 20), "调查问题数": 2, "问责人数": 1})
    desk.type("重点督查", {**unit, "日期": date(2015, 11, 12), "督查方式": "暗访", "督查发现问题": "无", "选定方式": "重点选定"})
    desk.type("再监督", {"日期": date(2015, 11, 22), "监督对象": "区编办监督履职", "所在单位": "区外办", "再监督发现问题": "没有回访"})
    lead = {"线索编号": "X1", "线索种类": "行政诉讼案件", "移送单位": "区人民法院", "移送日期": date(2015, 11, 9), "线索内容": "败诉"}
    desk.type("线索移送", lead)
    recorded = desk.record()
    assert [fault.message for done in recorded.files for fault in done.faults if fault.kind.weight.value != "note"] == [], (
        "a court is no unit"
    )
    assert rows_of_page(page_of(desk.report("组织发动"), "组织发动一览")) == [["1", "区外办", "2015-11-04", "", "", "2015-11-06"]]
    assert desk.gaps("plan-file") == [("区外办", "学习讨论", "学习讨论没有写文件或者记录")]
    assert rows_of_page(page_of(desk.report("调查问责"), "调查问责统计")) == [["1", "区外办", "2", "1"]]
    assert desk.gaps("discipline-measures") == [("区外办", "2015-11-20", "问责了 1 人，没有写问责方式")]
    assert desk.gaps("selected-why") == [("区外办", "2015-11-12 暗访", "没有写怎样选定的、为什么")]
    assert desk.gaps("re-inspection-outcome") == [("区外办", "2015-11-22 区编办监督履职", "没有填“处理情况”")]
    assert rows_of_page(page_of(desk.report("线索移送"), "线索统计"))[1][1:] == ["行政诉讼案件", "0", "0", "0", "0", "1"]


@pytest.mark.requirement("DT-02", key="dantu-2015 tables.steps-by-window")
def test_steps_stand_against_the_window_of_the_campaign_first_and_last_day_included(tmp_path: Path) -> None:
    units = [(f"区{name}局", "区级机关相关部门") for name in ("甲", "乙", "丙", "丁")]
    desk = make_desk(tmp_path / "丹徒", "dantu-2015", units=units, day=date(2015, 12, 12))
    days = (date(2015, 11, 3), date(2015, 11, 30), date(2015, 12, 1), date(2015, 11, 2))
    desk.type(
        "组织发动",
        *({"单位": unit, "步骤": "学习讨论", "完成日期": day, "材料": "记录"} for (unit, _), day in zip(units, days, strict=True)),
    )
    desk.record()
    assert rows_of_page(page_of(desk.report("组织发动"), "组织发动进度")) == [
        ["1", "参加部署会", "0", "0"],
        ["2", "制定工作方案", "0", "0"],
        ["3", "收看节目", "0", "0"],
        ["4", "学习讨论", "2", "2"],
    ]
    outside = "学习讨论的完成日期{}不在行动期间（11月3日至11月30日）"
    assert desk.gaps("steps-in-window") == [
        ("区丁局", "学习讨论", outside.format("2015-11-02")),
        ("区丙局", "学习讨论", outside.format("2015-12-01")),
    ]
    owed = {one.key: one.due for one in desk.open().campaign.owed}
    assert owed["towns-report"] == date(2015, 12, 10)  # after the window, and owed all the same


OWN = """id = "own"
title = "本局规定"
short_title = "本局规定"
edition = "1"
source = "本局"
[[articles]]
id = "1"
number = "一"
summary = "检查"
requirement = "X-01"
[[forms]]
id = "inspections"
number = ""
title = "本局巡查登记表"
sheet = "本局巡查"
article = "1"
filled_by = "office"
file = "本局巡查.xlsx"
notes = ["一次一行。"]
columns = [
  { id = "place", title = "巡查地点", required = true, key = true },
  { id = "result", title = "巡查结果" },
  { id = "question", title = "第几问", kind = "count", role = "question" },
  { id = "answer", title = "回答", kind = "choice", role = "item", choices = ["是", "否", "部分"] },
  { id = "trouble", title = "巡查问题", kind = "long-text", role = "problem" },
]
[[forms]]
id = "own-checklist"
number = ""
title = "本局自查表"
sheet = "本局自查表"
article = "1"
notes = ["逐问回答。"]
columns = [{ id = "n", title = "序号", kind = "sequence", role = "sequence" }, { id = "q", title = "检查问题", role = "item" }, { id = "a", title = "自查答复", required = true }]
[[questions]]
id = "1"
form = "own-checklist"
article = "1"
text = "路灯亮不亮"
good = true
[[checks]]
id = "result-said"
register = "inspections"
article = "1"
demand = "filled"
columns = ["result"]
"""


def test_two_rulebooks_with_a_register_of_one_id_have_two_registers(tmp_path: Path) -> None:
    """An id lives in its rulebook (D02): both registers are recorded, checked and printed, and each has its own questions."""
    desk = make_desk(tmp_path / "两个", "shiyan-2015", "own", units=UNITS, day=DAY, own={"own": OWN})
    theirs: Mapping[str, Any] = {"日期": date(2015, 6, 20), "单位": "区局", "监督主体": "群众举报", "问题序号": 1, "检查结果": "否"}
    desk.type("监督检查", theirs)
    desk.type("本局巡查", {"巡查地点": "东街", "第几问": 1, "回答": "否"})
    recorded = desk.record()
    assert [fault.message for done in recorded.files for fault in done.faults if fault.kind.weight.value != "note"] == []
    assert len(rows_of_page(page_of(desk.report("监督检查"), "监督检查"))) == 1
    assert rows_of_page(page_of(desk.report("本局巡查"), "本局巡查"))[0][1] == "东街"
    assert desk.gaps("result-said") == [("", "东街", "没有填“巡查结果”")]
    problems = sorted(one.details.problem for one in state_of(desk.open()).problems)
    assert [[words in problem for problem in problems] for words in ("贯彻落实上级决策部署", "路灯亮不亮")] in (
        [[True, False], [False, True]],
        [[False, True], [True, False]],
    )


def test_registers_that_two_rulebooks_call_alike_are_told_apart_by_a_number(tmp_path: Path) -> None:
    """Both have a sheet 监督检查 in one file; the second is reported by the name that its sheet has (D02)."""
    units = [*UNITS, ("县公安局", "县直")]
    desk = make_desk(tmp_path / "两地", "shiyan-2015", "wuzhi-2015", units=units, day=DAY)
    desk.type("监督检查", {"日期": date(2015, 6, 20), "单位": "区局", "监督主体": "群众举报", "检查结果": "否"})
    theirs = {"日期": date(2015, 6, 21), "单位": "县公安局", "检查": "督导检查", "检查内容": "严格执法", "存在问题": "告知程序不全"}
    desk.type("监督检查 (2)", theirs, name="监督检查之二.xlsx")
    desk.record()
    assert rows_of_page(page_of(desk.report("监督检查"), "监督检查"))[0][2] == "区局"
    second = desk.report("监督检查 (2)")
    assert rows_of_page(page_of(second, "监督检查 (2)"))[0][2] == "县公安局" and second.stem != desk.report("监督检查").stem
    assert (
        f"duchá report --as-of {DAY} register '监督检查 (2)'" in command("today", "--look", "--as-of", DAY.isoformat(), cwd=desk.folder).out
    )


@pytest.mark.requirement("JS-17", key="jinshui sheets.checklist")
def test_a_remark_beside_a_mark_is_no_problem_of_the_ledger(tmp_path: Path) -> None:
    """Only what is declared a finding becomes one (D07)."""
    desk = make_desk(tmp_path / "金水", "jinshui-example", units=[("区教体局", "区直单位")], day=date(2018, 6, 30))
    desk.type("评议得分", {"期间": "2018", "评定日期": date(2018, 6, 18), "单位": "区教体局", "责任清单公示": 20, "存在问题": "总体较好"})
    desk.record()
    assert state_of(desk.open()).problems == ()


def test_the_morning_list_has_a_line_a_register_that_lacks_something_with_the_command_that_shows_it(desk: Desk) -> None:
    """Those that must be mended first, then those that lack most; registers that nobody uses yet are named, and are no work of the day."""
    desk.type("组织机构", {"单位": "区局", "组长": "郑书记", "职务": "副局长", "是否主要负责同志": "否"})
    desk.record()
    answered = command("today", "--look", "--json", "--as-of", DAY.isoformat(), cwd=desk.folder)
    data = json.loads(answered.out)
    waits = [item for item in data["items"] if item["kind"] == "gaps"]
    assert answered.code == 1
    assert [item["register"] for item in waits] == ["组织机构", "联系点"]
    assert waits[1]["what"].startswith("联系点 应改 1 处、待核实 1 处，如：吴局长：吴局长有 1 个联系点")
    assert [item["command"] for item in waits] == [f"duchá report --as-of {DAY} register {name}" for name in ("组织机构", "联系点")]
    assert "三个平台" in data["unused_registers"] and "联系点" not in data["unused_registers"]
    page = command("today", "--look", "--as-of", DAY.isoformat(), cwd=desk.folder).out
    assert page.count("【登记表缺口】") == 2 and "逐项见下一行" in page and "还没有登记的登记表" in page
    desk.type("联系点", *({"领导": leader, "单位": unit} for leader in ("郑书记", "吴局长") for unit in ("区局", "环卫处")))
    desk.record()
    items = json.loads(command("today", "--look", "--json", "--as-of", DAY.isoformat(), cwd=desk.folder).out)["items"]
    said = [item["what"] for item in items if item["kind"] == "gaps"]
    assert len(said) == 2 and said[1].startswith("联系点 待核实 2 处"), (
        "what was mended waits no more: a unit with two leaders is only asked about"
    )
