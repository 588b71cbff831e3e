"""Point rules as data: which fact scores how much for whom, booked when. Numbers, dates and lists stand in the rulebook, never here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import Enum

from duchá.rulebook.clock import MatterKind
from duchá.rulebook.machine import Move
from duchá.terms.deadline import DayCount

ONE_STEP = Decimal(0)


class Happening(Enum):
    """What a rule scores: a row of 积分事项, or what follows from matters, nodes, steps, 限期材料 and 督查人员表现."""

    ENTERED = "entered"
    INCLUDED = "included"
    GRADED = "graded"
    UNURGED = "unurged"
    NODE_LATE = "node-late"
    RETURNED = "returned"
    MATERIAL_LATE = "material-late"
    STAFF_FAILED = "staff-failed"


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Amount:
    """分值, unsigned: ``points``, or typed by the scorer between ``least`` and ``most`` (both included).

    ``undecided``: the clause names no amount for this role; zero until a person decides (待认定). ``open``: the clause names none, and
    ``points`` is only what is filled in beforehand; a typed amount takes its place.
    """

    points: Decimal | None = None
    least: Decimal | None = None
    most: Decimal | None = None
    step: Decimal = ONE_STEP
    blank: Blank = Blank.FAULT
    undecided: bool = False
    open: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class AtFault:
    """Amounts where a cooperating unit is named as 责任单位: its own, the lead's, the other cooperating units'."""

    unit: Amount
    lead: Amount
    support: Amount


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
    """When a late node has entered 重点督办: by its lateness, by its lateness and a row, by either (JC-J-15)."""

    LATE = "late"
    BOTH = "both"
    EITHER = "either"


class BookedOn(Enum):
    """入账日 of lateness: the day it is reached, the due day, the day it was received (JC-J-31)."""

    REACHED = "reached"
    DUE = "due"
    RECEIVED = "received"


class CountedFor(Enum):
    """What returns are counted for: the matter, its node, the unit within a quarter (JC-J-16)."""

    MATTER = "matter"
    NODE = "node"
    UNIT_QUARTER = "unit-quarter"


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """积分事项的来源 (第五至九条; JC-J-04). ``level`` is the 来源层级 of a row that comes from it."""

    id: str
    name: str
    article: str
    level: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PointRule:
    """积分事项 of a regulation. ``name`` is the 情形 that the office writes; ``lead``/``support`` the amounts of 牵头 and 配合.

    - every rule: ``scorers`` (评分主体 expected), ``since``/``until`` (validity, both included), ``scale`` with the amount's step,
      ``source`` (where what it scores comes from; empty: by the row's 来源层级);
    - entered: ``levels`` (来源层级 that count), ``once``/``keep``, ``any_role`` (any unit, 角色 not asked), ``at_fault``, ``required``
      (columns of the row that must be filled);
    - from the ledger: ``matters`` (kinds of matter), ``grades``, ``moves``, ``excluded`` (纳入方式 that do not count), ``credit``, ``counted``,
      ``unreported`` (a grade before anything was reported, where a matter counts once);
    - lateness: ``days`` and ``from_days`` (reached at that many days), ``booked``, ``replaces`` (the lighter rule that it swallows),
      ``entering``/``entered_by``/``spared_by`` (steps that put a matter under 重点督办 or keep it out), ``requesters``,
      ``remark_days`` (a material late by more days is listed for people to look into);
    - staff: ``handling``, and ``confirmed_by``, the rule of the rows that confirm it.
    """

    id: str
    name: str
    article: str
    happening: Happening
    sign: Sign
    lead: Amount
    support: Amount | None = None
    requirement: str = ""
    scorers: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None
    scale: Scale = Scale.EACH
    any_role: bool = False
    levels: tuple[str, ...] = ()
    once: Once = Once.EACH
    keep: Keep = Keep.FIRST
    at_fault: AtFault | None = None
    required: tuple[str, ...] = ()
    matters: tuple[MatterKind, ...] = (MatterKind.TASK,)
    grades: tuple[str, ...] = ()
    moves: tuple[Move, ...] = ()
    excluded: tuple[str, ...] = ()
    credit: Credit = Credit.LEAD
    everyone: bool = False
    unreported: Unreported = Unreported.SCORE
    counted: CountedFor = CountedFor.MATTER
    per: Per = Per.UNIT
    needs_node: bool = True
    days: DayCount = DayCount.NATURAL
    from_days: int = 1
    booked: BookedOn = BookedOn.REACHED
    replaces: str = ""
    entering: Entering = Entering.LATE
    entered_by: Move | None = None
    spared_by: Move | None = None
    requesters: tuple[str, ...] = ()
    remark_days: int | None = None
    source: str = ""
    handling: Handling = Handling.SCORE
    confirmed_by: str = ""

    def valid_on(self, day: date) -> bool:
        """True when the rule is in force on that day."""
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)
