"""Reading the journal: facts in the order of their sequence, their bodies, and what came in before."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from functools import lru_cache
from typing import Any

from duchá.journal import faults
from duchá.journal.fact import Fact, FactKind, Json
from duchá.journal.faults import JournalError
from duchá.journal.server import JournalConnection
from duchá.journal.store import Where, damaged, newest_seq, reading, refuse_unknown_kinds, tombstones
from duchá.terms.place import Place

_NEWEST = "SELECT seq, kind, happened_at, recorded_at, by, payload, body_sha256, previous, hash FROM fact ORDER BY seq DESC LIMIT 1"
_PAGE = (
    "SELECT seq, kind, happened_at, recorded_at, by, payload, body_sha256, previous, hash FROM fact"
    " WHERE seq > ? AND seq <= ? ORDER BY seq LIMIT 2000"
)
_STRETCH = 4_000  # entries looked at in one go: what is read of them stands in memory together
_STRETCH_OF = (
    "SELECT seq, kind, happened_at, recorded_at, by, payload, body_sha256, previous, hash FROM fact"
    " WHERE seq > ? AND seq <= ? AND kind IN ({kinds}) ORDER BY seq"
)
_AFTER = (
    "SELECT seq, kind, happened_at, recorded_at, by, payload, body_sha256, previous, hash FROM fact WHERE seq > ? AND seq <= ? ORDER BY seq"
)
_Row = tuple[Any, ...]  # what SQLite holds: nothing is believed until _fact has looked at it
_KINDS = {kind.value: kind for kind in FactKind}
_moment = lru_cache(maxsize=4096)(datetime.fromisoformat)  # one run writes many facts at one time


def read_facts(
    path: Where,
    *,
    kinds: frozenset[FactKind] | None = None,
    known_at: datetime | None = None,
    as_of: datetime | None = None,
) -> tuple[Fact, ...]:
    """The facts, by sequence: all, or of some kinds, or as they were known and had happened at a time. See `iter_facts`."""
    return tuple(iter_facts(path, kinds=kinds, known_at=known_at, as_of=as_of))


def iter_facts(
    path: Where,
    *,
    kinds: frozenset[FactKind] | None = None,
    known_at: datetime | None = None,
    as_of: datetime | None = None,
) -> Iterator[Fact]:
    """The facts one by one, in little memory; those appended while it runs are not among them.

    ``known_at`` is the journal as it stood then: it ends before the first fact recorded later, so nothing
    appended afterwards can change it, not even under a clock that runs backwards. ``as_of`` hides what happened later.
    No lock is held between pages. Faults: J002–J011, J015.
    """
    with reading(path) as connection:
        yield from facts_in(connection, path, kinds=kinds, known_at=known_at, as_of=as_of)


def facts_in(
    connection: JournalConnection,
    path: Where,
    *,
    kinds: frozenset[FactKind] | None = None,
    known_at: datetime | None = None,
    as_of: datetime | None = None,
) -> Iterator[Fact]:
    """What `iter_facts` gives, over an open connection."""
    wanted = None if kinds is None else {kind.value for kind in kinds}
    pages = _pages(connection, path) if wanted is None or known_at is not None else _pages_of(connection, path, wanted)
    for page in pages:
        known = page if known_at is None else _known(page, known_at, path)
        rows = known if wanted is None else [row for row in known if row[1] in wanted or row[1] not in _KINDS]
        for row, payload in zip(rows, _payloads(rows, path), strict=True):  # only what is asked for is parsed: a ledger has a million rows
            fact = _fact(row, payload, path)
            if as_of is None or fact.happened_at <= as_of:
                yield fact
        if len(known) < len(page):
            return


def facts_after(connection: JournalConnection, path: Where, seq: int) -> tuple[Fact, ...]:
    """The facts recorded after an entry."""
    (last,) = connection.execute("SELECT seq FROM head").fetchone() or (None,)
    if not isinstance(last, int):
        raise damaged(path, 0)
    rows = connection.execute(_AFTER, (seq, last)).fetchall() if last > seq else []
    return tuple(_fact(row, payload, path) for row, payload in zip(rows, _payloads(rows, path), strict=True))


def payload_in(connection: JournalConnection, path: Where, seq: int) -> Mapping[str, Json]:
    """The payload of one entry. Faults: J015 where there is none."""
    row = connection.execute("SELECT payload FROM fact WHERE seq = ?", (seq,)).fetchone()
    if row is None or not isinstance(payload := _loaded(row[0], seq, path), dict):
        raise damaged(path, seq)
    return payload


def newest_of(connection: JournalConnection, kinds: frozenset[FactKind]) -> int:
    """The number of the newest entry of some kinds; 0 where there is none."""
    found = [connection.execute("SELECT max(seq) FROM fact WHERE kind = ?", (kind.value,)).fetchone() for kind in kinds]
    return max((row[0] for row in found if row and isinstance(row[0], int)), default=0)


class JournalReader:
    """A journal that is read over one connection; one that does not exist yet holds nothing."""

    def __init__(self, path: Where, connection: JournalConnection | None) -> None:
        self.path, self._connection = path, connection

    def facts(self, *, kinds: frozenset[FactKind]) -> tuple[Fact, ...]:
        """The facts of some kinds, by sequence."""
        return tuple(self.iter_facts(kinds=kinds))

    def iter_facts(self, *, kinds: frozenset[FactKind]) -> Iterator[Fact]:
        """The same one by one, in little memory."""
        if self._connection is not None:
            yield from facts_in(self._connection, self.path, kinds=kinds)

    def payload(self, seq: int) -> Mapping[str, Json]:
        """The payload of one fact."""
        assert self._connection is not None, "there is no fact to look at"
        return payload_in(self._connection, self.path, seq)


@contextmanager
def open_reading(path: Where) -> Iterator[JournalReader]:
    """The journal, only read. Faults: J002–J011, J015."""
    if not path.exists():
        yield JournalReader(path, None)
        return
    with reading(path) as connection:
        yield JournalReader(path, connection)


def last_fact(connection: JournalConnection, path: Where) -> Fact | None:
    """The newest fact, None in an empty journal."""
    row = connection.execute(_NEWEST).fetchone()
    return None if row is None else _fact(row, _payloads([row], path)[0], path)


def newest_fact(path: Where, known_at: datetime | None = None) -> Fact | None:
    """The newest fact known at a time, None in an empty journal: it vouches for all before it. Faults: J002–J011, J015."""
    if known_at is not None:
        newest = None
        for newest in iter_facts(path, known_at=known_at):  # noqa: B007  only the last is wanted, and no column says which it is
            pass
        return newest
    with reading(path) as connection:
        return last_fact(connection, path)


def read_body(path: Where, seq: int) -> Json:
    """The body (正文) of one fact, None where it has none. Faults: J002–J011, J015."""
    return next((body for _, body in read_bodies(path, (seq,))), None)


def read_bodies(path: Where, seqs: Iterable[int]) -> Iterator[tuple[int, Json]]:
    """The bodies of some facts, in the order asked for; facts without a body are left out. One that was purged has no rows."""
    with reading(path) as connection:
        purged: frozenset[int] | None = None
        for seq in seqs:
            row = connection.execute("SELECT text FROM body WHERE seq = ?", (seq,)).fetchone()
            if row is not None:
                yield seq, _loaded(row[0], seq, path)
                continue
            if purged is None:
                purged = frozenset().union(*(found.bodies for found in tombstones(connection)))
            if seq in purged:
                yield seq, {"forms": {}}


def known_contents(path: Where) -> dict[str, int]:
    """Every content (SHA-256) that came in as a submission, with the newest fact that says so."""
    with reading(path) as connection:
        return dict(connection.execute("SELECT content, seq FROM fact WHERE content <> '' ORDER BY content, seq"))


def head(path: Where) -> str:
    """The hash of the newest fact (校验码), which vouches for all before it; empty for an empty journal."""
    with reading(path) as connection:
        row = connection.execute("SELECT hash FROM fact ORDER BY seq DESC LIMIT 1").fetchone()
        return "" if row is None else str(row[0])


def _pages(connection: JournalConnection, path: Where) -> Iterator[list[_Row]]:
    """All entries up to the newest as it is now, without a gap: what is missing is a fault, never a shorter journal."""
    (last,) = connection.execute("SELECT seq FROM head").fetchone() or (None,)
    if not isinstance(last, int):
        raise damaged(path, 0)
    seen = 0
    while seen < last:
        page = connection.execute(_PAGE, (seen, last)).fetchall()
        for expected, row in enumerate(page or [(last + 1,)], start=seen + 1):
            if row[0] > expected:
                raise JournalError(faults.ENTRY_MISSING.at(Place(file=str(path)), entry=expected, count=row[0] - expected))
            if row[0] < expected:  # a damaged tree can even lead in a circle
                raise damaged(path, expected)
        yield page
        seen = page[-1][0]


def _pages_of(connection: JournalConnection, path: Where, kinds: set[str]) -> Iterator[list[_Row]]:
    """The entries of some kinds; the others are only counted."""
    last = newest_seq(connection, path)
    refuse_unknown_kinds(connection, path, _KINDS)
    statement = _STRETCH_OF.format(kinds=", ".join("?" for _ in kinds))
    for first in range(0, last, _STRETCH):
        yield connection.execute(statement, (first, min(first + _STRETCH, last), *sorted(kinds))).fetchall()


def _known(page: list[_Row], known_at: datetime, path: Where) -> list[_Row]:
    """The entries of a page before the first one that was recorded later."""
    for at, row in enumerate(page):
        try:
            if _moment(row[3]) > known_at:
                return page[:at]
        except (ValueError, TypeError) as error:
            raise damaged(path, row[0]) from error
    return page


def _payloads(page: list[_Row], path: Where) -> list[Mapping[str, Json]]:
    """All payloads of a page in one go: a third faster than one by one."""
    try:
        loaded = json.loads("[" + ",".join(str(row[5]) for row in page) + "]")
    except ValueError:
        loaded = [_loaded(row[5], row[0], path) for row in page]
    if len(loaded) != len(page) or not all(type(payload) is dict for payload in loaded):
        raise damaged(path, page[0][0])
    return loaded  # type: ignore[no-any-return]  # checked above


def _loaded(text: object, seq: object, path: Where) -> Json:
    try:
        return json.loads(str(text))  # type: ignore[no-any-return]  # JSON by definition
    except ValueError as error:
        raise damaged(path, seq) from error


def _fact(row: _Row, payload: Mapping[str, Json], path: Where) -> Fact:
    seq, kind, happened_at, recorded_at, by, _, body_sha256, previous, hash_ = row
    try:
        return Fact(
            seq=seq,
            kind=_KINDS[kind],
            happened_at=_moment(happened_at),
            recorded_at=_moment(recorded_at),
            by=by,
            payload=payload,
            body_sha256=body_sha256,
            previous=previous,
            hash=hash_,
        )
    except (KeyError, ValueError, TypeError) as error:
        raise damaged(path, seq) from error
