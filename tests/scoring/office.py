"""An office at work: a campaign folder with 晋城's points, registers filled in their workbooks, everything through the commands."""

from __future__ import annotations

import contextlib
import io
import json
import re
import shutil
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from openpyxl import Workbook, load_workbook

from duchá.cli.app import run

Row = Mapping[str, object]
COUNTIES = ("高平市", "泽州县", "阳城县", "沁水县", "城区", "陵川县")
DEPARTMENTS = ("市发改委", "市财政局", "市住建局", "市教育局", "市环保局", "市水利局", "市人社局", "市农委", "市公安局")
STATIONED = ("国网晋城公司", "市邮政局", "市气象局", "市烟草局")


@dataclass(frozen=True)
class Office:
    """A campaign folder and what a clerk does with it."""

    folder: Path

    def write(self, registers: Mapping[str, Iterable[Row]]) -> None:
        """Fills registers: each row under its column titles, after what is there already."""
        for name, given in registers.items():
            path = self.folder / "registers" / f"{name}.xlsx"
            book = load_workbook(path)
            sheet = book.worksheets[0]
            rows = list(given)
            header = next(n for n in range(1, 9) if next(iter(rows[0])) in [cell.value for cell in sheet[n]])
            titles = {cell.value: cell.column for cell in sheet[header] if cell.value}
            at = header + 1
            while any(cell.value is not None for cell in sheet[at]):
                at += 1
            for row in rows:
                for title, value in row.items():
                    if title not in titles:
                        titles[title] = max(titles.values()) + 1
                        sheet.cell(row=header, column=titles[title], value=title)
                    sheet.cell(row=at, column=titles[title], value=value)  # type: ignore[arg-type]  # what a cell may hold
                at += 1
            book.save(path)

    def record(self, *, wants: int = 0) -> str:
        """``duchá record``; what it said."""
        return self.run("record", wants=wants)

    def score(self, *arguments: str, wants: int | None = None) -> dict[str, Any]:
        """``duchá score … --json``."""
        return json.loads(self.run("score", *arguments, "--json", wants=wants))  # type: ignore[no-any-return]  # JSON by definition

    def read(self, **readings: str) -> None:
        """Chooses readings in campaign.toml, and nothing else but them."""
        path = self.folder / "campaign.toml"
        text = path.read_text(encoding="utf-8")
        chosen = "".join(f'"{id}" = "{option}"\n' for id, option in readings.items())
        text = re.sub(r"\[readings\]\n(?:\"[\w-]+\" = \"[\w-]+\"\n)*", lambda _: f"[readings]\n{chosen}", text)
        path.write_text(text, encoding="utf-8")

    def roster(self, *rows: Row) -> None:
        """Rows of units.xlsx in place of those of the same units; a unit may have several."""
        path = self.folder / "units.xlsx"
        book = load_workbook(path)
        sheet = book.worksheets[0]
        titles = {cell.value: cell.column for cell in sheet[1] if cell.value}
        named = {row["单位名称"] for row in rows}
        for at in range(sheet.max_row, 1, -1):
            if sheet.cell(row=at, column=titles["单位名称"]).value in named:
                sheet.delete_rows(at)
        for row in rows:
            at = sheet.max_row + 1
            for title, value in row.items():
                sheet.cell(row=at, column=titles[title], value=value)  # type: ignore[arg-type]  # what a cell may hold
        book.save(path)

    def run(self, *arguments: str, wants: int | None = 0) -> str:
        """A command line; its standard output, or what it said on the way out (exit code 2)."""
        said, stopped = io.StringIO(), io.StringIO()
        with contextlib.redirect_stdout(said), contextlib.redirect_stderr(stopped):
            code = run([*arguments, "-C", str(self.folder)])
        assert wants is None or code == wants, f"{arguments} gave {code}: {said.getvalue()}{stopped.getvalue()}"
        return stopped.getvalue() if code == 2 else said.getvalue()


def new_office(folder: Path, *, rulebook: str = "jincheng-points-2017", year: int = 2018) -> Office:
    """A campaign of one year with the units of the worked examples."""
    units = folder.with_suffix(".xlsx")
    write_roster(units)
    arguments = ["--rulebook", rulebook, "--name", "督查", "--start", f"{year - 1}-11-20", "--end", f"{year + 1}-12-31"]
    with contextlib.redirect_stdout(io.StringIO()):
        assert run(["init-campaign", str(folder), *arguments, "--year", str(year), "--units", str(units)]) in (0, 1)
        # 1: the roster lacks groups that another rulebook speaks of, which is said
    return Office(folder)


def copy_of(office: Office, folder: Path) -> Office:
    """A fresh copy of an untouched campaign."""
    shutil.copytree(office.folder, folder)
    return Office(folder)


def write_roster(path: Path) -> None:
    """The roster of the worked examples: three ranking groups, 开发区 among the counties with its own 单位类别."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["序号", "单位名称", "别名", "组别", "单位类别"])
    named = [(name, "县(市、区)", "") for name in COUNTIES] + [("开发区", "县(市、区)", "开发区")]
    named += [(name, "市直", "") for name in DEPARTMENTS] + [(name, "驻市", "") for name in STATIONED]
    for order, (name, group, klass) in enumerate(named, 1):
        sheet.append([order, name, "", group, klass])
    book.save(path)


def changes(scores: Mapping[str, Any]) -> dict[str, str]:
    """Unit → change, of those that have one."""
    standings = (standing for group in scores["groups"] for standing in group["standings"])
    return {standing["unit"]: standing["change"] for standing in standings if standing["change"] not in ("0", None)}


def standing(scores: Mapping[str, Any], unit: str) -> dict[str, Any]:
    """The standing of a unit."""
    return next(item for group in scores["groups"] for item in group["standings"] if item["unit"] == unit)
