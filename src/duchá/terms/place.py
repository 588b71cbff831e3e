"""Where something was found: file › sheet › cell (named column)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

_ADDRESS = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A place (位置) in a file, as exact as is known; unknown parts are empty strings.

    ``cell`` is an A1 address (``"D7"``) or a range (``"A5:D9"``); ``label`` is the column title or
    header label that a person reads there (``"整改情况"``). ``version`` is the SHA-256 of the archived original that has it there, where
    a file has had several.
    """

    file: str = ""
    sheet: str = ""
    cell: str = ""
    label: str = ""
    version: str = ""

    def sort_key(self) -> tuple[str, str, int, int, str]:
        """Reading order within a file: sheet, then row, then column."""
        row, column = parse_address(self.cell.split(":")[0]) if self.cell else (0, 0)
        return (self.file, self.sheet, row, column, self.label)


@lru_cache(maxsize=1024)
def column_letters(column: int) -> str:
    """Letters of a 1-based column number: 1 → ``A``, 28 → ``AB``."""
    letters = ""
    while column > 0:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def address(row: int, column: int) -> str:
    """A1 address of a 1-based row and column."""
    return f"{column_letters(column)}{row}"


@lru_cache(maxsize=4096)  # the same few addresses come in every return
def parse_address(cell: str) -> tuple[int, int]:
    """1-based (row, column) of an A1 address; (0, 0) when it is not one."""
    match = _ADDRESS.fullmatch(cell.replace("$", "").upper())
    if match is None:
        return (0, 0)
    column = 0
    for letter in match[1]:
        column = column * 26 + ord(letter) - 64
    return (int(match[2]), column)
