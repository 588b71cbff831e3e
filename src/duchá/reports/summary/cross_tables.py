"""Cross tables: problems of each unit by category and by channel (DT-03, DT-05…11, DT-37)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from duchá.campaign.model import Campaign
from duchá.reports import wording
from duchá.reports.page import Cell, CellRow, Page, PageColumn, Show
from duchá.reports.summary.lines import CATEGORY, CHANNEL, Line
from duchá.reports.summary.overview import Tally
from duchá.rulebook.model import Tag

UNTAGGED = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Axis:
    """What a cross table counts by: tags of a kind, and the words around it."""

    kind: str
    name: str
    title: str
    notes: tuple[str, ...]


_AXES = (
    _Axis(kind=CATEGORY, name=wording.BY_CATEGORY, title=wording.BY_CATEGORY_TITLE, notes=wording.BY_CATEGORY_NOTES),
    _Axis(kind=CHANNEL, name=wording.BY_CHANNEL, title=wording.BY_CHANNEL_TITLE, notes=wording.BY_CHANNEL_NOTES),
)


def cross_pages(campaign: Campaign, lines: Sequence[Line], counted: Sequence[Tally], under: str) -> tuple[Page, ...]:
    """类别 × 部门 and 渠道 × 部门; left out where the rulebooks name no such tags."""
    tags = [tag for book in campaign.rulebooks for tag in book.tags]
    problems = [line for line in lines if line.problem]
    axes = [(axis, [tag for tag in tags if tag.kind == axis.kind]) for axis in _AXES]
    return tuple(_page(axis, own, problems, counted, under) for axis, own in axes if own)


def _page(axis: _Axis, tags: Sequence[Tag], problems: Sequence[Line], counted: Sequence[Tally], under: str) -> Page:
    ids = [*(tag.id for tag in tags), UNTAGGED]
    table = _pivot(((line.unit.name, tag) for line in problems for tag in _tags_of(axis.kind, line)), ids)
    rows = tuple(_row(number, tally, table, ids) for number, tally in enumerate(counted, 1))
    sums = [sum(row.get(id, 0) for row in table.values()) for id in ids]
    problems_total = sum(tally.problems or 0 for tally in counted)
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
        total=(None, wording.TOTAL, *sums, sum(sums), problems_total) if rows else (),
        under=under,
        measure=wording.MEASURE,
        notes=(*axis.notes, wording.LEGEND),
    )


def _tags_of(kind: str, line: Line) -> tuple[str, ...]:
    found = line.categories if kind == CATEGORY else tuple(tag for tag in (line.channel,) if tag)
    return found or (UNTAGGED,)


def _pivot(pairs: Iterable[tuple[str, str]], ids: Sequence[str]) -> Mapping[str, Mapping[str, int]]:
    """Unit → tag → how many."""
    counted = list(pairs)
    if not counted:
        return {}
    import pandas as pd  # 0.3 s to start: only where there is something to count

    frame = pd.DataFrame(counted, columns=["unit", "tag"])
    table = pd.crosstab(frame["unit"], frame["tag"]).reindex(columns=list(ids), fill_value=0)
    return {str(unit): {id: int(row[id]) for id in ids} for unit, row in table.iterrows()}


def _row(number: int, tally: Tally, table: Mapping[str, Mapping[str, int]], ids: Sequence[str]) -> CellRow:
    name = tally.unit.name if tally.unit else ""
    if tally.problems is None:
        blank: Cell = wording.DASH if tally.spared else None
        return (number, name, *[blank] * (len(ids) + 2))
    counts = [table.get(name, {}).get(id, 0) for id in ids]
    return (number, name, *counts, sum(counts), tally.problems)
