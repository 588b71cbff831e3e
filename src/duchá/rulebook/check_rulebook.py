"""Checks over a whole rulebook: what cites nothing, points nowhere or stands twice is the rulebook's fault, found before any file is opened."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from duchá.rulebook import faults as kinds
from duchá.rulebook.check_clocks import check_clocks
from duchá.rulebook.form import Form
from duchá.rulebook.model import Rulebook
from duchá.rulebook.points.check import check_points
from duchá.rulebook.structure import Structure


class _Cites(Protocol):
    @property
    def article(self) -> str: ...


def check_rulebook(rulebook: Rulebook, structure: Structure) -> None:
    """Adds to ``structure`` every G007–G009 and G021–G023 fault of the rulebook: ids unique, every reference resolved, counts as stated."""
    articles = [article.id for article in rulebook.articles]
    groups = [group.id for group in rulebook.groups]
    forms = [form.id for form in rulebook.forms]
    _unique("articles", articles, structure)
    _unique("groups", groups, structure)
    _unique("forms", forms, structure)
    _unique("deliverables", [d.key for d in rulebook.deliverables], structure)
    _unique("readings", [r.id for r in rulebook.readings], structure)
    _unique("clocks", [clock.id for clock in rulebook.clocks], structure)
    _unique("machines", [machine.id for machine in rulebook.machines], structure)
    _unique("ladder", [rung.id for rung in rulebook.ladder], structure)
    _unique("questions", [question.id for question in rulebook.questions], structure)
    for section, items in _citing(rulebook):
        for item in items:
            _known(f"{section}.article", item.article, articles, "articles", structure)
    for deliverable in rulebook.deliverables:
        for group in deliverable.groups:
            _known("deliverables.groups", group, groups, "groups", structure)
        if deliverable.form:
            _known("deliverables.form", deliverable.form, forms, "forms", structure)
    for question in rulebook.questions:
        _known("questions.form", question.form, forms, "forms", structure)
    for reading in rulebook.readings:
        _known(f"readings.{reading.id}.default", reading.default, [o.id for o in reading.options], "options", structure)
    for form in rulebook.forms:
        _check_form(form, structure)
        if form.since:
            _known("forms.since", form.since, [r.id for r in rulebook.readings if all(o.since for o in r.options)], "readings", structure)
        if form.remark and form.remark.against:
            _known("forms.remark.against", form.remark.against, forms, "forms", structure)
    _check_counts(rulebook, structure)
    check_clocks(rulebook, structure)
    check_points(rulebook, structure)


def _citing(rulebook: Rulebook) -> tuple[tuple[str, Iterable[_Cites]], ...]:
    """Everything in a rulebook that rests on an article."""
    return (
        ("groups", rulebook.groups),
        ("phases", rulebook.phases),
        ("deliverables", rulebook.deliverables),
        ("forms", rulebook.forms),
        ("readings", rulebook.readings),
        ("tags", rulebook.tags),
        ("questions", rulebook.questions),
        ("clocks", rulebook.clocks),
        ("clocks.nodes", [node for clock in rulebook.clocks for node in clock.nodes]),
        ("clocks.extension", [clock.extension for clock in rulebook.clocks if clock.extension]),
        ("machines", rulebook.machines),
        ("machines.transitions", [step for machine in rulebook.machines for step in machine.transitions]),
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
