"""Names of blanks and of their sheets, each different from the others whatever the roster says."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from duchá.rulebook.form import Form
from duchá.terms.text import safe_name
from duchá.terms.unit import Unit

_IN_SHEET = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
LONGEST_SHEET = 31


def blank_names(units: Iterable[Unit], suffix: str = "") -> dict[str, str]:
    """Unit name → file name without ending: ``01-区发改经信委``. Names that a file system would take for one get a number."""
    listed = tuple(units)
    places = max((len(str(unit.order)) for unit in listed), default=0)
    names: dict[str, str] = {}
    taken: set[str] = set()
    for unit in listed:
        stem = f"{unit.order:0{max(places, 2)}d}-{safe_name(unit.name)}{suffix}"
        names[unit.name] = free_name(stem, taken)
    return names


def sheet_names(forms: Sequence[Form]) -> tuple[str, ...]:
    """The names of the forms' sheets, made fit for a workbook and different from each other."""
    taken: set[str] = set()
    names = ((_IN_SHEET.sub("_", form.sheet).strip(" '")[:LONGEST_SHEET] or form.id[:LONGEST_SHEET]) for form in forms)
    return tuple(free_name(name, taken, LONGEST_SHEET) for name in names)


def free_name(name: str, taken: set[str], longest: int = 255, numbered: str = " ({})") -> str:
    """The name, or with a number behind it where it is taken (whatever its case); what is given is taken from then on."""
    candidate, n = name, 1
    while candidate.casefold() in taken:
        n += 1
        candidate = name[: longest - 5] + numbered.format(n)
    taken.add(candidate.casefold())
    return candidate
