"""What is owed every year comes back every year in a campaign of several years: 武陟's 零报告, by 30 November (WZ-26)."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from duchá.campaign.parse import parse_settings
from duchá.steps.open_campaign import open_campaign
from duchá.terms.moment import Moment
from scoring.office import Office, new_office
from steps.office import Office as Filling, at
from steps.registers import RECEIPTS, fill

pytestmark = pytest.mark.sweep

UNIT = "市水利局"
NIL = [{"measure": name, "cases": "0", "people": "0", "note": "无"} for name in ("行政执法责任追究", "行政处分", "移送司法机关")]


@pytest.fixture
def office(tmp_path: Path) -> Office:
    """From 20 November 2015 to 31 December 2017, its own year 2016."""
    made = new_office(tmp_path / "行动", rulebook="wuzhi-2015", year=2016)
    path = made.folder / "campaign.toml"
    path.write_text(path.read_text(encoding="utf-8").replace("[groups]\n", '[groups]\n"县直" = ["市直"]\n'), encoding="utf-8")
    return made


def owed(office: Office, day: str) -> dict[str, Any]:
    found = json.loads(office.run("status", "--as-of", day, "--unit", UNIT, "--json", wants=None))["units"][0]["deliverables"]
    return {key: (one["due"], one["state"], one["late_days"]) for key, one in found.items()}


def test_each_year_has_its_own_day(office: Office) -> None:
    assert parse_settings((office.folder / "campaign.toml").read_text(encoding="utf-8"))[1] == ()
    assert owed(office, "2016-12-02") == {
        "assessment-plan": ("2015-09-25", "missing", 434),
        "accountability-report@2015": ("2015-11-30", "missing", 368),
        "accountability-report": ("2016-11-30", "missing", 2),
        "own-assessment": (None, "missing", 0),  # the text names no day
    }  # 2017's is listed from its first day on
    assert "accountability-report@2017" in owed(office, "2017-01-01")


@pytest.mark.parametrize(
    ("received", "answered"),
    [
        ("2015-12-07T10:00", "accountability-report@2015"),  # a week late, not a year early
        ("2016-11-28T10:00", "accountability-report"),
        ("2017-10-30T10:00", "accountability-report@2017"),
    ],
)
def test_a_return_answers_the_year_whose_day_is_nearest(office: Office, received: str, answered: str) -> None:
    path = Filling(office.folder).fill(UNIT, date=received[:10], accountability_report=NIL)
    book = load_workbook(path)
    for sheet in [sheet for sheet in book.worksheets if sheet.title not in ("责任追究情况", "_ducha")]:
        book.remove(sheet)  # only this form is sent
    book.save(path)
    office.run("collect", "--received-at", received, "--as-of", "2017-12-01", wants=None)
    states = {key: state for key, (_, state, _) in owed(office, "2017-12-01").items() if key.startswith("accountability")}
    assert [key for key, state in states.items() if state == "received"] == [answered]


@pytest.mark.parametrize(
    ("written", "day", "answered"),
    [
        ("行政执法责任追究情况（零报告）", "2015-11-30", "accountability-report@2015"),
        ("行政执法责任追究情况（零报告）", "2016-12-02", "accountability-report"),
        ("行政执法责任追究情况（零报告）", "2017-11-29", "accountability-report@2017"),
        ("行政执法责任追究情况（零报告）（2016年）", "2017-11-29", "accountability-report"),  # a year late, and said so
        ("行政执法责任追究情况（零报告）(2015年)", "2016-11-29", "accountability-report@2015"),
    ],
)
def test_a_receipt_on_paper_answers_the_year_that_it_names_or_the_nearest(office: Office, written: str, day: str, answered: str) -> None:
    fill(Filling(office.folder), RECEIPTS, {"日期": date.fromisoformat(day), "单位": UNIT, "材料": written})
    office.run("record", wants=1)  # the roster lacks groups that the rulebook speaks of, which is said
    states = {key: state for key, (_, state, _) in owed(office, "2017-12-01").items() if key.startswith("accountability")}
    assert [key for key, state in states.items() if state == "received"] == [answered]


def test_a_campaign_of_one_year_has_it_once(office: Office) -> None:
    path = office.folder / "campaign.toml"
    text = (
        path.read_text(encoding="utf-8").replace("start = 2015-11-20", "start = 2016-01-01").replace("end = 2017-12-31", "end = 2016-12-31")
    )
    path.write_text(text, encoding="utf-8")
    campaign = open_campaign(office.folder, Moment(now=at(18))).campaign
    assert [one.key for one in campaign.owed] == ["assessment-plan", "accountability-report", "own-assessment"]
