"""From the cells of a file to register rows: found by their column titles, read like a return, names understood (X-07)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime, time

from duchá.registers import faults as kinds, wording
from duchá.registers.ids import EVENTS, PAPER, PAPER_ROWS, SCORING
from duchá.registers.model import ReadRegister, RegisterFile, TypedRow, Values
from duchá.registers.names import owed_of, period_of_text, understand, unit_of
from duchá.registers.offered import MATERIALS, MATTERS, RULES
from duchá.rulebook.form import CHECKED_BY, RECORD_NO, Column, ColumnKind, ColumnRole, Form
from duchá.rulebook.point_rule import Sign
from duchá.submissions import wording as said
from duchá.submissions.cells.labels import label_of
from duchá.submissions.context import Context
from duchá.submissions.faults import cells as cell_kinds
from duchá.submissions.find.tables import find_tables
from duchá.submissions.marked.own_marks import without_marks
from duchá.submissions.model import FoundTable, Row
from duchá.submissions.places import RowPlaces, Spots
from duchá.submissions.read.form import read_form
from duchá.terms.fault import Fault, Weight
from duchá.terms.place import Place, column_letters, parse_address
from duchá.terms.quantity import EMPTY, Content, Day, Empty, NotApplicable, Quantity, Words, text_of
from duchá.terms.text import for_matching
from duchá.terms.wording import LIST_SEPARATOR
from duchá.workbooks.sheets.model import RawBook, RawSheet, SheetState

SIGN_OUTSIDE = "确是名单以外的，请在这一行的“核实人”栏签名。"

NOON = time(12)
_LIGHT = ("extra-columns", "columns-moved", "no-sequence", "stacked-forms", "side-by-side")  # no news in a register
_NOT_FOUND = ("wrong-form", "unknown-sheet")
_SEARCHED = 20  # rows from the top among which the headings stand
_LONG, _PART = 20_000, 4_000  # a table of more rows than this is read in parts of so many
_REMEMBERED = 50_000  # contents of cells
_NOTHING: Mapping[str, str] = {}
COUNTED_BY_UNIT = SCORING | {PAPER, PAPER_ROWS}  # registers that say nothing where their unit is not on the roster
_ANSWERABLE = frozenset(
    {kinds.KEY_EDITED, kinds.FILES_DISAGREE, kinds.INSPECTED_NOBODY, cell_kinds.MAYBE_CONTINUED, cell_kinds.UNCLEAR_ANSWER}
)


def _headings_of_a_known_file(book: RawBook, forms: tuple[Form, ...], source: str) -> Fault | None:
    """S724: a file with the name of a register whose headings are other ones; None where it has another name, or no row that looks like headings."""
    form = next((form for form in forms if form.file and form.file == source.rpartition("/")[2]), None)
    sheet = next((sheet for sheet in book.sheets if sheet.state is SheetState.VISIBLE and sheet.rows), None)
    if form is None or sheet is None:
        return None
    for down, row in enumerate(sheet.rows[:_SEARCHED]):
        texts = [(sheet.left + right, cell.strip()) for right, cell in enumerate(row) if isinstance(cell, str) and cell.strip()]
        if len(texts) > 1:
            there = {for_matching(text.rstrip("*")) for _, text in texts}
            wanted = [column for column in form.columns if column.required or column.key]
            missing = [column.title for column in wanted if not there & {for_matching(one) for one in (column.title, *column.synonyms)}]
            place = Place(file=source, sheet=sheet.name, cell=f"{column_letters(texts[0][0])}{sheet.top + down}")
            words = {
                "register": form.sheet,
                "missing": LIST_SEPARATOR.join(missing),
                "found": LIST_SEPARATOR.join(text for _, text in texts),
            }
            return kinds.UNKNOWN_HEADINGS.at(place, **words) if missing else None
    return None


def read_registers(book: RawBook, forms: tuple[Form, ...], context: Context) -> RegisterFile:
    """The registers in a readable file. One workbook may hold several; extra columns are kept; the order of rows and columns means nothing.

    A row with a REJECT, or with a QUERY that nobody has signed for, is read and not usable, and so is every row of a table without its
    required columns; the others are not touched by that. ``sha256`` is left to the caller. Faults: S1xx, S2xx, S701–S703, S706–S708, S715, S716, S719, S720, S742.
    """
    book = without_marks(book)
    tables, structure = find_tables(book, forms, context.answers)
    faults = [*book.notes, *(fault for fault in structure if fault.kind.name not in _LIGHT)]
    source = context.arrival.source
    if not tables:
        heavy = [fault for fault in faults if fault.kind.name not in _NOT_FOUND]
        known = None if any(is_heavy(fault) for fault in heavy) else _headings_of_a_known_file(book, forms, source)
        if known is not None:
            return RegisterFile(source=source, sha256="", faults=(*heavy, known))
        why = "" if heavy else "".join(fault.message for fault in structure[:1] if fault.kind.name == "unknown-sheet")
        nothing = [] if any(is_heavy(fault) for fault in heavy) else [kinds.NO_REGISTER.at(Place(file=source), why=why)]
        return RegisterFile(source=source, sha256="", faults=(*heavy, *nothing))
    sheets = {sheet.name: sheet for sheet in book.sheets}
    declared = {form.id: form for form in forms}
    registers: list[ReadRegister] = []
    answered: list[Fault] = []
    for table in tables:
        reader = _Reader(sheets[table.sheet], table, declared[table.form], context)
        registers.append(reader.register())
        faults += reader.faults
        answered += reader.answered
    sure = not any(is_heavy(fault) for fault in structure)
    return RegisterFile(
        source=source, sha256="", registers=tuple(registers), faults=in_order(faults), answered=in_order(answered), read=True, sure=sure
    )


def in_order(faults: Iterable[Fault]) -> tuple[Fault, ...]:
    """Faults by place, the same said once."""
    once = {(fault.kind.code, fault.place, fault.found): fault for fault in faults}.values()
    return tuple(sorted(once, key=lambda fault: fault.place.sort_key()))


def is_heavy(fault: Fault) -> bool:
    """True for what keeps a row from being recorded."""
    return fault.kind.weight is not Weight.NOTE


def is_answered(fault: Fault, register: str, checked_by: str) -> bool:
    """True for a question about a row that a person has signed (核实人): the row stands as it was typed.

    Only what can be recorded as it stands is answered so: where a value is missing or cannot be read, a signature gives none.
    """
    if not checked_by or fault.kind.weight is not Weight.QUERY:
        return False
    if fault.kind is kinds.UNKNOWN_UNIT:
        return register not in COUNTED_BY_UNIT
    return fault.kind in _ANSWERABLE or (fault.kind is kinds.UNKNOWN_MATTER and register != EVENTS)


def key_of(form: Form, values: Mapping[str, Content]) -> str:
    """The text of a row's key columns: dates as 2018-04-18, names as understood, nothing where nothing was written."""
    keys = [_key_text(values.get(column.id, EMPTY)) for column in form.columns if column.key]
    later = [text for column in form.columns if column.key_if_filled and (text := _key_text(values.get(column.id, EMPTY)))]
    return wording.KEY_JOINT.join((*keys, *later))


def _key_text(content: Content) -> str:
    match content:
        case Day():
            return content.day.isoformat()
        case Words(text):
            return text.replace(wording.KEY_JOINT, "|")
        case Quantity():
            return f"{content.amount.normalize():f}"
        case _:
            return ""


class _Reader:
    """Reads the rows of one found table, a part after the other, so that a long register never stands in memory cell by cell.

    Contents that rows have in common are kept once: forty units, a few steps, a few hundred days.
    """

    def __init__(self, sheet: RawSheet, table: FoundTable, form: Form, context: Context) -> None:
        self._sheet, self._table, self._form, self._context = sheet, table, form, context
        self._missing = [column for column in form.columns if column.required and column.id not in table.columns]
        self._whole = not self._missing and not table.transposed
        self._columns = tuple(column for column in form.columns if column.id in table.columns and column.role is not ColumnRole.SEQUENCE)
        own = [column for column in self._columns if column.id != RECORD_NO]
        self._at = {column.id: at for at, column in enumerate(own)}
        labels = {column.id: label_of(column) for column in own}
        columns = {column.id: table.columns[column.id] for column in own}
        self._spots = Spots(sheet=sheet.name, columns=columns, labels=labels, transposed=table.transposed)
        self._letters = tuple(sorted((id, column_letters(at)) for id, at in columns.items()))
        self._refers = tuple(column.id for column in own if column.choices_from == MATTERS)
        self._decisions = [column.id for column in form.columns if column.role is ColumnRole.DECISION]
        self._situation = next((column.id for column in form.columns if column.choices_from == RULES), "")
        self._otherwise = "" if form.id in COUNTED_BY_UNIT else SIGN_OUTSIDE
        self._understood: dict[tuple[str, Content], Content] = {}
        self._moments: dict[datetime, datetime] = {}
        self._today = context.campaign.local(context.arrival.received_at).date()
        self.faults: list[Fault] = []
        self.answered: list[Fault] = []

    def register(self) -> ReadRegister:
        """The whole table."""
        entries = tuple(self._entries())
        if self._missing and entries:
            place = Place(sheet=self._table.sheet)
            self.faults.append(kinds.COLUMN_MISSING.at(place, form=self._form.id, register=self._form.title, rows=len(entries)))
        table = self._table
        return ReadRegister(form=self._form.id, sheet=table.sheet, range=table.range, entries=entries, whole=self._whole)

    def _entries(self) -> Iterator[TypedRow]:
        body, before = self._table.body, 0
        again: list[int] = []  # the row above, and those above it that 同上 leads back to
        step = len(body) or 1
        if len(body) > _LONG and not self._sheet.merges and not self._form.with_role(ColumnRole.ITEM):
            step = _PART
        for at in range(0, len(body), step):
            part = replace(self._table, body=(*again, *body[at : at + step]))
            filled, found = read_form(self._sheet, part, self._form, self._context, before=before - len(again))
            by_row: dict[int, list[Fault]] = defaultdict(list)
            for fault in found:
                by_row[parse_address(fault.place.cell.split(":")[0])[0]].append(fault)
            read_before = set(again)
            for row in filled.rows[len(again) :]:
                at_row = self._row_of(row)
                yield self._entry(row, at_row, by_row.pop(at_row, []))
                again = [*again, at_row] if "ditto" in row.marks else [at_row]
                before += 1
            self.faults += [fault for at_row, about in by_row.items() if at_row not in read_before for fault in about]

    def _row_of(self, row: Row) -> int:
        return next((parse_address(row.places[id].cell)[0] for id in row.cells), 0)

    def _entry(self, row: Row, sheet_row: int, found: list[Fault]) -> TypedRow:
        places = RowPlaces(self._spots, sheet_row) if not self._table.transposed else {id: row.places[id] for id in self._at}
        spoken = {fault.place.cell for fault in found if is_heavy(fault)}
        contents: list[Content] = []
        record_no = ""
        about: list[Fault] = []
        for column in self._columns:
            content, said = self._content(row.cells[column.id], column, row.places)
            about += said
            if column.id == RECORD_NO:
                record_no = _key_text(content)
            else:
                contents.append(content)
        values = Values(self._at, tuple(contents))
        happened, said = self._happened(values, places, spoken)
        about += said
        about += _owed(self._form, values, places, self._context)
        about += _inspected(self._form, values, places)
        if any(fault.kind is kinds.SIGNED_AMOUNT for fault in about) and self._gives_sign(values):
            about = [fault for fault in about if fault.kind is not kinds.SIGNED_AMOUNT]
        signed = values.get(CHECKED_BY, EMPTY)
        by = signed.text if isinstance(signed, Words) else ""
        usable = self._whole
        for fault in (*found, *(replace(fault, form=self._form.id) for fault in about)):
            if is_answered(fault, self._form.id, by):
                self.answered.append(fault)
            else:
                self.faults.append(fault)
                usable = usable and not is_heavy(fault)
        return TypedRow(
            register=self._form.id,
            key=key_of(self._form, values),
            record_no=record_no,
            values=values,
            extra=dict(row.extra) if row.extra else _NOTHING,
            places=places,
            sheet=self._sheet.name,
            row=sheet_row,
            happened_at=happened,
            usable=usable,
            idle=bool(self._decisions) and all(isinstance(values.get(id, EMPTY), Empty) for id in self._decisions),
            columns=self._letters if not self._table.transposed else (),
            refers=self._refers if all(isinstance(values[id], Words) for id in self._refers) else self._named(values),
        )

    def _named(self, values: Values) -> tuple[str, ...]:
        return tuple(id for id in self._refers if isinstance(values[id], Words))

    def _content(self, raw: Content, column: Column, places: Mapping[str, Place]) -> tuple[Content, list[Fault]]:
        """What a cell says, names in their one form; the same said before is the same content."""
        known = self._understood.get((column.id, raw))
        if known is not None:
            return known, []
        place = places[column.id]
        content, found = understand(_plain(raw), column, place, self._context, otherwise=self._otherwise)
        about = [*found, *_required(content, column, place)]
        if not about and column.kind is not ColumnKind.LONG_TEXT and len(self._understood) < _REMEMBERED:
            self._understood[column.id, raw] = content
        return content, about

    def _gives_sign(self, values: Values) -> bool:
        """True for a row whose own rule leaves the sign to it (更正)."""
        situation = text_of(values.get(self._situation, EMPTY))
        books = self._context.campaign.rulebooks
        return any(rule.name == situation and rule.sign is Sign.TYPED for book in books for rule in book.points)

    def _happened(self, values: Values, places: Mapping[str, Place], spoken: set[str]) -> tuple[datetime | None, list[Fault]]:
        """When a row happened: its date at its hour or at noon; without dates, or with none that must be filled, it holds from the
        campaign's first day on."""
        campaign, form = self._context.campaign, self._form
        days = [form.column(id) for id in form.dated_by]
        if not any(c.required or not isinstance(values.get(c.id, EMPTY), Empty | NotApplicable) for c in days):
            return self._moment(campaign.settings.start, NOON), []
        day, column = next(((day, c) for c in days if (day := _day(values.get(c.id, EMPTY), c))), (None, None))
        if day is None or column is None:
            inexact = [c for c in days if not isinstance(values.get(c.id, EMPTY), Empty | NotApplicable)]
            said = [c for c in inexact if c.kind is ColumnKind.DATE and places[c.id].cell not in spoken]
            return None, [_inexact(values[c.id], c, places[c.id]) for c in said]
        hour = _hour(values.get(form.timed_by, EMPTY)) if form.timed_by else NOON
        about = []
        if column.kind is ColumnKind.DATE and day > self._today:
            about.append(kinds.AHEAD.at(places[column.id], found=day.isoformat(), label=column.title, day=day.isoformat()))
        return self._moment(day, hour), about

    def _moment(self, day: date, hour: time) -> datetime:
        moment = datetime.combine(day, hour, self._context.campaign.zone)
        return self._moments.setdefault(moment, moment)


def _plain(content: Content) -> Content:
    """Words without the mark that 同上 was resolved: what it points to is what the row says."""
    if isinstance(content, Words) and content.text.endswith(said.DITTO_MARK):
        return Words(content.text.removesuffix(said.DITTO_MARK))
    return content


def _required(content: Content, column: Column, place: Place) -> Iterator[Fault]:
    """S719 where 无 stands for a required name, day or number. Of a text it is an answer: an inspection may have found nothing."""
    if column.required and column.kind is not ColumnKind.LONG_TEXT and isinstance(content, NotApplicable):
        yield kinds.NEEDS_VALUE.at(place, found=content.text, label=column.title, written=content.text)


def _day(content: Content, column: Column) -> date | None:
    if isinstance(content, Day):
        return content.day if content.end is None else None
    period = period_of_text(content.text) if isinstance(content, Words) and column.kind is ColumnKind.PERIOD else None
    return period.end if period else None


def _inexact(content: Content, column: Column, place: Place) -> Fault:
    written = text_of(content)
    return kinds.NO_EXACT_DAY.at(place, found=written, label=column.title, written=written)


def _hour(content: Content) -> time:
    """The hour of a 17:30; noon where none was written."""
    hour, _, minute = content.text.partition(":") if isinstance(content, Words) else ("", "", "")
    if not (hour.isdecimal() and minute.isdecimal()):
        return NOON
    return time(int(hour), int(minute))


def _inspected(form: Form, values: Mapping[str, Content], places: Mapping[str, Place]) -> Iterator[Fault]:
    """S742 for a row of an inspection that names no unit (where it must, the blank cell is a fault already)."""
    column = next((c for c in form.columns if c.kind is ColumnKind.UNIT and not c.required), None)
    if column is None or form.with_role(ColumnRole.PROBLEM) is None:
        return
    if isinstance(values.get(column.id, EMPTY), Empty | NotApplicable):
        place = places.get(column.id) or min(places.values(), key=lambda one: one.sort_key(), default=Place())
        yield kinds.INSPECTED_NOBODY.at(place, label=column.title)


def _owed(form: Form, values: Mapping[str, Content], places: Mapping[str, Place], context: Context) -> Iterator[Fault]:
    """S715 where a register says that a unit sent what it does not owe."""
    column = next((c for c in form.columns if c.choices_from in MATERIALS), None)
    unit_column = next((c for c in form.columns if c.kind is ColumnKind.UNIT and c.required), None)
    if column is None or unit_column is None:
        return
    unit = unit_of(text_of(values.get(unit_column.id, EMPTY)), context)
    owed = owed_of(text_of(values.get(column.id, EMPTY)), context.campaign)
    if unit is not None and owed is not None and not owed.falls_on(unit):
        yield kinds.NOT_OWED_HERE.at(places[column.id], found=owed.deliverable.name, unit=unit.name, material=owed.deliverable.name)
