"""Whether a file is one that this program made and that nobody has changed since."""

from __future__ import annotations

import re
import zlib
from pathlib import Path
from zipfile import BadZipFile, ZipFile

from duchá.forms.write_package import SEALED_BY, digest, fingerprint

CUSTOM, DATES = "docProps/custom.xml", "docProps/core.xml"
SEAL = "ducha.made"
_SEAL = re.compile(rb'name="ducha\.made"[^>]*>\s*<vt:lpwstr[^>]*>([0-9a-f]{64})<')
_LARGEST = 20 * 1024 * 1024


def is_untouched(path: Path) -> bool:
    """True for a workbook or kit as it was made: its fingerprint of all other parts still holds. Saved anew by any program, it does not.

    Raises OSError where the file cannot be read.
    """
    opened = _opened(path)
    if opened is None:
        return False
    comment, parts = opened
    found = _SEAL.search(parts.pop(CUSTOM, b""))
    promised = found[1] if found is not None else comment.removeprefix(SEALED_BY) if comment.startswith(SEALED_BY) else b""
    return digest({name: fingerprint(content) for name, content in parts.items()}).encode() == promised


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
