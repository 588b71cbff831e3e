"""The office's registers come from the same writer: open, frozen heads, lists to choose from, no rows in advance."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from duchá.forms.layout import ROOM, SMALLEST, lay_out
from duchá.forms.workbook import write_register
from duchá.rulebook.form import Column, ColumnKind, FilledBy, Form
from duchá.rulebook.parse import parse_rulebook
from duchá.rulebook.read_rulebook import read_texts
from forms.opened import opened
from submissions.sample import campaign

KINDS = (
    ("day", "日期", ColumnKind.DATE),
    ("hour", "时间", ColumnKind.TIME),
    ("lead", "牵头单位", ColumnKind.UNIT),
    ("support", "配合单位", ColumnKind.UNITS),
    ("points", "分值", ColumnKind.AMOUNT),
    ("count", "件数", ColumnKind.COUNT),
    ("rate", "办结率", ColumnKind.PERCENT),
    ("late", "是否逾期", ColumnKind.YES_NO),
    ("phone", "联系电话", ColumnKind.PHONE),
)
OFFICE = parse_rulebook("office", read_texts([]))[0]
assert OFFICE is not None
FORM = Form(
    id="matters",
    number="",
    title="督办事项登记表",
    sheet="督办事项",
    article="1",
    filled_by=FilledBy.OFFICE,
    file="督办事项.xlsx",
    columns=(
        *(Column(id=id, title=title, kind=kind, required=id == "day") for id, title, kind in KINDS),
        Column(id="state", title="环节", kind=ColumnKind.CHOICE, choices=("签收", "反馈", "办结")),
        Column(id="what", title="材料", kind=ColumnKind.CHOICE, choices_from="deliverables"),
        Column(id="rule", title="情形", kind=ColumnKind.CHOICE, choices_from="rules"),
    ),
)


@pytest.fixture
def register(tmp_path: Path) -> Any:
    """The register, opened."""
    write_register((FORM,), tmp_path / "x.xlsx", campaign=campaign())
    return opened((tmp_path / "x.xlsx").read_bytes())


def validations(sheet: Any) -> dict[str, Any]:
    """Column id → what its cells accept."""
    layout = lay_out(FORM)
    found = sheet.data_validations.dataValidation
    return {column.id: next(v for v in found if layout.body(1, column.id).at in v.cells) for column in FORM.columns}


def test_it_is_open_and_its_heads_stay_in_sight(register: Any) -> None:
    sheet = register["督办事项"]
    assert not sheet.protection.sheet and not (register.security and register.security.lockStructure)
    assert sheet.freeze_panes == "A3" and sheet.print_title_rows == "$2:$2"
    assert [cell.value for cell in sheet[2]] == [column.title for column in FORM.columns]
    assert sheet.max_row == 12


def test_what_must_be_filled_is_seen_by_its_colour_and_said_in_its_prompt(register: Any) -> None:
    sheet = register["督办事项"]
    assert sheet["A2"].fill.fgColor.rgb != sheet["B2"].fill.fgColor.rgb
    assert validations(sheet)["day"].prompt == "必填。"


def test_each_kind_of_column_takes_what_it_should(register: Any) -> None:
    found = validations(register["督办事项"])
    assert {id: v.type for id, v in found.items()} == {
        "day": "date",
        "hour": "time",
        "lead": "list",
        "support": None,
        "points": "decimal",
        "count": "whole",
        "rate": "decimal",
        "late": "list",
        "phone": None,
        "state": "list",
        "what": "list",
        "rule": None,
    }
    assert found["state"].formula1 == '"签收,反馈,办结"' and found["late"].formula1 == '"是,否"'
    assert {id for id, v in found.items() if v.errorStyle == "warning"} == {"lead", "points", "count", "rate"}
    assert not any(str(v.formula1).startswith("=") for v in found.values())


def test_choices_come_from_the_campaign_and_from_what_is_given(tmp_path: Path) -> None:
    write_register((FORM,), tmp_path / "x.xlsx", {"rules": ("表彰", "督查问题")}, campaign())
    found = validations(opened((tmp_path / "x.xlsx").read_bytes())["督办事项"])
    assert found["rule"].formula1 == '"表彰,督查问题"'
    assert "书面报告" in found["what"].formula1 and "区安监局" in found["lead"].formula1


def test_rows_written_later_look_like_the_first(register: Any) -> None:
    sheet = register["督办事项"]
    assert sheet.column_dimensions["A"].number_format == 'yyyy"年"m"月"d"日"'
    assert sheet.column_dimensions["I"].number_format == "@"
    assert "A2000" in validations(sheet)["day"].cells


def test_several_registers_share_a_workbook_and_its_bytes_are_the_same_again(tmp_path: Path) -> None:
    other = replace(FORM, id="records", sheet="办理记录", landscape=False)
    for name in ("a.xlsx", "b.xlsx"):
        write_register((FORM, other), tmp_path / name)
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()
    book = opened((tmp_path / "a.xlsx").read_bytes())
    assert [sheet.title for sheet in book.worksheets] == ["督办事项", "办理记录", "_ducha"]
    assert [book[name].page_setup.orientation for name in ("督办事项", "办理记录")] == ["landscape", "portrait"]


def test_a_broad_register_prints_on_two_pages_with_its_key_on_both_and_can_be_read() -> None:
    pages = {form.sheet: lay_out(form).pages for form in OFFICE.forms}
    assert {name for name, page in pages.items() if page.count > 1} == {"督办事项", "问题清单"}
    for form in OFFICE.forms:
        page, widths = pages[form.sheet], lay_out(form).widths
        broadest = max(sum(widths[: page.first]), sum(widths[: page.repeated]) + sum(widths[page.first :]))
        assert ROOM[True] / broadest >= SMALLEST
    assert (pages["督办事项"].first, pages["督办事项"].repeated) == (12, 1)


def test_the_title_of_a_broad_register_stands_on_its_first_page_only(tmp_path: Path) -> None:
    write_register([OFFICE.form("matters")], tmp_path / "督办事项.xlsx")
    sheet = load_workbook(tmp_path / "督办事项.xlsx").worksheets[0]
    assert (sheet.print_title_cols, sheet.page_setup.fitToWidth, sheet["A1"].value) == ("$A:$A", 2, None)
    assert {str(merged) for merged in sheet.merged_cells.ranges} == {"B1:L1", "B2:L2"}
