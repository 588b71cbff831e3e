"""Checks over duties: what they name exists, and a day follows from each of them, under every reading."""

from __future__ import annotations

from collections.abc import Iterator

from duchá.rulebook import faults as kinds
from duchá.rulebook.apply_readings import changed
from duchá.rulebook.duty import Duty, DutyRow, wrong_columns
from duchá.rulebook.model import Rulebook
from duchá.rulebook.structure import Structure
from duchá.terms.fault import Fault


def check_duties(rulebook: Rulebook, structure: Structure) -> None:
    """Adds to ``structure`` what is wrong with the rulebook's duties: G006, G007, G021, G024."""
    for duty in rulebook.duties:
        for key, found, known, section in _references(rulebook, duty):
            if found not in known:
                structure.complain(kinds.NO_SUCH_ID, key, key=key, found=found, section=section, known=", ".join(known))
        if duty.row is not None:
            _check_row(rulebook, duty, duty.row, structure)
    said: set[str] = set()
    for fault in _unsound(rulebook, structure.where):
        if fault.message not in said:
            structure.faults.append(fault)
        said.add(fault.message)


def _references(rulebook: Rulebook, duty: Duty) -> Iterator[tuple[str, str, list[str], str]]:
    key = f"duties.{duty.id}"
    yield from ((f"{key}.groups", group, [group.id for group in rulebook.groups], "groups") for group in duty.groups)
    if duty.phase:
        yield f"{key}.phase", duty.phase, [phase.id for phase in rulebook.phases], "phases"
    if duty.row is not None:
        yield f"{key}.row.register", duty.row.register, [form.id for form in rulebook.forms], "forms"
        if duty.row.start_reading:
            yield f"{key}.row.start_reading", duty.row.start_reading, [reading.id for reading in rulebook.readings], "readings"


def _check_row(rulebook: Rulebook, duty: Duty, row: DutyRow, structure: Structure) -> None:
    """The register has the columns, the reading's options are days of it."""
    key = f"duties.{duty.id}.row"
    form = next((form for form in rulebook.forms if form.id == row.register), None)
    if form is None:
        return
    for name in wrong_columns(row, form):
        known = ", ".join(column.id for column in form.columns)
        structure.complain(kinds.NO_SUCH_ID, key, key=key, found=name, section=f"forms.{form.id}.columns", known=known)
    days = [column.id for column in form.columns if column.kind is dict(row.columns)[row.since]]
    for reading in rulebook.readings:
        for option in reading.options if reading.id == row.start_reading else ():
            if option.id not in days:
                structure.complain(kinds.WRONG_CHOICE, key, key=f"readings.{reading.id}", found=option.id, known=", ".join(days))


def _unsound(rulebook: Rulebook, where: str) -> Iterator[Fault]:
    """What is wrong with the duties as they stand, and as each option of each reading would have them."""
    options = [
        option for reading in rulebook.readings for option in reading.options if any(key.startswith("duties.") for key in option.sets)
    ]
    for book in (rulebook, *(changed(rulebook, option, Structure(where)) for option in options)):
        probe = Structure(where)
        for duty in book.duties:
            key = f"duties.{duty.id}"
            if not duty.due.is_sound:
                probe.complain(kinds.UNSOUND_DUE, key, key=f"{key}.due", text=duty.due.text)
            elif (duty.every is None) == (duty.row is None) or not duty.can_be_due(duty.due):
                probe.complain(kinds.DUTY_WHEN, key, duty=duty.id)
        yield from probe.faults
