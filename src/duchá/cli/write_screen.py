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


def overwrite(text: str) -> None:
    """Text over the current line of stderr, without a line break."""
    _write(sys.stderr, f"\r{text}", end="")


def _write(stream: TextIO, text: str, end: str = "\n") -> None:
    """Writes; when the reader has gone (``| head``) the rest goes nowhere and the work keeps its exit code."""
    try:
        stream.write(text + end)
        stream.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
