"""Where units stood in a period and in those before it, for clauses that take several in a row: years as written in 往年积分, else as this journal
has them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal

from duchá.rulebook.model import Rulebook
from duchá.scoring.facts.model import RankedGroup
from duchá.scoring.facts.scored_facts import PastTotal, ScoredFacts
from duchá.scoring.ranking.rank import places_of
from duchá.terms.period import Period, PeriodKind, preceding
from duchá.terms.place import Place

PAST_RANK = "待认定：往年积分登记的{year}年名次是第{written}名，按登记的总分应为第{found}名，请核对"


@dataclass(frozen=True, slots=True, kw_only=True)
class YearPlace:
    """A unit's total in one year (or month…) and its place from the bottom of its group; ``tied`` units share it. ``base`` is its own (JC-J-05).

    ``written``: as 往年积分 has it; ``doubt`` says what there does not fit together.
    """

    period: Period
    unit: str
    group: str
    size: int
    total: Decimal
    base: Decimal
    from_bottom: int
    tied: int = 1
    evidence: tuple[Place, ...] = ()
    written: bool = False
    doubt: str = ""


Bases = Callable[[Period, str, bool], Decimal]  # a unit's base in a period, reckoned or as it was written down


@dataclass(frozen=True, slots=True, kw_only=True)
class Years:
    """The ranking of the period asked for, and the places of the periods before it by the period's key and unit."""

    current: tuple[RankedGroup, ...]
    base: Bases
    earlier: Mapping[str, Mapping[str, YearPlace]] = field(default_factory=dict)


def periods_needed(rulebook: Rulebook, period: Period) -> tuple[Period, ...]:
    """The earlier periods of its kind that the rulebook's consequences look back to, the latest first."""
    asked = [item.years - 1 for item in rulebook.consequences if item.every.kind is period.kind]
    found: list[Period] = []
    for _ in range(max(asked, default=0)):
        found.append(preceding(found[-1] if found else period))
    return tuple(found)


def earlier_places(
    wanted: tuple[Period, ...],
    happened: ScoredFacts,
    computed: Callable[[Period], tuple[RankedGroup, ...]],
    base: Bases,
    grouped: Callable[[PastTotal], str] = lambda row: row.group,
) -> dict[str, Mapping[str, YearPlace]]:
    """The places of earlier periods, by their keys; ``grouped`` says in which group a row of 往年积分 is ranked.

    Blank: one of which nothing is known is left out, never taken as good or bad.
    """
    found: dict[str, Mapping[str, YearPlace]] = {}
    for period in wanted:
        written = [row for row in happened.past if row.year == period.start.year] if period.kind is PeriodKind.YEAR else []
        if written:
            found[period.key] = _written(period, written, base, grouped)
            continue
        groups = computed(period)
        if any(standing.score.entries for group in groups for standing in group.standings):
            found[period.key] = places_in(period, groups, base)
    return found


def places_in(period: Period, groups: tuple[RankedGroup, ...], base: Bases) -> Mapping[str, YearPlace]:
    """The places of a computed ranking."""
    ties = {group.group: Counter(standing.rank for standing in group.standings) for group in groups}
    return {
        standing.name: YearPlace(
            period=period,
            unit=standing.name,
            group=group.group,
            size=len(group.standings),
            total=standing.score.total,
            base=base(period, standing.name, False),
            from_bottom=standing.from_bottom,
            tied=ties[group.group][standing.rank],
            evidence=tuple(dict.fromkeys(place for entry in standing.score.entries for place in entry.evidence)),
        )
        for group in groups
        for standing in group.standings
    }


def over_all(places: Mapping[str, YearPlace], name: str) -> Mapping[str, YearPlace]:
    """The places as if all units were one group, by their totals."""
    ranks = places_of([(place.total,) for place in places.values()])
    return {
        unit: replace(
            place, group=name, size=len(places), tied=ranks[place.total,][1], from_bottom=len(places) - sum(ranks[place.total,]) + 2
        )
        for unit, place in places.items()
    }


def _written(period: Period, rows: list[PastTotal], base: Bases, grouped: Callable[[PastTotal], str]) -> Mapping[str, YearPlace]:
    """The places by the totals as written, group by group."""
    groups: dict[str, list[PastTotal]] = {}
    for row in rows:
        groups.setdefault(grouped(row), []).append(row)
    found: dict[str, YearPlace] = {}
    for group, members in groups.items():
        places = places_of([(row.total,) for row in members])
        for row in members:
            first, equal = places[row.total,]
            found[row.unit] = YearPlace(
                period=period,
                unit=row.unit,
                group=group,
                size=len(members),
                total=row.total,
                base=base(period, row.unit, True),
                from_bottom=len(members) - (first + equal - 1) + 1,
                tied=equal,
                evidence=(row.place,),
                written=True,
                doubt=_doubt(row, first) if group == row.group else "",
            )
    return found


def _doubt(row: PastTotal, first: int) -> str:
    """A rank as written that is not that of the totals as written."""
    if row.rank is None or row.rank == first:
        return ""
    return PAST_RANK.format(year=row.year, written=row.rank, found=first)
