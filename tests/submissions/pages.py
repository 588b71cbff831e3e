"""Sheets written as Markdown tables: what a person would see, as the readers hand it over."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from duchá.submissions.context import Answers
from duchá.submissions.find.tables import find_tables
from duchá.submissions.model import FilledForm, FoundTable
from duchá.submissions.read.form import read_form
from duchá.terms.fault import Fault
from duchá.terms.quantity import text_of
from duchá.workbooks.sheets.model import Box, CellError, CellValue, FileKind, Picture, RawBook, RawSheet, Uncalculated
from submissions.sample import context, form

HEADS = {
    "approval": "序号 | 审批项目名称 | 发现存在问题 | 整改情况",
    "supervision-systems": " | 监管制度建立情况",
    "supervision-problems": "序号 | 自查项目名称 | 发现存在问题 | 整改情况",
}
UNIT_FORMS = ("approval", "supervision-systems", "supervision-problems")


def sheet(text: str, name: str = "Sheet1", top: int = 1, left: int = 1, **marks: object) -> RawSheet:
    """A sheet from lines of cells parted by ``|``: ``<`` and ``^`` are merged with the cell to the left or above; an empty line is an empty row.

    ``12`` is a number, ``'12`` a text, ``#REF!`` an error, ``=A1`` a formula without result, ``[picture]`` a picture, ``\\n`` a line break.
    """
    grid = [[cell.strip(" ") for cell in line.split("|")] for line in text.strip("\n").split("\n")]
    rows = tuple(tuple(_value(cell) for cell in line) for line in grid)
    return RawSheet(name=name, top=top, left=left, rows=rows, merges=tuple(_merges(grid, top, left)), **marks)  # type: ignore[arg-type]  # fields of RawSheet by their names


def _value(cell: str) -> CellValue:
    if cell in ("", "<", "^"):
        return None
    if cell == "[picture]":
        return Picture()
    if cell.startswith("#"):
        return CellError(cell)
    if cell.startswith("="):
        return Uncalculated(cell)
    if cell.startswith("'"):
        return cell[1:]
    try:
        return int(cell) if cell.isascii() and cell.isdigit() else float(cell) if cell.isascii() and "." in cell else _text(cell)
    except ValueError:
        return _text(cell)


def _text(cell: str) -> str:
    return cell.replace("\\n", "\n").replace("\\u", "\u200b")


def _merges(grid: Sequence[Sequence[str]], top: int, left: int) -> list[Box]:
    boxes = []
    for i, line in enumerate(grid):
        for j, cell in enumerate(line):
            if cell in ("<", "^"):
                continue
            right = j
            while right + 1 < len(line) and line[right + 1] == "<":
                right += 1
            bottom = i
            while bottom + 1 < len(grid) and j < len(grid[bottom + 1]) and grid[bottom + 1][j] == "^":
                bottom += 1
            if (bottom, right) != (i, j):
                boxes.append((top + i, left + j, top + bottom, left + right))
    return boxes


def page(id: str, body: str, name: str = "", **parts: str) -> RawSheet:
    """A form filled in as it was sent out; ``title``, ``line`` (the header line), ``head``, ``tail`` replace those parts. The body begins in row 5."""
    declared = form(id)
    width = len(declared.columns)
    title = parts.get("title", declared.title)
    line = parts.get("line", "部门（盖章）：区财政局　　部门纪检监察组织（盖章）：区财政局纪检组　　填报日期：2015年11月18日")
    tail = parts.get("tail", f"备注 | {declared.remark.preset if declared.remark else ''}\n" + "\n".join(declared.notes))
    across = " | <" * (width - 1)
    text = f"{declared.number}：\n{title}{across}\n{line}{across}\n{parts.get('head', HEADS[id])}\n{body.strip(chr(10))}\n{tail}"
    return sheet(text, name or declared.number)


def book(*sheets: RawSheet, **marks: str) -> RawBook:
    """A workbook of sheets."""
    return RawBook(kind=FileKind.XLSX, sheets=sheets, marks=marks)


def find(*sheets: RawSheet, answers: Mapping[str, str] | None = None, **marks: str) -> tuple[tuple[FoundTable, ...], tuple[Fault, ...]]:
    """The tables of 丹徒's three forms in a workbook."""
    return find_tables(book(*sheets, **marks), tuple(form(id) for id in UNIT_FORMS), Answers(columns=answers or {}))


def read(*sheets: RawSheet, answers: Mapping[str, str] | None = None, **marks: str) -> tuple[list[FilledForm], list[Fault]]:
    """The forms of a workbook as filled in, and everything that was said."""
    tables, faults = find(*sheets, answers=answers, **marks)
    named = {one.name: one for one in sheets}
    filled, said = [], list(faults)
    for table in tables:
        one, more = read_form(named[table.sheet], table, form(table.form), context())
        filled.append(one)
        said += more
    return filled, said


def shown(filled: FilledForm) -> list[list[str]]:
    """The rows as texts, columns in the form's own order, without the numbers."""
    columns = [column.id for column in form(filled.form).columns if column.id != "no"]
    return [[text_of(row.cells[id]) if id in row.cells else "" for id in columns] for row in filled.rows]


def codes(faults: Sequence[Fault]) -> list[list[str]]:
    """Faults as cell and code, in reading order."""
    return [[fault.place.cell, fault.kind.code] for fault in sorted(faults, key=lambda fault: (fault.place.sort_key(), fault.kind.code))]
