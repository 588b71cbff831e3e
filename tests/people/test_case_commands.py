"""case list and case show: a case from the lead to its end by rows of 问责办理, and what stands against each step that is not taken.

Articles 2–11 of 晋城's 责任追究办法; the engine is `ledger/cases.py`, its guards are walked at random in `test_case_walks.py`.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from docx import Document
from openpyxl import load_workbook

from people.jincheng import (
    AGENCY,
    DECIDED,
    DEPARTMENT,
    IMPLEMENTER,
    UNIT,
    a_case,
    cases,
    day,
    evidence,
    jincheng,
    shown,
    step,
    the_whole_way,
)
from scoring.office import Office

pytestmark = [
    pytest.mark.requirement("JC-Z-01", key="jincheng-accountability-2017 forms.accountability-cases"),
    pytest.mark.requirement("JC-Z-02", key="jincheng-accountability-2017 procedures.accountability.actors.organization"),
    pytest.mark.requirement("JC-Z-03", key="jincheng-accountability-2017 procedures.accountability.steps.forward"),
    pytest.mark.requirement("JC-Z-04", key="jincheng-accountability-2017 forms.accountability-cases.columns.reasons"),
    pytest.mark.requirement("JC-Z-09", key="jincheng-accountability-2017 procedures.accountability.openings.talk"),
    pytest.mark.requirement("JC-Z-10", key="jincheng-accountability-2017 forms.accountability-cases.columns.decided"),
    pytest.mark.requirement("JC-Z-11", key="jincheng-accountability-2017 forms.accountability-cases.columns.suggested"),
    pytest.mark.requirement("JC-Z-12", key="jincheng-accountability-2017 procedures.accountability.actors.department"),
    pytest.mark.requirement("JC-Z-13", key="jincheng-accountability-2017 procedures.accountability.steps.transfer"),
    pytest.mark.requirement("JC-Z-14", key="jincheng-accountability-2017 procedures.accountability.steps.forward"),
    pytest.mark.requirement("JC-Z-15", key="jincheng-accountability-2017 procedures.accountability.steps.opine"),
    pytest.mark.requirement("JC-Z-16", key="jincheng-accountability-2017 procedures.accountability.steps.coordinate"),
    pytest.mark.requirement("JC-Z-17", key="jincheng-accountability-2017 readings.appeal"),
    pytest.mark.requirement("JC-Z-18", key="jincheng-accountability-2017 procedures.accountability.steps.return"),
    pytest.mark.requirement("JC-Z-19", key="jincheng-accountability-2017 procedures.accountability.steps.report-result"),
    pytest.mark.requirement("JC-Z-20", key="jincheng-accountability-2017 procedures.accountability.steps.copy"),
    pytest.mark.requirement("JC-Z-21", key="jincheng-accountability-2017 procedures.accountability.steps.direct"),
    pytest.mark.requirement("JC-Z-23", key="jincheng-accountability-2017 procedures.accountability"),
]


def fill(office: Office, case: dict[str, Any], steps: list[dict[str, Any]], *proofs: dict[str, Any], wants: int | None = None) -> str:
    office.write({"问责案件": [case]})
    office.write({"证据清单": list(proofs) or [evidence()]})
    if steps:
        office.write({"问责办理": steps})
    return office.run("record", wants=wants)


def test_a_case_goes_the_whole_way(office: Office) -> None:
    fill(office, a_case(**DECIDED), the_whole_way(), wants=0)
    states = {
        day(5, 2): "登记", day(5, 3): "已移交", day(5, 5): "核查中", day(5, 11): "已转送", day(5, 12): "拟定意见", day(5, 20): "意见已报",
        day(5, 22): "待复核", day(5, 23): "复核中", day(5, 25): "待执行", day(5, 30): "已问责", day(6, 1): "结果已报", day(6, 5): "政府同意",
        day(6, 6): "已抄送", day(6, 8): "办结",
    }  # fmt: skip
    for of, state in states.items():
        assert cases(office, of)["cases"][0]["state"] == state, of
    done = shown(office, "WZ-1", day(7, 1))
    assert (done["next"], done["missing"], done["refused"], done["measures"]) == ([], [], [], ["通报"])
    assert done["opened"] == [
        {
            "name": "约谈主要负责人",
            "since": "2018-05-25",
            "done_on": "2018-05-28",
            "article": "《晋城市政府督查责任追究办法（试行）》第六条",
            "register": "督办事项",
            "row": {},
        }
    ]


def test_the_list_is_as_scripts_expect(office: Office) -> None:
    fill(office, a_case(建议措施="通报"), the_whole_way()[:1], wants=0)
    office.write({"问责案件": [a_case("WZ-2", 对象类别="工作人员", 姓名="张三")]})
    office.run("record", wants=None)
    assert cases(office, day(5, 7), wants=0)["cases"] == [
        {
            "case": "WZ-1", "subject": UNIT, "person": None, "state": "已移交", "since": "2018-05-03", "days": 4,
            "next": ["核查", "直接转交"],
            "missing": ["“问责案件”的“定性”没有填（第四条）", "“问责案件”的“依据条款”没有填（第四条）"],
            "measures": ["通报"], "article": "《晋城市政府督查责任追究办法（试行）》第九条（一）",
        },
        {
            "case": "WZ-2", "subject": UNIT, "person": "张三", "state": "登记", "since": "2018-05-02", "days": 5, "next": ["移交"],
            "missing": ["“问责案件”的“建议措施”没有填（第九条（一））"], "measures": [],
            "article": "《晋城市政府督查责任追究办法（试行）》第九条（一）",
        },
    ]  # fmt: skip


# what is left out of the row or the case → the step that is refused, the state in which the case stays, what is said
LACKING: list[tuple[str, dict[str, Any], dict[str, Any], str, str]] = [
    ("移交", {"文书": None}, {}, "登记", "“问责办理”的“文书”没有写明“移交函”（第九条（一））"),
    ("移交", {"发往": "市财政局"}, {}, "登记", "“问责办理”的“发往”没有写主管部门（市环保局）（第九条（一））"),
    ("移交", {}, {"建议措施": None, "决定措施": None}, "登记", "“问责案件”的“建议措施”没有填（第九条（一））"),
    ("转送", {"抄送": None}, {}, "核查中", "“问责办理”的“抄送”没有写政府督查机构（市政府督查室）（第九条（一））"),
    ("转送", {}, {"定性": None}, "核查中", "“问责案件”的“定性”没有填（第四条）"),
    ("转送", {}, {"依据条款": None}, "核查中", "“问责案件”的“依据条款”没有填（第四条）"),
    ("上报意见", {}, {"决定措施": None}, "拟定意见", "“问责案件”的“决定措施”没有填（第九条（二））"),
    ("复核同意", {"批准人": None}, {}, "复核中", "“问责办理”的“批准人”没有填（第九条（三））"),
    ("上报结果", {"抄送": None}, {}, "已问责", "“问责办理”的“抄送”没有写主管部门（市环保局）（第九条（四））"),
    ("政府同意", {"批准人": None}, {}, "结果已报", "“问责办理”的“批准人”没有填（第九条（五））"),
    ("抄送组织部门", {"发往": "县委组织部"}, {}, "政府同意", "“问责办理”的“发往”没有写同级党委组织部门（市委组织部）（第九条（五））"),
    ("办结", {}, {"公开方式": None}, "已抄送", "“问责案件”的“公开方式”没有填（第九条（五））"),
]


@pytest.mark.parametrize(("name", "cells", "of_case", "state", "said"), LACKING, ids=[f"{one[0]}-{at}" for at, one in enumerate(LACKING)])
def test_a_step_without_what_its_article_asks_for_is_not_taken(
    office: Office, name: str, cells: dict[str, Any], of_case: dict[str, Any], state: str, said: str
) -> None:
    steps = [one | cells if one["环节"] == name else one for one in the_whole_way()]
    printed = fill(office, a_case(**(DECIDED | of_case)), steps, wants=1)
    found = shown(office, "WZ-1", day(7, 1))
    assert (found["state"], found["refused"][0]["step"]) == (state, name)
    assert said in found["refused"][0]["why"] and said in found["missing"] and said in printed
    assert printed.count("L204") == 1  # one cause, one fault: the later steps are refused only because of it


def test_evidence_found_after_the_transfer_does_not_count(office: Office) -> None:
    fill(office, a_case(**DECIDED), the_whole_way(), evidence(日期=day(5, 11)), wants=1)
    found = shown(office, "WZ-1", day(7, 1))
    assert found["state"] == "核查中"
    assert found["refused"][0]["why"] == ["证据清单：“证据清单”2018年5月10日以前还没有本案的行（第四条）"]


def test_what_is_clear_may_be_passed_on_without_a_check_with_reason_and_approval(office: Office) -> None:
    """第十条."""
    short = step(day(5, 5), "直接转交", 发往=IMPLEMENTER)
    fill(office, a_case(**DECIDED), [the_whole_way()[0], short], wants=1)
    found = shown(office, "WZ-1", day(5, 6))
    assert found["state"] == "已移交"
    assert found["refused"][0]["why"] == ["“问责办理”的“理由”没有填（第十条）", "“问责办理”的“批准人”没有填（第十条）"]
    office.write({"问责办理": [step(day(5, 6), "直接转交", 发往=IMPLEMENTER, 理由="事实清楚、证据确凿", 批准人="王某")]})
    office.run("record", wants=None)
    assert shown(office, "WZ-1", day(5, 6))["state"] == "已转送"


def test_an_opinion_that_is_sent_back_is_counted_and_owed_anew(office: Office) -> None:
    way = the_whole_way()[:7]
    back = [
        step(day(5, 24), "退回", 文书="退回函", 发往=IMPLEMENTER, 理由="偏轻"),
        step(day(5, 24), "复核同意", 发往=IMPLEMENTER, 批准人="王某"),
    ]
    fill(office, a_case(**DECIDED), [*way, *back], wants=1)
    found = shown(office, "WZ-1", day(5, 30))
    assert (found["state"], found["counters"], found["next"]) == ("已转送", {"退回": 1}, ["调查核实"])
    assert "这时是“已转送”，不能“复核同意”" in found["refused"][0]["why"][0]


def test_admonition_and_removal_wait_for_the_party_bodies(office: Office) -> None:
    """第九条（二）."""
    person = DECIDED | {
        "建议措施": "诫勉",
        "决定措施": "诫勉、组织调整或组织处理、纪律处分",
        "诫勉形式": "书面",
        "组织处理形式": "免职",
        "处分类别": "政务处分",
    }
    case = a_case(对象类别="工作人员", 姓名="张三", **person)
    fill(office, case, the_whole_way()[:5], wants=1)
    found = shown(office, "WZ-1", day(5, 30))
    assert found["state"] == "拟定意见" and found["next"] == ["协调党委纪委意见", "政务处分程序", "上报意见"]
    assert found["refused"][0]["why"] == ["“协调党委纪委意见”还没有办（第九条（二））", "“政务处分程序”还没有办（第九条（二））"]
    sides = [step(day(5, 15), "协调党委纪委意见", 发往="市纪委", 结果="同意"), step(day(5, 16), "政务处分程序", 结果="已立案")]
    office.write({"问责办理": sides})
    office.run("record", wants=None)
    assert shown(office, "WZ-1", day(5, 30))["state"] == "意见已报"


@pytest.mark.parametrize(
    ("column", "cell", "value"),
    [("诫勉形式", "诫勉", "谈话"), ("组织处理形式", "组织调整或组织处理", "降职"), ("处分类别", "纪律处分", "党纪处分")],
)
def test_the_form_of_a_measure_must_be_said(office: Office, column: str, cell: str, value: str) -> None:
    """第七条."""
    case = a_case(对象类别="工作人员", 姓名="张三", **(DECIDED | {"建议措施": cell, "决定措施": cell}))
    sides = [step(day(5, 15), "协调党委纪委意见", 发往="市纪委", 结果="同意"), step(day(5, 15), "党纪处分程序", 结果="已立案")]
    fill(office, case, [*the_whole_way()[:5], *sides], wants=1)
    assert f"“问责案件”的“{column}”没有填（第七条）" in shown(office, "WZ-1", day(5, 30))["missing"]


def test_measures_that_no_article_knows_are_said(office: Office) -> None:
    said = fill(office, a_case(建议措施="诫勉", 情形="乱作为、迟到"), [], wants=1)
    assert "“诫勉”不在规定的方式之内（检查、通报）（第八条）" in said and "“迟到”不在规定的方式之内" in said and said.count("L205") == 2


def test_a_public_criticism_of_a_unit_wants_a_talk_before_the_end(office: Office) -> None:
    """第六条（二）."""
    steps = [one for one in the_whole_way() if one["环节"] != "约谈"]
    fill(office, a_case(**DECIDED), steps, wants=1)
    found = shown(office, "WZ-1", day(7, 1))
    assert found["state"] == "已抄送" and "“约谈主要负责人”还没有办结（“约谈”）（第六条）" in found["missing"] and "约谈" in found["next"]
    assert found["opened"][0]["row"] == {
        "事项编号": "YT-WZ-1", "事项名称": f"约谈{UNIT}主要负责人", "类别": "督办事项", "来源": "督查责任追究案件WZ-1", "牵头单位": UNIT,
    }  # fmt: skip


def test_an_appeal_is_shown_and_stops_nothing_unless_the_office_reads_it_so(office: Office) -> None:
    appeal = step(day(5, 26), "申请复核或申诉", 理由="不服")
    fill(office, a_case(**DECIDED), [*the_whole_way(), appeal], wants=0)
    found = shown(office, "WZ-1", day(7, 1))
    assert found["state"] == "办结"
    assert found["branches"] == [{"name": "复核、申诉", "since": "2018-05-26", "until": None, "result": None}]
    office.read(**{"jincheng-accountability-2017.appeal": "waits"})
    waiting = shown(office, "WZ-1", day(7, 1))
    assert waiting["state"] == "待执行" and "“复核、申诉”还没有结果，“实施问责”暂停（第九条（二））" in waiting["missing"]
    office.write({"问责办理": [step(day(5, 29), "复核或申诉结果", 结果="维持")]})
    office.run("record", wants=None)
    assert shown(office, "WZ-1", day(7, 1))["state"] == "办结"


def test_the_level_decides_who_gets_the_copy(office: Office) -> None:
    """第三条."""
    fill(office, a_case(**(DECIDED | {"管辖层级": "县"})), the_whole_way()[:12], wants=0)
    row = shown(office, "WZ-1", day(7, 1))["rows"][0]["row"]
    assert row == {"日期": "", "案件编号": "WZ-1", "环节": "抄送组织部门", "文书": "抄送函", "发往": "县（市、区）委组织部"}


def test_what_was_done_before_the_rules_came_into_force_is_not_judged_by_them(office: Office) -> None:
    """第十一条."""
    fill(office, a_case(违规完成日期=day(11, 19, 2017), 建议措施="通报"), the_whole_way()[:1], wants=1)
    found = shown(office, "WZ-1", day(7, 1))
    assert found["state"] == "登记" and "施行（2017年11月20日）以前，不按它办理（第九条）" in found["missing"][0]


def test_a_step_of_a_case_that_nobody_registered_is_said(office: Office) -> None:
    said = fill(office, a_case(), [step(day(5, 3), "移交", "WZ-9")], wants=1)
    assert "“WZ-9”不在“问责案件”里" in said and "L203" in said


def test_an_unknown_case_is_one_line(office: Office) -> None:
    assert "没有编号为“WZ-9”的案件" in office.run("case", "show", "WZ-9", wants=2)  # CASE_UNKNOWN


def test_a_correction_or_a_withdrawal_takes_back_what_rested_on_it(office: Office) -> None:
    fill(office, a_case(**DECIDED), the_whole_way(), wants=0)
    path = office.folder / "registers" / "问责办理.xlsx"
    book = load_workbook(path)
    sheet = book.worksheets[0]
    where = {cell.value: (cell.row, cell.column) for row in sheet.iter_rows() for cell in row}
    sheet.cell(where["政府同意"][0], where["批准人"][1]).value = None
    book.save(path)
    office.run("record", wants=None)
    found = shown(office, "WZ-1", day(7, 1))
    assert found["state"] == "结果已报" and [one["step"] for one in found["refused"]] == ["政府同意", "抄送组织部门", "办结"]


def test_the_letters_of_the_next_step_are_drafted_and_the_card_tells_everything(office: Office) -> None:
    fill(office, a_case(**(DECIDED | {"事实": "擅自停工，举报人电话13812345678"})), the_whole_way()[:1], wants=0)
    office.run("case", "show", "WZ-1", "--as-of", "2018-05-06", "--letters", "--format", "docx", wants=0)
    folder = office.folder / "reports" / "案件文书-2018-05-06"
    assert {path.name for path in folder.iterdir()} == {"WZ-1-关于直接转交问责线索的函.docx", "WZ-1-关于直接转交问责线索的函.md"}
    letter = "\n".join(paragraph.text for paragraph in Document(str(folder / "WZ-1-关于直接转交问责线索的函.docx")).paragraphs)
    assert f"{IMPLEMENTER}：" in letter and "138****5678" in letter and f"抄送：{AGENCY}。" in letter and DEPARTMENT in letter
    card = Document(str(office.folder / "reports" / "案件卡片-WZ-1-2018-05-06.docx"))
    cells = [cell.text for table in card.tables for row in table.rows for cell in row.cells]
    assert {"已移交", "移交函"} <= set(cells) and any("停工通知" in text for text in cells)
    assert not any("13812345678" in text for text in cells)
    office.run("case", "show", "WZ-1", "--as-of", "2018-05-02", "--letters", wants=0)
    fill(office, a_case("WZ-2", **DECIDED), [*({**one, "案件编号": "WZ-2"} for one in the_whole_way())], evidence("WZ-2"), wants=0)
    assert "没有要由本工具起草的文书" in office.run("case", "show", "WZ-2", "--as-of", "2018-07-01", "--letters", wants=2)  # L208


def test_the_summary_counts_by_state_measure_and_unit(office: Office) -> None:
    office.write({"问责案件": [a_case(**DECIDED), a_case("WZ-2"), a_case("WZ-3", 单位="市财政局")], "证据清单": [evidence()]})
    office.write({"问责办理": the_whole_way()})
    office.run("record", wants=0)
    office.run("case", "list", "--as-of", "2018-05-04", "--format", "xlsx", wants=0)
    book = load_workbook(office.folder / "reports" / "案件汇总-2018-05-04.xlsx")
    found = {sheet.title: [[cell for cell in row if cell is not None] for row in sheet.iter_rows(values_only=True)] for sheet in book}
    assert ["责任追究", "核查中", 1] in found["按状态"] and ["责任追究", "登记", 2] in found["按状态"]
    assert ["未定", 2] in found["按方式"] and ["通报", 1] in found["按方式"]
    assert [UNIT, 2] in found["按单位"] and ["市财政局", 1] in found["按单位"]


def test_without_a_procedure_the_command_says_what_to_do(tmp_path: Path) -> None:
    bare = jincheng(tmp_path / "bare", "jincheng-13710")
    assert "jincheng-accountability-2017" in bare.run("case", "list", wants=2)  # NO_PROCEDURES


def test_a_case_that_has_ended_waits_for_nobody_and_a_person_stands_apart_from_the_unit(office: Office) -> None:
    fill(office, a_case(**DECIDED), the_whole_way(), wants=0)
    office.write({"问责案件": [a_case("WZ-2", 对象类别="工作人员", 姓名="张三")]})
    office.run("record")
    ended = office.run("case", "show", "WZ-1", "--as-of", "2018-07-01")
    assert "状态：办结，2018年6月8日起（" in ended and "停留" not in ended
    assert "2018年5月2日起，已停留60天" in office.run("case", "show", "WZ-2", "--as-of", "2018-07-01")
    listed = office.run("case", "list", "--as-of", "2018-07-01")
    assert f"{UNIT}　张三" in listed and "60天" in listed and "23天" not in listed
