"""What waits to be done, shared by the threads that keep the reading processes busy. Nobody waits for a thread that is gone."""

from __future__ import annotations

import json
import threading
from collections import deque
from collections.abc import Mapping, Sequence
from typing import Any

from duchá.workbooks.child import FAILED, FRAME, SPENT


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
