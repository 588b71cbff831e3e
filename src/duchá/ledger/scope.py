"""Which matters are asked for: all, those still owed, or those of which anything lies in a period. The others need not be gone through."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from duchá.journal.read_rows import StepRow
from duchá.ledger.clock import Clockwork
from duchá.ledger.entries import Opening
from duchá.ledger.matter import Details
from duchá.rulebook.clock import MatterKind
from duchá.terms.period import Period


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """Without a ``period`` matters known to have ended are left out; with one, those of which no step and no deadline lies in it.

    ``keep`` are matters that are wanted in any case, by number. In doubt a matter is in.
    """

    period: Period | None = None
    keep: frozenset[str] = frozenset()

    def past(self, works: Clockwork, kind: MatterKind, opening: Opening, rows: Sequence[StepRow]) -> bool:
        """True where a matter that has ended may be left out: it ended before the period, and nothing of it was due later."""
        if self.period is None:
            return opening.matter not in self.keep
        if opening.matter in self.keep or opening.typed:
            return False
        start = self.period.start
        due = _last_due(works, kind, opening)
        before = due is None or due < start
        return before and opening.opened_on < start and max((row.day or "" for row in rows), default="") < start.isoformat()

    def to_come(self, opening: Opening, rows: Sequence[StepRow]) -> bool:
        """True where a matter begins after the period, with all that is said of it."""
        if self.period is None or opening.matter in self.keep or opening.typed:
            return False
        end = self.period.end
        later = opening.opened_on > end and (opening.limit is None or opening.limit > end)
        return later and all((row.day or "") > end.isoformat() and not row.new_due for row in rows)


def _last_due(works: Clockwork, kind: MatterKind, opening: Opening) -> date | None:
    """The last day that anything of a matter is due, without extensions; None where nothing is."""
    if opening.limit is not None:
        return opening.limit  # nodes after it fall away
    details = Details(category=opening.category, title="", type=opening.type, grade=opening.grade)
    due, nodes, _ = works.dues(kind, details, opening.opened_on)
    return max((one.day for one in (*(node.due for node in nodes), *([due] if due else []))), default=None)
