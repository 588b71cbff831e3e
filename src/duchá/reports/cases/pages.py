"""The card of a case and the summary of all: by state, measure and unit, how long each has stood, what is next and what is missing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date

from duchá.campaign.model import Campaign
from duchá.ledger.cases import Case
from duchá.ledger.leads import Lead
from duchá.ledger.wording import LIGHT_WORDS
from duchá.registers.rows import RegisterRow
from duchá.reports.cases.papers import case_name
from duchá.reports.mask import masked
from duchá.reports.page import CellRow, Page, PageColumn, Report, Show
from duchá.reports.summary.about import Provenance, mark
from duchá.terms.text import for_matching, safe_name
from duchá.terms.wording import LIST_SEPARATOR, day_words

CARD_STEM, CARD_TITLE = "案件卡片-{case}-{day}", "{procedure}案件卡片"
SUMMARY_STEM, SUMMARY_TITLE = "案件汇总-{day}", "{campaign}案件汇总"
ITEM, CONTENT, NUMBER = "项目", "内容", "序号"
ABOUT, WALK, EVIDENCE, NEXT, REFUSED, LEADS, ALL = "基本情况", "办理经过", "材料清单", "下一步", "不算的登记", "线索", "案件"
BY_STATE, BY_MEASURE, BY_UNIT = "按状态", "按方式", "按单位"
STATE, SINCE, DAYS, LIGHT, CASE, WHO, MEASURES, MISSING, COUNT = (
    "状态",
    "自何时",
    "停留天数",
    "灯",
    "案件编号",
    "对象",
    "问责方式",
    "还缺什么",
    "件数",
)
DAY, STEP, BEFORE, AFTER, DOCUMENT, SENT, APPROVER, RESULT, WHERE = (
    "日期",
    "环节",
    "原状态",
    "新状态",
    "文书",
    "发往、抄送",
    "批准人",
    "结果",
    "登记在",
)
TERM, COUNTERS, OPENED, BRANCH, ARTICLE = "期限", "次数", "同时要办", "复核、申诉", "依据"
NO_TERM = "原文没有期限，本室也没有约定"
AGREED = "{due}（本室约定）"
COUNTED = "{name}{count}次"
OPEN_SINCE, DONE_ON = "{name}：{since}起，未办结", "{name}：{since}起，{done}办结"
UNDECIDED_MEASURE = "未定"
UNDER = "截至{day}"
MEASURE = "单位：件"
LEAD, UNIT, WHY, BECAME = "线索编号", "单位", "情况", "处理"
WATCH = "关注"
CLAUSE = "；"
CARD_NOTES = ("状态由登记的各行推出，改正登记即随之改变；问责与否、用什么方式由人决定。",)
SUMMARY_NOTES = ("一个案件用几种方式的，各计一次。", "停留天数自进入现状态之日起算；原文没有办理期限。")
LEAD_NOTES = ("线索由台账、登记和积分排名得出，只供研判，不是结论。",)
PLACE = "{sheet}!{cell}"
_AT = (PageColumn(title=ITEM, show=Show.TEXT, width=16), PageColumn(title=CONTENT, show=Show.WORDS, width=58))


def case_card(campaign: Campaign, case: Case, rows: Sequence[RegisterRow], as_of: date, provenance: Provenance) -> Report:
    """案件卡片: what it is about, every step with who was told, the evidence, what is next and what is missing."""
    report = Report(
        stem=safe_name(CARD_STEM.format(case=case.number, day=as_of.isoformat())),
        title=CARD_TITLE.format(procedure=case.procedure.name),
        as_of=as_of,
        mark=mark(provenance),
        pages=tuple(_card_pages(campaign, case, rows, as_of)),
        issuer=campaign.settings.issuer,
    )
    return report if provenance.full else masked(report)


def _card_pages(campaign: Campaign, case: Case, rows: Sequence[RegisterRow], as_of: date) -> Iterator[Page]:
    under = UNDER.format(day=day_words(as_of))
    yield Page(name=ABOUT, title=ABOUT, columns=_AT, rows=tuple(_about(campaign, case)), under=under, notes=CARD_NOTES)
    columns = (
        PageColumn(title=DAY, show=Show.DAY, width=11),
        PageColumn(title=STEP, width=14),
        PageColumn(title=AFTER, width=10),
        PageColumn(title=DOCUMENT, show=Show.WORDS, width=16),
        PageColumn(title=SENT, show=Show.WORDS, width=22),
        PageColumn(title=APPROVER, show=Show.WORDS, width=10),
        PageColumn(title=RESULT, show=Show.WORDS, width=24),
        PageColumn(title=WHERE, width=14),
    )
    yield Page(name=WALK, title=WALK, columns=columns, rows=tuple(_walk(case)))
    evidence = [row for row in rows if _guards(case, row)]
    numbered = (PageColumn(title=NUMBER, show=Show.COUNT, width=6), PageColumn(title=CONTENT, show=Show.WORDS, width=50))
    listed = tuple((n, LIST_SEPARATOR.join(filter(None, map(row.text, row.columns)))) for n, row in enumerate(evidence, 1))
    yield Page(
        name=EVIDENCE,
        title=EVIDENCE,
        columns=(*numbered, PageColumn(title=WHERE, width=14)),
        rows=tuple((*listed[at], _place(row)) for at, row in enumerate(evidence)),
    )
    todo = (PageColumn(title=STEP, width=14), PageColumn(title=MISSING, show=Show.WORDS, width=48), PageColumn(title=ARTICLE, width=14))
    yield Page(
        name=NEXT,
        title=NEXT,
        columns=todo,
        rows=tuple((one.step.name, CLAUSE.join(lack.said for lack in one.lacks) or one.step.hint, one.article.number) for one in case.next),
    )
    if case.refused:
        yield Page(
            name=REFUSED,
            title=REFUSED,
            columns=(PageColumn(title=DAY, show=Show.DAY, width=11), *todo[:2], PageColumn(title=WHERE, width=14)),
            rows=tuple((one.day, one.step.name, CLAUSE.join(lack.said for lack in one.lacks), _place(one.row)) for one in case.refused),
        )


def _about(campaign: Campaign, case: Case) -> Iterator[CellRow]:
    book = next(book for book in campaign.rulebooks if book.id == case.rulebook)
    form = book.form(case.procedure.subject)
    yield from ((column.title, text) for column in form.columns if (text := case.row.text(column.id)))
    yield STATE, case.state_name
    yield SINCE, day_words(case.since)
    if not case.ended:  # an end has no term, and nothing waits in it
        yield DAYS, str(case.days)
    if case.due is None and not case.ended:
        yield TERM, NO_TERM
    elif case.due is not None:
        agreed = case.procedure.state(case.state).agreed
        yield TERM, AGREED.format(due=day_words(case.due.day)) if agreed else day_words(case.due.day)
        yield LIGHT, LIGHT_WORDS[case.light.value]
    if case.counters:
        yield COUNTERS, LIST_SEPARATOR.join(COUNTED.format(name=name, count=count) for name, count in case.counters.items())
    for opened in case.opened:
        said = OPEN_SINCE if opened.done_on is None else DONE_ON
        done = day_words(opened.done_on) if opened.done_on else ""
        yield OPENED, said.format(name=opened.opening.name, since=day_words(opened.since), done=done)
    for branch in case.branches:
        said = OPEN_SINCE if branch.until is None else DONE_ON
        done = day_words(branch.until) if branch.until else ""
        yield BRANCH, said.format(name=branch.branch.name, since=day_words(branch.since), done=done) + branch.result


def _walk(case: Case) -> Iterator[CellRow]:
    procedure = case.procedure
    for one in case.taken:
        row = one.row
        cells = [row.text(column) if column else "" for column in (procedure.document, procedure.approver, procedure.result)]
        sent = LIST_SEPARATOR.join(filter(None, (row.text(column) for column in (procedure.sent_to, procedure.copies) if column)))
        yield one.day, one.step.name, procedure.state(one.state).name, cells[0], sent, cells[1], cells[2], _place(row)


def _guards(case: Case, row: RegisterRow) -> bool:
    return any(
        guard.register == row.register and for_matching(row.text(guard.by)) == for_matching(case.number)
        for step in case.procedure.steps
        for guard in step.rows
    )


def _place(row: RegisterRow) -> str:
    place = row.place(next(iter(row.cells), ""))
    return PLACE.format(sheet=place.sheet, cell=place.cell)


def cases_summary(campaign: Campaign, cases: Sequence[Case], leads: Sequence[Lead], as_of: date, provenance: Provenance) -> Report:
    """案件汇总: by state, by measure, by unit; every case with how long it has stood; the leads beside them."""
    counted = (PageColumn(title=COUNT, show=Show.COUNT, width=8),)
    measures = Counter(measure for case in cases for measure in (case.measures or (UNDECIDED_MEASURE,)))
    states = Counter((case.procedure.name, case.state_name) for case in cases)
    order = {(case.procedure.name, state.name): at for case in cases for at, state in enumerate(case.procedure.states)}
    by_state = tuple((name, state, states[name, state]) for name, state in sorted(states, key=lambda key: (key[0], order[key])))
    columns = (
        PageColumn(title=CASE, width=14),
        PageColumn(title=WHO, show=Show.WORDS, width=20),
        PageColumn(title=STATE, width=10),
        PageColumn(title=SINCE, show=Show.DAY, width=11),
        PageColumn(title=DAYS, show=Show.COUNT, width=8),
        PageColumn(title=MEASURES, width=16),
        PageColumn(title=NEXT, width=16),
        PageColumn(title=MISSING, show=Show.WORDS, width=40),
    )
    rows = tuple(
        (
            case.number,
            case_name(case),
            case.state_name,
            case.since,
            None if case.ended else case.days,
            LIST_SEPARATOR.join(case.measures) or UNDECIDED_MEASURE,
            LIST_SEPARATOR.join(one.step.name for one in case.next),
            CLAUSE.join(case.missing),
        )
        for case in cases
    )
    listed = (
        PageColumn(title=LEAD, width=26),
        PageColumn(title=UNIT, width=18),
        PageColumn(title=WHY, show=Show.WORDS, width=44),
        PageColumn(title=ARTICLE, width=14),
        PageColumn(title=BECAME, width=12),
    )
    found = tuple((lead.number, lead.unit, lead.why, lead.article.number, _became(lead)) for lead in leads)
    under, units = UNDER.format(day=day_words(as_of)), Counter(case.subject for case in cases)
    pages = (
        Page(
            name=ALL, title=SUMMARY_TITLE.format(campaign=campaign.settings.name), columns=columns, rows=rows, under=under, measure=MEASURE
        ),
        Page(
            name=BY_STATE,
            title=BY_STATE,
            columns=(PageColumn(title=ITEM, width=16), PageColumn(title=STATE, width=12), *counted),
            rows=by_state,
        ),
        Page(
            name=BY_MEASURE,
            title=BY_MEASURE,
            columns=(PageColumn(title=MEASURES, width=20), *counted),
            rows=tuple(sorted(measures.items())),
            notes=SUMMARY_NOTES,
        ),
        Page(name=BY_UNIT, title=BY_UNIT, columns=(PageColumn(title=UNIT, width=24), *counted), rows=tuple(units.items())),
        Page(name=LEADS, title=LEADS, columns=listed, rows=found, notes=LEAD_NOTES),
    )
    report = Report(
        stem=SUMMARY_STEM.format(day=as_of.isoformat()),
        title=SUMMARY_TITLE.format(campaign=campaign.settings.name),
        as_of=as_of,
        mark=mark(provenance),
        pages=pages,
        issuer=campaign.settings.issuer,
    )
    return report if provenance.full else masked(report)


def _became(lead: Lead) -> str:
    return lead.case or lead.decided or (WATCH if lead.watch else lead.status)
