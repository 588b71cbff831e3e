"""record: 改错直接改原行 is no second row, even where the cell that is put right is one by which the row is known (D05)."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from duchá.rulebook.parse import parse_rulebook
from duchá.rulebook.read_rulebook import read_texts, shipped_rulebooks
from duchá.steps.ledger_of import state_of
from duchá.steps.record import Recorded
from duchá.steps.withdraw_row import withdraw_row
from steps.office import Office, at
from steps.registers import EVENTS, MATTERS, codes, event, every_row, fill, matter, rows, run

BY = {"核实人": "王主任"}
CLOSED = (event(9, "签收"), event(11, "反馈", 说明="已全部整改完毕"), event(12, "核验", 批准人="王主任", 单位="区财政局"))


def told(recorded: Recorded) -> list[tuple[str, str]]:
    return [(fault.kind.code, dict(fault.words)["label"]) for done in recorded.files for fault in done.faults if fault.kind.code == "S721"]


def standing(office: Office, register: str = "events") -> list[tuple[str, str, bool]]:
    return [(row.text("move"), str(row.day("date")), row.gone) for row in rows(office, register)]


def test_a_date_put_right_is_asked_about_and_until_then_the_old_row_counts_alone(office: Office) -> None:
    fill(office, MATTERS, matter("DT-1"))
    fill(office, EVENTS, event(9, "签收"), event(10, "销号"))
    run(office)
    fill(office, EVENTS, event(9, "签收"), event(30, "销号"))
    for day in (26, 27):
        asked = run(office, now=at(day))
        assert (told(asked), asked.questions) == ([("S721", "日期")], ()), "one cause, one question"
    assert standing(office) == [("签收", "2015-11-09", False), ("销号", "2015-11-10", True)]


def test_a_signature_says_that_it_is_the_row_and_no_ghost_of_it_closes_a_matter_early(office: Office) -> None:
    problem = matter("DT-1", 类别="自查问题")
    fill(office, MATTERS, problem)
    fill(office, EVENTS, *CLOSED, event(13, "销号"))
    run(office)
    fill(office, EVENTS, *CLOSED, event(24, "销号"))
    run(office, now=at(26))
    fill(office, EVENTS, *CLOSED, event(24, "销号", **BY))
    done = run(office, now=at(26))
    assert (codes(done), [fault.kind.code for one in done.files for fault in one.found.answered]) == ([], ["S721"])
    last = rows(office, "events")[-1]
    assert (last.text("move"), last.day("date"), [old.day("date") for old in last.earlier]) == (
        "销号", date(2015, 11, 24), [date(2015, 11, 13)]
    )  # fmt: skip
    assert len(every_row(office)) == 5 and not any(row.gone for row in every_row(office))
    (closed,) = state_of(office.open(at(26))).ledger.matters
    assert (closed.state.name, closed.ended_on) == ("已销号", date(2015, 11, 24))


@pytest.mark.parametrize("column", ["事项编号", "环节", "单位"])
def test_any_cell_of_the_key_may_be_put_right(office: Office, column: str) -> None:
    right = {"事项编号": "DT-2", "环节": "退回", "单位": "区教育局"}[column]
    fill(office, MATTERS, matter("DT-1"), matter("DT-2"))
    fill(office, EVENTS, event(9, "反馈", 说明="已部署"))
    run(office)
    fill(office, EVENTS, event(9, "反馈", 说明="已部署", **{column: right}))
    assert told(run(office)) == [("S721", column)]
    fill(office, EVENTS, event(9, "反馈", 说明="已部署", **{column: right}, **BY))
    run(office)
    assert [len(row.earlier) for row in rows(office, "events")] == [1]


def test_a_number_put_right_is_the_same_matter(office: Office) -> None:
    fill(office, MATTERS, matter("DT-1"), matter("DT-2"))
    run(office)
    fill(office, MATTERS, {**matter("DT-1"), "事项编号": "DT-01"}, matter("DT-2"))
    assert told(run(office)) == [("S721", "事项编号")]
    fill(office, MATTERS, {**matter("DT-1", **BY), "事项编号": "DT-01"}, matter("DT-2"))
    run(office)
    assert sorted((row.text("matter"), row.record_no) for row in rows(office)) == [("DT-01", "R00001"), ("DT-2", "R00002")]


def test_the_row_s_own_number_asks_nothing(office: Office) -> None:
    fill(office, MATTERS, matter("DT-1"))
    fill(office, EVENTS, event(9, "签收"), event(10, "催办"))
    run(office)
    numbers = {row.text("move"): row.record_no for row in rows(office, "events")}
    fill(office, EVENTS, event(9, "签收"), event(20, "催办", 记录号=numbers["催办"]))
    recorded = run(office)
    assert (codes(recorded), recorded.questions) == ([], ())
    assert standing(office) == [("签收", "2015-11-09", False), ("催办", "2015-11-20", False)]


def test_where_several_rows_may_be_meant_only_the_number_says_which(office: Office) -> None:
    same = {"说明": "电话催办"}
    fill(office, MATTERS, matter("DT-1"))
    fill(office, EVENTS, event(9, "催办", **same), event(10, "催办", **same))
    run(office)
    fill(office, EVENTS, event(20, "催办", **same, **BY), event(21, "催办", **same, **BY))
    asked = run(office)
    assert [code for _, code in codes(asked)] == ["S722", "S722"] and asked.questions == ()
    assert [row.day("date") for row in rows(office, "events")] == [date(2015, 11, 9), date(2015, 11, 10)]
    first, second = (row.record_no for row in rows(office, "events"))
    assert first in asked.files[1].faults[0].message
    fill(office, EVENTS, event(20, "催办", **same, 记录号=second), event(21, "催办", **same, 记录号=first))
    assert codes(run(office)) == []
    assert sorted((row.record_no, row.day("date")) for row in rows(office, "events")) == [
        (first, date(2015, 11, 21)), (second, date(2015, 11, 20))
    ]  # fmt: skip


def test_the_likest_row_is_the_one_that_is_asked_about(office: Office) -> None:
    fill(office, MATTERS, matter("DT-1"))
    fill(office, EVENTS, event(9, "催办", 说明="电话"), event(10, "催办", 说明="发函"))
    run(office)
    fill(office, EVENTS, event(20, "催办", 说明="电话", **BY), event(21, "催办", 说明="发函", **BY))
    assert codes(run(office)) == []
    assert [(row.text("note"), row.day("date"), len(row.earlier)) for row in rows(office, "events")] == [
        ("电话", date(2015, 11, 20), 1), ("发函", date(2015, 11, 21), 1)
    ]  # fmt: skip


def test_a_row_that_was_taken_back_is_no_candidate_any_more(office: Office) -> None:
    fill(office, MATTERS, matter("DT-1"))
    fill(office, EVENTS, event(9, "催办"))
    run(office)
    fill(office, EVENTS, event(20, "催办"))
    asked = run(office)
    (fault,) = (fault for done in asked.files for fault in done.faults)
    assert "duchá record --withdraw 办理记录 R00001 --reason 理由" in fault.remedy
    withdraw_row(office.open(at(26)), "办理记录", "R00001", "记错了，没有催办")
    assert codes(run(office, now=at(26))) == []
    assert standing(office) == [("催办", "2015-11-20", False)]


def test_a_row_put_back_makes_the_other_one_new(office: Office) -> None:
    fill(office, MATTERS, matter("DT-1"))
    fill(office, EVENTS, event(9, "催办"))
    run(office)
    fill(office, EVENTS, event(20, "催办"))
    run(office)
    fill(office, EVENTS, event(9, "催办"), event(20, "催办"))
    assert codes(run(office)) == []
    assert standing(office) == [("催办", "2015-11-09", False), ("催办", "2015-11-20", False)]


def test_other_rows_are_new_and_old_ones_gone_as_before(office: Office) -> None:
    fill(office, MATTERS, matter("DT-1"), matter("DT-2"))
    fill(office, EVENTS, event(9, "催办"))
    run(office)
    fill(office, EVENTS, event(20, "反馈", 事项编号="DT-2"))
    recorded = run(office)
    assert codes(recorded) == [] and [fault.kind.code for fault in recorded.questions] == ["S713"]
    fill(office, MATTERS, matter("DT-1"), matter("DT-2"), matter("DT-9", 事项名称="另一件", 类别="线索", 来源="群众举报"))
    assert codes(run(office)) == []


def test_a_row_that_moved_to_another_file_is_not_taken_for_an_edited_one(office: Office) -> None:
    fill(office, MATTERS, matter("DT-1"))
    fill(office, EVENTS, event(9, "催办"), event(10, "签收"))
    run(office)
    fill(office, EVENTS, event(20, "催办"), event(10, "签收"))
    fill(office, EVENTS, event(9, "催办"), name="办理记录上月.xlsx")
    recorded = run(office)
    assert (codes(recorded), recorded.questions) == ([], ())
    assert len(rows(office, "events")) == 3


def test_the_note_on_every_register_says_by_which_columns_its_rows_are_known() -> None:
    texts: Any = read_texts(shipped_rulebooks())
    for id in (*shipped_rulebooks(), "office"):
        book, _ = parse_rulebook(id, texts)
        assert book is not None
        for form in book.forms:
            keys = "、".join(column.title for column in form.columns if column.key)
            if form.filled_by.value == "office" and keys and form.notes:
                assert f"一行按{keys}认" in form.notes[0] and "核实人" in form.notes[0], form.id
