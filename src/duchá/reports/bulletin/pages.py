"""The annexes of a bulletin: tables of the same view that the text was made from."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from duchá.ledger.complaints import month_of, satisfied_words
from duchá.ledger.matter import Matter
from duchá.ledger.overdue import Item
from duchá.ledger.rates import Complaint, ComplaintRates, Counters, Rate, complaint_rates, counters_of
from duchá.reports.bulletin import wording
from duchá.reports.bulletin.view import BulletinCount, BulletinView, problem_classes, ranked
from duchá.reports.page import Cell, CellRow, Page, PageColumn, Show
from duchá.rulebook.readings import ComplaintMonth
from duchá.terms.share import percent_text
from duchá.terms.wording import day_words, period_words

COMPLAINTS = "{now}受理投诉举报{count}件，调查处理率{handled}，回访率{visited}，办结率{closed}，满意率{satisfied}；{now}办结{ended}件。"
COMPLAINTS_RECEIVED = "{now}受理投诉举报{count}件，调查处理率{handled}，回访率{visited}，办结率{closed}，满意率{satisfied}。"
COMPLAINTS_CLOSED = "{now}办结投诉举报{count}件，调查处理率{handled}，回访率{visited}，满意率{satisfied}。"
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
RATES_FIRST = {"both": "本期\n受理", "received": "本期\n受理", "closed": "本期\n办结"}
RATES_LAST = "本期\n办结"
RATE_ENDING = "率"
RATES_COLUMNS = (
    "已调查\n处理",
    "调查\n处理率",
    "应回访",
    "已回访",
    "回访率",
    "已办结",
    "办结率",
    "有效\n评价",
    "满意",
    "满意率",
)
RATES_BY = {
    "both": "除末栏外都按受理时间计：本期受理的，截至期末办到哪一步。末栏“本期办结”按办结时间计，不论何时受理。",
    "received": "按受理时间计：本期受理的，截至期末办到哪一步。",
    "closed": "按办结时间计：本期办结的，不论何时受理，所以办结率恒为100%。",
}
RATES_NOTE = "应回访不含匿名和联系不上的；时限未到的计入分母，不算缺口。—＝分母为零。"
GAPS_COLUMNS = ("受理编号", "缺口", "受理日期", "办理时限")
COUNTERS_COLUMNS = ("问题类别", "发现", "处理", "曝光", "未处理", "应曝光\n未曝光")
UNMET_COLUMNS = ("事项编号", "问题", "问题类别", "缺口")
SEVERAL_CATEGORIES = (
    "一个问题归入几类的，每类各计一次，合计按件数，所以各类之和可以大于合计；没有标注类别的，按来源（自查问题、督查问题）列。"
)
COUNTERS_NOTES = ("三项应当相符。曝光只要求突出问题，即已进入重点督办或已公布的；处理＝已核验或已销号。",)
NO_UNIT = "（未写明单位）"

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


_TEXTS = {
    ComplaintMonth.BOTH: COMPLAINTS,
    ComplaintMonth.RECEIVED: COMPLAINTS_RECEIVED,
    ComplaintMonth.CLOSED: COMPLAINTS_CLOSED,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class CountedComplaints:
    """The complaints that a bulletin counts (``count`` of them), their rates, and beside them how many ended in the period."""

    count: int
    rates: ComplaintRates
    ended: int


def counted(view: BulletinView, complaints: Sequence[Complaint]) -> CountedComplaints:
    """By 受理月 those received in the period, by 办结月 those closed in it, whenever they were received."""
    ended = [complaint for complaint in complaints if view.in_period(complaint.closed)]
    received = [complaint for complaint in complaints if view.in_period(complaint.received)]
    mine = ended if month_of(view.campaign) is ComplaintMonth.CLOSED else received
    return CountedComplaints(count=len(mine), rates=complaint_rates(mine, view.as_of, satisfied_words(view.campaign)), ended=len(ended))


def complaint_words(view: BulletinView, now: str) -> str:
    """The sentence of the text."""
    found = counted(view, view.complaints)
    rates = {
        "handled": found.rates.handled,
        "visited": found.rates.visited,
        "closed": found.rates.closed,
        "satisfied": found.rates.satisfied,
    }
    said = {name: share_words(rate) for name, rate in rates.items()}
    return _TEXTS[month_of(view.campaign)].format(now=now, count=found.count, ended=found.ended, **said)


def share_words(rate: Rate) -> str:
    """A rate in the text: 66.67%, “—” of nothing."""
    return wording.DASH if rate.share is None else percent_text(rate.share)


def complaint_pages(view: BulletinView) -> Iterator[Page]:
    """The table of the rates, a line each unit, and the list of gaps where there are any."""
    yield _rates(view)
    yield from _gaps(view)


def _rates(view: BulletinView) -> Page:
    month = month_of(view.campaign)
    by_unit: dict[str, list[Complaint]] = {}
    for complaint in view.complaints:
        by_unit.setdefault(complaint.unit, []).append(complaint)
    places = {unit.name: unit.order for unit in view.campaign.roster.units}
    order = sorted(by_unit, key=lambda name: (places.get(name, len(places)), name))
    rows = tuple((at, name or NO_UNIT, *_figures(view, by_unit[name], month)) for at, name in enumerate(order, 1))
    first, last = RATES_FIRST[month.value], (RATES_LAST,) if month is ComplaintMonth.BOTH else ()
    columns = (NUMBER, UNIT, *(_column(title) for title in (first, *RATES_COLUMNS, *last)))
    total = (None, wording.TOTAL, *_figures(view, view.complaints, month))
    notes = (RATES_BY[month.value], RATES_NOTE)
    return annex(view, (wording.RATES_PAGE, wording.RATES_TITLE), columns, rows, total=total, notes=notes, measure=wording.MEASURE_MATTERS)


def _column(title: str) -> PageColumn:
    rate = title.endswith(RATE_ENDING)
    return PageColumn(title=title, show=Show.RATE if rate else Show.COUNT, width=10 if rate else 8)


def _figures(view: BulletinView, complaints: Sequence[Complaint], month: ComplaintMonth) -> CellRow:
    found = counted(view, complaints)
    rates = found.rates
    figures = (
        found.count,
        rates.handled.part,
        share(rates.handled),
        rates.visited.whole,
        rates.visited.part,
        share(rates.visited),
        rates.closed.part,
        share(rates.closed),
        rates.satisfied.whole,
        rates.satisfied.part,
        share(rates.satisfied),
    )
    return (*figures, found.ended) if month is ComplaintMonth.BOTH else figures


def _gaps(view: BulletinView) -> Iterator[Page]:
    rates = complaint_rates(view.complaints, view.as_of, satisfied_words(view.campaign))
    known = {complaint.number: complaint for complaint in view.complaints}
    gaps = [(number, wording.NOT_HANDLED) for number in rates.handled.gaps] + [(n, wording.NOT_VISITED) for n in rates.visited.gaps]
    if gaps:
        rows = tuple(
            (at, known[number].unit, number, gap, known[number].received, known[number].limit) for at, (number, gap) in enumerate(gaps, 1)
        )
        titles = GAPS_COLUMNS
        columns = (
            NUMBER,
            UNIT,
            PageColumn(title=titles[0], width=18),
            PageColumn(title=titles[1], width=14),
            PageColumn(title=titles[2], show=Show.DAY, width=12),
            PageColumn(title=titles[3], show=Show.DAY, width=12),
        )
        yield annex(view, (wording.GAPS_PAGE, wording.GAPS_TITLE), columns, rows)


def annexes(view: BulletinView) -> Iterator[Page]:
    """The tables in order: 统计表, 未报名单, 逾期事项, 四率 and 三项对照 where there are such, 即将到期."""
    if view.total.owed or view.total.older:
        yield _receipts(view)
    if view.total.at_start + view.total.opened:
        yield _matters(view)
    if view.missing:
        yield _missing(view)
    if view.late_matters:
        yield _items(view, view.late_matters, (wording.LATE_PAGE, wording.LATE_TITLE), LATE_COLUMNS)
    if view.complaints:
        yield from complaint_pages(view)
    yield from _counters(view)
    if view.coming:
        yield _items(view, view.coming, (wording.COMING_PAGE, wording.COMING_TITLE), COMING_COLUMNS)


def _receipts(view: BulletinView) -> Page:
    columns = (NUMBER, UNIT, *counts(RECEIPT_COLUMNS), PageColumn(title=ON_TIME_RATE, show=Show.RATE, width=10))
    tallies = [tally for tally in view.tallies if tally.owed or tally.older]
    rows = tuple((at, tally.unit, *_receipt_figures(tally)) for at, tally in enumerate(tallies, 1))
    total = (None, wording.TOTAL, *_receipt_figures(view.total))
    names = (wording.RECEIPT_PAGE, wording.RECEIPT_TITLE)
    return annex(view, names, columns, rows, total=total, notes=RECEIPT_NOTES, measure=wording.MEASURE_COPIES)


def _receipt_figures(tally: BulletinCount) -> CellRow:
    counts = (tally.owed, tally.received, tally.on_time, tally.came_late, tally.missing, tally.older)
    return (*counts, share(tally.on_time_rate))


def _matters(view: BulletinView) -> Page:
    ranks = ranked(view.tallies)
    columns = (
        NUMBER,
        UNIT,
        *counts(MATTER_COLUMNS),
        PageColumn(title=wording.DONE_RATE, show=Show.RATE, width=10),
        PageColumn(title=wording.RANK, show=Show.COUNT, width=6),
        *counts((wording.URGED_COLUMN, wording.RETURNED_COLUMN)),
    )
    tallies = [tally for tally in view.tallies if tally.at_start + tally.opened]
    rows = tuple(
        (at, tally.unit or NO_UNIT, *_matter_figures(tally), ranks[tally.unit], tally.urged, tally.returned)
        for at, tally in enumerate(tallies, 1)
    )
    total = view.total
    last = (None, wording.TOTAL, *_matter_figures(total), None, total.urged, total.returned)
    names = (wording.MATTER_PAGE, wording.MATTER_TITLE)
    return annex(view, names, columns, rows, total=last, notes=MATTER_NOTES, measure=wording.MEASURE_MATTERS)


def _matter_figures(tally: BulletinCount) -> CellRow:
    counts = (tally.at_start, tally.opened, tally.opened_ended, tally.ended, tally.at_end, tally.waiting, tally.late)
    return (*counts, share(tally.done))


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
    return annex(view, (wording.MISSING_PAGE, wording.MISSING_TITLE), columns, rows)


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
    counted = [(name, counters_of(matters)) for name, matters in classes.items()]
    rows = tuple((at, name, *_counter_figures(counters)) for at, (name, counters) in enumerate(counted, 1))
    titles = COUNTERS_COLUMNS
    columns = (NUMBER, PageColumn(title=titles[0], width=14), *counts(titles[1:]))
    total: CellRow = (None, wording.TOTAL, *_counter_figures(counters_of(view.matters)))
    names = (wording.COUNTERS_PAGE, wording.COUNTERS_TITLE)
    tagged = any(matter.marks.categories for matter in view.matters)
    notes = (*COUNTERS_NOTES, *((SEVERAL_CATEGORIES,) if tagged else ()))
    yield annex(view, names, columns, rows, total=total, notes=notes, measure=wording.MEASURE_MATTERS)
    yield from _unmet(view)


def _counter_figures(counters: Counters) -> CellRow:
    return (counters.found, counters.handled, counters.exposed, len(counters.not_handled), len(counters.not_exposed))


def _category(matter: Matter) -> str:
    return wording.PAUSE.join(matter.marks.categories) or matter.details.category


def _unmet(view: BulletinView) -> Iterator[Page]:
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
    titles = UNMET_COLUMNS
    columns = (
        NUMBER,
        UNIT,
        PageColumn(title=titles[0], width=16),
        PageColumn(title=titles[1], show=Show.WORDS, width=40),
        PageColumn(title=titles[2], width=10),
        PageColumn(title=titles[3], width=12),
    )
    yield annex(view, (wording.UNMET_PAGE, wording.UNMET_TITLE), columns, rows)
