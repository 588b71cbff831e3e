"""Where a table's body ends, and what stands below it: remark, notes, signatures (B16–B22)."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from duchá.rulebook.form import FilledBy
from duchá.submissions import wording
from duchá.submissions.find.above import Area
from duchá.submissions.find.choose_form import Surroundings
from duchá.submissions.find.lines import Said, cell_at, loose_names, read_cells_of_row
from duchá.submissions.find.vocabulary import FormWords, Vocabulary
from duchá.submissions.grammar import is_closing, is_day_line, is_note, says_nothing_more, unsealed
from duchá.submissions.keys import plain
from duchá.submissions.model import RawCell
from duchá.submissions.unit.names import is_person
from duchá.terms.place import address
from duchá.terms.text import is_blank
from duchá.workbooks.sheets.model import CellValue

NOTE_LINE_PATTERN = r"(?:[0-9]{1,2}|[一二三四五六七八九十]{1,2})[.、)]"

_COLON = re.compile("[:：﹕]")
_BLANKS = re.compile(r"\s+")
_NOTE_LINE = re.compile(NOTE_LINE_PATTERN)
_DATE_LINE = re.compile(wording.DATE_LINE_PATTERN)
_START = 80  # characters of a cell that are enough to know what its row is
_LAST_ROWS = 6  # that may sign a table without a remark row
_LONGEST_NAME = 20
_LONGEST_UNKNOWN_LABEL = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """The rows of a body and what follows it. ``labels``, ``loose`` and ``others`` are what stands below: labelled cells, texts without a label,
    and behind labels that nobody knows.

    ``after`` are rows with content below the end that nothing explains (never read in silence).
    """

    rows: tuple[int, ...]
    remark: RawCell | None
    footer: tuple[RawCell, ...]
    labels: Mapping[str, RawCell]
    loose: tuple[RawCell, ...]
    others: tuple[RawCell, ...]
    after: tuple[int, ...]


class _Below:
    """What comes together while the rows below a body are gone through."""

    def __init__(self, area: Area, words: FormWords, vocabulary: Vocabulary) -> None:
        self.area, self.words, self.vocabulary = area, words, vocabulary
        self.remark: RawCell | None = None
        self.footer: list[RawCell] = []
        self.said = Said()
        self.after: list[int] = []

    def sign(self, row: int, cells: list[tuple[int, CellValue]]) -> None:
        """Takes a row as one that signs the table."""
        self.footer += [cell_at(self.area.sheet, row, column, value) for column, value in cells]
        said = read_cells_of_row(self.area.sheet, row, cells, self.vocabulary)
        self.said.labels = {**said.labels, **self.said.labels}
        self.said.loose += said.loose
        self.said.others += said.others


def find_body(area: Area, words: FormWords, vocabulary: Vocabulary, skipped: Collection[int], around: Surroundings) -> Body:
    """The body within an area that begins below the header: it ends at the remark row, a note, a signature line or the area's end."""
    ends, top, left = vocabulary.ends, area.sheet.top, max(0, area.left - area.sheet.left)
    end = area.bottom + 1
    for row in range(area.top, area.bottom + 1):
        cells = area.sheet.rows[row - top]
        if left < len(cells):
            value = cells[left]
            if type(value) is int or (type(value) is str and value.isdecimal()):  # a row whose first cell is a number is a row like others
                continue
        if row in skipped:
            continue
        first = _first(area, row)
        if type(first) is str and first.lstrip()[:1] in ends and kind_of_end(first, words):
            end = row
            break
    rows = [row for row in range(area.top, end) if row not in skipped]
    below = _Below(area, words, vocabulary)
    if words.form.filled_by is FilledBy.UNIT:  # a register is not signed: a row with nothing but a date is a row
        signed = _signed_at_end(area, rows, vocabulary, around)
        for row in signed:
            below.sign(row, list(area.cells(row)))
        rows = rows[: len(rows) - len(signed)]
    _look_below(below, end, around)
    return Body(
        rows=tuple(rows),
        remark=below.remark,
        footer=tuple(below.footer),
        labels=below.said.labels,
        loose=tuple(below.said.loose),
        others=tuple(below.said.others),
        after=tuple(below.after),
    )


def _is_numbered(value: CellValue) -> bool:
    return type(value) is int or (type(value) is str and value.isdecimal())


def _first(area: Area, row: int) -> CellValue:
    values = area.sheet.rows[row - area.sheet.top]
    for value in values[max(0, area.left - area.sheet.left) : area.right - area.sheet.left + 1]:
        if not is_blank(value):
            return value
    return None


def kind_of_end(text: str, words: FormWords) -> str:
    """What a first cell says that its row is: ``remark``, ``note``, ``footer``, or nothing of the kind."""
    return _kind_of_end(text[:_START], words)


@lru_cache(maxsize=4096)
def _kind_of_end(text: str, words: FormWords) -> str:
    found = plain(text)
    if words.remark and (found.rstrip(":") == words.remark or found.startswith(f"{words.remark}:")):
        return "remark"
    if is_note(found) or says_nothing_more(found):
        return "note"
    before, *after = _COLON.split(text, maxsplit=1)
    if is_closing(plain(before), after[0] if after else None):
        return "footer"
    tokens = _BLANKS.split(before.strip())
    return "footer" if not after and len(tokens) > 1 and is_closing(plain(tokens[0]), None) else ""


def _signed_at_end(area: Area, rows: list[int], vocabulary: Vocabulary, around: Surroundings) -> list[int]:
    """The last rows of a body that are only days, names of units, seals and signatures (落款): a day, a label or a unit of the roster among them."""
    signed: list[int] = []
    told = False
    left = max(0, area.left - area.sheet.left)
    for row in reversed(rows[-4 * _LAST_ROWS :]):
        values = area.sheet.rows[row - area.sheet.top]
        if left < len(values) and _is_numbered(values[left]):
            break
        cells = list(area.cells(row))
        if not cells:
            continue
        if len(signed) == _LAST_ROWS or not (
            signs_table(area, row, cells, vocabulary, around) or (signed and told and _is_name_above(area, cells, signed[-1]))
        ):
            break
        told = told or any(_is_day(value) or _is_unit(value, around) for _, value in cells)
        said = read_cells_of_row(area.sheet, row, cells, vocabulary)
        told = told or bool(said.labels) or bool(said.others)
        signed.append(row)
    return [row for row in rows if row >= signed[-1]] if told and signed else []


def signs_table(area: Area, row: int, cells: list[tuple[int, CellValue]], vocabulary: Vocabulary, around: Surroundings) -> bool:
    """True for a row in which nothing stands but labelled texts, days, seals, and names of units of the roster."""
    first = cells[0][1]
    if _is_numbered(first) or type(first) is float:
        return False
    said = read_cells_of_row(area.sheet, row, cells, vocabulary)
    loose = [cell.value for cell in said.loose]
    if not all(_is_day(value) or (type(value) is str and _is_name(value, around)) for value in loose):
        return False
    if said.others and not said.labels:
        return all(_is_signed(cell) for cell in said.others)
    return bool(said.labels) or bool(loose)


def _is_signed(cell: RawCell) -> bool:
    """主任委员签认：王某: a short label that nobody knows, and behind it nothing, a person, a number or a day."""
    if len(cell.place.label) > _LONGEST_UNKNOWN_LABEL:
        return False
    return (
        is_blank(cell.value) or isinstance(cell.value, date) or (type(cell.value) is str and (is_person(cell.value) or _is_day(cell.value)))
    )


def _is_day(value: CellValue) -> bool:
    return isinstance(value, date) or (
        type(value) is str and (is_day_line(found := plain(value[:_START])) or _DATE_LINE.fullmatch(found) is not None)
    )


def _is_name(text: str, around: Surroundings) -> bool:
    """A unit of the roster, with its seal and a day perhaps, or a seal by itself."""
    return unsealed(plain(text[:_START]))[0] == "" or _is_unit(text, around)


def _is_unit(value: CellValue, around: Surroundings) -> bool:
    if type(value) is not str or around.roster is None:
        return False
    return any(around.roster.unit_of(name) is not None for name in loose_names(value[:_START]))


def _is_name_above(area: Area, cells: list[tuple[int, CellValue]], row: int) -> bool:
    """A short text alone, above the day of a signature and in its column."""
    below = next(iter(area.cells(row)), None)
    (column, value), *more = cells
    return not more and type(value) is str and len(value) <= _LONGEST_NAME and below is not None and below[0] == column


def _look_below(below: _Below, end: int, around: Surroundings) -> None:
    area, words, before = below.area, below.words, ""
    for row in range(end, area.bottom + 1):
        cells = list(area.cells(row))
        if not cells:
            continue
        first = cells[0][1]
        kind = kind_of_end(first, words) if type(first) is str else ""
        if kind == "remark" and below.remark is None:
            below.remark = _remark(area, row, cells, words)
        elif below.remark is not None and before == "remark" and _continues(area, cells, below.remark):
            below.remark, kind = _joined(below.remark, first), "remark"
        elif kind == "footer":
            below.sign(row, cells)
        elif kind == "note":
            pass
        elif len(cells) == 1 or signs_table(area, row, cells, below.vocabulary, around):
            if not _NOTE_LINE.match(plain(str(first)[:_START])):
                below.sign(row, cells)
        elif all(type(value) is str and kind_of_end(value, words) == "footer" for _, value in cells[::2]):
            below.sign(row, cells)
        else:
            below.after.append(row)
        before = kind


def _continues(area: Area, cells: list[tuple[int, CellValue]], remark: RawCell) -> bool:
    """A line below the remark that stands in the value's column: more of the remark."""
    column, value = cells[0]
    return (
        len(cells) == 1
        and column > area.left
        and isinstance(value, str)
        and not _DATE_LINE.fullmatch(plain(value[:_START]))
        and remark.place.cell.startswith(address(1, column)[:-1])
    )


def _joined(remark: RawCell, more: CellValue) -> RawCell:
    text = f"{remark.value}\n{more}" if remark.value is not None else more
    return RawCell(value=text, place=remark.place, percent=remark.percent, struck=remark.struck, comment=remark.comment)


def _remark(area: Area, row: int, cells: list[tuple[int, CellValue]], words: FormWords) -> RawCell:
    column, first = cells[0]
    text = str(first)
    label = words.form.remark.label if words.form.remark else ""
    if plain(text).rstrip(":") != words.remark:
        value = _COLON.split(text, maxsplit=1)[-1]
        more = [str(other) for _, other in cells[1:]]
        return cell_at(area.sheet, row, column, "\n".join([value, *more]), label)
    if len(cells) > 1:
        texts = cells[1][1] if len(cells) == 2 else "\n".join(str(value) for _, value in cells[1:])
        return cell_at(area.sheet, row, cells[1][0], texts, label)
    right = next((box[3] for box in area.sheet.merges if box[0] <= row <= box[2] and box[1] <= column <= box[3]), column)
    return cell_at(area.sheet, row, right + 1, None, label)
