"""One reading process and the thread that keeps it busy: a file can end the process, the thread starts another."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
import time
from collections import deque
from contextlib import suppress
from pathlib import Path
from typing import IO

from duchá.workbooks.model import FileKind
from duchá.workbooks.worker.read_limits import memory_of, worker_environment
from duchá.workbooks.worker.read_worker_process import FRAME, MEMORY_LIMIT, READY

SECONDS = 20.0
BROKEN = "broken"
PROCESS = Path(__file__).parent / "read_worker_process.py"
_AHEAD = 2  # requests in a worker's pipe: it need not wait for the parent between two files
_MEASURED_AFTER = 1.0
_PIPE = 1024 * 1024  # an answer usually fits: the worker goes on without waiting for the parent


class Job:
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


class Worker:
    """A thread that keeps one reading process busy and restarts it when it dies or is ended."""

    def __init__(self, waiting: deque[Job], wake: threading.Condition, scratch: str) -> None:
        self._waiting, self._wake, self._scratch = waiting, wake, scratch
        self._process: subprocess.Popen[bytes] | None = None
        self._flight: deque[Job] = deque()
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

    def _send(self, job: Job) -> None:
        if job.sent:
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
            job.reason = BROKEN
            job.done.set()

    def watch(self) -> None:
        """End a process that takes too long or too much."""
        with self._guard:
            process, busy = self._process, time.monotonic() - self._since
            if process is None or not self._flight or not self._flight[0].sent:
                return
            too_much = busy > _MEASURED_AFTER and memory_of(process.pid) > MEMORY_LIMIT
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
