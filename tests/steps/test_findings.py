"""What the office's inspections and the checklists find: a problem in the ledger once, at its cell, with its notice, known again when it recurs."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from duchá.ledger.matter import Matter
from duchá.steps.ledger_of import state_of
from duchá.steps.report_inspection import Selection, inspection_of
from duchá.steps.report_rectification import Selected, report_rectification
from duchá.steps.written import Format
from duchá.terms.read_packaged import packaged
from scoring.office import Office as Clerk, new_office
from steps.office import Office, at
from steps.registers import EVENTS, codes, event, fill, run

UNIT, OTHER = "区住建局", "区安监局"


def visit(day: int, found: str, unit: str = UNIT, **columns: Any) -> dict[str, Any]:
    return {"日期": date(2015, 11, day), "单位": unit, "督查组": "第一督查组", "督查方式": "明察", "督查发现问题": found, **columns}


def problems(office: Office, day: int = 25) -> list[Matter]:
    return [matter for matter in state_of(office.open(at(day))).ledger.matters if matter.form == "inspections"]


def numbers(office: Office, day: int = 25) -> list[str]:
    return [matter.id for matter in problems(office, day) if not matter.withdrawn]


def test_a_row_without_a_number_is_a_problem_once(office: Office) -> None:
    fill(office, "重点督查", visit(9, "收费依据未公示"), visit(10, "无"), visit(11, "公示栏空白", 事项编号=""))
    for _ in range(2):
        assert codes(run(office)) == []
    found = problems(office)
    assert [(one.id, one.lead, one.details.problem, one.details.category, one.state.name) for one in found] == [
        ("重点督查-R00001", UNIT, "收费依据未公示", "督查问题", "待整改"),
        ("重点督查-R00003", UNIT, "公示栏空白", "督查问题", "待整改"),
    ]
    assert (found[0].place.file, found[0].place.sheet, found[0].opened_on) == ("registers/重点督查.xlsx", "重点督查", date(2015, 11, 9))
    assert found[0].place.cell.startswith("G")
    assert numbers(office, day=10) == ["重点督查-R00001"]  # on that day the other had not been found


def test_its_notice_is_written_and_the_row_that_says_so_is_taken_back(office: Office) -> None:
    fill(office, "重点督查", visit(9, "收费依据未公示"))
    run(office)
    made = report_rectification(office.open(at(25)), Selected(task="第一督查组"), Format.XLSX).also
    letter = next(path for path in made if path.suffix == ".md").read_text(encoding="utf-8")
    assert "收费依据未公示（重点督查-R00001）" in letter
    ready = next(path for path in made if path.name == "办理记录-待确认.xlsx")
    assert codes(run(office, ready)) == []
    assert problems(office)[0].state.name == "整改中"


def test_a_corrected_row_is_the_same_problem_and_one_that_is_taken_back_is_withdrawn(office: Office) -> None:
    fill(office, "重点督查", visit(9, "收费依据未公示"), visit(10, "公示栏空白"))
    run(office)
    fill(office, "重点督查", visit(9, "收费依据和标准未公示"), visit(10, "无"))
    run(office)
    found = [(one.id, one.details.problem, one.withdrawn) for one in problems(office)]
    assert found == [("重点督查-R00001", "收费依据和标准未公示", False), ("重点督查-R00002", "公示栏空白", True)]


def test_found_again_while_it_is_open_it_is_the_one_that_is_there(office: Office) -> None:
    fill(
        office,
        "重点督查",
        visit(9, "收费依据未公示"),
        visit(16, "收费依据未公示 ", 督查组="第二督查组"),
        visit(16, "收费依据未公示", OTHER),
    )
    run(office)
    assert [(one.lead, one.opened_on.day) for one in problems(office)] == [(UNIT, 9), (OTHER, 16)]


def test_found_again_after_it_was_closed_it_points_to_the_first(office: Office) -> None:
    fill(office, "重点督查", visit(9, "收费依据未公示"), visit(20, "收费依据未公示"))
    steps = [(10, "反馈"), (11, "核验"), (12, "销号")]
    number = {"事项编号": "重点督查-R00001"}
    by = {"反馈": {"单位": UNIT}, "核验": {"批准人": "王某"}, "销号": {}}
    run(office)
    fill(office, EVENTS, *(event(day, move, **number, **by[move]) for day, move in steps))
    assert codes(run(office)) == []
    first, again = problems(office)
    assert (first.state.name, first.ended_on, again.first_record) == ("已销号", date(2015, 11, 12), "重点督查-R00001")


@pytest.fixture
def bureau(tmp_path: Path) -> Clerk:
    """十堰, with one unit of the roster in its group."""
    made = new_office(tmp_path / "行动", rulebook="shiyan-2015", year=2015)
    path = made.folder / "campaign.toml"
    text = path.read_text(encoding="utf-8").replace("[groups]\n", '[groups]\n"各单位" = ["市直"]\n')
    path.write_text(text + "\n[deliverables.checklist]\ndue = 2015-06-30\n", encoding="utf-8")
    return made


def ledger(clerk: Clerk, day: int = 28) -> list[tuple[str, str, str]]:
    matters = state_of(Office(clerk.folder).open(at(day))).ledger.matters
    return [(one.id, one.details.title, one.details.problem) for one in matters]


def test_a_checklist_says_what_is_wrong_by_the_polarity_of_its_questions(bureau: Clerk) -> None:
    answers = [{"answer": "是", "evidence": "台账", "problem": "无"} for _ in range(25)]
    answers[2]["answer"] = "否"  # question 3: 否 is the good answer
    answers[7] |= {"answer": "部分", "problem": "两个路段渣土运输巡查记录不全"}
    answers[24] |= {"answer": "否"}
    Office(bureau.folder).fill("市水利局", date="2015-06-25", checklist=answers)
    bureau.run("collect", "--received-at", "2015-06-25T10:00", "--as-of", "2015-06-26", wants=None)
    assert ledger(bureau) == [
        ("checklist-0001-08", "对群众反映的突出问题开展专项整治", "两个路段渣土运输巡查记录不全"),
        ("checklist-0001-25", "健全履职尽责长效机制", "健全履职尽责长效机制（答“否”）"),
    ]


def test_the_bureau_s_own_inspections_feed_the_same_ledger(bureau: Clerk) -> None:
    row = {"日期": date(2015, 7, 1), "单位": "市水利局", "监督主体": "局党委明察暗访"}
    bureau.write({"监督检查": [
        {**row, "检查方式": "暗访", "存在问题": "渣土车未密闭", "问题类别": "渣土管理"},
        {**row, "问题序号": 3, "检查结果": "是"},
        {**row, "问题序号": 25, "检查结果": "是", "存在问题": "无"},
    ]})  # fmt: skip
    bureau.record()
    assert [problem for _, _, problem in ledger(bureau)] == ["渣土车未密闭", "存在法外设权、吃拿卡要、地方保护、侵害群众利益（答“是”）"]


@pytest.mark.parametrize("declared", [False, True])
def test_what_a_score_sheet_notes_is_a_problem_only_where_the_rulebook_says_so(tmp_path: Path, declared: bool) -> None:
    clerk = new_office(tmp_path / "行动", rulebook="jinshui", year=2015)
    if declared:
        own = clerk.folder / "templates" / "rulebooks" / "jinshui" / "rulebook.toml"
        own.parent.mkdir(parents=True)
        text = packaged("rulebooks/jinshui/rulebook.toml").read_text(encoding="utf-8")
        own.write_text(text.replace('use = "problem"\n', 'use = "problem"\nfinding = true\n'), encoding="utf-8")
    row = {"期间": "2015", "评定日期": date(2015, 11, 20), "单位": "市水利局", "扣分依据": "网站截图"}
    clerk.write({"评议得分": [{**row, "存在问题": "三项清单没有按规定调整"}, {**row, "单位": "市教育局", "存在问题": "无"}]})
    clerk.record()
    assert ledger(clerk) == ([("评议得分-R00002", "", "三项清单没有按规定调整")] if declared else [])
    report = inspection_of(Office(clerk.folder).open(at(28)), Selection())
    assert "没有督查登记。" in report.pages[0].words  # to give points is no visit
    assert [row[7] for row in report.pages[5].rows] == (["评议得分-R00002"] if declared else [])


def test_the_inspections_of_jinshui_too(tmp_path: Path) -> None:
    clerk = new_office(tmp_path / "行动", rulebook="jinshui", year=2018)
    row = {"日期": date(2018, 5, 4), "检查组": "第一组", "单位": "市水利局", "检查方式": "抽查", "检查内容": "责任清单公示"}
    clerk.write({"监督检查": [{**row, "存在问题": "网站公示的不是审定版本"}]})
    clerk.record()
    clerk.run("report", "rectification", "--as-of", "2018-05-05", wants=None)
    letters = list((clerk.folder / "reports" / "整改通知书-2018-05-05").glob("*.md"))
    assert [path.name for path in letters] == ["13-市水利局-整改通知书.md"]
    assert "网站公示的不是审定版本（监督检查-R00001）" in letters[0].read_text(encoding="utf-8")
