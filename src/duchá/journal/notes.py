"""What each kind of note says: one record a kind, as those of `records.py`. Apart from them, for few commands read any."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import ClassVar

from duchá.journal.fact import CONTAINER, EARLIER_TEXTS, PURGED, Fact
from duchá.journal.records import KEY, KINDS, FactRecord


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class ClockNote(FactRecord):
    """The clock reads earlier than it did at the last fact."""

    NOTE: ClassVar[str] = "clock-backwards"

    now: str
    last: str


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class UpgradedNote(FactRecord):
    """The journal's file was brought from one version of its tables to the next."""

    NOTE: ClassVar[str] = "schema-upgraded"

    before: int = field(metadata={KEY: "from"})
    to: int


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class RestoredNote(FactRecord):
    """The journal was restored from an export of so many facts, of which ``head`` is the hash."""

    NOTE: ClassVar[str] = "restored"

    facts: int
    head: str


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class PurgedNote(FactRecord):
    """Tombstone of an original (`chain.purged_by` reads it)."""

    NOTE: ClassVar[str] = PURGED

    receipt: int
    approver: str
    reason: str
    contents: tuple[str, ...]
    bodies: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class CollectBegunNote(FactRecord):
    """A run of collect began with so many files; ``given``: the time at which they came was said."""

    NOTE: ClassVar[str] = "collect-begun"

    files: int
    given: bool = False


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class CollectEndedNote(FactRecord):
    """A run ended, and with it all that were begun but those that are still ``open``."""

    NOTE: ClassVar[str] = "collect-ended"

    open: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class RejudgedNote(FactRecord):
    """So many receipts were judged again."""

    NOTE: ClassVar[str] = "rejudged"

    receipts: int


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class ContainerNote(FactRecord):
    """A zip or mail whose members are all on file."""

    NOTE: ClassVar[str] = CONTAINER

    source: str
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class RegisterReadNote(FactRecord):
    """A register file was read, and in which version; ``moved`` rows stand elsewhere, as its body says."""

    NOTE: ClassVar[str] = "register-read"

    source: str
    sha256: str
    rows: int
    facts: int
    moved: int = 0


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class RegistersRecordedNote(FactRecord):
    """A run over all registers found what its body says."""

    NOTE: ClassVar[str] = "registers-recorded"

    files: int
    rows: int


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class RegisterCopyNote(FactRecord):
    """How an earlier version of the program kept which marked copy it had written."""

    NOTE: ClassVar[str] = "register-copy"

    file: str
    digest: str


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class EarlierTextsNote(FactRecord):
    """What units wrote in an earlier campaign was taken over; its body has the texts."""

    NOTE: ClassVar[str] = EARLIER_TEXTS

    taken_from: str = field(metadata={KEY: "from"})
    texts: int


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class FrozenNote(FactRecord):
    """A list to be drawn from as it stood on a day; its body has the names."""

    NOTE: ClassVar[str] = "list-frozen"

    of_list: str = field(metadata={KEY: "list"})
    title: str
    list_hash: str
    count: int
    day: date


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class DrawnNote(FactRecord):
    """What was drawn from a list, and with which seed."""

    NOTE: ClassVar[str] = "drawn"

    of_list: str = field(metadata={KEY: "list"})
    title: str
    list_hash: str
    seed: str
    round: int
    drawn: tuple[str, ...]
    day: date
    task: str | None = None
    seed_day: date | None = None
    confirmed_by: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class MailBegunNote(FactRecord):
    """A message is about to be sent."""

    NOTE: ClassVar[str] = "mail-begun"

    message: str
    unit: str
    to: tuple[str, ...]
    reminders: tuple[str, ...]
    on: date
    file: str


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class MailEndedNote(FactRecord):
    """What came of a message."""

    NOTE: ClassVar[str] = "mail-ended"

    message: str
    state: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class IssuedNote(FactRecord):
    """An official document got its number; ``text`` is the number as it is printed."""

    NOTE: ClassVar[str] = "document-issued"

    kind: str
    name: str
    to: str
    code: str
    year: int
    number: int
    text: str


NOTES: tuple[type[FactRecord], ...] = (
    ClockNote,
    UpgradedNote,
    RestoredNote,
    PurgedNote,
    CollectBegunNote,
    CollectEndedNote,
    RejudgedNote,
    ContainerNote,
    RegisterReadNote,
    RegistersRecordedNote,
    RegisterCopyNote,
    EarlierTextsNote,
    FrozenNote,
    DrawnNote,
    MailBegunNote,
    MailEndedNote,
    IssuedNote,
)


def record_of(fact: Fact) -> FactRecord | None:
    """What any fact says; None for a note of a kind that this version does not know."""
    return next((said for what in (*KINDS, *NOTES) if (said := what.of(fact)) is not None), None)
