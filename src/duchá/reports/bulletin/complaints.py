"""投诉举报 in a bulletin: the four rates in the text and as a table, and every gap. Which are counted is a reading (SY-14, SY-17)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from duchá.ledger.complaints import month_of, satisfied_words
from duchá.ledger.rates import Complaint, ComplaintRates, Rate, complaint_rates
from duchá.reports.bulletin import wording
from duchá.reports.bulletin.annex import NUMBER, UNIT, annex, share
from duchá.reports.bulletin.view import View
from duchá.reports.page import CellRow, Page, PageColumn, Show
from duchá.rulebook.readings import ComplaintMonth
from duchá.terms.share import percent_text

_TEXTS = {
    ComplaintMonth.BOTH: wording.COMPLAINTS,
    ComplaintMonth.RECEIVED: wording.COMPLAINTS_RECEIVED,
    ComplaintMonth.CLOSED: wording.COMPLAINTS_CLOSED,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """The complaints that a bulletin counts (``count`` of them), their rates, and beside them how many ended in the period."""

    count: int
    rates: ComplaintRates
    ended: int


def counted(view: View, complaints: Sequence[Complaint]) -> Counted:
    """By 受理月 those received in the period, by 办结月 those closed in it, whenever they were received."""
    ended = [complaint for complaint in complaints if view.in_period(complaint.closed)]
    received = [complaint for complaint in complaints if view.in_period(complaint.received)]
    mine = ended if month_of(view.campaign) is ComplaintMonth.CLOSED else received
    return Counted(count=len(mine), rates=complaint_rates(mine, view.as_of, satisfied_words(view.campaign)), ended=len(ended))


def complaint_words(view: View, now: str) -> str:
    """The sentence of the text."""
    found = counted(view, view.complaints)
    rates = {
        "handled": found.rates.handled,
        "visited": found.rates.visited,
        "closed": found.rates.closed,
        "satisfied": found.rates.satisfied,
    }
    said = {name: share_words(rate) for name, rate in rates.items()}
    return _TEXTS[month_of(view.campaign)].format(now=now, count=found.count, ended=found.ended, **said)


def share_words(rate: Rate) -> str:
    """A rate in the text: 66.67%, “—” of nothing."""
    return wording.DASH if rate.share is None else percent_text(rate.share)


def complaint_pages(view: View) -> Iterator[Page]:
    """The table of the rates, a line each unit, and the list of gaps where there are any."""
    yield _rates(view)
    yield from _gaps(view)


def _rates(view: View) -> Page:
    month = month_of(view.campaign)
    by_unit: dict[str, list[Complaint]] = {}
    for complaint in view.complaints:
        by_unit.setdefault(complaint.unit, []).append(complaint)
    places = {unit.name: unit.order for unit in view.campaign.roster.units}
    order = sorted(by_unit, key=lambda name: (places.get(name, len(places)), name))
    rows = tuple((at, name or wording.NO_UNIT, *_figures(view, by_unit[name], month)) for at, name in enumerate(order, 1))
    first, last = wording.RATES_FIRST[month.value], (wording.RATES_LAST,) if month is ComplaintMonth.BOTH else ()
    columns = (NUMBER, UNIT, *(_column(title) for title in (first, *wording.RATES_COLUMNS, *last)))
    total = (None, wording.TOTAL, *_figures(view, view.complaints, month))
    notes = (wording.RATES_BY[month.value], wording.RATES_NOTE)
    return annex(view, (wording.RATES_PAGE, wording.RATES_TITLE), columns, rows, total=total, notes=notes, measure=wording.MEASURE_MATTERS)


def _column(title: str) -> PageColumn:
    rate = title.endswith(wording.RATE_ENDING)
    return PageColumn(title=title, show=Show.RATE if rate else Show.COUNT, width=10 if rate else 8)


def _figures(view: View, complaints: Sequence[Complaint], month: ComplaintMonth) -> CellRow:
    found = counted(view, complaints)
    rates = found.rates
    figures = (
        found.count,
        rates.handled.part,
        share(rates.handled),
        rates.visited.whole,
        rates.visited.part,
        share(rates.visited),
        rates.closed.part,
        share(rates.closed),
        rates.satisfied.whole,
        rates.satisfied.part,
        share(rates.satisfied),
    )
    return (*figures, found.ended) if month is ComplaintMonth.BOTH else figures


def _gaps(view: View) -> Iterator[Page]:
    rates = complaint_rates(view.complaints, view.as_of, satisfied_words(view.campaign))
    known = {complaint.number: complaint for complaint in view.complaints}
    gaps = [(number, wording.NOT_HANDLED) for number in rates.handled.gaps] + [(n, wording.NOT_VISITED) for n in rates.visited.gaps]
    if gaps:
        rows = tuple(
            (at, known[number].unit, number, gap, known[number].received, known[number].limit) for at, (number, gap) in enumerate(gaps, 1)
        )
        titles = wording.GAPS_COLUMNS
        columns = (
            NUMBER,
            UNIT,
            PageColumn(title=titles[0], width=18),
            PageColumn(title=titles[1], width=14),
            PageColumn(title=titles[2], show=Show.DAY, width=12),
            PageColumn(title=titles[3], show=Show.DAY, width=12),
        )
        yield annex(view, (wording.GAPS_PAGE, wording.GAPS_TITLE), columns, rows)
