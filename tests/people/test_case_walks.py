"""No guard of 责任追究 can be got around: not by order, by two rows of one day, by a correction, by withdrawing, by a restore.

The oracle below is written from 第四条, 第六条, 第九条 and 第十条 by hand; it knows nothing of the rulebook's TOML.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from hypothesis import given, settings, strategies as st

from duchá.campaign.model import Campaign
from duchá.ledger.cases import Case, open_cases
from duchá.registers.rows import RegisterRow, folded, in_force
from duchá.steps.open_campaign import open_campaign
from duchá.terms.moment import Moment
from people.jincheng import AGENCY, DEPARTMENT, IMPLEMENTER
from scoring.office import Office

BEGIN, AS_OF = date(2018, 5, 1), date(2018, 12, 31)
CASES, STEPS, EVIDENCE = "accountability-cases", "accountability-steps", "accountability-evidence"
WAYS = {  # from → step → to, after E1
    "registered": {"移交": "transferred"},
    "transferred": {"核查": "checking", "直接转交": "forwarded"},
    "checking": {"转送": "forwarded"},
    "forwarded": {"调查核实": "drafting"},
    "drafting": {"上报意见": "opined"},
    "opined": {"审核": "audited"},
    "audited": {"征求意见": "reviewing"},
    "reviewing": {"退回": "forwarded", "复核同意": "executing"},
    "executing": {"实施问责": "executed"},
    "executed": {"上报结果": "told"},
    "told": {"政府同意": "consented"},
    "consented": {"抄送组织部门": "copied"},
    "copied": {"办结": "closed"},
}
SIDES = ("协调党委纪委意见", "党纪处分程序", "政务处分程序", "约谈", "申请复核或申诉", "复核或申诉结果")
NAMES = (*dict.fromkeys(name for ways in WAYS.values() for name in ways), *SIDES)
FULL = {  # what a row says when it says everything
    "document": "移交函 核查报告 问责处理意见 退回函 抄送函",
    "sent_to": f"{DEPARTMENT}、{IMPLEMENTER}、{AGENCY}、市委组织部",
    "copies": f"{AGENCY}、{DEPARTMENT}",
    "approver": "王某",
    "reason": "事实清楚",
    "result": "同意",
}
DECIDED = ("检查", "通报", "诫勉", "组织调整或组织处理", "纪律处分")


class Typed(NamedTuple):
    """A row as typed, with which row it is a correction of (``of``), or that it is taken back."""

    register: str
    day: date
    cells: dict[str, str]
    of: int | None = None
    withdrawn: bool = False


@pytest.fixture(scope="module")
def campaign(jincheng_master: Office) -> Campaign:
    return open_campaign(Path(jincheng_master.folder), Moment(now=datetime(2019, 1, 1, tzinfo=UTC))).campaign


def cell(text: str) -> dict[str, str]:
    return {"kind": "words", "text": text} if text else {"kind": "empty", "text": ""}


def days(row: Typed) -> dict[str, Any]:
    column = {CASES: "completed_on", STEPS: "date", EVIDENCE: "date"}[row.register]
    return {column: {"kind": "day", "text": row.day.isoformat(), "day": row.day.isoformat()}}


def rows_in(told: list[Typed]) -> tuple[RegisterRow, ...]:
    """The rows in force after everything that was told, as the journal's own fold has them."""
    facts = []
    for seq, row in enumerate(told, 1):
        at = datetime(row.day.year, row.day.month, row.day.day, 4, tzinfo=UTC)
        change = "withdrawn" if row.withdrawn else "new" if row.of is None else "correction"
        payload = {
            "register": row.register, "key": str(seq), "occurrence": 1, "record_no": f"R{seq:05}", "replaces": row.of, "change": change,
            "source": "x.xlsx", "sha256": "0", "sheet": "x", "row": seq, "on": at.isoformat(), "extra": {}, "cells": {"date": f"A{seq}"},
            "values": {name: cell(text) for name, text in row.cells.items()} | days(row), "reason": "-",
        }  # fmt: skip
        facts.append((seq, at, payload))
    return in_force(folded(facts))


def standing(campaign: Campaign, rows: tuple[RegisterRow, ...]) -> Case:
    found = open_cases(campaign, rows, AS_OF)
    return next(case for case in found.cases if case.number == "WZ-1")


def subject(measures: tuple[str, ...], **cells: str) -> Typed:
    whole = {
        "case": "WZ-1", "kind": "工作人员", "unit": "市住建局", "person": "张三", "reasons": "乱作为", "facts": "停工", "level": "市",
        "agency": AGENCY, "department": DEPARTMENT, "implementer": IMPLEMENTER, "qualification": "失职", "basis": "第五条", "scope": "一人",
        "suggested": "通报", "decided": "、".join(measures), "admonition": "书面", "removal": "免职", "discipline": "政务处分", "publicity": "不公开",
    }  # fmt: skip
    return Typed(CASES, BEGIN, whole | cells)


@st.composite
def guided(draw: st.DrawFn) -> list[str]:
    """Steps that follow each other as they should, side steps among them, some left out, some twice, some in the wrong place."""
    state, names = "registered", list[str]()
    while state in WAYS and len(names) < 40:
        names += draw(st.lists(st.sampled_from(SIDES), max_size=1)) if state not in ("drafting", "executing") else list(SIDES[:4])
        name = draw(st.sampled_from((*WAYS[state], list(WAYS[state])[-1])))
        names.append(name)
        state = WAYS[state][name]
    for _ in range(draw(st.sampled_from((0, 0, 1, 2)))):
        at = draw(st.integers(0, len(names) - 1))
        names[at : at + 1] = draw(st.sampled_from(([], [names[at]] * 2, [draw(st.sampled_from(NAMES)), names[at]])))
    return names


@st.composite
def walks(draw: st.DrawFn) -> list[Typed]:
    """A case with its evidence and steps in any order, some of it blank, corrected or taken back."""
    kind = draw(st.sampled_from(("单位", "工作人员")))
    blank = draw(st.sampled_from(({}, {}, {}, {}, {}, {}, {"qualification": ""}, {"decided": ""}, {"publicity": ""}, {"suggested": ""})))
    told = [subject(tuple(draw(st.lists(st.sampled_from(DECIDED), unique=True, max_size=3))), **({"kind": kind} | blank))]
    if draw(st.integers(0, 4)):
        told.append(Typed(EVIDENCE, BEGIN + timedelta(days=draw(st.sampled_from((0, 0, 0, 2, 8)))), {"case": "WZ-1", "evidence": "通知"}))
    order = draw(st.one_of(guided(), guided(), guided(), st.lists(st.sampled_from(NAMES), max_size=24)))
    at, tidy = BEGIN + timedelta(days=1), draw(st.integers(0, 3)) > 0
    for name in order:
        at += timedelta(days=draw(st.sampled_from((1, 1, 2) if tidy else (0, 0, 1, 1, 2, -1))))
        cells = dict(FULL)
        for column in draw(st.lists(st.sampled_from(tuple(FULL)), max_size=1)) if draw(st.integers(0, 3)) == 0 and not tidy else ():
            cells[column] = ""
        told.append(Typed(STEPS, max(at, BEGIN), {"case": "WZ-1", "step": name, **cells}))
    heads = list(range(1, len(told) + 1))
    for _ in range(draw(st.integers(0, 4))):
        seq = draw(st.sampled_from(heads))
        row = told[seq - 1]
        changed = {
            column: draw(st.sampled_from(("", FULL.get(column, text) or text))) for column, text in row.cells.items() if column in FULL
        }
        moved = max(BEGIN, row.day + timedelta(days=draw(st.integers(-2, 2)))) if row.register != CASES else row.day
        decided = {"decided": "、".join(draw(st.lists(st.sampled_from(DECIDED), unique=True, max_size=2)))} if row.register == CASES else {}
        told.append(
            row._replace(of=seq, day=moved, cells=row.cells | changed | decided, withdrawn=row.register != CASES and draw(st.booleans()))
        )
        heads[heads.index(seq)] = len(told)
    return told


def check_by_hand(case: Case, rows: tuple[RegisterRow, ...]) -> None:
    """What the articles demand of every step that counts, and of where the case stands."""
    row, state, sides, talked, appealed = case.row, "registered", set[str](), False, False
    last = date.min
    kind, decided = row.text("kind"), row.text("decided").split("、")
    for one in case.taken:
        name, said = one.step.name, one.row
        assert one.day >= last and one.day == said.day("date")  # in time, on the day that the row says
        last = one.day
        if name in SIDES:
            assert name not in SIDES[:3] or state == "drafting"
            sides.add(name)
            talked |= name == "约谈"
            appealed |= name == "申请复核或申诉"
            assert name != "复核或申诉结果" or appealed
            continue
        assert name in WAYS[state], (state, name)
        if name in ("转送", "直接转交"):  # 第四条
            proofs = [other for other in rows if other.register == EVIDENCE and other.happened_at.date() <= one.day]
            assert proofs and row.text("qualification") and row.text("basis") and row.text("facts")
            assert IMPLEMENTER in said.text("sent_to")
        if name == "移交":
            assert DEPARTMENT in said.text("sent_to") and "移交函" in said.text("document") and row.text("suggested")
        if name == "转送":
            assert AGENCY in said.text("copies") and "核查报告" in said.text("document")
        if name == "直接转交":  # 第十条
            assert said.text("reason") and said.text("approver")
        if name == "上报意见":  # 第九条（二）
            assert row.text("decided")
            assert not {"诫勉", "组织调整或组织处理"} & set(decided) or "协调党委纪委意见" in sides
            assert row.text("discipline") != "政务处分" or "政务处分程序" in sides
        if name == "退回":
            assert said.text("reason")
        if name in ("复核同意", "政府同意"):
            assert said.text("approver")
        if name == "上报结果":
            assert AGENCY in said.text("sent_to") and DEPARTMENT in said.text("copies")
        if name == "抄送组织部门":
            assert any(before.step.name == "政府同意" for before in case.taken)
        if name == "办结":
            assert row.text("publicity") and (kind != "单位" or "通报" not in decided or talked)
        state, sides = WAYS[state][name], set()
    assert state == case.state


@pytest.mark.sweep
@settings(max_examples=300)
@given(told=walks(), data=st.data())
def test_no_guard_can_be_got_around(campaign: Campaign, told: list[Typed], data: st.DataObject) -> None:
    rows = rows_in(told)
    case = standing(campaign, rows)
    check_by_hand(case, rows)
    mine = [row for row in rows if row.register == STEPS]
    assert len(case.taken) + len(case.refused) == len(mine)  # no row is lost
    assert all(one.lacks for one in case.refused)
    again = standing(campaign, tuple(data.draw(st.permutations(rows))))
    assert (again.state, again.since, again.missing, [one.step.id for one in again.taken]) == (
        case.state, case.since, case.missing, [one.step.id for one in case.taken],
    )  # fmt: skip
    restored = standing(campaign, rows_in(told))
    assert (restored.state, restored.since) == (case.state, case.since)


@given(told=walks())
def test_what_is_taken_back_takes_back_all_that_rested_on_it(campaign: Campaign, told: list[Typed]) -> None:
    """Without its newest step a case is where it was before; nothing later counts without it."""
    case = standing(campaign, rows_in(told))
    moving = [one for one in case.taken if one.step.to]
    if moving:
        seq = moving[0].row.seq
        original = told[seq - 1]
        without = standing(campaign, rows_in([*told, original._replace(of=seq, withdrawn=True)]))
        check_by_hand(without, rows_in([*told, original._replace(of=seq, withdrawn=True)]))


def test_two_contrary_rows_of_one_day_are_settled_the_same_whatever_their_order(campaign: Campaign) -> None:
    said = [
        subject(("通报",), discipline=""), Typed(EVIDENCE, BEGIN, {"case": "WZ-1", "evidence": "通知"}),
        *(Typed(STEPS, BEGIN, {"case": "WZ-1", "step": name, **FULL}) for name in ("办结", "直接转交", "核查", "移交", "转送")),
    ]  # fmt: skip
    case = standing(campaign, rows_in(said))
    assert [one.step.name for one in case.taken] == ["移交", "核查", "转送"] and case.state == "forwarded"
    other = standing(campaign, rows_in([said[0], said[1], *reversed(said[2:])]))
    assert [one.step.name for one in other.taken] == ["移交", "核查", "转送"]
