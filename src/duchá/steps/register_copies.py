"""Marked copies of registers: written where something must be put right, taken away again once nothing must."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from duchá.forms.package.read_package import content_of
from duchá.journal.fact import Fact, FactKind, NewFact
from duchá.journal.write_journal import open_journal
from duchá.registers.outcome import FileOutcome
from duchá.rulebook.form import FilledBy
from duchá.steps.open_campaign import OpenCampaign
from duchá.steps.register_files import copy_name, needs_copy
from duchá.submissions.write_marked_copy import examples_of, write_marked_copy
from duchá.workbooks.read_intake import stored_at

_NOTE = "register-copy"


@dataclass(frozen=True, slots=True, kw_only=True)
class Copies:
    """Names of marked copies: written now, taken away now, and left because somebody has changed them since."""

    written: tuple[str, ...] = ()
    cleared: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()


NO_COPIES = Copies()


def settle_copies(opened: OpenCampaign, files: Sequence[FileOutcome], *, again: bool = False) -> Copies:
    """A marked copy for each file that needs one; of the others the copy of an earlier run goes, unless a person has worked in it.

    ``again``: nothing is new in the files, so that the copies are as they were. Raises OSError, JournalError.
    """
    read = [file for file in files if file.read]
    written = tuple(dict.fromkeys(copy_name(file.source) for file in read if needs_copy(file.faults)))
    noted = _noted(opened.facts(FactKind.NOTE))
    for file in read if not again else ():
        if needs_copy(file.faults):
            _write(opened, file)
    _note(opened, () if again else written, noted)
    over = dict.fromkeys(copy_name(file.source) for file in read if not needs_copy(file.faults))
    left = [name for name in over if name not in written and (opened.folder / name).is_file()]
    cleared = tuple(name for name in left if _digest(opened, name) == noted.get(name))
    for name in cleared:
        (opened.folder / name).unlink()
    return Copies(written=written, cleared=cleared, kept=tuple(name for name in left if name not in cleared))


def _write(opened: OpenCampaign, file: FileOutcome) -> None:
    target = opened.folder / copy_name(file.source)
    target.parent.mkdir(parents=True, exist_ok=True)
    examples = examples_of(opened.campaign.forms(FilledBy.OFFICE))
    write_marked_copy(stored_at(opened.archive, file.sha256), file.source, file.faults, target, examples)


def _note(opened: OpenCampaign, written: tuple[str, ...], noted: dict[str, str]) -> None:
    """What each copy was when it was written, so that one in which a person has worked is known; nothing where it is as it was."""
    new = {name: _digest(opened, name) for name in written}
    fresh = {name: digest for name, digest in new.items() if noted.get(name) != digest}
    if fresh:
        with open_journal(opened.journal, now=opened.now, by=opened.by) as writer:
            payloads = ({"note": _NOTE, "file": name, "digest": digest} for name, digest in fresh.items())
            writer.append(*(NewFact(kind=FactKind.NOTE, happened_at=opened.now, payload=payload) for payload in payloads))


def _noted(facts: Iterable[Fact]) -> dict[str, str]:
    return {str(fact.payload["file"]): str(fact.payload["digest"]) for fact in facts if fact.payload.get("note") == _NOTE}


def _digest(opened: OpenCampaign, name: str) -> str:
    return content_of(opened.folder / name)
