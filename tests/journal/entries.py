"""Journals to test with: facts of every sort, a filled journal, an archive, a child process."""

from __future__ import annotations

import hashlib
import json
import os
import signal
import sqlite3
import traceback
from collections.abc import Callable
from contextlib import closing
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest

from duchá.journal.chain import canonical
from duchá.journal.fact import Fact, FactKind, Json, NewFact
from duchá.journal.notes import record_of
from duchá.journal.records import keys_of
from duchá.journal.store import Where
from duchá.journal.write import open_journal
from duchá.terms.fault import Fault

SHANGHAI = timezone(timedelta(hours=8))
START = datetime(2015, 11, 16, 9, 0, tzinfo=SHANGHAI)

needs_fork = pytest.mark.skipif(not hasattr(os, "fork"), reason="kills a forked child")


def at(minutes: float) -> datetime:
    """A time so many minutes after the campaign began."""
    return START + timedelta(minutes=minutes)


def sha256(data: bytes) -> str:
    """The name of a content in the archive."""
    return hashlib.sha256(data).hexdigest()


def submission(number: int, *, minutes: float = 0, body: Json = None) -> NewFact:
    """A file that came in, its content told by its number."""
    payload: dict[str, Json] = {"sha256": sha256(b"%d" % number), "unit": "区安监局", "status": "accepted", "number": number}
    return NewFact(kind=FactKind.SUBMISSION, happened_at=at(minutes), payload=payload, body=body)


def note(text: str = "备注", *, minutes: float = 0) -> NewFact:
    """A fact without a body."""
    return NewFact(kind=FactKind.NOTE, happened_at=at(minutes), payload={"note": text})


def rows(number: int) -> Json:
    """A body: the rows of a submission."""
    return [[f"第{row}项", "整改完成", number, None, True] for row in range(3)]


def filled(path: Where, count: int = 8) -> tuple[Fact, ...]:
    """A journal of submissions (with bodies) and notes by turns, one minute apart."""
    recorded: list[Fact] = []
    for number in range(count):
        with open_journal(path, now=at(number), by="督查室 张三") as writer:
            new = note(f"第{number}条", minutes=number) if number % 2 else submission(number, minutes=number, body=rows(number))
            recorded.extend(writer.append(new))
    return tuple(recorded)


def archived(archive: Path, data: bytes) -> Path:
    """An original in the archive, as collect stores it."""
    name = sha256(data)
    stored = archive / name[:2] / name
    stored.parent.mkdir(parents=True, exist_ok=True)
    stored.write_bytes(data)
    return stored


def said(faults: tuple[Fault, ...]) -> list[tuple[str, str]]:
    """Code and entry (or file name) of each fault, in order."""
    return [(fault.kind.code, dict(fault.words).get("entry") or Path(fault.place.file).name) for fault in faults]


def in_child(work: Callable[[], object]) -> tuple[int, int]:
    """Process id of a forked child that does the work, and a pipe from which its answer can be read."""
    reader, writer = os.pipe()
    child = os.fork()
    if child:
        os.close(writer)
        return child, reader
    try:
        os.write(writer, str(work()).encode())
    except BaseException:  # noqa: BLE001  # the child must not come back into the test; what it died of is its answer
        os.write(writer, traceback.format_exc()[-3000:].encode())
    finally:
        os._exit(0)


def answer(child: int, reader: int) -> str:
    """What a child said, after it ended."""
    with os.fdopen(reader, "rb") as pipe:
        text = pipe.read().decode()
    os.waitpid(child, 0)
    return text


def kill(child: int, reader: int) -> None:
    """kill -9, and wait for the body."""
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    os.close(reader)


def written_otherwise(journal: Path) -> list[str]:
    """The payloads of a journal that do not come back from their records letter by letter, or hold a value that their record has no type for."""
    with closing(sqlite3.connect(journal)) as connection:
        found = connection.execute("SELECT kind, payload FROM fact").fetchall()
    assert found
    records = [(text, record_of(_fact(kind, text))) for kind, text in found]
    return [
        text for text, said in records if said is None or canonical(said.to_payload()) != text or said.others.keys() & keys_of(type(said))
    ]


def _fact(kind: str, text: str) -> Fact:
    return Fact(seq=1, kind=FactKind(kind), happened_at=START, recorded_at=START, by="", payload=json.loads(text))
