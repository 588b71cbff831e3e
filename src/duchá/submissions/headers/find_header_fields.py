"""What stands above a table: its title and the labelled cells of the header line (DT-31, DT-34, DT-35)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import takewhile

from duchá.rulebook.form import HeaderField
from duchá.submissions import wording
from duchá.submissions.headers.vocabulary import FormWords, Vocabulary, key, pairs_of
from duchá.submissions.model import RawCell
from duchá.terms.place import Place, address
from duchá.terms.text import for_matching
from duchá.workbooks.model import CellValue, RawSheet

_TITLE = re.compile(wording.TITLE_PATTERN)
_NUMBER = re.compile(wording.NUMBER_PATTERN)
_COLON = re.compile("[:：﹕]")
_PARTS_OF_DATE = 6  # 2015 | 年 | 11 | 月 | 18 | 日
_ALIKE = 0.5  # share of a form's telling pairs of characters that a damaged title must still have
_NOTHING_NAMED: Mapping[str, int] = {}
_LONGEST_TITLE = 80
_LONGEST_LINE = 400  # characters of a header line
LAST_COLUMN = 16384  # of any sheet
_HIGHEST_ZONE = 12  # rows above a header that may belong to it


@dataclass(frozen=True, slots=True, kw_only=True)
class Zone:
    """The rows above a header that belong to it. ``labels`` are the labelled cells by label key; ``title`` the line that looks like a title.

    ``named`` says how surely the title names each form: 3 it is the title, 2 it contains it, 1 it is like it.
    """

    top: int
    title: str
    title_cell: Place
    named: Mapping[str, int]
    labels: Mapping[str, RawCell]
    continued: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Area:
    """A rectangle of a sheet above a header, as far as it may reach."""

    sheet: RawSheet
    top: int
    bottom: int
    left: int
    right: int

    def cells(self, row: int) -> Iterator[tuple[int, CellValue]]:
        """The cells with something in them of one row of the area."""
        values = self.sheet.rows[row - self.sheet.top]
        for column, value in enumerate(values, self.sheet.left):
            if self.left <= column <= self.right and value is not None and (type(value) is not str or value.strip()):
                yield column, value


def find_zone(area: Area, vocabulary: Vocabulary) -> Zone:
    """Title and labelled cells directly above a header; rows are taken upwards as long as they can belong to it."""
    top, title, title_cell, named = area.bottom + 1, "", Place(), _NOTHING_NAMED
    labels: dict[str, RawCell] = {}
    continued = False
    for row in range(area.bottom, max(area.top, area.bottom - _HIGHEST_ZONE) - 1, -1):
        cells = list(area.cells(row))
        if not cells:
            continue
        found = _labelled(area, row, cells, vocabulary)
        if found:
            labels = {**found, **labels}
            top = row
            continue
        if len(cells) > 1 and not all(type(value) is str for _, value in cells):
            break
        for column, value in cells:
            text = key(str(value))
            continued = continued or re.search(wording.CONTINUED_PATTERN, text) is not None
            names = names_of(text[: _LONGEST_TITLE + 1], vocabulary)
            if names and max(names.values()) > max(named.values(), default=0):
                title, title_cell, named = str(value).strip(), Place(sheet=area.sheet.name, cell=address(row, column)), names
                top = row
            elif _NUMBER.fullmatch(text) or (not title and _TITLE.fullmatch(text)):
                top = row
                if not _NUMBER.fullmatch(text):
                    title, title_cell = str(value).strip(), Place(sheet=area.sheet.name, cell=address(row, column))
        if len(cells) > 1 and top != row:
            break
    return Zone(top=top, title=title, title_cell=title_cell, named=named, labels=labels, continued=continued)


@lru_cache(maxsize=4096)
def names_of(text: str, vocabulary: Vocabulary) -> Mapping[str, int]:
    """How surely a line names each form."""
    if not 4 <= len(text) <= _LONGEST_TITLE:
        return {}
    contained = [(len(title), words.form.id) for words in vocabulary.forms for title in words.titles if title in text]
    if contained:
        longest = max(contained)[0]
        return {form: 3 if length == len(text) else 2 for length, form in contained if length == longest}
    pairs = pairs_of(text)
    return {
        form: 1
        for form, telling in vocabulary.telling.items()
        if telling and len(pairs & telling) >= _ALIKE * len(_nearest(telling, vocabulary, form))
    }


def _nearest(telling: frozenset[str], vocabulary: Vocabulary, form: str) -> frozenset[str]:
    """The telling pairs of the printed title alone."""
    title = next(words.titles[0] for words in vocabulary.forms if words.form.id == form)
    return telling & pairs_of(title) or telling


def _labelled(area: Area, row: int, cells: list[tuple[int, CellValue]], vocabulary: Vocabulary) -> dict[str, RawCell]:
    """The labelled cells of one row: label and value in one cell, or the label in one and the value in the next."""
    found: dict[str, RawCell] = {}
    for at, (column, value) in enumerate(cells):
        if type(value) is not str:
            continue
        parts = split_labels(value, vocabulary)
        for position, (label, text) in enumerate(parts):
            if text.strip() or position < len(parts) - 1:
                found.setdefault(label, _cell(area.sheet, row, column, text))
            else:
                found.setdefault(label, _next_cell(area, label, (row, column), cells[at + 1 :], vocabulary))
    return found


def _next_cell(area: Area, label: str, at: tuple[int, int], after: list[tuple[int, CellValue]], vocabulary: Vocabulary) -> RawCell:
    """The cell to the right of a label, up to the next label; a date may be spread over several (2015年 | 11月 | 18日)."""
    row, column = at
    values = list(takewhile(lambda cell: type(cell[1]) is not str or not split_labels(cell[1], vocabulary), after))
    if values and label in vocabulary.dates and len(values) > 1:
        return _cell(area.sheet, row, values[0][0], "".join(str(value) for _, value in values[:_PARTS_OF_DATE]))
    if values:
        return _cell(area.sheet, row, values[0][0], values[0][1])
    right = next((box[3] for box in area.sheet.merges if box[0] <= row <= box[2] and box[1] <= column <= box[3]), column)
    taken = after[0][0] if after else right + 2
    return _cell(area.sheet, row, right + 1 if right + 1 < taken else column, None)


def _cell(sheet: RawSheet, row: int, column: int, value: CellValue) -> RawCell:
    at = (row, column)
    return RawCell(
        value=value,
        place=Place(sheet=sheet.name, cell=address(row, column)),
        percent=at in sheet.percents,
        struck=at in sheet.struck,
        comment=sheet.comments.get(at, ""),
    )


@lru_cache(maxsize=4096)
def split_labels(text: str, vocabulary: Vocabulary) -> tuple[tuple[str, str], ...]:
    """The (label, value) pairs of a cell, in order; none when it does not begin with a label."""
    return tuple(_split(text, vocabulary.labels)) if len(text) <= _LONGEST_LINE else ()


def _split(text: str, labels: tuple[str, ...]) -> list[tuple[str, str]]:
    pieces = _COLON.split(text)
    if len(pieces) == 1:
        return _without_colon(text, labels)
    first = key(pieces[0])
    if first not in labels:
        label, before = _label_at_end(pieces[0], labels)
        if not label or before.strip():
            return []
        first = label
    found = [(first, "")]
    for piece in pieces[1:-1]:
        label, before = _label_at_end(piece, labels)
        if label:
            found[-1] = (found[-1][0], _append(found[-1][1], before))
            found.append((label, ""))
        else:
            found[-1] = (found[-1][0], _append(found[-1][1], piece) + ":")
    found[-1] = (found[-1][0], _append(found[-1][1], pieces[-1]))
    return found


def _append(text: str, more: str) -> str:
    return text + more


def _without_colon(text: str, labels: tuple[str, ...]) -> list[tuple[str, str]]:
    if len(text) > 60:
        return []
    found = key(text)
    if found in labels:
        return [(found, "")]
    words = text.split(maxsplit=1)
    if len(words) == 2 and key(words[0]) in labels:
        return [(key(words[0]), words[1])]
    label = next((label for label in labels if label.endswith(")") and found.startswith(label)), "")
    if not label:
        return []
    at = next(end for end in range(1, len(text) + 1) if for_matching(text[:end]) == label)
    return [(label, text[at:])]


def _label_at_end(piece: str, labels: tuple[str, ...]) -> tuple[str, str]:
    """The label that a piece ends with, and what stands before it."""
    found = key(piece)
    for label in labels:
        if found.endswith(label):
            for start in (len(piece) - len(label), *range(len(piece) - 1, -1, -1)):
                if for_matching(piece[start:]) == label:
                    return label, piece[:start]
    return "", piece


def header_cells(words: FormWords, labels: Mapping[str, RawCell]) -> dict[str, RawCell]:
    """The labelled cells of a form by field id; a label that is longer or as printed wins over a synonym."""
    found: dict[str, RawCell] = {}
    for label, cell in labels.items():
        field = words.labels.get(label)
        if field and (field not in found or (_is_empty(found[field]) and not _is_empty(cell))):
            found[field] = cell
    return found


def _is_empty(cell: RawCell) -> bool:
    return cell.value is None or (isinstance(cell.value, str) and (not cell.value.strip() or key(cell.value) in wording.UNTOUCHED_DATE))


def labelled_place(cell: RawCell, field: HeaderField) -> RawCell:
    """The cell with the field's label in its place."""
    place = cell.place
    named = Place(file=place.file, sheet=place.sheet, cell=place.cell, label=field.label)
    return RawCell(value=cell.value, place=named, percent=cell.percent, struck=cell.struck, comment=cell.comment)


def zones_in_text(paragraphs: tuple[str, ...], vocabulary: Vocabulary) -> list[Zone]:
    """What stands above the tables of a document (A18): each line that is a form's title, with the labels in the lines up to the next one."""
    zones: list[Zone] = []
    for text in paragraphs:
        named = names_of(key(text[: 2 * _LONGEST_TITLE])[: _LONGEST_TITLE + 1], vocabulary)
        if named and max(named.values()) > 1:
            zones.append(Zone(top=0, title=text.strip(), title_cell=Place(), named=named, labels={}))
        elif zones:
            found = {label: RawCell(value=value, place=Place()) for label, value in split_labels(text, vocabulary)}
            zones[-1] = replace(zones[-1], labels={**found, **zones[-1].labels})
    return zones
