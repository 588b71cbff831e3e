"""A command in a real terminal of so many columns, with what it wrote there."""

from __future__ import annotations

import os
import struct
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from conftest import clean_environment


@dataclass(frozen=True)
class Screen:
    """What stood on the screen, and the exit code."""

    text: str
    code: int

    @property
    def flat(self) -> str:
        """All of it without what the fold of lines puts in or takes away."""
        return "".join(self.text.split())


def on_screen(*arguments: str, columns: int, cwd: Path) -> Screen:
    """Runs ``duchá …`` in a pseudo-terminal: stdin, stdout and stderr are its own."""
    import fcntl
    import pty
    import termios

    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 50, columns, 0, 0))
    command = [sys.executable, "-m", "ducha", *arguments]
    with subprocess.Popen(command, cwd=cwd, env=clean_environment(), stdin=theirs, stdout=theirs, stderr=theirs) as running:
        os.close(theirs)
        written = b""
        while part := _read(ours):
            written += part
        code = running.wait()
    os.close(ours)
    return Screen(text=written.decode("utf-8").replace("\r\n", "\n"), code=code)


def _read(ours: int) -> bytes:
    """The next that was written; nothing once the command has ended."""
    try:
        return os.read(ours, 65536)
    except OSError:
        return b""
