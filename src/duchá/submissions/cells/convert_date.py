"""Date cells: what is a fault about a written date (C01–C13); how it reads is the business of terms/dates."""

from __future__ import annotations

import re
from datetime import time
from functools import lru_cache

from duchá.rulebook.form import Column, HeaderField
from duchá.submissions import wording
from duchá.submissions.cells.convert_text import clean, plain_text
from duchá.submissions.cells.labels import label_of
from duchá.submissions.cells.short_answers import is_nil_word
from duchá.submissions.faults import cells as kinds
from duchá.submissions.keys import key
from duchá.submissions.model import RawCell
from duchá.terms.dates.parse import parse_chinese_date
from duchá.terms.dates.reading import DateKind, DateReading
from duchá.terms.fault import Fault
from duchá.terms.quantity import EMPTY, Content, Day, NotApplicable, Words

TIME_PATTERN = r"([01]?[0-9]|2[0-4])[:时点]([0-5]?[0-9])?分?(?::[0-5][0-9])?"

_TIME = re.compile(TIME_PATTERN)
_SERIAL = re.compile("[0-9]{5}")  # a date that lost its format: nobody wants to read it so
_LIST = re.compile("[、,，;；\n]+")


def convert_date(raw: RawCell, column: Column | HeaderField, year: int) -> tuple[Content, tuple[Fault, ...]]:
    """The day of a date cell. ``year`` completes dates without one.

    Blank: nothing, or only the form's own 年 月 日. Faults: S106–S113. A text that is no date is kept as words.
    """
    value = raw.value
    if isinstance(value, str) and is_nil_word(clean(value)):
        return NotApplicable(clean(value)), ()
    reading = _read_text(value, year) if isinstance(value, str) else parse_chinese_date(value, year_hint=year)
    written = clean(plain_text(value))
    if reading.kind is DateKind.BLANK:
        return EMPTY, ()
    if reading.kind is DateKind.EXACT and reading.day:
        return Day(day=reading.day, text="" if _SERIAL.fullmatch(written) else written), ()
    return _inexact(raw, column, reading, written)


@lru_cache(maxsize=4096)
def _read_text(text: str, year: int) -> DateReading:
    return parse_chinese_date(text, year_hint=year)


def _inexact(raw: RawCell, column: Column | HeaderField, reading: DateReading, written: str) -> tuple[Content, tuple[Fault, ...]]:
    label, due = label_of(column), reading.due
    kind = {
        DateKind.NO_YEAR: kinds.ASSUMED_YEAR,
        DateKind.TWO_DIGIT_YEAR: kinds.SHORT_YEAR,
        DateKind.MONTH_ONLY: kinds.ROUGH_DATE,
        DateKind.RANGE: kinds.DATE_RANGE,
    }.get(reading.kind)
    if kind is not None and reading.day and due:
        fault = kind.at(raw.place, found=written, label=label, written=written, day=due.isoformat())
        return Day(day=reading.day, text=written, end=reading.end), (fault,)
    kind = {DateKind.AMBIGUOUS: kinds.UNCLEAR_DATE, DateKind.IMPOSSIBLE: kinds.IMPOSSIBLE_DATE, DateKind.TERM: kinds.NO_TERM}.get(
        reading.kind, kinds.NOT_A_DATE
    )
    return Words(written), (kind.at(raw.place, found=written, label=label, written=written),)


def convert_dates(raw: RawCell, column: Column | HeaderField, year: int) -> tuple[Content, tuple[Fault, ...]]:
    """A 、-separated list of dates as words, each written as 2018-04-18. Blank: Empty; 无 is “none”. Faults: S106–S108."""
    if not isinstance(raw.value, str) or not _LIST.search(clean(raw.value)):
        content, about = convert_date(raw, column, year)
        return (Words(content.day.isoformat()) if isinstance(content, Day) else content), about
    days: list[str] = []
    faults: list[Fault] = []
    for part in _LIST.split(clean(raw.value)):
        if part.strip():
            content, found = convert_date(RawCell(value=part, place=raw.place), column, year)
            days.append(content.day.isoformat() if isinstance(content, Day) else part)
            faults += found
    return Words(wording.LIST_PAUSE.join(days)), tuple(faults)


def convert_time(raw: RawCell, column: Column | HeaderField) -> tuple[Content, tuple[Fault, ...]]:
    """A time of day as words: 17:30. Faults: S120."""
    if isinstance(raw.value, time):
        return Words(raw.value.isoformat(timespec="minutes")), ()
    if isinstance(raw.value, float) and 0 <= raw.value < 1:
        minutes = round(raw.value * 24 * 60)
        return Words(f"{minutes // 60:02}:{minutes % 60:02}"), ()
    written = clean(plain_text(raw.value))
    if not written:
        return EMPTY, ()
    if is_nil_word(written):
        return NotApplicable(written), ()
    found = _TIME.fullmatch(key(written))
    if found is None:
        return Words(written), (kinds.NOT_A_TIME.at(raw.place, found=written, label=label_of(column), written=written),)
    return Words(f"{int(found[1]):02}:{int(found[2] or 0):02}"), ()
