"""A written range of dates, already in marks: 11月18日—20日, 2015.11.18-2015.12.5."""

from __future__ import annotations

import dataclasses
import re
from datetime import date, timedelta

from duchá.terms.dates.reading import DateKind, DateReading
from duchá.terms.dates.single import AMBIGUOUS, IMPOSSIBLE, LEAP_YEAR, read_single

_TO = "~"
_BARE = re.compile(r"[0-9]{1,2}")
_BARE_DAY = re.compile(r"([0-9]{1,2})D?")
_BARE_TEN_DAYS = re.compile(r"T[123]")
_HALF_A_YEAR = timedelta(days=183)
_MONTH_AT_END = re.compile(r"[0-9]{1,2}M(?:T[123]|E)?")


def read_range(marks: str, hint: int | None) -> DateReading | None:
    """The range that the marks say (``text`` left empty); None when they say none. A hyphen is tried wherever it stands."""
    found = _read(marks, LEAP_YEAR if hint is None else hint)
    if hint is None and found is not None and found.year_assumed:
        return dataclasses.replace(found, day=None, end=None)
    return found


def _read(marks: str, year: int) -> DateReading | None:
    if _TO in marks:
        first, _, last = marks.partition(_TO)
        return _join(first, last, year)
    cuts = (match.start() for match in re.finditer("-", marks))
    found = {reading for cut in cuts if (reading := _join(marks[:cut], marks[cut + 1 :], year)) is not None}
    possible = found - {IMPOSSIBLE}
    if len(possible) > 1:
        return AMBIGUOUS
    return next(iter(possible or found), None)


def _join(first: str, last: str, year: int) -> DateReading | None:
    if _BARE.fullmatch(first) and _MONTH_AT_END.fullmatch(last):
        first += "M"
    start = read_single(first, year)
    if start is None or start.day is None:
        return start  # no date, an impossible one, or one to be asked about
    last = _completed(last, start, start.day)
    end = read_single(last, start.day.year)
    if end is None or end.due is None:
        return end
    return _ordered(_starts(first, start, start.day, end), _ends(last, start.day, end), assumed=start.year_assumed and end.year_assumed)


def _completed(last: str, start: DateReading, day: date) -> str:
    """The end with the month it leaves out: —20日 after 11月18日; —12 after 2015.11; —下旬 after 11月上旬."""
    if match := _BARE_DAY.fullmatch(last):
        return f"{match[1]}M" if start.kind is DateKind.MONTH_ONLY else f"{day.month}M{match[1]}D"
    return f"{day.month}M{last}" if _BARE_TEN_DAYS.fullmatch(last) else last


def _starts(first: str, start: DateReading, day: date, end: DateReading) -> date | None:
    """The first day; where only the end has a year, in the year that brings it before the end (12月25日—2016年1月5日)."""
    if not start.year_assumed or end.year_assumed or end.due is None:
        return day
    years = (end.due.year, end.due.year - 1)
    tried = (reading.day for year in years if (reading := read_single(first, year)) is not None)
    return next((found for found in tried if found is not None and found <= end.due), None)


def _ends(last: str, day: date, end: DateReading) -> date | None:
    """The last day; an end without a year goes over into the next (12月25日—1月5日), unless that made more than half a year: rather the wrong way round."""
    if end.due is None or end.due.month >= day.month or not end.year_assumed:
        return end.due
    later = read_single(last, day.year + 1)
    return None if later is None or later.due is None or later.due - day > _HALF_A_YEAR else later.due


def _ordered(start: date | None, end: date | None, *, assumed: bool) -> DateReading:
    if start is None or end is None or end < start:
        return IMPOSSIBLE
    return DateReading(kind=DateKind.RANGE, day=start, end=end, year_assumed=assumed)
