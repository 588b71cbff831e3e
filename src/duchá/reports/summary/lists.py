"""The lists a supervision office acts on: 零报告, 逾期, 未报 in the order of the roster, 退回待改与待确认 (DT-16, DT-17, DT-37)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from duchá.campaign.model import Campaign
from duchá.receipts.matrix import ReceiptStanding, ReceiptState
from duchá.receipts.receipts import Receipt
from duchá.reports import wording
from duchá.reports.page import CellRow, Page, PageColumn, Show
from duchá.reports.summary.overview import reports_nil
from duchá.rulebook.form import FilledBy
from duchá.submissions.status import Status
from duchá.submissions.wording import STATUS_WORDS
from duchá.terms.fault import Weight
from duchá.terms.wording import NOT_CORRECTED, NOT_DUE, SEND_AGAIN_BY, UNDATED, day_words

DELIVERABLE = "报送材料"
COUNT = "份数"
RECEIVED_ON = "收到日期"
FILED_ON = "填报日期"
LATE_DAYS = "逾期天数"
# lists
NIL_LIST = "零报告"
NIL_TITLE = "零报告名单"
NIL_NOTES = ("零报告＝报表已报、没有发现问题，是有效的报送，不是未报。",)
LATE_LIST = "逾期"
LATE_TITLE = "逾期报送名单"
LATE_NOTES = ("逾期天数自期限次日起算；尚未报送的列在“未报”页。",)
MISSING_LIST = "未报"
MISSING_TITLE = "未报名单"
MISSING_ITEMS = "未报材料"
MISSING_NOTES = ("按单位名单的次序排列，只列期限已过、还没有报的；期限未到的另列在“未到期”页。",)
PENDING_TITLE = "期限未到、尚未报送的材料"
PENDING_ITEMS = "尚未报送的材料"
PENDING_NOTES = ("期限未到，不是未报；到期以后还没有报的，转入“未报”页。",)
OPEN_LIST = "退回待确认"
OPEN_TITLE = "退回待改与待确认名单"
OPEN_NOTES = ("退回待改由单位改正后重报；待确认由本办公室核实后处理；不能用的文件请单位换成可用的报表重报。均未计入问题数。",)
UNKNOWN_UNIT = "（未认定）"
WHY = "原因"
USED_INSTEAD = "目前计入"
OLDER_USED = "上一版：{source}"
NOT_COUNTED = "未计入"
MORE_REASONS = "……共{count}种，详见标注后的退回件。"
AT_CELLS = "（{cells}）"
AT_MORE_CELLS = "（{cells}等{count}处）"

REASONS_SHOWN = 5  # messages of one file told in a list, and cells of one message; more are counted, and stand in the marked copy
_OPEN = (Status.SENT_BACK, Status.HELD, Status.REFUSED)
_NUMBER = PageColumn(title=wording.NUMBER, show=Show.COUNT, width=6)
_UNIT = PageColumn(title=wording.UNIT, show=Show.TEXT, width=23)
_ITEM = PageColumn(title=DELIVERABLE, show=Show.TEXT, width=38)
_SOURCE = PageColumn(title=wording.SOURCE, show=Show.WORDS, width=32)


def nil_page(campaign: Campaign, standings: Sequence[ReceiptStanding], under: str) -> Page:
    """零报告: who says, form by form, that there is no problem; not the same as 未报 (DT-17)."""
    forms = {form.id: form for form in campaign.forms(FilledBy.UNIT)}
    rows: list[CellRow] = []
    for standing in standings:
        if reports_nil(standing, forms):
            receipt = standing.accepted[-1]
            form = forms[standing.owed.deliverable.form]
            filled = receipt.payload["forms"][form.id]
            filed = date.fromisoformat(filled["filed_on"]) if filled["filed_on"] else None
            where = f"{filled['sheet']}!{filled['range']}"
            name = standing.owed.deliverable.name
            rows.append((len(rows) + 1, standing.unit.name, name, filed, _day(campaign, receipt), receipt.source, where))
    columns = (
        _NUMBER,
        _UNIT,
        _ITEM,
        PageColumn(title=FILED_ON, show=Show.DAY, width=12),
        PageColumn(title=RECEIVED_ON, show=Show.DAY, width=12),
        _SOURCE,
        PageColumn(title=wording.CELL, width=14),
    )
    return _page(NIL_LIST, NIL_TITLE, columns, rows, (under, NIL_NOTES))


def late_page(campaign: Campaign, standings: Sequence[ReceiptStanding], under: str) -> Page:
    """逾期: what came after its day, by how many days, and which file it was; one row a file."""
    found: dict[tuple[str, date | None, int, int], list[tuple[ReceiptStanding, Receipt]]] = {}
    for standing in standings:
        if (first := standing.first) is not None and standing.late_days > 0:
            key = (standing.unit.name, standing.owed.due, standing.late_days, first.number)
            found.setdefault(key, []).append((standing, first))
    rows: list[CellRow] = []
    for (unit, due, days, _), late in found.items():
        names = wording.PAUSE.join(standing.owed.deliverable.name for standing, _ in late)
        first = late[0][1]
        rows.append((len(rows) + 1, unit, names, len(late), due, _day(campaign, first), days, first.source))
    columns = (
        _NUMBER,
        _UNIT,
        PageColumn(title=DELIVERABLE, show=Show.TEXT, width=52),
        PageColumn(title=COUNT, show=Show.COUNT, width=6),
        PageColumn(title=wording.DUE_ON, show=Show.DAY, width=12),
        PageColumn(title=RECEIVED_ON, show=Show.DAY, width=12),
        PageColumn(title=LATE_DAYS, show=Show.COUNT, width=9),
        _SOURCE,
    )
    return _page(LATE_LIST, LATE_TITLE, columns, rows, (under, LATE_NOTES))


def missing_pages(standings: Sequence[ReceiptStanding], under: str) -> tuple[Page, ...]:
    """未报: one row a unit and day, in the order of the document's own list (附件1); what is not due yet is 未到期, on a page of its own."""
    late = _missing_rows([standing for standing in standings if standing.state is ReceiptState.MISSING and not standing.not_due])
    pending = _missing_rows([standing for standing in standings if standing.not_due])
    pages = [_page(MISSING_LIST, MISSING_TITLE, _missing_columns(MISSING_ITEMS), late, (under, MISSING_NOTES))]
    if pending:
        columns = tuple(column for column in _missing_columns(PENDING_ITEMS) if column.title != LATE_DAYS)
        rows = [(*row[:5], *row[6:]) for row in pending]
        pages.append(_page(NOT_DUE, PENDING_TITLE, columns, rows, (under, PENDING_NOTES)))
    return tuple(pages)


def _missing_rows(standings: Sequence[ReceiptStanding]) -> list[CellRow]:
    found: dict[tuple[str, date | None], list[ReceiptStanding]] = {}
    for standing in standings:
        found.setdefault((standing.unit.name, standing.owed.due), []).append(standing)
    rows: list[CellRow] = []
    for (unit, due), missing in found.items():
        names = wording.PAUSE.join(standing.owed.deliverable.name for standing in missing)
        recipients = wording.PAUSE.join(dict.fromkeys(standing.owed.recipient for standing in missing))
        rows.append((len(rows) + 1, unit, names, len(missing), UNDATED if due is None else due, missing[0].late_days, recipients))
    return rows


def _missing_columns(items: str) -> tuple[PageColumn, ...]:
    return (
        _NUMBER,
        _UNIT,
        PageColumn(title=items, show=Show.TEXT, width=52),
        PageColumn(title=COUNT, show=Show.COUNT, width=6),
        PageColumn(title=wording.DUE_ON, show=Show.DAY, width=12),
        PageColumn(title=LATE_DAYS, show=Show.COUNT, width=9),
        PageColumn(title=wording.RECIPIENT, show=Show.TEXT, width=20),
    )


def open_page(campaign: Campaign, standings: Sequence[ReceiptStanding], receipts: Sequence[Receipt], under: str) -> Page:
    """退回待改与待确认: files that wait for the unit or for a person, why, and what the summary uses meanwhile.

    Files that a later one has taken the place of are left out; files that are no usable form stay until withdrawn.
    """
    current = {standing.current.number: standing for standing in standings if standing.current is not None}
    order = {unit.name: unit.order for unit in campaign.roster.units}
    waiting = [
        receipt
        for receipt in receipts
        if receipt.status in _OPEN
        and not receipt.withdrawn
        and (receipt.number in current or receipt.status is Status.REFUSED or receipt.unit is None)
    ]
    waiting.sort(key=lambda receipt: (receipt.unit is None, order.get(receipt.unit or "", 0), receipt.number))
    rows: list[CellRow] = []
    for receipt in waiting:
        state = _state(receipt, current.get(receipt.number))
        used = _used_instead(receipt, standings)
        day = _day(campaign, receipt)
        rows.append((len(rows) + 1, receipt.unit or UNKNOWN_UNIT, state, receipt.source, day, _reasons(receipt), used))
    columns = (
        _NUMBER,
        _UNIT,
        PageColumn(title=wording.STATE, width=18),
        _SOURCE,
        PageColumn(title=RECEIVED_ON, show=Show.DAY, width=12),
        PageColumn(title=WHY, show=Show.WORDS, width=60),
        PageColumn(title=USED_INSTEAD, show=Show.WORDS, width=26),
    )
    return _page(OPEN_LIST, OPEN_TITLE, columns, rows, (under, OPEN_NOTES))


def _state(receipt: Receipt, standing: ReceiptStanding | None) -> str:
    """退回, 待确认, 不能用; of what was sent back also by when it is owed again, 逾期未改 after that day."""
    if standing is None or standing.again is None:
        return STATUS_WORDS[receipt.status]
    if standing.again_late:
        return NOT_CORRECTED.format(days=standing.again_late)
    return f"{STATUS_WORDS[receipt.status]}{wording.PAUSE}{SEND_AGAIN_BY.format(day=day_words(standing.again.due, year=False))}"


def _used_instead(receipt: Receipt, standings: Sequence[ReceiptStanding]) -> str:
    """Which older version the rows come from while the newer one waits; 未计入 where there is none."""
    older = {
        old.number: old
        for standing in standings
        if standing.current is not None and standing.current.number == receipt.number
        for old in standing.accepted
    }
    return wording.PAUSE.join(OLDER_USED.format(source=old.source) for old in older.values()) or NOT_COUNTED


def _reasons(receipt: Receipt) -> str:
    """What is wrong, one line a message, with the cells it was said of."""
    found: dict[tuple[str, str], list[str]] = {}
    for fault in receipt.payload.get("faults", []):
        if fault["weight"] != Weight.NOTE.value:
            cell = "!".join(part for part in (fault["sheet"], fault["cell"]) if part)
            found.setdefault((fault["code"], fault["message"]), []).append(cell)
    told = [f"{code} {message}{_cells(cells)}" for (code, message), cells in found.items()]
    return "\n".join([*told[:REASONS_SHOWN], *([MORE_REASONS.format(count=len(told))] if len(told) > REASONS_SHOWN else [])])


def _cells(cells: list[str]) -> str:
    named = [cell for cell in cells if cell]
    if not named:
        return ""
    if len(named) <= REASONS_SHOWN:
        return AT_CELLS.format(cells=wording.PAUSE.join(named))
    return AT_MORE_CELLS.format(cells=wording.PAUSE.join(named[:REASONS_SHOWN]), count=len(named))


def _day(campaign: Campaign, receipt: Receipt) -> date:
    return campaign.local(receipt.received_at).date()


def _page(name: str, title: str, columns: tuple[PageColumn, ...], rows: Sequence[CellRow], around: tuple[str, tuple[str, ...]]) -> Page:
    under, notes = around
    return Page(
        name=name, title=title, columns=columns, rows=tuple(rows), under=under, measure=wording.ROWS.format(rows=len(rows)), notes=notes
    )
