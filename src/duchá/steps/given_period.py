"""A period given by hand: 2019-05, 2019年5月, 五月份 — one of those that something is owed for."""

from __future__ import annotations

from duchá.forms.faults import UNKNOWN_PERIOD
from duchá.steps.open_campaign import OpenCampaign
from duchá.terms.dates.written_period import periods_named
from duchá.terms.fault import Stop
from duchá.terms.period import Period, PeriodKind, parse_period
from duchá.terms.wording import LIST_SEPARATOR


def given_period(opened: OpenCampaign, text: str) -> Period:
    """The one of the campaign's periods that a person means; one without a year is the last that had begun by today. Raises Stop (S680)."""
    known = tuple(dict.fromkeys(owed.period for owed in opened.campaign.owed if owed.period is not None))
    parsed = parse_period(text)
    kinds = (kind for kind in PeriodKind if kind is not PeriodKind.SPAN)
    named = (parsed,) if parsed is not None else tuple(period for kind in kinds for period in periods_named(text, kind, opened.as_of))
    found = next((period for period in named if period in known), None)
    if found is None:
        raise Stop(UNKNOWN_PERIOD.at(wanted=text, known=LIST_SEPARATOR.join(period.key for period in known) or "-"))
    return found
