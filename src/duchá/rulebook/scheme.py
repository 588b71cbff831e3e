"""How entries become a score and a rank, as data: base, display, groups."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import Enum

from duchá.rulebook.limit import BeyondLimit


class BasePer(Enum):
    """JC-J-05: the base once (100+ΣΔ), a base each quarter added up (400+ΣΔ), or the mean of the quarters (100+ΣΔ÷4); so of months and half-years.

    ``weights``: a base each part of the year, the parts weighted by ``Scheme.weights``.
    """

    ONCE = "once"
    MONTHS_SUM = "months-sum"
    MONTHS_MEAN = "months-mean"
    QUARTERS_SUM = "quarters-sum"
    QUARTERS_MEAN = "quarters-mean"
    HALF_YEARS_SUM = "half-years-sum"
    HALF_YEARS_MEAN = "half-years-mean"
    WEIGHTS = "weights"


class Rounding(Enum):
    """四舍五入, or 修约 by GB/T 8170 (X-08)."""

    HALF_UP = "half-up"
    HALF_EVEN = "half-even"


class RankOn(Enum):
    """Ranked on the printed value, so that readers can check it, or on the exact one (X-08)."""

    DISPLAYED = "displayed"
    EXACT = "exact"


class Grouping(Enum):
    """Units are ranked within the roster's 组别, within their 单位类别, or all together (JC-J-28)."""

    GROUP = "group"
    CLASS = "class"
    ALL = "all"


class GroupOn(Enum):
    """Where a unit is ranked that changed its group within the period: as on its last day, its first, or where it was for most of its days."""

    END = "end"
    START = "start"
    LONGEST = "longest"


class AfterEnd(Enum):
    """What was due while a unit existed and is late still after its last day: counted up to that day, or on for its successor."""

    STOP = "stop"
    SUCCESSOR = "successor"


class TieBreak(Enum):
    """A further key where totals are equal, only if the rulebook names it: 加分高者先 / 减分少者先."""

    ADDITIONS = "additions"
    DEDUCTIONS = "deductions"


@dataclass(frozen=True, slots=True, kw_only=True)
class BaseOfGroups:
    """基准分 of some groups (ids)."""

    groups: tuple[str, ...]
    base: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Scheme:
    """积分评定: the base (of some groups another: ``bases``), how often it counts, and how totals are shown and ranked. ``min_group_size``: smaller
    groups are not judged. ``floor``/``ceiling``: the least and the most that a total may be; ``beyond`` says what becomes of the rest.
    ``weights``: what each month (12), quarter (4) or half-year (2) of a year weighs.

    ``reported_to`` receives the year's totals and ranks of the groups ``reported`` (ids; empty = all), by ``reporting_article`` (JC-J-25).
    """

    base: Decimal
    article: str
    ranking_article: str
    base_per: BasePer = BasePer.ONCE
    bases: tuple[BaseOfGroups, ...] = ()
    weights: tuple[Decimal, ...] = ()
    floor: Decimal | None = None
    ceiling: Decimal | None = None
    beyond: BeyondLimit = BeyondLimit.CUT
    decimals: int = 2
    rounding: Rounding = Rounding.HALF_UP
    rank_on: RankOn = RankOn.DISPLAYED
    grouping: Grouping = Grouping.GROUP
    group_on: GroupOn = GroupOn.END
    after_end: AfterEnd = AfterEnd.STOP
    min_group_size: int = 1
    tie_breaks: tuple[TieBreak, ...] = ()
    reported_to: str = ""
    reported: tuple[str, ...] = ()
    reporting_article: str = ""
