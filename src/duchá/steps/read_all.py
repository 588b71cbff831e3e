"""Reading everything under some paths: incoming files with what they come to, in order, while the workers read ahead. Records nothing."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path, PurePath
from types import MappingProxyType
from typing import Protocol

from duchá.steps.incoming import IncomingFile, arrivals
from duchá.submissions.context import Arrival, Context
from duchá.submissions.read.returns import StoredReturn, read_returns
from duchá.submissions.read.without_forms import unread
from duchá.submissions.ready import ReadyToFile, ready_to_file
from duchá.workbooks.folder import FolderEntry
from duchá.workbooks.pool import Readers

Read = tuple[IncomingFile, ReadyToFile | None]


class ReadingTick(Protocol):
    """Hears how far a step has come."""

    def __call__(self, done: int, of: int, name: str = "", /) -> None:
        """So many are done, of so many; ``name`` is what is being read now."""


def unheard(_done: int, _of: int, _name: str = "", /) -> None:
    """A tick that nobody listens to."""


def read_all(
    found: tuple[FolderEntry, ...],
    archive: Path,
    known: Collection[str],
    context: Context,
    readers: Readers,
    *,
    digests: Mapping[Path, str] = MappingProxyType({}),
    received: Callable[[IncomingFile], datetime] | None = None,
) -> Iterator[Read]:
    """Every incoming with what it comes to, in order, while the workers read ahead; None for what needs no reading.

    ``received`` says when a file came; without it by its message, else when the context says. ``digests`` are those taken already.
    """
    waiting: deque[tuple[IncomingFile, Arrival]] = deque()

    def feed() -> Iterator[tuple[None, StoredReturn]]:
        for incoming in (_with_companions(one, context) for one in arrivals(found, archive, known, readers, digests)):
            arrival = _arrival(incoming, context, received)
            waiting.append((incoming, arrival))
            if incoming.intake is not None and not _needs_no_reading(incoming):
                yield (
                    None,
                    StoredReturn(
                        path=incoming.intake.stored,
                        sha256=incoming.intake.sha256,
                        kind=incoming.intake.kind,
                        name=incoming.name,
                        arrival=arrival,
                        faults=incoming.faults,
                    ),
                )

    for _, ready in read_returns(readers, context, feed()):
        while _needs_no_reading(waiting[0][0]):
            yield _unread(*waiting.popleft(), context)
        yield waiting.popleft()[0], ready
    while waiting:
        yield _unread(*waiting.popleft(), context)


def told(found: tuple[FolderEntry, ...], read: Iterator[Read], tick: ReadingTick, *, before: int = 0, of: int = 0) -> Iterator[Read]:
    """What was read, while ``tick`` hears of each entry that is done and which is the next: a container counts once, however much is in it.
    ``before`` and ``of``: entries read before these, and all that are to be read, where there are more than these.
    """
    done, every = before, of or len(found)

    def tell() -> None:
        following = found[done - before] if done - before < len(found) else None
        tick(done, every, PurePath(following.shown).name if following is not None else "")

    tell()
    for incoming, ready in read:
        yield incoming, ready
        if incoming.container is None:
            done += 1
            tell()


def _with_companions(incoming: IncomingFile, context: Context) -> IncomingFile:
    """What lies beside a file in a folder that names exactly one unit came with it; in any other folder it did not."""
    if incoming.companions or not incoming.beside or len(context.campaign.roster.named_in(incoming.folders[-1])) != 1:
        return incoming
    return replace(incoming, companions=incoming.beside)


def _needs_no_reading(incoming: IncomingFile) -> bool:
    return incoming.intake is None or incoming.known or incoming.ignored or incoming.emptied


def _unread(incoming: IncomingFile, arrival: Arrival, context: Context) -> tuple[IncomingFile, ReadyToFile | None]:
    if incoming.known or incoming.ignored or (incoming.emptied and not incoming.faults):
        return incoming, None
    submission = unread(incoming.faults, replace(context, arrival=arrival))
    return incoming, ready_to_file(replace(submission, sha256=incoming.sha256), context.campaign)


def _arrival(incoming: IncomingFile, context: Context, received: Callable[[IncomingFile], datetime] | None) -> Arrival:
    return Arrival(
        source=incoming.source,
        received_at=received(incoming) if received is not None else incoming.arrived_at or context.arrival.received_at,
        folders=incoming.folders,
        sender=incoming.sender,
        given_unit=context.arrival.given_unit,
        companions=incoming.companions,
    )
