"""A journal on a PostgreSQL server: its address, the connection, the server's own locks, and what its errors mean in one line.

psycopg is imported only where such a journal is opened: a campaign whose journal is a file never loads it.
"""

from __future__ import annotations

import hashlib
import logging
import os
import re
import weakref
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Timer
from typing import TYPE_CHECKING, Any, Protocol, Self
from urllib.parse import urlsplit

from duchá.journal import faults
from duchá.journal.faults import JournalError
from duchá.journal.schema import VERSION
from duchá.terms.fault import Fault
from duchá.terms.place import Place

if TYPE_CHECKING:
    import psycopg
    from psycopg import Connection as RawConnection

SCHEMA = "ducha"  # where campaign.toml names none
WAIT_SECONDS = 120  # for another clerk's command: they come and go, and nobody at a keyboard looks at a lock
_CONNECT_SECONDS = 10
_SILENT_SECONDS = 0.7  # of waiting for the server, before a person is told
_LOG = logging.getLogger(__name__)
_ROWS_AT_ONCE = 500  # of what is appended: sent together, so that a network costs one journey and not so many
_SESSION = (
    "SET search_path TO {schema}, pg_catalog, pg_temp; SET timezone TO 'UTC'; SET synchronous_commit TO on;"
    " SET default_transaction_isolation TO 'read committed'; SET tcp_keepalives_idle TO 60; SET tcp_keepalives_interval TO 10;"
    " SET tcp_keepalives_count TO 3; SET idle_in_transaction_session_timeout TO 0; SET extra_float_digits TO 1"
)
_HOLDER = (
    "SELECT a.application_name, a.backend_start, a.client_addr, a.pid, a.usename FROM pg_locks l JOIN pg_stat_activity a ON a.pid = l.pid"
    " WHERE l.locktype = 'advisory' AND l.granted AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())"
    " AND l.classid = %s AND l.objid = %s AND l.objsubid = 1 AND l.pid <> pg_backend_pid() ORDER BY a.backend_start LIMIT 1"
)
LOGIN_WORDS = ("password", "authentication", "pg_hba.conf", "does not exist", "role", "certificate", "口令", "密码", "不存在", "认证")
_AWAY = ("08", "57P", "53300")
_DAMAGED = ("P0001", "23", "42P01", "42703", "42883", "3F000", "XX00", "22")
_LOGIN = ("28P01", "28000")
_MEANWHILE_FULL = ("53100", "53200")
_QUESTION = re.compile(r"'[^']*'|\?|%")


@contextmanager
def _said_where_slow(text: str) -> Iterator[None]:
    """Tells the person who sits before it what is waited for, where it takes longer than a moment."""
    slow = Timer(_SILENT_SECONDS, _LOG.warning, (text,))
    slow.daemon = True
    slow.start()
    try:
        yield
    finally:
        slow.cancel()


class JournalRows(Protocol):
    """What a question to a store gives."""

    def fetchone(self) -> Any:
        """The next row, None where there is none."""

    def fetchall(self) -> list[Any]:
        """All rows that are left."""

    def __iter__(self) -> Iterator[Any]:
        """The rows one by one."""


class JournalConnection(Protocol):
    """A store that questions are put to: SQLite's own connection, or one to a server. ``?`` stands for a value."""

    def execute(self, sql: str, parameters: Sequence[Any] = ..., /) -> JournalRows:
        """Carries out one statement."""


class LostError(Exception):
    """The connection to the server broke, or was not to be had."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.message)
        self.fault = fault


class Server:
    """Where a journal is that lies on a server: the address (without a password), the schema there, and the campaign's ``.duchá`` with the archive.

    Reads over one connection, which is opened when it is first wanted.
    """

    def __init__(self, url: str, home: Path, *, schema: str = SCHEMA, clerks: str = "", by: str = "") -> None:
        self.url, self.home, self.schema, self.clerks, self.by = url, home, schema or SCHEMA, clerks, by
        self._reader: ServerConnection | None = None
        self._there = False

    def __str__(self) -> str:
        parts = urlsplit(self.url)
        host = parts.hostname or ""
        return f"postgresql://{host}{f':{parts.port}' if parts.port else ''}{parts.path}（{self.schema}）"

    def exists(self) -> bool:
        """True where the server holds a journal in this schema. Raises JournalError where nobody can know."""
        if not self._there:
            with self.naming():
                self._there = self.reader().has_journal()
        return self._there

    def reader(self) -> ServerConnection:
        """The connection that this run reads over."""
        if self._reader is None or self._reader.closed:
            self._reader = ServerConnection(self)
        return self._reader

    @contextmanager
    def naming(self) -> Iterator[None]:
        """Turns what the server and the network may say into a named JournalError."""
        psycopg = _psycopg(self)
        try:
            yield
        except LostError as error:
            raise JournalError(error.fault) from error
        except psycopg.Error as error:
            raise JournalError(self.fault_of(error)) from error

    def fault_of(self, error: psycopg.Error) -> Fault:
        """What an error of psycopg means."""
        psycopg = _psycopg(self)
        place, state = Place(file=str(self)), getattr(error, "sqlstate", None) or ""
        detail = f"{state} {_one_line(error)}".strip()
        if isinstance(error, psycopg.OperationalError) and not state:
            return _login_fault(self, detail) or faults.SERVER_AWAY.at(place, detail=faults.away_words(detail))
        if state.startswith(_LOGIN):
            return faults.SERVER_LOGIN.at(place, detail=detail)
        if state.startswith(_AWAY):
            return faults.SERVER_AWAY.at(place, detail=faults.away_words(detail))
        if state in ("42501", "25006"):
            return faults.SERVER_RIGHTS.at(place, detail=detail)
        if state in _MEANWHILE_FULL:
            return faults.DISK_FULL.at(place)
        if state.startswith(_DAMAGED):
            return faults.DAMAGED.at(place, detail=detail)
        return faults.WRITE_FAILED.at(place, detail=detail)


class ServerConnection:
    """One connection to a server. A question outside a transaction is put again, once, where the connection was lost meanwhile.

    A connection that writes holds the server's own lock: for the whole run, or (``shared``) a transaction at a time, so that several
    commands run at once. ``begun`` is the newest entry when it began, ``seen`` the newest that the one who writes knows of, ``own`` its own beyond that.
    """

    def __init__(self, server: Server, *, writes: bool = False, shared: bool = False) -> None:
        self.server, self._writes, self.shared = server, writes, shared
        self.seen = self.begun = 0
        self.own: set[int] = set()
        self._marks: list[int] = []
        self._still = False
        self._waiting: dict[str, list[Sequence[Any]]] = {}
        self._raw = self._connected()

    def _connected(self) -> RawConnection[Any]:
        psycopg = _psycopg(self.server)
        name = f"ducha {self.server.by}".strip().encode("ascii", "replace").decode()[:63]
        with _said_where_slow(faults.CONNECTING.format(seconds=_CONNECT_SECONDS)):
            try:
                raw: RawConnection[Any] = psycopg.connect(
                    self.server.url, autocommit=True, connect_timeout=_CONNECT_SECONDS, application_name=name, client_encoding="utf8"
                )
            except psycopg.Error as error:
                raise LostError(self.server.fault_of(error)) from error
        weakref.finalize(self, _close, raw, os.getpid())
        if (encoding := raw.info.parameter_status("server_encoding")) != "UTF8":
            raw.close()
            raise JournalError(faults.SERVER_ENCODING.at(Place(file=str(self.server)), found=str(encoding)))
        raw.execute(_SESSION.format(schema=_quoted(self.server.schema)))
        return raw

    @property
    def closed(self) -> bool:
        """True where it cannot be used any more."""
        return bool(self._raw.closed)

    @property
    def in_transaction(self) -> bool:
        """True between the beginning of a transaction and its end."""
        return not self._raw.closed and self._raw.info.transaction_status.name not in ("IDLE", "UNKNOWN")

    def close(self) -> None:
        """Lets go of the connection and of every lock."""
        self._raw.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def execute(self, sql: str, parameters: Sequence[Any] = (), /) -> JournalRows:
        """Carries out one statement. Raises LostError, and psycopg's errors."""
        if sql.startswith("INSERT INTO") and "?" in sql and self.in_transaction:
            self._waiting.setdefault(sql, []).append(tuple(parameters))
            if len(self._waiting[sql]) >= _ROWS_AT_ONCE:
                self._send()
            return _NO_ROWS
        self._send()
        try:
            return self._put(sql, parameters)
        except _psycopg(self.server).OperationalError as error:
            if not self._raw.closed:
                raise
            if self._writes or self._still:
                raise self.lost(error) from error
        self._raw = self._connected()
        return self._put(sql, parameters)

    def _put(self, sql: str, parameters: Sequence[Any]) -> JournalRows:
        done: JournalRows = self._raw.execute(_percent(sql), tuple(parameters)) if parameters else self._raw.execute(sql.encode())
        return done

    def lost(self, error: psycopg.Error) -> LostError:
        """That the connection broke."""
        self._waiting.clear()
        return LostError(faults.SERVER_AWAY.at(Place(file=str(self.server)), detail=faults.away_words(_one_line(error))))

    def _send(self) -> None:
        """Sends what was appended and waits; entries before bodies."""
        waiting, self._waiting = self._waiting, {}
        try:
            for sql, rows in waiting.items():
                with self._raw.cursor() as cursor:
                    cursor.executemany(_percent(sql), rows)
        except _psycopg(self.server).OperationalError as error:
            if self._raw.closed:
                raise self.lost(error) from error
            raise

    def begin(self) -> None:
        """Begins a transaction of one who writes: nobody else writes until it ends. Faults: J001, J026."""
        self.execute("BEGIN")
        if self.shared:
            self._wait_for(self._run_lock, "pg_advisory_xact_lock", WAIT_SECONDS, local=True)
        (newest,) = self.execute("SELECT seq FROM head").fetchone() or (None,)
        if not self.shared and newest != self.seen:
            raise JournalError(faults.SERVER_MEANWHILE.at(Place(file=str(self.server))))

    def begin_anew(self) -> None:
        """Begins a transaction where there need not be a journal yet."""
        self.execute("BEGIN")

    def rollback(self) -> None:
        """Ends a transaction as if it had not been."""
        self._waiting.clear()
        if self.in_transaction:
            with suppress(LostError):
                self.execute("ROLLBACK")

    def regain(self) -> None:
        """The connection anew, with the locks that it had. Raises LostError, JournalError (J001)."""
        self._raw.close()
        self._waiting.clear()
        self._raw = self._connected()
        self.take_locks(WAIT_SECONDS)
        for seq in self._marks:
            self.execute("SELECT pg_advisory_lock(?, ?)", (self._mark_class, seq))

    def take_locks(self, wait_seconds: float) -> None:
        """What one who writes holds: the run's lock unless it is shared, and a share in that of the archive. Faults: J001."""
        if not self.shared:
            self._wait_for(self._run_lock, "pg_advisory_lock", wait_seconds)
        self.execute("SELECT pg_advisory_lock_shared(?)", (self._archive_lock,))

    def alone(self) -> bool:
        """True where nobody else is writing anything into the archive just now."""
        self.execute("SELECT pg_advisory_unlock_shared(?)", (self._archive_lock,))
        (free,) = self.execute("SELECT pg_try_advisory_lock(?)", (self._archive_lock,)).fetchone()
        if not free:
            self.share_archive()
        return bool(free)

    def share_archive(self) -> None:
        """Others may write into the archive again."""
        self.execute("SELECT pg_advisory_lock_shared(?)", (self._archive_lock,))
        with suppress(LostError):
            self.execute("SELECT pg_advisory_unlock(?)", (self._archive_lock,))

    def mark(self, seq: int) -> None:
        """Says, as long as this connection lives, that the run which an entry began is going on."""
        self._marks.append(seq)
        self.execute("SELECT pg_advisory_lock(?, ?)", (self._mark_class, seq))

    def is_marked(self, seq: int) -> bool:
        """True while another connection says so."""
        if seq in self._marks:
            return False
        (free,) = self.execute("SELECT pg_try_advisory_lock(?, ?)", (self._mark_class, seq)).fetchone()
        if free:
            self.execute("SELECT pg_advisory_unlock(?, ?)", (self._mark_class, seq))
        return not free

    def _wait_for(self, key: int, lock: str, seconds: float, *, local: bool = False) -> None:
        psycopg = _psycopg(self.server)
        holder = faults.ANOTHER_CLERK  # whose transaction is over in a moment
        if not local:
            (free,) = self.execute(f"SELECT {lock.replace('pg_', 'pg_try_')}(?)", (key,)).fetchone()
            if free:
                return
            holder = self._holder(key)
        self.execute(f"SET {'LOCAL ' if local else ''}lock_timeout TO {max(1, round(seconds * 1000))}")
        try:
            with _said_where_slow(faults.WAITING.format(holder=holder, seconds=f"{seconds:g}")):
                self.execute(f"SELECT {lock}(?)", (key,))
        except psycopg.errors.LockNotAvailable:
            if self.in_transaction:
                self.rollback()
            raise JournalError(faults.LOCKED.at(Place(file=str(self.server)), seconds=f"{seconds:g}", holder=self._holder(key))) from None
        finally:
            if not local and not self._raw.closed:
                self.execute("SET lock_timeout TO 0")

    def _holder(self, key: int) -> str:
        """Who holds the lock, as the server knows it."""
        high, low = (key >> 32) & 0xFFFFFFFF, key & 0xFFFFFFFF
        row = self._raw.execute(_HOLDER, (high, low)).fetchone()
        if row is None:
            return faults.UNKNOWN_HOLDER
        name, since, client, pid, user = row
        who = f"{str(name).removeprefix('ducha').strip() or user}{f'，{client}' if client else ''}"
        return faults.holder_words(who, since.astimezone(), pid)

    @property
    def _run_lock(self) -> int:
        return _key(f"run {self.server.schema}")

    @property
    def _archive_lock(self) -> int:
        return _key(f"archive {self.server.schema}")

    @property
    def _mark_class(self) -> int:
        return _key(f"going on {self.server.schema}") >> 32

    def note_own(self, first: int, last: int) -> None:
        """Entries that this connection recorded."""
        if self.shared:
            self.own.update(range(max(first, 1), last + 1))
        else:
            self.seen = last

    def holds(self, seq: int, hash_: str) -> bool:
        """True where an entry is there with this hash."""
        return bool(self.execute("SELECT 1 FROM fact WHERE seq = ? AND hash = ?", (seq, hash_)).fetchone())

    def take_out_bodies(self, seqs: Iterable[int]) -> None:
        """Removes bodies for good, within a transaction, and puts guard and grants back as they were; only the owner of the tables can."""
        from duchá.journal.server_schema import purging  # hardly ever

        self._send()
        for statement in purging(", ".join(str(int(seq)) for seq in seqs)):
            self._raw.execute(statement.encode())

    def clean(self) -> None:
        """Gives back the space of what was removed, so that it does not lie there any longer."""
        self._raw.execute("VACUUM (FULL) body")

    def parts(self) -> dict[str, str]:
        """Tables, guards and grants as they stand, a line a part."""
        from duchá.journal.server_schema import FOUND  # by `verify` alone

        found: dict[str, str] = {}
        for question in FOUND:
            rows = self._raw.execute(
                question.format(schema="%s::regnamespace").encode(), (_quoted(self.server.schema),) * question.count("{schema}")
            )
            found |= {str(part): str(what) for part, what in rows.fetchall()}
        return found

    def expected_parts(self) -> Mapping[str, str]:
        """The same in a journal that nobody has touched."""
        from duchá.journal.server_schema import expected

        return expected()

    def steps_in_facts(self) -> str:
        """The question that draws the table of steps from the entries."""
        from duchá.journal.server_schema import STEPS_IN_FACTS

        return STEPS_IN_FACTS

    @contextmanager
    def still(self) -> Iterator[None]:
        """Everything is seen as it was at one moment, as long as the block runs."""
        self.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
        self._still = True
        try:
            yield
        finally:
            self._still = False
            self.rollback()

    def make_whole(self) -> None:
        """An empty journal, all of it or nothing."""
        self._raw.execute("BEGIN")
        try:
            self.make_journal()
            self._raw.execute("COMMIT")
        finally:
            if self.in_transaction:
                self.rollback()

    def has_journal(self) -> bool:
        """True where the schema holds a journal of ours. Faults: J003, J005."""
        there = self.execute("SELECT to_regclass(?)::text", (f"{_quoted(self.server.schema)}.schema_version",)).fetchone()
        if not there or there[0] is None:
            return False
        row = self.execute("SELECT version FROM schema_version").fetchone()
        place = Place(file=str(self.server))
        if row is None or not isinstance(row[0], int) or row[0] < 1:
            raise JournalError(faults.DAMAGED.at(place, detail="schema_version"))
        if row[0] > VERSION:
            raise JournalError(faults.NEWER_VERSION.at(place, version=row[0], known=VERSION))
        return True

    def make_journal(self) -> None:
        """The tables and guards of an empty journal; within a transaction of the caller's. Two that come at once make it once."""
        self.execute("SELECT pg_advisory_xact_lock(?)", (_key(f"make {self.server.schema}"),))
        if self.has_journal():
            return
        from duchá.journal.server_schema import statements  # once in the life of a journal

        for statement in statements(_quoted(self.server.schema), _quoted(self.server.clerks) if self.server.clerks else ""):
            self._raw.execute(statement.encode())


class _NoRows:
    """What an appended row gives."""

    def fetchone(self) -> None:
        """Nothing."""

    def fetchall(self) -> list[Any]:
        """Nothing."""
        return []

    def __iter__(self) -> Iterator[Any]:
        return iter(())


_NO_ROWS = _NoRows()


def _psycopg(server: Server) -> Any:
    """The library; J020 where it, or libpq, is not installed."""
    try:
        import psycopg
    except ImportError as error:
        raise JournalError(faults.NO_POSTGRES.at(Place(file=str(server)))) from error
    return psycopg


def _close(raw: RawConnection[Any], owner: int) -> None:
    if os.getpid() == owner:  # a forked child has only a copy of what it must leave alone
        raw.close()


def _login_fault(server: Server, detail: str) -> Fault | None:
    """What libpq says before there is a session has no code: a password that is wanting or wrong, a database that is not there."""
    return faults.SERVER_LOGIN.at(Place(file=str(server)), detail=detail) if any(word in detail for word in LOGIN_WORDS) else None


def _one_line(error: Exception) -> str:
    """The first line of what the server or libpq says that tells something."""
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    return lines[0][:300] if lines else type(error).__name__


def _key(words: str) -> int:
    """The number of a lock on the server."""
    return int.from_bytes(hashlib.sha256(f"ducha journal {words}".encode()).digest()[:8], "big", signed=True)


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _percent(sql: str) -> bytes:
    """A statement with psycopg's own sign for a value."""
    return _QUESTION.sub(lambda found: {"?": "%s", "%": "%%"}.get(found[0], found[0].replace("%", "%%")), sql).encode()
