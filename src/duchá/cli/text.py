"""How wide a text stands on a terminal, and where its lines may break."""

from __future__ import annotations

import unicodedata


def width(text: str) -> int:
    """Columns that the text takes on a screen: two for a Chinese character, none for a combining mark."""
    return sum(_columns(character) for character in text)


def padded(text: str, columns: int) -> str:
    """Text with blanks up to a number of columns."""
    return text + " " * (columns - width(text))


def wrapped(text: str, columns: int) -> list[str]:
    """Lines of at most so many columns; breaks after a blank where the line has one, since Chinese may break anywhere."""
    lines, line = [], ""
    for character in text:
        if width(line) + _columns(character) > columns and line:
            cut = _cut(line, character)
            lines.append(line[:cut].rstrip())
            line = line[cut:].lstrip()
        line += character
    return [*lines, line] if line or not lines else lines


def _cut(line: str, following: str) -> int:
    """Where a full line may break: never inside a Latin word or number, never before closing punctuation."""
    for cut in range(len(line), 0, -1):
        after = (line + following)[cut]
        inside = line[cut - 1].isascii() and after.isascii() and not line[cut - 1].isspace() and not after.isspace()
        if not inside and after not in "，。；：、）》”！？)" and line[cut - 1] not in "（《“(":
            return cut
    return len(line)


def _columns(character: str) -> int:
    if unicodedata.category(character) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in ("W", "F") else 1
