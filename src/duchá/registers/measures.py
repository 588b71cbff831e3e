"""Measures (指标): counts, sums and rates over lists, as a rulebook declares them, and the tables that they stand in. “—” of nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from duchá.registers.lists import CampaignLists, ListRow, said
from duchá.rulebook.form import ColumnKind
from duchá.rulebook.model import Rulebook
from duchá.rulebook.register_rules import FigureKind, Measure, MeasureTable
from duchá.terms.period import Period
from duchá.terms.share import percent_text, rate

NOTHING = "—"


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """What a measure comes to: ``whole`` is its count or sum, of a rate the denominator, and ``part`` the numerator.

    ``gaps`` are the rows that keep its target from being met, ``excused`` those that are counted and are no gap (not yet due).
    """

    measure: Measure
    whole: Decimal
    part: int = 0
    gaps: tuple[ListRow, ...] = ()
    excused: tuple[ListRow, ...] = ()

    @property
    def share(self) -> Decimal | None:
        """The rate; None (shown as —) of nothing."""
        return rate(self.part, int(self.whole))

    @property
    def missed(self) -> bool:
        """True where there is a target and it is not met."""
        return self.measure.target is not None and self.share is not None and self.share < self.measure.target


@dataclass(frozen=True, slots=True, kw_only=True)
class TableLine:
    """One line of a table: what it is about, and its measures in their order."""

    name: str
    figures: tuple[Measured, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CrossLine:
    """One line of a cross table: under each heading how many, or what is shown there."""

    name: str
    cells: tuple[int | str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasuredTable:
    """统计表: its lines and their total; of a cross table its headings too. ``targets`` are measures over all rows, whatever the period: what
    keeps a target from being met does so until it is done."""

    declared: MeasureTable
    lines: tuple[TableLine, ...] = ()
    total: tuple[Measured, ...] = ()
    targets: tuple[Measured, ...] = ()
    headings: tuple[str, ...] = ()
    crossed: tuple[CrossLine, ...] = ()
    crossed_total: tuple[int | str, ...] = ()
    counted: int = 0

    def gaps(self) -> Iterator[tuple[Measure, ListRow]]:
        """Every row that keeps a target from being met."""
        return ((one.measure, row) for one in self.targets for row in one.gaps)


Within = Callable[[ListRow], bool]


def measured(lists: CampaignLists, measure: Measure, rows: Iterable[ListRow] | None = None) -> Measured:
    """What a measure comes to over the rows of its list that are valid on the day, or over some of them."""
    takes = lists.takes(measure.register, measure.rows)
    counted = [row for row in (lists.table(measure.register).rows if rows is None else rows) if takes(row)]
    if measure.figure is FigureKind.RATE:
        return _rate(lists, measure, counted)
    if measure.figure is FigureKind.SUM:
        return Measured(measure=measure, whole=sum((row.number(measure.sum) or Decimal(0) for row in counted), Decimal(0)))
    if measure.distinct:
        column = lists.table(measure.register).form.column(measure.distinct)
        return Measured(measure=measure, whole=Decimal(len({text for row in counted for text in said(row, column) if text})))
    return Measured(measure=measure, whole=Decimal(len(counted)))


def _rate(lists: CampaignLists, measure: Measure, counted: list[ListRow]) -> Measured:
    in_part = lists.takes(measure.register, measure.part)
    outside = [row for row in counted if not in_part(row)]
    excuse = lists.takes(measure.register, measure.excused) if measure.excused is not None and measure.excuses else None
    excused = tuple(row for row in outside if excuse is not None and excuse(row))
    gaps = tuple(row for row in outside if row not in excused) if measure.target is not None else ()
    return Measured(measure=measure, whole=Decimal(len(counted)), part=len(counted) - len(outside), gaps=gaps, excused=excused)


def tables_of(
    lists: CampaignLists, books: Iterable[Rulebook], report: str, period: Period | None = None
) -> Iterator[tuple[Rulebook, MeasuredTable]]:
    """The tables that stand in a report, of the rows of a period where one is named."""
    for book in books:
        for declared in book.tables:
            if report in declared.reports and declared.register in lists:
                yield book, table_of(lists, book, declared, period)


def table_of(lists: CampaignLists, book: Rulebook, declared: MeasureTable, period: Period | None = None) -> MeasuredTable:
    """A table: a line a value of its first column (units in the order of the roster, choices in theirs), and the total over all rows."""
    known = {measure.id: measure for measure in book.measures}
    measures = tuple(known[id] for id in declared.measures)
    rows = lists.table(declared.register).rows
    groups = _grouped(lists, declared, rows)
    if declared.over:
        return _crossed(lists, declared, groups, period)
    within = [_within(lists, declared, measure, period) for measure in measures]

    def figures(of: Iterable[ListRow]) -> tuple[Measured, ...]:
        mine = tuple(of)
        return tuple(measured(lists, m, [row for row in mine if inside(row)]) for m, inside in zip(measures, within, strict=True))

    lines = tuple(TableLine(name=name, figures=figures(of)) for name, of in groups.items())
    targets = tuple(measured(lists, measure) for measure in measures if measure.target is not None)
    return MeasuredTable(declared=declared, lines=lines, total=figures(rows), targets=targets)


def _within(lists: CampaignLists, declared: MeasureTable, measure: Measure, period: Period | None) -> Within:
    """Whether a row belongs to the period, by the day that the measure or its table names, else by the row's own."""
    column = measure.on or declared.on
    if period is None or declared.whole:
        return lambda row: True
    if not column:
        return lambda row: row.happened_at.date() in period
    return lambda row: (day := row.day(column)) is not None and day in period and day <= lists.as_of


def _grouped(lists: CampaignLists, declared: MeasureTable, rows: Iterable[ListRow]) -> Mapping[str, list[ListRow]]:
    """The rows by what the first column says, in the order of the roster, of the choices, else of the words."""
    column = lists.table(declared.register).form.column(declared.by)
    groups: dict[str, list[ListRow]] = {}
    for row in rows:
        groups.setdefault(row.text(column.id), []).append(row)
    usual: Iterable[str] = column.choices
    if column.kind is ColumnKind.UNIT:
        usual = [unit.name for unit in lists.campaign.roster.units]
        if declared.covers:
            usual = [unit.name for unit in lists.campaign.roster.units if unit.valid_on(lists.as_of)]
    order = {name: at for at, name in enumerate(usual)}
    names = sorted({*groups, *(order if declared.covers else ())}, key=lambda name: (order.get(name, len(order)), name))
    return {name: groups.get(name, []) for name in names}


def _crossed(lists: CampaignLists, declared: MeasureTable, groups: Mapping[str, list[ListRow]], period: Period | None) -> MeasuredTable:
    form = lists.table(declared.register).form
    column = form.column(declared.over)
    inside = _within(lists, declared, _NOTHING, period)
    mine = {name: [row for row in rows if inside(row)] for name, rows in groups.items()}
    found = {row.text(column.id) for rows in mine.values() for row in rows}
    headings = (*column.choices, *sorted(found - set(column.choices)))

    def cell(rows: Iterable[ListRow], heading: str) -> int | str:
        there = [row for row in rows if row.text(column.id) == heading]
        return len(there) if not declared.shows else "、".join(dict.fromkeys(text for row in there if (text := row.text(declared.shows))))

    crossed = tuple(CrossLine(name=name, cells=tuple(cell(rows, heading) for heading in headings)) for name, rows in mine.items())
    every = [row for rows in mine.values() for row in rows]
    total = tuple(sum(row.text(column.id) == heading for row in every) for heading in headings)
    return MeasuredTable(declared=declared, headings=headings, crossed=crossed, crossed_total=total, counted=len(every))


_NOTHING = Measure(id="", name="", register="", article="")


def sentence_of(table: MeasuredTable, now: str, of: str) -> str:
    """A sentence of the rulebook with the total of each measure: a rate as a rate, “—” of nothing; what is counted as a number."""
    words = {one.measure.id: total_words(one) for one in table.total} | {"now": now}
    if table.declared.over:
        words |= {id: str(table.counted) for id in table.declared.measures}
    return of.format(**words)


def gaps_sentence(table: MeasuredTable) -> str:
    """How many rows keep each target from being met, in the rulebook's own words; empty where there are none."""
    counts = {one.measure.id: str(len(one.gaps)) for one in table.targets}
    if not table.declared.gaps_sentence or not any(one.gaps for one in table.targets):
        return ""
    return table.declared.gaps_sentence.format(**counts)


def total_words(one: Measured) -> str:
    """A measure in a text."""
    if one.measure.figure is FigureKind.RATE:
        return NOTHING if one.share is None else percent_text(one.share)
    return f"{one.whole.normalize():f}"
