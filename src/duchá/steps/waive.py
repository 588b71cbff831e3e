"""waive: a waiver for one fault of one unit until a day, with who approved it and why; recorded, and printed in reports."""

from __future__ import annotations

from dataclasses import dataclass

from duchá.campaign import faults as campaign_faults
from duchá.journal.fact import FactKind
from duchá.journal.records import WaiverFact
from duchá.journal.waivers import numbered_waivers
from duchá.journal.write import open_journal
from duchá.steps.given_unit import given_unit
from duchá.steps.open_campaign import OpenCampaign, note_context
from duchá.submissions.faults import CATALOGUE
from duchá.submissions.waivers import Waiver
from duchá.terms.fault import FaultKind, Stop
from duchá.terms.text import for_matching
from duchá.workbooks.sheets.faults import CATALOGUE as READERS

WAIVE = "豁免"
NO_APPROVER = "豁免要写明批准人"
GIVE_APPROVER = "请用 --approver 写上谁批准的。"
WAIVE_PAST = "豁免期限 {until} 早于今天（{today}）。"
WAIVE_LATER = "请把 --until 写成今天或以后的日期。"
NO_SUCH_CODE = "没有代码为“{code}”的差错。"
CODES_ARE_SHOWN = "代码见核对结果（如 S101），不要带括号。"


@dataclass(frozen=True, slots=True, kw_only=True)
class Waived:
    """The waiver as recorded, with its number, and the fault that it is for."""

    waiver: Waiver
    kind: FaultKind
    number: int


def waive(opened: OpenCampaign, wish: Waiver) -> Waived:
    """Records a waiver; ``code`` may be a code or a name. Raises Stop (C014 unit, C020 reason or approver, C022 code or day).

    It holds for every file of the unit that is collected from now on and came by ``until``; what was collected before is accepted
    with ``resolve --accept``.
    """
    kind = _kind(wish.code)
    unit = given_unit(opened.campaign, wish.unit) or ""
    if not wish.approver.strip():
        raise Stop(campaign_faults.BAD_ANSWER.at(why=NO_APPROVER, possible=GIVE_APPROVER))
    if not wish.reason.strip():
        raise Stop(campaign_faults.MISSING_REASON.at(action=WAIVE))
    if wish.until < opened.as_of:
        why = WAIVE_PAST.format(until=wish.until.isoformat(), today=opened.as_of.isoformat())
        raise Stop(campaign_faults.BAD_ANSWER.at(why=why, possible=WAIVE_LATER))
    waiver = Waiver(code=kind.code, unit=unit, approver=wish.approver.strip(), reason=wish.reason.strip(), until=wish.until)
    said = WaiverFact(code=kind.code, name=kind.name, unit=unit, approver=waiver.approver, reason=waiver.reason, until=waiver.until)
    with open_journal(opened.journal, now=opened.now, by=opened.by) as writer:
        note_context(opened, writer)
        writer.append(said.fact(opened.now))
        number = max(numbered_waivers(writer.facts(kinds=frozenset({FactKind.WAIVER}))))
    return Waived(waiver=waiver, kind=kind, number=number)


def _kind(code: str) -> FaultKind:
    """The fault of a code or name. Raises Stop (C022)."""
    wanted = for_matching(code)
    found = next((kind for kind in (*READERS, *CATALOGUE) if wanted in (for_matching(kind.code), kind.name)), None)
    if found is None:
        raise Stop(campaign_faults.BAD_ANSWER.at(why=NO_SUCH_CODE.format(code=code), possible=CODES_ARE_SHOWN))
    return found
