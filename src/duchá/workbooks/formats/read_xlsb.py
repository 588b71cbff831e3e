"""xlsb: calamine in the worker, witnessed by a walk over the binary records; refused where there is no calamine."""

from __future__ import annotations

from typing import Any

from duchá.terms.fault import Fault
from duchá.terms.place import Place
from duchá.workbooks.formats.read_calamine import CALAMINE, grid_of, with_calamine
from duchá.workbooks.look.read_look import relations_of
from duchá.workbooks.look.xlsb import BinarySheet, look_at_binary_sheet, sheets_of
from duchá.workbooks.package.marks import MARK_SHEET, marks_in_properties, marks_in_rows, merged
from duchá.workbooks.package.zip import Package, open_package, refuse_declarations
from duchá.workbooks.sheets import faults
from duchá.workbooks.sheets.classified import refuse_marked, refuse_marked_bytes, refuse_marked_parts
from duchá.workbooks.sheets.grid import Grid
from duchá.workbooks.sheets.model import FileKind, RawBook, RawSheet, SheetState
from duchá.workbooks.sheets.refused import Refused
from duchá.workbooks.sheets.settle import Around, hidden_sheet, settle_sheet
from duchá.workbooks.sheets.wording import KIND_NAMES, REASONS

_HOME = "xl/workbook.bin"


def read_xlsb(data: bytes, kind: FileKind, name: str) -> tuple[RawBook, list[Fault]]:
    """The workbook. Faults: S002, S012, S013, S023–S026, S028, S029, S040, S041, S061–S063. Raises Refused."""
    if not CALAMINE:
        raise Refused(faults.SAVE_AS_XLSX, kind=KIND_NAMES[kind])
    package = open_package(data)
    looks = _looks(package)
    grids = with_calamine(data, "xlsb", lambda book: _grids(book, [sheet for sheet, _, _ in looks]))
    if grids is None:
        raise Refused(faults.OUT_OF_REACH, reason=REASONS["reader"])
    properties = package.read("docprops/custom.xml") if package.has("docprops/custom.xml") else b""
    marks = marks_in_properties(properties)
    sheets: list[RawSheet] = []
    found: list[Fault] = []
    for (title, state, look), grid in zip(looks, grids, strict=True):
        if title == MARK_SHEET:
            marks = merged(marks_in_rows(grid.rows), marks)
        elif state is not SheetState.VISIBLE:
            refuse_marked(settle_sheet(title, grid, Around(), name)[0])
            sheet, note = hidden_sheet(title, state, None, name)
            sheets.append(sheet)
            found.append(note)
        else:
            if grid.count() != look.stored:
                found.append(faults.WITNESS_MISMATCH.at(Place(file=name, sheet=title), counted=look.stored, read=grid.count()))
            around = Around(specials=look.errors, hidden_rows=look.hidden_rows, merges=look.merges)
            sheet, notes = settle_sheet(title, grid, around, name)
            refuse_marked(sheet)
            sheets.append(sheet)
            found += notes
    if not any(look.stored or look.errors for _, _, look in looks):
        raise Refused(faults.NOTHING_INSIDE)
    if package.has("xl/vbaproject.bin"):
        found.append(faults.MACROS_IGNORED.at(Place(file=name)))
    return RawBook(kind=kind, sheets=tuple(sheets), marks=marks), found


def _looks(package: Package) -> list[tuple[str, SheetState, BinarySheet]]:
    parts = {name: package.read(name) for name in package.parts if name.endswith((".xml", ".rels"))}
    for part in parts.values():
        refuse_declarations(part)
    refuse_marked_parts(parts.values())
    for name in package.parts:
        if name.endswith(".bin"):
            refuse_marked_bytes(package.read(name))
    relations = relations_of(parts, _HOME)
    looks = []
    for title, state, relation in sheets_of(package.read(_HOME)):
        _, target = relations.get(relation, ("", ""))
        if target.startswith("xl/worksheets/"):
            looks.append((title, state, look_at_binary_sheet(package.read(target), title)))
    if not looks:
        raise Refused(faults.BAD_PACKAGE, reason=REASONS["no-sheets"])
    return looks


def _grids(book: Any, titles: list[str]) -> list[Grid] | None:
    if len(set(titles)) != len(titles) or not set(titles) <= set(book.sheet_names):
        return None
    return [grid_of(book.get_sheet_by_name(title)) for title in titles]
