"""What the ledger holds: matters, the nodes they owe, and the steps that were taken. All derived from facts, never stored."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, time
from enum import Enum
from typing import NamedTuple

from duchá.rulebook.clock import MatterKind
from duchá.rulebook.machine import Move, State
from duchá.terms.article import Article
from duchá.terms.deadline import Deadline
from duchá.terms.place import Place


class Grade(Enum):
    """评定 of a result: 优秀 / 良好 / 合格 / 不合格."""

    EXCELLENT = "excellent"
    GOOD = "good"
    FAIR = "pass"
    FAIL = "fail"


class Inclusion(Enum):
    """纳入方式: 主动 / 被动 / 推动落实不力."""

    ACTIVE = "active"
    PASSIVE = "passive"
    POOR = "poor"


class Event(NamedTuple):
    """办理记录: one step taken on a matter, with where it stands. ``node`` is the node as written; ``seq`` the fact that says it.

    A tuple, for a ledger may have a million of them.
    """

    matter: str
    move: Move
    day: date
    at: time | None = None
    unit: str = ""
    node: str = ""
    grade: Grade | None = None
    new_due: date | None = None
    approver: str = ""
    scorer: str = ""
    attachment: str = ""
    note: str = ""
    file: str = ""
    sheet: str = ""
    cell: str = ""
    record_no: str = ""
    seq: int = 0
    version: str = ""

    @property
    def place(self) -> Place:
        """Where it is written."""
        return Place(file=self.file, sheet=self.sheet, cell=self.cell, version=self.version)


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """期限: the first deadline and every one that an extension put in its place; all are kept.

    ``article`` is what it follows from (None: typed by the office), ``rulebook`` whose lights and ladder it goes by. ``set_by`` are the
    steps that set the deadlines in ``extended``, one each.
    """

    first: Deadline
    article: Article | None = None
    rulebook: str = ""
    warn_days: int | None = None
    extended: tuple[Deadline, ...] = ()
    set_by: tuple[Event, ...] = ()

    def moved(self, deadline: Deadline, event: Event) -> Due:
        """The due with a new deadline in force, set by a step."""
        return replace(self, extended=(*self.extended, deadline), set_by=(*self.set_by, event))

    @property
    def deadline(self) -> Deadline:
        """The deadline in force."""
        return self.extended[-1] if self.extended else self.first

    @property
    def day(self) -> date:
        """The due day in force."""
        return self.deadline.due


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """节点: a dated step that a matter owes. ``answer`` is the first report that answers it (反馈 or 申请办结), None while it is open.

    A node that was still open when its matter ended is owed no more: ``void_on`` is that day.
    """

    id: str
    name: str
    due: Due
    answer: Event | None = None
    void_on: date | None = None

    def answered(self, answer: Event) -> Node:
        """The node with its answer."""
        return Node(id=self.id, name=self.name, due=self.due, answer=answer, void_on=self.void_on)

    def void(self, day: date) -> Node:
        """The node, owed no more from a day on."""
        return Node(id=self.id, name=self.name, due=self.due, answer=self.answer, void_on=day)

    @property
    def answered_on(self) -> date | None:
        """The day it was answered."""
        return None if self.answer is None else self.answer.day

    @property
    def open(self) -> bool:
        """True while it is owed."""
        return self.answer is None and self.void_on is None


@dataclass(frozen=True, slots=True, kw_only=True)
class Details:
    """What the office wrote down of a matter (督办事项), or what a return says of a problem. Texts are as written."""

    category: str
    title: str
    type: str = ""
    source: str = ""
    source_level: str = ""
    initiator: str = ""
    grade: str = ""
    lead: str = ""
    support: tuple[str, ...] = ()
    person: str = ""
    issued_on: date | None = None
    found_on: date | None = None
    task_no: str = ""
    inspection_ended_on: date | None = None
    node_days: tuple[date, ...] | None = None  # 节点时限: None = by the clock, () = 无
    limit: date | None = None  # 办理时限
    inclusion: Inclusion = Inclusion.ACTIVE
    problem: str = ""
    rectification: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Matter:
    """事项: one ledger line, as far as the facts at hand go.

    ``due`` is by when the whole matter is to be done; None where no term follows and none was typed (时限待定).
    ``answered_on``: the day since which the unit has answered and the office is to act (申请办结, 已报告) or on which it ended.
    ``first_record`` is the earlier matter of which this is a return; ``presumed``: its grade was not recorded.
    """

    id: str
    kind: MatterKind
    details: Details
    opened_on: date
    state: State
    machine: str
    due: Due | None = None
    nodes: tuple[Node, ...] = ()
    events: tuple[Event, ...] = ()
    answered_on: date | None = None
    ended_on: date | None = None
    returns: int = 0
    first_record: str = ""
    presumed: bool = False
    form: str = ""
    withdrawn: bool = False  # a corrected return no longer has it
    place: Place = Place()
    record_no: str = ""
    seq: int = 0
    successor: str = ""  # who answers for it on the day, where its 牵头单位 is no more

    @property
    def open(self) -> bool:
        """True until it has ended."""
        return not self.state.ended and not self.withdrawn

    @property
    def lead(self) -> str:
        """牵头单位, as it was called when the matter was written down."""
        return self.details.lead

    @property
    def answering(self) -> str:
        """Who answers for it on the day: 牵头单位, or its successor."""
        return self.successor or self.details.lead

    def count(self, move: Move) -> int:
        """How often a step was taken (催办次数)."""
        return sum(event.move is move for event in self.events)
