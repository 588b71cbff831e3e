"""What an interrupted run leaves behind: its own files keep its time, no other does, and a time that is given always counts."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from duchá.journal.fact import FactKind, NewFact
from duchá.journal.write import open_journal
from duchá.steps.collect import Delivery, collect
from duchá.steps.status import status
from steps.office import ROW, Office, at

FIRST, SECOND, LATER = "区审计局", "区财政局", "区统计局"


def put(office: Office, unit: str) -> Path:
    return office.fill(unit, supervision_problems=[{**ROW, "item": f"{unit}日常检查"}])


def stopped(office: Office, *paths: Path, **delivery: Any) -> None:
    """collect, stopped with Ctrl-C when the first file is on record."""

    def stop(done: int, _of: int, _name: str = "") -> None:
        if done:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        collect(office.open(at(24)), Delivery(paths=paths or (office.folder / "returns",), **delivery), stop)


def came(office: Office) -> dict[str | None, int]:
    """Unit → the day of November that its file counts as of."""
    return {one.unit: one.received_at.astimezone(at(1).tzinfo).day for one in status(office.open(at(30))).receipts}


def late(office: Office, unit: str) -> int:
    return next(one.late_days for one in status(office.open(at(30))).standings if one.unit.name == unit and one.owed.key == "approval")


def test_a_return_that_comes_after_an_interrupted_run_counts_as_of_its_own_time(office: Office) -> None:
    """A47: the late would else be punctual, and points follow."""
    put(office, FIRST), put(office, SECOND)
    stopped(office, received_at=at(18))
    put(office, LATER)
    office.collect(now=at(30))
    assert came(office) == {FIRST: 18, SECOND: 18, LATER: 30}
    assert (late(office, SECOND), late(office, LATER)) == (0, 10)


def test_a_time_that_is_given_counts_whatever_was_interrupted_before(office: Office) -> None:
    put(office, FIRST), put(office, SECOND)
    stopped(office, received_at=at(18))
    put(office, LATER)
    office.collect(now=at(30), received_at=at(29))
    assert came(office) == {FIRST: 18, SECOND: 29, LATER: 29}


def test_what_the_interrupted_run_has_not_reached_keeps_its_time_over_other_runs(office: Office) -> None:
    put(office, FIRST), put(office, SECOND)
    stopped(office, received_at=at(18))
    office.collect(put(office, LATER), now=at(27))
    assert came(office) == {FIRST: 18, LATER: 27}
    office.collect(now=at(30))
    assert came(office) == {FIRST: 18, LATER: 27, SECOND: 18}


def test_a_file_changed_since_is_another_file_and_counts_as_of_now(office: Office) -> None:
    put(office, FIRST), put(office, SECOND)
    stopped(office, received_at=at(18))
    office.fill(SECOND, supervision_problems=[{**ROW, "item": "另一项检查"}])
    office.collect(now=at(30))
    assert came(office) == {FIRST: 18, SECOND: 30}


def test_once_the_interrupted_run_is_done_nothing_of_it_is_left(office: Office) -> None:
    put(office, FIRST), put(office, SECOND)
    stopped(office, received_at=at(18))
    assert office.collect(now=at(27)).resumed
    put(office, LATER)
    assert not office.collect(now=at(30)).resumed
    assert came(office) == {FIRST: 18, SECOND: 18, LATER: 30}


def test_interrupted_twice_each_run_keeps_its_own_time(office: Office) -> None:
    put(office, FIRST), put(office, SECOND)
    stopped(office, received_at=at(18))
    put(office, LATER), put(office, "区教育局")
    stopped(office, office.folder / "returns" / "区教育局.xlsx", office.folder / "returns" / f"{LATER}.xlsx", received_at=at(23))
    office.collect(now=at(30))
    found = came(office)
    assert found[FIRST] == found[SECOND] == 18
    assert found[LATER] == found["区教育局"] == 23


def test_a_run_that_an_earlier_version_left_open_is_gone_on_with_as_it_did(office: Office) -> None:
    """Its note says of no file that it was one of its: all that is new counts as its, but for a time that is given."""
    put(office, FIRST)
    opened = office.open(at(19))
    with open_journal(opened.journal, now=opened.now, by="督查室") as writer:
        writer.append(NewFact(kind=FactKind.NOTE, happened_at=at(18), payload={"note": "collect-begun", "files": 2}))
    office.collect(put(office, SECOND), now=at(30), received_at=at(29))
    assert came(office) == {SECOND: 29}
    with open_journal(opened.journal, now=at(30), by="督查室") as writer:
        writer.append(NewFact(kind=FactKind.NOTE, happened_at=at(18), payload={"note": "collect-begun", "files": 2}))
    office.collect(now=at(30))
    assert came(office) == {SECOND: 29, FIRST: 18}
