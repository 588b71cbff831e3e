"""Checks over what a rulebook says of time: clocks, machines, lights, the reminder ladder, due rules."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

from duchá.rulebook import faults as kinds
from duchá.rulebook.clock import Clock, ExtensionLimit, MatterKind, Start
from duchá.rulebook.machine import StateMachine
from duchá.rulebook.model import Rulebook
from duchá.rulebook.structure import Structure
from duchá.terms.deadline import DueRule

RECTIFIED = "rectified"  # a problem that its unit reported as rectified when it reported it
STARTS = (*(start.value for start in Start), RECTIFIED)


def check_clocks(rulebook: Rulebook, structure: Structure) -> None:
    """Adds to ``structure`` what is wrong with the rulebook's time: G006–G008, G021–G023."""
    readings = {reading.id: [option.id for option in reading.options] for reading in rulebook.readings}
    again = [(f"{section}.resend", rule) for section, rule in _resend_rules(rulebook)]
    for key, rule in (*_due_rules(rulebook), *again):
        if not rule.is_sound or ((key, rule) in again and not rule.is_counted):
            structure.complain(kinds.UNSOUND_DUE, key, key=key, text=rule.text)
    for clock in rulebook.clocks:
        _check_readings(clock, readings, structure)
    for machine in rulebook.machines:
        _check_machine(machine, structure)
    _one_for_each("clocks", rulebook.clocks, structure)
    _one_for_each("machines", rulebook.machines, structure)
    if any(later.days_late <= earlier.days_late for earlier, later in pairwise(rulebook.ladder)):
        structure.complain(kinds.LADDER_FALLS, "ladder", days=", ".join(str(rung.days_late) for rung in rulebook.ladder))


def _due_rules(rulebook: Rulebook) -> Iterator[tuple[str, DueRule]]:
    yield from ((f"deliverables.{item.key}.due", item.due) for item in rulebook.deliverables)
    for clock in rulebook.clocks:
        yield from ((f"clocks.{clock.id}.due", term.due) for term in clock.terms)
        yield from ((f"clocks.{clock.id}.due", node.due) for node in clock.nodes)


def _resend_rules(rulebook: Rulebook) -> Iterator[tuple[str, DueRule]]:
    """By when what was sent back is owed again: terms that count from that day."""
    yield from ((f"deliverables.{item.key}", item.resend) for item in rulebook.deliverables if item.resend is not None)
    yield from ((f"duties.{duty.id}", duty.resend) for duty in rulebook.duties if duty.resend is not None)


def _check_readings(clock: Clock, readings: dict[str, list[str]], structure: Structure) -> None:
    wanted = [(clock.start_reading, [start.value for start in Start])] if clock.start_reading else []
    if clock.extension is not None:
        wanted.append((clock.extension.reading, [limit.value for limit in ExtensionLimit]))
    for reading, known in wanted:
        key = f"clocks.{clock.id}"
        if reading not in readings:
            structure.complain(kinds.NO_SUCH_ID, key, key=key, found=reading, section="readings", known=", ".join(readings))
        for option in readings.get(reading, []):
            if option not in known:
                structure.complain(kinds.WRONG_CHOICE, key, key=f"readings.{reading}", found=option, known=", ".join(known))


def _check_machine(machine: StateMachine, structure: Structure) -> None:
    states = [state.id for state in machine.states]
    key = f"machines.{machine.id}"
    named = [machine.start, *machine.starts.values()]
    named += [state for step in machine.transitions for state in (*step.at, *([step.to] if step.to else []))]
    for state in dict.fromkeys(named):
        if state not in states:
            structure.complain(kinds.NO_SUCH_ID, key, key=key, found=state, section="states", known=", ".join(states))
    for start in machine.starts:
        if start not in STARTS:
            structure.complain(kinds.WRONG_CHOICE, key, key=f"{key}.starts", found=start, known=", ".join(STARTS))
    for state, count in Counter(states).items():
        if count > 1:
            structure.complain(kinds.DOUBLE_ID, key, section=f"{key}.states", found=state)


def _one_for_each(section: str, items: tuple[Clock, ...] | tuple[StateMachine, ...], structure: Structure) -> None:
    """A matter of a kind and type goes by one clock and one machine."""
    seen: dict[tuple[MatterKind, str], str] = {}
    for item in items:
        for kind in item.kinds:
            for klass in item.types or ("",):
                if (kind, klass) in seen:
                    structure.complain(kinds.TWO_FOR_ONE, section, section=section, one=seen[kind, klass], other=item.id, kind=kind.value)
                seen[kind, klass] = item.id
