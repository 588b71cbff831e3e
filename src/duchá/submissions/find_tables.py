"""Where each form stands in a workbook: found by its words, never by address, file or sheet name (DT-31…33)."""

from __future__ import annotations

from collections.abc import Iterator

from duchá.rulebook.form import Form
from duchá.submissions import faults as kinds, wording
from duchá.submissions.context import Answers
from duchá.submissions.model import FoundTable
from duchá.submissions.tables.choose_form import form_name
from duchá.submissions.tables.find_blocks import Block, find_blocks
from duchá.submissions.tables.lay_out import lay_out
from duchá.submissions.tables.match_header import Answered
from duchá.submissions.tables.settle_twins import Found, settle_twins
from duchá.submissions.tables.vocabulary import key, vocabulary_of
from duchá.terms.fault import Fault
from duchá.terms.place import Place
from duchá.workbooks.model import RawBook, RawSheet, SheetState

_SEPARATOR = "␟"


def find_tables(book: RawBook, forms: tuple[Form, ...], answers: Answers) -> tuple[tuple[FoundTable, ...], tuple[Fault, ...]]:
    """Every table of the forms in the visible sheets of a workbook, in reading order; several sheets, several in one sheet, side by side.

    Faults: S201–S219, S225–S227. Hidden sheets are not read (A30); empty sheets say nothing, others that hold no form are noted (A29).
    """
    vocabulary = vocabulary_of(forms)
    answered = _by_form(answers)
    marked = frozenset(book.marks.get("forms", "").split(","))
    found: list[Found] = []
    faults: list[Fault] = []
    bare: list[RawSheet] = []
    for sheet in book.sheets:
        if sheet.state is not SheetState.VISIBLE or not sheet.rows:
            continue
        blocks, complaints = find_blocks(sheet, vocabulary, answered, marked)
        faults += complaints
        for at, block in enumerate(blocks):
            table, said = lay_out(sheet, block, blocks[:at], vocabulary, answered)
            faults += said
            found.append(
                Found(table=table, sheet=sheet, form=block.reading.words.form, continued=block.zone.continued or _continued(sheet.name))
            )
        faults += _several(sheet, blocks)
        if not blocks and not complaints:
            bare.append(sheet)
    tables, twins = settle_twins(tuple(found))
    return tables, (*faults, *twins, *_about_bare(bare, forms, anything=bool(found or faults)))


def _by_form(answers: Answers) -> Answered:
    """Remembered answers (B06): form → key of the written title → column."""
    by_form: dict[str, dict[str, str]] = {}
    for question, column in answers.columns.items():
        form, _, title = question.partition(_SEPARATOR)
        by_form.setdefault(form, {})[key(title)] = column
    return by_form


def _continued(name: str) -> bool:
    return any(word in name for word in wording.CONTINUED_SHEETS)


def _several(sheet: RawSheet, blocks: tuple[Block, ...]) -> Iterator[Fault]:
    forms = list(dict.fromkeys(block.reading.words.form for block in blocks))
    if len(forms) < 2:
        return
    names = wording.LIST_PAUSE.join(form_name(form) for form in forms)
    kind = kinds.SIDE_BY_SIDE if any(block.beside for block in blocks) else kinds.STACKED_FORMS
    yield kind.at(Place(sheet=sheet.name), forms=names)


def _about_bare(bare: list[RawSheet], forms: tuple[Form, ...], *, anything: bool) -> Iterator[Fault]:
    """What to say of sheets without a form: one rejection when there is nothing else in the workbook, else a note each (A29, D19)."""
    told = [(sheet, rows) for sheet in bare if key(sheet.name) not in wording.INSTRUCTION_SHEETS and (rows := _filled_rows(sheet))]
    if told and not anything:
        names = wording.LIST_PAUSE.join(wording.QUOTED.format(text=sheet.name) for sheet, _ in told)
        expected = wording.LIST_PAUSE.join(dict.fromkeys(form_name(form) for form in forms))
        yield kinds.WRONG_FORM.at(Place(sheet=told[0][0].name), what=wording.SHEETS_WITHOUT_FORM.format(names=names), expected=expected)
        return
    for sheet, rows in told:
        yield kinds.UNKNOWN_SHEET.at(Place(sheet=sheet.name), sheet=sheet.name, rows=rows)


def _filled_rows(sheet: RawSheet) -> int:
    return sum(1 for row in sheet.rows if any(value is not None and (not isinstance(value, str) or value.strip()) for value in row))
