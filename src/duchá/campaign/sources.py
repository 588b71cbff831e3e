"""Everything a campaign is made of, as plain JSON values: what is archived with every run and read back for ``--known-at``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

RosterRow = Mapping[str, str]
CalendarRow = Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sources:
    """The texts behind a campaign: campaign.toml, the rulebooks' files, the rows of the roster and of the calendar.

    ``roster`` and ``calendar`` rows map column title → text; each has ``#`` = its row number in the sheet.
    """

    settings: str
    rulebooks: Mapping[str, Mapping[str, str]]
    roster: Sequence[RosterRow]
    calendar: Sequence[CalendarRow]

    def as_json(self) -> dict[str, Any]:
        """The sources as JSON values."""
        return {
            "settings": self.settings,
            "rulebooks": {id: dict(files) for id, files in self.rulebooks.items()},
            "roster": [dict(row) for row in self.roster],
            "calendar": [dict(row) for row in self.calendar],
        }


def sources_from_json(value: Mapping[str, Any]) -> Sources:
    """The sources that `as_json` wrote."""
    return Sources(settings=value["settings"], rulebooks=value["rulebooks"], roster=value["roster"], calendar=value["calendar"])
