"""Rates and counters: found = handled = exposed (DT-25). Never 100% unless it is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from duchá.ledger.matter import Matter
from duchá.rulebook.clock import MatterKind
from duchá.rulebook.machine import Move
from duchá.terms.share import rate


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate:
    """率: a part of a whole. ``gaps`` name what is missing to the whole."""

    part: int
    whole: int
    gaps: tuple[str, ...] = ()

    @property
    def share(self) -> Decimal | None:
        """The rate; None (shown as —) of nothing."""
        return rate(self.part, self.whole)


@dataclass(frozen=True, slots=True, kw_only=True)
class Counters:
    """发现、处理、曝光 of problems, which should meet (DT-25); the lists name what is wanting."""

    found: int
    handled: int
    exposed: int
    not_handled: tuple[str, ...]
    not_exposed: tuple[str, ...]


def counters_of(matters: Iterable[Matter], prominent: frozenset[str] | None = None) -> Counters:
    """The three counters of problems. 曝光 is asked only of 突出问题: ``prominent`` names them (None: those with a 公布 or 重点督办)."""
    problems = [matter for matter in matters if matter.kind is MatterKind.PROBLEM and not matter.withdrawn]
    handled = {matter.id for matter in problems if matter.ended_on is not None or matter.count(Move.VERIFY)}
    exposed = {matter.id for matter in problems if matter.count(Move.PUBLISH)}
    asked = [m for m in problems if (m.id in prominent if prominent is not None else bool(m.count(Move.PUBLISH) or m.count(Move.KEY)))]
    return Counters(
        found=len(problems),
        handled=len(handled),
        exposed=len(exposed),
        not_handled=tuple(matter.id for matter in problems if matter.id not in handled),
        not_exposed=tuple(matter.id for matter in asked if matter.id not in exposed),
    )
