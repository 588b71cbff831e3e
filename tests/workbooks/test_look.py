"""The quick look and the full look see the same; anything unusual is left to the full look."""

from __future__ import annotations

import pytest
from hypothesis import given, settings, strategies as st

from duchá.terms.place import address
from duchá.workbooks.look.look import look_at_plain_sheet
from duchá.workbooks.look.sheet import look_at_sheet
from duchá.workbooks.look.styles import Styles
from workbooks.build import sheet_of, text_cell

STYLES = Styles(percent=frozenset({"1", "3"}), struck=frozenset({"2"}), signal=frozenset({"3"}))
PLACES = st.dictionaries(
    st.tuples(st.integers(1, 40), st.integers(1, 30)), st.tuples(st.integers(0, 3), st.sampled_from(["v", "s", "is", "", "/"]))
)
MERGES = st.lists(st.tuples(st.integers(1, 9), st.integers(1, 9), st.integers(1, 9), st.integers(1, 9)), max_size=4, unique=True)


def cell(row: int, column: int, style: int, content: str) -> str:
    start = f'<c r="{address(row, column)}" s="{style}"'
    inner = {"v": "><v>12</v></c>", "s": ' t="s"><v>1</v></c>', "is": ' t="inlineStr"><is><t>x</t></is></c>', "": "></c>", "/": "/>"}
    return start + inner[content]


@settings(max_examples=150, deadline=None)
@given(places=PLACES, merges=MERGES)
def test_both_looks_agree(places: dict[tuple[int, int], tuple[int, str]], merges: list[tuple[int, int, int, int]]) -> None:
    rows = "".join(
        f'<row r="{row}">' + "".join(cell(*at, *places[at]) for at in sorted(places) if at[0] == row) + "</row>"
        for row in sorted({row for row, _ in places})
    )
    after = "".join(f'<mergeCell ref="{address(a, b)}:{address(c, d)}"/>' for a, b, c, d in merges)
    part = sheet_of(rows, after).encode()
    full, quick = look_at_sheet(part, STYLES), look_at_plain_sheet(part, STYLES)
    assert quick is None or quick == full
    if len({(min(a, c), min(b, d), max(a, c), max(b, d)) for a, b, c, d in merges}) == len(merges):
        assert quick is not None


@pytest.mark.parametrize(
    "rows",
    [
        '<row r="1"><c r="A1" t="e"><v>#N/A</v></c></row>',
        '<row r="1"><c r="A1"><f>1</f><v>1</v></c></row>',
        '<row r="1"><c r="A1"><v></v></c></row>',
        '<row r="1"><c><v>1</v></c></row>',
        '<row r="1" hidden="1"><c r="A1"><v>1</v></c></row>',
        '<row r="1"><c s="1" r="A1"><v>1</v></c></row>',
        '<row r="1"><!-- --><c r="A1"><v>1</v></c></row>',
        '<row r="1"><c r="XFE1"/></row>',
        "<row r='1'><c r='A1'><v>1</v></c></row>",
    ],
)
def test_anything_unusual_is_left_to_the_full_look(rows: str) -> None:
    assert look_at_plain_sheet(sheet_of(rows).encode(), STYLES) is None


def test_hidden_columns_and_odd_page_headers_are_left_to_the_full_look() -> None:
    row = '<row r="1">' + text_cell("A1", "x") + "</row>"
    for after in (
        '<cols><col min="1" max="2" hidden="1"/></cols>',
        "<headerFooter><oddHeader><b>x</b></oddHeader></headerFooter>",
        "<headerFooter><oddHeader>&unknown;</oddHeader></headerFooter>",
        '<headerFooter><oddHeader xml:space="preserve">x</oddHeader></headerFooter>',
    ):
        assert look_at_plain_sheet(sheet_of(row, after).encode(), STYLES) is None


def test_both_looks_see_the_page_headers() -> None:
    row = '<row r="1">' + text_cell("A1", "x") + "</row>"
    said = "<oddHeader>机密</oddHeader><oddFooter>第&amp;P页 &#26426;&#x5bc6;</oddFooter>"
    part = sheet_of(row, f"<headerFooter>{said}</headerFooter>").encode()
    quick = look_at_plain_sheet(part, STYLES)
    assert quick is not None and quick.headers == look_at_sheet(part, STYLES).headers == "机密\n第&P页 机密\n"
