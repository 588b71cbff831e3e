"""Units and the roster: who is inspected, and which unit a written name means."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum
from types import MappingProxyType

from duchá.terms.text import for_matching

# characters after which a unit's name may begin inside a longer text (关于…, 报送…, 2015年…)
LEADS_TO_A_NAME = "于由的报送自发表件年度季月日期号份版终及和与、"
SEAL_PATTERN = r"\((?:盖章|公章|章|印章|签章)\)"

_CJK = re.compile(r"[\u3400-\u9fff]")
_LEADS_TO_A_NAME = frozenset(LEADS_TO_A_NAME)
_SEAL = re.compile(SEAL_PATTERN)
_SHORTEST_IN_TEXT = 3  # characters of a name that is looked for in a longer text
_LATIN_GLOSS = re.compile(r"\(([a-zāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜ]+)\)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """单位: a reporting unit as the roster has it. ``order`` is its place in the document's own list (1-based).

    ``klass`` is 单位类别 where it differs from the ranking group; ``valid_from``/``valid_to`` (both inclusive) and
    ``successor`` record mergers and renamings; None = no bound.
    ``rows`` are its dated rows, oldest first, where the roster has several (a change of 组别 in mid-year): the unit itself is then as its
    last row has it, from the first day of the first row on. Empty where there is one row.
    """

    name: str
    order: int
    group: str
    aliases: tuple[str, ...] = ()
    former: tuple[str, ...] = ()
    parent: str = ""
    klass: str = ""
    contact: str = ""
    phone: str = ""
    email: str = ""
    discipline_body: str = ""
    leader: str = ""
    office: str = ""
    note: str = ""
    valid_from: date | None = None
    valid_to: date | None = None
    successor: str = ""
    rows: tuple[Unit, ...] = ()

    @property
    def dated(self) -> tuple[Unit, ...]:
        """Its rows, oldest first: itself where the roster has one."""
        return self.rows or (self,)

    def on(self, day: date) -> Unit:
        """The unit as its row in force on a day has it; before the first row as that one, between two as the one before."""
        begun = [row for row in self.rows if row.valid_from is None or row.valid_from <= day]
        return begun[-1] if begun else self.dated[0]

    def valid_on(self, day: date) -> bool:
        """True when the unit exists on that day."""
        if self.rows:
            return any(row.valid_on(day) for row in self.rows)
        return (self.valid_from is None or self.valid_from <= day) and (self.valid_to is None or day <= self.valid_to)

    def ended_by(self, day: date) -> bool:
        """True when it is no more on that day."""
        last = self.on(day).valid_to
        return last is not None and last < day


class MatchKind(Enum):
    """How a written name was recognised (X-01): 全称 / 别名 / 曾用名 / 规整后相同 / 未识别."""

    EXACT = "exact"
    ALIAS = "alias"
    FORMER = "former"
    NORMALISED = "normalised"
    NONE = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """What a written name means. ``unit`` is None when it is not on the roster; then ``candidates`` (≤ 3) may be shown, never taken."""

    kind: MatchKind
    unit: Unit | None
    candidates: tuple[str, ...] = ()


def name_key(text: str) -> str:
    """Matching key of a unit name: spaces, seals, glosses and brackets off (C31, C32, C38); characters are never changed."""
    key = for_matching(text)
    key = _LATIN_GLOSS.sub("", key)
    return _SEAL.sub("", key).strip(":;,.、。")


class Roster:
    """名单: the units in document order, and the one way from a written name to a unit (X-01, reading B).

    Exact name, then alias, then normalised equality; a near name is only ever suggested. Names or aliases that two
    units share match nothing (the campaign reader reports them).
    """

    __slots__ = ("_by_alias", "_by_key", "_by_name", "_lengths", "_spellings", "shared", "units")

    def __init__(self, units: Iterable[Unit], extra_aliases: Mapping[str, str] = MappingProxyType({})) -> None:
        self.units: tuple[Unit, ...] = tuple(sorted(units, key=lambda unit: (unit.order, unit.name)))
        self._by_name = {unit.name: unit for unit in self.units}
        aliases = [(alias, unit) for unit in self.units for alias in (*unit.aliases, *unit.former)]
        aliases += [(alias, self._by_name[name]) for alias, name in extra_aliases.items() if name in self._by_name]
        self._by_alias, shared_aliases = _unambiguous((alias, unit) for alias, unit in aliases if alias not in self._by_name)
        keyed = [(name_key(unit.name), unit) for unit in self.units]
        own = {key for key, _ in keyed}
        keyed += [(name_key(alias), unit) for alias, unit in aliases if name_key(alias) not in own]
        self._by_key, shared_keys = _unambiguous(keyed)
        self._lengths = _lengths_by_start(self._by_key)
        self.shared: tuple[str, ...] = tuple(sorted(shared_aliases | shared_keys))
        self._spellings = [(unit, {name_key(name) for name in (unit.name, *unit.aliases, *unit.former)}) for unit in self.units]

    def __len__(self) -> int:
        return len(self.units)

    def get(self, name: str) -> Unit | None:
        """The unit of exactly this canonical name."""
        return self._by_name.get(name)

    def unit_of(self, text: str) -> Unit | None:
        """The unit that a written name means, without a word about names that are near: for texts that need not be names at all."""
        written = text.strip()
        return self._by_name.get(written) or self._by_alias.get(written) or self._by_key.get(name_key(text))

    def find(self, text: str) -> Match:
        """The unit that a written name means; never a guess."""
        written = text.strip()
        if written in self._by_name:
            return Match(kind=MatchKind.EXACT, unit=self._by_name[written])
        key = name_key(text)
        unit = self._by_alias.get(written) or self._by_key.get(key)
        if unit is None:
            return Match(kind=MatchKind.NONE, unit=None, candidates=self.suggest(text))
        if key in {name_key(name) for name in unit.former}:
            return Match(kind=MatchKind.FORMER, unit=unit)
        return Match(kind=MatchKind.ALIAS if written in self._by_alias else MatchKind.NORMALISED, unit=unit)

    def answering(self, unit: Unit, day: date) -> Unit:
        """The unit that answers on a day for a unit that is no more: the last of its successors; itself while it exists, or has none."""
        passed = {unit.name}
        while unit.ended_by(day) and (heir := self._by_name.get(unit.on(day).successor)) is not None and heir.name not in passed:
            passed.add(heir.name)
            unit = heir
        return unit

    def continued(self, unit: Unit, day: date) -> Unit:
        """The unit that goes on where one ended: its only forerunner's successor that begins as it ends, so that it is the same office renamed.

        A unit that was merged into one that was there before, or together with others, keeps its own name: itself is given.
        """
        heir = self._by_name.get(unit.successor)
        passed = {unit.name}
        while unit.ended_by(day) and heir is not None and heir.name not in passed and self._begins_with(heir, unit):
            passed.add(heir.name)
            unit, heir = heir, self._by_name.get(heir.successor)
        return unit

    def held_by(self, name: str, day: date) -> str:
        """The name under which the roster has on a day what was written under a name: a changed name's present one, a renamed unit's new one."""
        known = self._by_name.get(name) or self.find(name).unit
        return name if known is None else self.continued(known, day).name

    def _begins_with(self, heir: Unit, unit: Unit) -> bool:
        forerunners = [other for other in self.units if other.successor == heir.name]
        return forerunners == [unit] and heir.valid_from is not None and unit.valid_to is not None and heir.valid_from > unit.valid_to

    def suggest(self, text: str) -> tuple[str, ...]:
        """Up to three units whose name shares the order of characters (in-order abbreviation), for a person to choose from."""
        key = name_key(text)
        if len(key) < 2:
            return ()
        scored = [(score, unit) for unit, names in self._spellings if (score := max(_likeness(key, name) for name in names)) > 0]
        scored.sort(key=lambda pair: (-pair[0], pair[1].order))
        return tuple(unit.name for _, unit in scored[:3])

    def named_in(self, text: str) -> tuple[Unit, ...]:
        """Units whose name or alias stands in a longer text (a file name).

        A name inside a longer matched name does not count, nor one that goes on to the left in Chinese characters
        (another place's 财政局 is not ours).
        """
        key = for_matching(text)
        spans = [
            (at, at + length, unit)
            for at in range(len(key))
            if at == 0 or not _CJK.match(key[at - 1]) or key[at - 1] in _LEADS_TO_A_NAME
            for length in self._lengths.get(key[at : at + _SHORTEST_IN_TEXT], ())
            if (unit := self._by_key.get(key[at : at + length])) is not None and at + length <= len(key)
        ]
        kept = [s for s in spans if not any(o is not s and o[0] <= s[0] and s[1] <= o[1] and (o[1] - o[0]) > (s[1] - s[0]) for o in spans)]
        return tuple(dict.fromkeys(unit for _, _, unit in sorted(kept, key=lambda s: (s[0], s[1]))))


def _lengths_by_start(names: Iterable[str]) -> dict[str, tuple[int, ...]]:
    """The lengths of the names that begin with the same characters: a text is searched in a time that does not grow with the roster."""
    found: dict[str, set[int]] = {}
    for name in names:
        if len(name) >= _SHORTEST_IN_TEXT:
            found.setdefault(name[:_SHORTEST_IN_TEXT], set()).add(len(name))
    return {start: tuple(sorted(lengths)) for start, lengths in found.items()}


def _unambiguous(pairs: Iterable[tuple[str, Unit]]) -> tuple[dict[str, Unit], set[str]]:
    table: dict[str, Unit] = {}
    shared: set[str] = set()
    for key, unit in pairs:
        if key in table and table[key].name != unit.name:
            shared.add(key)
        table.setdefault(key, unit)
    return {key: unit for key, unit in table.items() if key not in shared}, shared


def _likeness(short: str, name: str) -> int:
    """Characters of the shorter text found in order in the longer, 0 unless at least all but one are."""
    if len(short) > len(name):
        short, name = name, short
    at, hits = 0, 0
    for character in short:
        found = name.find(character, at)
        if found >= 0:
            hits, at = hits + 1, found + 1
    return hits if hits >= max(2, len(short) - 1) else 0
