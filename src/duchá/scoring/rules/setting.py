"""What a derivation may look at besides the facts, and what every family of rules needs: amounts, signs, scorers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from duchá.rulebook.model import Rulebook
from duchá.rulebook.point_rule import Amount, PointRule, Scale, Sign
from duchá.rulebook.scheme import AfterEnd
from duchá.scoring.facts import wording
from duchá.scoring.facts.model import Listed, Why
from duchá.terms.article import Article
from duchá.terms.calendar import WorkCalendar
from duchá.terms.deadline import DayCount
from duchá.terms.period import Period
from duchá.terms.place import Place
from duchá.terms.unit import Roster

WRONG_SCORER = "评分主体不符：应为{known}，实为{found}（{article}）；已计分"

_ONE = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """The rulebook under the chosen readings, the roster and calendar, the period asked for, the day that is today, 试算 or not."""

    rulebook: Rulebook
    roster: Roster
    calendar: WorkCalendar
    period: Period
    as_of: date
    trial: bool = False

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

    def in_force(self, rule: PointRule, day: date) -> bool:
        """True when regulation and rule are in force on a day that is not after today."""
        book = self.rulebook
        begun = (book.valid_from is None or book.valid_from <= day) and (book.valid_to is None or day <= book.valid_to)
        return begun and rule.valid_on(day) and day <= self.as_of


def with_sign(rule: PointRule, amount: Decimal) -> Decimal:
    """The amount with the rule's sign; what the row gave where the rule leaves it to the row (更正)."""
    return -amount if rule.sign is Sign.DEDUCT else amount


def kth(rule: PointRule, amount: Amount, time: int) -> Decimal:
    """The unsigned amount of the k-th time (from 1) by the rule's scale."""
    first = amount.points or Decimal(0)
    if time == 1 or rule.scale is Scale.EACH:
        return first
    return first + amount.step * (time - 1) if rule.scale is Scale.GROWING else amount.step


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
