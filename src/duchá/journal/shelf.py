"""Versions: how a new submission stands to what its unit sent before (D03–D06). Pure; the shelf is built from receipts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from duchá.journal.replay import Receipt
from duchá.submissions.status import Status

_ON_SHELF = (Status.ACCEPTED, Status.SENT_BACK, Status.HELD)


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """One earlier submission for a unit and deliverable; ``content`` is the digest of its rows."""

    receipt: int
    received_at: datetime
    content: str
    version: int
    body_seq: int = 0


@dataclass(slots=True, kw_only=True)  # house: grows while a run goes on
class Shelf:
    """All that counts so far, by unit and deliverable, oldest first."""

    placed: dict[tuple[str, str], list[Placed]] = field(default_factory=dict)

    def latest(self, unit: str, deliverables: Iterable[str]) -> tuple[Placed, ...]:
        """The newest placed submission of each deliverable that has one."""
        return tuple(max(self.placed[unit, key], key=_order) for key in deliverables if self.placed.get((unit, key)))

    def same_as(self, unit: str, contents: Mapping[str, str]) -> int | None:
        """The receipt that holds exactly these contents as the newest of each deliverable (D03); None when there is none."""
        latest = [max(self.placed[unit, key], key=_order) if self.placed.get((unit, key)) else None for key in contents]
        if not latest or any(at is None or at.content != content for at, content in zip(latest, contents.values(), strict=True)):
            return None
        return max(at.receipt for at in latest if at is not None)

    def same_moment(self, unit: str, contents: Mapping[str, str], received_at: datetime) -> tuple[int, ...]:
        """Receipts that came at the very same moment for the same deliverable with other contents (D05): nobody can tell which is newer."""
        clashes = {
            at.receipt
            for key, content in contents.items()
            for at in self.placed.get((unit, key), ())
            if at.received_at == received_at and at.content != content
        }
        return tuple(sorted(clashes))

    def version(self, unit: str, deliverables: Iterable[str]) -> int:
        """The version number that a new submission gets: one more than the highest of its deliverables."""
        return 1 + max((at.version for key in deliverables for at in self.placed.get((unit, key), ())), default=0)

    def put(self, unit: str, contents: Mapping[str, str], placed: Placed) -> None:
        """Notes a submission for its deliverables."""
        for key, content in contents.items():
            self.placed.setdefault((unit, key), []).append(
                Placed(
                    receipt=placed.receipt,
                    received_at=placed.received_at,
                    content=content,
                    version=placed.version,
                    body_seq=placed.body_seq,
                )
            )


def _order(placed: Placed) -> tuple[datetime, int]:
    return (placed.received_at, placed.receipt)


def shelf_of(receipts: Iterable[Receipt]) -> Shelf:
    """The shelf as the journal has it: withdrawn, refused and duplicate receipts are not on it."""
    shelf = Shelf()
    for receipt in receipts:
        if receipt.unit is None or receipt.withdrawn or receipt.status not in _ON_SHELF:
            continue
        contents = receipt.payload.get("contents") or dict.fromkeys(receipt.deliverables, "")
        placed = Placed(
            receipt=receipt.number,
            received_at=receipt.received_at,
            content="",
            version=int(receipt.payload.get("version") or 1),
            body_seq=receipt.body_seq,
        )
        shelf.put(receipt.unit, contents, placed)
    return shelf
