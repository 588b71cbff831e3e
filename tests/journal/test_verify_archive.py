"""Verifying re-hashes every original in the archive and looks for each that the journal speaks of."""

from __future__ import annotations

from pathlib import Path

import pytest

from duchá.journal.fact import FactKind, NewFact
from duchá.journal.verify import verify
from duchá.journal.write import open_journal
from journal.entries import archived, at, said, sha256

ORIGINALS = (b"submission", b"roster", b"rulebook", b"register")


@pytest.fixture
def journal(tmp_path: Path) -> Path:
    """A journal that speaks of four originals, all of them in the archive beside it."""
    path = tmp_path / "journal.sqlite3"
    context = {"roster": sha256(b"roster"), "rulebooks": {"dantu-2015": sha256(b"rulebook")}}
    with open_journal(path, now=at(0), by="张三") as writer:
        writer.append(
            NewFact(kind=FactKind.CONTEXT, happened_at=at(0), payload=context),
            NewFact(kind=FactKind.SUBMISSION, happened_at=at(0), payload={"sha256": sha256(b"submission")}),
            NewFact(kind=FactKind.SUBMISSION, happened_at=at(0), payload={"sha256": None, "status": "refused"}),
            NewFact(kind=FactKind.ROW, happened_at=at(0), payload={"sha256": sha256(b"register")}),
        )
    for original in ORIGINALS:
        archived(tmp_path / "archive", original)
    return path


def test_a_whole_archive_is_sound(journal: Path) -> None:
    assert verify(journal, journal.parent / "archive") == ()


@pytest.mark.parametrize("original", ORIGINALS)
@pytest.mark.parametrize("at_byte", [0, -1])
def test_one_flipped_byte_names_the_file(journal: Path, original: bytes, at_byte: int) -> None:
    stored = archived(journal.parent / "archive", original)
    raw = bytearray(original)
    raw[at_byte] ^= 1
    stored.write_bytes(raw)
    assert said(verify(journal, journal.parent / "archive")) == [("J201", stored.name)]


def test_a_file_cut_short_or_emptied_is_named(journal: Path) -> None:
    stored = archived(journal.parent / "archive", b"roster")
    for raw in (b"roste", b""):
        stored.write_bytes(raw)
        assert said(verify(journal, journal.parent / "archive")) == [("J201", stored.name)]


def test_a_missing_original_is_named_with_the_entry_that_needs_it(journal: Path) -> None:
    archived(journal.parent / "archive", b"register").unlink()
    archived(journal.parent / "archive", b"rulebook").unlink()
    found = verify(journal, journal.parent / "archive")
    assert said(found) == [("J202", "1"), ("J202", "4")]
    assert Path(found[0].place.file).name == sha256(b"rulebook")


def test_an_archive_that_is_gone_misses_everything(journal: Path) -> None:
    assert {code for code, _ in said(verify(journal, journal.parent / "elsewhere"))} == {"J202"}


def test_what_does_not_belong_is_named(journal: Path) -> None:
    archive = journal.parent / "archive"
    (archive / "说明.txt").write_text("不是程序存入的")
    astray = archive / "00" / sha256(b"elsewhere")
    astray.parent.mkdir()
    astray.write_bytes(b"elsewhere")
    link = archive / "ln"
    link.symlink_to(archived(archive, b"roster"))
    assert sorted(said(verify(journal, archive))) == sorted([("J203", "说明.txt"), ("J203", astray.name), ("J203", "ln")])


def test_what_a_killed_run_left_is_a_note_and_not_an_alarm(journal: Path) -> None:
    archive = journal.parent / "archive"
    archived(archive, b"not recorded yet")
    (archive / ".incoming-0123-77-abcd").write_bytes(b"half")
    assert sorted(said(verify(journal, archive))) == [("J204", sha256(b"not recorded yet")), ("J206", ".incoming-0123-77-abcd")]


def test_nothing_is_changed_by_verifying(journal: Path) -> None:
    before = {file: file.read_bytes() for file in journal.parent.rglob("*") if file.is_file()}
    verify(journal, journal.parent / "archive")
    assert {file: file.read_bytes() for file in journal.parent.rglob("*") if file.is_file()} == before
