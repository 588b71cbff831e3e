"""Ids live inside their rulebook: where two rulebooks of a campaign give one id to two registers, two forms of units or two deliverables, the later one's
goes under its own name here."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import fields, is_dataclass, replace
from typing import Any

from duchá.rulebook.form import CellCheck, FilledBy
from duchá.rulebook.model import Rulebook

APART = "--"  # between a rulebook's id and that of its register, form or deliverable
_NAMES = frozenset(
    {"register", "left", "right", "steps_register", "subject", "form"}
)  # keys of a rulebook that name a register or a form, wherever they stand
_STATEMENTS = ("rule", "when")  # of a form's checks: they name a column of another form as form.column


def with_ids_apart(rulebooks: Iterable[Rulebook], office: Rulebook | None) -> tuple[Rulebook, ...]:
    """The rulebooks with ids that do not meet by accident: the first that has one keeps it, as journals have it; the office's own registers come first.

    A rulebook that stands on another of them shares its registers, forms and deliverables, whichever is used.
    """
    books = tuple(rulebooks)
    registers: dict[str, str] = {form.id: office.id for form in office.forms} if office else {}
    forms: dict[str, str] = {}
    keys: dict[str, str] = {}
    apart: list[Rulebook] = []
    for book in books:
        names = _taken(book, [form.id for form in book.forms if form.filled_by is FilledBy.OFFICE], registers, books)
        names |= _taken(book, [form.id for form in book.forms if form.filled_by is FilledBy.UNIT], forms, books)
        owed = _taken(book, [one.key for one in book.deliverables], keys, books)
        apart.append(_renamed(book, names, owed) if names or owed else book)
    return tuple(apart)


def _taken(book: Rulebook, mine: Iterable[str], taken: dict[str, str], books: tuple[Rulebook, ...]) -> dict[str, str]:
    """The names here of those of its ids that another rulebook has already; the others are its own from now on (``taken``)."""
    ids = tuple(mine)
    names = {id: f"{book.id}{APART}{id}" for id in ids if id in taken and not _related(book, taken[id], books)}
    taken |= {id: book.id for id in ids if id not in taken}
    return names


def _related(book: Rulebook, other: str, books: tuple[Rulebook, ...]) -> bool:
    """True where one of the two stands on the other."""
    lineage = next((one.lineage for one in books if one.id == other), ())
    return other in book.lineage or book.id in lineage


def _renamed(book: Rulebook, names: Mapping[str, str], owed: Mapping[str, str]) -> Rulebook:
    apart: Any = _record(book, names)  # everything that names a register or a form, wherever a rulebook may say it
    forms = tuple(
        replace(form, id=names.get(form.id, form.id), checks=tuple(replace(one, **_statements(one, names)) for one in form.checks))
        for form in apart.forms
    )
    readings = tuple(
        replace(reading, options=tuple(replace(option, sets=_sets(option.sets, names)) for option in reading.options))
        for reading in book.readings
    )
    deliverables = tuple(replace(one, key=owed.get(one.key, one.key)) for one in apart.deliverables)
    deductions = tuple(replace(one, deliverable=owed.get(one.deliverable, one.deliverable)) for one in apart.deductions)
    renamed: Rulebook = replace(apart, forms=forms, readings=readings, deliverables=deliverables, deductions=deductions)
    return renamed


def _statements(check: CellCheck, names: Mapping[str, str]) -> dict[str, str]:
    """The statements of a check with the forms that they name; what stands in quotes is a text."""
    ids = "|".join(re.escape(id) for id in names)
    return (
        {key: re.sub(rf"('[^']*')|(?<![\w.-])({ids})(?=\.)", lambda m: m[1] or names[m[2]], getattr(check, key)) for key in _STATEMENTS}
        if ids
        else {}
    )


def _record(record: Any, names: Mapping[str, str]) -> Any:
    """The record with every register that it names called by its name here."""
    changes: dict[str, Any] = {}
    for one in fields(record):
        value = getattr(record, one.name)
        if one.name in _NAMES and isinstance(value, str) and value in names:
            changes[one.name] = names[value]
        elif one.name == "every" and isinstance(value, tuple):
            changes[one.name] = tuple(_column(item, names) for item in value)
        elif isinstance(value, tuple) and any(is_dataclass(item) for item in value):
            changes[one.name] = tuple(_record(item, names) if is_dataclass(item) else item for item in value)
        elif is_dataclass(value) and not isinstance(value, type):
            changes[one.name] = _record(value, names)
    return replace(record, **changes) if changes else record


def _sets(sets: Mapping[str, object], names: Mapping[str, str]) -> Mapping[str, object]:
    """What an option of a reading changes, with the registers that it names."""
    return {_key(key, names): _raw(value, names) for key, value in sets.items()}


def _key(key: str, names: Mapping[str, str]) -> str:
    section, _, rest = key.partition(".")
    id, dot, name = rest.partition(".")
    return f"{section}.{names[id]}{dot}{name}" if section == "forms" and id in names else key


def _raw(value: object, names: Mapping[str, str]) -> object:
    if isinstance(value, Mapping):
        return {key: names.get(item, item) if key in _NAMES and isinstance(item, str) else _raw(item, names) for key, item in value.items()}
    return [_raw(item, names) for item in value] if isinstance(value, list) else value


def _column(item: str, names: Mapping[str, str]) -> str:
    register, dot, column = item.partition(".")
    return f"{names.get(register, register)}{dot}{column}" if dot else item
