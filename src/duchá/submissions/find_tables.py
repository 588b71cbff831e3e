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
from duchá.submissions.tables.choose_form import NOWHERE, Surroundings, form_name
from duchá.submissions.tables.find_blocks import Block, find_block_under_title, find_blocks
from duchá.submissions.tables.lay_out import lay_out
from duchá.submissions.tables.settle_twins import Found, settle_twins
from duchá.submissions.tables.turn import is_turned, only_fields, turn, turn_back
from duchá.submissions.tables.without_table import about_sheets, wrong_header
from duchá.terms.fault import Fault
from duchá.terms.place import Place
from duchá.workbooks.sheets.model import FileKind, RawBook, RawSheet, SheetState

CONTINUED_SHEETS = ("续表", "附页", "续页", "（续", "(续")


def find_tables(
    book: RawBook, forms: tuple[Form, ...], answers: Answers, around: Surroundings = NOWHERE
) -> tuple[tuple[FoundTable, ...], tuple[Fault, ...]]:
    """Every table of the forms in the visible sheets of a workbook, in reading order; several sheets, several in one sheet, side by side.

    Faults: S201–S219, S225–S231. Hidden sheets are not read (A30); empty sheets say nothing, others that hold no form are noted (A29), and so is
    a table of something else where a form was found beside it.
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
        blocks, complaints = find_blocks(sheet, vocabulary, answered, marked, outside, around)
        faults += complaints
        for block in blocks:
            table, said = lay_out(sheet, block, vocabulary, answered, around)
            found.append(Found(table=table, sheet=sheet, form=block.reading.words.form, continued=_continued(sheet, block)))
            faults += said
        faults += _several(sheet, blocks)
        if not blocks and not complaints:
            turned, about = _without_header(sheet, vocabulary, answered, around)
            found += turned
            faults += about
            bare += [] if turned or about else [sheet]
    if found and book.kind is FileKind.DOCX:
        faults.append(kinds.FORM_IN_DOCUMENT.at(Place(), tables=len(found)))
    if found:
        faults = [_as_note(fault) for fault in faults]
    tables, twins = settle_twins(tuple(found))
    return tables, (*faults, *twins, *about_sheets(bare, vocabulary, anything=bool(found or faults)))


def _as_note(fault: Fault) -> Fault:
    """A table that is none of ours beside one that is: noted, not a reason to send everything back."""
    if fault.kind is not kinds.WRONG_FORM:
        return fault
    return kinds.UNKNOWN_TABLE.at(fault.place, form=fault.form, found=fault.found, what=dict(fault.words)["what"])


def _continued(sheet: RawSheet, block: Block) -> bool:
    return block.zone.continued or any(word in sheet.name for word in CONTINUED_SHEETS)


def _several(sheet: RawSheet, blocks: tuple[Block, ...]) -> Iterator[Fault]:
    """Several forms in one sheet, below each other (A27) or side by side (B25)."""
    forms = list(dict.fromkeys(block.reading.words.form for block in blocks)) if len(blocks) > 1 else []
    if len(forms) > 1:
        kind = kinds.SIDE_BY_SIDE if any(block.beside for block in blocks) else kinds.STACKED_FORMS
        yield kind.at(Place(sheet=sheet.name), forms=wording.LIST_PAUSE.join(form_name(form) for form in forms))


def _without_header(sheet: RawSheet, vocabulary: Vocabulary, answered: Answered, around: Surroundings) -> tuple[list[Found], list[Fault]]:
    """A sheet without a header row: a table whose fields stand below each other (B24), or a form's title over other columns (B06, A31)."""
    turned = turn(sheet)
    blocks, _ = find_blocks(turned, vocabulary, answered, frozenset(), [], around)
    laid_out = (
        lay_out(turned, only_fields(blocks[0]), vocabulary, answered, around)[0] if len(blocks) == 1 and is_turned(blocks[0]) else None
    )
    if laid_out is not None and laid_out.body:
        form = blocks[0].reading.words.form
        table = turn_back(sheet, blocks[0], laid_out, vocabulary)
        place = Place(sheet=sheet.name, cell=table.range)
        asked = kinds.TRANSPOSED.at(place, form=form.id, form_name=form_name(form), count=len(table.body))
        return [Found(table=table, sheet=turned, form=form, continued=False)], [asked]
    block = find_block_under_title(sheet, vocabulary, answered, around)
    if block is not None:
        table, said = lay_out(sheet, block, vocabulary, answered, around)
        return [Found(table=table, sheet=sheet, form=block.reading.words.form, continued=_continued(sheet, block))], list(said)
    fault = wrong_header(sheet, vocabulary)
    return [], [] if fault is None else [fault]
