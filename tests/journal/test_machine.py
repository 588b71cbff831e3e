"""When the machine fails: one named fault, nothing overwritten, and what was recorded before stays sound."""

from __future__ import annotations

import errno
import os
import shutil
import sqlite3
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from duchá.journal.faults import JournalError
from duchá.journal.read import head, known_contents, read_body, read_facts
from duchá.journal.schema import UPGRADES, VERSION
from duchá.journal.store import connect, upgrade_store
from duchá.journal.verify import verify
from duchá.journal.write import open_journal
from journal.entries import answer, archived, at, filled, in_child, needs_fork, note, said, submission


def _append(path: Path, count: int = 1) -> str:
    """What happened: ``ok``, or the fault's code and name."""
    try:
        with open_journal(path, now=at(0), by="张三", wait_seconds=0.2) as writer:
            for number in range(count):
                writer.append(submission(number, body="表" * 2000))
    except JournalError as error:
        return _named(error)
    return "ok"


def _named(error: JournalError) -> str:
    assert error.fault.message and error.fault.remedy
    return f"{error.fault.kind.code} {error.fault.kind.name}"


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 300 KiB."""
    disk = tmp_path / "disk"
    disk.mkdir()
    done = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=300k", "tmpfs", str(disk)], capture_output=True, check=False)
    if done.returncode != 0:
        pytest.skip("may not mount a small disk here")
    yield disk
    subprocess.run(["umount", str(disk)], check=True)


def test_a_full_disk_is_said_and_the_store_is_sound_and_goes_on_once_there_is_room(small_disk: Path) -> None:
    path = small_disk / "journal.sqlite3"
    (small_disk / "ballast").write_bytes(bytes(100_000))
    assert _append(path, 500) == "J008 disk-full"
    kept = read_facts(path)
    assert 0 < len(kept) < 500
    assert [code for code, _ in said(verify(path, small_disk / "none")) if code != "J202"] == []
    (small_disk / "ballast").unlink()
    with open_journal(path, now=at(1), by="张三") as writer:
        assert writer.append(note())[0].seq == len(kept) + 1


@pytest.mark.parametrize("room", [0, 4096, 20_000])
def test_a_disk_too_full_to_make_a_journal_leaves_nothing_half(small_disk: Path, room: int) -> None:
    (small_disk / "ballast").write_bytes(bytes(300 * 1024 - room - 4096))
    assert _append(small_disk / "journal.sqlite3") == "J008 disk-full"
    assert {file.name for file in small_disk.iterdir()} <= {"ballast", "lock"}


@needs_fork
@pytest.mark.parametrize("limit", [0, 16 * 1024, 200 * 1024])
def test_a_limit_on_the_size_of_files_is_said(tmp_path: Path, limit: int) -> None:
    path = tmp_path / "journal.sqlite3"

    def limited() -> str:
        import resource

        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
        return _append(path, 500)

    assert answer(*in_child(limited)) == "J009 write-failed"
    assert path.exists() == (limit > 100_000)
    kept = len(read_facts(path)) if path.exists() else 0
    assert _append(path) == "ok"
    assert len(read_facts(path)) == kept + 1


@needs_fork
def test_too_few_file_descriptors_are_said(tmp_path: Path) -> None:
    path = tmp_path / "journal.sqlite3"
    filled(path)

    def limited() -> str:
        import resource

        lowest = os.open(os.devnull, os.O_RDONLY)
        resource.setrlimit(resource.RLIMIT_NOFILE, (lowest + 1, lowest + 1))
        return _append(path)

    assert answer(*in_child(limited)) == "J015 no-access"


@pytest.fixture
def public_folder() -> Iterator[Path]:
    """A folder that everybody may look into, which pytest's own is not."""
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o755)
    yield folder
    for inner in (folder, *folder.rglob("*")):  # whoever is no superuser needs leave to take away what was made read-only
        if inner.is_dir():
            inner.chmod(0o755)
    shutil.rmtree(folder)


def _without_privileges(work: Callable[[], object]) -> str:
    """What the work says when it is not done by the superuser, to whom nothing is read-only."""

    def unprivileged() -> object:
        if os.geteuid() == 0:
            os.setgroups([])
            os.setgid(65534)
            os.setuid(65534)
        return work()

    return answer(*in_child(unprivileged))


def _read_only(folder: Path) -> None:
    for file in folder.rglob("*"):
        file.chmod(0o555 if file.is_dir() else 0o444)
    folder.chmod(0o555)


@needs_fork
def test_everything_can_be_read_in_a_read_only_folder(public_folder: Path) -> None:
    path = public_folder / "journal.sqlite3"
    recorded = filled(path)
    _read_only(public_folder)

    def read() -> bool:
        whole = read_facts(path) == recorded and read_body(path, 1) is not None and len(known_contents(path)) == 4
        return whole and head(path) == recorded[-1].hash and verify(path, public_folder / "none") != ()

    assert _without_privileges(read) == "True"
    assert _without_privileges(lambda: _append(path)) == "J010 read-only"


@needs_fork
def test_a_write_cut_in_the_middle_in_a_read_only_folder_is_said(public_folder: Path) -> None:
    path = public_folder / "journal.sqlite3"
    filled(path)

    def half_write() -> None:
        connection = connect(path, "rw", 0)
        connection.execute("PRAGMA cache_size = 1")
        connection.execute("BEGIN IMMEDIATE")
        connection.executemany("INSERT INTO body VALUES (?, ?)", ((seq, "半" * 2000) for seq in range(1000, 1400)))
        os._exit(0)

    answer(*in_child(half_write))
    _read_only(public_folder)

    def read() -> str:
        try:
            return str(len(read_facts(path)))
        except JournalError as error:
            return _named(error)

    assert _without_privileges(read) == "J011 unfinished-write"


@needs_fork
def test_an_original_that_may_not_be_read_is_named(public_folder: Path) -> None:
    path = public_folder / "journal.sqlite3"
    with open_journal(path, now=at(0), by="张三") as writer:
        writer.append(submission(1))
    stored = archived(public_folder / "archive", b"1")
    path.chmod(0o644)
    stored.chmod(0)
    assert _without_privileges(lambda: said(verify(path, public_folder / "archive"))) == str([("J205", stored.name)])


def test_a_database_locked_by_another_program_is_named_after_waiting(tmp_path: Path) -> None:
    path = tmp_path / "journal.sqlite3"
    filled(path, 2)
    with closing(sqlite3.connect(path)) as other:
        other.execute("BEGIN EXCLUSIVE")
        assert _append(path) == "J002 busy"
    assert _append(path) == "ok"


@pytest.mark.parametrize(
    ("content", "named"),
    [
        (b"", "J003 damaged"),
        (b"not a database " * 500, "J003 damaged"),
        (b"SQLite format 3\0" + b"\xff" * 9000, "J003 damaged"),
    ],
)
def test_a_damaged_file_is_named_and_not_overwritten(tmp_path: Path, content: bytes, named: str) -> None:
    path = tmp_path / "journal.sqlite3"
    path.write_bytes(content)
    assert _append(path) == named
    for use in (read_facts, head, known_contents):
        with pytest.raises(JournalError) as refused:
            use(path)
        assert _named(refused.value) == named
    assert path.read_bytes() == content


def _with(path: Path, *statements: str) -> bytes:
    with closing(sqlite3.connect(path)) as connection:
        for statement in statements:
            connection.execute(statement)
        connection.commit()
    return path.read_bytes()


def test_another_program_s_database_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "journal.sqlite3"
    before = _with(path, "CREATE TABLE fact (seq INTEGER)", "INSERT INTO fact VALUES (1)")
    assert _append(path) == "J004 not-a-journal"
    assert path.read_bytes() == before


def test_a_journal_of_a_newer_program_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "journal.sqlite3"
    filled(path, 2)
    before = _with(path, "UPDATE schema_version SET version = 99")
    assert _append(path) == "J005 newer-version"
    assert path.read_bytes() == before


def test_no_journal_at_all_is_said_and_none_is_made(tmp_path: Path) -> None:
    with pytest.raises(JournalError) as refused:
        read_facts(tmp_path / "journal.sqlite3")
    assert _named(refused.value) == "J007 missing"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("folder", ["2015-依法履职", "a b#c?d%e&f=g", "引'号\"", "长" * 80])
def test_a_campaign_folder_may_have_any_name(tmp_path: Path, folder: str) -> None:
    path = tmp_path / folder / ".duchá" / "journal.sqlite3"
    assert _append(path) == "ok"
    assert len(read_facts(path)) == 1


@pytest.mark.skipif(os.name == "nt", reason="file names are Unicode there")
def test_a_campaign_folder_named_in_gbk_works(tmp_path: Path) -> None:
    path = Path(os.fsdecode(os.fsencode(tmp_path) + "/督查".encode("gbk"))) / "journal.sqlite3"
    assert _append(path) == "ok"
    assert len(read_facts(path)) == 1


def test_every_version_before_this_one_can_be_upgraded() -> None:
    assert set(UPGRADES) == set(range(1, VERSION))


def test_an_upgrade_keeps_a_copy_and_every_fact(tmp_path: Path) -> None:
    path = tmp_path / "journal.sqlite3"
    recorded = filled(path)
    steps = {VERSION: ("CREATE INDEX by_kind ON fact (kind)",), VERSION + 1: ("CREATE TABLE extra (a)",)}
    assert upgrade_store(path, wait_seconds=0, steps=steps, to=VERSION + 2) == VERSION
    assert read_facts(tmp_path / f"journal.sqlite3.v{VERSION}") == recorded
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("SELECT version FROM schema_version").fetchone() == (VERSION + 2,)
        assert connection.execute("SELECT max(seq) FROM fact").fetchone() == (len(recorded),)


def test_an_upgrade_that_fails_halfway_changes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "journal.sqlite3"
    recorded = filled(path)
    with pytest.raises(sqlite3.OperationalError):
        upgrade_store(path, wait_seconds=0, steps={VERSION: ("CREATE TABLE extra (a)",), VERSION + 1: ("no SQL",)}, to=VERSION + 2)
    assert read_facts(path) == recorded
    assert [code for code, _ in said(verify(path, tmp_path / "none")) if code != "J202"] == []


def test_an_older_version_without_a_known_step_is_named(tmp_path: Path) -> None:
    path = tmp_path / "journal.sqlite3"
    filled(path, 1)
    with pytest.raises(JournalError) as refused:
        upgrade_store(path, wait_seconds=0, steps={}, to=VERSION + 1)
    assert _named(refused.value) == "J006 older-version"


@pytest.mark.parametrize("number", [errno.ENOLCK, errno.EOPNOTSUPP, errno.ENOSYS])
def test_a_network_drive_without_locks_is_said_as_it_is(number: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is made or changed there: two runs at once would write over each other (B13)."""
    fcntl = pytest.importorskip("fcntl")

    def flock(*_: object) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(fcntl, "flock", flock)
    assert _append(tmp_path / "journal.sqlite3") == "J017 no-locks"
    assert [entry.name for entry in tmp_path.iterdir()] == ["lock"]
