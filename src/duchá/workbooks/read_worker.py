"""Reading in persistent, guarded processes: a file can end its reader, never the run."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import threading
import time
from collections import deque
from collections.abc import Hashable, Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, TypeVar

from duchá.terms.fault import Fault
from duchá.terms.place import Place
from duchá.workbooks import faults
from duchá.workbooks.answer.packing import Answer, unpack
from duchá.workbooks.answer.read_limits import memory_of, worker_environment
from duchá.workbooks.answer.read_worker_process import FRAME, MEMORY_LIMIT, READY
from duchá.workbooks.model import FileKind, RawBook
from duchá.workbooks.read_intake import take_in
from duchá.workbooks.read_names import shown_name
from duchá.workbooks.wording import REASONS

SECONDS = 20.0
_AHEAD = 2  # requests in a worker's pipe: it need not wait for the parent between two files
_BUFFERED = 16  # answers a worker may be ahead of the consumer
_PROCESS = Path(__file__).parent / "answer" / "read_worker_process.py"
_WATCH, _MEASURED_AFTER = 0.2, 1.0
_PIPE = 1024 * 1024  # an answer usually fits: the worker goes on without waiting for the parent
_BROKEN = "broken"


K = TypeVar("K", bound=Hashable)


class ReadersBroken(RuntimeError):
    """The reading process does not start at all: a broken installation, never a file's fault."""


class _Job:
    """One file on its way: the request, then the packed answer or the reason why there is none."""

    __slots__ = ("answer", "done", "name", "reason", "request", "sent")

    def __init__(self, path: Path, kind: FileKind, name: str) -> None:
        body = json.dumps({"path": str(path), "kind": kind.value, "name": name}).encode("ascii")
        self.request = len(body).to_bytes(FRAME, "big") + body
        self.name = name
        self.answer: bytes | None = None
        self.reason = "died"
        self.sent = False
        self.done = threading.Event()


class _Worker:
    """A thread that keeps one reading process busy and restarts it when it dies or is ended."""

    def __init__(self, waiting: deque[_Job], wake: threading.Condition) -> None:
        self._waiting, self._wake = waiting, wake
        self._process: subprocess.Popen[bytes] | None = None
        self._flight: deque[_Job] = deque()
        self._since = 0.0
        self._guard = threading.Lock()  # between the watch and the moment when an answer is complete
        self.closing = False
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def _run(self) -> None:
        while self._take():
            if self._process is None and not self._start():
                self._give_up()
                continue
            for job in self._flight:
                self._send(job)
            self._receive()

    def _take(self) -> bool:
        """Take work until the worker's pipe holds enough; False when there will be no more."""
        with self._wake:
            while not self._waiting and not self._flight and not self.closing:
                self._wake.wait()
            while self._waiting and len(self._flight) < _AHEAD:
                with self._guard:
                    self._flight.append(self._waiting.popleft())
            return not self.closing

    def _send(self, job: _Job) -> None:
        if job.sent:
            return
        job.sent = True
        if job is self._flight[0]:
            self._since = time.monotonic()
        assert self._process is not None and self._process.stdin is not None
        with suppress(OSError):  # a dead process is noticed where its answer is awaited
            self._process.stdin.write(job.request)

    def _start(self) -> bool:
        self._process = subprocess.Popen(  # noqa: S603 (our own file, run by our own interpreter)
            [sys.executable, "-I", "-X", "utf8", str(_PROCESS)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=worker_environment(),
            bufsize=0,
            pipesize=_PIPE,
        )
        assert self._process.stdout is not None
        return _exactly(self._process.stdout, len(READY)) == READY

    def _receive(self) -> None:
        """The next answer, or the end of the process: then the file that it was reading is to blame, and the others are asked again."""
        assert self._process is not None and self._process.stdout is not None
        size = _exactly(self._process.stdout, FRAME)
        answer = _exactly(self._process.stdout, int.from_bytes(size, "big")) if size else b""
        with self._guard:
            job = self._flight.popleft()
            self._since = time.monotonic()
        job.answer = answer or None
        if not answer:
            self._drop_process()
            for other in self._flight:
                other.sent = False
        job.done.set()

    def _give_up(self) -> None:
        self._drop_process()
        with self._guard:
            jobs = list(self._flight)
            self._flight.clear()
        for job in jobs:
            job.reason = _BROKEN
            job.done.set()

    def watch(self) -> None:
        """End a process that takes too long or too much."""
        with self._guard:
            process, busy = self._process, time.monotonic() - self._since
            if process is None or not self._flight or not self._flight[0].sent:
                return
            too_much = _MEASURED_AFTER < busy and memory_of(process.pid) > MEMORY_LIMIT
            if busy > SECONDS or too_much:
                self._flight[0].reason = "memory" if too_much else "time"
                process.kill()

    def end(self) -> None:
        """Kill the process, if there is one, so that its thread wakes up."""
        if (process := self._process) is not None:
            process.kill()

    def join(self) -> None:
        self._thread.join(timeout=5)
        self._drop_process()

    def _drop_process(self) -> None:
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            process.wait()
            for pipe in (process.stdin, process.stdout):
                if pipe is not None:
                    pipe.close()


def _exactly(stream: IO[bytes], size: int) -> bytes:
    pieces = bytearray()
    while len(pieces) < size:
        piece = stream.read(size - len(pieces))
        if not piece:
            return b""
        pieces += piece
    return bytes(pieces)


class Readers:
    """Reading processes that serve until closed; see ``open_readers``."""

    def __init__(self, count: int) -> None:
        self._waiting: deque[_Job] = deque()
        self._wake = threading.Condition()
        self._closed = threading.Event()
        self._workers = [_Worker(self._waiting, self._wake) for _ in range(count)]
        self._watch = threading.Thread(target=self._keep_watch, daemon=True)
        self._watch.start()

    def read_many(self, files: Iterable[tuple[K, Path, FileKind, str]]) -> Iterator[tuple[K, RawBook | None, tuple[Fault, ...]]]:
        """Answers in the order of the files, whichever worker is faster; ``files`` is drawn as the workers need them."""
        pending: deque[tuple[K, _Job]] = deque()
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

    def _submit(self, path: Path, kind: FileKind, name: str) -> _Job:
        job = _Job(path, kind, name)
        with self._wake:
            self._waiting.append(job)
            self._wake.notify()
        return job

    def _keep_watch(self) -> None:
        while not self._closed.wait(_WATCH):
            for worker in self._workers:
                worker.watch()

    def close(self) -> None:
        """End the processes; what was not read is not read."""
        self._closed.set()
        with self._wake:
            self._waiting.clear()
            for worker in self._workers:
                worker.closing = True
            self._wake.notify_all()
        for worker in self._workers:
            worker.end()
        for worker in self._workers:
            worker.join()


def _answer(job: _Job) -> Answer:
    job.done.wait()
    if job.answer is not None:
        return unpack(job.answer)
    if job.reason == _BROKEN:
        raise ReadersBroken(str(_PROCESS))
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
