"""What a blank carries unseen, so that it is recognised even when renamed (X-11): campaign, unit, forms and their version."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import fields, is_dataclass
from decimal import Decimal
from enum import Enum
from hashlib import sha256

from duchá.rulebook.form import Form
from duchá.terms.text import bare

SHEET = "_ducha"
NAME = "_ducha"
PROPERTY = "ducha."
TOOL = "ducha"
VERSION_SIGNS = 12
LONGEST_CONSTANT = 255  # a text constant in a formula, and so in a defined name
_FIRST_TO_GO = ("order", "forms", "campaign")


def form_version(forms: Sequence[Form]) -> str:
    """The version of a set of forms: 12 hexadecimal signs of SHA-256 over their declarations; any change to any of them changes it."""
    text = json.dumps([_declared(form) for form in forms], ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=_plain)
    return sha256(text.encode("utf-8")).hexdigest()[:VERSION_SIGNS]


def marks_of(forms: Sequence[Form], *, campaign: str = "", unit: str = "", order: str = "", period: str = "") -> dict[str, str]:
    """The marks of a workbook; a register has no unit. Empty ones are left out."""
    marks = {
        "tool": TOOL,
        "campaign": campaign,
        "unit": unit,
        "order": order,
        "period": period,
        "forms": ",".join(form.id for form in forms),
        "version": form_version(forms),
    }
    return {key: bare(value) for key, value in marks.items() if value}


def as_constant(marks: Mapping[str, str]) -> str:
    """The marks as the text constant of a defined name: ``"tool=ducha;unit=…"``.

    What cannot stand there (a ``;`` in a name) or has no room (255 characters) is left to the other two places.
    """
    kept = {key: value for key, value in marks.items() if ";" not in value}
    for key in ("", *_FIRST_TO_GO, "unit"):
        kept.pop(key, None)
        text = ";".join(f"{name}={value}" for name, value in kept.items())
        if len(text) <= LONGEST_CONSTANT:
            break
    return '"' + text.replace('"', '""') + '"'


def _declared(value: object) -> object:
    """A declaration as values; what could not be declared once is left out where it is not: the blanks of old rulebooks keep their version."""
    if isinstance(value, tuple):
        return [_declared(item) for item in value]
    if not is_dataclass(value):
        return value
    found = {known.name: (known, getattr(value, known.name)) for known in fields(value)}
    return {name: _declared(said) for name, (known, said) in found.items() if not ("later" in known.metadata and said == known.default)}


def _plain(value: object) -> str:
    if isinstance(value, Enum):
        return str(value.value)
    if isinstance(value, Decimal):
        return str(value)
    raise TypeError(f"a form declares {value!r}, which has no canonical text")
