"""One way to settle a receipt: held first and answered later, in any order, it ends as if it had been clear at once."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

from duchá.submissions.status import Status
from receipts.histories import Arrival, Desk, arrivals, the_campaign

_SLOW = [HealthCheck.too_slow, HealthCheck.data_too_large]
_AFFORDABLE = settings(max_examples=40, deadline=None, suppress_health_check=_SLOW)
_DEEP = settings(max_examples=2000, deadline=None, suppress_health_check=_SLOW)
_CAMPAIGNS = {monthly: the_campaign(monthly=monthly) for monthly in (False, True)}
_HISTORIES = st.booleans().flatmap(lambda monthly: arrivals(monthly=monthly).map(lambda found: History(monthly, found)))


@dataclass(frozen=True)
class History:
    """What comes, in order, in a campaign with or without returns of each month."""

    monthly: bool
    arrivals: Sequence[Arrival]


Ends = Callable[[History, st.DataObject], None]


@contextmanager
def desk(history: History) -> Iterator[Desk]:
    with tempfile.TemporaryDirectory(prefix="receipts-") as folder:
        made = Desk(Path(folder), _CAMPAIGNS[history.monthly])
        try:
            yield made
        finally:
            made.close()


def clear_at_once(history: History, withdrawn: frozenset[int] = frozenset()) -> object:
    """Each clear when it comes; some are taken back before the next comes, so that no other ever stood beside them."""
    with desk(history) as made:
        for number, arrival in enumerate(history.arrivals, 1):
            made.take(arrival)
            if number in withdrawn:
                made.withdraw(number)
        return made.end()


def in_any_order(history: History, withdrawn: frozenset[int], data: st.DataObject) -> object:
    """Some held when they come, each answered at some time after, and some taken back at some time, in any order, in this run or another."""
    open_acts: list[tuple[str, int]] = []
    with desk(history) as made:
        for number, arrival in enumerate(history.arrivals, 1):
            held = not arrival.paper and data.draw(st.booleans(), label=f"{number} held first")
            made.take(arrival, known=not held)
            open_acts += [("answer", number)] if held and number not in withdrawn else []
            open_acts += [("withdraw", number)] if number in withdrawn else []
            while open_acts and data.draw(st.booleans(), label="one act now"):
                _act(made, history, open_acts, data)
        while open_acts:
            _act(made, history, open_acts, data)
        return made.end()


def _act(made: Desk, history: History, open_acts: list[tuple[str, int]], data: st.DataObject) -> None:
    act, number = data.draw(st.sampled_from(open_acts), label="act")
    open_acts.remove((act, number))
    if data.draw(st.booleans(), label="in another run"):
        made.again()
    if act == "answer":
        made.answer(number, history.arrivals[number - 1])
    else:
        made.withdraw(number)


def decided(history: History, decisions: Sequence[tuple[int, Status]]) -> tuple[object, int]:
    """Each clear when it comes, then what a person decides, in the order given, where it is possible then; and how much of it was."""
    with desk(history) as made:
        for arrival in history.arrivals:
            made.take(arrival)
        taken = 0
        for number, decision in decisions:
            if made.possible(number, decision):
                made.decide(number, "accept" if decision is Status.ACCEPTED else "send-back", decision)
                taken += 1
        return made.end(), taken


def ends_the_same(history: History, data: st.DataObject) -> None:
    assert in_any_order(history, frozenset(), data) == clear_at_once(history)


def withdrawn_ends_the_same(history: History, data: st.DataObject) -> None:
    withdrawn = data.draw(st.frozensets(st.integers(1, len(history.arrivals)), min_size=1), label="withdrawn")
    assert in_any_order(history, withdrawn, data) == clear_at_once(history, withdrawn)


def decided_ends_the_same(history: History, data: st.DataObject) -> None:
    numbers = data.draw(st.lists(st.integers(1, len(history.arrivals)), unique=True, min_size=2), label="decided on")
    decisions = [(number, data.draw(st.sampled_from((Status.ACCEPTED, Status.SENT_BACK)), label="as")) for number in numbers]
    chosen = [
        (history.arrivals[number - 1].unit, history.arrivals[number - 1].moment)
        for number, decision in decisions
        if decision is Status.ACCEPTED
    ]
    first, taken = decided(history, decisions)
    second, again = decided(history, decisions[::-1])
    if taken == again == len(decisions) and len(chosen) == len(set(chosen)):  # of two at one moment the one that was chosen last counts
        assert first == second


@_AFFORDABLE
@given(history=_HISTORIES, data=st.data())
def test_held_first_and_answered_later_it_ends_as_if_it_had_been_clear_at_once(history: History, data: st.DataObject) -> None:
    ends_the_same(history, data)


@_AFFORDABLE
@given(history=_HISTORIES, data=st.data())
def test_withdrawn_at_any_time_it_ends_as_if_it_had_not_stood_beside_the_others(history: History, data: st.DataObject) -> None:
    withdrawn_ends_the_same(history, data)


@_AFFORDABLE
@given(history=_HISTORIES, data=st.data())
def test_what_a_person_decides_of_several_files_comes_to_the_same_in_any_order(history: History, data: st.DataObject) -> None:
    decided_ends_the_same(history, data)


@pytest.mark.sweep
@pytest.mark.parametrize("ends", [ends_the_same, withdrawn_ends_the_same, decided_ends_the_same])
def test_settled_in_any_order_and_by_any_way_it_ends_the_same_searched_deeply(ends: Ends) -> None:
    @_DEEP
    @given(history=_HISTORIES, data=st.data())
    def search(history: History, data: st.DataObject) -> None:
        ends(history, data)

    search()
