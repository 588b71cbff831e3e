"""Rows of some registers from a campaign's journal, read without the others: a journal may hold a million of those."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from duchá.journal.fact import EVERYTHING, FactKind, JournalView
from duchá.journal.read import iter_facts, read_bodies
from duchá.journal.read_rows import iter_rows
from duchá.journal.store import Where
from duchá.registers.rows import RegisterRow, rows_in_texts
from duchá.registers.whereabouts import Whereabouts, bodies_wanted, is_reading, whereabouts_of


def read_every_row(
    journal: Where,
    registers: Iterable[str],
    *,
    known_at: datetime | None = None,
    as_of: datetime | None = None,
    view: JournalView = EVERYTHING,
) -> tuple[RegisterRow, ...]:
    """Every row that ever was, withdrawn ones too; none where there is no journal yet. The two times and ``view`` as for `iter_rows`.

    Raises JournalError.
    """
    wanted = frozenset(registers)
    if not wanted or not journal.exists():
        return ()
    return tuple(
        rows_in_texts(iter_rows(journal, wanted, known_at=known_at, as_of=as_of, view=view), read_whereabouts(journal, known_at, view))
    )


def read_whereabouts(journal: Where, known_at: datetime | None = None, view: JournalView = EVERYTHING) -> Whereabouts:
    """Where rows stand in the versions of their files that were known at a time; whatever the day, since a place is no news of a day."""
    if not journal.exists():
        return Whereabouts()
    notes = [
        fact
        for fact in iter_facts(journal, kinds=frozenset({FactKind.NOTE}), known_at=known_at)
        if is_reading(fact) and view.shows(fact.seq)
    ]
    return whereabouts_of(notes, dict(read_bodies(journal, wanted)) if (wanted := bodies_wanted(notes)) else {})
