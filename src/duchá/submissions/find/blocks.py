"""The tables of a sheet: each header with what stands above it; headers repeated on every page belong to the first (B03)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from duchá.submissions.faults import tables as kinds
from duchá.submissions.find.above import LAST_COLUMN, Area, Zone, find_zone, header_cells, names_of
from duchá.submissions.find.body import find_body
from duchá.submissions.find.choose_form import Surroundings, choose_form
from duchá.submissions.find.column_titles import Answered, HeaderMatch, HeaderRow, Heads, find_heads, match_header
from duchá.submissions.find.lines import read_line
from duchá.submissions.find.vocabulary import Vocabulary
from duchá.submissions.grammar import LabelKind
from duchá.submissions.keys import key, plain
from duchá.submissions.model import RawCell
from duchá.terms.fault import Fault
from duchá.terms.place import Place
from duchá.terms.text import is_blank
from duchá.workbooks.sheets.model import RawSheet

_TITLE_ROWS, _LONGEST_TITLE, _FEWEST_TITLES, _LONGEST_COLUMN = 12, 80, 3, 20
_FEWEST_KNOWN = 2  # titles that the rulebook knows, of a header that stands bare below another table


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A table: its header, its form, the rows above. ``left`` is the first column that may belong to it, ``bottom`` the last row;
    ``labels`` are its labelled cells, or where it has none those of the table before it in the sheet, ``loose`` what stands there without a label,
    ``others`` behind labels that nobody knows;
    ``beside``: a table stands beside it.

    ``repeats`` and ``skipped`` (rows of repeated headers) grow while the sheet is gone through.
    """

    header: HeaderRow
    reading: HeaderMatch
    zone: Zone
    left: int
    bottom: int
    labels: Mapping[str, RawCell]
    loose: tuple[RawCell, ...]
    others: tuple[RawCell, ...]
    beside: bool
    repeats: list[int] = field(default_factory=list)
    skipped: set[int] = field(default_factory=set)


def find_blocks(
    sheet: RawSheet, vocabulary: Vocabulary, answered: Answered, marked: frozenset[str], outside: list[Zone], around: Surroundings
) -> tuple[tuple[Block, ...], tuple[Fault, ...]]:
    """The tables of a sheet from top to bottom, left to right; headers whose form is unclear give a fault and no table.

    ``outside`` are titles and labels that stand outside all tables (a document's); each is taken by the first table that it can belong to.
    """
    blocks: list[Block] = []
    faults: dict[tuple[str, tuple[tuple[str, str], ...]], Fault] = {}  # the same said once, however often the header is printed
    last = sheet.top + len(sheet.rows) - 1
    for headers in _header_rows(sheet, find_heads(sheet, vocabulary), vocabulary, answered):
        for header, area in _areas(sheet, headers, blocks):
            zone = find_zone(area, vocabulary)
            if outside and not zone.title and not zone.labels:
                zone = _taken_from(outside, header, sheet.name) or zone
            reading, found = choose_form(header, zone, sheet.name, marked, around)
            at, above = _above(blocks, header)
            if above is not None and not zone.title and not _is_unclear(found) and (reading is None or _is_text(above, reading, zone)):
                continue  # a row of the table above, for which nothing but a few words of titles speaks
            other = reading is not None and above is not None and reading.words is not above.reading.words and bool(zone.title)
            if above is not None and not other and _is_repeat(sheet, above, header, zone, vocabulary, around):
                above.repeats.append(header.top)
                above.skipped.update(range(zone.top, header.bottom + 1))
                continue
            faults |= {(fault.kind.code, fault.words): fault for fault in found if (fault.kind.code, fault.words) not in faults}
            if above is not None:
                blocks[at] = replace(above, bottom=min(above.bottom, zone.top - 1))
            if reading is not None:
                inherits = bool(blocks) and not zone.labels
                blocks.append(
                    Block(
                        header=header,
                        reading=reading,
                        zone=zone,
                        left=area.left,
                        bottom=last,
                        labels=blocks[-1].labels if inherits else zone.labels,
                        loose=(*zone.loose, *(blocks[-1].loose if inherits else ())),
                        others=(*zone.others, *(blocks[-1].others if inherits else ())),
                        beside=len(headers) > 1,
                    )
                )
    return tuple(blocks), tuple(faults.values())


def find_block_under_title(sheet: RawSheet, vocabulary: Vocabulary, answered: Answered, around: Surroundings) -> Block | None:
    """The table under a form's title whose column titles nobody knows, where they could be those that it lacks (B06): the first row of short texts
    below the title. None where there is no such title, or too few such columns."""
    heads = _heads_under_title(sheet, vocabulary)
    if heads is None:
        return None
    headers = match_header(sheet, heads, {heads: Heads()}, vocabulary, answered, sure=True)
    for header, area in _areas(sheet, headers[:1], []):
        zone = find_zone(area, vocabulary)
        named = max(zone.named, key=lambda form: zone.named[form]) if zone.named else ""
        reading = next((one for one in header.readings if one.words.form.id == named), None)
        if reading is not None and len(reading.open_titles) >= len(reading.missing):
            bottom = sheet.top + len(sheet.rows) - 1
            return Block(
                header=header,
                reading=reading,
                zone=zone,
                left=area.left,
                bottom=bottom,
                labels=zone.labels,
                loose=zone.loose,
                others=zone.others,
                beside=False,
            )
    return None


def _heads_under_title(sheet: RawSheet, vocabulary: Vocabulary) -> int | None:
    """The row that must hold the column titles below a form's title: three short texts or more, and no number in front."""
    titled = False
    for row, values in enumerate(sheet.rows[:_TITLE_ROWS], sheet.top):
        texts = [value for value in values if not is_blank(value)]
        if not all(type(value) is str for value in texts):
            continue
        keys = [plain(str(value)[:_LONGEST_TITLE]) for value in texts]
        if any(strength > 1 for found in keys for strength in names_of(found, vocabulary).values()):
            titled = True
        elif titled and len(texts) >= _FEWEST_TITLES and not any(read_line(str(value), vocabulary).labelled for value in texts):
            return None if keys[0].isdecimal() or max(map(len, keys)) > _LONGEST_COLUMN else row
    return None


def _header_rows(
    sheet: RawSheet, heads: Mapping[int, Heads], vocabulary: Vocabulary, answered: Answered
) -> Iterator[tuple[HeaderRow, ...]]:
    done = 0
    for row in heads:
        if row > done:
            headers = match_header(sheet, row, heads, vocabulary, answered)
            if headers:
                done = headers[0].bottom
                yield headers


def _areas(sheet: RawSheet, headers: tuple[HeaderRow, ...], blocks: list[Block]) -> Iterator[tuple[HeaderRow, Area]]:
    """Each header with the rectangle above it that may be its own."""
    for at, header in enumerate(headers):
        left = sheet.left if at == 0 else headers[at - 1].right + 1
        right = LAST_COLUMN if at == len(headers) - 1 else headers[at + 1].left - 1
        above = next((block for block in reversed(blocks) if block.header.bottom < header.top), None)
        top = sheet.top if above is None else max(above.header.bottom, above.repeats[-1] if above.repeats else 0) + 1
        yield header, Area(sheet=sheet, top=top, bottom=header.top - 1, left=left, right=right)


def _above(blocks: list[Block], header: HeaderRow) -> tuple[int, Block | None]:
    """The nearest table above that shares columns with a header, and its place among the tables."""
    for at in range(len(blocks) - 1, -1, -1):
        above = blocks[at].header
        if above.left <= header.right and header.left <= above.right and above.bottom < header.top:
            return at, blocks[at]
    return -1, None


def _is_unclear(found: tuple[Fault, ...]) -> bool:
    return any(fault.kind is kinds.UNCLEAR_FORM for fault in found)


def _is_text(above: Block, reading: HeaderMatch, zone: Zone) -> bool:
    """True for a row of the body above that happens to hold a title of a one-column form, or words that only the trade takes for titles, in other
    words than its header."""
    titles, own = reading.written.values(), above.reading.written.values()
    same = reading.words is above.reading.words and {key(title) for title in titles} == {key(title) for title in own}
    if same or zone.labels or zone.numbers:
        return False
    known = len(reading.columns) - len(reading.by_trade)
    alike = (
        reading.words is above.reading.words and reading.columns == above.reading.columns and reading.words.sequence not in reading.columns
    )
    return reading.words.least == 1 or known < _FEWEST_KNOWN or alike


def _is_repeat(sheet: RawSheet, above: Block, header: HeaderRow, zone: Zone, vocabulary: Vocabulary, around: Surroundings) -> bool:
    """The same header again: same columns, no other unit named, and no remark row since the last one."""
    words = above.reading.words
    same = next((one for one in header.readings if one.words is words), None)
    if same is None or same.columns != above.reading.columns or (zone.named and words.form.id not in zone.named):
        return False
    if zone.numbers and words.number not in zone.numbers:
        return False
    unit = words.announced.get(LabelKind.UNIT, "")
    cell, first = header_cells(words, zone.labels).get(unit), header_cells(words, above.labels).get(unit)
    if cell is not None and not _says_the_same(cell, first):
        return False
    since = max(above.header.bottom, above.repeats[-1] if above.repeats else 0) + 1
    between = Area(sheet=sheet, top=since, bottom=zone.top - 1, left=above.header.left, right=above.header.right)
    return find_body(between, words, vocabulary, above.skipped, around).remark is None


def _says_the_same(cell: RawCell, first: RawCell | None) -> bool:
    return first is None or is_blank(cell.value) or str(cell.value) == str(first.value)


def _taken_from(outside: list[Zone], header: HeaderRow, sheet: str) -> Zone | None:
    """The first title outside the tables that names a form of which this may be the header."""
    forms = {reading.words.form.id for reading in header.readings}
    at = next((at for at, zone in enumerate(outside) if forms & zone.named.keys()), None)
    if at is None:
        return None
    zone, place = outside.pop(at), Place(sheet=sheet)
    labels = {label: replace(cell, place=place) for label, cell in zone.labels.items()}
    return replace(zone, top=header.top, title_cell=place, labels=labels)
