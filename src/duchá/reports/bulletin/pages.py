"""The annexes of a bulletin: tables of the same view that the text was made from."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from duchá.ledger.matter import Matter
from duchá.ledger.overdue import Item
from duchá.ledger.rates import Counters, counters_of
from duchá.reports.bulletin import wording
from duchá.reports.bulletin.annex import NUMBER, UNIT, annex, counts, share
from duchá.reports.bulletin.complaints import complaint_pages
from duchá.reports.bulletin.text import problem_classes
from duchá.reports.bulletin.view import Tally, View, ranked
from duchá.reports.page import CellRow, Page, PageColumn, Show


def annexes(view: View) -> Iterator[Page]:
    """The tables in order: 统计表, 未报名单, 逾期事项, 四率 and 三项对照 where there are such, 即将到期."""
    if view.total.owed or view.total.older:
        yield _receipts(view)
    if view.total.at_start + view.total.opened:
        yield _matters(view)
    if view.missing:
        yield _missing(view)
    if view.late_matters:
        yield _items(view, view.late_matters, (wording.LATE_PAGE, wording.LATE_TITLE), wording.LATE_COLUMNS)
    if view.complaints:
        yield from complaint_pages(view)
    yield from _counters(view)
    if view.coming:
        yield _items(view, view.coming, (wording.COMING_PAGE, wording.COMING_TITLE), wording.COMING_COLUMNS)


def _receipts(view: View) -> Page:
    columns = (NUMBER, UNIT, *counts(wording.RECEIPT_COLUMNS), PageColumn(title=wording.ON_TIME_RATE, show=Show.RATE, width=10))
    tallies = [tally for tally in view.tallies if tally.owed or tally.older]
    rows = tuple((at, tally.unit, *_receipt_figures(tally)) for at, tally in enumerate(tallies, 1))
    total = (None, wording.TOTAL, *_receipt_figures(view.total))
    names = (wording.RECEIPT_PAGE, wording.RECEIPT_TITLE)
    return annex(view, names, columns, rows, total=total, notes=wording.RECEIPT_NOTES, measure=wording.MEASURE_COPIES)


def _receipt_figures(tally: Tally) -> CellRow:
    counts = (tally.owed, tally.received, tally.on_time, tally.came_late, tally.missing, tally.older)
    return (*counts, share(tally.on_time_rate))


def _matters(view: View) -> Page:
    ranks = ranked(view.tallies)
    columns = (
        NUMBER,
        UNIT,
        *counts(wording.MATTER_COLUMNS),
        PageColumn(title=wording.DONE_RATE, show=Show.RATE, width=10),
        PageColumn(title=wording.RANK, show=Show.COUNT, width=6),
        *counts((wording.URGED_COLUMN, wording.RETURNED_COLUMN)),
    )
    tallies = [tally for tally in view.tallies if tally.at_start + tally.opened]
    rows = tuple(
        (at, tally.unit or wording.NO_UNIT, *_matter_figures(tally), ranks[tally.unit], tally.urged, tally.returned)
        for at, tally in enumerate(tallies, 1)
    )
    total = view.total
    last = (None, wording.TOTAL, *_matter_figures(total), None, total.urged, total.returned)
    names = (wording.MATTER_PAGE, wording.MATTER_TITLE)
    return annex(view, names, columns, rows, total=last, notes=wording.MATTER_NOTES, measure=wording.MEASURE_MATTERS)


def _matter_figures(tally: Tally) -> CellRow:
    counts = (tally.at_start, tally.opened, tally.opened_ended, tally.ended, tally.at_end, tally.waiting, tally.late)
    return (*counts, share(tally.done))


def _missing(view: View) -> Page:
    titles = wording.MISSING_COLUMNS
    found: dict[tuple[str, str], list[tuple[str, int]]] = {}
    for standing in view.missing:
        key = (standing.unit.name, standing.owed.deadline.due.isoformat())
        found.setdefault(key, []).append((standing.owed.deliverable.name, standing.late_days))
    heirs = {standing.unit.name: standing.successor for standing in view.missing}
    dues = {standing.owed.deadline.due.isoformat(): standing.owed.deadline.due for standing in view.missing}
    rows = tuple(
        (at, unit, wording.PAUSE.join(name for name, _ in owed), len(owed), dues[due], owed[0][1], heirs[unit] or unit)
        for at, ((unit, due), owed) in enumerate(found.items(), 1)
    )
    columns = (
        NUMBER,
        UNIT,
        PageColumn(title=titles[0], show=Show.TEXT, width=46),
        PageColumn(title=titles[1], show=Show.COUNT, width=6),
        PageColumn(title=titles[2], show=Show.DAY, width=12),
        PageColumn(title=titles[3], show=Show.COUNT, width=9),
        PageColumn(title=titles[4], show=Show.TEXT, width=22),
    )
    return annex(view, (wording.MISSING_PAGE, wording.MISSING_TITLE), columns, rows)


def _items(view: View, items: Sequence[Item], names: tuple[str, str], titles: Sequence[str]) -> Page:
    rows = tuple((at, item.unit, item.matter, item.what, item.due, abs(item.days_late), item.formerly) for at, item in enumerate(items, 1))
    columns = (
        NUMBER,
        UNIT,
        PageColumn(title=titles[0], width=16),
        PageColumn(title=titles[1], show=Show.WORDS, width=40),
        PageColumn(title=titles[2], show=Show.DAY, width=12),
        PageColumn(title=titles[3], show=Show.COUNT, width=9),
        PageColumn(title=titles[4], show=Show.TEXT, width=14),
    )
    return annex(view, names, columns, rows)


def _counters(view: View) -> Iterator[Page]:
    classes = problem_classes(view.matters)
    if not classes:
        return
    counted = [(name, counters_of(matters)) for name, matters in classes.items()]
    rows = tuple((at, name, *_counter_figures(counters)) for at, (name, counters) in enumerate(counted, 1))
    titles = wording.COUNTERS_COLUMNS
    columns = (NUMBER, PageColumn(title=titles[0], width=14), *counts(titles[1:]))
    total: CellRow = (None, wording.TOTAL, *_counter_figures(counters_of(view.matters)))
    names = (wording.COUNTERS_PAGE, wording.COUNTERS_TITLE)
    tagged = any(matter.marks.categories for matter in view.matters)
    notes = (*wording.COUNTERS_NOTES, *((wording.SEVERAL_CATEGORIES,) if tagged else ()))
    yield annex(view, names, columns, rows, total=total, notes=notes, measure=wording.MEASURE_MATTERS)
    yield from _unmet(view)


def _counter_figures(counters: Counters) -> CellRow:
    return (counters.found, counters.handled, counters.exposed, len(counters.not_handled), len(counters.not_exposed))


def _category(matter: Matter) -> str:
    return wording.PAUSE.join(matter.marks.categories) or matter.details.category


def _unmet(view: View) -> Iterator[Page]:
    """Every problem for which the three counters do not meet."""
    counters = counters_of(view.matters)
    known = {matter.id: matter for matter in view.matters}
    unmet = [(known[id_], wording.UNMET_HANDLED) for id_ in counters.not_handled]
    unmet += [(known[id_], wording.UNMET_EXPOSED) for id_ in counters.not_exposed]
    if not unmet:
        return
    rows = tuple(
        (at, matter.answering, matter.id, matter.details.problem or matter.details.title, _category(matter), gap)
        for at, (matter, gap) in enumerate(unmet, 1)
    )
    titles = wording.UNMET_COLUMNS
    columns = (
        NUMBER,
        UNIT,
        PageColumn(title=titles[0], width=16),
        PageColumn(title=titles[1], show=Show.WORDS, width=40),
        PageColumn(title=titles[2], width=10),
        PageColumn(title=titles[3], width=12),
    )
    yield annex(view, (wording.UNMET_PAGE, wording.UNMET_TITLE), columns, rows)
