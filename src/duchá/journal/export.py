"""The journal as plain text (JSON lines), to keep elsewhere or to restore on another machine."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import Any

from duchá.journal import faults
from duchá.journal.chain import StoredFact, archived_by, canonical, content_of, digest, written_hash, written_time
from duchá.journal.fact import Fact, FactKind, NewFact
from duchá.journal.faults import JournalError
from duchá.journal.lock import hold_lock
from duchá.journal.read import facts_in
from duchá.journal.store import connect, fill_empty, make_durable, naming, reading, settling, tombstones
from duchá.journal.write import JournalWriter
from duchá.terms.place import Place
from duchá.terms.write_beside import beside

_FORMAT = {"format": "duchá-journal", "version": 1}


def export_journal(path: Path, target: Path) -> str:
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


def _lines(connection: sqlite3.Connection, path: Path) -> Iterator[dict[str, Any]]:
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


def _exported(connection: sqlite3.Connection, fact: Fact) -> dict[str, Any]:
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


def restore_journal(source: Path, target: Path, *, now: datetime, by: str) -> int:
    """How many facts were restored from an export to ``target``, where no journal may be yet; a note of it is appended.

    The chain and every body are recomputed on the way; at the first line that does not hold, nothing is restored.
    Faults: J001, J008–J010, J013, J014, J015.
    """
    with hold_lock(target.with_name("lock"), now=now, by=by):
        if target.exists():
            raise JournalError(faults.ALREADY_THERE.at(Place(file=str(target))))
        with naming(target), settling(target) as half:
            fill_empty(half)
            with closing(connect(half, "rw", 0)) as connection:
                make_durable(connection)
                connection.execute("BEGIN IMMEDIATE")
                count, head = _filled(connection, source)
                connection.execute("COMMIT")
                note = NewFact(kind=FactKind.NOTE, happened_at=now, payload={"note": "restored", "facts": count, "head": head})
                JournalWriter(path=target, by=by, _now=now, _connection=connection).append(note)
    return count


def _filled(connection: sqlite3.Connection, source: Path) -> tuple[int, str]:
    """Count and head of the facts put in; a fault at the first line that is not as it was exported."""
    count, head, number, ended = 0, "", 0, False
    missing: set[int] = set()
    with naming(source), source.open("rb") as stream:
        for number, raw in enumerate(stream, start=1):
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
                raise JournalError(faults.BAD_EXPORT.at(Place(file=str(source)), line=number, detail=str(error))) from error
    if not ended:
        raise JournalError(faults.BAD_EXPORT.at(Place(file=str(source)), line=number + 1, detail="end"))
    if left := missing.difference(*(purged.bodies for purged in tombstones(connection))):  # only a tombstone explains it
        raise JournalError(faults.BAD_EXPORT.at(Place(file=str(source)), line=min(left) + 1, detail="body"))
    return count, head


def _put_in(connection: sqlite3.Connection, line: dict[str, Any], count: int, head: str) -> tuple[int, str]:
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
