"""Tables on screens of any width: a grid where it fits, else a paragraph a row; every cell is there whole."""

from __future__ import annotations

from hypothesis import given, strategies as st

from duchá.cli.show import ScreenTable, table_text
from duchá.cli.text import width

_CELLS = st.text(alphabet="区甲县ab1 （）：×●？—“”[b]2015-11-20，。", max_size=40).map(str.strip)


@st.composite
def tables(draw: st.DrawFn) -> ScreenTable:
    """Tables of a few columns, titled or not."""
    wide = draw(st.integers(1, 5))
    columns = tuple(draw(_CELLS) or "栏" for _ in range(wide))
    rows = tuple(tuple(draw(_CELLS) for _ in range(wide)) for _ in range(draw(st.integers(0, 4))))
    return ScreenTable(columns=columns, rows=rows, title=draw(st.sampled_from(("", "题"))))


def flat(text: str) -> str:
    """The text without anything that a fold of lines puts in or takes away."""
    return "".join(text.split())


@given(tables(), st.integers(39, 210))
def test_every_cell_is_whole_on_a_screen_of_any_width(table: ScreenTable, columns: int) -> None:
    text = flat(table_text(table, columns))
    assert all(flat(cell) in text for row in table.rows for cell in row)


@given(tables(), st.integers(60, 210))
def test_lines_are_no_wider_than_the_screen(table: ScreenTable, columns: int) -> None:
    assert all(width(line) <= columns for line in table_text(table, columns).splitlines())


@given(tables())
def test_a_pipe_gets_the_grid_that_a_wide_screen_shows(table: ScreenTable) -> None:
    assert table_text(table) == table_text(table, 1000)
