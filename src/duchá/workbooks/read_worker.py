"""Reading in persistent, guarded processes: a file can end its reader, never the run."""

from __future__ import annotations

import tempfile
import threading
from collections import deque
from collections.abc import Hashable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

from duchá.terms.fault import Fault
from duchá.terms.place import Place
from duchá.workbooks import faults
from duchá.workbooks.answer.packing import Answer, unpack
from duchá.workbooks.answer.wording import REASONS
from duchá.workbooks.inside.read_names import shown_name
from duchá.workbooks.model import FileKind, RawBook
from duchá.workbooks.read_intake import take_in
from duchá.workbooks.worker.read_limits import scratch_place
from duchá.workbooks.worker.read_process import BROKEN, PROCESS, Worker
from duchá.workbooks.worker.read_tray import Job, Tray

_BUFFERED = 16  # answers the workers may be ahead of the consumer
_WATCH = 0.2
K = TypeVar("K", bound=Hashable)


class ReadersBroken(RuntimeError):
    """The reading process does not start at all: a broken installation, never a file's fault."""


class Readers:
    """Reading processes that serve until closed; see ``open_readers``."""

    def __init__(self, count: int) -> None:
        self._tray = Tray(count)
        self._closed = threading.Event()
        # removed by us, not by the processes: they are killed in the end
        self._scratch = tempfile.TemporaryDirectory(prefix="ducha-", dir=scratch_place())
        self._workers = [Worker(self._tray, self._scratch.name) for _ in range(count)]
        self._watch = threading.Thread(target=self._keep_watch, daemon=True)
        self._watch.start()

    def read_many(self, files: Iterable[tuple[K, Path, FileKind, str]]) -> Iterator[tuple[K, RawBook | None, tuple[Fault, ...]]]:
        """Answers in the order of the files, whichever worker is faster; ``files`` is drawn as the workers need them."""
        pending: deque[tuple[K, Job]] = deque()
        for key, path, kind, name in files:
            pending.append((key, self._submit(path, kind, name)))
            while pending and (len(pending) > _BUFFERED or pending[0][1].done.is_set()):
                first, job = pending.popleft()
                yield first, *_answer(job)
        for last, job in pending:
            yield last, *_answer(job)

    def read(self, path: Path, kind: FileKind, name: str) -> Answer:
        """One file. Faults: those of its format; S023 where the reader died, took too long or too much."""
        return _answer(self._submit(path, kind, name))

    def _submit(self, path: Path, kind: FileKind, name: str) -> Job:
        job = Job(path, kind, name)
        self._tray.put(job)
        return job

    def _keep_watch(self) -> None:
        while not self._closed.wait(_WATCH):
            for worker in self._workers:
                worker.watch()

    def close(self) -> None:
        """End the processes; what was not read is not read."""
        self._closed.set()
        self._tray.close()
        for worker in self._workers:
            worker.end()
        for worker in self._workers:
            worker.join()
        self._scratch.cleanup()


def _answer(job: Job) -> Answer:
    job.done.wait()
    if job.error is not None:
        raise job.error
    if job.answer is not None:
        return unpack(job.answer)
    if job.reason == BROKEN:
        raise ReadersBroken(str(PROCESS))
    return None, (faults.OUT_OF_REACH.at(Place(file=job.name), reason=REASONS[job.reason]),)


@contextmanager
def open_readers(count: int = 2) -> Iterator[Readers]:
    """Readers for a run; their processes start with the first file and end with the block."""
    readers = Readers(count)
    try:
        yield readers
    finally:
        readers.close()


def read_workbook(path: Path) -> Answer:
    """One file once (roster, calendar, a file to check), with the same guards; nothing is kept of it."""
    with tempfile.TemporaryDirectory(prefix="ducha-") as folder, open_readers(1) as readers:
        intake, refusals = take_in(path, Path(folder))
        return (None, refusals) if intake is None else readers.read(intake.stored, intake.kind, shown_name(path.name))
