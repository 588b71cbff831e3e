"""基层单位↔机关科室: which section a unit is tied to on the roster (同奖同罚, SY-28; two addressees, SY-23)."""

from __future__ import annotations

from duchá.scoring.facts import wording
from duchá.terms.unit import Roster, Unit


def sections_of(unit: Unit) -> tuple[str, ...]:
    """The sections that a unit belongs to: its 责任处室 (several with 、), else its 上级单位; none where the roster says nothing."""
    return wording.names_in(unit.office) or wording.names_in(unit.parent)


def told_with(unit: Unit, roster: Roster) -> tuple[str, ...]:
    """The sections that are told of a unit's results: those it belongs to; a section that others belong to is told itself."""
    own = sections_of(unit)
    return own or ((unit.name,) if unit.name in all_sections(roster) else ())


def all_sections(roster: Roster) -> frozenset[str]:
    """Every section that some unit of the roster belongs to."""
    return frozenset(section for unit in roster.units for section in sections_of(unit))
