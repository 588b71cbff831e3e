"""A rulebook under chosen readings: each option lays its changes over the rules, so that no rule knows a reading."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, get_args

from duchá.rulebook import faults as kinds
from duchá.rulebook.structure import Structure, attribute_of, families_in, hints_of, is_foreign, keys_of

if TYPE_CHECKING:  # the model holds the rules that this module changes
    from duchá.rulebook.model import ReadingOption, Rulebook

SECTIONS = (
    *("points", "limits", "consequences", "vetoes", "cards", "sheets", "deductions", "duties", "forms", "procedures", "leads"),
    *("checks", "reconcile", "measures", "tables", "row_proposals", "documents"),
)
SINGLE = ("scheme", "weighting", "grading")


def apply_readings(rulebook: Rulebook, chosen: Mapping[str, str]) -> Rulebook:
    """The rulebook with the chosen option of every reading applied; the default where none is chosen.

    The changes were checked when the rulebook was read, so nothing can fail here.
    """
    structure = Structure(rulebook.id)
    for reading in rulebook.readings:
        wanted = chosen.get(reading.id, reading.default)
        option = next(option for option in reading.options if option.id == wanted)
        rulebook = changed(rulebook, option, structure)
    assert structure.usable(), structure.faults
    return rulebook


def changed(rulebook: Rulebook, option: ReadingOption, structure: Structure) -> Rulebook:
    """The rulebook with one option's changes; what cannot be changed so is complained of (G003, G005–G007)."""
    for key, raw in option.sets.items():
        section, _, rest = key.partition(".")
        record = getattr(rulebook, section) if section in SINGLE else None
        if record is not None:
            new = _with(record, rest, raw, key, (type(record),), structure)
            rulebook = dataclasses.replace(rulebook, **{section: new})
        elif section in SECTIONS:
            rulebook = _in_section(rulebook, section, rest, raw, structure)
        else:
            structure.complain(
                kinds.NO_SUCH_ID, key, key=key, found=section, section="readings.options.sets", known=_known((*SINGLE, *SECTIONS))
            )
    return rulebook


def _in_section(rulebook: Rulebook, section: str, rest: str, raw: object, structure: Structure) -> Rulebook:
    id, _, name = rest.partition(".")
    records = getattr(rulebook, section)
    key = f"{section}.{rest}"
    if id not in {record.id for record in records}:
        if id not in structure.dropped:
            structure.complain(kinds.NO_SUCH_ID, key, key=key, found=id, section=section, known=_known(record.id for record in records))
        return rulebook
    (entry,) = (kind for kind in get_args(hints_of(type(rulebook))[section]) if kind is not ...)
    families = families_in(entry) or (entry,)
    new = tuple(_with(record, name, raw, key, families, structure) if record.id == id else record for record in records)
    return dataclasses.replace(rulebook, **{section: new})  # type: ignore[arg-type]  # the section names a field of such records


def _with(record: Any, name: str, raw: object, key: str, families: tuple[type, ...], structure: Structure) -> Any:
    """The record with one key changed; of the family that the new value of its tag names, with all that this one has as well."""
    cls = type(record)
    if len(families) > 1 and name == families[0].TAG:  # type: ignore[attr-defined]  # families have one
        return _of_family(record, raw, key, families, structure)
    if name not in keys_of(cls) or name == "id":
        if is_foreign(cls, families, name):
            structure.foreign(cls, key)
        else:
            structure.complain(kinds.UNKNOWN_KEY, key, key=key, known=_known(keys_of(cls)))
        return record
    attribute, kind = attribute_of(cls, name)
    before = len(structure.faults)
    value = structure.value(kind, raw, key)
    return record if len(structure.faults) > before else dataclasses.replace(record, **{attribute: value})


def _of_family(record: Any, raw: object, key: str, families: tuple[Any, ...], structure: Structure) -> Any:
    tag = families[0].TAG
    known = {str(getattr(family, tag).value): family for family in families}
    family = known.get(raw) if isinstance(raw, str) else None
    if family is None:
        structure.complain(kinds.WRONG_CHOICE, key, key=key, found=raw, known=_known(known))
        return record
    shared = {field.name for field in dataclasses.fields(record)} & {field.name for field in dataclasses.fields(family)}
    return family(**{name: getattr(record, name) for name in shared})


def _known(names: Iterable[str]) -> str:
    return ", ".join(names)
