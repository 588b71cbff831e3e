"""Files that people work with: what this program wrote may be written anew, what a person has changed stays, and the new one lies beside it.

The one place in which that is decided, for blanks, reports, letters, mail, marked copies and exported lists alike.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from duchá.forms.package import content_of, is_untouched
from duchá.terms.write_beside import naming

NEW_BESIDE = "-新"  # behind the name of a file that lies beside one which a person has changed

RECORD = "written"  # in .duchá: a line for each file that was written for people, its content and its place


class WriteOutcome(Enum):
    """What became of a file: written, written anew, was the same already, or kept because a person has changed it."""

    MADE = "made"
    RENEWED = "renewed"
    SAME = "same"
    KEPT = "kept"


@dataclass(frozen=True, slots=True, kw_only=True)
class Put:
    """Where a file was to be and where it is now: elsewhere only where the one that lay there was KEPT."""

    place: Path
    path: Path
    outcome: WriteOutcome


class WrittenFiles:
    """What this program wrote for people under a folder, by place and content. What it does not know counts as changed by a person.

    A blank carries its own fingerprint and needs no record; of all other files a line is kept in ``.duchá``, with places as seen from the
    folder, so that a copy of the folder knows them too. Without a ``home`` only fingerprints are known.
    """

    def __init__(self, folder: Path | None = None, home: Path | None = None) -> None:
        self._folder = None if folder is None else folder.resolve()
        self._record = None if home is None else home / RECORD
        self._known = self._read()

    def put(self, place: Path, write: Callable[[Path], object]) -> Put:
        """Lets a file be written by ``write`` and puts it in its place, or beside it (报告-新.docx) where a person has changed what lies there.

        What would be the same but for the time it was saved is left as it is. Raises OSError.
        """
        with naming(place.parent):
            place.parent.mkdir(parents=True, exist_ok=True)
        new = place.with_name(f".{place.name}.{os.getpid()}.new")  # two clerks' commands may be writing the same file
        try:
            with naming(place, new):
                write(new)
            path, outcome = self._target(place, new)
            if outcome is not WriteOutcome.SAME:
                self._note(path, new)
                new.replace(path)
        finally:
            new.unlink(missing_ok=True)
        return Put(place=place, path=path, outcome=outcome if path == place else WriteOutcome.KEPT)

    def put_bytes(self, place: Path, data: bytes) -> Put:
        """`put` for content at hand."""
        return self.put(place, lambda path: path.write_bytes(data))

    def is_ours(self, path: Path) -> bool:
        """True for a file as this program left it. Raises OSError."""
        if not path.is_file():
            return False
        said = (self._name(path), _digest(path))
        if said not in self._known:
            self._known |= self._read()  # another clerk's command may have written it meanwhile
        return said in self._known or is_untouched(path)

    def _target(self, place: Path, new: Path) -> tuple[Path, WriteOutcome]:
        """The first place that is free, holds the same, or holds what we wrote: the place itself, then those beside it."""
        at, path = 1, place
        while True:
            if not path.exists() and not path.is_symlink():
                return path, WriteOutcome.MADE
            if path.is_file() and _same(path, new):
                return path, WriteOutcome.SAME
            if self.is_ours(path):
                return path, WriteOutcome.RENEWED
            path = place.with_name(f"{place.stem}{NEW_BESIDE}{at if at > 1 else ''}{place.suffix}")
            at += 1

    def _name(self, path: Path) -> str:
        found = path.resolve()
        inside = self._folder is not None and found.is_relative_to(self._folder)
        return found.relative_to(self._folder).as_posix() if inside and self._folder else found.as_posix()

    def _read(self) -> set[tuple[str, str]]:
        known: set[tuple[str, str]] = set()
        if self._record is not None and self._record.is_file():
            for line in self._record.read_text(encoding="utf-8", errors="surrogateescape").splitlines():
                with suppress(ValueError, KeyError, TypeError):  # a line cut off by a full disk: its file counts as changed
                    said = json.loads(line)
                    known.add((said["file"], said["sha256"]))
        return known

    def _whole(self) -> bool:
        """True where the record ends with a whole line."""
        if self._record is None or not self._record.is_file() or not self._record.stat().st_size:
            return True
        with self._record.open("rb") as stream:
            stream.seek(-1, 2)
            return stream.read() == b"\n"

    def beside(self, place: Path) -> tuple[Path, ...]:
        """What lies in a place and beside it under the names that `put` gives."""
        pattern = re.compile(re.escape(place.stem) + f"(?:{NEW_BESIDE}[0-9]*)?" + re.escape(place.suffix))
        return tuple(sorted(path for path in place.parent.glob("*") if pattern.fullmatch(path.name) and path.is_file()))

    def _note(self, path: Path, new: Path) -> None:
        """Before the file is there: a run that is killed in between leaves a line too many, never a file that counts as a person's."""
        if self._record is None or is_untouched(new):
            return
        said = (self._name(path), _digest(new))
        if said in self._known:
            return
        self._known.add(said)
        line = json.dumps({"file": said[0], "sha256": said[1]}, ensure_ascii=False, separators=(",", ":"))
        with suppress(OSError), self._record.open("a", encoding="utf-8", errors="surrogateescape", newline="\n") as stream:
            # a folder that cannot be written keeps no record: the next run writes beside
            stream.write(f"{line}\n" if self._whole() else f"\n{line}\n")


def _digest(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _same(one: Path, other: Path) -> bool:
    """True for equal bytes, and for packages that differ in nothing but the time they were saved."""
    if one.stat().st_size == other.stat().st_size and _digest(one) == _digest(other):
        return True
    content = content_of(one)
    return bool(content) and content == content_of(other)
