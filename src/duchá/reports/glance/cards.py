"""单位情况卡: a page a unit for the telephone: who answers there, what it has sent and owes, its open matters, its points."""

from __future__ import annotations

from collections.abc import Iterator

from duchá.ledger.status import Light, MatterStatus
from duchá.ledger.wording import LIGHT_WORDS
from duchá.receipts.matrix import ReceiptState
from duchá.reports.glance.view import GlanceView
from duchá.reports.mask import masked_text
from duchá.reports.page import CellRow, Page, PageColumn, Report, Show, amount_text
from duchá.terms.unit import Unit
from duchá.terms.wording import NOT_DUE, RECEIPT_STATE_WORDS, UNDATED, day_words, period_words

TITLE = "{unit}情况卡"
STEM = "单位情况卡-{day}"
UNDER = "截至{day}"
CONTACTS = "联系"
RETURNS = "报送"
MATTERS = "在办事项"
PERSON = "联系人：{contact}　电话：{phone}　邮箱：{email}"
ABOVE = "分管领导：{leader}　责任处室：{office}　上级单位：{parent}"
NOBODY = "没有填写"
ANSWERED = "接话人：_____　时间：__月__日__时　答复：______"
WHAT = "材料"
DUE = "期限"
STATE = "情况"
NUMBER = "编号"
MATTER = "事项"
LIGHT = "灯"
LATE_BY = "逾期{days}天"
LEFT = "还剩{days}天"
TODAY = "今天到期"
STANDING_SAID = "{period}积分：总分{total}，{group}第{rank}名，共{count}笔。"
NOT_RANKED = "积分：{period}没有参加排名。"
NO_MATTERS = "没有在办事项。"

_RETURNS = (
    PageColumn(title=WHAT, show=Show.TEXT, width=40),
    PageColumn(title=DUE, show=Show.DAY, width=12),
    PageColumn(title=STATE, width=22),
)
_MATTERS = (
    PageColumn(title=LIGHT, width=6),
    PageColumn(title=NUMBER, show=Show.TEXT, width=18),
    PageColumn(title=MATTER, show=Show.WORDS, width=36),
    PageColumn(title=DUE, width=12),
    PageColumn(title=STATE, width=14),
)
_URGENCY = (Light.FLASHING, Light.RED, Light.YELLOW, Light.GREEN, Light.GREY)


def card_report(view: GlanceView, unit: Unit) -> Report:
    """The card of a unit; the file is named for the day, the caller adds the unit."""
    under = UNDER.format(day=day_words(view.as_of))
    pages = (
        Page(name="", title=CONTACTS, columns=(), rows=(), words=(*_contacts(unit), *_points(view, unit)), under=under),
        Page(name=RETURNS, title=RETURNS, columns=_RETURNS, rows=tuple(_returns(view, unit)), under=under),
        _matters(view, unit, under),
    )
    title = TITLE.format(unit=unit.name)
    return Report(stem=STEM.format(day=view.as_of.isoformat()), title=title, as_of=view.as_of, mark=view.mark, pages=pages)


def _contacts(unit: Unit) -> Iterator[str]:
    yield PERSON.format(contact=unit.contact or NOBODY, phone=unit.phone or NOBODY, email=unit.email or NOBODY)
    if unit.leader or unit.office or unit.parent:
        yield ABOVE.format(leader=unit.leader or NOBODY, office=unit.office or NOBODY, parent=unit.parent or NOBODY)
    yield ANSWERED


def _returns(view: GlanceView, unit: Unit) -> Iterator[CellRow]:
    for standing in view.standings:
        if unit.name in (standing.unit.name, standing.successor) and standing.state is not ReceiptState.NOT_APPLICABLE:
            word = NOT_DUE if standing.not_due else RECEIPT_STATE_WORDS[standing.state.value]
            late = LATE_BY.format(days=standing.late_days) if standing.late_days else ""
            due = standing.again.due if standing.again else UNDATED if standing.owed.due is None else standing.owed.due
            yield (standing.owed.deliverable.name, due, "　".join(part for part in (word, late) if part))


def _matters(view: GlanceView, unit: Unit, under: str) -> Page:
    own = [status for status in view.statuses if status.matter.open and status.matter.answering == unit.name]
    own.sort(key=lambda status: (_URGENCY.index(status.light), status.matter.id))
    rows = tuple(
        (
            LIGHT_WORDS[status.light.value],
            status.matter.id,
            masked_text(status.matter.details.title or status.matter.details.problem),
            UNDATED if status.matter.due is None else status.matter.due.day.isoformat(),
            _left(status),
        )
        for status in own
    )
    words = () if rows else (NO_MATTERS,)
    return Page(name=MATTERS, title=MATTERS, columns=_MATTERS if rows else (), rows=rows, words=words, under=under)


def _left(status: MatterStatus) -> str:
    """How the time stands: the matter's own, or that of its node that is nearest."""
    if status.matter.state.holds or status.undated:
        return status.matter.state.name
    nodes = [node.days_left for node in status.nodes if node.days_left is not None]
    left = min(nodes) if nodes else status.days_left
    if left is None:
        return status.matter.state.name
    return LATE_BY.format(days=-left) if left < 0 else LEFT.format(days=left) if left else TODAY


def _points(view: GlanceView, unit: Unit) -> Iterator[str]:
    if view.scores is None:
        return
    period = period_words(view.scores.period)
    said = NOT_RANKED.format(period=period)
    for group in view.scores.groups:
        for standing in group.standings:
            if standing.name == unit.name:
                total = amount_text(standing.score.total)
                said = STANDING_SAID.format(
                    period=period, total=total, group=group.group, rank=standing.rank, count=len(standing.score.entries)
                )
    yield said
