"""Names that every file system and every spreadsheet program accepts (hostile names: CON, ``a:b``, a trailing dot)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence

from duchá.rulebook.form import Form
from duchá.terms.unit import Unit

_FORBIDDEN = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f-\x9f\ud800-\udfff\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]')
_RESERVED = re.compile(r"(?i)(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(?:\..*)?")
_IN_SHEET = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
LONGEST = 60  # characters: 180 bytes in UTF-8, with room for the number and the ending below 255
LONGEST_SHEET = 31


def safe_name(text: str) -> str:
    """A name for a file or folder on Windows, macOS and Linux: NFC, without forbidden signs, edges clean, never reserved, never empty."""
    name = _FORBIDDEN.sub("_", unicodedata.normalize("NFC", text))
    name = " ".join(name.split())[:LONGEST].strip(" .")
    return f"_{name}" if not name or _RESERVED.fullmatch(name) else name


def blank_names(units: Iterable[Unit], suffix: str = "") -> dict[str, str]:
    """Unit name → file name without ending: ``01-区发改经信委``. Names that a file system would take for one get a number."""
    listed = tuple(units)
    places = max((len(str(unit.order)) for unit in listed), default=0)
    names: dict[str, str] = {}
    taken: set[str] = set()
    for unit in listed:
        stem = f"{unit.order:0{max(places, 2)}d}-{safe_name(unit.name)}{suffix}"
        names[unit.name] = _free(stem, taken)
    return names


def sheet_names(forms: Sequence[Form]) -> tuple[str, ...]:
    """The names of the forms' sheets, made fit for a workbook and different from each other."""
    taken: set[str] = set()
    names = ((_IN_SHEET.sub("_", form.sheet).strip(" '")[:LONGEST_SHEET] or form.id[:LONGEST_SHEET]) for form in forms)
    return tuple(_free(name, taken, LONGEST_SHEET) for name in names)


def _free(name: str, taken: set[str], longest: int = 255) -> str:
    candidate, n = name, 1
    while candidate.casefold() in taken:
        n += 1
        candidate = f"{name[: longest - 5]} ({n})"
    taken.add(candidate.casefold())
    return candidate
