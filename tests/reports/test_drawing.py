"""Charts as drawn: bars from zero, axes that hold what they show, names that fit, the same numbers as the table."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from duchá.reports.drawing import axis, clipped, drawing
from duchá.reports.page import Chart, ChartKind, Page, PageColumn, Show


def page(kind: ChartKind, *values: str, reference: str | None = "100", name: str = "甲县") -> tuple[Page, Chart]:
    rows = tuple((name, date(2018, 4, at), Decimal(value)) for at, value in enumerate(values, 1))
    columns = tuple(PageColumn(title=title, show=show) for title, show in (("单位", Show.TEXT), ("日", Show.DAY), ("分", Show.AMOUNT)))
    names = 0 if kind is ChartKind.BARS else 1
    chart = Chart(
        kind=kind,
        title="图",
        names=names,
        values=2,
        first=0,
        last=len(rows) - 1,
        reference=Decimal(reference) if reference else None,
        reference_name="基准分",
    )
    return Page(name="排名", title="排名", columns=columns, rows=rows, charts=(chart,)), chart


def test_bars_begin_at_zero_and_are_as_long_as_their_values() -> None:
    drawn = drawing(*page(ChartKind.BARS, "120", "60", "0"))
    assert [mark.value for mark in drawn.marks] == ["120", "60", "0"]
    assert len({mark.x for mark in drawn.marks}) == 1 and drawn.ticks[0].label == "0" and drawn.ticks[0].at == drawn.marks[0].x
    assert abs(drawn.marks[0].length - 2 * drawn.marks[1].length) <= 1
    assert [(tick.label, tick.strong) for tick in drawn.ticks] == [("0", False), ("基准分100", True)]


def test_a_negative_total_goes_to_the_left_of_zero() -> None:
    drawn = drawing(*page(ChartKind.BARS, "10", "-10", reference=None))
    zero = drawn.ticks[0].at
    assert drawn.marks[0].x == zero and drawn.marks[1].x + drawn.marks[1].length == zero


def test_a_balance_is_drawn_from_left_to_right_with_the_base_as_a_line() -> None:
    drawn = drawing(*page(ChartKind.LINE, "100", "97.5", "102.5"))
    assert [mark.name for mark in drawn.marks] == ["4-1", "4-2", "4-3"]
    assert drawn.marks[0].x < drawn.marks[1].x < drawn.marks[2].x
    assert drawn.marks[1].y > drawn.marks[0].y > drawn.marks[2].y
    assert next(tick.at for tick in drawn.ticks if tick.strong) == drawn.marks[0].y
    assert drawn.line.count(",") == 3


def test_many_dots_keep_their_place_and_only_some_their_words() -> None:
    drawn = drawing(*page(ChartKind.LINE, *(str(100 + at) for at in range(30))))
    assert len(drawn.marks) == 30 and 10 <= sum(bool(mark.value) for mark in drawn.marks) <= 18
    assert drawn.marks[-1].value == "129" and drawn.marks[1].full == "4-2"


@pytest.mark.parametrize(
    ("values", "expected"),
    [((100, 102), (100, 102)), ((92, 103), (92, 104)), ((100,), (100, 100)), ((-3, 400), (-100, 400)), ((7, 7), (7, 7))],
)
def test_an_axis_has_round_ends_around_everything(values: tuple[int, ...], expected: tuple[int, int]) -> None:
    low, high, step = axis([Decimal(value) for value in values], None)
    assert (low, high) == expected and step > 0 and (high - low) / step <= 8


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("市住建局", "市住建局"),
        ("市城乡一体化发展暨重点项目推进服务中心", "市城乡一体化发展暨重点…"),
        ("a" * 24, "a" * 24),
        ("a" * 30, "a" * 23 + "…"),
    ],
)
def test_a_long_name_is_clipped_with_a_mark(name: str, expected: str) -> None:
    assert clipped(name) == expected
