"""The one exception of the readers: a file that is not read further, with the fault that says why."""

from __future__ import annotations

from duchá.terms.fault import Fault, FaultKind
from duchá.terms.place import Place


class Refused(Exception):
    """拒收: caught in one place, where it becomes a fault of the file."""

    def __init__(self, fault: FaultKind, /, *, sheet: str = "", cell: str = "", **words: object) -> None:
        super().__init__(fault.name)
        self._kind, self._sheet, self._cell, self._words = fault, sheet, cell, {word: str(value) for word, value in words.items()}

    def fault(self, name: str) -> Fault:
        """The fault, with the file it is about."""
        return self._kind.at(Place(file=name, sheet=self._sheet, cell=self._cell), **self._words)
