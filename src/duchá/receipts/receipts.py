"""Facts → receipts: every file and paper that came in, with all later decisions about it applied. A pure fold, nothing is stored."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import Enum
from typing import Any

from duchá.journal.fact import Fact, FactKind
from duchá.submissions.status import Status

RECEIPT_FACTS = (FactKind.SUBMISSION, FactKind.RECEIPT, FactKind.RESOLUTION)
CLASH, FOLLOW = "clash", "follow"  # what becomes of a receipt on another's account: asked about; a version, a lateness, a duplicate
DECISIONS = ("accept", "send-back", "replace", "append")  # a person's word on what the file is worth


class LaterFile(Enum):
    """How a later file stands to the earlier one: 替换 / 追加."""

    REPLACE = "replace"
    APPEND = "append"


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """收件: one recorded file with all later decisions about it applied.

    ``decided`` is the seq of the last fact that judged it; ``rank`` orders those of one moment, the one that a person chose last; ``body_seq``
    is the fact whose body holds its rows; ``since`` when the fact was recorded that gave it its status. ``payload`` is the submission payload in force.
    ``decision`` is the status that a person gave it, None where what is in the file decides. ``paper`` receipts come from 收件登记.
    """

    number: int
    seq: int
    decided: int
    rank: tuple[int, int]
    body_seq: int
    received_at: datetime
    recorded_at: datetime
    since: datetime
    status: Status
    unit: str | None
    deliverables: tuple[str, ...]
    payload: Mapping[str, Any]
    counting: LaterFile = LaterFile.REPLACE
    decision: Status | None = None
    withdrawn: str = ""
    paper: str = ""

    @property
    def untyped(self) -> bool:
        """True for what was only registered, on paper: what stands in it nobody has typed yet."""
        return bool(self.paper) and not self.payload.get("forms")

    @property
    def source(self) -> str:
        """The file as shown to people."""
        return str(self.payload.get("source", ""))


def receipts_of(facts: Iterable[Fact]) -> tuple[Receipt, ...]:
    """Every receipt of the journal in order of number, with resolutions applied (withdrawn ones kept and marked)."""
    receipts: dict[int, Receipt] = {}
    for fact in facts:
        take(receipts, fact)
    return tuple(receipts[number] for number in sorted(receipts))


def take(receipts: dict[int, Receipt], fact: Fact) -> None:
    """Applies one more fact to the receipts so far, by number; a fact about something else changes nothing."""
    if fact.kind in (FactKind.SUBMISSION, FactKind.RECEIPT):
        receipt = _receipt(fact)
        receipts[receipt.number] = receipt
    elif fact.kind is FactKind.RESOLUTION:
        number = int(fact.payload["receipt"])  # type: ignore[arg-type]  # written as a number
        receipts[number] = _resolved(receipts[number], fact)


def _receipt(fact: Fact) -> Receipt:
    payload: Mapping[str, Any] = fact.payload
    return Receipt(
        number=int(payload["receipt"]),
        seq=fact.seq,
        decided=fact.seq,
        rank=(0, fact.seq),
        body_seq=fact.seq,
        received_at=fact.happened_at,
        recorded_at=fact.recorded_at,
        since=fact.recorded_at,
        status=Status(payload["status"]),
        unit=payload["unit"],
        deliverables=tuple(payload["deliverables"]),
        payload=payload,
        paper=str(payload.get("via", "")) if fact.kind is FactKind.RECEIPT else "",
    )


def _resolved(receipt: Receipt, fact: Fact) -> Receipt:
    """The receipt after one resolution. Written ``in_place``, it keeps its place among those of its moment; before there was such a mark, each moved it."""
    payload: Mapping[str, Any] = fact.payload
    action, in_place = str(payload["action"]), bool(payload.get("in_place"))
    if action == "withdraw":
        return replace(receipt, withdrawn=str(payload["reason"]) or "-", decided=fact.seq)
    outcome = {**receipt.payload, **payload.get("outcome", {})}
    status = Status(outcome["status"])
    return replace(
        receipt,
        decided=receipt.decided if in_place and action in (CLASH, FOLLOW) else fact.seq,
        rank=_rank(receipt, action, status, fact) if in_place else (0, fact.seq),
        body_seq=fact.seq if payload.get("has_body") else receipt.body_seq,
        since=receipt.since if status is receipt.status else fact.recorded_at,
        status=status,
        unit=outcome["unit"],
        deliverables=tuple(outcome["deliverables"]),
        payload=outcome,
        counting=LaterFile(action) if action in (LaterFile.APPEND.value, LaterFile.REPLACE.value) else receipt.counting,
        decision=_decision(receipt, action, status),
    )


def _rank(receipt: Receipt, action: str, status: Status, fact: Fact) -> tuple[int, int]:
    """Its place among those of its moment: as it came, but what a person accepted behind the others; of several the one accepted last."""
    chosen, came = receipt.rank
    if action in (CLASH, FOLLOW):
        return chosen, came
    return (fact.seq if action in DECISIONS and status is Status.ACCEPTED else 0), came


def _decision(receipt: Receipt, action: str, status: Status) -> Status | None:
    """A person's word stands until the file is read again; while it is held all the same, a question has come up that it did not answer."""
    if action in DECISIONS:
        return status
    return receipt.decision if action in (CLASH, FOLLOW) else None
