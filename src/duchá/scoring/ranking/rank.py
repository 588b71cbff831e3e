"""Competition ranks, 1, 2, 2, 4, and the same from the bottom; ties printed, never broken unless the rulebook names a further key."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal

from duchá.rulebook.points.scheme import Grouping, RankOn, Rounding, Scheme, TieBreak
from duchá.scoring import wording
from duchá.scoring.model import RankedGroup, Score, Standing
from duchá.terms.text import for_matching
from duchá.terms.unit import Unit

_MODES = {Rounding.HALF_UP: ROUND_HALF_UP, Rounding.HALF_EVEN: ROUND_HALF_EVEN}
Value = tuple[Decimal, ...]


def rounded(exact: Decimal, decimals: int, rounding: Rounding = Rounding.HALF_UP) -> Decimal:
    """The value as printed. Rounding: 四舍五入 unless the rulebook says 修约 (X-08)."""
    return exact.quantize(Decimal(1).scaleb(-decimals), rounding=_MODES[rounding])


Groups = Mapping[str, tuple[str, ...]]  # id of a rulebook's group → names that the roster uses for it


def class_of(unit: Unit, groups: Groups) -> str:
    """The class of units that a clause speaks of: 单位类别 where the regulation knows it, else 组别 (市属企业 is a kind of 市直; JC-J-01)."""
    known = {for_matching(name) for names in groups.values() for name in names}
    return unit.klass if unit.klass and (not known or for_matching(unit.klass) in known) else unit.group


def group_of(unit: Unit, scheme: Scheme, groups: Groups) -> str:
    """The ranking group of a unit by the chosen grouping (JC-J-28)."""
    match scheme.grouping:
        case Grouping.GROUP:
            return unit.group
        case Grouping.CLASS:
            return class_of(unit, groups)
        case Grouping.ALL:
            return wording.EVERYONE


def rank(scores: Iterable[Score], scheme: Scheme, groups: Groups) -> tuple[RankedGroup, ...]:
    """Every group ranked, groups and equal units in the roster's order.

    Ties: equal values share a place, the next place is as many further. Ranked on the printed value, so that readers can check it.
    Source: X-08, X-09.
    """
    ranked: dict[str, list[Score]] = {}
    for score in sorted(scores, key=lambda score: (score.unit.order, score.unit.name)):
        ranked.setdefault(group_of(score.unit, scheme, groups), []).append(score)
    return tuple(RankedGroup(group=group, standings=_ranked(members, scheme)) for group, members in ranked.items())


def _ranked(scores: Sequence[Score], scheme: Scheme) -> tuple[Standing, ...]:
    values = {score.unit.name: _value(score, scheme) for score in scores}
    places = places_of(list(values.values()))
    size = len(scores)
    standings = []
    for score in scores:
        value = values[score.unit.name]
        first, equal = places[value]
        standings.append(Standing(score=score, value=value, rank=first, from_bottom=size - (first + equal - 1) + 1, tied=equal > 1))
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
