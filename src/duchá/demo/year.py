"""A year of an office as an example: each day the rows that it types, and the commands that it runs after them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, cast

import tomli

from duchá.demo.write_package import saved
from duchá.demo.write_registers import write_registers
from duchá.terms.read_packaged import packaged

YEARS = ("jincheng-2017",)
ROSTER_TITLES = ("序号", "单位名称", "别名", "组别", "单位类别")
Rows = dict[str, list[dict[str, Any]]]


@dataclass(frozen=True, slots=True, kw_only=True)
class YearDay:
    """One day: what it is about, the rows typed (``registers``), the commands as a clerk types them."""

    on: date
    says: str
    commands: tuple[str, ...]
    registers: Mapping[str, Sequence[Mapping[str, Any]]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class ExampleYear:
    """The whole example: how the campaign is made, and its days. ``keys``: the column by which a row of a register is known again."""

    name: str
    rulebooks: tuple[str, ...]
    start: date
    end: date
    year: int
    units: tuple[tuple[str, str, str], ...]
    keys: Mapping[str, str]
    days: tuple[YearDay, ...]


def read_year(name: str) -> ExampleYear:
    """The example of a name. A name that is none is a KeyError."""
    if name not in YEARS:
        raise KeyError(name)
    found = tomli.loads(packaged(f"demo/{name}.toml").read_text(encoding="utf-8"))
    days = (
        YearDay(on=one["on"], says=one["says"], commands=tuple(one["commands"]), registers=one.get("registers", {}))
        for one in found["days"]
    )
    return ExampleYear(
        name=found["name"],
        rulebooks=tuple(found["rulebooks"]),
        start=found["start"],
        end=found["end"],
        year=found["year"],
        units=tuple(cast(tuple[str, str, str], tuple(unit)) for unit in found["units"]),
        keys=found["keys"],
        days=tuple(days),
    )


def write_roster(year: ExampleYear, path: Path) -> Path:
    """The roster of the example as a workbook."""
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.worksheets[0]
    sheet.append(list(ROSTER_TITLES))
    for order, (name, group, klass) in enumerate(year.units, 1):
        sheet.append([order, name, "", group, klass])
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(saved(book))
    return path


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
