"""From a header and what stands around it to a found table, and what to say about its columns (B04–B09, B20)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from duchá.rulebook.form import Form
from duchá.submissions import wording
from duchá.submissions.headers.find_header_fields import Area, header_cells, labelled_place, split_labels
from duchá.submissions.headers.match_header import Answered, answers_by_form, plain_title
from duchá.submissions.headers.vocabulary import FormWords, Vocabulary, key
from duchá.submissions.model import FoundTable, RawCell
from duchá.submissions.tables import faults as kinds
from duchá.submissions.tables.choose_form import form_name
from duchá.submissions.tables.find_blocks import Block
from duchá.submissions.tables.find_body import Body, find_body, kind_of_end
from duchá.terms.fault import Fault
from duchá.terms.place import Place, address, column_letters
from duchá.workbooks.model import RawSheet

NOT_A_COLUMN = "-"  # what a person answers for a title that is none of the form's columns
_NUMBER = re.compile(wording.WRITTEN_NUMBER_PATTERN)
_SHOWN = 8  # of a list in a message
_LOOK = 12  # rows in which an untitled number column must show itself


def lay_out(sheet: RawSheet, block: Block, vocabulary: Vocabulary, answered: Answered) -> tuple[FoundTable, tuple[Fault, ...]]:
    """The table of a block with its body, remark and footer, and what is to be said about its columns."""
    words, form = block.reading.words, block.reading.words.form
    columns = dict(block.reading.columns)
    if words.sequence and words.sequence not in columns and (found := _number_column(sheet, block)):
        columns[words.sequence] = found
    ordered = {id: columns[id] for id in words.order if id in columns}
    spread = [*ordered.values(), *block.reading.unknown]
    area = Area(sheet=sheet, top=block.header.bottom + 1, bottom=block.bottom, left=block.left, right=max(spread))
    body = find_body(area, words, vocabulary, block.skipped)
    table = FoundTable(
        form=form.id,
        sheet=sheet.name,
        title=block.zone.title_cell,
        header_row=block.header.bottom,
        columns=ordered,
        extra={**block.reading.unknown, **_untitled(sheet, area, body, ordered, block.reading.unknown)},
        header=_header(block, body, vocabulary),
        body=body.rows,
        remark=body.remark,
        footer=body.footer,
        range=_range(body, area.top, min(spread), max(spread)),
    )
    return table, tuple(_about(sheet, block, table, body, answers_by_form(answered).get(form.id, {})))


def _number_column(sheet: RawSheet, block: Block) -> int:
    """The untitled number column (附件3): the nearest one to the left whose cells are numbers, else one between or to the right; 0 where there is none."""
    left, right = min(block.reading.columns.values()), block.header.right
    first = block.left
    taken = {*block.reading.columns.values(), *block.reading.unknown}
    rows = range(block.header.bottom + 1, min(block.bottom, block.header.bottom + _LOOK) + 1)
    last = right if block.beside else max(right, sheet.left + max(len(row) for row in sheet.rows) - 1)
    candidates: tuple[int, ...] = (*range(left - 1, first - 1, -1), *range(left + 1, last + 1))
    for column in candidates:
        if column not in taken and _holds_numbers(sheet, rows, column, block.reading.words):
            return column
    return 0


def _holds_numbers(sheet: RawSheet, rows: range, column: int, words: FormWords) -> bool:
    found = False
    for row in rows:
        value = sheet.value(row, column)
        if value is None or (isinstance(value, str) and not value.strip()):
            continue
        if isinstance(value, str) and not _NUMBER.fullmatch(value.strip()):
            return found and bool(kind_of_end(value, words))
        found = True
        if not isinstance(value, str | int | float):
            return False
    return found


def _untitled(sheet: RawSheet, area: Area, body: Body, columns: Mapping[str, int], unknown: Mapping[int, str]) -> dict[int, str]:
    """Columns without a title inside the table that hold something: kept under their letters, never dropped."""
    bare = [column for column in range(area.left, area.right + 1) if column not in unknown and column not in columns.values()]
    return {
        column: wording.UNTITLED_COLUMN.format(letters=column_letters(column))
        for column in bare
        if any(not _blank(sheet, row, column) for row in body.rows)
    }


def _blank(sheet: RawSheet, row: int, column: int) -> bool:
    value = sheet.value(row, column)
    return value is None or (isinstance(value, str) and not value.strip())


def _header(block: Block, body: Body, vocabulary: Vocabulary) -> dict[str, RawCell]:
    form = block.reading.words.form
    if not form.header:
        return {}
    found = header_cells(block.reading.words, block.labels)
    for cell in body.footer if len(found) < len(form.header) else ():
        if isinstance(cell.value, str):
            for label, text in split_labels(cell.value, vocabulary):
                for id, below in header_cells(block.reading.words, {label: RawCell(value=text, place=cell.place)}).items():
                    found.setdefault(id, below)
    return {field.id: labelled_place(found[field.id], field) for field in form.header if field.id in found}


def _range(body: Body, top: int, left: int, right: int) -> str:
    first, last = (body.rows[0], body.rows[-1]) if body.rows else (top, top)
    return f"{address(first, left)}:{address(last, right)}"


def _about(sheet: RawSheet, block: Block, table: FoundTable, body: Body, answers: Mapping[str, str]) -> Iterator[Fault]:
    form, reading = block.reading.words.form, block.reading
    place = Place(sheet=sheet.name, cell=address(block.header.top, block.header.left))
    if not (reading.plain and not table.extra and reading.words.sequence in table.columns):
        yield from _about_columns(block, table, place, answers)
    if block.repeats:
        rows = wording.LIST_PAUSE.join(str(row) for row in block.repeats[:_SHOWN]) + (
            wording.AND_MORE if len(block.repeats) > _SHOWN else ""
        )
        yield kinds.REPEATED_HEADER.at(
            Place(sheet=sheet.name, cell=address(block.repeats[0], block.header.left)), form=form.id, count=len(block.repeats), rows=rows
        )
    if form.remark and table.remark is None:
        preset = wording.LEFT_OUT.format(text=form.remark.preset.rstrip(":：")) if form.remark.preset else ""
        yield kinds.MISSING_REMARK.at(place, form=form.id, form_name=form_name(form), label=form.remark.label, preset=preset)
    if body.after:
        end = body.rows[-1] if body.rows else block.header.bottom
        where = Place(sheet=sheet.name, cell=address(body.after[0], min(reading.columns.values())))
        yield kinds.CONTENT_AFTER_END.at(where, form=form.id, end=end, rows=len(body.after))


def _about_columns(block: Block, table: FoundTable, place: Place, answers: Mapping[str, str]) -> Iterator[Fault]:
    reading, form = block.reading, block.reading.words.form
    missing = [column.title for column in form.columns if column.id in reading.missing]
    open_titles = [title for title in reading.unknown.values() if answers.get(key(title)) != NOT_A_COLUMN]
    if len(missing) > 1:
        yield kinds.WRONG_HEADER.at(place, form=form.id, form_name=form_name(form), missing=_quoted(missing))
    elif missing and open_titles:
        first = next(column for column, title in reading.unknown.items() if title in open_titles)
        where = Place(sheet=place.sheet, cell=address(block.header.bottom, first), label=reading.unknown[first])
        yield kinds.UNKNOWN_COLUMN.at(
            where,
            form=form.id,
            found=open_titles[0],
            form_name=form_name(form),
            missing=_quoted(missing),
            titles=_quoted(open_titles),
        )
    elif missing:
        yield kinds.MISSING_COLUMN.at(place, form=form.id, form_name=form_name(form), missing=_quoted(missing))
    extra = [title for title in table.extra.values() if not missing or title not in open_titles]
    if extra:
        yield kinds.EXTRA_COLUMNS.at(place, form=form.id, titles=_quoted(extra))
    mapping = [
        _mapped(form, id, title)
        for id, title in reading.written.items()
        if id in reading.columns
        and id not in (reading.words.printed.get(key(title)), reading.words.printed.get(plain_title(title)))
        and form.column(id).title
    ]
    if mapping:
        yield kinds.COLUMN_SYNONYMS.at(place, form=form.id, mapping=wording.LIST_PAUSE.join(mapping))
    order = [reading.columns[id] for id in reading.words.order if id in reading.columns]
    if order != sorted(order):
        titles = [reading.written[id] for id in sorted(reading.columns, key=lambda id: reading.columns[id])]
        yield kinds.COLUMNS_MOVED.at(place, form=form.id, titles=wording.LIST_PAUSE.join(titles))
    sequence = reading.words.sequence
    if sequence and sequence not in table.columns and form.column(sequence).title:
        yield kinds.NO_SEQUENCE.at(place, form=form.id, label=form.column(sequence).title)


def _mapped(form: Form, id: str, title: str) -> str:
    return wording.MAPPED_TITLE.format(written=title, title=form.column(id).title)


def _quoted(titles: list[str]) -> str:
    return wording.LIST_PAUSE.join(wording.QUOTED.format(text=title) for title in titles)
