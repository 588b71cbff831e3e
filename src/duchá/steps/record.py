"""record: takes the office's registers. The good rows of a file are written down in one transaction, the others listed and held."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, cast

from duchá import __version__
from duchá.campaign import faults as campaign_faults
from duchá.journal.fact import Fact, FactKind, Json, NewFact
from duchá.journal.notes import RegisterReadNote, RegistersRecordedNote
from duchá.journal.read import open_reading, read_body
from duchá.journal.read_rows import iter_rows
from duchá.journal.records import told
from duchá.journal.write import JournalWriter, open_journal
from duchá.ledger.scope import LedgerScope
from duchá.receipts.answers import answers_of
from duchá.receipts.receipts import RECEIPT_FACTS
from duchá.registers.articles import with_articles
from duchá.registers.ids import CLAIMS, MATTERS, PAPER, PARTS
from duchá.registers.known import moved_rows
from duchá.registers.match_rows import Look
from duchá.registers.matters import check_matters, registered_matters
from duchá.registers.model import ReadRegister, RegisterFile
from duchá.registers.outcome import FileOutcome, RecordOutcome, RegisterCount, lapses_on, outcome_from_json, outcome_json
from duchá.registers.paper import PaperTray
from duchá.registers.read_registers import in_order, is_heavy
from duchá.registers.reconcile import Reconciled, Registers, RowDraft, reconcile, row_payload, since
from duchá.registers.renamed import Naming
from duchá.registers.rows import RegisterRow, RowChangeKind
from duchá.registers.write_blank_registers import REGISTERS, write_blank_registers
from duchá.rulebook.form import FilledBy, Form
from duchá.scoring.facts.gather import gather
from duchá.scoring.uncounted import leads_nowhere, uncounted
from duchá.steps.case import case_faults
from duchá.steps.duties_of import duties_as_of
from duchá.steps.filing import settle_papers, state_now
from duchá.steps.gathered import gathered
from duchá.steps.known_rows import Journal, known_of, look_into
from duchá.steps.ledger_of import state_of
from duchá.steps.open_campaign import OpenCampaign, note_context
from duchá.steps.register_copies import NO_COPIES, Copies, settle_copies
from duchá.steps.register_files import copy_name, needs_copy, read_files, shelf_for
from duchá.steps.register_rows import rows_of
from duchá.steps.score import question_of
from duchá.steps.team import team_faults
from duchá.terms.fault import Fault, Stop
from duchá.terms.period import span
from duchá.terms.place import Place, parse_address
from duchá.terms.quantity import EMPTY, text_of
from duchá.workbooks.folder import FolderEntry as Found, entries
from duchá.workbooks.intake import digest, passing_archive

Changed = tuple[str, str, str]  # the title of a column, what it said, what it says
_TOLD = frozenset({FactKind.CONTEXT, FactKind.ANSWER, FactKind.WAIVER, FactKind.NOTE, *RECEIPT_FACTS})
_NEWS = frozenset(FactKind) - {FactKind.NOTE, FactKind.REMINDER, FactKind.CLOSE}  # what another reading of the same files may depend on


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordedFile:
    """One file: what was found in it, what was written down from it (``differs``: the columns that a correction changes, by its place among
    the drafts), and where the marked copy lies."""

    found: FileOutcome
    drafts: tuple[RowDraft, ...] = ()
    differs: Mapping[int, tuple[Changed, ...]] = field(default_factory=dict)
    unchanged: int = 0
    copy: str = ""

    @property
    def source(self) -> str:
        """The file as shown."""
        return self.found.source

    @property
    def faults(self) -> tuple[Fault, ...]:
        """What is wrong in it."""
        return self.found.faults

    @property
    def counts(self) -> Counter[RowChangeKind]:
        """How many rows are new, corrected, gone…"""
        return Counter(draft.change for draft in self.drafts)


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded:
    """What came of a run: every file, the questions that are open (S713, S714), blank registers made, faults of the ledger and the journal,
    marked copies. ``dry``: it was only looked at, nothing was written down."""

    opened: OpenCampaign
    files: tuple[RecordedFile, ...]
    questions: tuple[Fault, ...]
    made: tuple[str, ...] = ()
    ledger: tuple[Fault, ...] = ()
    scoring: tuple[Fault, ...] = ()
    faults: tuple[Fault, ...] = ()
    copies: Copies = NO_COPIES
    dry: bool = False


def record(opened: OpenCampaign, paths: Sequence[Path], *, dry: bool = False) -> Recorded:
    """Takes in every register under the paths (none: ``registers/``, where missing blanks are made first). Raises Stop (C013), JournalError, OSError.

    The same file again changes nothing, and where nothing at all is new none is read again; a changed row is a correction; a row that is
    gone is a question, never a withdrawal. ``dry`` says what would change, and writes nothing.
    """
    made = () if paths or dry else write_blank_registers(opened.campaign, opened.folder)
    usual, paths = not paths, tuple(paths) or (opened.folder / REGISTERS,)
    for path in paths:
        if not path.exists() and not path.is_symlink():
            raise Stop(campaign_faults.NO_SUCH_PATH.at(Place(file=str(path)), path=path))
    run = _Run(opened, paths, usual=usual)
    if dry:
        with open_reading(opened.journal) as journal, passing_archive() as archive:
            files, reconciled = run.compared(journal, archive)
            done = tuple(_file(file, reconciled, opened, look_into(journal)) for file in files)
        return Recorded(opened=opened, files=done, questions=reconciled.questions, dry=True)
    with open_journal(opened.journal, now=opened.now, by=opened.by) as writer:
        note_context(opened, writer)
        remembered = run.remembered(writer)
        if remembered is None:
            files, reconciled = run.compared(writer, opened.archive)
            done = run.written(writer, files, reconciled)
            papers, questions = settle_papers(opened, writer), reconciled.questions
            run.remember(writer, tuple(one.found for one in done), questions)
            del files, reconciled
        else:
            done, questions = tuple(_as_before(file) for file in remembered.files), remembered.questions
            papers = settle_papers(opened, writer)  # nothing new, but for what a run that was stopped has left undone
        faults = (*papers, *writer.faults)
    done, copies = _with_copies(opened, done, again=remembered is not None)
    return Recorded(
        opened=opened,
        files=done,
        questions=questions,
        made=made,
        ledger=_ledger_faults(opened, done),
        scoring=_uncounted(opened, done),
        faults=(*faults, *copies.faults),
        copies=copies,
    )


class _Run:
    """One run over the files that lie under the paths; ``usual`` where none were named."""

    def __init__(self, opened: OpenCampaign, paths: Sequence[Path], *, usual: bool) -> None:
        self._opened, self._usual, self._wrote = opened, usual, False
        self._found = entries(paths, opened.folder)
        self._shown = frozenset(entry.shown for entry in self._found)
        self._folders = tuple(inside for path in paths if path.is_dir() and (inside := _inside(path, opened.folder)))
        self._asked = tuple(sorted(str(path.absolute()) for path in paths))
        self._contents = {entry.shown: digest(entry.path) for entry in self._found}
        self._today = opened.campaign.local(opened.now).date()
        self._forms = {form.id: form for form in opened.campaign.forms(FilledBy.OFFICE)}
        self._last_read: dict[str, tuple[str, int]] = {}  # the version of each file, and how many rows stood elsewhere in it

    def remembered(self, writer: JournalWriter) -> RecordOutcome | None:
        """What the last run found, where this one would find the same: the same files, and nothing recorded since that could matter."""
        note = _last_note(writer)
        if note is None or not all(self._contents.values()) or writer.newest(_NEWS) > note.seq:
            return None
        outcome = outcome_from_json(cast(Mapping[str, Any], read_body(writer.path, note.seq)))
        if outcome is None or not outcome.holds(self._contents, self._asked, __version__, self._today):
            return None
        copies = (copy_name(file.source) for file in outcome.files if file.read and needs_copy(file.faults))
        return outcome if all((self._opened.folder / name).is_file() for name in copies) else None

    def remember(self, writer: JournalWriter, files: tuple[FileOutcome, ...], questions: tuple[Fault, ...]) -> None:
        """Notes what the run found; nothing where a file must leave no trace (涉密) or could not be read, or files were only looked at."""
        if not (self._usual or self._wrote) or not all(self._contents.values()):
            return
        if any(fault.kind.name == "classified" for file in files for fault in file.faults):
            return
        outcome = RecordOutcome(
            contents=self._contents,
            asked=self._asked,
            files=files,
            questions=questions,
            tool=__version__,
            day=self._today,
            until=lapses_on(files),
        )
        note = RegistersRecordedNote(files=len(files), rows=sum(table.rows for file in files for table in file.tables))
        writer.append(note.fact(self._opened.now, outcome_json(outcome)))

    def compared(self, journal: Journal, archive: Path) -> tuple[tuple[RegisterFile, ...], Reconciled]:
        """The files as read, and what is new in them."""
        opened = self._opened
        facts = journal.facts(kinds=_TOLD)
        self._last_read = {said.source: (said.sha256, said.moved) for _, said in told(facts, RegisterReadNote)}
        found = _known_first(self._found, self._contents, self._last_read.keys())
        order = {entry.shown: at for at, entry in enumerate(self._found)}
        read = sorted(read_files(shelf_for(opened, answers_of(facts)), found, archive), key=lambda file: order[file.source.split("!")[0]])
        registered = registered_matters(iter_rows(opened.journal, (MATTERS,))) if opened.journal.exists() else ()
        files = check_matters(tuple(read), registered, lambda: (matter.id for matter in state_of(opened).ledger.matters))
        naming = Naming(self._forms.values(), opened.campaign.roster)
        registers = Registers(forms=self._forms, look=look_into(journal), naming=naming, absent=self._is_absent)
        return files, reconcile(known_of(journal, naming), files, registers)

    def written(self, writer: JournalWriter, files: tuple[RegisterFile, ...], reconciled: Reconciled) -> tuple[RecordedFile, ...]:
        """Each file in one transaction: that it was read (once for each content), its rows, and the receipts that they mean."""
        look, tray = look_into(writer), None
        done = []
        for file in files:
            one = _file(file, reconciled, self._opened, look)
            done.append(one)
            moved = moved_rows(reconciled.standing.get(file.source, ()))
            noted = not file.sha256 or self._last_read.get(file.source) == (file.sha256, moved[0])
            if not one.drafts and noted:
                continue
            paper: dict[int, tuple[NewFact, ...]] = {}
            if any(draft.register == PAPER for draft in one.drafts):
                tray = tray or PaperTray(state_now(self._opened, writer))
                paper = {at: tray.facts_for(draft) for at, draft in enumerate(one.drafts) if draft.register == PAPER}
            note = self._note_of(file, moved, len(one.drafts) + sum(map(len, paper.values())))
            self._wrote = True
            writer.append_many(_facts_of(one.drafts, paper, note if file.sha256 else None, file.sha256, look))
        return tuple(done)

    def _note_of(self, file: RegisterFile, moved: tuple[int, Json], facts: int) -> NewFact:
        rows = sum(len(register.entries) for register in file.registers)
        count, where = moved
        note = RegisterReadNote(source=file.source, sha256=file.sha256, rows=rows, facts=facts, moved=count)
        return note.fact(self._opened.now, where if count else None)

    def _is_absent(self, source: str) -> bool:
        """True for a file that rows were taken from and that is no longer in a folder that was asked for."""
        return source.split("!")[0] not in self._shown and any(source.startswith(f"{folder}/") for folder in self._folders)


def _facts_of(
    drafts: tuple[RowDraft, ...], paper: Mapping[int, tuple[NewFact, ...]], note: NewFact | None, sha256: str, look: Look
) -> Iterator[NewFact]:
    """What is gone before the note of the version that it is gone from, then everything that stands in that version."""
    gone = [at for at, draft in enumerate(drafts) if draft.entry is None]
    stands = [at for at, draft in enumerate(drafts) if draft.entry is not None]
    for at in (*gone, None, *stands):
        if at is not None:
            yield NewFact(kind=FactKind.ROW, happened_at=since(drafts[at]), payload=row_payload(drafts[at], sha256, look))
            yield from paper.get(at, ())
        elif note is not None:
            yield note


def _file(file: RegisterFile, reconciled: Reconciled, opened: OpenCampaign, look: Look) -> RecordedFile:
    faults = in_order(with_articles(opened.campaign, file, (*file.faults, *reconciled.faults.get(file.source, ()))))
    answered = in_order((*file.answered, *reconciled.answered.get(file.source, ())))
    drafts, unchanged = reconciled.drafts.get(file.source, ()), reconciled.unchanged.get(file.source, 0)
    forms = {form.id: form for form in opened.campaign.forms(FilledBy.OFFICE)}
    corrections = ((at, draft) for at, draft in enumerate(drafts) if draft.change is RowChangeKind.CORRECTION)
    return RecordedFile(
        found=FileOutcome(
            source=file.source,
            sha256=file.sha256,
            read=file.read,
            tables=tuple(_table(register, faults) for register in file.registers),
            faults=faults,
            answered=answered,
            standing=unchanged + sum(draft.change in (RowChangeKind.NEW, RowChangeKind.CORRECTION) for draft in drafts),
        ),
        drafts=drafts,
        differs={at: _differences(draft, forms.get(draft.register), look) for at, draft in corrections},
        unchanged=unchanged,
    )


def _table(register: ReadRegister, faults: tuple[Fault, ...]) -> RegisterCount:
    mine = (fault.place.cell for fault in faults if is_heavy(fault) and fault.place.sheet == register.sheet and fault.place.cell)
    refused = {parse_address(cell.split(":")[0])[0] for cell in mine}
    held = sum(not entry.usable or entry.row in refused for entry in register.entries)
    return RegisterCount(form=register.form, sheet=register.sheet, range=register.range, rows=len(register.entries), held=held)


def _differences(draft: RowDraft, form: Form | None, look: Look) -> tuple[Changed, ...]:
    assert draft.entry is not None and draft.before is not None, "a correction has a row before it, and one in its place"
    titles = {column.id: column.title for column in form.columns} if form else {}
    before: RegisterRow = look(draft.before.seq)
    old = {id: text_of(value) for id, value in before.values.items()} | dict(before.extra)
    new = {id: text_of(value) for id, value in draft.entry.values.items()} | dict(draft.entry.extra)
    return tuple(
        (titles.get(id, id), old.get(id, text_of(EMPTY)), new.get(id, text_of(EMPTY)))
        for id in dict.fromkeys((*new, *old))
        if old.get(id, "") != new.get(id, "")
    )


def _as_before(file: FileOutcome) -> RecordedFile:
    """A file in which nothing is new: every row that is recorded is as it was."""
    return RecordedFile(found=file, unchanged=file.standing)


def _known_first(found: tuple[Found, ...], contents: Mapping[str, str], known: Collection[str]) -> tuple[Found, ...]:
    """Of files with the same content that which rows were read from before comes first, and is the one that is named."""
    several = {content for content, times in Counter(contents.values()).items() if times > 1}
    return tuple(sorted(found, key=lambda entry: contents[entry.shown] in several and entry.shown not in known))


def last_outcome(opened: OpenCampaign) -> RecordOutcome | None:
    """What the last run over the registers found; None where there was none, or another version of the program found it."""
    notes = [fact for fact, _ in told(opened.facts(FactKind.NOTE), RegistersRecordedNote)]
    return outcome_from_json(cast(Mapping[str, Any], read_body(opened.journal, notes[-1].seq))) if notes else None


def _last_note(writer: JournalWriter) -> Fact | None:
    notes = (fact for fact, _ in told(writer.iter_facts(kinds=frozenset({FactKind.NOTE})), RegistersRecordedNote))
    return max(notes, key=lambda fact: fact.seq, default=None)


def _with_copies(opened: OpenCampaign, done: tuple[RecordedFile, ...], *, again: bool) -> tuple[tuple[RecordedFile, ...], Copies]:
    copies = settle_copies(opened, tuple(one.found for one in done), again=again)
    return tuple(replace(one, copy=copies.of.get(one.source, "")) for one in done), copies


def _inside(path: Path, folder: Path) -> str:
    resolved = path.resolve()
    return resolved.relative_to(folder.resolve()).as_posix() if resolved.is_relative_to(folder.resolve()) else ""


def _ledger_faults(opened: OpenCampaign, files: tuple[RecordedFile, ...]) -> tuple[Fault, ...]:
    """What the ledger cannot take of the rows in these files: a step that is not possible now, a matter or duty that does not exist."""
    sources = {one.source for one in files if one.found.read}
    if not sources:
        return ()
    ledger = state_of(opened, LedgerScope()).ledger  # matters that ended without a fault have none
    faults = (*ledger.faults, *duties_as_of(opened).faults, *case_faults(opened), *team_faults(opened))
    return tuple(fault for fault in faults if fault.place.file in sources)


def _uncounted(opened: OpenCampaign, files: tuple[RecordedFile, ...]) -> tuple[Fault, ...]:
    """What rows of 积分事项 and 评议得分 in these files say that no regulation will count as it stands."""
    sources = {one.source for one in files for table in one.found.tables if table.form in (CLAIMS, PARTS) and table.rows}
    if not sources:
        return ()
    campaign = opened.campaign
    whole = span(campaign.settings.start, campaign.settings.end)
    found = list(leads_nowhere(gather(rows_of(opened, (CLAIMS,)), (), campaign.roster), campaign.rulebooks))
    for book in campaign.rulebooks:
        if book.points or book.scored_parts:
            found += uncounted(gathered(opened, book), question_of(opened, book, whole))
    once: dict[Place, Fault] = {}
    for fault in found:
        if fault.place.file in sources:
            once.setdefault(fault.place, fault)
    return in_order(once.values())
