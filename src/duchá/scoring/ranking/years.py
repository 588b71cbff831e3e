"""Where units stood in a year, for clauses that take two years in a row: as written in 往年积分, else as this journal has it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from duchá.rulebook.model import Rulebook
from duchá.scoring.facts.model import RankedGroup
from duchá.scoring.facts.scored_facts import PastTotal, ScoredFacts
from duchá.scoring.ranking.rank import places_of
from duchá.terms.period import Period, PeriodKind
from duchá.terms.place import Place

PAST_RANK = "待认定：往年积分登记的{year}年名次是第{written}名，按登记的总分应为第{found}名，请核对"


@dataclass(frozen=True, slots=True, kw_only=True)
class YearPlace:
    """A unit's total in one year and its place from the bottom of its group; ``tied`` units share it. ``base`` is the year's own (JC-J-05).

    ``written``: as 往年积分 has it; ``doubt`` says what there does not fit together.
    """

    year: int
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Years:
    """The ranking of the year asked for, and the places of earlier years by year and unit."""

    current: tuple[RankedGroup, ...]
    base: Decimal
    earlier: Mapping[int, Mapping[str, YearPlace]] = field(default_factory=dict)


def years_needed(rulebook: Rulebook, period: Period) -> tuple[int, ...]:
    """The earlier years that the rulebook's consequences look back to; none unless a whole year is asked for."""
    if period.kind is not PeriodKind.YEAR:
        return ()
    back = max((item.years - 1 for item in rulebook.consequences), default=0)
    return tuple(period.start.year - n for n in range(1, back + 1))


def earlier_years(
    wanted: tuple[int, ...],
    happened: ScoredFacts,
    computed: Callable[[int], tuple[RankedGroup, ...]],
    base: Callable[[int, bool], Decimal],
    grouped: Callable[[PastTotal], str] = lambda row: row.group,
) -> dict[int, Mapping[str, YearPlace]]:
    """The places of earlier years; ``base`` gives a year's base, reckoned or as written; ``grouped`` says in which group a row of 往年积分 is ranked.

    Blank: a year of which nothing is known is left out, never taken as good or bad.
    """
    found: dict[int, Mapping[str, YearPlace]] = {}
    for year in wanted:
        written = [row for row in happened.past if row.year == year]
        places = _written(written, base(year, True), grouped) if written else places_in(year, computed(year), base(year, False))
        if written or any(standing.score.entries for group in computed(year) for standing in group.standings):
            found[year] = places
    return found


def places_in(year: int, groups: tuple[RankedGroup, ...], base: Decimal) -> Mapping[str, YearPlace]:
    """The places of a computed ranking."""
    return {
        standing.name: YearPlace(
            year=year,
            unit=standing.name,
            group=group.group,
            size=len(group.standings),
            total=standing.score.total,
            base=base,
            from_bottom=standing.from_bottom,
            tied=sum(other.rank == standing.rank for other in group.standings),
            evidence=tuple(dict.fromkeys(place for entry in standing.score.entries for place in entry.evidence)),
        )
        for group in groups
        for standing in group.standings
    }


def _written(rows: list[PastTotal], base: Decimal, grouped: Callable[[PastTotal], str]) -> Mapping[str, YearPlace]:
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
                year=row.year,
                unit=row.unit,
                group=group,
                size=len(members),
                total=row.total,
                base=base,
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
