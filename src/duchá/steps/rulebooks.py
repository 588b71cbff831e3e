"""rulebooks: what is shipped, one in full, and whether it is sound."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from duchá.campaign.parse import SETTINGS
from duchá.rulebook.model import Rulebook
from duchá.rulebook.parse import parse_rulebook
from duchá.rulebook.read_rulebook import read_texts, shipped_rulebooks
from duchá.terms.fault import Fault, Stop


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedRulebook:
    """One rulebook (None when it can't be used) and what is wrong with it."""

    id: str
    rulebook: Rulebook | None
    faults: tuple[Fault, ...]


def check_rulebooks(where: Path, id: str | None = None) -> tuple[CheckedRulebook, ...]:
    """Every rulebook at hand, or one (the office's own registers, too), read and checked. Raises Stop (G001) for one that does not exist."""
    overrides = _overrides(where)
    known = shipped_rulebooks(overrides)
    texts = read_texts(known, overrides)
    if id is not None and id not in texts:
        raise Stop(parse_rulebook(id, texts)[1][0])
    return tuple(
        CheckedRulebook(id=each, rulebook=rulebook, faults=faults)
        for each in ([id] if id else known)
        for rulebook, faults in [parse_rulebook(each, texts)]
    )


def one_rulebook(where: Path, id: str) -> Rulebook:
    """One rulebook in full. Raises Stop with its first fault."""
    (found,) = check_rulebooks(where, id)
    if found.rulebook is None:
        raise Stop(found.faults[0])
    return found.rulebook


def _overrides(where: Path) -> Path | None:
    """The campaign's own templates, where the command runs inside a campaign."""
    return next((folder / "templates" for folder in (where, *where.parents) if (folder / SETTINGS).is_file()), None)
