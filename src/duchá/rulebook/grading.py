"""Grades and vetoes as data: which total, place or share is which 等次; which situation changes total, grade or place (一票否决)."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import Enum

from duchá.rulebook.point_rule import RankedAmong


class CountUp(Enum):
    """How many units a share of a group is, where it is no whole number: the next smaller, the next larger, 四舍五入."""

    DOWN = "down"
    UP = "up"
    HALF_UP = "half-up"


@dataclass(frozen=True, slots=True, kw_only=True)
class TotalGrade:
    """等次. Every condition that is written must hold: a total of at least ``least`` (``above``: more than it), among the first ``top``, among the
    first ``share`` (``"0.3"``) of the group."""

    name: str
    least: Decimal | None = None
    above: bool = False
    top: int | None = None
    share: Decimal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Grading:
    """等次 of every ranked unit: the first of ``grades``, best first, that fits. ``among``: places and shares of the group or of all units; ``count_up``: how
    a share is rounded. Units tied across an edge have none until a person decides (待认定).
    """

    article: str
    grades: tuple[TotalGrade, ...]
    among: RankedAmong = RankedAmong.GROUP
    count_up: CountUp = CountUp.DOWN


@dataclass(frozen=True, slots=True, kw_only=True)
class Veto:
    """一票否决: where one of ``triggers`` (情形 entered in 积分事项) falls into the period, the unit's total counts as ``total`` where it is higher, its grade
    is ``grade``, or no better than ``grade_at_most``; ``unranked``: it takes no place (取消评优资格). ``groups``: only units of these groups.
    """

    id: str
    name: str
    article: str
    triggers: tuple[str, ...]
    groups: tuple[str, ...] = ()
    total: Decimal | None = None
    grade: str = ""
    grade_at_most: str = ""
    unranked: bool = False
