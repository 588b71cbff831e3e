"""Copying the archive: every original, by content, nothing overwritten; and taking one out of it."""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path

from duchá.terms.write_beside import beside

_HASH_LENGTH = 64


class _AlteredError(Exception):
    """A copy is not what its name says."""


def copy_archive(source: Path, target: Path) -> tuple[int, tuple[Path, ...]]:
    """Copies the archived originals that ``target`` has not; gives how many there are now, and those of the source that are not what they are named.

    These are not copied: under that name nothing else may lie. OSError where it can't be written.
    """
    target.mkdir(parents=True, exist_ok=True)
    altered = []
    for original in sorted(source.glob("*/*")):
        if len(original.name) != _HASH_LENGTH:
            continue
        copy = target / original.parent.name / original.name
        if not copy.exists():
            copy.parent.mkdir(exist_ok=True)
            try:
                with beside(copy) as half:
                    shutil.copyfile(original, half)
                    if not content_is(half, original.name):
                        raise _AlteredError
            except _AlteredError:
                altered.append(original)
    return sum(1 for file in target.glob("*/*") if len(file.name) == _HASH_LENGTH), tuple(altered)


def content_is(file: Path, sha256: str) -> bool:
    """True where a file holds what its name says."""
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest() == sha256


def copy_original(archive: Path, content: str, target: Path) -> bool:
    """Copies the original of a content (SHA-256) to a new file; False where it is not in the archive or the file is there already."""
    original = archive / content[:2] / content
    if target.exists() or not original.is_file():
        return False
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(original, target)
    return True


def remove(*files: Path) -> tuple[str, ...]:
    """Removes what is there of these files; gives the names of those that were. OSError where one can't be."""
    there = [file for file in files if file.is_file()]
    for file in there:
        file.unlink()
    return tuple(file.name for file in there)
