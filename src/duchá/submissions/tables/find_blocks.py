"""The tables of a sheet: each header with what stands above it; headers repeated on every page belong to the first (B03)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from duchá.submissions.headers.find_header_fields import Area, Zone, find_zone, header_cells
from duchá.submissions.headers.match_header import Answered, HeaderRow, Heads, Reading, find_heads, match_header
from duchá.submissions.headers.vocabulary import Vocabulary, key
from duchá.submissions.model import RawCell
from duchá.submissions.tables.choose_form import choose_form
from duchá.submissions.tables.find_body import find_body
from duchá.terms.fault import Fault
from duchá.workbooks.model import RawSheet


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A table: its header, its form, the rows above. ``skipped`` are rows of repeated headers, ``bottom`` the last row it may reach;
    ``beside`` says that another table stands beside it."""

    header: HeaderRow
    reading: Reading
    zone: Zone
    bottom: int
    repeats: tuple[int, ...] = ()
    skipped: frozenset[int] = frozenset()
    beside: bool = False


def find_blocks(
    sheet: RawSheet, vocabulary: Vocabulary, answered: Answered, marked: frozenset[str]
) -> tuple[tuple[Block, ...], tuple[Fault, ...]]:
    """The tables of a sheet from top to bottom, left to right; headers whose form is unclear give a fault and no table."""
    heads = find_heads(sheet, vocabulary)
    blocks: list[Block] = []
    faults: list[Fault] = []
    for headers in _header_rows(sheet, heads, vocabulary, answered):
        for header, area in _areas(sheet, headers, blocks):
            zone = find_zone(area, vocabulary)
            reading, found = choose_form(header, zone, sheet.name, marked)
            above = _above(blocks, header)
            if above is not None and not zone.title and _is_text(header, above, reading):
                continue
            if reading is not None and above is not None and _is_repeat(sheet, above, header, zone, vocabulary):
                _note_repeat(blocks, above, header, zone)
                continue
            faults += found
            if above is not None:
                blocks[blocks.index(above)] = replace(above, bottom=min(above.bottom, zone.top - 1))
            if reading is not None:
                last = sheet.top + len(sheet.rows) - 1
                blocks.append(Block(header=header, reading=reading, zone=zone, bottom=last, beside=len(headers) > 1))
    return tuple(blocks), tuple(faults)


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
    right_most = sheet.left + max(len(row) for row in sheet.rows)
    for at, header in enumerate(headers):
        left = sheet.left if at == 0 else headers[at - 1].right + 1
        right = right_most if at == len(headers) - 1 else headers[at + 1].left - 1
        above = [block.header.bottom for block in blocks if block.header.bottom < header.top]
        yield header, Area(sheet=sheet, top=max([sheet.top - 1, *above]) + 1, bottom=header.top - 1, left=left, right=right)


def _above(blocks: list[Block], header: HeaderRow) -> Block | None:
    """The nearest table above that shares columns with a header."""
    over = [
        block
        for block in blocks
        if block.header.left <= header.right and header.left <= block.header.right and block.header.bottom < header.top
    ]
    return over[-1] if over else None


def _is_text(header: HeaderRow, above: Block, reading: Reading | None) -> bool:
    """True for a row of the body above that happens to hold a title of a one-column form, in other words than its header."""
    if reading is None or reading.words.least > 1:
        return False
    return reading.words.form is not above.reading.words.form or {key(title) for title in reading.written.values()} != {
        key(title) for title in above.reading.written.values()
    }


def _is_repeat(sheet: RawSheet, above: Block, header: HeaderRow, zone: Zone, vocabulary: Vocabulary) -> bool:
    """The same header again: same columns, no other unit named, and no remark row in between."""
    same = next((one for one in header.readings if one.words is above.reading.words), None)
    if same is None or same.columns != above.reading.columns or (zone.named and same.words.form.id not in zone.named):
        return False
    if any(not _says_the_same(cell, above.zone.labels.get(label)) for label, cell in zone.labels.items()):
        return False
    between = Area(sheet=sheet, top=above.header.bottom + 1, bottom=zone.top - 1, left=above.header.left, right=above.header.right)
    return find_body(between, same.words, vocabulary, above.skipped).remark is None


def _says_the_same(cell: RawCell, first: RawCell | None) -> bool:
    return first is None or cell.value is None or not str(cell.value).strip() or str(cell.value) == str(first.value)


def _note_repeat(blocks: list[Block], above: Block, header: HeaderRow, zone: Zone) -> None:
    rows = frozenset(range(zone.top, header.bottom + 1))
    blocks[blocks.index(above)] = replace(above, repeats=(*above.repeats, header.top), skipped=above.skipped | rows)


def labels_of(block: Block, earlier: tuple[Block, ...]) -> dict[str, RawCell]:
    """The labelled cells of a table; where it has none of its own, those of the table before it in the sheet."""
    for source in (block, *reversed(earlier)):
        if source.zone.labels:
            return header_cells(block.reading.words, source.zone.labels)
    return {}
