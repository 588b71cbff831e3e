"""The common row read at once: Chinese texts in every cell, nothing in it that any rule has something to say about."""

from __future__ import annotations

import re

from duchá.submissions import wording
from duchá.submissions.cells.convert_text import plain_text
from duchá.submissions.model import Row
from duchá.submissions.rows.gathered import Gathered
from duchá.submissions.rows.plan import RowPlaces
from duchá.terms.quantity import Content, Words
from duchá.workbooks.model import CellValue

_MEANINGFUL = wording.NIL_WORDS | wording.DITTO | wording.DITTO_LEFT  # short texts that stand for something else
_RARE_STARTS = frozenset(wording.SUBTOTAL_STARTS + wording.EXAMPLE_STARTS)
_NIL_ENDS = frozenset(wording.NIL_ENDS)
_SECOND = frozenset(wording.SECOND_NUMBERS)
_NUMBERED = re.compile(wording.SECOND_PATTERN)
_NO_EXTRA: dict[str, str] = {}


def read_plain(gathered: Gathered, row: int, values: list[CellValue], number: CellValue) -> bool:
    """Adds the row and gives True when every cell is a plain text and the number is a number; else False, and nothing is done.

    A cell is plain when cleaning would leave it as it is, and when it can't be “none”, 同上, a subtotal, an example or several entries.
    """
    plan = gathered.plan
    if type(number) is not int and type(number) is not float:
        return False
    cells: dict[str, Content] = {}
    for planned, value in zip(plan.shape.columns, values, strict=True):
        if type(value) is not str or not value.isprintable() or " " in value or value in _MEANINGFUL:
            return False
        first = value[:1]
        if not "\u4e00" <= first <= "\u9fff" or (not cells and first in _RARE_STARTS) or "_x000D_" in value:
            return False
        if planned.says_none and (value[-1] in _NIL_ENDS or (not _SECOND.isdisjoint(value) and _NUMBERED.search(value))):
            return False
        cells[planned.id] = Words(value)
    if plan.shape.example and values[0] == plan.shape.example:
        return False
    text = plain_text(number)
    gathered.numbers.append((row, text))
    gathered.sheet_rows.append(row)
    gathered.last_row = row
    gathered.rows.append(
        Row(
            number=len(gathered.rows) + 1,
            written_number=text,
            cells=cells,
            places=RowPlaces(plan.spots, row),
            extra=_NO_EXTRA,
            sub_unit=plan.table.sub_unit,
        )
    )
    return True
