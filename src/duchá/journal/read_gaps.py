"""Whether the journal is whole: numbers from 1 to the newest, without a gap and of known kinds. Asked before anything is read in part."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from pathlib import Path

from duchá.journal import faults
from duchá.journal.faults import JournalError
from duchá.terms.place import Place

_COUNTS = "SELECT (SELECT seq FROM head), (SELECT count(*) FROM fact), (SELECT min(seq) FROM fact), (SELECT max(seq) FROM fact)"
_FIRST_GAP = (
    "SELECT seq + 1 FROM (SELECT 0 AS seq UNION ALL SELECT seq FROM fact) AS f"
    " WHERE NOT EXISTS (SELECT 1 FROM fact AS g WHERE g.seq = f.seq + 1) ORDER BY seq LIMIT 1"
)
_AFTER_GAP = "SELECT coalesce(min(seq), ?) FROM fact WHERE seq > ?"


def newest_seq(connection: sqlite3.Connection, path: Path) -> int:
    """The number of the newest entry, 0 in an empty journal. The indexes answer, the entries are not read. Faults: J003, J101."""
    last, count, lowest, highest = connection.execute(_COUNTS).fetchone() or (None, 0, None, None)
    if not isinstance(last, int):
        raise damaged(path, 0)
    if (count, lowest, highest) in ((last, 1, last), (0, None, None)) and count == last:
        return last
    (missing,) = connection.execute(_FIRST_GAP).fetchone() or (None,)
    (found,) = connection.execute(_AFTER_GAP, (last + 1, missing)).fetchone()
    if isinstance(missing, int) and isinstance(found, int) and found > missing:
        raise JournalError(faults.ENTRY_MISSING.at(Place(file=str(path)), entry=missing, count=found - missing))
    raise damaged(path, missing)


def refuse_unknown_kinds(connection: sqlite3.Connection, path: Path, known: Iterable[str]) -> None:
    """Nothing, or a fault on the first entry of a kind that this program does not know. Faults: J003."""
    stand = {kind for (kind,) in connection.execute("SELECT DISTINCT kind FROM fact")}  # the index answers
    for kind in sorted(stand - set(known), key=str):
        (seq,) = connection.execute("SELECT min(seq) FROM fact WHERE kind = ?", (kind,)).fetchone()
        raise damaged(path, seq)


def damaged(path: Path, seq: object) -> JournalError:
    """The journal cannot be read at an entry."""
    return JournalError(faults.DAMAGED.at(Place(file=str(path)), detail=faults.entry_words(seq)))
