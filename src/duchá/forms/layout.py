"""The one map field ↔ cell of a form: blank, reader of unchanged blanks, marked copy and tests all ask here."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate

from duchá.rulebook.cell_checks import words_for_blank
from duchá.rulebook.form import Column, ColumnKind, FilledBy, Form, HeaderField
from duchá.terms.place import address

COLON = "："
BRACKET = "（"

ROOM = {True: 130.0, False: 90.0}  # columns' width, in characters, that an A4 page holds at full size: on its side, upright
SMALLEST = 0.65  # of full size (12 pt): what is printed smaller than 8 pt is read by nobody


@dataclass(frozen=True, slots=True, kw_only=True)
class Pages:
    """Pages side by side; ``first`` columns stand on the first of them, ``repeated`` columns on each."""

    count: int
    first: int
    repeated: int


def pages_of(widths: Sequence[float], keys: int, *, landscape: bool) -> Pages:
    """As few pages as keep the print readable; ``keys`` are the columns from the left by which a row is known.

    The break is where programs make it that fit a table to so many pages: at the greatest size at which its columns, filled from the
    left, take no more than these pages. One page where the key columns alone would take half of it.
    """
    key, paper = sum(widths[:keys]), ROOM[landscape]
    if sum(widths) * SMALLEST <= paper or key > paper / 2:
        return one_page(widths)
    for pages in range(2, len(widths) + 1):
        room = next(room for room in _rooms(widths) if _filled(widths, key, room) <= pages)
        first = _fit(widths, 0, room)
        if room * SMALLEST <= paper and first > keys:
            return Pages(count=pages, first=first, repeated=keys)
    return one_page(widths)


def one_page(widths: Sequence[float]) -> Pages:
    """All columns side by side, however small."""
    return Pages(count=1, first=len(widths), repeated=0)


def _rooms(widths: Sequence[float]) -> Iterator[float]:
    """Rooms to try, from the broadest column on."""
    return (max(widths) + step for step in range(int(sum(widths)) + 1))


def _filled(widths: Sequence[float], key: float, room: float) -> int:
    """How many pages the columns take when each holds so much, the key columns on every page after the first."""
    at, pages = 0, 0
    while at < len(widths):
        at += max(1, _fit(widths, at, room - (key if at else 0)))
        pages += 1
    return pages


def _fit(widths: Sequence[float], at: int, room: float) -> int:
    """How many columns from one on have room side by side."""
    taken = 0
    for width in widths[at:]:
        room -= width
        if room < 0:
            break
        taken += 1
    return taken


NOTE_OF_CHECKS, BETWEEN_RULES = "注：报送前请核对，{rules}。", "；"

DAY_WIDTH = 17.0  # a column in which 2015年11月20日 stands on one line (12 pt)
LABEL_SIGN = 2.75  # width, in column units, of one Chinese character in the header line (14 pt)
ENTRY_WIDTH = 24.0  # room that an entry of the header line wants
NARROWEST = 20.0  # a column is not made narrower than this to make room for labels


@dataclass(frozen=True, slots=True, kw_only=True)
class Cells:
    """A cell, or a box of cells that are merged into one; 1-based, both ends included."""

    row: int
    column: int
    last_column: int

    @property
    def at(self) -> str:
        """The address where its value stands (``C5``)."""
        return address(self.row, self.column)

    @property
    def range(self) -> str:
        """The address of the whole box (``C5`` or ``C5:D5``)."""
        return self.at if self.last_column == self.column else f"{self.at}:{address(self.row, self.last_column)}"

    def squares(self) -> Iterator[tuple[int, int]]:
        """Every (row, column) it covers."""
        return ((self.row, column) for column in range(self.column, self.last_column + 1))


@dataclass(frozen=True, slots=True, kw_only=True)
class HeaderPlace:
    """Where a header field stands: its label as printed (may have two lines), the label's cell and the entry's."""

    field: HeaderField
    text: str
    label: Cells
    entry: Cells


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """版式: where everything of a form stands on its sheet. ``widths`` are those of the sheet's columns, in characters, ``pages`` how
    they stand on paper.

    ``first`` and ``last`` are the body's rows; a unit may insert rows or write on, so readers go by words and use this only for
    a sheet whose structure is unchanged. ``columns`` maps a column's id to its sheet column.
    """

    form: Form
    widths: tuple[float, ...]
    pages: Pages
    annex: Cells | None
    title: Cells
    header: tuple[HeaderPlace, ...]
    heads: int
    first: int
    last: int
    columns: Mapping[str, int]
    remark_label: Cells | None
    remark: Cells | None
    notes: tuple[Cells, ...]

    def head(self, column: Column) -> Cells:
        """The cell of a column's title."""
        return _cell(self.heads, self.columns[column.id])

    def body(self, row: int, column: str) -> Cells:
        """The cell of a column in the ``row``-th body row, counted from 1."""
        return _cell(self.first + row - 1, self.columns[column])

    def fields(self) -> dict[str, Cells]:
        """Every field that can be filled and its cell: ``header.date``, ``body.1.item``, ``remark``."""
        found = {f"header.{place.field.id}": place.entry for place in self.header}
        rows = range(1, self.last - self.first + 2)
        found |= {f"body.{row}.{column.id}": self.body(row, column.id) for row in rows for column in self.form.columns}
        return found if self.remark is None else found | {"remark": self.remark}

    def field_at(self, row: int, column: int) -> str | None:
        """The field that a cell of an unchanged blank holds; None where it holds none."""
        return next((name for name, cells in self.fields().items() if (row, column) in cells.squares()), None)


def lay_out(form: Form) -> Layout:
    """The layout of a form: number, title, header line, heads, body, remark, notes; a register has its notes above the table."""
    widths, start = _widths(form)
    pages = pages_of(widths, _keys(form), landscape=form.landscape) if form.filled_by is FilledBy.OFFICE else one_page(widths)
    start_above, last_column, row = start + pages.repeated, pages.first, 1  # what stands above the table is on one page only
    annex = None
    if form.number:
        annex, row = _across(row, start_above, last_column), row + 1
    title, row = _across(row, start_above, last_column), row + 1
    header, row = _header(form.header, widths, row)
    notes: tuple[Cells, ...] = ()
    if form.filled_by is FilledBy.OFFICE:
        notes, row = _notes(form, start_above, last_column, row)
    heads, first = row, row + 1
    row = first + form.body_rows
    remark_label = remark = None
    if form.remark is not None:
        remark_label, remark = _remark(start, last_column, row)
        row = remark.row + 1
    if form.filled_by is FilledBy.UNIT:
        notes, row = _notes(form, start, last_column, row)
    return Layout(
        form=form,
        widths=widths,
        pages=pages,
        annex=annex,
        title=title,
        header=header,
        heads=heads,
        first=first,
        last=first + form.body_rows - 1,
        columns={column.id: start + n for n, column in enumerate(form.columns)},
        remark_label=remark_label,
        remark=remark,
        notes=notes,
    )


def _keys(form: Form) -> int:
    """How many columns from the left tell which row it is: a register's keys that stand first."""
    return next((at for at, column in enumerate(form.columns) if not column.key), len(form.columns))


def _cell(row: int, column: int) -> Cells:
    return Cells(row=row, column=column, last_column=column)


def _across(row: int, first: int, last: int) -> Cells:
    return Cells(row=row, column=first, last_column=last)


def _widths(form: Form) -> tuple[tuple[float, ...], int]:
    """Widths of the sheet's columns, and the column where the table begins.

    Body cells are never merged (a merged row does not grow with its text), so labels and entries of the header line stand in the
    table's own columns: the first is widened, at the cost of the widest, where a label finds no room before the last column.
    """
    widths = [max(float(column.width), DAY_WIDTH if column.kind is ColumnKind.DATE else 0.0) for column in form.columns]
    if not form.header:
        return tuple(widths), 1
    want = max(_width(field) for field in form.header)
    if len(widths) == 1:
        return (want, *widths), 2
    lack = want - sum(widths[:-1])
    if lack > 0:
        widths[0] += lack
        widths[-1] = max(widths[-1] - lack, min(widths[-1], NARROWEST))
    return tuple(widths), 1


def _lines(field: HeaderField) -> tuple[str, ...]:
    """The label's lines when one is too long for its place: it breaks before the bracket of 盖章."""
    text = field.label + COLON
    at = text.find(BRACKET)
    return (text[:at], text[at:]) if at > 0 else (text,)


def _width(field: HeaderField) -> float:
    return max(len(line) for line in _lines(field)) * LABEL_SIGN


def _header(fields: tuple[HeaderField, ...], widths: tuple[float, ...], row: int) -> tuple[tuple[HeaderPlace, ...], int]:
    """Label and entry of each field, as many on a line as the columns have room for; and the next free row."""
    places: list[HeaderPlace] = []
    at, last = 1, len(widths)
    for field in fields:
        end = _reach(widths, at, _width(field))
        if end is None or end == last:
            row, at = row + 1, 1
            end = _reach(widths, at, _width(field))
        end = min(end or last, last - 1)
        entry = _reach(widths, end + 1, ENTRY_WIDTH) or last
        one_line = field.label + COLON
        fits = len(one_line) * LABEL_SIGN <= sum(widths[at - 1 : end])
        text = one_line if fits else "\n".join(_lines(field))
        places.append(HeaderPlace(field=field, text=text, label=_across(row, at, end), entry=_across(row, end + 1, entry)))
        at = entry + 1
    return tuple(places), row + 2 if fields else row  # a narrow empty row, so that the last entry keeps its line


def _reach(widths: tuple[float, ...], first: int, want: float) -> int | None:
    """The first column at which the columns from ``first`` on are wide enough together; None where they never are."""
    total = accumulate(widths[first - 1 :])
    return next((first + n for n, width in enumerate(total) if width >= want - 0.01), None)


def _remark(start: int, last: int, row: int) -> tuple[Cells, Cells]:
    """Label in the first column, entry over the others; a table of one column has the entry below its label."""
    if start == last:
        return _cell(row, start), _cell(row + 1, start)
    return _cell(row, start), _across(row, start + 1, last)


def _notes(form: Form, start: int, last: int, row: int) -> tuple[tuple[Cells, ...], int]:
    count = len(notes_of(form))
    return tuple(_across(row + n, start, last) for n in range(count)), row + count


def notes_of(form: Form) -> tuple[str, ...]:
    """The notes of a form, and behind them what its checks want: a formula that has to be read nowhere."""
    rules = [words for words, _ in words_for_blank(form)] if form.filled_by is FilledBy.UNIT else []
    return (*form.notes, *((NOTE_OF_CHECKS.format(rules=BETWEEN_RULES.join(rules)),) if rules else ()))
