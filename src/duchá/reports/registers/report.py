"""A register as a report: every column of every row, what is wanting in it, what it comes to, what it is held against."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from duchá.registers.compare_lists import Doubt
from duchá.registers.gaps import Gap
from duchá.registers.lists import ListRow, ListTable, typed_text
from duchá.registers.measures import Measured, MeasuredTable
from duchá.registers.row_proposals import ProposedFromRow
from duchá.reports.mask import masked
from duchá.reports.page import Cell, CellRow, Page, PageColumn, Report, Show, share_cell
from duchá.reports.summary.about import Provenance, mark
from duchá.rulebook.form import RECORD_NO, Column, ColumnKind, ColumnRole, Form
from duchá.rulebook.model import Rulebook
from duchá.rulebook.register_rules import Difference, FigureKind, Reconciliation
from duchá.terms.fault import Weight
from duchá.terms.place import Place
from duchá.terms.quantity import Day, Quantity
from duchá.terms.wording import day_words

STEM, TITLE = "登记表-{sheet}-{day}", "{title}"
UNDER = "截至{day}，共 {rows} 行"
NUMBER, UNIT, TOTAL, NO_UNIT, NO_WORD = "序号", "单位", "合计", "（未写明单位）", "（没有填）"
SUMMARY_PAGE = "情况"
SUMMARY = "截至{day}，{title}共有{rows}行。"
SUMMARY_OTHERS = "另有{others}行这一天不在有效期内，列在后面。"
SUMMARY_GAPS = "不合要求的{count}处：{said}。"
SUMMARY_WEIGHT = "{weight}{count}处"
SUMMARY_NO_GAPS = "没有发现缺口。"
SUMMARY_EXCUSED = "写明理由的例外{count}处。"
SUMMARY_DOUBTS = "{name}对照，存疑{count}处。"
SUMMARY_PROPOSALS = "依登记的事实提出建议{count}条，由人批准。"
OTHERS_PAGE, OTHERS_TITLE = "不在有效期内", "不在有效期内的登记"
REGISTER = "登记表"
GAPS_PAGE, GAPS_TITLE = "缺口", "缺口清单"
GAPS_COLUMNS = ("单位", "对象", "缺口", "轻重", "依据", "位置")
GAPS_NOTE = "应改＝必须补上或者改正；核实＝请核实；提示＝供参考。改好登记表后运行 duchá record。"
EXCUSED_PAGE, EXCUSED_TITLE, EXCUSED_REASON = "例外", "写明理由的例外", "理由"
WEIGHT_WORDS = {Weight.REJECT: "应改", Weight.QUERY: "核实", Weight.NOTE: "提示"}
DOUBTS_TITLE = "{name}对照存疑清单"
DOUBTS_COLUMNS = ("单位", "对象", "存疑", "说明", "{left}", "位置", "{right}", "位置 ")
DOUBTS_NOTE = "只列事实，不作结论；请逐项核实。"
FIND_WORDS = {
    Difference.MISSING: "缺",
    Difference.EXTRA: "多",
    Difference.DIFFERENT: "不一致",
    Difference.BOTH: "不符",
    None: "无法对照",
}
PROPOSALS_PAGE, PROPOSALS_TITLE = "建议", "依登记的事实提出的建议"
PROPOSALS_COLUMNS = ("依据编号", "建议", "单位", "对象", "理由", "依据", "位置", "批准人")
PROPOSALS_NOTE = "一条事实一条建议，由人批准；不提的写明理由。"
WHOM = "{title}：{name}"
NOT_PROPOSED = "不提：{reason}"
NO_ROWS = "还没有登记。"
TARGET_PAGE, TARGET_TITLE = "{name}未达标", "{name}：未达到目标的逐行清单"
PAUSE, LINE_BREAK = "、", "；"
_SHOWS = {
    ColumnKind.DATE: Show.DAY,
    ColumnKind.COUNT: Show.COUNT,
    ColumnKind.AMOUNT: Show.AMOUNT,
    ColumnKind.LONG_TEXT: Show.WORDS,
    ColumnKind.TEXT: Show.WORDS,
    ColumnKind.PHONE: Show.WORDS,
}
_UPRIGHT = 7  # columns that an upright sheet takes
_WIDEST = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterView:
    """What a register's report is a function of: its rows, what the rulebooks find wanting in it and make of it."""

    table: ListTable
    as_of: date
    gaps: tuple[Gap, ...]
    tables: tuple[tuple[Rulebook, MeasuredTable], ...]
    doubts: tuple[tuple[Reconciliation, str, str, tuple[Doubt, ...]], ...]
    proposals: tuple[ProposedFromRow, ...]
    provenance: Provenance


def register_report(view: RegisterView) -> Report:
    """The register with its gaps, exceptions, tables, reconciliations and proposals. Phone and ID numbers are masked unless ``full``."""
    form = view.table.form
    report = Report(
        stem=STEM.format(sheet=form.sheet, day=view.as_of.isoformat()),
        title=TITLE.format(title=form.title),
        as_of=view.as_of,
        mark=mark(view.provenance),
        pages=tuple(_pages(view)),
    )
    return report if view.provenance.full else masked(report)


def _pages(view: RegisterView) -> Iterator[Page]:
    form, under = view.table.form, day_words(view.as_of)
    yield Page(name=SUMMARY_PAGE, title=form.title, columns=(), rows=(), words=tuple(_summary(view)), under=under)
    yield _rows_page(form, view.table.rows, form.sheet, form.title, under)
    if view.table.others:
        yield _rows_page(form, view.table.others, OTHERS_PAGE, OTHERS_TITLE, under)
    yield from gap_pages(view.gaps, under)
    for _, table in view.tables:
        yield measured_page(table, form, under)
        yield from target_pages(table, form, under)
    for one, left, right, found in view.doubts:
        yield doubts_page(one, (left, right), found, under)
    if view.proposals:
        yield proposals_page(view.proposals, under)


def _summary(view: RegisterView) -> Iterator[str]:
    """What the report holds, in sentences: rows, gaps by weight, exceptions, doubts, proposals."""
    day, counts = day_words(view.as_of), Counter(gap.weight for gap in view.gaps if not gap.excused)
    yield SUMMARY.format(day=day, title=view.table.form.title, rows=len(view.table.rows))
    if view.table.others:
        yield SUMMARY_OTHERS.format(others=len(view.table.others))
    said = PAUSE.join(SUMMARY_WEIGHT.format(weight=WEIGHT_WORDS[weight], count=counts[weight]) for weight in Weight if counts[weight])
    yield SUMMARY_GAPS.format(count=counts.total(), said=said) if said else SUMMARY_NO_GAPS
    excused = sum(bool(gap.excused) for gap in view.gaps)
    if excused:
        yield SUMMARY_EXCUSED.format(count=excused)
    for one, _, _, found in view.doubts:
        yield SUMMARY_DOUBTS.format(name=one.name, count=len(found))
    if view.proposals:
        yield SUMMARY_PROPOSALS.format(count=len(view.proposals))


def _rows_page(form: Form, rows: Sequence[ListRow], name: str, title: str, day: str) -> Page:
    columns = [column for column in form.columns if column.role is not ColumnRole.SEQUENCE and _is_said(column, rows)]
    extra = tuple(dict.fromkeys(heading for row in rows for heading in row.extra))
    shown = (
        PageColumn(title=NUMBER, show=Show.COUNT, width=6),
        *(PageColumn(title=column.title, show=_SHOWS.get(column.kind, Show.TEXT), width=min(column.width, _WIDEST)) for column in columns),
        *(PageColumn(title=heading, show=Show.WORDS, width=14) for heading in extra),
    )
    cells = tuple(
        (at, *(_cell(row, column) for column in columns), *(row.extra.get(one) for one in extra)) for at, row in enumerate(rows, 1)
    )
    return Page(
        name=name,
        title=title,
        columns=shown,
        rows=cells,
        under=UNDER.format(day=day, rows=len(rows)),
        notes=() if rows else (NO_ROWS,),
        annex=True,
        lies=len(shown) > _UPRIGHT,
    )


def _is_said(column: Column, rows: Sequence[ListRow]) -> bool:
    """True for a column in which something stands; one that is empty in every row takes no room on paper."""
    return not rows or column.key or column.required or any(_cell(row, column) is not None for row in rows)


def _cell(row: ListRow, column: Column) -> Cell:
    """What a cell says: days and plain numbers as such, all else as it was typed."""
    if column.id == RECORD_NO:
        return row.record_no or None
    match row.value(column.id):
        case Day(end=None) as content if column.kind is ColumnKind.DATE:
            return content.day
        case Quantity(measure="", approximate=False) as content if column.kind in (ColumnKind.COUNT, ColumnKind.AMOUNT):
            whole = content.amount == content.amount.to_integral_value()
            return int(content.amount) if whole and column.kind is ColumnKind.COUNT else content.amount
        case _:
            return typed_text(row, column.id) or None


def gap_pages(gaps: Sequence[Gap], day: str, *, with_register: bool = False) -> Iterator[Page]:
    """缺口 and 例外: a line each, the heavy ones first as their checks come."""
    open_gaps = [gap for gap in gaps if not gap.excused]
    excused = [gap for gap in gaps if gap.excused]
    if open_gaps or not excused:
        yield _gaps_page(open_gaps, (GAPS_PAGE, GAPS_TITLE), day, with_register=with_register)
    if excused:
        yield _gaps_page(excused, (EXCUSED_PAGE, EXCUSED_TITLE), day, with_register=with_register, excused=True)


def _gaps_page(gaps: Sequence[Gap], names: tuple[str, str], day: str, *, with_register: bool, excused: bool = False) -> Page:
    rows = []
    for at, gap in enumerate(gaps, 1):
        where = (gap.title,) if with_register else ()
        why = (gap.excused,) if excused else ()
        rows.append((at, *where, gap.unit, gap.subject, gap.says, *why, WEIGHT_WORDS[gap.weight], gap.article, place_words(gap.place)))
    titles = [*((REGISTER,) if with_register else ()), *GAPS_COLUMNS]
    if excused:
        titles.insert(titles.index(GAPS_COLUMNS[2]) + 1, EXCUSED_REASON)
    widths = {GAPS_COLUMNS[0]: 16, GAPS_COLUMNS[1]: 20, GAPS_COLUMNS[2]: 36, EXCUSED_REASON: 20, GAPS_COLUMNS[3]: 6, GAPS_COLUMNS[4]: 10}
    columns = tuple(PageColumn(title=title, show=Show.TEXT, width=widths.get(title, 22)) for title in titles)
    return Page(
        name=names[0],
        title=names[1],
        columns=(PageColumn(title=NUMBER, show=Show.COUNT, width=6), *columns),
        rows=tuple(rows),
        under=UNDER.format(day=day, rows=len(rows)),
        notes=(GAPS_NOTE,),
        annex=True,
        lies=True,
    )


def measured_page(table: MeasuredTable, form: Form, day: str) -> Page:
    """统计表: a line a unit (or a kind) and the total."""
    declared = table.declared
    by = form.column(declared.by)
    unit = by.kind is ColumnKind.UNIT
    first = PageColumn(title=UNIT if unit else by.title, show=Show.TEXT, width=20)
    nothing = NO_UNIT if unit else NO_WORD
    if declared.over:
        columns = tuple(
            PageColumn(title=heading or NO_WORD, show=Show.TEXT if declared.shows else Show.COUNT, width=10) for heading in table.headings
        )
        rows: tuple[CellRow, ...] = tuple((at, line.name or nothing, *line.cells) for at, line in enumerate(table.crossed, 1))
        total: CellRow = (None, TOTAL, *table.crossed_total)
    else:
        columns = tuple(column for one in table.total for column in _figure_columns(one))
        rows = tuple(
            (at, line.name or nothing, *(c for one in line.figures for c in figures(one))) for at, line in enumerate(table.lines, 1)
        )
        total = (None, TOTAL, *(cell for one in table.total for cell in figures(one)))
    return Page(
        name=declared.name,
        title=declared.title,
        columns=(PageColumn(title=NUMBER, show=Show.COUNT, width=6), first, *columns),
        rows=rows,
        total=total if rows else (),
        under=day,
        measure=declared.unit_of_measure,
        notes=declared.notes,
        annex=True,
        lies=len(columns) > _UPRIGHT + 1,
    )


def _figure_columns(one: Measured) -> Iterator[PageColumn]:
    titles = one.measure.titles or (one.measure.name,)
    if one.measure.figure is not FigureKind.RATE:
        yield PageColumn(title=titles[0], show=Show.AMOUNT if one.measure.figure is FigureKind.SUM else Show.COUNT, width=8)
        return
    shows = (Show.COUNT, Show.COUNT, Show.RATE)
    named = (*titles, *("",) * 3)[:3] if len(titles) > 1 else ("", "", titles[0])
    yield from (
        PageColumn(title=title, show=show, width=10 if show is Show.RATE else 8) for title, show in zip(named, shows, strict=True) if title
    )


def figures(one: Measured) -> Iterator[Cell]:
    """The cells of a measure in a table: “—” of nothing."""
    if one.measure.figure is FigureKind.SUM:
        yield one.whole
    elif one.measure.figure is FigureKind.COUNT:
        yield int(one.whole)
    else:
        titles = one.measure.titles
        named = (*titles, *("",) * 3)[:3] if len(titles) > 1 else ("", "", one.measure.name)
        cells: tuple[Cell, ...] = (int(one.whole), one.part, share_cell(one.share))
        yield from (cell for title, cell in zip(named, cells, strict=True) if title)


def target_pages(table: MeasuredTable, form: Form, day: str) -> Iterator[Page]:
    """Every row that keeps a target from being met, and what is wanting of it."""
    found = tuple(table.gaps())
    if not found:
        return
    declared = table.declared
    unit = next((column for column in form.columns if column.kind is ColumnKind.UNIT), None)
    mine = [form.column(name) for name in declared.gap_columns or tuple(column.id for column in form.columns if column.key)]
    first, *others = mine
    columns = (
        PageColumn(title=NUMBER, show=Show.COUNT, width=6),
        *((PageColumn(title=UNIT, show=Show.TEXT, width=22),) if unit else ()),
        PageColumn(title=first.title, width=18),
        PageColumn(title=GAPS_PAGE, width=14),
        *(PageColumn(title=column.title, show=_SHOWS.get(column.kind, Show.TEXT), width=12) for column in others),
    )
    rows = tuple(
        (at, *((row.text(unit.id),) if unit else ()), _cell(row, first), measure.gap or measure.name, *(_cell(row, one) for one in others))
        for at, (measure, row) in enumerate(found, 1)
    )
    yield Page(
        name=declared.gaps_name or TARGET_PAGE.format(name=declared.name),
        title=declared.gaps_title or TARGET_TITLE.format(name=declared.name),
        columns=columns,
        rows=rows,
        under=day,
        annex=True,
    )


def doubts_page(one: Reconciliation, names: tuple[str, str], found: Sequence[Doubt], day: str) -> Page:
    """存疑清单 of two lists, both cells named."""
    titles = [title.format(left=names[0], right=names[1]) for title in DOUBTS_COLUMNS]
    widths = (16, 18, 8, 24, 18, 20, 18, 20)
    columns = tuple(
        PageColumn(title=title, show=Show.WORDS if at in (1, 4, 6) else Show.TEXT, width=widths[at]) for at, title in enumerate(titles)
    )
    rows = tuple(
        (
            at,
            doubt.unit,
            doubt.subject,
            FIND_WORDS[doubt.find],
            doubt.says,
            doubt.left or None,
            place_words(doubt.left_place),
            doubt.right or None,
            place_words(doubt.right_place),
        )
        for at, doubt in enumerate(found, 1)
    )
    return Page(
        name=one.name,
        title=DOUBTS_TITLE.format(name=one.name),
        columns=(PageColumn(title=NUMBER, show=Show.COUNT, width=6), *columns),
        rows=rows,
        under=UNDER.format(day=day, rows=len(rows)),
        notes=tuple(note for note in (one.note, DOUBTS_NOTE) if note),
        annex=True,
        lies=True,
    )


def proposals_page(found: Sequence[ProposedFromRow], day: str) -> Page:
    """建议: a line a ground."""
    widths = (16, 12, 16, 28, 34, 10, 20, 12)
    columns = tuple(
        PageColumn(title=title, show=Show.WORDS if at == 4 else Show.TEXT, width=widths[at]) for at, title in enumerate(PROPOSALS_COLUMNS)
    )
    rows = tuple(
        (
            at,
            one.ground,
            one.kind,
            one.unit,
            LINE_BREAK.join(WHOM.format(title=title, name=name) for title, name in one.whom),
            one.why,
            one.article,
            place_words(one.place),
            NOT_PROPOSED.format(reason=one.excused) if one.excused else "",
        )
        for at, one in enumerate(found, 1)
    )
    return Page(
        name=PROPOSALS_PAGE,
        title=PROPOSALS_TITLE,
        columns=(PageColumn(title=NUMBER, show=Show.COUNT, width=6), *columns),
        rows=rows,
        under=UNDER.format(day=day, rows=len(rows)),
        notes=(PROPOSALS_NOTE,),
        annex=True,
        lies=True,
    )


def place_words(place: Place | None) -> str | None:
    """Where a cell stands, as people look for it; nothing where there is none."""
    if place is None or not (place.file or place.sheet or place.cell):
        return None
    return "!".join(part for part in (place.file, place.sheet, place.cell) if part)
