"""From rows of the roster to units (X-01)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from itertools import pairwise

from duchá.campaign import faults as kinds
from duchá.campaign.sources import RosterRow
from duchá.rulebook.parse import split_list
from duchá.terms import wording
from duchá.terms.dates.parse import parse_chinese_date
from duchá.terms.dates.reading import DateKind
from duchá.terms.fault import Fault
from duchá.terms.place import Place
from duchá.terms.unit import Unit, name_key

UNIT_PARENT = "上级单位"
UNIT_CONTACT = "联系人"
UNIT_PHONE = "联系电话"
UNIT_EMAIL = "电子邮箱"
UNIT_DISCIPLINE = "纪检监察组织"
UNIT_LEADER = "分管领导"
UNIT_OFFICE = "责任处室"
UNIT_VALID_FROM = "启用日期"
UNIT_VALID_TO = "停用日期"
UNIT_SUCCESSOR = "并入单位"
NOT_IN_ROSTER = "名单里没有这个单位"
SUCCEEDS_ITSELF = "几个单位互相并入，转了一圈"
NO_LAST_DAY = "没有写停用日期"

REQUIRED = (wording.UNIT_NAME, wording.UNIT_GROUP)


def read_roster(rows: Sequence[RosterRow], file: str) -> tuple[tuple[Unit, ...], tuple[Fault, ...]]:
    """The units of the roster rows in their order; without a 序号 a row keeps its place. Faults: C004–C008, C025, C026.

    Several rows of one name are one unit, each row for its days (``Unit.rows``); where their days overlap the unit stands there twice.
    """
    faults: list[Fault] = []
    place = Place(file=file)
    if not rows:
        return (), (kinds.ROSTER_EMPTY.at(place, file=file),)
    missing = [column for column in REQUIRED if column not in rows[0]]
    if missing:
        return (), tuple(kinds.ROSTER_COLUMN.at(place, file=file, column=column) for column in missing)
    named: dict[str, list[tuple[Unit, str]]] = {}
    for at, row in enumerate(rows, 1):
        line = row.get("#", str(at))
        empty = [column for column in REQUIRED if not row.get(column, "").strip()]
        if empty:
            faults.append(kinds.ROSTER_ROW.at(place, row=line, column=empty[0]))
            continue
        unit = _unit(row, at)
        named.setdefault(name_key(unit.name), []).append((unit, line))
        faults += _dates(unit, row, place)
    for rows_of_one in named.values():
        faults += _overlaps(rows_of_one, place)
    units = tuple(_whole([unit for unit, _ in rows_of_one]) for rows_of_one in named.values())
    faults += _successors(units, place)
    return units, tuple(faults)


def _whole(rows: Sequence[Unit]) -> Unit:
    """The unit of its rows: as the last one has it, there and in its place since the first began, known by every name that any row gives it."""
    if len(rows) == 1:
        return rows[0]
    dated = sorted(rows, key=_first_day)
    last = dated[-1]
    return replace(
        last,
        order=dated[0].order,
        aliases=tuple(dict.fromkeys(alias for row in dated for alias in row.aliases)),
        former=tuple(dict.fromkeys(name for row in dated for name in row.former)),
        valid_from=dated[0].valid_from,
        rows=tuple(replace(row, name=last.name) for row in dated),
    )


def _overlaps(rows: Sequence[tuple[Unit, str]], place: Place) -> Iterator[Fault]:
    """C006 where two rows of a unit have a day in common: which one holds on it cannot be known."""
    dated = sorted(rows, key=lambda pair: _first_day(pair[0]))
    for (before, _), (after, line) in pairwise(dated):
        if before.valid_to is None or after.valid_from is None or after.valid_from <= before.valid_to:
            yield kinds.ROSTER_DOUBLE.at(place, name=after.name, row=line)


def _first_day(row: Unit) -> date:
    return row.valid_from or date.min


def _unit(row: RosterRow, at: int) -> Unit:
    def cell(column: str) -> str:
        return row.get(column, "").strip()

    order = cell(wording.UNIT_ORDER)
    return Unit(
        name=cell(wording.UNIT_NAME),
        order=int(order) if order.isdigit() else at,
        group=cell(wording.UNIT_GROUP),
        aliases=split_list(cell(wording.UNIT_ALIASES)),
        former=split_list(cell(wording.UNIT_FORMER)),
        parent=cell(UNIT_PARENT),
        klass=cell(wording.UNIT_CLASS),
        contact=cell(UNIT_CONTACT),
        phone=cell(UNIT_PHONE),
        email=cell(UNIT_EMAIL),
        discipline_body=cell(UNIT_DISCIPLINE),
        leader=cell(UNIT_LEADER),
        office=cell(UNIT_OFFICE),
        note=cell(wording.UNIT_NOTE),
        valid_from=day_of(cell(UNIT_VALID_FROM)),
        valid_to=day_of(cell(UNIT_VALID_TO)),
        successor=cell(UNIT_SUCCESSOR),
    )


def _dates(unit: Unit, row: RosterRow, place: Place) -> Iterator[Fault]:
    for column, day in ((UNIT_VALID_FROM, unit.valid_from), (UNIT_VALID_TO, unit.valid_to)):
        written = row.get(column, "").strip()
        if written and day is None:
            yield kinds.ROSTER_DAY.at(place, name=unit.name, column=column, found=written)
    if unit.valid_from is not None and unit.valid_to is not None and unit.valid_to < unit.valid_from:
        yield kinds.ROSTER_DAY.at(place, name=unit.name, column=UNIT_VALID_TO, found=unit.valid_to.isoformat())


def _successors(units: Sequence[Unit], place: Place) -> Iterator[Fault]:
    """A successor must be another unit of the roster, take over on a day, and not lead back to the same unit."""
    by_name = {unit.name: unit for unit in units}
    for unit in units:
        if not unit.successor:
            continue
        passed, heir = [unit.name], by_name.get(unit.successor)
        while heir is not None and heir.name not in passed:
            passed.append(heir.name)
            heir = by_name.get(heir.successor)
        if unit.successor not in by_name:
            why = NOT_IN_ROSTER
        elif heir is not None and heir.name == unit.name:
            why = SUCCEEDS_ITSELF
        elif unit.valid_to is None:
            why = NO_LAST_DAY
        else:
            continue
        yield kinds.ROSTER_SUCCESSOR.at(place, name=unit.name, successor=unit.successor, why=why)


def day_of(text: str) -> date | None:
    """A day of the roster or the calendar, as a real date or as people write it (2018年6月1日); None where it is no one day."""
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        found = parse_chinese_date(text)
        return found.day if found.kind is DateKind.EXACT else None


ROSTER_COLUMNS = (
    wording.UNIT_ORDER,
    wording.UNIT_NAME,
    wording.UNIT_ALIASES,
    wording.UNIT_GROUP,
    UNIT_PARENT,
    UNIT_CONTACT,
    UNIT_PHONE,
    UNIT_EMAIL,
    UNIT_DISCIPLINE,
    wording.UNIT_NOTE,
    wording.UNIT_FORMER,
    wording.UNIT_CLASS,
    UNIT_LEADER,
    UNIT_OFFICE,
    UNIT_VALID_FROM,
    UNIT_VALID_TO,
    UNIT_SUCCESSOR,
)


def roster_row(unit: Unit) -> dict[str, str]:
    """The roster row of a unit, as `read_roster` reads it back."""
    join = wording.LIST_SEPARATOR.join
    values = (
        str(unit.order),
        unit.name,
        join(unit.aliases),
        unit.group,
        unit.parent,
        unit.contact,
        unit.phone,
        unit.email,
        unit.discipline_body,
        unit.note,
        join(unit.former),
        unit.klass,
        unit.leader,
        unit.office,
        unit.valid_from.isoformat() if unit.valid_from else "",
        unit.valid_to.isoformat() if unit.valid_to else "",
        unit.successor,
    )
    return dict(zip(ROSTER_COLUMNS, values, strict=True))
