"""One page a form: every row that counts, with its unit, source and cell; 整改归类 beside the original text (DT-37, DT-38)."""

from __future__ import annotations

from collections.abc import Sequence

from duchá.campaign.model import Campaign
from duchá.reports import wording
from duchá.reports.page import Cell, CellRow, Page, PageColumn, Show
from duchá.reports.summary.lines import Line, classes_of
from duchá.rulebook.form import Column, ColumnKind, ColumnRole, FilledBy, Form
from duchá.submissions.classify import UNCLEAR
from duchá.terms.text import for_matching

OWN_EXTRA_COLUMNS = 6  # added columns with a column of their own; more stand together in one
_SHOWN = {ColumnKind.DATE: Show.DAY, ColumnKind.COUNT: Show.COUNT, ColumnKind.AMOUNT: Show.COUNT}
_CONTENT_WIDTH = 70  # characters that the form's own columns share, in proportion to their widths in the blank


def form_pages(campaign: Campaign, lines: Sequence[Line], under: str) -> tuple[Page, ...]:
    """A page for each form that units fill, in document order. A row that says there is no problem stands in none (DT-17)."""
    names = {item.id: item.name for item in classes_of(campaign)} | {UNCLEAR: wording.UNCLEAR}
    tags = {tag.id: tag.name for book in campaign.rulebooks for tag in book.tags}
    by_form: dict[str, list[Line]] = {}
    for line in lines:
        by_form.setdefault(line.form.id, []).append(line)
    return tuple(_FormPage(form, by_form.get(form.id, []), names, tags).page(under) for form in campaign.forms(FilledBy.UNIT))


class _FormPage:
    """The page of one form on its way."""

    def __init__(self, form: Form, lines: Sequence[Line], names: dict[str, str], tags: dict[str, str]) -> None:
        self.form, self.names, self.tags = form, names, tags
        self.with_problems = form.with_role(ColumnRole.PROBLEM) is not None
        self.lines = [line for line in lines if line.problem or not self.with_problems]
        self.left_out = len(lines) - len(self.lines)
        self.columns = [column for column in form.columns if column.role is not ColumnRole.SEQUENCE]
        self.extras = _extra_titles(self.lines)
        self.own = self.extras[:OWN_EXTRA_COLUMNS]

    def page(self, under: str) -> Page:
        notes = [wording.MARKS_NOTE] if any(line.marks for line in self.lines) else []
        if older := sum(1 for line in self.lines if line.older):
            notes.append(wording.OLDER_NOTE.format(rows=older))
        if self.left_out:
            notes.append(wording.SAYS_NONE_NOTE.format(rows=self.left_out))
        return Page(
            name=self.form.number or self.form.sheet,
            title=f"{self.form.title}{wording.SUMMARY_OF}",
            columns=self._columns(),
            rows=tuple(self._row(number, line) for number, line in enumerate(self.lines, 1)),
            under=under,
            measure=wording.ROWS.format(rows=len(self.lines)),
            notes=tuple(notes),
        )

    def _columns(self) -> tuple[PageColumn, ...]:
        columns = [
            PageColumn(title=wording.NUMBER, show=Show.COUNT, width=5),
            PageColumn(title=wording.DEPARTMENT, show=Show.TEXT, width=13),
            PageColumn(title=wording.SUB_UNIT, show=Show.WORDS, width=9),
            PageColumn(title=wording.WRITTEN_NUMBER, show=Show.WORDS, width=5),
        ]
        for column in self.columns:
            columns.append(_as_page_column(column, sum(each.width for each in self.columns)))
            if column.role is ColumnRole.RECTIFICATION:
                columns.append(PageColumn(title=wording.CLASS, width=9))
        if self.with_problems:
            columns += [PageColumn(title=wording.CATEGORY, width=10), PageColumn(title=wording.CHANNEL, width=7)]
        columns += [PageColumn(title=title, show=Show.WORDS, width=10) for title in self.own]
        if len(self.extras) > len(self.own):
            columns.append(PageColumn(title=wording.OTHER_COLUMNS, show=Show.WORDS, width=20))
        columns.append(PageColumn(title=wording.SOURCE, show=Show.WORDS, width=17))
        columns.append(PageColumn(title=wording.CELL, width=9))
        columns.append(PageColumn(title=wording.REMARK, show=Show.TEXT, width=9))
        return tuple(columns)

    def _row(self, number: int, line: Line) -> CellRow:
        cells: list[Cell] = [number, line.unit.name, line.sub_unit or None, line.written_number or None]
        for column in self.columns:
            cells.append(line.cells.get(column.id))
            if column.role is ColumnRole.RECTIFICATION:
                cells.append(self.names[line.klass])
        if self.with_problems:
            cells.append(wording.PAUSE.join(self.tags[tag] for tag in line.categories) or None)
            cells.append(self.tags.get(line.channel))
        if self.extras:
            cells += self._extra_cells(line)
        cells += [line.receipt.source, line.cell, _remark(line)]
        return tuple(cells)

    def _extra_cells(self, line: Line) -> list[Cell]:
        texts = {for_matching(title): (title, text) for title, text in line.extra.items()}
        cells: list[Cell] = [texts.pop(for_matching(title), ("", ""))[1] or None for title in self.own]
        if len(self.extras) > len(self.own):
            cells.append(wording.CLAUSE.join(f"{title}{wording.COLON}{text}" for title, text in texts.values() if text) or None)
        return cells


def _extra_titles(lines: Sequence[Line]) -> list[str]:
    """Titles of added columns, in the order in which they first turn up; one that differs only in spaces or width is the same."""
    found: dict[str, str] = {}
    for line in lines:
        for title in line.extra:
            found.setdefault(for_matching(title), title)
    return list(found.values())


def _as_page_column(column: Column, declared: int) -> PageColumn:
    width = max(8, _CONTENT_WIDTH * column.width // declared)
    return PageColumn(title=column.title or wording.CONTENT, show=_SHOWN.get(column.kind, Show.WORDS), width=width)


def _remark(line: Line) -> str | None:
    words = [wording.MARKS.get(mark, mark) for mark in dict.fromkeys(line.marks)]
    return wording.PAUSE.join([*([wording.OLDER] if line.older else []), *words]) or None
