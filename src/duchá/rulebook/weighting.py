"""Weighted scores, grades, score sheets and assessments of their own as data (SY-22, SY-23, JS-17)."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import Enum

from duchá.rulebook.limit import BeyondLimit

POINTS = "points"  # where a part comes from: the points of [[points]], with their base


class MissingPart(Enum):
    """A part that is not there: no total, the rest reckoned up to the whole (测算), or zero (SY-22)."""

    NO_TOTAL = "no-total"
    RENORMALISE = "renormalise"
    ZERO = "zero"


class MissingItem(Enum):
    """An item of a sheet that a unit has no points for: no total; full marks (没有任务的得满分); 0; the others reckoned up to the whole; its full
    marks spread over the others; or the unit is not ranked (不参评).
    """

    NO_TOTAL = "no-total"
    FULL = "full"
    ZERO = "zero"
    RESCALED = "rescaled"
    SPREAD = "spread"
    UNRATED = "unrated"


@dataclass(frozen=True, slots=True, kw_only=True)
class Component:
    """考核内容 with its weight (``"0.30"``). ``name`` is its column in 评议得分, with points from ``least`` to ``most``.

    ``from``: it is not marked there, but comes from the points (``"points"``) or from a sheet (its id). ``groups``: only units of these have it.
    """

    id: str
    name: str
    article: str
    weight: Decimal
    least: Decimal | None = None
    most: Decimal | None = None
    from_: str = ""
    groups: tuple[str, ...] = ()

    @property
    def is_marked(self) -> bool:
        """True where its points are written in 评议得分."""
        return not self.from_


@dataclass(frozen=True, slots=True, kw_only=True)
class Band:
    """等次: from ``least`` upwards."""

    name: str
    least: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighting:
    """综合评分: parts whose weights make up the whole. ``forecast``: another body scores, ours is only a 测算.

    Without ``bands`` no grade is printed: the text gives no thresholds, only a profile may (SY-26).
    """

    article: str
    components: tuple[Component, ...]
    missing: MissingPart = MissingPart.NO_TOTAL
    forecast: bool = False
    decimals: int = 2
    bands: tuple[Band, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetItem:
    """评分项 with its full points; every deduction names its evidence. Without ``points`` the text leaves them to a profile (本地细则).

    ``rules`` (ids of point rules) add and deduct within it, beginning at ``start`` (empty: its full points): it is not marked by hand then. ``of``: it is a
    part of another item, whose points are the sum of its parts. ``missing``: for this item instead of the sheet's.
    """

    id: str
    name: str
    article: str
    points: Decimal | None = None
    start: Decimal | None = None
    rules: tuple[str, ...] = ()
    of: str = ""
    missing: MissingItem | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetDeductions:
    """扣分明细 of a score sheet: the register with one deduction a row, and its columns: of which period, unit and item, how much, why, by what."""

    register: str
    period: str
    unit: str
    item: str
    points: str
    reason: str
    evidence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreSheet:
    """量化评分表. ``example``: the points are not in the text, they are only a sample (示例) to be replaced. ``deductions``: where each deduction
    of an item has its own row.

    ``overall``: units are ranked all together, their place within the group beside it (JS-20). ``groups``: only for units of these (ids; empty: for
    whoever has points in it). ``to``: its full marks are converted to so many (折算). ``beyond``: what rules take from an item beyond nothing, or
    bring beyond its full points, is cut off (扣完为止、单项封顶) or stays (扣穿).
    """

    id: str
    name: str
    article: str
    items: tuple[SheetItem, ...]
    example: bool = False
    overall: bool = False
    groups: tuple[str, ...] = ()
    missing: MissingItem = MissingItem.NO_TOTAL
    to: Decimal | None = None
    beyond: BeyondLimit = BeyondLimit.CUT

    @property
    def scored(self) -> tuple[SheetItem, ...]:
        """The items that have points of their own: not those that are only the sum of others."""
        wholes = {item.of for item in self.items}
        return tuple(item for item in self.items if item.id not in wholes)

    @property
    def marked(self) -> tuple[SheetItem, ...]:
        """The items whose points are written in 评议得分."""
        return tuple(item for item in self.scored if not item.rules)

    deductions: SheetDeductions | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessment:
    """单独考核项 without weight: a column of its own, never added up (三考核, SY-23)."""

    id: str
    name: str
    article: str


class NoteUse(Enum):
    """What a text column of 评议得分 says: 依据 of deductions, 经验做法, 存在问题; who is told besides the unit itself (两通报)."""

    EVIDENCE = "evidence"
    PRACTICE = "practice"
    PROBLEM = "problem"
    SUBJECT = "subject"
    SECTION = "section"


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreNote:
    """评语栏: a text column of 评议得分 beside the points; ``name`` is its title. ``finding``: what stands there is a problem of the ledger."""

    id: str
    name: str
    article: str
    use: NoteUse
    finding: bool = False
