"""calamine behind our own interface: a private copy with an ASCII name and the sniffed extension, and every way it fails."""

from __future__ import annotations

import importlib.util
import io
import os
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from duchá.workbooks.package.zip import Package
from duchá.workbooks.sheets.grid import Grid, grid_from

if TYPE_CHECKING:
    from duchá.workbooks.look.look import BookLook, LookedSheet
import struct
import zlib
from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from zipfile import ZipInfo


_LOCAL, _CENTRAL, _END = struct.Struct("<4s5H3I2H"), struct.Struct("<4s6H3I5H2I"), struct.Struct("<4s4H2IH")
_VERSION, _UTF8_NAMES, _FIRST_DAY = 20, 0x800, 33


def stored_package(parts: Iterable[tuple[ZipInfo, bytes]]) -> bytes:
    """A zip that holds inflated and checked members, in order, as they are; one that was made shorter since is given its own checksum."""
    members: list[bytes] = []
    directory: list[bytes] = []
    at = 0
    for info, part in parts:
        written = info.filename.encode("utf-8", "replace")
        checksum = info.CRC if len(part) == info.file_size else zlib.crc32(part)  # a part that was put right is shorter
        size = (checksum, len(part), len(part), len(written), 0)
        members += (_LOCAL.pack(b"PK\3\4", _VERSION, _UTF8_NAMES, 0, 0, _FIRST_DAY, *size), written, part)
        directory += (_CENTRAL.pack(b"PK\1\2", _VERSION, _VERSION, _UTF8_NAMES, 0, 0, _FIRST_DAY, *size, 0, 0, 0, 0, at), written)
        at += _LOCAL.size + len(written) + len(part)
    count, length = len(directory) // 2, sum(map(len, directory))
    return b"".join((*members, *directory, _END.pack(b"PK\5\6", 0, 0, count, count, length, at, 0)))


CALAMINE = importlib.util.find_spec("python_calamine") is not None
T = TypeVar("T")
_LARGE = 1_000_000
_IN_MEMORY = 16 * 1024 * 1024  # inflated; the library keeps several copies of what it is given in memory
_scratch: list[tempfile.TemporaryDirectory[str]] = []


def calamine_grids(package: Package, wanted: Sequence[LookedSheet], look: BookLook) -> dict[int, Grid] | None:
    """Grids by sheet index; None where calamine gives up on the file. It is given the very parts that were looked at, unless they are large."""

    def read(book: Any) -> dict[int, Grid] | None:
        if tuple(book.sheet_names) != look.declared:
            return None
        return {sheet.index: grid_of(book.get_sheet_by_index(sheet.index)) for sheet in wanted}

    large = sum(map(len, look.parts.values())) > _IN_MEMORY
    if large and not look.rewritten:
        return with_calamine(package.data, "xlsx", read)
    seen = stored_package((package.parts[name], part) for name, part in look.parts.items())
    if large:
        return with_calamine(seen, "xlsx", read)
    return _guarded(lambda calamine: calamine.from_filelike(io.BytesIO(seen)), read)


def with_calamine(data: bytes, extension: str, read: Callable[[Any], T | None]) -> T | None:
    """What ``read`` gives for the opened book; None where calamine raises or panics (a panic is no Exception)."""
    with _copy(data, extension) as path:
        return _guarded(lambda calamine: calamine.from_path(path), read)


def _guarded(opened: Callable[[Any], Any], read: Callable[[Any], T | None]) -> T | None:
    import python_calamine

    try:
        with opened(python_calamine.CalamineWorkbook) as book:
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
