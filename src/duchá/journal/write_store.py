"""The file that holds the journal: made whole or not at all, and brought up to this version with a copy kept."""

from __future__ import annotations

import os
import sqlite3
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path

from duchá.journal import faults
from duchá.journal.faults import JournalError
from duchá.journal.read_store import connect, found_version
from duchá.journal.schema import APPLICATION, SCHEMA, UPGRADES, VERSION
from duchá.terms.place import Place

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


def take_out_bodies(connection: sqlite3.Connection, seqs: Iterable[int]) -> None:
    """Removes bodies for good, within a transaction of the caller's, and puts the guard back as it was: nothing else may ever leave the file."""
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
