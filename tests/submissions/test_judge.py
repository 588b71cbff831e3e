"""What becomes of a file, by the weights of its faults (design §5)."""

from __future__ import annotations

import pytest

from duchá.submissions.faults.checks import DATE_MISSING
from duchá.submissions.faults.hints import PERSONAL_DATA
from duchá.submissions.faults.unit import NO_UNIT, NOT_ON_ROSTER
from duchá.submissions.judge import judge
from duchá.submissions.status import Status
from duchá.terms.fault import Fault

REJECT, QUERY, NOTE = DATE_MISSING.at(label="填报日期", example="2015-11-18"), NO_UNIT.at(proposal=""), PERSONAL_DATA.at()
FOREIGN = NOT_ON_ROSTER.at(written="高桥镇", duty="")


@pytest.mark.parametrize(
    ("faults", "usable", "status"),
    [
        ((), True, Status.ACCEPTED),
        ((NOTE,), True, Status.ACCEPTED),
        ((NOTE, QUERY), True, Status.HELD),
        ((QUERY, REJECT), True, Status.SENT_BACK),
        ((REJECT,), False, Status.REFUSED),
        ((FOREIGN,), True, Status.REFUSED),
        ((QUERY,), False, Status.HELD),
        ((), False, Status.REFUSED),
    ],
)
def test_the_heaviest_fault_decides(faults: tuple[Fault, ...], usable: bool, status: Status) -> None:
    assert judge(faults, usable) is status
