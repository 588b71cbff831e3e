"""Inflated parts put together again, so that a library reads exactly the bytes that were looked at, and inflates nothing itself."""

from __future__ import annotations

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
