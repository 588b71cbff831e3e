"""What is late or coming due on a day: deliverables, nodes, matters, in one list; and what is owed without a day (未定期限)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from duchá.campaign.model import Campaign
from duchá.ledger.duties import Standing
from duchá.ledger.explain import reached
from duchá.ledger.matter import Due, Matter
from duchá.ledger.open_matters import answers_for
from duchá.ledger.status import Light, LightThresholds, MatterStatus, NodeStatus, light_of, light_of_sent, light_of_standing, status_of
from duchá.receipts.matrix import ReceiptStanding, ReceiptState, held_by
from duchá.rulebook.clock import ItemKind
from duchá.terms.article import Article
from duchá.terms.deadline import Deadline

AGAIN_WHAT = "{what}（退回重报）"
SENT_BACK_WHAT = "{what}（退回重报）"  # a return that is owed again


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """Something owed and not there (逾期或临期). ``days_late`` is negative before the due day; ``provisional``: a holiday notice may still move it.

    ``key`` stands for this lateness and no other: what, of whom, and the due day, so that a new deadline is a new lateness.
    ``formerly`` is the unit that owed it and is no more: ``unit`` is then its successor (待认定 where none is named), and the lateness goes on. ``agreed``: no text
    names its day (本室约定).
    """

    kind: ItemKind
    unit: str
    what: str
    due: date
    days_late: int
    light: Light
    deadline: Deadline
    rulebook: str
    article: Article | None = None
    matter: str = ""
    node: str = ""
    deliverable: str = ""
    formerly: str = ""
    agreed: bool = False

    @property
    def provisional(self) -> bool:
        """True where the due day depends on holidays that are not announced yet (暂定)."""
        return self.deadline.provisional

    @property
    def reached(self) -> str:
        """How its due day was reached, with the article behind it."""
        return reached(self.deadline, self.article, agreed=self.agreed)

    @property
    def key(self) -> str:
        """The lateness that a reminder is about."""
        what = self.deliverable or self.matter
        return "|".join((self.kind.value, self.formerly or self.unit, what, self.node, self.due.isoformat()))


@dataclass(frozen=True, slots=True, kw_only=True)
class Undated:
    """未定期限: a matter, or a return (``deliverable``), that is owed by no day that is known. ``since`` is the day on which it was opened, or from
    which it is asked for.
    """

    unit: str
    what: str
    matter: str
    since: date
    deliverable: str = ""


def undated_of(
    campaign: Campaign, matters: Iterable[Matter], as_of: date, standings: Iterable[ReceiptStanding] = ()
) -> tuple[Undated, ...]:
    """What is owed without a day, in roster order, the oldest first."""
    thresholds = LightThresholds(campaign)
    places = {unit.name: unit.order for unit in campaign.roster.units}
    found = [
        Undated(unit=matter.answering, what=_title(matter), matter=matter.id, since=matter.opened_on)
        for matter in matters
        if matter.open and not matter.state.holds and matter.opened_on <= as_of and status_of(matter, as_of, thresholds).undated
    ]
    for standing in standings:
        owed = standing.owed
        if standing.state is ReceiptState.MISSING and owed.deadline is None:
            since = owed.period.start if owed.period else campaign.settings.start
            unit = answers_for(campaign.roster, standing.unit, as_of)
            found.append(Undated(unit=unit, what=owed.deliverable.name, matter="", since=since, deliverable=owed.key))
    return tuple(sorted(found, key=lambda one: (places.get(one.unit, len(places)), one.unit, one.since, one.matter)))


def items_of(
    campaign: Campaign, standings: Iterable[Standing], matters: Iterable[Matter], as_of: date, within: int | None = None
) -> tuple[Item, ...]:
    """What is late on a day of returns, duties and matters, and what comes due within so many days after it (None: only what is late); the latest first, then in roster order."""
    thresholds = LightThresholds(campaign)
    found = [*_of_standings(campaign, standings, as_of, thresholds)]
    for matter in matters:
        if matter.open and not matter.state.holds and (matter.due or matter.nodes or matter.sent_back):
            owed = _of_matter(status_of(matter, as_of, thresholds), as_of, thresholds)
            found += [_by_heir(campaign, item, matter, as_of) for item in owed]
    return in_order(campaign, found, within)


def in_order(campaign: Campaign, items: Iterable[Item], within: int | None = None) -> tuple[Item, ...]:
    """What is late, and what comes due within so many days (None: only what is late); the latest first, then in roster order, papers in document order."""
    places = {unit.name: unit.order for unit in campaign.roster.units}
    papers = {owed.key: at for at, owed in enumerate(campaign.owed)}
    kept = [item for item in items if item.days_late > 0 or (within is not None and _near(item, within))]

    def place(item: Item) -> tuple[int, int, str, int, str]:
        paper = papers.get(item.deliverable, len(papers))
        return (-item.days_late, places.get(item.unit, len(places)), item.unit, paper, item.key)

    return tuple(sorted(kept, key=place))


def _near(item: Item, within: int) -> bool:
    """True for what comes due within so many days, and on the last working day before a due day on which offices are closed (SY-25)."""
    return -item.days_late <= within or item.due + timedelta(days=item.days_late) >= item.deadline.warn_on


def _of_standings(campaign: Campaign, standings: Iterable[Standing], as_of: date, thresholds: LightThresholds) -> Iterator[Item]:
    """What is owed and has a day, late or not: returns and duties alike."""
    books = {book.id: book for book in campaign.rulebooks}
    for standing in standings:
        owed, again = standing.owed, standing.again
        deadline = again or owed.deadline
        if standing.state not in (ReceiptState.MISSING, ReceiptState.SENT_BACK) or deadline is None:
            continue
        unit = campaign.roster.get(standing.owner)
        heir = answers_for(campaign.roster, unit, as_of) if unit else standing.owner
        yield Item(
            kind=ItemKind.DELIVERABLE,
            unit=heir,
            formerly="" if heir == standing.owner else standing.owner,
            what=SENT_BACK_WHAT.format(what=owed.deliverable.name) if again and owed.of_groups else owed.deliverable.name,
            due=deadline.due,
            days_late=(as_of - deadline.due).days,
            light=light_of_standing(standing, as_of, thresholds.of(owed.rulebook)),
            deadline=deadline,
            rulebook=owed.rulebook,
            article=books[owed.rulebook].article(owed.plain.article),
            deliverable=owed.key,
            agreed=standing.agreed,
        )


def _by_heir(campaign: Campaign, item: Item, matter: Matter, as_of: date) -> Item:
    """An item of the ledger under the unit that answers for it today: the successor of one that is no more."""
    if item.unit == matter.lead:
        return replace(item, unit=matter.successor, formerly=_formerly(campaign, matter, as_of)) if matter.successor else item
    owner = campaign.roster.get(item.unit)
    heir = campaign.roster.answering(owner, as_of).name if owner else item.unit
    return item if heir == item.unit else replace(item, unit=heir, formerly=item.unit)


def _formerly(campaign: Campaign, matter: Matter, as_of: date) -> str:
    """The unit that is no more, where another took its place; empty where it was only renamed."""
    name = held_by(campaign, matter.lead, as_of)
    return "" if name == matter.successor else name


def _of_matter(status: MatterStatus, as_of: date, thresholds: LightThresholds) -> Iterator[Item]:
    matter = status.matter
    for node in status.nodes:
        if node.node.open:
            yield _of_node(matter, node)
    if status.again is not None:
        what = AGAIN_WHAT.format(what=_title(matter))
        again = _item(matter, status.again, as_of, light_of_sent(status.again, as_of, thresholds.of(status.again.rulebook)))
        yield replace(again, what=what, agreed=True)
    elif matter.due is not None and not status.due_by_node:
        yield _item(matter, matter.due, as_of, light_of(matter.due, as_of, thresholds.of(matter.due.rulebook)))


def _title(matter: Matter) -> str:
    return matter.details.title or matter.details.problem


def _of_node(matter: Matter, node: NodeStatus) -> Item:
    due = node.node.due
    return Item(
        kind=ItemKind.NODE,
        unit=node.node.owner or matter.lead,
        what=f"{matter.details.title} {node.node.name}",
        due=due.day,
        days_late=-(node.days_left or 0),
        light=node.light,
        deadline=due.deadline,
        rulebook=due.rulebook,
        article=due.article,
        matter=matter.id,
        node=node.node.id,
    )


def _item(matter: Matter, due: Due, as_of: date, light: Light) -> Item:
    return Item(
        kind=ItemKind.MATTER,
        unit=matter.lead,
        what=_title(matter),
        due=due.day,
        days_late=(as_of - due.day).days,
        light=light,
        deadline=due.deadline,
        rulebook=due.rulebook,
        article=due.article,
        matter=matter.id,
    )
