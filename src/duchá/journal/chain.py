"""How facts hang together: canonical JSON, digests, and the hash that covers everything before it."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from itertools import chain
from typing import NamedTuple

from duchá.journal import faults
from duchá.journal.fact import CONTAINER, PURGED, Canonical, FactKind, Json
from duchá.journal.faults import JournalError

_TYPES = frozenset({str, int, bool, type(None), dict, list})
_KEYS = frozenset({str})
_ENCODE = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode
_SHA256 = re.compile(r"[0-9a-f]{64}")


class StoredFact(NamedTuple):
    """A fact letter by letter as it stands in the file; the payload comes last."""

    seq: int
    kind: str
    happened_at: str
    recorded_at: str
    by: str
    body_sha256: str
    previous: str
    payload: str


def canonical(value: Json | Canonical) -> str:
    """The one way a JSON value is written: sorted keys, no blanks, Chinese as it is; what is written so already stays as it is.

    Raises TypeError for what the journal never holds (floats, tuples, keys that are not text).
    Faults: J012.
    """
    if isinstance(value, Canonical):
        text = str(value)
    else:
        _refuse_foreign_types(value)
        text = _ENCODE(value)
    if "\\u0000" in text:  # may be a backslash that somebody typed: look closer
        for word in _words(json.loads(text)):
            refuse_unstorable(word)
    return text


def digest(text: str) -> str:
    """SHA-256 of a text in UTF-8, as 64 hexadecimal digits. Faults: J012 (half a surrogate pair)."""
    try:
        return hashlib.sha256(text.encode()).hexdigest()
    except UnicodeEncodeError as error:
        raise JournalError(faults.UNSTORABLE_TEXT.at(what=f"U+{ord(text[error.start]):04X}")) from None


def refuse_unstorable(text: str) -> None:
    """Nothing, or a fault: text with NUL or half a surrogate pair cannot be kept. Faults: J012."""
    for sign in text:
        if sign == "\0" or "\ud800" <= sign <= "\udfff":
            raise JournalError(faults.UNSTORABLE_TEXT.at(what=f"U+{ord(sign):04X}"))


def written_time(moment: datetime) -> str:
    """The one way a time is written: ISO 8601 with its offset. Raises TypeError without a zone."""
    if moment.utcoffset() is None:
        raise TypeError("a time in the journal carries its zone")
    return moment.isoformat()


def written_hash(fact: StoredFact) -> str:
    """The hash of a fact, over everything that is written down of it, to the letter."""
    *head, payload = fact
    return digest(f"{_ENCODE(head)}\n{payload}")


def content_of(kind: FactKind, payload: Mapping[str, Json]) -> str:
    """The SHA-256 of the file that a submission (报送件) or its container came in as; empty for other facts and for files not kept."""
    content = payload.get("sha256")
    came_in = kind is FactKind.SUBMISSION or (kind is FactKind.NOTE and payload.get("note") == CONTAINER)
    return content if came_in and isinstance(content, str) and _SHA256.fullmatch(content) else ""


def archived_by(kind: FactKind, payload: Mapping[str, Json]) -> frozenset[str]:
    """The contents that the archive must hold because of a fact.

    Any fact: the SHA-256 under ``sha256`` at the top of its payload. A context (名单、制度、日历): every SHA-256 in it.
    """
    values = _words(dict(payload)) if kind is FactKind.CONTEXT else (payload.get("sha256"),)
    return frozenset(value for value in values if isinstance(value, str) and _SHA256.fullmatch(value))


class Tombstone(NamedTuple):
    """What a tombstone (清除记录) says: of which receipt, by whom approved and why; the contents and the bodies that are gone."""

    receipt: int
    approver: str
    reason: str
    contents: frozenset[str]
    bodies: frozenset[int]


def purged_by(kind: FactKind, payload: Mapping[str, Json]) -> Tombstone | None:
    """The tombstone in a fact; None for every other fact."""
    contents, bodies, receipt = payload.get("contents"), payload.get("bodies"), payload.get("receipt")
    if kind is not FactKind.NOTE or payload.get("note") != PURGED or not isinstance(contents, list) or not isinstance(bodies, list):
        return None
    return Tombstone(
        receipt=receipt if isinstance(receipt, int) else 0,
        approver=str(payload.get("approver")),
        reason=str(payload.get("reason")),
        contents=frozenset(content for content in contents if isinstance(content, str)),
        bodies=frozenset(seq for seq in bodies if isinstance(seq, int)),
    )


def _refuse_foreign_types(value: Json) -> None:
    """Level by level, so that Python's own loops do the looking: a body has a thousand values, and every one is looked at."""
    level: list[Json] = [value]
    while level:
        foreign = set(map(type, level)) - _TYPES
        if foreign:
            raise TypeError(f"the journal holds no {foreign.pop().__name__}")
        tables = [item for item in level if type(item) is dict]
        if not _KEYS.issuperset(map(type, chain.from_iterable(tables))):
            raise TypeError("the journal holds no keys but text")
        lists = [item for item in level if type(item) is list]
        level = [*chain.from_iterable(map(dict.values, tables)), *chain.from_iterable(lists)]


def _words(value: Json) -> Iterator[str]:
    waiting: list[Json] = [value]
    while waiting:
        item = waiting.pop()
        if isinstance(item, dict):
            waiting.extend(item)
            waiting.extend(item.values())
        elif isinstance(item, list):
            waiting.extend(item)
        elif isinstance(item, str):
            yield item
