"""Point rules as data: which fact scores how much for whom, booked when. One record a family of facts (``happening``), with the keys that
this family reads and no other. Numbers, dates and lists stand in the rulebook, never here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import Enum
from typing import ClassVar

from duchá.rulebook.clock import MatterKind
from duchá.rulebook.machine import Move
from duchá.terms.deadline import DayCount
from duchá.terms.period import PeriodKind

ONE_STEP = Decimal(0)
OWN_COLUMNS = {  # the columns of 积分事项 that a rule may name, by id and title
    "level": "来源层级",
    "matter": "事项编号",
    "problem": "问题编号",
    "document": "文号",
    "basis": "依据",
    "note": "说明",
}


class Happening(Enum):
    """What a rule scores: a row of 积分事项, what follows from matters, nodes, steps, 限期材料 and 督查人员表现, or figures of a register."""

    ENTERED = "entered"
    INCLUDED = "included"
    GRADED = "graded"
    UNURGED = "unurged"
    NODE_LATE = "node-late"
    MATTER_LATE = "matter-late"
    RETURNED = "returned"
    MATERIAL_LATE = "material-late"
    MATERIAL_IN_TIME = "material-in-time"
    STAFF_FAILED = "staff-failed"
    COUNTED = "counted"
    COMPLETION = "completion"
    PLACED = "placed"
    CARDS = "cards"


class Sign(Enum):
    """加分 / 减分; ``typed``: the row gives the sign (更正)."""

    ADD = "add"
    DEDUCT = "deduct"
    TYPED = "typed"


class Scale(Enum):
    """How an amount grows with the k-th time or day: the same each time; by ``step`` more each time; ``points`` once, then ``step`` each."""

    EACH = "each"
    GROWING = "growing"
    THEN_STEP = "then-step"


class Blank(Enum):
    """An amount that had to be typed and was not: 差错 (lower bound on trial), or nothing is scored and it is said."""

    FAULT = "fault"
    ZERO = "zero"


class Every(Enum):
    """Within which stretch of the calendar something is counted, capped or judged; ``all``: without end."""

    MONTH = "month"
    QUARTER = "quarter"
    HALF_YEAR = "half-year"
    YEAR = "year"
    ALL = "all"

    @property
    def kind(self) -> PeriodKind | None:
        """The kind of period; None where it has no end."""
        return None if self is Every.ALL else PeriodKind(self.value)

    @property
    def ending(self) -> PeriodKind:
        """The kind of period, where only one with an end can be meant."""
        kind = self.kind
        assert kind is not None, "a period without an end is never over: the rulebook's check refuses it"
        return kind


@dataclass(frozen=True, slots=True, kw_only=True)
class Tier:
    """From the ``from``-th time (or day) on, ``points`` each: 第1—2天每天1分，第3天起每天3分."""

    from_: int
    points: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Amount:
    """分值, unsigned: ``points`` (with ``tiers``: other points from the n-th time or day on), or typed by the scorer between ``least`` and
    ``most`` (both included).

    ``undecided``: the clause names no amount for this role; zero until a person decides (待认定). ``open``: the clause names none, and
    ``points`` is only what is filled in beforehand; a typed amount takes its place.
    """

    points: Decimal | None = None
    least: Decimal | None = None
    most: Decimal | None = None
    step: Decimal = ONE_STEP
    tiers: tuple[Tier, ...] = ()
    blank: Blank = Blank.FAULT
    undecided: bool = False
    open: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class AtFault:
    """Amounts where a cooperating unit is named as 责任单位: its own, the lead's, the other cooperating units'. ``why`` is how the clause puts it."""

    unit: Amount
    lead: Amount
    support: Amount
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LevelAmount:
    """What one 来源层级 is worth: 国家、省、市采用分别3、2、1分."""

    level: str
    lead: Amount
    support: Amount | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Multiplier:
    """加倍: the amount counts ``times`` over where a column of the row (by id or title) ``says`` something."""

    column: str
    says: str
    times: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class RowSays:
    """Which rows of a register are meant: those of which a column (by id or title) ``says`` something."""

    column: str
    says: str


class Once(Enum):
    """How often the same thing counts: each time, once per problem, per matter, per matter and year."""

    EACH = "each"
    PROBLEM = "problem"
    MATTER = "matter"
    MATTER_YEAR = "matter-year"


class Keep(Enum):
    """Which of several counts: the earliest, or the highest."""

    FIRST = "first"
    HIGHEST = "highest"


class Credit(Enum):
    """Who is credited with an included matter: 承办（牵头） / 立项主体 / both (JC-J-08)."""

    LEAD = "lead"
    INITIATOR = "initiator"
    BOTH = "both"


class Entering(Enum):
    """When a late node counts by its heavier rule: by its lateness, by its lateness and a row, by either (JC-J-15)."""

    LATE = "late"
    BOTH = "both"
    EITHER = "either"


class BookedOn(Enum):
    """入账日 of lateness: the day it is reached, the due day, the day it was received (JC-J-31)."""

    REACHED = "reached"
    DUE = "due"
    RECEIVED = "received"


class Each(Enum):
    """What of a lateness scores: the lateness as a whole, each day of it, each month that has begun."""

    TIME = "time"
    DAY = "day"
    MONTH = "month"


class CountedFor(Enum):
    """For what the k-th time is counted: the matter, its node, the unit within a period, the unit for good (JC-J-16)."""

    MATTER = "matter"
    NODE = "node"
    UNIT_MONTH = "unit-month"
    UNIT_QUARTER = "unit-quarter"
    UNIT_HALF_YEAR = "unit-half-year"
    UNIT_YEAR = "unit-year"
    UNIT = "unit"


class Per(Enum):
    """What a quarter without 催办 is judged for: the unit as a whole, or each of its matters (JC-J-10)."""

    UNIT = "unit"
    MATTER = "matter"


class Handling(Enum):
    """What follows from a fact by itself: points, a proposal that a person confirms by a row of 积分事项, or no points at all (JC-J-32)."""

    SCORE = "score"
    PROPOSE = "propose"
    NOTHING = "nothing"


class Unreported(Enum):
    """What a grade is worth on which nothing was ever reported: what the rule says, with a note, or nothing until a person decides."""

    SCORE = "score"
    UNDECIDED = "undecided"


class Formula(Enum):
    """How a completion becomes points: 按比例 / 按档 / 完成得满分，否则不得分 / 每低（超）1个百分点减（加）."""

    PROPORTIONAL = "proportional"
    BANDED = "banded"
    ALL_OR_NOTHING = "all-or-nothing"
    PER_POINT = "per-point"


class ComparedBy(Enum):
    """How actual and target are compared: actual ÷ target; target ÷ actual (越低越好); the gap in percentage points (实际－计划)."""

    SHARE = "share"
    REVERSE = "reverse"
    PERCENTAGE_POINTS = "percentage-points"


@dataclass(frozen=True, slots=True, kw_only=True)
class ShareBand:
    """From this completion (``"0.9"``) or number on: so many points."""

    from_: Decimal
    points: Decimal


class PlacedBy(Enum):
    """How a place becomes points: by a list; each place so much less; value ÷ the first's; between the smallest and the largest (功效系数)."""

    LIST = "list"
    STEP = "step"
    AGAINST_FIRST = "against-first"
    BETWEEN = "between"


class End(Enum):
    """From which end places are counted."""

    TOP = "top"
    BOTTOM = "bottom"


class Tied(Enum):
    """What units in one place get: all what the place is worth, or the mean of the places that they take up."""

    SAME = "same"
    MEAN = "mean"


class RankedAmong(Enum):
    """Where a place is counted: in the ranking group, or among all units."""

    GROUP = "group"
    ALL = "all"


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """积分事项的来源 (第五至九条; JC-J-04). ``level`` is the 来源层级 of a row that comes from it."""

    id: str
    name: str
    article: str
    level: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleTerms:
    """What every point rule has. ``lead``/``support`` are the amounts of 牵头 and 配合; ``scorers`` the 评分主体 expected.

    ``since``/``until``: validity, both included; ``groups``: only units of these groups (ids; empty = all); ``source``: where what it
    scores comes from (empty: by the row's 来源层级); ``says``: the sentence of its entries, in place of the usual one.
    """

    TAG: ClassVar[str] = "happening"
    SAYS: ClassVar[tuple[str, ...]] = ("name", "points")  # the blanks that its sentence may have
    happening: ClassVar[Happening]
    id: str
    name: str
    article: str
    sign: Sign
    lead: Amount
    requirement: str = ""
    scorers: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None
    groups: tuple[str, ...] = ()
    source: str = ""
    says: str = ""

    def valid_on(self, day: date) -> bool:
        """True when the rule is in force on that day."""
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)


class Growing:
    """A rule of which the amount may depend on which time it is: by its ``scale``, or by tiers of its amounts."""

    __slots__ = ()
    lead: Amount
    support: Amount | None
    scale: Scale

    @property
    def grows(self) -> bool:
        """True where an amount depends on which time it is."""
        return self.scale is not Scale.EACH or any(amount.tiers for amount in (self.lead, self.support) if amount is not None)


@dataclass(frozen=True, slots=True, kw_only=True)
class EnteredRule(Growing, RuleTerms):
    """A row of 积分事项 whose 情形 is ``name``.

    - ``any_role``: any unit, 角色 not asked; ``support``: what 配合 is worth; ``by_level``: by 来源层级; ``levels``: those that count at all;
      ``at_fault``: where a 配合单位 caused it; ``count``: a column with the number that the amount is multiplied by; ``times``: 加倍;
    - ``once`` with ``keep``: what counts once. ``once_by`` names the columns that say that two rows are about one thing (文号…),
      ``once_within`` for how long; rules with the same ``together`` share it (省、市就高); ``shared``: units named for one thing share it;
    - ``scale`` and tiers run over the times that are ``counted``; ``required``: columns that must be filled.
    """

    happening: ClassVar[Happening] = Happening.ENTERED
    SAYS: ClassVar[tuple[str, ...]] = ("what", "name", "role", "level", "matter", "problem", "document", "least", "most", "points")
    support: Amount | None = None
    any_role: bool = False
    levels: tuple[str, ...] = ()
    by_level: tuple[LevelAmount, ...] = ()
    once: Once = Once.EACH
    once_by: tuple[str, ...] = ()
    once_within: Every = Every.YEAR
    together: str = ""
    keep: Keep = Keep.FIRST
    shared: bool = False
    at_fault: AtFault | None = None
    required: tuple[str, ...] = ()
    count: str = ""
    times: tuple[Multiplier, ...] = ()
    scale: Scale = Scale.EACH
    counted: CountedFor = CountedFor.UNIT_YEAR


@dataclass(frozen=True, slots=True, kw_only=True)
class IncludedRule(RuleTerms):
    """督办事项立项: ``excluded`` are 纳入方式 that do not count, ``credit`` says whose it is; ``everyone``: 配合单位 too, by ``support`` or as the lead."""

    happening: ClassVar[Happening] = Happening.INCLUDED
    SAYS: ClassVar[tuple[str, ...]] = ("day", "name", "role", "matter", "points")
    matters: tuple[MatterKind, ...] = (MatterKind.TASK,)
    excluded: tuple[str, ...] = ()
    credit: Credit = Credit.LEAD
    everyone: bool = False
    support: Amount | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class GradedRule(Growing, RuleTerms):
    """评定 of a step (``moves``; empty = any) as one of ``grades``; ``once = "matter"`` keeps the first. ``unreported``: a grade before anything
    was reported. ``everyone``: 配合单位 too, by ``support`` or as the lead. ``scale`` and tiers run over the times that are ``counted``.
    """

    happening: ClassVar[Happening] = Happening.GRADED
    SAYS: ClassVar[tuple[str, ...]] = ("day", "move", "grade", "name", "role", "matter", "points")
    grades: tuple[str, ...] = ()
    moves: tuple[Move, ...] = ()
    matters: tuple[MatterKind, ...] = (MatterKind.TASK,)
    once: Once = Once.EACH
    unreported: Unreported = Unreported.SCORE
    everyone: bool = False
    support: Amount | None = None
    scale: Scale = Scale.EACH
    counted: CountedFor = CountedFor.UNIT_YEAR


@dataclass(frozen=True, slots=True, kw_only=True)
class UnurgedRule(RuleTerms):
    """A period (``every``) in which no step of ``moves`` (催办) was taken, judged ``per`` unit or matter; ``needs_node``: one had to be due."""

    happening: ClassVar[Happening] = Happening.UNURGED
    SAYS: ClassVar[tuple[str, ...]] = ("quarter", "nodes", "name", "matter", "points")
    moves: tuple[Move, ...] = ()
    matters: tuple[MatterKind, ...] = (MatterKind.TASK,)
    per: Per = Per.UNIT
    every: Every = Every.QUARTER
    needs_node: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class LateTerms(Growing, RuleTerms):
    """What rules of lateness share: ``days`` (natural or working), ``from_days`` (reached at that many), ``each`` (what of it scores), ``booked``,
    ``replaces`` (the lighter rule that it swallows). ``scale`` and tiers run over the days (or months), or over the times that are ``counted``.
    ``everyone``: 配合单位 too, by ``support`` or as the lead.
    """

    SAYS: ClassVar[tuple[str, ...]] = (
        *("node", "due", "done", "matter", "came", "count", "days", "from_days", "name", "points"),
        *("span", "sum"),  # where each day or month scores
    )
    matters: tuple[MatterKind, ...] = (MatterKind.TASK,)
    days: DayCount = DayCount.NATURAL
    from_days: int = 1
    each: Each = Each.TIME
    booked: BookedOn = BookedOn.REACHED
    replaces: str = ""
    once: Once = Once.EACH
    everyone: bool = False
    support: Amount | None = None
    scale: Scale = Scale.EACH
    counted: CountedFor = CountedFor.UNIT_YEAR


@dataclass(frozen=True, slots=True, kw_only=True)
class NodeLateRule(LateTerms):
    """节点报送逾期. ``entering``/``entered_by``/``spared_by``: steps that bring a late node under the rule, or keep it out; ``once = "matter"``: only
    the first of a matter.
    """

    happening: ClassVar[Happening] = Happening.NODE_LATE
    entering: Entering = Entering.LATE
    entered_by: Move | None = None
    spared_by: Move | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MatterLateRule(LateTerms):
    """事项超过办理时限 (the deadline in force), until it was reported done."""

    happening: ClassVar[Happening] = Happening.MATTER_LATE


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnedRule(Growing, RuleTerms):
    """退回 (``moves``), the k-th ``counted`` for its matter, node or unit, by ``scale`` or tiers. ``everyone``: 配合单位 too."""

    happening: ClassVar[Happening] = Happening.RETURNED
    SAYS: ClassVar[tuple[str, ...]] = ("day", "count", "first", "step", "before", "name", "matter", "points")
    moves: tuple[Move, ...] = ()
    matters: tuple[MatterKind, ...] = (MatterKind.TASK,)
    counted: CountedFor = CountedFor.MATTER
    scale: Scale = Scale.EACH
    everyone: bool = False
    support: Amount | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MaterialLateRule(RuleTerms):
    """限期材料迟报: ``requesters`` whose requests count, ``days``, ``from_days``, ``each`` (day, month, or once), ``booked``; ``remark_days``: one that is
    late by more days is listed for people to look into. ``scale`` and tiers run over the days or months.
    """

    happening: ClassVar[Happening] = Happening.MATERIAL_LATE
    SAYS: ClassVar[tuple[str, ...]] = ("name", "due", "came", "count", "days", "span", "part", "unit", "each", "sum", "points")
    requesters: tuple[str, ...] = ()
    days: DayCount = DayCount.NATURAL
    from_days: int = 1
    each: Each = Each.DAY
    booked: BookedOn = BookedOn.REACHED
    remark_days: int | None = None
    scale: Scale = Scale.EACH

    @property
    def grows(self) -> bool:
        """True where a day (or month) is worth more or less than the one before."""
        return self.scale is not Scale.EACH or bool(self.lead.tiers)


@dataclass(frozen=True, slots=True, kw_only=True)
class MaterialInTimeRule(RuleTerms):
    """限期材料 that came in time (按时报送得分), booked when it came."""

    happening: ClassVar[Happening] = Happening.MATERIAL_IN_TIME
    SAYS: ClassVar[tuple[str, ...]] = ("name", "due", "day", "points")
    requesters: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffFailedRule(RuleTerms):
    """督查人员表现: ``handling``, and ``confirmed_by``, the rule of the rows that confirm it."""

    happening: ClassVar[Happening] = Happening.STAFF_FAILED
    SAYS: ClassVar[tuple[str, ...]] = ("why", "name", "points")
    handling: Handling = Handling.SCORE
    confirmed_by: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CountedRule(RuleTerms):
    """Rows of a ``register`` (``where`` they say something): each worth its amount, times the number in ``column``; or, with ``brackets``, the points of
    the bracket that the sum of a period (``every``) reaches (50—99件2分，100件以上3分). The unit stands in the register's first unit column.
    ``coefficient``: a column with the number that the points of a row are multiplied by (修正系数).
    """

    happening: ClassVar[Happening] = Happening.COUNTED
    SAYS: ClassVar[tuple[str, ...]] = ("name", "count", "points")
    register: str = ""
    column: str = ""
    where: tuple[RowSays, ...] = ()
    every: Every = Every.YEAR
    brackets: tuple[ShareBand, ...] = ()
    coefficient: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CompletionRule(RuleTerms):
    """Rows of a ``register`` with ``target`` and ``actual`` (or the votes of ``rates``: column → its share of the full marks); ``lead.points`` is what
    full completion is worth.

    ``compared`` says how completion is reckoned, ``formula`` how it becomes points: ``bands`` from so much on; ``each_short``/``each_over`` for each
    percentage point. ``counts_to`` caps it (1 = 不超额计分), below ``counts_from`` nothing is given. Only rows from ``at_least`` and below ``below`` count.
    ``coefficient``: a column with the number that the points of a row are multiplied by (修正系数).
    """

    happening: ClassVar[Happening] = Happening.COMPLETION
    SAYS: ClassVar[tuple[str, ...]] = ("name", "how", "worth", "rate", "points")
    register: str = ""
    target: str = ""
    actual: str = ""
    rates: Mapping[str, Decimal] = field(default_factory=dict)
    where: tuple[RowSays, ...] = ()
    compared: ComparedBy = ComparedBy.SHARE
    formula: Formula = Formula.PROPORTIONAL
    bands: tuple[ShareBand, ...] = ()
    each_short: Decimal = Decimal(0)
    each_over: Decimal = Decimal(0)
    counts_to: Decimal = Decimal(1)
    counts_from: Decimal = Decimal(0)
    at_least: Decimal | None = None
    below: Decimal | None = None
    coefficient: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacedRule(RuleTerms):
    """The place of a unit by the numbers of a ``register``'s ``column`` in a period (``every``): ``by`` a list of ``places``, a ``step`` (points) or ``share`` (of
    the full marks) less for each place, against the first, or between ``floor`` and the full marks (功效系数). ``reverse``: the smallest number is
    the first. ``end``: places from the top or the bottom; ``tied``: what units in one place get; ``among``: group or all.
    """

    happening: ClassVar[Happening] = Happening.PLACED
    SAYS: ClassVar[tuple[str, ...]] = ("name", "period", "value", "group", "count", "place", "tied", "how", "points")
    register: str = ""
    column: str = ""
    where: tuple[RowSays, ...] = ()
    every: Every = Every.YEAR
    by: PlacedBy = PlacedBy.LIST
    places: tuple[Decimal, ...] = ()
    step: Decimal | None = None
    share: Decimal | None = None
    floor: Decimal = Decimal(0)
    reverse: bool = False
    end: End = End.TOP
    tied: Tied = Tied.SAME
    among: RankedAmong = RankedAmong.GROUP


@dataclass(frozen=True, slots=True, kw_only=True)
class CardsRule(RuleTerms):
    """Every ``count`` cards of one kind (``card``) within a period (``every``) cost or bring so much; ``consecutive``: in months in a row."""

    happening: ClassVar[Happening] = Happening.CARDS
    SAYS: ClassVar[tuple[str, ...]] = ("name", "card", "count", "days", "points")
    card: str = ""
    count: int = 1
    every: Every = Every.YEAR
    consecutive: bool = False


PointRule = (
    EnteredRule
    | IncludedRule
    | GradedRule
    | UnurgedRule
    | NodeLateRule
    | MatterLateRule
    | ReturnedRule
    | MaterialLateRule
    | MaterialInTimeRule
    | StaffFailedRule
    | CountedRule
    | CompletionRule
    | PlacedRule
    | CardsRule
)
