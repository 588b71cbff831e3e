"""Ways that matters have gone before: a matter that took the same steps as one already ended has ended too, without going them again.

Most of a ledger is closed and went one of a few ways. Only what decides a way is compared, and where a date or a name decides, nothing is.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import time
from operator import lt
from typing import Any

from duchá.journal.read_rows import StepRow
from duchá.ledger.clock import DeadlineRules
from duchá.ledger.entries import KINDS, MOVES, Opening, hour_of, said
from duchá.rulebook.clock import MatterKind
from duchá.rulebook.machine import Guard, Move, StateMachine

_RANK = {word: at for at, (word, _) in enumerate(sorted(MOVES.items(), key=lambda item: list(Move).index(item[1])))}
_LATEST = time.max
_REPORTS = frozenset(word for word, move in MOVES.items() if move in (Move.FEEDBACK, Move.APPLY))
_HAND_OVER = next(word for word, move in MOVES.items() if move is Move.HAND_OVER)
Way = tuple[Any, ...]


class ClosedPaths:
    """The ways known to end without a fault, and those known not to."""

    def __init__(self, works: DeadlineRules) -> None:
        self._works = works
        self._ended: dict[Way, bool] = {}
        self._dated: dict[str, frozenset[str]] = {}

    def way(self, machine: StateMachine, opening: Opening, rows: Sequence[StepRow]) -> Way | None:
        """What decides where a matter comes to; None where a date, the name of a node, of another unit or the words of a report decide."""
        if (opening.joint and self._in_parts(opening)) or (opening.noded and _holds_when_reported(machine)):
            return None
        steps = self._steps(opening, rows, self._dated_moves(machine))
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

    def _in_parts(self, opening: Opening) -> bool:
        """True where every unit named owes a report of its own."""
        found = self._works.clock(KINDS.get(opening.category, MatterKind.TASK), opening.type)
        return found is not None and found[1].everyone

    def _steps(self, opening: Opening, rows: Sequence[StepRow], dated: frozenset[str]) -> list[tuple[Any, ...]] | None:
        """The steps in the order in which `proceed` takes them, each with what guards ask of it, and whether it is of the same day as the last."""
        days = [row.day or "" for row in rows]
        in_order = all(map(lt, days, days[1:]))
        found: list[tuple[Any, ...]] = []
        before = None
        for row in rows if in_order else sorted(rows, key=_order):
            _, _, move, day, _, unit, node, grade, new_due, approver, scorer, attachment, note, _, _, _, _, _ = row
            if node or new_due or move in dated or move == _HAND_OVER or self._is_odd(opening, row):
                return None
            leads = bool(unit) and unit == opening.leads[-1].lead
            filled = (approver and said(approver), scorer, unit and said(unit), attachment and said(attachment), note and said(note))
            found.append((move, day == before, grade, leads, *map(bool, filled)))
            before = day
        return None if min(days) < opening.opened_on.isoformat() else found

    def _is_odd(self, opening: Opening, row: StepRow) -> bool:
        """True for a row that may be asked about: a unit that does not lead, a report that says of itself that it is not the whole."""
        if row.unit and row.unit != opening.leads[-1].lead:
            return True
        if row.move not in _REPORTS or not (row.note or row.attachment):
            return False
        texts = (said(row.note), said(row.attachment))
        return bool(self._works.words.partial(*texts)) or self._works.words.plan(*texts)


def _holds_when_reported(machine: StateMachine) -> bool:
    """True where a report stops the clock of a matter, once every node is answered."""
    holding = {state.id for state in machine.states if state.holds or state.ended}
    return any(step.move is Move.FEEDBACK and step.to in holding for step in machine.transitions)


def _order(row: StepRow) -> tuple[str, time, int, int]:
    return (row.day or "", hour_of(row.hour) or _LATEST, _RANK[row.move or ""], row.seq)
