"""Counting by unit, and the two pages that begin the summary: 总表 and 报送情况 (DT-16, DT-37)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

from duchá.campaign.model import Campaign, Obligation
from duchá.campaign.tags import classes_of, parts_of, tags_of
from duchá.campaign.tasks import Task, tasks_of
from duchá.ledger.matter import Matter
from duchá.ledger.problems import telling
from duchá.receipts.matrix import ReceiptStanding, ReceiptState
from duchá.reports import wording
from duchá.reports.page import Cell, CellRow, Page, PageColumn, Show, share_cell
from duchá.reports.summary.lines import SummaryRow, is_nil
from duchá.reports.wording import LEGEND
from duchá.rulebook.form import FilledBy, Form
from duchá.rulebook.model import CATEGORY, CHANNEL, Tag, WordClass
from duchá.submissions.classify import DONE, UNCLEAR
from duchá.terms.share import percent_text, rate
from duchá.terms.unit import Unit
from duchá.terms.wording import NOT_CORRECTED, NOT_DUE, RECEIPT_STATE_WORDS, UNCLEAR_CLASS, UNTYPED, day_words

UNTAGGED_WORDS = "未标注"

OVERVIEW_NOTES = (
    LEGEND,
    "应报＝实报＋未报＋未到期；未报是期限已过、还没有报的，未到期是期限未到、还没有报的；实报＝按时＋逾期，含退回待改和待确认的份数。报送情况按份计，问题按件计。",
    "问题数＝整改归类各栏之和，只计自查报表所列的；督查发现的见交叉表。归类按原文字词建议，可由人改定，原文见各报表页。",
    "自报整改率＝单位自己报告已整改的÷问题数，未经核验，与通报的办结率（经核验、销号的）不是一回事；两位小数，全部整改才写100.00%。",
    "问题只计已收的报送件；退回或待确认的，在新版收下以前按上一次已收的版本计，没有的留空。",
)

MEASURE = "单位：份、件"
PROBLEMS = "问题数"
OVERVIEW = "总表"
OVERVIEW_COUNTS = ("应报", "实报", "按时", "逾期", "未报", "未到期", "退回", "待确认", "零报告", "问题数")
RATE = "自报\n整改率"
IN_WORDS = "应报{due}份，实报{received}份（按时{on_time}份、逾期{late}份），未报{missing}份"
PENDING_IN_WORDS = "，未到期{pending}份"
FOUND_IN_WORDS = "；发现问题{problems}件"
IN_WORDS_RATE = "，单位自报已整改{done}件，自报整改率{share}。"
FULL_STOP = "。"
ENDED_NOTE = "{unit}到{day}为止，已并入{heir}：此前报送的仍列在{unit}名下，尚欠的由{heir}负责。"
OF_UNIT = "{unit}（{what}）"
UNTYPED_NOTE = "收到的是纸质件、内容还没有录入的，不计问题数：{units}。"
# 收集任务
TASKS = "收集任务"
TASKS_TITLE = "各项收集任务完成情况"
TASK = "应报范围"
TASK_COUNTS = ("应报", "实报", "按时", "逾期", "未报", "未到期")
TASK_RATES = ("报送率", "按时率")
MEASURE_COPIES = "单位：份"
TASKS_NOTES = ("由同样的组别报给同一个收件单位的材料为一项任务。报送率＝实报÷应报；按时率＝按时÷期限已到的应报；分母为零的为“—”。",)
# 报送情况
RECEIPTS = "报送情况"
RECEIPTS_TITLE = "报送情况表"
RECEIVED = "实报"
COPIES = "{count}份"
ON_TIME = "按时"
LATE = "逾期{days}天"
NIL = "零报告"
VERSION = "第{version}版"
RECEIPTS_NOTES = (
    "逾期天数自期限次日起算，按第一份可用的报送件计；退回后重报，不改变原来的按时或逾期。",
    "零报告＝报表已报、写明未发现问题，与未报不同。不适用的单位和理由见 campaign.toml。",
)
# cross tables
BY_CATEGORY = "类别交叉表"
BY_CATEGORY_TITLE = "问题类别与部门交叉表"
BY_PART = "小项交叉表"
BY_PART_TITLE = "问题小项与部门交叉表"
BY_CHANNEL = "渠道交叉表"
BY_CHANNEL_TITLE = "发现渠道与部门交叉表"
MENTIONS = "合计"
NO_UNIT = "（未写明单位）"
WITH_OTHERS = "问题数含各单位自查报表所列的{returned}件，督查发现和另行立项的{others}件。"
PROPOSED_UNTIL_DECIDED = "类别、渠道由程序按字词建议，由人在“问题清单”里改定。"
BY_CATEGORY_NOTES = ("一个问题归入几类的，每类各计一次，合计按次数；问题数按件数，所以合计可以大于问题数。",)
BY_PART_NOTES = ("小项是类别之下的分问；一个问题涉及几个小项的，每项各计一次，没有归入小项的列在“未标注”。",)
BY_CHANNEL_NOTES = ("单位自查报表所列的问题，未另行改定的，渠道为自查。",)
BESIDE = "另：\n{name}"
BESIDE_APART = "“{name}”栏是登记的{name}件数，另计，不在合计和问题数以内；查实立项的按来源计入问题数。"

_ARRIVED = (ReceiptState.RECEIVED, ReceiptState.SENT_BACK, ReceiptState.HELD)


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitCount:
    """What is counted of one unit, or of all (``unit`` None).

    ``due`` = ``received`` + ``missing`` + ``pending``; ``received`` = ``on_time`` + ``late``, sent-back and held ones among them; ``missing``
    is late, ``pending`` has not come and is not due yet.
    ``problems`` is None while no form with problems is in (未报), or none that anybody has typed (纸质未录), and equals the sum of ``classes``. ``spared``: owes none of those forms.
    """

    unit: Unit | None
    due: int
    received: int
    on_time: int
    late: int
    sent_back: int
    held: int
    missing: int
    pending: int
    nil: int
    problems: int | None
    classes: Mapping[str, int]
    spared: bool = False


def tallies(campaign: Campaign, standings: Sequence[ReceiptStanding], lines: Iterable[SummaryRow]) -> tuple[UnitCount, ...]:
    """One tally a unit, in roster order. Source: DT-16, DT-37, DT-38."""
    problem_forms = {form.id: form for form in campaign.forms(FilledBy.UNIT) if telling(form) is not None}
    forms = {form.id: form for form in campaign.forms(FilledBy.UNIT)}
    classes: dict[str, Counter[str]] = {}
    for line in lines:
        if line.problem:
            classes.setdefault(line.unit.name, Counter())[line.klass] += 1
    mine: dict[str, list[ReceiptStanding]] = {}
    for standing in standings:
        mine.setdefault(standing.unit.name, []).append(standing)
    return tuple(_tally(own, problem_forms, forms, classes.get(name, Counter())) for name, own in mine.items())


def _tally(own: list[ReceiptStanding], problem_forms: Mapping[str, Form], forms: Mapping[str, Form], classes: Counter[str]) -> UnitCount:
    states = Counter(standing.state for standing in own)
    received = sum(states[state] for state in _ARRIVED)
    pending = sum(standing.not_due for standing in own)
    late = sum(1 for standing in own if standing.state in _ARRIVED and standing.late_days > 0)
    with_problems = [standing for standing in own if standing.owed.deliverable.form in problem_forms]
    owed = [standing for standing in with_problems if standing.state is not ReceiptState.NOT_APPLICABLE]
    read = any(standing.accepted and not standing.untyped for standing in owed)
    unread = any(standing.untyped for standing in owed)
    return UnitCount(
        unit=own[0].unit,
        due=received + states[ReceiptState.MISSING],
        received=received,
        on_time=received - late,
        late=late,
        sent_back=states[ReceiptState.SENT_BACK],
        held=states[ReceiptState.HELD],
        missing=states[ReceiptState.MISSING] - pending,
        pending=pending,
        nil=sum(1 for standing in own if reports_nil(standing, forms)),
        problems=classes.total() if read and (classes.total() or not unread) else None,
        classes=dict(classes),
        spared=not owed,
    )


def reports_nil(standing: ReceiptStanding, forms: Mapping[str, Form]) -> bool:
    """True when what counts of a form is a zero report (零报告): all of it."""
    form = forms.get(standing.owed.deliverable.form)
    if form is None:
        return False
    with_rows = [receipt for receipt in standing.accepted if not receipt.untyped]
    return bool(with_rows) and all(is_nil(receipt, form) for receipt in with_rows)


def total(tallies: Sequence[UnitCount]) -> UnitCount:
    """The sum of all tallies; units without a figure add nothing."""
    classes: Counter[str] = Counter()
    for tally in tallies:
        classes.update(tally.classes)
    return UnitCount(
        unit=None,
        due=sum(tally.due for tally in tallies),
        received=sum(tally.received for tally in tallies),
        on_time=sum(tally.on_time for tally in tallies),
        late=sum(tally.late for tally in tallies),
        sent_back=sum(tally.sent_back for tally in tallies),
        held=sum(tally.held for tally in tallies),
        missing=sum(tally.missing for tally in tallies),
        pending=sum(tally.pending for tally in tallies),
        nil=sum(tally.nil for tally in tallies),
        problems=sum(tally.problems or 0 for tally in tallies),
        classes=dict(classes),
    )


def overview_page(campaign: Campaign, counted: Sequence[UnitCount], under: str, more_notes: tuple[str, ...] = ()) -> Page:
    """总表: one row a unit in the order of the roster, and a last row that adds up."""
    order = shown_classes(campaign)
    counts = [PageColumn(title=title, show=Show.COUNT, width=6) for title in OVERVIEW_COUNTS]
    columns = (
        PageColumn(title=wording.NUMBER, show=Show.COUNT, width=5),
        PageColumn(title=wording.UNIT, show=Show.TEXT, width=23),
        *counts,
        *(PageColumn(title=item.name if item else UNCLEAR_CLASS, show=Show.COUNT, width=7) for item in order),
        PageColumn(title=RATE, show=Show.RATE, width=10),
    )
    rows = tuple((number, tally.unit.name if tally.unit else "", *_figures(tally, order)) for number, tally in enumerate(counted, 1))
    return Page(
        name=OVERVIEW,
        title=f"{campaign.settings.name}{wording.SUMMARY}",
        columns=columns,
        rows=rows,
        total=(None, wording.TOTAL, *_figures(total(counted), order)) if counted else (),
        under=f"{under}{wording.COLON}{in_words(total(counted))}",
        measure=MEASURE,
        notes=(*OVERVIEW_NOTES, *more_notes),
    )


def ended_notes(standings: Iterable[ReceiptStanding]) -> tuple[str, ...]:
    """One line for each unit that is no more: what it sent stays under its name, and who answers for it."""
    ended = dict.fromkeys((s.unit.name, s.unit.valid_to, s.successor) for s in standings if s.successor)
    return tuple(ENDED_NOTE.format(unit=unit, day=day_words(day) if day else "", heir=heir) for unit, day, heir in ended)


def untyped_note(standings: Iterable[ReceiptStanding], forms: Mapping[str, Form]) -> tuple[str, ...]:
    """Whose figures lack what came on paper and nobody has typed yet."""
    waiting: dict[str, list[str]] = {}
    for standing in standings:
        if standing.untyped:
            form = forms.get(standing.owed.deliverable.form)
            waiting.setdefault(standing.unit.name, []).append(form.number if form and form.number else standing.owed.deliverable.name)
    units = wording.PAUSE.join(OF_UNIT.format(unit=unit, what=wording.PAUSE.join(what)) for unit, what in waiting.items())
    return (UNTYPED_NOTE.format(units=units),) if units else ()


def in_words(tally: UnitCount) -> str:
    """The totals as one sentence: the same figures as the last row, so that text and table agree."""
    done = tally.classes.get(DONE, 0)
    share = rate(done, tally.problems or 0)
    sentence = receipts_in_words(tally) + FOUND_IN_WORDS.format(problems=tally.problems or 0)
    return sentence + (FULL_STOP if share is None else IN_WORDS_RATE.format(done=done, share=percent_text(share)))


def receipts_in_words(tally: UnitCount) -> str:
    """How many are due, in, missing, and not due yet."""
    said = IN_WORDS.format(due=tally.due, received=tally.received, on_time=tally.on_time, late=tally.late, missing=tally.missing)
    return said + (PENDING_IN_WORDS.format(pending=tally.pending) if tally.pending else "")


def shown_classes(campaign: Campaign) -> tuple[WordClass | None, ...]:
    """The classes of rectification as columns: 已整改 first, 无法判断 (None) last."""
    classes = classes_of(campaign)
    return (*(c for c in classes if c.id == DONE), *(c for c in classes if c.id != DONE), None)


def _figures(tally: UnitCount, order: Sequence[WordClass | None]) -> CellRow:
    came = (tally.due, tally.received, tally.on_time, tally.late, tally.missing, tally.pending)
    receipts: CellRow = (*came, tally.sent_back, tally.held, tally.nil)
    if tally.unit is not None and tally.problems is None:
        blank: Cell = wording.DASH if tally.spared else None
        return (*receipts, *[blank] * (len(order) + 2))
    problems = tally.problems or 0
    classes = [tally.classes.get(item.id if item else UNCLEAR, 0) for item in order]
    share = rate(tally.classes.get(DONE, 0), problems)
    return (*receipts, problems, *classes, share_cell(share))


def tasks_page(campaign: Campaign, standings: Sequence[ReceiptStanding], under: str) -> tuple[Page, ...]:
    """收集任务: how far each has come, with its own days and rates; left out where there is one only."""
    tasks = _tasks(campaign, standings)
    if len(tasks) < 2:
        return ()
    rows: list[CellRow] = []
    for number, task in enumerate(tasks, 1):
        own = total(tallies(campaign, [standing for standing in standings if standing.owed.key in task.keys], ()))
        dues = wording.PAUSE.join(
            dict.fromkeys(owed.said_by if owed.due is None or owed.plain.row is not None else day_words(owed.due) for owed in task.owed)
        )
        counts = (own.due, own.received, own.on_time, own.late, own.missing, own.pending)
        shares = (rate(own.received, own.due), rate(own.on_time, own.due - own.pending))
        rows.append((number, task.name, task.recipient, dues, *counts, *map(share_cell, shares)))
    page = Page(
        name=TASKS,
        title=TASKS_TITLE,
        columns=(
            PageColumn(title=wording.NUMBER, show=Show.COUNT, width=6),
            PageColumn(title=TASK, show=Show.TEXT, width=26),
            PageColumn(title=wording.RECIPIENT, show=Show.TEXT, width=20),
            PageColumn(title=wording.DUE_ON, show=Show.TEXT, width=17),
            *(PageColumn(title=title, show=Show.COUNT, width=7) for title in TASK_COUNTS),
            *(PageColumn(title=title, show=Show.RATE, width=10) for title in TASK_RATES),
        ),
        rows=tuple(rows),
        under=under,
        measure=MEASURE_COPIES,
        notes=TASKS_NOTES,
    )
    return (page,)


def _tasks(campaign: Campaign, standings: Sequence[ReceiptStanding]) -> tuple[Task, ...]:
    """The tasks that have begun, of the periods that are looked at."""
    keys = {standing.owed.key for standing in standings}
    return tuple(task for task in tasks_of(campaign) if keys & task.keys)


def receipts_pages(campaign: Campaign, standings: Sequence[ReceiptStanding], under: str) -> tuple[Page, ...]:
    """报送情况: units × deliverables with the state of each (DT-16), and how many are in; a page a task."""
    tasks = _tasks(campaign, standings)
    parts = [[standing for standing in standings if standing.owed.key in task.keys] for task in tasks]
    if len(tasks) < 2:
        return (_receipts_page(campaign, standings, under, (RECEIPTS, RECEIPTS_TITLE)),)
    names = ((f"{RECEIPTS}{wording.numeral(at)}", f"{RECEIPTS_TITLE}{wording.COLON}{task.name}") for at, task in enumerate(tasks, 1))
    return tuple(_receipts_page(campaign, part, under, name) for part, name in zip(parts, names, strict=True))


def _receipts_page(campaign: Campaign, standings: Sequence[ReceiptStanding], under: str, names: tuple[str, str]) -> Page:
    owed: dict[str, Obligation] = {standing.owed.key: standing.owed for standing in standings}
    by_unit: dict[str, dict[str, ReceiptStanding]] = {}
    for standing in standings:
        by_unit.setdefault(standing.unit.name, {})[standing.owed.key] = standing
    forms = {form.id: form for form in campaign.forms(FilledBy.UNIT)}
    rows: tuple[CellRow, ...] = tuple(
        (number, name, *(state_words(own[key], forms) if key in own else wording.DASH for key in owed))
        for number, (name, own) in enumerate(by_unit.items(), 1)
    )
    arrived = (sum(1 for s in standings if s.owed.key == key and s.state in _ARRIVED) for key in owed)
    return Page(
        name=names[0],
        title=names[1],
        columns=(
            PageColumn(title=wording.NUMBER, show=Show.COUNT, width=6),
            PageColumn(title=wording.UNIT, show=Show.TEXT, width=22),
            *(PageColumn(title=f"{item.deliverable.name}\n{item.said_by}", width=19) for item in owed.values()),
        ),
        rows=rows,
        total=(None, RECEIVED, *(COPIES.format(count=count) for count in arrived)) if rows else (),
        under=under,
        notes=(*RECEIPTS_NOTES, *ended_notes(standings)),
    )


def state_words(standing: ReceiptStanding, forms: Mapping[str, Form]) -> str:
    """按时, 逾期2天, 零报告, 退回待改, 逾期未改1天, 待确认, 不适用; 未报 and 未到期 are said, not left blank."""
    if standing.again_late:
        words = NOT_CORRECTED.format(days=standing.again_late)
    else:
        words = NOT_DUE if standing.not_due else RECEIPT_STATE_WORDS[standing.state.value]
    if standing.state not in _ARRIVED:
        return words
    parts = [LATE.format(days=standing.late_days) if standing.late_days else ON_TIME]
    if standing.state is not ReceiptState.RECEIVED:
        parts.append(words)
    elif reports_nil(standing, forms):
        parts.append(NIL)
    if standing.untyped:
        parts.append(UNTYPED.format(via=standing.untyped))
    if standing.state is ReceiptState.RECEIVED and standing.version > 1:
        parts.append(VERSION.format(version=standing.version))
    return wording.PAUSE.join(parts)


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
    _Axis(kind=CATEGORY, name=BY_CATEGORY, title=BY_CATEGORY_TITLE, notes=BY_CATEGORY_NOTES),
    _Axis(kind=CHANNEL, name=BY_CHANNEL, title=BY_CHANNEL_TITLE, notes=BY_CHANNEL_NOTES),
)


PART = "part"
_PARTS_AXIS = _Axis(kind=PART, name=BY_PART, title=BY_PART_TITLE, notes=BY_PART_NOTES)


def cross_pages(
    campaign: Campaign,
    lines: Sequence[SummaryRow],
    elsewhere: Sequence[Matter],
    counted: Sequence[UnitCount],
    under: str,
    beside: Mapping[str, Mapping[str, int]] = MappingProxyType({}),
) -> tuple[Page, ...]:
    """类别 × 部门 and 渠道 × 部门; left out where the rulebooks name no such tags.

    ``elsewhere`` are the problems of the ledger that no return tells (inspections, the office's own). ``beside`` is what the rulebooks
    count beside the channels (投诉举报), by heading and unit: it is no problem until somebody found it to be one.
    """
    returned = [_marked(line.unit.name, line.categories, line.parts, line.channel) for line in lines if line.problem]
    others = [
        _marked(matter.answering or NO_UNIT, matter.marks.categories, matter.marks.parts, matter.marks.channel) for matter in elsewhere
    ]
    counts = WITH_OTHERS.format(returned=len(returned), others=len(others))
    beside = {title: {unit or NO_UNIT: count for unit, count in counts.items()} for title, counts in beside.items()}
    units = _units(campaign, counted, {*(problem.unit for problem in others), *(unit for named in beside.values() for unit in named)})
    axes = [(axis, tags) for axis in _AXES if (tags := tags_of(campaign, axis.kind))]
    if parts := tuple(tag for tag, _ in parts_of(campaign)):
        axes.insert(1, (_PARTS_AXIS, parts))
    pages = (_page(axis, tags, (*returned, *others), units, under, counts) for axis, tags in axes)
    return tuple(_with_beside(page, beside) if page.name == BY_CHANNEL and beside else page for page in pages)


def _with_beside(page: Page, beside: Mapping[str, Mapping[str, int]]) -> Page:
    return replace(
        page,
        columns=(*page.columns, *(PageColumn(title=BESIDE.format(name=title), show=Show.COUNT, width=9) for title in beside)),
        rows=tuple((*row, *(counts.get(str(row[1]), 0) for counts in beside.values())) for row in page.rows),
        total=(*page.total, *(sum(counts.values()) for counts in beside.values())),
        notes=(*page.notes, *(BESIDE_APART.format(name=title) for title in beside)),
    )


def _marked(unit: str, categories: tuple[str, ...], parts: tuple[str, ...], channel: str) -> _Marked:
    return _Marked(unit=unit, tags={CATEGORY: categories, PART: parts, CHANNEL: (channel,) if channel else ()})


def _units(campaign: Campaign, counted: Sequence[UnitCount], more: Iterable[str]) -> dict[str, Cell]:
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
            PageColumn(title=UNTAGGED_WORDS, show=Show.COUNT, width=11),
            PageColumn(title=MENTIONS, show=Show.COUNT, width=9),
            PageColumn(title=PROBLEMS, show=Show.COUNT, width=9),
        ),
        rows=rows,
        total=(None, wording.TOTAL, *sums, sum(sums), len(problems)) if rows else (),
        under=under,
        measure=MEASURE,
        notes=(*axis.notes, counts, PROPOSED_UNTIL_DECIDED, wording.LEGEND),
    )


def _row(number: int, name: str, blank: Cell, mentions: Counter[tuple[str, str]], problems: int, ids: Sequence[str]) -> CellRow:
    if not problems and blank != 0:
        return (number, name, *[blank] * (len(ids) + 2))
    counts = [mentions[name, id] for id in ids]
    return (number, name, *counts, sum(counts), problems)
