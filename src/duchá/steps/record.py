"""record: takes the office's registers. The good rows of a file are written down in one transaction, the others listed and held."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from duchá.campaign import faults as campaign_faults
from duchá.journal.fact import Fact, FactKind, Json, NewFact
from duchá.journal.write_journal import JournalWriter, open_journal
from duchá.ledger.recording.reconcile import Draft, Reconciled, questions, reconcile, row_payload, since
from duchá.ledger.recording.renamed import Naming
from duchá.ledger.registers import Change, RegisterRow, all_rows
from duchá.receipts.answers import answers_of
from duchá.rulebook.form import FilledBy
from duchá.steps.duties_of import duties_as_of
from duchá.steps.known_matters import check_matters
from duchá.steps.ledger_of import state_of
from duchá.steps.make_registers import REGISTERS, make_registers
from duchá.steps.open_campaign import OpenCampaign, note_context
from duchá.steps.paper_receipts import PaperTray
from duchá.steps.register_articles import with_articles
from duchá.steps.register_copies import Copies, settle_copies
from duchá.steps.register_files import copy_name, needs_copy, read_files, shelf_for
from duchá.submissions.registers import faults as kinds
from duchá.submissions.registers.model import RegisterFile
from duchá.submissions.registers.read_registers import in_order
from duchá.terms.fault import Fault, Stop
from duchá.terms.place import Place
from duchá.workbooks.read_folder import entries

READ = "register-read"


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordedFile:
    """One file: what it held, what was written down from it, what is wrong in it, and where the marked copy lies."""

    file: RegisterFile
    drafts: tuple[Draft, ...]
    unchanged: int
    faults: tuple[Fault, ...]
    copy: str = ""

    @property
    def counts(self) -> Counter[Change]:
        """How many rows are new, corrected, gone…"""
        return Counter(draft.change for draft in self.drafts)


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded:
    """What came of a run: every file, the questions that are open (S713, S714), blank registers made, faults of the ledger and the journal, marked copies."""

    opened: OpenCampaign
    files: tuple[RecordedFile, ...]
    questions: tuple[Fault, ...]
    made: tuple[str, ...]
    ledger: tuple[Fault, ...] = ()
    faults: tuple[Fault, ...] = ()
    copies: Copies


def record(opened: OpenCampaign, paths: Sequence[Path]) -> Recorded:
    """Takes in every register under the paths (none: ``registers/``, where missing blanks are made first). Raises Stop (C013), JournalError, OSError.

    The same file again changes nothing; a changed row is a correction; a row that is gone is a question, never a withdrawal.
    """
    made = () if paths else make_registers(opened)
    paths = tuple(paths) or (opened.folder / REGISTERS,)
    for path in paths:
        if not path.exists() and not path.is_symlink():
            raise Stop(campaign_faults.NO_SUCH_PATH.at(Place(file=str(path)), path=path))
    found = entries(paths, opened.folder)
    with open_journal(opened.journal, now=opened.now, by=opened.by) as writer:
        note_context(opened, writer)
        facts = writer.facts()
        known = all_rows(facts)
        files = tuple(read_files(shelf_for(opened, answers_of(facts)), found))
        files = check_matters(opened, files, known)
        forms = opened.campaign.forms(FilledBy.OFFICE)
        naming = Naming(forms, opened.campaign.roster)
        reconciled = reconcile(known, files, frozenset(form.id for form in forms if form.unique), naming)
        tray = PaperTray(opened, facts)
        for file in files:
            _write(opened, writer, file, reconciled, (facts, tray))
        after = all_rows(writer.facts(kinds=frozenset({FactKind.ROW})))
        faults = tuple(writer.faults)
    titles = {form.id: form.sheet for form in forms}
    gone = (*questions(after, titles), *_gone_files(opened, paths, after, {entry.shown for entry in found}))
    done, copies = _with_copies(opened, tuple(_recorded(file, reconciled, opened) for file in files))
    ledger = _ledger_faults(opened, files)
    return Recorded(opened=opened, files=done, questions=gone, made=made, ledger=ledger, faults=faults, copies=copies)


def _write(
    opened: OpenCampaign, writer: JournalWriter, file: RegisterFile, reconciled: Reconciled, so_far: tuple[tuple[Fact, ...], PaperTray]
) -> None:
    """One transaction: that the file was read (once for each content), its rows, and the receipts that they mean."""
    facts, tray = so_far
    drafts = reconciled.drafts.get(file.source, ())
    new: list[NewFact] = []
    for draft in drafts:
        new.append(NewFact(kind=FactKind.ROW, happened_at=since(draft), payload=row_payload(draft, file.sha256)))
        new += tray.facts_for(draft)
    if file.sha256 and (new or _last_read(facts, file.source) != file.sha256):
        rows = sum(len(register.entries) for register in file.registers)
        note: dict[str, Json] = {"note": READ, "source": file.source, "sha256": file.sha256, "rows": rows, "facts": len(new)}
        new.insert(0, NewFact(kind=FactKind.NOTE, happened_at=opened.now, payload=note))
    writer.append(*new)


def _last_read(facts: Iterable[Fact], source: str) -> str:
    seen = (fact.payload for fact in facts if fact.kind is FactKind.NOTE and fact.payload.get("note") == READ)
    return next((str(payload["sha256"]) for payload in reversed(tuple(seen)) if payload["source"] == source), "")


def _recorded(file: RegisterFile, reconciled: Reconciled, opened: OpenCampaign) -> RecordedFile:
    faults = in_order(with_articles(opened.campaign, file, (*file.faults, *reconciled.faults.get(file.source, ()))))
    return RecordedFile(
        file=file, drafts=reconciled.drafts.get(file.source, ()), unchanged=reconciled.unchanged.get(file.source, 0), faults=faults
    )


def _with_copies(opened: OpenCampaign, done: tuple[RecordedFile, ...]) -> tuple[tuple[RecordedFile, ...], Copies]:
    copies = settle_copies(opened, tuple((one.file, one.faults) for one in done))
    names = ((one, copy_name(one.file.source)) for one in done)
    marked = tuple(replace(one, copy=name) if name in copies.written and needs_copy(one.faults) else one for one, name in names)
    return marked, copies


def _gone_files(opened: OpenCampaign, paths: Sequence[Path], rows: Iterable[RegisterRow], shown: set[str]) -> tuple[Fault, ...]:
    """S714 for a file that rows were taken from and that is no longer in the folder that was asked for."""
    folders = [entry for path in paths if path.is_dir() for entry in (_inside(path, opened.folder),) if entry]
    counts = Counter(row.source for row in rows if not row.withdrawn and not row.gone and row.source.split("!")[0] not in shown)
    return tuple(
        kinds.FILE_GONE.at(Place(file=source), source=source, count=count)
        for source, count in sorted(counts.items())
        if any(source.startswith(f"{folder}/") for folder in folders)
    )


def _inside(path: Path, folder: Path) -> str:
    resolved = path.resolve()
    return resolved.relative_to(folder.resolve()).as_posix() if resolved.is_relative_to(folder.resolve()) else ""


def _ledger_faults(opened: OpenCampaign, files: tuple[RegisterFile, ...]) -> tuple[Fault, ...]:
    """What the ledger cannot take of the rows in these files: a step that is not possible now, a matter or duty that does not exist."""
    sources: Mapping[str, None] = dict.fromkeys(file.source for file in files if file.read)
    if not sources:
        return ()
    faults = (*state_of(opened).ledger.faults, *duties_as_of(opened).faults)
    return tuple(fault for fault in faults if fault.place.file in sources)
