"""Verifying names the first entry that is not as the program wrote it, whatever was done to the database."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path

import pytest
from hypothesis import given, settings, strategies as st

from duchá.journal.chain import StoredFact, written_hash
from duchá.journal.faults import JournalError
from duchá.journal.read import head, known_contents, read_bodies, read_facts
from duchá.journal.verify import verify
from duchá.journal.write import open_journal
from journal.entries import START, filled, note, said

COUNT = 8  # entries 1, 3, 5, 7 have bodies
_COLUMNS = ["kind", "happened_at", "recorded_at", "by", "body_sha256", "previous", "payload", "hash", "content"]


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A sound journal, to be copied and tampered with."""
    path = tmp_path_factory.mktemp("sound") / "journal.sqlite3"
    filled(path, COUNT)
    return path


@pytest.fixture(scope="module")
def tampered(
    sound: Path, tmp_path_factory: pytest.TempPathFactory
) -> Callable[[Callable[[sqlite3.Connection], object]], list[tuple[str, str]]]:
    """What verify says after somebody who took the guards off and put them on again."""
    copy = tmp_path_factory.mktemp("tampered") / "journal.sqlite3"

    def after(change: Callable[[sqlite3.Connection], object]) -> list[tuple[str, str]]:
        shutil.copy(sound, copy)
        with closing(sqlite3.connect(copy)) as connection:
            guards = connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
            for name, _ in guards:
                connection.execute(f"DROP TRIGGER {name}")
            change(connection)
            for _, sql in guards:
                connection.execute(sql)
            connection.commit()
        return [fault for fault in said(verify(copy, copy.parent / "none")) if not fault[0].startswith("J2")]

    return after


Tampered = Callable[[Callable[[sqlite3.Connection], object]], list[tuple[str, str]]]
_ENTRY = st.integers(1, COUNT)


def test_nothing_is_wrong_with_a_sound_journal(tampered: Tampered) -> None:
    assert tampered(lambda connection: None) == []


@settings(max_examples=80, deadline=None)
@given(entry=_ENTRY, column=st.sampled_from(_COLUMNS), cut=st.integers(0, 200), letter=st.sampled_from("0aＸ 好\n\0"))
def test_any_letter_of_any_entry(tampered: Tampered, entry: int, column: str, cut: int, letter: str) -> None:
    def change(connection: sqlite3.Connection) -> None:
        nonlocal changed
        (old,) = connection.execute(f"SELECT {column} FROM fact WHERE seq = ?", (entry,)).fetchone()
        at = cut % (len(old) + 1)
        new = old[:at] + letter + old[at + 1 :]
        changed = new != old
        connection.execute(f"UPDATE fact SET {column} = ? WHERE seq = ?", (new, entry))

    changed = False
    found = tampered(change)
    assert found == ([("J101", str(entry))] if changed else [])


@pytest.mark.parametrize("column", _COLUMNS)
def test_text_turned_into_bytes(tampered: Tampered, column: str) -> None:
    found = tampered(lambda connection: connection.execute(f"UPDATE fact SET {column} = CAST({column} AS BLOB) WHERE seq = 4"))
    assert found == [("J101", "4")]


@settings(max_examples=30, deadline=None)
@given(entry=st.sampled_from([1, 3, 5, 7]), cut=st.integers(0, 40), letter=st.sampled_from(["9", "", "空"]))
def test_any_letter_of_a_body(tampered: Tampered, entry: int, cut: int, letter: str) -> None:
    def change(connection: sqlite3.Connection) -> None:
        (old,) = connection.execute("SELECT text FROM body WHERE seq = ?", (entry,)).fetchone()
        connection.execute("UPDATE body SET text = ? WHERE seq = ?", (old[:cut] + letter + old[cut + 1 :], entry))

    assert tampered(change) == [("J104", str(entry))]


def test_a_body_deleted_added_or_left_behind(tampered: Tampered) -> None:
    assert tampered(lambda connection: connection.execute("DELETE FROM body WHERE seq = 5")) == [("J104", "5")]
    assert tampered(lambda connection: connection.execute("INSERT INTO body VALUES (4, '[]')")) == [("J105", "4")]
    assert tampered(lambda connection: connection.execute("INSERT INTO body VALUES (99, '[]')")) == [("J105", "99")]
    assert tampered(lambda connection: connection.execute("DELETE FROM fact WHERE seq = 5")) == [("J103", "5")]


@given(first=_ENTRY, count=st.integers(1, COUNT))
@settings(max_examples=20, deadline=None)
def test_rows_deleted(tampered: Tampered, first: int, count: int) -> None:
    found = tampered(lambda connection: connection.execute("DELETE FROM fact WHERE seq BETWEEN ? AND ?", (first, first + count - 1)))
    assert found == [("J103", str(first))]


@pytest.mark.parametrize("entry", range(1, COUNT + 1))
def test_a_row_deleted_and_the_rest_renumbered(tampered: Tampered, entry: int) -> None:
    def change(connection: sqlite3.Connection) -> None:
        connection.execute("DELETE FROM fact WHERE seq = ?", (entry,))
        connection.execute("UPDATE fact SET seq = seq - 1 WHERE seq > ?", (entry,))

    assert tampered(change)[0] == ("J101" if entry < COUNT else "J103", str(entry))


@pytest.mark.parametrize("entry", range(1, COUNT + 1))
def test_a_row_inserted_and_the_rest_renumbered(tampered: Tampered, entry: int) -> None:
    def change(connection: sqlite3.Connection) -> None:
        connection.execute("UPDATE fact SET seq = -seq WHERE seq >= ?", (entry,))
        connection.execute("UPDATE fact SET seq = 1 - seq WHERE seq < 0")
        connection.execute(
            "INSERT INTO fact SELECT ?, kind, happened_at, recorded_at, by, '', '', '{}', hash, '' FROM fact LIMIT 1", (entry,)
        )

    assert tampered(change)[0] == ("J101", str(entry))


@pytest.mark.parametrize("entry", [0, -5, COUNT + 1])
def test_a_row_put_before_or_after_all_others(tampered: Tampered, entry: int) -> None:
    def change(connection: sqlite3.Connection) -> None:
        connection.execute(
            "INSERT INTO fact SELECT ?, kind, happened_at, recorded_at, by, '', '', '{}', hash, '' FROM fact LIMIT 1", (entry,)
        )

    assert tampered(change) == [("J108", str(entry))]


@given(pair=st.lists(_ENTRY, min_size=2, max_size=2, unique=True))
@settings(max_examples=20, deadline=None)
def test_two_rows_swapped(tampered: Tampered, pair: list[int]) -> None:
    def change(connection: sqlite3.Connection) -> None:
        for old, new in ((pair[0], -1), (pair[1], pair[0]), (-1, pair[1])):
            connection.execute("UPDATE fact SET seq = ? WHERE seq = ?", (new, old))

    assert [fault for fault in tampered(change) if fault[0] == "J101"] == [("J101", str(seq)) for seq in sorted(pair)]


@pytest.mark.parametrize("entry", range(1, COUNT + 1))
def test_an_entry_rewritten_with_a_hash_of_its_own(tampered: Tampered, entry: int) -> None:
    def change(connection: sqlite3.Connection) -> None:
        columns = "seq, kind, happened_at, recorded_at, by, body_sha256, previous, payload"
        old = StoredFact(*connection.execute(f"SELECT {columns} FROM fact WHERE seq = ?", (entry,)).fetchone())
        forged = old._replace(by="李四")
        connection.execute("UPDATE fact SET by = '李四', hash = ? WHERE seq = ?", (written_hash(forged), entry))

    assert tampered(change) == [("J102", str(entry + 1)) if entry < COUNT else ("J101", str(COUNT))]


def test_a_journal_rewritten_from_end_to_end_is_told_by_the_hash_on_a_report(sound: Path, tmp_path: Path) -> None:
    forged = tmp_path / "journal.sqlite3"
    filled(forged, COUNT - 1)
    filled(forged, 1)
    assert [code for code, _ in said(verify(forged, tmp_path / "none")) if code.startswith("J1")] == []
    assert ("J107", "journal.sqlite3") in said(verify(forged, tmp_path / "none", head=head(sound)))
    assert ("J107", "journal.sqlite3") not in said(verify(sound, tmp_path / "none", head=read_facts(sound)[3].hash))


@pytest.mark.parametrize(
    "change",
    ["DROP TRIGGER fact_stays", "DROP INDEX fact_content", "CREATE TABLE extra (a)", "DELETE FROM head", "UPDATE head SET hash = x'00'"],
)
def test_guards_taken_off_or_added(sound: Path, tmp_path: Path, change: str) -> None:
    copy = tmp_path / "journal.sqlite3"
    shutil.copy(sound, copy)
    with closing(sqlite3.connect(copy)) as connection:
        connection.execute(change)
        connection.commit()
    assert said(verify(copy, tmp_path / "none"))[0][0] == "J106"


@settings(max_examples=250, deadline=None)
@given(data=st.data(), sector=st.booleans())
def test_any_byte_of_the_file(sound: Path, tmp_path_factory: pytest.TempPathFactory, data: st.DataObject, sector: bool) -> None:
    """Flip a byte or blank a sector anywhere: it is named, or it held nothing and everything reads as before."""
    raw = bytearray(sound.read_bytes())
    at = data.draw(st.integers(0, len(raw) - 1))
    if sector:
        raw[at // 512 * 512 : at // 512 * 512 + 512] = bytes(512)
    else:
        raw[at] ^= data.draw(st.integers(1, 255))
    copy = tmp_path_factory.mktemp("byte") / "journal.sqlite3"
    copy.write_bytes(raw)
    try:
        found = [fault for fault in verify(copy, copy.parent / "none") if not fault.kind.code.startswith("J2")]
    except JournalError as error:
        found = [error.fault]
    if found:
        with suppress(JournalError):  # and no other exception
            read_facts(copy)
        with suppress(JournalError), open_journal(copy, now=START, by="张三") as writer:
            writer.append(note())
    else:
        assert read_facts(copy) == read_facts(sound)
        assert known_contents(copy) == known_contents(sound)
        assert list(read_bodies(copy, range(1, COUNT + 1))) == list(read_bodies(sound, range(1, COUNT + 1)))
