"""The list of what is late, and of what comes due, as pages of a workbook."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from duchá.campaign.model import Campaign
from duchá.ledger.ladder import Reminded
from duchá.ledger.overdue import Item, Undated
from duchá.ledger.wording import ITEM_WORDS, LIGHT_WORDS, UNDATED
from duchá.reports.ledger import wording
from duchá.reports.page import CellRow, Page, PageColumn, Report, Show
from duchá.terms.wording import day_words


def late_report(
    campaign: Campaign, items: Sequence[Item], had: Mapping[str, Reminded], as_of: date, undated: Sequence[Undated] = ()
) -> Report:
    """The workbook ``reports/overdue-DATE``: what is late, on a sheet of its own what is coming due where it was asked for, on the last
    what is owed without a day.

    What a lateness has had, and on this day, is counted by its own days: printing it again the same day gives the same.
    """
    late = [item for item in items if item.days_late > 0]
    coming = [item for item in items if item.days_late <= 0]
    pages = [_page(campaign, late, had, as_of)]
    pages += [_page(campaign, coming, had, as_of, coming=True)] if coming else []
    pages += [_undated_page(campaign, undated, as_of)] if undated else []
    title = wording.TITLE.format(campaign=campaign.settings.name)
    day = as_of.isoformat()
    return Report(stem=wording.STEM.format(day=day), title=title, as_of=as_of, mark=wording.MARK.format(day=day), pages=tuple(pages))


def rungs_on(campaign: Campaign, day: date, had: Reminded) -> str:
    """The name of the rung that a lateness reached on a day; empty where it reached none."""
    books = (*campaign.rulebooks, *((campaign.office,) if campaign.office else ()))
    names = {rung.id: rung.name for book in reversed(books) for rung in book.ladder}
    return next((names.get(rung, rung) for rung, on in reversed(had.rungs) if on == day), "")


def _page(campaign: Campaign, items: Sequence[Item], had: Mapping[str, Reminded], as_of: date, *, coming: bool = False) -> Page:
    rows: list[CellRow] = []
    for at, item in enumerate(items, 1):
        so_far = had.get(item.key, Reminded())
        rows.append(
            (
                at,
                LIGHT_WORDS[item.light.value],
                ITEM_WORDS[item.kind.value],
                wording.FORMERLY.format(unit=item.unit, formerly=item.formerly) if item.formerly else item.unit,
                item.matter,
                item.what,
                item.due,
                abs(item.days_late),
                so_far.by(as_of),
                rungs_on(campaign, as_of, so_far),
                item.reached,
            )
        )
    title = (wording.COMING_TITLE if coming else wording.TITLE).format(campaign=campaign.settings.name)
    return Page(
        name=wording.SHEET_COMING if coming else wording.SHEET_LATE,
        title=title,
        columns=_columns(coming=coming),
        rows=tuple(rows),
        under=wording.UNDER.format(day=day_words(as_of)),
        measure=wording.MEASURE,
        notes=wording.NOTES,
    )


def _undated_page(campaign: Campaign, undated: Sequence[Undated], as_of: date) -> Page:
    return Page(
        name=UNDATED,
        title=wording.UNDATED_TITLE.format(campaign=campaign.settings.name),
        columns=(
            PageColumn(title=wording.NUMBER, show=Show.COUNT, width=6),
            PageColumn(title=wording.UNIT, show=Show.TEXT, width=18),
            PageColumn(title=wording.MATTER, width=15),
            PageColumn(title=wording.WHAT, show=Show.WORDS, width=44),
            PageColumn(title=wording.SINCE, show=Show.DAY, width=12),
        ),
        rows=tuple((at, one.unit, one.matter, one.what, one.since) for at, one in enumerate(undated, 1)),
        under=wording.UNDER.format(day=day_words(as_of)),
        measure=wording.MEASURE,
        notes=wording.UNDATED_NOTES,
    )


def _columns(*, coming: bool) -> tuple[PageColumn, ...]:
    return (
        PageColumn(title=wording.NUMBER, show=Show.COUNT, width=6),
        PageColumn(title=wording.LIGHT, width=6),
        PageColumn(title=wording.KIND, width=9),
        PageColumn(title=wording.UNIT, show=Show.TEXT, width=18),
        PageColumn(title=wording.MATTER, width=15),
        PageColumn(title=wording.WHAT, show=Show.WORDS, width=34),
        PageColumn(title=wording.DUE, show=Show.DAY, width=12),
        PageColumn(title=wording.DAYS_LEFT if coming else wording.DAYS_LATE, show=Show.COUNT, width=9),
        PageColumn(title=wording.REMINDERS, show=Show.COUNT, width=8),
        PageColumn(title=wording.NOW, width=11),
        PageColumn(title=wording.REACHED, show=Show.TEXT, width=46),
    )
