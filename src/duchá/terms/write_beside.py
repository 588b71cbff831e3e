"""A file complete or not at all: written beside its place first, then renamed. The one place in which that is done, and an error always says which file."""

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
def beside(place: Path) -> Iterator[Path]:
    """The path to write to instead of ``place``; what stands there takes its place at the end, or is gone where it could not be finished.

    Raises OSError, which names ``place``.
    """
    part = place.with_name(f".{place.name}.part")
    try:
        with naming(place, part):
            yield part
            part.replace(place)
    finally:
        part.unlink(missing_ok=True)


@contextmanager
def naming(place: Path, *others: Path) -> Iterator[None]:
    """An error of the system that names no file (a full disk says only that it is full), or one of the others, is about ``place``."""
    try:
        yield
    except OSError as error:
        if error.filename is None or {str(error.filename), str(error.filename2)} & set(map(str, others)):
            error.filename, error.filename2 = str(place), None
        raise


def write_file(place: Path, data: bytes) -> None:
    """The bytes as a file. Raises OSError."""
    with beside(place) as part:
        part.write_bytes(data)


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
