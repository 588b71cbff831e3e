"""Waivers (豁免): faults that somebody has answered for. They are shown all the same, and weigh nothing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from duchá.terms.fault import Fault, Weight

WAIVED = "（已豁免：{waived_by}批准，至 {waived_until}。）"

_BY = "waived_by"


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiver:
    """豁免: a fault code that a unit need not answer for, up to and including ``until``; who approved it, and why."""

    code: str
    unit: str
    approver: str
    reason: str
    until: date


def apply_waivers(faults: Iterable[Fault], waivers: Iterable[Waiver], unit: str | None, day: date) -> tuple[Fault, ...]:
    """The faults of a unit's file that came on ``day``; those under a waiver in force are notes that name it.

    Of two waivers for one code the one that lasts longer is named. Blank: a file whose unit is unknown has no waivers.
    """
    in_force: dict[str, Waiver] = {}
    for waiver in sorted(waivers, key=lambda waiver: waiver.until):
        if waiver.unit == unit and day <= waiver.until:
            in_force[waiver.code] = waiver
    return tuple(_waived(fault, in_force[fault.kind.code]) if fault.kind.code in in_force else fault for fault in faults)


def _waived(fault: Fault, waiver: Waiver) -> Fault:
    if _BY in dict(fault.words):
        return fault
    kind = replace(fault.kind, weight=Weight.NOTE, message=f"{fault.kind.message}{WAIVED}")
    words = dict(fault.words) | {_BY: waiver.approver, "waived_until": waiver.until.isoformat()}
    return replace(fault, kind=kind, words=tuple(sorted(words.items())))
