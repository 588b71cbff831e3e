"""Register rows read lean: what is asked for of a million facts is taken out of them by the store itself."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from duchá.journal import faults
from duchá.journal.fact import FactKind
from duchá.journal.faults import JournalError
from duchá.journal.store.read_store import reading
from duchá.terms.place import Place

_PAGE = 5_000
_moment = lru_cache(maxsize=100_000)(datetime.fromisoformat)
_HEAD = 4  # seq, kind, happened_at, recorded_at
LeanRow = tuple[Any, ...]


def iter_rows(
    path: Path, leaves: Sequence[str], whole: frozenset[str], *, known_at: datetime | None = None, as_of: datetime | None = None
) -> Iterator[LeanRow]:
    """For each ROW fact: its number, its register, the values at ``leaves`` (``values.matter.text``), None where there is none; last
    the payload as text where its register is one of ``whole``.

    The two times as for `iter_facts`: what is read is the same, only leaner. A gap is a fault, never a shorter journal. Faults: J002–J011, J015.
    """
    statement = _statement(leaves, whole)
    with reading(path) as connection:
        (last,) = connection.execute("SELECT seq FROM head").fetchone() or (0,)
        seen = 0
        while seen < last:
            page = connection.execute(statement, (*(f"$.{leaf}" for leaf in leaves), *sorted(whole), seen, last)).fetchall()
            if not page or page[-1][0] != seen + len(page):
                raise JournalError(faults.DAMAGED.at(Place(file=str(path)), detail=faults.entry_words(seen + 1)))
            for row in page:
                if known_at is not None and _moment(row[3]) > known_at:
                    return
                if row[1] == FactKind.ROW.value and (as_of is None or _moment(row[2]) <= as_of):
                    yield (row[0], *row[_HEAD:])
            seen = page[-1][0]


def _statement(leaves: Sequence[str], whole: frozenset[str]) -> str:
    """One statement for a page; each payload is parsed once, by SQLite, and only where it is a row."""
    row = f"kind = '{FactKind.ROW.value}'"
    taken = ["json_extract(payload, '$.register')", *("json_extract(payload, ?)" for _ in leaves)]
    marks = ", ".join("?" for _ in whole)
    taken.append(f"CASE WHEN json_extract(payload, '$.register') IN ({marks}) THEN payload END")
    columns = ", ".join(f"CASE WHEN {row} THEN {value} END" for value in taken)
    return f"SELECT seq, kind, happened_at, recorded_at, {columns} FROM fact WHERE seq > ? AND seq <= ? ORDER BY seq LIMIT {_PAGE}"  # noqa: S608 - nothing in it comes from outside
