"""Reading the office's registers lean: rows in force, their cells as text, day or number, from facts or from rows."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any

from duchá.ledger.registers import Change, RegisterRow
from duchá.terms.content_json import content_json
from duchá.terms.place import Place
from duchá.terms.unit import Roster

_day = lru_cache(maxsize=20_000)(date.fromisoformat)
_moment = lru_cache(maxsize=20_000)(datetime.fromisoformat)
_SILENT = ("empty", "none")


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One row in force of a register. ``key`` says which row it is, whatever stands around it; ``seq`` is the fact that says it so."""

    register: str
    key: str
    cells: Mapping[str, Mapping[str, Any]]
    at: Mapping[str, str]
    extra: Mapping[str, str]
    source: str
    sheet: str
    seq: int = 0

    def text(self, column: str) -> str:
        """The words of a cell; empty for 空 and 无."""
        cell = self.cells.get(column)
        return "" if cell is None or cell["kind"] in _SILENT else str(cell["text"])

    def day(self, column: str) -> date | None:
        """The day of a date cell."""
        cell = self.cells.get(column)
        return None if cell is None or "day" not in cell else _day(cell["day"])

    def number(self, column: str) -> Decimal | None:
        """The number of a cell."""
        cell = self.cells.get(column)
        return None if cell is None or "amount" not in cell else Decimal(cell["amount"])

    def place(self, column: str) -> Place:
        """The cell itself."""
        return Place(file=self.source, sheet=self.sheet, cell=self.at.get(column, ""))


class Names:
    """Unit names as written → the roster's, each looked up once."""

    def __init__(self, roster: Roster) -> None:
        self._roster = roster
        self._known: dict[str, str | None] = {}

    def find(self, written: str) -> str | None:
        """The roster's name, None where the written one is nobody's."""
        if written not in self._known:
            unit = self._roster.find(written).unit if written else None
            self._known[written] = None if unit is None else unit.name
        return self._known[written]


def rows_in_force(rows: Iterable[tuple[int, str, str]], as_of: datetime | None) -> Iterator[Row]:
    """The rows of `iter_rows` with corrections applied and withdrawn ones left out, in the order they were first written down."""
    kept: dict[int, tuple[int, Mapping[str, Any]]] = {}
    firsts: dict[int, int] = {}
    for seq, _, text in rows:
        payload: Mapping[str, Any] = json.loads(text)
        first = firsts.setdefault(int(payload["replaces"] or 0), seq) if payload["replaces"] else seq
        firsts[seq] = first
        if payload["change"] == Change.WITHDRAWN.value:
            kept.pop(first, None)
        else:
            kept[first] = (seq, payload)
    for first in sorted(kept):
        seq, payload = kept[first]
        if as_of is None or _moment(payload["on"]) <= as_of:
            yield row_of(payload, seq)


def from_rows(rows: Iterable[RegisterRow]) -> Iterator[Row]:
    """The same from rows already in hand."""
    for row in rows:
        values = {column: content_json(value) for column, value in row.values.items()}
        yield Row(
            register=row.register,
            key=_key(row.record_no, row.key, row.occurrence),
            cells=values,
            at={column: place.cell for column, place in row.places.items()},
            extra=row.extra,
            source=row.source,
            sheet=row.sheet,
            seq=row.seq,
        )


def row_of(payload: Mapping[str, Any], seq: int) -> Row:
    """The row that a fact tells."""
    return Row(
        register=payload["register"],
        key=_key(payload["record_no"], payload["key"], payload["occurrence"]),
        cells=payload["values"],
        at=payload["cells"],
        extra=payload["extra"],
        source=str(payload["source"]),
        sheet=str(payload["sheet"]),
        seq=seq,
    )


def _key(record_no: object, key: object, occurrence: object) -> str:
    return f"#{record_no}" if record_no else f"{key}#{occurrence}"
