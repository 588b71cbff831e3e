"""csv and tab text: encoding and separator in a fixed order, noted; quotes, NUL and huge fields bounded (A6–A9, C66)."""

from __future__ import annotations

import pytest

from duchá.workbooks.sheets import faults
from workbooks.build import book_of, notes, read, refusal

ROWS = (("序号", "审批项目名称", "日期"), ("1", "许可", "2015.11.18"), ("2", "收费，含逗号", "00123"))
COMMAS = "\r\n".join(",".join(row) for row in ROWS)


@pytest.mark.parametrize(
    ("encoding", "said"),
    [("utf-8", "UTF-8"), ("utf-8-sig", "UTF-8"), ("gb18030", "GB18030"), ("gbk", "GB18030"), ("utf-16", "UTF-16")],
)
@pytest.mark.parametrize(("separator", "called"), [(",", "逗号"), ("\t", "制表符"), (";", "分号"), ("|", "竖线")])
def test_the_decision_is_noted(encoding: str, said: str, separator: str, called: str) -> None:
    book = book_of(COMMAS.replace(",", separator).encode(encoding), "统计.csv")
    assert book.sheets[0].rows == ROWS and book.sheets[0].name == "统计"
    assert notes(book) == ["S060"] and said in book.notes[0].message and called in book.notes[0].message


def test_a_tab_text_in_gbk_named_xls_is_read() -> None:
    book = book_of(COMMAS.replace(",", "\t").encode("gbk"), "统计.xls")
    assert book.sheets[0].rows == ROWS and sorted(notes(book)) == ["S007", "S060"]


def test_quotes_hold_separators_and_line_breaks() -> None:
    book = book_of('序号,内容\r\n1,"甲, ""乙""\r\n丙"\r\n'.encode(), "a.csv")
    assert book.sheets[0].rows == (("序号", "内容"), ("1", '甲, "乙"\n丙'))


def test_an_open_quote_is_refused_not_swallowed() -> None:
    fault = refusal('序号,内容\n1,"甲\n2,乙\n'.encode(), "a.csv")
    assert fault.kind is faults.UNREADABLE and "引号" in fault.message


def test_a_field_of_megabytes_is_refused() -> None:
    assert refusal(b"a,b\n1," + b"x" * 5_000_000, "a.csv").kind is faults.UNREADABLE


def test_bytes_of_no_known_encoding_are_refused() -> None:
    assert refusal("序号,甲\n".encode() + b"\xff\xff\x80", "a.csv").kind is faults.UNREADABLE


def test_control_characters_become_visible_and_are_named() -> None:
    from duchá.workbooks.sheets.wire import pack, unpack

    more = "".join(f"{n},平常的内容\n" for n in range(50))
    book, found = read(("序号,a\x0bb\x00c\n1,\x1b]8;;x\x07\n" + more).encode(), "a.csv")
    assert book is not None
    clean, _ = unpack(pack(book, found, "a.csv"))
    assert clean is not None and clean.sheets[0].rows[:2] == (("序号", "a␋b␀c"), ("1", "␛]8;;x␇"))
    assert notes(clean) == ["S060", "S046"] and "B1、B2" in clean.notes[1].message


@pytest.mark.parametrize("text", ["sep=;\na;b\n1;2\n", "a;b\n1;2\n"])
def test_the_line_that_excel_writes_is_no_row(text: str) -> None:
    assert book_of(text.encode(), "a.csv").sheets[0].rows == (("a", "b"), ("1", "2"))


def test_one_column_needs_no_separator() -> None:
    assert book_of("单位\n区财政局\n".encode(), "a.txt").sheets[0].rows == (("单位",), ("区财政局",))


def test_blank_lines_keep_the_place_of_what_follows() -> None:
    assert book_of(b"a,b\n,,\n\n1,2\n", "a.csv").sheets[0].value(4, 2) == "2"


def test_only_blanks_is_nothing() -> None:
    assert refusal(b",,,\n,,,\n", "a.csv").kind is faults.NOTHING_INSIDE


@pytest.mark.sweep
def test_too_many_rows_are_refused() -> None:
    assert refusal(b"a,b\n" * 1_100_000, "a.csv").kind is faults.BOMB
