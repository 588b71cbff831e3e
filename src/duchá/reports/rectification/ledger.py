"""整改台账: every problem on a line as an office keeps it on paper, from where it came to who verified it and when it was struck off."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from duchá.campaign.model import Campaign
from duchá.campaign.tags import classes_of
from duchá.ledger.matter import Matter
from duchá.ledger.status import MatterStatus
from duchá.reports.mask import masked
from duchá.reports.page import CellRow, Page, PageColumn, Report, Show
from duchá.rulebook.clock import MatterKind
from duchá.rulebook.machine import Move
from duchá.terms.wording import UNCLEAR_CLASS, UNDATED, day_words

TITLE = "{campaign}整改台账"
NAME = "整改台账"
STEM = "整改台账-{day}"
UNDER = "截至{day}　共{count}个问题，已销号{ended}个"
MEASURE = "单位：个"
NOTES = ("空白＝没有登记；整改情况是单位自己报告的，核查以“核查人”和“销号日期”为准。", "时限为“未定期限”的，请在“督办事项”填办理时限。")
LATE = "，逾期{days}天"
SIGNED = ("填表人：__________　　审核人：__________　　日期：____年__月__日",)

_COLUMNS = (
    PageColumn(title="序号", show=Show.COUNT, width=5),
    PageColumn(title="问题编号", show=Show.TEXT, width=14),
    PageColumn(title="责任单位", show=Show.TEXT, width=14),
    PageColumn(title="问题", show=Show.WORDS, width=26),
    PageColumn(title="来源", show=Show.TEXT, width=12),
    PageColumn(title="发现日期", show=Show.DAY, width=11),
    PageColumn(title="整改情况", show=Show.WORDS, width=26),
    PageColumn(title="归类", width=9),
    PageColumn(title="整改时限", width=11),
    PageColumn(title="责任人", show=Show.WORDS, width=9),
    PageColumn(title="状态", width=11),
    PageColumn(title="核查人", show=Show.WORDS, width=10),
    PageColumn(title="销号日期", show=Show.DAY, width=11),
)


def ledger_report(campaign: Campaign, statuses: Iterable[MatterStatus], as_of: date, mark: str) -> Report:
    """The ledger of the problems among the matters; ``mark`` is what the foot of its pages carries."""
    problems = [status for status in statuses if status.matter.kind is MatterKind.PROBLEM and not status.matter.withdrawn]
    names = {known.id: known.name for known in classes_of(campaign)}
    ended = sum(status.matter.state.ended for status in problems)
    page = Page(
        name=NAME,
        title=TITLE.format(campaign=campaign.settings.name),
        columns=_COLUMNS,
        rows=tuple((at, *_row(status, names)) for at, status in enumerate(problems, 1)),
        under=UNDER.format(day=day_words(as_of), count=len(problems), ended=ended),
        measure=MEASURE,
        notes=NOTES,
        signatures=SIGNED,
        lies=True,
    )
    return masked(Report(stem=STEM.format(day=as_of.isoformat()), title=page.title, as_of=as_of, mark=mark, pages=(page,)))


def _row(status: MatterStatus, names: Mapping[str, str]) -> CellRow:
    matter = status.matter
    details = matter.details
    late = LATE.format(days=status.late_days) if status.late_days and matter.open and not matter.state.holds else ""
    verified = [event for event in matter.events if event.move is Move.VERIFY]
    due = "" if not matter.open else UNDATED
    return (
        matter.id,
        matter.answering,
        details.problem or details.title,
        details.source,
        details.found_on,
        _progress(matter),
        names.get(matter.marks.klass, UNCLEAR_CLASS) if details.rectification else None,
        matter.due.day.isoformat() if matter.due is not None else due or None,
        details.person or None,
        f"{matter.state.name}{late}",
        (verified[-1].approver or verified[-1].unit or None) if verified else None,
        matter.ended_on,
    )


def _progress(matter: Matter) -> str | None:
    """What the unit says it did; else the last words on a step of it."""
    notes = [event.note for event in matter.events if event.note]
    return matter.details.rectification or (notes[-1] if notes else None)
