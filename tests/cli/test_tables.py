"""Tables on a screen and in a pipe: the same lines, whoever draws them."""

from __future__ import annotations

import pytest
from hypothesis import given, strategies as st

from duchá.cli import show
from duchá.cli.show import ScreenTable

_CELLS = st.text(alphabet="区甲县ab1 （）：×●？—“”[b]", max_size=12).map(str.strip)


@st.composite
def tables(draw: st.DrawFn) -> ScreenTable:
    """Tables of a few columns, titled or not."""
    wide = draw(st.integers(1, 5))
    columns = tuple(draw(_CELLS) or "栏" for _ in range(wide))
    rows = tuple(tuple(draw(_CELLS) for _ in range(wide)) for _ in range(draw(st.integers(0, 4))))
    return ScreenTable(columns=columns, rows=rows, title=draw(st.sampled_from(("", "题"))))


@given(tables())
def test_a_pipe_gets_the_lines_that_a_wide_screen_shows(table: ScreenTable) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(show, "screen_columns", lambda: 1000)
        assert show._unbroken(table) == show._on_screen(table)
