"""State machines as data: which step (环节) may follow which, and what each demands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import ClassVar

from duchá.rulebook.clock import MatterKind
from duchá.rulebook.procedure import ProcedureKind


class Move(Enum):
    """环节: what a row of 办理记录 says was done. Steps of one day without hours are taken in this order, where the machine allows it."""

    SIGN = "sign"
    HAND_OVER = "hand-over"
    REQUIRE = "require"
    FEEDBACK = "feedback"
    PROGRESS = "progress"
    APPLY = "apply"
    RETURN = "return"
    COMPLETE = "complete"
    URGE = "urge"
    ASK_EXTENSION = "ask-extension"
    GRANT_EXTENSION = "grant-extension"
    DENY_EXTENSION = "deny-extension"
    KEY = "key-supervision"
    NOT_KEY = "not-key-supervision"
    VERIFY = "verify"
    CONSENT = "consent"
    REPORT = "report"
    PUBLISH = "publish"
    CLOSE = "close"
    REOPEN = "reopen"


class Guard(Enum):
    """What a step demands: of its row (批准人, 新时限, 评定, 附件, 核验人, 说明, 核验单位不是牵头单位, 接手的单位, 方案里的日期), or of the matter
    (未到期, 责任人, 已获同意, 有延期申请, 已书面报告)."""

    APPROVER = "approver"
    NEW_DATE = "new-date"
    GRADE = "grade"
    ATTACHMENT = "attachment"
    VERIFIER = "verifier"
    REASON = "reason"
    BEFORE_DUE = "before-due"
    PERSON = "person"
    EXTENDABLE = "extendable"
    CONSENTED = "consented"
    REPORTED = "reported"
    APPLIED = "applied"
    NOT_LEAD = "not-lead"
    NEW_LEAD = "new-lead"
    DATED_PLAN = "dated-plan"


@dataclass(frozen=True, slots=True, kw_only=True)
class MachineState:
    """状态. ``holds``: the unit has answered and the office is to act, so the clock stands still; ``ended``: nothing is owed any more."""

    id: str
    name: str
    holds: bool = False
    ended: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Transition:
    """From the states ``at`` a step leads to ``to`` (empty = it stays); of several that fit a row the first holds.

    ``grades`` limits it to rows of these 评定, ``dated`` to rows with a 新时限. Without what ``guards`` name the step is refused; what
    ``asks`` names is only asked for. Without what ``questions`` name the row waits, and nothing comes of it until a person has
    signed it (核实人). ``sets_due``: its 新时限 becomes the deadline.
    """

    move: Move
    at: tuple[str, ...]
    article: str
    to: str = ""
    guards: tuple[Guard, ...] = ()
    asks: tuple[Guard, ...] = ()
    questions: tuple[Guard, ...] = ()
    grades: tuple[str, ...] = ()
    dated: bool = False
    sets_due: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class StateMachine:
    """A procedure (`[[procedures]]`) over matters: the states of those of some kinds and types (empty = every type). ``starts`` puts a matter that has a certain date
    (``issued``) or was reported as rectified (``rectified``) into a later state at once. ``support_answers``: a report of a
    配合单位 is as good as one of the 牵头单位."""

    TAG: ClassVar[str] = "over"
    over: ClassVar[ProcedureKind] = ProcedureKind.MATTERS

    id: str
    name: str
    article: str
    kinds: tuple[MatterKind, ...]
    start: str
    states: tuple[MachineState, ...]
    transitions: tuple[Transition, ...]
    types: tuple[str, ...] = ()
    starts: Mapping[str, str] = field(default_factory=dict)
    support_answers: bool = False

    def state(self, id: str) -> MachineState:
        """The state of an id."""
        return next(state for state in self.states if state.id == id)


@dataclass(frozen=True, slots=True, kw_only=True)
class CommonStep:
    """A step that leaves the state as it is and that every machine knows which does not speak of it: in every state that has not ended, or
    wherever the machine knows the step ``where``. The other keys are those of a `Transition`."""

    id: str
    move: Move
    article: str
    where: Move | None = None
    guards: tuple[Guard, ...] = ()
    asks: tuple[Guard, ...] = ()
    questions: tuple[Guard, ...] = ()
    sets_due: bool = False
