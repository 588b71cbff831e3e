"""The receipt matrix: which receipt of a unit counts for a deliverable, as of a date, and how late it is. Pure, nothing is stored."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import Enum

from duchá.campaign.model import AnsweredBy, Campaign, Obligation
from duchá.receipts.receipts import LaterFile, Receipt
from duchá.receipts.versions import first_counted
from duchá.rulebook.form import NilPolicy
from duchá.rulebook.readings import NIL_RETURN, NilReturn
from duchá.submissions.status import Status
from duchá.terms.deadline import Deadline
from duchá.terms.due import late_days, owed_again
from duchá.terms.unit import Unit


class ReceiptState(Enum):
    """State of one deliverable of one unit (DT-16): 未报 / 已收 / 退回待改 / 待确认 / 不适用."""

    MISSING = "missing"
    RECEIVED = "received"
    SENT_BACK = "sent-back"
    HELD = "held"
    NOT_APPLICABLE = "not-applicable"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiptStanding:
    """One cell of the receipt matrix. ``current`` is the newest receipt, ``accepted`` those whose rows count (several when appended).

    ``first`` is the receipt whose day ``late_days`` goes by. ``again`` is by when what was sent back is owed once more, ``again_late`` the
    days since (逾期未改). ``successor`` answers for it where the unit is no more.
    """

    unit: Unit
    owed: Obligation
    state: ReceiptState
    late_days: int = 0
    nil: bool = False
    version: int = 0
    current: Receipt | None = None
    accepted: tuple[Receipt, ...] = ()
    first: Receipt | None = None
    again: Deadline | None = None
    again_late: int = 0
    successor: str = ""

    @property
    def owner(self) -> str:
        """Who owes it."""
        return self.unit.name

    @property
    def agreed(self) -> bool:
        """True where no text names the day by which it is owed again (本室约定)."""
        return self.owed.agreed if self.again is None else self.owed.resend.agreed and self.again is not self.owed.deadline

    @property
    def untyped(self) -> str:
        """In which way it came (纸质) where nobody has typed what stands in it: nothing can be counted of it, which is not 0."""
        if self.owed.answered_by is not AnsweredBy.FORM or not self.accepted or not all(receipt.untyped for receipt in self.accepted):
            return ""
        return self.accepted[-1].paper

    @property
    def not_due(self) -> bool:
        """True for what has not come and need not have come yet: its day is not over (未到期, not 未报), or it has none (未定期限)."""
        return self.state is ReceiptState.MISSING and not self.late_days


def matrix(campaign: Campaign, receipts: Iterable[Receipt], as_of: date) -> tuple[ReceiptStanding, ...]:
    """The receipt matrix (DT-16): units × deliverables in document order.

    A unit that ended keeps what it sent and what it still owed, under its own name; a renamed one goes on under the new name.
    A sent-back file counts as received; its rows don't count until a version is accepted. Lateness is that of the first
    file that was not merely held; for a missing one, the days since the deadline on ``as_of``.
    """
    by_unit: dict[str, list[Receipt]] = {}
    for receipt in receipts:
        if receipt.unit is not None and not receipt.withdrawn and receipt.received_at.astimezone(campaign.zone).date() <= as_of:
            by_unit.setdefault(held_by(campaign, receipt.unit, as_of), []).append(receipt)
    spared = {(item.unit, item.deliverable) for item in campaign.settings.not_applicable}
    standings = []
    for unit in campaign.roster.units:
        if (unit.valid_from is not None and as_of < unit.valid_from) or campaign.roster.continued(unit, as_of) != unit:
            continue
        heir = campaign.roster.answering(unit, as_of)
        for owed in (one.of_unit(unit) for one in campaign.owed):
            if not owed.falls_on(unit):
                continue
            if spared & {(unit.name, owed.key), (unit.name, owed.plain.key)}:
                standing = ReceiptStanding(unit=unit, owed=owed, state=ReceiptState.NOT_APPLICABLE)
            else:
                standing = _standing(campaign, unit, owed, by_unit.get(unit.name, []), as_of)
            if _concerns(campaign, standing, as_of):
                standings.append(replace(standing, successor=heir.name) if heir != unit else standing)
    return tuple(owed_as_read(campaign, standings))


def owed_as_read(campaign: Campaign, standings: Iterable[ReceiptStanding]) -> Iterator[ReceiptStanding]:
    """The standings where the campaign asks no empty form of a unit that found nothing (DT-17): once its written report is accepted, a
    form that did not come is 不适用 and counts as a zero report.

    By ``not-required`` a form in which an empty table means that nothing was found, by ``report-only`` any form. Until the report is
    accepted all of it is owed: nobody can know before whether there is anything to fill in.
    """
    read = {book.id: campaign.known(book, NIL_RETURN, NilReturn.REQUIRED) for book in campaign.rulebooks}
    if all(how is NilReturn.REQUIRED for how in read.values()):
        yield from standings
        return
    known = tuple(standings)
    reported = {
        (standing.unit.name, standing.owed.rulebook)
        for standing in known
        if standing.owed.deliverable.written and standing.state is ReceiptState.RECEIVED
    }
    forms = {(book.id, form.id): form for book in campaign.rulebooks for form in book.forms}
    for standing in known:
        book = standing.owed.rulebook
        form, how = forms.get((book, standing.owed.deliverable.form)), read.get(book, NilReturn.REQUIRED)
        asked = form is None or how is NilReturn.REQUIRED or (how is NilReturn.NOT_REQUIRED and form.nil is not NilPolicy.ZERO_REPORT)
        if asked or standing.state is not ReceiptState.MISSING or (standing.unit.name, book) not in reported:
            yield standing
        else:
            yield replace(standing, state=ReceiptState.NOT_APPLICABLE, nil=True, late_days=0)


def held_by(campaign: Campaign, name: str, day: date) -> str:
    """The name under which the roster now has what a unit once sent: an earlier name's present one, a renamed unit's new one."""
    return campaign.roster.held_by(name, day)


def not_on_roster(campaign: Campaign, receipts: Iterable[Receipt]) -> tuple[str, ...]:
    """Units that receipts were filed under and that the roster no longer has under any name."""
    names = dict.fromkeys(receipt.unit for receipt in receipts if receipt.unit is not None and not receipt.withdrawn)
    return tuple(name for name in names if campaign.roster.get(name) is None and campaign.roster.find(name).unit is None)


def _concerns(campaign: Campaign, standing: ReceiptStanding, as_of: date) -> bool:
    """True for what a unit owed while it existed, and for what it sent all the same: a unit that ended owes nothing that fell due later, and nobody what
    a period asks for that has not begun."""
    due, unit = standing.owed.roster_day, standing.unit
    if standing.current is not None:
        return True
    if not standing.owed.begun(as_of):
        return False
    if unit.ended_by(as_of) and unit.ended_by(due):
        return False
    if unit.valid_from is None or unit.valid_from <= due:
        return True
    return any(campaign.roster.continued(other, as_of) == unit for other in campaign.roster.units if other.successor == unit.name)


_COUNTED = {Status.ACCEPTED: ReceiptState.RECEIVED, Status.SENT_BACK: ReceiptState.SENT_BACK, Status.HELD: ReceiptState.HELD}


def _standing(campaign: Campaign, unit: Unit, owed: Obligation, receipts: list[Receipt], as_of: date) -> ReceiptStanding:
    mine = sorted((r for r in receipts if owed.key in r.deliverables and r.status in _COUNTED), key=_order)
    if not mine:
        return ReceiptStanding(unit=unit, owed=owed, state=ReceiptState.MISSING, late_days=_days_missing(owed, as_of))
    current = mine[-1]
    first = first_counted([(r.status, r) for r in mine])
    again = _owed_again(campaign, owed, current, as_of) if current.status is Status.SENT_BACK else None
    return ReceiptStanding(
        unit=unit,
        owed=owed,
        state=_COUNTED[current.status],
        late_days=_late(owed, campaign.local(first.received_at)),
        nil=_is_nil(current, owed),
        version=len(mine),
        current=current,
        accepted=_accepted(mine),
        first=first,
        again=again,
        again_late=late_days(again.due, None, as_of) if again is not None else 0,
    )


def _owed_again(campaign: Campaign, owed: Obligation, receipt: Receipt, as_of: date) -> Deadline:
    return owed_again(owed.resend.term, campaign.calendar, _told_on(campaign, receipt, as_of), owed.deadline)


def resend_by(campaign: Campaign, receipt: Receipt) -> Deadline | None:
    """By when what was sent back with a receipt is owed again, the earliest of its deliverables; None where nothing of it is owed."""
    told = campaign.local(receipt.since).date()
    unit = campaign.roster.get(receipt.unit or "")
    owed = [owed if unit is None else owed.of_unit(unit) for owed in campaign.owed if owed.key in receipt.deliverables]
    return min((_owed_again(campaign, one, receipt, told) for one in owed), key=lambda deadline: deadline.due, default=None)


def _told_on(campaign: Campaign, receipt: Receipt, as_of: date) -> date:
    """The day on which the unit was told what became of its file: the day on which that was recorded.

    Looked at as of a day before anything of it was recorded (old returns taken in later), it was told as long after the file came as it was
    told after the file was taken in.
    """
    recorded, told = (campaign.local(moment).date() for moment in (receipt.recorded_at, receipt.since))
    return told if recorded <= as_of else campaign.local(receipt.received_at).date() + (told - recorded)


def _order(receipt: Receipt) -> tuple[datetime, tuple[int, int]]:
    return (receipt.received_at, receipt.rank)


def _accepted(mine: list[Receipt]) -> tuple[Receipt, ...]:
    """Those whose rows count. Paper that nobody has typed takes no rows away: mostly it is the signed print of what came as a file."""
    taken: list[Receipt] = []
    for receipt in mine:
        if receipt.status is Status.ACCEPTED:
            adds = receipt.counting is LaterFile.APPEND or (receipt.untyped and any(not one.untyped for one in taken))
            taken = [*taken, receipt] if adds else [receipt]
    return tuple(taken)


def _is_nil(receipt: Receipt, owed: Obligation) -> bool:
    form = receipt.payload.get("forms", {}).get(owed.deliverable.form)
    return bool(form and form["zero_report"])


def _late(owed: Obligation, received: datetime) -> int:
    return 0 if owed.deadline is None else late_days(owed.deadline.due, owed.deadline.cutoff, received)


def _days_missing(owed: Obligation, as_of: date) -> int:
    return 0 if owed.deadline is None else late_days(owed.deadline.due, None, as_of)
