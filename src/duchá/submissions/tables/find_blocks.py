"""The tables of a sheet: each header with what stands above it; headers repeated on every page belong to the first (B03)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from duchá.rulebook.form import ColumnKind
from duchá.submissions.headers.find_header_fields import LAST_COLUMN, Area, Zone, find_zone
from duchá.submissions.headers.match_header import Answered, HeaderRow, Heads, Reading, find_heads, match_header
from duchá.submissions.headers.vocabulary import Vocabulary, key
from duchá.submissions.model import RawCell
from duchá.submissions.tables.choose_form import choose_form
from duchá.submissions.tables.find_body import find_body
from duchá.terms.fault import Fault
from duchá.terms.place import Place
from duchá.workbooks.model import RawSheet


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A table: its header, its form, the rows above. ``left`` is the first column that may belong to it, ``bottom`` the last row;
    ``labels`` are its labelled cells, or where it has none those of the table before it in the sheet; ``beside``: a table stands beside it.

    ``repeats`` and ``skipped`` (rows of repeated headers) grow while the sheet is gone through.
    """

    header: HeaderRow
    reading: Reading
    zone: Zone
    left: int
    bottom: int
    labels: Mapping[str, RawCell]
    beside: bool
    repeats: list[int] = field(default_factory=list)
    skipped: set[int] = field(default_factory=set)


def find_blocks(
    sheet: RawSheet, vocabulary: Vocabulary, answered: Answered, marked: frozenset[str], outside: list[Zone]
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
            reading, found = choose_form(header, zone, sheet.name, marked)
            at, above = _above(blocks, header)
            if above is not None and not zone.title and _is_text(above, reading):
                continue
            if reading is not None and above is not None and _is_repeat(sheet, above, header, zone, vocabulary):
                above.repeats.append(header.top)
                above.skipped.update(range(zone.top, header.bottom + 1))
                continue
            faults |= {(fault.kind.code, fault.words): fault for fault in found if (fault.kind.code, fault.words) not in faults}
            if above is not None:
                blocks[at] = replace(above, bottom=min(above.bottom, zone.top - 1))
            if reading is not None:
                labels = zone.labels or (blocks[-1].labels if blocks else {})
                beside = len(headers) > 1
                blocks.append(Block(header=header, reading=reading, zone=zone, left=area.left, bottom=last, labels=labels, beside=beside))
    return tuple(blocks), tuple(faults.values())


def _header_rows(sheet: RawSheet, heads: Heads, vocabulary: Vocabulary, answered: Answered) -> Iterator[tuple[HeaderRow, ...]]:
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


def _is_text(above: Block, reading: Reading | None) -> bool:
    """True for a row of the body above that happens to hold a title of a one-column form, in other words than its header."""
    if reading is None or reading.words.least > 1:
        return False
    titles, known = reading.written.values(), above.reading.written.values()
    return reading.words is not above.reading.words or {key(title) for title in titles} != {key(title) for title in known}


def _is_repeat(sheet: RawSheet, above: Block, header: HeaderRow, zone: Zone, vocabulary: Vocabulary) -> bool:
    """The same header again: same columns, no other unit named, and no remark row since the last one."""
    words = above.reading.words
    same = next((one for one in header.readings if one.words is words), None)
    if same is None or same.columns != above.reading.columns or (zone.named and words.form.id not in zone.named):
        return False
    units = {field.id for field in words.form.header if field.kind is ColumnKind.UNIT}
    if any(words.labels.get(label) in units and not _says_the_same(cell, above.labels.get(label)) for label, cell in zone.labels.items()):
        return False
    since = max(above.header.bottom, above.repeats[-1] if above.repeats else 0) + 1
    between = Area(sheet=sheet, top=since, bottom=zone.top - 1, left=above.header.left, right=above.header.right)
    return find_body(between, words, vocabulary, above.skipped).remark is None


def _says_the_same(cell: RawCell, first: RawCell | None) -> bool:
    return first is None or cell.value is None or not str(cell.value).strip() or str(cell.value) == str(first.value)


def _taken_from(outside: list[Zone], header: HeaderRow, sheet: str) -> Zone | None:
    """The first title outside the tables that names a form of which this may be the header."""
    forms = {reading.words.form.id for reading in header.readings}
    at = next((at for at, zone in enumerate(outside) if forms & zone.named.keys()), None)
    if at is None:
        return None
    zone, place = outside.pop(at), Place(sheet=sheet)
    labels = {label: replace(cell, place=place) for label, cell in zone.labels.items()}
    return replace(zone, top=header.top, title_cell=place, labels=labels)
