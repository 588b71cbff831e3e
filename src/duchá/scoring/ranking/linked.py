"""基层单位↔机关科室: which section a unit is tied to on the roster (同奖同罚, SY-28; two addressees, SY-23)."""

from __future__ import annotations

from duchá.scoring import wording
from duchá.terms.unit import Unit


def sections_of(unit: Unit) -> tuple[str, ...]:
    """The sections that a unit belongs to: its 责任处室 (several with 、), else its 上级单位; none where the roster says nothing."""
    return wording.names_in(unit.office) or wording.names_in(unit.parent)
