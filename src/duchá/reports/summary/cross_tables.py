"""Cross tables: problems of each unit by category and by channel (DT-03, DT-05…11, DT-37), those of inspections among them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from duchá.campaign.model import Campaign
from duchá.campaign.tags import tags_of
from duchá.ledger.matter import Matter
from duchá.ledger.rates import Complaint
from duchá.reports import wording
from duchá.reports.page import Cell, CellRow, Page, PageColumn, Show
from duchá.reports.summary.lines import Line
from duchá.reports.summary.overview import Tally
from duchá.rulebook.model import CATEGORY, CHANNEL, Tag

UNTAGGED = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Axis:
    """What a cross table counts by: tags of a kind, and the words around it."""

    kind: str
    name: str
    title: str
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Marked:
    """One problem: whose it is, and what it is marked with on each axis."""

    unit: str
    tags: dict[str, tuple[str, ...]]


_AXES = (
    _Axis(kind=CATEGORY, name=wording.BY_CATEGORY, title=wording.BY_CATEGORY_TITLE, notes=wording.BY_CATEGORY_NOTES),
    _Axis(kind=CHANNEL, name=wording.BY_CHANNEL, title=wording.BY_CHANNEL_TITLE, notes=wording.BY_CHANNEL_NOTES),
)


def cross_pages(
    campaign: Campaign,
    lines: Sequence[Line],
    elsewhere: Sequence[Matter],
    counted: Sequence[Tally],
    under: str,
    complaints: Sequence[Complaint] = (),
) -> tuple[Page, ...]:
    """类别 × 部门 and 渠道 × 部门; left out where the rulebooks name no such tags.

    ``elsewhere`` are the problems of the ledger that no return tells (inspections, the office's own). ``complaints`` are counted beside
    the channels, in a column of their own: a complaint is no problem until somebody found it to be one.
    """
    returned = [_marked(line.unit.name, line.categories, line.channel) for line in lines if line.problem]
    others = [_marked(matter.answering or wording.NO_UNIT, matter.marks.categories, matter.marks.channel) for matter in elsewhere]
    counts = wording.WITH_OTHERS.format(returned=len(returned), others=len(others))
    complained = Counter(complaint.unit or wording.NO_UNIT for complaint in complaints)
    units = _units(campaign, counted, {*(problem.unit for problem in others), *complained})
    axes = [(axis, tags) for axis in _AXES if (tags := tags_of(campaign, axis.kind))]
    pages = (_page(axis, tags, (*returned, *others), units, under, counts) for axis, tags in axes)
    return tuple(_with_complaints(page, complained) if page.name == wording.BY_CHANNEL and complained else page for page in pages)


def _with_complaints(page: Page, complained: Counter[str]) -> Page:
    return replace(
        page,
        columns=(*page.columns, PageColumn(title=wording.COMPLAINTS, show=Show.COUNT, width=9)),
        rows=tuple((*row, complained[str(row[1])]) for row in page.rows),
        total=(*page.total, complained.total()),
        notes=(*page.notes, wording.COMPLAINTS_APART),
    )


def _marked(unit: str, categories: tuple[str, ...], channel: str) -> _Marked:
    return _Marked(unit=unit, tags={CATEGORY: categories, CHANNEL: (channel,) if channel else ()})


def _units(campaign: Campaign, counted: Sequence[Tally], more: Iterable[str]) -> dict[str, Cell]:
    """Every unit with what stands for no problem: 0, “—” where it owes no such form, blank where it has not reported; then who owes nothing here."""
    found: dict[str, Cell] = {}
    for tally in counted:
        if tally.unit is not None:
            found[tally.unit.name] = 0 if tally.problems is not None else wording.DASH if tally.spared else None
    places = {unit.name: unit.order for unit in campaign.roster.units}
    for name in sorted(set(more) - found.keys(), key=lambda name: (places.get(name, len(places) + 1), name)):
        found[name] = 0
    return found


def _page(axis: _Axis, tags: Sequence[Tag], problems: Sequence[_Marked], units: dict[str, Cell], under: str, counts: str) -> Page:
    ids = [*(tag.name for tag in tags), UNTAGGED]
    mentions = Counter((problem.unit, tag) for problem in problems for tag in problem.tags[axis.kind] or (UNTAGGED,))
    of_unit = Counter(problem.unit for problem in problems)
    rows = tuple(_row(number, name, blank, mentions, of_unit[name], ids) for number, (name, blank) in enumerate(units.items(), 1))
    sums = [sum(count for (_, tag), count in mentions.items() if tag == id) for id in ids]
    return Page(
        name=axis.name,
        title=axis.title,
        columns=(
            PageColumn(title=wording.NUMBER, show=Show.COUNT, width=6),
            PageColumn(title=wording.UNIT, show=Show.TEXT, width=22),
            *(PageColumn(title=tag.name, show=Show.COUNT, width=11) for tag in tags),
            PageColumn(title=wording.UNTAGGED, show=Show.COUNT, width=11),
            PageColumn(title=wording.MENTIONS, show=Show.COUNT, width=9),
            PageColumn(title=wording.PROBLEMS, show=Show.COUNT, width=9),
        ),
        rows=rows,
        total=(None, wording.TOTAL, *sums, sum(sums), len(problems)) if rows else (),
        under=under,
        measure=wording.MEASURE,
        notes=(*axis.notes, counts, wording.PROPOSED_UNTIL_DECIDED, wording.LEGEND),
    )


def _row(number: int, name: str, blank: Cell, mentions: Counter[tuple[str, str]], problems: int, ids: Sequence[str]) -> CellRow:
    if not problems and blank != 0:
        return (number, name, *[blank] * (len(ids) + 2))
    counts = [mentions[name, id] for id in ids]
    return (number, name, *counts, sum(counts), problems)
