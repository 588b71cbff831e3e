"""Marked copies of registers: written where something must be put right, taken away again once nothing must, never over what a person wrote."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from duchá.forms.package import content_of
from duchá.journal.fact import Fact, FactKind
from duchá.journal.notes import RegisterCopyNote
from duchá.journal.records import told
from duchá.registers.outcome import FileOutcome
from duchá.rulebook.form import FilledBy
from duchá.steps.open_campaign import OpenCampaign
from duchá.steps.register_files import copy_name, needs_copy
from duchá.steps.written import kept_faults, shown_path, written_by_us
from duchá.submissions.marked.write_marked_copy import MarkedCopy, examples_of, write_marked_copies
from duchá.terms.fault import Fault
from duchá.workbooks.intake import stored_at


@dataclass(frozen=True, slots=True, kw_only=True)
class Copies:
    """Names of marked copies: written now, taken away now, and left because somebody has changed them since.

    ``of`` is where the copy of each register file lies, by the file's source; ``faults`` say which copy a person had changed (C071), and which could not be written (S434).
    """

    written: tuple[str, ...] = ()
    cleared: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()
    of: Mapping[str, str] = field(default_factory=dict)
    faults: tuple[Fault, ...] = ()


NO_COPIES = Copies()


def settle_copies(opened: OpenCampaign, files: Sequence[FileOutcome], *, again: bool = False) -> Copies:
    """A marked copy for each file that needs one; of the others the copy of an earlier run goes, unless a person has worked in it.

    ``again``: nothing is new in the files, so that the copies that are there are as they were. Raises OSError.
    """
    read = [file for file in files if file.read]
    by_us, noted = written_by_us(opened), _noted(opened.facts(FactKind.NOTE))
    needed = [file for file in read if needs_copy(file.faults)]
    there = {file.source for file in needed if again and (opened.folder / copy_name(file.source)).is_file()}
    wanted = [_copy(opened, file) for file in needed if file.source not in there]
    copied = write_marked_copies(wanted, by_us, examples_of(opened.campaign.forms(FilledBy.OFFICE)), opened.errors)
    placed = {source: shown_path(opened, put.path) for source, put in copied.puts.items()}
    placed |= {source: copy_name(source) for source in there}
    mended = dict.fromkeys(copy_name(file.source) for file in read if not needs_copy(file.faults))
    left = [path for name in mended for path in by_us.beside(opened.folder / name) if shown_path(opened, path) not in placed.values()]
    cleared = [path for path in left if by_us.is_ours(path) or content_of(path) == noted.get(shown_path(opened, path))]
    for path in cleared:
        path.unlink()
    return Copies(
        written=tuple(dict.fromkeys(placed.values())),
        cleared=_shown(opened, cleared),
        kept=_shown(opened, [path for path in left if path not in cleared]),
        of=placed,
        faults=(*kept_faults(opened, copied.puts.values()), *copied.faults),
    )


def _copy(opened: OpenCampaign, file: FileOutcome) -> MarkedCopy:
    original, target = stored_at(opened.archive, file.sha256), opened.folder / copy_name(file.source)
    return MarkedCopy(original=original, source=file.source, faults=file.faults, target=target)


def _shown(opened: OpenCampaign, paths: Iterable[Path]) -> tuple[str, ...]:
    return tuple(shown_path(opened, path) for path in paths)


def _noted(facts: Iterable[Fact]) -> dict[str, str]:
    return {said.file: said.digest for _, said in told(facts, RegisterCopyNote)}
