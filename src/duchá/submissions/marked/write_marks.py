"""Colours and comments at the faulty cells of a workbook; what its people wrote there stays."""

from __future__ import annotations

from typing import Any

from duchá.submissions import wording
from duchá.submissions.marked.own_marks import own_words
from duchá.terms.fault import Fault, Weight
from duchá.terms.place import parse_address

COMMENT_LINE = "【校验·{group}】{message}{remedy}"

COMMENT_GROUPS = {"reject": "必须改", "query": "请核实", "note": "提示"}

COLOURS = {Weight.REJECT: "FFFFC7CE", Weight.QUERY: "FFFFEB9C", Weight.NOTE: "FFDDEBF7"}
_AUTHOR = "ducha"
_LONGEST_COMMENT = 2000
_NO_FILL = (None, "none")


def write_marks(book: Any, faults: tuple[Fault, ...], titles: dict[str, str]) -> None:
    """Marks every cell that a fault names; ``titles`` maps a sheet's name in the file to its name in ``book``."""
    for name in titles.values():
        _take_off(book[name])
    by_cell: dict[tuple[str, int, int], list[Fault]] = {}
    for fault in faults:
        row, column = parse_address(fault.place.cell.split(":")[0])
        if row and fault.place.sheet in titles:
            by_cell.setdefault((titles[fault.place.sheet], row, column), []).append(fault)
    for (sheet, row, column), found in by_cell.items():
        _mark(_anchor(book[sheet], row, column), sorted(found, key=lambda fault: list(Weight).index(fault.kind.weight)))


def _mark(cell: Any, found: list[Fault]) -> None:
    from openpyxl.comments import Comment
    from openpyxl.styles import PatternFill

    heaviest = found[0].kind.weight
    if heaviest is not Weight.NOTE or cell.fill.fill_type in _NO_FILL:
        cell.fill = PatternFill("solid", fgColor=COLOURS[heaviest])
    lines = [COMMENT_LINE.format(group=COMMENT_GROUPS[f.kind.weight.value], message=f.message, remedy=f.remedy) for f in found]
    before = cell.comment
    theirs = [before.text] if before is not None and before.text.strip() else []
    text = "\n".join([*theirs, *lines])[:_LONGEST_COMMENT]
    made = Comment(printable(text), before.author if before is not None else _AUTHOR)
    made.width, made.height = 320, min(60 + 18 * (len(text) // 22 + text.count("\n")), 400)
    cell.comment = made


def _take_off(sheet: Any) -> None:
    """Removes the marks of an earlier copy that came back, so that what was corrected is no longer red."""
    from openpyxl.comments import Comment
    from openpyxl.styles import PatternFill

    for cell in [cell for cell in existing_cells(sheet) if cell.comment is not None and wording.COMMENT_MARK in cell.comment.text]:
        words, author = own_words(cell.comment.text), cell.comment.author
        cell.comment = Comment(words, author) if words else None
        if cell.fill.fgColor.rgb in COLOURS.values():
            cell.fill = PatternFill()


def existing_cells(sheet: Any) -> list[Any]:
    """The cells that stand in the file. ``iter_rows`` makes every cell of the box around them: seventeen thousand million for one in the last corner."""
    return list(sheet._cells.values())


def _anchor(sheet: Any, row: int, column: int) -> Any:
    """The cell itself, or the first cell of the merge that covers it."""
    for merged in sheet.merged_cells.ranges:
        if merged.min_row <= row <= merged.max_row and merged.min_col <= column <= merged.max_col:
            return sheet.cell(merged.min_row, merged.min_col)
    return sheet.cell(row, column)


def printable(text: str) -> str:
    """Text without what a workbook cannot hold: control characters and lone surrogates become a visible sign."""
    return "".join(c if c in "\n\t" or (c >= " " and not "\ud800" <= c <= "\udfff" and c not in "\ufffe\uffff") else "\ufffd" for c in text)
