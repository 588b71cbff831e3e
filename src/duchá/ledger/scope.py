"""Which matters are asked for: all, those still owed, or those of which anything lies in a period. The others need not be gone through."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from duchá.journal.read_rows import StepRow
from duchá.ledger.clock import DeadlineRules
from duchá.ledger.entries import Opening
from duchá.ledger.matter import Details
from duchá.rulebook.clock import MatterKind
from duchá.terms.period import Period


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerScope:
    """Without a ``period`` matters known to have ended are left out; with one, those of which no step and no deadline lies in it.

    ``keep`` are matters that are wanted in any case, by number. In doubt a matter is in.
    """

    period: Period | None = None
    keep: frozenset[str] = frozenset()

    def past(self, works: DeadlineRules, kind: MatterKind, opening: Opening, rows: Sequence[StepRow]) -> bool:
        """True where a matter, if it has ended, may be left out: nothing of it was done or due since the period began."""
        if self.period is None:
            return opening.matter not in self.keep
        if opening.typed or opening.matter in self.keep:
            return False
        start = self.period.start
        if opening.opened_on >= start or max([row.day or "" for row in rows]) >= start.isoformat():
            return False
        due = _last_due(works, kind, opening)
        return due is None or due < start

    def to_come(self, opening: Opening, rows: Sequence[StepRow]) -> bool:
        """True where a matter begins after the period, with all that is said of it."""
        if self.period is None or opening.opened_on <= self.period.end or opening.typed or opening.matter in self.keep:
            return False
        end = self.period.end
        later = opening.limit is None or opening.limit > end
        return later and min([row.day or "" for row in rows]) > end.isoformat() and not any(row.new_due for row in rows)


def _last_due(works: DeadlineRules, kind: MatterKind, opening: Opening) -> date | None:
    """The last day that anything of a matter is due, without extensions; None where nothing is."""
    if opening.limit is not None:
        return opening.limit  # nodes after it fall away
    details = Details(category=opening.category, title="", type=opening.type, grade=opening.grade)
    due, nodes, _ = works.dues(kind, details, opening.opened_on)
    return max((one.day for one in (*(node.due for node in nodes), *([due] if due else []))), default=None)
