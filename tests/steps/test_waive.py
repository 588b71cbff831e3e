"""waive: a fault that somebody has answered for is shown and weighs nothing, for that unit, until that day."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from duchá.journal.fact import FactKind
from duchá.journal.waivers import waivers_of
from duchá.steps.waive import waive
from duchá.submissions.waivers import Waiver
from duchá.terms.fault import Stop
from steps.office import ROW, Office, at

UNFINISHED = {"item": "加油站日常检查", "problem": "检查后未复查2家"}


def wish(**changed: Any) -> Waiver:
    given = {"code": "S101", "unit": "安监局", "approver": "王主任", "reason": "机构改革", "until": date(2015, 11, 19)}
    return Waiver(**{**given, **changed})


def collected(office: Office, unit: str = "区安监局", day: int = 18) -> dict[str, Any]:
    path = office.fill(unit, supervision_problems=[UNFINISHED])
    (submission,) = office.collect(path, now=at(day)).submissions
    return submission


def test_without_a_waiver_an_empty_required_cell_sends_the_file_back(office: Office) -> None:
    assert collected(office)["status"] == "sent-back"


def test_a_waived_fault_is_still_shown_with_who_approved_it(office: Office) -> None:
    waive(office.open(at(17)), wish())
    submission = collected(office)
    assert submission["status"] == "accepted"
    (fault,) = [fault for fault in submission["faults"] if fault["code"] == "S101"]
    assert fault["weight"] == "note" and fault["message"].endswith("（已豁免：王主任批准，至 2015-11-19。）")


@pytest.mark.parametrize(
    ("unit", "day", "status"), [("区安监局", 19, "accepted"), ("区安监局", 20, "sent-back"), ("区财政局", 18, "sent-back")]
)
def test_it_holds_for_that_unit_until_the_end_of_that_day(office: Office, unit: str, day: int, status: str) -> None:
    waive(office.open(at(17)), wish())
    assert collected(office, unit, day)["status"] == status


def test_other_faults_weigh_as_before(office: Office) -> None:
    waive(office.open(at(17)), wish())
    path = office.fill("区安监局", supervision_problems=[ROW], date=None)
    assert office.collect(path).submissions[0]["status"] != "accepted"


def test_it_is_recorded_and_a_report_can_read_it(office: Office) -> None:
    waive(office.open(at(17)), wish(code="missing-value"))
    assert waivers_of(office.open(at(18)).facts(FactKind.WAIVER)) == (wish(unit="区安监局"),)


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"code": "S999"}, "C022"),
        ({"unit": "区不存在局"}, "C014"),
        ({"until": date(2015, 11, 16)}, "C022"),
        ({"approver": " "}, "C022"),
        ({"reason": ""}, "C020"),
    ],
)
def test_what_cannot_be_waived_is_said_and_nothing_is_written(office: Office, changed: dict[str, Any], code: str) -> None:
    before = office.journal()
    with pytest.raises(Stop) as stopped:
        waive(office.open(at(17)), wish(**changed))
    assert stopped.value.fault.kind.code == code and office.journal() == before
