"""What all annexes of a bulletin share: their first columns, counts and rates, the page itself."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from duchá.ledger.rates import Rate
from duchá.reports.bulletin import wording
from duchá.reports.bulletin.view import View
from duchá.reports.page import Cell, CellRow, Page, PageColumn, Show
from duchá.terms.wording import day_words, period_words

NUMBER = PageColumn(title=wording.NUMBER, show=Show.COUNT, width=6)
UNIT = PageColumn(title=wording.UNIT, show=Show.TEXT, width=22)
_UPRIGHT = 10  # columns that an upright sheet takes


def counts(titles: Sequence[str]) -> Iterator[PageColumn]:
    """Columns of counts."""
    return (PageColumn(title=title, show=Show.COUNT, width=8) for title in titles)


def share(rate: Rate) -> Cell:
    """A rate in a cell: “—” of nothing."""
    return wording.DASH if rate.share is None else rate.share


def annex(
    view: View,
    names: tuple[str, str],
    columns: tuple[PageColumn, ...],
    rows: tuple[CellRow, ...],
    *,
    total: CellRow = (),
    notes: tuple[str, ...] = (),
    measure: str = "",
) -> Page:
    """An annex of the bulletin: a table of the period, on its side where it is broad."""
    under = wording.UNDER.format(period=period_words(view.period), day=day_words(view.as_of))
    return Page(
        name=names[0],
        title=names[1],
        columns=columns,
        rows=rows,
        total=total if rows else (),
        under=under,
        measure=measure,
        notes=notes,
        annex=True,
        lies=len(columns) > _UPRIGHT,
    )
