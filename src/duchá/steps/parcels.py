"""From entries of a folder to parcels: what is known already, what is ignored, what has been archived and can be read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path, PurePosixPath

from duchá.terms.fault import Fault
from duchá.workbooks.kind import is_system_file
from duchá.workbooks.model import FileKind
from duchá.workbooks.read_container import Member, open_container
from duchá.workbooks.read_folder import Entry
from duchá.workbooks.read_intake import Intake, digest, take_in_bytes, take_in_many

_CHUNK = 64
_CONTAINERS = (FileKind.ZIP, FileKind.MAIL)


@dataclass(frozen=True, slots=True, kw_only=True)
class Parcel:
    """One file on its way in. ``known`` is the receipt that has the same content; ``intake`` is None when it could not be archived.

    ``arrived_at`` and ``sender`` come from a message; ``companions`` are the other members of its container or unit folder.
    """

    source: str
    name: str
    folders: tuple[str, ...]
    sha256: str | None = None
    intake: Intake | None = None
    known: int | None = None
    ignored: bool = False
    faults: tuple[Fault, ...] = ()
    arrived_at: datetime | None = None
    sender: str = ""
    companions: tuple[str, ...] = ()


def parcels(entries: Iterable[Entry], archive: Path, known: Mapping[str, int]) -> Iterator[Parcel]:
    """A parcel for every entry and every member of a container, in order; contents known from before or from this run are not archived again."""
    seen: dict[str, str] = {}
    chunk: list[Entry] = []
    for entry in entries:
        chunk.append(entry)
        if len(chunk) == _CHUNK:
            yield from _chunk(chunk, archive, known, seen)
            chunk = []
    yield from _chunk(chunk, archive, known, seen)


def _chunk(chunk: list[Entry], archive: Path, known: Mapping[str, int], seen: dict[str, str]) -> Iterator[Parcel]:
    drafts = [_draft(entry, known) for entry in chunk]
    fresh = [entry for entry, draft in zip(chunk, drafts, strict=True) if draft.known is None and not draft.ignored]
    taken = take_in_many([entry.path for entry in fresh], archive)
    for draft in drafts:
        if draft.known is not None or draft.ignored:
            yield draft
            continue
        intake, faults = next(taken)
        yield from _opened(replace(draft, intake=intake, sha256=intake.sha256 if intake else None, faults=faults), archive, known, seen)


def _draft(entry: Entry, known: Mapping[str, int]) -> Parcel:
    name = PurePosixPath(entry.shown).name or entry.path.name
    if is_system_file(name) or any(is_system_file(folder) for folder in entry.folders):
        return Parcel(source=entry.shown, name=name, folders=entry.folders, ignored=True)
    sha256 = digest(entry.path)
    return Parcel(source=entry.shown, name=name, folders=entry.folders, sha256=sha256 or None, known=known.get(sha256))


def _opened(parcel: Parcel, archive: Path, known: Mapping[str, int], seen: dict[str, str]) -> Iterator[Parcel]:
    """The parcel itself, or its members when it is a container that could be opened."""
    if parcel.intake is None or parcel.intake.kind not in _CONTAINERS:
        yield parcel
        return
    members, faults = open_container(parcel.intake.stored, parcel.intake.kind, parcel.name)
    if not members:
        yield replace(parcel, faults=(*parcel.faults, *faults))
        return
    names = tuple(member.name for member in members)
    if faults:
        yield replace(parcel, intake=None, faults=faults)
    for member in members:
        yield _member(parcel, member, names, archive, known)


def _member(parcel: Parcel, member: Member, names: tuple[str, ...], archive: Path, known: Mapping[str, int]) -> Parcel:
    path = PurePosixPath(member.name)
    inner = Parcel(
        source=f"{parcel.source}!{member.name}",
        name=path.name,
        folders=(*parcel.folders, PurePosixPath(parcel.name).stem, *path.parts[:-1]),
        arrived_at=member.sent_at,
        sender=member.sender,
        companions=tuple(name for name in names if name != member.name),
    )
    if is_system_file(path.name) or any(is_system_file(part) for part in path.parts):
        return replace(inner, ignored=True)
    intake, faults = take_in_bytes(path.name, member.data, archive, Path(parcel.name))
    sha256 = intake.sha256 if intake else None
    return replace(inner, intake=intake, sha256=sha256, faults=faults, known=known.get(sha256 or ""))
