"""Procedures as data (程序): states, steps and what each demands; who is told, what must exist first, what a case opens."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import ClassVar

from duchá.terms.deadline import DueRule


class ProcedureKind(Enum):
    """What a procedure is over (``over``): cases, one row of a register each, where it does not say; or matters (督办事项) of some kinds."""

    CASES = "cases"
    MATTERS = "matters"


ANY = ""  # the key of allowed values that do not depend on another cell


@dataclass(frozen=True, slots=True, kw_only=True)
class CellCondition:
    """A condition on a cell of a case: ``column`` holds one of ``any`` (a cell may hold several, 、-separated); any text where none is named."""

    column: str
    any: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RowsGuard:
    """Rows of another register that must exist by the day of a step: at least ``least`` that name the case in ``by``.

    ``where`` limits them to rows whose cells fit, ``filled`` are columns in which each of these must say something; ``says`` is what is missing, in words.
    """

    register: str
    by: str
    says: str
    article: str
    least: int = 1
    where: tuple[CellCondition, ...] = ()
    filled: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CellsIf:
    """Cells of the case that must be filled where all conditions on it hold (``when``; none: always)."""

    columns: tuple[str, ...]
    article: str
    when: tuple[CellCondition, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseActor:
    """主体: who acts in a procedure or is told: the unit in a column of the case, a fixed name (``words``), or a name by what a column says
    (``names``: 市 → 市委组织部), which is how the level of a case decides who gets copies."""

    id: str
    name: str
    column: str = ""
    words: str = ""
    names: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseState:
    """状态 of a case. ``ended``: nothing is owed any more. ``term``: by when it should be left, where somebody set one; ``agreed``: no text
    sets it, the office agreed on it (本室约定)."""

    id: str
    name: str
    article: str
    ended: bool = False
    term: DueRule | None = None
    warn_days: int | None = None
    agreed: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseStep:
    """环节: from the states ``from`` a step leads to ``to`` (empty: it stays).

    It is a row of the steps register that says ``name``, or, with ``on``, a day in that column of the case itself. Without what follows it is refused:
    ``when`` (only cases whose cells fit), ``asks`` (cells of its row), ``document`` (what 文书 must name), ``sent_to`` and ``copies`` (actors
    that 发往 and 抄送 must name), ``approval`` (批准人), ``wants`` (cells of the case), ``rows`` (of other registers), ``after`` (side steps
    taken since the case came to this state, where their own ``when`` holds). ``counts`` names a counter. ``letter``: the id of the letter
    that goes with it. ``hint`` says in words what else belongs to it.
    """

    id: str
    name: str
    from_: tuple[str, ...]
    article: str
    to: str = ""
    actor: str = ""
    on: str = ""
    when: tuple[CellCondition, ...] = ()
    asks: tuple[str, ...] = ()
    document: str = ""
    sent_to: tuple[str, ...] = ()
    copies: tuple[str, ...] = ()
    approval: bool = False
    wants: tuple[CellsIf, ...] = ()
    rows: tuple[RowsGuard, ...] = ()
    after: tuple[str, ...] = ()
    counts: str = ""
    hint: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseOpening:
    """What a case opens (通报 → 约谈): once ``since`` was taken and ``when`` holds, until ``closed_by`` is taken. While it is open no step ends the case.

    ``register`` and ``cells``: the row to type there, by printed titles, where it is a matter or a case of its own (约谈 is 督办事项 too);
    columns of the case stand in it by id, as in a letter.
    """

    id: str
    name: str
    article: str
    since: str
    closed_by: str
    when: tuple[CellCondition, ...] = ()
    register: str = ""
    cells: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseBranch:
    """旁支 (复核、申诉): open from a step ``opened_by`` to a step ``closed_by``. It never ends the case by itself."""

    id: str
    name: str
    article: str
    opened_by: str
    closed_by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AllowedValues:
    """Which values a cell of a case may hold (several, 、-separated), by what the cell ``by`` says; under ``""`` where it depends on nothing."""

    column: str
    values: Mapping[str, tuple[str, ...]]
    article: str
    by: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseLetter:
    """文书 of a step: its title, whom it goes to, and its sentences; ``{case}``, ``{subject}``, ``{facts}`` and other columns of the case by id
    stand in them. ``issuer`` is an actor."""

    id: str
    step: str
    title: str
    article: str
    to: str
    text: tuple[str, ...]
    issuer: str = ""
    copies: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Procedure:
    """程序: over the rows of a ``subject`` register (one row a case, known by ``number``), with its steps in the ``steps_register``.

    ``case``, ``step``, ``document``, ``sent_to``, ``copies``, ``approver``, ``result`` are columns of the steps register. ``named`` and ``person`` are the columns that say
    whom it is about, ``measures`` those that hold what is proposed and decided; ``judged_by`` holds the day by which the rulebook's validity is judged.
    ``suspending``: steps that wait while a branch is open.
    """

    TAG: ClassVar[str] = "over"
    UNTAGGED: ClassVar[bool] = True  # a procedure that does not say what it is over is over cases
    over: ClassVar[ProcedureKind] = ProcedureKind.CASES

    id: str
    name: str
    article: str
    subject: str
    number: str
    named: str
    start: str
    states: tuple[CaseState, ...]
    steps: tuple[CaseStep, ...]
    person: str = ""
    measures: tuple[str, ...] = ()
    judged_by: str = ""
    steps_register: str = ""
    case: str = ""
    step: str = ""
    document: str = ""
    sent_to: str = ""
    copies: str = ""
    approver: str = ""
    result: str = ""
    actors: tuple[CaseActor, ...] = ()
    openings: tuple[CaseOpening, ...] = ()
    branches: tuple[CaseBranch, ...] = ()
    allowed: tuple[AllowedValues, ...] = ()
    letters: tuple[CaseLetter, ...] = ()
    suspending: tuple[str, ...] = ()

    def state(self, id: str) -> CaseState:
        """The state of an id."""
        return next(state for state in self.states if state.id == id)

    def step_of(self, id: str) -> CaseStep:
        """The step of an id."""
        return next(step for step in self.steps if step.id == id)

    def actor(self, id: str) -> CaseActor:
        """The actor of an id."""
        return next(actor for actor in self.actors if actor.id == id)

    @property
    def registers(self) -> frozenset[str]:
        """Every register that its cases are read from."""
        guards = (guard.register for step in self.steps for guard in step.rows)
        return frozenset(name for name in (self.subject, self.steps_register, *guards) if name)


class LeadSource(Enum):
    """Where a lead comes from: a matter that is late, a task never signed, a row of 积分事项, a proposal at the end of a year."""

    LATE = "late"
    UNSIGNED = "unsigned"
    CLAIM = "claim"
    PROPOSAL = "proposal"


@dataclass(frozen=True, slots=True, kw_only=True)
class LeadRule:
    """线索 that follow from facts; never a verdict. ``source``: a matter late by ``days`` or more without an accepted reason (``late``), a task
    never signed (``unsigned``), a row of 积分事项 with one of ``names`` (``claim``), a proposal of these names (``proposal``).

    ``watch``: only to be watched (关注), not a lead. ``reason`` is what stands under 情形 of a case that it opens.
    """

    id: str
    name: str
    article: str
    source: LeadSource
    reason: str = ""
    days: int = 0
    names: tuple[str, ...] = ()
    watch: tuple[str, ...] = ()
