"""The reminder ladder over simulated quarters: every lateness reminded as it says, none twice, whatever days the program ran on."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

from duchá.journal.fact import Fact, FactKind
from duchá.ledger.ladder import Reminder, reminded, reminder_fact, reminders_due
from duchá.ledger.overdue import items_of
from ledger.office import ZONE, campaign_of, event, ledger_of, opening

TASKS = campaign_of("jincheng-13710")
BEGIN = date(2018, 4, 1)
REACHED = {1: "urge", 2: "key", 7: "circulate"}  # days late from which a rung is the highest


class Cron:
    """The program run day by day on a journal that only grows."""

    def __init__(self, rows: list[dict[str, Any]]) -> None:
        self.rows = rows
        self.facts: list[Fact] = []

    def run(self, day: date, within: int | None = None) -> tuple[Reminder, ...]:
        """One run: what it reminds of, noted in the journal."""
        known = [row for row in self.rows if (row.get("日期") or row["立项日期"]) <= day]
        items = items_of(TASKS, (), ledger_of(TASKS, known).matters, day, within)
        made = reminders_due(TASKS, items, self.facts, day)
        for reminder in made:
            when = datetime.combine(day, time(8), tzinfo=ZONE)
            new = reminder_fact(reminder, when)
            self.facts.append(
                Fact(seq=len(self.facts) + 1, kind=FactKind.REMINDER, happened_at=when, recorded_at=when, by="cron", payload=new.payload)
            )
        return made


def matters(dues: list[int], answers: list[int | None]) -> list[dict[str, Any]]:
    """Matters with one node each, due so many days after the start, some answered so many days later."""
    rows = [
        opening(f"M{at}", 立项日期=BEGIN, 节点时限=(BEGIN + timedelta(days=due)).isoformat(), 牵头单位="市住建局")
        for at, due in enumerate(dues)
    ]
    rows += [event(BEGIN + timedelta(days=day), "反馈", f"M{at}") for at, day in enumerate(answers) if day is not None]
    return rows


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    dues=st.lists(st.integers(1, 80), min_size=1, max_size=6),
    answers=st.lists(st.one_of(st.none(), st.integers(1, 90)), min_size=6, max_size=6),
    days=st.sets(st.integers(1, 90), min_size=1, max_size=60),
    twice=st.booleans(),
)
def test_a_quarter_with_gaps(dues: list[int], answers: list[int | None], days: set[int], twice: bool) -> None:
    cron = Cron(matters(dues, answers[: len(dues)]))
    had: dict[str, list[str]] = defaultdict(list)
    for number in sorted(days):
        day = BEGIN + timedelta(days=number)
        for _ in range(1 + twice):
            for reminder in cron.run(day):
                had[reminder.item.matter].append(reminder.rung.id)
        for at, due in enumerate(dues):
            answer = answers[at]
            late = number - due
            if late > 0 and (answer is None or answer > number):
                highest = REACHED[max(days_late for days_late in REACHED if days_late <= late)]
                assert had[f"M{at}"][-1] == highest
    for rungs in had.values():
        assert len(rungs) == len(set(rungs))
        assert rungs == sorted(rungs, key=list(REACHED.values()).index)


@pytest.mark.parametrize(
    ("answered_late_by", "expected"), [(0, []), (1, ["urge"]), (2, ["urge", "key"]), (10, ["urge", "key", "circulate"])]
)
def test_daily_runs_climb_the_ladder_until_the_answer(answered_late_by: int, expected: list[str]) -> None:
    cron = Cron(matters([10], [10 + answered_late_by + 1] if answered_late_by else [10]))
    made = [reminder.rung.id for number in range(60) for reminder in cron.run(BEGIN + timedelta(days=number))]
    assert made == expected


def test_a_clock_set_back_makes_nothing_twice_and_hides_what_came_later() -> None:
    cron = Cron(matters([10], [None]))
    assert [made.rung.id for made in cron.run(BEGIN + timedelta(days=18))] == ["circulate"]
    assert cron.run(BEGIN + timedelta(days=11)) == ()
    assert next(iter(reminded(cron.facts).values())).by(BEGIN + timedelta(days=11)) == 0


def test_a_new_deadline_is_a_new_lateness() -> None:
    rows = matters([10], [None])
    cron = Cron(rows)
    cron.run(BEGIN + timedelta(days=11))
    rows.append(event(BEGIN + timedelta(days=9), "延期申请", "M0", 说明="施工受阻"))
    rows.append(event(BEGIN + timedelta(days=12), "延期批准", "M0", 新时限=BEGIN + timedelta(days=20), 批准人="市政府"))
    assert cron.run(BEGIN + timedelta(days=19)) == ()
    assert [made.rung.id for made in cron.run(BEGIN + timedelta(days=21))] == ["urge"]


def test_what_comes_due_is_only_reminded_when_it_was_asked_for() -> None:
    cron = Cron(matters([10], [None]))
    assert cron.run(BEGIN + timedelta(days=8)) == ()
    assert [made.rung.id for made in cron.run(BEGIN + timedelta(days=9), 3)] == ["remind"]
    assert [made.rung.id for made in cron.run(BEGIN + timedelta(days=11), 3)] == ["urge"]


def test_a_proposal_is_marked_as_one_and_every_rung_cites_its_article() -> None:
    made = Cron(matters([10], [None])).run(BEGIN + timedelta(days=30))[0]
    assert made.rung.proposal
    assert made.article.cite() == "《晋城市政府督查责任追究办法（试行）》第五条（二）"
