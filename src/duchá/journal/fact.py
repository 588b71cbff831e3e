"""What can be written down: one dated fact in the journal."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum

Json = None | bool | int | str | list["Json"] | dict[str, "Json"]


class Canonical(str):
    """JSON that is a text already, in the journal's one way of writing it (keys sorted, no blanks, Chinese as it is)."""

    __slots__ = ()


class FactKind(Enum):
    """Kinds of facts (记录); the value is what the journal stores."""

    CONTEXT = "context"  # roster, rulebooks, calendar and campaign.toml in force, by content
    SUBMISSION = "submission"  # a file that came in, with its verdict
    RESOLUTION = "resolution"  # a person's answer to a held submission, or its withdrawal
    ANSWER = "answer"  # an answer remembered for the campaign (column name, unit name)
    WAIVER = "waiver"  # 豁免
    RECEIPT = "receipt"  # a receipt on paper, from 收件登记
    ROW = "row"  # a row of an office register
    REMINDER = "reminder"  # a reminder made
    CLOSE = "close"  # a period closed
    NOTE = "note"  # anything else worth keeping: a clock that ran backwards, an import, a restore


EARLIER_TEXTS = "earlier-texts"  # note of what units wrote in an earlier campaign, taken over with --from
PURGED = "purged"  # tombstone of an original that had to be removed; its chain stays
CONTAINER = "container"  # note of a zip or mail whose members are all on file


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """记录: appended, never changed. ``payload`` holds JSON values only (amounts and dates as strings, no floats).

    ``happened_at`` is when it happened, ``recorded_at`` when it was written down; both with zone.
    ``body`` is the long part (rows of a submission) as JSON, read only when asked for; its SHA-256 is in the chain.
    ``seq`` starts at 1; ``hash`` chains over everything before.

    ``sha256`` at the top of a payload is the content of an archived original; in a context every SHA-256 is one.
    Verifying looks for each of them in the archive, and a submission's is how the same file is known again.
    """

    seq: int
    kind: FactKind
    happened_at: datetime
    recorded_at: datetime
    by: str
    payload: Mapping[str, Json]
    body_sha256: str = ""
    previous: str = ""
    hash: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewFact:
    """A fact about to be appended; a long body may be ``Canonical`` already."""

    kind: FactKind
    happened_at: datetime
    payload: Mapping[str, Json] = field(default_factory=dict)
    body: Json | Canonical = None


@dataclass(frozen=True, slots=True, kw_only=True)
class JournalView:
    """Which facts a look at the journal takes in: those up to an entry (``until``; None: all), and without some of them."""

    until: int | None = None
    without: frozenset[int] = frozenset()

    def shows(self, seq: int) -> bool:
        """True for an entry that is looked at."""
        return (self.until is None or seq <= self.until) and seq not in self.without


EVERYTHING = JournalView()
