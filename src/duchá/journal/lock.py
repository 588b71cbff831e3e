"""One run at a time in a campaign folder: a lock file that the system lets go of when its holder dies."""

from __future__ import annotations

import json
import logging
import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from duchá.journal import faults
from duchá.journal.faults import JournalError
from duchá.journal.store import naming
from duchá.terms.place import Place

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

_PAUSE = 0.05
_FAR = 1 << 20  # Windows locks bytes against reading too: lock one far behind the text


@dataclass(frozen=True, slots=True, kw_only=True)
class Lock:
    """The lock (占用) on a campaign folder, held by this run."""

    path: Path


@contextmanager
def hold_lock(path: Path, *, now: datetime, by: str, wait_seconds: float = 10) -> Iterator[Lock]:
    """The lock of a campaign folder (``.duchá/lock``) for as long as the block runs; waits for another run to end.

    The system's own lock is what counts, so nothing stays locked after a kill; the text in the file
    (who, since when, process) only tells a person who holds it. The file stays, empty, when let go.
    Faults: J001 after ``wait_seconds``, J010, J015.
    """
    with naming(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
    try:
        _wait_for(path, descriptor, wait_seconds)
        with naming(path):
            _rewrite(descriptor, json.dumps({"pid": os.getpid(), "since": now.isoformat(), "by": by}))
        yield Lock(path=path)
        with naming(path):
            _rewrite(descriptor, "")
    finally:
        os.close(descriptor)


def _wait_for(path: Path, descriptor: int, wait_seconds: float) -> None:
    pauses = round(wait_seconds / _PAUSE)
    said = False
    while not _try_lock(path, descriptor):
        if not said:  # at once, since a person sits before it: on stderr, where a warning goes that nobody has set up otherwise
            logging.getLogger(__name__).warning(faults.WAITING.format(holder=_holder(descriptor), seconds=f"{wait_seconds:g}"))
            said = True
        if pauses <= 0:
            raise JournalError(faults.LOCKED.at(Place(file=str(path)), seconds=f"{wait_seconds:g}", holder=_holder(descriptor)))
        pauses -= 1
        time.sleep(_PAUSE)


def _try_lock(path: Path, descriptor: int) -> bool:
    with naming(path):
        try:
            if sys.platform == "win32":
                os.lseek(descriptor, _FAR, os.SEEK_SET)
                msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
            else:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except (BlockingIOError, PermissionError):  # taken: POSIX says the first, Windows the second
            return False
    return True


def _rewrite(descriptor: int, text: str) -> None:
    os.ftruncate(descriptor, 0)
    os.lseek(descriptor, 0, os.SEEK_SET)
    os.write(descriptor, text.encode("utf-8", "replace"))


def _holder(descriptor: int) -> str:
    """Who holds the lock, as that run wrote it down; 未知 while it has not written yet."""
    os.lseek(descriptor, 0, os.SEEK_SET)
    try:
        note = json.loads(os.read(descriptor, 4096))
        return faults.holder_words(note["by"], datetime.fromisoformat(note["since"]), note["pid"])
    except (ValueError, KeyError, TypeError):
        return faults.UNKNOWN_HOLDER
