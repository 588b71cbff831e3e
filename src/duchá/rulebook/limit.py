"""Caps and floors as data: how much some rules may bring or cost within a stretch of the calendar (扣完为止、最高不超过x分)."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import Enum


class Signed(Enum):
    """Which entries a limit looks at: all of them together, additions only, deductions only."""

    BOTH = "both"
    ADD = "add"
    DEDUCT = "deduct"


class Stretch(Enum):
    """Over what a limit adds up: a month, a quarter, half a year, a year, all the time; one matter; one thing (a node, a material, a row)."""

    MONTH = "month"
    QUARTER = "quarter"
    HALF_YEAR = "half-year"
    YEAR = "year"
    ALL = "all"
    MATTER = "matter"
    THING = "thing"


class BeyondLimit(Enum):
    """What goes beyond a limit: it is cut off (扣完为止), or it stays and is only said (扣穿)."""

    CUT = "cut"
    STAYS = "stays"


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """封顶、保底. The points of ``rules`` (ids; empty = all) of one unit may not come above ``most`` nor below ``least`` (signed) within ``per``.

    ``sign`` looks at additions or deductions alone; ``groups``: only for units of these groups. What is cut off is an entry of its own,
    under this article.
    """

    id: str
    name: str
    article: str
    rules: tuple[str, ...] = ()
    sign: Signed = Signed.BOTH
    per: Stretch = Stretch.YEAR
    most: Decimal | None = None
    least: Decimal | None = None
    groups: tuple[str, ...] = ()
    beyond: BeyondLimit = BeyondLimit.CUT
