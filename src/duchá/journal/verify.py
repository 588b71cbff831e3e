"""Verifying (核验): recomputes the chain, the bodies' digests and the archive, and names what is wrong."""

from __future__ import annotations

import hashlib
import json
import re
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from duchá.journal import faults
from duchá.journal.chain import StoredFact, Tombstone, archived_by, content_of, written_hash
from duchá.journal.fact import FactKind
from duchá.journal.faults import JournalError
from duchá.journal.schema import STEPS_IN_FACTS
from duchá.journal.server import JournalConnection, ServerConnection
from duchá.journal.store import Where, reading, tombstones, written_schema
from duchá.terms.fault import Fault
from duchá.terms.place import Place
from duchá.terms.reasons import system_reason

_ROWS = (
    "SELECT f.seq, f.kind, f.happened_at, f.recorded_at, f.by, f.body_sha256, f.previous, f.payload, f.hash, f.content, b.text,"
    " typeof(f.kind) || typeof(f.happened_at) || typeof(f.recorded_at) || typeof(f.by) || typeof(f.body_sha256)"
    " || typeof(f.previous) || typeof(f.payload) || typeof(f.hash) || typeof(f.content), typeof(b.text)"
    " FROM fact f LEFT JOIN body b ON b.seq = f.seq WHERE f.seq > ? ORDER BY f.seq LIMIT 200"
)
_SERVER_ROWS = (
    "SELECT f.seq, f.kind, f.happened_at, f.recorded_at, f.by, f.body_sha256, f.previous, f.payload, f.hash, f.content, b.text"
    " FROM fact f LEFT JOIN body b ON b.seq = f.seq WHERE f.seq > ? ORDER BY f.seq LIMIT 50"
)
_ALL_TEXT = b"text" * 9
_SHA256 = re.compile(r"[0-9a-f]{64}")
_HALF_STORED = ".incoming-"  # what a killed run leaves of a file that it was about to archive
_Row = tuple[Any, ...]


@dataclass(slots=True, kw_only=True)  # house: it moves along with the walk
class _Seen:
    """What the walk over the entries has met so far."""

    hashes_sought: set[str]
    tombstones: tuple[Tombstone, ...] = ()
    contents: dict[str, int] = field(default_factory=dict)
    without: frozenset[int] = frozenset()  # entries whose bodies a tombstone says are gone
    left: set[int] = field(default_factory=set)  # those of them whose bodies are there
    last: int = 0
    link: str | None = ""  # the hash the next entry must name; None after a wrong entry, so that one cause gives one fault


def verify(path: Where, archive: Path | None, *, head: str = "") -> tuple[Fault, ...]:
    """Everything that is not as the program wrote it, the first wrong entry first; empty when all is sound.

    ``head`` is a hash copied from a report (校验码): only with one kept elsewhere can a journal rewritten
    from end to end be told from the true one. Opens nothing for writing. Without an ``archive`` only the record is looked at.
    Faults: J003, J101–J108, J201–J208. Raises JournalError when the journal cannot be opened at all.
    """
    place = Place(file=str(path))
    seen = _Seen(hashes_sought={head} - {""})
    found: list[Fault] = []
    try:
        with reading(path) as connection, _still(connection):
            seen.tombstones = tombstones(connection)
            seen.without = frozenset().union(*(purged.bodies for purged in seen.tombstones))
            if isinstance(connection, sqlite3.Connection):
                connection.text_factory = bytes
            found.extend(_structure(connection, place))
            found.extend(_entries(connection, place, seen))
            found.extend(_stray_bodies(connection, place, seen))
            if not found:  # drawn from the entries, so that nothing can be said of it while they are wrong
                found.extend(_steps(connection, place))
    except JournalError as error:
        if error.fault.kind is not faults.DAMAGED or not seen.last:
            raise
        found.append(faults.DAMAGED.at(place, detail=faults.entry_words(seen.last + 1)))
    found.extend(faults.HEAD_UNKNOWN.at(place, head=sought) for sought in seen.hashes_sought)
    return tuple(found) if archive is None else (*found, *_archive(archive, seen), *_purged(archive, seen, place))


def _structure(connection: JournalConnection, place: Place) -> Iterator[Fault]:
    if isinstance(connection, ServerConnection):
        stands, ours = connection.parts(), connection.expected_parts()
    else:
        (state,) = connection.execute("PRAGMA integrity_check(1)").fetchone()
        if state != b"ok":
            yield faults.DAMAGED.at(place, detail=state.decode("utf-8", "replace"))
        rows = connection.execute("SELECT name, sql FROM sqlite_master").fetchall()
        stands = {(name or b"").decode("utf-8", "replace"): (sql or b"").decode("utf-8", "replace") for name, sql in rows}
        ours = written_schema()
    for part in sorted(stands.keys() | ours.keys()):
        if stands.get(part) != ours.get(part):
            yield faults.GUARDS_ALTERED.at(place, part=part)


@contextmanager
def _still(connection: JournalConnection) -> Iterator[None]:
    """On a server others go on recording: all that is looked at is as it was at one moment."""
    if isinstance(connection, ServerConnection):
        with connection.still():
            yield
    else:
        yield


def _entries(connection: JournalConnection, place: Place, seen: _Seen) -> Iterator[Fault]:
    if isinstance(connection, ServerConnection):
        head = [(seq, hash_.encode(), b"integertext") for seq, hash_ in connection.execute("SELECT seq, hash FROM head")]
    else:
        head = connection.execute("SELECT seq, hash, typeof(seq) || typeof(hash) FROM head").fetchall()
    newest, newest_hash = head[0][:2] if len(head) == 1 and head[0][2] == b"integertext" else (None, None)
    if newest is None:
        yield faults.GUARDS_ALTERED.at(place, part="head")
    for row in _rows(connection, place, seen):
        seq = row[0]
        if seq < 1 or (newest is not None and seq > newest):
            yield faults.ENTRY_FOREIGN.at(place, entry=seq)
            seen.link = None
            continue
        if seq > seen.last + 1:
            yield faults.ENTRY_MISSING.at(place, entry=seen.last + 1, count=seq - seen.last - 1)
            seen.link = None
        yield from _entry(row, place, seen)
    if newest is not None and newest > seen.last:
        yield faults.ENTRY_MISSING.at(place, entry=seen.last + 1, count=newest - seen.last)
        seen.last = newest
    elif newest is not None and seen.link is not None and seen.link.encode() != newest_hash:
        yield faults.ENTRY_ALTERED.at(place, entry=newest)


def _rows(connection: JournalConnection, place: Place, seen: _Seen) -> Iterator[_Row]:
    after, question = -(1 << 63), _SERVER_ROWS if isinstance(connection, ServerConnection) else _ROWS
    while page := connection.execute(question, (after,)).fetchall():
        for row in map(_as_bytes, page) if question is _SERVER_ROWS else page:
            if row[0] <= after:  # a damaged tree can lead in a circle
                raise JournalError(faults.DAMAGED.at(place, detail=faults.entry_words(seen.last + 1)))
            yield row
            after = row[0]


def _as_bytes(row: _Row) -> _Row:
    """A row of a server, whose columns hold nothing but text, as one of a file."""
    seq, *texts = row
    return (seq, *(None if text is None else text.encode() for text in texts), _ALL_TEXT, b"null" if row[-1] is None else b"text")


def _entry(row: _Row, place: Place, seen: _Seen) -> Iterator[Fault]:
    """One entry: its own hash, its link to the one before, its body."""
    seq, body, types, body_type = row[0], row[10], row[11], row[12]
    seen.last = seq
    written = _as_written(row) if types == _ALL_TEXT else None
    if written is None:
        yield faults.ENTRY_ALTERED.at(place, entry=seq)
    elif seen.link is not None and written.previous != seen.link:
        yield faults.LINK_BROKEN.at(place, entry=seq)
    seen.link = None if written is None else row[8].decode()
    if written is None:
        return
    seen.hashes_sought.discard(row[8].decode())
    for content in archived_by(FactKind(written.kind), json.loads(written.payload)):
        seen.contents.setdefault(content, seq)
    if body is not None and seq in seen.without:
        seen.left.add(seq)
    if body is not None and not written.body_sha256:
        yield faults.BODY_FOREIGN.at(place, entry=seq)
    elif written.body_sha256 and body is None and seq in seen.without:
        return
    elif written.body_sha256 and not (body_type == b"text" and hashlib.sha256(body).hexdigest() == written.body_sha256):
        yield faults.BODY_ALTERED.at(place, entry=seq)


def _as_written(row: _Row) -> StoredFact | None:
    """The entry in its own letters, None when they are not what its hash says."""
    try:
        kind, happened, recorded, by, body, previous, payload, hash_, content = (part.decode() for part in row[1:10])
        written = StoredFact(row[0], kind, happened, recorded, by, body, previous, payload)
        sound = written_hash(written) == hash_ and content_of(FactKind(kind), json.loads(payload)) == content
    except (ValueError, AttributeError):
        return None
    return written if sound else None


def _stray_bodies(connection: JournalConnection, place: Place, seen: _Seen) -> Iterator[Fault]:
    """Bodies that belong to no entry; those of an entry already named as missing are not named again."""
    for (seq,) in connection.execute("SELECT seq FROM body WHERE seq NOT IN (SELECT seq FROM fact) ORDER BY seq"):
        if not 1 <= seq <= seen.last:
            yield faults.BODY_FOREIGN.at(place, entry=seq)


def _steps(connection: JournalConnection, place: Place) -> Iterator[Fault]:
    """The table of 办理记录 against the entries that it is drawn from."""
    drawn = connection.steps_in_facts() if isinstance(connection, ServerConnection) else STEPS_IN_FACTS
    for one, other in (("SELECT * FROM step", drawn), (drawn, "SELECT * FROM step")):
        if connection.execute(f"SELECT 1 FROM ({one} EXCEPT {other}) AS d LIMIT 1").fetchone() is not None:  # noqa: S608 - two fixed texts
            yield faults.GUARDS_ALTERED.at(place, part="step")
            return


def _purged(archive: Path, seen: _Seen, place: Place) -> Iterator[Fault]:
    """Every original that was removed, said; and one that is still there although its tombstone says otherwise."""
    for purged in seen.tombstones:
        left = any((archive / content[:2] / content).exists() for content in purged.contents)
        if left or purged.bodies & seen.left:
            yield faults.PURGE_UNFINISHED.at(place, receipt=purged.receipt)
        else:
            yield faults.ARCHIVE_PURGED.at(place, receipt=purged.receipt, approver=purged.approver, reason=purged.reason)


def _archive(archive: Path, seen: _Seen) -> Iterator[Fault]:
    """The archive (``ab/abcd…`` or ``abcd…``) against its own names and against the journal."""
    gone = frozenset().union(*(purged.contents for purged in seen.tombstones))
    contents = {content: seq for content, seq in seen.contents.items() if content not in gone}
    present: set[str] = set()
    for file in sorted(archive.rglob("*")):
        place, name = Place(file=str(file)), file.name
        if file.is_dir() and not file.is_symlink():
            continue
        at_home = _SHA256.fullmatch(name) is not None and file in (archive / name, archive / name[:2] / name)
        if file.is_symlink() or not file.is_file() or not (at_home or name.startswith(_HALF_STORED)):
            yield faults.ARCHIVE_FOREIGN.at(place)
        elif not at_home:
            yield faults.ARCHIVE_LEFT_OVER.at(place)
        else:
            present.add(name)
            yield from _stored_file(file, place, recorded=name in seen.contents)
    for content, seq in contents.items():
        if content not in present:
            yield faults.ARCHIVE_MISSING.at(Place(file=str(archive / content[:2] / content)), entry=seq)


def _stored_file(file: Path, place: Place, *, recorded: bool) -> Iterator[Fault]:
    try:
        with file.open("rb") as stream:
            found = hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError as error:
        yield faults.ARCHIVE_UNREADABLE.at(place, detail=system_reason(error))
        return
    if found != file.name:
        yield faults.ARCHIVE_ALTERED.at(place)
    elif not recorded:
        yield faults.ARCHIVE_UNRECORDED.at(place)
