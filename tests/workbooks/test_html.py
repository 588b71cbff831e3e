"""Web tables that OA systems call .xls: read, spans respected, nothing fetched or run (A5)."""

from __future__ import annotations

import pytest

from duchá.workbooks.sheets import faults
from workbooks.build import book_of, notes, refusal

TABLE = "<table border=1><tr><td colspan=3>汇总表</td></tr><tr><th>序号</th><th>项目</th><th>情况</th></tr>{rows}</table>"


def page(rows: str, head: str = "") -> str:
    return f"<html><head>{head}<title>t</title></head><body>{TABLE.format(rows=rows)}</body></html>"


@pytest.mark.parametrize(
    ("encoding", "head"),
    [
        ("gbk", '<meta http-equiv="Content-Type" content="text/html; charset=gb2312">'),
        ("gbk", ""),
        ("utf-8", '<meta charset="utf-8">'),
        ("utf-8-sig", ""),
        ("utf-16", ""),
    ],
)
def test_the_table_is_read_whatever_its_encoding(encoding: str, head: str) -> None:
    book = book_of(page("<tr><td>1<td>许&nbsp;可<td>a<br>b</tr>", head).encode(encoding), "报表.xls")
    assert book.sheets[0].rows == (("汇总表",), ("序号", "项目", "情况"), ("1", "许\xa0可", "a\nb"))
    assert book.sheets[0].merges == ((1, 1, 1, 3),)
    assert notes(book) == ["S007", "S008"]


def test_rows_that_span_push_their_neighbours() -> None:
    rows = "<tr><td rowspan=2>1</td><td rowspan=3>甲</td><td>a</td></tr><tr><td>b</td></tr><tr><td>2</td><td>c</td></tr>"
    sheet = book_of(page(rows).encode(), "a.xls").sheets[0]
    assert sheet.rows[2:] == (("1", "甲", "a"), (None, None, "b"), ("2", None, "c"))
    assert set(sheet.merges) == {(1, 1, 1, 3), (3, 1, 4, 1), (3, 2, 5, 2)}


def test_scripts_and_styles_are_no_text_and_entities_are() -> None:
    rows = "<tr><td><script>alert(1)</script>&lt;b&gt;<style>x</style></td><td><img src='http://127.0.0.1:9/x.png'>y</td></tr>"
    assert book_of(page(rows).encode(), "a.xls").sheets[0].rows[2] == ("<b>", "y")


def test_struck_and_hidden_are_said() -> None:
    book = book_of(page('<tr style="display:none"><td><s>x</s></td></tr>').encode(), "a.html")
    assert book.sheets[0].struck == {(3, 1)} and book.sheets[0].hidden_rows == {3} and notes(book) == ["S008", "S066", "S063"]


def test_tables_within_tables_stay_apart() -> None:
    book = book_of(b"<table><tr><td>a<table><tr><td>b</td></tr></table></td><td>c</td></tr></table>", "a.html")
    assert [sheet.rows for sheet in book.sheets] == [(("b",),), (("a", "c"),)]


def test_a_page_without_a_table_holds_nothing() -> None:
    assert refusal(b"<html><head><style>p {}</style></head><body> </body></html>", "a.xls").kind is faults.NOTHING_INSIDE


@pytest.mark.parametrize(
    ("page", "said"),
    [
        ("<html><body><p>经自查，未发现问题</p></body></html>", "，只有文字"),
        ('<html><frameset><frame src="a.files/sheet001.htm"></frameset></html>', "，内容在随它一起保存的其他文件里"),
        ('<html><body><iframe src="x.htm"></iframe></body></html>', "，内容在随它一起保存的其他文件里"),
    ],
)
def test_a_page_without_a_table_is_told_by_what_it_has_instead(page: str, said: str) -> None:
    fault = refusal(page.encode(), "附件2.xls")
    assert fault.kind is faults.NO_TABLE and said in fault.message and "没有任何内容" not in fault.message


@pytest.mark.parametrize(
    "data",
    [
        b"<table>" * 3000,
        b"<table><tr><td colspan=99999999>x",
        b"<table><tr>" + b"<td colspan=16000>x" * 3,
        b"<table><tr><td rowspan=-1 colspan=abc>x",
    ],
)
def test_what_it_claims_is_bounded(data: bytes) -> None:
    from workbooks.build import read

    book, found = read(data, "a.xls")
    assert (book is None) == bool(found)


def test_what_is_left_open_is_closed() -> None:
    assert book_of(b"<table><tr><td>a<td>b<tr><td>c", "a.xls").sheets[0].rows == (("a", "b"), ("c",))
