"""What waits to be read, shared by the threads that keep the reading processes busy. Nobody waits for a thread that is gone."""

from __future__ import annotations

import json
import threading
from collections import deque
from collections.abc import Sequence
from pathlib import Path

from duchá.workbooks.model import FileKind
from duchá.workbooks.worker.read_worker_process import FRAME


class Job:
    """One file on its way: the request, then the packed answer, the reason why there is none, or the error that ended all reading."""

    __slots__ = ("answer", "done", "error", "name", "reason", "request", "sent")

    def __init__(self, path: Path, kind: FileKind, name: str) -> None:
        body = json.dumps({"path": str(path), "kind": kind.value, "name": name}).encode("ascii")
        self.request = len(body).to_bytes(FRAME, "big") + body
        self.name = name
        self.answer: bytes | None = None
        self.error: BaseException | None = None
        self.reason = "died"
        self.sent = False
        self.done = threading.Event()

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
