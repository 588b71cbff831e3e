"""What was sent back is owed again by a new day: the rulebook's, the office's, else three working days (本室约定); after it it is 逾期未改."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

import pytest

from duchá.receipts.matrix import ReceiptStanding, ReceiptState
from duchá.steps.overdue import OverdueOptions, overdue
from duchá.steps.report_summary import summary_of
from duchá.steps.resolve import Action, Answer, resolve
from duchá.steps.status import status
from steps.office import ROW, Office, at

Run = Callable[..., Any]
UNIT, KEY = "区安监局", "supervision-problems"
FLAWED = {"item": "加油站日常检查", "problem": "检查后未复查2家"}  # without 整改情况


def cell(office: Office, day: int, month: int = 11, unit: str = UNIT) -> ReceiptStanding:
    found = status(office.open(at(day, month=month))).standings
    return next(one for one in found if one.unit.name == unit and one.owed.key == KEY)


def owed_again(office: Office, day: int, month: int = 11) -> list[tuple[str, str, str, int]]:
    """What `overdue` lists of the unit: what, by when, which light, how many days late."""
    items = overdue(office.open(at(day, month=month)), OverdueOptions()).items
    return [(one.what, one.due.isoformat(), one.light.value, one.days_late) for one in items if one.unit == UNIT and one.deliverable == KEY]


def settle(office: Office, text: str) -> None:
    path = office.folder / "campaign.toml"
    whole = path.read_text(encoding="utf-8")
    path.write_text(text + whole if text.startswith("resend_days") else whole + text, encoding="utf-8")


def test_sent_back_in_time_and_never_corrected_it_is_owed_again_and_chased(ducha: Run, office: Office) -> None:
    """A37: came on Wednesday the 18th, three working days later is Monday the 23rd."""
    office.fill(UNIT, supervision_problems=[FLAWED])
    (item,) = office.collect().submissions
    assert item["status"] == "sent-back"
    before = cell(office, 23)
    assert (before.state, before.again and before.again.due.isoformat(), before.again_late) == (ReceiptState.SENT_BACK, "2015-11-23", 0)
    assert owed_again(office, 23) == []
    after = cell(office, 26)
    assert (after.state, after.late_days, after.again_late) == (ReceiptState.SENT_BACK, 0, 3)
    assert owed_again(office, 26) == [("附件4 事中事后监管自查自纠情况报表2（退回重报）", "2015-11-23", "red", 3)]
    opened = office.open(at(26))
    pages = {page.name: page for page in summary_of(opened).pages}
    assert any("逾期未改3天" in str(cell) for row in pages["报送情况"].rows if row[1] == UNIT for cell in row)
    assert [row[2] for row in pages["退回待确认"].rows] == ["逾期未改3天"]
    done = ducha("status", "-C", str(office.folder), "--as-of", "2015-11-26", "--unit", UNIT)
    assert "逾期未改3天" in done.stdout and done.returncode == 1
    assert "应于11月23日前重报" in ducha("status", "-C", str(office.folder), "--as-of", "2015-11-20", "--unit", UNIT).stdout


def test_the_letter_says_what_is_owed_again_by_when_and_that_the_office_agreed_on_the_day(office: Office) -> None:
    office.fill(UNIT, supervision_problems=[FLAWED])
    office.collect()
    done = overdue(office.open(at(26)), OverdueOptions(letters=True))
    (letter,) = [path for path in done.written if path.suffix == ".md" and UNIT in path.name]
    text = letter.read_text(encoding="utf-8")
    (line,) = [line for line in text.splitlines() if "附件4" in line]
    assert "（退回重报）" in line and "2015年11月23日" in line and "3天" in line
    assert "退回 2015年11月18日（周三）" in text and "本室约定" in text


def test_scripts_read_by_when_it_is_owed_again(ducha: Run, office: Office) -> None:
    office.fill(UNIT, supervision_problems=[FLAWED])
    office.collect()

    def line(day: str) -> Mapping[str, Any]:
        found = json.loads(ducha("status", "-C", str(office.folder), "--json", "--as-of", day).stdout)
        return next(unit["deliverables"][KEY] for unit in found["units"] if unit["unit"] == UNIT)

    assert (line("2015-11-20")["resend_due"], line("2015-11-20")["resend_late_days"]) == ("2015-11-23", 0)
    assert (line("2015-11-30")["state"], line("2015-11-30")["late_days"], line("2015-11-30")["resend_late_days"]) == ("sent-back", 0, 7)
    items = json.loads(ducha("overdue", "-C", str(office.folder), "--json", "--as-of", "2015-11-30").stdout)["items"]
    assert [(one["due"], one["days_late"]) for one in items if one["unit"] == UNIT and one["deliverable"] == KEY] == [("2015-11-23", 7)]


def test_never_before_the_day_on_which_it_is_due_at_all(office: Office) -> None:
    office.fill(UNIT, supervision_problems=[FLAWED])
    office.collect(now=at(10))
    assert [cell(office, 21).again_late, owed_again(office, 21)] == [
        1,
        [("附件4 事中事后监管自查自纠情况报表2（退回重报）", "2015-11-20", "red", 1)],
    ]


def test_corrected_it_is_no_longer_owed(office: Office) -> None:
    office.fill(UNIT, supervision_problems=[FLAWED])
    office.collect()
    office.fill(UNIT, "更正.xlsx", supervision_problems=[ROW])
    office.collect(now=at(25))
    assert (cell(office, 26).state, cell(office, 26).again, owed_again(office, 26)) == (ReceiptState.RECEIVED, None, [])


def test_corrected_wrongly_it_is_owed_again_by_a_day_of_its_own(office: Office) -> None:
    office.fill(UNIT, supervision_problems=[FLAWED])
    office.collect()
    office.fill(UNIT, "更正.xlsx", supervision_problems=[{**FLAWED, "problem": "检查后未复查3家"}])
    office.collect(now=at(25))
    found = cell(office, 26)
    assert (found.version, found.again and found.again.due.isoformat()) == (2, "2015-11-30")


def test_the_same_file_sent_again_corrects_nothing(office: Office) -> None:
    office.fill(UNIT, supervision_problems=[FLAWED])
    office.collect()
    office.fill(UNIT, "又报.xlsx", supervision_problems=[FLAWED])
    office.collect(now=at(25))
    assert cell(office, 26).again_late == 3


def test_what_a_person_sends_back_counts_from_that_day(office: Office) -> None:
    """The unit is not urged for days on which nobody had told it."""
    office.fill(UNIT, supervision_problems=[ROW])
    office.collect()
    resolve(office.open(at(25)), Answer(receipt=1, action=Action.SEND_BACK, reason="与实际不符"))
    assert [one and one.due.isoformat() for one in (cell(office, 25).again, cell(office, 26).again)] == ["2015-11-30"] * 2


def test_returns_taken_in_long_afterwards_are_owed_again_by_a_day_after_they_came(ducha: Run, office: Office) -> None:
    """As of a day before it was all recorded, a return counts as sent back on the day it came."""
    office.fill(UNIT, supervision_problems=[FLAWED])
    office.collect(now=at(4, month=12), received_at=at(18))
    assert cell(office, 7, month=12).again_late == 0
    done = json.loads(ducha("status", "-C", str(office.folder), "--json", "--as-of", "2015-11-26").stdout)
    line = next(unit["deliverables"][KEY] for unit in done["units"] if unit["unit"] == UNIT)
    assert (line["resend_due"], line["resend_late_days"]) == ("2015-11-23", 3)


@pytest.mark.parametrize(
    ("settings", "rulebook", "due"),
    [
        ("", "", "2015-11-23"),
        ("resend_days = 5\n", "", "2015-11-25"),
        (f"resend_days = 5\n|\n[deliverables.{KEY}]\nresend_days = 1\n", "", "2015-11-20"),
        ("resend_days = 5\n", 'resend = { text = "退回后10日内", days = 10 }', "2015-11-30"),
        (f"|\n[deliverables.{KEY}]\nresend_days = 7\n", 'resend = { text = "退回后10日内", days = 10 }', "2015-11-27"),
    ],
    ids=["three working days", "for all", "for one task", "the rulebook's", "for one task over the rulebook's"],
)
def test_the_new_day_is_the_campaigns_word_on_the_task_the_rulebooks_the_campaigns_on_all_else_three_days(
    office: Office, settings: str, rulebook: str, due: str
) -> None:
    for part in settings.split("|"):
        settle(office, part)
    if rulebook:
        own = office.folder / "templates" / "rulebooks" / "own"
        own.mkdir(parents=True)
        text = (
            'id = "own"\ntitle = "本区"\nshort_title = "本区"\nextends = "dantu-2015"\n[[deliverables]]\nkey = "supervision-problems"\n'
            + rulebook
        )
        (own / "rulebook.toml").write_text(text + "\n", encoding="utf-8")
        path = office.folder / "campaign.toml"
        path.write_text(path.read_text(encoding="utf-8").replace('["dantu-2015"]', '["own"]'), encoding="utf-8")
    office.fill(UNIT, supervision_problems=[FLAWED])
    office.collect()
    found = cell(office, 20)
    assert found.again is not None and found.again.due.isoformat() == due


def test_a_term_that_cannot_be_is_said_at_its_key(ducha: Run, office: Office) -> None:
    settle(office, "resend_days = -1\n")
    done = ducha("status", "-C", str(office.folder))
    assert done.returncode == 2 and "resend_days" in done.stderr and "-1" in done.stderr
