"""Examples of other cities (``duchá demo --example``): a roster, registers filled day by day, returns; typed as an office would."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
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
from duchá.terms.read_packaged import packaged

FOLDER = "demo/examples"
CLERK = "经办人"
COLUMNS = {
    "name": wording.UNIT_NAME,
    "group": wording.UNIT_GROUP,
    "office": "责任处室",
    "contact": "联系人",
    "phone": "联系电话",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ExampleReturn:
    """What one unit sends: rows by form and column."""

    unit: str
    forms: Mapping[str, Sequence[Mapping[str, Any]]]


@dataclass(frozen=True, slots=True, kw_only=True)
class DayOfExample:
    """One day of an example: what is typed into registers, what comes in, and the commands that the clerk types."""

    on: date
    commands: tuple[str, ...]
    registers: Mapping[str, Sequence[Mapping[str, Any]]] = field(default_factory=dict)
    returns: tuple[ExampleReturn, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """An example campaign."""

    id: str
    rulebook: str
    name: str
    year: int
    start: date
    end: date
    units: tuple[Mapping[str, str], ...]
    days: tuple[DayOfExample, ...]
    dues: Mapping[str, date] = field(default_factory=dict)


def examples() -> tuple[str, ...]:
    """The names of the examples that there are."""
    return tuple(sorted(file.stem for file in packaged(FOLDER).glob("*.toml")))


def read_example(name: str) -> Example:
    """An example by its name."""
    table = tomli.loads((packaged(FOLDER) / f"{name}.toml").read_text(encoding="utf-8"))
    days = tuple(
        DayOfExample(
            on=day["on"],
            commands=tuple(day["commands"]),
            registers=day.get("registers", {}),
            returns=tuple(ExampleReturn(unit=one["unit"], forms=one["forms"]) for one in day.get("returns", ())),
        )
        for day in table["days"]
    )
    rest = {key: table[key] for key in ("rulebook", "name", "year", "start", "end")}
    return Example(id=name, units=tuple(table["units"]), days=days, dues=table.get("dues", {}), **rest)


def write_units(example: Example, path: Path) -> Path:
    """The example's roster as a table that ``init-campaign --units`` takes."""
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.worksheets[0]
    titles = [key for key in COLUMNS if any(key in unit for unit in example.units)]
    sheet.append([wording.UNIT_ORDER, *(COLUMNS[key] for key in titles)])
    for order, unit in enumerate(example.units, 1):
        sheet.append([order, *(unit.get(key) for key in titles)])
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(saved(book))
    return path


def write_dues(example: Example, settings: Path) -> None:
    """The days that the text leaves open, typed into campaign.toml as its office would."""
    lines = "".join(f"\n[deliverables.{key}]\ndue = {day.isoformat()}\n" for key, day in example.dues.items())
    settings.write_text(settings.read_text(encoding="utf-8") + lines, encoding="utf-8", newline="\n")


def write_day(day: DayOfExample, folder: Path, campaign: Campaign) -> tuple[Path, ...]:
    """The registers of a day, each with exactly its rows, and the returns that came in; gives the paths of the returns."""
    write_registers(folder / "registers", day.registers)
    return tuple(_write_return(one, day.on, folder, campaign) for one in day.returns)


def _write_return(one: ExampleReturn, on: date, folder: Path, campaign: Campaign) -> Path:
    """The unit's blank, filled."""
    from openpyxl import load_workbook

    unit = campaign.roster.get(one.unit)
    assert unit is not None, one.unit
    forms = campaign.forms(FilledBy.UNIT)
    path = folder / "returns" / f"{unit.order:02d}-{unit.name}.xlsx"
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
