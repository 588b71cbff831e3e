"""Points from what units report themselves: the rows of the return that counts, on the last day of the period that it is for; a campaign, by the commands."""

from __future__ import annotations

import contextlib
import io
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from duchá.cli.app import run
from made_once import copied
from scoring.own import HEAD, faults_of, rule

BOOK = """
id = "own"
title = "某县目标考核办法"
short_title = "目标考核"
edition = "1"
source = "某县督查室"
[[articles]]
id = "1"
number = "第一条"
summary = "各局每月25日前报进度"
[[articles]]
id = "2"
number = "第二条"
summary = "按月报表计分"
[[groups]]
id = "bureaus"
name = "各局"
article = "1"
units = "units.csv"
[scheme]
base = "100"
article = "2"
ranking_article = "2"
[[deliverables]]
key = "progress"
name = "进度月报表"
article = "1"
groups = ["bureaus"]
recipient = "督查室"
form = "progress"
every = "month"
due = { text = "每月25日前", day = 25 }
[[forms]]
id = "progress"
number = "表1"
title = "进度月报表"
sheet = "进度"
article = "1"
header = [
  { id = "unit", label = "填报单位", kind = "unit", required = true },
  { id = "period", label = "报告期", kind = "period", required = true },
  { id = "date", label = "填报日期", kind = "date", required = true },
]
columns = [
  { id = "item", title = "指标", required = true, key = true },
  { id = "plan", title = "计划（万元）", kind = "amount", required = true },
  { id = "done", title = "完成（万元）", kind = "amount", least = "-1000" },
]
[[points]]
id = "each"
name = "项目开工"
article = "2"
happening = "counted"
sign = "add"
lead = { points = "0.5" }
register = "progress"
column = "done"
where = [{ column = "指标", says = "开工数" }]
[[points]]
id = "share"
name = "投资完成率"
article = "2"
happening = "completion"
sign = "add"
lead = { points = "10" }
register = "progress"
target = "计划（万元）"
actual = "完成（万元）"
where = [{ column = "指标", says = "投资" }]
[[points]]
id = "place"
name = "增幅名次"
article = "2"
happening = "placed"
sign = "add"
lead = {}
register = "progress"
column = "完成（万元）"
where = [{ column = "指标", says = "增幅" }]
every = "month"
by = "list"
places = ["3", "2", "1"]
"""
UNITS = "序号,单位名称,别名,组别,备注\n1,县水利局,,各局,\n2,县农业局,,各局,\n3,县教育局,,各局,\n"
Row = tuple[str, object, object]
GOOD: tuple[Row, ...] = (("投资", 200, 150), ("开工数", 10, 6), ("增幅", 0, "-2.5"))


def _said(*arguments: str) -> str:
    out = io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(io.StringIO()):
        run(list(arguments))
    return out.getvalue()


def _make(folder: Path) -> None:
    own = folder / "templates" / "rulebooks" / "own"
    own.mkdir(parents=True)
    (own / "rulebook.toml").write_text(BOOK, encoding="utf-8")
    (own / "units.csv").write_text(UNITS, encoding="utf-8")
    _said("init-campaign", str(folder), "--rulebook", "own", "--year", "2019", "--start", "2019-01-01", "--end", "2019-12-31")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    copied(tmp_path / "行动", "returned-figures", _make)
    return tmp_path / "行动"


def _send(folder: Path, unit: str, month: int, rows: Sequence[Row], at: str, name: str = "") -> None:
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.append(["进度月报表"])
    sheet.append(["填报单位：", unit, "报告期：", f"2019年{month}月", "填报日期：", f"2019-{month:02d}-20"])
    sheet.append(["指标", "计划（万元）", "完成（万元）"])
    for row in rows:
        sheet.append(list(row))
    path = folder / "in" / (name or f"{unit}{month}月.xlsx")
    path.parent.mkdir(exist_ok=True)
    book.save(path)
    (one,) = json.loads(_said("collect", str(path), "--received-at", f"{at}T10:00", "--as-of", at, "--json", "-C", str(folder)))[
        "submissions"
    ]
    assert one["status"] == "accepted", one["faults"]


def _score(folder: Path, period: str, as_of: str, *more: str) -> Any:
    return json.loads(_said("score", period, "--as-of", as_of, *more, "--json", "-C", str(folder)))


def _entries(told: Any, unit: str) -> dict[str, tuple[str, str, str]]:
    """Rule → points, day and words of a unit's entries."""
    found = next(one for group in told["groups"] for one in group["standings"] if one["unit"] == unit)
    return {one["rule"]: (one["points"], one["date"], one["formula"]) for one in found["entries"]}


@pytest.mark.sweep
def test_points_come_from_the_return_of_the_month(folder: Path) -> None:
    """Amounts are in the measure of their column whatever was typed; a fall of 2.5 is a number; the day is the last of the month."""
    _send(folder, "县水利局", 3, GOOD, "2019-03-20")
    _send(folder, "县农业局", 3, (("投资", 100, "300万元"), ("开工数", 10, 4), ("增幅", 0, 8)), "2019-03-21")
    told = _score(folder, "2019-03", "2019-03-31")
    assert _entries(told, "县水利局") == {
        "each": ("3", "2019-03-31", "项目开工：6×0.5，加3分"),
        "share": ("7.5", "2019-03-31", "投资完成率：实际150÷目标200＝75%，10×75%＝7.5，加7.5分"),
        "place": ("2", "2019-03-31", "增幅名次：2019年3月的数为-2.5，各局2个单位中第2名，第2名2分，加2分"),
    }
    assert {rule: points for rule, (points, _, _) in _entries(told, "县农业局").items()} == {"each": "2", "share": "10", "place": "3"}
    (where,) = next(e["evidence"] for g in told["groups"] for u in g["standings"] if u["unit"] == "县水利局" for e in u["entries"] if e["rule"] == "each")  # fmt: skip
    assert where.endswith("县水利局3月.xlsx!Sheet!C5")


def test_a_return_that_is_not_there_is_said_and_nothing_is_guessed(folder: Path) -> None:
    _send(folder, "县水利局", 3, (("投资", 0, 150), ("开工数", 10, None)), "2019-03-20")
    told = _score(folder, "2019-03", "2019-04-10")
    said = {(one["unit"], one["why"]) for one in told["undecided"]}
    assert ("县教育局", "投资完成率：“进度月报表（2019年3月）”没有收到，未计分") in said
    assert ("县水利局", "投资完成率：“计划（万元）”是0，完成率算不出，未计分") in said
    assert ("县水利局", "项目开工：“done”没有填数（或不是数），未计分") in said
    assert _entries(told, "县水利局") == {}


@pytest.mark.sweep
def test_a_later_version_counts_and_a_closed_month_stays_as_it_was(folder: Path) -> None:
    for unit in ("县水利局", "县农业局", "县教育局"):
        _send(folder, unit, 3, GOOD, "2019-03-20")
    _score(folder, "2019-03", "2019-04-02", "--close")
    before = _score(folder, "2019-03", "2019-04-30")
    _send(folder, "县水利局", 3, (("投资", 200, 200), *GOOD[1:]), "2019-04-08", "县水利局3月更正.xlsx")
    assert _score(folder, "2019-03", "2019-04-30")["groups"] == before["groups"]
    points, day, words = _entries(_score(folder, "2019-04", "2019-04-30"), "县水利局")["share"]
    assert (points, day) == ("2.5", "2019-04-01")
    assert "原记加7.5分，现应记加10分，补差2.5分" in words
    assert "收件" in words


def test_a_form_that_nobody_owes_gives_a_rule_nothing() -> None:
    form = '[[forms]]\nid = "table"\nnumber = "1"\ntitle = "表"\nsheet = "表"\narticle = "1"\ncolumns = [{ id = "n", title = "数", kind = "count" }]\n'
    scheme = '[scheme]\nbase = "100"\narticle = "1"\nranking_article = "1"\n'
    counted = rule("counted", register='"table"', column='"数"')
    assert ("G031", "points.r") in faults_of(scheme + form + counted, HEAD)
