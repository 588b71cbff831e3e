"""What a person wrote is safe: a report, letter, notice, mail, list, copy or blank that somebody changed is never overwritten; the new one lies beside it."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook

from duchá.forms.write_for_people import RECORD, WriteOutcome, WrittenFiles
from duchá.steps.blanks import make_blanks
from duchá.steps.ledger import LedgerOptions as Listed, show_ledger
from duchá.steps.overdue import OverdueOptions, overdue
from duchá.steps.report import ReportOptions as Report, report
from duchá.terms.fault import Fault
from steps.office import ROW, Office, at, copy_office
from steps.registers import MATTERS, fill, matter, run

pytestmark = pytest.mark.sweep

UNIT = "区安监局"
EDITED = b"what a person made of it"
Made = tuple[list[Path], tuple[Fault, ...]]


@pytest.fixture
def busy(office: Office) -> Office:
    """A return with a problem, an inspection with another, a matter that is late, a unit with an address."""
    office.collect(office.fill(UNIT, supervision_problems=[{**ROW, "rectification": "正在整改"}]))
    fill(office, MATTERS, matter("DT-1", 办理时限=date(2015, 11, 10)))
    fill(office, "重点督查", {"日期": date(2015, 11, 9), "单位": "区住建局", "督查方式": "明察", "督查发现问题": "收费依据未公示"})
    book = load_workbook(office.folder / "units.xlsx")
    sheet = book.worksheets[0]
    titles = [cell.value for cell in sheet[1]]
    row = next(row for row in sheet.iter_rows(min_row=2) if row[titles.index("单位名称")].value == UNIT)
    row[titles.index("电子邮箱")].value = "anjian@example.cn"
    book.save(office.folder / "units.xlsx")
    run(office)
    return office


def reported(name: str, written_as: str) -> Callable[[Office, int], Made]:
    def work(office: Office, hour: int) -> Made:
        made = report(office.open(at(26, hour)), Report(name=name, written_as=written_as))
        return [path for one in made for path in (one.path, *one.also)], tuple(fault for one in made for fault in one.faults)

    return work


def urged(office: Office, hour: int) -> Made:
    found = overdue(office.open(at(26, hour)), OverdueOptions(letters=True, mail=True))
    return list(found.written), found.faults


def listed(option: str) -> Callable[[Office, int], Made]:
    def work(office: Office, hour: int) -> Made:
        path = office.folder / "registers" / "导出.xlsx"
        shown = show_ledger(office.open(at(26, hour)), Listed(export=path) if option == "export" else Listed(problems=path))
        return list(shown.exported), shown.faults

    return work


WORKS = {
    "summary.xlsx": reported("summary", "xlsx"),
    "summary.html": reported("summary", "html"),
    "bulletin.docx": reported("bulletin", "docx"),
    "inspection.md": reported("inspection", "md"),
    "notices": reported("rectification", "xlsx"),
    "overdue, letters, mail": urged,
    "ledger --xlsx": listed("export"),
    "ledger --problems": listed("problems"),
}


@pytest.mark.parametrize("name", WORKS)
def test_what_was_edited_stays_and_the_new_one_lies_beside_it_and_is_said(busy: Office, name: str) -> None:
    work = WORKS[name]
    files, faults = work(busy, 8)
    assert files and all(path.is_file() for path in files)
    assert [fault.kind.code for fault in faults if fault.kind.code == "C071"] == []
    for path in files:
        path.write_bytes(EDITED)
    again, faults = work(busy, 9)
    assert all(path.read_bytes() == EDITED for path in files)
    assert sorted(path.name for path in again) == sorted(f"{path.stem}-新{path.suffix}" for path in files)
    assert all(path.is_file() and path.read_bytes() != EDITED for path in again)
    said = {dict(fault.words)["file"]: dict(fault.words)["beside"] for fault in faults if fault.kind.code == "C071"}
    assert said == {path.relative_to(busy.folder).as_posix(): f"{path.stem}-新{path.suffix}" for path in files}


@pytest.mark.parametrize("name", WORKS)
def test_what_nobody_edited_is_written_anew_and_nothing_more_lies_there(busy: Office, name: str) -> None:
    work = WORKS[name]
    files, _ = work(busy, 8)
    before = sorted(busy.folder.rglob("*"))
    again, faults = work(busy, 9)
    assert again == files and [fault.kind.code for fault in faults if fault.kind.code == "C071"] == []
    assert sorted(busy.folder.rglob("*")) == before


def test_the_new_one_is_renewed_and_where_it_was_edited_too_a_third_lies_beside_both(busy: Office) -> None:
    work = reported("summary", "md")
    (place,), _ = work(busy, 8)
    place.write_bytes(EDITED)
    (first,), _ = work(busy, 9)
    (second,), _ = work(busy, 10)
    assert first == second == place.with_name(f"{place.stem}-新.md")
    first.write_bytes(b"this one too")
    (third,), _ = work(busy, 11)
    assert third == place.with_name(f"{place.stem}-新2.md")
    assert (place.read_bytes(), first.read_bytes()) == (EDITED, b"this one too")


def test_a_copy_of_the_folder_knows_what_was_edited_and_what_was_not(busy: Office, tmp_path: Path) -> None:
    (plain,), _ = reported("summary", "md")(busy, 8)
    (edited,), _ = reported("bulletin", "md")(busy, 8)
    edited.write_bytes(EDITED)
    copied = copy_office(busy, tmp_path / "另一台机器")
    send = copied.fill("区住建局", supervision_problems=[ROW])
    copied.collect(send, now=at(25))
    (renewed,), _ = reported("summary", "md")(copied, 9)
    (beside,), _ = reported("bulletin", "md")(copied, 9)
    assert renewed == copied.folder / plain.relative_to(busy.folder) and renewed.read_bytes() != plain.read_bytes()
    assert beside.stem.endswith("-新") and (copied.folder / edited.relative_to(busy.folder)).read_bytes() == EDITED


def test_a_file_of_an_earlier_version_of_the_program_counts_as_edited_unless_it_says_the_same(busy: Office) -> None:
    work = reported("summary", "md")
    (place,), _ = work(busy, 8)
    (busy.folder / ".duchá" / RECORD).unlink()  # nobody kept a record then
    same = place.read_bytes()
    assert work(busy, 8)[0] == [place] and place.read_bytes() == same
    place.write_bytes(same + b"\n")
    assert work(busy, 9)[0] == [place.with_name(f"{place.stem}-新.md")] and place.read_bytes() == same + b"\n"


def test_a_marked_copy_of_a_register_in_which_somebody_worked_stays(office: Office) -> None:
    fill(office, MATTERS, matter("DT-1", 牵头单位="无此单位"))
    assert run(office).copies.written == ("returned/登记表-督办事项.xlsx",)
    copy = office.folder / "returned" / "登记表-督办事项.xlsx"
    book = load_workbook(copy)
    book.worksheets[0]["A1"].value = "我批注过"
    book.save(copy)
    edited = copy.read_bytes()
    run(office)  # nothing is new in the register
    assert copy.read_bytes() == edited
    fill(office, MATTERS, matter("DT-1", 牵头单位="也无此单位"))
    again = run(office)
    assert copy.read_bytes() == edited
    assert again.copies.written == ("returned/登记表-督办事项-新.xlsx",) and (office.folder / again.copies.written[0]).is_file()
    assert [done.copy for done in again.files if done.copy] == ["returned/登记表-督办事项-新.xlsx"]
    fill(office, MATTERS, matter("DT-1"))
    mended = run(office).copies
    assert mended.cleared == ("returned/登记表-督办事项-新.xlsx",) and mended.kept == ("returned/登记表-督办事项.xlsx",)
    assert copy.read_bytes() == edited


def test_a_blank_and_a_kit_that_somebody_changed_stay(office: Office) -> None:
    blank = office.folder / "blank" / "25-区安监局.xlsx"
    book = load_workbook(blank)
    book["附件2"]["B8"] = "先填一半"
    book.save(blank)
    edited = blank.read_bytes()
    made = make_blanks(office.open(at(4)), units=(UNIT,))
    assert [(one.outcome, one.beside) for one in made.kept] == [(WriteOutcome.KEPT, "25-区安监局-新.xlsx")]
    assert blank.read_bytes() == edited and (blank.parent / "25-区安监局-新.xlsx").is_file()


def test_a_line_of_the_record_that_was_cut_off_only_makes_its_file_count_as_edited(tmp_path: Path) -> None:
    written = WrittenFiles(tmp_path, tmp_path)
    written.put_bytes(tmp_path / "a.md", b"1")
    written.put_bytes(tmp_path / "b.md", b"1")
    record = tmp_path / RECORD
    record.write_bytes(record.read_bytes()[:-20])
    later = WrittenFiles(tmp_path, tmp_path)
    assert later.put_bytes(tmp_path / "a.md", b"2").outcome is WriteOutcome.RENEWED
    assert later.put_bytes(tmp_path / "b.md", b"2").path == tmp_path / "b-新.md"
    assert WrittenFiles(tmp_path, tmp_path).put_bytes(tmp_path / "b-新.md", b"3").outcome is WriteOutcome.RENEWED


def test_a_run_that_fails_leaves_what_lay_there_and_nothing_beside_it(tmp_path: Path) -> None:
    written = WrittenFiles(tmp_path, tmp_path)
    written.put_bytes(tmp_path / "a.md", b"1")
    full = OSError(28, "No space left on device")

    def fails(path: Path) -> None:
        path.write_bytes(b"half")
        raise full

    with pytest.raises(OSError, match="No space"):
        written.put(tmp_path / "a.md", fails)
    assert (tmp_path / "a.md").read_bytes() == b"1" and sorted(path.name for path in tmp_path.iterdir()) == ["a.md", RECORD]


def test_what_cannot_be_recorded_is_written_all_the_same(tmp_path: Path) -> None:
    written = WrittenFiles(tmp_path, tmp_path / "gone")
    assert written.put_bytes(tmp_path / "a.md", b"1").outcome is WriteOutcome.MADE
    assert WrittenFiles(tmp_path, tmp_path / "gone").put_bytes(tmp_path / "a.md", b"2").path == tmp_path / "a-新.md"
    shutil.rmtree(tmp_path / "gone", ignore_errors=True)
