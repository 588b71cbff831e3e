"""What an entry cell accepts: validation, prompt, error text and number format of each kind of column."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from enum import Enum

from duchá.rulebook.form import CAMPAIGN, Column, ColumnKind, HeaderField
from duchá.terms.measures import plain_number
from duchá.terms.wording import LIST_SEPARATOR

DATE_FORMAT = 'yyyy"年"m"月"d"日"'
DAY = "{day.year}年{day.month}月{day.day}日"
YES_NO = ("是", "否")
REQUIRED = "必填。"
EXAMPLE = "例如：{example}"
PROMPT_SEPARATOR = "\n"
DATE_TITLE = "日期不对"
DATE_ERROR = "请填写{first}至{last}之间的日期，例如 {example}。"
TIME_TITLE = "时刻不对"
TIME_ERROR = "请填写时刻，例如 17:30。"
COUNT_TITLE = "不是整数"
COUNT_ERROR = "“{title}”应填整数，不带单位；没有的填 0，确不适用的可填“—”。"
AMOUNT_TITLE = "不是数字"
AMOUNT_ERROR = "“{title}”应填数字，不带单位；没有的填 0，确不适用的可填“—”。"
PERCENT_ERROR = "“{title}”应填百分数，例如 95.5%；确不适用的可填“—”。"
BOUNDED = "“{title}”应填数字{bounds}，不带单位；确不适用的可填“—”。"
BOUNDED_WHOLE = "“{title}”应填整数{bounds}，不带单位；没有的填 0，确不适用的可填“—”。"
NOT_BELOW, NOT_ABOVE, PER_CENT = "，不小于 {bound}", "，不大于 {bound}", "%"
MEASURED = "按{measure}填写。"
MUST, RULE_SEPARATOR, SEVERAL = "应：{rules}。", "；", "可填几项，用顿号隔开：{choices}。"
CHOICE_TITLE = "不在可选项中"
CHOICE_ERROR = "“{title}”请从下拉列表中选择。"
UNIT_ERROR = "名单里没有这个名称，请从下拉列表中选择单位。"

LONGEST_PROMPT = 255  # limits of the file format, in characters
LONGEST_ERROR = 225
LONGEST_TITLE = 32
_TEXT = "@"
_GENERAL = "General"
_LAST_SECOND = "0.999988425925926"  # 23:59:59 as a part of a day
_LARGEST = "999999999999999"  # digits that a spreadsheet keeps
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
    """The days between which a date is sensible, both included, and one to show as an example."""

    first: date
    last: date
    example: date


WIDE = Days(first=date(2000, 1, 1), last=date(2099, 12, 31), example=date(2015, 11, 18))


@dataclass(frozen=True, slots=True, kw_only=True)
class CellEntry:
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
    ColumnKind.DATE: DATE_FORMAT,
    ColumnKind.TIME: "hh:mm",
    ColumnKind.COUNT: "0",
    ColumnKind.AMOUNT: _GENERAL,
    ColumnKind.PERCENT: "0.00%",
}


CampaignDays = tuple[date, date]  # its first and last


def column_entry(
    column: Column,
    lists: Mapping[str, tuple[str, ...]],
    *,
    required: bool = False,
    rules: Sequence[str] = (),
    campaign: CampaignDays | None = None,
) -> CellEntry:
    """What the cells of a column accept; ``required`` and the ``rules`` that give its value are said in the prompt. Choices that ``lists`` does not
    have leave the column open; ``campaign`` are the days that a window may speak of.
    """
    title = column.title or (column.synonyms[0] if column.synonyms else "")
    choices = SEVERAL.format(choices=LIST_SEPARATOR.join(column.choices)) if column.kind is ColumnKind.CHOICES and column.choices else ""
    rule = MUST.format(rules=RULE_SEPARATOR.join(rules)) if rules else ""
    measured = MEASURED.format(measure=column.measure) if column.measure and column.measure not in title else ""
    hint = (REQUIRED if required else "") + column.hint + measured + choices + rule
    entry = _choice(column, title, lists) or _bounded(_by_kind(column.kind, title, WIDE), column, title, campaign)
    return _prompted(entry, title, hint, column.example)


def _bounded(entry: CellEntry, column: Column, title: str, campaign: CampaignDays | None) -> CellEntry:
    """What a column's own bounds make of what its kind accepts; a number outside is asked about, a day outside refused."""
    if column.kind is ColumnKind.DATE and (column.from_ or column.until):
        first, last = (
            one if written == CAMPAIGN and one is not None else date.fromisoformat(written) if written and written != CAMPAIGN else wide
            for written, one, wide in zip((column.from_, column.until), campaign or (None, None), (WIDE.first, WIDE.last), strict=True)
        )
        return _by_kind(column.kind, title, Days(first=first, last=last, example=min(max(first, WIDE.example), last)))
    if entry.accepts not in (Accepts.WHOLE, Accepts.DECIMAL) or (column.least is None and column.most is None and not column.whole):
        return entry
    percent = column.kind is ColumnKind.PERCENT
    low, high = (_bound(bound, percent=percent) for bound in (column.lowest, column.most))
    sign = PER_CENT if percent else column.counted_in
    said = [
        words.format(bound=f"{plain_number(bound)}{sign}")
        for words, bound in ((NOT_BELOW, column.lowest), (NOT_ABOVE, column.most))
        if bound is not None
    ]
    error = (BOUNDED_WHOLE if column.is_whole else BOUNDED).format(title=title, bounds="".join(said))
    return replace(
        entry,
        accepts=Accepts.WHOLE if column.is_whole else entry.accepts,
        low=low or f"-{_LARGEST}",
        high=high or (_LARGEST if low is None else ""),
        error_title=COUNT_TITLE if column.is_whole else AMOUNT_TITLE,
        error=error[:LONGEST_ERROR],
    )


def _bound(bound: Decimal | None, *, percent: bool) -> str | None:
    """A bound as a validation has it; a rate is a part of one there."""
    return None if bound is None else plain_number(bound.scaleb(-2) if percent else bound)


def header_entry(field: HeaderField, days: Days) -> CellEntry:
    """What the entry of a header field accepts; the unit's own name and a seal are text."""
    return _prompted(_by_kind(field.kind, field.label, days), field.label, field.hint, field.example)


def as_serial(day: date) -> str:
    """A day as validations and cells store it."""
    return str((day - _ZERO_DAY).days)


def _choice(column: Column, title: str, lists: Mapping[str, tuple[str, ...]]) -> CellEntry | None:
    """A list to choose one from. A unit not on it may be typed all the same (an alias); columns that hold several take any text."""
    source = column.choices_from or ("units" if column.kind is ColumnKind.UNIT else "")
    choices = column.choices or lists.get(source, ()) or (YES_NO if column.kind is ColumnKind.YES_NO else ())
    if not choices or column.kind not in (ColumnKind.CHOICE, ColumnKind.UNIT, ColumnKind.YES_NO):
        return None
    unit = column.kind is ColumnKind.UNIT
    error = UNIT_ERROR if unit else CHOICE_ERROR.format(title=title)
    return CellEntry(accepts=Accepts.LIST, choices=choices, strict=not unit, error_title=CHOICE_TITLE, error=error[:LONGEST_ERROR])


def _by_kind(kind: ColumnKind, title: str, days: Days) -> CellEntry:
    """Numbers ask once more instead of refusing, so that “—” can stand for 不适用."""
    form = _FORMATS.get(kind, _TEXT)
    match kind:
        case ColumnKind.DATE:
            error = DATE_ERROR.format(first=_said(days.first), last=_said(days.last), example=days.example.isoformat())
            low, high = as_serial(days.first), as_serial(days.last)
            return CellEntry(accepts=Accepts.DATE, format=form, low=low, high=high, error_title=DATE_TITLE, error=error)
        case ColumnKind.TIME:
            low, high = "0", _LAST_SECOND
            return CellEntry(accepts=Accepts.TIME, format=form, low=low, high=high, error_title=TIME_TITLE, error=TIME_ERROR)
        case ColumnKind.COUNT:
            return _number(Accepts.WHOLE, form, COUNT_TITLE, COUNT_ERROR.format(title=title))
        case ColumnKind.PERCENT:
            return _number(Accepts.DECIMAL, form, AMOUNT_TITLE, PERCENT_ERROR.format(title=title))
        case ColumnKind.AMOUNT:
            entry = _number(Accepts.DECIMAL, form, AMOUNT_TITLE, AMOUNT_ERROR.format(title=title))
            return replace(entry, low=f"-{_LARGEST}", high=_LARGEST)
        case _:
            return CellEntry(accepts=Accepts.ANY, format=form)


def _number(accepts: Accepts, form: str, title: str, error: str) -> CellEntry:
    return CellEntry(accepts=accepts, format=form, low="0", strict=False, error_title=title, error=error[:LONGEST_ERROR])


def _prompted(entry: CellEntry, title: str, hint: str, example: str) -> CellEntry:
    parts = (hint, EXAMPLE.format(example=example) if example else "")
    prompt = PROMPT_SEPARATOR.join(part for part in parts if part)[:LONGEST_PROMPT]
    return replace(entry, prompt=prompt, prompt_title=title[:LONGEST_TITLE] if prompt else "")


def _said(day: date) -> str:
    return DAY.format(day=day)
