"""What another reading would change: each alternative of each ambiguous clause, laid beside the reading in force (X-04)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from duchá.rulebook.model import Reading, ReadingOption
from duchá.scoring.happened.model import Happened
from duchá.scoring.model import Scores
from duchá.scoring.question import Question
from duchá.scoring.score import score


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitChange:
    """One unit under another reading: its total and rank before and after."""

    unit: str
    before: Decimal
    after: Decimal
    rank_before: int
    rank_after: int
    group_before: str = ""
    group_after: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Alternative:
    """换读法的影响: an option that is not in force, and what it would change; nothing listed means nothing changes."""

    reading: Reading
    option: ReadingOption
    units: tuple[UnitChange, ...]
    proposals_gained: tuple[tuple[str, str], ...]
    proposals_lost: tuple[tuple[str, str], ...]

    @property
    def changes(self) -> bool:
        """True when a total, a rank or a proposal would change."""
        return bool(self.units or self.proposals_gained or self.proposals_lost)


Regather = Callable[[str, str], Happened]


def alternatives(happened: Happened, question: Question, regather: Regather) -> tuple[Alternative, ...]:
    """Every other option of every reading, with what it alone would change.

    ``regather`` gives the facts anew under a reading that moves deadlines (自然日、顺延…) instead of points.
    Reckoned as if nothing were closed: a closed period would hide what a reading is worth.
    """
    free = replace(question, closed=())
    before = score(happened, free)
    return tuple(_alternatives(happened, free, before, regather))


def _alternatives(happened: Happened, question: Question, before: Scores, regather: Regather) -> Iterator[Alternative]:
    for reading in question.rulebook.readings:
        about_points = any(option.sets for option in reading.options)
        for option in reading.options:
            if option.id != before.readings[reading.id]:
                other = replace(question, readings={**before.readings, reading.id: option.id})
                facts = happened if about_points else regather(reading.id, option.id)
                yield _compared(reading, option, before, score(facts, other))


def _compared(reading: Reading, option: ReadingOption, before: Scores, after: Scores) -> Alternative:
    was = {standing.name: (standing, group.group) for group in before.groups for standing in group.standings}
    units = []
    for group in after.groups:
        for standing in group.standings:
            old, old_group = was[standing.name]
            moved = (old.score.total, old.rank, old_group) != (standing.score.total, standing.rank, group.group)
            if moved:
                units.append(
                    UnitChange(
                        unit=standing.name,
                        before=old.score.total,
                        after=standing.score.total,
                        rank_before=old.rank,
                        rank_after=standing.rank,
                        group_before=old_group,
                        group_after=group.group,
                    )
                )
    proposed_before = {(proposal.kind, proposal.unit) for proposal in before.proposals}
    proposed_after = {(proposal.kind, proposal.unit) for proposal in after.proposals}
    return Alternative(
        reading=reading,
        option=option,
        units=tuple(units),
        proposals_gained=tuple(sorted(proposed_after - proposed_before)),
        proposals_lost=tuple(sorted(proposed_before - proposed_after)),
    )
