"""The file that holds the journal: its tables, how it is opened, and what its errors mean."""

from __future__ import annotations

import errno
import json
import os
import re
import sqlite3
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

from duchá.journal import faults
from duchá.journal.chain import Tombstone, purged_by
from duchá.journal.fact import PURGED, FactKind
from duchá.journal.faults import JournalError
from duchá.journal.schema import APPLICATION, SCHEMA, UPGRADES, VERSION
from duchá.journal.server import JournalConnection, Server, ServerConnection
from duchá.terms.fault import Fault, FaultKind
from duchá.terms.place import Place
from duchá.terms.reasons import system_reason

Where = Path | Server  # a file, or a schema on a server

_COUNTS = "SELECT (SELECT seq FROM head), (SELECT count(*) FROM fact), (SELECT min(seq) FROM fact), (SELECT max(seq) FROM fact)"
_FIRST_GAP = (
    "SELECT seq + 1 FROM (SELECT 0 AS seq UNION ALL SELECT seq FROM fact) AS f"
    " WHERE NOT EXISTS (SELECT 1 FROM fact AS g WHERE g.seq = f.seq + 1) ORDER BY seq LIMIT 1"
)
_AFTER_GAP = "SELECT coalesce(min(seq), ?) FROM fact WHERE seq > ?"


def newest_seq(connection: JournalConnection, path: Where) -> int:
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


def refuse_unknown_kinds(connection: JournalConnection, path: Where, known: Iterable[str]) -> None:
    """Nothing, or a fault on the first entry of a kind that this program does not know. Faults: J003."""
    stand = {kind for (kind,) in connection.execute("SELECT DISTINCT kind FROM fact")}  # the index answers
    for kind in sorted(stand - set(known), key=str):
        (seq,) = connection.execute("SELECT min(seq) FROM fact WHERE kind = ?", (kind,)).fetchone()
        raise damaged(path, seq)


def damaged(path: Where, seq: object) -> JournalError:
    """The journal cannot be read at an entry."""
    return JournalError(faults.DAMAGED.at(Place(file=str(path)), detail=faults.entry_words(seq)))


_GUARD = "body_stays"
Steps = Mapping[int, tuple[str, ...]]  # version → the statements that lead to the next one


def create_store(path: Path) -> None:
    """An empty journal at ``path``."""
    with settling(path) as half:
        fill_empty(half)


@contextmanager
def settling(path: Path) -> Iterator[Path]:
    """A file beside ``path`` to be filled; it takes its name when the block ends well, and is gone when it does not.

    So a half-made file is never taken for a whole one. The folder is synced, to remember it through a power cut.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    half = path.with_name(path.name + ".new")
    rollback = path.with_name(path.name + ".new-journal")
    half.unlink(missing_ok=True)
    rollback.unlink(missing_ok=True)
    try:
        yield half
        half.replace(path)
    finally:
        half.unlink(missing_ok=True)
        rollback.unlink(missing_ok=True)
    if sys.platform != "win32":
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def fill_empty(path: Path) -> None:
    """Makes the tables and guards of an empty journal in a new file."""
    with closing(connect(path, "rwc", 0)) as connection:
        make_durable(connection)
        connection.execute(f"PRAGMA application_id = {APPLICATION}")
        connection.executescript("BEGIN;" + SCHEMA)
        connection.execute("INSERT INTO schema_version VALUES (?)", (VERSION,))
        connection.execute("COMMIT")


def make_durable(connection: sqlite3.Connection) -> None:
    """A rollback journal (no WAL: it fails on network shares) and a full sync at every commit."""
    connection.execute("PRAGMA journal_mode = TRUNCATE")
    connection.execute("PRAGMA synchronous = FULL")


def begin(connection: sqlite3.Connection | ServerConnection) -> None:
    """Begins a transaction of one who writes."""
    if isinstance(connection, ServerConnection):
        connection.begin()
    else:
        connection.execute("BEGIN IMMEDIATE")


def take_out_bodies(connection: sqlite3.Connection | ServerConnection, seqs: Iterable[int]) -> None:
    """Removes bodies for good, within a transaction of the caller's, and puts the guard back as it was: nothing else may ever leave the journal."""
    if isinstance(connection, ServerConnection):
        connection.take_out_bodies(seqs)
        return
    guard = connection.execute("SELECT sql FROM sqlite_master WHERE name = ?", (_GUARD,)).fetchone()
    connection.execute(f"DROP TRIGGER IF EXISTS {_GUARD}")
    connection.executemany("DELETE FROM body WHERE seq = ?", ((seq,) for seq in seqs))
    if guard is not None:
        connection.execute(guard[0])


def upgrade_store(path: Path, *, wait_seconds: float, steps: Steps = UPGRADES, to: int = VERSION) -> int | None:
    """The version a journal had before it was brought up to ``to``, with a copy kept beside it; None when there was nothing to do.

    All steps are one transaction. Faults: J003–J005, J006 when a step is not known.
    """
    with closing(connect(path, "rw", wait_seconds)) as connection:
        found = found_version(connection, path)
        if found >= to:
            return None
        if not steps.keys() >= set(range(found, to)):
            raise JournalError(faults.OLDER_VERSION.at(Place(file=str(path)), version=found, known=to))
        _keep_copy(connection, path.with_name(f"{path.name}.v{found}"))
        make_durable(connection)
        connection.execute("BEGIN IMMEDIATE")
        try:
            for version in range(found, to):
                for statement in steps[version]:
                    connection.execute(statement)
            connection.execute("UPDATE schema_version SET version = ?", (to,))
            connection.execute("COMMIT")
        finally:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
    return found


def _keep_copy(connection: sqlite3.Connection, target: Path) -> None:
    """A copy of the journal as it is; an earlier copy (of an upgrade that was cut short) is replaced."""
    with settling(target) as half, closing(connect(half, "rwc", 0)) as copy:
        connection.backup(copy)


ARCHIVE = "archive"  # beside the journal
_RESTORED = "restored.json"  # beside the journal, until it is noted
_ORIGINAL = re.compile(r"[0-9a-f]{64}")
_BY_PREFIX = (
    ("SQLITE_BUSY", faults.BUSY),
    ("SQLITE_LOCKED", faults.BUSY),
    ("SQLITE_READONLY_ROLLBACK", faults.UNFINISHED_WRITE),
    ("SQLITE_READONLY_RECOVERY", faults.UNFINISHED_WRITE),
    ("SQLITE_READONLY", faults.READ_ONLY),
    ("SQLITE_PERM", faults.READ_ONLY),
    ("SQLITE_FULL", faults.DISK_FULL),
    ("SQLITE_IOERR_LOCK", faults.NO_LOCKS),
    ("SQLITE_IOERR_RDLOCK", faults.NO_LOCKS),
    ("SQLITE_IOERR_UNLOCK", faults.NO_LOCKS),
    ("SQLITE_IOERR_CHECKRESERVEDLOCK", faults.NO_LOCKS),
    ("SQLITE_IOERR", faults.WRITE_FAILED),
    ("SQLITE_CANTOPEN", faults.NO_ACCESS),
    ("SQLITE_AUTH", faults.NO_ACCESS),
    ("SQLITE_NOTADB", faults.DAMAGED),
    ("SQLITE_CORRUPT", faults.DAMAGED),
    ("SQLITE_FORMAT", faults.DAMAGED),
    ("SQLITE_TOOBIG", faults.DAMAGED),
    ("SQLITE_MISMATCH", faults.DAMAGED),
    ("SQLITE_CONSTRAINT", faults.DAMAGED),  # our own guards: an entry is not where it should be
    ("SQLITE_ERROR", faults.DAMAGED),  # a table or column of ours is not there
)
_BY_ERRNO = {
    errno.ENOSPC: faults.DISK_FULL,
    errno.EDQUOT: faults.DISK_FULL,
    errno.EROFS: faults.READ_ONLY,
    errno.EACCES: faults.READ_ONLY,
    errno.EPERM: faults.READ_ONLY,
    errno.ENOENT: faults.NO_ACCESS,
    errno.ENOLCK: faults.NO_LOCKS,
    errno.EOPNOTSUPP: faults.NO_LOCKS,
    errno.ENOTSUP: faults.NO_LOCKS,
    errno.ENOSYS: faults.NO_LOCKS,
    errno.EMFILE: faults.NO_ACCESS,
    errno.ENFILE: faults.NO_ACCESS,
}


@contextmanager
def naming(path: Where) -> Iterator[None]:
    """Turns errors of the machine, while ``path`` is read or written, into a named JournalError."""
    if isinstance(path, Server):
        with path.naming():
            yield
        return
    try:
        yield
    except sqlite3.Error as error:
        raise JournalError(_named(path, error)) from error
    except UnicodeDecodeError as error:  # SQLite's own message quotes a damaged schema
        raise JournalError(_at(faults.DAMAGED, path, "UTF-8")) from error
    except OSError as error:
        kind = _BY_ERRNO.get(error.errno or 0, faults.WRITE_FAILED)
        raise JournalError(_at(kind, path, system_reason(error))) from error


def _named(path: Path, error: sqlite3.Error) -> Fault:
    name = getattr(error, "sqlite_errorname", "")
    if not name and "decode to UTF-8" in str(error):  # the binding's own error: text that is no text
        name = "SQLITE_CORRUPT"
    kind = next((kind for prefix, kind in _BY_PREFIX if name.startswith(prefix)), None)
    if kind is None:
        raise error
    return _at(kind, path, name)


def _at(kind: FaultKind, path: Path, detail: str) -> Fault:
    words = {"detail": detail} if "{detail}" in kind.message else {}
    return kind.at(Place(file=str(path)), **words)


def connect(path: Path, mode: str, wait_seconds: float) -> sqlite3.Connection:
    """A connection in one of SQLite's modes (``ro``, ``rw``, ``rwc``); any path the system knows, also one that is not UTF-8."""
    name = quote(os.fsencode(path.absolute().as_posix()))
    address = f"file://{'' if name.startswith('/') else '/'}{name}?mode={mode}"
    return sqlite3.connect(address, uri=True, timeout=wait_seconds, isolation_level=None)


def archive_of(path: Where) -> Path:
    """The archive that belongs to a journal."""
    return path.home / ARCHIVE if isinstance(path, Server) else path.with_name(ARCHIVE)


def mark_restored(path: Where, said: Mapping[str, str | int]) -> None:
    """Keeps beside a journal that it was restored: the next one who writes in it notes that."""
    archive_of(path).with_name(_RESTORED).write_text(json.dumps(said, ensure_ascii=False), encoding="utf-8")


def restored_mark(path: Where) -> dict[str, Any] | None:
    """What `mark_restored` kept; None where there is nothing to be noted, or no longer."""
    mark = archive_of(path).with_name(_RESTORED)
    try:
        said = json.loads(mark.read_text(encoding="utf-8"))
    except (FileNotFoundError, ValueError):
        return None
    return said if isinstance(said, dict) else None


def take_away_mark(path: Where) -> None:
    """What was restored is noted."""
    archive_of(path).with_name(_RESTORED).unlink(missing_ok=True)


def tombstones(connection: JournalConnection) -> tuple[Tombstone, ...]:
    """Every tombstone, as the entries say it; whether these are sound is for `verify` to say."""
    found = []
    for (text,) in connection.execute(
        "SELECT payload FROM fact WHERE kind = 'note' AND payload LIKE ? ORDER BY seq", (f'%"note":"{PURGED}"%',)
    ):
        try:
            payload = json.loads(text)
        except ValueError:
            continue
        purged = purged_by(FactKind.NOTE, payload) if isinstance(payload, dict) else None
        found += [purged] if purged is not None else []
    return tuple(found)


def refuse_lost(path: Where) -> None:
    """Nothing, or a fault where there is no journal and the archive beside it shows that there was one. Faults: J016.

    A journal made anew there would take everybody for missing, and have them urged.
    """
    if path.exists():
        return
    originals = sum(_ORIGINAL.fullmatch(file.name) is not None for file in archive_of(path).glob("*/*"))
    if originals:
        raise JournalError(faults.LOST.at(Place(file=str(path)), files=originals))


@contextmanager
def reading(path: Where, *, wait_seconds: float = 10) -> Iterator[JournalConnection]:
    """A connection that only reads, to a journal of this version. Faults: J002–J011, J015, J016, J018–J021, J024."""
    with naming(path):
        refuse_lost(path)
        if not path.exists():
            raise JournalError(faults.MISSING.at(Place(file=str(path))))
        if isinstance(path, Server):
            yield path.reader()
            return
        connection = connect(path, "ro", wait_seconds)
        try:
            if _is_half_written(connection):
                connection.close()
                roll_back(path, wait_seconds)
                connection = connect(path, "ro", wait_seconds)
            version = found_version(connection, path)
            if version < VERSION:
                raise JournalError(faults.OLDER_VERSION.at(Place(file=str(path)), version=version, known=VERSION))
            yield connection
        finally:
            connection.close()


def _is_half_written(connection: sqlite3.Connection) -> bool:
    """True after a run killed in the middle of a write: a read-only connection may not undo it."""
    try:
        connection.execute("SELECT 1 FROM sqlite_master LIMIT 1").fetchone()
    except sqlite3.OperationalError as error:
        if error.sqlite_errorname in ("SQLITE_READONLY_ROLLBACK", "SQLITE_READONLY_RECOVERY", "SQLITE_CANTOPEN"):
            return True
        raise
    return False


def roll_back(path: Path, wait_seconds: float) -> None:
    """Lets SQLite undo a write that was killed halfway. Faults: J011 where the folder cannot be written."""
    connection = connect(path, "rw", wait_seconds)
    try:
        connection.execute("SELECT 1 FROM sqlite_master LIMIT 1").fetchone()
    finally:
        connection.close()


def found_version(connection: sqlite3.Connection, path: Path) -> int:
    """The version of the schema in the file. Faults: J003, J004, J005."""
    place = Place(file=str(path))
    (application,) = connection.execute("PRAGMA application_id").fetchone()
    if application != APPLICATION:
        empty = connection.execute("SELECT count(*) FROM sqlite_master").fetchone() == (0,)
        raise JournalError(faults.DAMAGED.at(place, detail=faults.EMPTY_FILE) if empty else faults.NOT_A_JOURNAL.at(place))
    row = connection.execute("SELECT version FROM schema_version").fetchone()
    if row is None or not isinstance(row[0], int) or row[0] < 1:
        raise JournalError(faults.DAMAGED.at(place, detail="schema_version"))
    if row[0] > VERSION:
        raise JournalError(faults.NEWER_VERSION.at(place, version=row[0], known=VERSION))
    return int(row[0])


def is_older(path: Where) -> bool:
    """True for a journal that an earlier version of the program wrote. Faults: J001–J005, J008–J010, J015."""
    if isinstance(path, Server) or not path.exists():
        return False
    with naming(path), closing(connect(path, "ro", 0)) as connection:
        try:
            return found_version(connection, path) < VERSION
        except sqlite3.OperationalError:  # half written or busy: for the one who reads to say
            return False


def written_schema() -> dict[str, str]:
    """The definition of every table, index and guard of this version, by name, as SQLite keeps it."""
    connection = sqlite3.connect(":memory:")
    try:
        connection.executescript(SCHEMA)
        return dict(connection.execute("SELECT name, sql FROM sqlite_master"))
    finally:
        connection.close()
