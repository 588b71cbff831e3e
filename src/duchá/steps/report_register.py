"""report register: any register as a table with its gaps, and the same as a list that `record` takes back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from duchá.campaign import faults as kinds
from duchá.forms.workbook import campaign_lists
from duchá.registers.compare_lists import reconciled
from duchá.registers.gaps import Gap, gaps
from duchá.registers.lists import CampaignLists, ListRow, books_of
from duchá.registers.measures import table_of
from duchá.registers.offered import register_forms
from duchá.registers.row_proposals import row_proposals
from duchá.registers.rows import RegisterRow
from duchá.reports.ledger.write_register_rows import RegisterPage, write_register_rows
from duchá.reports.page import Report
from duchá.reports.registers.report import RegisterView, register_report
from duchá.reports.registers.row_documents import document_of, number_of, stem_of
from duchá.rulebook.check_registers import ROSTER_FORM, ROSTER_LIST, lists_named
from duchá.rulebook.form import RECORD_NO, Form
from duchá.rulebook.register_rules import RowDocument
from duchá.steps.issue import OfficialPaper, issue, numbers_given, official_of, wanting
from duchá.steps.lists_of import lists_of
from duchá.steps.open_campaign import OpenCampaign, save_context
from duchá.steps.report_bulletin import asked_period, provenance_of
from duchá.steps.written import FOLDER, Format, WrittenReport, kept_faults, written, written_by_us
from duchá.terms.fault import Fault, Stop, Weight
from duchá.terms.quantity import Words
from duchá.terms.text import for_matching

FOLDER_OF_PAPERS = "文书-{sheet}-{day}"
LIST_FILE = "可改-{sheet}-{day}.xlsx"
PAPER = "paper"  # the kind of numbers that papers from rows have: [numbers.paper]
PAUSE = "、"
SAID_ON_SCREEN = 10  # gaps that must be closed are said when the report is made; all of them stand in it


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterWish:
    """Which register, by its Chinese name or its id; the period that its tables count; whether to write its papers too."""

    name: str | None
    period: str | None = None
    documents: bool = False


def report_register(opened: OpenCampaign, wish: RegisterWish, written_as: Format, *, full: bool = False) -> WrittenReport:
    """Writes ``reports/登记表-NAME-DATE`` and beside it the list to be changed. Raises Stop (C111), JournalError and OSError."""
    faults: tuple[Fault, ...] = (*opened.news, *save_context(opened))
    form = register_named(opened, wish.name)
    report, lists, found = register_of(opened, form, wish.period, full=full)
    heavy = [gap.fault() for gap in found if gap.weight is Weight.REJECT and not gap.excused]
    faults = (*faults, *heavy[:SAID_ON_SCREEN])
    made = written(opened, report, written_as, faults=faults)
    if form.id == ROSTER_LIST:  # it is changed in units.xlsx
        return made
    place = opened.folder / FOLDER / LIST_FILE.format(sheet=form.sheet, day=opened.as_of.isoformat())
    rows = [row for row in lists.table(form.id).every if isinstance(row, RegisterRow)]
    page = RegisterPage(
        form=form, rows=[{**row.values, RECORD_NO: Words(row.record_no)} for row in rows], extra=[row.extra for row in rows]
    )
    put = written_by_us(opened).put(place, lambda path: write_register_rows((page,), opened.campaign, path))
    also, kept = (
        _documents(opened, form, lists, Format.DOCX if written_as is Format.XLSX else written_as, full=full) if wish.documents else ((), ())
    )
    return replace(made, editable=put.path, also=also, faults=(*made.faults, *kept_faults(opened, (put,)), *kept))


def _documents(
    opened: OpenCampaign, form: Form, lists: CampaignLists, written_as: Format, *, full: bool
) -> tuple[tuple[Path, ...], tuple[Fault, ...]]:
    """One paper a row of the register for each that the rulebooks declare, in a folder of its own. Raises Stop (C113) where none is declared."""
    declared = [one for book in books_of(opened.campaign) for one in book.documents if one.register == form.id]
    if not declared:
        raise Stop(kinds.NO_DOCUMENTS.at(register=form.sheet))
    inside = FOLDER_OF_PAPERS.format(sheet=form.sheet, day=opened.as_of.isoformat())
    rows = [(one, row, _named(lists, one, row)) for one in declared for row in lists.picked(form.id, one.rows)]
    unnumbered = [paper for one, row, paper in rows if not number_of(one, row)]
    given = issue(opened, unnumbered) if opened.issuing else numbers_given(opened)
    provenance = provenance_of(opened, full=full)
    made = [
        written(opened, document_of(lists, one, row, provenance, official_of(opened, paper, given)), written_as, inside=inside)
        for one, row, paper in rows
    ]
    lacks = wanting(opened, PAPER) if rows and written_as is Format.DOCX else ()
    return tuple(one.path for one in made), (*lacks, *(fault for one in made for fault in one.faults))


def _named(lists: CampaignLists, declared: RowDocument, row: ListRow) -> OfficialPaper:
    """The paper as one that has a number of its own. The day on which it was printed is no part of its name: printed again it is the same."""
    return OfficialPaper(kind=PAPER, name=stem_of(lists, declared, row))


def register_of(
    opened: OpenCampaign, form: Form, period: str | None = None, *, full: bool = False
) -> tuple[Report, CampaignLists, tuple[Gap, ...]]:
    """The report as pages, nothing written, the lists that it was made from and the gaps in it. Raises Stop and JournalError."""
    campaign = opened.campaign
    within = asked_period(opened, period) if period is not None else None
    books = [book for book in books_of(campaign) if form.id in lists_named(book)]
    wanted = frozenset({form.id, *(name for book in books for name in lists_named(book, form.id))})
    lists = lists_of(opened, wanted)
    mine = frozenset({form.id})
    tables = [(book, one) for book in books for one in book.tables if one.register == form.id]
    compared = [(one, found) for book in books for one, found in reconciled(lists, book) if form.id in (one.left, one.right)]
    view = RegisterView(
        table=lists.table(form.id),
        as_of=opened.as_of,
        gaps=gaps(lists, books, mine),
        tables=tuple((book, table_of(lists, book, one, within)) for book, one in tables),
        doubts=tuple((one, lists.table(one.left).form.sheet, lists.table(one.right).form.sheet, found) for one, found in compared),
        proposals=row_proposals(lists, books, mine),
        provenance=provenance_of(opened, full=full),
    )
    return register_report(view), lists, view.gaps


def register_named(opened: OpenCampaign, name: str | None) -> Form:
    """The register that a name means: its title, its sheet, its file or its id. Raises Stop (C111) with those that there are."""
    forms = (*register_forms(opened.campaign, campaign_lists(opened.campaign)), ROSTER_FORM)
    wanted = for_matching(name or "")
    for form in forms:
        if wanted and wanted in {
            for_matching(one) for one in (form.id, form.title, form.sheet, form.file, form.file.removesuffix(".xlsx"))
        }:
            return form
    raise Stop(kinds.NO_SUCH_REGISTER.at(found=name or "", known=_names(forms)))


def _names(forms: Sequence[Form]) -> str:
    return PAUSE.join(form.sheet for form in forms)
