"""What a reader needs to check the summary: waivers, readings chosen, rules of counting, and where it all came from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from duchá.campaign.model import Campaign
from duchá.journal.fact import Fact
from duchá.journal.records import WaiverFact, told
from duchá.journal.waivers import numbered_waivers
from duchá.receipts.receipts import Receipt
from duchá.reports import wording
from duchá.reports.page import CellRow, Page, PageColumn, Show
from duchá.reports.summary.lines import SummaryRow
from duchá.reports.wording import LEGEND
from duchá.rulebook.form import ColumnRole
from duchá.submissions.status import Status
from duchá.submissions.wording import STATUS_WORDS
from duchá.terms.deadline import explain, on_paper
from duchá.terms.wording import day_words

COUNTING = (
    LEGEND,
    "单位按名单所列次序排列。一行一个问题；写明“无”的行不是问题；零报告计0件，未报留空。",
    "整改归类按制度中列出的字词和说法（已……、未……、正在……、……前完成）判定，判不出的为无法判断；由人在“问题清单”里改定的按改定的计；原文一律照录在旁。",
    "自报整改率＝单位自报已整改÷问题数，四舍五入到两位小数；分子不等于分母时最高写99.99%。",
    "各栏合计等于各单位之和，不作调整。",
)

# 说明
ABOUT = "说明"

MARK = "截至{as_of}　流水校验码 {head}"
EMPTY_JOURNAL = "（流水为空）"
# waivers
WAIVERS = "豁免"
WAIVERS_TITLE = "豁免清单"
REASON = "理由"
APPROVER = "批准人"
UNTIL = "有效期至"
IN_FORCE = "有效"
EXPIRED = "已到期"
TAKEN_BACK = "已撤销"
WAIVERS_NOTES = ("豁免只免去所列代码的差错，由批准人负责，到期自动失效。",)
ABOUT_TITLE = "汇总说明"
SUBJECT = "项目"
EXPLANATION = "内容"
ABOUT_COUNTING = "计数规则"
ABOUT_FIGURES = "收件情况"
ABOUT_READINGS = "条款读法"
ABOUT_DEADLINES = "报送期限"
ABOUT_RULEBOOKS = "依据"
ABOUT_SOURCES = "来历"
FILES_RECEIVED = "共记录文件{files}个：{parts}；其中已撤回{withdrawn}个。另有纸质等登记{paper}份。"
OLDER_ROWS = "取自上一版的行数：{rows}（新版本退回或待确认，尚未收下）。"
SAYS_NONE_ROWS = "写明没有问题、不计入的行数：{rows}。"
REPEATED_ROWS = "补报的文件里重复列出、不重复计数的行数：{rows}。"
READING = "{question}：{text}（{whose}；{cite}）"
READING_DEFAULT = "默认读法"
READING_CHANGED = "本行动改选"
DEADLINE = "{name}，报{recipient}：{how}"
RULEBOOK = "《{title}》（{id}，第{edition}版；{source}）"
SOURCE_HASH = "{name}：SHA-256 {hash}"

_NUMBER = PageColumn(title=wording.NUMBER, show=Show.COUNT, width=6)


@dataclass(frozen=True, slots=True, kw_only=True)
class Provenance:
    """来历: the two times of the report, the head of the journal as known then, the sources in use by content, the tool.

    ``head`` is the newest fact known, None in an empty journal. ``known_at`` None = everything recorded.
    """

    as_of: date
    known_at: datetime | None
    head: Fact | None
    sources: Mapping[str, str]
    tool: str
    full: bool = False


def waivers_page(facts: Iterable[Fact], as_of: date, under: str) -> Page:
    """豁免: what was waived, for whom, by whom, why, until when; expired ones stay and say so."""
    listed = tuple(facts)
    kept, rows = numbered_waivers(listed), list[CellRow]()
    for _, said in told(listed, WaiverFact):
        if said.undoes is None:
            number = len(rows) + 1
            state = TAKEN_BACK if number not in kept else IN_FORCE if as_of <= said.until else EXPIRED
            rows.append((number, said.code, said.unit, said.reason, said.approver, said.until, state))
    columns = (
        _NUMBER,
        PageColumn(title=wording.CODE, width=8),
        PageColumn(title=wording.UNIT, show=Show.TEXT, width=23),
        PageColumn(title=REASON, show=Show.WORDS, width=38),
        PageColumn(title=APPROVER, show=Show.WORDS, width=14),
        PageColumn(title=UNTIL, show=Show.DAY, width=12),
        PageColumn(title=wording.STATE, width=10),
    )
    measure = wording.ROWS.format(rows=len(rows))
    return Page(
        name=WAIVERS,
        title=WAIVERS_TITLE,
        columns=columns,
        rows=tuple(rows),
        under=under,
        measure=measure,
        notes=WAIVERS_NOTES,
    )


def about_page(campaign: Campaign, receipts: Sequence[Receipt], lines: Sequence[SummaryRow], provenance: Provenance) -> Page:
    """说明: legend, counting, readings and provenance, one statement a row."""
    rows = (
        *((ABOUT_COUNTING, text) for text in COUNTING),
        *((ABOUT_FIGURES, text) for text in _figures(receipts, lines)),
        *((ABOUT_READINGS, text) for text in _readings(campaign)),
        *((ABOUT_DEADLINES, text) for text in _deadlines(campaign)),
        *((ABOUT_RULEBOOKS, text) for text in _rulebooks(campaign)),
        *((ABOUT_SOURCES, text) for text in _provenance(campaign, provenance)),
    )
    columns = (PageColumn(title=SUBJECT, width=14), PageColumn(title=EXPLANATION, show=Show.TEXT, width=90))
    return Page(name=ABOUT, title=ABOUT_TITLE, columns=columns, rows=rows, aside=True)


def mark(provenance: Provenance) -> str:
    """The foot of every page: the day it speaks of, and enough of the journal's head to tell two reports apart."""
    head = provenance.head.hash[:12] if provenance.head else EMPTY_JOURNAL
    return MARK.format(as_of=day_words(provenance.as_of), head=head)


def _figures(receipts: Sequence[Receipt], lines: Sequence[SummaryRow]) -> Iterable[str]:
    files = [receipt for receipt in receipts if not receipt.paper]
    by_status = {status: sum(1 for receipt in files if receipt.status is status and not receipt.withdrawn) for status in Status}
    parts = wording.PAUSE.join(f"{STATUS_WORDS[status]}{count}" for status, count in by_status.items() if count)
    withdrawn = sum(1 for receipt in files if receipt.withdrawn)
    yield FILES_RECEIVED.format(files=len(files), parts=parts or 0, withdrawn=withdrawn, paper=len(receipts) - len(files))
    yield OLDER_ROWS.format(rows=sum(1 for line in lines if line.older))
    says_none = sum(1 for line in lines if not (line.problem or line.repeated) and line.form.with_role(ColumnRole.PROBLEM) is not None)
    yield SAYS_NONE_ROWS.format(rows=says_none)
    if repeated := sum(1 for line in lines if line.repeated):
        yield REPEATED_ROWS.format(rows=repeated)


def _readings(campaign: Campaign) -> Iterable[str]:
    for book in campaign.rulebooks:
        for reading in book.readings:
            chosen = campaign.reading(book.id, reading.id)
            text = next(option.text for option in reading.options if option.id == chosen)
            whose = READING_DEFAULT if chosen == reading.default else READING_CHANGED
            yield READING.format(question=reading.question, text=text, whose=whose, cite=book.article(reading.article).cite())


def _deadlines(campaign: Campaign) -> Iterable[str]:
    for owed in campaign.owed:
        yield DEADLINE.format(
            name=owed.deliverable.name,
            recipient=owed.recipient,
            how=on_paper(owed.said_by if owed.plain.row is not None else explain(owed.deadline)),
        )


def _rulebooks(campaign: Campaign) -> Iterable[str]:
    for book in campaign.rulebooks:
        yield RULEBOOK.format(title=book.title, id=book.id, edition=book.edition, source=book.source)


def _provenance(campaign: Campaign, provenance: Provenance) -> Iterable[str]:
    yield wording.AS_OF.format(day=day_words(provenance.as_of))
    if provenance.known_at is not None:
        yield wording.KNOWN_AT.format(moment=campaign.local(provenance.known_at).isoformat(timespec="seconds"))
    if provenance.head is None:
        yield wording.NO_HEAD
    else:
        recorded = campaign.local(provenance.head.recorded_at).isoformat(timespec="seconds")
        yield wording.HEAD.format(seq=provenance.head.seq, recorded=recorded, hash=provenance.head.hash)
    for name, content in provenance.sources.items():
        yield SOURCE_HASH.format(name=name, hash=content)
    yield wording.TOOL.format(tool=provenance.tool)
    yield wording.UNMASKED if provenance.full else wording.MASKED
