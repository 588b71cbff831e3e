"""Blanks for many units: one master for each set of forms, copied; nothing that a person changed is overwritten."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from duchá.campaign.model import Campaign
from duchá.forms.package.read_package import is_untouched
from duchá.forms.write_form import Master, blank_bytes, make_master
from duchá.rulebook.form import Form
from duchá.terms.unit import Unit
from duchá.terms.write_whole import write_whole


class Outcome(Enum):
    """What became of a file: written, written anew, was the same already, or kept because a person has changed it."""

    MADE = "made"
    RENEWED = "renewed"
    SAME = "same"
    KEPT = "kept"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """A blank to be made: for whom, of which forms, where."""

    unit: Unit
    forms: tuple[Form, ...]
    path: Path


def owed_forms(campaign: Campaign, unit: Unit) -> tuple[Form, ...]:
    """The forms that a unit owes, each once, in document order; none where it owes a written report only."""
    books = {rulebook.id: rulebook for rulebook in campaign.rulebooks}
    owed = (books[owed.rulebook].form(owed.deliverable.form) for owed in campaign.owed_by(unit) if owed.deliverable.form)
    return tuple(dict.fromkeys(owed))


def write_blanks(wanted: Iterable[Wanted], campaign: Campaign) -> tuple[Outcome, ...]:
    """Writes the blanks; each has the same bytes as when it is made alone. Raises OSError."""
    masters: dict[tuple[Form, ...], Master] = {}
    outcomes = []
    for want in wanted:
        if want.forms not in masters:
            masters[want.forms] = make_master(want.forms, campaign)
        outcomes.append(write_unless_changed(want.path, blank_bytes(masters[want.forms], want.unit)))
    return tuple(outcomes)


def write_unless_changed(path: Path, data: bytes) -> Outcome:
    """Writes a file that this program makes, unless a person has changed the one that is there. Raises OSError."""
    if not path.exists():
        write_whole(path, data)
        return Outcome.MADE
    if path.is_file() and path.read_bytes() == data:
        return Outcome.SAME
    if not path.is_file() or not is_untouched(path):
        return Outcome.KEPT
    write_whole(path, data)
    return Outcome.RENEWED
