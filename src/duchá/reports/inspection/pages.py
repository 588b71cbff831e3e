"""The two lists of a 督查报告 as pages."""

from __future__ import annotations

from dataclasses import replace

from duchá.ledger.explain import reached
from duchá.reports.inspection import wording
from duchá.reports.inspection.findings import Inspected, Typical
from duchá.reports.page import CellRow, Page, PageColumn, Show
from duchá.terms.deadline import on_paper
from duchá.terms.wording import day_words

NUMBER = "序号"
UNIT = "单位"
OVER = "{register}（{over}）"
PROBLEMS_PAGE = "问题事项清单"
TYPICAL_PAGE = "不落实典型事项清单"
PROBLEM_COLUMNS = ("日期", "督查方式", "发现的问题", "类别", "佐证材料", "事项编号", "整改状态", "整改期限", "出处")
PROBLEM_NOTES = (
    "一行一个问题，按督查日期排列。整改状态和期限取自台账；“未登记”是还没有立项的问题。",
    "出处是登记表的文件、工作表和单元格。",
)
NOT_REGISTERED = "未登记"
TYPICAL_COLUMNS = ("事项编号", "事项", "落实时限", "逾期天数", "情形", "期限怎么来的", "核定")
TYPICAL_NOTES = ("本清单由台账按情形列出，是建议；“核定”栏由督查组填写“列入”或者“不列入”及理由。",)
LIMIT_OPEN = "待定"
MEASURE = "单位：个、件"
SOURCE = "{file}!{sheet}!{cell}"
SIGNATURES = ("督查组组长（签字）：                        日期：",)

_NUMBER = PageColumn(title=NUMBER, show=Show.COUNT, width=5)
_UNIT = PageColumn(title=UNIT, show=Show.TEXT, width=14)


def problems_page(inspected: Inspected) -> Page:
    """问题事项清单: one row a problem, with how it stands and where it is written."""
    titles = PROBLEM_COLUMNS
    rows = tuple(
        (
            at,
            finding.day,
            finding.unit or wording.NO_UNIT,
            OVER.format(register=finding.register, over=finding.over) if finding.over else finding.method,
            finding.words,
            finding.category,
            finding.evidence,
            finding.matter,
            finding.status.matter.state.name if finding.status else NOT_REGISTERED,
            finding.status.matter.due.day if finding.status and finding.status.matter.due else None,
            SOURCE.format(file=finding.place.file, sheet=finding.place.sheet, cell=finding.place.cell),
        )
        for at, finding in enumerate(inspected.problems, 1)
    )
    columns = (
        _NUMBER,
        PageColumn(title=titles[0], show=Show.DAY, width=11),
        _UNIT,
        PageColumn(title=titles[1], width=9),
        PageColumn(title=titles[2], show=Show.WORDS, width=36),
        PageColumn(title=titles[3], show=Show.TEXT, width=12),
        PageColumn(title=titles[4], show=Show.WORDS, width=14),
        PageColumn(title=titles[5], show=Show.TEXT, width=14),
        PageColumn(title=titles[6], width=9),
        PageColumn(title=titles[7], show=Show.DAY, width=11),
        PageColumn(title=titles[8], show=Show.WORDS, width=22),
    )
    return _page(inspected, PROBLEMS_PAGE, columns, rows, PROBLEM_NOTES)


def typical_page(inspected: Inspected) -> Page:
    """不落实典型事项清单: a proposal, with a column in which people decide."""
    titles = TYPICAL_COLUMNS
    columns = (
        _NUMBER,
        _UNIT,
        PageColumn(title=titles[0], width=14),
        PageColumn(title=titles[1], show=Show.WORDS, width=28),
        PageColumn(title=titles[2], show=Show.DAY, width=12),
        PageColumn(title=titles[3], show=Show.COUNT, width=8),
        PageColumn(title=titles[4], show=Show.TEXT, width=20),
        PageColumn(title=titles[5], show=Show.TEXT, width=36),
        PageColumn(title=titles[6], show=Show.TEXT, width=16),
    )
    rows = tuple((at, *_typical_row(one)) for at, one in enumerate(inspected.typical, 1))
    page = _page(inspected, TYPICAL_PAGE, columns, rows, TYPICAL_NOTES)
    return replace(page, signatures=SIGNATURES)


def _typical_row(one: Typical) -> CellRow:
    matter = one.status.matter
    due = matter.due
    return (
        matter.answering,
        matter.id,
        matter.details.title or matter.details.problem,
        due.day if due else LIMIT_OPEN,
        one.late_days,
        wording.PAUSE.join(one.why),
        on_paper(reached(due.deadline, due.article)) if due else "",
        None,
    )


def _page(inspected: Inspected, name: str, columns: tuple[PageColumn, ...], rows: tuple[CellRow, ...], notes: tuple[str, ...]) -> Page:
    return Page(
        name=name,
        title=name,
        columns=columns,
        rows=rows,
        under=wording.UNDER.format(day=day_words(inspected.as_of)),
        measure=MEASURE,
        notes=notes,
        annex=True,
        lies=True,
    )
