"""Writing the journal: append, and nothing else. One call, one transaction; the store is whole at any instant."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import TypeVar

from duchá.journal import faults
from duchá.journal.chain import StoredFact, canonical, content_of, digest, refuse_unstorable, written_hash, written_time
from duchá.journal.fact import Fact, FactKind, Json, NewFact
from duchá.journal.faults import JournalError
from duchá.journal.lock import Lock, hold_lock
from duchá.journal.read import facts_after, facts_in, last_fact, newest_of, payload_in
from duchá.journal.schema import VERSION
from duchá.journal.server import WAIT_SECONDS, JournalConnection, LostError, Server, ServerConnection
from duchá.journal.store import (
    Where,
    begin,
    connect,
    create_store,
    make_durable,
    naming,
    refuse_lost,
    restored_mark,
    take_away_mark,
    take_out_bodies,
    upgrade_store,
)
from duchá.terms.fault import Fault
from duchá.terms.place import Place

_SLACK = timedelta(minutes=2)  # two runs that wait for each other may swap their starting times: not a clock that ran backwards

Now = datetime | Callable[[], datetime]
_Result = TypeVar("_Result")


@dataclass(frozen=True, slots=True, kw_only=True)
class JournalWriter:
    """The journal opened for appending. ``faults`` holds what is to be said afterwards (a clock that ran backwards)."""

    path: Where
    by: str
    faults: list[Fault] = field(default_factory=list)
    _now: Now
    _connection: sqlite3.Connection | ServerConnection

    def append(self, *facts: NewFact) -> tuple[Fact, ...]:
        """The facts as recorded, in one transaction: all of them or, when it fails, none.

        Raises TypeError for floats and for times without a zone. Faults: J002, J003, J008–J010, J012.
        """
        recorded: list[Fact] = []
        if facts:
            self._write(facts, recorded)
        return tuple(recorded)

    def append_many(self, facts: Iterable[NewFact]) -> None:
        """The same for more facts than should stand in memory together: they are drawn one after the other, in one transaction."""
        self._write(facts, None)

    def purge(self, *facts: NewFact, bodies: Iterable[int]) -> tuple[Fact, ...]:
        """The facts as recorded, a tombstone among them, and the bodies that it names taken out, in one transaction. Their digests stay in the chain."""
        with naming(self.path):
            if not isinstance(self._connection, ServerConnection):
                self._connection.execute("PRAGMA secure_delete = ON")  # what was there is written over
        recorded: list[Fact] = []
        self._write(facts, recorded, without=tuple(bodies))
        with naming(self.path):
            if isinstance(self._connection, ServerConnection):
                self._connection.clean()
        return tuple(recorded)

    def in_turn(
        self, work: Callable[[tuple[Fact, ...]], tuple[_Result, Iterable[NewFact]]], *, going_on: bool = False
    ) -> tuple[_Result, tuple[Fact, ...]]:
        """What ``work`` makes of what others have recorded since this run last looked, and its facts as recorded, in one transaction.

        Nobody records anything in between. In a file there are no others. ``work`` may be asked again where the connection to a server broke:
        what it keeps for itself may only be what others recorded. ``going_on``: what is recorded says that a run goes on from now.
        """
        recorded: list[Fact] = []
        result = self._transaction(work, recorded, going_on=going_on, turn=True)
        return result, tuple(recorded)

    def is_going_on(self, seq: int) -> bool:
        """True while the run that an entry began goes on elsewhere. Over a file there is one run at a time."""
        with naming(self.path):
            return isinstance(self._connection, ServerConnection) and self._connection.is_marked(seq)

    @contextmanager
    def alone_in_archive(self) -> Iterator[bool]:
        """True where nobody else is putting anything into the archive, as long as the block runs."""
        if not isinstance(self._connection, ServerConnection):
            yield True
            return
        with naming(self.path):
            free = self._connection.alone()
        try:
            yield free
        finally:
            if free:
                with naming(self.path):
                    self._connection.share_archive()

    def _write(self, facts: Iterable[NewFact], recorded: list[Fact] | None, *, without: tuple[int, ...] = ()) -> None:
        self._transaction(lambda news: (None, facts), recorded, without=without, once=not isinstance(facts, tuple))

    def _transaction(
        self,
        work: Callable[[tuple[Fact, ...]], tuple[_Result, Iterable[NewFact]]],
        recorded: list[Fact] | None,
        *,
        without: tuple[int, ...] = (),
        going_on: bool = False,
        once: bool = False,
        turn: bool = False,
    ) -> _Result:
        """One transaction. Where the connection to a server breaks it is carried out again, once; what is drawn only ``once`` is not."""
        heard: list[Fact] = []
        last: Fact | None = None
        first, drawn, broken = 0, False, False
        with naming(self.path):
            while True:
                try:
                    begin(self._connection)
                    result, facts = work(self._news() if turn else ())
                    drawn = True
                    last = last_fact(self._connection, self.path)
                    first, now = last.seq + 1 if last else 1, self._moment(last)
                    for at, new in enumerate(facts):
                        for note in self._backwards(last, now) if at == 0 else ():
                            last = self._insert(note, last, now)
                            heard.append(last)
                        last = self._insert(new, last, now)
                        if recorded is not None:
                            recorded.append(last)
                        heard += [last] if going_on else []
                    if going_on and isinstance(self._connection, ServerConnection):
                        for fact in heard:
                            self._connection.mark(fact.seq)
                    if without:
                        take_out_bodies(self._connection, without)
                    self._connection.execute("COMMIT")
                    break
                except LostError:
                    assert isinstance(self._connection, ServerConnection)
                    if broken or (once and drawn):
                        raise
                    self._connection.regain()
                    broken = True
                    if last is not None and last.seq >= first and self._connection.holds(last.seq, last.hash):
                        break  # its end was lost on the way, not the transaction
                    heard.clear()
                    (recorded if recorded is not None else []).clear()
                    last, first = None, 0
                finally:
                    if self._connection.in_transaction:
                        self._connection.rollback()
            if isinstance(self._connection, ServerConnection) and last is not None:
                self._connection.note_own(first, last.seq)
        return result

    def _news(self) -> tuple[Fact, ...]:
        """What others recorded since this run last looked."""
        connection = self._connection
        if not isinstance(connection, ServerConnection) or not connection.shared:
            return ()
        found = facts_after(connection, self.path, connection.seen)
        connection.seen = found[-1].seq if found else connection.seen
        return tuple(fact for fact in found if fact.seq not in connection.own)

    def _moment(self, last: Fact | None) -> datetime:
        """When it is written down. Beside others it is never before what they have written since this run began: no clock ran backwards then."""
        now = self._now() if callable(self._now) else self._now
        connection = self._connection
        if isinstance(connection, ServerConnection) and connection.shared and last is not None and last.seq > connection.begun:
            return max(now, last.recorded_at)
        return now

    def facts(self, *, kinds: frozenset[FactKind] | None = None) -> tuple[Fact, ...]:
        """All facts, or those of some kinds, by sequence."""
        with naming(self.path):
            found = tuple(facts_in(self._connection, self.path, kinds=kinds))
        if kinds is None and found and isinstance(self._connection, ServerConnection):
            self._connection.seen = found[-1].seq  # what comes after is news
        return found

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
        from duchá.journal.notes import ClockNote  # here and below: hardly ever

        return (ClockNote(now=clock, last=before).fact(now),)


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
def open_journal(
    path: Where, *, now: Now, by: str, wait_seconds: float | None = None, held: Lock | None = None, shared: bool = False
) -> Iterator[JournalWriter]:
    """The journal ready for appending, made where there is none, locked against a second run.

    ``now`` is the time to record, or what tells it; ``held`` is the campaign's lock where the caller has it already. ``shared``: on a server
    others may record between two transactions of this run, which asks for its turn each time (`JournalWriter.in_turn`).
    A damaged, foreign or newer journal is named and left alone; an older one is upgraded, with a copy kept.
    Faults: J001–J005, J008–J010, J015, J016, J018–J024, J103.
    """
    if isinstance(path, Server):
        yield from _opened_on_server(path, now, by, WAIT_SECONDS if wait_seconds is None else wait_seconds, shared=shared)
        return
    seconds = 10 if wait_seconds is None else wait_seconds
    if held is None:
        started = now() if callable(now) else now
        with hold_lock(path.with_name("lock"), now=started, by=by, wait_seconds=seconds):
            yield from _opened(path, now, by, seconds)
    else:
        yield from _opened(path, now, by, seconds)


def _opened_on_server(server: Server, now: Now, by: str, wait_seconds: float, *, shared: bool) -> Iterator[JournalWriter]:
    with server.naming():
        refuse_lost(server)
        connection = ServerConnection(server, writes=True, shared=shared)
    with connection:
        with server.naming():
            connection.take_locks(wait_seconds)
            if not server.exists():
                connection.make_whole()
            _refuse_cut_tail(connection, server)
            connection.begun = connection.seen = connection.execute("SELECT seq FROM head").fetchone()[0]
        writer = JournalWriter(path=server, by=by, _now=now, _connection=connection)
        _note_restored(writer)
        yield writer


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
            from duchá.journal.notes import UpgradedNote

            writer.append(UpgradedNote(before=before, to=VERSION).fact(now() if callable(now) else now))
        _note_restored(writer)
        yield writer


def _note_restored(writer: JournalWriter) -> None:
    """Notes once, in the name of whoever did it, that the journal was restored from an export."""
    with naming(writer.path):
        said = restored_mark(writer.path)
    if said is None:
        return
    from duchá.journal.notes import RestoredNote

    at = datetime.fromisoformat(str(said["at"]))
    replace(writer, by=str(said["by"])).append(RestoredNote(facts=int(said["facts"]), head=str(said["head"])).fact(at))
    with naming(writer.path):
        take_away_mark(writer.path)


# one question, so that both are of one moment: on a server another clerk may record between two
_HEAD_AND_LAST = (
    "SELECT head.seq, head.hash, last.seq, last.hash FROM (SELECT 1 AS one) AS here"
    " LEFT JOIN head ON 1 = 1 LEFT JOIN (SELECT seq, hash FROM fact ORDER BY seq DESC LIMIT 1) AS last ON 1 = 1"
)


def _refuse_cut_tail(connection: JournalConnection, path: Where) -> None:
    """Nothing, or a fault: a new entry must not be chained to one that was not the last."""
    place = Place(file=str(path))
    found = connection.execute(_HEAD_AND_LAST).fetchone()
    head, last = tuple(found[:2]), tuple(found[2:]) if found[2] is not None else (0, "")
    numbered = isinstance(head[0], int) and isinstance(last[0], int)  # a damaged index leads to one that is not
    if numbered and last[0] < head[0]:
        raise JournalError(faults.ENTRY_MISSING.at(place, entry=last[0] + 1, count=head[0] - last[0]))
    if head != last:
        raise JournalError(faults.DAMAGED.at(place, detail=faults.entry_words(last[0])))
