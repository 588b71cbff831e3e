"""Rows of some registers from a campaign's journal, read without the others: a journal may hold a million of those."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from duchá.journal.read_rows import iter_rows
from duchá.registers.rows import RegisterRow, in_force, rows_in_texts


def read_every_row(
    journal: Path, registers: Iterable[str], *, known_at: datetime | None = None, as_of: datetime | None = None
) -> tuple[RegisterRow, ...]:
    """Every row that ever was, withdrawn ones too; none where there is no journal yet. The two times as for `iter_rows`. Raises JournalError."""
    wanted = frozenset(registers)
    if not wanted or not journal.exists():
        return ()
    return tuple(rows_in_texts(iter_rows(journal, wanted, known_at=known_at, as_of=as_of)))


def read_rows(
    journal: Path, registers: Iterable[str], *, known_at: datetime | None = None, as_of: datetime | None = None
) -> tuple[RegisterRow, ...]:
    """The rows in force. Raises JournalError."""
    return in_force(read_every_row(journal, registers, known_at=known_at, as_of=as_of), as_of)
