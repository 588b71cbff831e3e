"""A period given by hand: 2019-05, 2019年5月, 五月份 — one of those that something is owed for."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from duchá.terms.period import Period, PeriodKind, parse_period
from duchá.terms.written_period import periods_named


def period_given(text: str, known: Iterable[Period], day: date) -> Period | None:
    """The one of the known periods that a person means; one without a year is the last that had begun by the day. None where it is none of them."""
    listed = tuple(known)
    parsed = parse_period(text)
    named = (
        (parsed,)
        if parsed is not None
        else tuple(period for kind in PeriodKind if kind is not PeriodKind.SPAN for period in periods_named(text, kind, day))
    )
    return next((period for period in named if period in listed), None)
