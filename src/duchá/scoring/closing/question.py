"""What is asked of the scores: which period, under which rulebook and readings, as of which day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from duchá.rulebook.model import Rulebook
from duchá.scoring.closing.model import Closed
from duchá.terms.calendar import WorkCalendar
from duchá.terms.period import Period
from duchá.terms.unit import Roster


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreQuestion:
    """What is asked: a period under a rulebook and readings, as of a day. ``groups`` maps the rulebook's group names to the roster's.

    ``closed`` are the closed periods; ``trial`` (试算) takes lower bounds where an amount is missing; ``in_force`` are the campaign's own
    readings where others are tried (None: none are), since what was written down of past years does not follow a trial.
    """

    rulebook: Rulebook
    readings: Mapping[str, str]
    roster: Roster
    calendar: WorkCalendar
    period: Period
    as_of: date
    trial: bool = False
    groups: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    closed: tuple[Closed, ...] = ()
    in_force: Mapping[str, str] | None = None


def chosen_readings(question: ScoreQuestion) -> dict[str, str]:
    """Every reading with its chosen option, defaults included."""
    defaults = {reading.id: reading.default for reading in question.rulebook.readings}
    return defaults | {id: option for id, option in question.readings.items() if id in defaults}


def group_names(rulebook: Rulebook, question: ScoreQuestion) -> Mapping[str, tuple[str, ...]]:
    """Group id of the rulebook → names that the roster uses for it."""
    return {group.id: (group.name, *question.groups.get(group.name, ())) for group in rulebook.groups}
