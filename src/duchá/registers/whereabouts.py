"""Where rows stand today: a row that was read at A7 and stands at A8 since somebody put one above it is cited at A8, in the version that has it there.

A fact says where its row stood in the version of the file that it was read from. What was read again later and said nothing new is not
written down once more; instead each reading of a changed file notes, in runs of facts, which rows have moved and by how much.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, cast

from duchá.journal.fact import Fact, FactKind, Json
from duchá.terms.place import Place, parse_address

READ = "register-read"  # the note that a register file was read, and in which version
MOVED = "moved"  # in the note: how many rows stand elsewhere; its body says which (`journal/notes.py` has the whole record)


@dataclass(frozen=True, slots=True, kw_only=True)
class RowShift:
    """Where rows of one register stand in a version of their file: ``shift`` rows below where their facts say."""

    sheet: str
    columns: Mapping[str, str]
    shift: int


@dataclass(frozen=True, slots=True)
class _File:
    """The versions of a file by the note that tells of each, and of the newest the runs of facts whose rows have moved, by register."""

    notes: tuple[int, ...]
    versions: tuple[str, ...]
    starts: Mapping[str, tuple[int, ...]]
    runs: Mapping[str, tuple[tuple[int, RowShift], ...]]


class Whereabouts:
    """What the readings of register files noted."""

    __slots__ = ("_files",)

    def __init__(self, files: Mapping[str, _File] | None = None) -> None:
        self._files = files or {}

    def place(self, place: Place, *, register: str, column: str, seq: int) -> Place:
        """Where a cell of a row stands, with the version of its file; ``place`` is where the row's fact ``seq`` says that it stood."""
        file = self._files.get(place.file)
        if file is None:
            return place
        starts = file.starts.get(register, ())
        at = bisect_right(starts, seq) - 1
        last, move = file.runs[register][at] if at >= 0 else (0, None)
        if move is None or seq > last or column not in move.columns:
            version = bisect_right(file.notes, seq) - 1
            return replace(place, version=place.version or (file.versions[version] if version >= 0 else ""))
        row = parse_address(place.cell)[0] + move.shift
        return replace(place, sheet=move.sheet, cell=f"{move.columns[column]}{row}", version=file.versions[-1])


NOWHERE = Whereabouts()


def whereabouts_of(notes: Iterable[Fact], bodies: Mapping[int, Json]) -> Whereabouts:
    """What the notes of readings say; ``bodies`` are those of `bodies_wanted`."""
    by_source: dict[str, list[Fact]] = {}
    for fact in notes:
        if is_reading(fact):
            by_source.setdefault(str(fact.payload["source"]), []).append(fact)
    return Whereabouts({source: _file(found, bodies) for source, found in by_source.items()})


def bodies_wanted(notes: Iterable[Fact]) -> tuple[int, ...]:
    """The notes whose bodies say where rows stand: of each file the newest."""
    newest = {fact.payload["source"]: fact for fact in notes if is_reading(fact)}
    return tuple(fact.seq for fact in newest.values() if MOVED in fact.payload)


def is_reading(fact: Fact) -> bool:
    """True for the note that a register file was read, and something found in it."""
    return fact.kind is FactKind.NOTE and fact.payload.get("note") == READ and bool(fact.payload["rows"])


def _file(notes: list[Fact], bodies: Mapping[int, Json]) -> _File:
    found: dict[str, list[tuple[int, int, RowShift]]] = {}
    shared: dict[tuple[str, str], Mapping[str, str]] = {}
    for register, sheet, columns, first, last, shift in cast(list[Any], bodies.get(notes[-1].seq) or []):  # as `moved_rows` wrote it
        letters = shared.setdefault((sheet, repr(columns)), columns)
        found.setdefault(register, []).append((first, last, RowShift(sheet=sheet, columns=letters, shift=shift)))
    return _File(
        notes=tuple(fact.seq for fact in notes),
        versions=tuple(str(fact.payload["sha256"]) for fact in notes),
        starts={register: tuple(first for first, _, _ in runs) for register, runs in found.items()},
        runs={register: tuple((last, move) for _, last, move in runs) for register, runs in found.items()},
    )
