"""From a written date to marks: 二〇一五年十一月底前 → ``2015Y11ME``. Recognition only; the text itself stays as typed."""

from __future__ import annotations

import re
import unicodedata

from duchá.terms.dates import wording
from duchá.terms.text import for_matching

_HOUR = re.compile(wording.DATE_HOUR_PATTERN)
_WEEKDAY = re.compile(wording.DATE_WEEKDAY_PATTERN)
_LEAD = re.compile(wording.DATE_LEAD_PATTERN)
_TAIL = re.compile(wording.DATE_TAIL_PATTERN)
_RANGE_START = re.compile(wording.RANGE_START_PATTERN)
_OH = re.compile(wording.LETTER_OH_PATTERN)
_NUMERAL = re.compile(f"[{''.join(wording.NUMERALS)}{''.join(wording.TENS)}{wording.TEN}]+")
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
    for word, mark in wording.DATE_MARKS:
        key = key.replace(word, mark)
    return re.sub("~+", "~", key)


def _without_tail(key: str) -> str:
    """Cuts 前, 止, 前完成 … off the end, the longest that fits."""
    start = next((at for at in range(len(key)) if _TAIL.fullmatch(key, at)), len(key))
    return key[:start]


def _digits(match: re.Match[str]) -> str:
    """十一 → 11, 二〇一五 → 2015, 三十 → 30, 廿三 → 23."""
    run = match[0]
    for character, words in wording.TENS.items():
        run = run.replace(character, words)
    if wording.TEN not in run:
        return "".join(wording.NUMERALS[character] for character in run)
    before, _, after = run.partition(wording.TEN)
    tens, ones = {"": "1", **wording.NUMERALS}.get(before), {"": "0", **wording.NUMERALS}.get(after)
    return run if tens is None or ones is None else str(int(tens + ones))  # 十十: no such number, and no pattern will fit it
