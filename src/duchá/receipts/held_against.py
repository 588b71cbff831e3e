"""What a return is held against beside itself: other forms of the same period and the same form of earlier periods, as far as they count.

The period of a return is that of the deliverable it answers: what stands behind ``@`` in its key (``monthly@2019-05``); a key without one is of the
campaign's own year. A period that nothing was owed for is never looked for; of one that is owed and not on file nothing is known, and then
nothing is asked.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from duchá.campaign.model import OF_PERIOD, Campaign
from duchá.rulebook.expression import Over
from duchá.submissions.model import FilledForm, Submission
from duchá.submissions.status import Status
from duchá.submissions.waivers import Waiver, apply_waivers
from duchá.terms.fault import Fault
from duchá.terms.period import Period, PeriodKind, in_year, parse_period, period_of, periods_within, preceding, year_period

FormsOf = Callable[[int], tuple[FilledForm, ...]]  # the filled forms of a receipt, by its number
Counted = Mapping[str, int]  # key of a deliverable → the receipt that counts for it


@dataclass(frozen=True, slots=True, kw_only=True)
class Returned:
    """A receipt as far as its checks want to know it."""

    number: int
    received_at: datetime
    unit: str
    source: str
    keys: Collection[str]
    faults: tuple[Fault, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OnFile:
    """The receipts of one unit that a return is held against: ``counted`` for earlier periods, ``beside`` for its own."""

    campaign: Campaign
    forms_of: FormsOf
    counted: Counted
    beside_it: Counted
    keys: Collection[str]

    def beside(self, form: str) -> FilledForm | None:
        """Another form for the same period that came in another file; None while there is none."""
        periods = {_suffix(key) for key in self.keys}
        wanted = [key for key in _keys_of(self.campaign, form) if _suffix(key) in periods]
        return next((found for key in wanted if (found := self._form(self.beside_it.get(key), form)) is not None), None)

    def earlier(self, form: str, over: Over) -> tuple[FilledForm, ...] | None:
        """The form as it was filled for earlier periods; None while one of them is not on file. The period before is not looked for across the turn of a
        year: what adds up begins anew there.
        """
        owed = set(_keys_of(self.campaign, form))
        own = next((key for key in self.keys if key in owed), None)
        period = period_of_key(own, self.campaign) if own is not None else None
        if own is None or period is None or (over is Over.PREVIOUS and _begins_a_year(period)):
            return None
        found: list[FilledForm] = []
        for wanted in _wanted(period, over):
            key = _key_for(own, wanted, self.campaign, owed)
            filled = self._form(self.counted.get(key), form) if key is not None else None
            if filled is None:
                return None
            found.append(filled)
        return tuple(found)

    def _form(self, number: int | None, form: str) -> FilledForm | None:
        return None if number is None else next((filled for filled in self.forms_of(number) if filled.form == form), None)


def against_others(campaign: Campaign, returned: Returned, on_file: OnFile, waivers: Collection[Waiver]) -> tuple[Fault, ...]:
    """S253–S255 of one return, but for what was waived."""
    from duchá.submissions.checks.cell_checks import checks_between  # only where a return is judged

    submission = Submission(
        source=returned.source,
        sha256=None,
        status=Status.ACCEPTED,
        received_at=returned.received_at,
        unit=returned.unit,
        deliverables=tuple(returned.keys),
        forms=on_file.forms_of(returned.number),
        faults=returned.faults,
    )
    found = checks_between(submission, campaign, on_file)
    return tuple(apply_waivers(found, waivers, returned.unit, campaign.local(returned.received_at).date()))


def period_of_key(key: str, campaign: Campaign) -> Period | None:
    """The period that a deliverable's key speaks of; None where what stands behind its ``@`` is none."""
    suffix = _suffix(key)
    return parse_period(suffix) if suffix else year_period(campaign.settings.year)


def first_day(keys: Sequence[str], campaign: Campaign) -> date:
    """By what returns are ordered, so that earlier periods are judged first."""
    starts = [period.start for key in keys if (period := period_of_key(key, campaign)) is not None]
    return max(starts, default=date.min)


def _suffix(key: str) -> str:
    return key.partition(OF_PERIOD)[2]


def _keys_of(campaign: Campaign, form: str) -> Iterator[str]:
    return (owed.key for owed in campaign.owed if owed.deliverable.form == form)


def _begins_a_year(period: Period) -> bool:
    """True for the first month, quarter or half of a year; a whole year begins none."""
    return period.kind is not PeriodKind.YEAR and period.start.month == 1


def _wanted(period: Period, over: Over) -> tuple[Period, ...]:
    """The periods that are asked for: the one before, the same of the year before, or the earlier ones of its year."""
    match over:
        case Over.PREVIOUS:
            return (preceding(period),)
        case Over.YEAR_BEFORE:
            return (period_of(in_year(period.start, period.start.year - 1), period.kind),)
        case _:
            return tuple(one for one in periods_within(year_period(period.start.year), period.kind) if one.end < period.start)


def _key_for(own: str, period: Period, campaign: Campaign, owed: Collection[str]) -> str | None:
    """The key of the same deliverable for another period; None where none is owed."""
    base = own.partition(OF_PERIOD)[0]
    keys = (f"{base}{OF_PERIOD}{period.key}", *((base,) if period == year_period(campaign.settings.year) else ()))
    return next((key for key in keys if key in owed), None)
