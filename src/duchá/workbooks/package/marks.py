"""Our own marks on a blank: which campaign, unit and form version it was made for. Any one of three places is enough."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from duchá.workbooks.package.xml import each
from duchá.workbooks.sheets.model import CellValue

MARK_SHEET = "_ducha"
_PREFIX = "ducha."
_PROPERTY = frozenset({"property", "user-defined"})


def marks_in_properties(part: bytes) -> dict[str, str]:
    """Marks in the custom document properties named ``ducha.<key>`` (OOXML ``custom.xml`` or ODF ``meta.xml``)."""
    if not part:
        return {}
    found = {attributes.get("name", ""): text.strip() for _, attributes, text in each(part, _PROPERTY)}
    return {name.removeprefix(_PREFIX): value for name, value in found.items() if name.startswith(_PREFIX)}


def marks_in_defined_name(formula: str) -> dict[str, str]:
    """Marks in a defined name whose value is the text constant ``"key=value;key=value"``."""
    text = formula.strip().removeprefix("of:").removeprefix("=").strip()
    if len(text) >= 2 and text[0] == text[-1] == '"':
        text = text[1:-1].replace('""', '"')
    pairs = (pair.partition("=") for pair in text.split(";") if "=" in pair)
    return {key.strip(): value.strip() for key, _, value in pairs}


def marks_in_rows(rows: Sequence[Sequence[CellValue]]) -> dict[str, str]:
    """Marks in the hidden sheet ``_ducha``: key in the first column, value in the second."""
    return {str(row[0]).strip(): str(row[1]).strip() for row in rows if len(row) > 1 and row[0] is not None and row[1] is not None}


def merged(*sources: Mapping[str, str]) -> dict[str, str]:
    """All marks together; the first source that knows a key wins."""
    marks: dict[str, str] = {}
    for source in sources:
        for key, value in source.items():
            marks.setdefault(key, value)
    return marks
