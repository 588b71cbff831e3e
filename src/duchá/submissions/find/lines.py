"""What a line above or below a table says: labelled texts (填报单位：…), and what stands there without a label."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from duchá.submissions.find.vocabulary import Vocabulary
from duchá.submissions.grammar import (
    LabelKind,
    announces_another_day,
    announces_others,
    days_in_line,
    days_of_filing,
    is_measure,
    is_note,
    label_kind,
    unsealed,
)
from duchá.submissions.keys import plain
from duchá.submissions.model import RawCell
from duchá.terms.place import Place, address
from duchá.terms.text import is_blank
from duchá.workbooks.sheets.model import CellValue, RawSheet

_COLON = re.compile(r"(?<![0-9])[:：﹕]|[:：﹕](?![0-9])")  # not the one in 10:30
_BOUNDARY = re.compile(r"\s+|[,，;；。、）)]")
_BLANKS = re.compile(r"\s+")
_PARTS_OF_DATE = 6  # 2015 | 年 | 11 | 月 | 18 | 日
_LONGEST_LINE = 400  # characters
_LONGEST_WITHOUT_COLON = 80
_LONGEST_LABEL = 12  # of an unknown label, a cell of its own
_SHORTEST_AFTER_TEXT = 4  # characters of a label that may follow a text without a blank between them
_MOST_TOKENS = 8  # of a label written with blanks: 填 报 单 位
_MAY_END_IN_A_DAY = (LabelKind.UNIT, LabelKind.OTHER_UNIT, LabelKind.DISCIPLINE, LabelKind.CLOSING)


@dataclass(frozen=True, slots=True, kw_only=True)
class Labelled:
    """A label (its plain key) and the text behind it in the same cell. ``known``: a label of the rulebook or of the trade."""

    label: str
    text: str
    known: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One cell: its labelled texts in order, and what no label announces."""

    labelled: tuple[Labelled, ...]
    loose: str


class Said:
    """What some rows say: labelled cells by label, cells without a label, and ``others`` behind labels that nobody knows (named in their places).
    It grows while the rows are gone through."""

    __slots__ = ("labels", "loose", "others")

    def __init__(self) -> None:
        self.labels: dict[str, RawCell] = {}
        self.loose: list[RawCell] = []
        self.others: list[RawCell] = []


def read_cells_of_row(sheet: RawSheet, row: int, cells: list[tuple[int, CellValue]], vocabulary: Vocabulary, below: bool = False) -> Said:
    """The labels and loose texts of one row: label and value in one cell, the label in one and the value in the next, or (``below``) under it."""
    said, taken = Said(), 0
    for at, (column, value) in enumerate(cells):
        if at < taken:
            continue
        if isinstance(value, date):
            said.loose.append(cell_at(sheet, row, column, value))
        if type(value) is not str:
            continue
        line = read_line(value, vocabulary)
        if not is_blank(line.loose):
            if not line.labelled and _announces(line.loose) and at + 1 < len(cells):
                taken = at + 2  # 检查时间 | 2015年11月18日: what stands behind an unknown label is no day of filing
            else:
                said.loose.append(cell_at(sheet, row, column, line.loose))
        for position, one in enumerate(line.labelled):
            if not is_blank(one.text) or position < len(line.labelled) - 1:
                _keep(said, one, cell_at(sheet, row, column, one.text))
            else:
                found, used = _next_cell(sheet, one.label, (row, column), cells[at + 1 :], vocabulary, below=below)
                taken = max(taken, at + 1 + used)
                _keep(said, one, found)
    return said


def _keep(said: Said, one: Labelled, cell: RawCell) -> None:
    """A labelled cell by its label. 单位：件 announces a measure; a day behind a name or a signature has no label of its own."""
    if not one.known:
        said.others.append(RawCell(value=cell.value, place=Place(sheet=cell.place.sheet, cell=cell.place.cell, label=one.label)))
        return
    kind = label_kind(one.label)
    text = cell.value if type(cell.value) is str else ""
    if kind is LabelKind.UNIT and text and is_measure(plain(text)):
        return
    if text and kind in _MAY_END_IN_A_DAY and (days := days_in_line(found := plain(text))):
        start, end = days[-1]
        said.loose.append(RawCell(value=found[start:end], place=cell.place))
        cell = RawCell(value=(found[:start] + found[end:]) or None, place=cell.place)
    said.labels.setdefault(one.label, cell)


def _announces(text: str) -> bool:
    """True for a short text of its own that sounds like a label, though nobody knows it."""
    found = plain(text)
    return len(found) <= _LONGEST_LABEL and announces_others(found)


def _next_cell(
    sheet: RawSheet, label: str, at: tuple[int, int], after: list[tuple[int, CellValue]], vocabulary: Vocabulary, *, below: bool
) -> tuple[RawCell, int]:
    """The cell to the right of a label, up to the next label, and how many cells it took; a date may be spread over several (2015年 | 11月 | 18日)."""
    row, column = at
    values: list[tuple[int, CellValue]] = []
    for cell in after:
        if type(cell[1]) is str and read_line(cell[1], vocabulary).labelled:
            break
        values.append(cell)
    if len(values) > 1 and (label in vocabulary.dates or label_kind(label) is LabelKind.DAY):
        parts = values[:_PARTS_OF_DATE]
        if all(not isinstance(value, date) for _, value in parts):
            return cell_at(sheet, row, parts[0][0], "".join(str(value) for _, value in parts)), len(parts)
    if values:
        return cell_at(sheet, row, values[0][0], values[0][1]), 1
    under = sheet.value(row + 1, column) if below else None
    if not is_blank(under) and not (type(under) is str and read_line(under, vocabulary).labelled):
        return cell_at(sheet, row + 1, column, under), 0
    right = next((box[3] for box in sheet.merges if box[0] <= row <= box[2] and box[1] <= column <= box[3]), column)
    taken = after[0][0] if after else right + 2
    return cell_at(sheet, row, right + 1 if right + 1 < taken else column, None), 0


def cell_at(sheet: RawSheet, row: int, column: int, value: CellValue, label: str = "") -> RawCell:
    """A cell of a sheet, or a part of what stands in it."""
    at = (row, column)
    return RawCell(
        value=value,
        place=Place(sheet=sheet.name, cell=address(row, column), label=label),
        percent=at in sheet.percents,
        struck=at in sheet.struck,
        comment=sheet.comments.get(at, ""),
    )


@lru_cache(maxsize=4096)
def read_line(text: str, vocabulary: Vocabulary) -> Line:
    """A cell's labelled texts and what stands there without a label. Notes (注：…) announce nothing."""
    if len(text) > _LONGEST_LINE or is_note(plain(text[:_LONGEST_WITHOUT_COLON])):
        return Line(labelled=(), loose="")
    pieces = _COLON.split(text)
    return _without_colon(text, vocabulary) if len(pieces) == 1 else _with_colons(pieces, vocabulary)


def _with_colons(pieces: list[str], vocabulary: Vocabulary) -> Line:
    label, before = _label_at_end(pieces[0], vocabulary)
    loose, found = before, [(label, "")]
    for piece in pieces[1:-1]:
        label, before = _label_at_end(piece, vocabulary)
        found[-1] = (found[-1][0], before)
        found.append((label, ""))
    found[-1] = (found[-1][0], pieces[-1])
    told = tuple(Labelled(label=label, text=text, known=is_label(label, vocabulary)) for label, text in found)
    return Line(labelled=told, loose=loose)


def _without_colon(text: str, vocabulary: Vocabulary) -> Line:
    """A label alone, or labels and values parted by blanks or by the label's own bracket; else all of it is loose."""
    if len(text) > _LONGEST_WITHOUT_COLON or is_blank(text):
        return Line(labelled=(), loose=text)
    if is_label(plain(text), vocabulary):
        return Line(labelled=(Labelled(label=plain(text), text="", known=True),), loose="")
    tokens = _BLANKS.split(text.strip())
    found: list[Labelled] = []
    loose: list[str] = []
    at = 0
    while at < len(tokens):
        label, used, rest = _label_of_tokens(tokens[at:], vocabulary)
        if used:
            found.append(Labelled(label=label, text=rest, known=True))
        elif found:
            last = found[-1]
            found[-1] = Labelled(label=last.label, text=f"{last.text} {tokens[at]}".strip(), known=True)
        else:
            loose.append(tokens[at])
        at += used or 1
    return Line(labelled=tuple(found), loose=" ".join(loose)) if found else Line(labelled=(), loose=text)


def _label_of_tokens(tokens: list[str], vocabulary: Vocabulary) -> tuple[str, int, str]:
    """The label that some tokens begin with (填 报 单 位), how many it takes, and what follows in the last: 部门（盖章）区财政局."""
    for count in range(min(_MOST_TOKENS, len(tokens)), 0, -1):
        label = plain("".join(tokens[:count]))
        if is_label(label, vocabulary) and (count > 1 or len(label) > 1):
            return label, count, ""
    first = tokens[0]
    for end in (match.end() for match in re.finditer("[)）]", first)):
        label = plain(first[:end])
        if end < len(first) and is_label(label, vocabulary):
            return label, 1, first[end:]
    return "", 0, ""


def is_label(label: str, vocabulary: Vocabulary) -> bool:
    """Whether a plain key is a label of the rulebook or of the trade."""
    return label in vocabulary.labels or label_kind(label) is not None


def _label_at_end(piece: str, vocabulary: Vocabulary) -> tuple[str, str]:
    """The label that a piece ends with (its plain key), and what stands before it."""
    starts = [0, *(match.end() for match in _BOUNDARY.finditer(piece) if match.end() < len(piece))]
    for start in starts:
        if is_label(found := plain(piece[start:]), vocabulary):
            return found, piece[:start]
    for start in range(1, len(piece)):
        if len(found := plain(piece[start:])) >= _SHORTEST_AFTER_TEXT and is_label(found, vocabulary):
            return found, piece[:start]
    blank = [match.end() for match in _BLANKS.finditer(piece) if match.end() < len(piece)]
    start = blank[-1] if blank else 0
    return plain(piece[start:]), piece[:start]


def loose_days(cells: Iterable[RawCell]) -> Iterator[RawCell]:
    """Days among texts without a label: real dates, and whole days written out."""
    for cell in cells:
        if isinstance(cell.value, date):
            yield cell
        elif type(cell.value) is str and len(cell.value) <= _LONGEST_WITHOUT_COLON:
            found = plain(cell.value)
            yield from (RawCell(value=found[start:end], place=cell.place) for start, end in days_of_filing(found))


def days_elsewhere(cells: Iterable[RawCell]) -> Iterator[RawCell]:
    """Days behind labels that nobody knows and that do not plainly announce another day (检查时间)."""
    for cell in cells:
        if not announces_another_day(cell.place.label):
            yield from (RawCell(value=day.value, place=cell.place) for day in loose_days((cell,)))


def loose_names(text: str) -> Iterator[str]:
    """What may be a unit's name in a text without a label: all of it, or each part between blanks, without seals, brackets and days."""
    for part in (text, *_BLANKS.split(text.strip())):
        found = plain(part)
        for start, end in reversed(days_in_line(found)):
            found = found[:start] + found[end:]
        name, _ = unsealed(found)
        name = name.strip("()（）·:,、。.-—_")
        if name:
            yield name
