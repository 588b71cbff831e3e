"""Filing a receipt: new, answered, judged again, decided by a person or withdrawn, in one way. One transaction in the journal.

What a file is by itself was found out by whoever read it. Here it is put among what its unit has sent (`versions.place`), and whatever
that makes of the others is written down with it.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import partial
from pathlib import PurePosixPath  # house: a name is cut from a path, nothing is opened
from typing import Any

from duchá.campaign.model import Campaign
from duchá.journal.fact import Canonical, Fact, FactKind, Json, NewFact
from duchá.journal.write import JournalWriter
from duchá.receipts.matrix import held_by
from duchá.receipts.receipts import CLASH, FOLLOW, RECEIPT_FACTS, Receipt, take
from duchá.receipts.versions import PLACED, Filed, Placement, by_itself, place
from duchá.submissions.as_json import forms_from_json
from duchá.submissions.compare import changes
from duchá.submissions.faults import SAME_MOMENT
from duchá.submissions.faults.checks import BETWEEN_RETURNS
from duchá.submissions.model import FilledForm, Submission
from duchá.submissions.ready import ReadyToFile, ready_to_file
from duchá.submissions.status import Status
from duchá.submissions.waivers import Waiver
from duchá.terms.text import safe_name
from duchá.workbooks.sheets.faults import READER_FAILED

Payload = dict[str, Any]
NEW, REJUDGE, WITHDRAW, TYPED = "", "rejudge", "withdraw", "typed"
_MARKED = (Status.SENT_BACK, Status.HELD)
_REMEMBERED = 64  # receipts whose forms are kept at hand
_TOLD = (FactKind.CONTEXT, FactKind.ANSWER, FactKind.WAIVER)


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """What must be known to read the archived file again: its kind, and what came with it."""

    kind: str
    companions: tuple[str, ...] = ()
    folders: tuple[str, ...] = ()
    sender: str = ""

    def as_json(self) -> Payload:
        """As the payload of the submission keeps it."""
        return {"kind": self.kind, "companions": list(self.companions), "folders": list(self.folders), "sender": self.sender}


@dataclass(frozen=True, slots=True, kw_only=True)
class Filing:
    """What is to be filed. A file as read: a new one with its ``origin``, or that of a ``receipt`` read again; a receipt on ``paper``
    (its payload), or what was typed of one; or a person's word about a ``receipt``: its withdrawal, or the status that it gets (``decision``).

    ``action`` says why: NEW, REJUDGE, WITHDRAW, TYPED, or an answer.
    """

    action: str = NEW
    receipt: int | None = None
    submission: Submission | ReadyToFile | None = None
    origin: Origin | None = None
    paper: Mapping[str, Json] | None = None
    decision: Status | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FilingDraft:
    """What a filing comes to before it is written down: the facts, the receipt's payload as it will be, and which other receipts it changes."""

    number: int
    payload: Payload
    facts: tuple[NewFact, ...]
    followed: tuple[int, ...]


class FilingState:
    """The receipts so far, by number, content and unit, and the next number; kept while a run goes on.

    ``body_of`` gives the body of a fact; ``day`` is the day whose roster says which unit goes on under which name.
    """

    def __init__(
        self,
        *,
        campaign: Campaign,
        receipts: Iterable[Receipt],
        day: date,
        body_of: Callable[[int], Json],
        waivers: Collection[Waiver] = (),
    ) -> None:
        self.campaign = campaign
        self.receipts: dict[int, Receipt] = {}
        self.by_content: dict[str, int] = {}
        self.followed: set[int] = set()  # what has changed on another's account
        self.told_meanwhile = False  # by another clerk: answers, waivers or settings under which what was read may come out otherwise
        self.next_number = 1
        self._day, self._body_of, self._waivers = day, body_of, waivers
        self._copies: set[str] = set()
        self._of_unit: dict[str, set[int]] = {}
        self._unit_of: dict[int, str] = {}
        self._alone: dict[int, Filed | None] = {}
        self._forms: dict[int, tuple[FilledForm, ...]] = {}
        for receipt in receipts:
            self.receipts[receipt.number] = receipt
            self._note(receipt)

    def hear(self, facts: Iterable[Fact], *, of_others: bool = False) -> None:
        """Takes in what was written down, by this run or by ``others``."""
        facts = tuple(facts)
        self.told_meanwhile |= of_others and any(fact.kind in _TOLD for fact in facts)
        for fact in facts:
            if fact.kind in RECEIPT_FACTS:
                take(self.receipts, fact)
                number = int(str(fact.payload["receipt"]))
                self._note(self.receipts[number])
                if not of_others and fact.payload.get("action") in (CLASH, FOLLOW):
                    self.followed.add(number)

    def draft(self, filing: Filing) -> FilingDraft:
        """What the filing comes to; nothing changes by it. Raises JournalError."""
        ready = ready_to_file(filing.submission, self.campaign) if isinstance(filing.submission, Submission) else filing.submission
        number = filing.receipt or self.next_number
        before = self.receipts.get(number)
        said = self._as_said(filing, ready, before)
        mine = None if filing.action == WITHDRAW else _by_itself(number, said, filing, before)
        was, own, others = self._placed_anew(number, mine, ready, again=before is not None and ready is not None)
        followed = {other: fact for other, pair in others.items() if (fact := self._follow(other, pair, number, ready)) is not None}
        facts = list(followed.values())
        if ready is None and filing.paper is None:
            assert before is not None  # a person's word is about a receipt
            outcome: Payload = {}
            if filing.decision is not None:
                outcome = (self._difference(before, was, own) if was and own else {}) | {"status": filing.decision.value}
            facts.append(_resolution(before, filing.action, outcome, reason=filing.reason, in_place=filing.decision is not None))
            return FilingDraft(number=number, payload={**before.payload, **outcome}, facts=tuple(facts), followed=tuple(followed))
        said |= {"late_days": own.late_days if own else 0}
        if ready is not None:
            said |= self._placed_json(own, ready)
        elif own is not None:  # on paper
            said |= {"version": own.version, "supersedes": own.supersedes, "faults": list(own.findings)}
        if before is None:
            said |= {"receipt": number}
            if filing.origin is not None:
                said |= {"marked_copy": self._copy_name(number, said)} | filing.origin.as_json()
            kind = FactKind.SUBMISSION if ready is not None else FactKind.RECEIPT
            facts.append(NewFact(kind=kind, happened_at=_moment(said), payload=said, body=_body(ready)))
        else:
            said |= _cleared(before.payload, said)
            if not before.payload.get("marked_copy") and (copy := self._copy_name(number, said)):
                said |= {"marked_copy": copy}
            facts.append(_resolution(before, filing.action, said, reason=filing.reason, body=_body(ready), in_place=True))
        return FilingDraft(
            number=number, payload={**(before.payload if before else {}), **said}, facts=tuple(facts), followed=tuple(followed)
        )

    def _as_said(self, filing: Filing, ready: ReadyToFile | None, before: Receipt | None) -> Payload:
        """The payload as far as the file, or the paper, knows it by itself."""
        if filing.paper is not None:
            return dict(filing.paper)
        if ready is not None:
            return {**ready.payload, "contents": dict(ready.contents)}
        return dict(before.payload) if before else {}

    def _note(self, receipt: Receipt) -> None:
        number = receipt.number
        self.next_number = max(self.next_number, number + 1)
        self._alone.pop(number, None)
        self._forms.pop(number, None)
        if receipt.payload.get("sha256"):
            self.by_content[str(receipt.payload["sha256"])] = number
        if receipt.payload.get("marked_copy"):
            self._copies.add(str(receipt.payload["marked_copy"]))
        unit = self._going_on(receipt.unit)
        self._of_unit.get(self._unit_of.get(number, ""), set()).discard(number)
        self._of_unit.setdefault(unit, set()).add(number)
        self._unit_of[number] = unit

    def _going_on(self, unit: str | None) -> str:
        """The name under which the roster now has what a unit sent; empty while nobody knows whose it is."""
        return held_by(self.campaign, unit, self._day) if unit else ""

    def _sent_by(self, unit: str) -> dict[int, Filed]:
        """All that a unit has sent, each by itself."""
        found: dict[int, Filed] = {}
        for number in self._of_unit.get(unit, ()) if unit else ():
            if number not in self._alone:
                self._alone[number] = by_itself(self.receipts[number])
            if (alone := self._alone[number]) is not None:
                found[number] = alone
        return found

    def _placed_anew(
        self, number: int, mine: Filed | None, filed: ReadyToFile | None, *, again: bool
    ) -> tuple[Placement | None, Placement | None, dict[int, tuple[Placement, Placement]]]:
        """What the receipt was among its unit's and what it is now, and the others for which that makes a difference, before and after.

        Read ``again``, it makes one for what takes its place too.
        """
        was: Placement | None = None
        own: Placement | None = None
        others: dict[int, tuple[Placement, Placement]] = {}
        there = self._going_on(mine.unit) if mine else ""
        for unit in filter(None, dict.fromkeys((self._unit_of.get(number, ""), there))):
            sent = self._sent_by(unit)
            before = place(self.campaign, sent.values(), self._waivers, None, self._forms_of)
            sent.pop(number, None)
            answered = {other: before[other].questions for other in sent}
            if mine is not None and unit == there:
                sent[number] = mine
            after = place(self.campaign, sent.values(), self._waivers, answered, partial(self._forms_now, number, filed))
            was, own = before.get(number, was), after.get(number, own)
            others |= {
                other: (before[other], after[other])
                for other in sorted(answered)
                if before[other] != after[other] or (again and after[other].supersedes == number)
            }
        return was, own, others

    def _forms_of(self, number: int) -> tuple[FilledForm, ...]:
        """The forms of a receipt on file; remembered, for a unit's returns are held against each other whenever one of them comes."""
        if number not in self._forms:
            receipt = self.receipts[number]
            body = self._body_of(receipt.body_seq)
            self._forms[number] = forms_from_json(receipt.payload, body) if isinstance(body, dict) else ()
            while len(self._forms) > _REMEMBERED:
                self._forms.pop(next(iter(self._forms)))
        return self._forms[number]

    def _forms_now(self, number: int, filed: ReadyToFile | None, wanted: int) -> tuple[FilledForm, ...]:
        """The forms of a receipt, those of one that is being filed just now as it was read."""
        return forms_from_json(filed.payload, json.loads(filed.body)) if wanted == number and filed is not None else self._forms_of(wanted)

    def _placed_json(self, own: Placement | None, ready: ReadyToFile) -> Payload:
        """What the others of its unit make of a file."""
        if own is None:  # what answers no deliverable stands alone
            counts = ready.payload["unit"] is not None and ready.payload["status"] != Status.REFUSED.value
            return {"version": 1 if counts else None, "supersedes": None}
        placed: Payload = {
            "status": own.status.value,
            "faults": list(own.findings),
            "version": own.version,
            "supersedes": own.supersedes,
        }
        if own.same_as is not None:
            return placed | {"same_as": own.same_as}
        if own.supersedes is not None:
            placed |= {"changes": _changes(self._body_of(self.receipts[own.supersedes].body_seq), json.loads(ready.body))}
        return placed

    def _follow(self, other: int, pair: tuple[Placement, Placement], number: int, ready: ReadyToFile | None) -> NewFact | None:
        """What the filing makes of another receipt; None where that is nothing."""
        receipt, (was, now) = self.receipts[other], pair
        outcome = self._difference(receipt, was, now)
        if now.supersedes is not None:
            body = ready if now.supersedes == number else None
            if now.supersedes != was.supersedes or body is not None:
                before = self._rows_of(now.supersedes) if body is None else json.loads(body.body)
                found = _changes(before, self._rows_of(other))
                outcome |= {"changes": found} if found != receipt.payload.get("changes", []) else {}
        elif receipt.payload.get("changes"):
            outcome |= {"changes": []}
        if not outcome:
            return None
        clash = any(code == SAME_MOMENT.code for code, _ in now.questions - was.questions)
        return _resolution(receipt, CLASH if clash else FOLLOW, outcome, in_place=True, because=number)

    def _rows_of(self, number: int) -> Json:
        """The body of a receipt that is on file; None of a paper, which has no rows, and may be the one that is being filed just now."""
        receipt = self.receipts.get(number)
        return None if receipt is None or receipt.paper else self._body_of(receipt.body_seq)

    def _difference(self, receipt: Receipt, was: Placement, now: Placement) -> Payload:
        """The keys of a receipt's payload that are others now."""
        after: Payload = {
            "status": now.status.value,
            "same_as": now.same_as,
            "version": now.version,
            "supersedes": now.supersedes,
            "late_days": now.late_days,
            "faults": list(now.findings),
        }
        before = {**after, "status": was.status.value, "same_as": was.same_as, "version": was.version, "supersedes": was.supersedes}
        before |= {"late_days": was.late_days, "faults": list(was.findings)}
        outcome = {key: value for key, value in after.items() if value != before[key]}
        own = self._alone[receipt.number]
        shown = any(finding["code"] in BETWEEN_RETURNS for finding in now.findings)  # what the unit itself is to put right
        if "status" in outcome and own is not None and (own.status in _MARKED or shown) and not receipt.payload.get("marked_copy"):
            copy = self._copy_name(receipt.number, {**receipt.payload, **outcome})
            outcome |= {"marked_copy": copy} if copy else {}
        return outcome

    def _copy_name(self, number: int, said: Payload) -> str | None:
        """Where a marked copy goes that is to be written: the file's own name under ``returned/``, with the receipt number where another has it."""
        ours = any(fault["code"] == READER_FAILED.code for fault in said["faults"])  # a failure of our own reader: nothing to send back
        if Status(said["status"]) not in _MARKED or ours or not said.get("sha256"):
            return None
        name = safe_name(PurePosixPath(str(said["source"]).replace("!", "/")).stem) + ".xlsx"
        path = f"returned/{name}"
        return path if path not in self._copies else f"returned/{number:03d}-{name}"


def file_receipt(state: FilingState, writer: JournalWriter, filing: Filing, with_it: Iterable[NewFact] = ()) -> FilingDraft:
    """Writes down what the filing comes to, in one transaction with the facts that belong to it, and gives it. Raises JournalError.

    What others have filed since is heard first: on a server several clerks file at once.
    """
    draft = file_unless(state, writer, filing, lambda: False, with_it=with_it)
    assert draft is not None, "nothing keeps it from being filed"
    return draft


def file_unless(
    state: FilingState, writer: JournalWriter, filing: Filing, settled: Callable[[], bool], *, with_it: Iterable[NewFact] = ()
) -> FilingDraft | None:
    """`file_receipt`, unless what others have filed since settles it; None then, and nothing is written down."""
    beside = tuple(with_it)

    def drafted(news: tuple[Fact, ...]) -> tuple[FilingDraft | None, tuple[NewFact, ...]]:
        state.hear(news, of_others=True)
        if settled():
            return None, ()
        draft = state.draft(filing)
        return draft, (*beside, *draft.facts)

    draft, recorded = writer.in_turn(drafted)
    state.hear(recorded)
    return draft


def _by_itself(number: int, said: Payload, filing: Filing, before: Receipt | None) -> Filed | None:
    """What is filed, by itself; None where it stands to no other: refused, nobody's, an attachment."""
    if filing.submission is None and filing.paper is None:
        alone = by_itself(before) if before is not None else None
        return alone and replace(alone, decision=filing.decision, questioned=False)
    status = Status(said["status"])
    if said["unit"] is None or status not in PLACED or not said["deliverables"]:
        return None
    return Filed(
        number=number,
        received_at=_moment(said),
        unit=said["unit"],
        source=said["source"],
        contents=said["contents"] or dict.fromkeys(said["deliverables"], ""),
        periods=said.get("periods", {}),
        findings=tuple(said["faults"]),
        status=status,
        paper=filing.paper is not None or (before is not None and bool(before.paper) and not said["forms"]),
    )


def _moment(payload: Mapping[str, Any]) -> datetime:
    return datetime.fromisoformat(str(payload["received_at"]))


def _body(ready: ReadyToFile | None) -> Canonical | None:
    return None if ready is None else Canonical(ready.body)


def _changes(before: Json, after: Json) -> list[Payload]:
    """The differences between two bodies as the payload keeps them (D04); none to a receipt without rows."""
    difference = changes(before, after) if isinstance(before, dict) and isinstance(after, dict) else ()
    return [{"form": c.form, "cell": c.cell, "column": c.column, "before": c.before, "after": c.after} for c in difference]


def _cleared(before: Mapping[str, Any], said: Payload) -> Payload:
    """What an earlier outcome said and this one does not."""
    blank: Payload = {"same_as": None, "changes": []}
    return {key: value for key, value in blank.items() if before.get(key) and key not in said}


def _resolution(
    receipt: Receipt,
    action: str,
    outcome: Payload,
    *,
    reason: str = "",
    body: Canonical | None = None,
    in_place: bool = False,
    because: int | None = None,
) -> NewFact:
    """A decision about a receipt as the journal keeps it. It happened when the receipt came: it says what that was from the start."""
    payload: Payload = {"receipt": receipt.number, "action": action, "reason": reason, "outcome": outcome}
    payload |= {"has_body": True} if body is not None else {}
    payload |= {"in_place": True} if in_place else {}
    payload |= {"because": because} if because is not None else {}
    return NewFact(kind=FactKind.RESOLUTION, happened_at=receipt.received_at, payload=payload, body=body)
