"""A rulebook under chosen readings: each option lays its changes over the rules, so that no rule knows a reading."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from duchá.rulebook import faults as kinds
from duchá.rulebook.structure import Structure, hints_of

if TYPE_CHECKING:  # the model holds the rules that this module changes
    from duchá.rulebook.model import ReadingOption, Rulebook

SECTIONS = (
    *("points", "consequences", "sheets", "deductions", "duties", "forms", "procedures", "leads"),
    *("checks", "reconcile", "measures", "tables", "row_proposals", "documents"),
)
SINGLE = ("scheme", "weighting")


def apply_readings(rulebook: Rulebook, chosen: Mapping[str, str]) -> Rulebook:
    """The rulebook with the chosen option of every reading applied; the default where none is chosen.

    The changes were checked when the rulebook was read, so nothing can fail here.
    """
    structure = Structure(rulebook.id)
    for reading in rulebook.readings:
        wanted = chosen.get(reading.id, reading.default)
        option = next(option for option in reading.options if option.id == wanted)
        rulebook = changed(rulebook, option, structure)
    assert not structure.faults, structure.faults
    return rulebook


def changed(rulebook: Rulebook, option: ReadingOption, structure: Structure) -> Rulebook:
    """The rulebook with one option's changes; what cannot be changed so is complained of (G003, G005–G007)."""
    for key, raw in option.sets.items():
        section, _, rest = key.partition(".")
        record = getattr(rulebook, section) if section in SINGLE else None
        if record is not None:
            new = _with(record, rest, raw, key, structure)
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
        structure.complain(kinds.NO_SUCH_ID, key, key=key, found=id, section=section, known=_known(record.id for record in records))
        return rulebook
    new = tuple(_with(record, name, raw, key, structure) if record.id == id else record for record in records)
    return dataclasses.replace(rulebook, **{section: new})  # type: ignore[arg-type]  # the section names a field of such records


def _with(record: Any, name: str, raw: object, key: str, structure: Structure) -> Any:
    hints = hints_of(type(record))
    if name not in hints or name == "id":
        structure.complain(kinds.UNKNOWN_KEY, key, key=key, known=_known(hints))
        return record
    before = len(structure.faults)
    value = structure.value(hints[name], raw, key)
    return record if len(structure.faults) > before else dataclasses.replace(record, **{name: value})


def _known(names: Iterable[str]) -> str:
    return ", ".join(names)
