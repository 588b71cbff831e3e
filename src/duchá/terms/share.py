"""Rates: a part of a whole, never said to be all of it unless it is."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

_HUNDREDTH_OF_A_PERCENT = Decimal("0.0001")


def rate(part: int, whole: int) -> Decimal | None:
    """The share of a part, None where there is nothing to divide by.

    Rounding: half up to a hundredth of a percent, but 1 only when the part is the whole (99.996% is shown as 99.99%). Source: X-08.
    """
    if whole == 0:
        return None
    share = (Decimal(part) / Decimal(whole)).quantize(_HUNDREDTH_OF_A_PERCENT, ROUND_HALF_UP)
    return share - _HUNDREDTH_OF_A_PERCENT if share == 1 and part != whole else share


def percent_text(share: Decimal) -> str:
    """A rate as printed: 66.67%."""
    return f"{share * 100:.2f}%"
