"""A table declared once: blank, reader, checks, marked copy and summary all come from this declaration."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from enum import Enum

from duchá.terms.fault import Weight
from duchá.terms.measures import in_title
from duchá.terms.text import for_matching

RECORD_NO, CHECKED_BY = "record_no", "checked_by"  # columns that every register has, whether its rulebook declares them or not
RECORD_NO_TITLE, RECORD_NO_HINT = "记录号", "不用填。由本工具导出的表会带上，改内容时不要动它。"
KEY_NOTE = "一行按{keys}认：改了这几栏的，会问是不是原来那一行，是的请在“核实人”签名；填有记录号的不问。"
LIST_PAUSE = "、"
CAMPAIGN = "campaign"  # a bound of days: the campaign's own first or last day
LATER: Mapping[str, bool] = {"later": True}  # of a field that came after the first version: one that is not used changes no blank's version
CHECKED_BY_TITLE, CHECKED_BY_HINT = "核实人", "这一行被问到、核实确是如此的，由核实的人在这里签名，即按所填的登记。"


class ColumnKind(Enum):
    """What a column or header cell holds. A ``body`` is a unit of the roster or a body outside it (法院、上级机关): known or free text.
    A ``person`` is one of the pools (三库), by number, or by a name that only one has."""

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
    CHOICES = "choices"
    UNIT = "unit"
    UNITS = "units"
    BODY = "body"
    PERSON = "person"
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
    ASKED = "asked"  # the text of the question, which the blank has printed already: a row with nothing else in it is blank
    EVIDENCE = "evidence"  # what an answer rests on
    DECISION = "decision"  # what a person decides in a list of ours: a row in which none of these is filled says nothing
    RAISED = "raised"  # a problem that others have raised (征求意见): it stands in the ledger, and no inspection found it
    FINDING = "finding"  # the problem beside an answer: 无 there is an answer too, not a row without content


class NilPolicy(Enum):
    """What an empty body means: a zero report (零报告), a flag for the inspectors, or a fault."""

    ZERO_REPORT = "zero-report"
    FLAG = "flag"
    FAULT = "fault"


class FilledBy(Enum):
    """Who fills the form: a unit (报表), the office itself (登记表), or a system outside whose export the office puts in (导出表)."""

    UNIT = "unit"
    OFFICE = "office"
    OUTSIDE = "outside"


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

    ``choices`` closes a CHOICE column (CHOICES: several of them in one cell); ``choices_from`` names where the list is drawn from instead
    (``units``, ``deliverables``, ``matters``, ``rules``, ``categories``…). ``key`` marks the columns that identify a row; ``unsigned``
    amounts have no sign. ``total``: it is added up in reports, and compared with the period and the year before; ``carry``: what the blank of a period
    brings along.

    Of a number: ``least`` and ``most`` bound it, ``whole`` leaves no fraction; what is typed in another ``measure`` of its kind is converted. Of a day:
    ``from`` and ``until``, both included, a day or CAMPAIGN. A COUNT is whole and, like a PERCENT, not below 0 unless ``least`` says so.
    """

    id: str
    title: str
    kind: ColumnKind = ColumnKind.TEXT
    role: ColumnRole = ColumnRole.NONE
    required: bool = False
    key: bool = False
    key_if_filled: bool = field(default=False, metadata=LATER)
    unsigned: bool = False
    width: int = 16
    synonyms: tuple[str, ...] = ()
    choices: tuple[str, ...] = ()
    choices_from: str = ""
    example: str = ""
    hint: str = ""
    total: bool = field(default=False, metadata=LATER)
    carry: Carry | None = field(default=None, metadata=LATER)
    least: Decimal | None = field(default=None, metadata=LATER)
    most: Decimal | None = field(default=None, metadata=LATER)
    whole: bool = field(default=False, metadata=LATER)
    measure: str = field(default="", metadata=LATER)
    from_: str = field(default="", metadata=LATER)
    until: str = field(default="", metadata=LATER)

    @property
    def is_whole(self) -> bool:
        """True where no fraction may stand."""
        return self.whole or self.kind is ColumnKind.COUNT

    @property
    def lowest(self) -> Decimal | None:
        """The least number that may stand there; None where any may."""
        if self.least is None and self.kind in (ColumnKind.COUNT, ColumnKind.PERCENT):
            return Decimal(0)
        return self.least

    @property
    def counted_in(self) -> str:
        """Its measure: as declared, else the measure of money that its title ends in (投入资金（万元）)."""
        return self.measure or in_title(self.title)


@dataclass(frozen=True, slots=True, kw_only=True)
class CellCheck:
    """勾稽关系: a declared check of the cells of a form. ``rule`` is a statement of the language of `expression`, asked row by row, or once a form
    where it speaks of no single row; only where ``when`` holds. ``within`` is how far two equal numbers may lie apart; ``text`` says it in the author's words.
    """

    id: str
    rule: str
    article: str
    when: str = ""
    weight: Weight = Weight.REJECT
    within: Decimal = Decimal(0)
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChecklistQuestion:
    """检查问题 of a checklist form. ``good``: 是 is the good answer; False where 是 says that there is a problem (SY-02).

    Written below its form, or apart from it with the ``form`` it belongs to. ``evidence``: its answer wants something to rest on.
    """

    id: str
    article: str
    text: str
    good: bool
    form: str = ""
    evidence: bool = False


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
    (``components``) whose every name is one more column, for an amount; ``valid_from`` and ``valid_to`` the columns between whose days a row is
    in force. ``outside``: it is what a system outside exports (``filled_by = "outside"``); the office puts it in, and the last export is the list.
    ``checks``: what must hold between its cells. ``questions``: what its rows answer, each exactly once; the blank has them printed in its rows.
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
    preset_columns: tuple[str, ...] = field(default=(), metadata=LATER)
    preset: tuple[tuple[str, ...], ...] = field(default=(), metadata=LATER)
    checks: tuple[CellCheck, ...] = field(default=(), metadata=LATER)
    questions: tuple[ChecklistQuestion, ...] = field(default=(), metadata=LATER)
    valid_from: str = field(default="", metadata=LATER)
    valid_to: str = field(default="", metadata=LATER)
    outside: bool = field(default=False, metadata=LATER)
    requirement: str = field(default="", metadata=LATER)

    def column(self, id: str) -> Column:
        """The column of an id."""
        return next(column for column in self.columns if column.id == id)

    @property
    def printed(self) -> frozenset[str]:
        """Columns whose cells a blank may bring along: a row in which nothing else stands has not been filled in."""
        carried = (
            column.id for column in self.columns if column.carry is not None or column.role in (ColumnRole.SEQUENCE, ColumnRole.ASKED)
        )
        return frozenset((*carried, *self.preset_columns))

    def question(self, written: str, asked: str = "") -> ChecklistQuestion | None:
        """The question of a number as written (25, 第25问), else of its own words."""
        found = _DIGITS.search(written)
        number = str(int(found[0])) if found else written.strip()
        by_number = next((question for question in self.questions if question.id == number), None) if number else None
        if by_number is None and not number and asked:
            wanted = for_matching(asked)
            return next((question for question in self.questions if for_matching(question.text) == wanted), None)
        return by_number

    @property
    def numbered_by(self) -> Column | None:
        """The column with the number of the question that a row answers."""
        return self.with_role(ColumnRole.QUESTION) or self.with_role(ColumnRole.SEQUENCE)

    def with_role(self, role: ColumnRole) -> Column | None:
        """The first column of a role, None where the form has none."""
        return next((column for column in self.columns if column.role is role), None)


_DIGITS = re.compile(r"[0-9]+")


def with_questions(form: Form, apart: Iterable[ChecklistQuestion]) -> Form:
    """A form with all its questions: those written below it, then those written apart; its blank has a row for each."""
    questions = tuple(replace(one, form=form.id) for one in (*form.questions, *(one for one in apart if one.form == form.id)))
    return replace(form, questions=questions, body_rows=len(questions)) if questions else form


def with_own_columns(form: Form) -> Form:
    """A register with the columns that every register has (核实人, who answers the question on a row, and 记录号) and a note above it that says
    by which columns its rows are known. Other forms as they are.
    """
    if form.filled_by is FilledBy.UNIT:
        return form
    outside = form.outside or form.filled_by is FilledBy.OUTSIDE
    form = replace(form, filled_by=FilledBy.OFFICE, outside=outside)
    ids, titles = {column.id for column in form.columns}, {column.title for column in form.columns}
    columns = list(form.columns)
    if RECORD_NO not in ids and RECORD_NO_TITLE not in titles:
        columns.append(Column(id=RECORD_NO, title=RECORD_NO_TITLE, width=10, hint=RECORD_NO_HINT))
    if CHECKED_BY not in ids and CHECKED_BY_TITLE not in titles:
        columns.append(Column(id=CHECKED_BY, title=CHECKED_BY_TITLE, width=9, hint=CHECKED_BY_HINT))
    keys = LIST_PAUSE.join(column.title for column in columns if column.key)
    notes = (form.notes[0] + KEY_NOTE.format(keys=keys), *form.notes[1:]) if keys and form.notes else form.notes
    return replace(form, columns=tuple(columns), notes=notes)
