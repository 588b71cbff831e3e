"""Clocks as data: by when a matter and its nodes are due where no date was given, how late turns which light on, who is reminded when."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from duchá.terms.deadline import DueRule


class MatterKind(Enum):
    """What a ledger line is: 督办事项 / 问题 / 线索 / 快速处置."""

    TASK = "task"
    PROBLEM = "problem"
    LEAD = "lead"
    RAPID = "rapid"


class ItemKind(Enum):
    """What can be late: 报送材料 / 节点 / 事项."""

    DELIVERABLE = "deliverable"
    NODE = "node"
    MATTER = "matter"


class Start(Enum):
    """The day a clock counts from: 要求发出 / 督查结束 / 发现 / 立项."""

    ISSUED = "issued"
    INSPECTION_ENDED = "inspection-ended"
    FOUND = "found"
    OPENED = "opened"


RECTIFIED = "rectified"  # a start of a duty: the day on which a unit reported a problem as rectified when it reported it


class ExtensionLimit(Enum):
    """How the longest extension is counted (JC-K-06): from the start of the clock, or beyond the first deadline."""

    FROM_START = "from-start"
    BEYOND_FIRST = "beyond-first"


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """整改时限 of one grade (等级 as the register has it; empty = every grade without a term of its own)."""

    due: DueRule
    grade: str = ""
    warn_days: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockNode:
    """节点 of a clock. ``id`` is what 办理记录 calls it; ``grade`` as in Term; the last one that applies is also the matter's own deadline.

    ``progress``: what it wants is how far the matter has come, so that a report that is partial by its own words answers it.
    """

    id: str
    name: str
    due: DueRule
    article: str
    grade: str = ""
    warn_days: int | None = None
    progress: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Extension:
    """延期: the most days it may take (一般不超过: beyond them is said, not refused). ``reading`` names the reading of how they count."""

    days: int
    article: str
    reading: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """时限规则 for matters of some kinds and 处置类型 (empty = every type). ``since`` are the starts tried in order.

    ``presumed_grade`` is the grade taken for the time being where none was recorded (JC-K-03). Without ``terms`` and ``nodes`` the
    deadline must be typed in (JC-K-11). Without ``extension`` none can be granted. ``start_reading`` names the reading whose option is
    the start to try first. ``everyone``: each unit that is named, 牵头 and 配合, owes its own report by the term.
    """

    id: str
    name: str
    article: str
    kinds: tuple[MatterKind, ...]
    since: tuple[Start, ...]
    types: tuple[str, ...] = ()
    terms: tuple[Term, ...] = ()
    nodes: tuple[ClockNode, ...] = ()
    presumed_grade: str = ""
    start_reading: str = ""
    extension: Extension | None = None
    everyone: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Lights:
    """亮灯: yellow from ``warn_days`` before the deadline (where a term has none of its own), red when late, flashing from ``flash_days``.

    ``deliverable_flash_days``: the same for deliverables; None = they never flash.
    """

    warn_days: int
    flash_days: int
    article: str
    deliverable_flash_days: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Rung:
    """A rung of the reminder ladder (提醒 → 催办 → 重点督办 → 通报), reached at ``days_late`` (negative: so many days before).

    ``items`` says for what it is (deliverable, node, matter; empty = all); ``proposal``: for a person to decide.
    """

    id: str
    name: str
    days_late: int
    article: str
    items: tuple[ItemKind, ...] = ()
    proposal: bool = False
