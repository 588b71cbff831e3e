"""The duties of a campaign: as its rulebooks have them under the chosen readings, with what campaign.toml says of them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from duchá.campaign.model import OF_PERIOD, Campaign, DutyChange, Obligation, Resend
from duchá.campaign.periods import periods_owed
from duchá.rulebook.apply_readings import apply_readings
from duchá.rulebook.duty import Duty
from duchá.rulebook.model import Deliverable, Rulebook
from duchá.terms.deadline import Deadline
from duchá.terms.period import Period
from duchá.terms.wording import OF_PERIOD as NAME_OF_PERIOD, period_words

THE_OFFICE = "本室"  # who owes what the office itself owes


@dataclass(frozen=True, slots=True, kw_only=True)
class DutyHere:
    """A duty in this campaign: its term and recipient as they hold here, ``groups`` as the roster calls them, ``by`` the names typed for it.

    ``periods`` are those for which it is owed; none where a register brings it.
    """

    duty: Duty
    rulebook: Rulebook
    groups: tuple[str, ...]
    by: tuple[str, ...]
    periods: tuple[Period, ...]
    resend: Resend

    @property
    def is_the_offices(self) -> bool:
        """True for what the office itself owes."""
        return self.duty.row is None and not self.duty.groups


def duties_of(campaign: Campaign) -> tuple[DutyHere, ...]:
    """Every duty of the campaign, in the order of its rulebooks."""
    return tuple(_here(campaign, book, duty) for book in campaign.rulebooks if book.duties for duty in _as_read(campaign, book).duties)


def owed_by_owner(campaign: Campaign, here: DutyHere, owner: str, of: Period | tuple[str, str], deadline: Deadline | None) -> Obligation:
    """A duty as one owner owes it: for a period, or for a row (its number, and how people call it)."""
    period = of if isinstance(of, Period) else None
    number, subject = (of.key, period_words(of)) if isinstance(of, Period) else of
    plain, end = _asked(here.duty), campaign.settings.end
    key, name = f"{plain.key}{OF_PERIOD}{number}", NAME_OF_PERIOD.format(name=plain.name, period=subject)
    return Obligation(
        deliverable=replace(plain, key=key, name=name),
        plain=plain,
        rulebook=here.rulebook.id,
        deadline=deadline,
        roster_day=period.end if period else deadline.due if deadline else end,
        recipient=here.duty.recipient,
        groups=here.groups,
        resend=here.resend,
        period=period,
        owner=owner,
        row=here.duty.row,
        of=number,
        subject=subject,
        agreed=here.duty.agreed,
    )


def _asked(duty: Duty) -> Deliverable:
    """What a duty asks for, declared as a deliverable is."""
    return Deliverable(
        key=duty.id,
        name=duty.name,
        article=duty.article,
        groups=duty.groups,
        recipient=duty.recipient,
        due=duty.due,
        warn_days=duty.warn_days,
        resend=duty.resend,
        every=duty.every,
    )


def owners_of(campaign: Campaign, here: DutyHere, day: date | None = None) -> tuple[str, ...]:
    """Who owes a duty of periods: the office itself, the names typed for it (as on the roster, where they are on it), or the units of its groups.

    A unit is in the group of its row on the ``day``; without one, in every group that it ever has been in.
    """
    if here.is_the_offices:
        return (THE_OFFICE,)
    if here.by:
        return tuple(unit.name if (unit := campaign.roster.find(name).unit) else name for name in here.by)
    units = campaign.roster.units
    return tuple(unit.name for unit in units if any(row.group in here.groups for row in ((unit.on(day),) if day else unit.dated)))


def _here(campaign: Campaign, book: Rulebook, duty: Duty) -> DutyHere:
    change = campaign.settings.duties.get(duty.id, DutyChange())
    names = {group.id: group.name for group in book.groups}
    groups = tuple(name for id in duty.groups for name in campaign.settings.groups.get(names[id], (names[id],)))
    periods = periods_owed(campaign.settings, book, duty.every, duty.phase) if duty.every is not None else ()
    duty = replace(duty, due=change.due or duty.due, recipient=change.recipient or duty.recipient)
    resend = campaign.settings.resend(duty.resend, change.resend_days)
    return DutyHere(duty=duty, rulebook=book, groups=groups, by=change.by, periods=periods, resend=resend)


def _as_read(campaign: Campaign, book: Rulebook) -> Rulebook:
    return apply_readings(book, {reading.id: campaign.reading(book.id, reading.id) for reading in book.readings})
