"""Ways that matters have gone before: a matter that took the same steps as one already ended has ended too, without going them again.

Most of a ledger is closed and went one of a few ways. Only what decides a way is compared, and where a date or a name decides, nothing is.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import time
from operator import lt
from typing import Any

from duchá.journal.read_rows import StepRow
from duchá.ledger.entries import MOVES, Opening, hour_of, said
from duchá.rulebook.machine import Guard, Move, StateMachine

_RANK = {word: at for at, (word, _) in enumerate(sorted(MOVES.items(), key=lambda item: list(Move).index(item[1])))}
_LATEST = time.max
Way = tuple[Any, ...]


class Ways:
    """The ways known to end without a fault, and those known not to."""

    def __init__(self) -> None:
        self._ended: dict[Way, bool] = {}
        self._dated: dict[str, frozenset[str]] = {}

    def way(self, machine: StateMachine, opening: Opening, rows: Sequence[StepRow]) -> Way | None:
        """What decides where a matter comes to; None where a date or the name of a node decides."""
        steps = _steps(rows, opening.opened_on.isoformat(), self._dated_moves(machine))
        return None if steps is None else (opening.category, opening.type, opening.has, *steps)

    def ends(self, way: Way | None) -> bool | None:
        """Whether matters that go this way end, without a fault; None where it is not known yet."""
        return None if way is None else self._ended.get(way)

    def learn(self, way: Way | None, *, ended: bool) -> None:
        """Remembers where a way led."""
        if way is not None:
            self._ended[way] = ended

    def _dated_moves(self, machine: StateMachine) -> frozenset[str]:
        """The steps that a machine allows or refuses by their date."""
        if machine.id not in self._dated:
            moves = {step.move for step in machine.transitions if Guard.BEFORE_DUE in (*step.guards, *step.asks)}
            self._dated[machine.id] = frozenset(word for word, move in MOVES.items() if move in moves)
        return self._dated[machine.id]


def _steps(rows: Sequence[StepRow], opened_on: str, dated: frozenset[str]) -> list[tuple[Any, ...]] | None:
    """The steps in the order in which `proceed` takes them, each with what guards ask of it, and whether it is of the same day as the last."""
    days = [row.day or "" for row in rows]
    in_order = all(map(lt, days, days[1:]))
    found: list[tuple[Any, ...]] = []
    before = None
    for row in rows if in_order else sorted(rows, key=_order):
        _, _, move, day, _, unit, node, grade, new_due, approver, scorer, attachment, note, _, _, _, _ = row
        if node or new_due or move in dated:
            return None
        filled = (approver and said(approver), scorer, unit and said(unit), attachment and said(attachment), note and said(note))
        found.append((move, day == before, grade, *map(bool, filled)))
        before = day
    return None if min(days) < opened_on else found


def _order(row: StepRow) -> tuple[str, time, int, int]:
    return (row.day or "", hour_of(row.hour) or _LATEST, _RANK[row.move or ""], row.seq)
