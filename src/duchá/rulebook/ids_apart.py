"""Ids live inside their rulebook: where two rulebooks of a campaign give one id to two registers, the later one's goes under its own name here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import fields, is_dataclass, replace
from typing import Any

from duchá.rulebook.form import FilledBy
from duchá.rulebook.model import Rulebook

APART = "--"  # between a rulebook's id and that of its register
_NAMES = frozenset(
    {"register", "left", "right", "steps_register", "subject"}
)  # keys of a rulebook that name a register, wherever they stand


def with_ids_apart(rulebooks: Iterable[Rulebook], office: Rulebook | None) -> tuple[Rulebook, ...]:
    """The rulebooks with registers that do not meet by accident: the first that has an id keeps it, as journals have it; the office's own come first.

    A rulebook that stands on another of them shares its registers, whichever is used.
    """
    books = tuple(rulebooks)
    taken: dict[str, str] = {form.id: office.id for form in office.forms} if office else {}
    apart: list[Rulebook] = []
    for book in books:
        mine = [form.id for form in book.forms if form.filled_by is FilledBy.OFFICE]
        names = {id: f"{book.id}{APART}{id}" for id in mine if id in taken and not _related(book, taken[id], books)}
        taken |= {id: book.id for id in mine if id not in taken}
        apart.append(_renamed(book, names) if names else book)
    return tuple(apart)


def _related(book: Rulebook, other: str, books: tuple[Rulebook, ...]) -> bool:
    """True where one of the two stands on the other."""
    lineage = next((one.lineage for one in books if one.id == other), ())
    return other in book.lineage or book.id in lineage


def _renamed(book: Rulebook, names: Mapping[str, str]) -> Rulebook:
    forms = tuple(replace(form, id=names.get(form.id, form.id)) for form in book.forms)
    apart: Any = _record(book, names)  # everything that names a register, wherever a rulebook may say it
    readings = tuple(
        replace(reading, options=tuple(replace(option, sets=_sets(option.sets, names)) for option in reading.options))
        for reading in book.readings
    )
    renamed: Rulebook = replace(apart, forms=forms, readings=readings)
    return renamed


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
