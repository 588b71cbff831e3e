"""From a path to the archive: regular files only, unchanged while read, stored once by content (C/D 46–57, 67, 68)."""

from __future__ import annotations

import errno
import hashlib
import os
from pathlib import Path

import pytest

from duchá.workbooks.intake import SIZE_LIMIT, digest, discard, stored_at, take_in, take_in_bytes, take_in_many
from duchá.workbooks.sheets import faults
from duchá.workbooks.sheets.model import FileKind
from workbooks.build import GOOD


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    return tmp_path / "档案" / "archive"


def refused(path: Path, archive: Path) -> faults.FaultKind:
    intake, found = take_in(path, archive)
    assert intake is None and len(found) == 1
    assert not any(file.is_file() for file in archive.rglob("*"))
    return found[0].kind


def test_the_archive_holds_the_bytes_under_their_hash(tmp_path: Path, archive: Path) -> None:
    path = tmp_path / "区财政局 附件2.xlsx"
    path.write_bytes(GOOD)
    before = path.stat()
    intake, found = take_in(path, archive)
    assert intake is not None and not found
    assert intake.sha256 == hashlib.sha256(GOOD).hexdigest() == digest(path)
    assert intake.stored == archive / intake.sha256[:2] / intake.sha256 == stored_at(archive, intake.sha256)
    assert intake.stored.read_bytes() == GOOD
    assert (intake.kind, intake.size, intake.path) == (FileKind.XLSX, len(GOOD), path)
    assert intake.mtime is not None and intake.mtime.utcoffset() is not None
    assert path.stat().st_mtime_ns == before.st_mtime_ns and path.read_bytes() == GOOD


def test_the_same_bytes_are_stored_once_and_every_copy_has_its_answer(tmp_path: Path, archive: Path) -> None:
    paths = [tmp_path / name for name in ("a.xlsx", "副本.xlsx", "b.csv")]
    for path in paths:
        path.write_bytes(GOOD if path.suffix == ".xlsx" else b"a,b\n")
    taken = [intake for intake, _ in take_in_many(paths, archive)]
    assert [intake.path for intake in taken if intake] == paths
    stored = [file for file in archive.rglob("*") if file.is_file()]
    assert len(stored) == 2 and all(file.name == hashlib.sha256(file.read_bytes()).hexdigest() for file in stored)


def test_archived_already_is_not_written_again(tmp_path: Path, archive: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(GOOD)
    first, _ = take_in(path, archive)
    assert first is not None
    inode = first.stored.stat().st_ino
    second, _ = take_in(path, archive)
    assert second == first and first.stored.stat().st_ino == inode


def test_many_more_than_a_batch_come_back_in_order(tmp_path: Path, archive: Path) -> None:
    paths = [tmp_path / f"{n}.csv" for n in range(100)]
    for n, path in enumerate(paths):
        path.write_text(f"{n}\n")
    assert [intake.path if intake else None for intake, _ in take_in_many(iter(paths), archive)] == paths


def test_what_is_no_file_is_never_opened(tmp_path: Path, archive: Path) -> None:
    (tmp_path / "x.xlsx").mkdir()
    (tmp_path / "target.xlsx").write_bytes(GOOD)
    (tmp_path / "link.xlsx").symlink_to(tmp_path / "target.xlsx")
    (tmp_path / "dangling.xlsx").symlink_to(tmp_path / "nowhere")
    (tmp_path / "zero.xlsx").symlink_to("/dev/zero")
    os.mkfifo(tmp_path / "pipe.xlsx")
    for name in ("x.xlsx", "link.xlsx", "dangling.xlsx", "zero.xlsx", "pipe.xlsx"):
        assert refused(tmp_path / name, archive) is faults.NOT_A_REGULAR_FILE
        assert digest(tmp_path / name) == ""


def test_a_file_that_vanished_is_named(tmp_path: Path, archive: Path) -> None:
    assert refused(tmp_path / "gone.xlsx", archive) is faults.VANISHED


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="an administrator may read everything")
def test_a_file_without_permission_is_named(tmp_path: Path, archive: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(GOOD)
    path.chmod(0)
    assert refused(path, archive) is faults.NO_PERMISSION


def test_too_large_is_told_by_its_size_and_not_read(tmp_path: Path, archive: Path) -> None:
    path = tmp_path / "a.xlsx"
    with path.open("wb") as file:
        file.truncate(20 * 1024**3)
    assert refused(path, archive) is faults.TOO_LARGE
    path.unlink()


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="needs a file whose size lies, which Linux has")
def test_a_file_that_grows_while_it_is_read_is_left_for_later(archive: Path) -> None:
    assert refused(Path("/proc/self/status"), archive) is faults.STILL_BEING_WRITTEN


def test_a_half_download_is_named(tmp_path: Path, archive: Path) -> None:
    path = tmp_path / "附件2.xlsx.crdownload"
    path.write_bytes(GOOD)
    assert refused(path, archive) is faults.HALF_DOWNLOAD


def test_a_name_in_gbk_bytes_is_read_and_shown_readably(tmp_path: Path, archive: Path) -> None:
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/" + "附件2".encode("gbk") + b".xlsx"))
    path.write_bytes(GOOD)
    intake, _ = take_in(path, archive)
    assert intake is not None
    half = Path(str(path) + ".part")
    half.write_bytes(b"x")
    _, found = take_in(half, archive)
    assert found[0].place.file == "附件2.xlsx.part"


def test_a_member_of_a_container_is_archived_like_a_file(archive: Path) -> None:
    intake, found = take_in_bytes("附件2.xlsx", GOOD, archive, Path("丹徒.zip"))
    assert intake is not None and not found and intake.stored.read_bytes() == GOOD
    assert intake.path == Path("丹徒.zip/附件2.xlsx") and intake.kind is FileKind.XLSX


def test_a_member_that_is_too_large_is_refused(archive: Path) -> None:
    intake, found = take_in_bytes("a.csv", bytes(SIZE_LIMIT + 1), archive, Path("a.zip"))
    assert intake is None and found[0].kind is faults.TOO_LARGE


def test_discard_leaves_nothing_in_the_archive(tmp_path: Path, archive: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(GOOD)
    intake, _ = take_in(path, archive)
    assert intake is not None
    discard(intake)
    discard(intake)
    assert not any(file.is_file() for file in archive.rglob("*")) and path.exists()


def test_an_archive_that_cannot_be_written_is_a_broken_machine_not_a_fault(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(GOOD)
    (tmp_path / "archive").write_text("in the way")
    with pytest.raises(OSError, match="archive"):
        take_in(path, tmp_path / "archive")


def test_a_disk_that_is_full_leaves_no_half_file(tmp_path: Path, archive: Path) -> None:
    resource = pytest.importorskip("resource")
    import signal

    path = tmp_path / "a.csv"
    path.write_bytes(b"a,b\n" * 100_000)
    limits, handler = resource.getrlimit(resource.RLIMIT_FSIZE), signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (16_384, limits[1]))
    try:
        with pytest.raises(OSError, match="large"):
            take_in(path, archive)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
        signal.signal(signal.SIGXFSZ, handler)
    assert not any(file.is_file() for file in archive.rglob("*"))


def test_a_disk_that_fills_up_leaves_nothing_half_copied_and_says_where(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    paths = []
    for number in range(5):
        paths.append(tmp_path / f"{number}.xlsx")
        paths[-1].write_bytes(bytes([number]) * 1000)
    real, room = os.write, [3000]

    def write(handle: int, data: bytes) -> int:
        if len(data) > room[0]:
            raise OSError(errno.ENOSPC, "No space left on device")
        room[0] -= len(data)
        return real(handle, data)

    monkeypatch.setattr(os, "write", write)
    with pytest.raises(OSError, match="archive"):
        list(take_in_many(paths, tmp_path / "archive"))
    assert [file for file in (tmp_path / "archive").rglob("*") if file.is_file()] == []
