"""Cell contents after reading: a quantity, words, nothing at all, or an explicit “none”. Never merged."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Words:
    """Text as typed (tidied)."""

    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantity:
    """A number with its measure (计量单位: 元/万元/%/件; empty = none) and the text as found.

    ``approximate`` marks 约/余/左右; the amount is exactly what was written, never rounded.
    """

    amount: Decimal
    measure: str = ""
    text: str = ""
    approximate: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """A date cell: the day read from it and the text as found; ``end`` closes a range."""

    day: date
    text: str = ""
    end: date | None = None


@dataclass(frozen=True, slots=True)
class Empty:
    """Nothing was entered (未填): not zero, not 无."""


@dataclass(frozen=True, slots=True)
class NotApplicable:
    """The unit said that there is none (无、/、— …): not empty, not zero."""

    text: str


Content = Words | Quantity | Day | Empty | NotApplicable
EMPTY = Empty()


def text_of(content: Content) -> str:
    """What to print for a content: the text as found, empty for Empty."""
    match content:
        case Empty():
            return ""
        case Words(text) | NotApplicable(text):
            return text
        case Quantity():
            return content.text or f"{content.amount}{content.measure}"
        case Day():
            return content.text or content.day.isoformat()
