"""排名: a page a group, with competition ranks, 并列, totals as printed, and a chart; a year's page has its quarters, months or half-years."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from decimal import Decimal

from duchá.reports.page import CellRow, Chart, ChartKind, Page, PageColumn, Show, amount_text
from duchá.reports.scores import wording
from duchá.reports.scores.material import UNIT_COLUMN, ScoresMaterial, find, rank_words
from duchá.rulebook.apply_readings import apply_readings
from duchá.rulebook.grading import Grading, TotalGrade
from duchá.rulebook.scheme import BasePer
from duchá.scoring.facts.model import ZERO, RankedGroup, RankStanding, Unranked
from duchá.scoring.marks.total import MADE_HERE
from duchá.scoring.ranking.judge import grading_of
from duchá.terms.period import Period, PeriodKind

CHANGE = "增减"
REMARK = "备注"
GRADE = "等次"
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
SUM_NOTE = "增减＝{parts}；总分＝基准分＋增减。每一笔的条款、日期和出处见各单位积分明细。"
SUM_NOTE_QUARTERS = "增减＝{parts}；基准分和总分的算法见“读法”。每一笔的条款、日期和出处见各单位积分明细。"
SUM_NOTE_BASES = "增减＝{parts}；总分＝基准分×{count}＋增减。每一笔的条款、日期和出处见各单位积分明细。"
OF_ENTRIES, OF_PARTS, OF_ALL = "各笔分值之和", "各{part}增减之和", "各{part}增减与“{reckoned}”之和"
PART_NAMES = {"month": "月", "quarter": "季", "half-year": "半年"}
MARKS_NOTE = "总分＝各项得分之和。每一项的条款和出处见各单位明细。"
QUARTER_NAMES, HALF_YEAR_NAMES, MONTH_NAME = ("一季度", "二季度", "三季度", "四季度"), ("上半年", "下半年"), "{month}月"
RECKONED = "折算、截去"
GRADE_NOTE = "等次按{article}评定，从上往下取头一个合得上的：{grades}{among}。"
GRADE_LEAST, GRADE_ABOVE, GRADE_TOP, GRADE_SHARE, GRADE_REST = "{points}分以上（含）", "高于{points}分", "前{count}名", "前{share}%", "其余"
GRADE_ROUNDED = {"down": "舍去零头", "up": "有零头的进一", "half-up": "四舍五入"}
GRADE_AMONG = {"group": "；名次、比例按组", "all": "；名次、比例不分组"}
GRADE_OF, NO_GRADE = "“{grade}”为{rule}", "待认定"
GRADES_WORDS = "等次：{grades}。"
GRADE_COUNT = "{grade}{count}个"
FULL_RANKING = "{group}排名"

_BARS = 45  # bars that are read on one sheet of paper
_RANK = PageColumn(title=wording.RANK, width=10)
_TOTAL = PageColumn(title=wording.TOTAL_POINTS, show=Show.AMOUNT, width=10)
_CLASS = PageColumn(title=wording.CLASS, show=Show.TEXT, width=14)
_WITHIN = PageColumn(title=WITHIN, width=10)
_REMARK = PageColumn(title=REMARK, show=Show.TEXT, width=26)


def ranking_pages(material: ScoresMaterial) -> Iterator[Page]:
    """One page a group, in the roster's order of groups. A whole year of points shows what each quarter (or month, or half-year) brought."""
    for group in material.scores.groups:
        yield _group_page(material, group)


def _group_page(material: ScoresMaterial, group: RankedGroup) -> Page:
    changes = _changes(material)
    graded = any(standing.grade for standing in material.scores.standings)
    last = PageColumn(title=GRADE, width=8) if graded else PageColumn(title=wording.ENTRIES, show=Show.COUNT, width=6)
    reckoned = _reckons(material)
    within = (_CLASS, _WITHIN) if material.scores.within else ()
    columns = (_RANK, UNIT_COLUMN, *within, *changes, _TOTAL, last)
    parts = material.parts
    rows = [_row(material, standing, parts, reckoned=reckoned, graded=graded) for standing in group.standings]
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


def _changes(material: ScoresMaterial) -> tuple[PageColumn, ...]:
    if material.rulebook.scheme is None:
        return ()
    parts = tuple(
        PageColumn(title=_part_name(part), show=Show.SIGNED, width=6 if len(material.parts) > 4 else 9) for part in material.parts
    )
    reckoned = (PageColumn(title=RECKONED, show=Show.SIGNED, width=9),) if _reckons(material) else ()
    return (*parts, *reckoned, PageColumn(title=CHANGE, show=Show.SIGNED, width=9))


def _part_name(part: Period) -> str:
    if part.kind is PeriodKind.MONTH:
        return MONTH_NAME.format(month=part.start.month)
    names, months = (QUARTER_NAMES, 3) if part.kind is PeriodKind.QUARTER else (HALF_YEAR_NAMES, 6)
    return names[(part.start.month - 1) // months]


def _reckons(material: ScoresMaterial) -> bool:
    """True where the ranking shows parts, and something of a total is the work of no part: converted, cut off, vetoed."""
    entries = (entry for standing in material.scores.standings for entry in standing.score.entries)
    return bool(material.parts) and any(entry.cause.startswith(MADE_HERE) and entry.points for entry in entries)


def _row(material: ScoresMaterial, standing: RankStanding, parts: tuple[Period, ...], *, reckoned: bool, graded: bool) -> CellRow:
    score = standing.score
    points = (*part_changes(standing, parts, reckoned=reckoned), score.change) if material.rulebook.scheme else ()
    last = (standing.grade or NO_GRADE) if graded else len(score.entries)
    return (rank_words(standing), standing.name, *_within(material, standing.name), *points, score.total, last)


def _unranked(material: ScoresMaterial, item: Unranked, count: int) -> CellRow:
    """What stands between name and number of entries for a unit without a rank: nothing, but for the total of one that is no more."""
    filled = (item.score.change, item.score.total) if item.score and material.rulebook.scheme else ()
    return (*(None,) * (count - len(filled)), *filled)


def _within(material: ScoresMaterial, unit: str) -> tuple[str, ...]:
    """The unit's class and its place there, where all units are ranked together (JS-20)."""
    found = find(material.scores.within, unit)
    return (found[0].group, rank_words(found[1])) if found else ()


def part_changes(standing: RankStanding, parts: tuple[Period, ...], *, reckoned: bool) -> tuple[Decimal, ...]:
    """What each part of the period brought, then what was reckoned of the whole: together exactly the change of the whole."""
    here = [entry for entry in standing.score.entries if not entry.cause.startswith(MADE_HERE)]
    brought = [sum((entry.points for entry in here if entry.day in part), ZERO) for part in parts]
    rest = standing.score.change - sum(brought, ZERO)
    return (*brought, *((rest,) if reckoned else ()))


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
        start = material.start_in(group)
        below, equal = (sum(total < start for total in totals), sum(total == start for total in totals)) if start is not None else (0, 0)
        yield said + (GROUP_BELOW.format(base=amount_text(start), below=below, equal=equal) if start else "")
        yield from _grade_words(group)
    yield from _unranked_words(group)


def _unranked_words(group: RankedGroup) -> Iterator[str]:
    if group.unranked:
        ended = [item.unit.name for item in group.unranked if item.score is not None]
        without = [item.unit.name for item in group.unranked if item.score is None]
        for sentence, names in ((UNRANKED_WORDS, without), (ENDED_WORDS, ended)):
            if names:
                yield sentence.format(count=len(names), units=wording.LIST.join(names))


def _grade_words(group: RankedGroup) -> Iterator[str]:
    """How many units have each grade, in the order in which they stand."""
    counts = Counter(standing.grade or NO_GRADE for standing in group.standings)
    if any(standing.grade for standing in group.standings):
        yield GRADES_WORDS.format(grades=wording.LIST.join(GRADE_COUNT.format(grade=grade, count=count) for grade, count in counts.items()))


def _grade_note(material: ScoresMaterial) -> Iterator[str]:
    """Which total, place or share is which grade, so that a reader can check it."""
    grading = grading_of(apply_readings(material.rulebook, material.scores.readings))
    if grading is None or not any(standing.grade for standing in material.scores.standings):
        return
    ranked = any(grade.top is not None or grade.share is not None for grade in grading.grades)
    yield GRADE_NOTE.format(
        article=material.rulebook.article(grading.article).number,
        grades=wording.CLAUSE.join(GRADE_OF.format(grade=grade.name, rule=_grade_rule(grade, grading)) for grade in grading.grades),
        among=GRADE_AMONG[grading.among.value] if ranked else "",
    )


def _grade_rule(grade: TotalGrade, grading: Grading) -> str:
    least = "" if grade.least is None else (GRADE_ABOVE if grade.above else GRADE_LEAST).format(points=amount_text(grade.least))
    top = "" if grade.top is None else GRADE_TOP.format(count=grade.top)
    share = (
        ""
        if grade.share is None
        else GRADE_SHARE.format(share=amount_text(grade.share * 100)) + f"（{GRADE_ROUNDED[grading.count_up.value]}）"
    )
    return wording.LIST.join(part for part in (top, share, least) if part) or GRADE_REST


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
    return (RANK_NOTES[rank_on].format(rounding=rounding, decimals=decimals), *notes, *_grade_note(material), *material.scores.notes)


def _sum_note(material: ScoresMaterial) -> str:
    parts, scheme = OF_ENTRIES, material.scheme
    if material.parts:
        parts = (OF_ALL if _reckons(material) else OF_PARTS).format(part=PART_NAMES[material.parts[0].kind.value], reckoned=RECKONED)
    by_reading = scheme is not None and scheme.base_per in (BasePer.QUARTERS_SUM, BasePer.QUARTERS_MEAN)
    if by_reading and (material.bases != 1 or material.divisor != 1):
        return SUM_NOTE_QUARTERS.format(parts=parts)
    return (SUM_NOTE if material.bases == 1 else SUM_NOTE_BASES).format(parts=parts, count=material.bases)


def _charts(material: ScoresMaterial, group: RankedGroup, total: int) -> Iterator[Chart]:
    count = len(group.standings)
    start = material.start_in(group)
    based = wording.CHART_BASE.format(base=amount_text(start)) if start else ""
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
            reference=start or None,
            reference_name=wording.BASE_ROW,
            ends=(min(totals), max(totals)) if parts > 1 else None,
        )
