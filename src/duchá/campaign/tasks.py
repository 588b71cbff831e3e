"""Collection tasks (收集任务): deliverables that the same groups owe to the same recipient. What is listed and rated, is so a task at a time."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from duchá.campaign.model import Campaign, Owed, Sender
from duchá.terms.wording import LIST_SEPARATOR

TASK_TO = "{groups}（报{recipient}）"  # a collection task, where the same groups owe in another too


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """收集任务. ``name`` is how people tell it from the others: who owes, and to whom where the same groups owe to several."""

    name: str
    groups: tuple[str, ...]
    recipient: str
    sender: Sender
    owed: tuple[Owed, ...]

    @property
    def keys(self) -> frozenset[str]:
        """The keys of its deliverables."""
        return frozenset(owed.key for owed in self.owed)


def tasks_of(campaign: Campaign) -> tuple[Task, ...]:
    """The tasks of a campaign, in the order of their first deliverables; deliverables that nobody on the roster owes make none."""
    groups = {unit.group for unit in campaign.roster.units}
    found: dict[tuple[tuple[str, ...], str, Sender], list[Owed]] = {}
    for owed in campaign.owed:
        if groups & set(owed.groups):
            found.setdefault((owed.groups, owed.recipient, campaign.sender(owed.key)), []).append(owed)
    names = _names(found)
    return tuple(
        Task(name=name, groups=key[0], recipient=key[1], sender=key[2], owed=tuple(owed))
        for name, (key, owed) in zip(names, found.items(), strict=True)
    )


def short_names(campaign: Campaign) -> dict[str, str]:
    """Deliverables by key as people call them for short: 附件2, else their name."""
    numbers = {(book.id, form.id): form.number for book in campaign.rulebooks for form in book.forms}
    return {owed.key: numbers.get((owed.rulebook, owed.deliverable.form)) or owed.deliverable.name for owed in campaign.owed}


def _names(keys: Iterable[tuple[tuple[str, ...], str, Sender]]) -> list[str]:
    """The groups; with the recipient where the same groups owe in another task too."""
    listed = list(keys)
    said = [LIST_SEPARATOR.join(groups) for groups, _, _ in listed]
    return [
        TASK_TO.format(groups=name, recipient=recipient) if said.count(name) > 1 and recipient else name
        for name, (_, recipient, _) in zip(said, listed, strict=True)
    ]
