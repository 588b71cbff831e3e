"""Folders that tests make once a process and copy: to begin a campaign takes seconds, to copy it none."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Hashable
from pathlib import Path

_PLACE = tempfile.TemporaryDirectory()  # goes away with the process
_MADE: dict[Hashable, Path] = {}


def copied(folder: Path, key: Hashable, make: Callable[[Path], object]) -> None:
    """Makes ``folder`` as a copy of what ``make`` gave for the key and its name; what was made beside it (a roster) comes along."""
    whole = (folder.name, key)
    if whole not in _MADE:
        _MADE[whole] = Path(_PLACE.name) / str(len(_MADE)) / folder.name
        _MADE[whole].mkdir(parents=True)
        make(_MADE[whole])
    for made in _MADE[whole].parent.iterdir():
        if made.is_dir():
            shutil.copytree(made, folder.parent / made.name, dirs_exist_ok=True)
        else:
            shutil.copy(made, folder.parent / made.name)
