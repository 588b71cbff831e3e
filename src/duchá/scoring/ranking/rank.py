"""Competition ranks, 1, 2, 2, 4, and the same from the bottom; ties printed, never broken unless the rulebook names a further key."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal
from itertools import pairwise

from duchá.campaign.parse import ROSTER
from duchá.rulebook.scheme import GroupOn, RankOn, Rounding, Scheme, TieBreak
from duchá.scoring.facts import wording
from duchá.scoring.facts.model import Listed, RankedGroup, RankStanding, Score, Unranked, Why
from duchá.scoring.rules.setting import group_of
from duchá.terms.period import Period
from duchá.terms.place import Place
from duchá.terms.unit import Unit

GROUP_MOVED = "{day}由“{before}”转入“{after}”，本期在“{group}”排名（{how}）"
GROUP_ON_WORDS = {"end": "期末所在的组", "start": "期初所在的组", "longest": "期内所在天数最多的组"}

_MODES = {Rounding.HALF_UP: ROUND_HALF_UP, Rounding.HALF_EVEN: ROUND_HALF_EVEN}
Value = tuple[Decimal, ...]


def rounded(exact: Decimal, decimals: int, rounding: Rounding = Rounding.HALF_UP) -> Decimal:
    """The value as printed. Rounding: 四舍五入 unless the rulebook says 修约 (X-08)."""
    return exact.quantize(Decimal(1).scaleb(-decimals), rounding=_MODES[rounding])


Groups = Mapping[str, tuple[str, ...]]  # id of a rulebook's group → names that the roster uses for it


def as_ranked(unit: Unit, scheme: Scheme, groups: Groups, period: Period, as_of: date) -> Unit:
    """The unit as its row has it that says where it is ranked: of several in the period the last, the first, or the one of most days (JC-J-28).

    Ties: of two groups with as many days the later one.
    """
    first, last = max(period.start, unit.valid_from or period.start), min(period.end, as_of)
    match scheme.group_on:
        case GroupOn.END:
            return unit.on(last)
        case GroupOn.START:
            return unit.on(first)
        case GroupOn.LONGEST:
            rows = rows_in(unit, first, last)
            spent: dict[str, int] = {}
            for row in rows:
                group = group_of(row, scheme.grouping, groups)
                spent[group] = spent.get(group, 0) + _days(row, first, last)
            return max(rows, key=lambda row: (spent[group_of(row, scheme.grouping, groups)], rows.index(row)))


def moved(units: Iterable[Unit], scheme: Scheme, groups: Groups, period: Period, as_of: date, article: str) -> Iterator[Listed]:
    """提示: every unit that changed its ranking group within the period, on which day, and in which group it is ranked (JC-J-28)."""
    first, last = period.start, min(period.end, as_of)
    for unit in units:
        chosen = group_of(as_ranked(unit, scheme, groups, period, as_of), scheme.grouping, groups)
        for before, after in pairwise(rows_in(unit, first, last)):
            was, now = group_of(before, scheme.grouping, groups), group_of(after, scheme.grouping, groups)
            if was != now and after.valid_from is not None:
                words = {"day": wording.short_day(after.valid_from), "before": was, "after": now, "group": chosen}
                why = GROUP_MOVED.format(how=GROUP_ON_WORDS[scheme.group_on.value], **words)
                yield Listed(
                    kind=Why.NOTE, rule="", unit=unit.name, why=why, article=article, day=after.valid_from, evidence=(Place(file=ROSTER),)
                )


def rows_in(unit: Unit, first: date, last: date) -> tuple[Unit, ...]:
    """The rows of a unit that hold on some of these days, oldest first; the one in force at their end where none does."""
    return tuple(row for row in unit.dated if _days(row, first, last) > 0) or (unit.on(last),)


def _days(row: Unit, first: date, last: date) -> int:
    return (min(last, row.valid_to or last) - max(first, row.valid_from or first)).days + 1


def rank(scores: Iterable[Score], scheme: Scheme, groups: Groups) -> tuple[RankedGroup, ...]:
    """Every group ranked, groups and equal units in the roster's order.

    Ties: equal values share a place, the next place is as many further. Ranked on the printed value, so that readers can check it.
    Source: X-08, X-09.
    """
    ranked: dict[str, list[Score]] = {}
    for score in sorted(scores, key=lambda score: (score.unit.order, score.unit.name)):
        ranked.setdefault(group_of(score.unit, scheme.grouping, groups), []).append(score)
    return tuple(RankedGroup(group=group, standings=_ranked(members, scheme)) for group, members in ranked.items())


def with_unranked(groups: tuple[RankedGroup, ...], unranked: Iterable[Unranked], scheme: Scheme, names: Groups) -> tuple[RankedGroup, ...]:
    """The ranking with the units that have no place in it, each in its group."""
    rest: dict[str, list[Unranked]] = {}
    for item in unranked:
        rest.setdefault(group_of(item.unit, scheme.grouping, names), []).append(item)
    named = [RankedGroup(group=g.group, standings=g.standings, unranked=tuple(rest.pop(g.group, ()))) for g in groups]
    return (*named, *(RankedGroup(group=group, standings=(), unranked=tuple(items)) for group, items in rest.items()))


def _ranked(scores: Sequence[Score], scheme: Scheme) -> tuple[RankStanding, ...]:
    values = {score.unit.name: _value(score, scheme) for score in scores}
    places = places_of(list(values.values()))
    size = len(scores)
    standings = []
    for score in scores:
        value = values[score.unit.name]
        first, equal = places[value]
        standings.append(RankStanding(score=score, value=value, rank=first, from_bottom=size - (first + equal - 1) + 1, tied=equal > 1))
    return tuple(sorted(standings, key=lambda standing: standing.rank))


def places_of(values: Sequence[Value]) -> dict[Value, tuple[int, int]]:
    """Of each value its competition rank from the top and how many share it."""
    ordered = sorted(values, reverse=True)
    found: dict[Value, tuple[int, int]] = {}
    for at, value in enumerate(ordered, 1):
        first, equal = found.get(value, (at, 0))
        found[value] = (first, equal + 1)
    return found


def _value(score: Score, scheme: Scheme) -> Value:
    main = score.total if scheme.rank_on is RankOn.DISPLAYED else score.exact
    return (main, *(_further(score, key) for key in scheme.tie_breaks))


def _further(score: Score, key: TieBreak) -> Decimal:
    """加分高者先: the sum of additions; 减分少者先: the sum of deductions (negative, so that fewer is more)."""
    wanted = (entry.points for entry in score.entries if (entry.points > 0) is (key is TieBreak.ADDITIONS))
    return sum(wanted, Decimal(0))
