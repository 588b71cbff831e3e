"""A row of plain cells written in one piece: XlsxWriter spends most of a row on one call a tag."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from duchá.reports.page import CellRow
from duchá.terms.place import column_letters

# what needs more than its letters: control characters, markup, outer blanks, a text that looks like an escape
_NOT_PLAIN = re.compile(r"[\x00-\x08\x0b-\x1f&<>\x7f-\x9f\ud800-\udfff\ufffe\uffff]|_x[0-9A-Fa-f]{4}_|(?:\A|\n)\s|\s(?:\n|\Z)")
_LONG = 16_000  # characters of a row: any cell may be too long from here on
_NEEDED = ("_write_single_row", "_check_dimensions", "fh", "constant_memory")


class RowWriter:
    """Writes plain rows of one worksheet (工作表) that is in constant memory.

    It calls methods of XlsxWriter that are not documented. Were one renamed, `write` would refuse every row and the caller
    would take the documented way, only slower; that both ways give the same bytes is a test.
    """

    def __init__(self, sheet: Any, looks: Sequence[Any]) -> None:
        self._sheet = sheet
        self._able = all(hasattr(sheet, name) for name in _NEEDED) and bool(sheet.constant_memory)
        self._columns = tuple((f'<c r="{column_letters(at)}', look._get_xf_index()) for at, look in enumerate(looks, 1))

    def write(self, row: int, cells: CellRow, height: float) -> bool:
        """Writes the row and says True; False, and nothing done, where a cell is not plain: no text, whole number or blank."""
        texts = "\n".join([cell for cell in cells if type(cell) is str and cell])
        if not self._able or len(texts) > _LONG or _NOT_PLAIN.search(texts):
            return False
        number = row + 1
        parts = [f'<row r="{number}" ht="{int(height * 4 / 3 + 0.5) * 0.75:.16g}" customHeight="1">']
        for (start, look), cell in zip(self._columns, cells, strict=True):
            if type(cell) is str and cell:
                parts.append(f'{start}{number}" s="{look}" t="inlineStr"><is><t>{cell}</t></is></c>')
            elif cell is None or type(cell) is str:
                parts.append(f'{start}{number}" s="{look}"/>')
            elif type(cell) is int:
                parts.append(f'{start}{number}" s="{look}"><v>{cell:.16G}</v></c>')
            else:
                return False
        self._sheet._check_dimensions(row, 0)
        self._sheet._check_dimensions(row, len(cells) - 1)
        self._sheet._write_single_row(row)
        self._sheet.fh.write("".join([*parts, "</row>"]))
        return True
