"""Numbers of returns: what the rulebook adds up (``total``), a unit and all, against the period before and the year before, and as it ran."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from duchá.campaign.model import Campaign
from duchá.receipts.carried import rows_of_body
from duchá.receipts.matrix import ReceiptStanding, ReceiptState
from duchá.reports import wording
from duchá.reports.page import Cell, CellRow, Chart, ChartKind, Page, PageColumn, Show
from duchá.reports.summary.lines import is_nil
from duchá.rulebook.form import Column, FilledBy, Form
from duchá.terms.period import Period, a_year_before, preceding
from duchá.terms.quantity import Quantity
from duchá.terms.wording import RECEIPT_STATE_WORDS, UNTYPED, period_words

NUMBERS, RUN = "数字{form}", "走势{form}"
NUMBERS_TITLE, RUN_TITLE = "{form}数字汇总（{period}）", "{form}各期合计"
NUMBERS_TITLE_ONCE = "{form}数字汇总"
THIS, BEFORE, CHANGE, YEAR_BEFORE, YEAR_CHANGE = "{title}", "上期", "比上期", "上年同期", "比上年"
PERIOD, REPORTED = "期间", "已计单位"
NO_EARLIER = "无"  # the campaign has no such period
NOT_COUNTED = "注：合计不含 {count} 个没有数的单位（{units}），没有数不当作 0。"
COMPARED = "注：“比上期”“比上年”的合计只比两期都有数的单位（比上期 {before} 个，比上年 {year} 个）；没有上期或上年的写“无”。"
RUN_NOTES = ("注：每期的合计只含该期已收下的数，单位数见“已计单位”；没有数的一期空着，不当作 0。",)
AND_OTHERS = "等"
_FEW = 8  # units named in a note


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """What was reported: by unit, form, column and period the sum of the rows that count; nothing where nothing is in, which is not 0.

    ``why`` says of a unit, form and period that has none what became of it.
    """

    amounts: Mapping[tuple[str, str, str, Period | None], Decimal]
    why: Mapping[tuple[str, str, Period | None], str]
    periods: Mapping[str, tuple[Period, ...]]

    def of(self, unit: str, form: Form, column: Column, period: Period | None) -> Decimal | None:
        """The figure; None where there is none."""
        return self.amounts.get((unit, form.id, column.id, period))


def figures_of(campaign: Campaign, standings: Iterable[ReceiptStanding], bodies: Mapping[int, Mapping[str, Any]]) -> Figures:
    """The figures of every form in which something is added up. A nil return without rows is 0; a blank cell adds nothing, and a column without any is blank."""
    forms = {form.id: form for form in campaign.forms(FilledBy.UNIT) if totals_of(form)}
    amounts: dict[tuple[str, str, str, Period | None], Decimal] = {}
    why: dict[tuple[str, str, Period | None], str] = {}
    periods: dict[str, dict[Period, None]] = {}
    for standing in standings:
        form, period = forms.get(standing.owed.deliverable.form), standing.owed.period
        if form is None:
            continue
        if period is not None:
            periods.setdefault(form.id, {})[period] = None
        counting = [receipt for receipt in standing.accepted if not receipt.untyped]
        if not counting:
            why[standing.unit.name, form.id, period] = (
                UNTYPED.format(via=standing.untyped) if standing.untyped else RECEIPT_STATE_WORDS[standing.state.value]
            )
            continue
        rows = [row for receipt in counting for row in rows_of_body(bodies[receipt.body_seq], form.id)]
        for column in totals_of(form):
            found = [content.amount for row in rows if isinstance(content := row.get(column.id), Quantity)]
            if found or all(is_nil(receipt, form) for receipt in counting):
                amounts[standing.unit.name, form.id, column.id, period] = sum(found, Decimal(0))
    return Figures(
        amounts=amounts, why=why, periods={form: tuple(sorted(found, key=lambda one: one.start)) for form, found in periods.items()}
    )


def totals_of(form: Form) -> tuple[Column, ...]:
    """The columns that are added up."""
    return tuple(column for column in form.columns if column.total)


def number_pages(
    campaign: Campaign, standings: Sequence[ReceiptStanding], figures: Figures, period: Period | None, under: str
) -> Iterable[Page]:
    """A page of figures for each form in which something is added up: of the period named, else of the last for which anything is in; and one with the
    totals of all periods.
    """
    for form in campaign.forms(FilledBy.UNIT):
        if not totals_of(form):
            continue
        owing = [
            standing
            for standing in standings
            if standing.owed.deliverable.form == form.id and standing.state is not ReceiptState.NOT_APPLICABLE
        ]
        units = tuple(dict.fromkeys(standing.unit.name for standing in owing))
        periods = figures.periods.get(form.id, ())
        of = period if period in periods else next((one for one in reversed(periods) if _any(figures, form, one)), None)
        if period is not None and of != period:
            continue
        if owing:
            yield _page(form, figures, units, of, under)
        if len(periods) > 1:
            yield _run(form, figures, units, periods, under)


def _any(figures: Figures, form: Form, period: Period) -> bool:
    return any(key[1] == form.id and key[3] == period for key in figures.amounts)


def _name(form: Form) -> str:
    return form.number or form.sheet


def _page(form: Form, figures: Figures, units: Sequence[str], period: Period | None, under: str) -> Page:
    columns = totals_of(form)
    compared = period is not None
    owing = [unit for unit in units if period is None or (unit, form.id, period) in figures.why or _has(figures, form, unit, period)]
    rows = tuple((at, unit, *_of_unit(form, figures, unit, period)) for at, unit in enumerate(owing, 1))
    without = [unit for unit in owing if not _has(figures, form, unit, period)]
    notes: list[str] = []
    if without:
        named = wording.PAUSE.join(without[:_FEW]) + (AND_OTHERS if len(without) > _FEW else "")
        notes.append(NOT_COUNTED.format(count=len(without), units=named))
    if period is not None:
        both = [
            sum(_has(figures, form, unit, period) and _has(figures, form, unit, other) for unit in owing)
            for other in (preceding(period), a_year_before(period))
        ]
        notes.append(COMPARED.format(before=both[0], year=both[1]))
    heads = [
        PageColumn(title=title.format(title=column.title), show=show, width=12)
        for column in columns
        for title, show in (
            (THIS, Show.AMOUNT),
            *(((BEFORE, Show.AMOUNT), (CHANGE, Show.SIGNED), (YEAR_BEFORE, Show.AMOUNT), (YEAR_CHANGE, Show.SIGNED)) if compared else ()),
        )
    ]
    title = NUMBERS_TITLE.format(form=form.title, period=period_words(period)) if period else NUMBERS_TITLE_ONCE.format(form=form.title)
    return Page(
        name=NUMBERS.format(form=_name(form)),
        title=title,
        columns=(
            PageColumn(title=wording.NUMBER, show=Show.COUNT, width=6),
            PageColumn(title=wording.UNIT, show=Show.TEXT, width=22),
            *heads,
        ),
        rows=rows,
        total=(None, wording.TOTAL, *_of_all(form, figures, owing, period)) if rows else (),
        under=under,
        notes=tuple(notes),
    )


def _has(figures: Figures, form: Form, unit: str, period: Period | None) -> bool:
    return any(figures.of(unit, form, column, period) is not None for column in totals_of(form))


def _of_unit(form: Form, figures: Figures, unit: str, period: Period | None) -> list[Cell]:
    """The figure, that of the period before and of the year before, and the changes; what there is none of says why, and is never 0."""
    cells: list[Cell] = []
    for column in totals_of(form):
        now = figures.of(unit, form, column, period)
        cells.append(now if now is not None else figures.why.get((unit, form.id, period)))
        if period is not None:
            for other in (preceding(period), a_year_before(period)):
                then = figures.of(unit, form, column, other)
                known = other in figures.periods.get(form.id, ())
                cells.append(then if then is not None else figures.why.get((unit, form.id, other)) if known else NO_EARLIER)
                cells.append(now - then if now is not None and then is not None else None)
    return cells


def _of_all(form: Form, figures: Figures, units: Sequence[str], period: Period | None) -> list[Cell]:
    """The sums of what there is; a change only over the units that have both."""
    cells: list[Cell] = []
    for column in totals_of(form):
        now = {unit: amount for unit in units if (amount := figures.of(unit, form, column, period)) is not None}
        cells.append(sum(now.values(), Decimal(0)) if now else None)
        if period is not None:
            for other in (preceding(period), a_year_before(period)):
                then = {unit: amount for unit in units if (amount := figures.of(unit, form, column, other)) is not None}
                both = now.keys() & then.keys()
                cells.append(
                    sum(then.values(), Decimal(0)) if then else NO_EARLIER if other not in figures.periods.get(form.id, ()) else None
                )
                cells.append(sum((now[unit] - then[unit] for unit in both), Decimal(0)) if both else None)
    return cells


def _run(form: Form, figures: Figures, units: Sequence[str], periods: Sequence[Period], under: str) -> Page:
    """The totals of every period, with a small line of each column."""
    columns = totals_of(form)
    rows: list[CellRow] = []
    for period in periods:
        counted = sum(_has(figures, form, unit, period) for unit in units)
        sums = _of_all(form, figures, units, period)[:: 1 + 4]
        rows.append((period_words(period), counted, *sums))
    charts = tuple(
        Chart(kind=ChartKind.LINE, title=column.title, names=0, values=at, first=0, last=len(rows) - 1)
        for at, column in enumerate(columns, 2)
        if sum(isinstance(row[at], Decimal) for row in rows) > 1
    )
    return Page(
        name=RUN.format(form=_name(form)),
        title=RUN_TITLE.format(form=form.title),
        columns=(
            PageColumn(title=PERIOD, show=Show.TEXT, width=18),
            PageColumn(title=REPORTED, show=Show.COUNT, width=10),
            *(PageColumn(title=column.title, show=Show.AMOUNT, width=16) for column in columns),
        ),
        rows=tuple(rows),
        under=under,
        notes=RUN_NOTES,
        charts=charts,
    )
