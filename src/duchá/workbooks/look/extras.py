"""What floats over a sheet: notes on cells, drawn pictures, text boxes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from duchá.terms.place import parse_address
from duchá.workbooks.package.xml import each

_COMMENT, _RUN = frozenset({"comment"}), frozenset({"comment", "t"})
_DRAWN = frozenset({"pic", "txBody", "sp"})
_PER_SHEET = 10_000


@dataclass(frozen=True, slots=True)
class SheetExtras:
    """批注、图片、文本框 of one sheet."""

    comments: Mapping[tuple[int, int], str] = field(default_factory=dict)
    pictures: int = 0
    text_boxes: tuple[str, ...] = ()


NO_EXTRAS = SheetExtras()


def look_at_extras(parts: Mapping[str, bytes], relations: Mapping[str, tuple[str, str]]) -> SheetExtras:
    """The extras that a sheet's relationships lead to."""
    if not relations:
        return NO_EXTRAS
    comments: dict[tuple[int, int], str] = {}
    pictures, boxes = 0, []
    for kind, target in relations.values():
        if kind == "comments" and target in parts:
            comments |= _comments(parts[target])
        elif kind == "drawing" and target in parts:
            drawn = list(each(parts[target], _DRAWN))
            pictures += sum(name == "pic" for name, _, _ in drawn)
            boxes += [text.strip() for name, _, text in drawn if name == "txBody" and text.strip()]
    return SheetExtras(comments, pictures, tuple(boxes[:_PER_SHEET]))


def _comments(part: bytes) -> dict[tuple[int, int], str]:
    """Notes by cell; only the text runs count, not white space between elements."""
    found: dict[tuple[int, int], str] = {}
    runs: list[str] = []
    for name, attributes, text in each(part, _RUN):
        if name == "t":
            runs.append(text)
        else:
            if len(found) < _PER_SHEET and parse_address(attributes.get("ref", "")) != (0, 0):
                found[parse_address(attributes["ref"])] = "".join(runs)
            runs = []
    return found
