"""One obligation under a duty: of a period, or of a register row; by when, by whom, come or not, how often sent back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from duchá.campaign.model import Resend
from duchá.ledger import wording
from duchá.ledger.explain import reached
from duchá.receipts.matrix import ReceiptState
from duchá.rulebook.duty import Duty
from duchá.terms.article import Article
from duchá.terms.deadline import Deadline
from duchá.terms.due import late_days
from duchá.terms.place import Place

OWED = (ReceiptState.MISSING, ReceiptState.SENT_BACK)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """报送 or, with ``back``, 退回 of what a duty asks for. ``again``: by when it is to come once more; ``agreed`` where no day was typed for it."""

    day: date
    back: bool = False
    again: Deadline | None = None
    agreed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Obligation:
    """``of`` is the period or the number of the row, ``subject`` how people call it; ``owner`` a unit, the office or a person.

    ``deadline`` is in force: that by which it is owed again once it was sent back; None where no day follows from the text. ``agreed``: no
    text names it (本室约定). ``late_days`` counts to the day it first came, else to the day looked at. Source: JC-J-22, JC-R-19, JC-R-20.
    """

    duty: Duty
    rulebook: str
    article: Article
    of: str
    subject: str
    owner: str
    recipient: str
    deadline: Deadline | None
    state: ReceiptState
    resend: Resend
    agreed: bool = False
    late_days: int = 0
    came_on: date | None = None
    returns: int = 0
    place: Place = Place()

    @property
    def key(self) -> str:
        """Which duty, and for what: ``section-points@2018Q1``."""
        return f"{self.duty.id}@{self.of}"

    @property
    def what(self) -> str:
        """What is owed: 第三方评估类积分（2018年第一季度）."""
        return wording.DUTY_OF.format(duty=self.duty.name, subject=self.subject)

    @property
    def owed(self) -> bool:
        """True until it came, and again once it was sent back."""
        return self.state in OWED

    @property
    def reached(self) -> str:
        """How its date was reached; says where the office agreed on the day, not the text."""
        return "" if self.deadline is None else reached(self.deadline, self.article, agreed=self.agreed)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What the answers of one obligation come to on a day."""

    state: ReceiptState
    deadline: Deadline | None
    late_days: int
    came_on: date | None
    returns: int
    agreed: bool = False  # that by which it is owed again

    @property
    def owed(self) -> bool:
        """As `Obligation.owed`."""
        return self.state in OWED


def outcome_of(answers: Sequence[Answer], first: Deadline | None, as_of: date) -> Outcome:
    """What the answers up to a day come to. Sent back on the day it came, it counts as sent back unless it came once more that day.

    Lateness is that of the first time; what was sent back is late anew by the day by which it is owed again.
    """
    known = [answer for answer in answers if answer.day <= as_of]
    came = sorted(answer.day for answer in known if not answer.back)
    back = sorted((answer for answer in known if answer.back), key=lambda answer: answer.day)
    late = 0 if first is None else late_days(first.due, None, came[0] if came else as_of)
    state, deadline, agreed = ReceiptState.MISSING if not came else ReceiptState.RECEIVED, first, False
    if back and (not came or back[-1].day > came[-1] or (back[-1].day == came[-1] and len(back) >= len(came))):
        state, deadline, agreed = ReceiptState.SENT_BACK, back[-1].again, back[-1].agreed
        late = late_days(deadline.due, None, as_of) if deadline else 0
    return Outcome(state=state, deadline=deadline, late_days=late, came_on=came[-1] if came else None, returns=len(back), agreed=agreed)
