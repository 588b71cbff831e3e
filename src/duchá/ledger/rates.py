"""Rates and counters: found = handled = exposed (DT-25). Never 100% unless it is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal
from functools import lru_cache

from duchá.campaign.model import Campaign
from duchá.ledger.matter import Matter
from duchá.registers.lists import CampaignLists, ListTable
from duchá.registers.measures import measured
from duchá.rulebook.check_registers import ENDED, NO, PROBLEM_COUNTERS, PROBLEMS_FORM, PROBLEMS_LIST, YES
from duchá.rulebook.clock import MatterKind
from duchá.rulebook.machine import Move
from duchá.rulebook.model import Rulebook
from duchá.rulebook.parse import parse_rulebook
from duchá.rulebook.read_rulebook import OFFICE, read_texts
from duchá.rulebook.register_rules import Measure
from duchá.terms.place import Place
from duchá.terms.quantity import EMPTY, Content, Words
from duchá.terms.share import rate


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate:
    """率: a part of a whole. ``gaps`` name what is missing to the whole."""

    part: int
    whole: int
    gaps: tuple[str, ...] = ()

    @property
    def share(self) -> Decimal | None:
        """The rate; None (shown as —) of nothing."""
        return rate(self.part, self.whole)


@dataclass(frozen=True, slots=True, kw_only=True)
class Counters:
    """发现、处理、曝光 of problems, which should meet (DT-25); the lists name what is wanting."""

    found: int
    handled: int
    exposed: int
    not_handled: tuple[str, ...]
    not_exposed: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ProblemRow:
    """A problem of the ledger as a row of a list: whether it is ended, and each step that was taken over it."""

    record_no: str
    happened_at: datetime
    texts: Mapping[str, str]
    extra: Mapping[str, str] = field(default_factory=dict)

    def value(self, column: str) -> Content:
        """What stands there."""
        return Words(self.text(column)) if self.text(column) else EMPTY

    def text(self, column: str) -> str:
        """What stands there."""
        return self.texts.get(column, "")

    def day(self, column: str) -> date | None:
        """None: no column is a day."""
        return None

    def number(self, column: str) -> Decimal | None:
        """None, as for days."""
        return None

    def place(self, column: str) -> Place:
        """Nowhere: the ledger is no file."""
        return Place()


def counters_of(campaign: Campaign, matters: Iterable[Matter], as_of: date) -> Counters:
    """The three counters of problems, as the campaign's rulebooks count them (``problems-found``, ``-handled``, ``-exposed``), else the office's own."""
    rows = [_row(campaign, matter) for matter in matters if matter.kind is MatterKind.PROBLEM and not matter.withdrawn]
    lists = CampaignLists(campaign, as_of, {PROBLEMS_LIST: ListTable(form=PROBLEMS_FORM, rows=tuple(rows))})
    found, handled, exposed = (measured(lists, _declared(campaign, id), rows) for id in PROBLEM_COUNTERS)
    return Counters(
        found=int(found.whole),
        handled=handled.part,
        exposed=exposed.part,
        not_handled=tuple(row.record_no for row in handled.gaps),
        not_exposed=tuple(row.record_no for row in exposed.gaps),
    )


def _row(campaign: Campaign, matter: Matter) -> ProblemRow:
    taken = {event.move for event in matter.events}
    texts = {move.value: YES if move in taken else NO for move in Move}
    texts |= {"number": matter.id, "unit": matter.answering, ENDED: YES if matter.ended_on is not None else NO}
    return ProblemRow(record_no=matter.id, happened_at=datetime.combine(matter.opened_on, time(0), tzinfo=campaign.zone), texts=texts)


def _declared(campaign: Campaign, id: str) -> Measure:
    """A counter as a rulebook of the campaign has it, else as the office's own, else (a context of before) as the office's is today."""
    books = (*campaign.rulebooks, *((campaign.office,) if campaign.office else ()), _office_today())
    declared: Measure = next(one for book in books for one in book.measures if one.id == id and one.register == PROBLEMS_LIST)
    return declared


@lru_cache(maxsize=1)
def _office_today() -> Rulebook:
    book, _ = parse_rulebook(OFFICE, read_texts(()))
    assert book is not None  # shipped, and looked at by the tests
    return book
