"""督查报告 with its two lists, and 整改通知书: each problem once, with how it stands; drafts until they are registered as sent."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from openpyxl import load_workbook

from duchá.registers.rows import RegisterRow
from duchá.reports.page import Page, Report
from duchá.steps.ledger_of import state_of
from duchá.steps.record import record
from duchá.steps.report_inspection import Selection, inspection_of
from duchá.steps.report_rectification import Selected, report_rectification
from duchá.steps.written import Format
from duchá.terms.fault import Stop
from steps.office import ROW, Office, at
from steps.registers import EVENTS, MATTERS, codes, event, fill, matter, run

FILES, QUIET, CLEAN = "区安监局", "区住建局", "区外办"


def visit(day: int, unit: str, found: str, **columns: Any) -> dict[str, Any]:
    said = {"督查组": "第一督查组", "选定方式": "随机抽取", "督查方式": "查看卷宗", "督查发现问题": found}
    return {"日期": date(2015, 11, day), "单位": unit, **said, **columns}


@pytest.fixture
def inspected(office: Office) -> Office:
    """Two problems with a matter, one that names none, one visit that found nothing, one problem from the ledger alone."""
    problem = {"类别": "督查问题", "督查任务编号": "2015-03"}
    fill(
        office,
        MATTERS,
        matter("DT-1", 牵头单位=FILES, 办理时限=date(2015, 11, 10), **problem),
        matter("DT-2", 牵头单位=QUIET, 办理时限=date(2015, 11, 24), **problem),
        matter("DT-3", 牵头单位=QUIET, 事项名称="公示栏空白", 类别="督查问题"),
        matter("DT-4", 牵头单位=CLEAN, 办理时限=date(2015, 12, 30)),
    )
    fill(
        office,
        "重点督查",
        visit(9, FILES, "许可卷宗归档不全", 事项编号="DT-1"),
        visit(10, QUIET, "许可超过法定时限", 事项编号="DT-2", 督查方式="暗访"),
        visit(10, QUIET, "收费依据未公示，电话13812345678", 督查组="第二督查组"),
        visit(11, CLEAN, "无", 督查组="第二督查组"),
    )
    fill(office, EVENTS, event(20, "进入重点督办", 事项编号="DT-4", 单位=""))
    assert codes(run(office)) == []
    return office


def report(office: Office, day: int = 25, **chosen: Any) -> Report:
    return inspection_of(office.open(at(day)), Selection(**chosen))


def page(of: Report, name: str) -> Page:
    return next(one for one in of.pages if one.name == name)


def column(of: Page, title: str) -> list[Any]:
    at_ = [one.title for one in of.columns].index(title)
    return [row[at_] for row in of.rows]


def words(of: Report, name: str) -> str:
    return "\n".join(page(of, name).words)


def test_every_problem_stands_once_with_its_state_and_its_cell(inspected: Office) -> None:
    listed = page(report(inspected), "问题事项清单")
    assert column(listed, "事项编号") == ["DT-3", "DT-1", "DT-2", "重点督查-R00008"]  # the last one is in no other register
    assert column(listed, "整改状态") == ["待整改"] * 4
    assert column(listed, "整改期限") == [None, date(2015, 11, 10), date(2015, 11, 24), None]
    assert all(str(source).startswith("registers/") and "!" in str(source) for source in column(listed, "出处"))


def test_the_text_counts_what_the_list_shows(inspected: Office) -> None:
    made = report(inspected)
    assert "共登记督查4项次，涉及3个单位，由第一督查组、第二督查组承担" in words(made, "督查情况")
    assert "共发现问题4个，涉及2个单位；1项次没有发现问题" in words(made, "发现的主要问题")
    assert "已登记台账4个：已销号0个，已报待审核0个，整改中4个（其中逾期2个）。" in words(made, "整改落实情况")
    assert "138****5678" in words(made, "发现的主要问题")


def test_what_was_not_carried_out_is_proposed_with_its_reasons_and_left_to_people(inspected: Office) -> None:
    listed = page(report(inspected), "不落实典型事项清单")
    assert list(zip(column(listed, "事项编号"), column(listed, "情形"), strict=True)) == [("DT-1", "逾期15天"), ("DT-4", "重点督办")]
    assert column(listed, "核定") == [None, None]  # DT-2 is one day late: red, not flashing
    assert "DT-2" in column(page(report(inspected, day=26), "不落实典型事项清单"), "事项编号")  # two days, as 以上 includes them


def test_a_task_a_group_or_a_matter_can_be_asked_for(inspected: Office) -> None:
    assert column(page(report(inspected, task="2015-03"), "问题事项清单"), "事项编号") == ["DT-1", "DT-2"]
    assert column(page(report(inspected, task="第二督查组"), "问题事项清单"), "单位") == [QUIET]
    one = report(inspected, matter="DT-1")
    assert (one.title, column(page(one, "问题事项清单"), "单位")) == ("关于DT-1的督查报告", [FILES])
    assert column(page(one, "不落实典型事项清单"), "事项编号") == ["DT-1"]
    with pytest.raises(Stop) as stop:
        report(inspected, task="2099-01")
    assert stop.value.fault.kind.code == "C031"


def test_an_office_that_has_not_inspected_gets_a_report_that_says_so(office: Office) -> None:
    made = report(office)
    assert words(made, "督查情况") == "没有督查登记。"
    assert page(made, "问题事项清单").rows == ()


def test_the_command_writes_the_report_and_both_lists(inspected: Office, ducha: Callable[..., Any]) -> None:
    for ending in ("docx", "xlsx", "md"):
        ducha("report", "inspection", "--as-of", "2015-11-25", "--format", ending, cwd=inspected.folder)
    document = Document(str(inspected.folder / "reports" / "督查报告-2015-11-25.docx"))
    text = "\n".join(paragraph.text for paragraph in document.paragraphs)
    assert all(words in text for words in ("一、督查情况", "1. 问题事项清单", "2. 不落实典型事项清单"))
    assert [len(table.rows) for table in document.tables] == [5, 3]
    book = load_workbook(inspected.folder / "reports" / "督查报告-2015-11-25.xlsx")
    assert book.sheetnames == ["正文", "问题事项清单", "不落实典型事项清单"]


def states(office: Office, day: int) -> dict[str, str]:
    return {matter.id: matter.state.name for matter in state_of(office.open(at(day))).ledger.matters}


def notices(office: Office, day: int = 25, **chosen: Any) -> tuple[Path, ...]:
    return report_rectification(office.open(at(day)), Selected(**chosen), Format.XLSX).also


def test_one_notice_a_unit_about_all_its_problems(inspected: Office) -> None:
    made = notices(inspected)
    letters = {path.stem.split("-")[1]: path for path in made if path.suffix == ".md"}
    assert set(letters) == {FILES, QUIET}  # a task is no problem
    text = letters[QUIET].read_text(encoding="utf-8")
    assert "3个问题" in text
    assert "收费依据未公示，电话138\\*\\*\\*\\*5678（重点督查-R00008）" in text
    assert "2015年11月24日" in text
    assert "\\_\\_\\_\\_年\\_\\_月\\_\\_日" in text  # nobody has set a limit for DT-3: left for a person
    docx = next(path for path in made if path.suffix == ".docx" and QUIET in path.name)
    document = Document(str(docx))
    assert len(document.tables[0].rows) == 4
    assert "签收人" in document.paragraphs[-1].text


def test_a_notice_is_a_draft_until_its_row_is_registered(inspected: Office) -> None:
    before = inspected.journal()
    made = notices(inspected)
    assert states(inspected, 25)["DT-1"] == "待整改"
    assert inspected.journal() == before
    ready = next(path for path in made if path.name == "办理记录-待确认.xlsx")
    (inspected.folder / "registers" / ready.name).write_bytes(ready.read_bytes())
    assert codes(record(inspected.open(at(26)), ())) == []
    now = states(inspected, 26)
    assert {now[number] for number in ("DT-1", "DT-2", "DT-3")} == {"整改中"}
    assert notices(inspected, day=26) == ()  # nothing is required twice
    assert any("DT-1" in path.read_text(encoding="utf-8") for path in notices(inspected, day=26, matter="DT-1") if path.suffix == ".md")


def test_the_same_notices_again_are_the_same_bytes(inspected: Office) -> None:
    first = {path: path.read_bytes() for path in notices(inspected)}
    assert {path: path.read_bytes() for path in notices(inspected)} == first


def test_words_of_people_are_no_template_and_no_markup(office: Office) -> None:
    evil = "{{ 7*191 }}|<b>{% raw %}"
    office.fill(FILES, approval=[{**ROW, "problem": evil, "rectification": "正在整改"}])
    office.collect(now=at(18))
    made = notices(office)
    document = Document(str(next(path for path in made if path.suffix == ".docx")))
    assert evil in document.tables[0].rows[1].cells[1].text
    text = next(path for path in made if path.suffix == ".md").read_text(encoding="utf-8")
    assert "1337" not in text
    assert "\\|&lt;b&gt;" in text


def test_the_command_says_what_it_wrote(inspected: Office, ducha: Callable[..., Any]) -> None:
    answer = json.loads(ducha("report", "rectification", "--as-of", "2015-11-25", "--unit", QUIET, "--json", cwd=inspected.folder).stdout)
    names = [Path(path).name for path in answer["files"]]
    assert names[0] == "整改通知清单-2015-11-25.xlsx"
    assert sum(name.endswith("整改通知书.docx") for name in names) == 1


def test_what_a_unit_reported_itself_has_a_notice_of_its_own_that_speaks_of_no_inspection(inspected: Office) -> None:
    inspected.collect(inspected.fill(QUIET, supervision_problems=[{**ROW, "rectification": "正在整改"}]), now=at(18))
    made = notices(inspected)
    letters = {path.stem: path.read_text(encoding="utf-8") for path in made if path.suffix == ".md" and QUIET in path.name}
    found, reported = (
        next(text for stem, text in letters.items() if stem.endswith(end)) for end in ("住建局-整改通知书", "自查问题整改通知书")
    )
    assert ROW["problem"] not in found and "3个问题" in found
    assert reported.startswith("# 自查问题整改通知书") and ROW["problem"] in reported
    assert "你单位报送的自查自纠材料列有下列1个问题，材料中没有写明已整改完成" in reported
    assert (
        "检查发现" not in reported and "检查时间" not in reported and "2015年11月18日" in reported
    )  # the day it was received, and called so
    assert "| 序号 | 自查报告的问题 | 收到材料 |" in reported
    document = Document(str(next(path for path in made if path.name.endswith("自查问题整改通知书.docx"))))
    text = "\n".join(paragraph.text for paragraph in document.paragraphs)
    assert document.paragraphs[0].text == "自查问题整改通知书" and "检查发现" not in text
    assert [cell.text for cell in document.tables[0].rows[0].cells] == ["序号", "自查报告的问题", "收到材料", "依据", "整改期限"]


def test_a_notice_names_the_days_of_inspections_only_where_somebody_was_there(inspected: Office) -> None:
    letters = {path.stem.split("-")[1]: path.read_text(encoding="utf-8") for path in notices(inspected) if path.suffix == ".md"}
    assert "经检查发现你单位存在下列3个问题" in letters[QUIET]  # DT-2 and DT-3 were registered, and nobody wrote down when they were found
    assert "2015年11月4日" not in letters[QUIET]  # 立项 is no day of an inspection
    assert "（DT-2） | — |" in letters[QUIET]
    only = notices(inspected, matter="重点督查-R00008")
    assert "2015年11月10日检查发现你单位存在下列1个问题" in next(path for path in only if path.suffix == ".md").read_text(encoding="utf-8")


def again(day: int, over: str, found: str, unit: str | None = None) -> dict[str, Any]:
    return {"日期": date(2015, 11, day), "监督对象": over, "所在单位": unit, "再监督发现问题": found}


def test_a_row_that_names_no_unit_is_asked_about_when_it_is_recorded(office: Office) -> None:
    over = "纪检监察组织自查自纠"
    fill(office, "再监督", again(12, over, "履职记录不全"), again(13, over, "无", QUIET))
    found = run(office)
    assert [code for _, code in codes(found)] == ["S742"]
    fill(office, "再监督", again(12, over, "履职记录不全", FILES), again(13, over, "无", QUIET))
    assert codes(run(office)) == []


def _saying(row: RegisterRow, **values: Any) -> RegisterRow:
    """The row as an earlier version of the program may have written it down."""
    return replace(row, _told={**row._told, "values": {**row._told["values"], **values}})


def test_re_inspections_are_no_methods_and_an_unnamed_unit_is_none(inspected: Office) -> None:
    from duchá.campaign.model import end_of
    from duchá.journal.fact import FactKind
    from duchá.registers.rows import rows_of
    from duchá.reports.inspection.findings import Inspected, findings_of
    from duchá.reports.inspection.report import inspection_report
    from duchá.steps.report_bulletin import provenance_of
    from duchá.terms.content_json import content_json
    from duchá.terms.quantity import EMPTY

    fill(inspected, "再监督", again(12, "纪检监察组织自查自纠", "履职记录不全", FILES), again(13, "区编办监督履职", "清单未更新", QUIET))
    assert codes(run(inspected)) == []
    made = report(inspected)
    assert "共登记督查4项次，涉及3个单位" in words(made, "督查情况") and "督查方式：查看卷宗3项次、暗访1项次" in words(made, "督查情况")
    assert "另登记再监督2项次，对象：纪检监察组织自查自纠1项次、区编办监督履职1项次。" in words(made, "督查情况")
    assert "再监督（区编办监督履职）" in column(page(made, "问题事项清单"), "督查方式")
    opened = inspected.open(at(25))
    rows = rows_of(opened.facts(FactKind.ROW), end_of(opened.as_of, opened.campaign))  # an earlier version recorded rows without a unit
    nameless = [_saying(row, unit=content_json(EMPTY)) if row.register == "re-inspections" else row for row in rows]
    found = findings_of(opened.campaign, nameless, state_of(opened).ledger.matters, opened.as_of)
    old = inspection_report(
        Inspected(campaign=opened.campaign, as_of=opened.as_of, findings=found, typical=()), provenance_of(opened, full=False)
    )
    assert "其中2项次没有写明单位，不计入单位数。" in words(old, "督查情况")
    told = words(old, "发现的主要问题")
    assert "涉及2个单位，另有2个没有写明单位；" in told and "3. （未写明单位）（2个）：" in told
    assert not any(line.split(". ", 1)[-1].startswith("（2个）") for line in told.splitlines())
