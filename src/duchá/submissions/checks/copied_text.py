"""Texts that two units share, or a unit with its own earlier return (DT-29): hints, found without comparing every pair."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from duchá.submissions import wording
from duchá.submissions.faults import hints as kinds
from duchá.terms.fault import Fault
from duchá.terms.place import Place
from duchá.terms.text import for_matching

AND_OTHERS = "等 {count} 个单位"

_ONLY_WORDS = re.compile(r"[^\u3400-\u9fff0-9a-z]+")
_SHORTEST = 15  # shorter texts are alike by chance
_SHINGLE = 4
_BINS = 16  # minima of hashed shingles; two equal neighbours make texts worth comparing
_LEADERS = 16  # texts that a newcomer is compared with in one bucket: bounds the work where thousands share a phrase


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """A text that a unit wrote, and where. ``earlier`` for one from a return of another year."""

    unit: str
    place: Place
    text: str
    earlier: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CopiedText:
    """雷同: the first text of a group that reads the same, and all who wrote it, in the order given."""

    text: str
    members: tuple[Paragraph, ...]


def find_copied(paragraphs: Iterable[Paragraph]) -> tuple[CopiedText, ...]:
    """Groups of texts that are alike (four fifths of their four-character pieces), written by two units, or by one unit in two years.

    Texts under 15 characters don't count. The work grows with the number of texts, not with its square: equal texts are grouped by
    their key, near ones by the least hashes of their pieces; so among thousands that share a long phrase a pair may be missed.
    """
    by_key: dict[str, list[Paragraph]] = {}
    for paragraph in paragraphs:
        key = _ONLY_WORDS.sub("", for_matching(paragraph.text))
        if len(key) >= _SHORTEST:
            by_key.setdefault(key, []).append(paragraph)
    groups = _alike(tuple(by_key))
    copied = (tuple(member for key in keys for member in by_key[key]) for keys in groups)
    return tuple(CopiedText(text=members[0].text, members=members) for members in copied if _shared(members))


def copied_hints(copied: Iterable[CopiedText]) -> Iterator[tuple[str, Fault]]:
    """For each unit that wrote a shared text: S502 naming the other units, or S503 where it is only its own from before."""
    for group in copied:
        first = {member.unit: member for member in reversed(group.members) if not member.earlier}  # a unit is told of a text once
        for member in (member for member in group.members if first.get(member.unit) is member):
            others = tuple(dict.fromkeys(other.unit for other in group.members if other.unit != member.unit))
            if others:
                named = wording.LIST_COMMA.join(f"“{unit}”" for unit in others[:5]) + (
                    AND_OTHERS.format(count=len(others)) if len(others) > 5 else ""
                )
                yield member.unit, kinds.COPIED_TEXT.at(member.place, found=member.text, others=named, written=member.text)
            else:
                yield member.unit, kinds.SAME_AS_BEFORE.at(member.place, found=member.text, written=member.text)


def _shared(members: tuple[Paragraph, ...]) -> bool:
    return len({(member.unit, member.earlier) for member in members}) > 1 and not all(member.earlier for member in members)


def _alike(keys: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """The keys in groups of alike ones (singles too), in order of the first of each."""
    leader = list(range(len(keys)))
    pieces = [frozenset(key[at : at + _SHINGLE] for at in range(len(key) - _SHINGLE + 1)) for key in keys]
    buckets: dict[tuple[int, int, int], list[int]] = {}
    for at, own in enumerate(pieces):
        compared: set[int] = set()
        for band in _bands(own):
            bucket = buckets.setdefault(band, [])
            for other in bucket:
                first = _root(leader, other)
                if first not in compared and first != _root(leader, at):
                    compared.add(first)
                    if _are_alike(own, pieces[other]):
                        leader[_root(leader, at)] = first
            if len(bucket) < _LEADERS:
                bucket.append(at)
    groups: dict[int, list[str]] = {}
    for at, key in enumerate(keys):
        groups.setdefault(_root(leader, at), []).append(key)
    return (tuple(group) for group in groups.values())


def _bands(pieces: frozenset[str]) -> Iterator[tuple[int, int, int]]:
    """Keys that alike texts share: the least hash in each of sixteen bins, taken two by two (one-permutation MinHash)."""
    least = [-1] * _BINS
    for piece in pieces:
        number = zlib.crc32(piece.encode("utf-8", "surrogatepass"))
        at = number % _BINS
        if least[at] < 0 or number < least[at]:
            least[at] = number
    for at in range(0, _BINS, 2):
        if least[at] >= 0 and least[at + 1] >= 0:
            yield at, least[at], least[at + 1]


def _are_alike(one: frozenset[str], other: frozenset[str]) -> bool:
    return 5 * len(one & other) >= 4 * len(one | other)


def _root(leader: list[int], at: int) -> int:
    while leader[at] != at:
        leader[at] = leader[leader[at]]
        at = leader[at]
    return at
