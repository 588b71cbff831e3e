"""Which deliverables a submission answers, and for which period: found in what the file says, and asked where it says two things or nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from duchá.campaign.model import Campaign, Obligation
from duchá.rulebook.form import ColumnKind, FilledBy
from duchá.submissions import wording
from duchá.submissions.context import Context
from duchá.submissions.faults import unit as kinds
from duchá.submissions.model import FilledForm, Submission
from duchá.submissions.unit.identify import SAYS, WITNESS_FILE, WITNESS_MARK
from duchá.terms.dates.written_period import periods_named
from duchá.terms.deadline import Recurring
from duchá.terms.fault import Fault
from duchá.terms.period import Period, PeriodKind, parse_period
from duchá.terms.place import Place
from duchá.terms.quantity import Content, Empty, text_of
from duchá.terms.text import for_matching
from duchá.terms.wording import period_words

PERIOD_MARK = "period"
WITNESS_PERIOD_CELL = "表内“{label}”"
WITNESS_TITLE = "标题"
WITNESS_DAY = "填报日期"
OUTSIDE = "不在本次行动的期间（{first}至{last}）"
NOT_BEGUN = "这一期还没有开始"
EACH = {
    Recurring.MONTH: ("每月", "2019年4月"),
    Recurring.QUARTER: ("每季度", "2019年第二季度"),
    Recurring.HALF_YEAR: ("每半年", "2019年上半年"),
    Recurring.YEAR: ("每年", "2019年"),
}
ASKS_WHICH = frozenset(  # which period, which deliverable: nothing can be accepted before that is known
    kind.code
    for kind in (
        kinds.PERIOD_DISAGREEMENT,
        kinds.PERIOD_UNREADABLE,
        kinds.PERIOD_UNKNOWN,
        kinds.PERIOD_NOT_OWED,
        kinds.DELIVERABLE_UNCLEAR,
    )
)


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundDeliverables:
    """What a submission answers. ``sure`` are the keys of which the mark and the 报告期 cell, or a person, both name the period."""

    owed: tuple[Obligation, ...] = ()
    sure: frozenset[str] = frozenset()
    faults: tuple[Fault, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Said:
    """A period that a place in or around the file names."""

    witness: str
    period: Period
    place: Place = Place()


def find_deliverables(submission: Submission, context: Context) -> FoundDeliverables:
    """The deliverables that a submission answers, each for one period. Unit unknown: of any group.

    Of several that the same form, or the same document, may be meant for, the one that the name says; else a person is asked. The mark and the 报告期
    cell decide the period; the title and the file's name, then the day of filling, only where both are silent: against them it takes the file's name and the
    day of filling together to raise a question. Of what comes back every year and
    names no year, the one whose day is nearest to the day it came. Faults: S380–S385.
    """
    campaign = context.campaign
    unit = campaign.roster.get(submission.unit) if submission.unit else None
    owed = campaign.owed_by(unit) if unit is not None else campaign.owed
    forms = {form.form: form for form in submission.forms}
    groups: dict[str, dict[str, list[Obligation]]] = {}  # form, or the document, → plain key → its periods
    for item in owed:
        if item.deliverable.form in forms:
            groups.setdefault(item.deliverable.form, {}).setdefault(item.plain.key, []).append(item)
        elif item.plain.key in submission.written or item.key in submission.written:
            groups.setdefault("", {}).setdefault(item.plain.key, []).append(item)
    found: list[Obligation] = []
    sure: set[str] = set()
    faults: list[Fault] = []
    for form, meant in groups.items():
        chosen = _one_of(meant, context)
        if len(chosen) > 1 and unit is not None:
            names = [items[0].plain.name for items in chosen.values()]
            faults.append(kinds.DELIVERABLE_UNCLEAR.at(names=wording.LIST_PAUSE.join(names), keys=_or(chosen)))
            continue
        for items in chosen.values():
            answered = _of_period(items, forms.get(form), submission, context)
            found += answered.owed
            sure |= answered.sure
            faults += answered.faults
    order = {item.key: at for at, item in enumerate(campaign.owed)}
    said = {(fault.kind.code, fault.message): fault for fault in faults}
    return FoundDeliverables(owed=tuple(sorted(found, key=lambda item: order[item.key])), sure=frozenset(sure), faults=tuple(said.values()))


def _or(chosen: Mapping[str, Sequence[Obligation]]) -> str:
    return wording.LIST_PAUSE.join(chosen)


def _one_of(meant: Mapping[str, list[Obligation]], context: Context) -> Mapping[str, list[Obligation]]:
    """The deliverables that are meant: the one that a person names, else those that the file's name names, else all."""
    given = context.arrival.given_deliverable
    if given in meant:
        return {given: meant[given]}
    name = for_matching(context.arrival.file_name)
    named = {key: items for key, items in meant.items() if any(for_matching(word) in name for word in names_of(items[0]))}
    return named or meant


def names_of(owed: Obligation) -> tuple[str, ...]:
    """The names that a deliverable goes by: its own, and its synonyms."""
    return tuple(name for name in (owed.plain.name, *owed.plain.synonyms) if name)


def _of_period(items: list[Obligation], filled: FilledForm | None, submission: Submission, context: Context) -> FoundDeliverables:
    """The one of a deliverable's periods that is meant."""
    every = items[0].plain.comes_back
    if every is None or items[0].period is None:
        return FoundDeliverables(owed=(items[0],))
    search = _Search(items, every, filled, submission, context)
    period, sure, faults = search.period()
    if period is None:
        if every is Recurring.YEAR and not faults:
            return FoundDeliverables(owed=(search.nearest(search.received),))
        return FoundDeliverables(faults=faults)
    item = next((item for item in items if item.period == period), None)
    why = ""
    if item is None:
        why = OUTSIDE.format(first=_words(items[0]), last=_words(items[-1]))
    elif not item.begun(search.received):
        why = NOT_BEGUN
    if item is None or why:
        return FoundDeliverables(faults=(*faults, kinds.PERIOD_NOT_OWED.at(search.place, period=period_words(period), why=why)))
    return FoundDeliverables(owed=(item,), sure=frozenset({item.key}) if sure else frozenset(), faults=faults)


def _words(owed: Obligation) -> str:
    return "" if owed.period is None else period_words(owed.period)


class _Search:
    """What the places in and around a file say of the period of one deliverable."""

    def __init__(
        self, items: list[Obligation], every: Recurring, filled: FilledForm | None, submission: Submission, context: Context
    ) -> None:
        self._items, self._every, self._filled, self._submission, self._context = items, every, filled, submission, context
        self._kind = PeriodKind(every.value)
        self.received = context.campaign.local(submission.received_at).date()
        self.place = Place()
        self._unreadable: tuple[Fault, ...] = ()

    def period(self) -> tuple[Period | None, bool, tuple[Fault, ...]]:
        """The period, whether mark and cell (or a person) both name it, and what is to be said."""
        given = self._named(self._context.arrival.given_period)
        if given:
            return given[0], True, ()
        mark, cell = self._mark(), self._cell()
        strong = {said.period for said in (*mark, *cell)}
        if len(strong) > 1:
            return None, False, (self._disagree((*mark, *cell)),)
        if strong and (other := self._dated_and_named(*strong)):
            return None, False, (self._disagree((*mark, *cell, *other)),)
        if strong:
            return strong.pop(), bool(mark and cell), ()
        if self._unreadable:
            return None, False, self._unreadable
        around = tuple(self._around())
        weak = {said.period for said in around}
        if len(weak) > 1:
            return None, False, (self._disagree(around),)
        if not weak and self._every is not Recurring.YEAR and self._filled is not None and self._filled.filed_on is not None:
            nearest = self.nearest(self._filled.filed_on).period
            around = (_Said(witness=WITNESS_DAY, period=nearest),) if nearest else ()
        if around:
            return (
                around[0].period,
                False,
                (kinds.PERIOD_INFERRED.at(self.place, witness=around[0].witness, period=period_words(around[0].period)),),
            )
        if self._every is Recurring.YEAR:
            return None, False, ()
        often, _ = EACH[self._every]
        return None, False, (kinds.PERIOD_UNKNOWN.at(self.place, name=self._items[0].plain.name, often=often, example=self._example()),)

    def _dated_and_named(self, period: Period) -> tuple[_Said, ...]:
        """File name and day of filling, where both speak of one other period: the form of last time, filled in once more."""
        named = {said.period: said for said in self._around() if said.witness == WITNESS_FILE}
        day = self._filled.filed_on if self._filled is not None else None
        nearest = self.nearest(day).period if day is not None else None
        if len(named) != 1 or nearest is None or nearest == period or nearest not in named:
            return ()
        return (named[nearest], _Said(witness=WITNESS_DAY, period=nearest))

    def nearest(self, day: date) -> Obligation:
        """Of the periods that had begun by a day, the one whose due day is nearest to it; of several the earlier."""
        begun = [item for item in self._items if item.begun(day)] or self._items[:1]
        return min(begun, key=lambda item: (abs(item.roster_day - day), item.roster_day))

    def _named(self, text: str, *, days: bool = False) -> tuple[Period, ...]:
        key = parse_period(text)
        if key is not None and key.kind is self._kind:
            return (key,)
        return periods_named(text, self._kind, self.received, days=days) if text else ()

    def _mark(self) -> tuple[_Said, ...]:
        period = parse_period(self._submission.said.mark)
        return (_Said(witness=WITNESS_MARK, period=period),) if period is not None and period.kind is self._kind else ()

    def _cell(self) -> tuple[_Said, ...]:
        """What the 报告期 cells of the form say, on each of its sheets; what stands there and is no such period is asked about."""
        found: list[_Said] = []
        for label, content, place in self._cells():
            text = text_of(content)
            self.place = place
            periods = self._named(text, days=True)
            if len(periods) == 1:
                found.append(_Said(witness=WITNESS_PERIOD_CELL.format(label=label), period=periods[0], place=place))
            else:
                often, _ = EACH[self._every]
                fault = kinds.PERIOD_UNREADABLE.at(
                    place, found=text, label=label, written=text, name=self._items[0].plain.name, often=often, example=self._example()
                )
                self._unreadable = (*self._unreadable, fault)
        return tuple(found)

    def _cells(self) -> Iterator[tuple[str, Content, Place]]:
        if self._filled is None:
            return
        declared = next(form for form in self._context.campaign.forms(FilledBy.UNIT) if form.id == self._filled.form)
        for field in declared.header:
            if field.kind is ColumnKind.PERIOD:
                for header, places in ((self._filled.header, self._filled.header_places), *self._filled.other_headers):
                    content = header.get(field.id)
                    if content is not None and not isinstance(content, Empty):
                        yield field.label, content, places.get(field.id) or Place(sheet=self._filled.sheet, label=field.label)

    def _around(self) -> Iterator[_Said]:
        """What title, sheet and file name say. Words that name the deliverable itself (第一季度小结) say nothing of the period."""
        texts = [(WITNESS_TITLE, text) for text in self._submission.said.titles]
        name = self._context.arrival.file_name
        for witness, text in (*texts, (WITNESS_FILE, name.rpartition(".")[0] or name)):
            for period in self._named(text):
                yield _Said(witness=witness, period=period)

    def _disagree(self, said: Iterable[_Said]) -> Fault:
        words = dict.fromkeys(SAYS.format(witness=one.witness, units=period_words(one.period)) for one in said)
        return kinds.PERIOD_DISAGREEMENT.at(self.place, said=wording.CLAUSE_COMMA.join(words), example=self._example())

    def _example(self) -> str:
        """A period of the kind that is asked for, as the command line takes it."""
        period = self.nearest(self.received).period
        return period.key if period else EACH[self._every][1]


def owed_by_key(campaign: Campaign, key: str) -> Obligation | None:
    """The deliverable of a key, bare or of a period."""
    return next((owed for owed in campaign.owed if owed.answers_to(key)), None)
