"""Work on files that came from outside, in persistent, guarded processes: a file can end its process, never the run."""

from __future__ import annotations

import hashlib
import platform
import tempfile
import threading
from collections import deque
from collections.abc import Hashable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from duchá import __version__
from duchá.terms.fault import Fault
from duchá.terms.place import Place
from duchá.workbooks.intake import take_in
from duchá.workbooks.limits import scratch_place
from duchá.workbooks.package.names import shown_name
from duchá.workbooks.process import BROKEN, PROCESS, Worker
from duchá.workbooks.sheets import faults
from duchá.workbooks.sheets.model import FileKind, RawBook
from duchá.workbooks.sheets.wire import Answer, unpack
from duchá.workbooks.sheets.wording import ERROR_FILE, ERROR_KEPT, ERROR_NOT_KEPT, REASONS
from duchá.workbooks.tray import Job, Tray

_BUFFERED = 16  # answers the workers may be ahead of the consumer
_WATCH = 0.2
_READ = "duchá.workbooks.formats.read_file:answer_to"
_FAILED = "failed"
K = TypeVar("K", bound=Hashable)


class ReadersBroken(RuntimeError):
    """The reading process does not start at all: a broken installation, never a file's fault."""


@dataclass(frozen=True, slots=True)
class Unserved:
    """Why a request has no answer: the process died, took too long or too much (``died``, ``time``, ``memory``), or our own code failed (``failed``).

    ``kept`` is the file for whoever mends it, empty where there is none.
    """

    reason: str
    kept: str = ""


class Readers:
    """Guarded processes that serve until closed; see ``open_readers``."""

    def __init__(self, count: int, errors: Path | None = None) -> None:
        self._errors = errors
        self._tray = Tray(count)
        self._closed = threading.Event()
        # removed by us, not by the processes: they are killed in the end
        self._scratch = tempfile.TemporaryDirectory(prefix="ducha-", dir=scratch_place())
        self._workers = [Worker(self._tray, self._scratch.name) for _ in range(count)]
        self._watch = threading.Thread(target=self._keep_watch, daemon=True)
        self._watch.start()

    @property
    def scratch(self) -> str:
        """A folder for what stands for a moment only; it goes when the readers are closed."""
        return self._scratch.name

    def read_many(self, files: Iterable[tuple[K, Path, FileKind, str]]) -> Iterator[tuple[K, RawBook | None, tuple[Fault, ...]]]:
        """Answers in the order of the files, whichever worker is faster; ``files`` is drawn as the workers need them."""
        jobs = ((key, self._submit(*_reading(path, kind, name))) for key, path, kind, name in files)
        for key, job in _in_order(jobs, _BUFFERED):
            yield key, *self._read(job)

    def read(self, path: Path, kind: FileKind, name: str) -> Answer:
        """One file. Faults: those of its format; S023 where the reader died, took too long or too much, S033 where our own code failed."""
        return self._read(self._submit(*_reading(path, kind, name)))

    def ask(self, call: str, request: Mapping[str, Any], name: str, seconds: float = 0) -> bytes | Unserved:
        """What ``module:function`` answers to a request, under the limits of a reader; ``name`` is the file that it is about."""
        return self._served(self._submit(call, request, name, seconds))

    def ask_many(
        self, requests: Iterable[tuple[K, str, Mapping[str, Any], str]], seconds: float = 0, ahead: int = _BUFFERED
    ) -> Iterator[tuple[K, bytes | Unserved]]:
        """The same for many, in their order; the processes are at most ``ahead`` answers before the one who takes them."""
        jobs = ((key, self._submit(call, request, name, seconds)) for key, call, request, name in requests)
        for key, job in _in_order(jobs, ahead):
            yield key, self._served(job)

    def _submit(self, call: str, request: Mapping[str, Any], name: str, seconds: float = 0) -> Job:
        job = Job(call, request, name, seconds)
        self._tray.put(job)
        return job

    def _read(self, job: Job) -> Answer:
        answer = self._served(job)
        if isinstance(answer, bytes):
            return unpack(answer)
        return None, (unserved_fault(answer, job.name),)

    def _served(self, job: Job) -> bytes | Unserved:
        job.done.wait()
        if job.error is not None:
            raise job.error
        if job.answer is not None:
            return job.answer
        if job.reason == BROKEN:
            raise ReadersBroken(str(PROCESS))
        return Unserved(_FAILED, self._keep(job)) if job.failure else Unserved(job.reason)

    def _keep(self, job: Job) -> str:
        """Writes down how our own code failed, where there is a place for it; the same failure has the same file."""
        if self._errors is None:
            return ""
        told = ERROR_FILE.format(
            version=__version__, python=platform.python_version(), system=platform.platform(), name=job.name, failure=job.failure
        )
        path = self._errors / f"{hashlib.sha256(told.encode('utf-8', 'replace')).hexdigest()[:12]}.txt"
        with suppress(OSError):  # it must not cost the run
            self._errors.mkdir(parents=True, exist_ok=True)
            path.write_text(told, encoding="utf-8", errors="replace")
            return str(Path(self._errors.parent.name) / self._errors.name / path.name)
        return ""

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


def _reading(path: Path, kind: FileKind, name: str) -> tuple[str, Mapping[str, Any], str]:
    return _READ, {"path": str(path), "kind": kind.value, "name": name}, name


def _in_order(jobs: Iterable[tuple[K, Job]], ahead: int) -> Iterator[tuple[K, Job]]:
    """Jobs in their order as each is done, or as too many wait; more are begun as they are drawn."""
    pending: deque[tuple[K, Job]] = deque()
    for key, job in jobs:
        pending.append((key, job))
        while pending and (len(pending) > ahead or pending[0][1].done.is_set()):
            yield pending.popleft()
    yield from pending


def unserved_fault(why: Unserved, name: str) -> Fault:
    """Why a file was not read: a damaged or greedy file (S023), or an error of our own (S033)."""
    place = Place(file=name)
    if why.reason == _FAILED:
        kept = ERROR_KEPT.format(file=why.kept) if why.kept else ERROR_NOT_KEPT
        return faults.READER_FAILED.at(place, version=__version__, kept=kept)
    return faults.OUT_OF_REACH.at(place, reason=REASONS[why.reason])


@contextmanager
def open_readers(count: int = 2, errors: Path | None = None) -> Iterator[Readers]:
    """Readers for a run; their processes start with the first file and end with the block. ``errors``: where failures of our own are kept."""
    readers = Readers(count, errors)
    try:
        yield readers
    finally:
        readers.close()


def read_workbook(path: Path) -> Answer:
    """One file once (roster, calendar, a file to check), with the same guards; nothing is kept of it."""
    with tempfile.TemporaryDirectory(prefix="ducha-") as folder, open_readers(1) as readers:
        intake, refusals = take_in(path, Path(folder))
        return (None, refusals) if intake is None else readers.read(intake.stored, intake.kind, shown_name(path.name))
