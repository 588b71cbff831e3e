"""办理记录 beside the facts: drawn from them and never told otherwise; a journal of the first version gets it when it is next opened."""

from __future__ import annotations

import sqlite3
from contextlib import closing, suppress
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings, strategies as st

from duchá.journal.fact import FactKind, NewFact
from duchá.journal.faults import JournalError
from duchá.journal.read import read_facts
from duchá.journal.read_rows import iter_rows, iter_steps
from duchá.journal.schema import APPLICATION, FIRST, VERSION
from duchá.journal.store import is_older
from duchá.journal.verify import verify
from duchá.journal.write import open_journal
from journal.entries import said

NOW = datetime(2018, 6, 1, 9, tzinfo=ZoneInfo("Asia/Shanghai"))
MATTER, OTHER = "JC-1", "JC-2"


def _row(register: str, matter: str, move: str = "反馈", replaces: int | None = None, change: str = "new") -> NewFact:
    values = {"matter": {"kind": "words", "text": matter}, "move": {"kind": "words", "text": move}}
    values |= {"date": {"kind": "day", "text": "2018-05-02", "day": "2018-05-02"}}
    payload = {
        "register": register, "key": "", "occurrence": 1, "record_no": "", "change": change, "replaces": replaces, "values": values,
        "extra": {}, "source": "registers/a.xlsx", "sha256": "", "sheet": "办理记录", "row": 5, "cells": {"date": "A5"}, "on": NOW.isoformat(),
    }  # fmt: skip
    return NewFact(kind=FactKind.ROW, happened_at=NOW - timedelta(days=1), payload=payload)


@pytest.fixture
def journal(tmp_path: Path) -> Path:
    """Two matters; the third row of 办理记录 was corrected twice, to the other matter; the fourth was withdrawn."""
    path = tmp_path / "journal.sqlite3"
    with open_journal(path, now=NOW, by="t") as writer:
        writer.append(_row("matters", MATTER), _row("events", OTHER, "签收"), _row("events", MATTER), _row("events", MATTER, "办结"))
        writer.append(_row("events", MATTER, "申请办结", 3, "correction"), _row("events", OTHER, "退回", 5, "correction"))
        writer.append(_row("events", MATTER, "办结", 4, "withdrawn"), NewFact(kind=FactKind.NOTE, happened_at=NOW, payload={"note": "x"}))
    return path


def test_each_row_is_told_as_it_was_said_last(journal: Path) -> None:
    assert [(row.matter, row.seq, row.move) for row in iter_steps(journal)] == [(OTHER, 2, "签收"), (OTHER, 6, "退回")]
    assert [(seq, register) for seq, register, _ in iter_rows(journal, ("matters",))] == [(1, "matters")]


def test_what_happened_or_was_recorded_later_corrects_nothing(journal: Path) -> None:
    assert list(iter_steps(journal, as_of=NOW - timedelta(days=2))) == []
    assert list(iter_steps(journal, known_at=NOW - timedelta(hours=1))) == []
    assert len(list(iter_steps(journal, known_at=NOW))) == 2


def test_a_journal_of_the_first_version_is_brought_up_with_its_rows(journal: Path, tmp_path: Path) -> None:
    old = tmp_path / "old" / "journal.sqlite3"
    old.parent.mkdir()
    with closing(sqlite3.connect(old)) as connection:
        connection.execute(f"PRAGMA application_id = {APPLICATION}")
        connection.executescript(FIRST)
        connection.execute("INSERT INTO schema_version VALUES (1)")
        connection.execute("ATTACH ? AS whole", (str(journal),))
        connection.execute("INSERT INTO fact SELECT * FROM whole.fact ORDER BY seq")
        connection.commit()
    assert is_older(old)
    with open_journal(old, now=NOW, by="t"):
        pass
    assert not is_older(old)
    assert list(iter_steps(old)) == list(iter_steps(journal))
    assert (old.parent / "journal.sqlite3.v1").is_file()
    facts = read_facts(old)
    assert facts[:-1] == read_facts(journal)
    assert facts[-1].payload == {"note": "schema-upgraded", "from": 1, "to": VERSION}
    assert said(verify(old, tmp_path / "none")) == []


def test_a_journal_of_the_second_version_is_brought_up_so_that_its_rows_can_be_signed(journal: Path, tmp_path: Path) -> None:
    """The table of 办理记录 had no 核实人: it is drawn anew from the facts."""
    with closing(sqlite3.connect(journal)) as connection:
        written = [sql for (sql,) in connection.execute("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL AND name <> 'schema_version'")]
        rows = connection.execute("SELECT * FROM fact ORDER BY seq").fetchall()
    second = [sql.replace(", json_extract(NEW.payload, '$.values.checked_by.text')", "").replace(", checked,", ",") for sql in written]
    assert second != written and not any("checked" in sql for sql in second)
    old = tmp_path / "old" / "journal.sqlite3"
    old.parent.mkdir()
    with closing(sqlite3.connect(old)) as connection:
        connection.execute(f"PRAGMA application_id = {APPLICATION}")
        connection.execute("CREATE TABLE schema_version (version INTEGER NOT NULL)")
        connection.execute("INSERT INTO schema_version VALUES (2)")
        for sql in sorted(second, key=lambda sql: not sql.startswith("CREATE TABLE")):
            connection.execute(sql)
        connection.execute("INSERT INTO head VALUES (1, 0, '')")
        connection.executemany(f"INSERT INTO fact VALUES ({', '.join('?' * len(rows[0]))})", rows)
        connection.commit()
    assert is_older(old)
    with open_journal(old, now=NOW, by="t") as writer:
        signed = _row("events", OTHER, "反馈")
        signed.payload["values"]["checked_by"] = {"kind": "words", "text": "王某"}  # type: ignore[index]  # a mapping, as `_row` made it
        writer.append(signed)
    assert [(row.matter, row.move, row.checked) for row in iter_steps(old)] == [
        (OTHER, "签收", None), (OTHER, "退回", None), (OTHER, "反馈", "王某"),
    ]  # fmt: skip
    assert (old.parent / "journal.sqlite3.v2").is_file()
    assert said(verify(old, tmp_path / "none")) == []


@pytest.mark.parametrize("change", ["UPDATE step SET day = '2018-05-03' WHERE seq = 2", "DELETE FROM step WHERE seq = 2"])
def test_verify_tells_when_it_says_other_than_the_facts(journal: Path, tmp_path: Path, change: str) -> None:
    with closing(sqlite3.connect(journal)) as connection:
        guards = [sql for (sql,) in connection.execute("SELECT sql FROM sqlite_master WHERE name IN ('step_kept', 'step_stays')")]
        with pytest.raises(sqlite3.IntegrityError):
            connection.execute(change)
        connection.execute("DROP TRIGGER step_kept")
        connection.execute("DROP TRIGGER step_stays")
        connection.execute(change)
        for guard in guards:
            connection.execute(guard)
        connection.commit()
    assert [(fault.kind.code, fault.message) for fault in verify(journal, tmp_path / "none")] == [
        ("J106", "日志内部的“step”被删除、改动或添加。")
    ]


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A journal whose tables and indexes have several pages."""
    path = tmp_path_factory.mktemp("large") / "journal.sqlite3"
    with open_journal(path, now=NOW, by="t") as writer:
        rows = [_row("events", f"JC-{number % 17}", "反馈", replaces=5 if number == 40 else None) for number in range(60)]
        writer.append(*(_row("matters", f"JC-{number}") for number in range(17)), *rows)
    return path


@settings(max_examples=150, deadline=None)
@given(data=st.data(), sector=st.booleans())
def test_any_byte_changed_is_told_or_changes_nothing(
    large: Path, tmp_path_factory: pytest.TempPathFactory, data: st.DataObject, sector: bool
) -> None:
    """Whoever reads steps, rows or single kinds gets what was written or a fault of the journal, and `verify` tells of all else."""
    raw = bytearray(large.read_bytes())
    at = data.draw(st.integers(0, len(raw) - 1))
    if sector:
        raw[at // 512 * 512 : at // 512 * 512 + 512] = bytes(512)
    else:
        raw[at] ^= data.draw(st.integers(1, 255))
    copy = tmp_path_factory.mktemp("byte") / "journal.sqlite3"
    copy.write_bytes(raw)
    sound = False
    with suppress(JournalError):
        sound = not [fault for fault in verify(copy, copy.parent / "none") if not fault.kind.code.startswith("J2")]
    for read in (
        lambda path: list(iter_steps(path)),
        lambda path: list(iter_rows(path, ("matters",))),
        lambda path: read_facts(path, kinds=frozenset({FactKind.ROW})),
        lambda path: read_facts(path, kinds=frozenset({FactKind.NOTE})),
    ):
        with suppress(JournalError):  # and no other exception
            found = read(copy)
            assert not sound or found == read(large)
