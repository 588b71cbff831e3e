"""Proposals from the ranking of a period: who stands where a clause speaks of, with what is still open (并列, 组太小). People decide."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import ROUND_FLOOR, Decimal

from duchá.rulebook.consequence import Among, Consequence, Shortfall
from duchá.rulebook.model import Rulebook
from duchá.rulebook.point_rule import RankedAmong
from duchá.scoring.facts import wording
from duchá.scoring.facts.model import CardGiven, Listed, Proposal, RankStanding, Why, plain
from duchá.scoring.ranking.rank import Groups, places_of
from duchá.scoring.ranking.triggered import Reason
from duchá.scoring.ranking.years import YearPlace, Years, over_all, places_in
from duchá.scoring.rules.setting import among, class_of
from duchá.terms.period import Period, PeriodKind, preceding
from duchá.terms.wording import period_words

# ranking and proposals
TOP_WHY = "{group}{period}总分{total}，第{rank}名{tie}；{says}"
BOTTOM_WHY = "{group}：{years}；{says}"
YEAR_WHY = "{period}总分{total}，倒数第{rank}{tie}"
TIE = "（并列）"
BOUNDARY_TIE = "待认定：{units}并列第{rank}名，入选超过{count}个"
BOUNDARY_TIE_BOTTOM = "待认定：{units}并列倒数第{rank}，入选超过{count}个"
PAST_PARTIAL = "待认定：往年积分只登记了{period}{group}的{size}个单位，今年有{now}个，倒数位次请核对"
YEAR_UNKNOWN = "{years}的名次没有登记{where}，是否连续{count}、够不够“{kind}”无法判断"
TIED_LAST = "{group}：{units}连续{years}在倒数后{count}位，因并列入选超过{count}个，是否列入“{kind}”由人认定"
SMALL_GROUP = "待认定：{group}只有{size}个单位，少于{least}个不作判定"
EXACT_BASE = "{period}总分正好等于基准分{base}，按“不含本数”不算在基准分以下"

IN_PAST = "（往年积分）"
SO_MANY = {
    PeriodKind.YEAR: "{count}年",
    PeriodKind.HALF_YEAR: "{count}个半年",
    PeriodKind.QUARTER: "{count}个季度",
    PeriodKind.MONTH: "{count}个月",
    PeriodKind.SPAN: "{count}次",
}
HOLDS = "截至{day}持有{cards}"
CARD_OF = "{name}（{day}：{why}）"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Ground:
    """What the consequences are judged on: rulebook, period, rankings, and which roster names stand for which group of the rulebook."""

    rulebook: Rulebook
    period: Period
    years: Years
    groups: Groups


def propose(rulebook: Rulebook, period: Period, years: Years, groups: Groups) -> tuple[tuple[Proposal, ...], tuple[Listed, ...]]:
    """The proposals by the ranking of a period, in the order of the rulebook, and what is only listed; of those whose period it is.

    Ties: a tie across the boundary is proposed with all its units and marked 待认定. Source: 第十七、十九条; JC-J-24, JC-J-26, JC-J-27.
    """
    ground = _Ground(rulebook=rulebook, period=period, years=years, groups=groups)
    proposals: list[Proposal] = []
    listed: list[Listed] = []
    for item in rulebook.consequences:
        if item.every.kind is not period.kind or (item.first_year is not None and _first(item, period) < item.first_year):
            continue
        spared = {proposal.unit for proposal in proposals if proposal.consequence == item.unless}
        if item.top is not None or item.top_share is not None:
            proposals += _top(item, ground)
        if item.bottom is not None or item.bottom_share is not None:
            found, noted = _bottom(item, ground)
            proposals += [proposal for proposal in found if proposal.unit not in spared]
            noted = [note for note in noted if not note.unit or note.unit not in spared]
            listed += [note for note in noted if all((note.unit, note.why) != (other.unit, other.why) for other in listed)]
    return tuple(proposals), tuple(listed)


def giving_way(proposals: Iterable[Proposal], rulebook: Rulebook) -> tuple[Proposal, ...]:
    """The proposals without those whose unit has the heavier one that takes their place (``unless``)."""
    found = tuple(proposals)
    heavier = {item.id: item.unless for item in rulebook.consequences if item.unless}
    there = {(proposal.consequence, proposal.unit) for proposal in found}
    return tuple(one for one in found if (heavier.get(one.consequence, ""), one.unit) not in there)


def by_cards(item: Consequence, cards: Iterable[CardGiven], period: Period, day: date) -> Iterator[Reason]:
    """The units that hold so many of a consequence's cards on a day."""
    if not item.cards or item.every.kind is not period.kind:
        return
    held: dict[str, list[CardGiven]] = {}
    for one in cards:
        if one.card in item.cards and one.day <= day and (one.until is None or day <= one.until):
            held.setdefault(one.unit, []).append(one)
    for unit, found in held.items():
        if len(found) >= item.card_count:
            told = wording.joined([CARD_OF.format(name=one.name, day=wording.short_day(one.day), why=one.why) for one in found])
            evidence = tuple(dict.fromkeys(place for one in found for place in one.evidence))
            yield Reason(unit=unit, why=HOLDS.format(day=wording.short_day(day), cards=told), evidence=evidence)


def _first(item: Consequence, period: Period) -> int:
    """The year of the first of the periods that a consequence takes in a row."""
    for _ in range(item.years - 1):
        period = preceding(period)
    return period.start.year


def _seats(count: int | None, share: Decimal | None, size: int) -> int:
    """How many places are meant: so many, or a share of so many units. Rounding: down."""
    found = [] if count is None else [count]
    if share is not None:
        found.append(int((share * size).quantize(Decimal(1), rounding=ROUND_FLOOR)))
    return min(found)


def _top(item: Consequence, ground: _Ground) -> Iterator[Proposal]:
    """Who is among the first: of each ranking group, or of all units where the clause says so."""
    groups = [group.standings for group in ground.years.current]
    if item.over is RankedAmong.ALL:
        groups = [tuple(standing for group in groups for standing in group)]
    for standings in groups:
        chosen = [standing for standing in standings if among(standing.score.unit, item.groups, ground.groups)]
        field = chosen if item.among is Among.ELIGIBLE else list(standings)
        count = _seats(item.top, item.top_share, len(field))
        places = places_of([standing.value for standing in field])
        picked = [(standing, *places[standing.value]) for standing in chosen]
        picked = sorted((pick for pick in picked if pick[1] <= count), key=lambda pick: (pick[1], pick[0].score.unit.order))
        for standing, first, equal in picked:
            across = first + equal - 1 > count
            tied = [other.name for other, place, _ in picked if place == first]
            undecided = BOUNDARY_TIE.format(units=wording.joined(tied), rank=first, count=count) if across else ""
            why = TOP_WHY.format(
                group=class_of(standing.score.unit, ground.groups) if item.over is RankedAmong.GROUP else wording.EVERYONE,
                period=period_words(ground.period),
                total=plain(standing.score.total),
                rank=first,
                tie=TIE if equal > 1 else "",
                says=item.says,
            )
            yield _proposal(item, standing, ground, why, undecided)


def _places(item: Consequence, places: Mapping[str, YearPlace]) -> Mapping[str, YearPlace]:
    return over_all(places, wording.EVERYONE) if item.over is RankedAmong.ALL else places


def _bottom(item: Consequence, ground: _Ground) -> tuple[list[Proposal], list[Listed]]:
    """Who is among the last, and what is only said. Ties: where the base is not asked for, a tie across the boundary is told of its group
    once, and a year in which all are equal has no last (JC-Z-08).
    """
    current = _places(item, places_in(ground.period, ground.years.current, ground.years.base))
    proposals: list[Proposal] = []
    listed: list[Listed] = []
    tied: dict[str, list[str]] = {}
    for group in ground.years.current:
        for standing in reversed(group.standings):
            now = current[standing.name]
            count = _seats(item.bottom, item.bottom_share, now.size)
            past = _past(now, item, ground)
            if past is None:
                listed += _unknown_year(now, item, count, ground)
                continue
            if any(place.from_bottom > count for place in past) or not among(standing.score.unit, item.groups, ground.groups):
                continue
            if item.below_base is Shortfall.IGNORED and any(place.tied == place.size > 1 for place in past):
                continue  # where all are equal nobody is last
            if not _below(past, item):
                listed += _exactly_base(past, item, ground)
                continue
            if item.below_base is Shortfall.NOT_LATEST_YEAR and any(place.from_bottom + place.tied - 1 > count for place in past):
                if all(place.tied < place.size for place in past):
                    tied.setdefault(now.group, []).append(standing.name)
                continue
            words = wording.joined([_year_words(place) for place in reversed(past)])
            why = BOTTOM_WHY.format(group=now.group, years=words, says=item.says)
            proposal = _proposal(item, standing, ground, why, _open_question(past, current, count, ground))
            earlier = (place for year in past[1:] for place in year.evidence)
            proposals.append(replace(proposal, evidence=tuple(dict.fromkeys((*earlier, *proposal.evidence)))))
    article = ground.rulebook.article(item.article).number
    for name, units in tied.items():
        why = TIED_LAST.format(group=name, units=wording.joined(units), years=_so_many(item, ground), count=count, kind=item.name)
        listed.append(Listed(kind=Why.NOTE, rule=item.id, unit="", why=why, article=article))
    return proposals, listed


def _past(now: YearPlace, item: Consequence, ground: _Ground) -> list[YearPlace] | None:
    """The unit's places of the years in a row, the latest first; None when one of them is not known."""
    places, period = [now], ground.period
    for _ in range(1, item.years):
        period = preceding(period)
        place = _places(item, ground.years.earlier.get(period.key, {})).get(now.unit)
        if place is None:
            return None
        places.append(place)
    return places


def _so_many(item: Consequence, ground: _Ground) -> str:
    """2年, 3个月."""
    return SO_MANY[ground.period.kind].format(count=item.years)


def _unknown_year(now: YearPlace, item: Consequence, count: int, ground: _Ground) -> Iterator[Listed]:
    """A unit that stands low enough this year, while nobody knows where it stood before: no verdict, and it is said."""
    if now.from_bottom > count or item.open or not _below([now], item) or now.tied == now.size:
        return
    before, period = list[Period](), ground.period
    for _ in range(1, item.years):
        period = preceding(period)
        before.insert(0, period)
    missing = [period for period in before if now.unit not in ground.years.earlier.get(period.key, {})]
    why = YEAR_UNKNOWN.format(
        years=wording.joined([period_words(period) for period in missing]),
        where=IN_PAST if ground.period.kind is PeriodKind.YEAR else "",
        count=_so_many(item, ground),
        kind=item.name,
    )
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
    base = places[0].base
    if item.below_base is Shortfall.NOT_LATEST_YEAR:
        return
    if places[0].tied == places[0].size:  # where all are equal nobody is last
        return
    if places[0].total != base or any(place.total > place.base for place in places) or item.open:
        return
    why = EXACT_BASE.format(period=period_words(ground.period), base=plain(base))
    article = ground.rulebook.article(item.article)
    yield Listed(kind=Why.NOTE, rule=item.id, unit=places[0].unit, why=why, article=article.number)


def _open_question(places: list[YearPlace], current: Mapping[str, YearPlace], count: int, ground: _Ground) -> str:
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
    beside = [place.unit for place in current.values() if place.group == now.group and place.from_bottom == now.from_bottom]
    tied = beside if across[0] is now else [now.unit]
    return BOUNDARY_TIE_BOTTOM.format(units=wording.joined(tied), rank=across[0].from_bottom, count=count)


def _too_few(place: YearPlace, now: YearPlace) -> str:
    """A year of which fewer units were written down than the group has now: a place from the bottom may be wrong."""
    if not place.written or place.size >= now.size:
        return ""
    return PAST_PARTIAL.format(period=period_words(place.period), group=place.group, size=place.size, now=now.size)


def _year_words(place: YearPlace) -> str:
    tie = TIE if place.tied > 1 else ""
    return YEAR_WHY.format(period=period_words(place.period), total=plain(place.total), rank=place.from_bottom, tie=tie)


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
