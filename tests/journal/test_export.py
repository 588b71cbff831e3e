"""An export restores the same chain on another machine, or says which line does not hold."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from duchá.journal.export import export_journal, restore_journal
from duchá.journal.faults import JournalError
from duchá.journal.read import head, read_bodies, read_facts
from duchá.journal.verify import verify
from duchá.journal.write import open_journal
from journal.entries import at, filled, note, said


@pytest.fixture
def exported(tmp_path: Path) -> Path:
    """An export of a journal of eight facts: format, eight facts, four originals, end."""
    filled(tmp_path / "here" / "journal.sqlite3", 8)
    assert export_journal(tmp_path / "here" / "journal.sqlite3", tmp_path / "export.jsonl") == head(tmp_path / "here" / "journal.sqlite3")
    return tmp_path / "export.jsonl"


def test_a_restored_journal_has_the_same_facts_bodies_and_head(exported: Path, tmp_path: Path) -> None:
    here, there = tmp_path / "here" / "journal.sqlite3", tmp_path / "there" / "journal.sqlite3"
    assert restore_journal(exported, there, now=at(60), by="李四") == 8
    assert (read_facts(there), head(there)) == (read_facts(here), head(here))
    assert list(read_bodies(there, range(1, 9))) == list(read_bodies(here, range(1, 9)))
    assert [code for code, _ in said(verify(there, tmp_path / "none", head=head(here)))] == ["J202"] * 4


def test_who_restored_a_journal_is_noted_once_by_whoever_writes_in_it_next(exported: Path, tmp_path: Path) -> None:
    there = tmp_path / "there" / "journal.sqlite3"
    restore_journal(exported, there, now=at(60), by="李四")
    for _ in range(2):
        with open_journal(there, now=at(61), by="王五") as writer:
            writer.append(note())
    restored, *written = read_facts(there)[8:]
    assert (restored.payload["note"], restored.payload["head"], restored.by) == ("restored", restored.previous, "李四")
    assert [fact.by for fact in written] == ["王五", "王五"]


def test_an_export_is_plain_lines_with_the_list_of_the_archive_and_the_head(exported: Path, tmp_path: Path) -> None:
    lines = [json.loads(line) for line in exported.read_text(encoding="utf-8").splitlines()]
    assert lines[0] == {"format": "duchá-journal", "version": 1}
    assert lines[1]["body"][0][:2] == ["第0项", "整改完成"]
    assert [line["entry"] for line in lines if "archive" in line] == [1, 3, 5, 7]
    assert lines[-1] == {"end": True, "facts": 8, "head": head(tmp_path / "here" / "journal.sqlite3")}


def test_nothing_is_overwritten(exported: Path, tmp_path: Path) -> None:
    here = tmp_path / "here" / "journal.sqlite3"
    before = here.read_bytes(), exported.read_bytes()
    for attempt in (lambda: export_journal(here, exported), lambda: restore_journal(exported, here, now=at(0), by="李四")):
        with pytest.raises(JournalError) as refused:
            attempt()
        assert refused.value.fault.kind.code == "J013"
    assert (here.read_bytes(), exported.read_bytes()) == before


@pytest.mark.parametrize(
    ("line", "old", "new"),
    [
        (1, '"version":1', '"version":2'),
        (2, "区安监局", "区外办"),
        (2, "整改完成", "整改未完"),
        (4, '"seq":3', '"seq":4'),
        (5, "督查室", "办公室"),
        (6, "2015-11-16T09:04:00+08:00", "2015-11-16T09:04:01+08:00"),
        (7, '"kind":"note"', '"kind":"row"'),
        (8, '"hash":', '"hush":'),
        (9, "{", ""),
        (14, '"facts":8', '"facts":7'),
    ],
)
def test_an_altered_line_is_named_and_nothing_is_restored(exported: Path, tmp_path: Path, line: int, old: str, new: str) -> None:
    lines = exported.read_text(encoding="utf-8").splitlines(keepends=True)
    assert old in lines[line - 1]
    lines[line - 1] = lines[line - 1].replace(old, new, 1)
    _expect_refusal(lines, line, tmp_path)


def test_a_line_left_out_doubled_or_cut_off_is_named(exported: Path, tmp_path: Path) -> None:
    lines = exported.read_text(encoding="utf-8").splitlines(keepends=True)
    _expect_refusal(lines[:3] + lines[4:], 4, tmp_path)
    _expect_refusal(lines[:3] + lines[2:], 4, tmp_path)
    _expect_refusal(lines[:-1], 14, tmp_path)
    _expect_refusal([*lines[:4], lines[4][:50]], 5, tmp_path)
    _expect_refusal([*lines, lines[-1]], 15, tmp_path)
    _expect_refusal([], 1, tmp_path)


def _expect_refusal(lines: list[str], line: int, tmp_path: Path) -> None:
    altered, there = tmp_path / "altered.jsonl", tmp_path / "there" / "journal.sqlite3"
    altered.write_text("".join(lines), encoding="utf-8")
    with pytest.raises(JournalError) as refused:
        restore_journal(altered, there, now=at(60), by="李四")
    assert (refused.value.fault.kind.code, dict(refused.value.fault.words)["line"]) == ("J014", str(line))
    assert not there.exists()
    assert {file.name for file in there.parent.iterdir()} <= {"lock"}
