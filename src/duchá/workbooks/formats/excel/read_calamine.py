"""calamine behind our own interface: a private copy with an ASCII name and the sniffed extension, and every way it fails."""

from __future__ import annotations

import importlib.util
import os
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from duchá.workbooks.answer.grid import Grid, grid_from

if TYPE_CHECKING:
    from duchá.workbooks.look.read_look import BookLook, LookedSheet

CALAMINE = importlib.util.find_spec("python_calamine") is not None
T = TypeVar("T")
_LARGE = 1_000_000
_scratch: list[tempfile.TemporaryDirectory[str]] = []


def calamine_grids(data: bytes, wanted: Sequence[LookedSheet], look: BookLook) -> dict[int, Grid] | None:
    """Grids by sheet index; None where calamine gives up on the file."""

    def read(book: Any) -> dict[int, Grid] | None:
        if tuple(book.sheet_names) != look.declared:
            return None
        return {sheet.index: grid_of(book.get_sheet_by_index(sheet.index)) for sheet in wanted}

    return with_calamine(data, "xlsx", read)


def with_calamine(data: bytes, extension: str, read: Callable[[Any], T | None]) -> T | None:
    """What ``read`` gives for the opened book; None where calamine raises or panics (a panic is no Exception)."""
    import python_calamine

    with _copy(data, extension) as path:
        try:
            with python_calamine.CalamineWorkbook.from_path(path) as book:
                return read(book)
        except (python_calamine.CalamineError, OSError, ValueError, OverflowError):
            return None
        except BaseException as panic:  # house: a panic of the library is no Exception; everything else is raised again
            if type(panic).__name__ != "PanicException":
                raise
            return None


def grid_of(sheet: Any) -> Grid:
    """The grid of one calamine sheet: only its used area, row by row where it is large."""
    top, left = sheet.start or (0, 0)
    rows = sheet.iter_rows() if sheet.height * sheet.width > _LARGE else sheet.to_python()
    return grid_from(rows, top + 1, left + 1)


@contextmanager
def _copy(data: bytes, extension: str) -> Iterator[str]:
    """A private copy: calamine believes the extension and cannot open every name."""
    if not _scratch:
        _scratch.append(tempfile.TemporaryDirectory(prefix="ducha-"))
    path = Path(_scratch[0].name) / f"book.{extension}"
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
    try:
        with os.fdopen(handle, "wb") as copy:
            copy.write(data)
        yield str(path)
    finally:
        path.unlink(missing_ok=True)
