"""Where each form stands in a workbook: found by its words, never by address, file or sheet name (DT-31…33)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace

from duchá.rulebook.form import FilledBy, Form
from duchá.submissions import wording
from duchá.submissions.context import Answers
from duchá.submissions.faults import tables as kinds
from duchá.submissions.find.above import names_of, zones_in_text
from duchá.submissions.find.blocks import Block, find_block_under_title, find_blocks
from duchá.submissions.find.choose_form import NOWHERE, Surroundings, form_name
from duchá.submissions.find.column_titles import Answered
from duchá.submissions.find.lay_out import lay_out
from duchá.submissions.find.lines import read_line
from duchá.submissions.find.turn import is_turned, only_fields, turn, turn_back
from duchá.submissions.find.vocabulary import FormWords, Vocabulary, vocabulary_of
from duchá.submissions.grammar import continues, explains_forms, names_sub_unit
from duchá.submissions.keys import plain
from duchá.submissions.model import FoundTable
from duchá.terms.fault import Fault
from duchá.terms.place import Place, address
from duchá.terms.text import is_blank
from duchá.workbooks.sheets.model import CellValue, FileKind, RawBook, RawSheet, SheetState


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
    return block.zone.continued or continues(plain(sheet.name))


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
        table = turn_back(sheet, blocks[0], laid_out, vocabulary, around)
        place = Place(sheet=sheet.name, cell=table.range)
        asked = kinds.TRANSPOSED.at(place, form=form.id, form_name=form_name(form), count=len(table.body))
        return [Found(table=table, sheet=turned, form=form, continued=False)], [asked]
    block = find_block_under_title(sheet, vocabulary, answered, around)
    if block is not None:
        table, said = lay_out(sheet, block, vocabulary, answered, around)
        return [Found(table=table, sheet=sheet, form=block.reading.words.form, continued=_continued(sheet, block))], list(said)
    fault = wrong_header(sheet, vocabulary)
    return [], [] if fault is None else [fault]


Content = tuple[tuple[CellValue, ...], ...]  # filled rows without their numbers
_SHOWN = 8  # places in a message


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A table with its sheet and form. ``continued`` says that it calls itself 续表 or 附页."""

    table: FoundTable
    sheet: RawSheet
    form: Form
    continued: bool


def settle_twins(found: tuple[Found, ...]) -> tuple[tuple[FoundTable, ...], tuple[Fault, ...]]:
    """The tables to read, in order. Faults: S215 sub-units, S216 two that differ, S217 copies, S218 continued."""
    by_form: dict[str, list[Found]] = defaultdict(list)
    for one in found:
        by_form[one.form.id].append(one)
    kept: dict[int, FoundTable] = {}
    faults: list[Fault] = []
    for twins in by_form.values():
        if len(twins) == 1 or twins[0].form.filled_by is FilledBy.OFFICE:
            kept.update((id(one), one.table) for one in twins)
            continue
        tables, complaints = _settle(twins)
        kept.update(tables)
        faults += complaints
    return tuple(kept[id(one)] for one in found if id(one) in kept), tuple(faults)


def _settle(twins: list[Found]) -> tuple[dict[int, FoundTable], list[Fault]]:
    form = twins[0].form
    contents = {id(one): _content(one) for one in twins}
    filled = [one for one in twins if contents[id(one)]] or twins[:1]
    place = Place(sheet=filled[0].sheet.name, cell=filled[0].table.range)
    if all(names_sub_unit(plain(one.sheet.name)) for one in twins) and len({one.sheet.name for one in twins}) == len(twins):
        names = wording.LIST_PAUSE.join(one.sheet.name.strip() for one in twins)
        tables = {id(one): replace(one.table, sub_unit=one.sheet.name.strip()) for one in twins}
        return tables, [kinds.SUB_UNITS.at(place, form=form.id, form_name=form_name(form), names=names)]
    first: dict[Content, Found] = {}
    for one in filled:
        first.setdefault(contents[id(one)], one)
    different = list(first.values())
    tables = {id(one): one.table for one in different}
    faults: list[Fault] = []
    if len(different) < len(filled):
        faults.append(kinds.SAME_FORM_COPIED.at(place, form=form.id, form_name=form_name(form), count=len(filled)))
    if len(different) > 1:
        places = wording.LIST_PAUSE.join(f"{one.sheet.name}!{one.table.range}" for one in different[:_SHOWN])
        if all(one.continued for one in different[1:]):
            faults.append(kinds.CONTINUED.at(place, form=form.id, form_name=form_name(form), places=places))
        else:
            faults.append(kinds.SAME_FORM_TWICE.at(place, form=form.id, form_name=form_name(form), count=len(different), places=places))
    return tables, faults


def _content(found: Found) -> Content:
    """The filled body rows, without their numbers."""
    sequence = {column.id for column in found.form.columns if column.role.value == "sequence"}
    columns = [column for id, column in found.table.columns.items() if id not in sequence]
    rows = (tuple(_value(found.sheet, row, column) for column in columns) for row in found.table.body)
    return tuple(row for row in rows if any(value is not None for value in row))


def _value(sheet: RawSheet, row: int, column: int) -> CellValue:
    value = sheet.value(row, column)
    return None if is_blank(value) else value


NO_COLUMNS = "（没有）"
SHEETS_WITHOUT_FORM = "工作表{names}中没有找到本次的报表"
COLUMN_TITLES = "各栏标题"

_TITLE_ROWS, _LONGEST_TITLE, _LONGEST_COLUMN, _TITLES_SHOWN = 10, 60, 20, 12


def wrong_header(sheet: RawSheet, vocabulary: Vocabulary) -> Fault | None:
    """A sheet that carries a form's title over other columns (S202); None when it carries none."""
    for row, values in enumerate(sheet.rows[:_TITLE_ROWS], sheet.top):
        for column, value in enumerate(values, sheet.left):
            named = names_of(plain(value), vocabulary) if isinstance(value, str) and 0 < len(value) < _LONGEST_TITLE else {}
            sure = [form for form, strength in named.items() if strength > 1]
            if sure:
                words = next(words for words in vocabulary.forms if words.form.id == sure[0])
                return _about(sheet, words, (row, column), str(value).strip(), vocabulary)
    return None


def _about(sheet: RawSheet, words: FormWords, at: tuple[int, int], title: str, vocabulary: Vocabulary) -> Fault:
    present = {plain(value) for row in sheet.rows for value in row if isinstance(value, str)}
    known = {words.columns[title] for title in present if title in words.columns}
    there = _texts_below(sheet, at[0], vocabulary)
    missing = [column.title for column in words.form.columns if column.required and column.id not in known]
    quoted = wording.LIST_PAUSE.join(wording.QUOTED.format(text=title) for title in missing) or COLUMN_TITLES
    place = Place(sheet=sheet.name, cell=address(*at))
    return kinds.WRONG_HEADER.at(place, form=words.form.id, found=title, form_name=form_name(words.form), missing=quoted, columns=there)


def _texts_below(sheet: RawSheet, title: int, vocabulary: Vocabulary) -> str:
    """The first row of several short texts below a title, none of them labelled (填报单位：…): what stands there for column titles."""
    for values in sheet.rows[title - sheet.top + 1 :]:
        texts = [value.strip() for value in values if isinstance(value, str) and not is_blank(value) and len(value) <= _LONGEST_COLUMN]
        if len(texts) > 1 and not any(read_line(text, vocabulary).labelled for text in texts):
            return wording.LIST_PAUSE.join(wording.QUOTED.format(text=text) for text in texts[:_TITLES_SHOWN])
    return NO_COLUMNS


def about_sheets(bare: list[RawSheet], vocabulary: Vocabulary, *, anything: bool) -> Iterator[Fault]:
    """What to say of sheets without a form: one rejection when nothing else was found, else a note each; empty ones say nothing."""
    told = [(sheet, rows) for sheet in bare if not explains_forms(plain(sheet.name)) and (rows := _filled_rows(sheet))]
    if told and not anything:
        names = wording.LIST_PAUSE.join(wording.QUOTED.format(text=sheet.name) for sheet, _ in told)
        expected = wording.LIST_PAUSE.join(dict.fromkeys(form_name(words.form) for words in vocabulary.forms))
        yield kinds.WRONG_FORM.at(Place(sheet=told[0][0].name), what=SHEETS_WITHOUT_FORM.format(names=names), expected=expected)
        return
    for sheet, rows in told:
        yield kinds.UNKNOWN_SHEET.at(Place(sheet=sheet.name), sheet=sheet.name, rows=rows)


def _filled_rows(sheet: RawSheet) -> int:
    return sum(1 for row in sheet.rows if not all(map(is_blank, row)))
