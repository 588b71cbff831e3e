"""As of a day and as known at a time: any past view comes out again, even after corrections and after the roster was edited (design §2)."""

from __future__ import annotations

from openpyxl import load_workbook

from duchá.receipts.matrix import ReceiptState
from duchá.steps.resolve import Action, Answer, resolve
from duchá.steps.status import status
from receipts.test_versions import UNIT, standing
from steps.office import ROW, Office, at


def test_as_of_hides_what_came_later_and_counts_the_days_from_then(office: Office) -> None:
    office.fill(UNIT, supervision_problems=[ROW])
    office.collect(now=at(23))
    assert standing(status(office.open(at(25))).standings).late_days == 3
    earlier = standing(status(office.open(at(25), as_of=at(22).date())).standings)
    assert (earlier.state, earlier.late_days) == (ReceiptState.MISSING, 2)
    assert standing(status(office.open(at(25), as_of=at(20).date())).standings).late_days == 0


def test_known_at_gives_what_was_seen_then_after_a_correction_and_after_the_roster_changed(office: Office) -> None:
    office.fill(UNIT, supervision_problems=[ROW])
    office.collect(now=at(18))
    seen = status(office.open(at(18, 12))).standings
    resolve(office.open(at(19)), Answer(receipt=1, action=Action.WITHDRAW, reason="收错"))
    book = load_workbook(office.folder / "units.xlsx")
    book.worksheets[0]["B2"].value = "区发展和改革委"
    book.save(office.folder / "units.xlsx")
    now = status(office.open(at(20))).standings
    assert standing(now).state is ReceiptState.MISSING
    assert now[0].unit.name == "区发展和改革委"
    then = status(office.open(at(20), as_of=at(18).date(), known_at=at(18, 13))).standings
    assert [(s.unit.name, s.owed.key, s.state, s.late_days) for s in then] == [
        (s.unit.name, s.owed.key, s.state, s.late_days) for s in seen
    ]


def test_received_on_the_last_evening_is_on_time_and_ten_minutes_past_midnight_is_a_day_late(office: Office) -> None:
    for unit, moment, days in (("区财政局", at(20, 23), 0), ("区审计局", at(21, 0), 1)):
        path = office.fill(unit, supervision_problems=[ROW])
        office.collect(path, now=moment)
        assert standing(status(office.open(at(25))).standings, unit=unit).late_days == days
