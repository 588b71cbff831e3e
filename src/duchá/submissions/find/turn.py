"""Tables that list their fields down a column and their entries side by side (B24): turned, read, and asked about."""

from __future__ import annotations

from dataclasses import replace

from duchá.submissions.find.above import LAST_COLUMN, Area, find_zone
from duchá.submissions.find.blocks import Block
from duchá.submissions.find.body import Body, signs_table
from duchá.submissions.find.choose_form import Surroundings
from duchá.submissions.find.lay_out import header_of
from duchá.submissions.find.lines import Said, cell_at, read_cells_of_row
from duchá.submissions.find.vocabulary import Vocabulary
from duchá.submissions.keys import plain
from duchá.submissions.model import FoundTable, RawCell
from duchá.terms.place import Place, address
from duchá.terms.text import is_blank
from duchá.workbooks.sheets.model import RawSheet

_FEWEST = 3  # fields under each other that make it a turned table


def turn(sheet: RawSheet) -> RawSheet:
    """The sheet with rows and columns exchanged."""
    width = max((len(row) for row in sheet.rows), default=0)
    padded = [(*row, *[None] * (width - len(row))) for row in sheet.rows]
    return replace(
        sheet,
        top=sheet.left,
        left=sheet.top,
        rows=tuple(zip(*padded, strict=True)),
        merges=tuple((left, top, right, bottom) for top, left, bottom, right in sheet.merges),
        percents=frozenset((column, row) for row, column in sheet.percents),
        struck=frozenset((column, row) for row, column in sheet.struck),
        comments={(column, row): text for (row, column), text in sheet.comments.items()},
    )


def is_turned(block: Block) -> bool:
    """True for a header found in a turned sheet that is surely one: three fields or more, all required ones among them."""
    return len(block.reading.columns) >= _FEWEST and not block.reading.missing


def only_fields(block: Block) -> Block:
    """The block from its first field on: what stands above the fields (number, title, header line) is no part of the entries."""
    return replace(block, left=min(block.reading.columns.values()))


def turn_back(sheet: RawSheet, block: Block, table: FoundTable, vocabulary: Vocabulary, around: Surroundings) -> FoundTable:
    """The table of a turned sheet, its places as they stand in the file. What stands above the first field is the header line, what signs below the
    last one the foot."""
    words, first = block.reading.words, min(block.reading.columns.values())
    zone = find_zone(Area(sheet=sheet, top=sheet.top, bottom=first - 1, left=1, right=LAST_COLUMN), vocabulary)
    signed, foot = _foot(sheet, max(table.columns.values()) + 1, vocabulary, around)
    above = replace(block, zone=zone, labels=zone.labels, loose=zone.loose, others=zone.others)
    header, mentions = header_of(sheet, above, foot, around.roster)
    remarks = [row for row, title in table.extra.items() if plain(title).rstrip(":") == words.remark] if words.remark else []
    body = tuple(column for column in table.body if any(_filled(sheet, row, column) for row in table.columns.values()))
    return replace(
        table,
        title=zone.title_cell,
        header=header,
        mentions=mentions,
        extra={row: title for row, title in table.extra.items() if row > first and row not in remarks and row not in signed},
        body=body,
        remark=_remark(sheet, remarks, body, words.form.remark.label if words.form.remark else ""),
        footer=foot.footer,
        range=_range(table, body),
        transposed=True,
    )


def _foot(sheet: RawSheet, top: int, vocabulary: Vocabulary, around: Surroundings) -> tuple[list[int], Body]:
    """The rows below the last field that only sign the table, and what stands in them."""
    area = Area(sheet=sheet, top=top, bottom=sheet.top + len(sheet.rows) - 1, left=1, right=LAST_COLUMN)
    said, rows, footer = Said(), list[int](), list[RawCell]()
    for row in range(area.top, area.bottom + 1):
        cells = list(area.cells(row))
        if cells and signs_table(area, row, cells, vocabulary, around):
            rows.append(row)
            footer += [cell_at(sheet, row, column, value) for column, value in cells]
            more = read_cells_of_row(sheet, row, cells, vocabulary)
            said.labels = {**more.labels, **said.labels}
            said.loose += more.loose
            said.others += more.others
    foot = Body(
        rows=(), remark=None, footer=tuple(footer), labels=said.labels, loose=tuple(said.loose), others=tuple(said.others), after=()
    )
    return rows, foot


def _filled(sheet: RawSheet, row: int, column: int) -> bool:
    return not is_blank(sheet.value(row, column))


def _remark(sheet: RawSheet, rows: list[int], body: tuple[int, ...], label: str) -> RawCell | None:
    if not rows or not body:
        return None
    return RawCell(value=sheet.value(rows[0], body[0]), place=Place(sheet=sheet.name, cell=address(rows[0], body[0]), label=label))


def _range(table: FoundTable, body: tuple[int, ...]) -> str:
    rows, columns = table.columns.values(), body or table.body
    return f"{address(min(rows), columns[0])}:{address(max(rows), columns[-1])}"
