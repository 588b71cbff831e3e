"""The rows of a table one after the other: read, joined, or dropped with a word about it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from enum import Enum

from duchá.rulebook.form import ColumnKind, ColumnRole, FilledBy
from duchá.submissions import wording
from duchá.submissions.cells.convert import convert
from duchá.submissions.cells.convert_text import clean, is_nil_sentence, plain_text
from duchá.submissions.cells.short_answers import is_nil_word
from duchá.submissions.faults import cells as kinds, tables as table_kinds
from duchá.submissions.grammar import (
    LONGEST_POINTER,
    TOTAL_STARTS,
    NoneSaid,
    is_example,
    is_ordinal,
    is_total,
    may_point,
    may_say_none,
    none_said,
    ordinal_level,
    pointer,
    says_nothing_to_do,
    section_level,
    titles_sub_units,
)
from duchá.submissions.keys import key, plain
from duchá.submissions.model import RawCell, Row, StatedTotal
from duchá.submissions.places import RowPlaces
from duchá.submissions.read.gathered import Gathered
from duchá.submissions.read.plan import Plan
from duchá.submissions.read.read_cells import read_cells, read_extra, written_number
from duchá.terms.fault import Fault
from duchá.terms.quantity import Content, Empty, NotApplicable, Quantity, Words, text_of
from duchá.terms.text import is_blank
from duchá.workbooks.sheets.model import CellValue

PLACEHOLDER_PATTERN = r"(?:[…⋯.。·]{2,}|…|⋯|\.{3,})"

_PLACEHOLDER = re.compile(PLACEHOLDER_PATTERN)
_NUMBER = re.compile(wording.WRITTEN_NUMBER_PATTERN)
_PLACEHOLDER_STARTS = frozenset("…⋯.。·")


class RowKind(Enum):
    """空行 / 占位行 / 合计 / 示例 / 整行写“无” / 分组标题 / 数据."""

    BLANK = "blank"
    PLACEHOLDER = "placeholder"
    SUBTOTAL = "subtotal"
    EXAMPLE = "example"
    NIL = "nil"
    ACROSS = "across"
    SECTION = "section"
    DATA = "data"


def classify(plan: Plan, values: list[CellValue], number: CellValue) -> RowKind:
    """The kind of a row from its cells (without fills) and its number cell."""
    filled = [value for value in values if not is_blank(value)]
    if not filled:
        return _bare(number)
    first = filled[0] if is_blank(number) else number
    if type(first) is str:
        start = first.lstrip()[:1]
        if start in TOTAL_STARTS and is_total(plain(first)):
            return RowKind.SUBTOTAL
        if is_example(plain(first)):
            return RowKind.EXAMPLE
    if (
        type(filled[0]) is str
        and filled[0][:1] in _PLACEHOLDER_STARTS
        and all(type(value) is str and _PLACEHOLDER.fullmatch(value.strip()) for value in filled)
    ):
        return RowKind.PLACEHOLDER
    return RowKind.EXAMPLE if plan.shape.examples and _is_example(plan, values) else RowKind.DATA


def _bare(number: CellValue) -> RowKind:
    """A row with nothing but its number cell: a prefilled number, a placeholder (B17), or a sentence that stands there."""
    if is_blank(number):
        return RowKind.BLANK
    if type(number) is not str or _NUMBER.fullmatch(number.strip()) or _PLACEHOLDER.fullmatch(number.strip()):
        return RowKind.PLACEHOLDER
    if is_nil_word(number.strip()) or none_said(number).value >= NoneSaid.LIKELY.value:
        return RowKind.NIL
    if is_total(plain(number)):
        return RowKind.SUBTOTAL
    return RowKind.ACROSS


def _is_example(plan: Plan, values: list[CellValue]) -> bool:
    """True when the row is the declared example, word for word (D09)."""
    by_column = {planned.at: value for planned, value in zip(plan.shape.columns, values, strict=True)}
    for at, example in plan.shape.examples:
        value = by_column[at]
        if type(value) is not str or not len(example) // 2 <= len(value) <= 3 * len(example) or key(value) != example:
            return False
    return True


SECOND_NUMBERS = ("二", "２", "②")
SECOND_PATTERN = r"[2２二][)）.、．，]|②"

_NUMBERED = re.compile(SECOND_PATTERN)
_TWO, _WIDE_TWO, _RINGED_TWO = SECOND_NUMBERS
_LOW, _HIGH = wording.FIRST_IDEOGRAPH, wording.LAST_IDEOGRAPH
_OPENINGS = "《“"
_SHORT = 12  # characters of a text that may be a short answer
_NUMBERS = (int, float)


def plain_rows(plan: Plan) -> Mapping[int, tuple[str, ...]]:
    """The rows of which every cell is a plain text and the number is digits (the blank prints them as text), each with its texts.

    A cell is plain when cleaning would leave it as it is, and when it can't be “none”, 同上, a subtotal, an example or several entries.
    Where all of a table are plain, as nearly always, that is seen in one look over all of their texts.
    """
    found: dict[int, tuple[str, ...]] = {}
    rows, top, start, stop = plan.sheet.rows, plan.sheet.top, plan.start, plan.start + len(plan.shape.columns)
    for row in plan.table.body:
        cells = rows[row - top]
        if len(cells) < plan.stop:
            continue
        number = cells[plan.number_at]
        if type(number) in _NUMBERS or (type(number) is str and number.isascii() and number.isdecimal()):
            values = cells[start:stop]
            if set(map(type, values)) == {str}:
                found[row] = values  # type: ignore[assignment]  # texts, as was just seen
    if found and not _are_plain(plan, tuple(found.values())):
        return {row: texts for row, texts in found.items() if _are_plain(plan, (texts,))}
    return found


def add_plain(gathered: Gathered, row: int, texts: tuple[str, ...]) -> None:
    """Adds such a row."""
    plan = gathered.plan
    written = plain_text(plan.sheet.rows[row - plan.sheet.top][plan.number_at])
    gathered.numbers.append((row, written))
    gathered.sheet_rows.append(row)
    gathered.last_row = row
    gathered.rows.append(
        Row(
            number=len(gathered.rows) + 1,
            written_number=written,
            cells=dict(zip(plan.shape.ids, map(Words, texts), strict=True)),
            places=RowPlaces(plan.spots, row),
            extra=gathered.section,
            sub_unit=plan.table.sub_unit,
        )
    )


def _are_plain(plan: Plan, rows: tuple[tuple[str, ...], ...]) -> bool:
    """True where the texts of all these rows are surely plain; for one row it is exact, several are looked at together."""
    texts = [text for row in rows for text in row]
    together = "".join(texts)
    if not together.isprintable() or " " in together or "_x000D_" in together or "" in texts:
        return False
    if may_point(together) and any(pointer(text) for text in texts if len(text) <= LONGEST_POINTER):
        return False
    if any(map(is_nil_word, [text for text in texts if len(text) <= _SHORT])):
        return False
    if not all(_LOW <= first <= _HIGH or first in _OPENINGS for first in {text[0] for text in texts}):
        return False
    firsts = {row[0] for row in rows}
    if plan.shape.example in firsts:
        return False
    if _names_second(together) and _NUMBERED.search(together):
        return False
    return not (
        may_say_none("\n".join(texts))
        and any(may_say_none(row[at]) and is_nil_sentence(row[at]) for row in rows for at in plan.shape.says_none)
    )


def _names_second(text: str) -> bool:
    """True when a number two stands in it, as the second of several entries would begin."""
    return "2" in text or _TWO in text or _WIDE_TWO in text or _RINGED_TWO in text


COLUMN_COUNTS = (
    tuple(map(str, range(1, 30))),
    tuple("甲乙丙丁戊己庚辛壬癸"),
    ("甲", *map(str, range(1, 30))),
    tuple("ABCDEFGHIJKL"),
    tuple("①②③④⑤⑥⑦⑧⑨⑩"),
)

AFTER_ORDINAL = "、.．,，:： "
ITEMS_PATTERN = r"(?:^|[\n；;。，,])\s*[(（]?(?:[1-9][0-9]?|[一二三四五六七八九十]{1,2}|[①-⑳])(?:[)）.、．，]|(?<=[①-⑳]))"
ITEMS_HINT = "[2２二②]"
FULL_STOPS = "。！？!?；;."

_DIGITS = re.compile(r"[0-9]+")
_ITEMS = re.compile(ITEMS_PATTERN)
_ITEMS_HINT = re.compile(ITEMS_HINT)
_LONGEST_JOINED = 2000
_ADDED = (ColumnKind.COUNT, ColumnKind.AMOUNT)
_NONE_ROLES = (ColumnRole.ITEM, ColumnRole.PROBLEM, ColumnRole.SYSTEM)
_SENTENCE_ROLES = (ColumnRole.ITEM, ColumnRole.PROBLEM)  # a system may well speak of what was moved or not found
_SHOWN = 5  # headings in a message
_LONGEST_HEADING = 16
_COUNTED_ROLES = (ColumnRole.PROBLEM, ColumnRole.SYSTEM)


def gather(plan: Plan, before: int = 0) -> Gathered:
    """All rows of a table, or of a part of it that comes after so many rows. Faults: S121, S122, S125–S129, S220, S221, S223 and those of ``convert``."""
    gathered = Gathered(plan, before)
    plain, ours = plain_rows(plan) if plan.simple else {}, plan.form.filled_by is FilledBy.UNIT
    for row in plan.table.body:
        if row in plain:
            add_plain(gathered, row, plain[row])
            continue
        values, number = plan.values(row), plan.number(row)
        if row == plan.table.body[0] and plan.shape.all_text and _counts_columns([number, *values] if plan.shape.sequence else values):
            continue
        if plan.shape.asked and all(is_blank(value) for at, value in enumerate(values) if at not in plan.shape.asked):
            _pass_over(gathered, row, values, number)  # a question that nobody has answered: a row as the blank has it
            continue
        if ours and not plan.form.preset and (heading := _heading(gathered, row, values, number)):
            gathered.enter_section(row, *heading)
            continue
        match classify(plan, values, number):
            case RowKind.DATA:
                _read(gathered, row, values)
            case RowKind.BLANK | RowKind.PLACEHOLDER:
                _pass_over(gathered, row, values, number)
            case RowKind.ACROSS:  # a text alone in the number column is the first column's, never dropped
                _read(gathered, row, [number, *values[1:]], across=True)
            case RowKind.NIL:
                gathered.say_none(clean(plain_text(number)))
            case RowKind.SUBTOTAL:
                _note_subtotal(gathered, row, [number, *values])
            case RowKind.EXAMPLE:
                text = next((plain_text(value) for value in values if not is_blank(value)), None)
                gathered.faults.append(
                    table_kinds.EXAMPLE_ROW.at(plan.spots.at(row, plan.shape.columns[0].at), form=plan.form.id, found=text)
                )
    if gathered.sections:
        gathered.settle_sections()
        _note_sections(gathered)
    return gathered


def _counts_columns(values: list[CellValue]) -> bool:
    """True for the row 1 | 2 | 3 | 4 or 甲 | 乙 | 丙 | 丁 below a header, which only numbers the columns."""
    texts = [plain_text(value).strip("()（） ") for value in values]
    return len(texts) > 2 and any(texts == list(count[: len(texts)]) for count in (*COLUMN_COUNTS, COLUMN_COUNTS[0][1:]))


def _heading(gathered: Gathered, row: int, values: list[CellValue], number: CellValue) -> tuple[int, str] | None:
    """The level and words of a row that is a heading inside the body (B05): one text alone, in the number cell, in the first column, or 一、 and its
    words beside each other. Where the rows themselves are numbered so, it is a row that lacks its other cells."""
    plan = gathered.plan
    filled = [value for value in values if not is_blank(value)]
    if len(filled) > 1 or (plan.extra and any(not is_blank(plan.sheet.value(row, at)) for at, _ in plan.extra)):
        return None
    parts = [value for value in (number, *filled) if not is_blank(value)]
    if not parts or not all(type(value) is str for value in parts) or (filled and is_blank(values[0])):
        return None
    texts = [clean(str(value)) for value in parts]
    if len(texts) == 2 and not is_ordinal(texts[0]):
        return None
    text = texts[0] if len(texts) == 1 else f"{texts[0].rstrip(AFTER_ORDINAL)}、{texts[1]}" if texts[0][:1] not in "（(" else "".join(texts)
    level = section_level(text, across=row in plan.across)
    return (level, text) if level and ordinal_level(text) not in gathered.levels_of_rows() else None


def _note_sections(gathered: Gathered) -> None:
    """S133, once a table: which rows were taken for headings."""
    plan = gathered.plan
    first = next(iter(gathered.sections))
    titles = list(gathered.sections.values())
    shown = wording.LIST_PAUSE.join(wording.QUOTED.format(text=title) for title in titles[:_SHOWN])
    place = plan.spots.at(first, plan.shape.sequence or plan.shape.columns[0].at)
    gathered.faults.append(
        kinds.SECTION_ROWS.at(
            place, form=plan.form.id, found=titles[0], titles=shown + (wording.AND_MORE if len(titles) > _SHOWN else ""), count=len(titles)
        )
    )


def _pass_over(gathered: Gathered, row: int, values: list[CellValue], number: CellValue) -> None:
    """Blank rows (B16) and placeholders (B17) say nothing, unless an added column holds something."""
    plan = gathered.plan
    if plan.extra and any(not is_blank(plan.sheet.value(row, at)) for at, _ in plan.extra):
        _read(gathered, row, values)
    elif number is not None and (text := plain_text(number).strip()).isdecimal():
        gathered.passed.add(int(text))


def _note_subtotal(gathered: Gathered, row: int, values: list[CellValue]) -> None:
    """合计 rows are not counted; the number they state is compared with the rows read so far, that of a 小计 with those since the last one (B18)."""
    plan = gathered.plan
    texts = [plain_text(value) for value in values if not is_blank(value)]
    counted = plan.shape.counted
    stated = _DIGITS.search(plain_text(plan.sheet.value(row, counted.at)) if counted else "") or _DIGITS.search(texts[0])
    place, label = plan.spots.at(row, plan.shape.sequence or plan.shape.columns[0].at), clean(texts[0])
    _state_totals(gathered, row, label)
    rows = gathered.before + len(gathered.rows)
    counts = {rows, rows - gathered.subtotalled}
    gathered.subtotalled = rows
    if counted and stated and int(stated[0]) not in counts:
        fault = table_kinds.SUBTOTAL_DIFFERS.at(
            place, form=plan.form.id, found=label, label=label, stated=stated[0], counted=min(counts) or max(counts)
        )
    elif any(key(printed[0]) == key(label) for printed in plan.form.preset):
        return  # ours, as the blank has it
    else:
        fault = table_kinds.SUBTOTAL.at(place, form=plan.form.id, found=label, label=label)
    gathered.faults.append(fault)


def _state_totals(gathered: Gathered, row: int, label: str) -> None:
    """The numbers of a 合计 row, to be held against the rows when all of them are read."""
    plan, here = gathered.plan, len(gathered.rows)
    for planned in plan.shape.columns:
        value = plan.sheet.value(row, planned.at)
        if planned.column.kind not in _ADDED or is_blank(value):
            continue
        raw = RawCell(value=value, place=plan.spots.place(row, planned.id))
        said, _ = convert(raw, planned.column, plan.year)
        if isinstance(said, Quantity):
            since = max(0, gathered.subtotalled - gathered.before)
            gathered.totals.append(
                StatedTotal(label=label, column=planned.id, amount=said.amount, text=said.text, place=raw.place, after=here, since=since)
            )


def _read(gathered: Gathered, row: int, values: list[CellValue], *, across: bool = False) -> None:
    plan, marks = gathered.plan, list[str]()
    said = len(gathered.faults)
    cells = read_cells(gathered, row, values, marks)
    none = _says_none(gathered, row, cells)
    if none is not None:
        gathered.faults[said:] = none
        gathered.left_out = len(gathered.rows), cells
        return
    asked = len(gathered.faults) > said and gathered.faults[-1].kind is kinds.MAYBE_NONE  # one cause, one fault
    if not asked and not across and _may_head_a_group(gathered, row, cells):
        text = text_of(next(content for content in cells.values() if isinstance(content, Words)))
        gathered.excused |= {(row, id) for id in cells}
        gathered.faults.append(
            kinds.MAYBE_SECTION.at(plan.spots.at(row, plan.shape.columns[0].at), form=plan.form.id, found=text, row=row, written=text)
        )
        asked = True
    if not asked and _stands_alone(gathered, row, cells, across=across):
        text = text_of(next(content for content in cells.values() if isinstance(content, Words)))
        gathered.excused |= {(row, id) for id in cells}
        at = plan.shape.sequence if across else plan.shape.columns[0].at
        gathered.faults.append(kinds.LONE_TEXT.at(plan.spots.at(row, at), form=plan.form.id, found=text, row=row, written=text))
        asked = True
    if row in plan.across and not across and not asked:
        _ask_about_merge(gathered, row, cells)
    if not asked and _joins(gathered, row, cells, marks):
        return
    _note_items(gathered, row, cells, marks)
    number, extra = "" if across else written_number(gathered, row), read_extra(plan, row, marks)
    gathered.sheet_rows.append(row)
    gathered.last_row = row
    if any(type(content) is Empty for content in cells.values()):
        gathered.incomplete.append(len(gathered.rows))
    gathered.rows.append(
        Row(
            number=len(gathered.rows) + 1,
            written_number=number,
            cells=cells,
            places=plan.places(row) if plan.table.also or plan.table.instead else RowPlaces(plan.spots, row),
            extra={**gathered.section, **extra} if gathered.section else extra,
            sub_unit=_sub_unit(plan, cells, extra),
            marks=tuple(dict.fromkeys(marks)) if marks else (),
        )
    )


def _says_none(gathered: Gathered, row: int, cells: dict[str, Content]) -> list[Fault] | None:
    """What to say of a row that reports nothing (C21, C23): all of it says so, or its problem cell (then the item is noted). None: it reports.

    Where a sentence says “none” and something else, and nothing stands beside it, that is asked about (S132), and the row is kept.
    """
    plan = gathered.plan
    if plan.form.filled_by is FilledBy.OFFICE:  # an inspection that found nothing was an inspection
        return None
    told = [planned for planned in plan.shape.columns if planned.column.role in _NONE_ROLES]
    if not told or not any(type(content) is not Words for content in cells.values()):
        return None
    rectified = plan.shape.rectified
    words = {
        id: content.text
        for id, content in cells.items()
        if isinstance(content, Words) and not (rectified and id == rectified.id and says_nothing_to_do(content.text))
    }
    none = [content for content in cells.values() if isinstance(content, NotApplicable)]
    if not words:
        if not none:
            return None
        gathered.say_none(text_of(none[0]))
        return []
    if rectified and rectified.id in words:
        return None
    return _none_in_words(gathered, row, cells, words)


def _none_in_words(gathered: Gathered, row: int, cells: dict[str, Content], words: dict[str, str]) -> list[Fault] | None:
    """A row in which a sentence of one's own may say “none”, or the problem cell does; ``words`` are its texts, none of them a rectification."""
    plan, problem = gathered.plan, gathered.plan.shape.problem
    others = words.keys() - {problem.id} if problem else set(words)
    said_of_item = problem is not None and isinstance(cells[problem.id], NotApplicable)
    for planned in plan.shape.columns:
        if planned.id not in words or planned.column.role not in _SENTENCE_ROLES:
            continue
        text, alone = words[planned.id], len(words) == 1
        level = none_said(text)
        if level is NoneSaid.LIKELY and alone:
            gathered.say_none(text)
            return []
        of_item = planned is problem and plan.shape.item is not None and others == {plan.shape.item.id}
        if level is NoneSaid.LIKELY and of_item:
            return _no_problem(gathered, row, words[next(iter(others))], text)
        if not said_of_item and ((alone and level in (NoneSaid.MORE, NoneSaid.NEARLY)) or (of_item and level is NoneSaid.MORE)):
            gathered.excused |= {(row, id) for id in cells}
            gathered.faults.append(
                kinds.MAYBE_NONE.at(plan.spots.place(row, planned.id), form=plan.form.id, found=text, row=row, said=text)
            )
            return None
    if problem is None or not said_of_item:
        return None
    return _no_problem(gathered, row, next(iter(words.values())), text_of(cells[problem.id]))


def _no_problem(gathered: Gathered, row: int, item: str, said: str) -> list[Fault]:
    plan, problem = gathered.plan, gathered.plan.shape.problem
    gathered.no_problem.append(said)
    place = plan.spots.place(row, problem.id) if problem else plan.spots.at(row, plan.shape.columns[0].at)
    return [kinds.NO_PROBLEM_ROW.at(place, form=plan.form.id, found=said, row=row, item=item, said=said)]


def _may_head_a_group(gathered: Gathered, row: int, cells: dict[str, Content]) -> bool:
    """True for a row without a number that holds nothing but a short text in its first column, where the row below has a number: a heading that does not
    look like one, or a row that was not filled in."""
    plan = gathered.plan
    if plan.form.filled_by is FilledBy.OFFICE or plan.form.preset or not plan.shape.sequence or len(plan.shape.columns) < 2:
        return False
    first = plan.shape.columns[0]
    text = cells[first.id]
    if not isinstance(text, Words):
        return False
    if any(not isinstance(content, Empty) for id, content in cells.items() if id != first.id) or not is_blank(plan.number(row)):
        return False
    if len(text.text) > _LONGEST_HEADING or any(sign in text.text for sign in FULL_STOPS) or (row, plan.shape.sequence) in plan.fills:
        return False
    below = next((next_ for next_ in plan.table.body if next_ > row and any(not is_blank(v) for v in plan.values(next_))), None)
    return below is not None and not is_blank(plan.number(below))


def _stands_alone(gathered: Gathered, row: int, cells: dict[str, Content], *, across: bool) -> bool:
    """True for a row that holds nothing but a text in its first column (or, ``across``, in the number's), and no number, among rows that have one."""
    plan = gathered.plan
    if plan.form.filled_by is FilledBy.OFFICE or plan.form.preset or not plan.shape.sequence or len(plan.shape.columns) < 2:
        return False
    first, *others = plan.shape.columns
    if not isinstance(cells[first.id], Words) or not all(isinstance(cells[one.id], Empty) for one in others):
        return False
    if (row, plan.shape.sequence) in plan.fills or (not across and not is_blank(plan.number(row))):
        return False
    return any(type(number := plan.number(other)) in _NUMBERS or (type(number) is str and number.isdecimal()) for other in plan.table.body)


def _ask_about_merge(gathered: Gathered, row: int, cells: dict[str, Content]) -> None:
    """A cell merged over two columns (B13): the text is the first's, the others wait for an answer."""
    plan = gathered.plan
    for left, right in plan.across[row]:
        covered = [planned for planned in plan.shape.columns if left <= planned.at <= right]
        if len(covered) > 1 and not isinstance(cells[covered[0].id], Empty):
            gathered.excused |= {(row, planned.id) for planned in covered[1:]}
            first, place = covered[0], plan.spots.place(row, covered[0].id)
            cell = f"{plan.spots.at(row, left).cell}:{plan.spots.at(row, right).cell}"
            second = wording.LIST_PAUSE.join(plan.shape.labels[planned.id] for planned in covered[1:])
            found = text_of(cells[first.id])
            gathered.faults.append(
                kinds.MERGED_ACROSS.at(place, form=plan.form.id, found=found, first=plan.shape.labels[first.id], second=second, cells=cell)
            )


def _joins(gathered: Gathered, row: int, cells: dict[str, Content], marks: list[str]) -> bool:
    """One entry over several rows (B15): without number and item it goes on from the row above, if that does not end in a full stop."""
    plan, item = gathered.plan, gathered.plan.shape.item
    if item is None or not isinstance(cells[item.id], Empty) or not gathered.rows or row in plan.across:
        return False
    if plan.shape.sequence and not is_blank(plan.sheet.value(row, plan.shape.sequence)):
        return False
    above = gathered.rows[-1]
    more = {id: content for id, content in cells.items() if isinstance(content, Words)}
    if not more or len(more) != sum(1 for content in cells.values() if not isinstance(content, Empty)):
        return False
    place = plan.spots.place(row, next(iter(more)))
    if gathered.last_row != row - 1 or any(_is_finished(text_of(above.cells[id])) for id in more):
        gathered.faults.append(kinds.MAYBE_CONTINUED.at(place, form=plan.form.id, row=row))
        gathered.excused |= {(row, id) for id in cells}
        marks.append("maybe-continued")
        return False
    joined = {id: Words(text_of(above.cells[id]) + content.text) for id, content in more.items()}
    gathered.rows[-1] = replace(
        above, cells={**above.cells, **joined}, marks=(*above.marks, *(() if "joined" in above.marks else ("joined",)))
    )
    gathered.last_row = row
    gathered.faults.append(kinds.JOINED_LINES.at(place, form=plan.form.id, row=row))
    return True


def _is_finished(text: str) -> bool:
    """A text that ends in a full stop; or so long that no more is joined to it unasked."""
    return text.endswith(tuple(FULL_STOPS)) or len(text) > _LONGEST_JOINED


def _note_items(gathered: Gathered, row: int, cells: dict[str, Content], marks: list[str]) -> None:
    """Several numbered entries in one cell (B14): one row as before, with an offer to split."""
    plan = gathered.plan
    for planned in plan.shape.columns:
        content = cells[planned.id]
        if planned.column.role in _COUNTED_ROLES and isinstance(content, Words) and _ITEMS_HINT.search(content.text):
            count = len(_ITEMS.findall(content.text))
            if count > 1:
                marks.append("several")
                place = plan.spots.place(row, planned.id)
                gathered.faults.append(
                    kinds.SEVERAL_IN_ONE.at(place, form=plan.form.id, found=content.text, label=plan.shape.labels[planned.id], count=count)
                )


def _sub_unit(plan: Plan, cells: dict[str, Content], extra: dict[str, str]) -> str:
    """下属单位 of a row (DT-27): its own column, an added column of that name, or the sheet's."""
    own = plan.shape.sub_unit
    if own and isinstance(cells[own.id], Words):
        return text_of(cells[own.id])
    named = next((text for title, text in extra.items() if titles_sub_units(plain(title))), "") if extra else ""
    return named or plan.table.sub_unit
