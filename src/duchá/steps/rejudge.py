"""What was held or refused, judged again from the archive when the roster, the rulebooks or the answers have changed since."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from duchá.journal.fact import Fact, FactKind, NewFact
from duchá.journal.replay import Receipt, receipts_of
from duchá.steps.answers import answers_of
from duchá.steps.file_submission import Desk, beside_earlier, contents_of, versions_against
from duchá.steps.reread import reread
from duchá.submissions import faults as kinds
from duchá.submissions.as_json import body_json, fault_from_json, payload_json
from duchá.submissions.judge import judge
from duchá.submissions.model import Submission
from duchá.submissions.status import Status
from duchá.terms.fault import Weight
from duchá.workbooks.read_worker import Readers

REJUDGED = "rejudged"
_CHANGES = (FactKind.CONTEXT, FactKind.ANSWER, FactKind.WAIVER)
_BETWEEN_FILES = (kinds.SAME_MOMENT.code, kinds.SUPPLEMENT.code)  # not in the file itself: a person answers these
Payload = dict[str, Any]


def rejudge(desk: Desk, facts: tuple[Fact, ...], readers: Readers) -> tuple[Payload, ...]:
    """Payloads of the receipts whose outcome is another now; each is a resolution ``rejudge`` in the journal, whose ``facts`` so far are given.

    Nothing is read where nothing changed. A file that could not be read stays as it is: no roster makes it readable.
    """
    waiting = _waiting(facts)
    if not waiting:
        return ()
    answers = answers_of(facts)
    changed: list[Payload] = []
    receipts = receipts_of(facts)
    for number in waiting:
        receipt = next(one for one in receipts if one.number == number)
        found = reread(desk.opened, receipt, answers, _unit_still_known(desk, receipt), readers)
        fresh = Desk(opened=desk.opened, writer=desk.writer, receipts=tuple(one for one in receipts if one.number != number))
        if found is not None and (outcome := _decided(fresh, receipt, found)) is not None:
            changed.append(outcome)
            receipts = receipts_of(desk.writer.facts())
    desk.writer.append(NewFact(kind=FactKind.NOTE, happened_at=desk.opened.now, payload={"note": REJUDGED, "receipts": len(waiting)}))
    return tuple(changed)


def _waiting(facts: tuple[Fact, ...]) -> tuple[int, ...]:
    """Receipts held or refused before the last change that nobody has looked at since."""
    last = max((fact.seq for fact in facts if fact.kind in _CHANGES), default=0)
    done = max((fact.seq for fact in facts if fact.kind is FactKind.NOTE and fact.payload.get("note") == REJUDGED), default=0)
    if last < done:
        return ()
    return tuple(receipt.number for receipt in receipts_of(facts) if receipt.decided < last and _may_change(receipt))


def _may_change(receipt: Receipt) -> bool:
    if receipt.status not in (Status.HELD, Status.REFUSED) or receipt.withdrawn or receipt.paper or not receipt.payload.get("sha256"):
        return False
    codes = [str(fault["code"]) for fault in receipt.payload["faults"] if fault["weight"] == Weight.REJECT.value]
    return not any(code.startswith("S0") for code in codes)


def _unit_still_known(desk: Desk, receipt: Receipt) -> str | None:
    return receipt.unit if receipt.unit and desk.opened.campaign.roster.get(receipt.unit) else None


def _decided(desk: Desk, receipt: Receipt, found: Submission) -> Payload | None:
    """Records the resolution where the outcome is another, and gives the payload in force; None where it is as before."""
    between = tuple(fault_from_json(fault) for fault in receipt.payload["faults"] if fault["code"] in _BETWEEN_FILES)
    if between:
        faults = (*found.faults, *between)
        found = replace(found, faults=faults, status=judge(faults, usable=bool(found.forms or found.deliverables)))
    outcome = payload_json(found)
    if _gist(outcome) == _gist(receipt.payload):
        return None
    body = body_json(found)
    contents = contents_of(desk.opened.campaign, found)
    more: tuple[NewFact, ...] = ()
    unit = found.unit
    if unit is not None and found.status is not Status.REFUSED:
        same = desk.shelf.same_as(unit, contents)
        if same is not None:
            found = replace(found, status=Status.DUPLICATE)
            outcome = payload_json(found) | {"same_as": same}
        elif not between:
            desk.next_number = receipt.number
            found, more = beside_earlier(desk, found, unit, contents)
            outcome = payload_json(found) | _version(desk, receipt, versions_against(desk.opened, desk.shelf, unit, contents, found))
    outcome |= {"contents": contents, "marked_copy": _copy(receipt, found)}
    payload: Payload = {"receipt": receipt.number, "action": "rejudge", "reason": "", "outcome": outcome, "has_body": True}
    desk.writer.append(*more, NewFact(kind=FactKind.RESOLUTION, happened_at=receipt.received_at, payload=payload, body=body))
    return {**receipt.payload, **outcome}


def _version(desk: Desk, receipt: Receipt, version: Payload) -> Payload:
    """A file that came before the one on the shelf supersedes nothing, whenever it was settled."""
    later = desk.payloads.get(version["supersedes"] or 0)
    if later is None or datetime.fromisoformat(str(later["received_at"])) <= receipt.received_at:
        return version
    return {**version, "supersedes": None, "changes": []}


def _copy(receipt: Receipt, found: Submission) -> str | None:
    """The marked copy promised before, or one under the receipt's number where there is something to mark now."""
    before = receipt.payload.get("marked_copy")
    return before or (f"returned/{receipt.number:03d}.xlsx" if found.status in (Status.HELD, Status.SENT_BACK) else None)


def _gist(payload: Mapping[str, Any]) -> tuple[object, ...]:
    """What counts of an outcome: not its notes, nor how a message is worded today."""
    heavy = sorted((f["code"], f["sheet"], f["cell"], f["weight"]) for f in payload["faults"] if f["weight"] != Weight.NOTE.value)
    return payload["status"], payload["unit"], sorted(payload["deliverables"]), payload["forms"], heavy
