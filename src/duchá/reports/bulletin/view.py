"""What a bulletin says, as figures: one tally a unit and their sum. Text and tables take every number from here."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date

from duchá.campaign.model import Campaign
from duchá.ledger.matter import Matter
from duchá.ledger.overdue import Item
from duchá.ledger.rates import Rate
from duchá.receipts.matrix import ReceiptStanding, ReceiptState
from duchá.registers.measures import MeasuredTable
from duchá.rulebook.clock import ItemKind, MatterKind
from duchá.rulebook.form import Form
from duchá.rulebook.machine import Move
from duchá.scoring.facts.model import CardGiven
from duchá.terms.period import Period

_IN = (ReceiptState.RECEIVED, ReceiptState.SENT_BACK, ReceiptState.HELD)


@dataclass(frozen=True, slots=True, kw_only=True)
class BulletinCount:
    """What is counted of one unit, or of all (``unit`` empty).

    Deliverables that fell due in the period: ``owed`` = ``received`` + ``missing``, ``received`` = ``on_time`` + ``came_late``;
    ``older`` are still missing from before. Matters: ``at_start`` + ``opened`` = ``ended`` + ``at_end``. Of those opened in the
    period ``opened_ended`` have ended (按立项), ``ended`` are all that ended in it (按办结). Of ``at_end`` ``waiting`` are
    answered and wait for the office, ``late`` are late, themselves or with a node. ``urged`` counts 催办 registered in the period.
    """

    unit: str = ""
    owed: int = 0
    received: int = 0
    on_time: int = 0
    came_late: int = 0
    missing: int = 0
    older: int = 0
    at_start: int = 0
    opened: int = 0
    opened_ended: int = 0
    ended: int = 0
    at_end: int = 0
    waiting: int = 0
    late: int = 0
    urged: int = 0
    returned: int = 0

    @property
    def on_time_rate(self) -> Rate:
        """按时率: on time of what was owed."""
        return Rate(part=self.on_time, whole=self.owed)

    @property
    def done(self) -> Rate:
        """办结率: ended in the period, of what was open when it began and what was opened in it."""
        return Rate(part=self.ended, whole=self.at_start + self.opened)

    @property
    def busy(self) -> bool:
        """True when there is anything to say of it."""
        return any(getattr(self, name) for name in _COUNTS)


_COUNTS = tuple(field.name for field in fields(BulletinCount) if field.name != "unit")


@dataclass(frozen=True, slots=True, kw_only=True)
class BulletinView:
    """通报的数据: a campaign in a period, as it stood at ``as_of`` (the period's end, or before where it is not over).

    ``tables`` are what the rulebooks count over their registers, each with its register; ``cards`` those that units were given or still keep. ``late`` is what is late then; ``coming`` what falls due in the period after. ``matters`` are all that were not withdrawn.
    """

    campaign: Campaign
    period: Period
    as_of: date
    standings: tuple[ReceiptStanding, ...]
    matters: tuple[Matter, ...]
    late: tuple[Item, ...]
    coming: tuple[Item, ...]
    tables: tuple[tuple[Form, MeasuredTable], ...]
    tallies: tuple[BulletinCount, ...]
    cards: tuple[CardGiven, ...] = ()

    @property
    def total(self) -> BulletinCount:
        """The sum of all tallies."""
        return BulletinCount(**{name: sum(getattr(tally, name) for tally in self.tallies) for name in _COUNTS})

    def in_period(self, day: date | None) -> bool:
        """True for a day of the period that is not after ``as_of``."""
        return day is not None and day in self.period and day <= self.as_of

    @property
    def missing(self) -> tuple[ReceiptStanding, ...]:
        """What fell due by ``as_of`` and is not there."""
        return tuple(
            s
            for s in self.standings
            if s.state is ReceiptState.MISSING and s.owed.due is not None and s.owed.due <= self.as_of and s.late_days
        )

    @property
    def late_matters(self) -> tuple[Item, ...]:
        """What is late of the ledger: matters and nodes."""
        return tuple(item for item in self.late if item.kind is not ItemKind.DELIVERABLE)


def view_of(
    campaign: Campaign,
    period: Period,
    as_of: date,
    standings: Sequence[ReceiptStanding],
    matters: Iterable[Matter],
    items: Sequence[Item],
    tables: Sequence[tuple[Form, MeasuredTable]] = (),
    cards: Sequence[CardGiven] = (),
) -> BulletinView:
    """The figures of a period. ``items`` are what is late, and what falls due until the end of the period that follows."""
    kept = tuple(matter for matter in matters if not matter.withdrawn)
    late = tuple(item for item in items if item.days_late > 0)
    bare = BulletinView(
        campaign=campaign,
        period=period,
        as_of=as_of,
        standings=tuple(standings),
        matters=kept,
        late=late,
        coming=tuple(item for item in items if item.days_late <= 0),
        tables=tuple(tables),
        tallies=(),
        cards=tuple(cards),
    )
    counts: dict[str, dict[str, int]] = {unit.name: {} for unit in campaign.roster.units}
    for name, field in (*_of_standings(bare), *_of_matters(bare)):
        own = counts.setdefault(name, {})
        own[field] = own.get(field, 0) + 1
    tallies = tuple(BulletinCount(unit=name, **own) for name, own in counts.items() if own or _there(campaign, name, as_of))
    return BulletinView(
        **{field.name: getattr(bare, field.name) for field in fields(BulletinView) if field.name != "tallies"}, tallies=tallies
    )


def _there(campaign: Campaign, name: str, day: date) -> bool:
    unit = campaign.roster.get(name)
    return unit is not None and unit.valid_on(day)


def receipts_in(view: BulletinView, keys: frozenset[str]) -> BulletinCount:
    """What is counted of some deliverables, of all units together."""
    counts: dict[str, int] = dict(Counter(field for _, field in _of_standings(view, keys)))
    return BulletinCount(unit="", **counts)


def _of_standings(view: BulletinView, keys: frozenset[str] | None = None) -> Iterable[tuple[str, str]]:
    for standing in view.standings:
        if keys is not None and standing.owed.key not in keys:
            continue
        name, due = standing.unit.name, standing.owed.due
        if due is None or standing.state is ReceiptState.NOT_APPLICABLE or due > view.as_of:
            continue
        if due < view.period.start:
            if standing.state is ReceiptState.MISSING:
                yield name, "older"
            continue
        yield name, "owed"
        if standing.state in _IN:
            yield name, "received"
            yield name, "came_late" if standing.late_days else "on_time"
        else:
            yield name, "missing"


def _of_matters(view: BulletinView) -> Iterable[tuple[str, str]]:
    late = {item.matter for item in view.late_matters}
    for matter in view.matters:
        name, ended = matter.answering, matter.ended_on
        if matter.opened_on > view.as_of or (ended is not None and ended < view.period.start):
            continue
        new = matter.opened_on >= view.period.start
        yield name, "opened" if new else "at_start"
        yield name, "ended" if ended is not None else "at_end"
        if new and ended is not None:
            yield name, "opened_ended"
        if ended is None and matter.state.holds:
            yield name, "waiting"
        if ended is None and matter.id in late:
            yield name, "late"
        for event in matter.events:
            if event.move in (Move.URGE, Move.RETURN) and view.in_period(event.day):
                yield matter.answered_for(event.day), "urged" if event.move is Move.URGE else "returned"


def ranked(tallies: Sequence[BulletinCount]) -> Mapping[str, int]:
    """名次 by 办结率 as shown (two decimals): competition rank, 1, 2, 2, 4. A unit without matters has none. Source: X-08, X-09."""
    shares = {tally.unit: share for tally in tallies if (share := tally.done.share) is not None}
    order = sorted(shares.values(), reverse=True)
    return {unit: order.index(share) + 1 for unit, share in shares.items()}


def problem_classes(matters: Iterable[Matter]) -> dict[str, list[Matter]]:
    """Problems by their categories, as proposed or decided: one of several stands in each, one of none by where it came from (自查问题)."""
    found: dict[str, list[Matter]] = {}
    for matter in matters:
        if matter.kind is MatterKind.PROBLEM:
            for name in matter.marks.categories or (matter.details.category,):
                found.setdefault(name, []).append(matter)
    return found
