"""xlsx and xlsm: the look, then calamine, then the witness; openpyxl where calamine is missing or gives up."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from duchá.terms.fault import Fault
from duchá.terms.place import Place
from duchá.workbooks.formats.read_calamine import CALAMINE, calamine_grids
from duchá.workbooks.formats.read_openpyxl import openpyxl_grids
from duchá.workbooks.look.exact import exact_count
from duchá.workbooks.look.read_look import BookLook, LookedSheet, look_over
from duchá.workbooks.package.marks import MARK_SHEET, marks_in_rows, merged
from duchá.workbooks.package.zip import Package, open_package
from duchá.workbooks.sheets import faults
from duchá.workbooks.sheets.classified import refuse_marked
from duchá.workbooks.sheets.grid import Grid
from duchá.workbooks.sheets.model import FileKind, RawBook, RawSheet, SheetState
from duchá.workbooks.sheets.refused import Refused
from duchá.workbooks.sheets.settle import Around, hidden_sheet, settle_sheet
from duchá.workbooks.sheets.wording import REASONS

Grids = dict[int, Grid]
Reader = Callable[[Package, Sequence[LookedSheet], BookLook], Grids | None]


def read_xlsx(data: bytes, kind: FileKind, name: str) -> tuple[RawBook, list[Fault]]:
    """The workbook. Faults: S002, S004, S010–S013, S024–S028, S040–S072. Raises Refused."""
    package = open_package(data)
    look = look_over(package)
    wanted = [sheet for sheet in look.sheets if sheet.state is SheetState.VISIBLE or sheet.name == MARK_SHEET or sheet.doubtful]
    grids, doubts = _read_witnessed(package, wanted, look)
    sheets: list[RawSheet] = []
    found = [faults.WITNESS_MISMATCH.at(Place(file=name, sheet=sheet), counted=counted, read=read) for sheet, counted, read in doubts]
    marks = look.marks
    for looked in look.sheets:
        if looked.name == MARK_SHEET:
            marks = merged(marks_in_rows(grids[looked.index].rows), marks)
        elif looked.state is not SheetState.VISIBLE:
            if looked.doubtful:
                refuse_marked(settle_sheet(looked.name, grids[looked.index], _around(looked), name)[0])
            sheet, note = hidden_sheet(looked.name, looked.state, looked.look.used_rows, name)
            sheets.append(sheet)
            found.append(note)
        else:
            sheet, notes = settle_sheet(looked.name, grids[looked.index], _around(looked), name)
            refuse_marked(sheet, looked.look.headers)
            sheets.append(sheet)
            found += notes
    _refuse_blank(sheets, look)
    found += _notes_on_book(look, Place(file=name))
    return RawBook(kind=kind, sheets=tuple(sheets), marks=marks), found


def _read_witnessed(package: Package, wanted: Sequence[LookedSheet], look: BookLook) -> tuple[Grids, list[tuple[str, int, int]]]:
    """The grids, and (sheet, counted, read) where reading and counting do not agree."""
    readers: tuple[Reader, ...] = (calamine_grids, openpyxl_grids) if CALAMINE else (openpyxl_grids,)
    best: tuple[Grids, list[tuple[str, int, int]]] | None = None
    for reader in readers:
        grids = reader(package, wanted, look)
        if grids is None:
            continue
        doubts = _doubts(package, wanted, grids)
        if not doubts:
            return grids, []
        if best is None or len(doubts) < len(best[1]):
            best = grids, doubts
    if best is None:
        raise Refused(faults.OUT_OF_REACH, reason=REASONS["reader"])
    return best


def _doubts(package: Package, wanted: Sequence[LookedSheet], grids: Grids) -> list[tuple[str, int, int]]:
    doubts = []
    for looked in wanted:
        read = grids[looked.index].count()
        if read != looked.look.expected:
            counted = exact_count(package, looked.part)
            if read != counted:
                doubts.append((looked.name, counted, read))
    return doubts


def _around(looked: LookedSheet) -> Around:
    look, extras = looked.look, looked.extras
    return Around(
        specials=look.specials,
        merges=look.merges,
        hidden_rows=look.hidden_rows,
        hidden_columns=look.hidden_columns,
        percents=look.percents,
        struck=look.struck,
        signals=look.signals,
        comments=extras.comments,
        pictures=extras.pictures,
        text_boxes=extras.text_boxes,
    )


def _refuse_blank(sheets: Iterable[RawSheet], look: BookLook) -> None:
    """A file without a single cell is not a nil return: it is refused as a scan or as empty."""
    if any(sheet.rows for sheet in sheets) or any(looked.look.full for looked in look.sheets if looked.name != MARK_SHEET):
        return
    if look.pictures:
        raise Refused(faults.SCAN_ONLY, pictures=look.pictures)
    raise Refused(faults.NOTHING_INSIDE)


def _notes_on_book(look: BookLook, place: Place) -> list[Fault]:
    said = (
        (faults.MACROS_IGNORED, look.macros),
        (faults.EXTERNAL_LINK, look.external_links),
        (faults.EMBEDDED_OBJECT, look.embedded),
        (faults.DATE_1904, look.date_1904),
    )
    return [kind.at(place) for kind, present in said if present]
