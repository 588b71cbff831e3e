"""A chart as bars, dots and lines in whole pixels, for a page in the browser."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from duchá.reports.page import Cell, Chart, ChartKind, Page, amount_text

WIDTH = 720
_NAMES, _VALUES, _BAR, _ROW, _TOP = 190, 70, 14, 24, 22
_LINE_HEIGHT, _LEFT, _RIGHT, _BOTTOM = 260, 52, 34, 30
_LONGEST = 24  # half characters of a name that fit beside the bars
_LABELLED = 18  # dots that can all carry their value
_ELLIPSIS = "…"


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawnMark:
    """A bar or a dot with its name (``full`` where it had to be clipped) and its value in words."""

    x: int
    y: int
    length: int = 0
    name: str = ""
    full: str = ""
    value: str = ""
    value_x: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Tick:
    """A labelled line across the drawing; ``strong`` is the value to compare with."""

    at: int
    label: str
    strong: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawing:
    """图 in pixels. ``bars``: bars lie, ticks stand; else dots joined by a line over ticks that lie."""

    bars: bool
    title: str
    width: int
    height: int
    marks: tuple[DrawnMark, ...]
    ticks: tuple[Tick, ...] = ()
    bar: int = _BAR
    first: int = 0

    @property
    def line(self) -> str:
        """The dots joined, as the points of a polyline."""
        return " ".join(f"{mark.x},{mark.y}" for mark in self.marks)


def drawing(page: Page, chart: Chart) -> Drawing:
    """The drawing of a page's chart."""
    rows = page.rows[chart.first : chart.last + 1]
    pairs = [(row[chart.names], value) for row in rows if isinstance(value := row[chart.values], Decimal)]
    return _bars(pairs, chart) if chart.kind is ChartKind.BARS else _line(pairs, chart)


def axis(values: list[Decimal], reference: Decimal | None) -> tuple[Decimal, Decimal, Decimal]:
    """Lower end, upper end and step of a line's axis: round numbers around everything shown, the reference included."""
    shown = [*values, *([reference] if reference is not None else [])] or [Decimal(0)]
    low, high = min(shown), max(shown)
    room = max(high - low, Decimal(4))
    step = next(step for power in range(-1, 9) for step in _steps(power) if room / step <= 6)
    return _round(low, step, ROUND_FLOOR), _round(high, step, ROUND_CEILING), step


def _steps(power: int) -> tuple[Decimal, ...]:
    return tuple(Decimal(n).scaleb(power) for n in (1, 2, 5))


def _round(value: Decimal, step: Decimal, rounding: str) -> Decimal:
    return (value / step).to_integral_value(rounding) * step


def _bars(pairs: list[tuple[Cell, Decimal]], chart: Chart) -> Drawing:
    values = [value for _, value in pairs]
    shown = [*values, Decimal(0), *(chart.ends or ()), *([chart.reference] if chart.reference is not None else [])]
    low, high = min(shown), max(shown)
    room = WIDTH - _NAMES - _VALUES
    per = Decimal(room) / ((high - low) or 1)

    def x(value: Decimal) -> int:
        return _NAMES + int((value - low) * per)

    marks = []
    for at, (cell, value) in enumerate(pairs):
        name = _name(cell)
        left, right = min(x(value), x(Decimal(0))), max(x(value), x(Decimal(0)))
        mark = DrawnMark(x=left, y=_TOP + at * _ROW, length=max(right - left, 1), name=clipped(name), full=name, value=amount_text(value))
        marks.append(_with_value_beside(mark, right))
    ticks = [Tick(at=x(Decimal(0)), label="0")]
    if chart.reference is not None:
        ticks.append(Tick(at=x(chart.reference), label=f"{chart.reference_name}{amount_text(chart.reference)}", strong=True))
    return Drawing(bars=True, title=chart.title, width=WIDTH, height=_TOP + len(pairs) * _ROW + 6, marks=tuple(marks), ticks=tuple(ticks))


def _with_value_beside(mark: DrawnMark, right: int) -> DrawnMark:
    return DrawnMark(x=mark.x, y=mark.y, length=mark.length, name=mark.name, full=mark.full, value=mark.value, value_x=right + 6)


def _line(pairs: list[tuple[Cell, Decimal]], chart: Chart) -> Drawing:
    low, high, step = axis([value for _, value in pairs], chart.reference)
    per = Decimal(_LINE_HEIGHT - _TOP - _BOTTOM) / ((high - low) or 1)

    def y(value: Decimal) -> int:
        return _TOP + int((high - value) * per)

    gap = Decimal(WIDTH - _LEFT - _RIGHT) / max(len(pairs) - 1, 1)
    every = -(-len(pairs) // _LABELLED)
    marks = []
    for at, (cell, value) in enumerate(pairs):
        told = at % every == 0 or at == len(pairs) - 1
        words = (_name(cell), amount_text(value)) if told else ("", "")
        marks.append(DrawnMark(x=_LEFT + int(at * gap), y=y(value), name=words[0], full=_name(cell), value=words[1]))
    ticks = [Tick(at=y(low + n * step), label=amount_text(low + n * step)) for n in range(int((high - low) / step) + 1)]
    if chart.reference is not None:
        ticks.append(Tick(at=y(chart.reference), label=amount_text(chart.reference), strong=True))
    return Drawing(bars=False, title=chart.title, width=WIDTH, height=_LINE_HEIGHT, marks=tuple(marks), ticks=tuple(ticks), first=_LEFT)


def clipped(name: str) -> str:
    """A name that fits beside its bar, cut with … where it is longer."""
    room = _LONGEST
    for at, sign in enumerate(name):
        room -= 1 if ord(sign) < 0x2E80 else 2
        if room < 0:
            return name[: max(at - 1, 1)] + _ELLIPSIS
    return name


def _name(cell: Cell) -> str:
    return f"{cell.month}-{cell.day}" if isinstance(cell, date) else str(cell or "")
