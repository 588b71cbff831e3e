"""What a rulebook asks of lists: checks over rows, two lists against each other, counts and rates. All of it data, none of it a list's own Python."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import Enum

from duchá.terms.fault import Weight

UNITS, CHOICES = "units", "choices"  # lists that a check may want covered, beside another register's column
EVERY_GROUP = "units:"  # the units of one group of the rulebook: units:streets
AS_OF = "as_of"  # the day of the report, as a column that every statement may name


@dataclass(frozen=True, slots=True, kw_only=True)
class RowPick:
    """取哪些行: those of a list for which all of this holds.

    ``when`` is a statement of the small language (`expression`); a row in which a cell that it reads is empty is not taken. ``filled`` and
    ``empty`` name columns (无 says that there is nothing: it counts as empty). ``matched`` and ``unmatched`` ask for rows of another list.
    """

    when: str = ""
    filled: tuple[str, ...] = ()
    empty: tuple[str, ...] = ()
    matched: tuple[RowMatch, ...] = ()
    unmatched: tuple[RowMatch, ...] = ()

    @property
    def is_all(self) -> bool:
        """True where nothing is asked."""
        return not (self.when or self.filled or self.empty or self.matched or self.unmatched)


@dataclass(frozen=True, slots=True, kw_only=True)
class RowMatch:
    """RowPick of another list that belong to one row: ``columns`` says which of its columns equals which of theirs.

    At least ``least`` of them, at most ``most``; where ``distinct`` names a column of theirs, as many different ones of it. ``rows`` says
    which of theirs count.
    """

    register: str
    columns: Mapping[str, str]
    least: int = 1
    most: int | None = None
    distinct: str = ""
    rows: RowPick = RowPick()


class CheckDemand(Enum):
    """What a check wants: 必填, 至少填一项, 先后, 不重复, 每项几行, 覆盖, 对应, 时间不重叠, 不相同, 式子成立, 不应有."""

    FILLED = "filled"
    ONE_OF = "one-of"
    ORDER = "order"
    DISTINCT = "distinct"
    COUNT = "count"
    COVERS = "covers"
    REFERENCE = "reference"
    NO_OVERLAP = "no-overlap"
    DIFFERS = "differs"
    HOLDS = "holds"
    NONE = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterCheck:
    """登记要求: what a rulebook wants of the rows of a register, on any day.

    ``rows`` says of which rows (default: all). What ``columns`` are depends on the demand:

    - filled: each must be filled; one-of: at least one of them;
    - order: two days, the second not before the first; no-overlap: from and to of rows that agree in ``per``;
    - distinct: what they say together stands in one row only; differs: two that must not say the same;
    - count: ``least`` to ``most`` rows for each value of ``per`` (of ``distinct`` ones of a column, where it names one);
    - covers: every item of the lists in ``every``, one list a column, all combinations: units, units:group, choices, register.column;
    - reference: ``matches`` rows of another list for each row; holds: the statement ``rule``;
    - none: there is no row like ``rows``; where ``columns`` names a day, ``{days}`` in the sentence are the days since.

    ``override`` is the column in which the reason of an exception stands: a row that has one is listed as an exception, not as a gap.
    ``says`` is the rulebook's own sentence for a gap; ``{column}`` in it is what the row says there.
    """

    id: str
    register: str
    article: str
    demand: CheckDemand
    weight: Weight = Weight.REJECT
    rows: RowPick = RowPick()
    columns: tuple[str, ...] = ()
    rule: str = ""
    per: tuple[str, ...] = ()
    least: int | None = None
    most: int | None = None
    distinct: str = ""
    every: tuple[str, ...] = ()
    matches: tuple[RowMatch, ...] = ()
    override: str = ""
    says: str = ""
    requirement: str = ""


class Difference(Enum):
    """What two lists may disagree in: 缺, 多, 不一致; 都有, where both having it is the contradiction (自查说没有，检查说有)."""

    MISSING = "missing"
    EXTRA = "extra"
    DIFFERENT = "different"
    BOTH = "both"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reconciliation:
    """对照: two lists held against each other by a key. ``missing`` stands in ``left`` only, ``extra`` in ``right`` only.

    ``key`` and ``compare`` say which column of the left equals which of the right. A key that is empty is compared with nothing and listed.
    ``finds`` limits what is listed; the sentences (``says``, by what is found) are the rulebook's own where it gives them. ``several``: a
    key may stand in several rows of a list, as a version does in the rows of a whole list.
    """

    id: str
    name: str
    article: str
    left: str
    right: str
    key: Mapping[str, str]
    compare: Mapping[str, str] = field(default_factory=dict)
    left_rows: RowPick = RowPick()
    right_rows: RowPick = RowPick()
    finds: tuple[Difference, ...] = (Difference.MISSING, Difference.EXTRA, Difference.DIFFERENT)
    several: bool = False
    says: Mapping[str, str] = field(default_factory=dict)
    note: str = ""
    requirement: str = ""


class FigureKind(Enum):
    """What a measure is: 件数, 合计, 比率."""

    COUNT = "count"
    SUM = "sum"
    RATE = "rate"


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """指标: a count, a sum or a rate over the rows of a list.

    ``rows`` are what is counted: of a rate its denominator, and ``part`` says which of them are its numerator. ``on`` is the day by which a
    row belongs to a period (none: the row's own day). ``distinct`` counts different values of a column, ``sum`` adds one up. Where a
    ``target`` is named every row that keeps it from being met is a gap, but for those in ``excused`` (not yet due), which are counted and
    are no gap; ``excuses`` switches that off. ``gap`` says what is wanting of such a row. ``titles`` are the headings of count, part and rate in a
    table; an empty one leaves the column out.
    """

    id: str
    name: str
    register: str
    article: str
    figure: FigureKind = FigureKind.COUNT
    rows: RowPick = RowPick()
    part: RowPick = RowPick()
    sum: str = ""
    distinct: str = ""
    on: str = ""
    target: Decimal | None = None
    excused: RowPick | None = None
    excuses: bool = True
    gap: str = ""
    titles: tuple[str, ...] = ()
    requirement: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasureTable:
    """统计表: measures beside each other, one line a value of the column ``by`` (a unit, a kind), and their total.

    ``reports`` name the reports that it stands in (bulletin, annual, register); ``sentence`` is what the text of the bulletin says of it, with
    ``{measure}`` for the total of each. ``on`` is the day by which rows belong to the period of a report, for measures that name none.
    ``whole``: of all rows whatever the period. ``gaps_sentence`` says how many rows keep each target from being met.
    ``over``: a second column whose values are the columns of a cross table of the first measure, or what ``shows`` says of the row.
    ``covers``: units without a row have a line too.
    """

    id: str
    name: str
    title: str
    article: str
    register: str
    by: str
    measures: tuple[str, ...] = ()
    on: str = ""
    over: str = ""
    shows: str = ""
    covers: bool = False
    reports: tuple[str, ...] = ("register",)
    whole: bool = False
    sentence: str = ""
    gaps_sentence: str = ""
    gaps_name: str = ""
    gaps_title: str = ""
    gap_columns: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    unit_of_measure: str = ""
    requirement: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RowDocument:
    """文书: a paper made from one row of a register, a draft until the row says that it went out (``issued`` is filled).

    ``paragraphs`` are its text, ``{column}`` in it what the row says there; ``lists`` are tables of rows of other lists that belong to it.
    ``needs`` are columns without which it must not go out; ``template`` is the document of templates/documents that it is written with.
    """

    id: str
    name: str
    register: str
    article: str
    title: str
    paragraphs: tuple[str, ...]
    to: str = ""
    number: str = ""
    issued: str = ""
    signed_by: str = ""
    template: str = "paper"
    needs: tuple[str, ...] = ()
    rows: RowPick = RowPick()
    lists: tuple[DocumentList, ...] = ()
    requirement: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentList:
    """附表 of a document: rows of a list that belong to the row, and the columns that are shown of them; ``nothing`` is said where there are none."""

    title: str
    match: RowMatch
    columns: tuple[str, ...]
    nothing: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Whom:
    """建议对象: the column that names whom a proposal is about, in the row itself or in a row of another list that belongs to it."""

    title: str
    column: str
    match: RowMatch | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RowProposal:
    """依事实提出的建议: each row like ``rows`` is a ground of its own and makes a proposal of its own, about everybody in ``whom``.

    ``override`` is the column with the reason why not. ``proposes`` False: the rulebook's reading leaves it to people.
    """

    id: str
    name: str
    article: str
    register: str
    whom: tuple[Whom, ...]
    says: str
    rows: RowPick = RowPick()
    override: str = ""
    proposes: bool = True
    requirement: str = ""
