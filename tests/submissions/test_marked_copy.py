"""The marked copy: the unit's own workbook, coloured, commented and listed; nothing of theirs lost; collected again without our marks."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType
from typing import Any

import openpyxl
import pytest
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill

from duchá.forms.workbook import write_blank
from duchá.forms.write_for_people import WrittenFiles
from duchá.rulebook.form import FilledBy
from duchá.submissions import wording
from duchá.submissions.marked.write_marked_copy import Examples, MarkedCopy, examples_of, write_marked_copies
from duchá.submissions.model import Submission
from duchá.submissions.read.submission import read_submission
from duchá.submissions.status import Status
from duchá.terms.fault import Fault
from duchá.terms.place import Place
from duchá.workbooks.pool import read_workbook
from submissions.sample import campaign, context

FORMS = campaign().forms(FilledBy.UNIT)


@pytest.fixture
def faulty(tmp_path: Path) -> Path:
    """附件2 of 区安监局 with one missing rectification, a comment of theirs and a yellow cell; the other forms filled well."""
    path = tmp_path / "区安监局.xlsx"
    unit = campaign().roster.get("区安监局")
    assert unit is not None
    write_blank(FORMS, unit, campaign(), path)
    book = openpyxl.load_workbook(path)
    for name, column in (("附件2", "C"), ("附件3", "B"), ("附件4", "C")):
        book[name][f"{column}4"], book[name][f"{column}5"] = "区安监局纪检组", "2015年11月18日"
    _fill(book["附件2"], 8, "危险化学品经营许可", "=超时2件", "11月16日已补办完毕")
    _fill(book["附件2"], 9, "烟花爆竹经营许可", "未公示收费依据", None)
    book["附件2"]["C9"].comment = Comment("王科长：已核实", "王")
    book["附件2"]["B9"].fill = PatternFill("solid", fgColor="FFCCFFCC")
    book["附件3"]["B8"] = "“双随机”抽查办法"
    book.save(path)
    return path


def _fill(sheet: Any, row: int, *texts: str | None) -> None:
    for column, text in zip("BCD", texts, strict=True):
        sheet[f"{column}{row}"] = text
        if text is not None:
            sheet[f"{column}{row}"].data_type = "s"


def read(path: Path) -> Submission:
    book, faults = read_workbook(path)
    assert book is not None, faults
    return read_submission(replace(book, notes=(*faults, *book.notes)), context(f"returns/{path.name}"))


def marked(path: Path, target: Path | None = None) -> Path:
    return copied(path, read(path).faults, f"returns/{path.name}", target, examples_of(FORMS))


def copied(
    path: Path,
    faults: tuple[Fault, ...],
    source: str = "returns/区安监局.xlsx",
    target: Path | None = None,
    examples: Examples = MappingProxyType({}),
) -> Path:
    """The one copy of a file, written without a word."""
    copy = MarkedCopy(original=path, source=source, faults=faults, target=target or path.with_name("copy.xlsx"))
    done = write_marked_copies((copy,), WrittenFiles(), examples)
    assert done.faults == ()
    return done.puts[source].path


def test_the_faulty_cell_is_red_and_says_why(faulty: Path) -> None:
    sheet = openpyxl.load_workbook(marked(faulty))["附件2"]
    assert sheet["D9"].fill.fgColor.rgb == "FFFFC7CE"
    assert sheet["D9"].comment.text.startswith("【校验·必须改】附件2 第9行“整改情况”为空。请补填")


def test_what_they_wrote_stays(faulty: Path) -> None:
    before, after = openpyxl.load_workbook(faulty), openpyxl.load_workbook(marked(faulty))
    assert after.sheetnames == [wording.RESULT_SHEET, *before.sheetnames]
    for sheet in before:
        for row in sheet.iter_rows():
            for cell in row:
                same = after[sheet.title][cell.coordinate]
                assert (same.value, same.data_type) == (cell.value, cell.data_type), cell.coordinate
    assert after["附件2"]["C9"].comment.text.startswith("王科长：已核实")
    assert after["附件2"]["B9"].fill.fgColor.rgb == "FFCCFFCC"
    assert after["_ducha"].sheet_state == "veryHidden"
    assert after["附件2"].data_validations.count == before["附件2"].data_validations.count


def test_the_original_is_not_touched(faulty: Path) -> None:
    before = faulty.read_bytes()
    marked(faulty)
    assert faulty.read_bytes() == before


def test_the_list_is_in_front_grouped_and_linked(faulty: Path) -> None:
    book = openpyxl.load_workbook(marked(faulty))
    sheet = book[wording.RESULT_SHEET]
    assert book.active is sheet
    assert sheet["A1"].value == "校验结果：区安监局.xlsx"
    assert [cell.value for cell in sheet[5]] == ["序号", "表", "单元格", "栏目", "现在填的", "问题", "怎么改", "示例"]
    assert sheet["A6"].value.startswith("必须改（1 处）")
    assert [cell.value for cell in sheet[7]][:5] == [1, "附件2", "D9", "整改情况", "（空）"]
    assert sheet["H7"].value == "11月16日已补办完毕，并修订限时办结规定"
    assert sheet["C7"].hyperlink.location == "'附件2'!D9"
    assert sum(other.sheet_view.tabSelected is True for other in book.worksheets) <= 1


def test_collected_again_it_says_the_same_and_no_more(faulty: Path) -> None:
    first, again = read(faulty), read(marked(faulty))
    assert again.status is Status.SENT_BACK
    assert _said(again) == _said(first)


def _said(submission: Submission) -> list[tuple[str, Place, str]]:
    return [(fault.kind.code, replace(fault.place, file=""), fault.message) for fault in submission.faults]


def test_corrected_in_place_it_is_accepted(faulty: Path, tmp_path: Path) -> None:
    book = openpyxl.load_workbook(marked(faulty))
    book["附件2"]["D9"] = "11月17日已补公示"
    book.save(tmp_path / "fixed.xlsx")
    done = read(tmp_path / "fixed.xlsx")
    assert done.status is Status.ACCEPTED
    assert [len(form.rows) for form in done.forms] == [2, 1, 0]


def test_a_second_round_takes_off_the_marks_of_the_first(faulty: Path, tmp_path: Path) -> None:
    book = openpyxl.load_workbook(marked(faulty))
    book["附件2"]["D9"], book["附件2"]["D8"] = "11月17日已补公示", None
    again = tmp_path / "again.xlsx"
    book.save(again)
    second = openpyxl.load_workbook(marked(again, tmp_path / "second.xlsx"))
    assert second.sheetnames.count(wording.RESULT_SHEET) == 1
    assert (second["附件2"]["D9"].comment, second["附件2"]["D9"].fill.fill_type) == (None, None)
    assert second["附件2"]["D8"].fill.fgColor.rgb == "FFFFC7CE"
    assert second["附件2"]["C9"].comment.text.count("王科长") == 1


def test_a_merged_cell_is_marked_at_its_first(faulty: Path) -> None:
    book = openpyxl.load_workbook(faulty)
    book["附件2"].merge_cells("C9:D9")
    book.save(faulty)
    submission = read(faulty)
    fault = next(fault for fault in submission.faults if fault.place.cell in ("C9", "D9"))
    copy = copied(faulty, (replace(fault, place=replace(fault.place, cell="D9")),))
    assert openpyxl.load_workbook(copy)["附件2"]["C9"].comment is not None


def _with_part(path: Path, name: str, content: bytes = b"x") -> None:
    with zipfile.ZipFile(path, "a") as package:
        package.writestr(name, content)


def _with_text_in(path: Path, part: str, after: bytes, more: bytes) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(path) as package, zipfile.ZipFile(packed, "w") as made:
        for info in package.infolist():
            content = package.read(info)
            made.writestr(info, content.replace(after, more + after) if info.filename == part else content)
    path.write_bytes(packed.getvalue())


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (lambda path: _with_part(path, "xl/cellimages.xml"), "单元格中嵌有图片"),
        (lambda path: _with_part(path, "xl/drawings/drawing9.xml", b"<xdr:wsDr><xdr:sp macro=''/></xdr:wsDr>"), "文本框"),
        (lambda path: _with_part(path, "xl/ctrlProps/ctrlProp1.xml"), "表单控件"),
        (lambda path: _with_part(path, "xl/vbaProject.bin"), "宏"),
        (lambda path: _with_part(path, "xl/embeddings/oleObject1.bin"), "嵌入对象"),
        (lambda path: _with_part(path, "xl/threadedComments/threadedComment1.xml"), "对话式批注"),
        (lambda path: _with_text_in(path, "xl/worksheets/sheet1.xml", b"</worksheet>", b"<extLst><ext/></extLst>"), "扩展内容"),
    ],
)
def test_what_could_not_be_kept_is_left_alone_and_listed_apart(faulty: Path, change: Callable[[Path], None], why: str) -> None:
    faults = read(faulty).faults
    change(faulty)
    book = openpyxl.load_workbook(copied(faulty, faults))
    sheet = book[wording.RESULT_SHEET]
    assert book.sheetnames == [wording.RESULT_SHEET]
    assert why in sheet["A3"].value
    assert sheet["C7"].hyperlink.location == "'附件2'!D9"
    assert sheet["C7"].hyperlink.target == "%E5%8C%BA%E5%AE%89%E7%9B%91%E5%B1%80.xlsx"


def test_a_text_file_comes_back_as_a_workbook_whose_texts_stay_text(tmp_path: Path) -> None:
    path = tmp_path / "区安监局附件2.csv"
    rows = (
        "部门行政审批自查自纠情况报表,,,",
        "部门（盖章）：,区安监局,填报日期：,2015年11月18日",
        "序号,审批项目名称,发现存在问题,整改情况",
        '1,"=HYPERLINK(""http://x"")",超时2件,',
    )
    path.write_bytes("\r\n".join(rows).encode("gb18030"))
    book = openpyxl.load_workbook(marked(path))
    sheet = book[book.sheetnames[1]]
    assert (sheet["B4"].value, sheet["B4"].data_type) == ('=HYPERLINK("http://x")', "s")
    assert sheet["D4"].fill.fgColor.rgb == "FFFFC7CE"
    assert "已按原内容另存为 .xlsx" in book[wording.RESULT_SHEET]["A3"].value


def test_no_text_of_a_fault_becomes_a_formula_or_breaks_the_file(faulty: Path) -> None:
    fault = next(fault for fault in read(faulty).faults if fault.place.cell == "D9")
    bad = replace(fault, found="=1+1\x00\x1b[31m\ud800", place=replace(fault.place, label="@SUM(A1)"))
    sheet = openpyxl.load_workbook(copied(faulty, (bad,), "=cmd|x.xlsx"))[wording.RESULT_SHEET]
    assert (sheet["D7"].data_type, sheet["E7"].data_type) == ("s", "s")
    assert sheet["E7"].value == "=1+1��[31m�"


def test_a_copy_is_written_whole_or_not_at_all(faulty: Path, tmp_path: Path) -> None:
    marked(faulty, tmp_path / "out" / "copy.xlsx")
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["copy.xlsx"]
