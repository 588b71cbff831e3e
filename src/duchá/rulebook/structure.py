"""From a TOML table to typed records, every fault named with file, key and remedy."""

from __future__ import annotations

import dataclasses
import re
import types
import typing
from collections.abc import Mapping
from datetime import date, datetime, time
from decimal import Decimal
from enum import Enum
from functools import cache
from typing import Any, TypeVar, Union

from duchá.rulebook import faults as kinds
from duchá.terms.fault import Fault, FaultKind
from duchá.terms.place import Place

T = TypeVar("T")
_ABSENT = object()
_AS_FOUND = (str, bool, int)
_NUMBER = re.compile(r"-?[0-9]{1,9}(\.[0-9]{1,6})?")


class Structure:
    """Builds records from one file's tables and collects the faults; ``where`` is the file's name."""

    def __init__(self, where: str) -> None:
        self.where = where
        self.faults: list[Fault] = []
        self.dropped: set[str] = set()  # ids of entries that are wrong in themselves: who names one of them has done nothing wrong

    def complain(self, kind: FaultKind, label: str, /, **words: Any) -> None:
        """Note a fault at a key of the file."""
        self.faults.append(kind.at(Place(file=self.where, label=label), **words))

    def record(self, cls: type[T], table: object, key: str = "") -> T | None:
        """A ``cls`` from a table; None when something in it is wrong (the faults say what). ``key`` is where it stands, empty for the whole file."""
        if not isinstance(table, Mapping):
            self.complain(kinds.WRONG_TYPE, key, key=key, found=_show(table), expected=kinds.TYPE_WORDS["table"])
            return None
        fields, start = _fields(typing.cast(type, cls)), self._serious
        for name in table:
            if name not in fields:
                self.complain(kinds.UNKNOWN_KEY, under(key, name), key=under(key, name), known=", ".join(fields))
        values: dict[str, Any] = {}
        whole = True
        for name, (attribute, kind, required) in fields.items():
            if name in table:
                before = self._serious
                value = self.value(kind, table[name], under(key, name))
                if value is not None or self._serious == before:
                    values[attribute] = value
                else:
                    whole = whole and not required
            elif required:
                self.complain(kinds.MISSING_KEY, under(key, name), key=under(key, name), expected=_type_word(kind))
                whole = False
        spoilt = bool(key) and self._serious > start  # of the whole file the rest is looked at all the same
        return cls(**values) if whole and not spoilt else None

    @property
    def _serious(self) -> int:
        """How many faults there are that no rulebook may have: with others it is still used in a campaign that has it already."""
        return sum(fault.kind not in kinds.SAID_IN_CAMPAIGN for fault in self.faults)

    def usable(self) -> bool:
        """True where a campaign that has the rulebook already may go on with it."""
        return not self._serious

    def must_be(self, key: str, found: str, known: list[str], section: str) -> None:
        """Complains of a reference to an id that its section does not have; one that was left out as unreadable is spoken of already."""
        if found not in known and found not in self.dropped:
            self.complain(kinds.NO_SUCH_ID, key, key=key, found=found, section=section, known=", ".join(known))

    def one_of(self, families: tuple[Any, ...], table: object, key: str) -> Any:
        """A record of the family that the table's tag names (``happening``). A key that only other families have is complained of (G120) and left out."""
        if not isinstance(table, Mapping):
            self.complain(kinds.WRONG_TYPE, key, key=key, found=_show(table), expected=kinds.TYPE_WORDS["table"])
            return None
        tag = families[0].TAG
        known = {str(getattr(family, tag).value): family for family in families}
        untagged = next((name for name, family in known.items() if getattr(family, "UNTAGGED", False)), None)
        if tag not in table and untagged is None:
            self.complain(kinds.MISSING_KEY, under(key, tag), key=under(key, tag), expected=", ".join(known))
            return None
        said = table.get(tag, untagged)
        family = known.get(said) if isinstance(said, str) else None
        if family is None:
            self.complain(kinds.WRONG_CHOICE, under(key, tag), key=under(key, tag), found=_show(said), known=", ".join(known))
            return None
        rest = {name: value for name, value in table.items() if name != tag}
        for name in [name for name in rest if is_foreign(family, families, name)]:
            self.foreign(family, under(key, name))
            del rest[name]
        return self.record(family, rest, key)

    def foreign(self, family: Any, key: str) -> None:
        """Note a key that other families have and this one does not read."""
        self.complain(
            kinds.FOREIGN_KEY, key, key=key, tag=family.TAG, family=getattr(family, family.TAG).value, known=", ".join(keys_of(family))
        )

    def as_far_as_sound(self, cls: type[T], table: object) -> T | None:
        """A ``cls`` from what is sound in a table: keys and entries of lists in which something is wrong are left out, and nothing is said of them.

        None where what is left is not enough.
        """
        probe = Structure(self.where)
        if not isinstance(table, Mapping):
            return None
        kept: dict[str, Any] = {}
        for name, (_, kind, _) in _fields(typing.cast(type, cls)).items():
            if name in table:
                sound = probe._sound(kind, table[name])
                if sound is not None:
                    kept[name] = sound
        return probe.record(cls, kept)

    def _sound(self, kind: Any, found: object) -> object:
        """What is sound of a value, as TOML gave it; None where nothing is."""
        if typing.get_origin(kind) is tuple and isinstance(found, list):
            return [item for item in (self._sound(typing.get_args(kind)[0], item) for item in found) if item is not None]
        if dataclasses.is_dataclass(kind) and isinstance(kind, type) and isinstance(found, Mapping):
            fields = _fields(kind)
            kept = {name: self._sound(fields[name][1], item) for name, item in found.items() if name in fields}
            kept = {name: item for name, item in kept.items() if item is not None}
            return kept if Structure(self.where).record(kind, kept) is not None else None
        probe = Structure(self.where)
        probe.value(kind, found, "")
        return None if probe.faults else found

    def value(self, kind: Any, found: object, key: str) -> Any:
        """A value of an annotated type from what TOML gave."""
        if kind in _AS_FOUND and type(found) is kind:  # most values
            return found
        origin = typing.get_origin(kind)
        if origin in (Union, types.UnionType):
            families = families_in(kind)
            return self.one_of(families, found, key) if len(families) > 1 else self.value(families[0], found, key)
        if origin is tuple:
            return self._tuple(typing.get_args(kind)[0], found, key)
        if origin in (Mapping, dict):
            return self._mapping(typing.get_args(kind)[1], found, key)
        if dataclasses.is_dataclass(kind):
            return self.record(typing.cast(type, kind), found, key)
        if isinstance(kind, type) and issubclass(kind, Enum):
            return self._choice(kind, found, key)
        return self._plain(kind, found, key)

    def _tuple(self, kind: Any, found: object, key: str) -> tuple[Any, ...]:
        if isinstance(found, Mapping) and _of_tables(kind):
            self.complain(kinds.ONE_TABLE, key, key=key)
            return ()
        if not isinstance(found, list):
            self.complain(kinds.WRONG_TYPE, key, key=key, found=_show(found), expected=kinds.TYPE_WORDS["tuple"])
            return ()
        made = []
        for at, item in enumerate(found, 1):
            before = self._serious
            value = self.value(kind, item, entry_of(key, item, at))
            if value is not None or self._serious == before:
                made.append(value)
            elif (id := entry_id(item)) is not None:
                self.dropped.add(id)
        return tuple(made)

    def _mapping(self, kind: Any, found: object, key: str) -> Mapping[str, Any]:
        if not isinstance(found, Mapping):
            self.complain(kinds.WRONG_TYPE, key, key=key, found=_show(found), expected=kinds.TYPE_WORDS["table"])
            return {}
        return {str(name): self.value(kind, item, under(key, str(name))) for name, item in found.items()}

    def _choice(self, kind: type[Enum], found: object, key: str) -> Any:
        known = [member.value for member in kind]
        if found in known:
            return kind(found)
        self.complain(kinds.WRONG_CHOICE, key, key=key, found=_show(found), known=", ".join(str(k) for k in known))
        return None

    def _plain(self, kind: Any, found: object, key: str) -> Any:
        if kind is object or kind is Any:
            return found
        if kind is Decimal:
            made = _decimal(found)
            if made is not _ABSENT:
                return made
        elif type(found) is kind or (kind is date and isinstance(found, date) and not isinstance(found, datetime)):
            return found
        self.complain(kinds.WRONG_TYPE, key, key=key, found=_show(found), expected=_type_word(kind))
        return None


_HEAD = re.compile(r"\s*\[{1,2}\s*([^\]\s]+)\s*\]{1,2}")
_ID = re.compile(r"""\s*(?:id|key)\s*=\s*["']([^"']*)["']""")


@dataclasses.dataclass(slots=True)  # house: filled while the lines of a text pass by
class _Block:
    """A table of a TOML text: the parts of its head, the line of the head, its lines with their numbers, the id that stands in it."""

    head: list[str]
    line: int
    lines: list[tuple[int, str]]
    id: str = ""


def line_of(text: str, label: str) -> int | None:
    """The line of a TOML text at which a key stands (``deliverables.report.due``, ``points[2].lead``), else that of the entry it is in.

    None where neither is there: it stands in a rulebook that this one extends, or is missing.
    """
    name, *rest = label.split(".")
    section, _, number = name.partition("[")
    blocks = _blocks(text)
    entries = _entries(blocks, section)
    if not entries:
        return _first_with(blocks[0].lines, section)
    if not rest and not number:
        return entries[0][0].line
    at = next((at for at, entry in enumerate(entries) if rest and entry[0].id == rest[0]), None)
    if at is None and number:
        at = int(number.rstrip("]")) - 1
    elif at is not None:
        rest = rest[1:]
    elif len(entries) == 1 and not entries[0][0].id:  # a table of its own ([scheme])
        at = 0
    if at is None or not 0 <= at < len(entries):
        return None
    entry = [block for block in entries[at] if block.id in rest] or _numbered(entries[at], rest) or entries[at]
    rest = [key.partition("[")[0] for key in rest]
    lines = [line for block in entry for line in block.lines]
    return next((found for key in reversed(rest) if (found := _first_with(lines, key)) is not None), entry[0].line)


def _blocks(text: str) -> list[_Block]:
    blocks = [_Block([], 1, [])]
    for number, line in enumerate(text.splitlines(), 1):
        if head := _HEAD.fullmatch(line.partition("#")[0].rstrip()):
            blocks.append(_Block(head[1].replace('"', "").split("."), number, []))
            continue
        blocks[-1].lines.append((number, line))
        if not blocks[-1].id and (id := _ID.match(line)):
            blocks[-1].id = id[1]
    return blocks


def _entries(blocks: list[_Block], section: str) -> list[list[_Block]]:
    """The tables of a section, each with those that belong to it ([[forms]] with its [[forms.columns]])."""
    entries: list[list[_Block]] = []
    for block in blocks:
        if block.head[:1] == [section]:
            if len(block.head) == 1 or not entries:
                entries.append([])
            entries[-1].append(block)
    return entries


def _numbered(entry: list[_Block], rest: list[str]) -> list[_Block]:
    """The n-th of the tables of an entry, where a key says which: ``grades[2]`` of ``[[grading.grades]]``."""
    for key in rest:
        name, _, number = key.partition("[")
        of_name = [block for block in entry if block.head[-1] == name and len(block.head) > 1] if number else []
        if of_name and int(number.rstrip("]")) <= len(of_name):
            return [of_name[int(number.rstrip("]")) - 1]]
    return []


def _first_with(lines: list[tuple[int, str]], key: str) -> int | None:
    return next((number for number, line in lines if line.partition("=")[0].strip() == key and "=" in line), None)


def families_in(kind: Any) -> tuple[Any, ...]:
    """The types of a union, None left out: of more than one, the table's tag says which it is."""
    return tuple(each for each in typing.get_args(kind) if each is not type(None))


def keys_of(cls: type) -> tuple[str, ...]:
    """The keys that a record's table may have."""
    return tuple(_fields(cls))


def attribute_of(cls: type, key: str) -> tuple[str, Any]:
    """The attribute that a key of a record's table fills, and its type."""
    attribute, kind, _ = _fields(cls)[key]
    return attribute, kind


def is_foreign(family: type, families: tuple[type, ...], name: str) -> bool:
    """True for a key that another family has and this one has not."""
    return name not in _fields(family) and any(name in _fields(other) for other in families)


def _of_tables(kind: Any) -> bool:
    return dataclasses.is_dataclass(kind) or len(families_in(kind)) > 1


def under(key: str, name: str) -> str:
    """The key of something in a table."""
    return f"{key}.{name}" if key else name


def entry_of(key: str, item: object, at: int) -> str:
    """Where an entry of a list stands: by its id, since a rulebook that extends another does not see how many there were before."""
    id = entry_id(item)
    return f"{key}.{id}" if id else f"{key}[{at}]"


def entry_id(item: object) -> str | None:
    """The id (or key) of an entry of a list, where it has one."""
    return next((item[name] for name in ("id", "key") if isinstance(item.get(name), str)), None) if isinstance(item, Mapping) else None


def _decimal(found: object) -> Any:
    if isinstance(found, bool) or not isinstance(found, str | int):
        return _ABSENT
    return Decimal(found) if _NUMBER.fullmatch(str(found)) else _ABSENT


_HINTS: dict[type, Mapping[str, Any]] = {}  # looked up for every key of every reading


def hints_of(cls: type) -> Mapping[str, Any]:
    """The types of a record's attributes."""
    if cls not in _HINTS:
        _HINTS[cls] = typing.get_type_hints(cls)
    return _HINTS[cls]


@cache
def _fields(cls: type) -> dict[str, tuple[str, Any, bool]]:
    """The keys of a record's table: its attributes, ``from_`` written ``from``."""
    hints = hints_of(cls)
    return {
        f.name.rstrip("_"): (f.name, hints[f.name], f.default is dataclasses.MISSING and f.default_factory is dataclasses.MISSING)
        for f in dataclasses.fields(cls)
        if f.init
    }


def _type_word(kind: Any) -> str:
    origin = typing.get_origin(kind)
    if origin in (Union, types.UnionType):
        return _type_word(families_in(kind)[0])
    if origin is tuple:
        return kinds.TYPE_WORDS["tuple"]
    if origin is not None or dataclasses.is_dataclass(kind):
        return kinds.TYPE_WORDS["table"]
    if isinstance(kind, type) and issubclass(kind, Enum):
        return ", ".join(str(member.value) for member in kind)
    return kinds.TYPE_WORDS.get({time: "time"}.get(kind, getattr(kind, "__name__", "str")), kinds.TYPE_WORDS["str"])


def _show(found: object) -> str:
    text = str(found)
    return text if len(text) <= 40 else text[:40] + "…"
