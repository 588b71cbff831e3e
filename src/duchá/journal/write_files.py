"""Copying the archive: every original, by content, nothing overwritten."""

from __future__ import annotations

import shutil
from pathlib import Path

_HASH_LENGTH = 64


def copy_archive(source: Path, target: Path) -> int:
    """Copies the archived originals that ``target`` has not; gives how many there are now. OSError where it can't be written."""
    target.mkdir(parents=True, exist_ok=True)
    for original in source.glob("*/*"):
        if len(original.name) != _HASH_LENGTH:
            continue
        copy = target / original.parent.name / original.name
        if not copy.exists():
            copy.parent.mkdir(exist_ok=True)
            beside = copy.with_suffix(".part")
            shutil.copyfile(original, beside)
            beside.replace(copy)
    return sum(1 for file in target.glob("*/*") if len(file.name) == _HASH_LENGTH)


def copy_original(archive: Path, content: str, target: Path) -> bool:
    """Copies the original of a content (SHA-256) to a new file; False where it is not in the archive or the file is there already."""
    original = archive / content[:2] / content
    if target.exists() or not original.is_file():
        return False
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(original, target)
    return True
