"""The zip of a workbook or document: equal parts give equal bytes, whenever and wherever it is written."""

from __future__ import annotations

import re
import zlib
from collections.abc import Mapping
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile, ZipInfo

CUSTOM, DATES = "docProps/custom.xml", "docProps/core.xml"
SEAL, ORIGIN = "ducha.made", "ducha.from"
_SEAL = re.compile(rb'name="ducha\.made"[^>]*>\s*<vt:lpwstr[^>]*>([0-9a-f]{64})<')
_ORIGIN = re.compile(rb'name="ducha\.from"[^>]*>\s*<vt:lpwstr[^>]*>([0-9a-f]{64})<')
_LARGEST = 20 * 1024 * 1024


def is_untouched(path: Path) -> bool:
    """True for a workbook or kit as it was made: its fingerprint of all other parts still holds. Saved anew by any program, it does not.

    Raises OSError where the file cannot be read.
    """
    return origin_of(path) is not None


def origin_of(path: Path) -> str | None:
    """What an untouched register says it was made from, empty where it does not say; None for what was saved anew. Raises OSError."""
    opened = _opened(path)
    if opened is None:
        return None
    comment, parts = opened
    custom = parts.pop(CUSTOM, b"")
    found, origin = _SEAL.search(custom), _ORIGIN.search(custom)
    promised = found[1] if found is not None else comment.removeprefix(SEALED_BY) if comment.startswith(SEALED_BY) else b""
    if digest({name: fingerprint(content) for name, content in parts.items()}).encode() != promised:
        return None
    return origin[1].decode() if origin is not None else ""


def content_of(path: Path) -> str:
    """What is in a workbook, as one fingerprint, whenever it was saved: its dates are left out. Empty where it is none. Raises OSError."""
    opened = _opened(path)
    return "" if opened is None else digest({name: fingerprint(content) for name, content in opened[1].items() if name != DATES})


def _opened(path: Path) -> tuple[bytes, dict[str, bytes]] | None:
    """The package's comment and parts; None for what is no package of a size that this program makes."""
    if path.stat().st_size > _LARGEST:
        return None
    try:
        with ZipFile(path) as archive:
            if sum(member.file_size for member in archive.infolist()) > _LARGEST:
                return None
            return archive.comment, {name: archive.read(name) for name in archive.namelist()}
    except (BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, UnicodeDecodeError):
        return None


FIRST_DAY = (1980, 1, 1, 0, 0, 0)  # the zero of a zip's clock
LEVEL = 6
SEALED_BY = b"ducha "
ILLEGAL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_LOOKS_ESCAPED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_APPLICATION = re.compile(rb"<Application>[^<]*</Application>")
_MODIFIED = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*(</dcterms:modified>)")


def unpacked(data: bytes) -> dict[str, bytes]:
    """The parts of a package by name, in their order."""
    with ZipFile(BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(parts: Mapping[str, bytes]) -> bytes:
    """A package of these parts, all with the same fixed time."""
    return appended(b"", parts)


def sealed(parts: Mapping[str, bytes]) -> bytes:
    """A package of files with its own fingerprint as the comment of the zip, for a package that is not itself a document."""
    buffer = BytesIO(packed(parts))
    with ZipFile(buffer, "a") as archive:
        archive.comment = SEALED_BY + digest({name: fingerprint(content) for name, content in parts.items()}).encode()
    return buffer.getvalue()


def appended(package: bytes, parts: Mapping[str, bytes]) -> bytes:
    """A package with further parts behind those it has, which are not compressed again."""
    buffer = BytesIO()
    buffer.write(package)
    with ZipFile(buffer, "a" if package else "w") as archive:
        for name, content in parts.items():
            member = ZipInfo(name, FIRST_DAY)
            member.compress_type, member.external_attr, member.create_system = ZIP_DEFLATED, 0o600 << 16, 3
            archive.writestr(member, content, compresslevel=LEVEL)
    return buffer.getvalue()


def signed(parts: Mapping[str, bytes], stamp: str, tool: str) -> dict[str, bytes]:
    """The parts with ``stamp`` (ISO 8601, UTC) as the time of change instead of the moment of writing, and our name as the program's.

    LibreOffice fits the rows to their text only where the file does not claim to come from Excel.
    """
    core, app = "docProps/core.xml", "docProps/app.xml"
    changed = _MODIFIED.sub(rb"\g<1>" + stamp.encode() + rb"\g<2>", parts[core])
    program = _APPLICATION.sub(b"<Application>" + tool.encode() + b"</Application>", parts[app])
    return {**parts, core: changed, app: program}


def xml_text(text: str) -> str:
    """Text as it stands in an XML part of an office file: escaped, without signs that XML forbids."""
    clean = _LOOKS_ESCAPED.sub("_x005F_", ILLEGAL.sub("\ufffd", text))
    return clean.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")


def digest(prints: Mapping[str, str]) -> str:
    """One fingerprint over the fingerprints of parts, whatever their order."""
    return sha256("\n".join(f"{name}\t{prints[name]}" for name in sorted(prints)).encode()).hexdigest()


def fingerprint(content: bytes) -> str:
    """SHA-256 of a part, in hexadecimal."""
    return sha256(content).hexdigest()
