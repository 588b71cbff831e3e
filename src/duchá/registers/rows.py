"""Rows of the office's registers (登记表) as they stand: the one fold from facts to rows, corrections applied, everything they replaced kept."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from functools import lru_cache
from itertools import islice
from typing import Any, TypeVar

from duchá.journal.fact import Fact, FactKind
from duchá.journal.lineage import Lineage
from duchá.registers.whereabouts import NOWHERE, Whereabouts
from duchá.terms.content_json import content_from_json
from duchá.terms.place import Place
from duchá.terms.quantity import EMPTY, Content, Day, Empty, NotApplicable, Quantity, Words

_HOUR, _NO_HOUR = re.compile(r"[0-9]{2}:[0-9]{2}"), "00:00"
_SILENT = ("empty", "none")
_TOGETHER = 500
_ALIKE = ("register", "change", "on", "source", "sha256", "sheet")
_day = lru_cache(maxsize=20_000)(date.fromisoformat)
_moment = lru_cache(maxsize=20_000)(datetime.fromisoformat)
S = TypeVar("S")
T = TypeVar("T")
Said = tuple[Any, ...]  # what a row says, however it was typed: equal exactly when nothing in it changed
Payload = Mapping[str, Any]  # of a ROW fact, as `row_payload` writes it: read here and nowhere else


class RowChangeKind(Enum):
    """What a fact about a register row says: 新增 / 更正 / 撤回 / 从表中消失（待答复） / 又见于某表."""

    NEW = "new"
    CORRECTION = "correction"
    WITHDRAWN = "withdrawn"
    GONE = "gone"
    SEEN = "seen"


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterRow:
    """登记表的一行. ``seq`` is the fact in force, ``first`` the one that opened the row, ``since`` when the row first happened.

    ``earlier`` holds what corrections replaced, oldest first. What the fact says is read from its payload when it is asked for: most of
    a register is never looked at closer.
    """

    seq: int
    first: int
    since: datetime
    earlier: tuple[RegisterRow, ...] = ()
    _told: Payload
    _by_source: Mapping[str, Payload]
    _where: Whereabouts = NOWHERE

    @property
    def register(self) -> str:
        """The id of its register."""
        return str(self._told["register"])

    @property
    def key(self) -> str:
        """The text of its key columns; with `occurrence` it says which row it is."""
        return str(self._told["key"])

    @property
    def occurrence(self) -> int:
        """Which of the rows with its key it is."""
        return int(self._told["occurrence"])

    @property
    def record_no(self) -> str:
        """记录号."""
        return str(self._told["record_no"])

    @property
    def identity(self) -> str:
        """Which row it is, whatever stands around it."""
        return f"#{self.record_no}" if self.record_no else f"{self.key}#{self.occurrence}"

    @property
    def replaces(self) -> int | None:
        """The fact that the one in force took the place of; None where it opened the row."""
        replaced: int | None = self._told["replaces"]
        return replaced

    @property
    def change(self) -> RowChangeKind:
        """What the fact in force says of the row."""
        return RowChangeKind(self._told["change"])

    @property
    def gone(self) -> bool:
        """It disappeared from its file and nobody has said why."""
        return self.change is RowChangeKind.GONE

    @property
    def withdrawn(self) -> str:
        """The reason it was taken back for; empty while it stands."""
        return str(self._told.get("reason") or "-") if self.change is RowChangeKind.WITHDRAWN else ""

    @property
    def reason(self) -> str:
        """Why it was taken back, as somebody wrote it."""
        return str(self._told.get("reason", ""))

    @property
    def source(self) -> str:
        """The file that it was last read from."""
        return str(self._told["source"])

    @property
    def sha256(self) -> str:
        """The archived original of that file, in which `places` are."""
        return str(self._told["sha256"])

    @property
    def sheet(self) -> str:
        """The sheet it stood on."""
        return str(self._told["sheet"])

    @property
    def row(self) -> int:
        """The row of the sheet it stood in."""
        return int(self._told["row"])

    @property
    def happened_at(self) -> datetime:
        """The row's own time."""
        return _moment(str(self._told["on"]))

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns of which it says anything, or that they are empty."""
        return tuple(self._told["values"])

    @property
    def values(self) -> Mapping[str, Content]:
        """Its contents by column id."""
        return {column: content_from_json(cell) for column, cell in self._told["values"].items()}

    @property
    def extra(self) -> Mapping[str, str]:
        """Texts by the titles of columns that are not the register's own."""
        extra: Mapping[str, str] = self._told["extra"]
        return extra

    @property
    def places(self) -> Mapping[str, Place]:
        """Where each column's cell stood."""
        return {column: self.place(column) for column in self._told["cells"]}

    @property
    def cells(self) -> Mapping[str, str]:
        """The address of each column's cell."""
        cells: Mapping[str, str] = self._told["cells"]
        return cells

    @property
    def told_by(self) -> tuple[str, ...]:
        """The files that said it: the one it was read from, and others that say the same."""
        return (self.source, *self._told.get("also", ()))

    @property
    def left(self) -> tuple[str, ...]:
        """Files that no longer hold the row."""
        return tuple(self._told.get("left", ()))

    @property
    def own_said(self) -> Said:
        """What it says, however it was typed."""
        return _said_by(self._told)

    @property
    def said(self) -> Mapping[str, Said]:
        """What each file said of it last."""
        return {source: _said_by(told) for source, told in self._by_source.items()}

    def value(self, column: str) -> Content:
        """What a column says; Empty where the register has no such column."""
        cell = self._told["values"].get(column)
        return EMPTY if cell is None else content_from_json(cell)

    def text(self, column: str) -> str:
        """What stands in a column, be it words, a number or a day; empty where nothing does (空 or 无)."""
        cell = self._told["values"].get(column)
        return "" if cell is None or cell["kind"] in _SILENT else str(cell["text"])

    def day(self, column: str) -> date | None:
        """The day of a date cell."""
        cell = self._told["values"].get(column)
        return None if cell is None or "day" not in cell else _day(cell["day"])

    def number(self, column: str) -> Decimal | None:
        """The number of a cell."""
        cell = self._told["values"].get(column)
        return None if cell is None or "amount" not in cell else Decimal(cell["amount"])

    def says_none(self, column: str) -> bool:
        """True where a cell says 无."""
        cell = self._told["values"].get(column)
        return cell is not None and cell["kind"] == "none"

    def place(self, column: str) -> Place:
        """Where a column's cell stands."""
        stood = Place(file=self.source, sheet=self.sheet, cell=str(self._told["cells"].get(column, "")), version=self.sha256)
        return self._where.place(stood, register=self.register, column=column, seq=self.seq) if stood.cell else stood


def rows_of(facts: Iterable[Fact], as_of: datetime | None = None) -> tuple[RegisterRow, ...]:
    """The rows in force, oldest first: corrections applied, withdrawn ones left out, those in question (``gone``) kept.

    ``as_of`` leaves out rows that happened later. (Facts that were cut off at a day may still tell of a row that a correction moved
    beyond that day.)
    """
    return in_force(all_rows(facts), as_of)


def all_rows(facts: Iterable[Fact]) -> tuple[RegisterRow, ...]:
    """Every row that ever was, withdrawn ones too, in the order in which they were first written down."""
    return tuple(folded((fact.seq, fact.happened_at, fact.payload) for fact in facts if fact.kind is FactKind.ROW))


def rows_in_texts(texts: Iterable[tuple[int, str, str]], where: Whereabouts = NOWHERE) -> Iterator[RegisterRow]:
    """Every row that ever was from the rows of `iter_rows`, ``where`` they stand today; what they replaced is where it stood."""
    rows = folded((seq, _moment(payload["on"]), payload) for seq, payload in _payloads(texts))
    return rows if where is NOWHERE else (replace(row, _where=where) for row in rows)


def _payloads(texts: Iterable[tuple[int, str, str]]) -> Iterator[tuple[int, Payload]]:
    """The payloads, so many at a time: the names of their parts are one text for all that are read together, and so is what many rows say alike."""
    left, alike = iter(texts), dict[str, str]()
    while page := list(islice(left, _TOGETHER)):
        loaded = json.loads(f"[{','.join(text for _, _, text in page)}]")
        for (seq, _, _), payload in zip(page, loaded, strict=True):
            payload |= {name: alike.setdefault(said, said) for name in _ALIKE if (said := payload.get(name)) is not None}
            for cell in payload["values"].values():
                cell["kind"] = alike.setdefault(cell["kind"], cell["kind"])
            yield seq, payload


def in_force(rows: Iterable[RegisterRow], as_of: datetime | None = None) -> tuple[RegisterRow, ...]:
    """Those of the rows that count: not withdrawn, and not of a later time than ``as_of``."""
    return tuple(row for row in rows if not row.withdrawn and (as_of is None or row.happened_at <= as_of))


def row_in(seq: int, payload: Payload, where: Whereabouts = NOWHERE) -> RegisterRow:
    """What one fact alone says."""
    return RegisterRow(seq=seq, first=seq, since=_moment(payload["on"]), _told=payload, _by_source={}, _where=where)


def fold(told: Iterable[tuple[int, int | None, T]], after: Callable[[S | None, T], S | None]) -> Iterator[S]:
    """The one fold: what is said last of each row, the oldest row first.

    ``told`` is each fact by sequence: its number, that of the fact it replaces, and what it says; ``after`` gives a row after one more
    fact, as lean as who asks will have it (None: it does not count).
    """
    lineage, rows = Lineage(), dict[int, S | None]()
    for seq, replaces, said in told:
        first = lineage.opened_by(seq, replaces)
        rows[first] = after(rows.get(first), said)
    return (row for first in sorted(rows) if (row := rows[first]) is not None)


def folded(told: Iterable[tuple[int, datetime, Payload]]) -> Iterator[RegisterRow]:
    """Facts by sequence, each with the time that it happened, as rows in the order in which they were first written down."""
    return iter(sorted(fold(((seq, said["replaces"], (seq, at, said)) for seq, at, said in told), _after), key=lambda row: row.first))


def _after(before: RegisterRow | None, told: tuple[int, datetime, Payload]) -> RegisterRow:
    """The row after one more fact; only a correction has anything to keep of what was before."""
    seq, happened_at, payload = told
    told_by = dict.fromkeys((str(payload["source"]), *payload.get("also", ())), payload)
    if before is None:
        return RegisterRow(seq=seq, first=seq, since=happened_at, _told=payload, _by_source=told_by)
    change = RowChangeKind(payload["change"])
    by_source = dict(before._by_source) if change in (RowChangeKind.GONE, RowChangeKind.WITHDRAWN) else {**before._by_source, **told_by}
    for source in payload.get("left", ()):
        by_source.pop(source, None)
    earlier = before.earlier
    if change is RowChangeKind.CORRECTION:
        kept = RegisterRow(seq=before.seq, first=before.first, since=before.since, _told=before._told, _by_source={})
        earlier = (*earlier, kept)
    since = min(before.since, happened_at)
    return RegisterRow(seq=seq, first=before.first, since=since, earlier=earlier, _told=payload, _by_source=by_source)


def _said_by(payload: Payload) -> Said:
    return said_by({column: content_from_json(cell) for column, cell in payload["values"].items()}, payload["extra"])


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
