"""排名: a page a group, with competition ranks, 并列, totals as printed, and a chart; the year's page has its quarters."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from duchá.reports.page import CellRow, Chart, ChartKind, Page, PageColumn, Show, amount_text
from duchá.reports.scores import wording
from duchá.reports.scores.material import UNIT_COLUMN, ScoresMaterial, find, rank_words
from duchá.scoring.facts.model import ZERO, RankedGroup, RankStanding, Unranked
from duchá.terms.period import PeriodKind, periods_within

# sentences
GROUP_WORDS = "{group}共{count}个单位参加排名，{top}{top_tie}，总分{best}；最低{least}分。"
GROUP_TOP = "{units}第1名"
GROUP_TOP_TIE = "{units}并列第1名"
GROUP_LEVEL = "{group}共{count}个单位参加排名，均为{total}分，未拉开名次。"
GROUP_BELOW = "低于基准分{base}的{below}个，等于基准分的{equal}个。"
UNRANKED_WORDS = "没有总分、未参加排名的{count}个：{units}。"
ENDED_WORDS = "期末前已经停用、不参加排名的{count}个：{units}。"
WITHIN = "类内名次"
CHART_TOTALS = "{group}总分"
CHART_PART = "（第{first}—{last}位）"
# notes
RANK_NOTES = {
    "displayed": "总分{rounding}到{decimals}位小数，按表中印出的总分排名，总分相同的并列，其后名次顺延。",
    "exact": "总分{rounding}到{decimals}位小数显示，按未舍入的分值排名，并列以未舍入的分值为准。",
}
ROUNDINGS = {"half-up": "四舍五入", "half-even": "按数值修约规则（GB/T 8170）"}
TIE_NOTE = "总分相同时依次比较：{keys}。"
SMALL_NOTE = "少于{least}个单位的组只排名，不作末位判定。"
SUM_NOTE = "增减＝各季增减之和；总分＝基准分＋增减。每一笔的条款、日期和出处见各单位积分明细。"
SUM_NOTE_QUARTERS = "增减＝各季增减之和；基准分和总分的算法见“读法”。每一笔的条款、日期和出处见各单位积分明细。"
QUARTER_NOTE = "增减＝各笔分值之和；总分＝基准分＋增减。每一笔的条款、日期和出处见各单位积分明细。"
MARKS_NOTE = "总分＝各项得分之和。每一项的条款和出处见各单位明细。"
QUARTER_NAMES = ("一季度", "二季度", "三季度", "四季度")
FULL_RANKING = "{group}排名"

_BARS = 45  # bars that are read on one sheet of paper
_RANK = PageColumn(title=wording.RANK, width=10)
_TOTAL = PageColumn(title=wording.TOTAL_POINTS, show=Show.AMOUNT, width=10)
_CLASS = PageColumn(title=wording.CLASS, show=Show.TEXT, width=14)
_WITHIN = PageColumn(title=WITHIN, width=10)
_REMARK = PageColumn(title=wording.REMARK, show=Show.TEXT, width=26)


def ranking_pages(material: ScoresMaterial) -> Iterator[Page]:
    """One page a group, in the roster's order of groups. A whole year of points shows what each quarter brought."""
    by_quarter = material.scores.period.kind is PeriodKind.YEAR and material.rulebook.scheme is not None
    for group in material.scores.groups:
        yield _group_page(material, group, by_quarter=by_quarter)


def _group_page(material: ScoresMaterial, group: RankedGroup, *, by_quarter: bool) -> Page:
    changes = _changes(material, by_quarter=by_quarter)
    graded = any(standing.grade for standing in material.scores.standings)
    last = PageColumn(title=wording.GRADE, width=8) if graded else PageColumn(title=wording.ENTRIES, show=Show.COUNT, width=6)
    within = (_CLASS, _WITHIN) if material.scores.within else ()
    columns = (_RANK, UNIT_COLUMN, *within, *changes, _TOTAL, last)
    rows = [_row(material, standing, by_quarter=by_quarter) for standing in group.standings]
    charts = tuple(_charts(material, group, len(columns) - 2))
    columns = (*columns, _REMARK) if group.unranked else columns
    if group.unranked:
        rows = [(*row, None) for row in rows]
        rows += [
            (
                wording.UNRANKED,
                item.unit.name,
                *_unranked(material, item, len(columns) - 4),
                None if graded else len(item.entries),
                item.why,
            )
            for item in group.unranked
        ]
    return Page(
        name=FULL_RANKING.format(group=group.group),
        title=wording.RANKING_TITLE.format(period=material.period, what=material.what) + f"（{group.group}）",
        columns=columns,
        rows=tuple(rows),
        under=material.under,
        measure=wording.MEASURE,
        words=tuple(_words(material, group)),
        notes=(*rank_notes(material), *material.scores.made_known),
        charts=charts,
    )


def _changes(material: ScoresMaterial, *, by_quarter: bool) -> tuple[PageColumn, ...]:
    if material.rulebook.scheme is None:
        return ()
    quarters = QUARTER_NAMES if by_quarter else ()
    return tuple(PageColumn(title=name, show=Show.SIGNED, width=9) for name in (*quarters, wording.CHANGE))


def _row(material: ScoresMaterial, standing: RankStanding, *, by_quarter: bool) -> CellRow:
    score = standing.score
    graded = any(one.grade for one in material.scores.standings)
    points = (*(quarter_changes(material, standing) if by_quarter else ()), score.change) if material.rulebook.scheme else ()
    last = standing.grade if graded else len(score.entries)
    return (rank_words(standing), standing.name, *_within(material, standing.name), *points, score.total, last)


def _unranked(material: ScoresMaterial, item: Unranked, count: int) -> CellRow:
    """What stands between name and number of entries for a unit without a rank: nothing, but for the total of one that is no more."""
    filled = (item.score.change, item.score.total) if item.score and material.rulebook.scheme else ()
    return (*(None,) * (count - len(filled)), *filled)


def _within(material: ScoresMaterial, unit: str) -> tuple[str, ...]:
    """The unit's class and its place there, where all units are ranked together (JS-20)."""
    found = find(material.scores.within, unit)
    return (found[0].group, rank_words(found[1])) if found else ()


def quarter_changes(material: ScoresMaterial, standing: RankStanding) -> tuple[Decimal, ...]:
    """What each quarter of the period brought: together exactly the change of the whole."""
    quarters = periods_within(material.scores.period, PeriodKind.QUARTER)
    return tuple(sum((entry.points for entry in standing.score.entries if entry.day in quarter), ZERO) for quarter in quarters)


def _words(material: ScoresMaterial, group: RankedGroup) -> Iterator[str]:
    if group.standings:
        first = [standing.name for standing in group.standings if standing.rank == 1]
        totals = [standing.score.total for standing in group.standings]
        if len(totals) > 1 and len(set(totals)) == 1:
            yield GROUP_LEVEL.format(group=group.group, count=len(totals), total=amount_text(totals[0]))
            yield from _unranked_words(group)
            return
        sentence = GROUP_TOP_TIE if len(first) > 1 else GROUP_TOP
        said = GROUP_WORDS.format(
            group=group.group,
            count=len(totals),
            top=sentence.format(units=wording.LIST.join(first)),
            top_tie="",
            best=amount_text(max(totals)),
            least=amount_text(min(totals)),
        )
        below, equal = sum(total < material.start for total in totals), sum(total == material.start for total in totals)
        based = GROUP_BELOW.format(base=amount_text(material.start), below=below, equal=equal) if material.scheme else ""
        yield said + based
    yield from _unranked_words(group)


def _unranked_words(group: RankedGroup) -> Iterator[str]:
    if group.unranked:
        ended = [item.unit.name for item in group.unranked if item.score is not None]
        without = [item.unit.name for item in group.unranked if item.score is None]
        for sentence, names in ((UNRANKED_WORDS, without), (ENDED_WORDS, ended)):
            if names:
                yield sentence.format(count=len(names), units=wording.LIST.join(names))


def rank_notes(material: ScoresMaterial) -> tuple[str, ...]:
    """How totals were rounded and ranked, so that a reader can check the ranking from the table (X-08, X-09)."""
    scheme, decimals = material.scheme, 2
    rounding, rank_on = ROUNDINGS["half-up"], "displayed"
    notes = []
    if scheme is not None:
        rounding, rank_on, decimals = ROUNDINGS[scheme.rounding.value], scheme.rank_on.value, scheme.decimals
        notes.append(_sum_note(material))
        if scheme.tie_breaks:
            notes.append(TIE_NOTE.format(keys=wording.LIST.join(wording.TIE_BREAKS[key.value] for key in scheme.tie_breaks)))
        if scheme.min_group_size > 1:
            notes.append(SMALL_NOTE.format(least=scheme.min_group_size))
    else:
        decimals = material.rulebook.weighting.decimals if material.rulebook.weighting else decimals
        notes.append(MARKS_NOTE)
    return (RANK_NOTES[rank_on].format(rounding=rounding, decimals=decimals), *notes, *material.scores.notes)


def _sum_note(material: ScoresMaterial) -> str:
    if material.start != material.scores.base or material.divisor != 1:
        return SUM_NOTE_QUARTERS
    return SUM_NOTE if material.scores.period.kind is PeriodKind.YEAR else QUARTER_NOTE


def _charts(material: ScoresMaterial, group: RankedGroup, total: int) -> Iterator[Chart]:
    count = len(group.standings)
    based = wording.CHART_BASE.format(base=amount_text(material.start)) if material.scheme else ""
    parts = -(-count // _BARS)
    size = -(-count // max(parts, 1)) or 1  # even parts on one axis: nobody stands in a chart of his own
    totals = [standing.score.total for standing in group.standings]
    for first in range(0, count, size):
        last = min(first + size, count) - 1
        part = CHART_PART.format(first=first + 1, last=last + 1) if parts > 1 else ""
        yield Chart(
            kind=ChartKind.BARS,
            title=CHART_TOTALS.format(group=group.group) + part + based,
            names=1,
            values=total,
            first=first,
            last=last,
            reference=material.start if material.scheme else None,
            reference_name=wording.BASE_ROW,
            ends=(min(totals), max(totals)) if parts > 1 else None,
        )
