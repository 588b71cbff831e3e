"""Writing the journal: append, and nothing else. One call, one transaction; the store is whole at any instant."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from duchá.journal import faults
from duchá.journal.chain import StoredFact, canonical, content_of, digest, refuse_unstorable, written_hash, written_time
from duchá.journal.fact import Fact, FactKind, Json, NewFact
from duchá.journal.faults import JournalError
from duchá.journal.lock import Lock, hold_lock
from duchá.journal.read import facts_in, last_fact, newest_of, payload_in
from duchá.journal.schema import VERSION
from duchá.journal.store import connect, create_store, make_durable, naming, refuse_lost, take_out_bodies, upgrade_store
from duchá.terms.fault import Fault
from duchá.terms.place import Place

_SLACK = timedelta(minutes=2)  # two runs that wait for each other may swap their starting times: not a clock that ran backwards

Now = datetime | Callable[[], datetime]


@dataclass(frozen=True, slots=True, kw_only=True)
class JournalWriter:
    """The journal opened for appending. ``faults`` holds what is to be said afterwards (a clock that ran backwards)."""

    path: Path
    by: str
    faults: list[Fault] = field(default_factory=list)
    _listening: list[list[Fact]] = field(default_factory=list)
    _now: Now
    _connection: sqlite3.Connection

    def append(self, *facts: NewFact) -> tuple[Fact, ...]:
        """The facts as recorded, in one transaction: all of them or, when it fails, none.

        Raises TypeError for floats and for times without a zone. Faults: J002, J003, J008–J010, J012.
        """
        recorded: list[Fact] = []
        if facts:
            self._write(facts, recorded.append)
        return tuple(recorded)

    def append_many(self, facts: Iterable[NewFact]) -> None:
        """The same for more facts than should stand in memory together: they are drawn one after the other, in one transaction."""
        self._write(facts, lambda fact: None)

    def purge(self, *facts: NewFact, bodies: Iterable[int]) -> tuple[Fact, ...]:
        """The facts as recorded, a tombstone among them, and the bodies that it names taken out, in one transaction. Their digests stay in the chain."""
        with naming(self.path):
            self._connection.execute("PRAGMA secure_delete = ON")  # what was there is written over
        recorded: list[Fact] = []
        self._write(facts, recorded.append, without=tuple(bodies))
        return tuple(recorded)

    def _write(self, facts: Iterable[NewFact], keep: Callable[[Fact], None], *, without: tuple[int, ...] = ()) -> None:
        now = self._now() if callable(self._now) else self._now
        heard: list[Fact] = []
        with naming(self.path):
            try:
                self._connection.execute("BEGIN IMMEDIATE")
                last = last_fact(self._connection, self.path)
                for note in self._backwards(last, now):
                    last = self._insert(note, last, now)
                    heard.append(last)
                for new in facts:
                    last = self._insert(new, last, now)
                    keep(last)
                    heard += [last] if self._listening else []
                if without:
                    take_out_bodies(self._connection, without)
                self._connection.execute("COMMIT")
            finally:
                if self._connection.in_transaction:
                    self._connection.execute("ROLLBACK")
        for listener in self._listening:
            listener.extend(heard)

    def listen(self) -> list[Fact]:
        """What is appended from now on, as it is appended: for one who needs it again and would else read it back."""
        heard: list[Fact] = []
        self._listening.append(heard)
        return heard

    def facts(self, *, kinds: frozenset[FactKind] | None = None) -> tuple[Fact, ...]:
        """All facts, or those of some kinds, by sequence."""
        with naming(self.path):
            return tuple(facts_in(self._connection, self.path, kinds=kinds))

    def iter_facts(self, *, kinds: frozenset[FactKind]) -> Iterator[Fact]:
        """The facts of some kinds one by one, in little memory."""
        with naming(self.path):
            yield from facts_in(self._connection, self.path, kinds=kinds)

    def newest(self, kinds: frozenset[FactKind]) -> int:
        """The number of the newest fact of some kinds; 0 where there is none."""
        with naming(self.path):
            return newest_of(self._connection, kinds)

    def payload(self, seq: int) -> Mapping[str, Json]:
        """The payload of one fact."""
        with naming(self.path):
            return payload_in(self._connection, self.path, seq)

    def _insert(self, new: NewFact, last: Fact | None, now: datetime) -> Fact:
        body = None if new.body is None else canonical(new.body)
        written = _chained(new, last, now, self.by, "" if body is None else digest(body))
        fact = _sealed(new, written, now)
        content = content_of(new.kind, new.payload)
        self._connection.execute("INSERT INTO fact VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", (*written, fact.hash, content))
        if body is not None:
            self._connection.execute("INSERT INTO body VALUES (?, ?)", (fact.seq, body))
        return fact

    def _backwards(self, last: Fact | None, now: datetime) -> tuple[NewFact, ...]:
        """A note when the clock reads earlier than it did at the last fact. The order stays that of the sequence."""
        if last is None or now >= last.recorded_at - _SLACK:
            return ()
        clock, before = written_time(now), written_time(last.recorded_at)
        self.faults.append(faults.CLOCK_BACKWARDS.at(Place(file=str(self.path)), now=clock, last=before))
        payload: dict[str, Json] = {"note": faults.CLOCK_BACKWARDS.name, "now": clock, "last": before}
        return (NewFact(kind=FactKind.NOTE, happened_at=now, payload=payload),)


def _chained(new: NewFact, last: Fact | None, now: datetime, by: str, body_sha256: str) -> StoredFact:
    refuse_unstorable(by)
    return StoredFact(
        seq=last.seq + 1 if last else 1,
        kind=new.kind.value,
        happened_at=written_time(new.happened_at),
        recorded_at=written_time(now),
        by=by,
        body_sha256=body_sha256,
        previous=last.hash if last else "",
        payload=canonical(dict(new.payload)),
    )


def _sealed(new: NewFact, written: StoredFact, now: datetime) -> Fact:
    return Fact(
        seq=written.seq,
        kind=new.kind,
        happened_at=new.happened_at,
        recorded_at=now,
        by=written.by,
        payload=dict(new.payload),
        body_sha256=written.body_sha256,
        previous=written.previous,
        hash=written_hash(written),
    )


@contextmanager
def open_journal(path: Path, *, now: Now, by: str, wait_seconds: float = 10, held: Lock | None = None) -> Iterator[JournalWriter]:
    """The journal ready for appending, made where there is none, locked against a second run.

    ``now`` is the time to record, or what tells it; ``held`` is the campaign's lock where the caller has it already.
    A damaged, foreign or newer file is named and left alone; an older one is upgraded, with a copy kept.
    Faults: J001–J005, J008–J010, J015, J016, J103.
    """
    if held is None:
        started = now() if callable(now) else now
        with hold_lock(path.with_name("lock"), now=started, by=by, wait_seconds=wait_seconds):
            yield from _opened(path, now, by, wait_seconds)
    else:
        yield from _opened(path, now, by, wait_seconds)


def _opened(path: Path, now: Now, by: str, wait_seconds: float) -> Iterator[JournalWriter]:
    with naming(path):
        refuse_lost(path)
        if not path.exists():
            create_store(path)
        before = upgrade_store(path, wait_seconds=wait_seconds)
        connection = connect(path, "rw", wait_seconds)
    with closing(connection):
        with naming(path):
            make_durable(connection)
            _refuse_cut_tail(connection, path)
        writer = JournalWriter(path=path, by=by, _now=now, _connection=connection)
        if before is not None:
            writer.append(_note(now, {"note": "schema-upgraded", "from": before, "to": VERSION}))
        yield writer


def _note(now: Now, payload: dict[str, Json]) -> NewFact:
    return NewFact(kind=FactKind.NOTE, happened_at=now() if callable(now) else now, payload=payload)


def _refuse_cut_tail(connection: sqlite3.Connection, path: Path) -> None:
    """Nothing, or a fault: a new entry must not be chained to one that was not the last."""
    place = Place(file=str(path))
    head = connection.execute("SELECT seq, hash FROM head").fetchone()
    last = connection.execute("SELECT seq, hash FROM fact ORDER BY seq DESC LIMIT 1").fetchone() or (0, "")
    numbered = head is not None and isinstance(head[0], int) and isinstance(last[0], int)  # a damaged index leads to one that is not
    if numbered and last[0] < head[0]:
        raise JournalError(faults.ENTRY_MISSING.at(place, entry=last[0] + 1, count=head[0] - last[0]))
    if head != last:
        raise JournalError(faults.DAMAGED.at(place, detail=faults.entry_words(last[0])))
