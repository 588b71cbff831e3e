"""The shipped rulebooks hold: sound, and with the facts of their sources."""

from __future__ import annotations

from datetime import date

import pytest

from duchá.rulebook.form import FilledBy, Form, NilPolicy
from duchá.rulebook.model import Rulebook
from duchá.rulebook.parse import parse_rulebook
from duchá.rulebook.read_rulebook import read_texts, shipped_rulebooks

IDS = shipped_rulebooks()


def shipped(id: str) -> Rulebook:
    rulebook, faults = parse_rulebook(id, read_texts([id]))
    assert rulebook is not None, [fault.message for fault in faults]
    return rulebook


@pytest.mark.parametrize("id", IDS)
def test_each_is_sound(id: str) -> None:
    assert parse_rulebook(id, read_texts([id]))[1] == ()


def test_the_regulations_are_there() -> None:
    assert {"dantu-2015", "jincheng-points-2017", "jincheng-rapid-2017", "shiyan-2015", "wuzhi-2015", "jinshui"} <= set(IDS)


def titles(form: Form) -> list[str]:
    return [column.title for column in form.columns]


def test_dantu_has_41_departments_in_document_order_and_three_forms_as_in_the_notice() -> None:
    book = shipped("dantu-2015")
    names = [unit.name for unit in book.units]
    assert (len(names), names[0], names[26], names[-1]) == (41, "区发改经信委", "区民宗旅游局", "区房管局")
    assert book.units[26].aliases[0] == "区民宗旅游"
    forms = [form for form in book.forms if form.filled_by is FilledBy.UNIT]
    assert [(form.number, form.title) for form in forms] == [
        ("附件2", "部门行政审批自查自纠情况报表"),
        ("附件3", "部门事中事后监管自查自纠情况报表1"),
        ("附件4", "部门事中事后监管自查自纠情况报表2"),
    ]
    assert [titles(form) for form in forms] == [
        ["序号", "审批项目名称", "发现存在问题", "整改情况"],
        ["", "监管制度建立情况"],
        ["序号", "自查项目名称", "发现存在问题", "整改情况"],
    ]
    assert all([field.label for field in form.header] == ["部门（盖章）", "部门纪检监察组织（盖章）", "填报日期"] for form in forms)
    assert [form.nil for form in forms] == [NilPolicy.ZERO_REPORT, NilPolicy.FLAG, NilPolicy.ZERO_REPORT]
    assert forms[1].remark is not None
    assert forms[1].remark.preset == "本部门被取消的行政审批事项："
    assert [len(form.notes) for form in forms] == [2, 1, 3]
    assert (book.window_start, book.window_end) == (date(2015, 11, 3), date(2015, 11, 30))
