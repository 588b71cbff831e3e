"""How wide a text stands on a terminal, and where its lines may break."""

from __future__ import annotations

import unicodedata

_PAUSES, _NEAR = "、，；。：　 ", 14
_CLOSING, _OPENING = "，。；：、！？）》”’】〕)]}.,;:!?%/_", "（《“‘【〔([{"


def width(text: str) -> int:
    """Columns that the text takes on a screen: two for a Chinese character, none for a combining mark."""
    return sum(_columns(character) for character in text)


def padded(text: str, columns: int) -> str:
    """Text with blanks up to a number of columns."""
    return text + " " * (columns - width(text))


def wrapped(text: str, columns: int, hang: str = "") -> list[str]:
    """Lines of at most so many columns, those after the first behind ``hang``. Nothing is lost but the blanks at a break.

    A line breaks after a blank or between Chinese characters, which may part anywhere, never inside a Latin word, a number or a date, unless
    that alone is longer than a line.
    """
    lines: list[str] = []
    line, taken, began = "", 0, 0  # ``began``: characters of the line that are its margin
    for character in text:
        room = _columns(character)
        while taken + room > columns and len(line) > began:
            cut = _cut(line, character, began)
            rest = line[cut:].lstrip()
            lines.append(line[:cut].rstrip())
            line, began = hang + rest, len(hang)
            taken = width(line)
        if not (lines and len(line) == began and character.isspace()):
            line, taken = line + character, taken + room
    return [*lines, line] if line.strip() or not lines else lines


def _cut(line: str, following: str, began: int) -> int:
    """Where a full line may break, at a pause in the sentence if there is one near its end; never inside a Latin word, a number or a date, never
    before closing punctuation or behind an opening one."""
    whole = line + following
    cuts = [cut for cut in range(len(line), began, -1) if _may_part(whole[cut - 1], whole[cut])]
    pause = next((cut for cut in cuts if whole[cut - 1] in _PAUSES and cut >= len(line) - _NEAR), None)
    return pause or next(iter(cuts), len(line))


def _may_part(before: str, after: str) -> bool:
    if before.isspace() or after.isspace():
        return True
    together = (before.isascii() and after.isascii()) or (before.isdigit() and after.isalnum()) or (before.isalnum() and after.isdigit())
    return not together and after not in _CLOSING and before not in _OPENING


def _columns(character: str) -> int:
    if unicodedata.category(character) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in ("W", "F") else 1
