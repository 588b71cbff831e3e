"""The workbook as a spreadsheet program meets it (X-10, promises 3 and 4)."""

from __future__ import annotations

import zipfile
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from duchá.reports.page import Page, PageColumn, Report, Show
from duchá.reports.write_xlsx import LONGEST_TEXT, RowWriter, write_xlsx

COLUMNS = (
    PageColumn(title="序号", show=Show.COUNT, width=6),
    PageColumn(title="问题", show=Show.WORDS, width=30),
    PageColumn(title="率", show=Show.RATE),
    PageColumn(title="日期", show=Show.DAY, width=12),
)
NASTY = (
    "=cmd|' /C calc'!A0",
    "+1",
    "-1",
    "@SUM(A1)",
    "{=1+1}",
    "http://example.com",
    "<r><t>x</t></r>",
    "<r>a</r>",
    "a & b < c > d",
    "_x0041_",
    " 前后有空格 ",
    "一行\n二行\n\n四行",
    "\x0b控制符",
    "{{7*191}}",
    "𠮷",
    "0012",
)


def report(*pages: Page) -> Report:
    return Report(stem="x", title="标题", as_of=date(2015, 11, 24), mark="截至 & 校验码", pages=pages)


def words(*texts: str, name: str = "表") -> Page:
    rows = tuple((n, text, Decimal("0.6667"), date(2015, 11, 20)) for n, text in enumerate(texts, 1))
    return Page(name=name, title="<r>标题</r>", columns=COLUMNS, rows=rows, under="截至", measure="单位：件", notes=("图例",))


def read_back(path: Path) -> list[object]:
    sheet = openpyxl.load_workbook(path).active
    assert sheet is not None
    return [sheet.cell(row=at, column=2).value for at in range(4, sheet.max_row)]


def test_every_text_comes_back_as_typed_and_none_is_a_formula(tmp_path: Path) -> None:
    write_xlsx(report(words(*NASTY)), tmp_path / "a.xlsx")
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    sheet = book["表"]
    cells = [sheet.cell(row=at, column=2) for at in range(4, 4 + len(NASTY))]
    unescaped = [openpyxl.utils.escape.unescape(str(cell.value)) for cell in cells]
    assert unescaped == [text.replace("\x0b", "\\x0b") for text in NASTY]  # what moves the text around it is written out
    assert {cell.data_type for cell in cells} == {"s"}
    parts = zipfile.ZipFile(tmp_path / "a.xlsx")
    assert not [name for name in parts.namelist() if b"<f>" in parts.read(name) or b"<hyperlink" in parts.read(name)]


@pytest.mark.requirement("X-10")
def test_numbers_rates_and_dates_are_real(tmp_path: Path) -> None:
    write_xlsx(report(words("问题")), tmp_path / "a.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "a.xlsx")["表"]
    number, text, share, day = sheet[4]
    assert (number.value, text.value, share.value) == (1, "问题", 0.6667)
    assert isinstance(day.value, datetime)
    assert day.value.date() == date(2015, 11, 20)
    assert (share.number_format, day.number_format) == ("0.00%", "yyyy-mm-dd")


def test_zero_a_dash_and_a_blank_stay_three_things(tmp_path: Path) -> None:
    rows = ((0, "a", Decimal(0), None), (None, "b", "—", None), (1, "c", None, None))
    write_xlsx(report(Page(name="表", title="t", columns=COLUMNS, rows=rows)), tmp_path / "a.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "a.xlsx")["表"]
    assert [(sheet.cell(row=at, column=1).value, sheet.cell(row=at, column=3).value) for at in (4, 5, 6)] == [
        (0, 0),
        (None, "—"),
        (1, None),
    ]


def test_the_paper_is_set_up(tmp_path: Path) -> None:
    write_xlsx(report(words("问题")), tmp_path / "a.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "a.xlsx")["表"]
    assert sheet.page_setup.paperSize == 9
    assert (sheet.print_title_rows, sheet.freeze_panes) == ("$3:$3", "A4")
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert sheet.page_setup.fitToHeight == 0
    assert sheet.oddFooter.right.text == "第 &P 页  共 &N 页"
    assert sheet.oddFooter.left.text == "截至 && 校验码"


def test_equal_reports_give_equal_bytes(tmp_path: Path) -> None:
    for name in ("a.xlsx", "b.xlsx"):
        write_xlsx(report(words(*NASTY)), tmp_path / name)
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()


def test_a_text_too_long_is_cut_with_a_mark_and_told(tmp_path: Path) -> None:
    cuts = write_xlsx(report(words("短", "长" * 40_000, "𠮷" * 20_000)), tmp_path / "a.xlsx")
    assert [(cut.sheet, cut.cell, cut.length) for cut in cuts] == [("表", "B5", 40_000), ("表", "B6", 20_000)]
    short, long, wide = read_back(tmp_path / "a.xlsx")[:3]
    assert short == "短"
    for text in (long, wide):
        assert str(text).endswith("……（过长，全文见来源文件）")
        assert LONGEST_TEXT - 1 <= len(str(text).encode("utf-16-le")) // 2 <= LONGEST_TEXT


def test_a_row_written_in_one_piece_is_the_row_that_xlsxwriter_writes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    plain = tuple((n, f"第{n}号案卷缺少送达回证，办理时限超过承诺期限" * (n % 5), None, "—") for n in range(50))
    pages = report(Page(name="表", title="t", columns=COLUMNS, rows=plain), words(*NASTY, name="表2"))
    write_xlsx(pages, tmp_path / "quick.xlsx")
    monkeypatch.setattr(RowWriter, "write", lambda *_: False)
    write_xlsx(pages, tmp_path / "documented.xlsx")
    assert (tmp_path / "quick.xlsx").read_bytes() == (tmp_path / "documented.xlsx").read_bytes()


def test_a_row_is_as_high_as_its_text(tmp_path: Path) -> None:
    write_xlsx(report(words("短", "两行" * 10, "第一行\n第二行\n第三行")), tmp_path / "a.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "a.xlsx")["表"]
    one, two, three = (sheet.row_dimensions[at].height for at in (4, 5, 6))
    assert one < two < three


def test_a_report_that_cannot_be_written_leaves_the_old_one_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.xlsx"
    write_xlsx(report(words("旧")), path)
    before = path.read_bytes()
    monkeypatch.setattr(Path, "replace", _refuse)
    with pytest.raises(PermissionError):
        write_xlsx(report(words("新")), path)
    assert path.read_bytes() == before
    assert [found.name for found in tmp_path.iterdir()] == ["a.xlsx"]


def _refuse(self: Path, target: Path) -> Path:
    """What Windows answers while somebody has the report open."""
    raise PermissionError(13, "Permission denied", str(target))


def test_an_empty_list_says_so(tmp_path: Path) -> None:
    write_xlsx(report(Page(name="表", title="t", columns=COLUMNS, rows=())), tmp_path / "a.xlsx")
    assert openpyxl.load_workbook(tmp_path / "a.xlsx")["表"]["A4"].value == "（无）"


def test_a_folder_that_is_not_there_is_an_error_of_the_machine(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="No such file"):
        write_xlsx(report(words("问题")), tmp_path / "none" / "a.xlsx")


def test_pages_of_one_name_are_sheets_of_two(tmp_path: Path) -> None:
    write_xlsx(report(words("甲", name="投诉举报"), words("乙", name="投诉举报")), tmp_path / "a.xlsx")
    assert openpyxl.load_workbook(tmp_path / "a.xlsx").sheetnames == ["投诉举报", "投诉举报-2"]
