"""The lists that choices are made from: short ones inside the validation, long ones in columns of the hidden sheet."""

from __future__ import annotations

from typing import Any

from duchá.forms import marks
from duchá.forms.write_looks import put_text

_LONGEST_INLINE = 255
_FIRST_COLUMN = 4  # columns A and B of the hidden sheet hold the marks


class Lists:
    """Each list is written once a workbook, however many columns choose from it."""

    def __init__(self, hidden: Any) -> None:
        self._hidden = hidden
        self._ranges: dict[tuple[str, ...], str] = {}

    def source(self, choices: tuple[str, ...]) -> str:
        """What a list validation is given: the items between quotes, or a range. Never with a leading ``=``."""
        inline = ",".join(choices)
        if len(inline) <= _LONGEST_INLINE and not any(sign in item for item in choices for sign in ',"') and all(choices):
            return f'"{inline}"'
        if choices not in self._ranges:
            self._ranges[choices] = self._write(choices)
        return self._ranges[choices]

    def _write(self, choices: tuple[str, ...]) -> str:
        from openpyxl.utils import get_column_letter

        column = _FIRST_COLUMN + len(self._ranges)
        for row, item in enumerate(choices, 1):
            put_text(self._hidden.cell(row=row, column=column), item)
        letter = get_column_letter(column)
        return f"{marks.SHEET}!${letter}$1:${letter}${len(choices)}"
