"""The journal as plain text (JSON lines), to keep elsewhere or to restore on another machine."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Iterator
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO

from duchá.journal import faults
from duchá.journal.chain import StoredFact, archived_by, canonical, content_of, digest, written_hash, written_time
from duchá.journal.fact import Fact, FactKind
from duchá.journal.faults import JournalError
from duchá.journal.lock import hold_lock
from duchá.journal.read import facts_in, head as head_of
from duchá.journal.server import WAIT_SECONDS, JournalConnection, Server, ServerConnection
from duchá.journal.store import Where, connect, fill_empty, make_durable, mark_restored, naming, newest_seq, reading, settling, tombstones
from duchá.terms.place import Place
from duchá.terms.write_beside import beside

_FORMAT = {"format": "duchá-journal", "version": 1}


def export_journal(path: Where, target: Path) -> str:
    """The head hash (校验码) of what was exported to ``target``: every fact with its body, then the list of the archive.

    One JSON object a line: the format; the facts; ``{"archive": SHA-256, "entry": seq}`` for every original that the
    archive must hold; the end with count and head. The originals themselves are not in it: copy ``archive/`` along.
    Faults: J002–J011, J013, J015.
    """
    if target.exists():
        raise JournalError(faults.ALREADY_THERE.at(Place(file=str(target))))
    head = ""
    with reading(path) as connection, naming(target), settling(target) as half, half.open("w", encoding="utf-8", newline="\n") as stream:
        for line in _lines(connection, path):
            stream.write(json.dumps(line, ensure_ascii=False, sort_keys=True, separators=(",", ":")) + "\n")
            head = line.get("head", head)
        stream.flush()
        os.fsync(stream.fileno())
    return head


def _lines(connection: JournalConnection, path: Where) -> Iterator[dict[str, Any]]:
    yield dict(_FORMAT)
    contents: dict[str, int] = {}
    gone = frozenset().union(*(purged.contents for purged in tombstones(connection)))
    count, head = 0, ""
    for fact in facts_in(connection, path):
        for content in archived_by(fact.kind, fact.payload):
            contents.setdefault(content, fact.seq)
        count, head = count + 1, fact.hash
        yield _exported(connection, fact)
    for content, seq in contents.items():
        if content not in gone:
            yield {"archive": content, "entry": seq}
    yield {"end": True, "facts": count, "head": head}


def _exported(connection: JournalConnection, fact: Fact) -> dict[str, Any]:
    line: dict[str, Any] = {
        "seq": fact.seq,
        "kind": fact.kind.value,
        "happened_at": written_time(fact.happened_at),
        "recorded_at": written_time(fact.recorded_at),
        "by": fact.by,
        "payload": fact.payload,
        "body_sha256": fact.body_sha256,
        "previous": fact.previous,
        "hash": fact.hash,
    }
    row = connection.execute("SELECT text FROM body WHERE seq = ?", (fact.seq,)).fetchone() if fact.body_sha256 else None
    return line if row is None else {**line, "body": json.loads(row[0])}  # a body that was purged is not there, its digest is


def restore_journal(source: Path, target: Where, *, now: datetime, by: str) -> int:
    """How many facts were restored from an export to ``target``, where no journal may be yet; its head is that of the export.

    The chain and every body are recomputed on the way; at the first line that does not hold, nothing is restored. Who restored it, and when,
    is noted in the chain by whoever writes in it next.
    Faults: J001, J008–J010, J013–J015, J018–J021, J024.
    """
    with naming(source), source.open("rb") as stream:
        count, head = _fill(target, _FromFile(source, stream), now=now, by=by)
    with naming(target):
        mark_restored(target, {"facts": count, "head": head, "at": written_time(now), "by": by})
    return count


def copy_journal(source: Where, target: Where, *, now: datetime, by: str) -> tuple[int, str]:
    """Count and head of a journal that was copied entry by entry to another place, to the letter; every hash is recomputed on the way.

    Nobody may record anything in the source meanwhile: that is for the caller to see to. Where the target holds the beginning of the same
    chain (it was there before), only the rest is added. Faults: as `restore_journal`, J002–J007.
    """
    with reading(source) as connection:
        last = newest_seq(connection, source)
        count, head = _fill(target, _FromStore(source, connection), now=now, by=by)
    if (count, head) != (last, head_of(source)):
        raise JournalError(faults.DAMAGED.at(Place(file=str(source)), detail=faults.entry_words(count)))
    return count, head


class _FromFile:
    """The lines of an export, as they stand in the file."""

    def __init__(self, path: Path, stream: BinaryIO) -> None:
        self.path, self._stream = path, stream

    def lines(self, after: int) -> Iterator[bytes]:
        """All of them; an export goes where nothing is."""
        assert after == 0, "an export is no more than a whole journal"
        yield from self._stream

    def hash_of(self, seq: int) -> str:
        """Nothing: an export is not put behind anything."""
        return ""


class _FromStore:
    """The lines that an export of a journal would have, those after an entry."""

    def __init__(self, path: Where, connection: JournalConnection) -> None:
        self.path, self._connection = path, connection

    def lines(self, after: int) -> Iterator[bytes]:
        """The facts after an entry, between beginning and end."""
        for line in _lines(self._connection, self.path):
            if line.get("seq", after + 1) > after:
                yield json.dumps(line, ensure_ascii=False).encode()

    def hash_of(self, seq: int) -> str:
        """The hash of an entry."""
        row = self._connection.execute("SELECT hash FROM fact WHERE seq = ?", (seq,)).fetchone()
        return "" if row is None else str(row[0])


def _fill(target: Where, source: _FromFile | _FromStore, *, now: datetime, by: str) -> tuple[int, str]:
    """Puts lines into a journal that is not there yet, all of them or none, and gives count and head."""
    if isinstance(target, Server):
        with target.naming(), ServerConnection(target, writes=True) as connection:
            connection.take_locks(WAIT_SECONDS)
            connection.begin_anew()
            try:
                connection.make_journal()
                begun = connection.execute("SELECT seq, hash FROM head").fetchone()
                if begun[0] and begun[1] != source.hash_of(begun[0]):
                    raise JournalError(faults.ALREADY_THERE.at(Place(file=str(target))))
                done = _filled(connection, source, begun)
                connection.execute("COMMIT")
            finally:
                connection.rollback()
            return done
    with hold_lock(target.with_name("lock"), now=now, by=by):
        if target.exists():
            raise JournalError(faults.ALREADY_THERE.at(Place(file=str(target))))
        with naming(target), settling(target) as half:
            fill_empty(half)
            with closing(connect(half, "rw", 0)) as file:
                make_durable(file)
                file.execute("BEGIN IMMEDIATE")
                done = _filled(file, source, (0, ""))
                file.execute("COMMIT")
    return done


def _filled(connection: JournalConnection, source: _FromFile | _FromStore, begun: tuple[int, str]) -> tuple[int, str]:
    """Count and head of the facts put in behind what was there; a fault at the first line that is not as it was exported."""
    (count, head), number, ended = begun, 0, False
    missing: set[int] = set()
    place = Place(file=str(source.path))
    for number, raw in enumerate(source.lines(count), start=1):
        try:
            line = json.loads(raw)
            if ended or (number == 1 and line != _FORMAT):
                raise ValueError("format")
            if "seq" in line:
                count, head = _put_in(connection, line, count, head)
                if line["body_sha256"] and "body" not in line:
                    missing.add(count)
            ended = line.get("end") is True
            if ended and (line["facts"], line["head"]) != (count, head):
                raise ValueError("head")
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise JournalError(faults.BAD_EXPORT.at(place, line=number, detail=str(error))) from error
    if not ended:
        raise JournalError(faults.BAD_EXPORT.at(place, line=number + 1, detail="end"))
    if missing and (left := missing.difference(*(purged.bodies for purged in tombstones(connection)))):  # only a tombstone explains it
        raise JournalError(faults.BAD_EXPORT.at(place, line=min(left) + 1, detail="body"))
    return count, head


def _put_in(connection: JournalConnection, line: dict[str, Any], count: int, head: str) -> tuple[int, str]:
    """Count and head after one more fact. Raises ValueError when it is not the next of the chain or not as written."""
    body = canonical(line["body"]) if "body" in line else None
    written = StoredFact(
        count + 1,
        FactKind(line["kind"]).value,
        written_time(datetime.fromisoformat(line["happened_at"])),
        written_time(datetime.fromisoformat(line["recorded_at"])),
        line["by"],
        line["body_sha256"] if body is None else digest(body),
        head,
        canonical(line["payload"]),
    )
    sealed = written_hash(written)
    if line["seq"] != count + 1 or line["hash"] != sealed:
        raise ValueError("hash")
    content = content_of(FactKind(written.kind), line["payload"])
    connection.execute("INSERT INTO fact VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", (*written, sealed, content))
    if body is not None:
        connection.execute("INSERT INTO body VALUES (?, ?)", (written.seq, body))
    return written.seq, sealed


_HASH_LENGTH = 64


class _AlteredError(Exception):
    """A copy is not what its name says."""


def copy_archive(source: Path, target: Path) -> tuple[int, tuple[Path, ...]]:
    """Copies the archived originals that ``target`` has not; gives how many there are now, and those of the source that are not what they are named.

    These are not copied: under that name nothing else may lie. OSError where it can't be written.
    """
    target.mkdir(parents=True, exist_ok=True)
    altered = []
    for original in sorted(source.glob("*/*")):
        if len(original.name) != _HASH_LENGTH:
            continue
        copy = target / original.parent.name / original.name
        if not copy.exists():
            copy.parent.mkdir(exist_ok=True)
            try:
                with beside(copy) as half:
                    shutil.copyfile(original, half)
                    if not content_is(half, original.name):
                        raise _AlteredError
            except _AlteredError:
                altered.append(original)
    return sum(1 for file in target.glob("*/*") if len(file.name) == _HASH_LENGTH), tuple(altered)


def content_is(file: Path, sha256: str) -> bool:
    """True where a file holds what its name says."""
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest() == sha256


def copy_original(archive: Path, content: str, target: Path) -> bool:
    """Copies the original of a content (SHA-256) to a new file; False where it is not in the archive or the file is there already."""
    original = archive / content[:2] / content
    if target.exists() or not original.is_file():
        return False
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(original, target)
    return True


def remove(*files: Path) -> tuple[str, ...]:
    """Removes what is there of these files; gives the names of those that were. OSError where one can't be."""
    there = [file for file in files if file.is_file()]
    for file in there:
        file.unlink()
    return tuple(file.name for file in there)
