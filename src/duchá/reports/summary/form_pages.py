"""One page a form: every row that counts, with its unit, source and cell; 整改归类 beside the original text (DT-37, DT-38)."""

from __future__ import annotations

from collections.abc import Sequence

from duchá.campaign.model import Campaign
from duchá.campaign.tags import classes_of
from duchá.ledger.problems import telling
from duchá.reports import wording
from duchá.reports.page import Cell, CellRow, Page, PageColumn, Show
from duchá.reports.summary.lines import SummaryRow
from duchá.rulebook.form import Column, ColumnKind, ColumnRole, FilledBy, Form
from duchá.submissions.checks.dates import first_day_in_scope
from duchá.submissions.classify import UNCLEAR
from duchá.terms.text import for_matching
from duchá.terms.wording import UNCLEAR_CLASS, day_words

MARKS: dict[str, str] = {
    "ditto": "“同上”已展开",
    "filled": "合并格已补全",
    "joined": "由多行合并",
    "maybe-continued": "可能续上一行",
    "several": "一格写了几项",
    "struck": "含删除线",
    "comment": "有批注",
}

CLAUSE = "；"
DEPARTMENT = "部门"
SUB_UNIT = "下属单位"
REMARK = "备注"
# one page a form
SUMMARY_OF = "汇总"
WRITTEN_NUMBER = "原序号"
CONTENT = "内容"
CLASS = "整改归类"
CATEGORY = "类别"
CHANNEL = "渠道"
OTHER_COLUMNS = "其他栏目"
OLDER = "上一版"
OLDER_NOTE = "备注为“上一版”的共{rows}行：新报的版本已退回或待确认，在收下以前按上一次已收的版本计。"
SAYS_NONE_NOTE = "另有{rows}行写明没有问题，不计为问题，未列入本页。"
REPEATED = "重复，不另计"
REPEATED_NOTE = "备注为“重复，不另计”的共{rows}行：同一问题在同一单位补报的文件里又列了一次，只计一个。"
ACTED_ON = "行为日期"
OUT_OF_SCOPE = "行为日期早于{since}，不在督查的时间范围以内"
MARKS_NOTE = "备注栏写明这一行是怎样读出的；原件未作任何改动。"

OWN_EXTRA_COLUMNS = 6  # added columns with a column of their own; more stand together in one
_SHOWN = {ColumnKind.DATE: Show.DAY, ColumnKind.COUNT: Show.COUNT, ColumnKind.AMOUNT: Show.COUNT}
_CONTENT_WIDTH = 70  # characters that the form's own columns share, in proportion to their widths in the blank


def form_pages(campaign: Campaign, lines: Sequence[SummaryRow], under: str) -> tuple[Page, ...]:
    """A page for each form that units fill, in document order. A row that says there is no problem stands in none (DT-17)."""
    names = {item.id: item.name for item in classes_of(campaign)} | {UNCLEAR: UNCLEAR_CLASS}
    by_form: dict[str, list[SummaryRow]] = {}
    for line in lines:
        by_form.setdefault(line.form.id, []).append(line)
    made = (_FormPage(campaign, form, by_form.get(form.id, []), names) for form in campaign.forms(FilledBy.UNIT))
    return tuple(each.page(under) for each in made)


class _FormPage:
    """The page of one form on its way."""

    def __init__(self, campaign: Campaign, form: Form, lines: Sequence[SummaryRow], names: dict[str, str]) -> None:
        self.form, self.names = form, names
        self.with_problems = telling(form) is not None
        all_are_problems = form.with_role(ColumnRole.PROBLEM) is not None
        self.lines = [line for line in lines if line.problem or line.repeated or not all_are_problems]
        self.left_out = len(lines) - len(self.lines)
        self.dated = any(line.acted_on for line in lines)
        self.since = first_day_in_scope(campaign, form) if self.dated else None
        self.columns = [column for column in form.columns if column.role is not ColumnRole.SEQUENCE]
        self.extras = _extra_titles(self.lines)
        self.own = self.extras[:OWN_EXTRA_COLUMNS]

    def page(self, under: str) -> Page:
        notes = [MARKS_NOTE] if any(line.marks for line in self.lines) else []
        if older := sum(1 for line in self.lines if line.older):
            notes.append(OLDER_NOTE.format(rows=older))
        if repeated := sum(1 for line in self.lines if line.repeated):
            notes.append(REPEATED_NOTE.format(rows=repeated))
        if self.left_out:
            notes.append(SAYS_NONE_NOTE.format(rows=self.left_out))
        return Page(
            name=self.form.number or self.form.sheet,
            title=f"{self.form.title}{SUMMARY_OF}",
            columns=self._columns(),
            rows=tuple(self._row(number, line) for number, line in enumerate(self.lines, 1)),
            under=under,
            measure=wording.ROWS.format(rows=len(self.lines)),
            notes=tuple(notes),
        )

    def _columns(self) -> tuple[PageColumn, ...]:
        columns = [
            PageColumn(title=wording.NUMBER, show=Show.COUNT, width=5),
            PageColumn(title=DEPARTMENT, show=Show.TEXT, width=13),
            PageColumn(title=SUB_UNIT, show=Show.WORDS, width=9),
            PageColumn(title=WRITTEN_NUMBER, show=Show.WORDS, width=5),
        ]
        for column in self.columns:
            columns.append(_as_page_column(column, sum(each.width for each in self.columns)))
            if column.role is ColumnRole.RECTIFICATION:
                columns.append(PageColumn(title=CLASS, width=9))
        if self.with_problems:
            columns += [PageColumn(title=CATEGORY, width=10), PageColumn(title=CHANNEL, width=7)]
        if self.dated:
            columns.append(PageColumn(title=ACTED_ON, show=Show.DAY, width=11))
        columns += [PageColumn(title=title, show=Show.WORDS, width=10) for title in self.own]
        if len(self.extras) > len(self.own):
            columns.append(PageColumn(title=OTHER_COLUMNS, show=Show.WORDS, width=20))
        columns.append(PageColumn(title=wording.SOURCE, show=Show.WORDS, width=17))
        columns.append(PageColumn(title=wording.CELL, width=9))
        columns.append(PageColumn(title=REMARK, show=Show.TEXT, width=9))
        return tuple(columns)

    def _row(self, number: int, line: SummaryRow) -> CellRow:
        cells: list[Cell] = [number, line.unit.name, line.sub_unit or None, line.written_number or None]
        for column in self.columns:
            cells.append(line.cells.get(column.id))
            if column.role is ColumnRole.RECTIFICATION:
                cells.append(self.names[line.klass])
        if self.with_problems:
            cells.append(wording.PAUSE.join((*line.categories, *line.parts)) or None)
            cells.append(line.channel or None)
        if self.dated:
            cells.append(line.acted_on)
        if self.extras:
            cells += self._extra_cells(line)
        cells += [line.receipt.source, line.cell, self._remark(line)]
        return tuple(cells)

    def _remark(self, line: SummaryRow) -> str | None:
        words = [*([OLDER] if line.older else []), *([REPEATED] if line.repeated else [])]
        if self.since and line.acted_on and line.acted_on < self.since:
            words.append(OUT_OF_SCOPE.format(since=day_words(self.since)))
        return wording.PAUSE.join([*words, *(MARKS.get(mark, mark) for mark in dict.fromkeys(line.marks))]) or None

    def _extra_cells(self, line: SummaryRow) -> list[Cell]:
        texts = {for_matching(title): (title, text) for title, text in line.extra.items()}
        cells: list[Cell] = [texts.pop(for_matching(title), ("", ""))[1] or None for title in self.own]
        if len(self.extras) > len(self.own):
            cells.append(CLAUSE.join(f"{title}{wording.COLON}{text}" for title, text in texts.values() if text) or None)
        return cells


def _extra_titles(lines: Sequence[SummaryRow]) -> list[str]:
    """Titles of added columns, in the order in which they first turn up; one that differs only in spaces or width is the same."""
    found: dict[str, str] = {}
    for line in lines:
        for title in line.extra:
            found.setdefault(for_matching(title), title)
    return list(found.values())


def _as_page_column(column: Column, declared: int) -> PageColumn:
    width = max(8, _CONTENT_WIDTH * column.width // declared)
    return PageColumn(title=column.title or CONTENT, show=_SHOWN.get(column.kind, Show.WORDS), width=width)
