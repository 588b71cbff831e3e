"""Rates are never 100% unless they are, and nothing of nothing is not a rate (SY-14, DT-25, X-08)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from duchá.ledger.rates import Rate, counters_of
from ledger.office import campaign_of, event, ledger_of, opening


@pytest.mark.parametrize(
    ("part", "whole", "share"),
    [(0, 0, None), (0, 3, "0.0000"), (2, 3, "0.6667"), (158, 164, "0.9634"), (99_996, 100_000, "0.9999"), (3, 3, "1.0000")],
)
def test_share(part: int, whole: int, share: str | None) -> None:
    assert Rate(part=part, whole=whole).share == (None if share is None else Decimal(share))


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
