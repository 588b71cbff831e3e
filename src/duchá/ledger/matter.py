"""What the ledger holds: matters, the nodes they owe, and the steps that were taken. All derived from facts, never stored."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, time, timedelta
from enum import Enum
from typing import NamedTuple

from duchá.rulebook.clock import MatterKind
from duchá.rulebook.machine import MachineState, Move
from duchá.submissions.classify import UNCLEAR
from duchá.terms.article import Article
from duchá.terms.deadline import Deadline
from duchá.terms.due import late_days
from duchá.terms.place import Place

_ONE = timedelta(days=1)


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
    ``checked`` is who answered the question on its row (核实人).

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
    checked: str = ""
    version: str = ""

    @property
    def place(self) -> Place:
        """Where it is written."""
        return Place(file=self.file, sheet=self.sheet, cell=self.cell, version=self.version)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewDate:
    """新时限: a deadline that a step put in the place of the one before.

    ``after_due``: the one before had passed by then, so that the lateness up to the day before the step stays as it was;
    ``forgiven``: unless a person has accepted it as if it had been set in time.
    """

    deadline: Deadline
    event: Event
    after_due: bool = False
    forgiven: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """A deadline while it was in force, until the last day before the step that replaced it after it had passed (``by``)."""

    deadline: Deadline
    by: NewDate | None = None

    @property
    def until(self) -> date | None:
        """The last day that counts for it: the day before another was set, or the day of the report that set it; None while it is in force."""
        if self.by is None:
            return None
        return self.by.event.day if self.by.event.move is Move.FEEDBACK else self.by.event.day - _ONE

    def days_late(self, day: date) -> int:
        """By how many days what it is about was late, if it came on a day."""
        return late_days(self.deadline.due, None, day if self.until is None else min(day, self.until))


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """期限: the first deadline and every one that a step put in its place; all are kept.

    ``article`` is what it follows from (None: typed by the office), ``rulebook`` whose lights and ladder it goes by. ``doubted`` are
    extensions that do not count until a person has signed them, and those granted when it was too late.
    """

    first: Deadline
    article: Article | None = None
    rulebook: str = ""
    warn_days: int | None = None
    changes: tuple[NewDate, ...] = ()
    doubted: tuple[Event, ...] = ()

    def moved(self, change: NewDate) -> Due:
        """The due with a new deadline in force."""
        return replace(self, changes=(*self.changes, change))

    def anew(self, change: NewDate) -> Due:
        """The due of a report that is owed once more: its lateness begins with the new deadline."""
        before = tuple(replace(earlier, after_due=False) for earlier in self.changes)
        return replace(self, changes=(*before, change), doubted=())

    def doubting(self, event: Event) -> Due:
        """The due with an extension that waits for a person."""
        return replace(self, doubted=(*self.doubted, event))

    @property
    def extended(self) -> tuple[Deadline, ...]:
        """The deadlines that steps have set."""
        return tuple(change.deadline for change in self.changes)

    @property
    def deadline(self) -> Deadline:
        """The deadline in force."""
        return self.changes[-1].deadline if self.changes else self.first

    @property
    def day(self) -> date:
        """The due day in force."""
        return self.deadline.due

    @property
    def spans(self) -> tuple[Span, ...]:
        """The deadlines by which lateness is counted, each by itself: a date set in time takes the place of the one before, one set too late
        only follows it."""
        found: list[Span] = []
        deadline = self.first
        for change in self.changes:
            if change.after_due:
                found.append(Span(deadline=deadline, by=change))
            deadline = change.deadline
        return (*found, Span(deadline=deadline))

    def days_late(self, day: date) -> int:
        """By how many days it was late in all, if it came on a day; what a person has forgiven is left out."""
        return sum(span.days_late(day) for span in self.spans if span.by is None or not span.by.forgiven)


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """节点: a dated step that a matter owes. ``answer`` is the first report that answers it (反馈 or 申请办结), None while it is open.

    A node that was still open when its matter ended is owed no more: ``void_on`` is that day. ``owner`` is the unit that owes it where
    it is not the lead. ``progress``: it wants to know how far the matter has come, not that it is done. ``base`` is the name of the
    node whose report was sent back, where this is that report, owed again.
    """

    id: str
    name: str
    due: Due
    answer: Event | None = None
    void_on: date | None = None
    owner: str = ""
    progress: bool = False
    base: str = ""

    def answered(self, answer: Event) -> Node:
        """The node with its answer."""
        return replace(self, answer=answer)

    def void(self, day: date) -> Node:
        """The node, owed no more from a day on."""
        return replace(self, void_on=day)

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
class Marks:
    """标注 of a problem: the id of its class of rectification, its categories, their parts (小项) and its channel by name (“” = 未标注), the day of the act."""

    klass: str = UNCLEAR
    categories: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()
    channel: str = ""
    acted_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Matter:
    """事项: one ledger line, as far as the facts at hand go.

    ``due`` is by when the whole matter is to be done; None where no term follows and none was typed (时限待定).
    ``answered_on``: the day since which the unit has answered and the office is to act (申请办结, 已报告) or on which it ended.
    ``sent_back`` is the step that sent its report back without a new date, until it is reported again. ``handed`` are its 移交,
    ``waiting`` the steps that count only once a person has signed them. ``first_record`` is the earlier matter of which this is a
    return; ``presumed``: its grade was not recorded.
    """

    id: str
    kind: MatterKind
    details: Details
    opened_on: date
    state: MachineState
    machine: str
    due: Due | None = None
    nodes: tuple[Node, ...] = ()
    events: tuple[Event, ...] = ()
    waiting: tuple[Event, ...] = ()
    handed: tuple[Event, ...] = ()
    answered_on: date | None = None
    ended_on: date | None = None
    sent_back: Event | None = None
    returns: int = 0
    first_record: str = ""
    presumed: bool = False
    form: str = ""
    withdrawn: bool = False  # a corrected return no longer has it
    place: Place = Place()
    record_no: str = ""
    seq: int = 0
    successor: str = ""  # who answers for it on the day, where its 牵头单位 is no more
    marks: Marks = Marks()  # of a problem, as proposed or decided

    @property
    def open(self) -> bool:
        """True until it has ended."""
        return not self.state.ended and not self.withdrawn

    @property
    def lead(self) -> str:
        """牵头单位: the one it was last handed over to, else as written down."""
        return self.handed[-1].unit if self.handed else self.details.lead

    def lead_on(self, day: date) -> str:
        """牵头单位 on a day: what fell on it is that unit's, whoever leads later."""
        return next((event.unit for event in reversed(self.handed) if event.day <= day), self.details.lead)

    def owner(self, node: Node) -> str:
        """The unit whose a node is: its own owner, else the lead of its due day."""
        return node.owner or self.lead_on(node.due.day)

    @property
    def answering(self) -> str:
        """Who answers for it on the day: 牵头单位, or its successor."""
        return self.successor or self.lead

    def answered_for(self, day: date) -> str:
        """Who answers today for what fell on a day: the lead of that day, or who took its place."""
        lead = self.lead_on(day)
        return self.answering if lead == self.lead else lead

    def count(self, move: Move) -> int:
        """How often a step was taken (催办次数)."""
        return sum(event.move is move for event in self.events)
