"""What an entry cell accepts: validation, prompt, error text and number format of each kind of column."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum

from duchá.forms import wording
from duchá.rulebook.form import Column, ColumnKind, HeaderField

LONGEST_PROMPT = 255  # limits of the file format, in characters
LONGEST_ERROR = 225
LONGEST_TITLE = 32
_TEXT = "@"
_GENERAL = "General"
_ZERO_DAY = date(1899, 12, 30)


class Accepts(Enum):
    """The type of a validation, as the file format names it; ANY only shows its prompt."""

    ANY = "none"
    DATE = "date"
    TIME = "time"
    WHOLE = "whole"
    DECIMAL = "decimal"
    LIST = "list"


@dataclass(frozen=True, slots=True, kw_only=True)
class Days:
    """The days between which a date is sensible, both included."""

    first: date
    last: date


WIDE = Days(first=date(2000, 1, 1), last=date(2099, 12, 31))


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What a cell accepts. ``strict``: anything else is refused, otherwise the writer is asked once more."""

    accepts: Accepts
    format: str = _TEXT
    low: str = ""
    high: str = ""
    choices: tuple[str, ...] = ()
    strict: bool = True
    prompt_title: str = ""
    prompt: str = ""
    error_title: str = ""
    error: str = ""


_FORMATS = {
    ColumnKind.SEQUENCE: _GENERAL,
    ColumnKind.DATE: wording.DATE_FORMAT,
    ColumnKind.TIME: "hh:mm",
    ColumnKind.COUNT: "0",
    ColumnKind.AMOUNT: _GENERAL,
    ColumnKind.PERCENT: "0.00%",
}


def column_entry(column: Column, days: Days = WIDE, lists: Mapping[str, tuple[str, ...]] | None = None) -> Entry:
    """What the cells of a column accept. A CHOICE without choices, known or named in ``lists``, takes any text."""
    choices = column.choices or (lists or {}).get(column.choices_from, ())
    if not choices and column.kind is ColumnKind.UNIT:
        choices = (lists or {}).get("units", ())
    title = column.title or (column.synonyms[0] if column.synonyms else "")
    return _entry(column.kind, title, _Words(hint=column.hint, example=column.example), days, choices)


def header_entry(field: HeaderField, days: Days = WIDE) -> Entry:
    """What the entry of a header field accepts; the unit's own name and a seal are text."""
    return _entry(field.kind, field.label, _Words(hint=field.hint, example=field.example), days, ())


def as_serial(day: date) -> str:
    """A day as validations and cells store it."""
    return str((day - _ZERO_DAY).days)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Words:
    hint: str
    example: str

    @property
    def prompt(self) -> str:
        example = wording.EXAMPLE.format(example=self.example) if self.example else ""
        return wording.PROMPT_SEPARATOR.join(part for part in (self.hint, example) if part)[:LONGEST_PROMPT]


def _entry(kind: ColumnKind, title: str, words: _Words, days: Days, choices: tuple[str, ...]) -> Entry:
    accepts, low, high, strict = Accepts.ANY, "", "", True
    error_title, error = "", ""
    if kind is ColumnKind.DATE:
        accepts, low, high = Accepts.DATE, as_serial(days.first), as_serial(days.last)
        example = f"{max(days.first, min(days.last, date(days.first.year, 11, 18))):%Y-%m-%d}"
        error_title, error = wording.DATE_TITLE, wording.DATE_ERROR.format(first=_said(days.first), last=_said(days.last), example=example)
    elif kind is ColumnKind.TIME:
        accepts, low, high = Accepts.TIME, "0", "0.999988425925926"
        error_title, error = wording.TIME_TITLE, wording.TIME_ERROR
    elif kind is ColumnKind.COUNT:
        accepts, low, strict = Accepts.WHOLE, "0", False
        error_title, error = wording.COUNT_TITLE, wording.COUNT_ERROR.format(title=title)
    elif kind in (ColumnKind.AMOUNT, ColumnKind.PERCENT):
        accepts, low, strict = Accepts.DECIMAL, "0" if kind is ColumnKind.PERCENT else "-999999999999", False
        text = wording.PERCENT_ERROR if kind is ColumnKind.PERCENT else wording.AMOUNT_ERROR
        error_title, error = wording.AMOUNT_TITLE, text.format(title=title)
    elif kind is ColumnKind.YES_NO or choices:
        choices = choices or wording.YES_NO
        accepts, strict = Accepts.LIST, kind is not ColumnKind.UNIT
        text = wording.UNIT_ERROR if kind is ColumnKind.UNIT else wording.CHOICE_ERROR.format(title=title)
        error_title, error = wording.CHOICE_TITLE, text
    return Entry(
        accepts=accepts,
        format=_FORMATS.get(kind, _TEXT),
        low=low,
        high=high,
        choices=choices if accepts is Accepts.LIST else (),
        strict=strict,
        prompt_title=title[:LONGEST_TITLE] if words.prompt else "",
        prompt=words.prompt,
        error_title=error_title,
        error=error[:LONGEST_ERROR],
    )


def _said(day: date) -> str:
    return wording.DAY.format(day=day)
