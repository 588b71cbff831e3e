"""How a campaign stands on a day, in the few figures that a leader asks for: pages and drawings are made from this and nothing else."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta

from duchá.campaign.model import Campaign
from duchá.campaign.tags import classes_of
from duchá.campaign.tasks import short_names
from duchá.ledger.matter import Matter
from duchá.ledger.overdue import Item
from duchá.ledger.rates import Counters, Rate, counters_of
from duchá.ledger.status import Light, MatterStatus
from duchá.receipts.matrix import ReceiptStanding, ReceiptState
from duchá.reports.mask import masked_text
from duchá.rulebook.clock import MatterKind
from duchá.rulebook.form import FilledBy
from duchá.scoring.facts.model import Scores
from duchá.submissions.classify import DONE
from duchá.terms.wording import LIST_SEPARATOR, UNCLEAR_CLASS

_IN = (ReceiptState.RECEIVED, ReceiptState.SENT_BACK, ReceiptState.HELD)
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiptFigures:
    """收件 in figures. ``missing`` has not come although its day is over, ``pending`` has time yet."""

    owed: int
    received: int
    on_time: int
    late: int
    missing: int
    pending: int
    held: int
    sent_back: int

    @property
    def rate(self) -> Rate:
        """报送率."""
        return Rate(part=self.received, whole=self.owed)


@dataclass(frozen=True, slots=True, kw_only=True)
class Lateness:
    """What is late of one unit by one day; ``short`` where there is little room."""

    unit: str
    what: str
    short: str
    due: date
    days: int
    light: Light


@dataclass(frozen=True, slots=True, kw_only=True)
class GlanceView:
    """What a glance sees. ``items`` are late or near their day; ``scores`` those of the latest period, where a rulebook has points.

    ``mark`` is what the foot of a page carries.
    """

    campaign: Campaign
    as_of: date
    standings: tuple[ReceiptStanding, ...]
    statuses: tuple[MatterStatus, ...]
    items: tuple[Item, ...]
    mark: str
    scores: Scores | None = None

    @property
    def matters(self) -> tuple[Matter, ...]:
        """Every matter that was not withdrawn."""
        return tuple(status.matter for status in self.statuses if not status.matter.withdrawn)

    @property
    def problems(self) -> tuple[Matter, ...]:
        """The problems among them."""
        return tuple(matter for matter in self.matters if matter.kind is MatterKind.PROBLEM)

    @property
    def receipts(self) -> ReceiptFigures:
        """The receipts counted."""
        owed = [one for one in self.standings if one.state is not ReceiptState.NOT_APPLICABLE]
        came = [one for one in owed if one.state in _IN]
        missing = [one for one in owed if one.state is ReceiptState.MISSING]
        return ReceiptFigures(
            owed=len(owed),
            received=len(came),
            on_time=sum(not one.late_days for one in came),
            late=sum(bool(one.late_days) for one in came),
            missing=sum(not one.not_due for one in missing),
            pending=sum(one.not_due for one in missing),
            held=sum(one.state is ReceiptState.HELD for one in owed),
            sent_back=sum(one.state is ReceiptState.SENT_BACK for one in owed),
        )

    @property
    def missing_units(self) -> tuple[str, ...]:
        """Units with something missing after its day, in roster order."""
        return tuple(dict.fromkeys(one.unit.name for one in self.standings if one.state is ReceiptState.MISSING and not one.not_due))

    @property
    def late_items(self) -> tuple[Item, ...]:
        """What is late, the latest first."""
        return tuple(item for item in self.items if item.days_late > 0)

    @property
    def lateness(self) -> tuple[Lateness, ...]:
        """The same for people: the papers of a unit that are late alike are one."""
        names = short_names(self.campaign)
        papers: dict[tuple[str, date], list[Item]] = {}
        found: list[list[Item]] = []
        for item in self.late_items:
            if item.deliverable in names and (item.unit, item.due) in papers:
                papers[item.unit, item.due].append(item)
                continue
            own = [item]
            found.append(own)
            if item.deliverable in names:
                papers[item.unit, item.due] = own
        return tuple(
            Lateness(
                unit=own[0].unit,
                what=masked_text(LIST_SEPARATOR.join(names.get(item.deliverable, f"{item.matter} {item.what}".strip()) for item in own)),
                short=masked_text(LIST_SEPARATOR.join(names.get(item.deliverable, item.matter or item.what) for item in own)),
                due=own[0].due,
                days=own[0].days_late,
                light=own[0].light,
            )
            for own in found
        )

    @property
    def lights(self) -> Counter[Light]:
        """How many open matters stand under each light."""
        return Counter(status.light for status in self.statuses if status.matter.open)

    @property
    def undated(self) -> int:
        """Open matters without a day."""
        return sum(status.undated and status.matter.open for status in self.statuses)

    @property
    def waiting(self) -> int:
        """Matters that were reported and wait for the office."""
        return sum(matter.open and matter.state.holds for matter in self.matters)

    @property
    def counters(self) -> Counters:
        """Problems found, handled, exposed."""
        return counters_of(self.campaign, self.matters, self.as_of)

    @property
    def self_reported(self) -> Rate:
        """自报整改率: of the problems that units told of themselves, those that they say are put right."""
        returned = {form.id for form in self.campaign.forms(FilledBy.UNIT)}
        told = [matter for matter in self.problems if matter.form in returned]
        return Rate(part=sum(matter.marks.klass == DONE for matter in told), whole=len(told))

    @property
    def classes(self) -> tuple[tuple[str, int], ...]:
        """Problems by the class of their rectification, in the order of the classes."""
        counts = Counter(matter.marks.klass for matter in self.problems)
        known = {one.id: one.name for one in classes_of(self.campaign)}
        named = [(name, counts[id]) for id, name in known.items()]
        rest = sum(count for id, count in counts.items() if id not in known)
        return tuple((name, count) for name, count in (*named, (UNCLEAR_CLASS, rest)) if count)

    @property
    def days(self) -> tuple[tuple[date, int, int], ...]:
        """Receipts by day: the day, how many came, how many had come by then; every day from the first to the last, each receipt once."""
        came = Counter(
            self.campaign.local(one.first.received_at).date() for one in self.standings if one.first is not None and one.state in _IN
        )
        if not came:
            return ()
        first, last, so_far = min(came), max(came), 0
        found = []
        for at in range((last - first).days + 1):
            day = first + at * _DAY
            so_far += came[day]
            found.append((day, came[day], so_far))
        return tuple(found)

    @property
    def weeks(self) -> tuple[tuple[date, int, int], ...]:
        """The trend of the ledger: at the end of each week (and today) how many matters had been opened, and how many had ended."""
        opened = sorted(matter.opened_on for matter in self.matters if matter.opened_on <= self.as_of)
        if not opened:
            return ()
        ended = [matter.ended_on for matter in self.matters if matter.ended_on is not None]
        day = opened[0] + (6 - opened[0].weekday()) * _DAY
        ends = []
        while day < self.as_of:
            ends.append(day)
            day += 7 * _DAY
        return tuple((end, sum(one <= end for one in opened), sum(one <= end for one in ended)) for end in (*ends, self.as_of))

    @property
    def by_unit(self) -> tuple[tuple[str, int], ...]:
        """Problems by unit, the most first, then in roster order."""
        counts = Counter(matter.answering for matter in self.problems)
        places = {unit.name: unit.order for unit in self.campaign.roster.units}
        return tuple(sorted(counts.items(), key=lambda one: (-one[1], places.get(one[0], len(places)))))
