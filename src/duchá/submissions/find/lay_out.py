"""From a header and what stands around it to a found table, and what to say about its columns (B04–B09, B20)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache

from duchá.rulebook.form import ColumnKind, ColumnRole, Form, HeaderField
from duchá.submissions import wording
from duchá.submissions.cells.convert_text import plain_text
from duchá.submissions.faults import tables as kinds
from duchá.submissions.find.above import Area, header_cells, is_empty, labelled_place, other_units
from duchá.submissions.find.blocks import Block
from duchá.submissions.find.body import Body, find_body, kind_of_end
from duchá.submissions.find.choose_form import Surroundings, form_name
from duchá.submissions.find.column_titles import Answered, HeaderMatch, answers_by_form, plain_title
from duchá.submissions.find.lines import cell_at, days_elsewhere, loose_days, loose_names
from duchá.submissions.find.vocabulary import FormWords, Vocabulary
from duchá.submissions.grammar import (
    LabelKind,
    announces_others,
    is_only_seal,
    label_kind,
    roles_together,
    says_none_of_all,
    title_role,
    unsealed,
)
from duchá.submissions.keys import plain
from duchá.submissions.model import FoundTable, RawCell
from duchá.terms.fault import Fault
from duchá.terms.place import Place, address, column_letters
from duchá.terms.text import is_blank
from duchá.terms.unit import Roster
from duchá.workbooks.sheets.model import CellValue, RawSheet

IN_TITLE = "标题"
IN_HEAD = "表头"
IN_FOOT = "落款"
UNTITLED_COLUMN = "第{letters}列"
TITLE_AND_COLUMN = "{title}（{letters}列）"
LABELLED_DAY = "“{label}”为“{day}”"
MAY_BE = "{written}（可能是{titles}）"
MAPPED_TITLE = "“{written}”作为“{title}”"
LEFT_OUT = "（缺“{text}”）"

_LONGEST_NAME = 80
NOT_A_COLUMN = "-"  # what a person answers for a title that is none of the form's columns
_TITLE = re.compile(wording.TITLE_PATTERN)
_NUMBER = re.compile(wording.WRITTEN_NUMBER_PATTERN)
_SHOWN = 8  # of a list in a message
_LOOK = 12  # rows in which an untitled number column must show itself


def lay_out(
    sheet: RawSheet, block: Block, vocabulary: Vocabulary, answered: Answered, around: Surroundings
) -> tuple[FoundTable, tuple[Fault, ...]]:
    """The table of a block with its body, remark and footer, and what is to be said about its columns."""
    words, form = block.reading.words, block.reading.words.form
    columns = dict(block.reading.columns)
    if words.sequence and words.sequence not in columns and (found := _number_column(sheet, block)):
        columns[words.sequence] = found
    spread = [*columns.values(), *block.reading.unknown]
    area = Area(sheet=sheet, top=block.header.bottom + 1, bottom=block.bottom, left=block.left, right=max(spread))
    body = find_body(area, words, vocabulary, block.skipped, around)
    spans = _spans(sheet, block, columns)
    if spans:
        area = Area(
            sheet=sheet, top=area.top, bottom=area.bottom, left=area.left, right=max(area.right, *(max(span) for span in spans.values()))
        )
    also, twice = _settle_spans(sheet, block, body, columns, spans)
    ordered = {id: columns[id] for id in words.order if id in columns}
    taken = {*ordered.values(), *(column for id, more in spans.items() for column in (block.reading.columns[id], *more))}
    unknown = {column: title for column, title in block.reading.unknown.items() if column not in taken}
    header, mentions = header_of(sheet, block, body, around.roster)
    table = FoundTable(
        form=form.id,
        sheet=sheet.name,
        title=block.zone.title_cell,
        header_row=block.header.bottom,
        columns=ordered,
        also=also,
        instead=_instead(words, ordered, unknown),
        extra={
            **_told_apart(unknown),
            **_untitled(sheet, area, body, taken | unknown.keys()),
        },
        header=header,
        mentions=mentions,
        said_none=tuple(cell for cell in (*block.loose, *body.loose) if type(cell.value) is str and says_none_of_all(cell.value)),
        body=body.rows,
        remark=body.remark,
        footer=body.footer,
        range=_range(body, area.top, min(spread), max(spread)),
    )
    answers = answers_by_form(answered).get(form.id, {})
    return table, (*_about(sheet, block, table, body, answers), *twice, *_about_days(block, body, header))


def _spans(sheet: RawSheet, block: Block, columns: Mapping[str, int]) -> dict[str, tuple[int, ...]]:
    """Further columns that a title covers: a head merged over several, or the very same title written again (B13)."""
    titled = {*columns.values(), *block.reading.unknown}
    spans: dict[str, tuple[int, ...]] = {}
    by_column = {column: id for id, column in columns.items()}
    for top, left, bottom, right in sheet.merges:
        if top <= block.header.bottom <= bottom and right > left and left in by_column:
            spans[by_column[left]] = tuple(column for column in range(left + 1, right + 1) if column not in titled)
    for column, title in block.reading.unknown.items():
        id = next((id for id, written in block.reading.written.items() if plain_title(written) == plain_title(title)), "")
        if id:
            spans[id] = (*spans.get(id, ()), column)
    return {id: more for id, more in spans.items() if more}


def _settle_spans(
    sheet: RawSheet, block: Block, body: Body, columns: dict[str, int], spans: Mapping[str, tuple[int, ...]]
) -> tuple[dict[str, tuple[int, ...]], list[Fault]]:
    """Which of the columns under one title is read: the one that holds something; several are read together, and where a row fills two of them
    that is asked about (S229)."""
    also: dict[str, tuple[int, ...]] = {}
    faults: list[Fault] = []
    for id, more in spans.items():
        if id == block.reading.words.sequence:  # rows are numbered anew: one of the columns is enough
            continue
        every = (columns[id], *more)
        filled = [column for column in every if any(not is_blank(sheet.value(row, column)) for row in body.rows)]
        if len(filled) < 2:
            columns[id] = filled[0] if filled else columns[id]
            continue
        columns[id], also[id] = filled[0], tuple(column for column in every if column != filled[0])
        row = next((row for row in body.rows if sum(not is_blank(sheet.value(row, column)) for column in filled) > 1), None)
        if row is not None:
            title = block.reading.written[id]
            letters = wording.LIST_PAUSE.join(map(column_letters, filled))
            place = Place(sheet=sheet.name, cell=address(row, filled[1]), label=title)
            faults.append(kinds.TITLE_TWICE.at(place, form=block.reading.words.form.id, title=title, columns=letters, row=row))
    return also, faults


def _instead(words: FormWords, columns: Mapping[str, int], unknown: Mapping[int, str]) -> dict[str, tuple[int, ...]]:
    """Added columns that mean the same as one of the form's own (a ledger has 整改措施 and 整改进展)."""
    found: dict[str, tuple[int, ...]] = {}
    for column, title in unknown.items():
        role = title_role(plain_title(title))
        id = words.by_trade.get(role, "") if role in (ColumnRole.PROBLEM, ColumnRole.RECTIFICATION) else ""
        if id in columns:
            found[id] = (*found.get(id, ()), column)
    return found


def _told_apart(unknown: Mapping[int, str]) -> dict[int, str]:
    """Added columns by their titles; one whose title another has already, with its letters as well."""
    titles = list(unknown.values())
    return {
        column: title if titles.count(title) == 1 else TITLE_AND_COLUMN.format(title=title, letters=column_letters(column))
        for column, title in unknown.items()
    }


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
        if is_blank(value):
            continue
        if isinstance(value, str) and not _NUMBER.fullmatch(value.strip()):
            return found and bool(kind_of_end(value, words))
        found = True
        if not isinstance(value, str | int | float):
            return False
    return found


def _untitled(sheet: RawSheet, area: Area, body: Body, taken: set[int]) -> dict[int, str]:
    """Columns without a title inside the table that hold something: kept under their letters, never dropped."""
    return {
        column: UNTITLED_COLUMN.format(letters=column_letters(column))
        for column in range(area.left, area.right + 1)
        if column not in taken and any(not is_blank(sheet.value(row, column)) for row in body.rows)
    }


def header_of(sheet: RawSheet, block: Block, body: Body, roster: Roster | None) -> tuple[dict[str, RawCell], tuple[RawCell, ...]]:
    """The header cells by field id, and every place without a label where the form names a unit of the roster (title, head, foot).

    Labelled cells first, above the table and then below it; a unit that only a title or a signature names and a day without a label count where
    no label has them.
    """
    words = block.reading.words
    if not words.form.header:
        return {}, ()
    found = header_cells(words, block.labels)
    for id, cell in header_cells(words, body.labels).items():
        if id not in found or is_empty(found[id]):
            found[id] = cell
    mentions = (*_mentions(block, body, roster), *_in_columns(sheet, block, body, roster, found))
    fields = {field.id: field for field in words.form.header}
    for field in words.form.header:
        if field.kind is ColumnKind.UNIT and field.id in words.announced.values():
            _settle_unit(found, field, mentions, roster)
        elif field.kind is ColumnKind.DATE and field.id in words.announced.values() and _is_open(found, field):
            _settle_day(found, field, [*loose_days(block.loose), *loose_days(body.loose), *days_elsewhere((*block.others, *body.others))])
    return {id: labelled_place(cell, fields[id]) for id, cell in found.items()}, mentions


def _is_open(found: Mapping[str, RawCell], field: HeaderField) -> bool:
    return field.id not in found or is_empty(found[field.id])


def _in_columns(sheet: RawSheet, block: Block, body: Body, roster: Roster | None, found: dict[str, RawCell]) -> Iterator[RawCell]:
    """What a summary says of every row instead of once above the table: units of the roster in a column 填报单位; and the one day of a column 填报日期,
    which counts where no label has one."""
    for column, title in block.reading.unknown.items():
        kind = label_kind(plain_title(title))
        if kind not in (LabelKind.UNIT, LabelKind.DAY):
            continue
        cells = [cell_at(sheet, row, column, value, title) for row in body.rows if not is_blank(value := sheet.value(row, column))]
        if kind is LabelKind.UNIT and roster is not None:
            names = {
                plain(cell.value): cell for cell in reversed(cells) if type(cell.value) is str and roster.unit_of(cell.value) is not None
            }
            yield from names.values()
        day = block.reading.words.announced.get(LabelKind.DAY, "")
        if (
            kind is LabelKind.DAY
            and day
            and (day not in found or is_empty(found[day]))
            and len({plain_text(cell.value) for cell in cells}) == 1
        ):
            found[day] = cells[0]


def _mentions(block: Block, body: Body, roster: Roster | None) -> tuple[RawCell, ...]:
    if roster is None:
        return ()
    mentions: list[RawCell] = []
    titles = ((block.zone.title, block.zone.title_cell), *((str(cell.value), cell.place) for cell in block.loose if _is_title(cell.value)))
    for title, place in titles:
        units = _units_in(title, roster) if title else ()
        if len(units) == 1 and not any(units[0] in _units_in(printed, roster) for printed in block.reading.words.titles):
            mentions.append(RawCell(value=units[0], place=Place(sheet=place.sheet, cell=place.cell, label=IN_TITLE)))
    for label, cells in (
        (IN_HEAD, (*other_units(block.labels), *block.loose)),
        (IN_FOOT, (*other_units(body.labels), *body.loose)),
    ):
        for cell in cells:
            name = _name_in(cell.value, roster) if type(cell.value) is str else ""
            if name:
                mentions.append(RawCell(value=name, place=Place(sheet=cell.place.sheet, cell=cell.place.cell, label=label)))
    for cell in (*block.others, *body.others):
        name = _name_in(cell.value, roster) if type(cell.value) is str else ""
        if name and not announces_others(cell.place.label):
            mentions.append(RawCell(value=name, place=Place(sheet=cell.place.sheet, cell=cell.place.cell, label=wording.IN_OTHER)))
    return tuple(mentions)


@lru_cache(maxsize=4096)
def _units_in(title: str, roster: Roster) -> tuple[str, ...]:
    """The units that a title names; most titles come again with every return."""
    return tuple(unit.name for unit in roster.named_in(title))


def _is_title(value: CellValue) -> bool:
    return type(value) is str and len(value) <= _LONGEST_NAME and _TITLE.fullmatch(plain(value)) is not None


@lru_cache(maxsize=4096)
def _name_in(text: str, roster: Roster) -> str:
    """The unit's name that a text without a label is; empty where it is none of the roster."""
    if len(text) > _LONGEST_NAME:
        return ""
    return next((name for name in loose_names(text) if roster.unit_of(name) is not None), "")


def _settle_unit(found: dict[str, RawCell], field: HeaderField, mentions: tuple[RawCell, ...], roster: Roster | None) -> None:
    """The unit's cell without its seal (（民政局公章） names 民政局 where the roster knows it); where no label has one, the name in title, head or foot."""
    cell = found.get(field.id)
    named = cell is not None and not is_blank(cell.value)
    if cell is not None and type(cell.value) is str and roster is not None and roster.unit_of(cell.value) is None:
        name, sealed = unsealed(plain(cell.value))
        if sealed and name and roster.unit_of(name) is not None:
            found[field.id] = RawCell(value=name, place=cell.place, percent=cell.percent, struck=cell.struck, comment=cell.comment)
            return
        named = named and not is_only_seal(plain(cell.value))
    sure = [one for one in mentions if one.place.label != wording.IN_OTHER]
    if not named and len({str(one.value) for one in sure}) == 1:
        found[field.id] = RawCell(value=sure[0].value, place=sure[0].place)


def _settle_day(found: dict[str, RawCell], field: HeaderField, days: list[RawCell]) -> None:
    """The day without a label, above the table before below it."""
    if days:
        found[field.id] = days[0]


def _about_days(block: Block, body: Body, header: Mapping[str, RawCell]) -> Iterator[Fault]:
    """S230 where several days stand without a label, S232 where the only one stands behind a label that nobody knows, and one of them was taken."""
    fields = [field for field in block.reading.words.form.header if field.kind is ColumnKind.DATE and field.id in header]
    if not fields or not (block.loose or body.loose or block.others or body.others):
        return
    for field in fields:
        for cell in days_elsewhere((*block.others, *body.others)):
            if header[field.id].value is cell.value and header[field.id].place.cell == cell.place.cell:
                written = LABELLED_DAY.format(label=cell.place.label, day=plain_text(cell.value))
                yield kinds.DAY_ELSEWHERE.at(header[field.id].place, form=block.reading.words.form.id, label=field.label, written=written)
    days = [*loose_days(block.loose), *loose_days(body.loose)]
    texts = list(dict.fromkeys(plain_text(cell.value) for cell in days))
    for field in fields if len(texts) > 1 else ():
        cell = header[field.id]
        if any(cell.value is day.value for day in days):
            shown = wording.LIST_PAUSE.join(wording.QUOTED.format(text=text) for text in texts)
            yield kinds.DAYS_DIFFER.at(cell.place, form=block.reading.words.form.id, label=field.label, days=shown)


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
        preset = LEFT_OUT.format(text=form.remark.preset.rstrip(":：")) if form.remark.preset else ""
        yield kinds.MISSING_REMARK.at(place, form=form.id, form_name=form_name(form), label=form.remark.label, preset=preset)
    if body.after:
        end = body.rows[-1] if body.rows else block.header.bottom
        where = Place(sheet=sheet.name, cell=address(body.after[0], min(reading.columns.values())))
        yield kinds.CONTENT_AFTER_END.at(where, form=form.id, end=end, rows=len(body.after))


def _printed(reading: HeaderMatch, title: str) -> tuple[str | None, ...]:
    """The columns that print a title: as it is, or without what was added in brackets (a title may have brackets of its own)."""
    return reading.words.printed.get(plain(title)), reading.words.printed.get(plain_title(title))


def _about_columns(block: Block, table: FoundTable, place: Place, answers: Mapping[str, str]) -> Iterator[Fault]:
    reading, form = block.reading, block.reading.words.form
    missing = [column.title for column in form.columns if column.id in reading.missing]
    asked = {c: title for c, title in reading.open_titles.items() if c in table.extra and answers.get(plain(title)) != NOT_A_COLUMN}
    together = {column: len(roles_together(plain_title(title))) or 1 for column, title in asked.items()}
    if missing and sum(together.values()) >= len(missing):
        first = min(asked)
        where = Place(sheet=place.sheet, cell=address(block.header.bottom, first), label=reading.unknown[first])
        yield kinds.UNKNOWN_COLUMN.at(
            where,
            form=form.id,
            found=asked[first],
            form_name=form_name(form),
            missing=_quoted(missing),
            titles=wording.LIST_PAUSE.join(_with_guess(asked, together, missing)),
        )
    elif len(missing) > 1:
        yield kinds.WRONG_HEADER.at(
            place, form=form.id, form_name=form_name(form), missing=_quoted(missing), columns=_columns_there(reading)
        )
    elif missing:
        yield kinds.MISSING_COLUMN.at(place, form=form.id, form_name=form_name(form), missing=_quoted(missing))
    unclear = [title for title in reading.unknown.values() if answers.get(plain(title)) != NOT_A_COLUMN] if missing else []
    extra = [title for title in table.extra.values() if title not in unclear]
    if extra:
        yield kinds.EXTRA_COLUMNS.at(place, form=form.id, titles=_quoted(extra))
    mapping = [
        _mapped(form, id, title)
        for id, title in reading.written.items()
        if id in reading.columns and id not in _printed(reading, title) and form.column(id).title
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


def _with_guess(asked: Mapping[int, str], together: Mapping[int, int], missing: list[str]) -> Iterator[str]:
    """The open titles from left to right, each with the columns that it might be: as many as are missing, in the form's own order."""
    guessed, at = sum(together.values()) == len(missing), 0
    for column, title in sorted(asked.items()):
        quoted = wording.QUOTED.format(text=title)
        yield MAY_BE.format(written=quoted, titles=_quoted(missing[at : at + together[column]])) if guessed else quoted
        at += together[column]


def _columns_there(reading: HeaderMatch) -> str:
    """The titles that stand in a header, from left to right."""
    titles = [*((reading.columns[id], title) for id, title in reading.written.items()), *reading.unknown.items()]
    return wording.LIST_PAUSE.join(wording.QUOTED.format(text=title) for _, title in sorted(titles))


def _mapped(form: Form, id: str, title: str) -> str:
    return MAPPED_TITLE.format(written=title, title=form.column(id).title)


def _quoted(titles: list[str]) -> str:
    return wording.LIST_PAUSE.join(wording.QUOTED.format(text=title) for title in titles)
