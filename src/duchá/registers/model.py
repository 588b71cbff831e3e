"""What a register file says: rows ready to be written down, and those that are not."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from duchá.terms.fault import Fault
from duchá.terms.place import Place
from duchá.terms.quantity import Content


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """登记表里读到的一行. ``key`` are the texts of its key columns, ``happened_at`` its own time (None where it cannot be told).

    ``usable`` says that nothing was wrong with it (差错 of weight REJECT or QUERY); ``refers`` are the matters that it names, by column.
    ``record_no`` is what stands under 记录号, empty where nothing does.
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

    @property
    def place(self) -> Place:
        """Where the row begins."""
        return min(self.places.values(), key=lambda place: place.sort_key(), default=Place(sheet=self.sheet))


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadRegister:
    """One register found in a file. ``whole``: its required columns are all there."""

    form: str
    sheet: str
    range: str
    entries: tuple[Entry, ...]
    whole: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterFile:
    """登记表文件 as read: the registers in it and every fault, sorted by place; ``read`` is False where nothing could be read.

    ``sure``: no table was unclear, none ended before its last row.
    """

    source: str
    sha256: str
    registers: tuple[ReadRegister, ...] = ()
    faults: tuple[Fault, ...] = ()
    read: bool = False
    sure: bool = True
