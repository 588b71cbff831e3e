"""Checks over a whole rulebook: what cites nothing, points nowhere or stands twice is the rulebook's fault, found before any file is opened."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Protocol

from duchá.rulebook import faults as kinds
from duchá.rulebook.apply_readings import changed
from duchá.rulebook.cell_checks import check_cells
from duchá.rulebook.check_points import check_points
from duchá.rulebook.check_procedures import check_procedures
from duchá.rulebook.check_registers import check_registers
from duchá.rulebook.clock import RECTIFIED, Clock, ExtensionLimit, MatterKind, Start
from duchá.rulebook.duty import DayRow, Duty, DutyRow, wrong_columns
from duchá.rulebook.form import ColumnKind, ColumnRole, Form
from duchá.rulebook.machine import StateMachine
from duchá.rulebook.model import CATEGORY, CHANNEL, Rulebook
from duchá.rulebook.structure import Structure
from duchá.terms.deadline import DueRule
from duchá.terms.fault import Fault

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
    _one_for_each("procedures", rulebook.machines, structure)
    if any(later.days_late <= earlier.days_late for earlier, later in pairwise(rulebook.ladder)):
        structure.complain(kinds.LADDER_FALLS, "ladder", days=", ".join(str(rung.days_late) for rung in rulebook.ladder))


def _due_rules(rulebook: Rulebook) -> Iterator[tuple[str, DueRule]]:
    yield from ((f"deliverables.{item.key}.due", item.rule) for item in rulebook.deliverables)
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
    key = f"procedures.{machine.id}"
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


def check_duties(rulebook: Rulebook, structure: Structure) -> None:
    """Adds to ``structure`` what is wrong with the rulebook's duties and the registers that days are read from: G006, G007, G021, G024."""
    for duty in rulebook.duties:
        for key, found, known, section in _references_of_check_duties(rulebook, duty):
            if found not in known:
                structure.complain(kinds.NO_SUCH_ID, key, key=key, found=found, section=section, known=", ".join(known))
        if duty.row is not None:
            _check_row(rulebook, f"duties.{duty.id}.row", duty.row, structure)
    for item in rulebook.deliverables:
        if item.row is not None:
            _check_row(rulebook, f"deliverables.{item.key}.row", item.row, structure)
    said: set[str] = set()
    for fault in _unsound(rulebook, structure.where):
        if fault.message not in said:
            structure.faults.append(fault)
        said.add(fault.message)


def _references_of_check_duties(rulebook: Rulebook, duty: Duty) -> Iterator[tuple[str, str, list[str], str]]:
    key = f"duties.{duty.id}"
    yield from ((f"{key}.groups", group, [group.id for group in rulebook.groups], "groups") for group in duty.groups)
    if duty.phase:
        yield f"{key}.phase", duty.phase, [phase.id for phase in rulebook.phases], "phases"
    if duty.row is not None:
        yield f"{key}.row.register", duty.row.register, [form.id for form in rulebook.forms], "forms"
        if duty.row.start_reading:
            yield f"{key}.row.start_reading", duty.row.start_reading, [reading.id for reading in rulebook.readings], "readings"


def _check_row(rulebook: Rulebook, key: str, row: DutyRow | DayRow, structure: Structure) -> None:
    """The register has the columns, the reading's options are days of it."""
    form = next((form for form in rulebook.forms if form.id == row.register), None)
    if form is None:
        return
    for name in wrong_columns(row, form):
        known = ", ".join(column.id for column in form.columns)
        structure.complain(kinds.NO_SUCH_ID, key, key=key, found=name, section=f"forms.{form.id}.columns", known=known)
    if isinstance(row, DayRow):
        return
    days = [column.id for column in form.columns if column.kind is ColumnKind.DATE]
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
            if not duty.rule.is_sound:
                probe.complain(kinds.UNSOUND_DUE, key, key=f"{key}.due", text=duty.due.text)
            elif (duty.every is None) == (duty.row is None) or not duty.can_be_due(duty.due):
                probe.complain(kinds.DUTY_WHEN, key, duty=duty.id)
        yield from probe.faults


ABOUT_LISTS = ("checks", "reconcile", "measures", "tables", "row_proposals", "documents")


class _Cites(Protocol):
    @property
    def article(self) -> str: ...


def check_rulebook(rulebook: Rulebook, structure: Structure) -> None:
    """Adds to ``structure`` every G007–G009 and G021–G023 fault of the rulebook: ids unique, every reference resolved, counts as stated."""
    articles = [article.id for article in rulebook.articles]
    for section, ids in _identified(rulebook):
        _unique(section, ids, structure)
    for section, items in _citing(rulebook):
        for item in items:
            name = getattr(item, "id", "") or getattr(item, "key", "")
            structure.must_be(f"{section}.{name}.article" if name else f"{section}.article", item.article, articles, "articles")
    for key, found, known, section in _references(rulebook):
        structure.must_be(key, found, known, section)
    for form in rulebook.forms:
        _check_form(form, rulebook.forms, structure)
    _check_forms_as_read(rulebook, structure)
    _check_counts(rulebook, structure)
    check_clocks(rulebook, structure)
    check_duties(rulebook, structure)
    check_points(rulebook, structure)
    check_procedures(rulebook, structure)
    check_registers(rulebook, structure)


def check_forms_alone(tables: object, structure: Structure) -> None:
    """Of a rulebook that is not sound: what else is wrong with those of its forms that were left out, as far as they can be read at all. A column that
    was left out counts as there.
    """
    given = [table for table in tables if isinstance(table, Mapping)] if isinstance(tables, list) else []
    found = [(structure.as_far_as_sound(Form, table), table) for table in given]
    forms = [form for form, _ in found if form is not None]
    for form, table in found:
        if form is None or form.id not in structure.dropped:
            continue
        columns = table.get("columns")
        whole = isinstance(columns, list) and len(columns) == len(form.columns)
        _check_form(form, forms, structure, whole=whole)
        _unique(f"forms.{form.id}.questions", [question.id for question in form.questions], structure)


def _identified(rulebook: Rulebook) -> tuple[tuple[str, list[str]], ...]:
    """Every section whose entries have an id, with the ids."""
    return (
        ("articles", [article.id for article in rulebook.articles]),
        ("groups", [group.id for group in rulebook.groups]),
        ("forms", [form.id for form in rulebook.forms]),
        ("deliverables", [*(d.key for d in rulebook.deliverables), *(duty.id for duty in rulebook.duties)]),
        ("readings", [r.id for r in rulebook.readings]),
        ("clocks", [clock.id for clock in rulebook.clocks]),
        ("common_steps", [step.id for step in rulebook.common_steps]),
        ("ladder", [rung.id for rung in rulebook.ladder]),
        ("procedures", [procedure.id for procedure in rulebook.procedures]),
        ("leads", [lead.id for lead in rulebook.leads]),
        ("pools", [pool.id for pool in rulebook.pools]),
        *((f"forms.{form.id}.questions", [question.id for question in form.questions]) for form in rulebook.forms),
        *((section, [item.id for item in getattr(rulebook, section)]) for section in ABOUT_LISTS),
    )


def _references(rulebook: Rulebook) -> Iterator[tuple[str, str, list[str], str]]:
    """Every place that names an entry of another section: key, what is named, what may be named, the section."""
    groups = [group.id for group in rulebook.groups]
    forms = [form.id for form in rulebook.forms]
    dated = [reading.id for reading in rulebook.readings if all(option.since for option in reading.options)]
    for deliverable in rulebook.deliverables:
        yield from ((f"deliverables.{deliverable.key}.groups", group, groups, "groups") for group in deliverable.groups)
        if deliverable.form:
            yield f"deliverables.{deliverable.key}.form", deliverable.form, forms, "forms"
        if deliverable.row is not None:
            yield f"deliverables.{deliverable.key}.row.register", deliverable.row.register, forms, "forms"
    yield from ((f"groups.{group.id}.ranks_with", group.ranks_with, groups, "groups") for group in rulebook.groups if group.ranks_with)
    yield from ((f"groups.{group.id}.within", group.within, groups, "groups") for group in rulebook.groups if group.within)
    yield from (("questions.form", question.form, forms, "forms") for question in rulebook.questions)
    yield from (("tags.form", tag.form, forms, "forms") for tag in rulebook.tags if tag.form)
    categories = [tag.id for tag in rulebook.tags if tag.kind == CATEGORY and not tag.under]
    yield from (("tags.under", tag.under, categories, "tags") for tag in rulebook.tags if tag.under)
    yield from (("tags.kind", tag.kind, [CATEGORY, CHANNEL], "tags") for tag in rulebook.tags)
    for reading in rulebook.readings:
        yield f"readings.{reading.id}.default", reading.default, [option.id for option in reading.options], "options"
    for form in rulebook.forms:
        if form.since:
            yield "forms.since", form.since, dated, "readings"
        if form.remark and form.remark.against:
            yield "forms.remark.against", form.remark.against, forms, "forms"


def _citing(rulebook: Rulebook) -> tuple[tuple[str, Iterable[_Cites]], ...]:
    """Everything in a rulebook that rests on an article."""
    return (
        ("groups", rulebook.groups),
        ("phases", rulebook.phases),
        ("deliverables", rulebook.deliverables),
        ("duties", rulebook.duties),
        ("forms", rulebook.forms),
        ("forms.checks", [check for form in rulebook.forms for check in form.checks]),
        ("readings", rulebook.readings),
        ("tags", rulebook.tags),
        ("questions", rulebook.questions),
        ("clocks", rulebook.clocks),
        ("clocks.nodes", [node for clock in rulebook.clocks for node in clock.nodes]),
        ("clocks.extension", [clock.extension for clock in rulebook.clocks if clock.extension]),
        ("procedures.transitions", [step for machine in rulebook.machines for step in machine.transitions]),
        ("common_steps", rulebook.common_steps),
        ("lights", [rulebook.lights] if rulebook.lights else []),
        ("ladder", rulebook.ladder),
        ("procedures", rulebook.procedures),
        ("procedures.states", [state for one in rulebook.case_procedures for state in one.states]),
        ("procedures.steps", [step for one in rulebook.case_procedures for step in one.steps]),
        ("procedures.openings", [item for one in rulebook.case_procedures for item in one.openings]),
        ("procedures.branches", [item for one in rulebook.case_procedures for item in one.branches]),
        ("procedures.letters", [item for one in rulebook.case_procedures for item in one.letters]),
        ("leads", rulebook.leads),
        ("pools", rulebook.pools),
        ("teams", [rulebook.teams] if rulebook.teams else []),
        *((section, getattr(rulebook, section)) for section in ABOUT_LISTS),
    )


def _check_form(form: Form, forms: Sequence[Form], structure: Structure, *, whole: bool = True) -> None:
    """``whole``: all its columns could be read."""
    _unique(f"forms.{form.id}.columns", [column.id for column in form.columns], structure)
    _unique(f"forms.{form.id}.header", [item.id for item in form.header], structure)
    for id in (*form.dated_by, *((form.timed_by,) if form.timed_by else ())):
        structure.must_be(f"forms.{form.id}.dated_by/timed_by", id, [column.id for column in form.columns], "columns")
    ids = [column.id for column in form.columns]
    for column in form.columns:
        if column.carry is not None:
            structure.must_be(f"forms.{form.id}.columns.{column.id}.carry.column", column.carry.column, ids, "columns")
        if column.total and column.kind not in (ColumnKind.COUNT, ColumnKind.AMOUNT):
            structure.complain(kinds.TOTAL_OF_WORDS, f"forms.{form.id}.columns.{column.id}.total", column=column.id)
    for id in form.preset_columns:
        structure.must_be(f"forms.{form.id}.preset_columns", id, ids, "columns")
    if any(len(row) != len(form.preset_columns) for row in form.preset):
        structure.complain(kinds.PRESET_UNEVEN, f"forms.{form.id}.preset", form=form.id, columns=len(form.preset_columns))
    if len(form.preset) > form.body_rows:
        structure.complain(kinds.PRESET_TOO_LONG, f"forms.{form.id}.body_rows", form=form.id, rows=len(form.preset), room=form.body_rows)
    titles: list[str] = []
    for column in form.columns:
        titles += [title for title in (column.title, *column.synonyms) if title]
    _unique(f"forms.{form.id}.columns.title/synonyms", titles, structure)
    _unique(f"forms.{form.id}.checks", [check.id for check in form.checks], structure)
    check_cells(form, forms, structure)
    if whole:
        _check_questions(form, structure)


def _check_questions(form: Form, structure: Structure) -> None:
    """A form with questions has columns for their numbers and answers, and for what an answer rests on where a question wants that."""
    wanted = [(form.numbered_by, ColumnRole.SEQUENCE), (form.with_role(ColumnRole.ITEM), ColumnRole.ITEM)] if form.questions else []
    if any(question.evidence for question in form.questions):
        wanted.append((form.with_role(ColumnRole.EVIDENCE), ColumnRole.EVIDENCE))
    for column, role in wanted:
        if column is None:
            key = f"forms.{form.id}.questions"
            structure.complain(kinds.NO_COLUMN_FOR_QUESTIONS, key, form=form.id, role=role.value)


def _check_forms_as_read(rulebook: Rulebook, structure: Structure) -> None:
    """What is wrong with a form only as an option of a reading would have it."""
    said = {fault.message for fault in structure.faults}
    for reading in rulebook.readings:
        for option in reading.options:
            if any(key.startswith("forms.") for key in option.sets):
                probe = Structure(structure.where)
                forms = changed(rulebook, option, structure).forms
                for form in forms:
                    _check_form(form, forms, probe)
                structure.faults += [fault for fault in probe.faults if fault.message not in said]
                said |= {fault.message for fault in probe.faults}


def _check_counts(rulebook: Rulebook, structure: Structure) -> None:
    unread = any(
        fault.kind is kinds.UNITS_UNREADABLE for fault in structure.faults
    )  # a row that is no unit is missing from the count as well
    for group in rulebook.groups:
        found = sum(unit.group == group.name for unit in rulebook.units)
        if group.count is not None and found != group.count and not unread:
            structure.complain(
                kinds.WRONG_COUNT, f"groups.{group.id}.count", group=group.name, expected=group.count, found=found, file=group.units
            )
    _unique("units", [unit.name for unit in rulebook.units], structure)


def _unique(section: str, ids: Iterable[str], structure: Structure) -> None:
    seen: set[str] = set()
    for id in ids:
        if id in seen:
            structure.complain(kinds.DOUBLE_ID, section, section=section, found=id)
        seen.add(id)
