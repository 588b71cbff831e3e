"""Which reminders went out by mail, by what the journal says: begun before each message is sent, and what came of it after."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import Enum
from typing import Any

from duchá.journal.fact import Fact, FactKind, Json, NewFact
from duchá.ledger.ladder import Reminded
from duchá.ledger.overdue import Item

BEGUN, ENDED = "mail-begun", "mail-ended"


class Sending(Enum):
    """What came of a message: 已发出 / 没有发出 / 不知道 (begun, and nothing was written down after it)."""

    SENT = "sent"
    FAILED = "failed"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mailing:
    """One message to one unit about some reminders; ``on`` is the day of its letter, ``at`` when it was begun."""

    id: str
    unit: str
    to: tuple[str, ...]
    reminders: tuple[str, ...]
    on: date
    at: datetime
    file: str
    state: Sending = Sending.UNKNOWN
    why: str = ""


def mailings_of(facts: Iterable[Fact]) -> tuple[Mailing, ...]:
    """Every message that was ever begun, in order, each with what came of it."""
    found: dict[str, Mailing] = {}
    for fact in facts:
        payload: Mapping[str, Any] = fact.payload
        if fact.kind is FactKind.NOTE and payload.get("note") == BEGUN:
            found[payload["message"]] = Mailing(
                id=payload["message"],
                unit=payload["unit"],
                to=tuple(payload["to"]),
                reminders=tuple(payload["reminders"]),
                on=date.fromisoformat(payload["on"]),
                at=fact.recorded_at,
                file=payload["file"],
            )
        elif fact.kind is FactKind.NOTE and payload.get("note") == ENDED:
            found[payload["message"]] = replace(found[payload["message"]], state=Sending(payload["state"]), why=payload["why"])
    return tuple(found.values())


def begun_fact(mailing: Mailing, happened_at: datetime) -> NewFact:
    """That a message is about to be sent: written down before, so that a crash in between is seen."""
    payload: dict[str, Json] = {
        "note": BEGUN,
        "message": mailing.id,
        "unit": mailing.unit,
        "to": list(mailing.to),
        "reminders": list(mailing.reminders),
        "on": mailing.on.isoformat(),
        "file": mailing.file,
    }
    return NewFact(kind=FactKind.NOTE, happened_at=happened_at, payload=payload)


def ended_fact(mailing: Mailing, happened_at: datetime) -> NewFact:
    """What came of a message."""
    payload: dict[str, Json] = {"note": ENDED, "message": mailing.id, "state": mailing.state.value, "why": mailing.why}
    return NewFact(kind=FactKind.NOTE, happened_at=happened_at, payload=payload)


def reminder_of(item: Item, had: Mapping[str, Reminded]) -> str:
    """The reminder that a lateness had last; empty where it had none."""
    rungs = had.get(item.key, Reminded()).rungs
    return f"{item.key}#{rungs[-1][0]}" if rungs else ""


def spoken_for(mailings: Iterable[Mailing]) -> frozenset[str]:
    """The reminders that are not to be sent (again): they went out, or may have."""
    return frozenset(id for mailing in mailings if mailing.state in (Sending.SENT, Sending.UNKNOWN) for id in mailing.reminders)


def waiting_of(mailings: Sequence[Mailing], before: date) -> frozenset[str]:
    """The reminders of earlier days whose message did not go out then."""
    return frozenset(id for one in mailings if one.state is Sending.FAILED and one.on < before for id in one.reminders)
