"""What stands above a table: its number and title, and the labelled cells of the header line (DT-31, DT-34, DT-35)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from duchá.rulebook.form import HeaderField
from duchá.submissions import wording
from duchá.submissions.grammar import NUMERALS, LabelKind, is_measure, is_note, label_kind
from duchá.submissions.headers.lines import read_cells_of_row, read_line
from duchá.submissions.headers.vocabulary import FormWords, Vocabulary, pairs_of
from duchá.submissions.keys import plain
from duchá.submissions.model import RawCell
from duchá.terms.place import Place
from duchá.terms.text import is_blank
from duchá.workbooks.model import CellValue, RawSheet

_TITLE = re.compile(wording.TITLE_PATTERN)
_NUMBER = re.compile(wording.NUMBER_PATTERN)
_NUMBER_AT_START = re.compile(wording.NUMBER_AT_START_PATTERN)
_NUMBER_INSIDE = re.compile(wording.NUMBER_INSIDE_PATTERN)
_CONTINUED = re.compile(wording.CONTINUED_PATTERN)
_ALIKE = 0.5  # share of a form's telling pairs of characters that a damaged title must still have
_NOTHING_NAMED: Mapping[str, int] = {}
_LONGEST_TITLE = 80
LAST_COLUMN = 16384  # of any sheet
_HIGHEST_ZONE = 12  # rows above a header that may belong to it


@dataclass(frozen=True, slots=True, kw_only=True)
class Zone:
    """The rows above a header that belong to it. ``labels`` are the labelled cells by label key, ``loose`` what stands there without a label;
    ``title`` the line that looks like a title, ``numbers`` the numbers of forms (附件2 → 2).

    ``named`` says how surely the title names each form: 3 it is the title, 2 it contains it, 1 it is like it.
    """

    top: int
    title: str
    title_cell: Place
    named: Mapping[str, int]
    labels: Mapping[str, RawCell]
    loose: tuple[RawCell, ...] = ()
    numbers: frozenset[str] = frozenset()
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
            if value is not None and self.left <= column <= self.right and not is_blank(value):
                yield column, value


def find_zone(area: Area, vocabulary: Vocabulary) -> Zone:
    """Title and labelled cells directly above a header; rows are taken upwards as long as they can belong to it."""
    top, title, title_cell, named = area.bottom + 1, "", Place(), _NOTHING_NAMED
    labels: dict[str, RawCell] = {}
    loose: list[RawCell] = []
    numbers: set[str] = set()
    continued = False
    for row in range(area.bottom, max(area.top, area.bottom - _HIGHEST_ZONE) - 1, -1):
        cells = list(area.cells(row))
        if not cells:
            continue
        if len(cells) == 1 and type(cells[0][1]) is str and is_note(plain(cells[0][1][:_LONGEST_TITLE])):
            continue
        said = read_cells_of_row(area.sheet, row, cells, vocabulary, below=row < area.bottom)
        if said.labels:
            labels = {**said.labels, **labels}
            top = row
        elif len(cells) > 1 and not all(type(value) is str or isinstance(value, date) for _, value in cells):
            break
        for cell in said.loose:
            if type(cell.value) is not str:
                continue
            text = plain(cell.value)
            continued = continued or _CONTINUED.search(text) is not None
            if number := number_at_start(text):
                numbers.add(number)
                top = row
            names = names_of(text[: _LONGEST_TITLE + 1], vocabulary)
            if names and max(names.values()) > max(named.values(), default=0):
                title, title_cell, named = cell.value.strip(), cell.place, names
                top = row
            elif not title and not _NUMBER.fullmatch(text) and _TITLE.fullmatch(text):
                title, title_cell = cell.value.strip(), cell.place
                top = row
        if len(cells) > 1 and top != row and not _only_days_and_names(said.loose, len(cells)):
            break
        loose += said.loose
    return Zone(
        top=top,
        title=title,
        title_cell=title_cell,
        named=named,
        labels=labels,
        loose=tuple(reversed(loose)),
        numbers=frozenset(numbers),
        continued=continued,
    )


def _only_days_and_names(loose: list[RawCell], cells: int) -> bool:
    """A row of short texts without any label, a day among them (区民政局 | 2015年11月18日), may still belong to a header."""
    return len(loose) == cells and any(isinstance(cell.value, date) or _is_day(cell.value) for cell in loose)


def _is_day(value: CellValue) -> bool:
    return type(value) is str and re.fullmatch(wording.DATE_LINE_PATTERN, plain(value)) is not None


def number_at_start(text: str) -> str:
    """附件二：… → 2: the number of a form that a line (a plain key) begins with; empty where it begins with none."""
    found = _NUMBER_AT_START.match(text)
    return digits_of(found[1]) if found else ""


def numbers_inside(text: str) -> frozenset[str]:
    """The numbers of forms that a file's name names: 区民政局附件2、3.xlsx → 2, 3."""
    found = plain(text)
    return frozenset(
        digits_of(number) for match in _NUMBER_INSIDE.finditer(found) for number in re.findall(f"[0-9]+|[{NUMERALS}]+", match[1])
    )


def digits_of(number: str) -> str:
    """二 → 2; digits as they are."""
    return str(NUMERALS.index(number) + 1) if number in NUMERALS and len(number) == 1 else number


@lru_cache(maxsize=4096)
def names_of(text: str, vocabulary: Vocabulary) -> Mapping[str, int]:
    """How surely a line (a plain key) names each form."""
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


def header_cells(words: FormWords, labels: Mapping[str, RawCell]) -> dict[str, RawCell]:
    """The labelled cells of a form by field id: by the rulebook's labels first, then by those of the trade; one with something in it wins."""
    found: dict[str, RawCell] = {}
    for by_trade in (False, True):
        for label, cell in labels.items():
            kind = label_kind(label) if by_trade and label not in words.labels else None
            field = words.announced.get(kind, "") if kind else "" if by_trade else words.labels.get(label, "")
            if field and (field not in found or (is_empty(found[field]) and not is_empty(cell))):
                found[field] = cell
    return found


def other_units(labels: Mapping[str, RawCell]) -> Iterator[RawCell]:
    """What stands behind 责任单位 and its like: the sender only where the roster knows it."""
    return (cell for label, cell in labels.items() if label_kind(label) is LabelKind.OTHER_UNIT)


def is_empty(cell: RawCell) -> bool:
    """Nothing in it, or only the form's own 年 月 日."""
    return is_blank(cell.value) or (type(cell.value) is str and plain(cell.value) in wording.UNTOUCHED_DATE)


def labelled_place(cell: RawCell, field: HeaderField) -> RawCell:
    """The cell with the field's label in its place."""
    place = cell.place
    named = Place(file=place.file, sheet=place.sheet, cell=place.cell, label=field.label)
    return RawCell(value=cell.value, place=named, percent=cell.percent, struck=cell.struck, comment=cell.comment)


def zones_in_text(paragraphs: tuple[str, ...], vocabulary: Vocabulary) -> list[Zone]:
    """What stands above the tables of a document (A18): each line that is a form's title, with what the lines up to the next one say."""
    zones: list[Zone] = []
    for text in paragraphs:
        found = plain(text[: 2 * _LONGEST_TITLE])
        named = names_of(found[: _LONGEST_TITLE + 1], vocabulary)
        if named and max(named.values()) > 1:
            zones.append(Zone(top=0, title=text.strip(), title_cell=Place(), named=named, labels={}))
        elif zones:
            line = read_line(text, vocabulary)
            said = {
                one.label: RawCell(value=one.text, place=Place())
                for one in line.labelled
                if one.known and not _measures(one.label, one.text)
            }
            loose = () if is_blank(line.loose) else (RawCell(value=line.loose, place=Place()),)
            zones[-1] = replace(zones[-1], labels={**said, **zones[-1].labels}, loose=(*zones[-1].loose, *loose))
    return zones


def _measures(label: str, text: str) -> bool:
    return label_kind(label) is LabelKind.UNIT and is_measure(plain(text))
