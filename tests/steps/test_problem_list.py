"""问题清单: every problem with what is proposed of it, decided by a person in Excel, taken back by record; every table counts by it. One count everywhere."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from duchá.journal.fact import FactKind
from duchá.ledger.faults import NO_PROBLEM_LIST
from duchá.ledger.matter import Matter
from duchá.reports.page import Page, Report
from duchá.rulebook.clock import MatterKind
from duchá.steps.ledger import LedgerOptions, show_ledger
from duchá.steps.ledger_of import state_of
from duchá.steps.report_bulletin import bulletin_of
from duchá.steps.report_summary import summary_of
from duchá.steps.resolve import Action, Answer, resolve
from duchá.terms.fault import Stop
from scoring.office import new_office
from steps.office import Office, at
from steps.registers import MATTERS, codes, event, fill, matter, run, table

UNIT, OTHER = "区安监局", "区住建局"
ONE = {"item": "加油站日常检查", "problem": "检查后未复查2家", "rectification": "已下达限期整改通知书"}
TWO = {"item": "烟花爆竹检查", "problem": "行政处罚未经法制审核1件", "rectification": "正在整改"}
THREE = {"item": "矿山", "problem": "台账不全", "rectification": "正在整改"}


def list_of(office: Office, name: str = "问题清单.xlsx", hour: int = 10, day: int = 25) -> Path:
    """The list as it is exported."""
    path = office.folder / "registers" / name
    (exported,) = show_ledger(office.open(at(day, hour)), LedgerOptions(problems=path)).exported
    return exported


def rows_of(path: Path) -> list[dict[str, Any]]:
    sheet = load_workbook(path).worksheets[0]
    head = next(row for row in range(1, 9) if sheet.cell(row, 1).value == "问题编号")
    titles = [cell.value for cell in sheet[head]]
    found = [dict(zip(titles, (cell.value for cell in row), strict=True)) for row in sheet.iter_rows(min_row=head + 1)]
    return [row for row in found if row["问题编号"]]


def decide(path: Path, number: str, **cells: Any) -> None:
    """Types into the row of a problem, as in Excel."""
    book = load_workbook(path)
    sheet = book.worksheets[0]
    head = next(row for row in range(1, 9) if sheet.cell(row, 1).value == "问题编号")
    titles = {cell.value: cell.column for cell in sheet[head]}
    row = next(row for row in range(head + 1, sheet.max_row + 1) if sheet.cell(row, 1).value == number)
    for title, value in cells.items():
        sheet.cell(row, titles[title]).value = value
    book.save(path)


def page(of: Report, name: str) -> Page:
    return next(one for one in of.pages if one.name == name)


def cells(of: Page, unit: str, *titles: str) -> Sequence[Any]:
    at_ = [[column.title.replace("\n", "") for column in of.columns].index(title) for title in titles]
    return [row[i] for row in of.rows if unit in row for i in at_]


def summary(office: Office, day: int = 25, hour: int = 12) -> Report:
    return summary_of(office.open(at(day, hour)))


def problems(office: Office, day: int = 25) -> list[Matter]:
    matters = state_of(office.open(at(day, 12))).ledger.matters
    return [one for one in matters if one.kind is MatterKind.PROBLEM and not one.withdrawn]


def rows_recorded(office: Office) -> int:
    return sum(fact.payload.get("register") == "problem-list" for fact in office.open(at(28)).facts(FactKind.ROW))


@pytest.fixture
def reported(office: Office) -> Office:
    office.collect(office.fill(UNIT, supervision_problems=[ONE, TWO, THREE]))
    return office


@pytest.mark.requirement("DT-06")
def test_the_list_has_every_problem_with_what_its_words_propose(reported: Office) -> None:
    fill(
        reported,
        "重点督查",
        {"日期": date(2015, 11, 20), "单位": OTHER, "督查方式": "暗访", "督查发现问题": "收费依据未公示", "问题类别": "监管制度"},
    )
    fill(reported, MATTERS, matter("DT-9", 类别="督查问题", 来源="群众举报", 事项名称="超期审批"))
    assert codes(run(reported)) == []
    shown = ("问题编号", "单位", "来源", "建议归类", "建议类别", "建议渠道", "归类改定", "类别改定", "渠道改定")
    assert [tuple(row[title] for title in shown) for row in rows_of(list_of(reported))] == [
        ("DT-9", UNIT, "群众举报", None, None, "群众举报", None, None, None),
        ("附件4-0001-01", UNIT, "附件4", "整改中", "日常检查与处理、检查发现的问题未及时处理", "自查", None, None, None),
        ("附件4-0001-02", UNIT, "附件4", "整改中", "处罚与强制、重大处罚未经法制审核", "自查", None, None, None),
        ("附件4-0001-03", UNIT, "附件4", "整改中", None, "自查", None, None, None),
        ("重点督查-R00002", OTHER, "暗访", None, "监管制度", "暗访", None, None, None),
    ]


@pytest.mark.requirement("DT-03")
def test_what_a_person_decides_counts_in_every_table_and_nothing_else_is_recorded(reported: Office) -> None:
    path = list_of(reported)
    decide(
        path,
        "附件4-0001-01",
        归类改定="已整改",
        类别改定="监管制度、JG3",
        渠道改定="群众举报",
        行为日期改定=date(2015, 5, 4),
        改定说明="现场看过",
    )
    assert codes(run(reported, path)) == []
    assert rows_recorded(reported) == 1  # two rows were left as proposed
    found = summary(reported)
    assert cells(page(found, "总表"), UNIT, "问题数", "已整改", "整改中") == [3, 1, 2]
    assert cells(page(found, "类别交叉表"), UNIT, "监管制度", "日常检查与处理", "处罚与强制", "未标注", "合计", "问题数") == [
        1,
        1,
        1,
        1,
        4,
        3,
    ]
    assert cells(page(found, "渠道交叉表"), UNIT, "自查", "群众举报") == [2, 1]
    first = page(found, "附件4").rows[0]
    assert {"已整改", "监管制度、日常检查与处理、检查发现的问题未及时处理", "群众举报", date(2015, 5, 4)} <= set(first)
    text = "".join(word for one in bulletin_of(reported.open(at(25, 12)), None).pages for word in one.words)
    assert "各单位自查报告的3件，单位自报已整改1件，自报整改率33.33%" in text
    assert [one.state.name for one in problems(reported)] == ["已报整改", "待整改", "待整改"]
    counted = page(bulletin_of(reported.open(at(25, 12)), None), "三项对照")
    assert {row[1]: row[2] for row in counted.rows} == {"监管制度": 1, "日常检查与处理": 1, "处罚与强制": 1, "自查问题": 1}
    assert counted.total[2] == 3


def test_recorded_again_it_changes_nothing_and_exported_again_it_shows_what_was_decided(reported: Office) -> None:
    path = list_of(reported)
    decide(path, "附件4-0001-02", 类别改定="无")
    assert codes(run(reported, path)) == [] and codes(run(reported, path)) == []
    assert rows_recorded(reported) == 1
    again = list_of(reported, "再导出.xlsx")
    decided = {row["问题编号"]: (row["建议类别"], row["类别改定"], row["记录号"]) for row in rows_of(again)}
    assert decided["附件4-0001-02"] == ("处罚与强制、重大处罚未经法制审核", "无", "R00001") and decided["附件4-0001-01"] == (
        "日常检查与处理、检查发现的问题未及时处理",
        None,
        None,
    )
    assert codes(run(reported, again)) == [] and rows_recorded(reported) == 2  # seen in another file
    assert cells(page(summary(reported), "类别交叉表"), UNIT, "处罚与强制", "未标注") == [0, 2]


def test_what_nobody_decided_follows_the_next_version_and_what_was_decided_stays(reported: Office) -> None:
    path = list_of(reported)
    decide(path, "附件4-0001-01", 归类改定="未整改")
    run(reported, path)
    done = [{**ONE, "rectification": "已整改完毕"}, {**TWO, "rectification": "已全部整改"}, THREE]
    reported.collect(reported.fill(UNIT, "再报.xlsx", supervision_problems=done), now=at(26))
    assert cells(page(summary(reported, 26), "总表"), UNIT, "已整改", "整改中", "未整改") == [1, 1, 1]


def test_a_decision_that_is_taken_out_of_its_cell_is_no_more(reported: Office) -> None:
    path = list_of(reported)
    decide(path, "附件4-0001-01", 归类改定="已整改")
    run(reported, path)
    decide(path, "附件4-0001-01", 归类改定=None)
    after = run(reported, path)
    assert (codes(after), after.questions) == ([], ())
    assert cells(page(summary(reported), "总表"), UNIT, "已整改", "整改中") == [0, 3]


@pytest.mark.requirement("DT-05")
def test_a_list_with_only_the_rows_that_were_changed_asks_for_no_other(reported: Office) -> None:
    path = table(reported.folder / "registers" / "改.xlsx", [["问题编号", "归类改定", "类别改定"], ["附件4-0001-03", "已整改", "SP1"]])
    done = run(reported, path)
    assert (codes(done), done.questions) == ([], ())
    assert cells(page(summary(reported), "类别交叉表"), UNIT, "变相设定或实施审批") == [1]


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ({"类别改定": "不知道"}, "S741"),
        ({"归类改定": "差不多"}, "S118"),
        ({"行为日期改定": "上半年"}, "S106"),
        ({"问题编号": "附件4-0009-09", "归类改定": "已整改"}, "S704"),
    ],
)
def test_what_no_list_offers_is_said_with_its_cell_and_the_other_rows_are_taken(reported: Office, typed: dict[str, str], code: str) -> None:
    titles = ["问题编号", "归类改定", "类别改定", "行为日期改定"]
    row = {"问题编号": "附件4-0001-01", **typed}
    path = table(reported.folder / "registers" / "改.xlsx", [titles, [row.get(t) for t in titles], ["附件4-0001-02", "已整改", None, None]])
    assert [found for _, found in codes(run(reported, path))] == [code]
    assert cells(page(summary(reported), "总表"), UNIT, "已整改") == [1]


def test_a_day_before_the_catalogue_is_said_beside_its_row(office: Office) -> None:
    office.collect(office.fill(UNIT, approval=[{"item": "许可", "problem": "2013年10月8日以备案名义审批", "rectification": "已整改"}]))
    path = list_of(office)
    assert [row["建议日期"] for row in rows_of(path)] == ["2013-10-08"]
    row = page(summary(office), "附件2").rows[0]
    assert date(2013, 10, 8) in row and "行为日期早于2014年11月1日" in str(row[-1])
    decide(path, "附件2-0001-01", 行为日期改定=date(2015, 1, 6))
    run(office, path)
    row = page(summary(office), "附件2").rows[0]
    assert date(2015, 1, 6) in row and row[-1] is None


def test_the_list_says_what_was_found_by_visits_and_the_channels_count_it(reported: Office) -> None:
    visits = [
        {"日期": date(2015, 11, 20), "单位": OTHER, "督查方式": how, "督查发现问题": f"问题{how}"} for how in ("明察", "暗访", "查看卷宗")
    ]
    fill(reported, "重点督查", *visits)
    run(reported)
    channels = page(summary(reported), "渠道交叉表")
    assert cells(channels, OTHER, "自查", "明察", "暗访", "职能部门督查", "问题数") == [0, 1, 1, 1, 3]
    assert channels.total[-1] == 6 and any("自查报表所列的3件，督查发现和另行立项的3件" in note for note in channels.notes)
    assert cells(page(summary(reported), "总表"), OTHER, "问题数") == [None]  # its own return is still missing


def test_a_rectification_without_its_problem_is_one_problem_in_summary_ledger_bulletin_and_letters(office: Office) -> None:
    rows = [ONE, {"item": "粮库检查", "problem": None, "rectification": "正在补查"}]
    office.collect(office.fill(UNIT, supervision_problems=rows))
    assert cells(page(summary(office), "总表"), UNIT, "问题数", "整改中") == [2, 2]
    assert [one.details.problem for one in problems(office)] == [ONE["problem"], "（问题一栏没有填写，整改情况：正在补查）"]
    assert "至期末共发现问题2件" in "".join(word for one in bulletin_of(office.open(at(25)), None).pages for word in one.words)
    assert show_ledger(office.open(at(25)), LedgerOptions()).counters.found == 2
    assert len(page(summary(office), "附件4").rows) == 2


def test_a_supplement_that_repeats_a_problem_makes_it_no_second_one(office: Office) -> None:
    office.collect(office.fill(UNIT, "一.xlsx", supervision_problems=[ONE, TWO]), now=at(18))
    office.collect(office.fill(UNIT, "补充.xlsx", supervision_problems=[TWO, THREE]), now=at(19))
    resolve(office.open(at(19, 12)), Answer(receipt=2, action=Action.APPEND, reason="补报"))
    assert len(problems(office)) == 3
    found = summary(office)
    assert cells(page(found, "总表"), UNIT, "问题数") == [3]
    assert [row[-1] for row in page(found, "附件4").rows] == [None, "重复，不另计", None, None]


def test_bad_answers_of_a_checklist_are_problems_in_the_summary_too(tmp_path: Path) -> None:
    clerk = new_office(tmp_path / "行动", rulebook="shiyan-2015", year=2015)
    path = clerk.folder / "campaign.toml"
    text = path.read_text(encoding="utf-8").replace("[groups]\n", '[groups]\n"各单位" = ["市直"]\n')
    path.write_text(text + "\n[deliverables.checklist]\ndue = 2015-06-30\n", encoding="utf-8")
    answers = [{"answer": "是", "evidence": "台账", "problem": "无"} for _ in range(25)]
    for question in (0, 2, 7, 24):
        answers[question]["answer"] = "否"  # of question 3 否 is the good answer
    office = Office(clerk.folder)
    office.fill("市水利局", date="2015-06-25", checklist=answers)
    clerk.run("collect", "--received-at", "2015-06-25T10:00", "--as-of", "2015-06-26", wants=None)
    found = summary(office)
    assert cells(page(found, "总表"), "市水利局", "问题数", "无法判断") == [3, 3]
    assert len(problems(office)) == 3
    assert len(page(found, "自查表").rows) == 25  # the page of a checklist shows every answer


def test_complaints_are_counted_beside_the_channels_and_are_no_problems(tmp_path: Path) -> None:
    clerk = new_office(tmp_path / "行动", rulebook="shiyan-2015", year=2015)
    path = clerk.folder / "campaign.toml"
    path.write_text(path.read_text(encoding="utf-8").replace("[groups]\n", '[groups]\n"各单位" = ["市直"]\n'), encoding="utf-8")
    row = {"受理编号": "T-1", "受理日期": date(2015, 7, 2), "办理单位": "市水利局", "投诉举报内容": "渣土车扰民"}
    clerk.write({"投诉举报": [row, {**row, "受理编号": "T-2"}]})
    inspected = {"日期": date(2015, 7, 1), "单位": "市水利局", "监督主体": "群众举报", "检查方式": "暗访", "存在问题": "渣土车未密闭"}
    clerk.write({"监督检查": [inspected]})
    clerk.record()
    channels = page(summary(Office(clerk.folder)), "渠道交叉表")
    assert cells(channels, "市水利局", "暗访", "问题数", "另：投诉举报") == [1, 1, 2]
    assert channels.total[-2:] == (1, 2)


def test_a_step_of_the_ledger_goes_on_from_what_was_decided(reported: Office) -> None:
    path = list_of(reported)
    decide(path, "附件4-0001-01", 归类改定="已整改")
    run(reported, path)
    fill(reported, "办理记录", event(26, "核验", 事项编号="附件4-0001-01", 单位="", 批准人="王主任"))
    after = run(reported, reported.folder / "registers" / "办理记录.xlsx", now=at(27))
    assert (codes(after), after.ledger) == ([], ())
    assert problems(reported, 27)[0].state.name == "已核验"


def test_a_look_at_a_time_before_there_was_such_a_list_says_so(reported: Office) -> None:
    opened = reported.open(at(25))
    assert opened.campaign.office is not None
    older = replace(opened.campaign.office, forms=tuple(form for form in opened.campaign.office.forms if form.id != "problem-list"))
    with pytest.raises(Stop) as stop:
        show_ledger(replace(opened, campaign=replace(opened.campaign, office=older)), LedgerOptions(problems=reported.folder / "清单.xlsx"))
    assert stop.value.fault.kind is NO_PROBLEM_LIST


@pytest.mark.requirement("DT-10")
@pytest.mark.requirement("DT-11")
def test_the_parts_of_a_category_are_proposed_decided_and_counted_apart(reported: Office) -> None:
    """JG3 asks two things, JG4 three; who names a part names its category."""
    path = list_of(reported)
    decide(path, "附件4-0001-03", 类别改定="处罚强制执行不到位")
    assert codes(run(reported, path)) == []
    found = summary(reported)
    assert cells(page(found, "小项交叉表"), UNIT, "检查发现的问题未及时处理", "重大处罚未经法制审核", "处罚强制执行不到位") == [1, 1, 1]
    assert cells(page(found, "类别交叉表"), UNIT, "日常检查与处理", "处罚与强制", "合计", "问题数") == [1, 2, 3, 3]
    marks = [one.marks for one in problems(reported)]
    assert [(mark.categories, mark.parts) for mark in marks] == [
        (("日常检查与处理",), ("检查发现的问题未及时处理",)),
        (("处罚与强制",), ("重大处罚未经法制审核",)),
        (("处罚与强制",), ("处罚强制执行不到位",)),
    ]


def test_a_part_whose_category_a_person_took_away_is_gone(reported: Office) -> None:
    path = list_of(reported)
    decide(path, "附件4-0001-01", 类别改定="监管制度")
    assert codes(run(reported, path)) == []
    assert problems(reported)[0].marks.parts == ()
