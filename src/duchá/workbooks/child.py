"""The child that works on files: started by path, it takes framed requests on stdin and gives framed answers on stdout."""

from __future__ import annotations

import gc
import json
import os
import sys
import traceback
from collections.abc import Mapping
from importlib import import_module
from pathlib import Path
from typing import Any

MEMORY_LIMIT = 1024 * 1024 * 1024
FRAME = 4
_COLLECT_EVERY, _LARGE = 50, 1_000_000
READY, DONE, FAILED, SPENT = b"ready", b"+", b"!", b"~"
_TELLING = (AttributeError, TypeError, NameError, ImportError)  # what these say is about code, never about what a cell holds


def main() -> None:
    """Serve until stdin ends. The answers leave by a private descriptor, so that no library's print can break the frames."""
    sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
    from duchá.workbooks.formats import file  # noqa: F401  before the limits, so that the first file pays for nothing
    from duchá.workbooks.limits import limit_this_process

    requests, answers = os.dup(0), os.dup(1)
    nothing = os.open(os.devnull, os.O_RDWR)
    for standard in (0, 1, 2):
        os.dup2(nothing, standard)
    limit_this_process(MEMORY_LIMIT)
    os.write(answers, READY)
    gc.freeze()
    gc.disable()
    served, known = 0, set[str]()
    while (request := _receive(requests)) is not None:
        state, answer = served_answer(request)
        _send(answers, state, answer)
        served += 1
        if request["call"] not in known:  # what the first one brought along (modules, a campaign) stays, and is not gone through again
            known.add(request["call"])
            gc.collect()
            gc.freeze()
        if served % _COLLECT_EVERY == 0 or len(answer) > _LARGE:
            gc.collect()


def served_answer(request: Mapping[str, Any]) -> tuple[bytes, bytes]:
    """The answer to one request ``{"call": "module:function", …}``; where our own code fails, how it failed.

    The function takes the request and gives bytes; the parent names it, so that this folder need not know the stages after it.
    """
    module, _, function = request["call"].partition(":")
    try:
        answer: bytes = getattr(import_module(module), function)(request)
    except MemoryError:
        return SPENT, b""
    except Exception as error:  # noqa: BLE001  # house: an error of ours is told as ours, and never taken for a damaged file
        return FAILED, failure_of(error).encode()
    return DONE, answer


def failure_of(error: BaseException) -> str:
    """Where and as what an error arose, for whoever mends it; not what it says, for that may be the text of a cell."""
    lines: list[str] = []
    following: BaseException | None = error
    while following is not None and len(lines) < 200:
        lines += [
            f"{_shortened(frame.filename)}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(following.__traceback__)[-40:]
        ]
        said = f": {following}" if isinstance(following, _TELLING) else ""
        lines.append(f"{type(following).__module__}.{type(following).__qualname__}{said}")
        following = following.__cause__ or following.__context__
    return "\n".join(lines)


def _shortened(path: str) -> str:
    """A source file from its package on: where it is installed concerns nobody."""
    parts = Path(path).parts
    start = max((at for at, part in enumerate(parts) if part in ("site-packages", "src", "lib")), default=len(parts) - 2)
    return "/".join(parts[start + 1 :])


def _receive(handle: int) -> Mapping[str, Any] | None:
    size = _exactly(handle, FRAME)
    body = _exactly(handle, int.from_bytes(size, "big")) if size else b""
    return json.loads(body) if body else None


def _exactly(handle: int, size: int) -> bytes:
    pieces = bytearray()
    while len(pieces) < size:
        piece = os.read(handle, size - len(pieces))
        if not piece:
            return b""
        pieces += piece
    return bytes(pieces)


def _send(handle: int, state: bytes, body: bytes) -> None:
    view = memoryview((len(body) + 1).to_bytes(FRAME, "big") + state + body)
    while view:
        view = view[os.write(handle, view) :]


if __name__ == "__main__":
    main()
