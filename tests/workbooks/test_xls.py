"""xls and et through xlrd: hand-made BIFF2, and real files saved by LibreOffice (A1, A2, A10, A12, A17)."""

from __future__ import annotations

import io
import shutil
import struct
import subprocess
from collections.abc import Callable
from datetime import date, datetime
from functools import cache
from pathlib import Path

import openpyxl
import pytest
import xlrd
from openpyxl.comments import Comment
from openpyxl.styles import Font, PatternFill
from openpyxl.workbook.defined_name import DefinedName

from duchá.workbooks.formats import xls
from duchá.workbooks.sheets import faults
from duchá.workbooks.sheets.model import CellError, FileKind, SheetState
from workbooks.biff import Sheet, biff8
from workbooks.build import book_of, notes, ole, read, refusal
from workbooks.compound import Storage, compound

OFFICE = shutil.which("soffice")
Convert = Callable[[Path, str], bytes]


def biff2(*cells: tuple[int, int, str | float]) -> bytes:
    """A workbook as Excel 2 wrote it: one sheet, no container."""
    records = [(0x09, struct.pack("<HH", 2, 0x10)), (0x42, struct.pack("<H", 1252))]
    for row, column, value in cells:
        place = struct.pack("<HH", row, column) + b"\0\0\0"
        if isinstance(value, str):
            records.append((0x04, place + bytes([len(value)]) + value.encode("ascii")))
        else:
            records.append((0x03, place + struct.pack("<d", value)))
    records.append((0x0A, b""))
    return b"".join(struct.pack("<HH", number, len(body)) + body for number, body in records)


@pytest.fixture(scope="module")
def convert(tmp_path_factory: pytest.TempPathFactory) -> Convert:
    if OFFICE is None:
        pytest.skip("LibreOffice is not installed")
    folder = tmp_path_factory.mktemp("office")

    @cache
    def run(source: Path, ending: str) -> bytes:
        profile = f"-env:UserInstallation=file://{folder}/profile"
        subprocess.run(
            [OFFICE or "", profile, "--headless", "--convert-to", ending, "--outdir", str(folder), str(source)],
            check=True,
            capture_output=True,
        )
        return (folder / f"{source.stem}.{ending}").read_bytes()

    return run


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One workbook with everything, made with openpyxl."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "附件2"
    sheet["A1"] = "附件2：汇总表"
    sheet.merge_cells("A1:C1")
    for line in (
        ["序号", "项目", "比例", "日期"],
        [1, "许可", 0.95, date(2015, 11, 18)],
        [2, "删", 3.5, datetime.fromisoformat("2015-11-18T08:30")],
    ):
        sheet.append(line)
    sheet["C3"].number_format = "0%"
    sheet["B4"].font = Font(strike=True)
    sheet["E3"], sheet["E4"] = "=1/0", "=1+1"
    sheet["B3"].comment = Comment("已于11.18整改", "x")
    sheet.row_dimensions[4].hidden = True
    sheet["B5"] = "红"
    sheet["B5"].fill = PatternFill("solid", fgColor="FFFF00")
    old = book.create_sheet("2014年")
    old.sheet_state, old["A1"] = "hidden", "旧"
    marks = book.create_sheet("_ducha")
    marks.sheet_state, marks["A1"], marks["B1"] = "veryHidden", "unit", "区财政局"
    book.defined_names["_ducha"] = DefinedName("_ducha", attr_text='"unit=区财政局;form=approval"')
    path = tmp_path_factory.mktemp("source") / "all.xlsx"
    book.save(path)
    return path


def test_the_oldest_xls_is_read() -> None:
    book = book_of(biff2((0, 0, "No"), (0, 2, "Item"), (2, 0, 1.0), (2, 2, 0.5)), "old.xls")
    assert book.sheets[0].rows == (("No", None, "Item"), (), (1, None, 0.5))


@pytest.mark.office
@pytest.mark.parametrize(("ending", "name"), [("xls", "附件2.xls"), ("xls", "附件2.et"), ("ods", "附件2.ods"), ("xlsx", "附件2.xlsx")])
def test_what_an_office_program_saved_reads_alike(ending: str, name: str, source: Path, convert: Convert) -> None:
    data = convert(source, ending)
    book = book_of(data, name)
    sheet = book.sheets[0]
    assert sheet.rows == (
        ("附件2：汇总表",),
        ("序号", "项目", "比例", "日期"),
        (1, "许可", 0.95, date(2015, 11, 18), CellError("#DIV/0!")),
        (2, "删", 3.5, datetime.fromisoformat("2015-11-18T08:30"), 2),
        (None, "红"),
    )
    assert sheet.merges == ((1, 1, 1, 3),) and sheet.percents == {(3, 3)} and sheet.struck == {(4, 2)}
    assert sheet.hidden_rows == {4} and sheet.comments == {(3, 2): "已于11.18整改"}
    assert [(page.name, page.state is SheetState.VISIBLE, len(page.rows)) for page in book.sheets] == [
        ("附件2", True, 5),
        ("2014年", False, 0),
    ]
    assert book.marks["unit"] == "区财政局"
    assert {"S041", "S062", "S063", "S066", "S070"} <= set(notes(book)) and "S007" not in notes(book)


@pytest.mark.office
def test_an_xls_named_xlsx_is_told_by_its_bytes(source: Path, convert: Convert) -> None:
    book = book_of(convert(source, "xls"), "附件2.xlsx")
    assert book.kind is FileKind.XLS and "S007" in notes(book)


@pytest.mark.office
def test_a_cut_or_looping_xls_is_refused_or_said_to_be_damaged(source: Path, convert: Convert) -> None:
    data = convert(source, "xls")
    looping = bytearray(data)
    fat = 512 + struct.unpack_from("<I", data, 76)[0] * 512
    struct.pack_into("<8I", looping, fat, *range(8))
    for broken in (data[:1024], bytes(looping), data[: len(data) // 2]):
        book, found = read(broken, "a.xls")
        assert faults.DAMAGED in [note.kind for note in book.notes] if book else found[0].kind in (faults.UNREADABLE, faults.UNKNOWN_FORMAT)


def test_only_names_is_no_workbook() -> None:
    assert refusal(ole("Workbook"), "a.et").kind is faults.UNREADABLE


@pytest.mark.parametrize("number", [*range(27, 37), *range(50, 59)])
def test_a_date_in_a_format_of_chinese_excel_is_a_date(number: int) -> None:
    """Built-in East Asian formats have no text of their own (B01): 31 is 2015年11月18日."""
    cells = {(0, 0): "填报日期", (0, 1): 42326.0, (1, 0): "比例", (1, 1): 0.95}
    found = book_of(biff8(Sheet(cells=cells, styles={(0, 1): 1, (1, 1): 2}), formats=(0, number, 9)), "附件2.et")
    assert found.sheets[0].rows == (("填报日期", date(2015, 11, 18)), ("比例", 0.95))
    assert found.sheets[0].percents == {(2, 2)} and notes(found) == []


def test_a_style_that_no_cell_uses_costs_nothing() -> None:
    assert book_of(biff8(Sheet(cells={(0, 0): "x"}), formats=(0, 31, 57)), "附件2.xls").sheets[0].rows == (("x",),)


@pytest.mark.parametrize("declared", [0, 1, 5, 70_000])
def test_a_wrong_count_that_every_program_overlooks_is_read_all_the_same(declared: int) -> None:
    """xlrd refuses the file; the second reader takes it, witnessed by its records, with what the first would have seen (B12)."""
    cells = {(0, 0): ("shared", 0), (1, 0): ("shared", 1), (1, 1): 0.95, (1, 2): 42326.0, (2, 1): ("error", 7)}
    sheets = (Sheet(cells=cells, styles={(1, 1): 1, (1, 2): 2}), Sheet(cells={(0, 0): "旧"}, name="2014年", hidden=1))
    stream = biff8(*sheets, formats=(0, 9, 14), shared=("序号", "超时2件"), declared=declared)
    with pytest.raises((xlrd.XLRDError, AssertionError, IndexError, struct.error)):
        xlrd.open_workbook(file_contents=stream, logfile=io.StringIO()).sheet_by_index(0)
    book = book_of(compound(Storage({"Workbook": stream})), "附件2.xls")
    first, second = book.sheets
    assert first.rows == (("序号",), ("超时2件", 0.95, date(2015, 11, 18)), (None, CellError("#DIV/0!")))
    assert first.percents == {(2, 2)} and (second.state, second.rows) == (SheetState.HIDDEN, ())
    assert sorted(notes(book)) == ["S032", "S041", "S062"]


def test_where_the_second_reader_finds_less_a_person_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    stream = biff8(Sheet(cells={(0, 0): ("shared", 0), (1, 0): ("shared", 1)}), shared=("序号", ""), declared=9)
    book, found = read(compound(Storage({"Workbook": stream})), "附件2.xls")
    assert book is not None and [fault.kind for fault in found] == [faults.WITNESS_MISMATCH]
    monkeypatch.setattr(xls, "CALAMINE", False)
    assert refusal(compound(Storage({"Workbook": stream})), "附件2.xls").kind is faults.UNREADABLE


def test_a_mark_of_secrecy_is_seen_by_the_second_reader_too() -> None:
    stream = biff8(Sheet(cells={(0, 0): "x"}), Sheet(cells={(0, 0): ("shared", 0)}, name="二", hidden=2), shared=("机密",), declared=7)
    assert refusal(compound(Storage({"Workbook": stream})), "附件2.xls").kind is faults.CLASSIFIED
