"""Stories of the 41 departments, put together from the word list with a fixed seed: the same every time, everywhere."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

from duchá.demo.model import Damage, DemoProblem, Story, Work
from duchá.terms.unit import Roster, Unit

ON_TIME, LAST_MINUTE, LATE = "1118", "1120", "1123"
# which unit meets which mishap, by its place in the document's list
_DAMAGES = {
    4: Damage.COLUMNS,
    6: Damage.HTML,
    8: Damage.SCAN,
    11: Damage.ZIP,
    13: Damage.MERGED_LINES,
    14: Damage.CSV,
    17: Damage.OTHER_UNIT,
    25: Damage.UNFIXED,
    30: Damage.WRONG_NAME,
    32: Damage.UNTOUCHED,
    33: Damage.OLD_FORM,
    37: Damage.CUT,
}
_LATE = (5, 22, 29)
_LAST_MINUTE = (2, 10, 19, 28, 35)
_NIL = (15, 28, 29, 32, 39, 40)  # nothing found: a zero report
_NO_REPORT = (31, 41)
_NO_SYSTEM = (26,)
_COPIED = {40: 39}


class Dice:
    """Choices that depend on the words given and nothing else, the same in every version of Python."""

    def __init__(self, *seed: object) -> None:
        self._seed, self._count = "/".join(map(str, seed)), 0

    def number(self, low: int, high: int) -> int:
        """A whole number from ``low`` to ``high``, both included."""
        self._count += 1
        digest = hashlib.sha256(f"{self._seed}#{self._count}".encode()).digest()
        return low + int.from_bytes(digest[:8], "big") % (high - low + 1)

    def choice(self, items: Sequence[str]) -> str:
        """One of the items."""
        return items[self.number(0, len(items) - 1)]


def invent(roster: Roster, work: Mapping[str, Work], phrases: Mapping[str, Any], seed: str) -> tuple[Story, ...]:
    """One story a unit, in the order of the roster."""
    by_order: dict[int, Story] = {}
    for unit in roster.units:
        by_order[unit.order] = _story(unit, work[unit.name], phrases, Dice(seed, unit.name))
    return tuple(by_order[order] for order in sorted(by_order))


def _story(unit: Unit, work: Work, phrases: Mapping[str, Any], dice: Dice) -> Story:
    nil = unit.order in _NIL
    batch = LATE if unit.order in _LATE else LAST_MINUTE if unit.order in _LAST_MINUTE else ON_TIME
    source = _COPIED.get(unit.order)
    words = dice if source is None else Dice(phrases["copied_seed"])
    return Story(
        unit=unit.name,
        order=unit.order,
        batch=batch,
        damage=_DAMAGES.get(unit.order, Damage.NONE),
        approvals=() if nil else _lines(work.approvals, phrases, "approval", words),
        checks=() if nil else _lines(work.checks, phrases, "check", words),
        systems=() if unit.order in _NO_SYSTEM else tuple(_system(name, phrases, dice) for name in work.systems),
        cancelled=tuple(work.approvals[-1] + dice.choice(phrases["cancelled"]) for _ in range(dice.number(0, 1))),
        filed_on=_filed_on(unit, dice, batch),
        report=unit.order not in _NO_REPORT,
        discipline=phrases["discipline"].format(unit=unit.name),
    )


def _lines(items: Sequence[str], phrases: Mapping[str, Any], kind: str, dice: Dice) -> tuple[DemoProblem, ...]:
    wanted = dice.number(1, min(3, len(items)))
    numbers = {"n": dice.number(20, 90), "m": dice.number(2, 6), "d": dice.number(9, 16), "e": dice.number(22, 28)}
    return tuple(
        DemoProblem(
            item=item,
            problem=dice.choice(phrases[f"{kind}_problems"]).format(**numbers),
            fix=dice.choice(phrases[f"{kind}_fixes"]).format(**numbers),
        )
        for item in items[:wanted]
    )


def _system(name: str, phrases: Mapping[str, Any], dice: Dice) -> str:
    words = dice.choice(phrases["system_words"]).format(month=dice.number(2, 9))
    return str(phrases["system"]).format(name=name, words=words)


def _filed_on(unit: Unit, dice: Dice, batch: str) -> str:
    day = {ON_TIME: dice.number(12, 17), LAST_MINUTE: 20, LATE: 23}[batch]
    return f"2015-11-{day:02d}"
