"""What was typed into any register of any shipped rulebook is printed by its report (D01), and the list beside it gives it back (D05)."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from duchá.campaign.model import Campaign
from duchá.registers.rows import RowChangeKind
from duchá.reports.page import Show, cell_text
from duchá.rulebook.form import CHECKED_BY, RECORD_NO, Column, ColumnKind, ColumnRole, Form
from duchá.rulebook.read_rulebook import shipped_rulebooks
from duchá.steps.report_register import RegisterWish, report_register
from duchá.steps.written import Format
from duchá.terms.fault import Weight
from registers.desk import Desk, make_desk, words_of

pytestmark = pytest.mark.sweep

UNIT = "第一局"
DAY = date(2015, 11, 30)
MATTER = "DB-1"


@pytest.fixture(params=shipped_rulebooks())
def desk(request: pytest.FixtureRequest, tmp_path: Path) -> Desk:
    """A campaign by one rulebook, with a unit in each of its groups."""
    probe = make_desk(tmp_path / "probe", request.param, units=[(UNIT, "任一组")], day=DAY)
    groups = list(dict.fromkeys(group.name for book in probe.open().campaign.rulebooks for group in book.groups)) or ["任一组"]
    units = [(UNIT, groups[0]), *((f"第{at}局", group) for at, group in enumerate(groups[1:], 2))]
    return make_desk(tmp_path / "campaign", request.param, units=units, day=DAY)


def answer(form: Form, column: Column, campaign: Campaign, at: int) -> Any:
    """Something that may stand in a column, told apart from what stands in the others."""
    if column.choices:
        return column.choices[0]
    match column.kind:
        case ColumnKind.UNIT | ColumnKind.UNITS | ColumnKind.BODY:
            return UNIT
        case ColumnKind.DATE:
            return date(2015, 3, 1) + timedelta(days=at)
        case ColumnKind.DATES:
            return "2015-06-01、2015-06-02"
        case ColumnKind.TIME:
            return "16:30"
        case ColumnKind.COUNT:
            return 100 + at
        case ColumnKind.AMOUNT:
            return 20 + at
        case ColumnKind.PERCENT:
            return "35%"
        case ColumnKind.PERIOD:
            return "2015"
        case ColumnKind.PHONE:
            return "0511-12345678"
        case _:
            if column.choices_from == "deliverables":
                return next((owed.deliverable.name for owed in campaign.owed if owed.falls_on(campaign.roster.units[0])), None)
            if column.choices_from == "matters" and column.required:
                return MATTER
            if column.choices_from in ("matters", "categories"):
                return None
            return f"{form.sheet}{column.title}的内容{at}"


def printed(value: Any) -> str:
    """What was typed as it is printed."""
    return cell_text(value, Show.DAY) if isinstance(value, date) else str(value)


def test_every_column_of_every_register_is_printed_and_given_back(desk: Desk) -> None:
    """Measured by typing: one row in each register, something in every column."""
    opened = desk.open()
    own = {form.id for book in opened.campaign.rulebooks for form in book.forms}
    if any(column.choices_from == "matters" and column.required for form in desk.forms() if form.id in own for column in form.columns):
        matter = {"事项编号": MATTER, "类别": "督办事项", "事项名称": "甲事", "来源": "市政府批示", "立项日期": DAY, "牵头单位": UNIT}
        desk.record(desk.type("matters", matter))
    typed: dict[str, dict[str, Any]] = {}
    for form in desk.forms():
        if form.id in own:
            answers = {
                column.title: answer(form, column, opened.campaign, at)
                for at, column in enumerate(form.columns, 1)
                if column.id not in (RECORD_NO, CHECKED_BY) and column.role is not ColumnRole.SEQUENCE
            }
            typed[form.id] = {title: value for title, value in answers.items() if value is not None} | {"另加的一栏": "另加栏目的内容"}
    recorded = desk.record(*(desk.type(id, answers) for id, answers in typed.items()))
    faults = [fault for done in recorded.files for fault in done.faults if fault.kind.weight is not Weight.NOTE]
    assert [(fault.place.file, fault.place.cell, fault.message) for fault in faults] == []
    lists = []
    for id, answers in typed.items():
        made = report_register(desk.open(), RegisterWish(name=id), Format.MD, full=True)
        text = words_of(made.report)
        assert {title: value for title, value in answers.items() if printed(value) not in text} == {}, id
        assert made.editable is not None
        lists.append(made.editable)
    again = desk.record(*lists) if lists else None
    assert [
        draft.change for done in (again.files if again else ()) for draft in done.drafts if draft.change is not RowChangeKind.SEEN
    ] == []
