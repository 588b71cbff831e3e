"""One rulebook standing on another: changes, additions and deletions by id."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from duchá.rulebook import faults as kinds
from duchá.rulebook.structure import Structure

Table = dict[str, Any]
_IDS = ("id", "key")


def merge(parent: Mapping[str, Any], child: Mapping[str, Any], structure: Structure) -> Table:
    """The parent's tables with the child's over them.

    Plain values replace; lists of tables with an id are merged by id, new ids appended; ``delete`` names entries
    (``"readings.due-before"``) to leave out, with what options of readings would change of them. What the child settles otherwise is
    no longer open: inherited readings let go of it, unless the child writes the reading itself. Faults: G011.
    """
    merged: Table = dict(parent)
    for name, value in child.items():
        if name != "delete":
            _unique(name, value, structure)
            merged[name] = _merge_value(merged.get(name), value)
    settled = tuple(_settled(parent, child))
    if settled and _is_keyed(merged.get("readings")):
        own = {_id_of(reading) for reading in _tables(child.get("readings"))}
        merged["readings"] = list(_still_open(_tables(merged["readings"]), settled, own))
    for target in structure.value(tuple[str, ...], child.get("delete", []), "delete"):
        if target is not None:
            _delete(merged, target, structure)
    return merged


def _unique(section: str, value: object, structure: Structure) -> None:
    """Complains of an entry written twice: one of the two would be lost (G008)."""
    ids = [_id_of(item) for item in _tables(value)]
    for id in dict.fromkeys(id for id in ids if id is not None and ids.count(id) > 1):
        structure.complain(kinds.DOUBLE_ID, section, section=section, found=id)


def _merge_value(old: object, new: object) -> Any:
    if isinstance(old, Mapping) and isinstance(new, Mapping):
        return {**old, **{name: _merge_value(old.get(name), value) for name, value in new.items()}}
    if _is_keyed(old) and _is_keyed(new):
        assert isinstance(old, list) and isinstance(new, list)
        changes = {_id_of(item): item for item in new}
        kept = [_merge_value(item, changes.pop(_id_of(item))) if _id_of(item) in changes else item for item in old]
        return [*kept, *changes.values()]
    return new


def _settled(parent: Mapping[str, Any], child: Mapping[str, Any]) -> Iterator[str]:
    """The keys of inherited rules that the child writes otherwise, as options of readings name them: points.returned.scale, scheme.base."""
    for section, value in child.items():
        old = parent.get(section)
        if isinstance(value, Mapping) and isinstance(old, Mapping):
            yield from (f"{section}.{key}" for key, new in value.items() if old.get(key) != new)
        elif _is_keyed(value) and _is_keyed(old):
            known = {_id_of(item): item for item in _tables(old)}
            for item in _tables(value):
                before = known.get(_id_of(item), item)
                yield from (f"{section}.{_id_of(item)}.{key}" for key, new in item.items() if before.get(key) != new)


def _still_open(readings: Iterable[Any], settled: tuple[str, ...], own: set[Any]) -> Iterator[Any]:
    """The readings that still decide something; ``own`` are those that the child writes itself."""
    for reading in readings:
        left = reading if _id_of(reading) in own else _without_sets(reading, settled)
        if _decides(left) or not _decides(reading):
            yield left


def _decides(reading: Mapping[str, Any]) -> bool:
    return any(option.get("sets") for option in _tables(reading.get("options")))


def _tables(value: object) -> list[Mapping[str, Any]]:
    """The tables of a list; none where something else was written (the structure complains of that)."""
    return [item for item in value if isinstance(item, Mapping)] if isinstance(value, list) else []


def _delete(merged: Table, target: str, structure: Structure) -> None:
    section, _, wanted = target.partition(".")
    entries = merged.get(section)
    if isinstance(entries, list) and any(_id_of(item) == wanted for item in entries):
        merged[section] = [item for item in entries if _id_of(item) != wanted]
        merged["readings"] = [_without_sets(reading, (f"{section}.{wanted}.",)) for reading in merged.get("readings", [])]
    else:
        structure.complain(kinds.CHANGES_NOTHING, "delete", found=target)


def _without_sets(reading: Any, prefixes: tuple[str, ...]) -> Any:
    """A reading without what its options would have changed of entries that are left out (a prefix with a dot) or settled (a whole key)."""
    if not isinstance(reading, Mapping) or not isinstance(reading.get("options"), list):
        return reading
    options = [
        {**option, "sets": {key: value for key, value in option["sets"].items() if not _falls_under(key, prefixes)}}
        if isinstance(option, Mapping) and isinstance(option.get("sets"), Mapping)
        else option
        for option in reading["options"]
    ]
    return {**reading, "options": options}


def _falls_under(key: str, prefixes: tuple[str, ...]) -> bool:
    return any(key.startswith(prefix) if prefix.endswith(".") else key == prefix for prefix in prefixes)


def _is_keyed(value: object) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(item, Mapping) and _id_of(item) is not None for item in value)


def _id_of(item: Mapping[str, Any]) -> Any:
    return next((item[name] for name in _IDS if isinstance(item.get(name), str)), None)
