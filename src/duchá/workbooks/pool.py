"""Work on files that came from outside, in persistent, guarded processes: a file can end its process, never the run."""

from __future__ import annotations

import hashlib
import json
import os
import platform
import subprocess
import sys
import tempfile
import threading
import time
from collections import deque
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, TypeVar

from duchá import __version__
from duchá.terms.fault import Fault
from duchá.terms.place import Place
from duchá.workbooks.child import FAILED, FRAME, MEMORY_LIMIT, READY, SPENT
from duchá.workbooks.intake import take_in
from duchá.workbooks.limits import memory_of, processor_seconds_of, scratch_place, worker_environment
from duchá.workbooks.package.names import shown_name
from duchá.workbooks.sheets import faults
from duchá.workbooks.sheets.model import FileKind, RawBook
from duchá.workbooks.sheets.wire import Answer, unpack
from duchá.workbooks.sheets.wording import REASONS

ERROR_FILE = """督查工具读取文件时出错。这里只有出错的位置，没有表中的内容。
程序版本：{version}　Python：{python}　系统：{system}
文件：{name}

{failure}
"""

ERROR_NOT_KEPT = "请告知本程序的维护人员"

ERROR_KEPT = "出错的位置已写入 {file}（不含表中内容），请把它交给本程序的维护人员，升级后再收件时会自动重读"


class Job:
    """One request on its way: then the answer, how our own code failed over it, the reason why there is none, or the error that ended all work."""

    __slots__ = ("answer", "done", "error", "failure", "name", "reason", "request", "seconds", "sent")

    def __init__(self, call: str, request: Mapping[str, Any], name: str, seconds: float = 0) -> None:
        body = json.dumps({"call": call, **request}).encode("ascii")
        self.request = len(body).to_bytes(FRAME, "big") + body
        self.name = name
        self.seconds = seconds  # that it may take; 0: as a file to read
        self.answer: bytes | None = None
        self.failure = ""
        self.error: BaseException | None = None
        self.reason = "died"
        self.sent = False
        self.done = threading.Event()

    def settle(self, answer: bytes) -> None:
        """End it with what came back."""
        if answer.startswith(FAILED):
            self.failure = answer[1:].decode("utf-8", "replace")
        elif answer == SPENT:
            self.reason = "memory"
        elif answer:
            self.answer = answer[1:]
        self.done.set()

    def fail(self, error: BaseException) -> None:
        """End it with an error, which is raised where the answer is awaited."""
        self.error = error
        self.done.set()


class Tray:
    """Jobs in the order they came. ``hands`` are the threads that take from it; when the last of them is gone, every job ends with its error."""

    def __init__(self, hands: int) -> None:
        self._hands = hands
        self._error: BaseException | None = None
        self.waiting: deque[Job] = deque()
        self.wake = threading.Condition()
        self.closing = False

    def put(self, job: Job) -> None:
        """One more job."""
        with self.wake:
            if self._error is not None:
                job.fail(self._error)
                return
            self.waiting.append(job)
            self.wake.notify()

    def leave(self, unfinished: Sequence[Job], error: BaseException) -> None:
        """A thread that cannot go on puts back what it had taken: the others do it, or nobody can."""
        with self.wake:
            self._hands -= 1
            for job in reversed(unfinished):
                job.sent = False
                self.waiting.appendleft(job)
            if self._hands == 0:
                self._error = error
                while self.waiting:
                    self.waiting.popleft().fail(error)
            self.wake.notify_all()

    def close(self) -> None:
        """No more work: what waits is not read."""
        with self.wake:
            self.waiting.clear()
            self.closing = True
            self.wake.notify_all()


SECONDS = 20.0  # of processor time, so that a busy machine turns no good file away; by the clock where the system does not tell
PATIENCE = 15  # times as long by the clock: for a process that waits and never works
BROKEN = "broken"
PROCESS = Path(__file__).parent / "child.py"
_AHEAD = 2  # requests in a worker's pipe: it need not wait for the parent between two files
_SMALL = 16 * 1024  # a longer request waits until the process listens: both sides would wait for each other with full pipes
_MEASURED_AFTER = 1.0
_PIPE = 1024 * 1024  # an answer usually fits: the worker goes on without waiting for the parent


class Worker:
    """A thread that keeps one reading process busy and restarts it when it dies or is ended."""

    def __init__(self, tray: Tray, scratch: str) -> None:
        self._tray, self._scratch = tray, scratch
        self._process: subprocess.Popen[bytes] | None = None
        self._flight: deque[Job] = deque()
        self._since = 0.0
        self._watched: tuple[Job, float | None] | None = None  # what is being read, and the processor time that was taken before
        self._guard = threading.Lock()  # between the watch and the moment when an answer is complete
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def _run(self) -> None:
        try:
            while self._take():
                if self._process is None and not self._start():
                    self._give_up()
                    continue
                for job in self._flight:
                    self._send(job)
                self._receive()
        except BaseException as error:  # noqa: BLE001  # house: whatever it is, it is raised again where answers are awaited
            self._drop_process()
            self._tray.leave(self._emptied(), error)

    def _take(self) -> bool:
        """Take work until the worker's pipe holds enough; False when there will be no more."""
        tray = self._tray
        with tray.wake:
            while not tray.waiting and not self._flight and not tray.closing:
                tray.wake.wait()
            while tray.waiting and len(self._flight) < _AHEAD:
                with self._guard:
                    self._flight.append(tray.waiting.popleft())
            return not tray.closing

    def _send(self, job: Job) -> None:
        if job.sent or (job is not self._flight[0] and len(job.request) > _SMALL):
            return
        job.sent = True
        if job is self._flight[0]:
            self._since = time.monotonic()
        assert self._process is not None and self._process.stdin is not None
        with suppress(OSError):  # a dead process is noticed where its answer is awaited
            self._process.stdin.write(job.request)

    def _start(self) -> bool:
        self._process = subprocess.Popen(
            [sys.executable, "-I", "-X", "utf8", str(PROCESS)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=worker_environment(self._scratch),
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
        job.settle(answer)
        if not answer:
            self._drop_process()
            for other in self._flight:
                other.sent = False

    def _give_up(self) -> None:
        self._drop_process()
        for job in self._emptied():
            job.reason = BROKEN
            job.done.set()

    def _emptied(self) -> list[Job]:
        """The jobs that it had taken, now taken from it."""
        with self._guard:
            jobs = list(self._flight)
            self._flight.clear()
        return jobs

    def watch(self) -> None:
        """End a process that takes too long or too much."""
        with self._guard:
            process, busy = self._process, time.monotonic() - self._since
            if process is None or not self._flight or not self._flight[0].sent:
                return
            too_much = busy > _MEASURED_AFTER and memory_of(process.pid) > MEMORY_LIMIT
            if too_much or self._too_long(self._flight[0], process.pid, busy):
                self._flight[0].reason = "memory" if too_much else "time"
                process.kill()

    def _too_long(self, job: Job, process: int, busy: float) -> bool:
        """Whether it has worked on a file for longer than it may: a process that has to wait for the processor is given the time."""
        worked = processor_seconds_of(process)
        if self._watched is None or self._watched[0] is not job:
            self._watched = job, worked
        before, limit = self._watched[1], job.seconds or SECONDS
        if worked is None or before is None:
            return busy > limit
        return worked - before > limit or busy > PATIENCE * limit

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


_BUFFERED = 16  # answers the workers may be ahead of the consumer
_WORTH_A_PROCESS = 64  # files: to start one more takes as long as to read so many
_WATCH = 0.2
_READ = "duchá.workbooks.formats.file:answer_to"
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
        self._ahead = max(_BUFFERED, 4 * count)
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

    def share(self, data: bytes) -> str:
        """Puts down what many requests need, and gives the place that they name; it goes when the readers are closed."""
        handle, path = tempfile.mkstemp(dir=self._scratch.name, prefix="shared-")
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        return path

    def read_many(self, files: Iterable[tuple[K, Path, FileKind, str]]) -> Iterator[tuple[K, RawBook | None, tuple[Fault, ...]]]:
        """Answers in the order of the files, whichever worker is faster; ``files`` is drawn as the workers need them."""
        jobs = ((key, self._submit(*_reading(path, kind, name))) for key, path, kind, name in files)
        for key, job in _in_order(jobs, self._ahead):
            yield key, *self._read(job)

    def read(self, path: Path, kind: FileKind, name: str) -> Answer:
        """One file. Faults: those of its format; S023 where the reader died, took too long or too much, S033 where our own code failed."""
        return self._read(self._submit(*_reading(path, kind, name)))

    def ask(self, call: str, request: Mapping[str, Any], name: str, seconds: float = 0) -> bytes | Unserved:
        """What ``module:function`` answers to a request, under the limits of a reader; ``name`` is the file that it is about."""
        return self._served(self._submit(call, request, name, seconds))

    def ask_many(
        self, requests: Iterable[tuple[K, str, Mapping[str, Any], str]], seconds: float = 0, ahead: int = 0
    ) -> Iterator[tuple[K, bytes | Unserved]]:
        """The same for many, in their order; the processes are at most ``ahead`` answers before the one who takes them (0: as many as keep them busy)."""
        jobs = ((key, self._submit(call, request, name, seconds)) for key, call, request, name in requests)
        for key, job in _in_order(jobs, ahead or self._ahead):
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


def workers_for(files: int) -> int:
    """How many processes many files are worth: two, and for many files as many as there are processors."""
    return min(max(2, files // _WORTH_A_PROCESS), max(2, _processors()))


def _processors() -> int:
    """The processors that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@contextmanager
def open_readers(count: int = 2, errors: Path | None = None) -> Iterator[Readers]:
    """Readers for a run; their processes start with the first file and end with the block. ``errors``: where failures of our own are kept."""
    readers = Readers(count, errors)
    try:
        yield readers
    finally:
        readers.close()


def read_workbook(path: Path, readers: Readers | None = None) -> Answer:
    """One file once (roster, calendar, a file to check), with the same guards, by ``readers`` where some are at work; nothing is kept of it."""
    with ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="ducha-"))
        readers = stack.enter_context(open_readers(1)) if readers is None else readers
        intake, refusals = take_in(path, Path(folder))
        return (None, refusals) if intake is None else readers.read(intake.stored, intake.kind, shown_name(path.name))
