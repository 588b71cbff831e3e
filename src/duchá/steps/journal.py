"""journal show, verify, export, restore: the audit trail."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from duchá.campaign.read_campaign import find_campaign
from duchá.journal import wording
from duchá.journal.fact import Fact, FactKind
from duchá.journal.read_journal import head, iter_facts, read_facts
from duchá.journal.store.read_verify import verify
from duchá.journal.write_export import export_journal, restore_journal
from duchá.journal.write_files import copy_archive
from duchá.steps.open_campaign import ARCHIVE, HOME, JOURNAL
from duchá.terms.fault import Fault, Weight
from duchá.terms.moment import Moment
from duchá.terms.wording import LIST_SEPARATOR

EXPORTED = "journal.jsonl"


@dataclass(frozen=True, slots=True, kw_only=True)
class Trail:
    """Facts to be shown, with a line in words for each, and the head of the chain."""

    facts: tuple[Fact, ...]
    said: tuple[str, ...]
    head: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Verified:
    """What the verification found: faults (none when sound), how many facts and files it looked at."""

    faults: tuple[Fault, ...]
    count: int
    files: int
    head: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Exported:
    """What was exported, or restored, where to."""

    target: Path
    count: int
    files: int
    head: str


def show_facts(where: Path, moment: Moment, kind: FactKind | None, last: int) -> Trail:
    """The newest ``last`` facts (0: all), of one kind where asked for."""
    journal = _journal(where)
    facts = read_facts(journal, kinds=frozenset({kind}) if kind else None, known_at=moment.known_at)
    shown = facts[-last:] if last else facts
    return Trail(facts=shown, said=tuple(_said(fact) for fact in shown), head=head(journal))


def verify_journal(where: Path, known_head: str = "") -> Verified:
    """Recomputes the chain and the archive; ``known_head`` is a hash copied from a report."""
    journal = _journal(where)
    archive = journal.parent / ARCHIVE
    faults = verify(journal, archive, head=known_head)
    count = sum(1 for _ in iter_facts(journal)) if all(fault.kind.weight is Weight.NOTE for fault in faults) else 0
    return Verified(faults=faults, count=count, files=sum(1 for _ in archive.glob("*/*")), head=head(journal))


def export_all(where: Path, target: Path) -> Exported:
    """The journal as text and every original, in a new folder."""
    journal = _journal(where)
    found = export_journal(journal, target / EXPORTED)
    files = copy_archive(journal.parent / ARCHIVE, target / ARCHIVE)
    return Exported(target=target, count=len(read_facts(journal)), files=files, head=found)


def restore_all(where: Path, source: Path, moment: Moment) -> Exported:
    """An exported journal and its originals put into a campaign folder that has none yet."""
    journal = find_campaign(where) / HOME / JOURNAL
    files = copy_archive(source / ARCHIVE, journal.parent / ARCHIVE)
    count = restore_journal(source / EXPORTED, journal, now=moment.now, by=moment.by)
    return Exported(target=journal, count=count, files=files, head=head(journal))


def _journal(where: Path) -> Path:
    return find_campaign(where) / HOME / JOURNAL


def _said(fact: Fact) -> str:
    """A fact in one line; what it does not say of itself is a dash."""
    payload: dict[str, Any] = dict(fact.payload)
    note = wording.NOTE_WORDS.get(str(payload.get("note")), "") if fact.kind is FactKind.NOTE else ""
    words = {name: _word(name, value) for name, value in payload.items()}
    return (note or wording.FACT_WORDS.get(fact.kind.value, "")).format_map(_Dashed(words))


class _Dashed(dict[str, str]):
    """Words for a sentence; a dash for what is not there."""

    def __missing__(self, name: str) -> str:
        return "—"


def _word(name: str, value: Any) -> str:
    if value is None:
        return "—"
    if isinstance(value, list):
        return LIST_SEPARATOR.join(str(part) for part in value)
    return wording.STATE_WORDS.get(value, str(value)) if name == "state" else str(value)
