"""What each kind of fact says: one record a kind, read from the payload and written back letter by letter; those of notes in `notes.py`.

A field without a default stands in every fact of its kind. One with a default came later, or is only sometimes said: absent means the default,
and the default is not written. Keys that a record does not know, as those of a later version, are kept in ``others`` and written back.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import MISSING, dataclass, field, fields
from datetime import date, datetime
from functools import cache
from typing import Any, ClassVar, NamedTuple, Self, TypeVar

from duchá.journal.fact import Canonical, Fact, FactKind, Json, NewFact

KEY = "key"  # in a field's metadata: the key of the payload, where that is no name in Python


class _Way(NamedTuple):
    """How values of a type come out of a payload, and go into one."""

    read: Callable[[Any], Any]
    write: Callable[[Any], Json]


class _Field(NamedTuple):
    """A field of a record: its name, how it is read and written, and the default that is left out."""

    name: str
    way: _Way
    default: object


_WAYS: Mapping[str, _Way] = {
    "str": _Way(str, str),
    "str | None": _Way(lambda value: None if value is None else str(value), lambda value: value),
    "int": _Way(int, int),
    "int | None": _Way(lambda value: None if value is None else int(value), lambda value: value),
    "bool": _Way(bool, bool),
    "date": _Way(date.fromisoformat, date.isoformat),
    "date | None": _Way(date.fromisoformat, date.isoformat),
    "tuple[str, ...]": _Way(lambda value: tuple(map(str, value)), list),
    "tuple[str, ...] | None": _Way(lambda value: tuple(map(str, value)), list),
    "tuple[int, ...]": _Way(lambda value: tuple(map(int, value)), list),
    "tuple[Json, ...]": _Way(tuple, list),
    "Mapping[str, str]": _Way(dict, dict),
    "Mapping[str, str] | None": _Way(dict, dict),
    "Mapping[str, Json]": _Way(dict, dict),
    "Mapping[str, Json] | None": _Way(dict, dict),
}


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)  # here and below: half the time that the import takes
class FactRecord:
    """What a fact of one kind says."""

    KIND: ClassVar[FactKind] = FactKind.NOTE
    NOTE: ClassVar[str] = ""

    others: Mapping[str, Json] = field(default_factory=dict)

    @classmethod
    def of(cls, fact: Fact) -> Self | None:
        """What a fact says; None where it is of another kind."""
        if fact.kind is not cls.KIND or (cls.NOTE and fact.payload.get("note") != cls.NOTE):
            return None
        return cls.from_payload(fact.payload)

    @classmethod
    def from_payload(cls, payload: Mapping[str, Json]) -> Self:
        """The record of a payload of its kind. Raises TypeError where a key that was always written is not there."""
        known = _fields_of(cls)
        given: dict[str, Any] = {}
        others: dict[str, Json] = {}
        for key, value in payload.items():
            if key == "note" and cls.NOTE:
                continue
            one = known.get(key)
            if one is not None:
                given[one.name] = said = one.way.read(value)
            if one is None or said == one.default or not _same(one.way.write(said), value):
                others[key] = value
        return cls(**given, others=others) if others else cls(**given)

    def to_payload(self) -> dict[str, Json]:
        """The payload that the journal keeps."""
        said: dict[str, Json] = {"note": self.NOTE} if self.NOTE else {}
        for key, one in _fields_of(type(self)).items():
            value = getattr(self, one.name)
            if one.default is MISSING or value != one.default:
                said[key] = one.way.write(value)
        return said | dict(self.others)

    def fact(self, happened_at: datetime, body: Json | Canonical = None) -> NewFact:
        """The same about to be written down."""
        return NewFact(kind=self.KIND, happened_at=happened_at, payload=self.to_payload(), body=body)


_Record = TypeVar("_Record", bound=FactRecord)


def told(facts: Iterable[Fact], what: type[_Record]) -> Iterator[tuple[Fact, _Record]]:
    """Those facts that are of a kind, each with what it says."""
    for fact in facts:
        if (said := what.of(fact)) is not None:
            yield fact, said


def keys_of(record: type[FactRecord]) -> frozenset[str]:
    """The keys of the payload that a record has fields for."""
    return frozenset(_fields_of(record))


def _read_fields(record: type[Any]) -> Mapping[str, _Field]:
    """The fields of a record by their keys in the payload."""
    own = (one for one in fields(record) if one.name != "others")
    return {one.metadata.get(KEY, one.name): _Field(one.name, _WAYS[str(one.type)], _default(one)) for one in own}


def _default(one: dataclasses.Field[Any]) -> object:
    return one.default if one.default_factory is MISSING else one.default_factory()


_fields_of: Callable[[type[Any]], Mapping[str, _Field]] = cache(_read_fields)  # type: ignore[assignment]  # mypy takes a class for unhashable


def _same(one: Json, other: Json) -> bool:
    """True for the same JSON: 1 is not true."""
    return one == other and type(one) is type(other)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class ContextFact(FactRecord):
    """The settings in force: each file by its content, the campaign's name, the version of the program."""

    KIND: ClassVar[FactKind] = FactKind.CONTEXT

    files: Mapping[str, str]
    name: str | None = None
    tool: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class SubmissionFact(FactRecord):
    """A file that came in (`submissions/as_json.py`), and what became of it."""

    KIND: ClassVar[FactKind] = FactKind.SUBMISSION

    receipt: int
    source: str
    status: str
    unit: str | None
    received_at: str
    deliverables: tuple[str, ...]
    forms: Mapping[str, Json]
    faults: tuple[Json, ...]
    sha256: str | None = None
    contents: Mapping[str, str] | None = None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class PaperFact(FactRecord):
    """A receipt on paper, from 收件登记."""

    KIND: ClassVar[FactKind] = FactKind.RECEIPT

    receipt: int
    source: str
    status: str
    unit: str | None
    received_at: str
    deliverables: tuple[str, ...]
    via: str
    note: str
    row_key: str
    row_occurrence: int
    forms: Mapping[str, Json]
    faults: tuple[Json, ...]
    contents: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class ResolutionFact(FactRecord):
    """A decision about a receipt: a person's, or the program's that read it again; ``outcome`` is what the receipt says from now on."""

    KIND: ClassVar[FactKind] = FactKind.RESOLUTION

    receipt: int
    action: str
    reason: str
    outcome: Mapping[str, Json] | None = None
    has_body: bool = False
    in_place: bool = False
    because: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class AnswerFact(FactRecord):
    """An answer remembered for the campaign: what a title or a written name means; ``taken_from`` an earlier campaign."""

    KIND: ClassVar[FactKind] = FactKind.ANSWER

    subject: str
    key: str
    value: str
    receipt: int | None = None
    taken_from: str | None = field(default=None, metadata={KEY: "from"})


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class WaiverFact(FactRecord):
    """豁免, or with ``undoes`` that the waiver of that number no longer holds."""

    KIND: ClassVar[FactKind] = FactKind.WAIVER

    code: str
    unit: str
    approver: str
    reason: str
    until: date
    name: str | None = None
    undoes: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class RegisterRowFact(FactRecord):
    """A row of an office register, as it stands in a version of its file."""

    KIND: ClassVar[FactKind] = FactKind.ROW

    register: str
    key: str
    occurrence: int
    record_no: str
    change: str
    replaces: int | None
    values: Mapping[str, Json]
    extra: Mapping[str, Json]
    source: str
    sheet: str
    row: int
    cells: Mapping[str, Json]
    sha256: str
    on: str
    left: tuple[Json, ...] = ()
    also: tuple[Json, ...] = ()
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class ReminderFact(FactRecord):
    """One rung that a lateness has reached."""

    KIND: ClassVar[FactKind] = FactKind.REMINDER

    item: str
    kind: str
    unit: str
    what: str
    matter: str | None
    due: date
    days_late: int
    rung: str
    name: str
    proposal: bool
    article: str
    on: date


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class CloseFact(FactRecord):
    """关账 of a period; ``objected``, ``silent`` and ``reason`` stand where the units were asked to confirm their scores."""

    KIND: ClassVar[FactKind] = FactKind.CLOSE

    period: str
    kind: str
    start: date
    end: date
    rulebook: str
    readings: Mapping[str, str]
    as_of: date
    tool: str | None = None
    objected: tuple[str, ...] | None = None
    silent: int | None = None
    reason: str | None = None


KINDS: tuple[type[FactRecord], ...] = (
    ContextFact,
    SubmissionFact,
    PaperFact,
    ResolutionFact,
    AnswerFact,
    WaiverFact,
    RegisterRowFact,
    ReminderFact,
    CloseFact,
)
