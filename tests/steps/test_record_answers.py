"""record: a question on a row is answered by 核实人 in that row; --dry-run says what would change and writes nothing (design §5)."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from conftest import Ran
from duchá.steps.ledger_of import state_of
from duchá.steps.record import Recorded, record
from scoring.office import new_office
from steps.office import Office, at
from steps.registers import EVENTS, MATTERS, RECEIPTS, codes, event, fill, matter, paper, rows, run, table

BY = {"核实人": "王主任"}
COURT = "市中级人民法院"


def answered(recorded: Recorded) -> list[str]:
    return [fault.kind.code for done in recorded.files for fault in done.found.answered]


def titles(path: Path) -> list[str]:
    sheet = load_workbook(path).worksheets[0]
    return [str(cell.value) for row in sheet.iter_rows(max_row=8) for cell in row if cell.value]


@pytest.mark.parametrize("rulebook", ["dantu-2015", "jincheng-points-2017", "shiyan-2015"])
def test_every_blank_register_has_a_column_for_who_answers_the_question_on_a_row(tmp_path: Path, rulebook: str) -> None:
    made = new_office(tmp_path / "行动", rulebook=rulebook)
    registers = sorted((made.folder / "registers").glob("*.xlsx"))
    assert len(registers) > 5
    for path in registers:
        assert {"核实人", "记录号"} <= set(titles(path)), path.name


def test_a_question_that_is_answered_in_the_row_lets_it_in_and_says_who_answered(office: Office) -> None:
    fill(office, MATTERS, matter("DT-1", 牵头单位=COURT))
    asked = run(office)
    assert codes(asked) == [("I4", "S702")] and rows(office) == ()
    assert "“核实人”栏签名" in asked.files[0].faults[0].remedy if asked.files[0].faults else True
    fill(office, MATTERS, matter("DT-1", 牵头单位=COURT, **BY))
    done = run(office, now=at(26))
    (row,) = rows(office)
    assert (codes(done), answered(done), row.text("lead"), row.text("checked_by")) == ([], ["S702"], COURT, "王主任")
    assert state_of(office.open(at(26))).ledger.matters[0].lead == COURT


def test_a_unit_that_counts_must_be_on_the_roster_whoever_signs(office: Office) -> None:
    fill(office, RECEIPTS, paper(19, COURT, "书面报告", **BY))
    recorded = run(office)
    assert codes(recorded) == [("B4", "S702")] and rows(office) == ()
    assert "核实人" not in next(fault.remedy for done in recorded.files for fault in done.faults)


def test_a_value_that_is_missing_is_not_given_by_a_signature(office: Office) -> None:
    fill(office, MATTERS, matter("DT-1", 立项日期="去年11月的一天", **BY), matter("DT-2", 牵头单位=None, **BY))
    run(office)
    assert rows(office) == ()


def test_a_matter_of_another_campaign_may_be_named_and_a_step_of_it_may_not(office: Office) -> None:
    visit = {"日期": date(2015, 11, 9), "单位": "区安监局", "督查方式": "暗访", "督查发现问题": "台账不全", "事项编号": "2014-7"}
    fill(office, "重点督查", visit)
    fill(office, EVENTS, event(9, "反馈", 事项编号="2014-7", **BY))
    assert sorted(code for _, code in codes(run(office))) == ["S704", "S704"]
    fill(office, "重点督查", {**visit, **BY})
    done = run(office, now=at(26))
    assert (answered(done), [code for _, code in codes(done)]) == (["S704"], ["S704"])
    assert [row.register for row in rows(office)] == ["inspections"]


def test_an_inspection_of_no_unit_counts_when_it_is_signed_and_falls_on_nobody(office: Office) -> None:
    visit = {"日期": date(2015, 11, 12), "监督对象": "纪检监察组织自查自纠", "再监督发现问题": "履职记录不全"}
    fill(office, "再监督", visit)
    assert codes(run(office)) == [("C4", "S742")] and rows(office) == ()
    fill(office, "再监督", {**visit, **BY})
    done = run(office, now=at(26))
    assert (codes(done), answered(done), len(rows(office))) == ([], ["S742"], 1)
    assert {matter.lead for matter in state_of(office.open(at(26))).ledger.matters} <= {""}


def test_of_two_files_that_disagree_the_one_that_is_signed_is_believed(office: Office) -> None:
    fill(office, MATTERS, matter("DT-1"))
    fill(office, MATTERS, matter("DT-1", 牵头单位="区教育局", **BY), name="督办事项二.xlsx")
    done = run(office)
    assert (codes(done), answered(done)) == ([], ["S712"])
    assert [row.text("lead") for row in rows(office)] == ["区教育局"]


def test_the_column_is_known_wherever_it_stands_in_a_table_of_the_office_s_own(office: Office) -> None:
    head = ["核实人", "事项编号", "事项名称", "类别", "来源", "牵头单位", "立项日期"]
    table(office.folder / "registers" / "手工.xlsx", [head, ["王主任", "A1", "甲", "线索", "举报", COURT, "2015-11-4"]])
    assert codes(run(office)) == [] and [row.text("checked_by") for row in rows(office)] == ["王主任"]


def test_a_court_that_hands_over_a_lead_is_no_unit_of_the_roster(office: Office) -> None:
    """D04: bodies outside are named in full; a unit of the roster by the roster's name."""
    lead = {"线索种类": "行政诉讼案件", "移送日期": date(2015, 11, 9), "线索内容": "败诉案件线索"}
    fill(office, "线索移送", {"线索编号": "X1", "移送单位": COURT, **lead}, {"线索编号": "X2", "移送单位": "安监局", **lead})
    assert codes(run(office)) == []
    assert [row.text("unit") for row in rows(office, "case-leads")] == [COURT, "区安监局"]


def everything(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def test_a_trial_run_says_what_would_change_and_writes_nothing(office: Office) -> None:
    fill(office, MATTERS, matter("DT-1"), matter("DT-2"))
    run(office)
    other = {"事项名称": "另一件", "类别": "线索", "来源": "群众举报", "牵头单位": "区财政局"}
    fill(office, MATTERS, matter("DT-1", 牵头单位="区教育局"), matter("DT-4", **other))
    fill(office, EVENTS, event(9, "签收", 单位="没有这个局"))
    (office.folder / "registers" / "收件登记.xlsx").unlink()
    before = everything(office.folder)
    tried = record(office.open(at(26)), (), dry=True)
    assert everything(office.folder) == before
    told = [(draft.change.value, draft.key) for done in tried.files for draft in done.drafts]
    assert told == [("correction", "DT-1"), ("gone", "DT-2"), ("new", "DT-4")]
    assert codes(tried) == [("E4", "S702")] and [fault.kind.code for fault in tried.questions] == ["S713"]
    again = run(office, now=at(26))
    assert [(draft.change.value, draft.key) for done in again.files for draft in done.drafts] == told
    assert (codes(again), again.questions) == (codes(tried), tried.questions)


def test_a_trial_run_at_the_command_line(ducha: Callable[..., Ran], office: Office) -> None:
    fill(office, MATTERS, matter("DT-1", 牵头单位=COURT, **BY))
    before = everything(office.folder)
    ran = ducha("record", "--dry-run", cwd=office.folder)
    assert ran.returncode == 0 and "会新登记 1 行" in ran.stdout and "什么都没有记入" in ran.stdout
    told: dict[str, Any] = json.loads(ducha("record", "--dry-run", "--json", cwd=office.folder).stdout)
    file = next(one for one in told["files"] if one["source"].endswith("督办事项.xlsx"))
    assert (told["dry_run"], file["new"], [fault["code"] for fault in file["answered"]]) == (True, 1, ["S702"])
    assert everything(office.folder) == before
    assert "已有核实人签名的疑问 1 处" in ducha("record", cwd=office.folder).stdout
