"""CampaignLists as they stand on a day: registers of the office, exports from outside, rows of returned forms, all read in one way."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal, DecimalException
from functools import lru_cache
from itertools import product
from typing import Any, Protocol

from duchá.campaign.model import Campaign
from duchá.rulebook.apply_readings import apply_readings
from duchá.rulebook.check_registers import ROSTER_COLUMNS, scope_of, sort_of
from duchá.rulebook.expression import Sort, Statement, Value, statement
from duchá.rulebook.form import Column, ColumnKind, Form
from duchá.rulebook.model import Group, Rulebook
from duchá.rulebook.parse import split_list
from duchá.rulebook.register_rules import AS_OF, RowMatch, RowPick
from duchá.terms.content_json import content_from_json
from duchá.terms.place import Place
from duchá.terms.quantity import EMPTY, Content, Day, Empty, NotApplicable, Quantity, Words, text_of
from duchá.terms.text import for_matching

_SEVERAL = frozenset({ColumnKind.UNITS, ColumnKind.DATES})  # a cell of these holds several answers
_NUMBERS = frozenset({ColumnKind.COUNT, ColumnKind.AMOUNT, ColumnKind.PERCENT})
_matching = lru_cache(maxsize=100_000)(for_matching)
ROSTER_FILE = "units.xlsx"
Key = tuple[str, ...]


class ListRow(Protocol):
    """One row of any list: what it says by column, where that stands, and when it happened."""

    @property
    def record_no(self) -> str: ...
    @property
    def happened_at(self) -> datetime: ...
    @property
    def extra(self) -> Mapping[str, str]: ...
    def value(self, column: str) -> Content: ...
    def text(self, column: str) -> str: ...
    def day(self, column: str) -> date | None: ...
    def number(self, column: str) -> Decimal | None: ...
    def place(self, column: str) -> Place: ...


def typed_text(row: ListRow, column: str) -> str:
    """What stands in a cell as people see it: 无 is printed as 无, only an empty cell is blank."""
    return row.text(column) or text_of(row.value(column))


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnedRow:
    """A row of a returned form: ``cells`` as its body has them, ``head`` what stands above the table (the unit, the day)."""

    record_no: str
    happened_at: datetime
    cells: Mapping[str, Mapping[str, Any]]
    head: Mapping[str, str]
    source: str = ""
    sheet: str = ""
    extra: Mapping[str, str] = field(default_factory=dict)

    def value(self, column: str) -> Content:
        """What a cell says; Empty where there is no such column."""
        cell = self.cells.get(column)
        return EMPTY if cell is None else content_from_json(cell)

    def text(self, column: str) -> str:
        """What stands in a column; empty where nothing does (空 or 无)."""
        if column in self.head:
            return self.head[column]
        content = self.value(column)
        return "" if isinstance(content, Empty | NotApplicable) else text_of(content)

    def day(self, column: str) -> date | None:
        """The day of a date cell."""
        content = self.value(column)
        return content.day if isinstance(content, Day) else None

    def number(self, column: str) -> Decimal | None:
        """The number of a cell."""
        content = self.value(column)
        return content.amount if isinstance(content, Quantity) else None

    def place(self, column: str) -> Place:
        """Where a column's cell stands."""
        return Place(file=self.source, sheet=self.sheet, cell=str(self.cells.get(column, {}).get("cell", "")))


@dataclass(frozen=True, slots=True, kw_only=True)
class RosterRow:
    """A unit of the roster as a row of a list."""

    record_no: str
    happened_at: datetime
    texts: Mapping[str, str]
    extra: Mapping[str, str] = field(default_factory=dict)

    def value(self, column: str) -> Content:
        """What the roster says."""
        text = self.text(column)
        return Words(text) if text else EMPTY

    def text(self, column: str) -> str:
        """What the roster says, empty where it says nothing."""
        return self.texts.get(column, "")

    def day(self, column: str) -> date | None:
        """None: the roster's days are not columns of the list."""
        return None

    def number(self, column: str) -> Decimal | None:
        """None, as for days."""
        return None

    def place(self, column: str) -> Place:
        """The roster's file."""
        return Place(file=ROSTER_FILE)


@dataclass(frozen=True, slots=True, kw_only=True)
class ListTable:
    """One list: ``rows`` are those in force on the day, ``others`` those that are valid at another time."""

    form: Form
    rows: tuple[ListRow, ...]
    others: tuple[ListRow, ...] = ()

    @property
    def every(self) -> tuple[ListRow, ...]:
        """All rows, whenever they are valid."""
        return (*self.rows, *self.others)


def table_on(form: Form, rows: Iterable[ListRow], day: date) -> ListTable:
    """The list with its rows that are valid on a day apart from the others; without a day from or to it is valid as long as it stands."""
    inside: list[ListRow] = []
    outside: list[ListRow] = []
    for row in rows:
        (inside if is_valid(form, row, day) else outside).append(row)
    return ListTable(form=form, rows=tuple(inside), others=tuple(outside))


def is_valid(form: Form, row: ListRow, day: date) -> bool:
    """True for a row that is valid on a day, first and last day included."""
    start = row.day(form.valid_from) if form.valid_from else None
    end = row.day(form.valid_to) if form.valid_to else None
    return (start is None or start <= day) and (end is None or day <= end)


class CampaignLists:
    """All lists of a campaign on a day, and which of their rows are meant: by what they say, by rows of other lists that belong to them."""

    def __init__(self, campaign: Campaign, as_of: date, tables: Mapping[str, ListTable]) -> None:
        self.campaign, self.as_of, self._tables = campaign, as_of, tables
        self._takes: dict[tuple[str, int], Callable[[ListRow], bool]] = {}
        self._indexes: dict[tuple[str, Key, int], Mapping[Key, list[ListRow]]] = {}
        self._kept: list[object] = []  # what is remembered by its id must not be another one's meanwhile

    def __contains__(self, register: str) -> bool:
        return register in self._tables

    def table(self, register: str) -> ListTable:
        """A list by its id."""
        return self._tables[register]

    def picked(self, register: str, rows: RowPick) -> tuple[ListRow, ...]:
        """The rows of a list that are meant, of those valid on the day."""
        takes = self.takes(register, rows)
        return tuple(row for row in self._tables[register].rows if takes(row))

    def takes(self, register: str, rows: RowPick) -> Callable[[ListRow], bool]:
        """Whether a row of the list is meant."""
        if (register, id(rows)) not in self._takes:
            self._kept.append(rows)
            self._takes[register, id(rows)] = self._predicate(self._tables[register].form, rows)
        return self._takes[register, id(rows)]

    def holds(self, form: Form, text: str) -> Callable[[ListRow], bool | None]:
        """What a statement says of a row; None where a cell that it reads is empty, or a divisor is 0."""
        known = statement(text, scope_of(form))
        return lambda row: self._said(known, form, row)

    def belonging(self, form: Form, match: RowMatch) -> Callable[[ListRow], tuple[ListRow, ...]]:
        """The rows of another list that belong to a row."""
        mine = tuple(form.column(name) for name in match.columns)
        index = self._index(match.register, tuple(match.columns.values()), match.rows)

        def found(row: ListRow) -> tuple[ListRow, ...]:
            rows = [other for key in keys_of(row, mine) if all(key) for other in index.get(key, ())]
            return tuple(rows) if len(rows) < 2 else tuple({id(other): other for other in rows}.values())

        return found

    def is_met(self, form: Form, match: RowMatch) -> Callable[[ListRow], bool]:
        """Whether as many rows belong to a row as a match asks for."""
        count = self.counted(form, match)
        return lambda row: match.least <= (found := count(row)) and (match.most is None or found <= match.most)

    def counted(self, form: Form, match: RowMatch) -> Callable[[ListRow], int]:
        """How many rows, or different values of a column of theirs, belong to a row."""
        belonging = self.belonging(form, match)
        if not match.distinct:
            return lambda row: len(belonging(row))
        column = self._tables[match.register].form.column(match.distinct)
        return lambda row: len({text for other in belonging(row) for text in said(other, column) if text})

    def _predicate(self, form: Form, rows: RowPick) -> Callable[[ListRow], bool]:
        if rows.is_all:
            return lambda row: True
        holds = self.holds(form, rows.when) if rows.when else None
        matched = [self.is_met(form, match) for match in rows.matched]
        unmatched = [self.is_met(form, match) for match in rows.unmatched]
        filled, empty = rows.filled, rows.empty

        def takes(row: ListRow) -> bool:
            return (
                all(row.text(name) for name in filled)
                and not any(row.text(name) for name in empty)
                and (holds is None or holds(row) is True)
                and all(met(row) for met in matched)
                and not any(met(row) for met in unmatched)
            )

        return takes

    def _index(self, register: str, columns: Key, rows: RowPick) -> Mapping[Key, list[ListRow]]:
        known = (register, columns, id(rows))
        if known not in self._indexes:
            form = self._tables[register].form
            own = tuple(form.column(name) for name in columns)
            index: dict[Key, list[ListRow]] = {}
            for row in self.picked(register, rows):
                for key in keys_of(row, own):
                    index.setdefault(key, []).append(row)
            self._kept.append(rows)
            self._indexes[known] = index
        return self._indexes[known]

    def _said(self, known: Statement, form: Form, row: ListRow) -> bool | None:
        values: list[Value] = []
        for ref in known.reads:
            value = self.as_of if ref.column == AS_OF else value_of(row, form.column(ref.column))
            if value is None:
                return None
            values.append(value)
        try:
            return known.holds(values)
        except DecimalException:
            return None


def value_of(row: ListRow, column: Column) -> Value | None:
    """What a cell says as a number, a day or a text; None where it says nothing."""
    match sort_of(column.kind):
        case Sort.DAY:
            return row.day(column.id)
        case Sort.NUMBER:
            return row.number(column.id)
        case _:
            return row.text(column.id) or None


def keys_of(row: ListRow, columns: Iterable[Column]) -> Iterator[Key]:
    """What a row says in some columns together, as it is compared; where a cell holds several answers, with each of them."""
    return product(*(said(row, column) for column in columns))


def said(row: ListRow, column: Column) -> Key:
    """What a cell says, as it is compared: whatever its width and blanks, a day as a day, a number as a number; several answers where it holds several."""
    if column.kind is ColumnKind.DATE:
        day = row.day(column.id)
        if day is not None:
            return (day.isoformat(),)
    elif column.kind in _NUMBERS:
        number = row.number(column.id)
        if number is not None:
            return (f"{number.normalize():f}",)
    text = row.text(column.id)
    if column.kind in _SEVERAL:
        return tuple(_matching(one) for one in split_list(text)) or ("",)
    return (_matching(text),)


def unit_column(form: Form) -> Column | None:
    """The column that says which unit a row is about: the first of units, else of bodies."""
    units = (column for kind in (ColumnKind.UNIT, ColumnKind.BODY) for column in form.columns if column.kind is kind)
    return next(units, None)


def names_of_group(campaign: Campaign, group: Group) -> tuple[str, ...]:
    """What the roster calls a group of a rulebook: as campaign.toml says, else by its own name."""
    return campaign.settings.groups.get(group.name, (group.name,))


def books_of(campaign: Campaign) -> tuple[Rulebook, ...]:
    """The campaign's rulebooks under the readings that it has chosen; the office's own first."""
    books = (*((campaign.office,) if campaign.office else ()), *campaign.rulebooks)
    return tuple(
        apply_readings(book, {one.id: campaign.chosen.get(f"{book.id}.{one.id}", one.default) for one in book.readings}) for book in books
    )


def roster_list(campaign: Campaign, day: date) -> tuple[ListRow, ...]:
    """The roster as a list: a row a unit that exists on the day, so that what is wanting in it can be asked for as of any list."""
    moment = datetime.combine(day, time(12), campaign.zone)
    return tuple(
        RosterRow(record_no=str(unit.order), happened_at=moment, texts={name: getattr(unit.on(day), name) for name in ROSTER_COLUMNS})
        for unit in campaign.roster.units
        if unit.valid_on(day)
    )
