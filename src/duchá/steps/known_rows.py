"""The rows of the registers as a journal has them, lean, with a look at any of them in full where it is asked for."""

from __future__ import annotations

from collections.abc import Iterator

from duchá.journal.fact import FactKind
from duchá.journal.read import JournalReader
from duchá.journal.write import JournalWriter
from duchá.registers.known import KnownRow, known_rows
from duchá.registers.match_rows import Look
from duchá.registers.renamed import Naming
from duchá.registers.rows import row_in

Journal = JournalWriter | JournalReader


def known_of(journal: Journal, naming: Naming) -> Iterator[KnownRow]:
    """Every row that was ever written down, withdrawn ones too."""
    facts = journal.iter_facts(kinds=frozenset({FactKind.ROW}))
    return known_rows(((fact.seq, fact.happened_at, fact.payload) for fact in facts), naming)


def look_into(journal: Journal) -> Look:
    """A fact about a row in full, by its number."""
    return lambda seq: row_in(seq, journal.payload(seq))
