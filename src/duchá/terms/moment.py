"""When a command runs and what it looks at: filled once on the command line, below it nobody reads the clock."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """``now`` with zone; ``as_of`` makes a day today (None = the day of now); ``known_at`` hides what was recorded later (None = nothing).

    ``yearless``: ``as_of`` was written without its year, which is then the campaign's own. ``by`` is who runs it, for the journal.
    """

    now: datetime
    as_of: date | None = None
    known_at: datetime | None = None
    by: str = ""
    yearless: bool = False
