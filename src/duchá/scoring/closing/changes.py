"""What was recorded after a period was closed: rows that came, changed or were taken back, and which entry each has to do with."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from duchá.scoring.facts.model import Because, Entry
from duchá.terms.place import Place
from duchá.terms.wording import day_words

CHANGE_WORDS = {
    "new": "{register}{number}，{moment}{by}录入",
    "changed": "{register}{number}，{moment}{by}改动",
    "withdrawn": "{register}{number}，{moment}{by}撤回",
}
CHANGED_BY = "由{by}"
CHANGED_WHAT = "：{what}"

_RETURNS = ("material|return|", "figure|return|")
ENTERED_CAUSES = ("claim|", "staff|")  # of rows that score only where a person has filled in what it takes
_OF_UNIT = (*ENTERED_CAUSES, "quarter|", "limit|", "cards|", "figures|", "placed|")


class ChangeKind(Enum):
    """录入 / 改动 / 撤回."""

    NEW = "new"
    CHANGED = "changed"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True, kw_only=True)
class RowChange:
    """A row of a register (or a receipt) that came since, or is no longer what it was. ``number`` is its 记录号, by which 更正 names it.

    ``key`` is how entries know it (``Row.key``), ``seq`` the fact that says it, ``recorded_at`` its moment in the campaign's zone; ``what`` are
    the cells that differ, or the reason it was taken back for.
    """

    number: str
    register: str
    key: str
    change: ChangeKind
    seq: int
    recorded_at: datetime
    by: str
    place: Place
    what: str = ""
    matter: str = ""
    unit: str = ""
    staff: str = ""
    deliverables: tuple[str, ...] = ()

    @property
    def because(self) -> Because:
        """As an entry cites it."""
        moment = self.recorded_at.isoformat(timespec="seconds")
        return Because(number=self.number, register=self.register, change=self.change.value, recorded_at=moment, by=self.by)

    @property
    def words(self) -> str:
        """积分事项R00012，2018年7月5日09:12由王某改动：分值15→12."""
        moment = day_words(self.recorded_at.date()) + self.recorded_at.strftime("%H:%M")
        by = CHANGED_BY.format(by=self.by) if self.by else ""
        said = CHANGE_WORDS[self.change.value].format(register=self.register, number=self.number, moment=moment, by=by)
        return said + (CHANGED_WHAT.format(what=self.what) if self.what else "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """更正 that a person entered: all its words, and the fact that says it."""

    text: str
    seq: int

    def names(self, number: str) -> bool:
        """True where it speaks of a row by its 记录号."""
        return bool(number) and re.search(rf"(?<![0-9A-Za-z]){re.escape(number)}(?![0-9A-Za-z])", self.text) is not None


def related(changes: Iterable[RowChange], entry: Entry, leads: Mapping[str, str]) -> tuple[RowChange, ...]:
    """The rows that an entry of a closed period may differ for: its own row, else those about its matter; of what a person found or a quarter
    brought, else those of its unit.

    ``leads`` has the 牵头单位 of each matter.
    """
    changes = tuple(changes)
    found = [one for one in changes if _is_its_row(one, entry)]
    found = found or [one for one in changes if entry.matter and one.matter == entry.matter]
    if not found and entry.cause.startswith(_OF_UNIT):
        found = [one for one in changes if entry.unit in (one.unit, leads.get(one.matter))]
    return tuple(found)


def _is_its_row(one: RowChange, entry: Entry) -> bool:
    if entry.cause.startswith(_RETURNS):
        deliverable, unit = entry.cause.split("|", 3)[2:]
        return deliverable in one.deliverables and unit.partition("|")[0] == one.unit
    if one.staff and entry.cause == f"staff|{one.staff}":
        return True
    return bool(one.key) and (entry.cause in (f"claim|{one.key}", f"figure|{one.key}") or entry.cause.startswith(f"material|{one.key}|"))


def settled(rows: Iterable[RowChange], corrections: Iterable[Correction]) -> bool:
    """True when every row that changed is named by a 更正 that was entered after it changed."""
    rows, corrections = tuple(rows), tuple(corrections)
    return bool(rows) and all(any(one.seq > row.seq and one.names(row.number) for one in corrections) for row in rows)
