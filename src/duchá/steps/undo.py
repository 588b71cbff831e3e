"""undo: takes back one act — a receipt, a row of a register, a waiver — as a new fact; what was written stays, and a closing stays closed."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from duchá.campaign import faults as kinds
from duchá.journal.fact import FactKind
from duchá.journal.records import WaiverFact
from duchá.journal.waivers import numbered_waivers
from duchá.journal.write import open_journal
from duchá.registers.rows import RegisterRow
from duchá.steps.open_campaign import OpenCampaign, note_context
from duchá.steps.resolve import Action, Answer, Resolved, resolve
from duchá.steps.withdraw_row import withdraw_row
from duchá.submissions.waivers import Waiver
from duchá.terms.fault import Stop
from duchá.terms.place import Place
from duchá.terms.wording import LIST_SEPARATOR

UNDO = "撤回"
WAIVER_NUMBER = "第 {number} 号（{unit} {code}）"
NONE = "没有"


class Undoable(Enum):
    """What can be taken back: 收件 / 登记的行 / 豁免."""

    RECEIPT = "receipt"
    ROW = "row"
    WAIVER = "waiver"


@dataclass(frozen=True, slots=True, kw_only=True)
class Undone:
    """What was taken back: the receipt, the row or the waiver as it stood."""

    what: Undoable
    number: str
    reason: str
    receipt: Resolved | None = None
    row: RegisterRow | None = None
    waiver: Waiver | None = None


def undo(opened: OpenCampaign, what: Undoable, number: str, reason: str) -> Undone:
    """Takes it back, with the reason. Raises Stop (C018–C020, C022, C152) where it can't be."""
    if not reason.strip():
        raise Stop(kinds.MISSING_REASON.at(action=UNDO))
    if what is Undoable.ROW:
        return Undone(what=what, number=number, reason=reason, row=withdraw_row(opened, None, number, reason))
    if not number.isdigit():
        raise Stop(kinds.NOT_A_NUMBER.at(Place(), found=number))
    if what is Undoable.RECEIPT:
        answer = Answer(receipt=int(number), action=Action.WITHDRAW, reason=reason)
        return Undone(what=what, number=number, reason=reason, receipt=resolve(opened, answer))
    return Undone(what=what, number=number, reason=reason, waiver=_without(opened, int(number), reason))


def _without(opened: OpenCampaign, number: int, reason: str) -> Waiver:
    """The waiver that no longer holds: for files that come from now on, and for those that are judged again."""
    with open_journal(opened.journal, now=opened.now, by=opened.by) as writer:
        note_context(opened, writer)
        known = numbered_waivers(writer.facts(kinds=frozenset({FactKind.WAIVER})))
        found = known.get(number)
        if found is None:
            said = (WAIVER_NUMBER.format(number=at, unit=one.unit, code=one.code) for at, one in known.items())
            raise Stop(kinds.NO_SUCH_WAIVER.at(Place(), number=number, known=LIST_SEPARATOR.join(said) or NONE))
        undone = WaiverFact(
            code=found.code, unit=found.unit, approver=found.approver, reason=reason.strip(), until=found.until, undoes=number
        )
        writer.append(undone.fact(opened.now))
    return found
