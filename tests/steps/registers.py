"""Registers filled as the office fills them: the blank that init-campaign put there, rows typed under its titles."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

from openpyxl import Workbook, load_workbook

from duchá.journal.fact import Fact, FactKind
from duchá.journal.read import read_facts
from duchá.registers.rows import RegisterRow, all_rows, rows_of
from duchá.steps.record import Recorded, record
from steps.office import Office, at

Typed = Mapping[str, Any]
MATTERS, EVENTS, RECEIPTS = "督办事项", "办理记录", "收件登记"


def matter(number: str, **changed: Any) -> dict[str, Any]:
    """A row of 督办事项."""
    row = {"事项编号": number, "事项名称": f"{number}整改", "类别": "督办事项", "来源": "区政府常务会议", "牵头单位": "区安监局"}
    return {**row, "立项日期": date(2015, 11, 4), **changed}


def event(day: int, move: str, **changed: Any) -> dict[str, Any]:
    """A row of 办理记录 on matter DT-1."""
    return {"日期": date(2015, 11, day), "事项编号": "DT-1", "单位": "区安监局", "环节": move, **changed}


def paper(day: int, unit: str, material: str, **changed: Any) -> dict[str, Any]:
    """A row of 收件登记."""
    return {"日期": date(2015, 11, day), "单位": unit, "材料": material, **changed}


def fill(office: Office, register: str, *rows: Typed, name: str = "") -> Path:
    """The register's file with exactly these rows; titles that it lacks become further columns."""
    path = office.folder / "registers" / (name or f"{register}.xlsx")
    book = load_workbook(office.folder / "registers" / f"{register}.xlsx")
    sheet = book.worksheets[0]
    head = next(row for row in range(1, 9) if sum(sheet.cell(row, column).value is not None for column in range(1, 9)) > 2)
    titles = {cell.value: cell.column for cell in sheet[head] if cell.value}
    for row in range(head + 1, sheet.max_row + 1):
        for column in titles.values():
            sheet.cell(row, column).value = None
    for number, typed in enumerate(rows, head + 1):
        for title, value in typed.items():
            if title not in titles:
                titles[title] = max(titles.values()) + 1
                sheet.cell(head, titles[title]).value = title
            sheet.cell(number, titles[title]).value = value
    book.save(path)
    return path


def table(path: Path, *tables: Sequence[Sequence[Any]]) -> Path:
    """A plain workbook, one sheet a table, as a person makes it by hand."""
    book = Workbook()
    for number, rows in enumerate(tables):
        sheet = book.worksheets[0] if number == 0 else book.create_sheet()
        for row in rows:
            sheet.append(list(row))
    path.parent.mkdir(exist_ok=True)
    book.save(path)
    return path


def run(office: Office, *paths: Path, now: datetime | None = None) -> Recorded:
    """What record gives, at 10 o'clock on 25 November unless said otherwise."""
    return record(office.open(now or at(25)), paths)


def codes(recorded: Recorded) -> list[tuple[str, str]]:
    """Every fault that keeps a row from being recorded: cell and code."""
    return [(fault.place.cell, fault.kind.code) for done in recorded.files for fault in done.faults if fault.kind.weight.value != "note"]


def facts(office: Office) -> tuple[Fact, ...]:
    """Everything in the journal about rows and receipts."""
    kinds = frozenset({FactKind.ROW, FactKind.RECEIPT, FactKind.RESOLUTION, FactKind.NOTE})
    return read_facts(office.folder / ".duchá" / "journal.sqlite3", kinds=kinds)


def rows(office: Office, register: str = "") -> tuple[RegisterRow, ...]:
    """The rows in force."""
    return tuple(row for row in rows_of(facts(office)) if register in ("", row.register))


def every_row(office: Office) -> tuple[RegisterRow, ...]:
    """All rows that ever were."""
    return all_rows(facts(office))
