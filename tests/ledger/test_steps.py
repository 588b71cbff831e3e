"""State machines (appendix E): what may follow what, what each step demands, and what is said where it may not."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest

from duchá.ledger.advance import GuardContext, fitting, step, steps_of
from duchá.ledger.matter import Event, Matter
from duchá.rulebook.machine import Move
from duchá.terms.fault import Weight
from ledger.office import campaign_of, event, ledger_of, opening

pytestmark = [
    pytest.mark.requirement("JC-K-04", key="jincheng-rapid-2017 procedures.rapid-1"),
    pytest.mark.requirement("JC-K-07", key="jincheng-rapid-2017 procedures.rapid-3"),
    pytest.mark.requirement("JC-K-10", key="jincheng-rapid-2017 procedures.rapid-4"),
    pytest.mark.requirement("JC-K-15", key="jincheng-rapid-2017 procedures.rapid-2"),
]

RAPID = campaign_of("jincheng-rapid-2017")
TASKS = campaign_of("jincheng-13710")


def day(number: int) -> date:
    return date(2018, 4, number)


def rapid(kind: str, *events: dict[str, Any], **columns: Any) -> Any:
    row = opening(**{"类别": "快速处置", "处置类型": kind, "立项日期": day(2), **columns})
    return ledger_of(RAPID, [row, *events])


def state(ledger: Any) -> str:
    return str(ledger.matters[0].state.name)


def codes(ledger: Any) -> list[str]:
    return [fault.kind.code for fault in ledger.faults]


def test_type_one_goes_through_consent_and_report_to_zero() -> None:
    steps = ["反馈", "核验", "同意", "上报", "销号"]
    states = ["已报告", "核验到位", "已获同意上报", "已上报", "已清零"]
    for upto in range(1, 6):
        events = [event(day(3 + at), step, 批准人="王某") for at, step in enumerate(steps[:upto])]
        ledger = rapid("1", *events, 要求发出日期=day(3))
        assert (state(ledger), codes(ledger)) == (states[upto - 1], [])


@pytest.mark.parametrize(("kind", "wants"), [("1", "上报"), ("4", "公布")])
def test_what_a_type_owes_before_it_can_be_cleared(kind: str, wants: str) -> None:
    events = [event(day(5), "反馈"), event(day(6), "核验", 批准人="王某"), event(day(7), "销号")]
    ledger = rapid(kind, *events, 要求发出日期=day(3), 督查结束日期=day(3))
    assert codes(ledger) == ["L101"]
    assert state(ledger) == "核验到位"
    assert ("同意" if kind == "1" else wants) in ledger.faults[0].remedy


@pytest.mark.requirement("JC-K-14", key="jincheng-rapid-2017 procedures.rapid-2")
@pytest.mark.parametrize("kind", ["2", "3", "4", "5"])
def test_nothing_is_cleared_before_its_result_was_reported_in_writing(kind: str) -> None:
    dates = {"要求发出日期": day(3), "督查结束日期": day(3), "办理时限": day(20)}
    steps = [event(day(3), "同意", 批准人="市政府")] if kind == "3" else []
    steps += [event(day(5), "反馈"), event(day(6), "核验", 批准人="王某")]
    steps += [event(day(6), "公布")] if kind == "4" else []
    refused = rapid(kind, *steps, event(day(8), "销号"), **dates)
    assert codes(refused) == ["L209"] and not refused.matters[0].ended_on
    assert "三3" in refused.faults[0].message and "上报" in refused.faults[0].remedy
    done = rapid(kind, *steps, event(day(8), "上报"), event(day(8), "销号"), **dates)
    assert (codes(done), state(done)) == ([], "已清零")


@pytest.mark.requirement("JC-K-14", key="jincheng-rapid-2017 procedures.rapid-2")
@pytest.mark.parametrize("back", [("退回", {"说明": "数据不实"}), ("重启", {"说明": "回头看未落实"}), ("办结", {"评定": "不合格"})])
def test_a_report_in_writing_of_what_was_sent_back_clears_nothing(back: tuple[str, dict[str, str]]) -> None:
    first = [event(day(4), "反馈"), event(day(5), "上报")]
    first += [event(day(6), "核验", 批准人="王某"), event(day(7), "销号")] if back[0] == "重启" else []
    rows = [*first, event(day(8), back[0], **back[1]), event(day(9), "反馈"), event(day(10), "核验", 批准人="王某"), event(day(12), "销号")]
    assert codes(rapid("2", *rows, 要求发出日期=day(3))) == ["L209"]
    assert codes(rapid("2", *rows, event(day(11), "上报"), 要求发出日期=day(3))) == []


@pytest.mark.parametrize("books", ["jincheng-13710", "jincheng-rapid-2017", "office"])
def test_every_demand_of_a_step_says_what_is_missing_where_and_by_which_article(books: str) -> None:
    """All guards of all machines that are shipped: what a refusal says."""
    campaign = campaign_of("jincheng-13710", "jincheng-rapid-2017")
    book = campaign.office if books == "office" else next(one for one in campaign.rulebooks if one.id == books)
    row = Event(matter="M1", day=day(9), move=Move.CLOSE, file="registers/办理记录.xlsx", sheet="办理记录", cell="A3")
    refused = 0
    for machine in book.machines:
        steps = steps_of(machine)
        for (at, move), transitions in steps.items():
            for transition in transitions:
                event_of_it = row._replace(move=move, unit="市住建局", new_due=day(9) if transition.dated else None)
                context = GuardContext(
                    matter="M1",
                    state=at,
                    due=day(8),
                    extendable=False,
                    leads=("市住建局",),
                    clause="《快速处置》",
                    cite=lambda one: book.article(one.article).cite(),
                )
                if transition.grades or fitting(steps, at, event_of_it) is not transition:
                    continue
                allowed, faults = step(machine, steps, context, event_of_it)
                assert (allowed is None) == any(fault.kind.weight is Weight.REJECT for fault in faults)
                for fault in faults if allowed is None else ():
                    refused += 1
                    assert re.search("《.+》", fault.message) and fault.place.file and re.search("“.+”|这一行", fault.remedy)
    assert refused or not book.machines


def test_type_three_waits_for_consent() -> None:
    refused = rapid("3", event(day(5), "反馈"))
    agreed = rapid("3", event(day(3), "同意", 批准人="市政府"), event(day(5), "反馈"))
    assert (codes(refused), state(refused)) == (["L101"], "已登记")
    assert (codes(agreed), state(agreed)) == ([], "已报告")


def test_consent_given_before_is_kept_when_the_end_of_the_inspection_is_filled_in_later() -> None:
    consent, *rest = [
        event(day(2), "同意", 批准人="市政府"),
        event(day(5), "反馈"),
        event(day(6), "核验", 批准人="王某"),
        event(day(7), "上报"),
        event(day(7), "销号"),
    ]
    ended = {"立项日期": day(2), "督查结束日期": day(3)}
    given = rapid("3", consent, *rest, **ended)
    never = rapid("3", *rest, **ended)
    assert (codes(given), state(given)) == ([], "已清零")
    assert (codes(never), state(never)) == (["L112"], "核验到位")


def test_a_plan_instead_of_a_result_brings_its_own_date() -> None:
    ledger = rapid("3", event(day(8), "反馈", 新时限=date(2018, 6, 1), 附件="推进解决方案"), 督查结束日期=day(4))
    matter = ledger.matters[0]
    assert (matter.state.name, matter.due.day) == ("整改中", date(2018, 6, 1))
    assert matter.due.first.due == date(2018, 4, 8)


def test_returned_report_is_counted_and_owed_again() -> None:
    ledger = rapid("2", event(day(5), "反馈"), event(day(6), "退回", 说明="数据不实"), 要求发出日期=day(3))
    matter = ledger.matters[0]
    assert (matter.state.name, matter.returns, matter.answered_on) == ("整改中", 1, None)


def test_closing_without_verification_is_refused_with_what_is_possible() -> None:
    ledger = rapid("2", event(day(5), "反馈"), event(day(6), "销号"), 要求发出日期=day(3))
    fault = ledger.faults[0]
    assert fault.message == "事项 M1 在 2018年4月6日 是“已报告”，不能“销号”。"
    assert "核验" in fault.remedy
    assert fault.place.file == "registers/办理记录.xlsx"


def test_verification_says_who() -> None:
    ledger = rapid("2", event(day(5), "反馈"), event(day(6), "核验"), 要求发出日期=day(3))
    assert codes(ledger) == ["L102"]
    assert state(ledger) == "已报告"


def test_extension_is_asked_for_before_the_day() -> None:
    late = rapid("2", event(day(20), "延期申请", 附件="方案"), 要求发出日期=day(3), 等级="一般")
    assert codes(late) == ["L104"]


def test_reopened_matter_is_open_again() -> None:
    steps = [event(day(4), "反馈"), event(day(5), "核验", 批准人="王某"), event(day(5), "上报"), event(day(6), "销号")]
    steps.append(event(day(9), "重启", 说明="回头看未落实"))
    ledger = rapid("2", *steps, 要求发出日期=day(3))
    matter = ledger.matters[0]
    assert (codes(ledger), matter.open, matter.ended_on) == ([], True, None)


def task(*events: dict[str, Any], **columns: Any) -> Any:
    return ledger_of(TASKS, [opening(**{"立项日期": day(10), **columns}), *events])


def nodes(matter: Matter) -> dict[str, date | None]:
    return {node.id: node.answered_on for node in matter.nodes}


def test_feedback_answers_the_earliest_open_node_or_the_one_it_names() -> None:
    first = task(event(day(10), "反馈")).matters[0]
    named = task(event(day(12), "反馈", 节点="3")).matters[0]
    assert nodes(first) == {"1": day(10), "3": None, "7": None}
    assert nodes(named) == {"1": None, "3": day(12), "7": None}


@pytest.mark.parametrize("written", ["2018-04-17", "1", "节点1", "第1个节点", "4月17日", "4-17"])
def test_a_typed_node_is_known_by_its_date_or_number(written: str) -> None:
    matter = task(event(day(18), "反馈", 节点=written), 节点时限="2018-04-17、2018-05-21").matters[0]
    assert nodes(matter) == {"2018-04-17": day(18), "2018-05-21": None}


def test_a_node_that_does_not_exist_is_a_fault_with_those_that_do() -> None:
    ledger = task(event(day(12), "反馈", 节点="5"))
    assert codes(ledger) == ["L106"]
    assert "1、3、7" in ledger.faults[0].remedy


def test_request_to_close_answers_what_is_left_and_waits_for_the_office() -> None:
    matter = task(event(day(10), "反馈"), event(day(16), "申请办结")).matters[0]
    assert nodes(matter) == {"1": day(10), "3": day(16), "7": day(16)}
    assert (matter.state.name, matter.answered_on) == ("待审核", day(16))


def test_a_closed_matter_owes_no_more_nodes_and_a_reopened_one_does() -> None:
    done = task(event(day(12), "办结", 评定="良好")).matters[0]
    again = task(event(day(12), "办结", 评定="良好"), event(day(13), "重启", 说明="问题反弹")).matters[0]
    assert [node.open for node in done.nodes] == [False, False, False]
    assert [node.open for node in again.nodes] == [True, True, True]


def again(step: str, **row: Any) -> list[tuple[str, date, bool]]:
    """The nodes of a task after its late report, once a later step set a new date."""
    reports = [event(day(10), "反馈"), event(day(12), "反馈"), event(day(19), "申请办结")]
    ended = [event(day(19), "办结", 评定="合格")] if step == "重启" else []
    matter = task(*reports, *ended, event(day(20), step, 新时限=day(27), **row)).matters[0]
    assert matter.due.day == day(27)
    return [(node.name, node.due.day, node.open) for node in matter.nodes[2:]]


@pytest.mark.parametrize(("step", "row"), [("退回", {}), ("办结", {"评定": "不合格"}), ("重启", {"说明": "问题反弹"})])
def test_a_new_date_after_the_report_came_is_owed_and_leaves_the_old_lateness_as_it_was(step: str, row: dict[str, Any]) -> None:
    assert again(step, **row) == [("7天落实", day(17), False), ("7天落实（再报）", day(27), True)]


def test_a_report_sent_back_has_its_own_date_and_the_later_nodes_keep_theirs() -> None:
    rows = [event(day(10), "反馈"), event(day(13), "反馈"), event(day(14), "退回", 新时限=day(15))]
    first = task(*rows).matters[0]
    assert [(node.name, node.due.day, node.open) for node in first.nodes[1:]] == [
        ("3天反馈", day(13), False), ("3天反馈（再报）", day(15), True), ("7天落实", day(17), True)
    ]  # fmt: skip
    assert first.due.day == day(17)
    assert nodes(task(*rows, event(day(16), "反馈")).matters[0])["2018-04-15"] == day(16)


def test_failed_result_goes_on() -> None:
    assert task(event(day(12), "办结", 评定="不合格")).matters[0].state.name == "办理中"


def test_returns_are_counted_over_quarters_and_need_no_report_between() -> None:
    rows = [event(date(2018, 5, 2), "退回"), event(date(2018, 5, 7), "退回"), event(date(2018, 7, 3), "退回")]
    assert task(*rows, 节点时限="无").matters[0].returns == 3


def test_steps_of_one_day_take_the_order_that_is_possible() -> None:
    rows = [event(day(6), "销号"), event(day(6), "上报"), event(day(6), "核验", 批准人="王某"), event(day(6), "反馈")]
    ledger = rapid("2", *rows, 要求发出日期=day(3))
    assert (codes(ledger), state(ledger)) == ([], "已清零")


def test_a_step_on_an_unknown_matter_is_a_fault_not_lost() -> None:
    ledger = ledger_of(TASKS, [event(day(12), "反馈", "M9")])
    assert codes(ledger) == ["L107"]


def test_a_step_before_the_matter_was_opened_is_said() -> None:
    assert codes(task(event(day(9), "签收"))) == ["L110"]


def test_missing_reason_is_asked_for_and_the_step_taken() -> None:
    ledger = task(event(day(11), "延期申请"))
    assert codes(ledger) == ["L105"]


def test_corrected_row_replaces_the_old_one() -> None:
    rows = [opening(立项日期=day(10)), event(day(12), "办结", 评定="合格"), event(day(12), "反馈")]
    matter = ledger_of(TASKS, rows, replaces={3: 2}).matters[0]
    assert [one.move.value for one in matter.events] == ["feedback"]


def test_problem_is_closed_only_after_verification_and_its_return_points_back() -> None:
    first = opening("P1", 类别="督查问题", 事项名称="台账不全", 立项日期=day(2))
    second = opening("P2", 类别="督查问题", 事项名称="台账 不全", 立项日期=day(20))
    steps = [event(day(5), "反馈", "P1"), event(day(6), "核验", "P1", 批准人="王某"), event(day(7), "销号", "P1")]
    ledger = ledger_of(TASKS, [first, second, *steps])
    assert codes(ledger) == []
    assert ledger.get("P1").state.name == "已销号"
    assert ledger.get("P2").first_record == "P1"


def test_without_a_machine_a_matter_is_only_listed() -> None:
    bare = ledger_of(campaign_of("jinshui"), [opening(类别="快速处置", 处置类型="1", 立项日期=day(2))])
    assert codes(bare) == ["L109"]
    assert bare.matters[0].state.name == "仅列名"
