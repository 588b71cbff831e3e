"""Deductions as data: for what they are proposed, by which document, to whom (DT-23, WZ-19)."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import Enum


class Sanctioned(Enum):
    """What a deduction is proposed for: a deliverable that is missing or late, problems found by inspection, or what a person entered."""

    MISSING = "missing"
    LATE = "late"
    PROBLEM = "problem"
    ENTERED = "entered"


@dataclass(frozen=True, slots=True, kw_only=True)
class DeductionProposal:
    """扣分建议: the values stand in another document (DT-23, WZ-19), which ``basis`` names; ``recipient`` decides.

    ``deliverable`` is what is missing or late, ``categories`` (类别) which matters are problems; what a person finds is entered in
    积分事项 under this ``name``. ``points`` only where a profile knows the value. ``only_with``: proposed only for units for which that
    other one is proposed too.
    """

    id: str
    name: str
    article: str
    basis: str
    recipient: str
    happening: Sanctioned = Sanctioned.ENTERED
    deliverable: str = ""
    categories: tuple[str, ...] = ()
    points: Decimal | None = None
    only_with: str = ""
