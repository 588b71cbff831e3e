"""The names inside a file: parts of a zip, streams of an OLE file; even where the file is damaged."""

from __future__ import annotations

import io
import re
import struct
import zipfile

_LOCAL = re.compile(rb"PK\x03\x04.{22}(..)(..)", re.DOTALL)
_NAMES_LIMIT = 10_000
_FREE, _END = 0xFFFFFFFF, 0xFFFFFFFE


def names_inside(data: bytes) -> frozenset[str]:
    """Part names of a zip or root stream names of an OLE file; empty for anything else."""
    if data.startswith(b"PK"):
        return _zip_names(data)
    return _ole_names(data) if data.startswith(b"\xd0\xcf\x11\xe0") else frozenset()


def _zip_names(data: bytes) -> frozenset[str]:
    """From the central directory, or where that is cut off from the local headers."""
    end = data.rfind(b"PK\x05\x06", max(0, len(data) - 65_557))
    if end >= 0 and len(data) >= end + 22:
        size, offset = struct.unpack_from("<II", data, end + 12)
        directory = data[max(0, end - size) : end]
        if offset + size <= end and directory.startswith(b"PK\x01\x02"):
            return frozenset(_central_names(directory))
    names = set()
    for match in _LOCAL.finditer(data):
        length = int.from_bytes(match[1], "little")
        names.add(data[match.end() : match.end() + min(length, 255)].decode("utf-8", "replace"))
        if len(names) >= _NAMES_LIMIT:
            break
    return frozenset(names)


def _central_names(directory: bytes) -> list[str]:
    names: list[str] = []
    at = 0
    while directory[at : at + 4] == b"PK\x01\x02" and len(directory) >= at + 46 and len(names) < _NAMES_LIMIT:
        name, extra, comment = struct.unpack_from("<HHH", directory, at + 28)
        names.append(directory[at + 46 : at + 46 + name].decode("utf-8", "replace"))
        at += 46 + name + extra + comment
    return names


def zip_directory(data: bytes) -> zipfile.ZipFile:
    """The zip opened over bytes in memory."""
    return zipfile.ZipFile(io.BytesIO(data))


def _ole_names(data: bytes) -> frozenset[str]:
    """Names of the root storage's own streams: an embedded document must not be taken for the file."""
    if len(data) < 512:
        return frozenset()
    shift = int.from_bytes(data[30:32], "little")
    if shift not in (9, 12):
        return frozenset()
    entries = _directory_entries(data, 1 << shift)
    if not entries:
        return frozenset()
    names: set[str] = set()
    todo = [entries[0][3]]
    seen: set[int] = set()
    while todo:
        index = todo.pop()
        if index >= len(entries) or index in seen:
            continue
        seen.add(index)
        name, left, right, _ = entries[index]
        names.add(name)
        todo += [left, right]
    return frozenset(names) or frozenset(name for name, *_ in entries)


def _directory_entries(data: bytes, sector: int) -> list[tuple[str, int, int, int]]:
    """(name, left, right, child) of every directory entry, chain of sectors bounded."""
    fat_sectors = [n for n in struct.unpack_from("<109I", data, 76) if n < _END - 3]
    entries: list[tuple[str, int, int, int]] = []
    at = int.from_bytes(data[48:52], "little")
    seen: set[int] = set()
    while at < _END - 3 and at not in seen and len(seen) < 1024:
        seen.add(at)
        start = (at + 1) * sector
        for entry in range(start, min(start + sector, len(data) - 127), 128):
            length = min(int.from_bytes(data[entry + 64 : entry + 66], "little"), 64)
            name = data[entry : entry + max(0, length - 2)].decode("utf-16-le", "replace")
            left, right, child = struct.unpack_from("<III", data, entry + 68)
            entries.append((name, left, right, child))
        at = _next_sector(data, sector, fat_sectors, at)
    return entries


def _next_sector(data: bytes, sector: int, fat_sectors: list[int], at: int) -> int:
    per = sector // 4
    if at // per >= len(fat_sectors):
        return _END
    place = (fat_sectors[at // per] + 1) * sector + at % per * 4
    return int.from_bytes(data[place : place + 4], "little") if place + 4 <= len(data) else _END


def bytes_as_name(raw: bytes) -> str:
    """A name or text from bytes of unknown encoding: UTF-8, else GB18030, else with replacement characters."""
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return raw.decode("gb18030", "replace")


def shown_name(name: str) -> str:
    """A file name that can be shown: bytes that are no UTF-8 (GBK names from mail, old archives) read as what they mean."""
    try:
        name.encode()
    except UnicodeEncodeError:
        return bytes_as_name(name.encode("utf-8", "surrogateescape"))
    return name
