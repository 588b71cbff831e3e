"""Which row of a register a fact is about: every correction names the fact that it replaces, and so leads back to the one that opened the row."""

from __future__ import annotations

from collections.abc import Iterable


class Lineage:
    """Goes through facts by sequence; one that replaces a fact it has not seen is about the row of that one."""

    __slots__ = ("_opened_by",)

    def __init__(self) -> None:
        self._opened_by: dict[int, int] = {}

    def opened_by(self, seq: int, replaces: int | None) -> int:
        """The fact that opened the row."""
        first = self._opened_by.get(replaces, replaces) if replaces else seq
        self._opened_by[seq] = first
        return first


def superseded(replacing: Iterable[tuple[int, int]]) -> frozenset[int]:
    """The numbers of facts that were said anew: of a row and all its corrections, every one but the last. ``replacing`` by sequence."""
    lineage = Lineage()
    newest: dict[int, int] = {}
    old: set[int] = set()
    for seq, replaces in replacing:
        first = lineage.opened_by(seq, replaces)
        old.add(newest.get(first, first))
        newest[first] = seq
    return frozenset(old)
