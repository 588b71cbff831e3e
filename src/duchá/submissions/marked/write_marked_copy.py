"""The copy that is sent back: the submitter's own workbook, coloured and commented, with the sheet 校验结果 in front.

It is made in a guarded process, under the limits of a reader: nothing here opens a file that came from outside.
"""

from __future__ import annotations

import errno
from base64 import b64encode
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

from duchá.forms.write_for_people import Put, WrittenFiles
from duchá.rulebook.form import Form
from duchá.submissions import faults as kinds
from duchá.submissions.cells.labels import label_of
from duchá.submissions.marked.lay_into_blank import LaidCopy
from duchá.terms.fault import Fault, Weight, fault_json
from duchá.terms.place import Place
from duchá.terms.reasons import system_reason
from duchá.workbooks.pool import Readers, Unserved, open_readers

APART_BY_REASON = {"died": "unmarked", "failed": "unmarked", "time": "large", "memory": "large"}
ORIGINAL_GONE = "存档中没有原件"
COPY_GAVE_UP = "写标注件的程序中途退出"

Examples = Mapping[tuple[str, str], str]
_CALL = "duchá.submissions.marked.write_marked_bytes:answer_to"
_SECONDS = 60.0  # to write into a workbook takes three times as long as to read it
_MOST_FAULTS = 5_000
_AHEAD = 2  # copies that wait to be written to the disk
_NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EROFS)  # the next one would fare no better


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkedCopy:
    """A copy that is wanted: of an archived original, which the unit knows as ``source``, with these faults, at ``target`` (.xlsx); ``slip``: what stands at the
    head of its results (whose it is, by when it is owed again, whom to ask); ``laid``: its contents in a fresh blank, for a file in which nothing can be marked."""

    original: Path
    source: str
    faults: tuple[Fault, ...]
    target: Path
    slip: tuple[str, ...] = ()
    laid: LaidCopy | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkedCopies:
    """Where each copy lies now, by the file's source; S434 for each that could not be written."""

    puts: Mapping[str, Put]
    faults: tuple[Fault, ...] = ()


def write_marked_copies(
    copies: Iterable[MarkedCopy], written: WrittenFiles, examples: Examples = MappingProxyType({}), errors: Path | None = None
) -> MarkedCopies:
    """Writes the copies, each whole or not at all and never over what a person has changed; one that cannot be written costs no other.

    ``examples`` (``examples_of``) show how a cell is filled in. Nothing of theirs is lost: where a part of a workbook could not be kept,
    or writing into it would take too long or too much, the copy is a list of results with links to the original, and says why.
    ``errors``: where failures of our own are kept. Raises OSError where the disk takes no more.
    """
    puts: dict[str, Put] = {}
    found: list[Fault] = []
    wanted = []
    for copy in copies:
        if copy.original.is_file():
            wanted.append(copy)
        else:
            found.append(_unwritten(copy, ORIGINAL_GONE))
    if wanted:
        with open_readers(min(2, len(wanted)), errors) as readers:
            for copy, data in _made(wanted, [[*key, text] for key, text in examples.items()], readers):
                put = _put(copy, data, written)
                if isinstance(put, Put):
                    puts[copy.source] = put
                else:
                    found.append(put)
    return MarkedCopies(puts=puts, faults=tuple(found))


def _made(copies: list[MarkedCopy], examples: list[list[str]], readers: Readers) -> Iterator[tuple[MarkedCopy, bytes | None]]:
    requests = ((copy, _CALL, _request(copy, examples), copy.source) for copy in copies)
    for copy, first in readers.ask_many(requests, seconds=_SECONDS, ahead=_AHEAD):
        answer = first
        if isinstance(answer, Unserved):  # whatever the workbook did to the process, a list beside it can be written
            answer = readers.ask(_CALL, _request(copy, examples, apart=APART_BY_REASON[answer.reason]), copy.source)
        yield copy, None if isinstance(answer, Unserved) else answer


def _put(copy: MarkedCopy, data: bytes | None, written: WrittenFiles) -> Put | Fault:
    if data is None:
        return _unwritten(copy, COPY_GAVE_UP)
    try:
        return written.put_bytes(copy.target, data)
    except OSError as error:
        if error.errno in _NO_ROOM:
            raise
        return _unwritten(copy, system_reason(error))


def _request(copy: MarkedCopy, examples: list[list[str]], apart: str = "") -> dict[str, Any]:
    """What the process is told; of endless faults the heaviest and all their numbers."""
    order = list(Weight)

    def weight(fault: Fault) -> int:
        return order.index(fault.kind.weight)

    first = sorted(copy.faults, key=weight)[:_MOST_FAULTS]
    counts = {one.value: sum(fault.kind.weight is one for fault in copy.faults) for one in Weight}
    faults = [{**fault_json(fault), "example": fault.kind.example} for fault in first]
    laid = copy.laid and {
        "book": b64encode(copy.laid.data).decode("ascii"),
        "faults": [{**fault_json(fault), "example": fault.kind.example} for fault in sorted(copy.laid.faults, key=weight)[:_MOST_FAULTS]],
    }
    return {
        "path": str(copy.original),
        "source": copy.source,
        "faults": faults,
        "counts": counts,
        "examples": examples,
        "apart": apart,
        "slip": list(copy.slip),
        "laid": laid,
    }


def _unwritten(copy: MarkedCopy, why: str) -> Fault:
    name = f"{copy.target.parent.name}/{copy.target.name}"
    return kinds.COPY_UNWRITTEN.at(Place(file=copy.source), copy=name, why=why)


def examples_of(forms: Iterable[Form]) -> Examples:
    """How the cells of forms are filled in, by form id and label."""
    declared = tuple(forms)
    header = {(form.id, field.label): field.example for form in declared for field in form.header if field.example}
    return header | {(form.id, label_of(column)): column.example for form in declared for column in form.columns if column.example}
