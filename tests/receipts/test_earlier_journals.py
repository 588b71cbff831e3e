"""Journals that an earlier version wrote come to what they came to then: its facts say less, and mean what they meant."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from duchá.journal.fact import FactKind, NewFact
from duchá.journal.read import read_facts
from duchá.receipts.matrix import ReceiptStanding, ReceiptState, matrix
from duchá.receipts.receipts import Receipt, receipts_of
from duchá.submissions.as_json import body_json, payload_json
from duchá.submissions.status import Status
from receipts.histories import AS_OF, MOMENTS, UNITS, Arrival, Desk, the_campaign

KEY = "approval"


@pytest.fixture
def made(tmp_path: Path) -> Iterator[Desk]:
    desk = Desk(tmp_path, the_campaign())
    yield desk
    desk.close()


def submitted(desk: Desk, number: int, arrival: Arrival, **said: Any) -> None:
    """A SUBMISSION as it was written."""
    submission = arrival.submission()
    payload = payload_json(submission) | {"receipt": number, "version": 1, "supersedes": None, "late_days": 0, "marked_copy": None}
    payload |= {"contents": {KEY: f"{number:024d}"}, "kind": "xlsx", "companions": [], "folders": [], "sender": ""} | said
    desk.writer.append(NewFact(kind=FactKind.SUBMISSION, happened_at=arrival.moment, payload=payload, body=body_json(submission)))


def resolved(desk: Desk, number: int, action: str, arrival: Arrival, **outcome: Any) -> None:
    """A RESOLUTION as it was written: nothing says that the receipt keeps its place, nor because of which other it changed."""
    payload = {"receipt": number, "action": action, "reason": "经核实", "outcome": outcome}
    desk.writer.append(NewFact(kind=FactKind.RESOLUTION, happened_at=arrival.moment, payload=payload))


def receipts(desk: Desk) -> Mapping[int, Receipt]:
    return {one.number: one for one in receipts_of(read_facts(desk.path))}


def cell(desk: Desk) -> ReceiptStanding:
    found = matrix(desk.campaign, receipts(desk).values(), AS_OF)
    return next(one for one in found if one.unit.name == UNITS[0] and one.owed.key == KEY)


FIRST = Arrival(unit=UNITS[0], moment=MOMENTS[0], says={KEY: 1}, salt=1)
SECOND = replace(FIRST, says={KEY: 2}, salt=2)


@pytest.mark.parametrize(
    ("decisions", "current", "state"),
    [
        ([(1, "accept", "accepted"), (2, "send-back", "sent-back")], 2, ReceiptState.SENT_BACK),
        ([(2, "send-back", "sent-back"), (1, "accept", "accepted")], 1, ReceiptState.RECEIVED),
        ([(1, "accept", "accepted")], 1, ReceiptState.RECEIVED),
    ],
)
def test_of_two_at_one_moment_the_one_decided_on_last_counts_where_it_was_decided_then(
    made: Desk, decisions: list[tuple[int, str, str]], current: int, state: ReceiptState
) -> None:
    submitted(made, 1, FIRST)
    resolved(made, 1, "clash", FIRST, status="held")
    submitted(made, 2, SECOND, status="held", version=2, supersedes=1)
    for number, action, status in decisions:
        resolved(made, number, action, FIRST, status=status)
    found = cell(made)
    assert (found.current and found.current.number, found.state) == (current, state)


def test_what_was_written_then_stays_until_something_about_it_changes(made: Desk) -> None:
    """An answered correction that an earlier version called late: the matrix never did, and filing another unit's file writes nothing about it."""
    late = replace(SECOND, moment=MOMENTS[4])
    submitted(made, 1, FIRST)
    submitted(made, 2, late, status="held", unit=None)
    resolved(made, 2, "unit", late, status="accepted", unit=UNITS[0], late_days=4, version=2, supersedes=1)
    before = len(read_facts(made.path))
    made.again()
    made.take(Arrival(unit=UNITS[1], moment=MOMENTS[1], says={KEY: 1}, salt=3))
    assert len(read_facts(made.path)) == before + 1
    assert (receipts(made)[2].payload["late_days"], cell(made).late_days) == (4, 0)
    made.withdraw(1)
    assert (receipts(made)[2].payload["version"], cell(made).late_days) == (1, 4)


def test_a_receipt_on_paper_of_an_earlier_version_is_one_that_nobody_has_typed(made: Desk) -> None:
    payload = {
        "receipt": 1, "unit": UNITS[0], "status": Status.ACCEPTED.value, "deliverables": [KEY], "via": "纸质", "note": "", "source": "registers/收件登记.xlsx 收件登记!A5",
        "received_at": MOMENTS[3].isoformat(), "late_days": 3, "forms": {}, "faults": [], "contents": {}, "row_key": "x", "row_occurrence": 1,
    }  # fmt: skip
    made.writer.append(NewFact(kind=FactKind.RECEIPT, happened_at=MOMENTS[3], payload=payload))
    found = cell(made)
    assert (found.state, found.late_days, found.untyped) == (ReceiptState.RECEIVED, 3, "纸质")
