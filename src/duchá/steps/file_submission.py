"""Putting one submission on file: receipt number, version, what it replaces, one transaction in the journal."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import PurePosixPath
from typing import Any

from duchá.campaign.model import Campaign
from duchá.journal.fact import CONTAINER, Canonical, FactKind, NewFact
from duchá.journal.read_journal import read_body
from duchá.journal.replay import Receipt
from duchá.journal.shelf import Placed, Shelf, shelf_of
from duchá.journal.write_journal import JournalWriter
from duchá.steps.open_campaign import OpenCampaign
from duchá.submissions import faults as kinds, wording
from duchá.submissions.as_json import body_json, body_text, payload_json
from duchá.submissions.checks.faults import LATE
from duchá.submissions.compare import changes, digest_form
from duchá.submissions.judge import judge
from duchá.submissions.model import Submission
from duchá.submissions.status import Status
from duchá.terms.due import late_days
from duchá.terms.fault import Fault, fault_json
from duchá.terms.file_name import safe_name
from duchá.terms.place import Place
from duchá.workbooks.faults import READER_FAILED

Payload = dict[str, Any]
_MARKED = (Status.SENT_BACK, Status.HELD)


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


class Desk:
    """The receipts so far and the next number, kept while a run goes on."""

    def __init__(self, *, opened: OpenCampaign, writer: JournalWriter, receipts: tuple[Receipt, ...]) -> None:
        self.opened = opened
        self.writer = writer
        self.shelf: Shelf = shelf_of(receipts)
        self.payloads: dict[int, Payload] = {receipt.number: dict(receipt.payload) for receipt in receipts}
        self.copies: set[str] = {str(receipt.payload.get("marked_copy")) for receipt in receipts if receipt.payload.get("marked_copy")}
        self.by_content = {str(receipt.payload["sha256"]): receipt.number for receipt in receipts if receipt.payload.get("sha256")}
        self.next_number = max(self.payloads, default=0) + 1

    def keep(self, number: int, payload: Payload, seq: int) -> None:
        """Remembers what was recorded, without its rows."""
        self.payloads[number] = {
            key: payload.get(key) for key in ("unit", "version", "received_at", "deliverables", "status", "faults", "source")
        }
        self.by_content[str(payload["sha256"])] = number
        self.next_number = number + 1

    def as_it_stands(self, payload: Payload) -> Payload:
        """The answer for a file of this run, held since by a later one of the same moment."""
        now = self.payloads.get(payload["receipt"] or 0, {})
        held = now.get("status") == Status.HELD.value and payload["status"] == Status.ACCEPTED.value
        return {**payload, "status": now["status"], "faults": now["faults"]} if held else payload

    def note_container(self, source: str, sha256: str) -> None:
        """Notes a container whose members are all on file: known from now on."""
        self.writer.append(
            NewFact(kind=FactKind.NOTE, happened_at=self.opened.now, payload={"note": CONTAINER, "source": source, "sha256": sha256})
        )

    def unrecorded(self, source: str, sha256: str | None, status: Status, faults: Iterable[Fault] = ()) -> Payload:
        """The answer for a file that leaves no trace in the journal: ignored, already in, or classified."""
        known = self.by_content.get(sha256 or "")
        earlier = self.payloads.get(known or 0, {})
        return {
            "receipt": known,
            "source": source,
            "sha256": sha256,
            "unit": earlier.get("unit"),
            "status": status.value,
            "version": earlier.get("version"),
            "supersedes": None,
            "received_at": earlier.get("received_at"),
            "late_days": 0,
            "deliverables": list(earlier.get("deliverables", [])),
            "forms": {},
            "faults": [fault_json(fault) for fault in faults],
            "marked_copy": None,
        }


def file_submission(desk: Desk, submission: Submission, origin: Origin) -> Payload:
    """Records the submission and gives its payload (D03–D06): the same again is a duplicate, two at one moment are both held."""
    number, unit = desk.next_number, submission.unit
    contents = contents_of(desk.opened.campaign, submission)
    body = Canonical(body_text(submission))
    counts = unit is not None and submission.status is not Status.REFUSED
    same = desk.shelf.same_as(unit, contents) if unit and counts else None
    if same is not None:
        earlier = desk.payloads[same]
        payload = payload_json(submission) | {
            "status": Status.DUPLICATE.value,
            "same_as": same,
            "version": earlier.get("version"),
            "supersedes": None,
        }
        facts: tuple[NewFact, ...] = ()
    elif unit is not None and counts:
        submission, facts = beside_earlier(desk, _not_late_again(desk, submission, unit), unit, contents)
        payload = payload_json(submission) | versions_against(desk.opened, desk.shelf, unit, contents, submission)
    else:
        payload, facts = payload_json(submission) | {"version": None, "supersedes": None}, ()
    ours = any(fault.kind is READER_FAILED for fault in submission.faults)  # nothing to send back
    copy = _copy_name(desk, submission, number) if same is None and submission.status in _MARKED and not ours else None
    payload |= {"receipt": number, "contents": contents, "marked_copy": copy} | origin.as_json()
    recorded = desk.writer.append(
        *facts, NewFact(kind=FactKind.SUBMISSION, happened_at=submission.received_at, payload=payload, body=body)
    )[-1]
    desk.keep(number, payload, recorded.seq)
    if unit is not None and counts and same is None:
        placed = Placed(receipt=number, received_at=submission.received_at, content="", version=payload["version"], body_seq=recorded.seq)
        desk.shelf.put(unit, contents, placed)
    return payload


def contents_of(campaign: Campaign, submission: Submission) -> dict[str, str]:
    """Deliverable → digest of what was sent for it: of the rows where it is a form, of the file where it is a document."""
    form_of = {owed.key: owed.deliverable.form for owed in campaign.owed}
    forms = {form.form: form for form in submission.forms}
    return {key: digest_form(forms[form_of[key]]) if form_of[key] in forms else submission.sha256 or "" for key in submission.deliverables}


def _not_late_again(desk: Desk, submission: Submission, unit: str) -> Submission:
    """What corrects a file that came in time is not late: lateness is that of the first that was not merely held (DT-16, D04)."""
    if not submission.late_days:
        return submission
    campaign = desk.opened.campaign
    for owed in campaign.owed:
        due, cutoff = owed.deadline.due, owed.deadline.cutoff
        if owed.key not in submission.deliverables or late_days(due, cutoff, campaign.local(submission.received_at)) <= 0:
            continue
        earlier = (at for at in desk.shelf.placed.get((unit, owed.key), ()) if desk.payloads[at.receipt]["status"] != Status.HELD.value)
        if not any(late_days(due, cutoff, campaign.local(at.received_at)) <= 0 for at in earlier):
            return submission
    return replace(submission, late_days=0, faults=tuple(fault for fault in submission.faults if fault.kind is not LATE))


def beside_earlier(desk: Desk, submission: Submission, unit: str, contents: Mapping[str, str]) -> tuple[Submission, tuple[NewFact, ...]]:
    """The submission with the questions that earlier ones raise, and the facts that hold those of the same moment as well."""
    clashes = desk.shelf.same_moment(unit, contents, submission.received_at)
    others = wording.LIST_COMMA.join(str(number) for number in clashes)
    found: list[Fault] = []
    if clashes:
        found.append(kinds.SAME_MOMENT.at(Place(file=submission.source), unit=unit, others=others))
    elif (word := next((word for word in wording.SUPPLEMENT_WORDS if word in submission.source), None)) and (
        latest := desk.shelf.latest(unit, contents)
    ):
        found.append(kinds.SUPPLEMENT.at(Place(file=submission.source), earlier=latest[-1].receipt, words=word))
    if not found:
        return submission, ()
    faults = (*submission.faults, *found)
    return replace(submission, faults=faults, status=judge(faults, usable=True)), tuple(_hold(desk, number, unit) for number in clashes)


def _hold(desk: Desk, number: int, unit: str) -> NewFact:
    """An earlier receipt of the same moment is held as well: nobody can tell which of them counts."""
    payload = desk.payloads[number]
    question = fault_json(kinds.SAME_MOMENT.at(Place(file=str(payload.get("source", ""))), unit=unit, others=str(desk.next_number)))
    faults = [fault for fault in payload["faults"] if fault["code"] != question["code"]]
    held = Status.HELD.value if payload["status"] == Status.ACCEPTED.value else payload["status"]
    outcome = {"status": held, "faults": [*faults, question]}
    desk.payloads[number] = {**payload, **outcome}
    return NewFact(
        kind=FactKind.RESOLUTION,
        happened_at=datetime.fromisoformat(str(payload["received_at"])),
        payload={"receipt": number, "action": "clash", "reason": "", "outcome": outcome},
    )


def versions_against(opened: OpenCampaign, shelf: Shelf, unit: str, contents: Mapping[str, str], submission: Submission) -> Payload:
    """Version, what it supersedes, and the difference to it (D04)."""
    latest = shelf.latest(unit, contents)
    if not latest:
        return {"version": 1, "supersedes": None}
    newest = max(latest, key=lambda placed: placed.receipt)
    before = read_body(opened.journal, newest.body_seq)
    difference = changes(before, body_json(submission)) if isinstance(before, dict) else ()
    return {
        "version": shelf.version(unit, contents),
        "supersedes": newest.receipt,
        "changes": [{"form": c.form, "cell": c.cell, "column": c.column, "before": c.before, "after": c.after} for c in difference],
    }


def _copy_name(desk: Desk, submission: Submission, number: int) -> str:
    """Where the marked copy goes: the file's own name under ``returned/``, with the receipt number where another file has it."""
    name = safe_name(PurePosixPath(submission.source.replace("!", "/")).stem) + ".xlsx"
    path = f"returned/{name}"
    if path in desk.copies:
        path = f"returned/{number:03d}-{name}"
    desk.copies.add(path)
    return path
