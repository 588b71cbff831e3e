"""Reading rulebooks' files: the packaged ones, each file overridable by a campaign's own ``templates/``."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

import tomli

from duchá.rulebook.faults import UNREADABLE
from duchá.terms.fault import Stop
from duchá.terms.place import Place
from duchá.terms.read_packaged import packaged
from duchá.terms.reasons import text_reason

FOLDER, MAIN = "rulebooks", "rulebook.toml"
SHOWN_FOLDER = f"templates/{FOLDER}"  # packaged, or in the campaign folder
SKELETON, SKELETON_ID = "rulebook/rulebook.toml", "my-rulebook"  # what `--new` begins with, and the id in it
OFFICE = "office"  # the office's own registers: in every campaign, never chosen
Files = dict[str, dict[str, str]]


def shipped_rulebooks(overrides: Path | None = None) -> tuple[str, ...]:
    """Ids of the rulebooks at hand to choose from, packaged and in the campaign's own templates, in alphabetical order."""
    places = [packaged(FOLDER), *([overrides / FOLDER] if overrides else [])]
    return tuple(sorted({file.parent.name for place in places for file in place.glob(f"*/{MAIN}")} - {OFFICE}))


def read_texts(ids: Iterable[str], overrides: Path | None = None) -> Files:
    """The files of these rulebooks, of those they extend and of the office's own, by id and name. An id that does not exist is left out."""
    texts: Files = {}
    wanted = [*ids, OFFICE]
    while wanted:
        id = wanted.pop()
        if id in texts or id not in (OFFICE, *shipped_rulebooks(overrides)):
            continue
        texts[id] = _files(id, overrides)
        parent = _parent(texts[id])
        if parent:
            wanted.append(parent)
    return texts


def _files(id: str, overrides: Path | None) -> dict[str, str]:
    files: dict[str, str] = {}
    shipped = packaged(FOLDER) / id
    own = overrides / FOLDER / id if overrides else None
    for folder in (shipped, own):
        if folder is not None and folder.is_dir():
            files.update({entry.name: _text(entry, id) for entry in folder.iterdir() if entry.name.endswith((".toml", ".csv"))})
    return files


def folder_of(path: str) -> Path | None:
    """The folder of a rulebook that is given by its path, or by that of its rulebook.toml; None where there is none."""
    given = Path(path)
    folder = given.parent if given.name == MAIN and given.is_file() else given
    return folder if (folder / MAIN).is_file() else None


def read_folder(folder: Path, known: frozenset[str]) -> Files:
    """The files of the rulebook in a folder, and of those beside it that it stands on and nobody else has."""
    texts: Files = {}
    wanted = [folder]
    while wanted:
        one = wanted.pop()
        texts[one.name] = {entry.name: _text(entry, one.name) for entry in one.iterdir() if entry.name.endswith((".toml", ".csv"))}
        parent = _parent(texts[one.name])
        if parent and parent not in known and parent not in texts and (folder.parent / parent / MAIN).is_file():
            wanted.append(folder.parent / parent)
    return texts


def write_skeleton(folder: Path, id: str) -> None:
    """Writes the packaged skeleton of a rulebook under an id of its own. Raises OSError."""
    text = packaged(SKELETON).read_text(encoding="utf-8").replace(SKELETON_ID, id)
    folder.mkdir(parents=True)
    (folder / MAIN).write_text(text, encoding="utf-8")


def _text(file: Path, id: str) -> str:
    """The text of a file, with or without the mark that Windows puts before UTF-8. Raises Stop (G002) for another encoding."""
    try:
        return file.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Stop(UNREADABLE.at(Place(file=f"{SHOWN_FOLDER}/{id}/{file.name}"), why=text_reason(error))) from None


@lru_cache(maxsize=32)  # every command asks three times: what it extends, what is in it, whose files may stand beside it
def table_of(text: str) -> Mapping[str, Any]:
    """The table of a rulebook's text, not to be changed by who asks. Raises TOMLDecodeError."""
    return tomli.loads(text)


def _parent(files: dict[str, str]) -> str:
    try:
        return str(table_of(files.get(MAIN, "")).get("extends", ""))
    except tomli.TOMLDecodeError:
        return ""  # parse_rulebook names the error, with its place
