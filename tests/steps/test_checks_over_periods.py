"""A form that comes back every month, held against what the unit sent before, by the commands: whatever came first, and when a month is corrected."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from duchá.cli.app import run
from duchá.forms.layout import lay_out
from duchá.rulebook.form import FilledBy
from steps.test_own_forms import new_campaign, opened
from submissions.own_rulebook import form_text, rulebook_text
from submissions.test_cell_checks import CHECK

COLUMNS = """
[[forms.columns]]
id = "town"
title = "乡镇"
key = true
required = true
[[forms.columns]]
id = "month"
title = "本月"
kind = "count"
required = true
[[forms.columns]]
id = "so_far"
title = "本年累计"
kind = "count"
required = true
"""
DUE = 'due = { text = "12月25日前", month = 12, day = 25 }'
MONTHLY = 'every = "month"\ndue = { text = "每月25日前", day = 25 }'
PERIOD = '[[forms.header]]\nid = "period"\nlabel = "报告期"\nkind = "period"\nrequired = true\n'
UNIT = "区财政局"


def rulebook(*rules: str) -> str:
    """A monthly form with these checks."""
    checks = "".join(CHECK.format(id=f"c{at}", rule=rule) for at, rule in enumerate(rules, 1))
    return rulebook_text(form_text("monthly", "月报表", COLUMNS, PERIOD + checks)).replace(DUE, MONTHLY)


def told(capsys: pytest.CaptureFixture[str], *arguments: str) -> Any:
    """What a command gives programs."""
    capsys.readouterr()
    run([*arguments, "--json"])
    return json.loads(capsys.readouterr().out)


def returned(folder: Path, period: str, rows: Mapping[str, tuple[int, int]], name: str = "") -> Path:
    """The unit's blank of a month, filled in: 本月 and 本年累计 by town."""
    run(["blanks", "-C", str(folder), "--period", period, "-q"])
    (blank,) = (folder / "blank" / period).glob(f"*{UNIT}.xlsx")
    (form,) = opened(folder).campaign.forms(FilledBy.UNIT)
    book = load_workbook(blank)
    sheet, layout = book[form.sheet], lay_out(form)
    for place in layout.header:
        if place.field.id == "day":
            sheet[place.entry.at].value = date.fromisoformat(f"{period}-24")
    for at, (town, (month, so_far)) in enumerate(rows.items(), 1):
        for column, value in (("town", town), ("month", month), ("so_far", so_far)):
            sheet[layout.body(at, column).at].value = value
    path = folder / "returns" / f"{name or period}.xlsx"
    book.save(path)
    return path


def states(folder: Path, capsys: pytest.CaptureFixture[str]) -> dict[str, str]:
    """The state of each month's return."""
    units = told(capsys, "status", "-C", str(folder), "--as-of", "2019-06-30")["units"]
    mine = next(one["deliverables"] for one in units if one["unit"] == UNIT)
    return {key: one["state"] for key, one in mine.items() if one["state"] != "missing"}


def collect(folder: Path, capsys: pytest.CaptureFixture[str], hour: int = 10) -> Any:
    """What came in now."""
    return told(capsys, "collect", "-C", str(folder), "--received-at", f"2019-06-20T{hour}:00", "--as-of", "2019-06-30")


APRIL, MAY = {"甲镇": (3, 30), "乙镇": (1, 10)}, {"乙镇": (2, 12), "甲镇": (4, 99)}
ADDED_UP = "so_far = previous(so_far) + month"


@pytest.mark.parametrize("order", [("2019-04", "2019-05"), ("2019-05", "2019-04")])
def test_a_month_that_does_not_follow_from_the_one_before_goes_back(
    order: tuple[str, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = new_campaign(tmp_path / "行动", rulebook(ADDED_UP))
    found = {}
    for hour, period in enumerate(order, 10):
        returned(folder, period, APRIL if period == "2019-04" else MAY)
        found[period] = collect(folder, capsys, hour)
    assert states(folder, capsys) == {"monthly@2019-04": "received", "monthly@2019-05": "sent-back"}
    last = found[order[-1]]
    (wrong,) = [one for one in (*last["submissions"], *last.get("turned", ())) if one["status"] == "sent-back"]
    (fault,) = [one for one in wrong["faults"] if one["weight"] == "reject"]
    assert (fault["code"], fault["label"], fault["value"]) == ("S253", "本年累计", "99")
    assert "上期“本年累计”30" in fault["message"] and "应填 34" in fault["remedy"]
    assert (folder / wrong["marked_copy"]).is_file()


def test_when_the_earlier_month_is_corrected_the_later_one_is_right(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """May was right and April wrong: April's second version makes May accepted, and the run says so."""
    folder = new_campaign(tmp_path / "行动", rulebook(ADDED_UP))
    returned(folder, "2019-04", {"甲镇": (3, 30)})
    collect(folder, capsys, 10)
    returned(folder, "2019-05", {"甲镇": (4, 99)})
    collect(folder, capsys, 11)
    assert states(folder, capsys)["monthly@2019-05"] == "sent-back"
    returned(folder, "2019-04", {"甲镇": (3, 95)}, "四月更正")
    (turned,) = collect(folder, capsys, 12)["turned"]
    assert (turned["status"], [fault["code"] for fault in turned["faults"]]) == ("accepted", ["S413"])  # late, and nothing else
    assert states(folder, capsys) == {"monthly@2019-04": "received", "monthly@2019-05": "received"}


def test_the_year_adds_up_from_its_first_month(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = new_campaign(tmp_path / "行动", rulebook("so_far = year_to_date(month)"))
    for period, numbers in (("2019-01", (1, 1)), ("2019-02", (2, 3)), ("2019-03", (4, 8))):
        returned(folder, period, {"甲镇": numbers})
    found = {one["source"]: one for one in collect(folder, capsys)["submissions"]}
    assert [found[f"returns/2019-0{month}.xlsx"]["status"] for month in (1, 2, 3)] == ["accepted", "accepted", "sent-back"]
    (fault,) = [one for one in found["returns/2019-03.xlsx"]["faults"] if one["weight"] == "reject"]
    assert "本年各期“本月”之和7" in fault["message"] and "应填 7" in fault["remedy"]


def test_check_says_it_before_anything_is_sent(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = new_campaign(tmp_path / "行动", rulebook(ADDED_UP))
    returned(folder, "2019-04", {"甲镇": (3, 30)})
    collect(folder, capsys)
    may = returned(folder, "2019-05", {"甲镇": (4, 99)})
    (looked,) = told(capsys, "check", "-C", str(folder), str(may))["submissions"]
    assert looked["status"] == "sent-back" and "S253" in [fault["code"] for fault in looked["faults"]]
