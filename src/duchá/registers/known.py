"""Rows as the journal has them, no more of each than tells whether a file says anything new: a register may have 200,000."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import blake2b
from itertools import groupby
from typing import Any

from duchá.journal.fact import Json
from duchá.registers.model import TypedRow
from duchá.registers.renamed import Naming
from duchá.registers.rows import Payload, RegisterRow, RowChangeKind, Said, fold, row_in

Columns = tuple[tuple[str, str], ...]  # ids of columns with the letters that they have on their sheet, by id
_SIZE = 12


@dataclass(frozen=True, slots=True)
class By:
    """What one file said of a row last: its ``digest``, and the fact that has it in full."""

    source: str
    digest: bytes
    seq: int


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownRow:
    """One row that was ever written down. ``digest`` stands for what it says, with the names that units have today; ``by`` for what each
    file said of it last (None: the file it was read from said just that, and no other anything); ``former`` are the keys that it had
    before. ``row``, ``sheet`` and ``columns`` are where its fact says it stood.
    """

    register: str
    key: str
    occurrence: int
    record_no: str
    seq: int
    since: datetime
    source: str
    sheet: str
    row: int
    columns: Columns
    digest: bytes
    by: tuple[By, ...] | None
    gone: bool = False
    withdrawn: bool = False
    former: tuple[str, ...] = ()

    @property
    def told(self) -> tuple[By, ...]:
        """What each file said of it last."""
        return (By(self.source, self.digest, self.seq),) if self.by is None else self.by

    def said_by(self, source: str) -> By | None:
        """What a file said of it last."""
        return next((one for one in self.told if one.source == source), None)


def digest_of(said: Said) -> bytes:
    """A short stand-in for what a row says: equal exactly where that is."""
    return blake2b(repr(said).encode("utf-8", "surrogatepass"), digest_size=_SIZE).digest()


def known_rows(facts: Iterable[tuple[int, datetime, Payload]], naming: Naming) -> Iterator[KnownRow]:
    """Every row that ever was, withdrawn ones too, the oldest first; ``facts`` by sequence, each with the time that it happened."""
    shared: dict[object, Columns] = {}
    texts: dict[str, str] = {}

    def after(before: KnownRow | None, told: tuple[RegisterRow, datetime]) -> KnownRow:
        row, happened_at = told
        digest = digest_of(naming.said(row.register, row.own_said))
        source = texts.setdefault(row.source, row.source)
        by = {one.source: one for one in before.told} if before else {}
        if before is None or row.change not in (RowChangeKind.GONE, RowChangeKind.WITHDRAWN):
            by |= {texts.setdefault(name, name): By(texts[name], digest, row.seq) for name in row.told_by}
        for name in row.left:
            by.pop(name, None)
        own = by.keys() == {source} and by[source].seq == row.seq
        former = before.former if before else ()
        if before and row.change is RowChangeKind.CORRECTION and before.key != row.key:
            former = (*former, before.key)
        return KnownRow(
            register=texts.setdefault(row.register, row.register),
            key=before.key if before and before.key == row.key else row.key,
            occurrence=row.occurrence,
            record_no=row.record_no,
            seq=row.seq,
            since=min(before.since, happened_at) if before else happened_at,
            source=source,
            sheet=texts.setdefault(row.sheet, row.sheet),
            row=row.row,
            columns=columns_of(row.cells, row.row, shared),
            digest=digest,
            by=None if own else tuple(by.values()),
            gone=row.gone,
            withdrawn=bool(row.withdrawn),
            former=former,
        )

    rows = ((row_in(seq, payload), happened_at) for seq, happened_at, payload in facts)
    return fold(((row.seq, row.replaces, (row, happened_at)) for row, happened_at in rows), after)


def columns_of(cells: Mapping[str, str], row: int, shared: dict[object, Columns]) -> Columns:
    """The letters of a row's cells; rows of one table share them."""
    end = -len(str(row))
    written = (tuple(cells), tuple(cell[:end] for cell in cells.values()))
    if written not in shared:
        shared[written] = tuple(sorted(zip(*written, strict=True)))
    return shared[written]


def moved_rows(rows: Iterable[tuple[KnownRow, TypedRow | None]]) -> tuple[int, Json]:
    """How many of a file's known rows stand elsewhere than their facts say, and the body of the note that says where; ``rows`` are all
    that nothing new is written down of, with what the file says of each (None: it has it no more)."""
    shared: dict[object, Columns] = {}
    told = [(row.register, row.seq, _move(row, entry, shared)) for row, entry in rows]
    told.sort(key=lambda one: one[:2])
    count = 0
    body: list[Any] = []
    for (register, move), run in groupby(told, key=lambda one: (one[0], one[2])):
        seqs = [seq for _, seq, _ in run]
        if move is not None:
            sheet, columns, shift = move
            count += len(seqs)
            body.append([register, sheet, dict(columns), seqs[0], seqs[-1], shift])
    return count, body


def _move(row: KnownRow, entry: TypedRow | None, shared: dict[object, Columns]) -> tuple[str, Columns, int] | None:
    if entry is None:
        return None
    columns = entry.columns or columns_of({id: place.cell for id, place in entry.places.items()}, entry.row, shared)
    if (entry.sheet, entry.row, columns) == (row.sheet, row.row, row.columns):
        return None
    return entry.sheet, columns, entry.row - row.row
