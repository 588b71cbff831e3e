"""record: rows that disappear, files that disagree, numbers that are wrong: asked about, never settled in silence (X-07)."""

from __future__ import annotations

import pytest

from duchá.registers.rows import RegisterRow
from duchá.steps.withdraw_row import withdraw_row
from duchá.terms.fault import Stop
from steps.office import Office, at
from steps.registers import EVENTS, MATTERS, codes, event, every_row, fill, matter, rows, run, table


def asked(recorded: object) -> list[tuple[str, str]]:
    return [(fault.kind.code, dict(fault.words).get("record_no", "")) for fault in recorded.questions]  # type: ignore[attr-defined]  # a Recorded


def withdraw(office: Office, register: str, key: str, reason: str = "登记错了") -> RegisterRow:
    return withdraw_row(office.open(at(26)), register, key, reason)


def stopped(office: Office, register: str, key: str, reason: str = "登记错了") -> str:
    with pytest.raises(Stop) as stop:
        withdraw(office, register, key, reason)
    return stop.value.fault.kind.code


def test_a_row_that_is_gone_is_asked_about_and_still_counts(office: Office) -> None:
    fill(office, MATTERS, matter("DT-1"), matter("DT-2"))
    run(office)
    fill(office, MATTERS, matter("DT-1"))
    for day in (26, 27):  # the question stays until it is answered, and is written down once
        assert asked(run(office, now=at(day))) == [("S713", "R00002")]
    before = office.journal()
    run(office, now=at(28))
    assert office.journal() == before
    assert [(row.text("matter"), row.gone) for row in rows(office)] == [("DT-1", False), ("DT-2", True)]


def test_a_row_put_back_is_no_question_any_more(office: Office) -> None:
    fill(office, MATTERS, matter("DT-1"), matter("DT-2"))
    run(office)
    fill(office, MATTERS, matter("DT-1"))
    run(office)
    fill(office, MATTERS, matter("DT-2"), matter("DT-1"))
    assert asked(run(office)) == []
    assert [(row.gone, row.earlier) for row in rows(office)] == [(False, ()), (False, ())]


def test_withdrawing_answers_the_question_and_the_row_stays_on_record(office: Office) -> None:
    fill(office, MATTERS, matter("DT-1"), matter("DT-2"))
    run(office)
    fill(office, MATTERS, matter("DT-1"))
    run(office)
    withdraw(office, "督办事项", "R00002", "重复立项")
    assert asked(run(office)) == [] and [row.text("matter") for row in rows(office)] == ["DT-1"]
    assert [(row.text("matter"), row.withdrawn) for row in every_row(office)] == [("DT-1", ""), ("DT-2", "重复立项")]


def test_only_what_is_gone_can_be_withdrawn_and_only_with_a_reason(office: Office) -> None:
    fill(office, MATTERS, matter("DT-1"))
    run(office)
    assert stopped(office, "督办事项", "DT-1") == "C022"
    assert stopped(office, "督办事项", "R00001", " ") == "C020"
    assert stopped(office, "督办事项", "DT-9") == stopped(office, "没有这张表", "DT-1") == "C022"


def test_a_row_typed_again_after_it_was_withdrawn_is_a_new_row(office: Office) -> None:
    fill(office, MATTERS, matter("DT-1"))
    run(office)
    fill(office, MATTERS)
    run(office)
    withdraw(office, "matters", "dt-1")
    fill(office, MATTERS, matter("DT-1"))
    run(office)
    assert [(row.occurrence, row.record_no) for row in rows(office)] == [(2, "R00002")]


def test_a_row_with_a_fault_is_not_taken_for_one_that_is_gone(office: Office) -> None:
    fill(office, MATTERS, matter("DT-1"), matter("DT-2"))
    run(office)
    fill(office, MATTERS, matter("DT-1"), matter("DT-2", 牵头单位="没有这个局"))
    assert asked(run(office)) == []
    fill(office, MATTERS, matter("DT-1"), matter("DT-2", 事项编号=None))  # not even its number can be read: nothing is asked yet
    assert asked(run(office)) == []


def test_a_table_that_lost_a_required_column_is_held_whole_and_nothing_is_gone(office: Office) -> None:
    path = table(office.folder / "registers" / "手工.xlsx", [["日期", "事项编号", "环节", "节点", "评定"], ["2015-11-5", "DT-1", "签收"]])
    fill(office, MATTERS, matter("DT-1"))
    run(office)
    table(path, [["日期", "事项编号", "节点", "评定"], ["2015-11-5", "DT-1", "x"], ["2015-11-6", "DT-1", "y"]])
    recorded = run(office)
    assert asked(recorded) == [] and len(rows(office, "events")) == 1
    said = {fault.kind.code for done in recorded.files for fault in done.faults}
    assert {"S720", "S204"} <= said


def test_a_row_moved_to_another_file_is_neither_gone_nor_new(office: Office) -> None:
    fill(office, MATTERS, matter("DT-1"), matter("DT-2"))
    run(office)
    fill(office, MATTERS, matter("DT-2"), name="督办事项二.xlsx")
    fill(office, MATTERS, matter("DT-1"))
    assert asked(run(office)) == []
    assert [row.source for row in rows(office)] == ["registers/督办事项.xlsx", "registers/督办事项二.xlsx"]
    before = office.journal()
    assert asked(run(office, office.folder / "registers" / "督办事项.xlsx")) == [] and office.journal() == before


def test_a_file_that_is_gone_is_one_question_and_its_rows_stay(office: Office) -> None:
    path = fill(office, MATTERS, matter("DT-1"), matter("DT-2"), name="二月.xlsx")
    run(office)
    path.unlink()
    (question,) = run(office).questions
    assert (question.kind.code, question.message) == ("S714", "登记过的 registers/二月.xlsx 不见了，其中 2 行仍按有效计。")
    assert [row.gone for row in rows(office)] == [False, False]


def test_an_edited_copy_corrects_and_the_old_register_does_not_undo_it(office: Office) -> None:
    fill(office, MATTERS, matter("DT-1"))
    run(office)
    number = rows(office)[0].record_no
    copy = fill(office, MATTERS, matter("DT-1", 事项编号="DT-01", 记录号=number, 牵头单位="区教育局"), name="导出.xlsx")
    other = copy.rename(office.folder / "导出.xlsx")
    run(office, other)
    recorded = run(office)
    (row,) = rows(office)
    assert (row.text("matter"), row.text("lead"), row.record_no) == ("DT-01", "区教育局", number)
    assert {fault.kind.code for done in recorded.files for fault in done.faults} == {"S717"} and asked(recorded) == []


def test_two_files_that_disagree_about_a_row_are_both_held(office: Office) -> None:
    fill(office, MATTERS, matter("DT-1"))
    fill(office, MATTERS, matter("DT-1", 牵头单位="区教育局"), name="督办事项二.xlsx")
    for _ in range(2):
        assert [code for _, code in codes(run(office))] == ["S712", "S712"]
        assert rows(office) == ()
    (office.folder / "registers" / "督办事项二.xlsx").unlink()
    run(office)
    assert [row.text("lead") for row in rows(office)] == ["区安监局"]


def test_a_number_of_the_register_stands_once(office: Office) -> None:
    fill(office, MATTERS, matter("DT-1"), matter("DT-2"), matter("DT-1", 牵头单位="区教育局"), matter("DT-3"), matter("DT-3"))
    recorded = run(office)
    assert [code for _, code in codes(recorded)] == ["S709", "S709"]
    assert [row.text("matter") for row in rows(office)] == ["DT-2", "DT-3"]
    assert [fault.kind.code for done in recorded.files for fault in done.faults if fault.kind.weight.value == "note"] == ["S718"]


def test_record_numbers_are_ours_and_stand_once(office: Office) -> None:
    fill(office, MATTERS, matter("DT-1"), matter("DT-2", 记录号="R00077"), matter("DT-3", 记录号="甲1"), matter("DT-4", 记录号="甲1"))
    assert [code for _, code in codes(run(office))] == ["S711", "S710", "S710"]
    fill(office, MATTERS, matter("DT-5", 记录号="R00001"), matter("DT-2"))
    run(office)
    assert [(row.text("matter"), row.record_no) for row in rows(office)] == [("DT-5", "R00001"), ("DT-2", "R00002")]


def test_the_same_step_twice_on_one_day_is_two_rows(office: Office) -> None:
    fill(office, MATTERS, matter("DT-1"))
    fill(office, EVENTS, event(9, "催办"), event(9, "催办"))
    run(office)
    fill(office, EVENTS, event(9, "催办"), event(9, "催办", 说明="电话"))
    run(office)
    assert [(row.occurrence, row.text("note"), len(row.earlier)) for row in rows(office, "events")] == [(1, "", 0), (2, "电话", 1)]
