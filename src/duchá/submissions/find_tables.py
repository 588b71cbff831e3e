"""Where each form stands in a workbook: found by its words, never by address, file or sheet name (DT-31…33)."""

from __future__ import annotations

from collections.abc import Iterator

from duchá.rulebook.form import Form
from duchá.submissions import wording
from duchá.submissions.context import Answers
from duchá.submissions.headers.find_header_fields import zones_in_text
from duchá.submissions.headers.match_header import Answered
from duchá.submissions.headers.vocabulary import Vocabulary, vocabulary_of
from duchá.submissions.model import FoundTable
from duchá.submissions.tables import faults as kinds
from duchá.submissions.tables.choose_form import form_name
from duchá.submissions.tables.find_blocks import Block, find_blocks
from duchá.submissions.tables.lay_out import lay_out
from duchá.submissions.tables.settle_twins import Found, settle_twins
from duchá.submissions.tables.turn import is_turned, turn, turn_back
from duchá.submissions.tables.without_table import about_sheets, wrong_header
from duchá.terms.fault import Fault
from duchá.terms.place import Place
from duchá.workbooks.model import FileKind, RawBook, RawSheet, SheetState


def find_tables(book: RawBook, forms: tuple[Form, ...], answers: Answers) -> tuple[tuple[FoundTable, ...], tuple[Fault, ...]]:
    """Every table of the forms in the visible sheets of a workbook, in reading order; several sheets, several in one sheet, side by side.

    Faults: S201–S219, S225–S228. Hidden sheets are not read (A30); empty sheets say nothing, others that hold no form are noted (A29).
    """
    vocabulary, answered = vocabulary_of(forms), tuple(sorted(answers.columns.items()))
    marked = frozenset(book.marks.get("forms", "").split(","))
    outside = zones_in_text(book.paragraphs, vocabulary) if book.kind is FileKind.DOCX else []
    found: list[Found] = []
    faults: list[Fault] = []
    bare: list[RawSheet] = []
    for sheet in book.sheets:
        if sheet.state is not SheetState.VISIBLE or not sheet.rows:
            continue
        blocks, complaints = find_blocks(sheet, vocabulary, answered, marked, outside)
        faults += complaints
        for block in blocks:
            table, said = lay_out(sheet, block, vocabulary, answered)
            found.append(Found(table=table, sheet=sheet, form=block.reading.words.form, continued=_continued(sheet, block)))
            faults += said
        faults += _several(sheet, blocks)
        if not blocks and not complaints:
            turned, about = _without_header(sheet, vocabulary, answered)
            found += turned
            faults += about
            bare += [] if turned or about else [sheet]
    if found and book.kind is FileKind.DOCX:
        faults.append(kinds.FORM_IN_DOCUMENT.at(Place(), tables=len(found)))
    tables, twins = settle_twins(tuple(found))
    return tables, (*faults, *twins, *about_sheets(bare, vocabulary, anything=bool(found or faults)))


def _continued(sheet: RawSheet, block: Block) -> bool:
    return block.zone.continued or any(word in sheet.name for word in wording.CONTINUED_SHEETS)


def _several(sheet: RawSheet, blocks: tuple[Block, ...]) -> Iterator[Fault]:
    """Several forms in one sheet, below each other (A27) or side by side (B25)."""
    forms = list(dict.fromkeys(block.reading.words.form for block in blocks)) if len(blocks) > 1 else []
    if len(forms) > 1:
        kind = kinds.SIDE_BY_SIDE if any(block.beside for block in blocks) else kinds.STACKED_FORMS
        yield kind.at(Place(sheet=sheet.name), forms=wording.LIST_PAUSE.join(form_name(form) for form in forms))


def _without_header(sheet: RawSheet, vocabulary: Vocabulary, answered: Answered) -> tuple[list[Found], list[Fault]]:
    """A sheet without a header row: a table whose fields stand below each other (B24), or a form's title over other columns (A31)."""
    turned = turn(sheet)
    blocks, _ = find_blocks(turned, vocabulary, answered, frozenset(), [])
    laid_out = lay_out(turned, blocks[0], vocabulary, answered)[0] if len(blocks) == 1 and is_turned(blocks[0]) else None
    if laid_out is not None and laid_out.body:
        form = blocks[0].reading.words.form
        table = turn_back(sheet, blocks[0], laid_out, vocabulary)
        place = Place(sheet=sheet.name, cell=table.range)
        asked = kinds.TRANSPOSED.at(place, form=form.id, form_name=form_name(form), count=len(table.body))
        return [Found(table=table, sheet=turned, form=form, continued=False)], [asked]
    fault = wrong_header(sheet, vocabulary)
    return [], [] if fault is None else [fault]
