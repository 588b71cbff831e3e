"""Text cells: cleaned, “none” told from nothing, numbers and dates that stand in a text column written out."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import lru_cache

from duchá.submissions.cells.short_answers import is_nil_word
from duchá.terms.quantity import EMPTY, Content, NotApplicable, Words
from duchá.terms.text import is_blank, tidy
from duchá.workbooks.sheets.model import CellValue

_ZERO_WIDTH = dict.fromkeys([0x200B, 0x2060, 0xFEFF, 0x00AD])
_PRIVATE = re.compile("[\ue000-\uf8ff\U000f0000-\U0010ffff]")
_LONGEST_REMEMBERED = 100
_WHOLE = 10**15  # below this a float shows every digit of the number that was typed


def clean(text: str) -> str:
    """Text as typed, with zero-width characters off, outer blanks off, inner runs of blanks single, line breaks kept (C26, C28)."""
    if text.isprintable() and "  " not in text and text[:1] != " " and text[-1:] != " " and "_x000D_" not in text:
        return text
    return _tidied(text) if len(text) < _LONGEST_REMEMBERED else tidy(text.translate(_ZERO_WIDTH))


@lru_cache(maxsize=4096)
def _tidied(text: str) -> str:
    return tidy(text.translate(_ZERO_WIDTH))


def has_private_characters(text: str) -> bool:
    """True when it holds characters of a private use area (自造字, C28)."""
    return not text.isprintable() and _PRIVATE.search(text) is not None


def plain_text(value: CellValue, *, percent: bool = False) -> str:
    """What a cell shows, as text: 3.0 is 3, 0.95 shown as percent is 95%, a date is 2015-11-18."""
    match value:
        case None:
            return ""
        case str():
            return value
        case bool():
            return str(value).upper()
        case int() | float():
            return _number_text(value, percent=percent)
        case date() | time() | timedelta():
            return _moment_text(value)
        case _:
            return ""


def _number_text(value: float, *, percent: bool) -> str:
    if percent:
        return f"{(Decimal(repr(value)) * 100).normalize():f}%"
    return str(int(value)) if value == int(value) and abs(value) < _WHOLE else repr(value)


def _moment_text(value: date | time | timedelta) -> str:
    """A date as 2015-11-18, with its hour where it has one."""
    match value:
        case datetime():
            return value.date().isoformat() if value.time() == time() else value.isoformat(sep=" ", timespec="minutes")
        case time():
            return value.isoformat(timespec="minutes")
        case _:
            return str(value)


def words_or_none(text: str, *, sentences: bool) -> Content:
    """Cleaned text as words; blank is Empty; 无, / , — … are “none”, with ``sentences`` also 经自查未发现问题 and the like (C21, C23)."""
    if is_blank(text):
        return EMPTY
    shown = clean(text)
    if is_nil_word(shown) or (sentences and is_nil_sentence(shown)):
        return NotApplicable(shown)
    return Words(shown)


def is_nil_sentence(text: str) -> bool:
    """经自查，未发现问题。 and the like, and nothing else in it."""
    from duchá.submissions.grammar import NoneSaid, may_say_none, none_said  # a hundred patterns: who only reads registers needs none

    if text.isprintable() and " " not in text and not may_say_none(text):
        return False
    return none_said(text) is NoneSaid.YES
