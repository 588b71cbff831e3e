"""A file written whole or not at all: beside its place first, then renamed. An error of the disk always says which file."""

from __future__ import annotations

import errno
import gc
import os
import sys
import tempfile
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import Any


@contextmanager
def beside(path: Path) -> Iterator[Path]:
    """A file beside ``path`` to be filled; it takes its name when the block ends well, and is gone when it does not.

    A reader never sees half a file. Raises OSError, which names ``path``: the system itself says of a full disk only that it is full.
    """
    half = path.with_name(f".{path.name}.part")
    try:
        with naming(path, half):
            yield half
            half.replace(path)
    finally:
        half.unlink(missing_ok=True)


@contextmanager
def naming(path: Path, *others: Path) -> Iterator[None]:
    """An error of the system that names no file, or one of the others, is about ``path``."""
    try:
        yield
    except OSError as error:
        if error.filename is None or {str(error.filename), str(error.filename2)} & set(map(str, others)):
            error.filename, error.filename2 = str(path), None
        raise


def write_whole(path: Path, data: bytes) -> None:
    """The bytes as a file, in a folder that is made where there is none. Raises OSError."""
    with naming(path.parent):
        path.parent.mkdir(parents=True, exist_ok=True)
    with beside(path) as half:
        half.write_bytes(data)


def saved(document: Any) -> bytes:
    """A workbook or document of a library as bytes; a full disk under its temporary files is an OSError, as for any other file."""
    from lxml.etree import SerialisationError

    packed = BytesIO()
    try:
        document.save(packed)
    except SerialisationError as error:  # says no more than IO_ENOSPC
        number = getattr(errno, str(error).removeprefix("IO_"), errno.EIO)
        _let_go(error)
        raise OSError(number, os.strerror(number), tempfile.gettempdir()) from None
    return packed.getvalue()


def _let_go(error: Exception) -> None:
    """Ends what the library had begun: each half-written sheet meets the full disk once more, and would say so behind our one line."""
    said = sys.unraisablehook
    sys.unraisablehook = lambda _: None
    try:
        traceback.clear_frames(error.__traceback__)
        gc.collect()
    finally:
        sys.unraisablehook = said
