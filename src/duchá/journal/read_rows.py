"""Register rows read lean: only the registers asked for, and 办理记录 from a table of its own, for it may have a million rows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from functools import lru_cache
from typing import NamedTuple, TypeVar

from duchá.journal.fact import EVERYTHING, JournalView
from duchá.journal.lineage import superseded
from duchá.journal.schema import REGISTER, STEP_LEAVES
from duchá.journal.server import JournalConnection
from duchá.journal.store import Where, damaged, newest_seq, reading

_PAGE = 5_000
_STEP_PAGE = 500  # small enough to stay in the processor's cache
_EVER = 1 << 62
_Position = TypeVar("_Position", int, tuple[str, int])
_moment = lru_cache(maxsize=100_000)(datetime.fromisoformat)
_ROWS_OF = (
    f"SELECT seq, happened_at, payload FROM fact WHERE kind = 'row' AND {REGISTER} = ? AND seq > ? AND seq <= ? ORDER BY seq LIMIT {_PAGE}"  # noqa: S608 - nothing in it comes from outside
)
_ROWS_SINCE = (
    f"SELECT seq, recorded_at, by, payload FROM fact WHERE kind = 'row' AND seq > ? AND seq <= ? {{more}} ORDER BY seq LIMIT {_PAGE}"  # noqa: S608 - as above
)
_SAID_ANEW = "AND json_extract(payload, '$.replaces') IS NOT NULL"
_ROW_AT = "SELECT seq, recorded_at, by, payload FROM fact WHERE kind = 'row' AND seq = ?"
_STEP_COLUMNS = f"matter, seq, {', '.join(STEP_LEAVES)}"
_STEPS_AFTER = (
    f"SELECT {_STEP_COLUMNS} FROM step WHERE (matter, seq) > (?, ?) AND seq <= ? AND happened <= ? AND happens <= ?"  # noqa: S608 - as above
    f" AND change <> 'withdrawn' ORDER BY matter, seq LIMIT {_STEP_PAGE}"
)
_TIMES = f"SELECT seq, recorded_at FROM fact WHERE seq > ? ORDER BY seq LIMIT {_PAGE}"  # noqa: S608 - as above
_RECORDED = "SELECT seq, recorded_at FROM fact WHERE seq = ?"
_REPLACING = "SELECT seq, replaces FROM step WHERE replaces IS NOT NULL AND seq <= ? AND happened <= ? ORDER BY seq"


class StepRow(NamedTuple):
    """One row of 办理记录 as it is written down: texts as typed, days as ISO dates; None where there is no cell."""

    matter: str
    seq: int
    move: str | None
    day: str | None
    hour: str | None
    unit: str | None
    node: str | None
    grade: str | None
    new_due: str | None
    approver: str | None
    scorer: str | None
    attachment: str | None
    note: str | None
    file: str
    sheet: str
    cell: str | None
    record_no: str
    checked: str | None


class RowFact(NamedTuple):
    """One fact about a row as it is written down: its number, when it was recorded and by whom, its payload as text."""

    seq: int
    recorded_at: datetime
    by: str
    text: str


def iter_rows(
    path: Where,
    registers: Iterable[str],
    *,
    known_at: datetime | None = None,
    as_of: datetime | None = None,
    view: JournalView = EVERYTHING,
) -> Iterator[tuple[int, str, str]]:
    """The rows of some registers by sequence: number, register, payload as text.

    The two times as for `iter_facts`. A gap in the journal is a fault, never a shorter one. Faults: J002–J011, J015.
    """
    found: list[tuple[int, str, str]] = []
    with reading(path) as connection:
        last = _horizon(connection, path, known_at)
        for register in sorted(set(registers)):
            seen = 0
            while page := connection.execute(_ROWS_OF, (register, seen, last)).fetchall():
                found += [
                    (seq, register, payload)
                    for seq, happened, payload in page
                    if view.shows(seq) and (as_of is None or _moment(happened) <= as_of)
                ]
                seen = _further(seen, page[-1][0], path)
    found.sort()
    yield from found


def rows_since(path: Where, after: int, *, known_at: datetime | None = None, replacing: bool = False) -> tuple[RowFact, ...]:
    """Every fact about a row of a register that was recorded after an entry, by sequence; ``replacing``: only those that say a row anew.

    Faults: J002–J011, J015.
    """
    found: list[RowFact] = []
    asked = _ROWS_SINCE.format(more=_SAID_ANEW if replacing else "")
    with reading(path) as connection:
        last, seen = _horizon(connection, path, known_at), after
        while page := connection.execute(asked, (seen, last)).fetchall():
            found += [RowFact(seq, _moment(recorded), by, payload) for seq, recorded, by, payload in page]
            seen = _further(seen, page[-1][0], path)
    return tuple(found)


def rows_at(path: Where, seqs: Iterable[int]) -> tuple[RowFact, ...]:
    """The facts about rows at some entries, in the order asked for. Faults: J002–J011, J015."""
    with reading(path) as connection:
        found = (connection.execute(_ROW_AT, (seq,)).fetchone() for seq in seqs)
        return tuple(RowFact(row[0], _moment(row[1]), *row[2:]) for row in found if row is not None)


def iter_steps(
    path: Where, *, known_at: datetime | None = None, as_of: datetime | None = None, view: JournalView = EVERYTHING
) -> Iterator[StepRow]:
    """办理记录 by matter and sequence, each row as it was said last, without those withdrawn; ``as_of`` leaves out what happens later.

    The two times as for `iter_facts`, to the second. A gap in the journal is a fault, never a shorter one. Faults: J002–J011, J015.
    """
    day = _EVER if as_of is None else int(as_of.timestamp())
    with reading(path) as connection:
        last = _horizon(connection, path, known_at)
        old = superseded(pair for pair in connection.execute(_REPLACING, (last, day)).fetchall() if view.shows(pair[0]))
        after: tuple[str, int] = ("", 0)
        while page := connection.execute(_STEPS_AFTER, (*after, last, day, day)).fetchall():
            for row in map(StepRow._make, page):
                if row.seq not in old and view.shows(row.seq):
                    yield row
            after = _further(after, page[-1][:2], path)


def recorded_at(path: Where, numbers: Iterable[int]) -> dict[int, datetime]:
    """When some entries were written down, by their number. Faults: J002–J011, J015."""
    found: dict[int, datetime] = {}
    with reading(path) as connection:
        for number in numbers:
            for seq, recorded in connection.execute(_RECORDED, (number,)):
                found[seq] = _moment(recorded)
    return found


def _horizon(connection: JournalConnection, path: Where, known_at: datetime | None) -> int:
    """The newest entry that was known at a time: the one before the first that was recorded later."""
    last = newest_seq(connection, path)
    if known_at is None:
        return last
    seen = 0
    while seen < last and (page := connection.execute(_TIMES, (seen,)).fetchall()):
        for seq, recorded in page:
            if _moment(recorded) > known_at:
                return int(seq) - 1
        seen = _further(seen, page[-1][0], path)
    return last


def _further(before: _Position, now: _Position, path: Where) -> _Position:
    """Where reading goes on; a damaged tree can lead in a circle, or to a row without a number."""
    try:
        further = now > before
    except TypeError:
        further = False
    if not further:
        raise damaged(path, now)
    return now
