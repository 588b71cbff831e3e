"""The one way from a date cell to a date."""

from __future__ import annotations

import dataclasses
import re
from datetime import date, datetime

from duchá.terms.dates import wording
from duchá.terms.dates.marks import to_marks
from duchá.terms.dates.numbers import read_number
from duchá.terms.dates.ranges import read_range
from duchá.terms.dates.reading import DateKind, DateReading
from duchá.terms.dates.single import read_single
from duchá.terms.text import for_matching, is_blank

_FORM_ONLY = re.compile(r"(?:[0-9]{2,4})?YMD")  # the form's own 年 月 日, its year perhaps printed
_SERIAL = re.compile(r"[0-9]{5}")
_TERM = re.compile(wording.TERM_PATTERN)


def parse_chinese_date(value: object, *, year_hint: int | None = None, epoch_1904: bool = False) -> DateReading:
    """How a cell of a date column reads: text as people write it, a number, a real date. Never raises, never guesses.

    ``year_hint`` (the campaign's year) completes dates without a year; ``epoch_1904`` is for workbooks that count from 1904.
    Blank: nothing at all, or only the form's own 年 月 日. 无 and — are not dates; the caller asks about them first.
    """
    text = "" if value is None else str(value)
    match value:
        case bool():
            found = DateReading(kind=DateKind.NOT_A_DATE)
        case datetime():
            found = DateReading(kind=DateKind.EXACT, day=value.date())
        case date():
            found = DateReading(kind=DateKind.EXACT, day=value)
        case int() | float():
            found = read_number(value, year_hint, epoch_1904=epoch_1904)
        case _:
            found = _read_text(text, year_hint, epoch_1904=epoch_1904)
    return dataclasses.replace(found, text=text)


def _read_text(text: str, hint: int | None, *, epoch_1904: bool) -> DateReading:
    marks = to_marks(text)
    if is_blank(text) or _FORM_ONLY.fullmatch(marks):
        return DateReading(kind=DateKind.BLANK)
    if _SERIAL.fullmatch(marks):
        return read_number(int(marks), hint, epoch_1904=epoch_1904)
    return read_single(marks, hint) or read_range(marks, hint) or DateReading(kind=_without_date(text))


def _without_date(text: str) -> DateKind:
    key = for_matching(text)
    if _TERM.search(key) or any(word in key for word in wording.TERM_WORDS):
        return DateKind.TERM
    return DateKind.NOT_A_DATE
