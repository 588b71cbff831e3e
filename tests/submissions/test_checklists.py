"""Checklists: each question exactly once, answered, with evidence where it is wanted; answers that are problems are counted once (findings C12, C13)."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import load_workbook

from duchá.forms.layout import lay_out
from duchá.forms.workbook import write_blank
from duchá.ledger.questions import Questions
from duchá.rulebook.form import FilledBy
from duchá.submissions.status import Status
from submissions.own_rulebook import UNIT, campaign, form_text, read, rulebook_text

COLUMNS = """
[[forms.columns]]
id = "no"
title = "序号"
kind = "sequence"
role = "sequence"
[[forms.columns]]
id = "asked"
title = "检查问题"
role = "asked"
[[forms.columns]]
id = "answer"
title = "自查结果"
kind = "choice"
role = "item"
required = true
choices = ["是", "否", "部分"]
[[forms.columns]]
id = "evidence"
title = "依据材料"
role = "evidence"
[[forms.columns]]
id = "problem"
title = "存在问题"
role = "finding"
"""
ASKED = ("公开执法信息", "存在乱收费", "按裁量基准处罚")
QUESTION = '[[forms.questions]]\nid = "{id}"\narticle = "3"\ntext = "{text}"\ngood = {good}\n'
QUESTIONS = (
    QUESTION.format(id="1", text=ASKED[0], good="true")
    + QUESTION.format(id="2", text=ASKED[1], good="false")
    + QUESTION.format(id="3", text=ASKED[2], good="true")
    + "evidence = true\n"
)
TEXT = rulebook_text(form_text("list", "履职自查表", COLUMNS, QUESTIONS))
ALL = ("1 | 公开执法信息 | 是 | |", "2 | 存在乱收费 | 否 | |", "3 | 按裁量基准处罚 | 是 | 处罚台账 |")


@pytest.mark.parametrize(
    ("rows", "faults"),
    [
        (ALL, []),
        (tuple(reversed(ALL)), []),
        (ALL[:2], ["A4:E5 S264"]),
        ((ALL[0], "2 | 存在乱收费 | | |", ALL[2]), ["A4:E6 S264"]),
        ((*ALL, "1 | 公开执法信息 | 否 | |"), ["C7 S265"]),
        ((*ALL, "26 | 其他 | 是 | |"), ["A7 S266"]),
        ((*ALL[:2], "3 | 按裁量基准处罚 | 是 | |"), ["D6 S267"]),
        ((*ALL[:2], "3 | 按裁量基准处罚 | 是 | 无 |"), ["D6 S267"]),
        (("1 | | 是 | |", "2 | | 否 | |", "3 | | 是 | 处罚台账 |"), []),
        (("第1问 | | 是 | |", "第2问 | | 否 | |", "第3问 | | 是 | 处罚台账 |"), []),
        ((" | 公开执法信息 | 是 | |", " | 存在乱收费 | 否 | |", " | 按裁量基准处罚 | 是 | 处罚台账 |"), []),
        ((*ALL[:2], "3 | 按裁量基准处罚 | | 处罚台账 |"), ["C6 S101"]),
    ],
)
def test_every_question_is_answered_exactly_once(rows: tuple[str, ...], faults: list[str]) -> None:
    found = read(TEXT, [("list", "\n".join(rows))])
    assert [f"{fault.place.cell} {fault.kind.code}" for fault in found.faults] == faults
    assert found.status is (Status.SENT_BACK if faults else Status.ACCEPTED)


def test_what_is_missing_is_named_by_its_numbers() -> None:
    (fault,) = read(TEXT, [("list", ALL[0])]).faults
    assert fault.message == "“履职自查表”有 2 个问题没有回答：第2、3问。"


def test_a_checklist_that_nobody_touched_has_not_been_filled_in() -> None:
    found = read(TEXT, [("list", "\n".join(f"{at} | {text} | | |" for at, text in enumerate(ASKED, 1)))])
    assert not found.forms[0].rows and "S264" not in [fault.kind.code for fault in found.faults]


def test_the_blank_has_the_questions_in_its_rows(tmp_path: Path) -> None:
    over = campaign(TEXT)
    (form,) = over.forms(FilledBy.UNIT)
    unit = over.roster.get(UNIT)
    assert unit is not None
    write_blank([form], unit, over, tmp_path / "空表.xlsx")
    sheet, layout = load_workbook(tmp_path / "空表.xlsx")["履职自查表"], lay_out(form)
    assert layout.last - layout.first + 1 == 3
    assert [sheet[layout.body(row, "asked").at].value for row in (1, 2, 3)] == list(ASKED)
    assert [sheet[layout.body(row, "no").at].value for row in (1, 2, 3)] == [1, 2, 3]


def test_a_question_on_two_lines_is_printed_whole(tmp_path: Path) -> None:
    """However many rows are made lower so that the form stands on one sheet."""
    long = "落实群众路线教育实践、“三严三实”和2014年评议问题整改"
    questions = "".join(QUESTION.format(id=str(at), text=long if at == 7 else f"第{at}件事", good="true") for at in range(1, 31))
    over = campaign(
        rulebook_text(form_text("list", "履职自查表", COLUMNS.replace('role = "asked"', 'role = "asked"\nwidth = 40'), questions))
    )
    (form,) = over.forms(FilledBy.UNIT)
    unit = over.roster.get(UNIT)
    assert unit is not None
    write_blank([form], unit, over, tmp_path / "空表.xlsx")
    sheet, layout = load_workbook(tmp_path / "空表.xlsx")["履职自查表"], lay_out(form)
    heights = [sheet.row_dimensions[layout.body(row, "no").row].height for row in range(1, 31)]
    assert heights[6] >= 2 * 17 and all(height < 28 for at, height in enumerate(heights) if at != 6)


TWO = rulebook_text(
    form_text("list", "履职自查表", COLUMNS, QUESTIONS),
    form_text("other", "服务自查表", COLUMNS, QUESTION.format(id="1", text="窗口按时开放", good="true")),
)


def test_questions_of_two_checklists_do_not_meet() -> None:
    """Each form has its own question 1."""
    questions = Questions(campaign(TWO))
    asked = [questions.question(form, "第1问") for form in ("list", "other")]
    assert [one.text if one else None for one in asked] == ["公开执法信息", "窗口按时开放"]
