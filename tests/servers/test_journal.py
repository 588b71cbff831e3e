"""A journal on PostgreSQL promises what one in a file promises: the same chain, nothing but appending, tampering found."""

from __future__ import annotations

import hashlib
import itertools
import tracemalloc
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from duchá.journal.export import copy_journal, export_journal, restore_journal
from duchá.journal.fact import FactKind, Json, NewFact
from duchá.journal.faults import JournalError
from duchá.journal.read import head, iter_facts, known_contents, read_bodies, read_facts
from duchá.journal.read_rows import iter_rows, iter_steps, rows_since
from duchá.journal.server import Server
from duchá.journal.store import Where
from duchá.journal.verify import verify
from duchá.journal.write import open_journal
from journal.entries import at, filled, note, said, submission
from servers.office import on_server

if TYPE_CHECKING:
    from servers.postgres import Database


def step(number: int, matter: str, *, minutes: float = 0, replaces: int | None = None, change: str = "new") -> NewFact:
    """A row of 办理记录."""
    values: Json = {"matter": {"text": matter}, "move": {"text": "反馈"}, "note": {"text": f"第{number}次 100% 完成？"}}
    payload: dict[str, Json] = {"register": "events", "change": change, "values": values, "source": "办理记录.xlsx", "sheet": "表"}
    payload |= {"record_no": str(number), "on": at(minutes).isoformat(), "cells": {"date": f"A{number}"}}
    return NewFact(kind=FactKind.ROW, happened_at=at(minutes), payload=payload | ({"replaces": replaces} if replaces else {}))


def sound(where: Where, **head_known: str) -> list[tuple[str, str]]:
    """What verify says of the record; the originals are not looked at here."""
    return [found for found in said(verify(where, Path("/nowhere"), **head_known)) if found[0] != "J202"]


@pytest.fixture
def journal(database: Database, tmp_path: Path) -> Server:
    """A journal of eight facts, and six rows, on a server."""
    server = on_server(database, tmp_path)
    filled(server)
    with open_journal(server, now=at(10), by="李四") as writer:
        writer.append(step(1, "甲", minutes=9), step(2, "乙", minutes=8))
        writer.append(step(3, "甲", minutes=9.5, replaces=9), step(4, "丙", minutes=60))
    return server


def test_the_same_facts_make_the_same_chain_on_a_server_and_in_a_file(journal: Server, tmp_path: Path) -> None:
    file = tmp_path / "file" / "journal.sqlite3"
    filled(file)
    with open_journal(file, now=at(10), by="李四") as writer:
        writer.append(step(1, "甲", minutes=9), step(2, "乙", minutes=8))
        writer.append(step(3, "甲", minutes=9.5, replaces=9), step(4, "丙", minutes=60))
    assert (head(journal), read_facts(journal)) == (head(file), read_facts(file))
    assert list(read_bodies(journal, range(1, 13))) == list(read_bodies(file, range(1, 13)))
    assert known_contents(journal) == known_contents(file)
    assert read_facts(journal, known_at=at(5), as_of=at(4)) == read_facts(file, known_at=at(5), as_of=at(4))
    assert list(iter_steps(journal)) == list(iter_steps(file))
    assert list(iter_steps(journal, as_of=at(20))) == list(iter_steps(file, as_of=at(20)))
    assert list(iter_rows(journal, ("events",))) == list(iter_rows(file, ("events",)))
    assert rows_since(journal, 9, replacing=True) == rows_since(file, 9, replacing=True)
    assert sound(journal) == sound(file, head=head(journal)) == []


def test_a_run_sees_a_journal_that_is_made_while_it_waits(database: Database, tmp_path: Path) -> None:
    server = on_server(database, tmp_path)
    assert not server.exists()
    filled(on_server(database, tmp_path))
    assert server.exists()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE {s}.fact SET by = '李四' WHERE seq = 2",
        "DELETE FROM {s}.fact WHERE seq = 8",
        "TRUNCATE {s}.fact",
        "UPDATE {s}.body SET text = '[]' WHERE seq = 1",
        "DELETE FROM {s}.body",
        "UPDATE {s}.head SET seq = 3",
        "DELETE FROM {s}.head",
        "DELETE FROM {s}.step",
        "INSERT INTO {s}.step SELECT * FROM {s}.step LIMIT 1",
        "INSERT INTO {s}.fact SELECT seq + 50, kind, happened_at, recorded_at, by, body_sha256, previous, payload, hash, content FROM {s}.fact",
    ],
)
def test_nothing_is_changed_or_removed_whoever_asks(journal: Server, database: Database, statement: str) -> None:
    import psycopg

    before = head(journal)
    for who in (database.admin, database.owner, database.clerk):
        with psycopg.connect(who, autocommit=True) as connection, pytest.raises(psycopg.Error):
            connection.execute(statement.format(s=journal.schema).encode())
    assert (head(journal), sound(journal)) == (before, [])


def test_a_clerk_may_read_and_append_and_nothing_else(database: Database, tmp_path: Path) -> None:
    filled(on_server(database, tmp_path, clerks=database.clerks))
    clerk = on_server(database, tmp_path, clerk=True)
    with open_journal(clerk, now=at(20), by="李四") as writer:
        writer.append(note(minutes=20), step(1, "甲", minutes=20))
        with pytest.raises(JournalError) as refused:
            writer.purge(note(minutes=20), bodies=(1,))
    assert (refused.value.fault.kind.code, sound(clerk)) == ("J021", [])
    assert [fact.by for fact in read_facts(clerk)[-2:]] == ["李四", "李四"]
    stranger = Server(database.clerk, tmp_path / ".duchá", schema="other")
    with pytest.raises(JournalError) as refused, open_journal(stranger, now=at(20), by="李四"):
        pass
    assert refused.value.fault.kind.code == "J021"


GUARDS_OFF = (
    "ALTER TABLE {s}.fact DISABLE TRIGGER USER; ALTER TABLE {s}.body DISABLE TRIGGER USER; ALTER TABLE {s}.head DISABLE TRIGGER USER;"
)
GUARDS_ON = "ALTER TABLE {s}.fact ENABLE TRIGGER USER; ALTER TABLE {s}.body ENABLE TRIGGER USER; ALTER TABLE {s}.head ENABLE TRIGGER USER;"


@pytest.mark.parametrize(
    ("statement", "found"),
    [
        ("UPDATE {s}.fact SET payload = replace(payload, '区安监局', '区外办') WHERE seq = 3", [("J101", "3")]),
        ("UPDATE {s}.fact SET by = '王五' WHERE seq = 2", [("J101", "2")]),
        ("UPDATE {s}.fact SET hash = (SELECT hash FROM {s}.fact WHERE seq = 4) WHERE seq = 5", [("J101", "5")]),
        ("DELETE FROM {s}.fact WHERE seq = 4", [("J103", "4")]),
        ("DELETE FROM {s}.fact WHERE seq = 12", [("J103", "12")]),
        ("UPDATE {s}.body SET text = replace(text, '整改完成', '整改未完') WHERE seq = 1", [("J104", "1")]),
        ("DELETE FROM {s}.body WHERE seq = 3", [("J104", "3")]),
        ("INSERT INTO {s}.body VALUES (2, '[]')", [("J105", "2")]),
        ("UPDATE {s}.head SET hash = 'x'", [("J101", "12")]),
        ("DELETE FROM {s}.head", [("J106", "head")]),
        (
            "INSERT INTO {s}.fact SELECT seq + 50, kind, happened_at, recorded_at, by, body_sha256, previous, payload, hash, content FROM {s}.fact WHERE seq = 1",
            [("J108", "51")],
        ),
    ],
)
def test_what_a_superuser_changes_behind_the_guards_is_found(
    journal: Server, database: Database, statement: str, found: list[tuple[str, str]]
) -> None:
    database.rows((GUARDS_OFF + statement + ";" + GUARDS_ON).format(s=journal.schema))
    faults = verify(journal, Path("/nowhere"))
    named = [(fault.kind.code, dict(fault.words).get("entry") or dict(fault.words).get("part")) for fault in faults]
    assert [one for one in named if one[0] != "J202"] == found


@pytest.mark.parametrize(
    ("statement", "part"),
    [
        ("ALTER TABLE {s}.fact DISABLE TRIGGER fact_stays", "trigger fact_stays"),
        ("DROP TRIGGER body_stays ON {s}.body", "trigger body_stays"),
        ("CREATE OR REPLACE FUNCTION {s}.refuse() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'", "function refuse"),
        ("GRANT DELETE ON {s}.body TO PUBLIC", "grant body DELETE"),
        ("CREATE RULE quiet AS ON UPDATE TO {s}.head DO INSTEAD NOTHING", "rule quiet"),
        ("DROP INDEX {s}.fact_kind", "index fact_kind"),
        ("ALTER TABLE {s}.fact ENABLE ROW LEVEL SECURITY", "policy fact"),
        ("ALTER TABLE {s}.fact ADD COLUMN more text", "column fact.more"),
        (
            "ALTER TABLE {s}.step DISABLE TRIGGER USER; UPDATE {s}.step SET unit = '区外办' WHERE seq = 9; ALTER TABLE {s}.step ENABLE TRIGGER USER",
            "step",
        ),
    ],
)
def test_guards_that_were_taken_away_are_found(journal: Server, database: Database, statement: str, part: str) -> None:
    database.rows(statement.format(s=journal.schema))
    assert [
        (fault.kind.code, dict(fault.words).get("part")) for fault in verify(journal, Path("/nowhere")) if fault.kind.code != "J202"
    ] == [("J106", part)]


def test_a_journal_rewritten_from_end_to_end_is_found_by_a_head_kept_elsewhere(journal: Server, database: Database, tmp_path: Path) -> None:
    kept = head(journal)
    database.rows(f"DROP SCHEMA {journal.schema} CASCADE")
    filled(on_server(database, tmp_path), 3)
    assert sound(journal, head=kept) == [("J107", "ducha")] or [code for code, _ in sound(journal, head=kept)] == ["J107"]


def test_a_purged_body_is_gone_and_the_guards_stand_as_before(journal: Server, database: Database) -> None:
    with open_journal(journal, now=at(30), by="张三") as writer:
        payload: dict[str, Json] = {"note": "purged", "receipt": 1, "approver": "主任", "reason": "误收", "contents": [], "bodies": [1]}
        writer.purge(NewFact(kind=FactKind.NOTE, happened_at=at(30), payload=payload), bodies=(1,))
    assert database.rows(f"SELECT count(*) FROM {journal.schema}.body WHERE seq = 1") == [(0,)]
    assert [code for code, _ in sound(journal)] == ["J207"]


@pytest.mark.parametrize("way", ["move", "export"])
def test_there_and_back_the_head_is_the_same(journal: Server, database: Database, tmp_path: Path, way: str) -> None:
    places: list[Where] = [
        journal,
        tmp_path / "a" / "journal.sqlite3",
        Server(database.owner, tmp_path / "b", schema="第二个"),
        tmp_path / "c" / "j",
    ]
    (tmp_path / "b").mkdir()
    for number, (source, target) in enumerate(itertools.pairwise(places)):
        if way == "move":
            assert copy_journal(source, target, now=at(70), by="张三") == (12, head(journal))
        else:
            export_journal(source, tmp_path / f"{number}.jsonl")
            assert restore_journal(tmp_path / f"{number}.jsonl", target, now=at(70), by="张三") == 12
        assert (head(target), sound(target)) == (head(journal), [])
    assert read_facts(places[-1]) == read_facts(journal)
    assert list(iter_steps(places[-1])) == list(iter_steps(places[2])) == list(iter_steps(journal))


def test_a_journal_is_never_written_over_another(journal: Server, database: Database, tmp_path: Path) -> None:
    other = Server(database.owner, tmp_path, schema="other")
    with open_journal(other, now=at(0), by="王五") as writer:
        writer.append(note(), note(), note())
    with pytest.raises(JournalError) as refused:
        copy_journal(journal, other, now=at(70), by="张三")
    export_journal(journal, tmp_path / "export.jsonl")
    with pytest.raises(JournalError) as again:
        restore_journal(tmp_path / "export.jsonl", other, now=at(70), by="张三")
    assert [one.value.fault.kind.code for one in (refused, again)] == ["J013", "J013"]
    assert len(read_facts(other)) == 3


def test_a_move_goes_on_behind_the_beginning_of_the_same_chain(journal: Server, database: Database, tmp_path: Path) -> None:
    other = Server(database.owner, tmp_path, schema="other")
    filled(other, 3)
    assert copy_journal(journal, other, now=at(70), by="张三") == (12, head(journal)) == (12, head(other))
    assert sound(other) == []


def test_an_altered_export_restores_nothing_on_the_server(journal: Server, database: Database, tmp_path: Path) -> None:
    export_journal(journal, tmp_path / "export.jsonl")
    text = (tmp_path / "export.jsonl").read_text(encoding="utf-8")
    (tmp_path / "export.jsonl").write_text(text.replace("第2次", "第3次"), encoding="utf-8")
    other = Server(database.owner, tmp_path, schema="other")
    with pytest.raises(JournalError) as refused:
        restore_journal(tmp_path / "export.jsonl", other, now=at(70), by="张三")
    assert (refused.value.fault.kind.code, other.exists()) == ("J014", False)


def test_verifying_takes_little_memory_however_long_the_journal_is(database: Database, tmp_path: Path) -> None:
    server = on_server(database, tmp_path)
    big: Json = ["整改" * 20_000]
    with open_journal(server, now=at(0), by="张三") as writer:
        for number in range(400):
            writer.append(submission(number, body=big))
    size = 400 * len(str(big).encode())
    tracemalloc.start()
    try:
        assert sound(server) == []
        assert sum(1 for _ in iter_facts(server)) == 400
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < size / 2, (peak, size)


def test_two_campaigns_in_one_database_know_nothing_of_each_other(journal: Server, database: Database, tmp_path: Path) -> None:
    other = Server(database.owner, tmp_path, schema='甲县 "督查"')
    filled(other, 2)
    assert (len(read_facts(other)), len(read_facts(journal))) == (2, 12)
    assert hashlib.sha256(head(other).encode()).digest() != hashlib.sha256(head(journal).encode()).digest()
    assert sound(other) == sound(journal) == []
