"""Clocks that cannot be fooled: what stops one, what moves one, whose it is, and what has none. Decision tables, and properties over histories."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest
import tomli
from hypothesis import given, settings, strategies as st

from duchá.campaign.model import Campaign
from duchá.ledger.clock import DeadlineRules
from duchá.ledger.entries import entries_of
from duchá.ledger.open_matters import Ledger, open_ledger
from duchá.ledger.overdue import items_of, undated_of
from duchá.ledger.status import Light, LightThresholds, status_of
from duchá.rulebook.machine import Move
from ledger.histories import rows_of, with_progress
from ledger.office import ZONE, campaign_of, event, facts_of, opening

TABLES = Path(__file__).parents[1] / "cases" / "ledger"
CASES = tomli.loads((TABLES / "clocks.toml").read_text(encoding="utf-8"))["cases"]


def rows_in(given: dict[str, list[dict[str, Any]]]) -> list[dict[str, Any]]:
    """The rows of a case: one matter, M1, and its steps."""
    steps = [
        event(row["日期"], row["环节"], **{k: v for k, v in row.items() if k not in ("日期", "环节")}) for row in given.get("办理记录", [])
    ]
    return [*(opening(**row) for row in given["督办事项"]), *steps]


def ledger_on(campaign: Campaign, rows: list[dict[str, Any]], day: date) -> Ledger:
    """The ledger as a day sees it."""
    horizon = datetime.combine(day, time.max, tzinfo=ZONE)
    return open_ledger(campaign, entries_of(facts_of(rows), campaign.roster, horizon))


def seen(campaign: Campaign, rows: list[dict[str, Any]], day: date) -> dict[str, Any]:
    """What a table may expect of a day."""
    ledger = ledger_on(campaign, rows, day)
    (matter,) = ledger.matters
    status = status_of(matter, day, LightThresholds(campaign))
    return {
        "state": matter.state.name,
        "light": status.light.value,
        "due": matter.due.day if matter.due else "-",
        "nodes": [f"{node.name} {node.due.day} {node.answered_on or '-'}" for node in matter.nodes],
        "node_late": [node.late_days for node in status.nodes],
        "owners": [matter.owner(node) for node in matter.nodes],
        "lead": matter.lead,
        "late": [f"{item.matter} {item.unit} {item.days_late}" for item in items_of(campaign, (), ledger.matters, day)],
        "undated": [f"{one.matter} {one.unit}" for one in undated_of(campaign, ledger.matters, day)],
        "faults": sorted(fault.kind.code for fault in ledger.faults),
        "says": " ".join(fault.message for fault in ledger.faults),
    }


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_a_clock_runs_as_the_table_says(case: dict[str, Any]) -> None:
    campaign = campaign_of(case["rulebook"], year=case.get("year", 2018))
    for expected in case["expect"]:
        found = seen(campaign, rows_in(case["given"]), expected["as_of"])
        for key, value in expected.items():
            if key == "says":
                assert all(words in found["says"] for words in value), (expected, found)
            elif key != "as_of":
                assert found[key] == (sorted(value) if key == "faults" else value), (key, expected, found)


WORDS = tomli.loads((TABLES / "own-words.toml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("text", WORDS["whole"])
def test_a_report_that_says_nothing_of_a_rest_is_a_report(text: str) -> None:
    assert DeadlineRules(campaign_of("jincheng-13710")).words.partial(text) == ""


@pytest.mark.parametrize("case", WORDS["partial"], ids=lambda case: case["text"])
def test_a_report_that_says_that_it_is_partial_is_known_by_its_own_words(case: dict[str, str]) -> None:
    words = DeadlineRules(campaign_of("jincheng-13710")).words
    assert words.partial(case["text"]) == case["words"]
    assert words.partial("", case["text"]) == case["words"]  # in the name of what is attached as well


def rewritten(
    cell: str, on: date, *more: dict[str, Any], signed: str = "", inclusion: str = "被动", scored: bool = True
) -> tuple[str, list[str]]:
    """The lead with which a matter began, and the codes, after its 牵头单位 was changed in the cell on a day; one node is due on 17 April."""
    campaign = campaign_of("jincheng-points-2017" if scored else "jincheng-13710")
    first = opening(立项日期=date(2018, 4, 10), 节点时限="2018-04-17", 纳入方式=inclusion)
    rows = [first, {**first, "牵头单位": cell, "核实人": signed}, *more]
    ledger = open_ledger(campaign, entries_of(facts_of(rows, {2: 1}, {2: on}), campaign.roster))
    return ledger.matters[0].details.lead, [fault.kind.code for fault in ledger.faults]


HAND_OVER = event(date(2018, 5, 2), "移交", 单位="市水利局", 批准人="李某", 说明="职能划转")


@pytest.mark.parametrize(
    ("arguments", "options", "expected"),
    [
        (("市水利局", date(2018, 4, 17)), {}, ("市水利局", [])),  # nothing has scored yet: a slip of the pen
        (("市水利局", date(2018, 4, 18)), {}, ("市住建局", ["L127"])),  # the node has passed
        (("市水利局", date(2018, 4, 11)), {"inclusion": "主动"}, ("市住建局", ["L127"])),  # +0.5 for having been entered
        (("市水利局", date(2018, 4, 18)), {"signed": "王某"}, ("市水利局", [])),  # it was wrong from the beginning
        (("市水利局", date(2018, 5, 3), HAND_OVER), {}, ("市住建局", [])),  # the cell follows the 移交
        (("市环保局", date(2018, 5, 3), HAND_OVER), {}, ("市住建局", ["L127"])),
        (("市水利局", date(2018, 4, 18)), {"scored": False}, ("市水利局", [])),  # no rulebook of points: nothing moves
        (("市水利局", date(2018, 5, 3), HAND_OVER), {"scored": False}, ("市住建局", [])),
    ],
)
def test_a_changed_lead_that_would_move_points_is_asked_about(
    arguments: tuple[Any, ...], options: dict[str, Any], expected: tuple[str, list[str]]
) -> None:
    assert rewritten(*arguments, **options) == expected


def test_the_question_about_a_changed_lead_points_at_its_cell_and_names_both_ways_out() -> None:
    campaign = campaign_of("jincheng-points-2017")
    first = opening(立项日期=date(2018, 4, 10))
    ledger = open_ledger(
        campaign, entries_of(facts_of([first, {**first, "牵头单位": "市水利局"}], {2: 1}, {2: date(2018, 6, 1)}), campaign.roster)
    )
    (fault,) = ledger.faults
    assert (fault.place.file, fault.place.cell) == ("registers/督办事项.xlsx", "A6")
    assert "由“市住建局”改成“市水利局”" in fault.message and "移交" in fault.remedy and "核实人" in fault.remedy


CAMPAIGNS = [campaign_of("jincheng-13710"), campaign_of("jincheng-rapid-2017"), campaign_of("shiyan-2015")]
DAYS = [date(2018, 3, 1) + timedelta(days=number) for number in (-60, 0, 3, 8, 9, 10, 40, 80, 300)]


def clocks(campaign: Campaign, rows: list[dict[str, Any]], day: date) -> list[Any]:
    """Everything about the matters that tells of time: state, dates, answers, lights."""
    ledger, thresholds = ledger_on(campaign, rows, day), LightThresholds(campaign)
    owed = [(item.key, item.unit, item.days_late, item.light) for item in items_of(campaign, (), ledger.matters, day, 10)]
    found: list[Any] = [owed, undated_of(campaign, ledger.matters, day)]
    for matter in ledger.matters:
        status = status_of(matter, day, thresholds)
        nodes = [(node.node.name, node.node.due.day, node.node.answered_on, node.light, node.late_days) for node in status.nodes]
        found.append((matter.id, matter.state, matter.due and matter.due.day, matter.answered_on, matter.ended_on, status.light, nodes))
    return found


@settings(max_examples=100, deadline=None)
@given(data=st.data(), which=st.sampled_from(range(len(CAMPAIGNS))))
def test_progress_told_at_any_time_by_anybody_changes_no_date_no_light_no_state(data: st.DataObject, which: int) -> None:
    rows = data.draw(rows_of())
    more = data.draw(with_progress(rows))
    day = data.draw(st.sampled_from(DAYS))
    assert clocks(CAMPAIGNS[which], more, day) == clocks(CAMPAIGNS[which], rows, day)


@settings(max_examples=100, deadline=None)
@given(rows=rows_of(), which=st.sampled_from(range(len(CAMPAIGNS))))
def test_no_name_of_a_node_grows_and_no_unit_verifies_itself(rows: list[dict[str, Any]], which: int) -> None:
    for matter in ledger_on(CAMPAIGNS[which], rows, DAYS[-1]).matters:
        assert all(node.name.count("（再报）") <= 1 for node in matter.nodes)
        assert all(event.approver and event.unit != matter.lead_on(event.day) for event in matter.events if event.move is Move.VERIFY)


@settings(max_examples=100, deadline=None)
@given(rows=rows_of(), which=st.sampled_from(range(len(CAMPAIGNS))), day=st.sampled_from(DAYS))
def test_what_is_green_has_a_day_and_what_was_sent_back_is_not_green(rows: list[dict[str, Any]], which: int, day: date) -> None:
    thresholds = LightThresholds(CAMPAIGNS[which])
    for matter in ledger_on(CAMPAIGNS[which], rows, day).matters:
        status = status_of(matter, day, thresholds)
        if status.light is Light.GREEN:
            assert matter.due is not None and matter.sent_back is None
        elif status.light is Light.GREY:
            assert not matter.open or matter.due is None


VERIFYING = ('guards = ["approver", "not-lead"], article = "13710.0"', 'guards = ["verifier"], article = "13710.0"')
SUPPORTING = ('kinds = ["task"]\nstart = "opened"', 'kinds = ["task"]\nsupport_answers = true\nstart = "opened"')
DOUBTING = ('{ move = "urge", at = ["opened"', '{ move = "urge", questions = ["reason"], at = ["opened"')


def own(change: tuple[str, str], *steps: dict[str, Any], day: date = date(2018, 4, 30)) -> dict[str, Any]:
    """A task by a county's own text of 13710, supported by 市环保局, with one node due on 17 April."""
    row = opening(立项日期=date(2018, 4, 10), 节点时限="2018-04-17", 配合单位="市环保局")
    return seen(campaign_of("jincheng-13710", changed=[change]), [row, *steps], day)


def test_a_rulebook_of_before_knows_progress_hand_over_and_that_nobody_verifies_himself() -> None:
    applied, verified = event(date(2018, 4, 16), "申请办结"), event(date(2018, 4, 18), "核验", 单位="市住建局")
    found = own(VERIFYING, event(date(2018, 4, 12), "进展", 说明="完成30%"), HAND_OVER, day=date(2018, 5, 3))
    assert (found["faults"], found["lead"]) == ([], "市水利局")
    assert own(VERIFYING, applied, verified)["faults"] == ["L102"]
    assert own(VERIFYING, applied, {**verified, "单位": "阳城县"})["faults"] == []  # by its own text no 批准人 is asked for


def test_a_supporting_unit_answers_where_the_rulebook_says_so() -> None:
    report = event(date(2018, 4, 16), "反馈", 单位="市环保局")
    assert own(SUPPORTING, report)["nodes"] == ["节点2018-04-17 2018-04-17 2018-04-16"]
    assert own(DOUBTING, report)["nodes"] == ["节点2018-04-17 2018-04-17 -"]


def test_a_step_that_a_rulebook_wants_to_be_asked_about_counts_once_it_is_signed() -> None:
    urged = event(date(2018, 4, 18), "催办")
    asked, signed = own(DOUBTING, urged), own(DOUBTING, {**urged, "核实人": "王某"})
    assert (asked["faults"], signed["faults"]) == (["L128"], [])
    assert "说明（原因）" in asked["says"]


def test_what_is_late_by_holidays_that_are_not_announced_is_provisional() -> None:
    """3 天内 from Friday 28 September 2018 is Monday 1 October: a holiday, of which nothing is known where only 2017's notice is out."""
    rows = [opening(类别="快速处置", 处置类型="3", 立项日期=date(2018, 9, 20), 督查结束日期=date(2018, 9, 28))]
    known, unknown = campaign_of("jincheng-rapid-2017"), campaign_of("jincheng-rapid-2017", holidays=[2017])
    late = [
        items_of(campaign, (), ledger_on(campaign, rows, date(2018, 10, 3)).matters, date(2018, 10, 3), 9) for campaign in (known, unknown)
    ]
    assert [[(item.due, item.days_late, item.provisional) for item in items] for items in late] == [
        [(date(2018, 10, 8), -5, False)],
        [(date(2018, 10, 1), 2, True)],
    ]
    assert "暂" in late[1][0].reached
