"""The door to duchá with an ASCII name: what the process needs before the package can be found.

A folder named ``duchá`` is UTF-8 on the disk. Under a Chinese GBK locale Python looks for it in GBK and finds nothing, so
the program starts itself again in UTF-8 mode. ``python -m ducha`` is the form for cron.
"""

from __future__ import annotations

import gc
import os
import signal
import sys
import traceback
from types import TracebackType

TYPED_IN = "DUCHA_TYPED_IN"  # the encoding of the command line, for the process started in UTF-8 mode
DEBUG = "DUCHA_DEBUG"
SELDOM = 50_000  # new objects between two searches for rubbish: at 700 a short command spends a tenth of its time on them, in vain


def main() -> None:
    """Runs the command line and ends the process with its exit code: 0, 1, 2 or 130."""
    if sys.getfilesystemencoding() != "utf-8":
        _again_in_utf8()
    gc.set_threshold(SELDOM)
    for stream in (sys.stdout, sys.stderr):
        if stream is not None:  # pythonw has none
            stream.reconfigure(errors="replace")  # type: ignore[union-attr]  # the real streams have it
    sys.excepthook = _own_fault
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # asked to stop is interrupted, like Ctrl-C
    from duchá.cli.app import run

    code = run(_as_typed(sys.argv[1:], os.environ.pop(TYPED_IN, "")))
    _let_go_of_closed_pipe()
    sys.exit(code)


def _again_in_utf8() -> None:
    """Replaces this process by the same command in UTF-8 mode; the screen keeps the encoding of its locale."""
    screen = sys.stdout.encoding if sys.stdout else "ascii"
    os.environ[TYPED_IN] = sys.getfilesystemencoding()
    if screen.lower() not in ("ascii", "us-ascii", "ansi_x3.4-1968"):
        os.environ.setdefault("PYTHONIOENCODING", f"{screen}:replace")
    # -P: a file in the working directory must not pass for a module
    os.execv(sys.executable, [sys.executable, "-X", "utf8", "-P", "-m", "ducha", *sys.argv[1:]])


def _as_typed(arguments: list[str], encoding: str) -> list[str]:
    """The arguments as the person typed them: bytes that are not UTF-8 are read in the locale's encoding, unless they name a file as they are."""
    if not encoding:
        return arguments
    return [
        argument
        if argument.isascii() or os.path.lexists(argument)
        else argument.encode("utf-8", "surrogateescape").decode(encoding, "surrogateescape")
        for argument in arguments
    ]


def _let_go_of_closed_pipe() -> None:
    """Python flushes stdout at the end and complains when the reader (``| head``) has gone; nobody needs to hear that."""
    for stream in (sys.stdout, sys.stderr):
        try:
            if stream is not None:
                stream.flush()
        except BrokenPipeError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def _own_fault(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """An error nobody foresaw is ours: one line that can be passed on, exit 2; the full traceback with DUCHA_DEBUG=1."""
    if issubclass(kind, KeyboardInterrupt):
        sys.exit(130)
    if os.environ.get(DEBUG):
        traceback.print_exception(kind, error, trace)
    last = traceback.extract_tb(trace)[-1] if trace is not None else None
    where = f"{os.path.basename(last.filename)}:{last.lineno}" if last else "?"
    what = str(error).encode("unicode_escape").decode("ascii") if not str(error).isprintable() else str(error)
    line = f"× 程序自身出错，本次没有完成：{kind.__name__}: {what}（{where}）。"
    sys.stderr.write(f"{line}请把这一行和所用命令告诉维护人员；设 {DEBUG}=1 再运行可看全部经过。\n")
    sys.exit(2)


if __name__ == "__main__":
    main()
