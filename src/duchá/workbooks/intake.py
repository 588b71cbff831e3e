"""From a path to an archived original: what is read later is exactly what was archived."""

from __future__ import annotations

import hashlib
import os
import stat
import tempfile
from collections.abc import Iterable, Iterator
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path

from duchá.terms.fault import Fault
from duchá.terms.place import Place
from duchá.workbooks.package.names import names_inside, shown_name
from duchá.workbooks.sheets import faults
from duchá.workbooks.sheets.kind import is_half_download, kind_of
from duchá.workbooks.sheets.model import FileKind
from duchá.workbooks.sheets.wording import REASONS, WHAT, name_carries_mark

SIZE_LIMIT = 50 * 1024 * 1024
_BATCH = 32
_SYNCS = 8  # at a time
_INCOMING = ".incoming-"
_Source = tuple[bytes, datetime | None, Fault | None]
_HEAD = 64 * 1024
_OPEN_FLAGS = (
    os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)
)
_WRITE_FLAGS = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Intake:
    """收件: an original that is safe in the archive; ``stored`` is the copy that everything else reads."""

    path: Path
    sha256: str
    size: int
    stored: Path
    kind: FileKind
    mtime: datetime | None


@dataclass(frozen=True, slots=True)
class _Copied:
    """An intake whose bytes are written beside the archive, not yet synced and named; ``temporary`` is None where it was there before."""

    intake: Intake
    temporary: Path | None


def take_in(path: Path, archive: Path) -> tuple[Intake | None, tuple[Fault, ...]]:
    """Archive one original by content. Faults: S011, S014–S018, S030. Raises OSError where the archive cannot be written."""
    return next(iter(take_in_many((path,), archive)))


@contextmanager
def syncing() -> Iterator[Executor]:
    """The threads that ask the disk to sync, for as long as a run takes files in."""
    with ThreadPoolExecutor(max_workers=_SYNCS) as threads:
        yield threads


def take_in_many(
    paths: Iterable[Path], archive: Path, threads: Executor | None = None
) -> Iterator[tuple[Intake | None, tuple[Fault, ...]]]:
    """The same for many, in order; the disk is asked to sync a batch at a time, which a journalling disk does in one go.

    ``threads`` are those of ``syncing``, where more than this is taken in.
    """
    archive.mkdir(parents=True, exist_ok=True)
    ordered = iter(paths)
    with syncing() if threads is None else nullcontext(threads) as ready:
        while batch := list(islice(ordered, _BATCH)):
            yield from _take_in_batch(batch, archive, ready)


def take_in_bytes(name: str, data: bytes, archive: Path, container: Path) -> tuple[Intake | None, tuple[Fault, ...]]:
    """Archive one member of a container (zip, mail) as if it had come as a file beside it."""
    archive.mkdir(parents=True, exist_ok=True)
    path = container / name
    refusal = _refused_by_name(path) or (_too_large(path, len(data)) if len(data) > SIZE_LIMIT else None)
    if refusal is not None:
        return None, (refusal,)
    copied = _copy(path, data, None, archive)
    _sync(copied)
    return _settle(copied), ()


def stored_at(archive: Path, sha256: str) -> Path:
    """Where the original with this content lies in the archive."""
    return archive.joinpath(sha256[:2], sha256)


def kind_of_stored(stored: Path) -> FileKind | None:
    """The kind of an archived original; None where it is not there."""
    try:
        data = stored.read_bytes()
    except FileNotFoundError:
        return None
    return kind_of(data[:_HEAD], names_inside(data))


def digest(path: Path) -> str:
    """SHA-256 of a regular file, as hex, cheaply; empty where it cannot be read now (then ``take_in`` says why)."""
    data, _, fault = _read_source(path)
    return hashlib.sha256(data).hexdigest() if fault is None else ""


def discard(intake: Intake) -> None:
    """Remove the archived copy (涉密): nothing of the file is kept. The original is not touched."""
    intake.stored.unlink(missing_ok=True)
    _sync_directory(intake.stored.parent)


def sweep(archive: Path) -> None:
    """Remove what a killed run had not finished copying; only for one who holds the journal's lock."""
    for left in archive.glob(f"{_INCOMING}*"):
        left.unlink(missing_ok=True)


def _take_in_batch(batch: list[Path], archive: Path, threads: Executor) -> Iterator[tuple[Intake | None, tuple[Fault, ...]]]:
    taken: list[tuple[_Copied | None, tuple[Fault, ...]]] = []
    copies: list[_Copied] = []
    try:
        for path in batch:
            copied, found = _copy_source(path, archive)
            taken.append((copied, found))
            copies += [copied] if copied is not None else []
        list(threads.map(_sync_all, (copies[at::_SYNCS] for at in range(min(_SYNCS, len(copies))))))
        settled = [(_settle(copied), found) if copied is not None else (None, found) for copied, found in taken]
    finally:
        for copied in copies:
            if copied.temporary is not None:
                copied.temporary.unlink(missing_ok=True)
    for folder in {copied.intake.stored.parent for copied in copies if copied.temporary is not None}:
        _sync_directory(folder)
    yield from settled


def _copy_source(path: Path, archive: Path) -> tuple[_Copied | None, tuple[Fault, ...]]:
    refusal = _refused_by_name(path)
    if refusal is not None:
        return None, (refusal,)
    data, mtime, fault = _read_source(path)
    return (_copy(path, data, mtime, archive), ()) if fault is None else (None, (fault,))


def _refused_by_name(path: Path) -> Fault | None:
    name = shown_name(path.name)
    if name_carries_mark(name):
        return faults.CLASSIFIED.at(Place(file=name))
    return faults.HALF_DOWNLOAD.at(Place(file=name)) if is_half_download(name) else None


def _read_source(path: Path) -> _Source:
    """The bytes of a regular file that did not change meanwhile, or the fault."""
    place = Place(file=shown_name(path.name))
    try:
        before = os.lstat(path)
        if not stat.S_ISREG(before.st_mode):
            return b"", None, faults.NOT_A_REGULAR_FILE.at(place, what=WHAT[_what(before.st_mode)])
        if before.st_size > SIZE_LIMIT:
            return b"", None, _too_large(path, before.st_size)
        return _read_open(path, before, place)
    except FileNotFoundError:
        return b"", None, faults.VANISHED.at(place)
    except PermissionError:
        return b"", None, faults.NO_PERMISSION.at(place)
    except OSError:
        return b"", None, faults.UNREADABLE.at(place, kind=WHAT["source"], reason=REASONS["system"])


def _read_open(path: Path, before: os.stat_result, place: Place) -> _Source:
    handle = os.open(path, _OPEN_FLAGS)
    try:
        opened = os.fstat(handle)
        if not stat.S_ISREG(opened.st_mode) or not os.path.samestat(before, opened):
            return b"", None, faults.STILL_BEING_WRITTEN.at(place)
        data = _read_all(handle, before.st_size)
        after = os.fstat(handle)
    finally:
        os.close(handle)
    unchanged = len(data) == before.st_size == after.st_size and before.st_mtime_ns == after.st_mtime_ns
    return (data, datetime.fromtimestamp(after.st_mtime, UTC), None) if unchanged else (b"", None, faults.STILL_BEING_WRITTEN.at(place))


def _read_all(handle: int, size: int) -> bytes:
    """One byte more than ``size`` at most, so that growth is seen and a lying size is bounded."""
    first = os.read(handle, size + 1)
    if len(first) in (0, size):
        return first if not first or not os.read(handle, 1) else first + b"\0"
    pieces = [first]
    while (piece := os.read(handle, size + 1 - sum(map(len, pieces)))) and sum(map(len, pieces)) <= size:
        pieces.append(piece)
    return b"".join(pieces)


def _what(mode: int) -> str:
    if stat.S_ISDIR(mode):
        return "directory"
    return "link" if stat.S_ISLNK(mode) else "special"


def _too_large(path: Path, size: int) -> Fault:
    return faults.TOO_LARGE.at(Place(file=shown_name(path.name)), size=size // 1048576 + 1, limit=SIZE_LIMIT // 1048576)


def _copy(path: Path, data: bytes, mtime: datetime | None, archive: Path) -> _Copied:
    sha256 = hashlib.sha256(data).hexdigest()
    stored = stored_at(archive, sha256)
    intake = Intake(path=path, sha256=sha256, size=len(data), stored=stored, kind=kind_of(data[:_HEAD], names_inside(data)), mtime=mtime)
    if _is_there(stored, len(data)):
        return _Copied(intake, None)
    temporary = archive / f"{_INCOMING}{sha256[:16]}-{os.getpid()}-{os.urandom(4).hex()}"
    handle = os.open(temporary, _WRITE_FLAGS, 0o600)
    try:
        view = memoryview(data)
        while view:
            view = view[os.write(handle, view) :]
    except OSError as error:
        temporary.unlink(missing_ok=True)
        error.filename = error.filename or str(archive)  # a full disk does not say where
        raise
    finally:
        os.close(handle)
    return _Copied(intake, temporary)


def _is_there(stored: Path, size: int) -> bool:
    try:
        return stored.stat().st_size == size
    except FileNotFoundError:
        return False


def _sync_all(copies: list[_Copied]) -> None:
    for copied in copies:
        _sync(copied)


def _sync(copied: _Copied) -> None:
    if copied.temporary is None:
        return
    handle = os.open(copied.temporary, os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _settle(copied: _Copied) -> Intake:
    if copied.temporary is not None:
        try:
            copied.temporary.replace(copied.intake.stored)
        except FileNotFoundError:  # the first of its two digits
            copied.intake.stored.parent.mkdir(exist_ok=True)
            copied.temporary.replace(copied.intake.stored)
    return copied.intake


def _sync_directory(folder: Path) -> None:
    """Make a rename last; Windows has no such call and needs none."""
    if os.name != "posix" or not folder.is_dir():
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def passing_archive() -> Iterator[Path]:
    """An archive folder that is removed at the end with everything in it."""
    with tempfile.TemporaryDirectory(prefix="ducha-") as folder:
        yield Path(folder)
