"""xls and et through xlrd: hand-made BIFF2, and real files saved by LibreOffice (A1, A2, A10, A12, A17)."""

from __future__ import annotations

import shutil
import struct
import subprocess
from collections.abc import Callable
from datetime import date, datetime
from functools import cache
from pathlib import Path

import openpyxl
import pytest
from openpyxl.comments import Comment
from openpyxl.styles import Font, PatternFill
from openpyxl.workbook.defined_name import DefinedName

from duchá.workbooks import faults
from duchá.workbooks.model import CellError, FileKind, SheetState
from workbooks.build import book_of, notes, ole, read, refusal

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
