"""The one exception of the readers: a file that is not read further, with the fault that says why."""

from __future__ import annotations

import struct
import zipfile
import zlib

from duchá.terms.fault import Fault, FaultKind
from duchá.terms.place import Place


class Refused(Exception):  # noqa: N818 (a verdict, not an error)
    """拒收: caught in one place, where it becomes a fault of the file."""

    def __init__(self, kind: FaultKind, *, sheet: str = "", cell: str = "", **words: object) -> None:
        super().__init__(kind.name)
        self._kind, self._sheet, self._cell, self._words = kind, sheet, cell, words

    def fault(self, name: str) -> Fault:
        """The fault, with the file it is about."""
        return self._kind.at(Place(file=name, sheet=self._sheet, cell=self._cell), **self._words)


# What the libraries raise on damaged files; each name was seen. Caught only around a call into a library, never around our own code.
LIBRARY_ERRORS = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    EOFError,
    LookupError,
    MemoryError,
    OSError,
    RuntimeError,
    SyntaxError,
    TypeError,
    ValueError,
    struct.error,
    zipfile.BadZipFile,
    zlib.error,
)
