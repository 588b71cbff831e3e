"""Common rows read at once: Chinese texts in every cell, nothing in them that any rule has something to say about."""

from __future__ import annotations

import re

from duchá.submissions import wording
from duchá.submissions.cells.convert_text import is_nil_sentence, plain_text
from duchá.submissions.grammar import may_say_none
from duchá.submissions.model import Row
from duchá.submissions.rows.gathered import Gathered
from duchá.submissions.rows.plan import RowPlaces
from duchá.terms.quantity import Words
from duchá.workbooks.sheets.model import CellValue

SECOND_NUMBERS = ("二", "２", "②")
SECOND_PATTERN = r"[2２二][)）.、．，]|②"

_MEANINGFUL = wording.NIL_WORDS | wording.DITTO | wording.DITTO_LEFT | {""}  # short texts that stand for something else
_RARE_STARTS = frozenset(wording.SUBTOTAL_STARTS + wording.EXAMPLE_STARTS)
_NUMBERED = re.compile(SECOND_PATTERN)
_TWO, _WIDE_TWO, _RINGED_TWO = SECOND_NUMBERS
_LOW, _HIGH = wording.FIRST_IDEOGRAPH, wording.LAST_IDEOGRAPH
_OPENINGS = "《“"
_NUMBERS = (int, float)


def read_plain(gathered: Gathered, row: int, cells: tuple[CellValue, ...]) -> bool:
    """Adds the row and gives True when every cell is a plain text and the number is digits (the blank prints them as text); else False,
    and nothing is done.

    A cell is plain when cleaning would leave it as it is, and when it can't be “none”, 同上, a subtotal, an example or several entries.
    """
    plan, shape = gathered.plan, gathered.plan.shape
    if len(cells) < plan.stop:
        return False
    number, values = cells[plan.number_at], cells[plan.start : plan.stop]
    texts = [value for value in values if type(value) is str]
    digits = type(number) is str and number.isascii() and number.isdecimal()
    if not (digits or type(number) in _NUMBERS) or len(texts) < len(values) or not _are_plain(texts, shape.says_none):
        return False
    if shape.example and texts[0] == shape.example:
        return False
    written = plain_text(number)
    gathered.numbers.append((row, written))
    gathered.sheet_rows.append(row)
    gathered.last_row = row
    gathered.rows.append(
        Row(
            number=len(gathered.rows) + 1,
            written_number=written,
            cells=dict(zip(shape.ids, map(Words, texts), strict=True)),
            places=RowPlaces(plan.spots, row),
            extra=gathered.section,
            sub_unit=plan.table.sub_unit,
        )
    )
    return True


def _are_plain(texts: list[str], says_none: tuple[int, ...]) -> bool:
    """``says_none`` are the cells in which a sentence may mean that there is none."""
    together = "".join(texts)
    if not together.isprintable() or " " in together or "_x000D_" in together or not _MEANINGFUL.isdisjoint(texts):
        return False
    for text in texts:
        first = text[0]
        if not (_LOW <= first <= _HIGH or first in _OPENINGS):
            return False
    if texts[0][0] in _RARE_STARTS or (_names_second(together) and _NUMBERED.search(together)):
        return False
    return not (may_say_none(together) and any(may_say_none(texts[at]) and is_nil_sentence(texts[at]) for at in says_none))


def _names_second(text: str) -> bool:
    """True when a number two stands in it, as the second of several entries would begin."""
    return "2" in text or _TWO in text or _WIDE_TWO in text or _RINGED_TWO in text
