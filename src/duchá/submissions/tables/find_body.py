"""Where a table's body ends, and what stands below it: remark, notes, signatures (B16–B22)."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass

from duchá.rulebook.form import FilledBy
from duchá.submissions import wording
from duchá.submissions.headers.find_header_fields import Area
from duchá.submissions.headers.vocabulary import FormWords, Vocabulary, key
from duchá.submissions.model import RawCell
from duchá.terms.place import Place, address
from duchá.workbooks.model import CellValue, RawSheet

_NOTE = re.compile(wording.NOTE_PATTERN)
_FOOTER = re.compile(wording.FOOTER_PATTERN)
_NOTE_LINE = re.compile(wording.NOTE_LINE_PATTERN)
_DATE_LINE = re.compile(wording.DATE_LINE_PATTERN)
_START = 80  # characters of a cell that are enough to know what its row is


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """The rows of a body and what follows it. ``after`` are rows with content below the end that nothing explains (never read in silence)."""

    rows: tuple[int, ...]
    remark: RawCell | None
    footer: tuple[RawCell, ...]
    after: tuple[int, ...]


def find_body(area: Area, words: FormWords, vocabulary: Vocabulary, skipped: Collection[int]) -> Body:
    """The body within an area that begins below the header: it ends at the remark row, a note, a signature line or the area's end."""
    ends, top, left = vocabulary.ends, area.sheet.top, max(0, area.left - area.sheet.left)
    end = area.bottom + 1
    for row in range(area.top, area.bottom + 1):
        cells = area.sheet.rows[row - top]
        if row in skipped or (left < len(cells) and type(cells[left]) is int):
            continue
        first = _first(area, row)
        if type(first) is str and first.lstrip()[:1] in ends and kind_of_end(first, words):
            end = row
            break
    rows = [row for row in range(area.top, end) if row not in skipped]
    remark, footer, after = _below(area, words, end)
    if end > area.bottom and words.form.filled_by is FilledBy.UNIT:  # a register is not signed: a row with nothing but a date is a row
        signed = _signed_at_end(area, rows)
        footer = tuple(_cell(area.sheet, row, column, value) for row in signed for column, value in area.cells(row))
        rows = rows[: len(rows) - len(signed)]
    return Body(rows=tuple(rows), remark=remark, footer=footer, after=after)


def _first(area: Area, row: int) -> CellValue:
    values = area.sheet.rows[row - area.sheet.top]
    for value in values[max(0, area.left - area.sheet.left) : area.right - area.sheet.left + 1]:
        if value is not None and (type(value) is not str or (value and not value.isspace())):
            return value
    return None


def kind_of_end(text: str, words: FormWords) -> str:
    """What a first cell says that its row is: ``remark``, ``note``, ``footer``, or nothing of the kind."""
    found = key(text[:_START])
    if words.remark and (found.rstrip(":") == words.remark or found.startswith(f"{words.remark}:")):
        return "remark"
    if _NOTE.match(found):
        return "note"
    return "footer" if _FOOTER.match(found) else ""


def _signed_at_end(area: Area, rows: list[int]) -> list[int]:
    """The last rows of a body without remark row that are only a date, and a name above it (落款)."""
    filled = [row for row in rows[-6:] if any(True for _ in area.cells(row))]
    if not filled:
        return []
    last = list(area.cells(filled[-1]))
    if len(last) != 1 or not isinstance(last[0][1], str) or not _DATE_LINE.fullmatch(key(last[0][1][:_START])):
        return []
    signed = filled[-1:]
    if len(filled) > 1:
        above = list(area.cells(filled[-2]))
        if len(above) == 1 and isinstance(above[0][1], str) and len(above[0][1]) <= 20 and above[0][0] == last[0][0]:
            signed = filled[-2:]
    return [row for row in rows if row >= signed[0]]


def _below(area: Area, words: FormWords, end: int) -> tuple[RawCell | None, tuple[RawCell, ...], tuple[int, ...]]:
    remark: RawCell | None = None
    footer: list[RawCell] = []
    after: list[int] = []
    before = ""
    for row in range(end, area.bottom + 1):
        cells = list(area.cells(row))
        if not cells:
            continue
        kind = kind_of_end(cells[0][1], words) if isinstance(cells[0][1], str) else ""
        if kind == "remark" and remark is None:
            remark = _remark(area, row, cells, words)
        elif remark is not None and before == "remark" and _continues(area, cells, remark):
            remark, kind = _joined(remark, cells[0][1]), "remark"
        elif kind == "footer":
            footer += [_cell(area.sheet, row, column, value) for column, value in cells]
        elif kind != "note" and not _belongs_below(cells):
            after.append(row)
        elif kind != "note" and not _NOTE_LINE.match(key(str(cells[0][1])[:_START])):
            footer += [_cell(area.sheet, row, column, value) for column, value in cells]
        before = kind
    return remark, tuple(footer), tuple(after)


def _belongs_below(cells: list[tuple[int, CellValue]]) -> bool:
    return len(cells) == 1 or all(isinstance(value, str) and _FOOTER.match(key(value[:_START])) for _, value in cells[::2])


def _continues(area: Area, cells: list[tuple[int, CellValue]], remark: RawCell) -> bool:
    """A line below the remark that stands in the value's column: more of the remark."""
    column = cells[0][0]
    return (
        len(cells) == 1
        and column > area.left
        and isinstance(cells[0][1], str)
        and not _DATE_LINE.fullmatch(key(cells[0][1][:_START]))
        and remark.place.cell.startswith(address(1, column)[:-1])
    )


def _joined(remark: RawCell, more: CellValue) -> RawCell:
    text = f"{remark.value}\n{more}" if remark.value is not None else more
    return RawCell(value=text, place=remark.place, percent=remark.percent, struck=remark.struck, comment=remark.comment)


def _remark(area: Area, row: int, cells: list[tuple[int, CellValue]], words: FormWords) -> RawCell:
    column, first = cells[0]
    text = str(first)
    if key(text).rstrip(":") != words.remark:
        value = re.split("[:：﹕]", text, maxsplit=1)[-1]
        more = [str(other) for _, other in cells[1:]]
        return _cell(area.sheet, row, column, "\n".join([value, *more]), words.form.remark.label if words.form.remark else "")
    label = words.form.remark.label if words.form.remark else ""
    if len(cells) > 1:
        texts = cells[1][1] if len(cells) == 2 else "\n".join(str(value) for _, value in cells[1:])
        return _cell(area.sheet, row, cells[1][0], texts, label)
    right = next((box[3] for box in area.sheet.merges if box[0] <= row <= box[2] and box[1] <= column <= box[3]), column)
    return _cell(area.sheet, row, right + 1, None, label)


def _cell(sheet: RawSheet, row: int, column: int, value: CellValue, label: str = "") -> RawCell:
    at = (row, column)
    place = Place(sheet=sheet.name, cell=address(row, column), label=label)
    return RawCell(value=value, place=place, percent=at in sheet.percents, struck=at in sheet.struck, comment=sheet.comments.get(at, ""))
