"""What a derivation may look at besides the facts, and what every family of rules needs: amounts, signs, scorers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal

from duchá.rulebook.model import Rulebook
from duchá.rulebook.point_rule import Amount, CountedFor, PointRule, Scale, Sign
from duchá.rulebook.scheme import AfterEnd, Grouping
from duchá.scoring.facts import wording
from duchá.scoring.facts.model import Listed, Why, plain
from duchá.terms.article import Article
from duchá.terms.calendar import WorkCalendar
from duchá.terms.deadline import DayCount
from duchá.terms.period import Period, PeriodKind, period_of, periods_within, span
from duchá.terms.place import Place
from duchá.terms.text import for_matching
from duchá.terms.unit import Roster, Unit

RUN, PLUS = "{each}×{count}", "＋"
WRONG_SCORER = "评分主体不符：应为{known}，实为{found}（{article}）；已计分"

_ONE = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """The rulebook under the chosen readings, the roster and calendar, the period asked for, the day that is today, 试算 or not.

    ``closed`` are the closed periods; ``groups`` the names that the roster uses for each group of the rulebook.
    """

    rulebook: Rulebook
    roster: Roster
    calendar: WorkCalendar
    period: Period
    as_of: date
    trial: bool = False
    closed: tuple[Period, ...] = ()
    groups: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def article(self, rule: PointRule) -> Article:
        """The article of a rule."""
        return self.rulebook.article(rule.article)

    def source(self, rule: PointRule, level: str = "") -> str:
        """The id of what a rule's facts come from: the rule's own, else that of a row's 来源层级 (JC-J-04)."""
        return rule.source or next((source.id for source in self.rulebook.sources if source.level and source.level == level), "")

    def working(self, days: DayCount) -> WorkCalendar | None:
        """The calendar by which days are counted; None for natural days."""
        return self.calendar if days is DayCount.WORKING else None

    def bearer(self, unit: str, day: date) -> str:
        """Who bears what falls on a unit on a day: itself, its successor where it is no more; empty where none is named (待认定)."""
        known = self.roster.get(unit)
        heir = known and self.roster.answering(known, day)
        return unit if heir is None else "" if heir.ended_by(day) else heir.name

    def last_day(self, unit: str, due: date) -> date | None:
        """The last day up to which what fell due on a day accrues for a unit: that on which it ended; None while it goes on, renamed or not.

        None as well where it had ended before, so that another bears it, and where the reading lets the days after it run on for the successor.
        """
        known = self.roster.get(unit)
        last = known.on(due).valid_to if known else None
        if known is None or last is None or last < due or self._after_end is AfterEnd.SUCCESSOR:
            return None
        return None if known.valid_on(last + _ONE) or self.roster.continued(known, last + _ONE) != known else last

    @property
    def _after_end(self) -> AfterEnd:
        return self.rulebook.scheme.after_end if self.rulebook.scheme else AfterEnd.STOP

    def speaks_of(self, rule: PointRule, unit: str, day: date) -> bool:
        """True where the rule is for units of the group that a unit is in on a day."""
        known = self.roster.get(unit) if rule.groups else None
        return not rule.groups or (known is not None and among(known.on(day), rule.groups, self.groups))

    def gives_card(self, rule: PointRule) -> bool:
        """True where every fact that the rule scores gives a card, be it worth no points."""
        return any(rule.id in card.rules for card in self.rulebook.cards)

    def in_force(self, rule: PointRule, day: date) -> bool:
        """True when regulation and rule are in force on a day that is not after today."""
        book = self.rulebook
        begun = (book.valid_from is None or book.valid_from <= day) and (book.valid_to is None or day <= book.valid_to)
        return begun and rule.valid_on(day) and day <= self.as_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """Days that belong to the same periods, whichever is asked for: a quarter, or a part of one. ``key`` names it."""

    start: date
    end: date
    key: str

    @property
    def period(self) -> Period:
        """The quarter, the month, or else the days."""
        return next(
            (found for kind in (PeriodKind.QUARTER, PeriodKind.MONTH) if (found := period_of(self.start, kind)).key == self.key),
            span(self.start, self.end),
        )


def segments(first: date, last: date, setting: Setting) -> Iterator[Segment]:
    """The quarters from one day to another, cut where the period asked for or a closed one begins or ends: what a past period showed is not moved out of
    it by what came later.
    """
    asked = (setting.period, *setting.closed)
    cuts = sorted({day for period in asked for day in (period.start, period.end + _ONE)})
    for quarter in periods_within(span(first, last), PeriodKind.QUARTER):
        inside = [day for day in cuts if quarter.start < day <= quarter.end]
        for start, following in zip((quarter.start, *inside), (*inside, quarter.end + _ONE), strict=True):
            end = following - _ONE
            if start <= last and end >= first:
                month = period_of(start, PeriodKind.MONTH)
                whole = quarter.key if not inside else month.key if (month.start, month.end) == (start, end) else span(start, end).key
                yield Segment(start=start, end=end, key=whole)


def same_segment(one: date, other: date, setting: Setting) -> bool:
    """True where two days lie in one segment."""
    first, last = min(one, other), max(one, other)
    return sum(1 for _ in segments(first, last, setting)) == 1


def with_sign(rule: PointRule, amount: Decimal) -> Decimal:
    """The amount with the rule's sign; what the row gave where the rule leaves it to the row (更正)."""
    return -amount if rule.sign is Sign.DEDUCT else amount


def kth(amount: Amount, time: int, scale: Scale = Scale.EACH) -> Decimal:
    """The unsigned amount of the k-th time or day (from 1): by its tiers, else by the scale."""
    first = amount.points or Decimal(0)
    tier = max((tier for tier in amount.tiers if tier.from_ <= time), key=lambda tier: tier.from_, default=None)
    if tier is not None:
        return tier.points
    if time == 1 or scale is Scale.EACH:
        return first
    return first + amount.step * (time - 1) if scale is Scale.GROWING else amount.step


def counter_of(counted: CountedFor, unit: str, day: date, matter: str, node: str = "") -> tuple[str, ...]:
    """What a k-th time is counted for."""
    match counted:
        case CountedFor.MATTER:
            return (matter,)
        case CountedFor.NODE:
            return (matter, node)
        case CountedFor.UNIT:
            return (unit,)
        case _:
            return (unit, period_of(day, PeriodKind(counted.value.removeprefix("unit-"))).key)


def group_of(unit: Unit, grouping: Grouping, groups: Mapping[str, tuple[str, ...]]) -> str:
    """The ranking group of a unit by the chosen grouping (JC-J-28)."""
    match grouping:
        case Grouping.GROUP:
            return unit.group
        case Grouping.CLASS:
            return class_of(unit, groups)
        case Grouping.ALL:
            return wording.EVERYONE


def sum_of(amount: Amount, before: int, until: int, scale: Scale = Scale.EACH) -> tuple[Decimal, str]:
    """What the times (days, months) after ``before`` up to ``until`` come to, and how: 1×2＋3×4."""
    runs: list[list[Decimal | int]] = []
    for time in range(before + 1, until + 1):
        each = kth(amount, time, scale)
        if runs and runs[-1][0] == each:
            runs[-1][1] += 1
        else:
            runs.append([each, 1])
    words = PLUS.join(RUN.format(each=plain(Decimal(each)), count=count) for each, count in runs)
    return sum((Decimal(each) * count for each, count in runs), Decimal(0)), words


def among(unit: Unit, wanted: tuple[str, ...], groups: Mapping[str, tuple[str, ...]]) -> bool:
    """True for a unit of one of these groups of the rulebook (ids; none = every unit): by 单位类别 where the regulation knows it, else by 组别."""
    if not wanted:
        return True
    own = for_matching(class_of(unit, groups))
    return any(own == for_matching(name) for id in wanted for name in groups.get(id, ()))


def class_of(unit: Unit, groups: Mapping[str, tuple[str, ...]]) -> str:
    """The class of units that a clause speaks of: 单位类别 where the regulation knows it, else 组别 (市属企业 is a kind of 市直; JC-J-01)."""
    known = {for_matching(name) for names in groups.values() for name in names}
    return unit.klass if unit.klass and (not known or for_matching(unit.klass) in known) else unit.group


def listed_for(setting: Setting, rule: PointRule, kind: Why, why: str, **about: object) -> Listed:
    """A listed line under a rule's article; ``about`` fills unit, day, matter, evidence."""
    return Listed(kind=kind, rule=rule.id, why=why, article=setting.article(rule).number, **about)  # type: ignore[arg-type]  # fields by name


def other_scorer(setting: Setting, rule: PointRule, scorer: str, **about: object) -> Iterator[Listed]:
    """评分主体不符: scored all the same, and said (JC-J-21…23)."""
    if scorer and rule.scorers and scorer not in rule.scorers:
        why = WRONG_SCORER.format(known=wording.joined(rule.scorers), found=scorer, article=setting.article(rule).number)
        yield listed_for(setting, rule, Why.NOTE, why, **about)


def scored_by(rule: PointRule, scorer: str) -> str:
    """Who scored: as written, else who should."""
    return scorer or (rule.scorers[0] if rule.scorers else "")


def places(*found: Place | None) -> tuple[Place, ...]:
    """The places that are known, each once."""
    return tuple(dict.fromkeys(place for place in found if place is not None and (place.file or place.cell)))
