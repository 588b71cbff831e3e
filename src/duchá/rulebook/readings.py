"""Readings that the program knows by name, and the check that every reading of a rulebook is read by something."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import Enum

from duchá.rulebook import faults as kinds
from duchá.rulebook.form import FilledBy, NilPolicy
from duchá.rulebook.model import Reading, Rulebook
from duchá.rulebook.structure import Structure
from duchá.terms.deadline import Before, DayCount, DueRule

DAY_COUNT, ROLL, DUE_BEFORE, NIL_RETURN = "day-count", "roll", "due-before", "nil-return"


class Roll(Enum):
    """末日逢法定休假日: 顺延, 不顺延 (X-02)."""

    FORWARD = "forward"
    NONE = "none"


class NilReturn(Enum):
    """没有发现问题的单位 (DT-17): hands the empty form in; need not; need hand in nothing but the written report."""

    REQUIRED = "required"
    NOT_REQUIRED = "not-required"
    REPORT_ONLY = "report-only"


KNOWN_OPTIONS: Mapping[str, type[Enum]] = {  # what the program reads by its name, and the options that it knows
    DAY_COUNT: DayCount,
    ROLL: Roll,
    DUE_BEFORE: Before,
    NIL_RETURN: NilReturn,
}


def check_readings(rulebook: Rulebook, structure: Structure) -> None:
    """Adds to ``structure`` a G040 for each reading that nothing reads, a G041 for each option that what reads it does not know."""
    readers = readers_of(rulebook)
    for reading in rulebook.readings:
        if not reading.about_rules and reading.id not in readers:
            structure.complain(kinds.READING_DECIDES_NOTHING, f"readings.{reading.id}", reading=reading.id, question=reading.question)
        elif reading.id in readers and reading.id in KNOWN_OPTIONS:
            _check_options(reading, KNOWN_OPTIONS[reading.id], structure)


def _check_options(reading: Reading, known: type[Enum], structure: Structure) -> None:
    words = [str(member.value) for member in known]
    for option in reading.options:
        if option.id not in words:
            structure.complain(kinds.OPTION_UNKNOWN, f"readings.{reading.id}", reading=reading.id, option=option.id, known=", ".join(words))


def readers_of(rulebook: Rulebook) -> frozenset[str]:
    """The ids of the readings that something in the rulebook asks for; those that change rules are not among them."""
    return frozenset(_readers(rulebook))


def _readers(rulebook: Rulebook) -> Iterator[str]:
    """As `readers_of`, one by one."""
    yield from (form.since for form in rulebook.forms if form.since)
    yield from (clock.start_reading for clock in rulebook.clocks if clock.start_reading)
    yield from (clock.extension.reading for clock in rulebook.clocks if clock.extension is not None)
    yield from (duty.row.start_reading for duty in rulebook.duties if duty.row is not None and duty.row.start_reading)
    rules = tuple(_due_rules(rulebook))
    if any(rule.days for rule in rules) or any(clock.extension is not None for clock in rulebook.clocks):
        yield DAY_COUNT
    if any(rule.roll and not rule.outward and not rule.is_open for rule in rules):
        yield ROLL
    if any(rule.says_before and rule.before is None and not rule.is_counted and not rule.is_open for rule in rules):
        yield DUE_BEFORE
    if any(item.written for item in rulebook.deliverables) and _may_be_nil(rulebook):
        yield NIL_RETURN


def _may_be_nil(rulebook: Rulebook) -> bool:
    owed = {item.form for item in rulebook.deliverables if item.form}
    return any(form.id in owed and form.filled_by is FilledBy.UNIT and form.nil is NilPolicy.ZERO_REPORT for form in rulebook.forms)


def _due_rules(rulebook: Rulebook) -> Iterator[DueRule]:
    yield from (item.due for item in rulebook.deliverables)
    yield from (duty.due for duty in rulebook.duties)
    for clock in rulebook.clocks:
        yield from (term.due for term in clock.terms)
        yield from (node.due for node in clock.nodes)
