"""What another reading would change: each alternative of each ambiguous clause, laid beside the reading in force (X-04)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Protocol

from duchá.rulebook.model import Reading, ReadingOption, Rulebook
from duchá.scoring.closing.question import ScoreQuestion
from duchá.scoring.facts.model import Proposal, Scores
from duchá.scoring.facts.scored_facts import ScoredFacts
from duchá.scoring.score import score
from duchá.terms.article import Article


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
    """换读法的影响: an option that is not in force, and what it would change; nothing listed means nothing changes.

    ``article`` is the clause that is read, of the rulebook that scores or of one beside it.
    """

    reading: Reading
    article: Article
    option: ReadingOption
    units: tuple[UnitChange, ...]
    proposals_gained: tuple[tuple[str, str], ...]
    proposals_lost: tuple[tuple[str, str], ...]
    proposals_changed: tuple[tuple[str, str], ...] = ()

    @property
    def changes(self) -> bool:
        """True when a total, a rank or a proposal would change."""
        return bool(self.units or self.proposals_gained or self.proposals_lost or self.proposals_changed)


Reckon = Callable[[ScoredFacts, ScoreQuestion], Scores]


class OtherReadings(Protocol):
    """Where facts come from under a reading that moves deadlines (自然日、顺延、“前”) instead of points."""

    def beside(self) -> Iterable[tuple[Rulebook, Reading, str]]:
        """Readings of other rulebooks that move what is scored: the rulebook, the reading, the option in force."""
        ...

    def gathered(self, rulebook: str, reading: str, option: str) -> ScoredFacts:
        """The facts under one option; an empty ``rulebook`` is the one that scores."""
        ...


def alternatives(happened: ScoredFacts, question: ScoreQuestion, anew: OtherReadings, reckon: Reckon = score) -> tuple[Alternative, ...]:
    """Every other option of every reading, with what it alone would change of what ``reckon`` gives.

    Reckoned as if nothing were closed: a closed period would hide what a reading is worth.
    """
    free = replace(question, closed=(), in_force=question.readings)
    before = reckon(happened, free)
    found = [
        _compared(_Other(question.rulebook, reading, option), before, reckon(facts, other))
        for reading, option, facts, other in _others(happened, free, before, anew)
    ]
    for rulebook, reading, chosen in anew.beside():
        for option in reading.options:
            if option.id != chosen:
                facts = anew.gathered(rulebook.id, reading.id, option.id)
                found.append(_compared(_Other(rulebook, reading, option), before, reckon(facts, free)))
    return tuple(found)


def _others(
    happened: ScoredFacts, question: ScoreQuestion, before: Scores, anew: OtherReadings
) -> Iterator[tuple[Reading, ReadingOption, ScoredFacts, ScoreQuestion]]:
    for reading in question.rulebook.readings:
        for option in reading.options:
            if option.id != before.readings[reading.id]:
                facts = happened if reading.about_rules else anew.gathered("", reading.id, option.id)
                yield reading, option, facts, replace(question, readings={**before.readings, reading.id: option.id})


@dataclass(frozen=True, slots=True, kw_only=True)
class _Place:
    """Where a unit stands: total and rank (None: not ranked), its group and who else is in it."""

    total: Decimal | None = None
    rank: int | None = None
    group: str = ""
    members: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class _Other:
    """An option of a reading of a rulebook."""

    rulebook: Rulebook
    reading: Reading
    option: ReadingOption


def _compared(other: _Other, before: Scores, after: Scores) -> Alternative:
    """What differs; a group that is only called otherwise is the same group."""
    was, now = _places(before), _places(after)
    units = []
    for unit in now | was:
        old, new = was.get(unit, _Place()), now.get(unit, _Place())
        if (old.total, old.rank, old.members) != (new.total, new.rank, new.members):
            units.append(
                UnitChange(
                    unit=unit,
                    before=old.total,
                    after=new.total,
                    rank_before=old.rank,
                    rank_after=new.rank,
                    group_before=old.group,
                    group_after=new.group,
                )
            )
    said, says = _proposed(before), _proposed(after)
    return Alternative(
        reading=other.reading,
        article=other.rulebook.article(other.reading.article),
        option=other.option,
        units=tuple(units),
        proposals_gained=tuple(sorted(says.keys() - said.keys())),
        proposals_lost=tuple(sorted(said.keys() - says.keys())),
        proposals_changed=tuple(sorted(key for key in said.keys() & says.keys() if said[key] != says[key])),
    )


def _places(scores: Scores) -> dict[str, _Place]:
    """Every unit's place, also of those without a total."""
    found = {}
    for group in scores.groups:
        members = frozenset((*(s.name for s in group.standings), *(item.unit.name for item in group.unranked)))
        for standing in group.standings:
            found[standing.name] = _Place(total=standing.score.total, rank=standing.rank, group=group.group, members=members)
        for item in group.unranked:
            found[item.unit.name] = _Place(group=group.group, members=members)
    return found


def _proposed(scores: Scores) -> dict[tuple[str, str], list[tuple[str, str, Decimal | None]]]:
    """What is proposed, by kind and unit: reasons, open questions and values."""
    found: dict[tuple[str, str], list[tuple[str, str, Decimal | None]]] = {}
    for item in scores.proposals:
        found.setdefault((item.kind, item.unit), []).append((_facts_of(item), item.undecided, item.points))
    return found


def _facts_of(item: Proposal) -> str:
    """The reason of a proposal, but for totals and ranks, which are told of the unit itself."""
    return item.why if item.deducts else ""
