"""How broad a table is on paper: on one page side by side, or on several with the key columns on each, so that it can still be read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

ROOM = {True: 130.0, False: 90.0}  # columns' width, in characters, that an A4 page holds at full size: on its side, upright
SMALLEST = 0.65  # of full size (12 pt): what is printed smaller than 8 pt is read by nobody


@dataclass(frozen=True, slots=True, kw_only=True)
class Pages:
    """Pages side by side; ``first`` columns stand on the first of them, ``repeated`` columns on each."""

    count: int
    first: int
    repeated: int


def pages_of(widths: Sequence[float], keys: int, *, landscape: bool) -> Pages:
    """As few pages as keep the print readable; ``keys`` are the columns from the left by which a row is known.

    The break is where programs make it that fit a table to so many pages: at the greatest size at which its columns, filled from the
    left, take no more than these pages. One page where the key columns alone would take half of it.
    """
    key, paper = sum(widths[:keys]), ROOM[landscape]
    if sum(widths) * SMALLEST <= paper or key > paper / 2:
        return one_page(widths)
    for pages in range(2, len(widths) + 1):
        room = next(room for room in _rooms(widths) if _filled(widths, key, room) <= pages)
        first = _fit(widths, 0, room)
        if room * SMALLEST <= paper and first > keys:
            return Pages(count=pages, first=first, repeated=keys)
    return one_page(widths)


def one_page(widths: Sequence[float]) -> Pages:
    """All columns side by side, however small."""
    return Pages(count=1, first=len(widths), repeated=0)


def _rooms(widths: Sequence[float]) -> Iterator[float]:
    """Rooms to try, from the broadest column on."""
    return (max(widths) + step for step in range(int(sum(widths)) + 1))


def _filled(widths: Sequence[float], key: float, room: float) -> int:
    """How many pages the columns take when each holds so much, the key columns on every page after the first."""
    at, pages = 0, 0
    while at < len(widths):
        at += max(1, _fit(widths, at, room - (key if at else 0)))
        pages += 1
    return pages


def _fit(widths: Sequence[float], at: int, room: float) -> int:
    """How many columns from one on have room side by side."""
    taken = 0
    for width in widths[at:]:
        room -= width
        if room < 0:
            break
        taken += 1
    return taken
