"""From the cells of a file to a checked submission: tables, forms, unit, checks, status. Pure: the file was read before."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import lru_cache

from duchá.rulebook.form import ColumnKind, FilledBy, Form
from duchá.submissions.checks.check_submission import check_submission
from duchá.submissions.checks.declared import SameCampaign
from duchá.submissions.checks.written_report import read_report
from duchá.submissions.context import Context
from duchá.submissions.faults import cells as cell_kinds, checks as check_kinds, unit as kinds
from duchá.submissions.find.choose_form import Surroundings
from duchá.submissions.find.tables import find_tables
from duchá.submissions.grammar import is_only_seal
from duchá.submissions.judge import judge
from duchá.submissions.keys import plain
from duchá.submissions.marked.own_marks import without_marks
from duchá.submissions.model import FilledForm, FoundTable, PeriodSaid, RawCell, Row, Submission
from duchá.submissions.read.form import read_form
from duchá.submissions.read.without_forms import unread, without_forms
from duchá.submissions.unit.deliverables import PERIOD_MARK, find_deliverables
from duchá.submissions.unit.identify import SETTLED_BY_A_PERSON, UNIT_MARK, identify_unit
from duchá.submissions.waivers import apply_waivers
from duchá.terms.fault import Fault, Weight
from duchá.terms.place import Place, parse_address
from duchá.terms.text import bare
from duchá.terms.unit import Roster, Unit
from duchá.workbooks.sheets import faults as reader_kinds
from duchá.workbooks.sheets.model import FileKind, RawBook, SheetState

FORMS_MARK, MARKED_FORMS = "forms", ","
ONLY_A_CAMPAIGN_KNOWS = (
    kinds.UNKNOWN_UNIT,
    kinds.NOT_OWED,
    kinds.NOT_ON_ROSTER,
    kinds.OTHER_CAMPAIGN,
    kinds.PERIOD_NOT_OWED,
    kinds.PERIOD_INFERRED,
    check_kinds.DATE_BEFORE_CAMPAIGN,
    check_kinds.DATE_AFTER_CAMPAIGN,
)
_QUOTED = re.compile("“([^”]+)”")
_SAID_AGAIN: Mapping[str, frozenset[str]] = {
    reader_kinds.ERROR_CELL.code: frozenset({cell_kinds.ERROR_VALUE.code, cell_kinds.OPTIONAL_ERROR.code}),
    reader_kinds.UNCALCULATED.code: frozenset(
        {cell_kinds.UNCALCULATED.code, cell_kinds.OPTIONAL_ERROR.code, cell_kinds.RECOVERED_TEXT.code}
    ),
    reader_kinds.PICTURE_IN_CELL.code: frozenset({cell_kinds.PICTURE_ONLY.code}),
}


def read_submission(book: RawBook, context: Context) -> Submission:
    """The submission in a readable file, checked and judged; ``sha256`` is left to the caller, who has the bytes.

    A document may hold the written report, forms, or both. Faults: the reader's own notes, S1xx–S5xx, in one pass, sorted by place.
    """
    book = without_marks(book)
    context = _as_marked(book.marks, context) if context.outside else context
    forms = _marked_forms(book.marks, context)
    tables, structure = find_tables(book, forms, context.answers, _around(context))
    report = read_report(book.kind, book, context) if book.paragraphs else None
    if not tables:
        return settle(report, context, book.notes) if report is not None else without_forms(book.kind, (*book.notes, *structure), context)
    filled, cells = _read_forms(book, tables, forms, context)
    mentions = tuple(cell for table in tables for cell in table.mentions)
    unit, identity = identify_unit(book.marks, _unit_cells(tables, forms), context, mentions)
    faults = (*_untold(book.notes, cells), *structure, *cells, *identity, *_foreign_mark(book, context))
    filled, untouched = _handed_in(filled, forms)
    said = PeriodSaid(mark=book.marks.get(PERIOD_MARK, ""), titles=(*_titles(book, tables), *(report.said.titles if report else ())))
    faults = (*faults, *untouched)
    submission = replace(unread(faults, context), unit=unit, forms=filled, paragraphs=book.paragraphs, said=said)
    if report is not None:
        submission = replace(submission, written=report.written)
    return settle(submission, _with_sheets(book, tables, context))


def read_whatever(book: RawBook | None, faults: tuple[Fault, ...], kind: FileKind, context: Context) -> Submission:
    """What a file comes to, whatever was read of it: a submission, an attachment, or a reason why it is neither. ``faults`` are those beside the book."""
    if any(fault.kind is reader_kinds.CLASSIFIED for fault in faults):  # before anything else is made of it: a report, an attachment
        return unread(faults, context)
    return taken(book, faults, kind, context) or without_forms(kind, faults, context)


def taken(book: RawBook | None, faults: tuple[Fault, ...], kind: FileKind, context: Context) -> Submission | None:
    """The submission in a file, whichever time it is read; None where nothing could be read in it and it is not the written report."""
    if book is not None:
        return read_submission(replace(book, notes=(*faults, *book.notes)), context)
    report = read_report(kind, None, context)
    harmless = tuple(fault for fault in faults if fault.kind.weight is not Weight.REJECT)  # that it gave no table does not matter
    return settle(report, context, harmless) if report is not None else None


def with_unit(submission: Submission, unit: str, context: Context) -> Submission:
    """The same submission after a person has said whose it is: questions about the unit are answered, everything else is checked again."""
    kept = tuple(fault for fault in submission.faults if fault.kind.code not in SETTLED_BY_A_PERSON)
    return settle(replace(submission, unit=unit, faults=kept), context)


def settle(submission: Submission, context: Context, notes: tuple[Fault, ...] = ()) -> Submission:
    """Deliverables, checks and status of a submission whose unit and forms are known as far as they can be."""
    received = context.campaign.local(submission.received_at)
    answered = find_deliverables(submission, context)
    known = replace(submission, deliverables=tuple(item.key for item in answered.owed), sure=answered.sure)
    known = replace(known, given_period=context.arrival.given_period, given_deliverable=context.arrival.given_deliverable)
    found = (*notes, *submission.faults, *answered.faults, *check_submission(known, context))
    if context.outside:
        found = tuple(fault for fault in found if fault.kind not in ONLY_A_CAMPAIGN_KNOWS)
    found = apply_waivers(found, context.waivers, known.unit, received.date())
    faults = tuple(sorted(_once(found), key=lambda fault: fault.place.sort_key()[1:]))  # all of one file
    return replace(known, faults=faults, status=judge(faults, usable=bool(known.forms or known.deliverables)))


def _read_forms(
    book: RawBook, tables: tuple[FoundTable, ...], forms: tuple[Form, ...], context: Context
) -> tuple[tuple[FilledForm, ...], tuple[Fault, ...]]:
    sheets = {sheet.name: sheet for sheet in book.sheets}
    declared = {form.id: form for form in forms}
    filled: list[FilledForm] = []
    faults: list[Fault] = []
    for table in tables:
        form, found = read_form(sheets[table.sheet], table, declared[table.form], context)
        filled.append(form)
        faults += found
    return merge_forms(tuple(filled)), tuple(faults)


def _handed_in(filled: tuple[FilledForm, ...], forms: tuple[Form, ...]) -> tuple[tuple[FilledForm, ...], tuple[Fault, ...]]:
    """The forms that were filled in; one that nobody touched beside them has not been handed in (S386). A blank that came back as it was is asked about."""
    if all(form.untouched for form in filled) or not any(form.untouched for form in filled):
        return filled, ()
    declared = {form.id: form for form in forms}
    notes = (
        kinds.UNTOUCHED_FORM.at(Place(sheet=form.sheet), form=form.form, title=declared[form.form].title)
        for form in filled
        if form.untouched
    )
    return tuple(form for form in filled if not form.untouched), tuple(notes)


def _titles(book: RawBook, tables: tuple[FoundTable, ...]) -> Iterator[str]:
    """The titles of the tables, and the names of their sheets."""
    sheets = {sheet.name: sheet for sheet in book.sheets}
    for table in tables:
        value = sheets[table.sheet].value(*parse_address(table.title.cell)) if table.title.cell else None
        yield from (text for text in (str(value or ""), table.sheet) if text)


def _as_marked(marks: Mapping[str, str], context: Context) -> Context:
    """Outside a campaign the unit that a blank was made for is the whole roster, where the rulebook brings none that has it."""
    campaign, name = context.campaign, marks.get(UNIT_MARK, "")
    if not name or campaign.roster.get(name) is not None:
        return context
    ids = marks.get(FORMS_MARK, "").split(MARKED_FORMS)
    group = next((group for owed in campaign.owed if owed.deliverable.form in ids for group in owed.groups), "")
    return replace(context, campaign=replace(campaign, roster=Roster([Unit(name=name, order=1, group=group)])))


def _marked_forms(marks: Mapping[str, str], context: Context) -> tuple[Form, ...]:
    """The forms to look for: those of the campaign; outside one none where the mark names those of another rulebook at hand."""
    forms = context.campaign.forms(FilledBy.UNIT)
    named = set(marks.get(FORMS_MARK, "").split(MARKED_FORMS))
    others = context.outside and named <= context.outside and not named <= {form.id for form in forms}
    return () if others else forms


def _around(context: Context) -> Surroundings:
    """What is known about a file besides its cells."""
    campaign = context.campaign
    return Surroundings(file_name=context.arrival.file_name, roster=campaign.roster, subjects=_subjects(SameCampaign(campaign)))


@lru_cache(maxsize=4)
def _subjects(same: SameCampaign) -> tuple[str, ...]:
    """What the campaign is called where titles name it: its name, those of its rulebooks, and what stands in quotes in them."""
    books = same.campaign.rulebooks
    names = (same.campaign.settings.name, *(name for book in books for name in (book.campaign_name, book.short_title, book.title)))
    return tuple(sorted({plain(part) for name in names for part in (name, *_QUOTED.findall(name))} - {""}, key=len, reverse=True))


def _unit_cells(tables: tuple[FoundTable, ...], forms: tuple[Form, ...]) -> tuple[RawCell, ...]:
    declared = {form.id: form for form in forms}
    return tuple(
        table.header[field.id]
        for table in tables
        for field in declared[table.form].header
        if field.kind is ColumnKind.UNIT and field.id in table.header and not _is_seal(table.header[field.id])
    )


def _is_seal(cell: RawCell) -> bool:
    """（已盖章） in the unit's cell: a seal, typed, and no name."""
    return type(cell.value) is str and is_only_seal(plain(cell.value))


def _foreign_mark(book: RawBook, context: Context) -> Iterator[Fault]:
    """S312 where the blank was made for another campaign (D19); a name that this one had before is its own."""
    made_for, ours = book.marks.get("campaign", ""), context.campaign.settings.name
    names = {bare(name) for name in (ours, *context.answers.campaign_names)}  # as a mark can hold them
    if made_for and bare(made_for) not in names:
        yield kinds.OTHER_CAMPAIGN.at(other=made_for, expected=ours)


def _with_sheets(book: RawBook, tables: tuple[FoundTable, ...], context: Context) -> Context:
    """The context with the workbook's further sheets among the attachments that 见附页 may mean (DT-36)."""
    read = {table.sheet for table in tables}
    extra = tuple(sheet.name for sheet in book.sheets if sheet.rows and sheet.name not in read and sheet.state is SheetState.VISIBLE)
    return replace(context, arrival=replace(context.arrival, companions=(*context.arrival.companions, *extra))) if extra else context


def _untold(notes: tuple[Fault, ...], cells: tuple[Fault, ...]) -> Iterator[Fault]:
    """The reader's notes without those whose every cell is spoken of below: one cause, one fault."""
    for note in notes:
        told = _SAID_AGAIN.get(note.kind.code)
        here = [fault.place.cell for fault in cells if told and fault.kind.code in told and fault.place.sheet == note.place.sheet]
        if note.place.cell not in here or int(dict(note.words)["count"]) > len(here):
            yield note


def _once(faults: Iterable[Fault]) -> Iterable[Fault]:
    """One cause, one fault: the same kind at the same place is said once."""
    return {(fault.kind.code, fault.place, fault.found): fault for fault in faults}.values()


def merge_forms(forms: tuple[FilledForm, ...]) -> tuple[FilledForm, ...]:
    """One filled form for each form id. Rows of further sheets follow; a row keeps the 下属单位 that it, or its sheet, names (a 续表 names none).

    A blank copy beside a filled one does not count. That there are several was said when they were found (S215, S216, S218).
    """
    if len({form.form for form in forms}) == len(forms):
        return forms
    by_form: dict[str, list[FilledForm]] = {}
    for form in forms:
        by_form.setdefault(form.form, []).append(form)
    return tuple(_merged([form for form in same if not form.untouched] or same[:1]) for same in by_form.values())


def _merged(forms: list[FilledForm]) -> FilledForm:
    first = next((form for form in forms if form.rows), forms[0])
    if len(forms) == 1:
        return first
    rows = [row for form in forms for row in form.rows]
    remarks = [form.remark for form in forms if form.remark]
    return replace(
        first,
        rows=tuple(_renumbered(rows)),
        remark="\n".join(remarks),
        remark_list=tuple(dict.fromkeys(item for form in forms for item in form.remark_list)),
        nil=all(form.nil for form in forms),
        untouched=False,
        other_headers=tuple((form.header, form.header_places) for form in forms if form is not first),
        filed_on=max((form.filed_on for form in forms if form.filed_on), default=None),
    )


def _renumbered(rows: list[Row]) -> list[Row]:
    return [replace(row, number=number) for number, row in enumerate(rows, 1)]
