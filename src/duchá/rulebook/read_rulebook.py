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
