"""The reminder ladder (提醒 → 催办 → 重点督办 → 通报建议): which reminder a lateness has reached and has not had yet."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import Enum

from duchá.campaign.model import Campaign
from duchá.journal.fact import Fact, FactKind, NewFact
from duchá.ledger import wording
from duchá.ledger.overdue import Item
from duchá.receipts.matrix import held_by
from duchá.rulebook.clock import Rung
from duchá.terms.article import Article

PAPERS = ("blank|", "copy|")  # how the ids of what is mailed begin that is no reminder: a blank form, a marked copy


class Sending(Enum):
    """What came of a message: 已发出 / 没有发出 / 不知道 (begun, and nothing was written down after it)."""

    SENT = "sent"
    FAILED = "failed"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mailing:
    """One message to one unit about some reminders; ``on`` is the day of its letter, ``at`` when it was begun."""

    id: str
    unit: str
    to: tuple[str, ...]
    reminders: tuple[str, ...]
    on: date
    at: datetime
    file: str
    state: Sending = Sending.UNKNOWN
    why: str = ""

    @property
    def urges(self) -> bool:
        """True for one about reminders; others carry blanks or copies (`PAPERS`)."""
        return not any(id.startswith(PAPERS) for id in self.reminders)


def mailings_of(facts: Iterable[Fact]) -> tuple[Mailing, ...]:
    """Every message that was ever begun, in order, each with what came of it."""
    from duchá.journal.notes import MailBegunNote, MailEndedNote  # here and below: on most days nothing is mailed, and nobody is reminded

    found: dict[str, Mailing] = {}
    for fact in facts:
        if (begun := MailBegunNote.of(fact)) is not None:
            found[begun.message] = Mailing(
                id=begun.message,
                unit=begun.unit,
                to=begun.to,
                reminders=begun.reminders,
                on=begun.on,
                at=fact.recorded_at,
                file=begun.file,
            )
        elif (ended := MailEndedNote.of(fact)) is not None:
            found[ended.message] = replace(found[ended.message], state=Sending(ended.state), why=ended.why)
    return tuple(found.values())


def begun_fact(mailing: Mailing, happened_at: datetime) -> NewFact:
    """That a message is about to be sent: written down before, so that a crash in between is seen."""
    from duchá.journal.notes import MailBegunNote

    note = MailBegunNote(
        message=mailing.id, unit=mailing.unit, to=mailing.to, reminders=mailing.reminders, on=mailing.on, file=mailing.file
    )
    return note.fact(happened_at)


def ended_fact(mailing: Mailing, happened_at: datetime) -> NewFact:
    """What came of a message."""
    from duchá.journal.notes import MailEndedNote

    return MailEndedNote(message=mailing.id, state=mailing.state.value, why=mailing.why).fact(happened_at)


def reminder_of(item: Item, had: Mapping[str, Reminded]) -> str:
    """The reminder that a lateness had last; empty where it had none."""
    rungs = had.get(item.key, Reminded()).rungs
    return f"{item.key}#{rungs[-1][0]}" if rungs else ""


def spoken_for(mailings: Iterable[Mailing]) -> frozenset[str]:
    """The reminders that are not to be sent (again): they went out, or may have."""
    return frozenset(id for mailing in mailings if mailing.state in (Sending.SENT, Sending.UNKNOWN) for id in mailing.reminders)


def waiting_of(mailings: Sequence[Mailing], before: date) -> frozenset[str]:
    """The reminders of earlier days whose message did not go out then."""
    return frozenset(id for one in mailings if one.state is Sending.FAILED and one.on < before for id in one.reminders)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reminder:
    """催促: one rung reached by one lateness. ``on`` is the day it was made, ``article`` what the rung rests on."""

    item: Item
    rung: Rung
    article: Article
    on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Reminded:
    """What a lateness has had so far: the rungs and the day of each, in the order in which they were made."""

    rungs: tuple[tuple[str, date], ...] = ()

    def by(self, day: date) -> int:
        """How many reminders it had had by a day."""
        return sum(on <= day for _, on in self.rungs)


def reminders_due(campaign: Campaign, items: Sequence[Item], facts: Iterable[Fact], as_of: date) -> tuple[Reminder, ...]:
    """One reminder for each lateness that has reached a rung it has not had: the highest reached; lower ones are passed over.

    What was made at any time counts, even on a later day than ``as_of``: a clock set back makes nothing twice. A day on which the office
    itself has agreed leads to no rung that is for certain items only (重点督办): no article names it.
    Where nobody answers (待认定) nobody is reminded.
    """
    had = reminded(facts, lambda name: held_by(campaign, name, as_of))
    ladders = _ladders(campaign)
    made = []
    for item in items:
        if item.unit == wording.NOBODY:
            continue
        rungs, article_of = ladders.get(item.rulebook, ladders[""])
        fitting = [rung for rung in rungs if not rung.items or (item.kind in rung.items and not item.agreed)]
        reached = [rung for rung in fitting if item.days_late >= rung.days_late]
        done = {rung for rung, _ in had.get(item.key, Reminded()).rungs}
        highest_done = max((at for at, rung in enumerate(fitting) if rung.id in done), default=-1)
        if len(reached) - 1 > highest_done:
            made.append(Reminder(item=item, rung=reached[-1], article=article_of[reached[-1].article], on=as_of))
    return tuple(made)


def reminded(facts: Iterable[Fact], held_by: Callable[[str], str] = str) -> Mapping[str, Reminded]:
    """What each lateness has had, by its key. ``held_by`` gives the present name of a unit: one renamed is not reminded anew."""
    found: dict[str, list[tuple[str, date]]] = {}
    for fact in facts:
        if fact.kind is FactKind.REMINDER:
            kind, unit, rest = str(fact.payload["item"]).split("|", 2)
            key = f"{kind}|{held_by(unit)}|{rest}"
            found.setdefault(key, []).append((str(fact.payload["rung"]), date.fromisoformat(str(fact.payload["on"]))))
    return {key: Reminded(rungs=tuple(rungs)) for key, rungs in found.items()}


def reminder_fact(reminder: Reminder, happened_at: datetime) -> NewFact:
    """A reminder as the journal keeps it."""
    from duchá.journal.records import ReminderFact

    item = reminder.item
    made = ReminderFact(
        item=item.key,
        kind=item.kind.value,
        unit=item.unit,
        what=item.what,
        matter=item.matter or None,
        due=item.due,
        days_late=item.days_late,
        rung=reminder.rung.id,
        name=reminder.rung.name,
        proposal=reminder.rung.proposal,
        article=reminder.article.cite(),
        on=reminder.on,
    )
    return made.fact(happened_at)


def _ladders(campaign: Campaign) -> dict[str, tuple[tuple[Rung, ...], Mapping[str, Article]]]:
    """Each rulebook's ladder, the office's where it has none; under the empty id the office's own."""
    office = campaign.office
    usual = (office.ladder, {article.id: article for article in office.articles}) if office else ((), {})
    found = {book.id: (book.ladder, {article.id: article for article in book.articles}) for book in campaign.rulebooks if book.ladder}
    return {**{book.id: usual for book in campaign.rulebooks}, **found, "": usual}
