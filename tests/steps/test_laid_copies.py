"""The marked copy of a file that is no .xlsx (G10): a fresh blank with what was read in it, which comes back like any other; nothing of theirs is lost."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from openpyxl import load_workbook

from duchá.submissions import wording
from steps.office import Office, at

pytestmark = pytest.mark.sweep
UNIT, FORM = "区安监局", "附件2"
HEAD = ("附件2", "部门行政审批自查自纠情况报表")
LABELS = (("部门（盖章）：", UNIT), ("部门纪检监察组织（盖章）：", f"{UNIT}纪检组"), ("填报日期：", "2015-11-18"))
TITLES = ("序号", "审批项目名称", "发现存在问题", "整改情况")
LONG = "一次性告知不到位，群众重复跑动，" * 12
ITEMS = tuple(f"危险化学品经营许可第{number}类" for number in range(1, 15))  # more than the blank has lines


def rows(*, more: str = "") -> list[list[str]]:
    """The table as a unit may type it: without merges, its titles on the sixth line; one cell is empty."""
    above = [*([text] for text in HEAD), *([label, "", text] for label, text in LABELS)]
    body = [[str(n), item, LONG if n == 2 else f"问题{n}", "" if n == 12 else "已整改"] for n, item in enumerate(ITEMS, 1)]
    return [*above, list(TITLES), *body, *([[more]] if more else [])]


def as_csv(path: Path, lines: list[list[str]]) -> Path:
    with path.open("w", encoding="gb18030", newline="") as file:
        csv.writer(file).writerows(lines)
    return path


def as_word(path: Path, lines: list[list[str]]) -> Path:
    document = Document()
    for line in lines[:5]:
        document.add_paragraph("".join(line))
    table = document.add_table(0, 4)
    for line in lines[5:]:
        for cell, text in zip(table.add_row().cells, line, strict=True):
            cell.text = text
    document.save(str(path))
    return path


def copy_of(office: Office, path: Path) -> tuple[Path, Any]:
    """What collect sends back for it, with its workbook."""
    (submission,) = office.collect(path).submissions
    copy = office.folder / submission["marked_copy"]
    return copy, load_workbook(copy)


@pytest.mark.parametrize("write", [as_csv, as_word])
def test_it_looks_like_the_blank_with_everything_in_it(office: Office, write: Any) -> None:
    _, book = copy_of(office, write(office.folder / "returns" / f"{UNIT}.{'csv' if write is as_csv else 'docx'}", rows()))
    sheet, blank = book[FORM], load_workbook(office.folder / "blank" / f"25-{UNIT}.xlsx")[FORM]
    assert book.sheetnames[0] == wording.RESULT_SHEET
    assert {str(box) for box in sheet.merged_cells.ranges} >= {"A1:D1", "A2:D2", "A3:B3"}
    assert sheet["A2"].font.size == blank["A2"].font.size and sheet["A2"].alignment.horizontal == "center"
    assert {key: one.width for key, one in sheet.column_dimensions.items()} == {
        key: one.width for key, one in blank.column_dimensions.items()
    }
    assert (sheet.page_setup.orientation, sheet.print_title_rows) == (blank.page_setup.orientation, blank.print_title_rows)
    assert [sheet[f"B{row}"].value for row in range(8, 22)] == list(ITEMS)
    assert (sheet["C3"].value, sheet["C4"].value, sheet["C5"].value) == tuple(text for _, text in LABELS)
    assert sheet["C9"].value == LONG and sheet.row_dimensions[9].height > 150 > sheet.row_dimensions[10].height
    assert sheet["A22"].value == "备注"
    assert sheet["D19"].fill.fgColor.rgb == "FFFFC7CE" and "整改情况”为空" in sheet["D19"].comment.text


@pytest.mark.parametrize("write", [as_csv, as_word])
def test_put_right_in_place_it_comes_back_like_any_other(office: Office, write: Any) -> None:
    path = write(office.folder / "returns" / f"{UNIT}.{'csv' if write is as_csv else 'docx'}", rows())
    copy, book = copy_of(office, path)
    book[FORM]["D19"] = "11月16日已办结"
    path.unlink()
    book.save(again := office.folder / "returns" / copy.name)
    (submission,) = office.collect(again, now=at(19)).submissions
    assert (submission["status"], submission["unit"], submission["forms"]["approval"]["rows"]) == ("accepted", UNIT, 14)


def test_what_the_blank_has_no_place_for_is_not_left_behind(office: Office) -> None:
    said = "另：我局9月以后换了经办人，电话 0511-12345678"
    _, book = copy_of(office, as_csv(office.folder / "returns" / f"{UNIT}.csv", rows(more=said)))
    texts = [str(cell.value) for sheet in book.worksheets[1:] for line in sheet.iter_rows() for cell in line]
    assert any(said in text for text in texts)
