"""Rows of the office's registers (登记表) as they stand: facts → rows, with corrections applied and everything they replaced kept."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import Enum
from typing import Any

from duchá.journal.fact import Fact, FactKind
from duchá.terms.content_json import content_from_json
from duchá.terms.place import Place
from duchá.terms.quantity import EMPTY, Content, Day, Empty, NotApplicable, Quantity, Words

_HOUR, _NO_HOUR = re.compile(r"[0-9]{2}:[0-9]{2}"), "00:00"
Said = tuple[Any, ...]  # what a row says, however it was typed: equal exactly when nothing in it changed


class Change(Enum):
    """What a fact about a register row says: 新增 / 更正 / 撤回 / 从表中消失（待答复） / 又见于某表."""

    NEW = "new"
    CORRECTION = "correction"
    WITHDRAWN = "withdrawn"
    GONE = "gone"
    SEEN = "seen"


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterRow:
    """登记表的一行. ``seq`` is the fact in force, ``first`` the one that opened the row; ``key`` and ``occurrence`` say which row it is.

    ``happened_at`` is the row's own time. ``places`` say file, sheet and cell of each column, in the archived original ``sha256``.
    ``earlier`` holds what corrections replaced, oldest first; ``gone``: it disappeared from its file and nobody has said why;
    ``withdrawn`` is the reason it was taken back for. ``said`` is what each file said of it last.
    """

    register: str
    key: str
    occurrence: int
    record_no: str
    values: Mapping[str, Content]
    extra: Mapping[str, str]
    places: Mapping[str, Place]
    source: str
    sha256: str
    sheet: str
    row: int
    happened_at: datetime
    since: datetime
    seq: int
    first: int
    gone: bool = False
    withdrawn: str = ""
    earlier: tuple[RegisterRow, ...] = ()
    said: Mapping[str, Said] = field(default_factory=dict)

    def value(self, column: str) -> Content:
        """What a column says; Empty where the register has no such column."""
        return self.values.get(column, EMPTY)

    def text(self, column: str) -> str:
        """The words of a column; empty where there are none (空 or 无)."""
        content = self.value(column)
        return content.text if isinstance(content, Words) else ""


def rows_of(facts: Iterable[Fact], as_of: datetime | None = None) -> tuple[RegisterRow, ...]:
    """The rows in force, oldest first: corrections applied, withdrawn ones left out, those in question (``gone``) kept.

    ``as_of`` leaves out rows that happened later. (Facts that were cut off at a day may still tell of a row that a correction moved
    beyond that day.)
    """
    return tuple(row for row in all_rows(facts) if not row.withdrawn and (as_of is None or row.happened_at <= as_of))


def all_rows(facts: Iterable[Fact]) -> tuple[RegisterRow, ...]:
    """Every row that ever was, withdrawn ones too, in the order in which they were first written down."""
    rows: dict[int, RegisterRow] = {}
    opened_by: dict[int, int] = {}
    for fact in facts:
        if fact.kind is not FactKind.ROW:
            continue
        payload: Mapping[str, Any] = fact.payload
        first = opened_by.get(payload["replaces"] or 0, fact.seq)
        opened_by[fact.seq] = first
        before = rows.get(first)
        rows[first] = _first(fact, payload) if before is None else _next(before, fact, payload)
    return tuple(rows[first] for first in sorted(rows))


def said_by(values: Mapping[str, Content], extra: Mapping[str, str]) -> Said:
    """What a row says: dates as days (with the hour, where one is written), amounts as amounts, texts as they are; empty cells say nothing."""
    said = [(column, *_essence(content)) for column, content in sorted(values.items()) if not isinstance(content, Empty)]
    return (*said, *sorted(extra.items()))


def _essence(content: Content) -> tuple[object, ...]:
    match content:
        case Words(text):
            return (text,)
        case NotApplicable():
            return ()
        case Day():
            hour = _HOUR.search(content.text)
            return (content.day, content.end) if hour is None or hour[0] == _NO_HOUR else (content.day, content.end, hour[0])
        case Quantity():
            return (content.amount.normalize(), content.measure, content.approximate)
        case _:
            return ()


def _first(fact: Fact, payload: Mapping[str, Any]) -> RegisterRow:
    values = {column: content_from_json(value) for column, value in payload["values"].items()}
    source, sheet = str(payload["source"]), str(payload["sheet"])
    change = Change(payload["change"])
    return RegisterRow(
        register=payload["register"],
        key=payload["key"],
        occurrence=payload["occurrence"],
        record_no=payload["record_no"],
        values=values,
        extra=payload["extra"],
        places={column: Place(file=source, sheet=sheet, cell=cell) for column, cell in payload["cells"].items()},
        source=source,
        sha256=payload["sha256"],
        sheet=sheet,
        row=payload["row"],
        happened_at=datetime.fromisoformat(payload["on"]),
        since=fact.happened_at,
        seq=fact.seq,
        first=fact.seq,
        gone=change is Change.GONE,
        withdrawn=payload.get("reason") or "-" if change is Change.WITHDRAWN else "",
        said={source: said_by(values, payload["extra"])},
    )


def _next(before: RegisterRow, fact: Fact, payload: Mapping[str, Any]) -> RegisterRow:
    """The row after one more fact; only a correction has anything to keep of what was before."""
    change = Change(payload["change"])
    after = replace(_first(fact, payload), first=before.first, since=min(before.since, fact.happened_at))
    said = dict(before.said) if change in (Change.GONE, Change.WITHDRAWN) else {**before.said, **after.said}
    for source in payload.get("left", ()):
        said.pop(source, None)
    kept = replace(before, earlier=(), said={})
    earlier = (*before.earlier, kept) if change is Change.CORRECTION else before.earlier
    return replace(after, said=said, earlier=earlier)
