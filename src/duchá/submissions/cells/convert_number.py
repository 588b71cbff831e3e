"""Number cells: amount exactly as written, with its measure; what has two readings is asked (C14–C20)."""

from __future__ import annotations

import math
import re
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from duchá.rulebook.form import Column, ColumnKind, HeaderField
from duchá.submissions import wording
from duchá.submissions.cells import faults as kinds
from duchá.submissions.cells.convert_text import clean, is_nil_word, plain_text
from duchá.submissions.cells.labels import label_of
from duchá.submissions.keys import key
from duchá.submissions.model import RawCell
from duchá.terms.fault import Fault, FaultKind
from duchá.terms.quantity import EMPTY, Content, NotApplicable, Quantity, Words

ABOUT_BEFORE = "(?:约|大约|近|将近|超过|逾|不足|至少|共|共计|计)"
ABOUT_AFTER = "(?:余|多|左右|以上|上下|以内|几)"
PERCENT_OF = "百分之"
DIGIT_WORDS = {"〇": 0, "零": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}
TRIANGLES = "△▲"

_WRITTEN = re.compile(r"([-−(]?)([0-9]+(?:\.[0-9]+)?)(\)?)([%‰]|[^0-9()]{0,6})")
_ABOUT = re.compile(f"{ABOUT_BEFORE}?(.+?){ABOUT_AFTER}?")
_ABOUT_INSIDE = re.compile(f"(?<=[0-9]){ABOUT_AFTER}")
_THOUSANDS = re.compile(r"(?<=[0-9])[,](?=[0-9]{3}(?![0-9]))")
_RATIO = re.compile(r"([0-9]+)/([0-9]+)")
_SUM = re.compile(r"[0-9.]+[+*][0-9.+*]+")
_LETTERS = re.compile(r"(?=.*[0-9])[0-9ol]+")
_LONGEST = 40  # characters; what is longer is prose
_HUNDRED = Decimal(100)
_MOST_DECIMALS = 4


def convert_number(raw: RawCell, column: Column | HeaderField) -> tuple[Content, tuple[Fault, ...]]:
    """The quantity of a number cell. Blank: Empty; 无, —, / are “none”, 0 is zero. Never rounded. Faults: S114–S117."""
    value, rate = raw.value, column.kind is ColumnKind.PERCENT
    if isinstance(value, bool) or (isinstance(value, float) and not math.isfinite(value)):
        return _refuse(kinds.NOT_A_NUMBER, raw, column)
    if isinstance(value, int | float):
        return _typed(Decimal(repr(value)), raw, column)
    if isinstance(value, date | datetime | time | timedelta):  # 3/5 may have become 3月5日
        return _refuse(kinds.UNCLEAR_NUMBER, raw, column)
    written = clean(plain_text(value))
    if not written:
        return EMPTY, ()
    if len(written) > _LONGEST:
        return _refuse(kinds.NOT_A_NUMBER, raw, column)
    if key(written) != "0" and is_nil_word(written):
        return NotApplicable(written), ()
    return _read(key(written), raw, column, rate=rate)


def _typed(amount: Decimal, raw: RawCell, column: Column | HeaderField) -> tuple[Content, tuple[Fault, ...]]:
    text = plain_text(raw.value, percent=raw.percent)
    if raw.percent:
        return Quantity(amount=amount.scaleb(2), measure="%", text=text), ()
    if column.kind is ColumnKind.PERCENT:
        return _rate(amount, raw, column, text)
    return Quantity(amount=amount, text=text), ()


def _rate(amount: Decimal, raw: RawCell, column: Column | HeaderField, text: str) -> tuple[Content, tuple[Fault, ...]]:
    """A bare number in a rate column: 97.87 is percent, 0.9787 a share, 1 may be either (C16)."""
    if amount == 1:
        return _refuse(kinds.UNCLEAR_NUMBER, raw, column)
    if amount == 0 or amount > 1:
        return Quantity(amount=amount, measure="%", text=text), ()
    return _noted(kinds.NUMBER_READ, Quantity(amount=amount.scaleb(2), measure="%", text=text), raw, column)


def _read(found: str, raw: RawCell, column: Column | HeaderField, *, rate: bool) -> tuple[Content, tuple[Fault, ...]]:
    """A written number, by its key."""
    text = clean(plain_text(raw.value))
    if found[0] in TRIANGLES or _SUM.fullmatch(found):
        return _refuse(kinds.UNCLEAR_NUMBER, raw, column)
    if found.startswith(PERCENT_OF):
        amount = _chinese(found.removeprefix(PERCENT_OF))
        return (Quantity(amount=amount, measure="%", text=text), ()) if amount is not None else _refuse(kinds.NOT_A_NUMBER, raw, column)
    if ratio := _RATIO.fullmatch(found):
        if not rate or int(ratio[2]) == 0:
            return _refuse(kinds.UNCLEAR_NUMBER, raw, column)
        return _noted(kinds.NUMBER_READ, Quantity(amount=_HUNDRED * int(ratio[1]) / int(ratio[2]), measure="%", text=text), raw, column)
    return _digits(_THOUSANDS.sub("", found), raw, column, text)


def _digits(found: str, raw: RawCell, column: Column | HeaderField, text: str) -> tuple[Content, tuple[Fault, ...]]:
    """Digits with a sign, a measure, 约 or 余; letters that look like digits; numerals."""
    bare = _ABOUT_INSIDE.sub("", _about(found))
    if _LETTERS.fullmatch(bare) and not bare.isdigit():
        return _noted(kinds.NUMBER_READ, Quantity(amount=Decimal(bare.replace("o", "0").replace("l", "1")), text=text), raw, column)
    parts = _WRITTEN.fullmatch(bare)
    if parts is None or (parts[1] == "(") != bool(parts[3]):
        return _numeral(bare, raw, column, text)
    amount = Decimal(parts[2]) * (-1 if parts[1] else 1)
    if column.kind is ColumnKind.PERCENT and not parts[4]:
        return _rate(amount, raw, column, text)
    quantity = Quantity(amount=amount, measure=parts[4], text=text, approximate=bare != found)
    if quantity.approximate:
        return _noted(kinds.APPROXIMATE, quantity, raw, column)
    return _noted(kinds.NUMBER_READ, quantity, raw, column) if parts[1] == "(" else (quantity, ())


def _about(text: str) -> str:
    """Text without 约, 余, 左右 at its ends; 共 and 计 before it count as nothing."""
    found = _ABOUT.fullmatch(text)
    return found[1] if found else text


def _numeral(text: str, raw: RawCell, column: Column | HeaderField, written: str) -> tuple[Content, tuple[Fault, ...]]:
    for length in range(len(text), 0, -1):
        amount = _chinese(text[:length])
        if amount is not None and len(text) - length <= 2:
            return _noted(kinds.NUMBER_READ, Quantity(amount=amount, measure=text[length:], text=written), raw, column)
    return _refuse(kinds.NOT_A_NUMBER, raw, column)


def _chinese(text: str) -> Decimal | None:
    """三 → 3, 十二 → 12, 九十五 → 95, 百 → 100; None when it is not such a number."""
    if text == wording.HUNDRED_WORD:
        return _HUNDRED
    tens, ten, ones = text.rpartition(wording.TEN_WORD)
    if not text or any(len(part) > 1 or (part and part not in DIGIT_WORDS) for part in (tens, ones)) or (not ten and not ones):
        return None
    return Decimal((DIGIT_WORDS.get(tens, 1) * 10 if ten else 0) + DIGIT_WORDS.get(ones, 0))


def _noted(kind: FaultKind, quantity: Quantity, raw: RawCell, column: Column | HeaderField) -> tuple[Content, tuple[Fault, ...]]:
    amount = f"{_shown(quantity.amount)}{quantity.measure}"
    return quantity, (kind.at(raw.place, found=quantity.text, label=label_of(column), written=quantity.text, amount=amount),)


def _shown(amount: Decimal) -> str:
    """The amount in a message: with four decimals at most; what is kept is exact."""
    return str(amount) if -int(amount.as_tuple().exponent) <= _MOST_DECIMALS else f"{amount:.{_MOST_DECIMALS}f}"


def _refuse(kind: FaultKind, raw: RawCell, column: Column | HeaderField) -> tuple[Content, tuple[Fault, ...]]:
    written = clean(plain_text(raw.value))
    return Words(written), (kind.at(raw.place, found=written, label=label_of(column), written=written),)
