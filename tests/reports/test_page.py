"""Rates as they are printed."""

from decimal import Decimal

import pytest

from duchá.terms.share import percent_text, rate


@pytest.mark.parametrize(
    ("part", "whole", "printed"),
    [
        (1, 1, "100.00%"),
        (0, 3, "0.00%"),
        (2, 3, "66.67%"),
        (1, 8, "12.50%"),
        (1, 16, "6.25%"),
        (1, 20_000, "0.01%"),  # 0.005% is rounded half up
        (99_999, 100_000, "99.99%"),  # 100% only when it is
    ],
)
def test_a_rate_has_two_decimals_and_is_a_hundred_only_when_it_is(part: int, whole: int, printed: str) -> None:
    share = rate(part, whole)
    assert share is not None
    assert percent_text(share) == printed


def test_nothing_divided_by_nothing_is_no_rate() -> None:
    assert rate(0, 0) is None


def test_a_rate_is_an_exact_decimal() -> None:
    assert rate(1, 3) == Decimal("0.3333")
