"""From entries of a folder to incoming files: what is known already, what is ignored, what has been archived and can be read."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path, PurePosixPath
from types import MappingProxyType

from duchá.terms.fault import Fault
from duchá.terms.place import Place
from duchá.workbooks.container import Member, opened_container
from duchá.workbooks.folder import FolderEntry
from duchá.workbooks.intake import Intake, digest, syncing, take_in_bytes, take_in_many
from duchá.workbooks.package.names import shown_name
from duchá.workbooks.pool import Readers
from duchá.workbooks.sheets.faults import CLASSIFIED
from duchá.workbooks.sheets.kind import CONTAINERS, is_system_file
from duchá.workbooks.sheets.model import FileKind
from duchá.workbooks.sheets.wording import name_carries_mark

_CHUNK = 64
_SMALL_FOLDER = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class IncomingFile:
    """One file on its way in. ``emptied``: a container whose members came before it. ``known``: its content came before, or earlier in this run; ``intake`` is None when it could not be archived.

    ``arrived_at`` and ``sender`` come from a message; ``companions`` are the other members of its container or unit folder;
    ``beside`` what else lies in its folder, where it is a small one. ``container`` is the zip or mail that it came in.
    """

    source: str
    name: str
    folders: tuple[str, ...]
    sha256: str | None = None
    intake: Intake | None = None
    known: bool = False
    ignored: bool = False
    emptied: bool = False
    faults: tuple[Fault, ...] = ()
    arrived_at: datetime | None = None
    sender: str = ""
    companions: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()
    container: Intake | None = None


def digests_of(entries: Iterable[FolderEntry]) -> dict[Path, str]:
    """The content (SHA-256) of every entry that is no system file, by path; empty where it can't be read."""
    return {entry.path: digest(entry.path) for entry in entries if not _is_system(entry)}


def arrivals(
    entries: Iterable[FolderEntry],
    archive: Path,
    known: Collection[str],
    readers: Readers,
    digests: Mapping[Path, str] = MappingProxyType({}),
) -> Iterator[IncomingFile]:
    """An incoming file for every entry and every member of a container, in order; contents known from before or from this run are not archived again.

    Containers are opened by ``readers``: nothing that came from outside is looked into here. ``digests`` are those that have been taken already.
    """
    seen = set(known)
    every = tuple(entries)
    beside = _neighbours(every)
    with syncing() as threads:
        for at in range(0, len(every), _CHUNK):
            chunk = every[at : at + _CHUNK]
            drafts = [_draft(entry, seen, digests) for entry in chunk]
            fresh = [entry.path for entry, draft in zip(chunk, drafts, strict=True) if _is_fresh(draft)]
            for incoming in _archived(drafts, take_in_many(fresh, archive, threads), archive, seen, readers):
                names = beside.get(_folder(incoming.source), ()) if incoming.folders else ()
                yield replace(incoming, beside=tuple(name for name in names if name != incoming.name)) if names else incoming


def _neighbours(entries: tuple[FolderEntry, ...]) -> dict[str, tuple[str, ...]]:
    """The names in each small folder below what was given, by the folder as shown."""
    names: dict[str, list[str]] = {}
    for entry in entries:
        if entry.folders and not is_system_file(entry.path.name):
            names.setdefault(_folder(entry.shown), []).append(PurePosixPath(entry.shown).name)
    return {folder: tuple(inside) for folder, inside in names.items() if len(inside) <= _SMALL_FOLDER}


def _folder(source: str) -> str:
    return source.rpartition("/")[0]


def _archived(
    drafts: list[IncomingFile], taken: Iterator[tuple[Intake | None, tuple[Fault, ...]]], archive: Path, seen: set[str], readers: Readers
) -> Iterator[IncomingFile]:
    for draft in drafts:
        if not _is_fresh(draft):
            yield draft
            continue
        intake, faults = next(taken)
        yield from _opened(_arrived(draft, intake, faults, seen), archive, seen, readers)


def _is_fresh(draft: IncomingFile) -> bool:
    """True for what is to be archived: not known, not a system file, not refused for the folder it lies in."""
    return not (draft.known or draft.ignored or draft.faults)


def _is_system(entry: FolderEntry) -> bool:
    return is_system_file(_name(entry)) or any(is_system_file(folder) for folder in entry.folders)


def _name(entry: FolderEntry) -> str:
    return entry.shown.rpartition("/")[2] or entry.path.name


def _draft(entry: FolderEntry, seen: set[str], digests: Mapping[Path, str]) -> IncomingFile:
    name = _name(entry)
    if _is_system(entry):
        return IncomingFile(source=entry.shown, name=name, folders=entry.folders, ignored=True)
    if any(name_carries_mark(shown_name(folder)) for folder in _folders_seen(entry)):
        return IncomingFile(source=entry.shown, name=name, folders=entry.folders, faults=(CLASSIFIED.at(Place(file=name)),))
    sha256 = digests[entry.path] if entry.path in digests else digest(entry.path)
    return IncomingFile(source=entry.shown, name=name, folders=entry.folders, sha256=sha256 or None, known=sha256 in seen)


def _folders_seen(entry: FolderEntry) -> tuple[str, ...]:
    """The folders that a person sees around the file: those within the campaign's folder, elsewhere the one that was given and those in it."""
    above = PurePosixPath(entry.shown).parent
    return above.parts[-len(entry.folders) - 1 :] if above.is_absolute() else above.parts


def _arrived(draft: IncomingFile, intake: Intake | None, faults: tuple[Fault, ...], seen: set[str]) -> IncomingFile:
    """The incoming file with what was archived of it; the second of two equal ones is known."""
    if intake is None:
        return replace(draft, sha256=None, faults=faults)
    twin = intake.sha256 in seen
    seen.add(intake.sha256)
    return replace(draft, intake=intake, sha256=intake.sha256, faults=faults, known=twin)


def _opened(incoming: IncomingFile, archive: Path, seen: set[str], readers: Readers) -> Iterator[IncomingFile]:
    """The incoming file itself; a container is opened: its members first, itself last, so that it counts as known only when they are recorded."""
    if incoming.intake is None or incoming.known or incoming.intake.kind not in CONTAINERS:
        yield incoming
        return
    with opened_container(incoming.intake.stored, incoming.intake.kind, incoming.name, readers) as (members, faults):
        names = tuple(member.name for member in members)
        many = incoming.intake.kind is FileKind.MAILBOX
        for member in members:
            with_it = tuple(name for name in names if _mail_of(name) == _mail_of(member.name)) if many else names
            yield _member(incoming, member, with_it, archive, seen)
    yield replace(incoming, faults=(*incoming.faults, *faults), emptied=True)


def _mail_of(name: str) -> str:
    """The mail of a mailbox that a member came in."""
    return name.partition("/")[0]


def _member(incoming: IncomingFile, member: Member, names: tuple[str, ...], archive: Path, seen: set[str]) -> IncomingFile:
    path = PurePosixPath(member.name)
    inner = IncomingFile(
        source=f"{incoming.source}!{member.name}",
        name=path.name,
        folders=(*incoming.folders, PurePosixPath(incoming.name).stem, *path.parts[:-1]),
        arrived_at=member.sent_at,
        sender=member.sender,
        companions=tuple(name for name in names if name != member.name),
        container=incoming.intake,
    )
    if is_system_file(path.name) or any(is_system_file(part) for part in path.parts):
        return replace(inner, ignored=True)
    intake, faults = take_in_bytes(path.name, member.place.read_bytes(), archive, Path(incoming.name))
    return _arrived(inner, intake, faults, seen)
