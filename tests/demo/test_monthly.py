"""The example of monthly returns comes out as it was worked out by hand in examples/monthly/."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import tomli
from openpyxl import load_workbook

from duchá.receipts.matrix import ReceiptStanding, ReceiptState
from duchá.steps.demo import Stage
from duchá.steps.demo_monthly import END, run_monthly
from duchá.steps.open_campaign import open_campaign
from duchá.steps.overdue import Overdue
from duchá.steps.report_summary import report_summary
from duchá.steps.status import status
from duchá.terms.moment import Moment

EXPECTED = tomli.loads((Path(__file__).parents[2] / "examples" / "monthly" / "expected.toml").read_text(encoding="utf-8"))
IN = (ReceiptState.RECEIVED, ReceiptState.SENT_BACK, ReceiptState.HELD)
pytestmark = pytest.mark.sweep


@pytest.fixture(scope="module")
def ran(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[Stage]]:
    folder = tmp_path_factory.mktemp("月报") / "行动"
    return folder, list(run_monthly(folder, lambda done, of, name="": None))


@pytest.fixture(scope="module")
def standings(ran: tuple[Path, list[Stage]]) -> tuple[ReceiptStanding, ...]:
    return status(open_campaign(ran[0], Moment(now=END, as_of=END.date()))).standings


def of(standings: tuple[ReceiptStanding, ...], period: str) -> list[ReceiptStanding]:
    return [standing for standing in standings if standing.owed.period is not None and standing.owed.period.key == period]


def named(found: list[ReceiptStanding]) -> list[list[Any]]:
    return sorted([standing.unit.order, standing.owed.plain.key] for standing in found)


@pytest.mark.parametrize("period", EXPECTED["receipts"])
def test_the_matrix_of_each_month_is_as_worked_by_hand(standings: tuple[ReceiptStanding, ...], period: str) -> None:
    own, expected = of(standings, period), EXPECTED["receipts"][period]
    arrived = [standing for standing in own if standing.state in IN]
    assert (len(own), len(arrived)) == (expected["due"], expected["received"])
    late = [standing for standing in arrived if standing.late_days]
    assert len(late) == expected["late"]
    assert {(standing.unit.order, standing.late_days) for standing in late} == (
        {(county, EXPECTED["late_days"]["days"]) for county in EXPECTED["late_days"]["counties"]} if expected["late"] else set()
    )
    assert named([s for s in own if s.state is ReceiptState.MISSING]) == EXPECTED["missing"].get(period, [])
    assert named([s for s in own if s.state is ReceiptState.SENT_BACK]) == EXPECTED["sent_back"].get(period, [])
    assert named([s for s in own if s.state is ReceiptState.HELD]) == []


def test_a_zero_report_of_every_month_stands_as_one(standings: tuple[ReceiptStanding, ...]) -> None:
    nil = {(standing.unit.order, standing.owed.key) for standing in standings if standing.nil}
    assert nil == {(20, f"cases@2019-{month:02d}") for month in range(1, 7)}


def test_a_day_on_a_saturday_moves_to_monday(standings: tuple[ReceiptStanding, ...]) -> None:
    assert {standing.owed.due for standing in of(standings, "2019-05")} == {date(2019, 5, 27)}


def test_the_reminders_are_of_what_is_missing(ran: tuple[Path, list[Stage]]) -> None:
    found = next(stage.result for stage in ran[1] if isinstance(stage.result, Overdue))
    late = {item.deliverable for item in found.late}
    assert late == {"projects@2019-03", "cases@2019-06", "projects@2019-06"}
    assert len(found.reminders) == 4


@pytest.mark.parametrize(("form", "sheet"), [("cases", "表1"), ("projects", "表2")])
def test_the_sums_and_the_comparison_are_as_worked_by_hand(ran: tuple[Path, list[Stage]], form: str, sheet: str) -> None:
    opened = open_campaign(ran[0], Moment(now=END, as_of=END.date()))
    book = load_workbook(report_summary(opened, period="2019-05").path)
    rows = list(book[f"走势{sheet}"].iter_rows(values_only=True))
    sums = {row[0]: (Decimal(str(row[2])), row[1]) for row in rows if isinstance(row[1], int)}
    expected = {f"2019年{int(key[-2:])}月": (Decimal(amount), units) for key, (amount, units) in EXPECTED[form].items()}
    assert sums == expected
    total = next(row for row in book[f"数字{sheet}"].iter_rows(values_only=True) if row[1] == "合计")
    assert (Decimal(str(total[2])), Decimal(str(total[4]))) == (Decimal(EXPECTED[form]["2019-05"][0]), Decimal(EXPECTED["change"][form]))
    fifth = next(row for row in book["数字表1"].iter_rows(values_only=True) if row[0] == 5)
    assert (fifth[2], fifth[4]) == ("退回待改", None)  # what is not in is said, and is not 0
