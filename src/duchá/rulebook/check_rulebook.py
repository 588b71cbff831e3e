"""Checks over a whole rulebook: what cites nothing, points nowhere or stands twice is the rulebook's fault, found before any file is opened."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Protocol

from duchá.rulebook import faults as kinds
from duchá.rulebook.apply_readings import changed
from duchá.rulebook.check_clocks import check_clocks
from duchá.rulebook.check_duties import check_duties
from duchá.rulebook.check_points import check_points
from duchá.rulebook.form import Form
from duchá.rulebook.model import CATEGORY, CHANNEL, Rulebook
from duchá.rulebook.structure import Structure


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
            _known(f"{section}.article", item.article, articles, "articles", structure)
    for key, found, known, section in _references(rulebook):
        _known(key, found, known, section, structure)
    for form in rulebook.forms:
        _check_form(form, structure)
    _check_forms_as_read(rulebook, structure)
    _check_counts(rulebook, structure)
    check_clocks(rulebook, structure)
    check_duties(rulebook, structure)
    check_points(rulebook, structure)


def _identified(rulebook: Rulebook) -> tuple[tuple[str, list[str]], ...]:
    """Every section whose entries have an id, with the ids."""
    return (
        ("articles", [article.id for article in rulebook.articles]),
        ("groups", [group.id for group in rulebook.groups]),
        ("forms", [form.id for form in rulebook.forms]),
        ("deliverables", [*(d.key for d in rulebook.deliverables), *(duty.id for duty in rulebook.duties)]),
        ("readings", [r.id for r in rulebook.readings]),
        ("clocks", [clock.id for clock in rulebook.clocks]),
        ("machines", [machine.id for machine in rulebook.machines]),
        ("common_steps", [step.id for step in rulebook.common_steps]),
        ("ladder", [rung.id for rung in rulebook.ladder]),
        ("questions", [question.id for question in rulebook.questions]),
    )


def _references(rulebook: Rulebook) -> Iterator[tuple[str, str, list[str], str]]:
    """Every place that names an entry of another section: key, what is named, what may be named, the section."""
    groups = [group.id for group in rulebook.groups]
    forms = [form.id for form in rulebook.forms]
    dated = [reading.id for reading in rulebook.readings if all(option.since for option in reading.options)]
    for deliverable in rulebook.deliverables:
        yield from (("deliverables.groups", group, groups, "groups") for group in deliverable.groups)
        if deliverable.form:
            yield "deliverables.form", deliverable.form, forms, "forms"
    yield from ((f"groups.{group.id}.ranks_with", group.ranks_with, groups, "groups") for group in rulebook.groups if group.ranks_with)
    yield from (("questions.form", question.form, forms, "forms") for question in rulebook.questions)
    yield from (("tags.form", tag.form, forms, "forms") for tag in rulebook.tags if tag.form)
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
        ("readings", rulebook.readings),
        ("tags", rulebook.tags),
        ("questions", rulebook.questions),
        ("clocks", rulebook.clocks),
        ("clocks.nodes", [node for clock in rulebook.clocks for node in clock.nodes]),
        ("clocks.extension", [clock.extension for clock in rulebook.clocks if clock.extension]),
        ("machines", rulebook.machines),
        ("machines.transitions", [step for machine in rulebook.machines for step in machine.transitions]),
        ("common_steps", rulebook.common_steps),
        ("lights", [rulebook.lights] if rulebook.lights else []),
        ("ladder", rulebook.ladder),
    )


def _check_form(form: Form, structure: Structure) -> None:
    _unique(f"forms.{form.id}.columns", [column.id for column in form.columns], structure)
    _unique(f"forms.{form.id}.header", [item.id for item in form.header], structure)
    for id in (*form.dated_by, *((form.timed_by,) if form.timed_by else ())):
        _known(f"forms.{form.id}.dated_by/timed_by", id, [column.id for column in form.columns], "columns", structure)
    titles: list[str] = []
    for column in form.columns:
        titles += [title for title in (column.title, *column.synonyms) if title]
    _unique(f"forms.{form.id}.columns.title/synonyms", titles, structure)


def _check_forms_as_read(rulebook: Rulebook, structure: Structure) -> None:
    """What is wrong with a form only as an option of a reading would have it."""
    said = {fault.message for fault in structure.faults}
    for reading in rulebook.readings:
        for option in reading.options:
            if any(key.startswith("forms.") for key in option.sets):
                probe = Structure(structure.where)
                for form in changed(rulebook, option, structure).forms:
                    _check_form(form, probe)
                structure.faults += [fault for fault in probe.faults if fault.message not in said]
                said |= {fault.message for fault in probe.faults}


def _check_counts(rulebook: Rulebook, structure: Structure) -> None:
    for group in rulebook.groups:
        found = sum(unit.group == group.name for unit in rulebook.units)
        if group.count is not None and found != group.count:
            structure.complain(kinds.WRONG_COUNT, "groups.count", group=group.name, expected=group.count, found=found, file=group.units)
    _unique("units", [unit.name for unit in rulebook.units], structure)


def _unique(section: str, ids: Iterable[str], structure: Structure) -> None:
    seen: set[str] = set()
    for id in ids:
        if id in seen:
            structure.complain(kinds.DOUBLE_ID, section, section=section, found=id)
        seen.add(id)


def _known(key: str, found: str, known: list[str], section: str, structure: Structure) -> None:
    if found not in known:
        structure.complain(kinds.NO_SUCH_ID, key, key=key, found=found, section=section, known=", ".join(known))
