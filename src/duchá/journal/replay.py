"""Facts → receipts: which submission of a unit counts for a deliverable, as of a date. A pure function, nothing is stored."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from enum import Enum
from typing import Any

from duchá.campaign.model import Campaign, Owed
from duchá.journal.fact import Fact, FactKind
from duchá.rulebook.form import NilPolicy
from duchá.rulebook.readings import NIL_RETURN, NilReturn
from duchá.submissions.status import Status
from duchá.terms.due import late_days
from duchá.terms.unit import Unit


class ReceiptState(Enum):
    """State of one deliverable of one unit (DT-16): 未报 / 已收 / 退回待改 / 待确认 / 不适用."""

    MISSING = "missing"
    RECEIVED = "received"
    SENT_BACK = "sent-back"
    HELD = "held"
    NOT_APPLICABLE = "not-applicable"


class Counting(Enum):
    """How a later file stands to the earlier one: 替换 / 追加."""

    REPLACE = "replace"
    APPEND = "append"


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """收件: one recorded file with all later decisions about it applied.

    ``decided`` is the seq of the last fact that touched it; ``body_seq`` the fact whose body holds its rows.
    ``payload`` is the submission payload in force. ``paper`` receipts come from 收件登记 and have no rows.
    """

    number: int
    seq: int
    decided: int
    body_seq: int
    received_at: datetime
    recorded_at: datetime
    status: Status
    unit: str | None
    deliverables: tuple[str, ...]
    payload: Mapping[str, Any]
    counting: Counting = Counting.REPLACE
    withdrawn: str = ""
    paper: str = ""

    @property
    def source(self) -> str:
        """The file as shown to people."""
        return str(self.payload.get("source", ""))


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """One cell of the receipt matrix. ``current`` is the newest receipt, ``accepted`` those whose rows count (several when appended).

    ``successor`` answers for it where the unit is no more.
    """

    unit: Unit
    owed: Owed
    state: ReceiptState
    late_days: int = 0
    nil: bool = False
    version: int = 0
    current: Receipt | None = None
    accepted: tuple[Receipt, ...] = ()
    successor: str = ""

    @property
    def not_due(self) -> bool:
        """True for what has not come and need not have come yet: its day is not over (未到期, not 未报)."""
        return self.state is ReceiptState.MISSING and not self.late_days


def receipts_of(facts: Iterable[Fact]) -> tuple[Receipt, ...]:
    """Every receipt of the journal in order of number, with resolutions applied (withdrawn ones kept and marked)."""
    receipts: dict[int, Receipt] = {}
    for fact in facts:
        if fact.kind in (FactKind.SUBMISSION, FactKind.RECEIPT):
            receipt = _receipt(fact)
            receipts[receipt.number] = receipt
        elif fact.kind is FactKind.RESOLUTION:
            number = int(fact.payload["receipt"])  # type: ignore[arg-type]  # written as a number by resolve
            receipts[number] = _resolve(receipts[number], fact)
    return tuple(receipts[number] for number in sorted(receipts))


def _receipt(fact: Fact) -> Receipt:
    payload: Mapping[str, Any] = fact.payload
    return Receipt(
        number=int(payload["receipt"]),
        seq=fact.seq,
        decided=fact.seq,
        body_seq=fact.seq,
        received_at=fact.happened_at,
        recorded_at=fact.recorded_at,
        status=Status(payload["status"]),
        unit=payload["unit"],
        deliverables=tuple(payload["deliverables"]),
        payload=payload,
        paper=str(payload.get("via", "")) if fact.kind is FactKind.RECEIPT else "",
    )


def _resolve(receipt: Receipt, fact: Fact) -> Receipt:
    payload: Mapping[str, Any] = fact.payload
    if payload["action"] == "withdraw":
        return replace(receipt, withdrawn=str(payload["reason"]) or "-", decided=fact.seq)
    outcome = {**receipt.payload, **payload.get("outcome", {})}
    return replace(
        receipt,
        decided=fact.seq,
        body_seq=fact.seq if payload.get("has_body") else receipt.body_seq,
        status=Status(outcome["status"]),
        unit=outcome["unit"],
        deliverables=tuple(outcome["deliverables"]),
        payload=outcome,
        counting=Counting.APPEND if payload["action"] == "append" else receipt.counting,
    )


def matrix(campaign: Campaign, receipts: Iterable[Receipt], as_of: date) -> tuple[Standing, ...]:
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
        for owed in campaign.owed:
            if not owed.falls_on(unit):
                continue
            if (unit.name, owed.key) in spared:
                standing = Standing(unit=unit, owed=owed, state=ReceiptState.NOT_APPLICABLE)
            else:
                standing = _standing(campaign, unit, owed, by_unit.get(unit.name, []), as_of)
            if _concerns(campaign, standing, as_of):
                standings.append(replace(standing, successor=heir.name) if heir != unit else standing)
    return tuple(owed_as_read(campaign, standings))


def owed_as_read(campaign: Campaign, standings: Iterable[Standing]) -> Iterator[Standing]:
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


def _concerns(campaign: Campaign, standing: Standing, as_of: date) -> bool:
    """True for what a unit owed while it existed, and for what it sent all the same: a unit that ended owes nothing that fell due later."""
    due, unit = standing.owed.deadline.due, standing.unit
    if standing.current is not None:
        return True
    if unit.ended_by(as_of) and unit.ended_by(due):
        return False
    if unit.valid_from is None or unit.valid_from <= due:
        return True
    return any(campaign.roster.continued(other, as_of) == unit for other in campaign.roster.units if other.successor == unit.name)


_COUNTED = {Status.ACCEPTED: ReceiptState.RECEIVED, Status.SENT_BACK: ReceiptState.SENT_BACK, Status.HELD: ReceiptState.HELD}


def _standing(campaign: Campaign, unit: Unit, owed: Owed, receipts: list[Receipt], as_of: date) -> Standing:
    mine = sorted((r for r in receipts if owed.key in r.deliverables and r.status in _COUNTED), key=_order)
    if not mine:
        return Standing(unit=unit, owed=owed, state=ReceiptState.MISSING, late_days=_days_missing(owed, as_of))
    current = mine[-1]
    counted = [r for r in mine if r.status is not Status.HELD] or mine
    accepted = _accepted(mine)
    late = min(late_days(owed.deadline.due, owed.deadline.cutoff, campaign.local(r.received_at)) for r in counted)
    nil = _is_nil(current, owed)
    return Standing(
        unit=unit,
        owed=owed,
        state=_COUNTED[current.status],
        late_days=late,
        nil=nil,
        version=len(mine),
        current=current,
        accepted=accepted,
    )


def _order(receipt: Receipt) -> tuple[datetime, int]:
    return (receipt.received_at, receipt.decided)


def _accepted(mine: list[Receipt]) -> tuple[Receipt, ...]:
    taken: list[Receipt] = []
    for receipt in mine:
        if receipt.status is Status.ACCEPTED:
            taken = [*taken, receipt] if receipt.counting is Counting.APPEND else [receipt]
    return tuple(taken)


def _is_nil(receipt: Receipt, owed: Owed) -> bool:
    form = receipt.payload.get("forms", {}).get(owed.deliverable.form)
    return bool(form and form["zero_report"])


def _days_missing(owed: Owed, as_of: date) -> int:
    return late_days(owed.deadline.due, None, as_of)


def end_of(day: date, campaign: Campaign) -> datetime:
    """The last instant of a day in the campaign's zone: what ``--as-of`` hides begins after it."""
    return datetime.combine(day + timedelta(days=1), time(0), tzinfo=campaign.zone) - timedelta(microseconds=1)
