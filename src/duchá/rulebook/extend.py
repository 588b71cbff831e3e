"""One rulebook standing on another: changes, additions and deletions by id."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from duchá.rulebook import faults as kinds
from duchá.rulebook.structure import Structure

Table = dict[str, Any]
_IDS = ("id", "key")


def merge(parent: Mapping[str, Any], child: Mapping[str, Any], structure: Structure) -> Table:
    """The parent's tables with the child's over them.

    Plain values replace; lists of tables with an id are merged by id, new ids appended; ``delete`` names entries
    (``"readings.due-before"``) to leave out, with what options of readings would change of them. Faults: G011.
    """
    merged: Table = dict(parent)
    for name, value in child.items():
        if name != "delete":
            merged[name] = _merge_value(merged.get(name), value)
    for target in child.get("delete", []):
        _delete(merged, str(target), structure)
    return merged


def _merge_value(old: object, new: object) -> Any:
    if isinstance(old, Mapping) and isinstance(new, Mapping):
        return {**old, **{name: _merge_value(old.get(name), value) for name, value in new.items()}}
    if _is_keyed(old) and _is_keyed(new):
        assert isinstance(old, list) and isinstance(new, list)
        changes = {_id_of(item): item for item in new}
        kept = [_merge_value(item, changes.pop(_id_of(item))) if _id_of(item) in changes else item for item in old]
        return [*kept, *changes.values()]
    return new


def _delete(merged: Table, target: str, structure: Structure) -> None:
    section, _, wanted = target.partition(".")
    entries = merged.get(section)
    if isinstance(entries, list) and any(_id_of(item) == wanted for item in entries):
        merged[section] = [item for item in entries if _id_of(item) != wanted]
        merged["readings"] = [_without_sets(reading, f"{section}.{wanted}.") for reading in merged.get("readings", [])]
    else:
        structure.complain(kinds.CHANGES_NOTHING, "delete", found=target)


def _without_sets(reading: Any, prefix: str) -> Any:
    """A reading without what its options would have changed of an entry that is left out."""
    if not isinstance(reading, Mapping):
        return reading
    options = [
        {**option, "sets": {key: value for key, value in option["sets"].items() if not key.startswith(prefix)}}
        if isinstance(option, Mapping) and isinstance(option.get("sets"), Mapping)
        else option
        for option in reading.get("options", [])
    ]
    return {**reading, "options": options}


def _is_keyed(value: object) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(item, Mapping) and _id_of(item) is not None for item in value)


def _id_of(item: Mapping[str, Any]) -> Any:
    return next((item[name] for name in _IDS if name in item), None)
