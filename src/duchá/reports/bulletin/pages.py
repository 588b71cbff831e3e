"""The annexes of a bulletin: tables of the same view that the text was made from."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from duchá.ledger.matter import Matter
from duchá.ledger.overdue import Item
from duchá.ledger.rates import Counters, counters_of
from duchá.reports.bulletin import wording
from duchá.reports.bulletin.view import BulletinCount, BulletinView, problem_classes, ranked
from duchá.reports.page import CellRow, Page, PageColumn, Show, share_cell
from duchá.reports.registers.report import measured_page, target_pages
from duchá.reports.scores.cards_page import cards_page
from duchá.terms.wording import day_words, period_words

# tables
NUMBER_WORDS = "序号"
UNIT_WORDS = "单位"
TOTAL = "合计"
RECEIPT_PAGE = "报送统计"
RECEIPT_TITLE = "报送情况统计表"
MEASURE_COPIES = "单位：份"
MEASURE_MATTERS = "单位：件"
MATTER_PAGE = "事项统计"
MATTER_TITLE = "事项办理情况统计表"
DONE_RATE = "办结率"
RANK = "名次"
URGED_COLUMN = "催办\n次数"
RETURNED_COLUMN = "退回\n次数"
MISSING_PAGE = "未报名单"
MISSING_TITLE = "未报材料名单"
LATE_PAGE = "逾期事项"
LATE_TITLE = "逾期事项名单"
COMING_PAGE = "即将到期"
COMING_TITLE = "即将到期事项和材料"
COUNTERS_PAGE = "三项对照"
COUNTERS_TITLE = "发现、处理、曝光对照表"
UNMET_PAGE = "三项缺口"
UNMET_TITLE = "未处理、未曝光问题清单"
UNMET_HANDLED = "未处理"
UNMET_EXPOSED = "应曝光未曝光"
RECEIPT_COLUMNS = ("应报", "实报", "按时", "逾期", "未报", "往期未报")
ON_TIME_RATE = "按时率"
RECEIPT_NOTES = (
    "应报＝期限在本期内的材料；实报＝按时＋逾期，含退回待改和待确认的；应报＝实报＋未报。往期未报＝期限在本期以前、至今未报的。",
    "按时率＝按时÷应报，四舍五入到两位小数，全部按时才写100.00%；图例：0＝零；—＝分母为零。",
)
MATTER_COLUMNS = ("期初\n未结", "本期\n新增", "新增中\n已办结", "本期\n办结", "期末\n未结", "其中\n待审核", "其中\n逾期")
MATTER_NOTES = (
    "期初未结＋本期新增＝本期办结＋期末未结。“新增中已办结”按立项时间计，“本期办结”按办结时间计。重启的事项计入未结。",
    "办结率＝本期办结÷（期初未结＋本期新增），全部办结才写100.00%。名次按办结率（两位小数）排，相同的并列；没有事项的不排。",
    "办结＝办结或者销号，问题须经核验；与自查自纠汇总的“自报整改率”（单位自己报告的）不是一回事。",
    "催办按登记的“催办”计，草稿不计。",
)
MISSING_COLUMNS = ("未报材料", "份数", "期限", "逾期天数", "负责单位")
LATE_COLUMNS = ("事项编号", "事项", "期限", "逾期天数", "原单位")
COMING_COLUMNS = ("事项编号", "事项或材料", "期限", "还剩天数", "原单位")
COUNTERS_COLUMNS = ("问题类别", "发现", "处理", "曝光", "未处理", "应曝光\n未曝光")
UNMET_COLUMNS = ("事项编号", "问题", "问题类别", "缺口")
SEVERAL_CATEGORIES = (
    "一个问题归入几类的，每类各计一次，合计按件数，所以各类之和可以大于合计；没有标注类别的，按来源（自查问题、督查问题）列。"
)
COUNTERS_NOTES = ("三项应当相符。曝光只要求突出问题，即已进入重点督办或已公布的；处理＝已核验或已销号。",)
NO_UNIT = "（未写明单位）"

NUMBER = PageColumn(title=NUMBER_WORDS, show=Show.COUNT, width=6)
UNIT = PageColumn(title=UNIT_WORDS, show=Show.TEXT, width=22)
_UPRIGHT = 10  # columns that an upright sheet takes


def counts(titles: Sequence[str]) -> Iterator[PageColumn]:
    """Columns of counts."""
    return (PageColumn(title=title, show=Show.COUNT, width=8) for title in titles)


def annex(
    view: BulletinView,
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


def list_pages(view: BulletinView) -> Iterator[Page]:
    """The tables that the rulebooks declare, and every row that keeps a target from being met."""
    day = wording.UNDER.format(period=period_words(view.period), day=day_words(view.as_of))
    for form, table in view.tables:
        yield measured_page(table, form, day)
        yield from target_pages(table, form, day)


def annexes(view: BulletinView) -> Iterator[Page]:
    """The tables in order: 统计表, 未报名单, 逾期事项, 四率 and 三项对照 where there are such, 即将到期."""
    if view.total.owed or view.total.older:
        yield _receipts(view)
    if view.total.at_start + view.total.opened:
        yield _matters(view)
    if view.missing:
        yield _missing(view)
    if view.late_matters:
        yield _items(view, view.late_matters, (LATE_PAGE, LATE_TITLE), LATE_COLUMNS)
    yield from list_pages(view)
    if view.cards:
        under = wording.UNDER.format(period=period_words(view.period), day=day_words(view.as_of))
        places = {unit.name: unit.order for unit in view.campaign.roster.units}
        yield replace(cards_page(view.cards, view.period, under, places), annex=True, words=())
    yield from _counters(view)
    if view.coming:
        yield _items(view, view.coming, (COMING_PAGE, COMING_TITLE), COMING_COLUMNS)


def _receipts(view: BulletinView) -> Page:
    columns = (NUMBER, UNIT, *counts(RECEIPT_COLUMNS), PageColumn(title=ON_TIME_RATE, show=Show.RATE, width=10))
    tallies = [tally for tally in view.tallies if tally.owed or tally.older]
    rows = tuple((at, tally.unit, *_receipt_figures(tally)) for at, tally in enumerate(tallies, 1))
    total = (None, TOTAL, *_receipt_figures(view.total))
    names = (RECEIPT_PAGE, RECEIPT_TITLE)
    return annex(view, names, columns, rows, total=total, notes=RECEIPT_NOTES, measure=MEASURE_COPIES)


def _receipt_figures(tally: BulletinCount) -> CellRow:
    counts = (tally.owed, tally.received, tally.on_time, tally.came_late, tally.missing, tally.older)
    return (*counts, share_cell(tally.on_time_rate.share))


def _matters(view: BulletinView) -> Page:
    ranks = ranked(view.tallies)
    columns = (
        NUMBER,
        UNIT,
        *counts(MATTER_COLUMNS),
        PageColumn(title=DONE_RATE, show=Show.RATE, width=10),
        PageColumn(title=RANK, show=Show.COUNT, width=6),
        *counts((URGED_COLUMN, RETURNED_COLUMN)),
    )
    tallies = [tally for tally in view.tallies if tally.at_start + tally.opened]
    rows = tuple(
        (at, tally.unit or NO_UNIT, *_matter_figures(tally), ranks[tally.unit], tally.urged, tally.returned)
        for at, tally in enumerate(tallies, 1)
    )
    total = view.total
    last = (None, TOTAL, *_matter_figures(total), None, total.urged, total.returned)
    names = (MATTER_PAGE, MATTER_TITLE)
    return annex(view, names, columns, rows, total=last, notes=MATTER_NOTES, measure=MEASURE_MATTERS)


def _matter_figures(tally: BulletinCount) -> CellRow:
    counts = (tally.at_start, tally.opened, tally.opened_ended, tally.ended, tally.at_end, tally.waiting, tally.late)
    return (*counts, share_cell(tally.done.share))


def _missing(view: BulletinView) -> Page:
    titles = MISSING_COLUMNS
    found: dict[tuple[str, date | None], list[tuple[str, int]]] = {}
    for standing in view.missing:
        key = (standing.unit.name, standing.owed.due)
        found.setdefault(key, []).append((standing.owed.deliverable.name, standing.late_days))
    heirs = {standing.unit.name: standing.successor for standing in view.missing}
    rows = tuple(
        (at, unit, wording.PAUSE.join(name for name, _ in owed), len(owed), due, owed[0][1], heirs[unit] or unit)
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
    return annex(view, (MISSING_PAGE, MISSING_TITLE), columns, rows)


def _items(view: BulletinView, items: Sequence[Item], names: tuple[str, str], titles: Sequence[str]) -> Page:
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


def _counters(view: BulletinView) -> Iterator[Page]:
    classes = problem_classes(view.matters)
    if not classes:
        return
    counted = [(name, counters_of(view.campaign, matters, view.as_of)) for name, matters in classes.items()]
    rows = tuple((at, name, *_counter_figures(counters)) for at, (name, counters) in enumerate(counted, 1))
    titles = COUNTERS_COLUMNS
    columns = (NUMBER, PageColumn(title=titles[0], width=14), *counts(titles[1:]))
    total: CellRow = (None, TOTAL, *_counter_figures(counters_of(view.campaign, view.matters, view.as_of)))
    names = (COUNTERS_PAGE, COUNTERS_TITLE)
    tagged = any(matter.marks.categories for matter in view.matters)
    notes = (*COUNTERS_NOTES, *((SEVERAL_CATEGORIES,) if tagged else ()))
    yield annex(view, names, columns, rows, total=total, notes=notes, measure=MEASURE_MATTERS)
    yield from _unmet(view)


def _counter_figures(counters: Counters) -> CellRow:
    return (counters.found, counters.handled, counters.exposed, len(counters.not_handled), len(counters.not_exposed))


def _category(matter: Matter) -> str:
    return wording.PAUSE.join((*matter.marks.categories, *matter.marks.parts)) or matter.details.category


def _unmet(view: BulletinView) -> Iterator[Page]:
    """Every problem for which the three counters do not meet."""
    counters = counters_of(view.campaign, view.matters, view.as_of)
    known = {matter.id: matter for matter in view.matters}
    unmet = [(known[id_], UNMET_HANDLED) for id_ in counters.not_handled]
    unmet += [(known[id_], UNMET_EXPOSED) for id_ in counters.not_exposed]
    if not unmet:
        return
    rows = tuple(
        (at, matter.answering, matter.id, matter.details.problem or matter.details.title, _category(matter), gap)
        for at, (matter, gap) in enumerate(unmet, 1)
    )
    titles = UNMET_COLUMNS
    columns = (
        NUMBER,
        UNIT,
        PageColumn(title=titles[0], width=16),
        PageColumn(title=titles[1], show=Show.WORDS, width=40),
        PageColumn(title=titles[2], width=10),
        PageColumn(title=titles[3], width=12),
    )
    yield annex(view, (UNMET_PAGE, UNMET_TITLE), columns, rows)
