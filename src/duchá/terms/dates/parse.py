"""The one way from a date cell to a date."""

from __future__ import annotations

import dataclasses
import re
import unicodedata
from datetime import date, datetime, timedelta

from duchá.terms.dates.reading import DateKind, DateReading
from duchá.terms.dates.single import AMBIGUOUS, IMPOSSIBLE, LEAP_YEAR, read_number, read_single
from duchá.terms.text import for_matching, is_blank

# Y M D = 年月日, ~ = to, T1–T3 = 旬, E = 底, Q = 季度; longer words first
DATE_MARKS = (
    ("第", ""),
    ("年度", "Y"),
    ("年内", "YE"),
    ("年底", "YE"),
    ("年末", "YE"),
    ("上旬", "T1"),
    ("中旬", "T2"),
    ("下旬", "T3"),
    ("月初", "MT1"),
    ("月中", "MT2"),
    ("月内", "M"),
    ("月份", "M"),
    ("月底", "ME"),
    ("月末", "ME"),
    ("季度末", "QE"),
    ("季度底", "QE"),
    ("季末", "QE"),
    ("季度", "Q"),
    ("年", "Y"),
    ("月", "M"),
    ("日", "D"),
    ("号", "D"),
    ("底", "E"),
    ("末", "E"),
    ("至", "~"),
    ("到", "~"),
    ("—", "~"),
    ("–", "~"),
    ("―", "~"),
    ("〜", "~"),
    ("‐", "-"),
    ("−", "-"),
    ("。", "."),
    ("·", "."),
    ("、", "."),
    (",", "."),
)
LETTER_OH_PATTERN = r"(?<=[0-9〇○零一二三四五六七八九十])o|o(?=[0-9一二三四五六七八九])"
DATE_LEAD_PATTERN = r"^(?:(?:填报|填表|完成|整改|办结|上报|截止)?(?:日期|时间|时限):?|拟|已|计划|预计|力争|确保|务必|截至|截止|于|在|自|从|第|今年(?=年)|今(?=年)|本(?=年)|当(?=年))+"
DATE_TAIL_PATTERN = r"(?:之|以)?(?:前|止|起)?(?:全部|全面)?(?:整改|落实)?(?:完成|完毕|到位|办结|落实|报送)?(?:整改)?"
DATE_HOUR_PATTERN = (
    r"(?:(?<=[0-9])[\st]+|(?<=[日号])\s*)(?:上午|下午)?\s*"
    r"(?:[0-9]{1,2}(?::[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?|[时点](?:[0-9]{1,2}分)?)(?:z|\+[0-9]{2}:[0-9]{2})?|(?<=午))"
)
DATE_WEEKDAY_PATTERN = r"\((?:星期|周)[一二三四五六日天]\)|(?:星期|周)[一二三四五六日天]"
RANGE_START_PATTERN = r"起(?=[至到~—–-])"
TERM_PATTERN = r"[0-9一二三四五六七八九十两半]+个?(?:工作日|日|天|周|月|季度|年)(?:之|以)?内|每(?:日|天|周|月|季|年)"
TERM_WORDS = (
    "立行立改",
    "即知即改",
    "立即",
    "即时",
    "即刻",
    "马上",
    "尽快",
    "及时",
    "适时",
    "近期",
    "随时",
    "长期",
    "持续",
    "常态",
    "坚持",
    "完成",
    "整改到位",
    "已整改",
    "已办结",
)
NUMERALS = {
    "〇": "0",
    "○": "0",
    "◯": "0",
    "零": "0",
    "一": "1",
    "二": "2",
    "三": "3",
    "四": "4",
    "五": "5",
    "六": "6",
    "七": "7",
    "八": "8",
    "九": "9",
}
TEN = "十"
TENS = {"廿": "二十", "卅": "三十"}


_HOUR = re.compile(DATE_HOUR_PATTERN)
_WEEKDAY = re.compile(DATE_WEEKDAY_PATTERN)
_LEAD = re.compile(DATE_LEAD_PATTERN)
_TAIL = re.compile(DATE_TAIL_PATTERN)
_RANGE_START = re.compile(RANGE_START_PATTERN)
_OH = re.compile(LETTER_OH_PATTERN)
_NUMERAL = re.compile(f"[{''.join(NUMERALS)}{''.join(TENS)}{TEN}]+")
_BLANKS_IN_FORM = re.compile(r"_+")
LONGEST = 60  # characters; what is longer is prose


def to_marks(text: str) -> str:
    """The marks of a written date, or of whatever was written; empty when nothing was, or far too much for a date."""
    hourless = _WEEKDAY.sub("", _HOUR.sub("", unicodedata.normalize("NFKC", text[: 4 * LONGEST]).casefold()))
    key = _BLANKS_IN_FORM.sub("", for_matching(hourless))
    if len(key) > LONGEST:
        return ""
    key = _OH.sub("0", key)
    key = _NUMERAL.sub(_digits, _RANGE_START.sub("", _LEAD.sub("", key, count=1)))
    key = _without_tail(key)
    for word, mark in DATE_MARKS:
        key = key.replace(word, mark)
    return re.sub("~+", "~", key)


def _without_tail(key: str) -> str:
    """Cuts 前, 止, 前完成 … off the end, the longest that fits."""
    start = next((at for at in range(len(key)) if _TAIL.fullmatch(key, at)), len(key))
    return key[:start]


def with_digits(text: str) -> str:
    """The matching key of a text with its Chinese numerals as digits: 二〇一九年四月 → 2019年4月."""
    return _NUMERAL.sub(_digits, for_matching(text))


def _digits(match: re.Match[str]) -> str:
    """十一 → 11, 二〇一五 → 2015, 三十 → 30, 廿三 → 23."""
    run = match[0]
    for character, words in TENS.items():
        run = run.replace(character, words)
    if TEN not in run:
        return "".join(NUMERALS[character] for character in run)
    before, _, after = run.partition(TEN)
    tens, ones = {"": "1", **NUMERALS}.get(before), {"": "0", **NUMERALS}.get(after)
    return run if tens is None or ones is None else str(int(tens + ones))  # 十十: no such number, and no pattern will fit it


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


_FORM_ONLY = re.compile(r"(?:[0-9]{2,4})?YMD")  # the form's own 年 月 日, its year perhaps printed
_SERIAL = re.compile(r"[0-9]{5}")
_TERM = re.compile(TERM_PATTERN)


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
    if _TERM.search(key) or any(word in key for word in TERM_WORDS):
        return DateKind.TERM
    return DateKind.NOT_A_DATE
