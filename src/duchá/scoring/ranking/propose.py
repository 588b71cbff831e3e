"""Proposals from yearly rankings: who stands where a clause speaks of, with what is still open (并列, 组太小). People decide."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from duchá.rulebook.consequence import Among, Consequence, Shortfall
from duchá.rulebook.model import Rulebook
from duchá.scoring.facts import wording
from duchá.scoring.facts.model import Listed, Proposal, RankStanding, Why, plain
from duchá.scoring.ranking.rank import Groups, class_of, places_of
from duchá.scoring.ranking.years import YearPlace, Years, places_in
from duchá.terms.period import Period, PeriodKind
from duchá.terms.text import for_matching
from duchá.terms.unit import Unit

# ranking and proposals
TOP_WHY = "{group}{year}年总分{total}，第{rank}名{tie}；{says}"
BOTTOM_WHY = "{group}：{years}；{says}"
YEAR_WHY = "{year}年总分{total}，倒数第{rank}{tie}"
TIE = "（并列）"
BOUNDARY_TIE = "待认定：{units}并列第{rank}名，入选超过{count}个"
BOUNDARY_TIE_BOTTOM = "待认定：{units}并列倒数第{rank}，入选超过{count}个"
PAST_PARTIAL = "待认定：往年积分只登记了{year}年{group}的{size}个单位，今年有{now}个，倒数位次请核对"
YEAR_UNKNOWN = "{years}年的名次没有登记（往年积分），是否连续{count}年、够不够“{kind}”无法判断"
TIED_LAST = "{group}：{units}连续{years}年在倒数后{count}位，因并列入选超过{count}个，是否列入“{kind}”由人认定"
SMALL_GROUP = "待认定：{group}只有{size}个单位，少于{least}个不作判定"
EXACT_BASE = "{year}年总分正好等于基准分{base}，按“不含本数”不算在基准分以下"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Ground:
    """What the consequences are judged on: rulebook, year, rankings, and which roster names stand for which group of the rulebook."""

    rulebook: Rulebook
    year: int
    years: Years
    groups: Groups


def propose(rulebook: Rulebook, period: Period, years: Years, groups: Groups) -> tuple[tuple[Proposal, ...], tuple[Listed, ...]]:
    """The proposals of a whole year, in the order of the rulebook, and what is only listed; none for shorter periods.

    Ties: a tie across the boundary is proposed with all its units and marked 待认定. Source: 第十七、十九条; JC-J-24, JC-J-26, JC-J-27.
    """
    if period.kind is not PeriodKind.YEAR:
        return (), ()
    ground = _Ground(rulebook=rulebook, year=period.start.year, years=years, groups=groups)
    proposals: list[Proposal] = []
    listed: list[Listed] = []
    for item in rulebook.consequences:
        if item.first_year is not None and period.start.year - item.years + 1 < item.first_year:
            continue
        spared = {proposal.unit for proposal in proposals if proposal.consequence == item.unless}
        if item.top is not None:
            proposals += _top(item, item.top, ground)
        if item.bottom is not None:
            found, noted = _bottom(item, item.bottom, ground)
            proposals += [proposal for proposal in found if proposal.unit not in spared]
            noted = [note for note in noted if not note.unit or note.unit not in spared]
            listed += [note for note in noted if all((note.unit, note.why) != (other.unit, other.why) for other in listed)]
    return tuple(proposals), tuple(listed)


def eligible(unit: Unit, item: Consequence, groups: Groups) -> bool:
    """True when the clause speaks of units of this class (JC-J-28)."""
    if not item.groups:
        return True
    own = for_matching(class_of(unit, groups))
    return any(own == for_matching(name) for id in item.groups for name in groups.get(id, ()))


def _top(item: Consequence, count: int, ground: _Ground) -> Iterator[Proposal]:
    standings = [standing for group in ground.years.current for standing in group.standings]
    chosen = [standing for standing in standings if eligible(standing.score.unit, item, ground.groups)]
    among = chosen if item.among is Among.ELIGIBLE else standings
    places = places_of([standing.value for standing in among])
    picked = [(standing, *places[standing.value]) for standing in chosen]
    picked = sorted((pick for pick in picked if pick[1] <= count), key=lambda pick: (pick[1], pick[0].score.unit.order))
    for standing, first, equal in picked:
        across = first + equal - 1 > count
        tied = [other.name for other, place, _ in picked if place == first]
        undecided = BOUNDARY_TIE.format(units=wording.joined(tied), rank=first, count=count) if across else ""
        why = TOP_WHY.format(
            group=class_of(standing.score.unit, ground.groups),
            year=ground.year,
            total=plain(standing.score.total),
            rank=first,
            tie=TIE if equal > 1 else "",
            says=item.says,
        )
        yield _proposal(item, standing, ground, why, undecided)


def _bottom(item: Consequence, count: int, ground: _Ground) -> tuple[list[Proposal], list[Listed]]:
    """Who is among the last, and what is only said. Ties: where the base is not asked for, a tie across the boundary is told of its group
    once, and a year in which all are equal has no last (JC-Z-08).
    """
    current = places_in(ground.year, ground.years.current, ground.years.base)
    proposals: list[Proposal] = []
    listed: list[Listed] = []
    tied: dict[str, list[str]] = {}
    for group in ground.years.current:
        for standing in reversed(group.standings):
            past = _past(current[standing.name], item, ground)
            if past is None:
                listed += _unknown_year(current[standing.name], item, count, ground)
                continue
            if any(place.from_bottom > count for place in past) or not eligible(standing.score.unit, item, ground.groups):
                continue
            if not _below(past, item):
                listed += _exactly_base(past, item, ground)
                continue
            if item.below_base is Shortfall.NOT_LATEST_YEAR and any(place.from_bottom + place.tied - 1 > count for place in past):
                if all(place.tied < place.size for place in past):
                    tied.setdefault(group.group, []).append(standing.name)
                continue
            words = wording.joined([_year_words(place) for place in reversed(past)])
            why = BOTTOM_WHY.format(group=group.group, years=words, says=item.says)
            proposal = _proposal(item, standing, ground, why, _open_question(past, item, count, ground))
            earlier = (place for year in past[1:] for place in year.evidence)
            proposals.append(replace(proposal, evidence=tuple(dict.fromkeys((*earlier, *proposal.evidence)))))
    article = ground.rulebook.article(item.article).number
    for name, units in tied.items():
        why = TIED_LAST.format(group=name, units=wording.joined(units), years=item.years, count=count, kind=item.name)
        listed.append(Listed(kind=Why.NOTE, rule=item.id, unit="", why=why, article=article))
    return proposals, listed


def _past(now: YearPlace, item: Consequence, ground: _Ground) -> list[YearPlace] | None:
    """The unit's places of the years in a row, the latest first; None when one of them is not known."""
    places = [now]
    for back in range(1, item.years):
        place = ground.years.earlier.get(ground.year - back, {}).get(now.unit)
        if place is None:
            return None
        places.append(place)
    return places


def _unknown_year(now: YearPlace, item: Consequence, count: int, ground: _Ground) -> Iterator[Listed]:
    """A unit that stands low enough this year, while nobody knows where it stood before: no verdict, and it is said."""
    if now.from_bottom > count or item.open or not _below([now], item) or now.tied == now.size:
        return
    missing = [year for year in range(ground.year - item.years + 1, ground.year) if now.unit not in ground.years.earlier.get(year, {})]
    why = YEAR_UNKNOWN.format(years=wording.joined([str(year) for year in missing]), count=item.years, kind=item.name)
    yield Listed(kind=Why.NOTE, rule=item.id, unit=now.unit, why=why, article=ground.rulebook.article(item.article).number)


def _below(places: list[YearPlace], item: Consequence) -> bool:
    """True where the years lie as the clause asks."""
    below = [place.total < place.base or (item.base_included and place.total == place.base) for place in places]
    match item.below_base:
        case Shortfall.IGNORED:
            return True
        case Shortfall.EVERY_YEAR:
            return all(below)
        case Shortfall.LATEST_YEAR:
            return below[0]
        case Shortfall.NOT_LATEST_YEAR:
            return not below[0]


def _exactly_base(places: list[YearPlace], item: Consequence, ground: _Ground) -> Iterator[Listed]:
    """Exactly the base, where all else fits: not below by the default reading, and said (JC-J-24)."""
    base = ground.years.base
    if item.below_base is Shortfall.NOT_LATEST_YEAR:
        return
    if places[0].tied == places[0].size:  # where all are equal nobody is last
        return
    if places[0].total != base or any(place.total > place.base for place in places) or item.open:
        return
    why = EXACT_BASE.format(year=ground.year, base=plain(base))
    article = ground.rulebook.article(item.article)
    yield Listed(kind=Why.NOTE, rule=item.id, unit=places[0].unit, why=why, article=article.number)


def _open_question(places: list[YearPlace], item: Consequence, count: int, ground: _Ground) -> str:
    """What a person has to settle before anything else: a tie across the boundary, a group too small to judge."""
    scheme = ground.rulebook.scheme
    least = scheme.min_group_size if scheme else 1
    now = places[0]
    if now.size < least:
        return SMALL_GROUP.format(group=now.group, size=now.size, least=least)
    doubts = [text for place in places if (text := place.doubt or _too_few(place, now))]
    if doubts:
        return wording.CLAUSE.join(doubts)
    across = [place for place in places if place.from_bottom + place.tied - 1 > count]
    if not across:
        return ""
    members = places_in(ground.year, ground.years.current, ground.years.base).values()
    beside = [place.unit for place in members if place.group == now.group and place.from_bottom == now.from_bottom]
    tied = beside if across[0] is now else [now.unit]
    return BOUNDARY_TIE_BOTTOM.format(units=wording.joined(tied), rank=across[0].from_bottom, count=count)


def _too_few(place: YearPlace, now: YearPlace) -> str:
    """A year of which fewer units were written down than the group has now: a place from the bottom may be wrong."""
    if not place.written or place.size >= now.size:
        return ""
    return PAST_PARTIAL.format(year=place.year, group=place.group, size=place.size, now=now.size)


def _year_words(place: YearPlace) -> str:
    tie = TIE if place.tied > 1 else ""
    return YEAR_WHY.format(year=place.year, total=plain(place.total), rank=place.from_bottom, tie=tie)


def _proposal(item: Consequence, standing: RankStanding, ground: _Ground, why: str, undecided: str) -> Proposal:
    return Proposal(
        consequence=item.id,
        kind=item.name,
        unit=standing.name,
        article=ground.rulebook.article(item.article),
        why=why,
        undecided=undecided,
        evidence=tuple(dict.fromkeys(place for entry in standing.score.entries for place in entry.evidence)),
    )
