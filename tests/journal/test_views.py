"""The journal as it was known, and as it had happened, at a time: a longer journal never changes an earlier view."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given, settings, strategies as st

from duchá.journal.fact import FactKind
from duchá.journal.faults import JournalError
from duchá.journal.read import read_facts
from duchá.journal.write import open_journal
from journal.entries import at, filled, note, said

_MINUTES = st.integers(-3000, 3000)
_RUNS = st.lists(st.tuples(_MINUTES, _MINUTES), min_size=1, max_size=6)  # (clock, happened), clocks in any order


def _append(path: Path, runs: list[tuple[int, int]]) -> None:
    for clock, happened in runs:
        with open_journal(path, now=at(clock), by="张三") as writer:
            writer.append(note(str(happened), minutes=happened))


@settings(max_examples=40, deadline=None)
@given(before=_RUNS, after=_RUNS, known=_MINUTES)
def test_what_was_known_then_does_not_change(
    tmp_path_factory: pytest.TempPathFactory, before: list[tuple[int, int]], after: list[tuple[int, int]], known: int
) -> None:
    """Whatever the clocks show later: once anything was recorded after a time, the view at that time stands."""
    path = tmp_path_factory.mktemp("j") / "journal.sqlite3"
    _append(path, [*before, (known + 1, 0)])
    view = read_facts(path, known_at=at(known))
    _append(path, after)
    assert read_facts(path, known_at=at(known)) == view


@settings(max_examples=30, deadline=None)
@given(runs=_RUNS, known=_MINUTES, day=_MINUTES)
def test_a_view_holds_exactly_what_was_recorded_and_had_happened_by_then(
    tmp_path_factory: pytest.TempPathFactory, runs: list[tuple[int, int]], known: int, day: int
) -> None:
    path = tmp_path_factory.mktemp("j") / "journal.sqlite3"
    _append(path, sorted(runs))
    expected = [str(happened) for clock, happened in sorted(runs) if clock <= known and happened <= day]
    view = read_facts(path, kinds=frozenset({FactKind.NOTE}), known_at=at(known), as_of=at(day))
    assert [fact.payload["note"] for fact in view] == expected


def test_kinds_choose(tmp_path: Path) -> None:
    path = tmp_path / "journal.sqlite3"
    recorded = filled(path, 6)
    assert read_facts(path, kinds=frozenset({FactKind.SUBMISSION})) == recorded[::2]
    assert read_facts(path, kinds=frozenset()) == ()


def test_appending_leaves_earlier_rows_untouched(tmp_path: Path) -> None:
    path = tmp_path / "journal.sqlite3"

    def letters() -> list[tuple[object, ...]]:
        with closing(sqlite3.connect(path)) as connection:
            return connection.execute("SELECT f.*, b.text FROM fact f LEFT JOIN body b USING (seq) ORDER BY seq").fetchall()

    filled(path, 6)
    before = letters()
    _append(path, [(10, 10), (11, -5)])
    assert letters()[: len(before)] == before


@pytest.mark.parametrize("statement", ["UPDATE fact SET by = '李四'", "DELETE FROM fact", "UPDATE body SET text = ''", "DELETE FROM body"])
def test_the_store_itself_refuses_to_change_or_delete(tmp_path: Path, statement: str) -> None:
    path = tmp_path / "journal.sqlite3"
    filled(path, 2)
    with closing(sqlite3.connect(path)) as connection, pytest.raises(sqlite3.IntegrityError, match="append only"):
        connection.execute(statement)


@pytest.mark.parametrize("table", ["fact", "body"])
def test_the_store_itself_refuses_to_replace(tmp_path: Path, table: str) -> None:
    path = tmp_path / "journal.sqlite3"
    filled(path, 3)
    with closing(sqlite3.connect(path)) as connection, pytest.raises(sqlite3.IntegrityError, match="append only"):
        connection.execute(f"INSERT OR REPLACE INTO {table} SELECT * FROM {table} WHERE seq = 1")


@pytest.mark.parametrize("entry", [1, 4, 6])
def test_a_reader_names_a_missing_entry_and_does_not_pass_over_it(tmp_path: Path, entry: int) -> None:
    path = tmp_path / "journal.sqlite3"
    filled(path, 6)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("DROP TRIGGER fact_stays")
        connection.execute("DELETE FROM fact WHERE seq = ?", (entry,))
        connection.commit()
    with pytest.raises(JournalError) as named:
        read_facts(path)
    assert said((named.value.fault,)) == [("J103", str(entry))]
    with pytest.raises(JournalError) as named, open_journal(path, now=at(9), by="张三") as writer:
        writer.facts()
    assert said((named.value.fault,)) == [("J103", str(entry))]
