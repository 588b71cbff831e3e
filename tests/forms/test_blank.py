"""A blank looks and behaves like the official form: words, protection, validation, prompts, print set-up (DT-31…35, X-10, X-11)."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from duchá.forms.layout import lay_out
from duchá.rulebook.form import Column, ColumnKind
from forms.opened import blank, book, forms, opened, unit, words

SHEETS = ("附件2", "附件3", "附件4")


def validation(sheet: Any, cell: str) -> Any:
    """What a cell accepts."""
    return next(found for found in sheet.data_validations.dataValidation if cell in found.cells)


def test_one_sheet_a_form_and_the_marks_out_of_sight() -> None:
    assert [(sheet.title, sheet.sheet_state) for sheet in book().worksheets] == [
        *((name, "visible") for name in SHEETS),
        ("_ducha", "veryHidden"),
    ]
    assert book().active.title == "附件2"


@pytest.mark.requirement("DT-31")
@pytest.mark.requirement("DT-33")
def test_the_words_of_the_notice_stand_on_the_form() -> None:
    found = words(book()["附件2"])
    assert [found[at] for at in ("A1", "A2", "A3", "A4", "A5")] == [
        "附件2",
        "部门行政审批自查自纠情况报表",
        "部门（盖章）：",
        "部门纪检监察组织（盖章）：",
        "填报日期：",
    ]
    assert [found[f"{column}7"] for column in "ABCD"] == ["序号", "审批项目名称", "发现存在问题", "整改情况"]
    assert [found[f"A{row}"] for row in range(8, 18)] == list(range(1, 11))
    assert [found[at] for at in ("A18", "A19", "A20")] == [
        "备注",
        "注：1. 本表仅填写自查中发现问题的项目，未发现问题的不填写；",
        "2. 情况复杂可另附页说明。",
    ]


@pytest.mark.requirement("DT-32")
def test_the_number_column_of_annex_3_has_no_heading_and_its_remark_is_preset() -> None:
    found = words(book()["附件3"])
    assert "A7" not in found and found["B7"] == "监管制度建立情况"
    assert found["A8"] == 1 and found["B18"] == "本部门被取消的行政审批事项："


def test_only_the_unit_s_own_name_is_filled_in() -> None:
    for form in forms():
        layout, sheet = lay_out(form), book()[form.sheet]
        filled = {name: sheet[cells.at].value for name, cells in layout.fields().items() if sheet[cells.at].value is not None}
        assert filled.pop("header.unit") == "区安监局"
        assert filled.pop("remark", form.remark.preset if form.remark else "") == (form.remark.preset if form.remark else "")
        assert filled == {f"body.{n}.no": n for n in range(1, 11)}


def test_entries_are_open_and_everything_else_is_locked() -> None:
    for form in forms():
        layout, sheet = lay_out(form), book()[form.sheet]
        fields = layout.fields()
        entries = {square for name, cells in fields.items() if name != "header.unit" for square in cells.squares()}
        for row in sheet.iter_rows(max_row=layout.notes[-1].row, max_col=len(layout.widths)):
            assert [cell.coordinate for cell in row if cell.protection.locked is ((cell.row, cell.column) in entries)] == []


def test_the_sheet_is_protected_without_a_password_and_lets_rows_be_inserted_sorted_filtered_and_made_higher() -> None:
    for name in SHEETS:
        protection = book()[name].protection
        assert protection.sheet and protection.password is None
        allowed = (
            "formatRows",
            "formatColumns",
            "insertRows",
            "deleteRows",
            "sort",
            "autoFilter",
            "selectLockedCells",
            "selectUnlockedCells",
            "objects",
        )
        assert [what for what in allowed if getattr(protection, what)] == []
    assert book().security.lockStructure and book().security.workbookPassword is None


def test_it_prints_on_a4_landscape_one_page_wide_with_the_heads_on_every_page() -> None:
    for name in SHEETS:
        sheet = book()[name]
        setup = sheet.page_setup
        assert (setup.paperSize, setup.orientation, setup.fitToWidth, setup.fitToHeight) == (9, "landscape", 1, 0)
        assert sheet.sheet_properties.pageSetUpPr.fitToPage and sheet.print_options.horizontalCentered
        assert sheet.print_title_rows == "$7:$7"
        assert sheet.oddFooter.center.text == "第 &P 页  共 &N 页"


def test_a_date_is_asked_for_in_chinese_and_only_a_sensible_one_is_taken() -> None:
    date = validation(book()["附件2"], "C5")
    assert (date.type, date.operator, date.errorStyle, date.formula1, date.formula2) == ("date", "between", "stop", "42005", "42735")
    assert date.error == "请填写2015年1月1日至2016年12月31日之间的日期，例如 2015-11-30。"
    assert "例如：2015年11月18日" in date.prompt
    assert book()["附件2"]["C5"].number_format == 'yyyy"年"m"月"d"日"'


def test_every_entry_has_a_prompt_of_a_length_that_programs_accept() -> None:
    for form in forms():
        layout, sheet = lay_out(form), book()[form.sheet]
        for name, cells in layout.fields().items():
            found = validation(sheet, cells.at)
            assert found.showInputMessage and 0 < len(found.prompt) <= 255 and 0 < len(found.promptTitle) <= 32, name
            assert found.error is None or len(found.error) <= 225
    assert validation(book()["附件2"], "B9").prompt.endswith("例如：危险化学品经营许可")


def test_what_is_typed_stays_as_typed() -> None:
    """A cell in text format keeps 00123, 1/2 and =1+1."""
    sheet = book()["附件2"]
    assert {sheet[f"{column}{row}"].number_format for column in "BCD" for row in range(8, 18)} == {"@"}


def test_there_is_no_formula_and_no_row_written_in_advance() -> None:
    for sheet in book().worksheets:
        assert sheet.max_row <= 21
        assert [cell.coordinate for row in sheet.iter_rows() for cell in row if cell.data_type == "f"] == []


@pytest.mark.parametrize(
    "name", ["=cmd|' /C calc'!A0", "+1局", "-甲局", "@局", "丙&丁局<b>", '"引"局', "_x0041_局", "ducha-order-goes-here"]
)
def test_a_unit_s_name_is_text_whatever_it_looks_like(name: str) -> None:
    sheet = opened(blank(unit(name)))["附件2"]
    written = sheet["C3"]
    assert written.data_type == "s" and written.value.replace("_x005F_", "_") == name


def test_words_of_a_form_that_begin_like_a_formula_are_text() -> None:
    form = replace(forms()[0], title="=SUM(A1)", notes=("-注",))
    sheet = opened(blank(owed=(form,)))["附件2"]
    assert (sheet["A2"].data_type, sheet["A2"].value, sheet["A19"].value) == ("s", "=SUM(A1)", "-注")
    assert sheet["A2"].quotePrefix


def test_body_rows_are_not_fixed_in_height() -> None:
    """A row whose height is fixed cuts long text; one that merely has a height grows when it is typed into."""
    from duchá.forms.package import unpacked

    part = unpacked(blank())["xl/worksheets/sheet1.xml"].decode()
    rows = {int(row.split('"')[1]): row.split(">")[0] for row in part.split("<row ")[1:] for row in [f"r={row.removeprefix('r=')}"]}
    assert all("customHeight" not in rows[row] and 'ht="28"' in rows[row] for row in range(8, 18))
    assert "customHeight" in rows[2]


def test_two_forms_of_one_sheet_name_both_find_a_place() -> None:
    one, two = forms()[0], replace(forms()[1], sheet="附件2")
    assert [sheet.title for sheet in opened(blank(owed=(one, two))).worksheets] == ["附件2", "附件2 (2)", "_ducha"]


def test_a_long_list_of_choices_stands_in_the_hidden_sheet() -> None:
    few = Column(id="few", title="类别", kind=ColumnKind.CHOICE, choices=("是的", "不是"))
    comma = Column(id="comma", title="带逗号", kind=ColumnKind.CHOICE, choices=("甲,乙", "丙"))
    many = Column(id="many", title="事项", kind=ColumnKind.CHOICE, choices=tuple(f"第{n}类行政许可事项" for n in range(60)))
    workbook = opened(blank(owed=(replace(forms()[0], columns=(few, comma, many)),)))
    found = [found.formula1 for found in workbook["附件2"].data_validations.dataValidation if found.type == "list"]
    assert found == ['"是的,不是"', "_ducha!$D$1:$D$2", "_ducha!$E$1:$E$60"]
    assert workbook["_ducha"]["E60"].value == "第59类行政许可事项"


@pytest.mark.parametrize("name", SHEETS)
def test_a_form_to_which_nothing_is_added_stands_on_one_sheet(name: str) -> None:
    """G02: reckoned from the heights as written, for that is what Excel prints."""
    sheet = book()[name]
    rows = sum(sheet.row_dimensions[row].height or 15 for row in range(1, sheet.max_row + 1))
    paper = 595.3 if sheet.page_setup.orientation == "landscape" else 841.9
    assert rows <= paper - 72 * (sheet.page_margins.top + sheet.page_margins.bottom)
