"""A compound file (OLE) with storages and streams, written by hand: what .msg, .doc and .xls are kept in."""

from __future__ import annotations

import struct
from dataclasses import dataclass, field
from itertools import pairwise

_SECTOR, _MINI, _CUTOFF = 512, 64, 4096
_FREE, _END, _FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD


@dataclass
class Storage:
    """A folder of a compound file."""

    streams: dict[str, bytes] = field(default_factory=dict)
    storages: dict[str, Storage] = field(default_factory=dict)


@dataclass
class _Chains:
    """Sectors of one size and which follows which."""

    size: int
    table: list[int] = field(default_factory=list)
    body: bytearray = field(default_factory=bytearray)

    def add(self, content: bytes) -> int:
        """The first sector of some content."""
        first, count = len(self.table), -(-len(content) // self.size)
        self.table += [first + n + 1 for n in range(count - 1)] + [_END]
        self.body += content.ljust(count * self.size, b"\0")
        return first


def compound(root: Storage) -> bytes:
    """The file: short streams in the mini stream, long ones in sectors of their own."""
    entries: list[bytearray] = []
    contents: list[tuple[int, bytes]] = []
    _add(entries, contents, "Root Entry", 5, root)
    sectors, mini = _Chains(_SECTOR), _Chains(_MINI)
    for index, content in contents:
        if content:
            struct.pack_into("<IQ", entries[index], 116, (mini if len(content) < _CUTOFF else sectors).add(content), len(content))
    minis = struct.pack(f"<{len(mini.table)}I", *mini.table)
    if mini.body:
        struct.pack_into("<IQ", entries[0], 116, sectors.add(bytes(mini.body)), len(mini.body))
    mini_fat = sectors.add(minis.ljust(-(-len(minis) // _SECTOR) * _SECTOR, b"\xff")) if minis else _END
    directory = sectors.add(b"".join(entries))
    count = 1
    while count * _SECTOR // 4 < len(sectors.table) + count:
        count += 1
    first = len(sectors.table)
    table = struct.pack(f"<{first + count}I", *sectors.table, *[_FAT] * count).ljust(count * _SECTOR, b"\xff")
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    header += struct.pack("<9I", 0, count, directory, 0, _CUTOFF, mini_fat, -(-len(minis) // _SECTOR), _END, 0)
    header += b"".join(struct.pack("<I", first + n if n < count else _FREE) for n in range(109))
    return header + bytes(sectors.body) + table


def _add(entries: list[bytearray], contents: list[tuple[int, bytes]], name: str, kind: int, storage: Storage) -> int:
    """The entry of a storage and of all below it; siblings hang together as a chain to the right."""
    index = len(entries)
    entries.append(_entry(name, kind))
    children = []
    for title, content in storage.streams.items():
        children.append(len(entries))
        entries.append(_entry(title, 2))
        contents.append((children[-1], content))
    for title, inner in storage.storages.items():
        children.append(_add(entries, contents, title, 1, inner))
    for one, following in pairwise(children):
        struct.pack_into("<I", entries[one], 72, following)
    if children:
        struct.pack_into("<I", entries[index], 76, children[0])
    return index


def _entry(name: str, kind: int) -> bytearray:
    raw = name.encode("utf-16-le") + b"\0\0"
    entry = bytearray(raw.ljust(64, b"\0") + struct.pack("<HBBIII", len(raw), kind, 1, _FREE, _FREE, _FREE) + bytes(48))
    struct.pack_into("<IQ", entry, 116, _END, 0)
    return entry
