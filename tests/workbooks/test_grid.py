"""One set of cell rules for every format."""

from __future__ import annotations

import math

import pytest
from hypothesis import given, settings, strategies as st

from duchá.workbooks.sheets.grid import Grid, clear_merged, cut_far_rows, grid_from
from duchá.workbooks.sheets.model import CellError

ROWS = st.lists(st.lists(st.one_of(st.just(""), st.text(max_size=3), st.floats(), st.booleans()), max_size=6), max_size=8)


@given(rows=ROWS, top=st.integers(1, 9), left=st.integers(1, 9))
def test_no_blank_tail_no_nan_no_endless_text(rows: list[list[object]], top: int, left: int) -> None:
    grid = grid_from(rows, top, left)
    assert not grid.rows or grid.rows[-1]
    for row in grid.rows:
        assert not row or row[-1] is not None
        assert all(
            value != "" and not (isinstance(value, float) and (not math.isfinite(value) or (value.is_integer() and abs(value) < 1e15)))
            for value in row
        )
    assert grid.count() == sum(value != "" for row in rows for value in row)


@settings(max_examples=80)
@given(cells=st.dictionaries(st.tuples(st.integers(1, 9), st.integers(1, 9)), st.integers(), max_size=9))
def test_put_grows_in_any_direction(cells: dict[tuple[int, int], int]) -> None:
    grid = Grid()
    for at, value in cells.items():
        grid.put(*at, value)
    read = {(grid.top + i, grid.left + j): value for i, row in enumerate(grid.rows) for j, value in enumerate(row) if value is not None}
    assert read == cells


@given(
    merges=st.lists(st.tuples(st.integers(1, 6), st.integers(1, 6), st.integers(0, 3), st.integers(0, 3)), max_size=4),
    top=st.integers(1, 4),
    left=st.integers(1, 4),
)
def test_only_the_first_cell_of_a_merged_range_keeps_its_value(merges: list[tuple[int, int, int, int]], top: int, left: int) -> None:
    boxes = [(a, b, a + c, b + d) for a, b, c, d in merges]
    grid = grid_from([[f"{r},{c}" for c in range(5)] for r in range(5)], top, left)
    clear_merged(grid, boxes)
    for a, b, c, d in boxes:
        for row in range(a, c + 1):
            for column in range(b, d + 1):
                i, j = row - grid.top, column - grid.left
                if (row, column) != (a, b) and 0 <= i < len(grid.rows) and 0 <= j < len(grid.rows[i]):
                    assert grid.rows[i][j] is None


@pytest.mark.parametrize(
    ("value", "kept"),
    [
        (3.0, 3),
        (-0.0, 0),
        (0.5, 0.5),
        (1e15, 10**15),
        (321121199001011234.0, 321121199001011264),
        (1e300, 1e300),
        (math.nan, CellError("nan")),
        (math.inf, CellError("inf")),
    ],
)
def test_numbers(value: float, kept: object) -> None:
    found = grid_from([[value]], 1, 1).rows[0][0]
    assert found == kept and type(found) is type(kept)


def test_far_rows_are_cut_only_behind_a_wide_gap() -> None:
    near = Grid(rows=[["a"], *[[] for _ in range(9_999)], ["b"]])
    far = Grid(rows=[["a"], *[[] for _ in range(10_000)], [None, "b", "c"]])
    assert cut_far_rows(near) is None and len(near.rows) == 10_001
    assert cut_far_rows(far) == (10_000, 2, (10_002, 2)) and far.rows == [["a"]]
