"""Common rows read at once: Chinese texts in every cell, nothing in them that any rule has something to say about."""

from __future__ import annotations

import re
from collections.abc import Mapping

from duchá.submissions import wording
from duchá.submissions.cells.convert_text import is_nil_sentence, plain_text
from duchá.submissions.grammar import may_say_none
from duchá.submissions.model import Row
from duchá.submissions.rows.gathered import Gathered
from duchá.submissions.rows.plan import Plan, RowPlaces
from duchá.terms.quantity import Words

SECOND_NUMBERS = ("二", "２", "②")
SECOND_PATTERN = r"[2２二][)）.、．，]|②"

_MEANINGFUL = wording.NIL_WORDS | wording.DITTO | wording.DITTO_LEFT | {""}  # short texts that stand for something else
_RARE_STARTS = frozenset(wording.SUBTOTAL_STARTS + wording.EXAMPLE_STARTS)
_NUMBERED = re.compile(SECOND_PATTERN)
_TWO, _WIDE_TWO, _RINGED_TWO = SECOND_NUMBERS
_LOW, _HIGH = wording.FIRST_IDEOGRAPH, wording.LAST_IDEOGRAPH
_OPENINGS = "《“"
_NUMBERS = (int, float)


def plain_rows(plan: Plan) -> Mapping[int, tuple[str, ...]]:
    """The rows of which every cell is a plain text and the number is digits (the blank prints them as text), each with its texts.

    A cell is plain when cleaning would leave it as it is, and when it can't be “none”, 同上, a subtotal, an example or several entries.
    Where all of a table are plain, as nearly always, that is seen in one look over all of their texts.
    """
    found: dict[int, tuple[str, ...]] = {}
    rows, top, start, stop = plan.sheet.rows, plan.sheet.top, plan.start, plan.start + len(plan.shape.columns)
    for row in plan.table.body:
        cells = rows[row - top]
        if len(cells) < plan.stop:
            continue
        number = cells[plan.number_at]
        if type(number) in _NUMBERS or (type(number) is str and number.isascii() and number.isdecimal()):
            values = cells[start:stop]
            if set(map(type, values)) == {str}:
                found[row] = values  # type: ignore[assignment]  # texts, as was just seen
    if found and not _are_plain(plan, tuple(found.values())):
        return {row: texts for row, texts in found.items() if _are_plain(plan, (texts,))}
    return found


def add_plain(gathered: Gathered, row: int, texts: tuple[str, ...]) -> None:
    """Adds such a row."""
    plan = gathered.plan
    written = plain_text(plan.sheet.rows[row - plan.sheet.top][plan.number_at])
    gathered.numbers.append((row, written))
    gathered.sheet_rows.append(row)
    gathered.last_row = row
    gathered.rows.append(
        Row(
            number=len(gathered.rows) + 1,
            written_number=written,
            cells=dict(zip(plan.shape.ids, map(Words, texts), strict=True)),
            places=RowPlaces(plan.spots, row),
            extra=gathered.section,
            sub_unit=plan.table.sub_unit,
        )
    )


def _are_plain(plan: Plan, rows: tuple[tuple[str, ...], ...]) -> bool:
    """True where the texts of all these rows are surely plain; for one row it is exact, several are looked at together."""
    texts = [text for row in rows for text in row]
    together = "".join(texts)
    if not together.isprintable() or " " in together or "_x000D_" in together or not _MEANINGFUL.isdisjoint(texts):
        return False
    if not all(_LOW <= first <= _HIGH or first in _OPENINGS for first in {text[0] for text in texts}):
        return False
    firsts = {row[0] for row in rows}
    if plan.shape.example in firsts or not _RARE_STARTS.isdisjoint([text[0] for text in firsts]):
        return False
    if _names_second(together) and _NUMBERED.search(together):
        return False
    return not (
        may_say_none("\n".join(texts))
        and any(may_say_none(row[at]) and is_nil_sentence(row[at]) for row in rows for at in plan.shape.says_none)
    )


def _names_second(text: str) -> bool:
    """True when a number two stands in it, as the second of several entries would begin."""
    return "2" in text or _TWO in text or _WIDE_TWO in text or _RINGED_TWO in text
