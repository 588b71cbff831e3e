"""What stands above a table: its number and title, and the labelled cells of the header line (DT-31, DT-34, DT-35)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from duchá.rulebook.form import HeaderField
from duchá.submissions import wording
from duchá.submissions.find.lines import Said, read_cells_of_row, read_line
from duchá.submissions.find.vocabulary import FormWords, Vocabulary, pairs_of
from duchá.submissions.grammar import LabelKind, continues, is_measure, is_note, label_kind, number_at_start
from duchá.submissions.keys import plain
from duchá.submissions.model import RawCell
from duchá.terms.place import Place, address
from duchá.terms.text import is_blank
from duchá.workbooks.sheets.model import CellValue, RawSheet

UNTOUCHED_DATE = frozenset({"年月日", "年月", "月日"})

NUMBER_PATTERN = r"附?(?:件|表)[0-9一二三四五六七八九十]{1,3}[:.]?"

_TITLE = re.compile(wording.TITLE_PATTERN)
_NUMBER = re.compile(NUMBER_PATTERN)
_ALIKE = 0.5  # share of a form's telling pairs of characters that a damaged title must still have
_IS_TITLE = 3
_NOTHING_NAMED: Mapping[str, int] = {}
_LONGEST_TITLE = 80
LAST_COLUMN = 16384  # of any sheet
_HIGHEST_ZONE = 12  # rows above a header that may belong to it


@dataclass(frozen=True, slots=True, kw_only=True)
class Zone:
    """The rows above a header that belong to it. ``labels`` are the labelled cells by label key, ``loose`` what stands there without a label,
    ``others`` what stands behind labels that nobody knows;
    ``title`` the line that looks like a title, ``numbers`` the numbers of forms (附件2 → 2).

    ``named`` says how surely the title names each form: 3 it is the title, 2 it contains it, 1 it is like it.
    """

    top: int
    title: str
    title_cell: Place
    named: Mapping[str, int]
    labels: Mapping[str, RawCell]
    loose: tuple[RawCell, ...] = ()
    others: tuple[RawCell, ...] = ()
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
    others: list[RawCell] = []
    numbers: set[str] = set()
    continued = False
    for row in range(area.bottom, max(area.top, area.bottom - _HIGHEST_ZONE) - 1, -1):
        cells = list(area.cells(row))
        if not cells:
            continue
        alone = cells[0][1] if len(cells) == 1 else None
        if type(alone) is str and (look := look_at_line(alone, vocabulary)).is_note:
            continue
        if type(alone) is str and look.says_no_more:
            said = Said()
            heads = [(look, alone, Place(sheet=area.sheet.name, cell=address(row, cells[0][0])))]
        else:
            said = read_cells_of_row(area.sheet, row, cells, vocabulary, below=row < area.bottom)
            heads = [(look_at_line(cell.value, vocabulary), cell.value, cell.place) for cell in said.loose if type(cell.value) is str]
        if said.labels:
            labels = {**said.labels, **labels}
            top = row
        elif len(cells) > 1 and not all(type(value) is str or isinstance(value, date) for _, value in cells):
            break
        for look, text, place in heads:
            if look.continued:
                continued, top = True, row
            if look.number:
                numbers.add(look.number)
                top = row
            if look.strength > max(named.values(), default=0) or (look.is_title and not title):
                title, title_cell, named = text.strip(), place, look.named
                top = row
        if len(cells) > 1 and top != row and not _only_days_and_names(said.loose, len(cells)):
            break
        loose += said.loose
        others += said.others
    return Zone(
        top=top,
        title=title,
        title_cell=title_cell,
        named=named,
        labels=labels,
        loose=tuple(reversed(loose)),
        others=tuple(others),
        numbers=frozenset(numbers),
        continued=continued,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """What a line above a table may be: a note, a number (附件2：), a title. ``says_no_more``: a number or a printed title and nothing else."""

    is_note: bool
    continued: bool
    number: str
    named: Mapping[str, int]
    strength: int
    is_title: bool
    says_no_more: bool


@lru_cache(maxsize=4096)
def look_at_line(line: str, vocabulary: Vocabulary) -> Look:
    """A line of text looked at as a number or title; most come again with every return."""
    text = plain(line[: 4 * _LONGEST_TITLE])
    named = names_of(text[: _LONGEST_TITLE + 1], vocabulary)
    strength, only_number = max(named.values(), default=0), _NUMBER.fullmatch(text) is not None
    return Look(
        is_note=is_note(text[:_LONGEST_TITLE]),
        continued=continues(text),
        number=number_at_start(text),
        named=named,
        strength=strength,
        is_title=not named and not only_number and _TITLE.fullmatch(text) is not None,
        says_no_more=only_number or strength == _IS_TITLE,
    )


def _only_days_and_names(loose: list[RawCell], cells: int) -> bool:
    """A row of short texts without any label, a day among them (区民政局 | 2015年11月18日), may still belong to a header."""
    return len(loose) == cells and any(isinstance(cell.value, date) or _is_day(cell.value) for cell in loose)


def _is_day(value: CellValue) -> bool:
    return type(value) is str and re.fullmatch(wording.DATE_LINE_PATTERN, plain(value)) is not None


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
    return is_blank(cell.value) or (type(cell.value) is str and plain(cell.value) in UNTOUCHED_DATE)


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
