"""Collection tasks (收集任务): deliverables that the same groups owe to the same recipient. What is listed and rated, is so a task at a time."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from duchá.campaign.model import Campaign, Obligation, Sender
from duchá.terms.period import Period
from duchá.terms.wording import LIST_SEPARATOR, OF_PERIOD, period_words

TASK_TO = "{groups}（报{recipient}）"  # a collection task, where the same groups owe in another too


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """收集任务. ``name`` is how people tell it from the others: who owes, to whom where the same groups owe to several, and for which ``period``
    where it comes back.
    """

    name: str
    groups: tuple[str, ...]
    recipient: str
    sender: Sender
    owed: tuple[Obligation, ...]
    period: Period | None = None

    @property
    def keys(self) -> frozenset[str]:
        """The keys of its deliverables."""
        return frozenset(owed.key for owed in self.owed)


def tasks_of(campaign: Campaign) -> tuple[Task, ...]:
    """The tasks of a campaign, in the order of their first deliverables and then of their periods; deliverables that nobody on the roster owes make
    none.
    """
    groups = {unit.group for unit in campaign.roster.units}
    found: dict[_TaskKey, dict[Period | None, list[Obligation]]] = {}
    for owed in campaign.owed:
        if groups & set(owed.groups):
            key = (owed.groups, owed.recipient, campaign.sender(owed.key))
            period = owed.period if owed.key != owed.plain.key else None
            found.setdefault(key, {}).setdefault(period, []).append(owed)
    return tuple(
        Task(
            name=OF_PERIOD.format(name=name, period=period_words(period)) if period else name,
            groups=key[0],
            recipient=key[1],
            sender=key[2],
            owed=tuple(owed),
            period=period,
        )
        for name, (key, periods) in zip(_names(found), found.items(), strict=True)
        for period, owed in sorted(periods.items(), key=_order)
    )


def short_names(campaign: Campaign) -> dict[str, str]:
    """Deliverables by key as people call them for short: 附件2, else their name; of a period with the period."""
    numbers = {(book.id, form.id): form.number for book in campaign.rulebooks for form in book.forms}
    return {
        owed.key: (numbers.get((owed.rulebook, owed.deliverable.form)) if owed.key == owed.plain.key else "") or owed.deliverable.name
        for owed in campaign.owed
    }


_TaskKey = tuple[tuple[str, ...], str, Sender]


def _order(of: tuple[Period | None, list[Obligation]]) -> date:
    return of[0].start if of[0] is not None else date.min


def _names(keys: Iterable[_TaskKey]) -> list[str]:
    """The groups; with the recipient where the same groups owe in another task too."""
    listed = list(keys)
    said = [LIST_SEPARATOR.join(groups) for groups, _, _ in listed]
    return [
        TASK_TO.format(groups=name, recipient=recipient) if said.count(name) > 1 and recipient else name
        for name, (_, recipient, _) in zip(said, listed, strict=True)
    ]
