"""Rates are never 100% unless they are, and nothing of nothing is not a rate (SY-14, DT-25, X-08)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from duchá.ledger.rates import Complaint, Rate, complaint_rates, counters_of
from ledger.office import campaign_of, event, ledger_of, opening

SATISFIED = frozenset({"满意", "基本满意"})


@pytest.mark.parametrize(
    ("part", "whole", "share"),
    [(0, 0, None), (0, 3, "0.0000"), (2, 3, "0.6667"), (158, 164, "0.9634"), (99_996, 100_000, "0.9999"), (3, 3, "1.0000")],
)
def test_share(part: int, whole: int, share: str | None) -> None:
    assert Rate(part=part, whole=whole).share == (None if share is None else Decimal(share))


def complaint(number: str, **said: object) -> Complaint:
    return Complaint(number=number, unit="渣土办", received=date(2015, 6, 1), **said)  # type: ignore[arg-type]  # each value is of its field's type


def test_four_rates_with_their_gaps() -> None:
    done = {"handled": date(2015, 6, 5), "closed": date(2015, 6, 6)}
    rows = [
        complaint("1", **done, visited=date(2015, 6, 8), verdict="基本满意"),
        complaint("2", **done, visited=date(2015, 6, 8), verdict="不满意"),
        complaint("3", **done, unreachable="匿名"),
        complaint("4", **done),
        complaint("5", limit=date(2015, 6, 20)),
        complaint("6", limit=date(2015, 6, 9)),
    ]
    rates = complaint_rates(rows, date(2015, 6, 10), SATISFIED)
    assert (rates.handled.part, rates.handled.whole, rates.handled.gaps) == (4, 6, ("6",))
    assert (rates.visited.part, rates.visited.whole, rates.visited.gaps) == (2, 3, ("4",))
    assert (rates.closed.part, rates.closed.whole) == (4, 6)
    assert (rates.satisfied.part, rates.satisfied.whole) == (1, 2)
    assert complaint_rates(rows, date(2015, 6, 10), frozenset({"满意"})).satisfied.part == 0


def test_no_complaint_is_no_rate() -> None:
    rates = complaint_rates((), date(2015, 6, 10), SATISFIED)
    assert {rate.share for rate in (rates.handled, rates.visited, rates.closed, rates.satisfied)} == {None}


def test_found_handled_exposed_and_what_is_wanting() -> None:
    rows = [opening(f"P{n}", 类别="督查问题", 事项名称=f"问题{n}", 立项日期=date(2018, 4, 2)) for n in range(3)]
    steps = [
        event(date(2018, 4, 5), "反馈", "P0"),
        event(date(2018, 4, 6), "核验", "P0", 批准人="王某"),
        event(date(2018, 4, 7), "公布", "P0"),
        event(date(2018, 4, 7), "进入重点督办", "P1"),
    ]
    counters = counters_of(ledger_of(campaign_of("dantu-2015"), [*rows, *steps]).matters)
    assert (counters.found, counters.handled, counters.exposed) == (3, 1, 1)
    assert (counters.not_handled, counters.not_exposed) == (("P1", "P2"), ("P1",))
