"""The child that reads: started by path, it takes framed requests on stdin and gives framed JSON answers on stdout."""

from __future__ import annotations

import gc
import json
import os
import sys
from collections.abc import Mapping
from pathlib import Path

MEMORY_LIMIT = 1024 * 1024 * 1024
FRAME = 4
_COLLECT_EVERY, _LARGE = 50, 1_000_000
READY = b"ready"


def main() -> None:
    """Serve until stdin ends. The answers leave by a private descriptor, so that no library's print can break the frames."""
    sys.path.insert(0, str(Path(__file__).resolve().parents[3]))
    from duchá.workbooks.answer.packing import pack
    from duchá.workbooks.formats.read_file import read_file
    from duchá.workbooks.model import FileKind
    from duchá.workbooks.worker.read_limits import limit_this_process

    requests, answers = os.dup(0), os.dup(1)
    nothing = os.open(os.devnull, os.O_RDWR)
    for standard in (0, 1, 2):
        os.dup2(nothing, standard)
    limit_this_process(MEMORY_LIMIT)
    os.write(answers, READY)
    gc.freeze()
    gc.disable()
    served = 0
    while (request := _receive(requests)) is not None:
        name = request["name"]
        answer = pack(*read_file(Path(request["path"]), FileKind(request["kind"]), name), name)
        _send(answers, answer)
        served += 1
        if served % _COLLECT_EVERY == 0 or len(answer) > _LARGE:
            gc.collect()


def _receive(handle: int) -> Mapping[str, str] | None:
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


def _send(handle: int, body: bytes) -> None:
    view = memoryview(len(body).to_bytes(FRAME, "big") + body)
    while view:
        view = view[os.write(handle, view) :]


if __name__ == "__main__":
    main()
