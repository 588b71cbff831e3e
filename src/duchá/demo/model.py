"""What the example office receives: which unit sends what, when, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum


class Damage(Enum):
    """What goes wrong on the way (the ids of the patterns in brackets)."""

    NONE = "none"
    COLUMNS = "columns"  # renamed, swapped and added columns (B04, B05, B07)
    UNFIXED = "unfixed"  # a problem without 整改情况, an impossible date and more (D15, C09)
    UNTOUCHED = "untouched"  # the blank came back as it was sent (D08)
    OTHER_UNIT = "other-unit"  # the file name says one unit, the form another (A25)
    CUT = "cut"  # download stopped half way (A21)
    OLD_FORM = "old-form"  # last year's form (A31)
    SCAN = "scan"  # only a scanned page (A16)
    CSV = "csv"  # exported as text in GBK (A08)
    HTML = "html"  # a web page named .xls, from an office system (A05)
    ZIP = "zip"  # zipped on Windows, names in GBK (A15)
    WRONG_NAME = "wrong-name"  # content and extension differ (A04)
    MERGED_LINES = "merged-lines"  # 同上, 无, dates in words (C07, C24)


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoProblem:
    """One problem: item, what is wrong, what was done."""

    item: str
    problem: str
    fix: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """What one unit has to say, and how it says it. ``batch`` is the day its file comes in (``1118``)."""

    unit: str
    order: int
    batch: str
    damage: Damage
    approvals: tuple[DemoProblem, ...]
    checks: tuple[DemoProblem, ...]
    systems: tuple[str, ...]
    cancelled: tuple[str, ...]
    filed_on: str
    report: bool
    discipline: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """What a unit deals with, from the example's word list."""

    approvals: tuple[str, ...]
    checks: tuple[str, ...]
    systems: tuple[str, ...]


Phrases = Mapping[str, object]
