"""One working process and the thread that keeps it busy: a file can end the process, the thread starts another."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from collections import deque
from contextlib import suppress
from pathlib import Path
from typing import IO

from duchá.workbooks.child import FRAME, MEMORY_LIMIT, READY
from duchá.workbooks.limits import memory_of, worker_environment
from duchá.workbooks.tray import Job, Tray

SECONDS = 20.0
BROKEN = "broken"
PROCESS = Path(__file__).parent / "read_worker_process.py"
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
            if busy > (self._flight[0].seconds or SECONDS) or too_much:
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
