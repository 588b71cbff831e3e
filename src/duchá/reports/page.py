"""What a report shows, whatever it is written as: pages with a title, typed columns, rows, totals and notes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from enum import Enum

Cell = str | int | Decimal | date | None
CellRow = tuple[Cell, ...]
_HUNDREDTH_OF_A_PERCENT = Decimal("0.0001")


class Show(Enum):
    """How a column is shown: short words centred, running text, the words of other people, numbers, rates, days."""

    LABEL = "label"
    TEXT = "text"
    WORDS = "words"  # typed by people outside: phone and ID numbers in it are masked
    COUNT = "count"
    RATE = "rate"
    DAY = "day"


@dataclass(frozen=True, slots=True, kw_only=True)
class PageColumn:
    """One column of a page. ``width`` in characters of the body type, two for a Chinese one."""

    title: str
    show: Show = Show.LABEL
    width: int = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """页: one table. ``name`` is its sheet, ``under`` the line below the title, ``measure`` stands at its right (单位：件).

    ``total`` is the row that adds up; ``notes`` stand below the table. A cell is 0, “—” or None (blank), never merged.
    """

    name: str
    title: str
    columns: tuple[PageColumn, ...]
    rows: tuple[CellRow, ...]
    total: CellRow = ()
    under: str = ""
    measure: str = ""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """报告: pages in order. ``stem`` is the file name without its ending, ``mark`` what the foot of every page carries."""

    stem: str
    title: str
    as_of: date
    mark: str
    pages: tuple[Page, ...]


def rate(part: int, whole: int) -> Decimal | None:
    """The share of a part, None where there is nothing to divide by.

    Rounding: half up to a hundredth of a percent, but 1 only when the part is the whole (99.996% is shown as 99.99%). Source: X-08.
    """
    if whole == 0:
        return None
    share = (Decimal(part) / Decimal(whole)).quantize(_HUNDREDTH_OF_A_PERCENT, ROUND_HALF_UP)
    return share - _HUNDREDTH_OF_A_PERCENT if share == 1 and part != whole else share


def percent_text(share: Decimal) -> str:
    """A rate as printed: 66.67%."""
    return f"{share * 100:.2f}%"
