"""kill -9 at any instant: nothing half, the next run goes on where it stopped, and two runs never mix."""

from __future__ import annotations

import random
import time
from functools import partial
from pathlib import Path

import pytest

from duchá.journal import faults
from duchá.journal.fact import FactKind
from duchá.journal.faults import JournalError
from duchá.journal.lock import hold_lock
from duchá.journal.read import known_contents, read_body, read_facts
from duchá.journal.store import connect
from duchá.journal.verify import verify
from duchá.journal.write import open_journal
from journal.entries import answer, at, filled, in_child, kill, needs_fork, note, rows, said, sha256, submission

pytestmark = needs_fork

FILES = 400


def _collect(path: Path) -> int:
    """A run: records what is not known yet, a submission and a note on it in one transaction."""
    with open_journal(path, now=at(0), by="张三") as writer:
        known = known_contents(path)
        for number in range(FILES):
            if sha256(b"%d" % number) not in known:
                writer.append(submission(number, body=rows(number)), note(str(number)))
    return 0


def test_killed_at_any_instant_nothing_is_half_and_the_next_run_completes(tmp_path: Path) -> None:
    """Sixty kills, over several journals, from before the first byte to after the last."""
    chance = random.Random(20151116)
    path, finished, kills = tmp_path / "0" / "journal.sqlite3", 0, 0
    while kills < 60:
        child, pipe = in_child(partial(_collect, path))
        time.sleep(chance.choice([0.002, 0.02, 0.06]) * chance.random())
        kill(child, pipe)
        kills += 1
        if not path.exists():
            continue  # killed before there was a journal
        facts = read_facts(path)  # before any writer has tidied up
        assert [code for code, _ in said(verify(path, tmp_path / "none")) if code != "J202"] == []
        assert [fact.kind for fact in facts] == [FactKind.SUBMISSION, FactKind.NOTE] * (len(facts) // 2)
        assert all(read_body(path, fact.seq) == rows(int(str(fact.payload["number"]))) for fact in facts[-2:-1])
        if len(facts) == 2 * FILES:
            finished += 1
            path = tmp_path / str(finished) / "journal.sqlite3"
    _collect(path)
    contents = [fact.payload["sha256"] for fact in read_facts(path, kinds=frozenset({FactKind.SUBMISSION}))]
    assert sorted(map(str, contents)) == sorted(sha256(b"%d" % number) for number in range(FILES))


def _half_write(path: Path) -> int:
    """Writes half of a transaction through to the disk, and waits to be killed."""
    connection = connect(path, "rw", 0)
    connection.execute("PRAGMA cache_size = 1")
    connection.execute("BEGIN IMMEDIATE")
    for seq in range(1000, 1400):
        connection.execute("INSERT INTO body VALUES (?, ?)", (seq, "半" * 2000))
    path.with_name("ready").touch()
    time.sleep(60)
    return 0


def _killed_in_the_middle_of_a_write(path: Path) -> None:
    child, pipe = in_child(lambda: _half_write(path))
    while not path.with_name("ready").exists():
        time.sleep(0.01)
    kill(child, pipe)
    assert path.with_name(path.name + "-journal").stat().st_size > 0


def test_a_reader_after_a_write_cut_in_the_middle_sees_what_was_there_before(tmp_path: Path) -> None:
    path = tmp_path / "journal.sqlite3"
    recorded = filled(path)
    _killed_in_the_middle_of_a_write(path)
    assert read_facts(path) == recorded
    assert [code for code, _ in said(verify(path, tmp_path / "none")) if code != "J202"] == []


def test_a_writer_after_a_write_cut_in_the_middle_goes_on(tmp_path: Path) -> None:
    path = tmp_path / "journal.sqlite3"
    filled(path, 8)
    _killed_in_the_middle_of_a_write(path)
    with open_journal(path, now=at(9), by="张三") as writer:
        assert writer.append(note())[0].seq == 9


def test_the_lock_of_a_killed_run_is_free(tmp_path: Path) -> None:
    lock = tmp_path / ".duchá" / "lock"

    def hold() -> int:
        with hold_lock(lock, now=at(0), by="张三"):
            time.sleep(60)
        return 0

    child, pipe = in_child(hold)
    while not (lock.exists() and lock.read_text()):
        time.sleep(0.01)
    kill(child, pipe)
    with hold_lock(lock, now=at(1), by="李四", wait_seconds=0):
        assert '"pid"' in lock.read_text()
    assert lock.read_text() == ""


def test_a_second_run_waits_and_then_is_told_who_is_at_work(tmp_path: Path) -> None:
    path = tmp_path / "journal.sqlite3"
    with open_journal(path, now=at(0), by="督查室 张三") as writer:
        with pytest.raises(JournalError) as refused, open_journal(path, now=at(1), by="李四", wait_seconds=0.2):
            pass
        assert writer.append(note())[0].seq == 1
    assert refused.value.fault.kind is faults.LOCKED
    assert "督查室 张三" in refused.value.fault.message


def test_a_run_that_holds_the_campaign_may_open_its_journal(tmp_path: Path) -> None:
    path = tmp_path / "journal.sqlite3"
    with hold_lock(tmp_path / "lock", now=at(0), by="张三") as held, open_journal(path, now=at(0), by="张三", held=held) as writer:
        assert writer.append(note())[0].seq == 1


def test_two_runs_at_once_both_complete_without_doubles(tmp_path: Path) -> None:
    path = tmp_path / "journal.sqlite3"
    children = [in_child(lambda: _collect(path)) for _ in range(2)]
    assert [answer(*child) for child in children] == ["0", "0"]
    facts = read_facts(path)
    assert [fact.seq for fact in facts] == list(range(1, 2 * FILES + 1))
    assert len(known_contents(path)) == FILES


def test_runs_that_take_turns_keep_one_chain(tmp_path: Path) -> None:
    path = tmp_path / "journal.sqlite3"

    def often(by: str) -> int:
        for _ in range(25):
            with open_journal(path, now=at(0), by=by, wait_seconds=30) as writer:
                writer.append(note())
        return 0

    children = [in_child(lambda by=by: often(by)) for by in ("张三", "李四")]
    assert [answer(*child) for child in children] == ["0", "0"]
    assert sorted(fact.by for fact in read_facts(path)) == ["张三"] * 25 + ["李四"] * 25
    assert verify(path, tmp_path / "archive") == ()
