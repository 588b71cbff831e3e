"""Steps on a matter: what the machine allows, what each step demands, and what it changes. An impossible step is refused with what is possible,
one that is in doubt is asked about."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from duchá.ledger import faults as kinds, wording
from duchá.ledger.matter import Event
from duchá.rulebook.machine import CommonStep, Guard, Move, StateMachine, Transition
from duchá.terms.fault import Fault
from duchá.terms.wording import LIST_SEPARATOR, day_words

GUARD_WORDS = {
    "approver": "批准人",
    "new-date": "新时限",
    "grade": "评定",
    "attachment": "附件（推进落实方案）",
    "verifier": "核验人（批准人、评分主体或单位）",
    "reason": "说明（原因）",
    "before-due": "到期前申请",
    "person": "责任人（“督办事项”的“责任人”栏）",
    "extendable": "延期条款",
    "consented": "此前的“同意”记录",
    "reported": "此前的“上报”记录（书面报告）",
    "applied": "到期前的延期申请",
    "not-lead": "牵头单位以外的核验单位",
    "new-lead": "接手的单位（单位栏）",
    "dated-plan": "方案里的时限（新时限）",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class GuardContext:
    """Where a matter stands when a step is to be taken, as far as guards ask. ``clause`` is the regulation it goes by, for its words.

    ``cite`` says the article of a step. ``leads`` are the units that have led it, the present one last; ``applied``: an extension has been asked for in time and not answered;
    ``reported``: the result was reported in writing since it was last sent back; ``plan``: the row tells of a plan instead of a result.
    """

    matter: str
    state: str
    due: date | None = None
    person: str = ""
    extendable: bool = True
    verified: bool = False
    consented: bool = False
    reported: bool = False
    leads: tuple[str, ...] = ()
    applied: bool = False
    plan: bool = False
    clause: str = ""
    cite: Callable[[Transition], str] = lambda transition: transition.article


Steps = Mapping[tuple[str, Move], tuple[Transition, ...]]


def steps_of(machine: StateMachine, common: Iterable[CommonStep] = ()) -> Steps:
    """The transitions of a machine by state and step, with the ``common`` steps of which it does not speak."""
    found: dict[tuple[str, Move], list[Transition]] = {}
    for transition in machine.transitions:
        for state in transition.at:
            found.setdefault((state, transition.move), []).append(transition)
    spoken_of = {transition.move for transition in machine.transitions}
    for shared in common:
        for place in machine.states if shared.move not in spoken_of else ():
            if (place.id, shared.where) in found if shared.where else not place.ended:
                found[place.id, shared.move] = [_common(shared, place.id)]
    return {key: tuple(transitions) for key, transitions in found.items()}


def _common(shared: CommonStep, state: str) -> Transition:
    return Transition(
        move=shared.move,
        at=(state,),
        article=shared.article,
        guards=shared.guards,
        asks=shared.asks,
        questions=shared.questions,
        sets_due=shared.sets_due,
    )


def fitting(steps: Steps, state: str, event: Event) -> Transition | None:
    """The first transition that fits a row in a state, whatever it demands; None where the step is impossible."""
    for transition in steps.get((state, event.move), ()):
        if transition.grades and (event.grade is None or event.grade.value not in transition.grades):
            continue
        if not transition.dated or event.new_due is not None:
            return transition
    return None


def step(machine: StateMachine, steps: Steps, context: GuardContext, event: Event) -> tuple[Transition | None, tuple[Fault, ...]]:
    """The transition that an event takes, None where it is refused; with the faults (L101–L105, L112, L126, L209)."""
    transition = fitting(steps, context.state, event)
    if transition is None:
        return None, (_impossible(machine, steps, context, event),)
    refused = tuple(fault for guard in transition.guards if (fault := _refusal(transition, guard, context, event)) is not None)
    if refused:
        return None, refused
    asked = tuple(
        kinds.STEP_SHOULD_SAY.at(event.place, matter=event.matter, move=move_words(event.move), what=GUARD_WORDS[ask.value])
        for ask in transition.asks
        if not _given(ask, context, event)
    )
    return transition, asked


def doubt(transition: Transition, context: GuardContext, event: Event) -> Fault | None:
    """Why a step that the machine allows does not count until a person has signed its row; None where nothing is in doubt (L121, L122)."""
    lacking = (guard for guard in transition.questions if not _given(guard, context, event))
    return next((_question(guard, context, event) for guard in lacking), None)


def possible_moves(steps: Steps, state: str) -> tuple[Move, ...]:
    """The steps that may be taken in a state, each once."""
    return tuple(move for at, move in steps if at == state)


def move_words(move: Move) -> str:
    """The Chinese word of a step."""
    return wording.MOVE_WORDS[move.value]


def _impossible(machine: StateMachine, steps: Steps, context: GuardContext, event: Event) -> Fault:
    moves = possible_moves(steps, context.state)
    return kinds.IMPOSSIBLE_STEP.at(
        event.place,
        matter=event.matter,
        day=day_words(event.day),
        state=machine.state(context.state).name,
        move=move_words(event.move),
        possible=LIST_SEPARATOR.join(move_words(move) for move in moves) or "-",
    )


def _refusal(transition: Transition, guard: Guard, context: GuardContext, event: Event) -> Fault | None:
    """What a guard says where it is not met: what is missing, by which article; None where it is."""
    if _given(guard, context, event):
        return None
    move, article = move_words(event.move), context.cite(transition)
    if guard is Guard.EXTENDABLE:
        return kinds.NO_EXTENSION_CLAUSE.at(event.place, matter=event.matter, article=context.clause or article, move=move)
    if guard is Guard.CONSENTED:
        return kinds.NOT_CONSENTED.at(event.place, matter=event.matter, article=context.clause or article, move=move)
    if guard is Guard.REPORTED:
        return kinds.NOT_REPORTED.at(event.place, matter=event.matter, article=article, move=move)
    if guard is Guard.BEFORE_DUE and context.due is not None:
        return kinds.ASKED_TOO_LATE.at(
            event.place, matter=event.matter, due=day_words(context.due), day=day_words(event.day), article=article
        )
    if guard is Guard.NOT_LEAD:
        return kinds.SELF_VERIFIED.at(event.place, matter=event.matter, unit=event.unit, move=move, article=article)
    return kinds.STEP_LACKS.at(event.place, matter=event.matter, move=move, what=GUARD_WORDS[guard.value], article=article)


def _question(guard: Guard, context: GuardContext, event: Event) -> Fault:
    words = {"matter": event.matter, "day": day_words(event.day), "move": move_words(event.move)}
    if guard is Guard.APPLIED:
        return kinds.NOT_APPLIED_FOR.at(event.place, **words)
    if guard is Guard.DATED_PLAN:
        return kinds.PLAN_WITHOUT_DATE.at(event.place, article=context.clause, **words)
    return kinds.STEP_IN_DOUBT.at(event.place, what=GUARD_WORDS[guard.value], **words)


def _given(guard: Guard, context: GuardContext, event: Event) -> bool:
    """True when a row (or the matter) has what a guard asks for."""
    return _GIVEN[guard](context, event)


_GIVEN: Mapping[Guard, Callable[[GuardContext, Event], bool]] = {
    Guard.APPROVER: lambda _, event: bool(event.approver),
    Guard.NEW_DATE: lambda _, event: event.new_due is not None,
    Guard.GRADE: lambda _, event: event.grade is not None,
    Guard.ATTACHMENT: lambda _, event: bool(event.attachment),
    Guard.VERIFIER: lambda context, event: bool(
        event.approver or event.scorer or event.unit not in ("", *context.leads) or context.verified
    ),
    Guard.REASON: lambda _, event: bool(event.note),
    Guard.PERSON: lambda context, _: bool(context.person),
    Guard.EXTENDABLE: lambda context, _: context.extendable,
    Guard.CONSENTED: lambda context, _: context.consented,
    Guard.REPORTED: lambda context, _: context.reported,
    Guard.APPLIED: lambda context, _: context.applied,
    Guard.NOT_LEAD: lambda context, event: event.unit not in context.leads if event.unit else True,
    Guard.NEW_LEAD: lambda context, event: event.unit not in ("", *context.leads[-1:]),
    Guard.DATED_PLAN: lambda context, event: event.new_due is not None or not context.plan,
    Guard.BEFORE_DUE: lambda context, event: context.due is None or event.day <= context.due,
}
