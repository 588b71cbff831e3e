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
    """One unit under another reading: its total and rank before and after; None where it has no total (未排名)."""

    unit: str
    before: Decimal | None
    after: Decimal | None
    rank_before: int | None
    rank_after: int | None
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
Reckon = Callable[[Happened, Question], Scores]


def alternatives(happened: Happened, question: Question, regather: Regather, reckon: Reckon = score) -> tuple[Alternative, ...]:
    """Every other option of every reading, with what it alone would change of what ``reckon`` gives.

    ``regather`` gives the facts anew under a reading that moves deadlines (自然日、顺延…) instead of points.
    Reckoned as if nothing were closed: a closed period would hide what a reading is worth.
    """
    free = replace(question, closed=())
    before = reckon(happened, free)
    return tuple(
        _compared(reading, option, before, reckon(facts, other))
        for reading, option, facts, other in _others(happened, free, before, regather)
    )


def _others(
    happened: Happened, question: Question, before: Scores, regather: Regather
) -> Iterator[tuple[Reading, ReadingOption, Happened, Question]]:
    for reading in question.rulebook.readings:
        about_points = any(option.sets for option in reading.options)
        for option in reading.options:
            if option.id != before.readings[reading.id]:
                facts = happened if about_points else regather(reading.id, option.id)
                yield reading, option, facts, replace(question, readings={**before.readings, reading.id: option.id})


_Place = tuple[Decimal | None, int | None, str]


def _compared(reading: Reading, option: ReadingOption, before: Scores, after: Scores) -> Alternative:
    was, now = _places(before), _places(after)
    units = []
    for unit in now | was:
        (total, rank, group), (new_total, new_rank, new_group) = was.get(unit, _NOWHERE), now.get(unit, _NOWHERE)
        if (total, rank, group) != (new_total, new_rank, new_group):
            units.append(
                UnitChange(
                    unit=unit,
                    before=total,
                    after=new_total,
                    rank_before=rank,
                    rank_after=new_rank,
                    group_before=group,
                    group_after=new_group,
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


_NOWHERE: _Place = (None, None, "")


def _places(scores: Scores) -> dict[str, _Place]:
    """Total, rank and group of every unit, those without a total too."""
    ranked = {s.name: (s.score.total, s.rank, group.group) for group in scores.groups for s in group.standings}
    return ranked | {item.unit.name: (None, None, group.group) for group in scores.groups for item in group.unranked}
