"""What is known about a file before it is read: the campaign, when and how it came, remembered answers."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from duchá.campaign.model import Campaign
from duchá.submissions.waivers import Waiver


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """What a person answered before, remembered for the campaign (B06, C36): never guessed by the tool.

    ``columns`` maps ``form id␟written title`` → column id (or ``-`` for “not a known column”); ``units`` a written name → canonical unit.
    ``waivers`` are the faults that somebody has answered for.
    ``campaign_names`` are names that this campaign has had: blanks sent out before it was renamed carry them.
    """

    columns: Mapping[str, str] = field(default_factory=dict)
    units: Mapping[str, str] = field(default_factory=dict)
    campaign_names: frozenset[str] = frozenset()
    waivers: tuple[Waiver, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """How a file came: shown path, folder names above it within the intake, receipt time, sender of a message; a unit, period or deliverable given by hand.

    ``companions`` are names of other files of the same unit folder or container (DT-36: attachments that 见附件 may point to).
    """

    source: str
    received_at: datetime
    folders: tuple[str, ...] = ()
    sender: str = ""
    given_unit: str | None = None
    given_period: str = ""
    given_deliverable: str = ""
    companions: tuple[str, ...] = ()

    @property
    def file_name(self) -> str:
        """The file's own name, without folders and containers."""
        return re.split(r"[!/\\]", self.source)[-1]


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """Everything that reading a submission may depend on.

    ``outside``: there is no campaign, only a rulebook as it is shipped, and these are the forms of all that are at hand. Then what only
    a campaign knows (its name, its roster, its days) is not asked.
    """

    campaign: Campaign
    arrival: Arrival
    answers: Answers = Answers()
    outside: frozenset[str] = frozenset()

    @property
    def waivers(self) -> tuple[Waiver, ...]:
        """Every waiver given so far (豁免)."""
        return self.answers.waivers
