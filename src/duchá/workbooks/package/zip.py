"""A zip package whose claims are checked before anything in it is parsed: absolute limits, no ratio."""

from __future__ import annotations

import itertools
import posixpath
import re
import struct
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass

from duchá.workbooks.package.names import zip_directory
from duchá.workbooks.sheets import faults
from duchá.workbooks.sheets.refused import Refused
from duchá.workbooks.sheets.wording import REASONS

PARTS_LIMIT = 5_000
INFLATED_LIMIT = 256 * 1024 * 1024
_DIRECTORY_LIMIT = 4 * 1024 * 1024
_STORED, _DEFLATED = 0, 8
METHODS = (_STORED, _DEFLATED)
_DECLARATIONS = tuple("<!DOCTYPE".encode(code) for code in ("utf-16-le", "utf-16-be"))
_WIDE = (b"\xff\xfe", b"\xfe\xff")
_BLANKS = re.compile(rb"\s*")


# What the libraries raise on damaged files; each name was seen. Caught only around a call into a library, never around our own code.
LIBRARY_ERRORS = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    EOFError,
    LookupError,
    MemoryError,
    OSError,
    RuntimeError,
    SyntaxError,
    TypeError,
    ValueError,
    struct.error,
    zipfile.BadZipFile,
    zlib.error,
)


@dataclass(frozen=True, slots=True)
class Package:
    """An opened zip: its bytes and its parts by lower-case name with forward slashes (some writers differ in both)."""

    data: bytes
    parts: Mapping[str, zipfile.ZipInfo]

    def has(self, name: str) -> bool:
        """True where there is a part of this name, whatever its case."""
        return name.lower() in self.parts

    def under(self, folder: str) -> list[str]:
        """Names of the parts in a folder, sorted."""
        return sorted(name for name in self.parts if name.startswith(folder.lower()))

    def read(self, name: str) -> bytes:
        """One part, inflated to its declared size and not a byte further."""
        info = self.parts.get(name.lower())
        if info is None:
            raise Refused(faults.BAD_PACKAGE, reason=REASONS["missing"])
        return inflate(self.data, info)


def open_package(data: bytes) -> Package:
    """The package, or Refused: cut off, too many parts, too much inside, twins, overlaps, passwords, odd methods."""
    end = data.rfind(b"PK\x05\x06", max(0, len(data) - 65_557))
    if end < 0 or len(data) < end + 22:
        raise Refused(faults.TRUNCATED, reason=REASONS["cut"])
    if int.from_bytes(data[end + 12 : end + 16], "little") > _DIRECTORY_LIMIT:
        raise Refused(faults.BOMB, reason=REASONS["parts"])
    try:
        infos = [info for info in zip_directory(data).infolist() if not info.is_dir()]
    except (zipfile.BadZipFile, EOFError, OSError, NotImplementedError, UnicodeDecodeError, ValueError, IndexError, OverflowError):
        raise Refused(faults.TRUNCATED, reason=REASONS["cut"]) from None
    _check_claims(infos, len(data))
    parts = {info.filename.replace("\\", "/").lstrip("/").lower(): info for info in infos}
    if len(parts) != len(infos):
        raise Refused(faults.BAD_PACKAGE, reason=REASONS["twins"])
    return Package(data, parts)


def _check_claims(infos: list[zipfile.ZipInfo], size: int) -> None:
    if len(infos) > PARTS_LIMIT:
        raise Refused(faults.BOMB, reason=REASONS["parts"])
    if sum(info.file_size for info in infos) > INFLATED_LIMIT:
        raise Refused(faults.BOMB, reason=REASONS["inflated"])
    if any(info.flag_bits & 1 for info in infos):
        raise Refused(faults.ENCRYPTED)
    if any(info.compress_type not in METHODS for info in infos):
        raise Refused(faults.BAD_PACKAGE, reason=REASONS["method"])
    spans = sorted((info.header_offset, info.header_offset + 30 + len(info.orig_filename) + info.compress_size) for info in infos)
    if any(second[0] < first[1] for first, second in itertools.pairwise(spans)) or (spans and spans[-1][1] > size):
        raise Refused(faults.BAD_PACKAGE, reason=REASONS["overlap"])


def inflate(data: bytes, info: zipfile.ZipInfo) -> bytes:
    """One member; Refused where it is cut, larger than it says, or its checksum is wrong."""
    at = info.header_offset
    if data[at : at + 4] != b"PK\x03\x04":
        raise Refused(faults.TRUNCATED, reason=REASONS["cut"])
    start = at + 30 + int.from_bytes(data[at + 26 : at + 28], "little") + int.from_bytes(data[at + 28 : at + 30], "little")
    packed = data[start : start + info.compress_size]
    if len(packed) != info.compress_size:
        raise Refused(faults.TRUNCATED, reason=REASONS["cut"])
    try:
        part = packed if info.compress_type == _STORED else zlib.decompressobj(-15).decompress(packed, info.file_size + 1)
    except zlib.error:
        raise Refused(faults.TRUNCATED, reason=REASONS["crc"]) from None
    if len(part) != info.file_size:
        raise Refused(faults.BAD_PACKAGE, reason=REASONS["size"])
    if zlib.crc32(part) != info.CRC:
        raise Refused(faults.TRUNCATED, reason=REASONS["crc"])
    return part


def refuse_declarations(part: bytes) -> None:
    """No part of a package may carry a DOCTYPE: the format forbids it and every one found was an attack."""
    if part.startswith(_WIDE) or b"\0" in part[:4]:
        if any(declaration in part for declaration in _DECLARATIONS):
            raise Refused(faults.DOCTYPE)
    elif _declares(part):
        raise Refused(faults.DOCTYPE)


def _declares(part: bytes) -> bool:
    """True where a DOCTYPE stands before the root element; nowhere else is it one."""
    at = 3 if part.startswith(b"\xef\xbb\xbf") else 0
    while True:
        found = _BLANKS.match(part, at)
        at = found.end() if found else at
        end = b"?>" if part.startswith(b"<?", at) else b"-->" if part.startswith(b"<!--", at) else b""
        if not end:
            return part.startswith(b"<!", at)
        closed = part.find(end, at)
        if closed < 0:
            return False
        at = closed + len(end)


def resolve(base: str, target: str) -> str:
    """The part name that a relationship's target means, seen from the part ``base``; lower case."""
    target = target.replace("\\", "/")
    joined = target if target.startswith("/") else posixpath.join(posixpath.dirname(base), target)
    return posixpath.normpath(joined).lstrip("/").lower()
