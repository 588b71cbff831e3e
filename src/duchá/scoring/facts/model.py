"""Scores as they are shown and argued about: entries that add up, standings, proposals, and everything that scored nothing with its reason."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import Enum

from duchá.terms.article import Article
from duchá.terms.period import Period
from duchá.terms.place import Place
from duchá.terms.unit import Unit

ZERO = Decimal(0)


class Role(Enum):
    """角色: 牵头（承办） / 配合."""

    LEAD = "lead"
    SUPPORT = "support"


@dataclass(frozen=True, slots=True, kw_only=True)
class Because:
    """The row for which a correction was booked: its 记录号 and register, whether it is new, changed or withdrawn, when and by whom that was recorded."""

    number: str
    register: str
    change: str
    recorded_at: str
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """积分明细: one signed amount with everything it rests on.

    ``day`` is the booking day (入账日), ``cause`` names the fact it scores: the same cause is the same entry in every run.
    ``formula`` says in words and numbers how the amount came about; ``by`` who scored (评分主体); ``source`` is the id of what it comes
    from (第五至九条), ``note`` what its row says of it (扣分依据). ``late_for`` is the closed period into which it would have fallen,
    ``because`` the rows that brought it to light.
    """

    rule: str
    article: Article
    unit: str
    points: Decimal
    day: date
    cause: str
    formula: str
    role: Role | None = None
    matter: str = ""
    evidence: tuple[Place, ...] = ()
    by: str = ""
    source: str = ""
    note: str = ""
    late_for: str = ""
    because: tuple[Because, ...] = ()


class Why(Enum):
    """Why something is listed beside the scores: 待认定 / 不计分 / 重复 / 提示."""

    UNDECIDED = "undecided"
    REJECTED = "rejected"
    DUPLICATE = "duplicate"
    NOTE = "note"


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """列出: a fact that scored nothing (不计分, 重复, 待认定), or one that scored and is still to be said (提示)."""

    kind: Why
    rule: str
    unit: str
    why: str
    article: str = ""
    day: date | None = None
    matter: str = ""
    evidence: tuple[Place, ...] = ()


Outcome = Entry | Listed


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """得分 of one unit in a period. ``change`` is exactly the sum of its entries; ``exact`` the total before rounding for display."""

    unit: Unit
    entries: tuple[Entry, ...]
    change: Decimal
    exact: Decimal
    total: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class RankStanding:
    """名次 of one unit in its group; ``from_bottom`` is the same counted from the last (倒数). Equal values share a place (并列).

    ``value`` is what was ranked by: the total, then the further keys that the rulebook names.
    """

    score: Score
    value: tuple[Decimal, ...]
    rank: int
    from_bottom: int
    tied: bool
    grade: str = ""  # 等次, where the rulebook has any

    @property
    def name(self) -> str:
        """The unit's name."""
        return self.score.unit.name


@dataclass(frozen=True, slots=True, kw_only=True)
class Unranked:
    """未排名: a unit without a total, with the parts it has and why there is no total. Not the last: not ranked.

    ``score``: what it comes to all the same, where it is only not ranked (a unit that is no more).
    """

    unit: Unit
    entries: tuple[Entry, ...]
    why: str
    score: Score | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RankedGroup:
    """A ranking group with its standings, best first, and those that have no total."""

    group: str
    standings: tuple[RankStanding, ...]
    unranked: tuple[Unranked, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Approval:
    """审批: what a person decided about a proposal, as written in 建议审批 (X-05)."""

    period: str
    unit: str
    kind: str
    agreed: bool
    by: str
    day: date
    document: str = ""
    ground: str = ""
    place: Place = Place()


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """建议: a consequence for a person to approve; ``undecided`` says what is still open (边界并列, 组太小). ``ground``: the 记录号 of the row
    that it rests on, where it rests on one.

    ``deducts``: it is about points; ``points`` is the value that would be deducted (negative), None where another document has it.
    """

    consequence: str
    kind: str
    unit: str
    article: Article
    why: str
    undecided: str = ""
    evidence: tuple[Place, ...] = ()
    deducts: bool = False
    points: Decimal | None = None
    approval: Approval | None = None
    ground: str = ""

    @property
    def waits(self) -> bool:
        """True while something about it is open and nobody has decided."""
        return bool(self.undecided) and self.approval is None


@dataclass(frozen=True, slots=True, kw_only=True)
class AssessmentMark:
    """考核结果 of one assessment of its own: it is never added up with another. ``points`` None = not assessed yet."""

    name: str
    article: Article
    points: Decimal | None = None
    words: str = ""
    evidence: tuple[Place, ...] = ()
    by: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessed:
    """三考核、两通报 of one unit (SY-23): a mark for each assessment, and who is told: 责任主体, 所属单位（科室）."""

    unit: str
    marks: tuple[AssessmentMark, ...]
    subjects: tuple[str, ...]
    sections: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CardGiven:
    """牌: given to a unit on a day, for what; kept ``until`` (None: for good). What its colour means is the rulebook's: ``says``; ``good`` is praise."""

    card: str
    name: str
    article: Article
    unit: str
    day: date
    why: str
    evidence: tuple[Place, ...] = ()
    until: date | None = None
    good: bool = False
    says: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitRemark:
    """评语 of a unit: 经验做法, 存在问题, by the title of its column (JS-17)."""

    unit: str
    name: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Scores:
    """Everything about one period under one rulebook: rankings, entries, what is listed, what is proposed. Nothing here is stored.

    ``notes`` are about the numbers, ``made_known`` about who has confirmed them and where they were made known.
    ``within`` is the ranking by group where ``groups`` ranks all units together (JS-20); ``assessed`` what is never added up (SY-23).
    """

    period: Period
    rulebook: str
    title: str
    base: Decimal
    readings: Mapping[str, str]
    groups: tuple[RankedGroup, ...]
    listed: tuple[Listed, ...] = ()
    proposals: tuple[Proposal, ...] = ()
    within: tuple[RankedGroup, ...] = ()
    assessed: tuple[Assessed, ...] = ()
    cards: tuple[CardGiven, ...] = ()
    remarks: tuple[UnitRemark, ...] = ()
    closed: bool = False
    trial: bool = False
    notes: tuple[str, ...] = ()
    made_known: tuple[str, ...] = ()

    @property
    def standings(self) -> tuple[RankStanding, ...]:
        """All standings, group after group."""
        return tuple(standing for group in self.groups for standing in group.standings)


def plain(amount: Decimal) -> str:
    """A number without needless zeros: 102.5, -5, 0."""
    text = format(amount.normalize(), "f")
    return "0" if text == "-0" else text


def shown_place(place: Place) -> str:
    """A cell as evidence names it: registers/办理记录.xlsx!办理记录!A7."""
    return "!".join(part for part in (place.file, place.sheet, place.cell) if part)


def entry_order(entry: Entry) -> tuple[object, ...]:
    """By unit, then booking day, article and cause: the order in which entries are read."""
    return (entry.unit, entry.day, entry.rule, entry.matter, entry.cause)
