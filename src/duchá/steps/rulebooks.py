"""rulebooks: what is shipped, one in full, and whether it is sound."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from duchá.campaign.parse import SETTINGS
from duchá.rulebook.faults import FOLDER_THERE, NO_NAME
from duchá.rulebook.model import Rulebook
from duchá.rulebook.parse import parse_rulebook
from duchá.rulebook.read_rulebook import FOLDER, SHOWN_FOLDER, folder_of, read_folder, read_texts, shipped_rulebooks, write_skeleton
from duchá.terms.fault import Fault, Stop
from duchá.terms.place import Place
from duchá.terms.text import safe_name


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedRulebook:
    """One rulebook (None when it can't be used) and what is wrong with it."""

    id: str
    rulebook: Rulebook | None
    faults: tuple[Fault, ...]


def check_rulebooks(where: Path, id: str | None = None) -> tuple[CheckedRulebook, ...]:
    """Every rulebook at hand, or one (the office's own registers, too; a folder or its rulebook.toml as well), read and checked. Raises Stop (G001)
    for one that does not exist.
    """
    overrides = _overrides(where)
    known = shipped_rulebooks(overrides)
    texts = read_texts(known, overrides)
    folder = None if id is None or id in texts else folder_of(id)
    if id is not None and folder is not None:
        whole = folder.resolve()  # of “.” too the name
        texts, id = texts | read_folder(whole, frozenset(texts)), whole.name
    if id is not None and id not in texts:
        raise Stop(parse_rulebook(id, texts)[1][0])
    checked = (
        CheckedRulebook(id=each, rulebook=rulebook, faults=faults)
        for each in ([id] if id else known)
        for rulebook, faults in [parse_rulebook(each, texts)]
    )
    return tuple(checked) if folder is None else tuple(_placed_in(one, folder) for one in checked)


def _placed_in(checked: CheckedRulebook, folder: Path) -> CheckedRulebook:
    """The faults with the path that was given."""
    usual = f"{SHOWN_FOLDER}/{checked.id}"
    faults = tuple(
        replace(fault, place=replace(fault.place, file=fault.place.file.replace(usual, folder.as_posix(), 1))) for fault in checked.faults
    )
    return replace(checked, faults=faults)


def new_rulebook(where: Path, id: str | None) -> Path:
    """Writes a commented skeleton of a rulebook, in the campaign's templates or in the folder itself. Raises Stop (G127, G128), OSError."""
    if not id or id != safe_name(id) or "/" in id:
        raise Stop(NO_NAME.at(found=id or ""))
    overrides = _overrides(where)
    folder = (overrides / FOLDER if overrides else where) / id
    if folder.exists():
        raise Stop(FOLDER_THERE.at(Place(file=folder.as_posix()), id=id))
    write_skeleton(folder, id)
    return folder


def one_rulebook(where: Path, id: str) -> Rulebook:
    """One rulebook in full. Raises Stop with its first fault."""
    (found,) = check_rulebooks(where, id)
    if found.rulebook is None:
        raise Stop(found.faults[0])
    return found.rulebook


def _overrides(where: Path) -> Path | None:
    """The campaign's own templates, where the command runs inside a campaign."""
    return next((folder / "templates" for folder in (where, *where.parents) if (folder / SETTINGS).is_file()), None)
