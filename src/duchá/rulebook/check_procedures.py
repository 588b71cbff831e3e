"""Checks over procedures: what they name exists, every state can be reached and left, every step is offered. All faults in one run."""

from __future__ import annotations

from collections.abc import Iterator
from string import Formatter

from duchá.rulebook import faults as kinds
from duchá.rulebook.form import ColumnKind, Form
from duchá.rulebook.model import Rulebook
from duchá.rulebook.procedure import CellCondition, CellsIf, Procedure
from duchá.rulebook.structure import Structure

ALSO_IN_LETTERS = ("day", "case_name", "to", "copies", "evidence", "measures")  # what a letter may name beside columns of its case
Named = tuple[str, str, list[str], str]  # key, what is named, what may be named, the section


def check_procedures(rulebook: Rulebook, structure: Structure) -> None:
    """Adds to ``structure`` what is wrong with the rulebook's procedures: G006–G008, G021, G043, G108–G111."""
    for procedure in rulebook.case_procedures:
        ways_known = True
        for key, found, known, section in _references(rulebook, procedure):
            if found not in known:
                ways_known = ways_known and section != "states"
                structure.complain(kinds.NO_SUCH_ID, key, key=key, found=found, section=section, known=", ".join(known))
        for section, ids in _identified(procedure):
            for id in dict.fromkeys(id for id in ids if ids.count(id) > 1):
                structure.complain(kinds.DOUBLE_ID, section, section=section, found=id)
        if ways_known:  # where a step names a state that is not there, the ways are not yet known
            _check_ways(procedure, structure)
        _check_offered(rulebook, procedure, structure)
        for state in procedure.states:
            key = f"procedures.{procedure.id}.states.{state.id}.term"
            if state.term is not None and not state.term.is_sound:
                structure.complain(kinds.UNSOUND_DUE, key, key=key, text=state.term.text)
            elif state.term is not None and not state.term.is_counted:
                structure.complain(kinds.COUNTED, key, key=key, text=state.term.text)


def _identified(procedure: Procedure) -> Iterator[tuple[str, list[str]]]:
    key = f"procedures.{procedure.id}"
    for name in ("states", "steps", "actors", "openings", "branches", "letters"):
        yield f"{key}.{name}", [one.id for one in getattr(procedure, name)]
    yield f"{key}.steps.name", [step.name for step in procedure.steps if not step.on]


def _references(rulebook: Rulebook, procedure: Procedure) -> Iterator[Named]:
    """Every place in a procedure that names a state, a step, an actor, a register or a column."""
    key = f"procedures.{procedure.id}"
    forms = {form.id: form for form in rulebook.forms}
    states, steps = [state.id for state in procedure.states], [step.id for step in procedure.steps]
    actors = [actor.id for actor in procedure.actors]
    articles = [article.id for article in rulebook.articles]
    yield f"{key}.start", procedure.start, states, "states"
    yield f"{key}.subject", procedure.subject, list(forms), "forms"
    subject = forms.get(procedure.subject)
    named = (procedure.number, procedure.named, procedure.person, procedure.judged_by, *procedure.measures)
    yield from _columns(f"{key}.subject", named, subject)
    if procedure.steps_register:
        yield f"{key}.steps_register", procedure.steps_register, list(forms), "forms"
        named = (
            procedure.case,
            procedure.step,
            procedure.document,
            procedure.sent_to,
            procedure.copies,
            procedure.approver,
            procedure.result,
        )
        yield from _columns(f"{key}.steps_register", named, forms.get(procedure.steps_register))
    for actor in procedure.actors:
        yield from _columns(f"{key}.actors.{actor.id}.column", (actor.column,), subject)
    for step in procedure.steps:
        at = f"{key}.steps.{step.id}"
        yield from ((f"{at}.from", state, states, "states") for state in step.from_)
        yield from ((f"{at}.to", state, states, "states") for state in (step.to,) if state)
        yield from ((f"{at}.actor", actor, actors, "actors") for actor in (step.actor, *step.sent_to, *step.copies) if actor)
        yield from ((f"{at}.after", other, steps, "steps") for other in step.after)
        yield from _columns(f"{at}.asks", step.asks, forms.get(procedure.steps_register) if not step.on else subject)
        yield from _columns(f"{at}.on", (step.on,), subject)
        yield from _condition(f"{at}.when", step.when, subject)
        for cells in step.wants:
            yield from _cells(f"{at}.wants", cells, subject, articles)
        for guard in step.rows:
            yield f"{at}.rows.register", guard.register, list(forms), "forms"
            yield f"{at}.rows.article", guard.article, articles, "articles"
            columns = (guard.by, *guard.filled, *(where.column for where in guard.where))
            yield from _columns(f"{at}.rows", columns, forms.get(guard.register))
    for opening in procedure.openings:
        at = f"{key}.openings.{opening.id}"
        yield from ((at, step, steps, "steps") for step in (opening.since, opening.closed_by))
        yield from _condition(f"{at}.when", opening.when, subject)
        named_in = {name for text in opening.cells.values() for _, name, _, _ in Formatter().parse(text) if name is not None}
        known = [column.id for column in subject.columns] if subject else []
        yield from ((f"{at}.cells", name, known, f"forms.{procedure.subject}.columns") for name in sorted(named_in))
    for branch in procedure.branches:
        yield from ((f"{key}.branches.{branch.id}", step, steps, "steps") for step in (branch.opened_by, branch.closed_by))
    yield from ((f"{key}.suspending", step, steps, "steps") for step in procedure.suspending)
    for allowed in procedure.allowed:
        yield from _columns(f"{key}.allowed", (allowed.column, allowed.by), subject)
        yield f"{key}.allowed.article", allowed.article, articles, "articles"
    known = [*(column.id for column in subject.columns), *ALSO_IN_LETTERS] if subject else []
    for letter in procedure.letters:
        at = f"{key}.letters.{letter.id}"
        yield f"{at}.step", letter.step, steps, "steps"
        yield from ((f"{at}.to", actor, actors, "actors") for actor in (letter.to, letter.issuer, *letter.copies) if actor)
        fields = {name for text in letter.text for _, name, _, _ in Formatter().parse(text) if name is not None}
        yield from ((f"{at}.text", name, known, f"forms.{procedure.subject}.columns") for name in sorted(fields))


def _columns(key: str, named: tuple[str, ...], form: Form | None) -> Iterator[Named]:
    if form is not None:  # one that does not exist is a fault already
        known = [column.id for column in form.columns]
        yield from ((key, name, known, f"forms.{form.id}.columns") for name in named if name)


def _condition(key: str, conditions: tuple[CellCondition, ...], form: Form | None) -> Iterator[Named]:
    yield from _columns(key, tuple(condition.column for condition in conditions), form)


def _cells(key: str, cells: CellsIf, form: Form | None, articles: list[str]) -> Iterator[Named]:
    yield from _columns(key, cells.columns, form)
    yield from _condition(f"{key}.when", cells.when, form)
    yield f"{key}.article", cells.article, articles, "articles"


def _check_ways(procedure: Procedure, structure: Structure) -> None:
    """Every state can be reached from the first, and from every state a case can come to its end."""
    ways = [(state, step.to) for step in procedure.steps if step.to for state in step.from_]
    reached = _closure({procedure.start}, ways)
    ends = {state.id for state in procedure.states if state.ended}
    leads_out = _closure(ends, [(to, state) for state, to in ways])
    for state in procedure.states:
        key = f"procedures.{procedure.id}.states.{state.id}"
        if state.id not in reached:
            structure.complain(kinds.STATE_UNREACHABLE, key, procedure=procedure.name, state=state.name)
        elif ends and state.id not in leads_out:
            structure.complain(kinds.STATE_DEAD_END, key, procedure=procedure.name, state=state.name)
    if not ends:
        structure.complain(kinds.NO_END, f"procedures.{procedure.id}.states", procedure=procedure.name)


def _closure(first: set[str], ways: list[tuple[str, str]]) -> set[str]:
    found, edge = set(first), set(first)
    while edge:
        edge = {to for state, to in ways if state in edge} - found
        found |= edge
    return found


def _check_offered(rulebook: Rulebook, procedure: Procedure, structure: Structure) -> None:
    """The steps register offers exactly the steps; a step is dated by a column that holds days."""
    forms = {form.id: form for form in rulebook.forms}
    register, key = forms.get(procedure.steps_register), f"procedures.{procedure.id}.step"
    column = next((one for one in register.columns if one.id == procedure.step), None) if register else None
    offered = set(column.choices) if column else set()
    names = {step.name for step in procedure.steps if not step.on}
    if column is not None and offered != names:
        apart = "、".join(sorted(offered ^ names))
        structure.complain(kinds.STEPS_NOT_OFFERED, key, procedure=procedure.name, column=column.title, apart=apart)
    subject = forms.get(procedure.subject)
    days = [one.id for one in subject.columns if one.kind in (ColumnKind.DATE, ColumnKind.DATES)] if subject else []
    known = [one.id for one in subject.columns] if subject else []
    for step in procedure.steps:
        if step.on and step.on in known and step.on not in days:
            at = f"procedures.{procedure.id}.steps.{step.id}.on"
            structure.complain(
                kinds.NO_SUCH_ID, at, key=at, found=step.on, section=f"forms.{procedure.subject}.columns", known=", ".join(days)
            )
        if not step.on and not procedure.steps_register:
            at = f"procedures.{procedure.id}.steps.{step.id}"
            structure.complain(kinds.MISSING_KEY, at, key=f"{at}.on", expected=kinds.TYPE_WORDS["str"])
