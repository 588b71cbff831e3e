"""Consequences as data: which standing or grade leads to which proposal. The tool proposes, people decide."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import Enum

from duchá.rulebook.point_rule import RankedAmong
from duchá.terms.period import PeriodKind


class Shortfall(Enum):
    """Which of the years must lie below the base (JC-J-24): none is asked, every one, the latest; or the latest must not (JC-Z-08)."""

    IGNORED = "ignored"
    EVERY_YEAR = "every-year"
    LATEST_YEAR = "latest-year"
    NOT_LATEST_YEAR = "not-latest-year"


class JudgedFor(Enum):
    """For which periods a consequence is proposed: for each month, quarter, half-year or year, or for the campaign as a whole, whichever days it spans."""

    MONTH = "month"
    QUARTER = "quarter"
    HALF_YEAR = "half-year"
    YEAR = "year"
    CAMPAIGN = "campaign"

    @property
    def kind(self) -> PeriodKind:
        """The kind of period."""
        return PeriodKind.SPAN if self is JudgedFor.CAMPAIGN else PeriodKind(self.value)


class Among(Enum):
    """Where the rank is counted: among the units the clause speaks of, or in the whole ranking group (JC-J-26)."""

    ELIGIBLE = "eligible"
    GROUP = "group"


@dataclass(frozen=True, slots=True, kw_only=True)
class Consequence:
    """结果运用: a kind of proposal (免督查, 追责线索…) and when it is made: at the end of a year, or of each period ``every``.

    - by rank: the ``top`` n or the ``bottom`` n (or the share ``top_share``, ``bottom_share``) of their group, or of all units (``over``), of the
      units in ``groups`` (ids; empty = all), ``years`` in a row (of periods ``every``),
      with ``below_base`` (``base_included``: a total equal to the base counts as below); ``first_year`` is the first whole year in force;
      ``unless`` names a heavier consequence that takes its place;
    - by ``grades`` of the total;
    - by ``cards``: units that hold ``card_count`` of these (ids) at the end of the period;
    - by ``triggers``: situations (情形) that a person enters in 积分事项; all reasons of one unit make one proposal;
    - ``linked``: by grade or trigger it reaches the section tied to the unit as well (同奖同罚);
    - ``one_of``: of all proposals of a unit whose consequences name the same set, one is chosen;
    - ``exempts``: once approved, the unit is left out of the next year's inspections (免督查).
    """

    id: str
    name: str
    article: str
    says: str
    groups: tuple[str, ...] = ()
    top: int | None = None
    bottom: int | None = None
    years: int = 1
    below_base: Shortfall = Shortfall.IGNORED
    base_included: bool = False
    among: Among = Among.ELIGIBLE
    first_year: int | None = None
    unless: str = ""
    open: bool = False  # its members are only listed for study (待研究)
    grades: tuple[str, ...] = ()
    linked: bool = False
    triggers: tuple[str, ...] = ()
    exempts: bool = False
    one_of: str = ""
    every: JudgedFor = JudgedFor.YEAR
    top_share: Decimal | None = None
    bottom_share: Decimal | None = None
    over: RankedAmong = RankedAmong.GROUP
    cards: tuple[str, ...] = ()
    card_count: int = 1
