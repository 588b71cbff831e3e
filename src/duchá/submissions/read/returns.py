"""Returns read where their cells are: a guarded process is given the campaign once, and answers each file with what is ready to be filed."""

from __future__ import annotations

import pickle
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar

from duchá.submissions.context import Arrival, Context
from duchá.submissions.model import Submission
from duchá.submissions.read.submission import read_whatever, taken, with_unit
from duchá.submissions.ready import ReadyToFile, pack, ready_to_file, unpack
from duchá.terms.fault import Fault
from duchá.workbooks.formats.file import read_file
from duchá.workbooks.pool import Readers, Unserved, unserved_fault
from duchá.workbooks.sheets.clean import cleaned
from duchá.workbooks.sheets.model import FileKind, RawBook
from duchá.workbooks.sheets.wire import fault_in, fault_out

_READ, _AGAIN = f"{__name__}:answer_to", f"{__name__}:answer_again"
K = TypeVar("K")


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredReturn:
    """A file in the archive that is to be read as a return: where it lies, how it came, and what was found on the way in.

    ``known``: whose it is where it is read again: a person has said so, or it was taken for that unit's before.
    """

    path: Path
    sha256: str
    kind: FileKind
    name: str
    arrival: Arrival
    faults: tuple[Fault, ...] = ()
    known: str = ""


def read_returns(readers: Readers, context: Context, files: Iterable[tuple[K, StoredReturn]]) -> Iterator[tuple[K, ReadyToFile]]:
    """What each file comes to, in their order; ``files`` is drawn as the processes need them. ``context`` is that of them all but for their arrival.

    A file that ends its process, takes too long or too much, or over which our own code fails, costs only itself (S023, S033).
    """
    place = readers.share(pickle.dumps(context))
    requests = (((key, file), *_asking(file, place)) for key, file in files)
    for (key, file), answer in readers.ask_many(requests):
        yield key, unserved(file, context, answer) if isinstance(answer, Unserved) else unpack(answer)


def unserved(file: StoredReturn, context: Context, why: Unserved) -> ReadyToFile:
    """What a file comes to that no process could read."""
    found = (*file.faults, unserved_fault(why, file.name))
    submission = read_whatever(None, found, file.kind, replace(context, arrival=file.arrival))
    return ready_to_file(replace(submission, sha256=file.sha256), context.campaign)


def read_again(readers: Readers, context: Context, files: Iterable[tuple[K, StoredReturn]]) -> Iterator[tuple[K, ReadyToFile | None]]:
    """What each file on record comes to today, by the same reading in the same processes; None where there is nothing to read in it.

    What it says by itself is asked first, so that what is noted about a name is noted whichever way it was settled.
    """
    place = readers.share(pickle.dumps(context))
    requests = (((key, file), *_asking(file, place, _AGAIN)) for key, file in files)
    for (key, file), answer in readers.ask_many(requests):
        if isinstance(answer, Unserved):
            found = _taken_again(
                None, (*file.faults, unserved_fault(answer, file.name)), file.kind, replace(context, arrival=file.arrival), file.known
            )
            yield key, None if found is None else ready_to_file(replace(found, sha256=file.sha256), context.campaign)
        else:
            yield key, unpack(answer) if answer else None


def answer_to(request: Mapping[str, Any]) -> bytes:
    """What a guarded process gives to its parent for one file, see ``_asking``."""
    book, faults, kind, context = _opened(request)
    submission = read_whatever(book, faults, kind, context)
    return pack(ready_to_file(replace(submission, sha256=request["sha256"]), context.campaign))


def answer_again(request: Mapping[str, Any]) -> bytes:
    """The same for a file that was read before; nothing where nothing can be read in it."""
    book, faults, kind, context = _opened(request)
    submission = _taken_again(book, faults, kind, context, request["known"])
    return b"" if submission is None else pack(ready_to_file(replace(submission, sha256=request["sha256"]), context.campaign))


def _opened(request: Mapping[str, Any]) -> tuple[RawBook | None, tuple[Fault, ...], FileKind, Context]:
    """The cells of the file that a request is about, and what is known of it."""
    context = replace(_shared(request["context"]), arrival=_arrival(request["arrival"]))
    kind, name = FileKind(request["kind"]), request["name"]
    book, faults = cleaned(*read_file(Path(request["path"]), kind, name), name)
    return book, (*map(fault_in, request["faults"]), *faults), kind, context


def _taken_again(book: RawBook | None, faults: tuple[Fault, ...], kind: FileKind, context: Context, known: str) -> Submission | None:
    """The submission in a file, as that of the unit that is ``known`` where the file names no other by itself."""
    found = taken(book, faults, kind, context)
    if found is None or not known or found.unit == known:
        return found
    context = replace(context, arrival=replace(context.arrival, given_unit=known))
    found = taken(book, faults, kind, context)
    return with_unit(found, known, context) if found is not None and found.unit is None else found


@lru_cache(maxsize=2)
def _shared(place: str) -> Context:
    """The campaign, once for all files. It was written by the parent into a folder of its own: no file's text is ever read so."""
    context: Context = pickle.loads(Path(place).read_bytes())  # noqa: S301  # house: the parent's own words to its own process
    return context


def _asking(file: StoredReturn, place: str, call: str = "") -> tuple[str, Mapping[str, Any], str]:
    """Which function is asked what, and the file that it is about."""
    request = {
        "path": str(file.path),
        "sha256": file.sha256,
        "kind": file.kind.value,
        "name": file.name,
        "context": place,
        "arrival": _arrival_out(file.arrival),
        "faults": list(map(fault_out, file.faults)),
        "known": file.known,
    }
    return call or _READ, request, file.name


def _arrival_out(arrival: Arrival) -> list[Any]:
    return [
        arrival.source,
        arrival.received_at.isoformat(),
        arrival.folders,
        arrival.sender,
        arrival.given_unit,
        arrival.companions,
        arrival.given_period,
        arrival.given_deliverable,
    ]


def _arrival(written: list[Any]) -> Arrival:
    source, received_at, folders, sender, given_unit, companions, given_period, given_deliverable = written
    return Arrival(
        source=source,
        received_at=datetime.fromisoformat(received_at),
        folders=tuple(folders),
        sender=sender,
        given_unit=given_unit,
        companions=tuple(companions),
        given_period=given_period,
        given_deliverable=given_deliverable,
    )
