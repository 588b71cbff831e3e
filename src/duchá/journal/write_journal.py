"""Writing the journal: append, and nothing else. One call, one transaction; the store is whole at any instant."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from duchá.journal import faults
from duchá.journal.chain import Written, canonical, content_of, digest, refuse_unstorable, written_hash, written_time
from duchá.journal.fact import Fact, FactKind, Json, NewFact
from duchá.journal.faults import JournalError
from duchá.journal.read_journal import facts_in, last_fact
from duchá.journal.read_store import APPLICATION, SCHEMA, VERSION, connect, found_version, naming
from duchá.journal.write_lock import Lock, hold_lock
from duchá.terms.fault import Fault
from duchá.terms.place import Place

_SLACK = timedelta(minutes=2)  # two runs that wait for each other may swap their starting times: not a clock that ran backwards

Now = datetime | Callable[[], datetime]


@dataclass(slots=True, kw_only=True)
class JournalWriter:
    """The journal opened for appending. ``faults`` holds what is to be said afterwards (a clock that ran backwards)."""

    path: Path
    by: str
    faults: list[Fault] = field(default_factory=list)
    _now: Now
    _connection: sqlite3.Connection

    def append(self, *facts: NewFact) -> tuple[Fact, ...]:
        """The facts as recorded, in one transaction: all of them or, when it fails, none.

        Raises TypeError for floats and for times without a zone. Faults: J002, J003, J008–J010, J012.
        """
        if not facts:
            return ()
        now = self._now() if callable(self._now) else self._now
        with naming(self.path):
            try:
                self._connection.execute("BEGIN IMMEDIATE")
                last = last_fact(self._connection, self.path)
                notes = self._backwards(last, now)
                recorded = self._insert((*notes, *facts), last, now)
                self._connection.execute("COMMIT")
            finally:
                if self._connection.in_transaction:
                    self._connection.execute("ROLLBACK")
        return recorded[len(notes) :]

    def facts(self, *, kinds: frozenset[FactKind] | None = None) -> tuple[Fact, ...]:
        """All facts, or those of some kinds, by sequence."""
        with naming(self.path):
            return tuple(facts_in(self._connection, self.path, kinds=kinds))

    def last(self) -> Fact | None:
        """The newest fact, None in an empty journal."""
        with naming(self.path):
            return last_fact(self._connection, self.path)

    def _insert(self, facts: tuple[NewFact, ...], last: Fact | None, now: datetime) -> tuple[Fact, ...]:
        recorded: list[Fact] = []
        for new in facts:
            fact, payload, body = _sealed(new, last, now, self.by)
            row = (fact.seq, fact.kind.value, written_time(fact.happened_at), written_time(now), fact.by, fact.body_sha256)
            chained = (*row, fact.previous, payload, fact.hash, content_of(fact.kind, fact.payload))
            self._connection.execute("INSERT INTO fact VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", chained)
            if body is not None:
                self._connection.execute("INSERT INTO body VALUES (?, ?)", (fact.seq, body))
            recorded.append(fact)
            last = fact
        return tuple(recorded)

    def _backwards(self, last: Fact | None, now: datetime) -> tuple[NewFact, ...]:
        """A note when the clock reads earlier than it did at the last fact. The order stays that of the sequence."""
        if last is None or now >= last.recorded_at - _SLACK:
            return ()
        clock, before = written_time(now), written_time(last.recorded_at)
        self.faults.append(faults.CLOCK_BACKWARDS.at(Place(file=str(self.path)), now=clock, last=before))
        payload: dict[str, Json] = {"note": faults.CLOCK_BACKWARDS.name, "now": clock, "last": before}
        return (NewFact(kind=FactKind.NOTE, happened_at=now, payload=payload),)


def _sealed(new: NewFact, last: Fact | None, now: datetime, by: str) -> tuple[Fact, str, str | None]:
    """A new fact with its place in the chain, its payload and its body as written."""
    payload = canonical(dict(new.payload))
    body = None if new.body is None else canonical(new.body)
    refuse_unstorable(by)
    written = Written(
        seq=last.seq + 1 if last else 1,
        kind=new.kind.value,
        happened_at=written_time(new.happened_at),
        recorded_at=written_time(now),
        by=by,
        body_sha256="" if body is None else digest(body),
        previous=last.hash if last else "",
        payload=payload,
    )
    fact = Fact(
        seq=written.seq,
        kind=new.kind,
        happened_at=new.happened_at,
        recorded_at=now,
        by=by,
        payload=dict(new.payload),
        body_sha256=written.body_sha256,
        previous=written.previous,
        hash=written_hash(written),
    )
    return fact, payload, body


@contextmanager
def open_journal(path: Path, *, now: Now, by: str, wait_seconds: float = 10, held: Lock | None = None) -> Iterator[JournalWriter]:
    """The journal ready for appending, made where there is none, locked against a second run.

    ``now`` is the time to record, or what tells it; ``held`` is the campaign's lock where the caller has it already.
    A damaged, foreign or newer file is named and left alone; an older one is upgraded, with a copy kept.
    Faults: J001–J005, J008–J010, J015, J103.
    """
    if held is None:
        started = now() if callable(now) else now
        with hold_lock(path.with_name("lock"), now=started, by=by, wait_seconds=wait_seconds):
            yield from _opened(path, now, by, wait_seconds)
    else:
        yield from _opened(path, now, by, wait_seconds)


def _opened(path: Path, now: Now, by: str, wait_seconds: float) -> Iterator[JournalWriter]:
    with naming(path):
        if not path.exists():
            create_store(path)
        connection = connect(path, "rw", wait_seconds)
    try:
        with naming(path):
            _make_ready(connection, path)
        yield JournalWriter(path=path, by=by, _now=now, _connection=connection)
    finally:
        connection.close()


def create_store(path: Path) -> None:
    """An empty journal at ``path``: made beside it and renamed, so that a half-made one is never taken for a journal."""
    path.parent.mkdir(parents=True, exist_ok=True)
    half = path.with_name(path.name + ".new")
    half.unlink(missing_ok=True)
    connection = connect(half, "rwc", 0)
    try:
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute(f"PRAGMA application_id = {APPLICATION}")
        connection.executescript("BEGIN;" + SCHEMA)
        connection.execute("INSERT INTO schema_version VALUES (?)", (VERSION,))
        connection.execute("COMMIT")
    finally:
        connection.close()
    half.replace(path)


def _make_ready(connection: sqlite3.Connection, path: Path) -> None:
    """Durable settings, and a look whether the newest entry is the one that was written last."""
    found_version(connection, path)
    connection.execute("PRAGMA journal_mode = TRUNCATE")
    connection.execute("PRAGMA synchronous = FULL")
    (expected,) = connection.execute("SELECT seq FROM head").fetchone() or (0,)
    (found,) = connection.execute("SELECT coalesce(max(seq), 0) FROM fact").fetchone()
    if found < expected:
        raise JournalError(faults.ENTRY_MISSING.at(Place(file=str(path)), entry=found + 1, count=expected - found))
