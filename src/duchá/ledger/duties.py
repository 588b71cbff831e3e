"""Duties → how each stands on a day: the obligations of every period and row, answered by what the office's registers say."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, time

from duchá.campaign.duties import DutyHere, duties_of, owed_by_owner, owners_of
from duchá.campaign.model import Campaign, DeliverableChange, Obligation, Resend
from duchá.campaign.parse import counting
from duchá.ledger import faults as kinds
from duchá.ledger.explain import reached
from duchá.receipts.matrix import ReceiptStanding, ReceiptState, held_by
from duchá.registers.ids import DUTY_RECORDS
from duchá.registers.rows import RegisterRow
from duchá.rulebook.duty import DutyRow
from duchá.rulebook.model import Rulebook
from duchá.terms.article import Article
from duchá.terms.deadline import Deadline, DueRule
from duchá.terms.due import due_in, late_days, owed_again, resolve, typed_deadline
from duchá.terms.fault import Fault
from duchá.terms.period import Period, parse_period
from duchá.terms.place import Place
from duchá.terms.quantity import text_of
from duchá.terms.unit import Unit
from duchá.terms.wording import LIST_SEPARATOR

TASK = "{number} {title}"
SENT_BACK = "退回"
SAID_SEPARATOR = "　"

OWED = (ReceiptState.MISSING, ReceiptState.SENT_BACK)


@dataclass(frozen=True, slots=True, kw_only=True)
class DutyAnswer:
    """报送 or, with ``back``, 退回 of what a duty asks for. ``again``: by when it is to come once more; ``agreed`` where no day was typed for it."""

    day: date
    back: bool = False
    again: Deadline | None = None
    agreed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class DutyStanding:
    """How what one owner owes under a duty stands on a day, as the registers answer it; a return of a unit stands as a `ReceiptStanding`.

    ``again`` is by when what was sent back is owed once more. ``agreed``: no text names the day in force (本室约定). ``late_days`` counts to the day
    it first came, else to the day looked at. Source: JC-J-22, JC-R-19, JC-R-20.
    """

    owed: Obligation
    article: Article
    state: ReceiptState = ReceiptState.MISSING
    again: Deadline | None = None
    agreed: bool = False
    late_days: int = 0
    came_on: date | None = None
    returns: int = 0
    place: Place = Place()

    @property
    def owner(self) -> str:
        """Who owes it: a unit, the office or a person."""
        return self.owed.owner or ""

    @property
    def deadline(self) -> Deadline | None:
        """That in force: by when it is owed again once it was sent back; None where no day follows from the text."""
        return self.again or self.owed.deadline

    @property
    def open(self) -> bool:
        """True until it came, and again once it was sent back."""
        return self.state in OWED

    @property
    def reached(self) -> str:
        """How its date was reached; says where the office agreed on the day, not the text."""
        return "" if self.deadline is None else reached(self.deadline, self.article, agreed=self.agreed)


Standing = ReceiptStanding | DutyStanding  # how an obligation stands on a day, whichever way it is declared


@dataclass(frozen=True, slots=True, kw_only=True)
class DutyOutcome:
    """What the answers of one obligation come to on a day."""

    state: ReceiptState
    again: Deadline | None
    late_days: int
    came_on: date | None
    returns: int
    agreed: bool = False  # that by which it is owed again

    @property
    def owed(self) -> bool:
        """As `DutyStanding.open`."""
        return self.state in OWED


def outcome_of(answers: Sequence[DutyAnswer], first: Deadline | None, as_of: date) -> DutyOutcome:
    """What the answers up to a day come to. Sent back on the day it came, it counts as sent back unless it came once more that day.

    Lateness is that of the first time; what was sent back is late anew by the day by which it is owed again.
    """
    known = [answer for answer in answers if answer.day <= as_of]
    came = sorted(answer.day for answer in known if not answer.back)
    back = sorted((answer for answer in known if answer.back), key=lambda answer: answer.day)
    late = 0 if first is None else late_days(first.due, None, came[0] if came else as_of)
    state, again, agreed = ReceiptState.MISSING if not came else ReceiptState.RECEIVED, None, False
    if back and (not came or back[-1].day > came[-1] or (back[-1].day == came[-1] and len(back) >= len(came))):
        state, again, agreed = ReceiptState.SENT_BACK, back[-1].again, back[-1].agreed
        late = late_days(again.due, None, as_of) if again else 0
    return DutyOutcome(state=state, again=again, late_days=late, came_on=came[-1] if came else None, returns=len(back), agreed=agreed)


@dataclass(frozen=True, slots=True, kw_only=True)
class Duties:
    """What is owed and was owed, in the order of duties and periods; duties that nobody has been named for; rows that answer nothing."""

    standings: tuple[DutyStanding, ...] = ()
    unnamed: tuple[DutyHere, ...] = ()
    faults: tuple[Fault, ...] = ()

    @property
    def late(self) -> tuple[DutyStanding, ...]:
        """What is late, and what was sent back."""
        return tuple(one for one in self.standings if one.open and (one.late_days > 0 or one.returns))


def registers_of(campaign: Campaign) -> frozenset[str]:
    """The registers that duties are read from; none where the campaign has no duties."""
    heres = duties_of(campaign)
    return frozenset(DUTY_RECORDS if here.duty.row is None else here.duty.row.register for here in heres)


def open_duties(campaign: Campaign, rows: Iterable[RegisterRow], as_of: date) -> Duties:
    """The obligations of every period that has begun and of every task that has ended, as the registers answer them up to a day.

    A row without a period answers the earliest one that its owner still owed on its day. Faults: L111 for a row that answers nothing.
    """
    known = tuple(rows)
    found: list[DutyStanding] = []
    unnamed: list[DutyHere] = []
    periodic: list[Obligation] = []
    for here in duties_of(campaign):
        if here.duty.row is not None:
            found += _of_rows(campaign, here, here.duty.row, known, as_of)
        elif owners_of(campaign, here):
            periodic += _of_periods(campaign, here, as_of)
        else:
            unnamed.append(here)
    answers, faults = _answers(campaign, periodic, known, as_of)
    cited = {book.id: book for book in campaign.rulebooks}
    answered = [
        _standing(one, cited[one.rulebook].article(one.plain.article), answers.get(at, ()), as_of) for at, one in enumerate(periodic)
    ]
    return Duties(standings=(*answered, *found), unnamed=tuple(unnamed), faults=tuple(faults))


def _of_periods(campaign: Campaign, here: DutyHere, as_of: date) -> Iterator[Obligation]:
    """One for each period that has begun and each owner, not answered yet."""
    spared = {item.unit for item in campaign.settings.not_applicable if item.deliverable == here.duty.id}
    for period in here.periods:
        for owner in owners_of(campaign, here, period.end) if period.start <= as_of else ():
            unit = campaign.roster.get(owner)
            if owner not in spared and (unit is None or _owes(campaign, unit, period.end, as_of)):
                yield owed_by_owner(campaign, here, owner, period, _due_of(campaign, here, period))


def _owes(campaign: Campaign, unit: Unit, day: date, as_of: date) -> bool:
    """True for a unit that was there at the end of the period, under this name or the one it had before."""
    roster = campaign.roster
    if roster.continued(unit, as_of) != unit or unit.ended_by(day):
        return False
    begun = unit.valid_from is None or unit.valid_from <= day
    return begun or any(roster.continued(other, as_of) == unit for other in roster.units if other.successor == unit.name)


def _due_of(campaign: Campaign, here: DutyHere, period: Period) -> Deadline | None:
    return due_in(here.duty.rule, campaign.calendar, period, counting(campaign, here.rulebook))


def _of_rows(campaign: Campaign, here: DutyHere, row: DutyRow, rows: Sequence[RegisterRow], as_of: date) -> Iterator[DutyStanding]:
    """One for each row whose day to count from has come."""
    chosen = row.due or (campaign.reading(here.rulebook.id, row.start_reading) if row.start_reading else row.since)
    title = here.rulebook.form(row.register).column(chosen).title
    for one in rows:
        since = one.day(chosen) if one.register == row.register else None
        if since is None or (since > as_of and not row.due):
            continue
        first = _due_of_row(campaign, here.rulebook, None if row.due else replace(here.duty.due, since=title), since)
        answers = [DutyAnswer(day=day) for day in _days(one, row.received)]
        answers += [_sent_back(campaign, here.resend, day, _again(campaign, one, row.again), first) for day in _days(one, row.returned)]
        subject = TASK.format(number=text_of(one.value(row.number)), title=text_of(one.value(row.subject)))
        owed = owed_by_owner(campaign, here, text_of(one.value(row.owner)), (text_of(one.value(row.number)), subject), first)
        found = _standing(owed, here.rulebook.article(here.duty.article), answers, as_of)
        yield replace(found, place=one.places.get(row.number, Place(file=one.source, sheet=one.sheet)))


def _due_of_row(campaign: Campaign, book: Rulebook, term: DueRule | None, day: date, cutoff: time | None = None) -> Deadline:
    """By when something is owed whose day stands in a row: the day itself, or a term that counts from it."""
    if term is None:
        return typed_deadline(day, campaign.calendar, cutoff=cutoff)
    return resolve(replace(term, cutoff=cutoff or term.cutoff), campaign.calendar, start=day, counting=counting(campaign, book))


def registers_of_days(campaign: Campaign) -> frozenset[str]:
    """The registers that tell units their own days of deliverables."""
    return frozenset(owed.plain.row.register for owed in campaign.owed if owed.plain.row is not None)


def with_days(campaign: Campaign, rows: Iterable[RegisterRow], as_of: date) -> Campaign:
    """The campaign with each unit's own day of the deliverables whose day stands in a register. Of several rows of a unit the latest day holds."""
    known = tuple(rows)
    return replace(campaign, owed=tuple(replace(owed, days=dict(_days_of_units(campaign, owed, known, as_of))) for owed in campaign.owed))


def _days_of_units(campaign: Campaign, owed: Obligation, rows: Sequence[RegisterRow], as_of: date) -> Iterator[tuple[str, Deadline]]:
    """Unit and deadline, the latest last."""
    row = owed.plain.row
    if row is None:
        return
    book = next(book for book in campaign.rulebooks if book.id == owed.rulebook)
    title = book.form(row.register).column(row.due or row.since).title
    cutoff = campaign.settings.deliverables.get(owed.plain.key, DeliverableChange()).cutoff or owed.plain.due.cutoff
    term = None if row.due else replace(owed.plain.due, since=title)
    found = [
        (held_by(campaign, one.text(row.owner), as_of), _due_of_row(campaign, book, term, day, cutoff))
        for one in rows
        if one.register == row.register and (day := one.day(row.due or row.since)) is not None and one.text(row.owner)
    ]
    yield from sorted(found, key=lambda pair: pair[1].due)


def _again(campaign: Campaign, row: RegisterRow, column: str) -> Deadline | None:
    """The day typed for what was sent back; typed by the office, it never rolls."""
    day = row.day(column)
    return None if day is None else typed_deadline(day, campaign.calendar)


def _sent_back(campaign: Campaign, resend: Resend, day: date, typed: Deadline | None, first: Deadline | None) -> DutyAnswer:
    """退回, with the day by which it is owed again: the one typed for it, else by the term."""
    again = typed or owed_again(resend.term, campaign.calendar, day, first)
    return DutyAnswer(day=day, back=True, again=again, agreed=resend.agreed and typed is None and again is not first)


def _days(row: RegisterRow, column: str) -> Iterator[date]:
    """The days of a cell that holds several."""
    if column and (day := row.day(column)) is not None:
        yield day
        return
    yield from (date.fromisoformat(part) for part in row.text(column).split(LIST_SEPARATOR) if part)


def _standing(owed: Obligation, article: Article, answers: Sequence[DutyAnswer], as_of: date) -> DutyStanding:
    outcome = outcome_of(answers, owed.deadline, as_of)
    return DutyStanding(
        owed=owed,
        article=article,
        state=outcome.state,
        again=outcome.again,
        agreed=outcome.agreed if outcome.state is ReceiptState.SENT_BACK else owed.agreed,
        late_days=outcome.late_days,
        came_on=outcome.came_on,
        returns=outcome.returns,
    )


def _answers(
    campaign: Campaign, owed: Sequence[Obligation], rows: Iterable[RegisterRow], as_of: date
) -> tuple[dict[int, list[DutyAnswer]], list[Fault]]:
    """What each obligation was answered with, by its place in ``owed``; rows in the order of their days."""
    found: dict[int, list[DutyAnswer]] = {}
    faults: list[Fault] = []
    dated = [(day, row) for row in rows if row.register == DUTY_RECORDS and (day := row.day("date")) is not None and day <= as_of]
    for day, row in sorted(dated, key=lambda pair: (pair[0], pair[1].first)):
        back = row.text("move") == SENT_BACK
        at = _meant(campaign, owed, row, found, (day, back))
        if at is None:
            words = {"duty": row.text("duty"), "period": row.text("period"), "unit": row.text("unit")}
            said = SAID_SEPARATOR.join(word for word in words.values() if word)
            faults.append(kinds.NO_SUCH_OBLIGATION.at(row.places.get("duty", Place(file=row.source, sheet=row.sheet)), said=said))
            continue
        meant = owed[at]
        again = _sent_back(campaign, meant.resend, day, _again(campaign, row, "again"), meant.deadline)
        found.setdefault(at, []).append(again if back else DutyAnswer(day=day))
    return found, faults


def _meant(
    campaign: Campaign, owed: Sequence[Obligation], row: RegisterRow, so_far: dict[int, list[DutyAnswer]], at: tuple[date, bool]
) -> int | None:
    """Which obligation a row speaks of: of its duty and owner, of the period it names; else the earliest still owed (sent back: the last that came)."""
    day, back = at
    owner = held_by(campaign, row.text("unit"), day) if row.text("unit") else ""
    fitting = [n for n, one in enumerate(owed) if one.plain.name == row.text("duty") and owner in ("", one.owner)]
    if not owner and len({owed[n].owner for n in fitting}) > 1:
        return None
    period = row.text("period")
    if period:
        return next((n for n in fitting if owed[n].of == period), None)
    begun = [n for n in fitting if (whole := parse_period(owed[n].of)) is not None and whole.start <= day]
    still = {n: outcome_of(so_far.get(n, ()), owed[n].deadline, day).owed for n in begun}
    wanted = [n for n in begun if still[n] is not back]
    return (wanted[-1] if back else wanted[0]) if wanted else None
