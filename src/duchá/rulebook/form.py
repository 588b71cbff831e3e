"""A table declared once: blank, reader, checks, marked copy and summary all come from this declaration."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum

RECORD_NO, CHECKED_BY = "record_no", "checked_by"  # columns that every register has, whether its rulebook declares them or not
RECORD_NO_TITLE, RECORD_NO_HINT = "记录号", "不用填。由本工具导出的表会带上，改内容时不要动它。"
KEY_NOTE = "一行按{keys}认：改了这几栏的，会问是不是原来那一行，是的请在“核实人”签名；填有记录号的不问。"
LIST_PAUSE = "、"
CHECKED_BY_TITLE, CHECKED_BY_HINT = "核实人", "这一行被问到、核实确是如此的，由核实的人在这里签名，即按所填的登记。"


class ColumnKind(Enum):
    """What a column or header cell holds. A ``body`` is a unit of the roster or a body outside it (法院、上级机关): known or free text."""

    SEQUENCE = "sequence"
    TEXT = "text"
    LONG_TEXT = "long-text"
    DATE = "date"
    TIME = "time"
    DATES = "dates"
    COUNT = "count"
    AMOUNT = "amount"
    PERCENT = "percent"
    CHOICE = "choice"
    UNIT = "unit"
    UNITS = "units"
    BODY = "body"
    SEAL = "seal"
    PHONE = "phone"
    YES_NO = "yes-no"
    PERIOD = "period"


class ColumnRole(Enum):
    """What a column means to the checks and the summary, whatever its title."""

    NONE = "none"
    SEQUENCE = "sequence"
    ITEM = "item"
    PROBLEM = "problem"
    RECTIFICATION = "rectification"
    SYSTEM = "system"
    SUB_UNIT = "sub-unit"
    QUESTION = "question"  # the number of the question that a row answers; the answer is its item
    DECISION = "decision"  # what a person decides in a list of ours: a row in which none of these is filled says nothing
    FINDING = "finding"  # the problem beside an answer: 无 there is an answer too, not a row without content


class NilPolicy(Enum):
    """What an empty body means: a zero report (零报告), a flag for the inspectors, or a fault."""

    ZERO_REPORT = "zero-report"
    FLAG = "flag"
    FAULT = "fault"


class FilledBy(Enum):
    """Who fills the form: a unit (报表) or the office itself (登记表)."""

    UNIT = "unit"
    OFFICE = "office"


class CarriedFrom(Enum):
    """Whose value a blank brings along: 上期 or 上年同期."""

    PREVIOUS = "previous"
    YEAR_BEFORE = "year-before"


@dataclass(frozen=True, slots=True, kw_only=True)
class Carry:
    """带入: what the blank of a period has filled in already: the value that an earlier return has in ``column``.

    A number of the period before is not carried into another year: what adds up begins anew.
    """

    column: str
    from_: CarriedFrom = CarriedFrom.PREVIOUS


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """栏目: one column. ``title`` is exactly as printed (may be empty); ``width`` in characters; ``synonyms`` other titles it is known by.

    ``choices`` closes a CHOICE column; ``choices_from`` names where the list is drawn from instead (``units``, ``deliverables``,
    ``matters``, ``rules``, ``categories``…). ``total``: it is added up in reports, and compared with the period and the year before; ``carry``: what the
    blank of a period brings along. ``key`` marks the columns that identify a register row; ``unsigned`` amounts have no sign.
    """

    id: str
    title: str
    kind: ColumnKind = ColumnKind.TEXT
    role: ColumnRole = ColumnRole.NONE
    required: bool = False
    key: bool = False
    unsigned: bool = False
    width: int = 16
    synonyms: tuple[str, ...] = ()
    choices: tuple[str, ...] = ()
    choices_from: str = ""
    example: str = ""
    hint: str = ""
    total: bool = False
    carry: Carry | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class HeaderField:
    """表头项: a labelled cell above the table (部门（盖章）, 填报日期…)."""

    id: str
    label: str
    kind: ColumnKind
    required: bool = False
    synonyms: tuple[str, ...] = ()
    example: str = ""
    hint: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RemarkRow:
    """备注行: its label and preset text; ``list_name`` names the list that is read from it (DT-09).

    ``against`` is the form whose items must not be on that list (DT-39).
    """

    label: str
    preset: str = ""
    list_name: str = ""
    against: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """报表 or 登记表. ``number`` is its number in the document (附件2), ``sheet`` the name of its sheet in the blank. ``preset`` are its printed
    rows: of each what stands in the ``preset_columns``.

    ``since`` names the reading whose option says from which day on matters are in scope (DT-04, DT-07). Of a register: ``file`` is its
    file in ``registers/``; ``dated_by`` the columns that say when a row happened, the first that is filled counts (none: from the
    campaign's first day on), ``timed_by`` the one with its hour; ``unique``: its key stands in it once; ``columns_from`` names a list
    (``components``) whose every name is one more column, for an amount.
    """

    id: str
    number: str
    title: str
    sheet: str
    article: str
    columns: tuple[Column, ...]
    header: tuple[HeaderField, ...] = ()
    remark: RemarkRow | None = None
    since: str = ""
    notes: tuple[str, ...] = ()
    title_synonyms: tuple[str, ...] = ()
    nil: NilPolicy = NilPolicy.FAULT
    filled_by: FilledBy = FilledBy.UNIT
    file: str = ""
    landscape: bool = True
    body_rows: int = 10
    dated_by: tuple[str, ...] = ()
    timed_by: str = ""
    unique: bool = False
    columns_from: str = ""
    preset_columns: tuple[str, ...] = ()
    preset: tuple[tuple[str, ...], ...] = ()

    def column(self, id: str) -> Column:
        """The column of an id."""
        return next(column for column in self.columns if column.id == id)

    @property
    def printed(self) -> frozenset[str]:
        """Columns whose cells a blank may bring along: a row in which nothing else stands has not been filled in."""
        carried = (column.id for column in self.columns if column.carry is not None or column.role is ColumnRole.SEQUENCE)
        return frozenset((*carried, *self.preset_columns))

    def with_role(self, role: ColumnRole) -> Column | None:
        """The first column of a role, None where the form has none."""
        return next((column for column in self.columns if column.role is role), None)


def with_own_columns(form: Form) -> Form:
    """A register with the columns that every register has (核实人, who answers the question on a row, and 记录号) and a note above it that says
    by which columns its rows are known. Other forms as they are.
    """
    if form.filled_by is not FilledBy.OFFICE:
        return form
    ids, titles = {column.id for column in form.columns}, {column.title for column in form.columns}
    columns = list(form.columns)
    if RECORD_NO not in ids and RECORD_NO_TITLE not in titles:
        columns.append(Column(id=RECORD_NO, title=RECORD_NO_TITLE, width=10, hint=RECORD_NO_HINT))
    if CHECKED_BY not in ids and CHECKED_BY_TITLE not in titles:
        columns.append(Column(id=CHECKED_BY, title=CHECKED_BY_TITLE, width=9, hint=CHECKED_BY_HINT))
    keys = LIST_PAUSE.join(column.title for column in columns if column.key)
    notes = (form.notes[0] + KEY_NOTE.format(keys=keys), *form.notes[1:]) if keys and form.notes else form.notes
    return replace(form, columns=tuple(columns), notes=notes)
