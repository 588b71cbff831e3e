"""Points and clocks: whose they are after 移交, what a late extension undoes, what progress does to them (nothing)."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings, strategies as st
from openpyxl import load_workbook

from duchá.scoring.closing.question import ScoreQuestion
from duchá.scoring.facts.model import Entry, Why
from duchá.scoring.facts.scored_facts import happened
from duchá.scoring.score import entries_of
from duchá.terms.period import parse_period
from ledger.histories import rows_of, with_progress
from ledger.office import campaign_of, event, opening
from ledger.test_clocks import ledger_on
from scoring.office import Office, changes, new_office, standing

CAMPAIGN = campaign_of("jincheng-points-2017")
RULEBOOK = CAMPAIGN.rulebooks[0]
LEAD, HEIR = "市住建局", "市水利局"


def entries(rows: list[dict[str, Any]], as_of: date) -> tuple[tuple[Entry, ...], tuple[Any, ...]]:
    """The entries of register rows as of a day, and what is listed beside them."""
    period = parse_period("2018")
    assert period is not None
    question = ScoreQuestion(rulebook=RULEBOOK, readings={}, roster=CAMPAIGN.roster, calendar=CAMPAIGN.calendar, period=period, as_of=as_of)
    booked, listed = entries_of(happened(matters=ledger_on(CAMPAIGN, rows, as_of).matters), question)
    return booked.entries, listed


def points(rows: list[dict[str, Any]], as_of: date) -> dict[str, Decimal]:
    """Unit → the sum of its points, but for 全季未被催办."""
    found: dict[str, Decimal] = {}
    for entry in entries(rows, as_of)[0]:
        if entry.rule != "quarter-unurged":
            found[entry.unit] = found.get(entry.unit, Decimal(0)) + entry.points
    return {unit: sum_ for unit, sum_ in found.items() if sum_}


@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_progress_changes_no_point_of_anybody(data: st.DataObject) -> None:
    rows = data.draw(rows_of())
    more = data.draw(with_progress(rows))
    day = date(2018, 3, 1) + timedelta(days=data.draw(st.integers(0, 300)))
    shape = [(entry.unit, entry.day, entry.rule, entry.points, entry.formula) for entry in entries(rows, day)[0]]
    assert [(entry.unit, entry.day, entry.rule, entry.points, entry.formula) for entry in entries(more, day)[0]] == shape


tasks = st.fixed_dictionaries(
    {
        "nodes": st.lists(st.integers(1, 60), min_size=1, max_size=4, unique=True).map(sorted),
        "reports": st.lists(st.integers(1, 70), max_size=4),
        "returns": st.lists(st.integers(1, 70), max_size=2),
        "over": st.integers(1, 70),
        "later": st.integers(0, 60),
    }
)


def task_rows(task: dict[str, Any]) -> list[dict[str, Any]]:
    """One matter of 市住建局 from 1 April on, with its reports and returns by their days."""
    start = date(2018, 4, 1)
    nodes = "、".join((start + timedelta(days=day)).isoformat() for day in task["nodes"])
    rows = [opening(立项日期=start, 节点时限=nodes, 纳入方式="主动")]
    rows += [event(start + timedelta(days=day), "反馈") for day in task["reports"]]
    return rows + [event(start + timedelta(days=day), "退回", 说明="不实") for day in task["returns"]]


@settings(max_examples=100, deadline=None)
@given(tasks)
def test_what_the_old_lead_had_on_the_day_before_a_hand_over_it_keeps_and_nothing_is_added(task: dict[str, Any]) -> None:
    day = date(2018, 4, 1) + timedelta(days=task["over"])
    rows = [*task_rows(task), event(day, "移交", 单位=HEIR, 批准人="李某", 说明="职能划转")]
    before, after = points(rows, day - timedelta(days=1)), points(rows, day + timedelta(days=task["later"]))
    assert after.get(LEAD, Decimal(0)) == before.get(LEAD, Decimal(0))


@settings(max_examples=100, deadline=None)
@given(due=st.integers(5, 30), ahead=st.integers(0, 4), late=st.integers(1, 9), more=st.integers(1, 20), signed=st.booleans())
def test_a_late_extension_treats_who_is_silent_as_who_reports(due: int, ahead: int, late: int, more: int, signed: bool) -> None:
    """Of two units one reports on the day before the approval, the other not until the new date."""
    start = date(2018, 4, 1)
    first, approved = start + timedelta(days=due), start + timedelta(days=due + late)
    new = approved + timedelta(days=more)
    rows = [
        opening(number, 立项日期=start, 节点时限=first.isoformat(), 纳入方式="被动", 牵头单位=unit)
        for number, unit in (("M1", LEAD), ("M2", HEIR))
    ]
    for number in ("M1", "M2"):
        rows.append(event(first - timedelta(days=ahead), "延期申请", number, 说明="施工受阻"))
        rows.append(event(approved, "延期批准", number, 新时限=new, 批准人="市政府", **({"核实人": "王某"} if signed else {})))
    rows += [event(approved - timedelta(days=1), "反馈", "M1"), event(new, "反馈", "M2")]
    found, listed = entries(rows, new + timedelta(days=30))
    kept = {
        unit: [(entry.rule, entry.points) for entry in found if entry.unit == unit and entry.rule != "quarter-unurged"]
        for unit in (LEAD, HEIR)
    }
    assert kept[LEAD] == kept[HEIR]
    waiting = {item.unit for item in listed if item.kind is Why.UNDECIDED}
    days = late - 1  # up to the day before the approval
    if days == 0:
        assert kept[LEAD] == [] and not waiting
    elif signed:
        assert {amount for _, amount in kept[LEAD]} == {Decimal(0)} and not waiting
    else:
        assert sum(amount for _, amount in kept[LEAD]) == Decimal("-0.5" if days == 1 else "-5") and waiting == {LEAD, HEIR}


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Office:
    """Q2 was closed with a node of 25 June late; it was extended on 5 July to the 20th, when it came."""
    made = new_office(tmp_path_factory.mktemp("clocks") / "office")
    task = {"事项编号": "E1", "事项名称": "丙", "类别": "督办事项", "来源": "会议", "牵头单位": LEAD, "立项日期": date(2018, 6, 1)}
    made.write({"督办事项": [{**task, "纳入方式": "被动", "节点时限": "2018-06-25"}]})
    made.record()
    made.run("score", "2018Q2", "--as-of", "2018-06-30", "--close", wants=None)
    granted = {"日期": date(2018, 7, 5), "事项编号": "E1", "环节": "延期批准", "新时限": date(2018, 7, 20), "批准人": "市政府"}
    made.write({"办理记录": [granted, {"日期": date(2018, 7, 20), "事项编号": "E1", "环节": "反馈"}]})
    return made


def test_an_extension_after_the_closing_undoes_nothing_until_a_person_signs_and_then_the_entry_names_both(office: Office) -> None:
    assert "L122" in office.record(wants=1)
    asked = office.score("2018Q3", "--as-of", "2018-09-29")
    assert changes(asked) == {}
    assert changes(office.score("2018Q2", "--as-of", "2018-09-29")) == {}  # -5, and +5 as nobody urged it
    sign(office, "办理记录", 4, "王某")
    office.record()
    late = office.score("2018Q3", "--as-of", "2018-09-29")
    (entry,) = [entry for entry in standing(late, LEAD)["entries"] if entry["rule"] == "key-supervision"]
    assert entry["points"] == "5" and entry["late_for"] == "2018Q2"
    assert all(words in entry["formula"] for words in ("2018年7月5日延期批准", "批准人市政府", "经王某核实", "补差5分"))
    assert any(place.endswith("办理记录!A4") for place in entry["evidence"])


def sign(office: Office, register: str, row: int, name: str) -> None:
    """Writes 核实人 into a row of a register's workbook."""
    path = office.folder / "registers" / f"{register}.xlsx"
    book = load_workbook(path)
    sheet = book.worksheets[0]
    column = next(cell.column for cell in sheet[3] if cell.value == "核实人")
    sheet.cell(row=row, column=column, value=name)
    book.save(path)
