"""The morning list: what lies there is taken in, what waits is listed, the most urgent first, each with the command that settles it."""

from __future__ import annotations

from datetime import date

from duchá.cli.today import _command
from duchá.steps.today import Today, Waiting, today
from steps.office import Office, at
from steps.registers import MATTERS, fill, matter

GOOD = {"item": "加油站日常检查", "problem": "检查后未复查2家", "rectification": "已整改，11月16日全部复查完毕"}
BAD = {"item": "加油站日常检查", "problem": "检查后未复查2家", "rectification": ""}


def looked(office: Office, day: int, *, look: bool = False, month: int = 11) -> Today:
    """The list at nine o'clock on a day of November."""
    return today(office.open(at(day, 9, month)), lambda done, of, name="": None, look=look)


def kinds(found: Today) -> list[str]:
    return [todo.kind.value for todo in found.todos]


def test_what_lies_in_returns_is_taken_in_and_a_look_records_nothing(office: Office) -> None:
    office.fill("区财政局", supervision_problems=[GOOD])
    seen = looked(office, 18, look=True)
    assert (seen.collected is None and not (office.folder / ".duchá" / "journal.sqlite3").exists()) or b"returns/" not in office.journal()
    taken = looked(office, 18)
    assert taken.collected is not None and [item["unit"] for item in taken.collected.submissions] == ["区财政局"]


def test_a_return_to_be_corrected_is_to_be_sent_back_that_day_and_awaited_from_the_next(office: Office) -> None:
    office.fill("区财政局", supervision_problems=[BAD])
    first = looked(office, 17)
    (back,) = (todo for todo in first.todos if todo.kind is Waiting.SEND_BACK)
    assert (back.units, back.receipt, back.file) == (("区财政局",), 1, "returned/区财政局.xlsx")
    later = looked(office, 18, look=True)
    (awaited,) = (todo for todo in later.todos if todo.kind is Waiting.NOT_RETURNED)
    assert (awaited.units, awaited.receipt, awaited.due) == (("区财政局",), 1, date(2015, 11, 20))
    assert _command(awaited) == "duchá collect"


def test_a_held_return_comes_first_with_the_command_that_answers_it(office: Office) -> None:
    office.fill("区财政局", name="区统计局.xlsx")
    found = looked(office, 23)
    assert kinds(found)[0] == "confirm"
    assert _command(found.todos[0]) == "duchá resolve 1 --unit 单位"
    assert "单位不一致" in found.todos[0].faults[0]["message"] or found.todos[0].faults[0]["name"] == "unit-disagreement"


def test_what_is_late_is_a_line_a_unit_and_what_is_near_one_line_for_all(office: Office) -> None:
    near = looked(office, 20, look=True)
    soon = [todo for todo in near.todos if todo.kind is Waiting.DUE_SOON]
    assert [(len(todo.units), todo.days_late) for todo in soon] == [(41, 0)]
    assert soon[0].what == "附件2、附件3、附件4、书面报告" and _command(soon[0]) == "duchá overdue --within 0"
    late = looked(office, 23, look=True)
    lines = [todo for todo in late.todos if todo.kind is Waiting.LATE]
    assert len(lines) == 41 and {todo.days_late for todo in lines} == {3}
    assert {_command(todo) for todo in lines} == {"duchá overdue --letters"}


def test_the_longest_late_stands_before_what_is_due_soon(office: Office) -> None:
    fill(office, MATTERS, matter("D-1", 牵头单位="区财政局", 办理时限=date(2015, 11, 10), 节点时限="无"))
    found = looked(office, 20)
    assert kinds(found)[:2] == ["late", "due-soon"]
    assert _command(found.todos[0]) == "duchá ledger --matter D-1"


def test_a_register_that_is_open_in_a_spreadsheet_program_is_said(office: Office) -> None:
    (office.folder / "registers" / "~$督办事项.xlsx").write_bytes(b"")
    (found,) = (todo for todo in looked(office, 10).todos if todo.kind is Waiting.OPEN)
    assert found.file == "registers/督办事项.xlsx"


def test_nothing_waits_while_there_is_time(office: Office) -> None:
    (waits,) = looked(office, 4).todos
    assert (waits.kind, waits.register) == (Waiting.GAPS, "单位名单")  # this office's roster names nobody to call
