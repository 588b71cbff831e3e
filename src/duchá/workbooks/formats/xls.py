"""xls and et (BIFF) through xlrd: pure Python, so a damaged file raises and never ends the process. What it refuses is tried by calamine."""

from __future__ import annotations

import io
from datetime import datetime, time
from typing import Any

from duchá.terms.fault import Fault
from duchá.terms.place import Place
from duchá.workbooks.formats.calamine import CALAMINE, grid_of, with_calamine
from duchá.workbooks.look.sheet import CELLS_LIMIT
from duchá.workbooks.look.xls import headers_of, look_at_xls
from duchá.workbooks.package.marks import MARK_SHEET, marks_in_defined_name, marks_in_rows, merged
from duchá.workbooks.package.names import names_inside
from duchá.workbooks.package.zip import LIBRARY_ERRORS
from duchá.workbooks.sheets import faults
from duchá.workbooks.sheets.classified import refuse_marked, refuse_marked_bytes, refuse_marked_headers
from duchá.workbooks.sheets.grid import Grid, grid_from
from duchá.workbooks.sheets.model import CellError, CellValue, FileKind, RawBook, RawSheet, SheetState
from duchá.workbooks.sheets.refused import Refused
from duchá.workbooks.sheets.settle import Around, Special, hidden_sheet, settle_sheet
from duchá.workbooks.sheets.wording import KIND_NAMES, REASONS

_STATES = (SheetState.VISIBLE, SheetState.HIDDEN, SheetState.VERY_HIDDEN)
_SIGNALS = frozenset({(255, 0, 0), (255, 255, 0), (192, 0, 0), (255, 192, 0)})
_OLE = b"\xd0\xcf\x11\xe0"
_PICTURES = (b"\xff\xd8\xff\xe0", b"\xff\xd8\xff\xe1", b"\x89PNG\r\n\x1a\n")


def read_xls(data: bytes, kind: FileKind, name: str) -> tuple[RawBook, list[Fault]]:
    """The workbook. Faults: S003, S004, S010, S012, S028, S032, S040, S041, S061–S067, S070, S072. Raises Refused."""
    refuse_marked_bytes(data)
    stream = _stream(data)
    refuse_marked_headers(headers_of(stream))
    return _with_xlrd(data, kind, name) or _with_calamine(data, stream, kind, name)


def _with_xlrd(data: bytes, kind: FileKind, name: str) -> tuple[RawBook, list[Fault]] | None:
    """The workbook as xlrd reads it; None where it refuses the file or one of its sheets."""
    opened = _opened(data)
    if opened is None:
        return None
    book, damaged = opened
    marks = _named_marks(book)
    sheets: list[RawSheet] = []
    found = [faults.DAMAGED.at(Place(file=name))] if damaged else []
    cells = 0
    for number in range(book.nsheets):
        page = _page(book, number)
        if page is None:
            return None
        cells += sum(map(len, page._cell_values))
        if cells > CELLS_LIMIT:
            raise Refused(faults.BOMB, reason=REASONS["cells"])
        state = _STATES[page.visibility] if page.visibility in (0, 1, 2) else SheetState.HIDDEN
        if page.name == MARK_SHEET:
            marks = merged(marks_in_rows(_grid(book, page)[0].rows), marks)
        elif state is not SheetState.VISIBLE:
            refuse_marked(settle_sheet(page.name, *_grid(book, page), name)[0])
            sheet, note = hidden_sheet(page.name, state, sum(any(kind not in (0, 6) for kind in row) for row in page._cell_types), name)
            sheets.append(sheet)
            found.append(note)
        else:
            sheet, notes = settle_sheet(page.name, *_grid(book, page), name)
            refuse_marked(sheet)
            sheets.append(sheet)
            found += notes
    _refuse_blank(sheets, data)
    return RawBook(kind=kind, sheets=tuple(sheets), marks=marks), found + _notes_on_book(book, data, Place(file=name))


def _with_calamine(data: bytes, stream: bytes, kind: FileKind, name: str) -> tuple[RawBook, list[Fault]]:
    """What xlrd refuses for a wrong count somewhere and every spreadsheet program opens: read by calamine, witnessed by a walk over the records."""
    looks = look_at_xls(stream)
    grids = with_calamine(data, "xls", _grids_of) if CALAMINE and data.startswith(_OLE) else None
    if grids is None or len(grids) != len(looks) or not any(look.stored or look.errors for look in looks):
        raise _unreadable()
    sheets: list[RawSheet] = []
    found = [faults.DAMAGED.at(Place(file=name))]
    for (title, grid), look in zip(grids, looks, strict=True):
        around = Around(specials=look.errors, merges=look.merges, hidden_rows=look.hidden_rows, percents=look.percents)
        if grid.count() != look.stored:
            found.append(faults.WITNESS_MISMATCH.at(Place(file=name, sheet=title), counted=look.stored, read=grid.count()))
        sheet, notes = settle_sheet(title, grid, around, name)
        refuse_marked(sheet)
        if look.state is not SheetState.VISIBLE:
            sheet, note = hidden_sheet(title, look.state, len(grid.rows), name)
            notes = [note]
        sheets.append(sheet)
        found += notes
    marks = next((marks_in_rows(grid.rows) for title, grid in grids if title == MARK_SHEET), {})
    _refuse_blank(sheets, data)
    return RawBook(kind=kind, sheets=tuple(sheet for sheet in sheets if sheet.name != MARK_SHEET), marks=marks), found


def _grids_of(book: Any) -> list[tuple[str, Grid]]:
    return [(title, grid_of(book.get_sheet_by_index(at))) for at, title in enumerate(book.sheet_names)]


def _stream(data: bytes) -> bytes:
    """The workbook stream; the file itself where there is no container around it, nothing where it cannot be found."""
    from xlrd.compdoc import CompDoc, CompDocError

    if not data.startswith(_OLE):
        return data
    try:
        document = CompDoc(data, logfile=io.StringIO(), ignore_workbook_corruption=True)
        for title in ("Workbook", "Book"):
            content, base, size = document.locate_named_stream(title)
            if content:
                return bytes(content[base : base + size])
    except (CompDocError, *LIBRARY_ERRORS):
        return b""
    return b""


def _opened(data: bytes) -> tuple[Any, bool] | None:
    """The workbook, and True where its container is damaged: some programs write such files, and they open everywhere. None where xlrd refuses it."""
    import xlrd
    from xlrd.compdoc import CompDocError
    from xlrd.formula import FormulaError

    for lenient in (False, True):
        try:
            options = {"formatting_info": True, "ragged_rows": True, "on_demand": True, "ignore_workbook_corruption": lenient}
            return xlrd.open_workbook(file_contents=data, logfile=io.StringIO(), **options), lenient
        except xlrd.XLRDError as error:
            if "encrypted" in str(error):
                raise Refused(faults.ENCRYPTED) from None
        except (CompDocError, FormulaError, *LIBRARY_ERRORS):
            continue
    return None


def _page(book: Any, number: int) -> Any:
    """One sheet, read when its turn comes; None where xlrd cannot read it."""
    import xlrd
    from xlrd.formula import FormulaError

    try:
        return book.sheet_by_index(number)
    except (xlrd.XLRDError, FormulaError, *LIBRARY_ERRORS):
        return None


def _unreadable() -> Refused:
    return Refused(faults.UNREADABLE, kind=KIND_NAMES[FileKind.XLS], reason=REASONS["reader"])


def _grid(book: Any, page: Any) -> tuple[Grid, Around]:
    """The values, and what stands around them."""
    import xlrd

    specials: dict[tuple[int, int], Special] = {}
    percents: list[tuple[int, int]] = []
    struck: list[tuple[int, int]] = []
    signals = 0
    styles = _styles(book)
    rows: list[list[CellValue]] = []
    for i, (types, values, formats) in enumerate(zip(page._cell_types, page._cell_values, page._cell_xf_indexes, strict=False)):
        line: list[CellValue] = []
        for j, (kind, value, style) in enumerate(zip(types, values, formats, strict=False)):
            line.append(_value(kind, value, book.datemode))
            if kind in (xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_BLANK):
                continue
            if kind == xlrd.XL_CELL_ERROR:
                specials[i + 1, j + 1] = CellError(xlrd.error_text_from_code.get(value, "#?"))
            percent, crossed, signal = styles.get(style, (False, False, False))
            signals += signal
            if percent:
                percents.append((i + 1, j + 1))
            if crossed:
                struck.append((i + 1, j + 1))
        rows.append(line)
    around = Around(
        specials=specials,
        merges=[(top + 1, left + 1, bottom, right) for top, bottom, left, right in page.merged_cells],
        hidden_rows=[row + 1 for row, info in page.rowinfo_map.items() if info.hidden],
        hidden_columns=[column + 1 for column, info in page.colinfo_map.items() if info.hidden and column < 256],
        percents=percents,
        struck=struck,
        signals=signals,
        comments={(row + 1, column + 1): note.text for (row, column), note in page.cell_note_map.items() if note.text},
    )
    return _trimmed(grid_from(rows, 1, 1)), around


def _trimmed(grid: Grid) -> Grid:
    """Without the blank rows above the first value."""
    while grid.rows and not grid.rows[0]:
        grid.rows.pop(0)
        grid.top += 1
    return grid


def _value(kind: int, value: Any, datemode: int) -> CellValue:
    import xlrd

    if kind == xlrd.XL_CELL_DATE:
        return _date(value, datemode)
    if kind == xlrd.XL_CELL_BOOLEAN:
        return bool(value)
    return value if kind in (xlrd.XL_CELL_TEXT, xlrd.XL_CELL_NUMBER) else None


def _date(value: float, datemode: int) -> CellValue:
    """A date cell; a serial that is no date stays a number, so that its cell can be named later."""
    import xlrd

    if 0 < value < 1:
        seconds = round(value * 86_400)
        return time(seconds // 3600 % 24, seconds // 60 % 60, seconds % 60)
    try:
        moment: datetime = xlrd.xldate_as_datetime(value, datemode)
    except (xlrd.XLDateError, OverflowError, ValueError):
        return value
    if value < 1:
        return value
    return moment.date() if moment.time() == time() else moment


def _styles(book: Any) -> dict[int, tuple[bool, bool, bool]]:
    """Style number → (percent, struck, red or yellow)."""
    styles: dict[int, tuple[bool, bool, bool]] = {}
    for number, style in enumerate(book.xf_list):
        shown = book.format_map.get(style.format_key)
        pattern = (shown.format_str if shown else "") or ""  # None for the built-in East Asian dates (27–36, 50–58): they have no text
        font = book.font_list[style.font_index] if style.font_index < len(book.font_list) else None
        colours = {style.background.pattern_colour_index if style.background.fill_pattern == 1 else -1, font.colour_index if font else -1}
        signal = any(book.colour_map.get(colour) in _SIGNALS for colour in colours)
        styles[number] = ("%" in pattern, bool(font and font.struck_out), signal)
    return styles


def _named_marks(book: Any) -> dict[str, str]:
    for defined in book.name_map.get(MARK_SHEET, ()):
        value = getattr(defined.result, "value", None)
        if isinstance(value, str):
            return marks_in_defined_name(value)
    return {}


def _refuse_blank(sheets: list[RawSheet], data: bytes) -> None:
    if any(sheet.rows or sheet.state is not SheetState.VISIBLE for sheet in sheets):
        return
    pictures = sum(data.count(sign) for sign in _PICTURES)
    raise Refused(faults.SCAN_ONLY, pictures=pictures) if pictures else Refused(faults.NOTHING_INSIDE)


def _notes_on_book(book: Any, data: bytes, place: Place) -> list[Fault]:
    said = ((faults.MACROS_IGNORED, "_VBA_PROJECT_CUR" in names_inside(data)), (faults.DATE_1904, book.datemode == 1))
    return [kind.at(place) for kind, present in said if present]
