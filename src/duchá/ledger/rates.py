"""Rates and counters: found = handled = exposed (DT-25), receipts. Never 100% unless it is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from duchá.ledger.matter import Matter
from duchá.receipts.matrix import ReceiptStanding, ReceiptState
from duchá.rulebook.clock import MatterKind
from duchá.rulebook.machine import Move

_HUNDREDTH = Decimal("0.0001")
_IN = (ReceiptState.RECEIVED, ReceiptState.SENT_BACK, ReceiptState.HELD)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate:
    """率: a part of a whole. ``gaps`` name what is missing to the whole."""

    part: int
    whole: int
    gaps: tuple[str, ...] = ()

    @property
    def share(self) -> Decimal | None:
        """Half up to a hundredth of a percent; 1 only when the part is the whole; None (shown as —) of nothing. Source: X-08."""
        if self.whole == 0:
            return None
        share = (Decimal(self.part) / Decimal(self.whole)).quantize(_HUNDREDTH, ROUND_HALF_UP)
        return share - _HUNDREDTH if share == 1 and self.part != self.whole else share


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


def receipt_rates(standings: Iterable[ReceiptStanding]) -> Mapping[str, Rate]:
    """应报、实报 (``received``) and 按时 (``on-time``) over the receipt matrix; what is 不适用 is left out."""
    owed = [standing for standing in standings if standing.state is not ReceiptState.NOT_APPLICABLE]
    came = [standing for standing in owed if standing.state in _IN]
    missing = tuple(f"{standing.unit.name} {standing.owed.deliverable.name}" for standing in owed if standing.state not in _IN)
    return {
        "received": Rate(part=len(came), whole=len(owed), gaps=missing),
        "on-time": Rate(part=sum(standing.late_days == 0 for standing in came), whole=len(owed)),
    }
