"""What the inspectors look at next: 监管制度 gaps, 被取消事项, and hints by unit; never a verdict (DT-08, DT-09, DT-18, DT-29)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from duchá.campaign.model import Campaign
from duchá.receipts.matrix import ReceiptStanding, ReceiptState
from duchá.receipts.receipts import Receipt
from duchá.reports import wording
from duchá.reports.page import Cell, CellRow, Page, PageColumn, Show
from duchá.reports.summary.across import Hint
from duchá.reports.summary.lines import SummaryRow
from duchá.reports.wording import LEGEND
from duchá.rulebook.form import ColumnRole, FilledBy, Form
from duchá.rulebook.model import WordClass
from duchá.submissions.faults.checks import LATE
from duchá.terms.fault import Weight
from duchá.terms.text import for_matching
from duchá.terms.wording import UNTYPED

SYSTEMS_NOTES = (
    "只数单位自己所列的制度，不评价是否齐全；有无以字词为准，供督查组核实，不作结论。",
    LEGEND,
)

FORM = "报表"
# findings
SYSTEMS = "监管制度"
SYSTEMS_TITLE = "监管制度建立情况对照表"
SYSTEMS_LISTED = "所列制度数"
SYSTEM_OF = "有无{name}"
GAP = "需要核实"
YES = "有"
NO = "无"
NO_SYSTEM = "监管制度为空"
NO_SYSTEM_OF = "未见{name}"
UNITS = "{count}个单位"
CANCELLED = "被取消事项"
CANCELLED_TITLE = "被取消的行政审批事项"
CANCELLED_ITEM = "事项"
NAMED_IN = "同单位问题中提到"
ROW_OF = "{form}第{number}行"
CANCELLED_NOTES = ("取自报表备注行，按顿号、分号和换行分开；供核对取消后是否落实后续监管。",)
HINTS = "提示"
HINTS_TITLE = "提示清单"
HINT = "提示"
HINTS_NOTES = ("提示供核实时参考，不是结论，也不影响收件。",)

SYSTEM = "system"  # the kind of word class that is looked for among a unit's systems (双随机)
_NUMBER = PageColumn(title=wording.NUMBER, show=Show.COUNT, width=6)
_UNIT = PageColumn(title=wording.UNIT, show=Show.TEXT, width=23)


def systems_pages(campaign: Campaign, standings: Sequence[ReceiptStanding], lines: Sequence[SummaryRow], under: str) -> tuple[Page, ...]:
    """监管制度: how many systems each unit lists, whether one of them is 双随机, and who lists none (DT-08, DT-18)."""
    forms = {form.id for form in campaign.forms(FilledBy.UNIT) if form.with_role(ColumnRole.SYSTEM) is not None}
    owing = [standing for standing in standings if standing.owed.deliverable.form in forms]
    if not owing:
        return ()
    classes = [item for book in campaign.rulebooks for item in book.word_classes if item.kind == SYSTEM]
    listed = [line for line in lines if line.form.id in forms]
    rows = tuple(_systems_row(number, standing, listed, classes) for number, standing in enumerate(owing, 1))
    columns = (
        _NUMBER,
        _UNIT,
        PageColumn(title=SYSTEMS_LISTED, show=Show.COUNT, width=12),
        *(PageColumn(title=SYSTEM_OF.format(name=item.name), width=14) for item in classes),
        PageColumn(title=GAP, show=Show.TEXT, width=34),
    )
    count = sum(row[2] for row in rows if isinstance(row[2], int))
    having = [UNITS.format(count=sum(1 for row in rows if row[at] == YES)) for at in range(3, 3 + len(classes))]
    gaps = UNITS.format(count=sum(1 for row in rows if row[-1] and row[2] is not None))
    total: CellRow = (None, wording.TOTAL, count, *having, gaps)
    page = Page(name=SYSTEMS, title=SYSTEMS_TITLE, columns=columns, rows=rows, total=total, under=under, notes=SYSTEMS_NOTES)
    return (page,)


def _systems_row(number: int, standing: ReceiptStanding, listed: Iterable[SummaryRow], classes: Sequence[WordClass]) -> CellRow:
    name = standing.unit.name
    if standing.state is ReceiptState.NOT_APPLICABLE:
        return (number, name, *[wording.DASH] * (len(classes) + 1), None)
    if not standing.accepted or standing.untyped:
        gap: Cell = UNTYPED.format(via=standing.untyped) if standing.untyped else None
        return (number, name, *[None] * (len(classes) + 1), gap)
    own = [line for line in listed if line.unit.name == name]
    texts = [for_matching(str(cell)) for line in own for cell in line.cells.values() if cell is not None]
    has = {item.name: any(for_matching(word) in text for word in item.words for text in texts) for item in classes}
    gap = NO_SYSTEM if not own else wording.PAUSE.join(NO_SYSTEM_OF.format(name=name) for name, there in has.items() if not there) or None
    return (number, name, len(own), *(YES if there else NO for there in has.values()), gap)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Item:
    """One entry of a list in the 备注 of a form (被取消事项)."""

    unit: str
    form: Form
    text: str
    receipt: Receipt


def cancelled_pages(campaign: Campaign, standings: Sequence[ReceiptStanding], lines: Sequence[SummaryRow], under: str) -> tuple[Page, ...]:
    """被取消事项: what the remark rows list, with the problem rows of the same unit that name it (DT-09)."""
    with_list = {form.id: form for form in campaign.forms(FilledBy.UNIT) if form.remark is not None and form.remark.list_name}
    if not with_list:
        return ()
    problems: dict[str, list[SummaryRow]] = {}
    for line in lines:
        if line.problem:
            problems.setdefault(line.unit.name, []).append(line)
    rows = tuple(
        (number, item.unit, item.text, _named_in(item, problems.get(item.unit, ())) or None, item.form.number, item.receipt.source)
        for number, item in enumerate(_items(standings, with_list), 1)
    )
    columns = (
        _NUMBER,
        _UNIT,
        PageColumn(title=CANCELLED_ITEM, show=Show.WORDS, width=44),
        PageColumn(title=NAMED_IN, show=Show.TEXT, width=30),
        PageColumn(title=FORM, width=8),
        PageColumn(title=wording.SOURCE, show=Show.WORDS, width=32),
    )
    measure = wording.ROWS.format(rows=len(rows))
    page = Page(
        name=CANCELLED,
        title=CANCELLED_TITLE,
        columns=columns,
        rows=rows,
        under=under,
        measure=measure,
        notes=CANCELLED_NOTES,
    )
    return (page,)


def _items(standings: Sequence[ReceiptStanding], with_list: dict[str, Form]) -> Iterable[_Item]:
    for standing in standings:
        form = with_list.get(standing.owed.deliverable.form)
        if form is None:
            continue
        for receipt in standing.accepted:
            filled = receipt.payload.get("forms", {}).get(form.id)
            for text in filled["remark_list"] if filled else ():
                yield _Item(unit=standing.unit.name, form=form, text=text, receipt=receipt)


def _named_in(item: _Item, problems: Iterable[SummaryRow]) -> str:
    wanted = for_matching(item.text)
    found = [
        line for line in problems if wanted and any(wanted in for_matching(str(cell)) for cell in line.cells.values() if cell is not None)
    ]
    return wording.PAUSE.join(ROW_OF.format(form=line.form.number, number=line.number) for line in found)


def hints_page(standings: Sequence[ReceiptStanding], across: Sequence[Hint], under: str) -> Page:
    """提示: the notes on each unit's files, then what shows only over several files, in roster order; something to look at, not a finding (DT-29).

    That something came late is said of the file whose day counts, and of no correction of it.
    """
    seen: dict[int, tuple[str, Receipt]] = {}
    shown: set[int] = set()
    late: set[int] = set()
    for standing in standings:
        counting = [receipt for receipt in (*standing.accepted, standing.current) if receipt is not None]
        shown |= {receipt.number for receipt in counting}
        if standing.first is not None and standing.late_days > 0:
            late.add(standing.first.number)
            counting.append(standing.first)
        for receipt in counting:
            seen.setdefault(receipt.number, (standing.unit.name, receipt))
    rows: list[CellRow] = []
    for unit, receipt in seen.values():
        for fault in receipt.payload.get("faults", []):
            if fault["weight"] == Weight.NOTE.value and receipt.number in (late if fault["code"] == LATE.code else shown):
                where = "!".join(part for part in (fault["sheet"], fault["cell"]) if part)
                rows.append((len(rows) + 1, unit, fault["code"], fault["message"], receipt.source, where or None))
    for hint in across:
        place = hint.fault.place
        where = "!".join(part for part in (place.sheet, place.cell) if part)
        rows.append((len(rows) + 1, hint.unit, hint.fault.kind.code, hint.fault.message, place.file or None, where or None))
    columns = (
        _NUMBER,
        _UNIT,
        PageColumn(title=wording.CODE, width=8),
        PageColumn(title=HINT, show=Show.WORDS, width=60),
        PageColumn(title=wording.SOURCE, show=Show.WORDS, width=32),
        PageColumn(title=wording.CELL, width=12),
    )
    measure = wording.ROWS.format(rows=len(rows))
    return Page(
        aside=True,
        name=HINTS,
        title=HINTS_TITLE,
        columns=columns,
        rows=tuple(rows),
        under=under,
        measure=measure,
        notes=HINTS_NOTES,
    )
