"""Number cells: amount exactly as written, in the measure of its column, within its bounds; what has two readings is asked (C14–C20)."""

from __future__ import annotations

import math
import re
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from duchá.rulebook.form import Column, ColumnKind, HeaderField
from duchá.submissions.cells.convert_text import clean, plain_text
from duchá.submissions.cells.labels import label_of
from duchá.submissions.cells.short_answers import is_nil_word
from duchá.submissions.faults import cells as kinds
from duchá.submissions.keys import key
from duchá.submissions.model import RawCell
from duchá.terms.fault import Fault, FaultKind, Weight
from duchá.terms.measures import MONEY, converted, plain_number, taken_apart
from duchá.terms.quantity import EMPTY, Content, NotApplicable, Quantity, Words

TEN_WORD = "十"
HUNDRED_WORD = "百"
ABOUT_BEFORE = "(?:约|大约|近|将近|超过|逾|不足|至少|共|共计|计)"
ABOUT_AFTER = "(?:余|多|左右|以上|上下|以内|几)"
PERCENT_OF = "百分之"
DIGIT_WORDS = {"〇": 0, "零": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}
TRIANGLES = "△▲"
MONEY_BEFORE, MONEY_AFTER = "(?:人民币|rmb|[¥￥])", "[整正]"
TENTHS, POINTS, PER_MILLE = "成", ("百分点", "个百分点"), "‰"
SMALL_TIMES = "百千"  # alone behind a number they multiply it: nobody counts in hundreds
AT_LEAST, AT_MOST, BETWEEN = "不小于 {least}", "不大于 {most}", "在 {least} 至 {most} 之间"

_WRITTEN = re.compile(r"([-−(]?)([0-9]+(?:\.[0-9]+)?)(\)?)([%‰]|[^0-9()]{0,6})")
_ABOUT = re.compile(f"{ABOUT_BEFORE}?(.+?){ABOUT_AFTER}?")
_ABOUT_INSIDE = re.compile(f"(?<=[0-9]){ABOUT_AFTER}")
_THOUSANDS = re.compile(r"(?<=[0-9])[,](?=[0-9]{3}(?![0-9]))")
_RATIO = re.compile(r"([0-9]+)/([0-9]+)")
_SUM = re.compile(r"[0-9.]+[+*][0-9.+*]+")
_LETTERS = re.compile(r"(?=.*[0-9])[0-9ol]+")
_MONEY = re.compile(f"({MONEY_BEFORE}*)(.*?)({MONEY_AFTER}?)")
_TENTHS = re.compile(f"{TENTHS}([{''.join(DIGIT_WORDS)}0-9]?)")
_LONGEST = 40  # characters; what is longer is prose
_HUNDRED = Decimal(100)
_MOST_DECIMALS = 4


def convert_number(raw: RawCell, column: Column | HeaderField) -> tuple[Content, tuple[Fault, ...]]:
    """The quantity of a number cell, in the measure of its column. Blank: Empty; 无, —, / are “none”, 0 is zero. Never rounded; what was typed is
    kept beside it. Faults: S114–S117, S256–S261.
    """
    content, faults = _as_written(raw, column)
    if not isinstance(content, Quantity):
        return content, faults
    content, more = _in_its_measure(content, raw, column)
    faults = tuple(fault for fault in faults if not (more and fault.kind is kinds.NUMBER_READ))  # one word about how it was read
    asked = any(fault.kind.weight is not Weight.NOTE for fault in (*faults, *more))
    return content, (*faults, *more, *(() if asked else _beyond_bounds(content, raw, column)))


def _in_its_measure(content: Quantity, raw: RawCell, column: Column | HeaderField) -> tuple[Quantity, tuple[Fault, ...]]:
    """A quantity in the measure of its column: a bare number is in it already; what is of another kind, or may be either, is asked."""
    wanted = column.counted_in if isinstance(column, Column) else ""
    measure = content.measure
    if column.kind is ColumnKind.PERCENT:
        return _as_percent(content, raw, column)
    if not wanted or not measure or measure == wanted:
        if measure and set(measure) <= set(SMALL_TIMES):
            return _read_as(
                replace(content, amount=content.amount * taken_apart(measure).times, measure=""), raw, column, kinds.NUMBER_READ
            )
        return content, ()
    given, asked = taken_apart(measure), taken_apart(wanted)
    if not given.base and given.times < asked.times:  # 5百 in 万元: 500元 or 500万元
        return _read_as(replace(content, amount=content.amount * given.times, measure=wanted), raw, column, kinds.MEASURE_UNCLEAR)
    amount = converted(content.amount, measure, wanted)
    if amount is None:
        fault = kinds.OTHER_MEASURE.at(raw.place, found=content.text, label=label_of(column), written=content.text, wanted=wanted)
        return content, (fault,)
    if amount == content.amount:
        return replace(content, measure=wanted), ()
    return _read_as(replace(content, amount=amount, measure=wanted), raw, column, kinds.CONVERTED)


def _as_percent(content: Quantity, raw: RawCell, column: Column | HeaderField) -> tuple[Quantity, tuple[Fault, ...]]:
    """80‰, 八成, 八成五, 3个百分点 as percent."""
    if content.measure == PER_MILLE:
        return replace(content, amount=content.amount.scaleb(-1), measure="%"), ()
    if content.measure in POINTS:
        return replace(content, measure="%"), ()
    if tenths := _TENTHS.fullmatch(content.measure):
        part = Decimal(DIGIT_WORDS.get(tenths[1], tenths[1]) or 0)
        return _read_as(replace(content, amount=content.amount * 10 + part, measure="%"), raw, column, kinds.NUMBER_READ)
    return content, ()


def _read_as(quantity: Quantity, raw: RawCell, column: Column | HeaderField, kind: FaultKind) -> tuple[Quantity, tuple[Fault, ...]]:
    amount = f"{plain_number(quantity.amount)}{quantity.measure}"
    return quantity, (kind.at(raw.place, found=quantity.text, label=label_of(column), written=quantity.text, amount=amount),)


def _beyond_bounds(content: Quantity, raw: RawCell, column: Column | HeaderField) -> tuple[Fault, ...]:
    """A fraction where a whole number belongs, a number outside what its column takes; a rate of more than 100% where nothing is said of it."""
    if not isinstance(column, Column):
        column = Column(id=column.id, title=column.label, kind=column.kind)
    least, most, amount = column.lowest, column.most, content.amount
    said = {"label": label_of(column), "written": content.text or plain_number(amount)}
    if column.is_whole and amount != amount.to_integral_value():
        return (kinds.NOT_WHOLE.at(raw.place, found=content.text, **said),)
    if (least is not None and amount < least) or (most is not None and amount > most):
        sign = "%" if column.kind is ColumnKind.PERCENT else column.counted_in
        low, high = (None if bound is None else f"{plain_number(bound)}{sign}" for bound in (least, most))
        words = BETWEEN if low is not None and high is not None else AT_MOST if low is None else AT_LEAST
        return (kinds.OUT_OF_BOUNDS.at(raw.place, found=content.text, bounds=words.format(least=low, most=high), **said),)
    if column.kind is ColumnKind.PERCENT and most is None and amount > _HUNDRED:
        return (kinds.OVER_HUNDRED.at(raw.place, found=content.text, **said),)
    return ()


def _as_written(raw: RawCell, column: Column | HeaderField) -> tuple[Content, tuple[Fault, ...]]:
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
    return _read(_without_money(key(written), column), raw, column, rate=rate)


def _without_money(found: str, column: Column | HeaderField) -> str:
    """¥3000, 人民币3000元整 in a column of money as 3000元."""
    if not isinstance(column, Column) or taken_apart(column.counted_in).base != MONEY:
        return found
    parts = _MONEY.fullmatch(found)
    if parts is None or not (parts[1] or parts[3]):
        return found
    return parts[2] + (MONEY if parts[1] and parts[2][-1:].isdigit() else "")


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
        if amount is not None and text[length : length + 1] in DIGIT_WORDS:  # 三四个: which of the two nobody can tell
            return _refuse(kinds.UNCLEAR_NUMBER, raw, column)
        if amount is not None and len(text) - length <= 2:
            return _noted(kinds.NUMBER_READ, Quantity(amount=amount, measure=text[length:], text=written), raw, column)
    return _refuse(kinds.NOT_A_NUMBER, raw, column)


def _chinese(text: str) -> Decimal | None:
    """三 → 3, 十二 → 12, 九十五 → 95, 百 → 100; None when it is not such a number."""
    if text == HUNDRED_WORD:
        return _HUNDRED
    tens, ten, ones = text.rpartition(TEN_WORD)
    if not text or any(len(part) > 1 or (part and part not in DIGIT_WORDS) for part in (tens, ones)) or (not ten and not ones):
        return None
    return Decimal((DIGIT_WORDS.get(tens, 1) * 10 if ten else 0) + DIGIT_WORDS.get(ones, 0))


def _noted(kind: FaultKind, quantity: Quantity, raw: RawCell, column: Column | HeaderField) -> tuple[Content, tuple[Fault, ...]]:
    amount = f"{_shown(quantity.amount)}{quantity.measure}"
    return quantity, (kind.at(raw.place, found=quantity.text, label=label_of(column), written=quantity.text, amount=amount),)


def _shown(amount: Decimal) -> str:
    """The amount in a message: with four decimals at most; what is kept is exact."""
    return plain_number(amount if -int(amount.as_tuple().exponent) <= _MOST_DECIMALS else round(amount, _MOST_DECIMALS))


def _refuse(kind: FaultKind, raw: RawCell, column: Column | HeaderField) -> tuple[Content, tuple[Fault, ...]]:
    written = clean(plain_text(raw.value))
    return Words(written), (kind.at(raw.place, found=written, label=label_of(column), written=written),)
