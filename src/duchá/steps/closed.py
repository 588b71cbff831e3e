"""Closed periods of an open campaign: as they were published, and what each is compared with to find what came to light since."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache, cached_property
from typing import Any

from duchá.campaign.model import Campaign, end_of
from duchá.journal.fact import Fact, FactKind, JournalView
from duchá.journal.lineage import Lineage
from duchá.journal.read import read_bodies, read_facts
from duchá.journal.read_rows import RowFact, rows_at, rows_since
from duchá.ledger.findings import inspection_forms
from duchá.receipts.receipts import RECEIPT_FACTS, receipts_of
from duchá.registers.ids import EVENTS, MATTERS, SCORING
from duchá.registers.rows import RegisterRow, row_in
from duchá.registers.unit_names import UnitNames
from duchá.rulebook.form import FilledBy, Form
from duchá.rulebook.model import Rulebook
from duchá.scoring.closing.changes import ChangeKind as What, RowChange
from duchá.scoring.closing.model import Basis, Closed, closed_from_json
from duchá.scoring.facts import wording
from duchá.scoring.facts.scored_facts import ScoredFacts
from duchá.steps.gathered import figure_forms, figure_registers, gathered
from duchá.steps.open_campaign import OpenCampaign, opened_at
from duchá.terms.place import Place
from duchá.terms.quantity import text_of
from duchá.terms.unit import Roster

CHANGED_CELL = "{title}由{before}改为{now}"
RECEIPT_NUMBER = "收件{number}号"
NO_CELL = "空"

_SHOWN = 4  # cells that are told of a changed row


@dataclass(frozen=True, slots=True, kw_only=True)
class Closing:
    """关账 as the journal has it: the period as it was closed, the fact that says so, and the version of the program that wrote it."""

    closed: Closed
    fact: Fact
    tool: str | None


def closings(opened: OpenCampaign, rulebook: str) -> tuple[Closing, ...]:
    """The closed periods of a rulebook, in the order in which they were closed; as of the campaign's two times."""
    if not opened.journal.exists():
        return ()
    kinds = frozenset({FactKind.CLOSE})
    facts = read_facts(opened.journal, kinds=kinds, known_at=opened.known_at)
    if not facts:
        return ()
    from duchá.journal.records import CloseFact, told  # here and below: in most quarters nothing has been closed

    ours = [(fact, said) for fact, said in told(facts, CloseFact) if said.rulebook == rulebook]
    bodies: dict[int, Any] = dict(read_bodies(opened.journal, [fact.seq for fact, _ in ours])) if ours else {}
    found: list[Closing] = []
    for fact, said in ours:
        closed = closed_from_json(said, bodies.get(fact.seq), fact.seq, [one.closed for one in found])
        found.append(Closing(closed=closed, fact=fact, tool=said.tool))
    horizon = end_of(opened.as_of, opened.campaign)
    return tuple(one for one in found if one.fact.happened_at <= horizon)


def closed_under(opened: OpenCampaign) -> Mapping[str, tuple[str, ...]]:
    """The rulebooks under which each period was closed, by the period's key."""
    facts = opened.facts(FactKind.CLOSE)
    if not facts:
        return {}
    from duchá.journal.records import CloseFact, told

    found: dict[str, list[str]] = {}
    for _, said in told(facts, CloseFact):
        found.setdefault(said.period, []).append(said.rulebook)
    return {period: tuple(dict.fromkeys(rulebooks)) for period, rulebooks in found.items()}


def as_closed(
    opened: OpenCampaign, closing: Closing, rulebook: Rulebook | None, kept: dict[int, OpenCampaign] | None = None
) -> tuple[OpenCampaign, Rulebook | None]:
    """The campaign as it was when a period was closed (roster, settings, calendar), and the rulebook as it was then."""
    then = opened_at(opened, closing.fact.seq, kept)
    return then, next((book for book in then.campaign.rulebooks if book.id == closing.closed.rulebook), rulebook)


def with_names(then: Campaign, today: Campaign) -> Campaign:
    """The campaign of a closing that knows the units' names of today as well: rows that were written since use them."""
    aliases: dict[str, str] = {}
    new = []
    for unit in today.roster.units:
        if then.roster.get(unit.name) is None:
            known = next((found for name in (unit.name, *unit.former, *unit.aliases) if (found := then.roster.find(name).unit)), None)
            if known is None:
                new.append(unit)
            else:
                aliases[unit.name] = known.name
    return replace(then, roster=Roster((*then.roster.units, *new), aliases)) if new or aliases else then


def compared(opened: OpenCampaign, rulebook: Rulebook, found: Iterable[Closing], happened: ScoredFacts, tool: str) -> tuple[Closed, ...]:
    """The closings, each with what it is compared with. ``happened`` are today's facts under today's roster and rulebooks.

    Facts are gathered anew only where a closing had another roster, rulebook, calendar or settings, where a row that it knew was changed
    since, or where another version of the program had made it.
    """
    kept: dict[object, ScoredFacts] = {}

    def facts_of(view: OpenCampaign, book: Rulebook, key: object) -> ScoredFacts:
        if key not in kept:
            kept[key] = gathered(view, book)
        return kept[key]

    found = tuple(found)
    recorded = _Recorded(opened, min((one.fact.seq for one in found), default=0))
    given = _Given(happened=happened, tool=tool, recorded=recorded, facts_of=facts_of)
    return tuple(replace(one.closed, basis=_basis(opened, rulebook, one, given)) for one in found)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Given:
    """What the comparisons of one run share: today's facts, the program's version, what was recorded since, facts gathered already."""

    happened: ScoredFacts
    tool: str
    recorded: _Recorded
    facts_of: Callable[[OpenCampaign, Rulebook, object], ScoredFacts]
    campaigns: dict[int, OpenCampaign] = field(default_factory=dict)


def _basis(opened: OpenCampaign, rulebook: Rulebook, closing: Closing, given: _Given) -> Basis:
    then, book = as_closed(opened, closing, rulebook, given.campaigns)
    book, same = book or rulebook, then is opened
    view = opened if same else replace(then, campaign=with_names(then.campaign, opened.campaign))
    context: object = None if same else tuple(sorted(then.fingerprint.items()))
    since = _Since(view, closing.fact.seq, given.recorded)
    today = given.happened if same else given.facts_of(view, book, context)
    hidden = since.hidden
    added = given.facts_of(replace(view, view=JournalView(without=hidden)), book, (context, hidden)) if hidden else today
    by_frozen = closing.closed.published is not None and closing.tool == given.tool
    asked = replace(view, as_of=closing.closed.as_of or opened.as_of, view=JournalView(until=closing.fact.seq))
    return Basis(
        rulebook=book,
        roster=view.campaign.roster,
        calendar=view.campaign.calendar,
        then=None if by_frozen else given.facts_of(asked, book, (context, closing.fact.seq, "then")),
        added=added,
        today=today,
        changes=since.changes,
    )


Told = tuple[RowFact, RegisterRow]  # a fact about a row, and the row as it says it


class _Recorded:
    """What was recorded of rows after the first of some closings, read once for all of them; rows that only came, only where they are asked for."""

    def __init__(self, opened: OpenCampaign, after: int) -> None:
        self._opened, self._after = opened, after

    @cached_property
    def changed(self) -> tuple[Told, ...]:
        """Facts that say a row anew."""
        return self._read(replacing=True)

    @cached_property
    def everything(self) -> tuple[Told, ...]:
        """All facts about rows."""
        return self._read(replacing=False)

    def _read(self, *, replacing: bool) -> tuple[Told, ...]:
        opened = self._opened
        figures = {form.id for book in opened.campaign.scoring for form in figure_registers(book)}
        telling = SCORING | {MATTERS, EVENTS} | {form.id for form in inspection_forms(opened.campaign)} | figures
        found = rows_since(opened.journal, self._after, known_at=opened.known_at, replacing=replacing)
        told = ((fact, _row_in(fact)) for fact in found)
        return tuple((fact, row) for fact, row in told if row.register in telling)


class _Since:
    """What was recorded after an entry of the journal that bears on scores: facts about rows and receipts."""

    def __init__(self, opened: OpenCampaign, seq: int, recorded: _Recorded) -> None:
        self._opened, self._seq, self._recorded = opened, seq, recorded
        self._forms: Mapping[str, Form] = {form.id: form for form in opened.campaign.forms(FilledBy.OFFICE)}
        self._names = UnitNames(opened.campaign.roster)
        self._old = {first: facts for first, facts in self._by_row(recorded.changed).items() if first <= seq}
        self._before = {fact.seq: _row_in(fact) for fact in rows_at(opened.journal, self._old)}
        bears = opened.campaign.settings.timed_materials or any(figure_forms(book) for book in opened.campaign.scoring)
        receipts = opened.facts(*RECEIPT_FACTS) if bears else ()
        self._receipts = [fact for fact in receipts if fact.seq > seq]
        self._known = {receipt.number: receipt for receipt in receipts_of(receipts)}
        self.changes = cache(lambda: tuple(self._all()))

    def _by_row(self, told: Iterable[Told]) -> dict[int, list[Told]]:
        """Facts since by the row they are about: the fact that the closing knew it by, or, of a new row, its first."""
        rows: dict[int, list[Told]] = {}
        lineage = Lineage()
        for fact, row in told:
            if fact.seq > self._seq:
                rows.setdefault(lineage.opened_by(row.seq, row.replaces), []).append((fact, row))
        return rows

    @property
    def hidden(self) -> frozenset[int]:
        """The facts that changed what the closing knew: without them its rows and receipts are what they were."""
        rows = {fact.seq for first, facts in self._old.items() if self._differs(first) for fact, _ in facts}
        old = self._old_receipts
        return frozenset(rows | {fact.seq for fact in self._receipts if fact.kind is FactKind.RESOLUTION and _number(fact) in old})

    @property
    def _old_receipts(self) -> frozenset[int]:
        new = {_number(fact) for fact in self._receipts if fact.kind is not FactKind.RESOLUTION}
        return frozenset(_number(fact) for fact in self._receipts) - new

    def _differs(self, first: int) -> bool:
        """True where a row that the closing knew says something else now."""
        last, before = self._old[first][-1][1], self._before[first]
        return bool(last.withdrawn) or last.own_said != before.own_said

    def _all(self) -> Iterator[RowChange]:
        for first, facts in self._by_row(self._recorded.everything).items():
            fact, row = facts[-1]
            if first > self._seq:
                if not row.withdrawn:
                    yield self._row(fact, row, What.NEW, (), "")
            elif self._differs(first):
                columns = () if row.withdrawn else self._columns(row, self._before[first])
                what = row.reason if row.withdrawn else self._what(row, self._before[first], columns)
                yield self._row(fact, row, What.WITHDRAWN if row.withdrawn else What.CHANGED, columns, what)
        for receipt in self._receipts:
            yield self._receipt(receipt)

    def _row(self, fact: RowFact, row: RegisterRow, change: What, columns: Sequence[str], what: str) -> RowChange:
        form = self._forms.get(row.register)
        telling = (*columns, *_telling(form))
        column = next((column for column in (*telling, *row.cells) if column in row.cells), "")
        return RowChange(
            number=row.record_no,
            register=form.sheet if form else row.register,
            key=row.identity,
            change=change,
            seq=fact.seq,
            recorded_at=self._opened.campaign.local(fact.recorded_at),
            by=fact.by,
            place=row.place(column),
            what=what,
            matter=row.text("matter"),
            unit=self._unit(row),
            staff="|".join((row.text("task"), row.text("person"))) if row.text("task") else "",
        )

    def _unit(self, row: RegisterRow) -> str:
        written = row.text("lead") if row.register == MATTERS else row.text("unit")
        return self._names.find(written) or written

    def _columns(self, row: RegisterRow, before: RegisterRow) -> tuple[str, ...]:
        """The columns that differ, as the register has them."""
        named = dict.fromkeys((*row.columns, *before.columns, *row.extra, *before.extra))
        return tuple(column for column in named if _text(row, column) != _text(before, column))

    def _what(self, row: RegisterRow, before: RegisterRow, columns: Sequence[str]) -> str:
        """The cells that differ: 分值15→12、日期2018-05-01→2018-05-02."""
        form = self._forms.get(row.register)
        titles = {column.id: column.title for column in form.columns} if form else {}
        return wording.joined(
            [
                CHANGED_CELL.format(
                    title=titles.get(column, column),
                    before=_text(before, column) or NO_CELL,
                    now=_text(row, column) or NO_CELL,
                )
                for column in columns[:_SHOWN]
            ]
        )

    def _receipt(self, fact: Fact) -> RowChange:
        number = _number(fact)
        new = fact.kind is not FactKind.RESOLUTION or number not in self._old_receipts
        receipt = self._known[number]
        unit = receipt.unit or ""
        return RowChange(
            number=RECEIPT_NUMBER.format(number=number),
            register="",
            key="",
            change=What.NEW if new else What.WITHDRAWN if receipt.withdrawn else What.CHANGED,
            seq=fact.seq,
            recorded_at=self._opened.campaign.local(fact.recorded_at),
            by=fact.by,
            place=Place(file=receipt.source),
            what=str(fact.payload.get("reason", "")),
            unit=self._names.find(unit) or unit,
            deliverables=receipt.deliverables,
        )


def _number(fact: Fact) -> int:
    return int(str(fact.payload["receipt"]))


def _telling(form: Form | None) -> tuple[str, ...]:
    """The columns that say best which row it is: its days, then its key."""
    if form is None:
        return ()
    return (*form.dated_by, *(column.id for column in form.columns if column.key))


def _row_in(fact: RowFact) -> RegisterRow:
    return row_in(fact.seq, json.loads(fact.text))


def _text(row: RegisterRow, column: str) -> str:
    return text_of(row.value(column)) if column in row.columns else str(row.extra.get(column, ""))
