"""Chinese sentences of the scores: formulas with their numbers, reasons why something scored nothing, proposals."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from duchá.scoring.facts.model import plain
from duchá.terms.wording import day_words

ROLE_WORDS = {"lead": "牵头", "support": "配合"}
LEVEL_SEPARATORS = "、；;，,"
ABOUT = "（{about}）"
DAY_COUNT_WORDS = {"natural": "自然日", "working": "工作日"}


UNKNOWN_UNIT = "单位“{unit}”不在名单中，未计分"
FOUND_BY = "{by}认定"
STAFF_ABOUT = "（{about}）"
NO_NUMBER = "没有写"

EVERYONE = "全部单位"
SEPARATOR = "、"
CLAUSE = "；"


def joined(words: list[str] | tuple[str, ...]) -> str:
    """Words with 、 between them."""
    return SEPARATOR.join(words)


def names_in(text: str) -> tuple[str, ...]:
    """The names in a cell that may hold several."""
    for separator in LEVEL_SEPARATORS:
        text = text.replace(separator, SEPARATOR)
    return tuple(part.strip() for part in text.split(SEPARATOR) if part.strip())


def signed(points: Decimal) -> str:
    """加3 / 减0.5 / 0."""
    return "0" if points == 0 else f"{'加' if points > 0 else '减'}{plain(abs(points))}"


def short_day(day: date) -> str:
    """2018年4月18日."""
    return day_words(day)
