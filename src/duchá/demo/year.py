"""A year of an office as an example: its roster, each day the rows that it types, the returns that come in, the commands that it runs after them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import tomli

from duchá.campaign.model import Campaign
from duchá.demo.write_package import saved
from duchá.demo.write_registers import write_registers
from duchá.forms.layout import lay_out
from duchá.forms.workbook import write_blank
from duchá.rulebook.form import ColumnKind, FilledBy, Form
from duchá.terms import wording
from duchá.terms.read_packaged import packaged, packaged_names

FOLDER = "demo/years"
CLERK = "经办人"
ROSTER_TITLES = {
    "name": wording.UNIT_NAME,
    "group": wording.UNIT_GROUP,
    "class": wording.UNIT_CLASS,
    "office": "责任处室",
    "contact": "联系人",
    "phone": "联系电话",
}
Rows = dict[str, list[dict[str, Any]]]


@dataclass(frozen=True, slots=True, kw_only=True)
class YearReturn:
    """What one unit sends: rows by form and column."""

    unit: str
    forms: Mapping[str, Sequence[Mapping[str, Any]]]


@dataclass(frozen=True, slots=True, kw_only=True)
class YearDay:
    """One day: what it is about, the rows typed (``registers``), what comes in, the commands as a clerk types them."""

    on: date
    says: str
    commands: tuple[str, ...]
    registers: Mapping[str, Sequence[Mapping[str, Any]]] = field(default_factory=dict)
    returns: tuple[YearReturn, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ExampleYear:
    """The whole example: how the campaign is made, and its days.

    ``keys``: the column by which a row of a register is known again. ``dues``: the days that the text leaves open, as the office set them.
    ``look``: what is worth opening at the end, each with what it shows.
    """

    id: str
    name: str
    rulebooks: tuple[str, ...]
    start: date
    end: date
    year: int
    units: tuple[Mapping[str, str], ...]
    days: tuple[YearDay, ...]
    keys: Mapping[str, str]
    dues: Mapping[str, date]
    look: tuple[tuple[str, str], ...]


def years() -> tuple[str, ...]:
    """The names of the examples that there are."""
    return tuple(name.removesuffix(".toml") for name in packaged_names(FOLDER))


def read_year(id: str) -> ExampleYear:
    """The example of a name. A name that is none is a KeyError."""
    if id not in years():
        raise KeyError(id)
    found = tomli.loads(packaged(f"{FOLDER}/{id}.toml").read_text(encoding="utf-8"))
    days = (
        YearDay(
            on=one["on"],
            says=one["says"],
            commands=tuple(one["commands"]),
            registers=one.get("registers", {}),
            returns=tuple(YearReturn(unit=sent["unit"], forms=sent["forms"]) for sent in one.get("returns", ())),
        )
        for one in found["days"]
    )
    return ExampleYear(
        id=id,
        name=found["name"],
        rulebooks=tuple(found["rulebooks"]),
        start=found["start"],
        end=found["end"],
        year=found["year"],
        units=tuple(found["units"]),
        days=tuple(days),
        keys=found.get("keys", {}),
        dues=found.get("dues", {}),
        look=tuple((path, what) for path, what in found["look"]),
    )


def write_roster(year: ExampleYear, path: Path) -> Path:
    """The roster of the example as a workbook."""
    from openpyxl import Workbook

    book = Workbook()
    book.properties.created = datetime.combine(year.start, time())
    sheet = book.worksheets[0]
    titles = [key for key in ROSTER_TITLES if any(key in unit for unit in year.units)]
    sheet.append([wording.UNIT_ORDER, *(ROSTER_TITLES[key] for key in titles)])
    for order, unit in enumerate(year.units, 1):
        sheet.append([order, *(unit.get(key) for key in titles)])
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(saved(book))
    return path


def write_dues(year: ExampleYear, settings: Path) -> None:
    """The days that the text leaves open, typed into campaign.toml as its office would."""
    lines = "".join(f"\n[deliverables.{key}]\ndue = {day.isoformat()}\n" for key, day in year.dues.items())
    settings.write_text(settings.read_text(encoding="utf-8") + lines, encoding="utf-8", newline="\n")


def type_rows(folder: Path, so_far: Rows, day: YearDay, keys: Mapping[str, str], names: Mapping[str, str]) -> Iterator[Path]:
    """Types a day's rows into the registers in ``folder``, under those typed before (``so_far``, which grows); a row of a known number changes it.

    ``names`` stand for what only a draw could tell: ``DRAWN1`` is whoever was drawn first.
    """
    for register, rows in day.registers.items():
        known = so_far.setdefault(register, [])
        for row in rows:
            said = {title: named(value, names) for title, value in row.items()}
            key = keys.get(register)
            same = next((one for one in known if key and one.get(key) == said.get(key)), None)
            if same is None:
                known.append(said)
            else:
                same.update(said)
        titles = dict.fromkeys(title for row in known for title in row)
        yield from write_registers(folder, {register: [{title: row.get(title) for title in titles} for row in known]})


def named(value: object, names: Mapping[str, str]) -> object:
    """A value with the names in it that a draw gave."""
    return names.get(value, value) if isinstance(value, str) else value


def write_returns_of(day: YearDay, folder: Path, campaign: Campaign) -> tuple[Path, ...]:
    """What comes in on a day, in ``folder``: each unit's blank, filled."""
    return tuple(_write_return(one, day.on, folder, campaign) for one in day.returns)


def _write_return(one: YearReturn, on: date, folder: Path, campaign: Campaign) -> Path:
    from openpyxl import load_workbook

    unit = campaign.roster.get(one.unit)
    assert unit is not None, one.unit
    forms = campaign.forms(FilledBy.UNIT)
    path = folder / f"{unit.order:02d}-{unit.name}.xlsx"
    write_blank(forms, unit, campaign, path)
    book = load_workbook(path)
    for form in forms:
        if form.id in one.forms:
            _fill(book[form.sheet], form, on, one.forms[form.id])
        else:
            del book[form.sheet]
    path.write_bytes(saved(book))
    return path


def _fill(sheet: Any, form: Form, on: date, rows: Sequence[Mapping[str, Any]]) -> None:
    layout = lay_out(form)
    for place in layout.header:
        if place.field.kind is ColumnKind.DATE:
            sheet[place.entry.at].value = on
        elif place.field.kind is not ColumnKind.UNIT and place.field.required:
            sheet[place.entry.at].value = CLERK
    for number, row in enumerate(rows, 1):
        for column, value in row.items():
            sheet[layout.body(number, column).at].value = value
