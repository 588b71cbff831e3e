"""The only place that writes to the terminal."""

from __future__ import annotations

import os
import shutil
import sys
from typing import TextIO


def out(text: str) -> None:
    """Text on stdout, for the person or script that asked."""
    _write(sys.stdout, text)


def err(text: str) -> None:
    """Text on stderr: progress, warnings, why it stopped."""
    _write(sys.stderr, text)


def unicode_safe() -> bool:
    """True when stdout can carry any character."""
    return (sys.stdout.encoding or "").lower().replace("-", "") == "utf8"


def screen_columns() -> int:
    """Columns of the screen; 80 where there is none."""
    return shutil.get_terminal_size().columns


def is_terminal(stream: TextIO) -> bool:
    """True when a person watches the stream."""
    return stream.isatty()


class _Line:
    """The line of progress that stands on the screen now: how many columns it takes."""

    columns = 0


def warnings_beside_progress() -> None:
    """Has what the stages warn of (that they wait for something) written as everything else is, so that it does not run into a line of progress."""
    import logging

    class _Written(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            err(record.getMessage())

    log = logging.getLogger("duchá")
    if not log.handlers:
        log.addHandler(_Written())


def overwrite(text: str, columns: int) -> None:
    """A line of progress, so many columns wide, over the one before it on stderr, without a line break; whatever is written next takes its place."""
    blank = " " * max(0, _Line.columns - columns)
    _Line.columns = 0
    _write(sys.stderr, f"\r{text}{blank}" + "\b" * len(blank), end="")
    _Line.columns = columns


def _write(stream: TextIO, text: str, end: str = "\n") -> None:
    """Writes; when the reader has gone (``| head``) the rest goes nowhere and the work keeps its exit code."""
    if _Line.columns:
        overwrite("\r", 0)
    try:
        stream.write(text + end)
        stream.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
