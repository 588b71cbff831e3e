"""The workbook that is made of an .ods, .xls or page: rows are as tall as what is folded in them, so that no line lies over another (G10)."""

from __future__ import annotations

from duchá.submissions.marked.write_plain_book import write_plain_book
from duchá.workbooks.sheets.model import FileKind, RawBook, RawSheet

LONG = "《安全生产“双随机”抽查办法》：2015年7月修订，随机抽取检查对象、检查人员，抽查结果及时公开，明确检查对象、频次和责任科室"
TITLE = "关于做好部门行政审批自查自纠情况报送工作的标题"


def heights(*rows: tuple[object, ...], merges: tuple[tuple[int, int, int, int], ...] = ()) -> list[float | None]:
    sheet = RawSheet(name="附件3", rows=rows, merges=merges)  # type: ignore[arg-type]  # texts are all that a row needs here
    made, _ = write_plain_book(RawBook(kind=FileKind.ODS, sheets=(sheet,)))
    return [made.worksheets[0].row_dimensions[number].height for number in range(1, len(rows) + 1)]


def test_a_row_is_as_tall_as_its_longest_text() -> None:
    short, folded, lines = heights(("序号", "短"), (1, LONG), (2, "一\n二\n三"))
    assert short is None and folded == 45.0 and lines == 45.0


def test_a_title_over_many_columns_needs_one_line() -> None:
    alone, merged = heights((TITLE * 3,))[0], heights((TITLE,), ("甲" * 10, "乙" * 10, "丙" * 10), merges=((1, 1, 1, 3),))[0]
    assert alone is not None and alone > 15 and merged is None


def test_no_row_is_taller_than_a_spreadsheet_program_takes() -> None:
    assert heights((LONG * 100,)) == [405.0]
