"""What a register file says: rows ready to be written down, and those that are not."""

from __future__ import annotations

from collections.abc import ItemsView, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from duchá.rulebook.form import CHECKED_BY
from duchá.terms.fault import Fault
from duchá.terms.place import Place
from duchá.terms.quantity import EMPTY, Content, Words


class Values(Mapping[str, Content]):
    """The contents of a row by column id, as lean as can be: all rows of a table share the ids (``at``: id → which of the contents)."""

    __slots__ = ("_at", "_contents")

    def __init__(self, at: Mapping[str, int], contents: tuple[Content, ...]) -> None:
        self._at, self._contents = at, contents

    def __getitem__(self, id: str) -> Content:
        return self._contents[self._at[id]]

    def __iter__(self) -> Iterator[str]:
        return iter(self._at)

    def __len__(self) -> int:
        return len(self._at)

    def __repr__(self) -> str:
        return repr(dict(self))

    def items(self) -> ItemsView[str, Content]:
        """As of any mapping, in a fraction of the time: every cell of every row is asked for."""
        return dict(zip(self._at, map(self._contents.__getitem__, self._at.values()), strict=True)).items()

    def having(self, id: str, content: Content) -> Values:
        """The same with another content in one column."""
        at = self._at[id]
        return Values(self._at, (*self._contents[:at], content, *self._contents[at + 1 :]))


@dataclass(frozen=True, slots=True, kw_only=True)
class TypedRow:
    """登记表里读到的一行. ``key`` are the texts of its key columns, ``happened_at`` its own time (None where it cannot be told).

    ``usable`` says that nothing stands against it: no fault of weight REJECT, no question (QUERY) that is not answered by 核实人;
    ``refers`` are the matters that it names, by column. ``record_no`` is what stands under 记录号, empty where nothing does. ``columns``
    are the letters of its table's columns, by id (empty: as ``places`` say). ``idle``: a row of a list of ours in which nobody decided
    anything.
    """

    register: str
    key: str
    record_no: str
    values: Mapping[str, Content]
    extra: Mapping[str, str]
    places: Mapping[str, Place]
    sheet: str
    row: int
    happened_at: datetime | None
    usable: bool
    refers: tuple[str, ...] = ()
    idle: bool = False
    columns: tuple[tuple[str, str], ...] = ()

    @property
    def place(self) -> Place:
        """Where the row begins."""
        if self.columns:
            return self.places[_leftmost(self.columns)]
        return min(self.places.values(), key=lambda place: place.sort_key(), default=Place(sheet=self.sheet))

    @property
    def checked_by(self) -> str:
        """核实人: who answers the question on the row; empty where nobody does."""
        signed = self.values.get(CHECKED_BY, EMPTY)
        return signed.text if isinstance(signed, Words) else ""


@lru_cache(maxsize=64)
def _leftmost(columns: tuple[tuple[str, str], ...]) -> str:
    """The column that stands first on its sheet."""
    return min(columns, key=lambda column: (len(column[1]), column[1]))[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadRegister:
    """One register found in a file. ``whole``: its required columns are all there."""

    form: str
    sheet: str
    range: str
    entries: tuple[TypedRow, ...]
    whole: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterFile:
    """登记表文件 as read: the registers in it and every fault, sorted by place; ``read`` is False where nothing could be read.

    ``sure``: no table was unclear, none ended before its last row. ``answered`` are the questions that somebody signed for (核实人).
    """

    source: str
    sha256: str
    registers: tuple[ReadRegister, ...] = ()
    faults: tuple[Fault, ...] = ()
    answered: tuple[Fault, ...] = ()
    read: bool = False
    sure: bool = True
