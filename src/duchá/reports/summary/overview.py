"""Counting by unit, and the two pages that begin the summary: 总表 and 报送情况 (DT-16, DT-37)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from duchá.campaign.model import Campaign, Owed
from duchá.campaign.tags import classes_of, tags_of
from duchá.campaign.tasks import tasks_of
from duchá.ledger.matter import Matter
from duchá.ledger.problems import telling
from duchá.ledger.rates import Complaint
from duchá.receipts.matrix import ReceiptState, Standing
from duchá.reports import wording
from duchá.reports.page import Cell, CellRow, Page, PageColumn, Show
from duchá.reports.summary.lines import Line, is_nil
from duchá.rulebook.form import FilledBy, Form, NilPolicy
from duchá.rulebook.model import CATEGORY, CHANNEL, Tag, WordClass
from duchá.submissions.classify import DONE, UNCLEAR
from duchá.terms.deadline import due_words
from duchá.terms.share import percent_text, rate
from duchá.terms.unit import Unit
from duchá.terms.wording import NOT_CORRECTED, NOT_DUE, RECEIPT_STATE_WORDS, UNCLEAR_CLASS, UNTYPED, day_words

_ARRIVED = (ReceiptState.RECEIVED, ReceiptState.SENT_BACK, ReceiptState.HELD)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
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


def tallies(campaign: Campaign, standings: Sequence[Standing], lines: Iterable[Line]) -> tuple[Tally, ...]:
    """One tally a unit, in roster order. Source: DT-16, DT-37, DT-38."""
    problem_forms = {form.id: form for form in campaign.forms(FilledBy.UNIT) if telling(form) is not None}
    forms = {form.id: form for form in campaign.forms(FilledBy.UNIT)}
    classes: dict[str, Counter[str]] = {}
    for line in lines:
        if line.problem:
            classes.setdefault(line.unit.name, Counter())[line.klass] += 1
    mine: dict[str, list[Standing]] = {}
    for standing in standings:
        mine.setdefault(standing.unit.name, []).append(standing)
    return tuple(_tally(own, problem_forms, forms, classes.get(name, Counter())) for name, own in mine.items())


def _tally(own: list[Standing], problem_forms: Mapping[str, Form], forms: Mapping[str, Form], classes: Counter[str]) -> Tally:
    states = Counter(standing.state for standing in own)
    received = sum(states[state] for state in _ARRIVED)
    pending = sum(standing.not_due for standing in own)
    late = sum(1 for standing in own if standing.state in _ARRIVED and standing.late_days > 0)
    with_problems = [standing for standing in own if standing.owed.deliverable.form in problem_forms]
    owed = [standing for standing in with_problems if standing.state is not ReceiptState.NOT_APPLICABLE]
    read = any(standing.accepted and not standing.untyped for standing in owed)
    unread = any(standing.untyped for standing in owed)
    return Tally(
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


def reports_nil(standing: Standing, forms: Mapping[str, Form]) -> bool:
    """True when what counts of a form is a zero report (零报告): all of it, in a form where an empty table means that."""
    form = forms.get(standing.owed.deliverable.form)
    if form is None or form.nil is not NilPolicy.ZERO_REPORT:
        return False
    with_rows = [receipt for receipt in standing.accepted if not receipt.untyped]
    return bool(with_rows) and all(is_nil(receipt, form) for receipt in with_rows)


def total(tallies: Sequence[Tally]) -> Tally:
    """The sum of all tallies; units without a figure add nothing."""
    classes: Counter[str] = Counter()
    for tally in tallies:
        classes.update(tally.classes)
    return Tally(
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


def overview_page(campaign: Campaign, counted: Sequence[Tally], under: str, more_notes: tuple[str, ...] = ()) -> Page:
    """总表: one row a unit in the order of the roster, and a last row that adds up."""
    order = shown_classes(campaign)
    counts = [PageColumn(title=title, show=Show.COUNT, width=6) for title in wording.OVERVIEW_COUNTS]
    columns = (
        PageColumn(title=wording.NUMBER, show=Show.COUNT, width=5),
        PageColumn(title=wording.UNIT, show=Show.TEXT, width=23),
        *counts,
        *(PageColumn(title=item.name if item else UNCLEAR_CLASS, show=Show.COUNT, width=7) for item in order),
        PageColumn(title=wording.RATE, show=Show.RATE, width=10),
    )
    rows = tuple((number, tally.unit.name if tally.unit else "", *_figures(tally, order)) for number, tally in enumerate(counted, 1))
    return Page(
        name=wording.OVERVIEW,
        title=f"{campaign.settings.name}{wording.SUMMARY}",
        columns=columns,
        rows=rows,
        total=(None, wording.TOTAL, *_figures(total(counted), order)) if counted else (),
        under=f"{under}{wording.COLON}{in_words(total(counted))}",
        measure=wording.MEASURE,
        notes=(*wording.OVERVIEW_NOTES, *more_notes),
    )


def ended_notes(standings: Iterable[Standing]) -> tuple[str, ...]:
    """One line for each unit that is no more: what it sent stays under its name, and who answers for it."""
    ended = dict.fromkeys((s.unit.name, s.unit.valid_to, s.successor) for s in standings if s.successor)
    return tuple(wording.ENDED_NOTE.format(unit=unit, day=day_words(day) if day else "", heir=heir) for unit, day, heir in ended)


def untyped_note(standings: Iterable[Standing], forms: Mapping[str, Form]) -> tuple[str, ...]:
    """Whose figures lack what came on paper and nobody has typed yet."""
    waiting: dict[str, list[str]] = {}
    for standing in standings:
        if standing.untyped:
            form = forms.get(standing.owed.deliverable.form)
            waiting.setdefault(standing.unit.name, []).append(form.number if form and form.number else standing.owed.deliverable.name)
    units = wording.PAUSE.join(wording.OF_UNIT.format(unit=unit, what=wording.PAUSE.join(what)) for unit, what in waiting.items())
    return (wording.UNTYPED_NOTE.format(units=units),) if units else ()


def in_words(tally: Tally) -> str:
    """The totals as one sentence: the same figures as the last row, so that text and table agree."""
    done = tally.classes.get(DONE, 0)
    share = rate(done, tally.problems or 0)
    sentence = receipts_in_words(tally) + wording.FOUND_IN_WORDS.format(problems=tally.problems or 0)
    return sentence + (wording.FULL_STOP if share is None else wording.IN_WORDS_RATE.format(done=done, share=percent_text(share)))


def receipts_in_words(tally: Tally) -> str:
    """How many are due, in, missing, and not due yet."""
    said = wording.IN_WORDS.format(due=tally.due, received=tally.received, on_time=tally.on_time, late=tally.late, missing=tally.missing)
    return said + (wording.PENDING_IN_WORDS.format(pending=tally.pending) if tally.pending else "")


def shown_classes(campaign: Campaign) -> tuple[WordClass | None, ...]:
    """The classes of rectification as columns: 已整改 first, 无法判断 (None) last."""
    classes = classes_of(campaign)
    return (*(c for c in classes if c.id == DONE), *(c for c in classes if c.id != DONE), None)


def _figures(tally: Tally, order: Sequence[WordClass | None]) -> CellRow:
    came = (tally.due, tally.received, tally.on_time, tally.late, tally.missing, tally.pending)
    receipts: CellRow = (*came, tally.sent_back, tally.held, tally.nil)
    if tally.unit is not None and tally.problems is None:
        blank: Cell = wording.DASH if tally.spared else None
        return (*receipts, *[blank] * (len(order) + 2))
    problems = tally.problems or 0
    classes = [tally.classes.get(item.id if item else UNCLEAR, 0) for item in order]
    share = rate(tally.classes.get(DONE, 0), problems)
    return (*receipts, problems, *classes, wording.DASH if share is None else share)


def tasks_page(campaign: Campaign, standings: Sequence[Standing], under: str) -> tuple[Page, ...]:
    """收集任务: how far each has come, with its own days and rates; left out where there is one only."""
    tasks = tasks_of(campaign)
    if len(tasks) < 2:
        return ()
    rows: list[CellRow] = []
    for number, task in enumerate(tasks, 1):
        own = total(tallies(campaign, [standing for standing in standings if standing.owed.key in task.keys], ()))
        dues = wording.PAUSE.join(dict.fromkeys(day_words(owed.deadline.due) for owed in task.owed))
        counts = (own.due, own.received, own.on_time, own.late, own.missing, own.pending)
        shares = (rate(own.received, own.due), rate(own.on_time, own.due - own.pending))
        rows.append((number, task.name, task.recipient, dues, *counts, *(wording.DASH if share is None else share for share in shares)))
    page = Page(
        name=wording.TASKS,
        title=wording.TASKS_TITLE,
        columns=(
            PageColumn(title=wording.NUMBER, show=Show.COUNT, width=6),
            PageColumn(title=wording.TASK, show=Show.TEXT, width=26),
            PageColumn(title=wording.RECIPIENT, show=Show.TEXT, width=20),
            PageColumn(title=wording.DUE_ON, show=Show.TEXT, width=17),
            *(PageColumn(title=title, show=Show.COUNT, width=7) for title in wording.TASK_COUNTS),
            *(PageColumn(title=title, show=Show.RATE, width=10) for title in wording.TASK_RATES),
        ),
        rows=tuple(rows),
        under=under,
        measure=wording.MEASURE_COPIES,
        notes=wording.TASKS_NOTES,
    )
    return (page,)


def receipts_pages(campaign: Campaign, standings: Sequence[Standing], under: str) -> tuple[Page, ...]:
    """报送情况: units × deliverables with the state of each (DT-16), and how many are in; a page a task."""
    tasks = tasks_of(campaign)
    parts = [[standing for standing in standings if standing.owed.key in task.keys] for task in tasks]
    if len(tasks) < 2:
        return (_receipts_page(campaign, standings, under, (wording.RECEIPTS, wording.RECEIPTS_TITLE)),)
    names = (
        (f"{wording.RECEIPTS}{wording.numeral(at)}", f"{wording.RECEIPTS_TITLE}{wording.COLON}{task.name}")
        for at, task in enumerate(tasks, 1)
    )
    return tuple(_receipts_page(campaign, part, under, name) for part, name in zip(parts, names, strict=True))


def _receipts_page(campaign: Campaign, standings: Sequence[Standing], under: str, names: tuple[str, str]) -> Page:
    owed: dict[str, Owed] = {standing.owed.key: standing.owed for standing in standings}
    by_unit: dict[str, dict[str, Standing]] = {}
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
            *(PageColumn(title=f"{item.deliverable.name}\n{due_words(item.deadline)}", width=19) for item in owed.values()),
        ),
        rows=rows,
        total=(None, wording.RECEIVED, *(wording.COPIES.format(count=count) for count in arrived)) if rows else (),
        under=under,
        notes=(*wording.RECEIPTS_NOTES, *ended_notes(standings)),
    )


def state_words(standing: Standing, forms: Mapping[str, Form]) -> str:
    """按时, 逾期2天, 零报告, 退回待改, 逾期未改1天, 待确认, 不适用; 未报 and 未到期 are said, not left blank."""
    if standing.again_late:
        words = NOT_CORRECTED.format(days=standing.again_late)
    else:
        words = NOT_DUE if standing.not_due else RECEIPT_STATE_WORDS[standing.state.value]
    if standing.state not in _ARRIVED:
        return words
    parts = [wording.LATE.format(days=standing.late_days) if standing.late_days else wording.ON_TIME]
    if standing.state is not ReceiptState.RECEIVED:
        parts.append(words)
    elif reports_nil(standing, forms):
        parts.append(wording.NIL)
    if standing.untyped:
        parts.append(UNTYPED.format(via=standing.untyped))
    if standing.state is ReceiptState.RECEIVED and standing.version > 1:
        parts.append(wording.VERSION.format(version=standing.version))
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
