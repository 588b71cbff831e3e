"""From the cells of a file to register rows: found by their column titles, read like a return, names understood (X-07)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, datetime, time

from duchá.campaign.model import Campaign
from duchá.rulebook.form import Column, ColumnKind, ColumnRole, FilledBy, Form
from duchá.rulebook.points.rule import Sign
from duchá.submissions import wording as said
from duchá.submissions.context import Context
from duchá.submissions.find_tables import find_tables
from duchá.submissions.marked.own_marks import without_marks
from duchá.submissions.model import FoundTable, Row
from duchá.submissions.read_rows import read_form
from duchá.submissions.registers import faults as kinds, wording
from duchá.submissions.registers.model import Entry, ReadRegister, RegisterFile
from duchá.submissions.registers.names import owed_of, period_of_text, understand, unit_of
from duchá.submissions.registers.offered import DELIVERABLES, MATTERS, RULES, as_offered
from duchá.terms.fault import Fault, Weight
from duchá.terms.place import Place, parse_address
from duchá.terms.quantity import EMPTY, Content, Day, Empty, NotApplicable, Quantity, Words, text_of
from duchá.workbooks.model import RawBook

RECORD_NO = "record_no"
NOON = time(12)
_LIGHT = ("extra-columns", "columns-moved", "no-sequence", "stacked-forms", "side-by-side")  # no news in a register
_NOT_FOUND = ("wrong-form", "unknown-sheet")


def register_forms(campaign: Campaign, lists: dict[str, tuple[str, ...]]) -> tuple[Form, ...]:
    """The registers of a campaign with its choices filled in."""
    return tuple(as_offered(form, lists) for form in campaign.forms(FilledBy.OFFICE))


def read_registers(book: RawBook, forms: tuple[Form, ...], context: Context) -> RegisterFile:
    """The registers in a readable file. One workbook may hold several; extra columns are kept; the order of rows and columns means nothing.

    A row with a REJECT or QUERY fault is read and not usable, and so is every row of a table without its required columns; the
    others are not touched by that. ``sha256`` is left to the caller. Faults: S1xx, S2xx, S701–S703, S706–S708, S715, S716, S719, S720, S742.
    """
    book = without_marks(book)
    tables, structure = find_tables(book, forms, context.answers)
    faults = [*book.notes, *(fault for fault in structure if fault.kind.name not in _LIGHT)]
    source = context.arrival.source
    if not tables:
        heavy = [fault for fault in faults if fault.kind.name not in _NOT_FOUND]
        why = "" if heavy else "".join(fault.message for fault in structure[:1] if fault.kind.name == "unknown-sheet")
        nothing = [] if any(is_heavy(fault) for fault in heavy) else [kinds.NO_REGISTER.at(Place(file=source), why=why)]
        return RegisterFile(source=source, sha256="", faults=(*heavy, *nothing))
    sheets = {sheet.name: sheet for sheet in book.sheets}
    declared = {form.id: form for form in forms}
    registers = []
    for table in tables:
        register, found = _register(table, sheets[table.sheet], declared[table.form], context)
        registers.append(register)
        faults += found
    sure = not any(is_heavy(fault) for fault in structure)
    return RegisterFile(source=source, sha256="", registers=tuple(registers), faults=in_order(faults), read=True, sure=sure)


def in_order(faults: Iterable[Fault]) -> tuple[Fault, ...]:
    """Faults by place, the same said once."""
    once = {(fault.kind.code, fault.place, fault.found): fault for fault in faults}.values()
    return tuple(sorted(once, key=lambda fault: fault.place.sort_key()))


def is_heavy(fault: Fault) -> bool:
    """True for what keeps a row from being recorded."""
    return fault.kind.weight is not Weight.NOTE


def key_of(form: Form, values: dict[str, Content]) -> str:
    """The text of a row's key columns: dates as 2018-04-18, names as understood, nothing where nothing was written."""
    return wording.KEY_JOINT.join(_key_text(values.get(column.id, EMPTY)) for column in form.columns if column.key)


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


def _register(table: FoundTable, sheet: object, form: Form, context: Context) -> tuple[ReadRegister, list[Fault]]:
    filled, found = read_form(sheet, table, form, context)  # type: ignore[arg-type]  # a RawSheet, by its name
    missing = [column for column in form.columns if column.required and column.id not in table.columns]
    whole = not missing and not table.transposed
    by_row: dict[int, list[Fault]] = defaultdict(list)
    for fault in found:
        by_row[parse_address(fault.place.cell.split(":")[0])[0]].append(fault)
    entries: list[Entry] = []
    faults = list(found)
    for row in filled.rows:
        entry, about = _entry(row, form, context, by_row, whole=whole)
        entries.append(entry)
        faults += about
    if missing and entries:
        faults.append(kinds.COLUMN_MISSING.at(Place(sheet=table.sheet), form=form.id, register=form.title, rows=len(entries)))
    return ReadRegister(form=form.id, sheet=table.sheet, range=table.range, entries=tuple(entries), whole=whole), faults


def _entry(row: Row, form: Form, context: Context, by_row: dict[int, list[Fault]], *, whole: bool) -> tuple[Entry, list[Fault]]:
    values: dict[str, Content] = {}
    about: list[Fault] = []
    places = {id: row.places[id] for id in row.cells}
    sheet_row = next((parse_address(place.cell)[0] for place in places.values()), 0)
    spoken = {fault.place.cell for fault in by_row.get(sheet_row, ()) if is_heavy(fault)}
    for column in form.columns:
        if column.id in row.cells:
            content, found = understand(_plain(row.cells[column.id]), column, places[column.id], context)
            values[column.id] = content
            about += [*found, *_required(content, column, places[column.id])]
    happened, late = _happened(form, values, places, context, spoken)
    about += late
    about += _owed(form, values, places, context)
    about += _inspected(form, values, places)
    if any(fault.kind is kinds.SIGNED_AMOUNT for fault in about) and _gives_sign(form, values, context.campaign):
        about = [fault for fault in about if fault.kind is not kinds.SIGNED_AMOUNT]
    about = [replace(fault, form=form.id) for fault in about]
    entry = Entry(
        register=form.id,
        key=key_of(form, values),
        record_no=_key_text(values.pop(RECORD_NO, EMPTY)),
        values=values,
        extra=dict(row.extra),
        places={id: place for id, place in places.items() if id in values},
        sheet=next((place.sheet for place in places.values()), ""),
        row=sheet_row,
        happened_at=happened,
        usable=whole and not spoken and not any(is_heavy(fault) for fault in about),
        idle=_is_idle(form, values),
        refers=tuple(c.id for c in form.columns if c.choices_from == MATTERS and isinstance(values.get(c.id), Words)),
    )
    return entry, about


def _is_idle(form: Form, values: dict[str, Content]) -> bool:
    """True for a row of a list in which a person may decide, and has decided nothing."""
    decisions = [column.id for column in form.columns if column.role is ColumnRole.DECISION]
    return bool(decisions) and all(isinstance(values.get(id, EMPTY), Empty) for id in decisions)


def _gives_sign(form: Form, values: dict[str, Content], campaign: Campaign) -> bool:
    """True for a row whose own rule leaves the sign to it (更正)."""
    column = next((c for c in form.columns if c.choices_from == RULES), None)
    situation = text_of(values.get(column.id, EMPTY)) if column else ""
    return any(rule.name == situation and rule.sign is Sign.TYPED for book in campaign.rulebooks for rule in book.points)


def _plain(content: Content) -> Content:
    """Words without the mark that 同上 was resolved: what it points to is what the row says."""
    if isinstance(content, Words) and content.text.endswith(said.DITTO_MARK):
        return Words(content.text.removesuffix(said.DITTO_MARK))
    return content


def _required(content: Content, column: Column, place: Place) -> Iterator[Fault]:
    """S719 where 无 stands for a required name, day or number. Of a text it is an answer: an inspection may have found nothing."""
    if column.required and column.kind is not ColumnKind.LONG_TEXT and isinstance(content, NotApplicable):
        yield kinds.NEEDS_VALUE.at(place, found=content.text, label=column.title, written=content.text)


def _happened(
    form: Form, values: dict[str, Content], places: dict[str, Place], context: Context, spoken: set[str]
) -> tuple[datetime | None, list[Fault]]:
    """When a row happened: its date at its hour or at noon; without dates, or with none that must be filled, it holds from the campaign's first day on."""
    campaign = context.campaign
    days = [form.column(id) for id in form.dated_by]
    if not any(c.required or not isinstance(values.get(c.id, EMPTY), Empty | NotApplicable) for c in days):
        return datetime.combine(campaign.settings.start, NOON, campaign.zone), []
    day, column = next(((day, c) for c in days if (day := _day(values.get(c.id, EMPTY), c))), (None, None))
    if day is None or column is None:
        inexact = [c for c in days if not isinstance(values.get(c.id, EMPTY), Empty | NotApplicable)]
        return None, [_inexact(c, values, places[c.id]) for c in inexact if c.kind is ColumnKind.DATE and places[c.id].cell not in spoken]
    hour = _hour(values.get(form.timed_by, EMPTY)) if form.timed_by else NOON
    happened = datetime.combine(day, hour, campaign.zone)
    if column.kind is ColumnKind.DATE and day > campaign.local(context.arrival.received_at).date():
        written = day.isoformat()
        return happened, [kinds.AHEAD.at(places[column.id], found=written, label=column.title, day=written)]
    return happened, []


def _day(content: Content, column: Column) -> date | None:
    if isinstance(content, Day):
        return content.day if content.end is None else None
    period = period_of_text(content.text) if isinstance(content, Words) and column.kind is ColumnKind.PERIOD else None
    return period.end if period else None


def _inexact(column: Column, values: dict[str, Content], place: Place) -> Fault:
    written = text_of(values[column.id])
    return kinds.NO_EXACT_DAY.at(place, found=written, label=column.title, written=written)


def _hour(content: Content) -> time:
    """The hour of a 17:30; noon where none was written."""
    hour, _, minute = content.text.partition(":") if isinstance(content, Words) else ("", "", "")
    if not (hour.isdecimal() and minute.isdecimal()):
        return NOON
    return time(int(hour), int(minute))


def _inspected(form: Form, values: dict[str, Content], places: dict[str, Place]) -> Iterator[Fault]:
    """S742 for a row of an inspection that names no unit (where it must, the blank cell is a fault already)."""
    column = next((c for c in form.columns if c.kind is ColumnKind.UNIT and not c.required), None)
    if column is None or form.with_role(ColumnRole.PROBLEM) is None:
        return
    if isinstance(values.get(column.id, EMPTY), Empty | NotApplicable):
        place = places.get(column.id) or min(places.values(), key=lambda one: one.sort_key(), default=Place())
        yield kinds.INSPECTED_NOBODY.at(place, label=column.title)


def _owed(form: Form, values: dict[str, Content], places: dict[str, Place], context: Context) -> Iterator[Fault]:
    """S715 where a register says that a unit sent what it does not owe."""
    column = next((c for c in form.columns if c.choices_from == DELIVERABLES), None)
    unit_column = next((c for c in form.columns if c.kind is ColumnKind.UNIT and c.required), None)
    if column is None or unit_column is None:
        return
    unit = unit_of(text_of(values.get(unit_column.id, EMPTY)), context)
    owed = owed_of(text_of(values.get(column.id, EMPTY)), context.campaign)
    if unit is not None and owed is not None and not owed.falls_on(unit):
        yield kinds.NOT_OWED_HERE.at(places[column.id], found=owed.deliverable.name, unit=unit.name, material=owed.deliverable.name)
