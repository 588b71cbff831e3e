"""What lies in a folder of returns: every entry named once, links not followed, nothing opened."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from duchá.workbooks.package.names import shown_name

_DIGITS = re.compile(r"(\d+)")


@dataclass(frozen=True, slots=True, kw_only=True)
class FolderEntry:
    """One directory entry. ``shown`` is the path as people see it, ``folders`` the folder names above it within what was given.

    Both can be shown and stored whatever bytes the name has on the disk (GBK from an old archive, a name cut inside a character).
    """

    path: Path
    shown: str
    folders: tuple[str, ...] = ()


def entries(paths: Iterable[Path], root: Path) -> tuple[FolderEntry, ...]:
    """Everything under the given files and folders, each path once, in natural order of the shown name (2 before 10).

    ``shown`` is relative to ``root`` where it lies inside. Folders that can't be listed are entries themselves: opening them names the reason.
    """
    found: dict[Path, FolderEntry] = {}
    above = str(root.absolute())
    for path in paths:
        for inner, folders in _walk(path):
            seen = tuple(shown_name(folder) for folder in folders)
            found.setdefault(inner, FolderEntry(path=inner, shown=shown_name(_shown(inner, above)), folders=seen))
    return tuple(sorted(found.values(), key=lambda entry: natural_key(entry.shown)))


def stamp(entry: FolderEntry) -> str:
    """What tells a file from any other that lies there, or lay there at another time, without looking into it: name, size, time of change."""
    try:
        found = entry.path.lstat()
    except OSError:
        return ""
    said = f"{entry.shown}\n{found.st_size}\n{found.st_mtime_ns}"
    return hashlib.sha256(said.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def natural_key(text: str) -> tuple[tuple[int, int | str], ...]:
    """Sort key in which runs of digits count as numbers."""
    return tuple((0, int(part)) if part.isascii() and part.isdigit() else (1, part) for part in _DIGITS.split(text) if part)


def _walk(path: Path) -> Iterator[tuple[Path, tuple[str, ...]]]:
    absolute = Path(os.path.abspath(path))  # noqa: PTH100 - resolve() would follow links
    if not absolute.is_dir() or absolute.is_symlink():
        yield absolute, ()
        return
    stack: list[tuple[Path, tuple[str, ...]]] = [(absolute, ())]
    while stack:
        folder, names = stack.pop()
        try:
            with os.scandir(folder) as listing:
                children = list(listing)
        except OSError:
            yield folder, names
            continue
        for child in children:
            if child.is_dir(follow_symlinks=False):
                stack.append((Path(child.path), (*names, child.name)))
            else:
                yield Path(child.path), names


def _shown(path: Path, root: str) -> str:
    text = str(path)
    if text.startswith(root + os.sep):  # nearly always, and ten times as fast
        return text[len(root) + 1 :].replace(os.sep, "/")
    try:
        return path.relative_to(root).as_posix()
    except ValueError:
        return path.as_posix()
