"""三考核、两通报: results in columns of their own, and the two lists of whom they are told to (SY-23)."""

from __future__ import annotations

from collections.abc import Iterator

from duchá.reports.page import CellRow, Page, PageColumn, Show, amount_text
from duchá.reports.scores import wording
from duchá.reports.scores.material import NUMBER_COLUMN, UNIT_COLUMN, ScoresMaterial
from duchá.reports.wording import UNIT
from duchá.scoring.facts.model import Assessed

ASSESSED = "单独考核结果"
ASSESSED_TITLE = "{period}单独考核结果"
ASSESSED_NOTE = "各项考核各列一栏，没有权重，不加总、不排名；空白为尚未考核。几个单位评分的取平均。"
TOLD_TITLE = "{period}考核结果{told}名单"
TOLD_SUBJECT_WORDS = "考核结果通报以下责任主体。"
TOLD_SECTION_WORDS = "考核结果通报以下所属单位（科室）。"
RESULT = "{name}{points}"
NOT_ASSESSED = "未考核"
NO_SECTION_KNOWN = "没有填"

_NAMES = PageColumn(title=UNIT, show=Show.TEXT, width=22)


def assessed_pages(material: ScoresMaterial) -> Iterator[Page]:
    """The results of every unit that has one, then who is told: 责任主体, 所属单位（科室）. Nothing where nothing was assessed."""
    assessed = material.scores.assessed
    if not assessed:
        return
    yield _results(material, assessed)
    by_subject = [(name, item) for item in assessed for name in item.subjects]
    by_section = [(name, item) for item in assessed for name in item.sections]
    yield _told(material, by_subject, wording.TOLD_SUBJECT, wording.SUBJECT_COLUMN, TOLD_SUBJECT_WORDS)
    yield _told(material, by_section, wording.TOLD_SECTION, wording.SECTION_COLUMN, TOLD_SECTION_WORDS)


def _results(material: ScoresMaterial, assessed: tuple[Assessed, ...]) -> Page:
    names = [mark.name for mark in assessed[0].marks]
    columns = (
        UNIT_COLUMN,
        *(PageColumn(title=name, show=Show.AMOUNT, width=12) for name in names),
        PageColumn(title=wording.TOLD_SUBJECT, show=Show.TEXT, width=18),
        PageColumn(title=wording.TOLD_SECTION, show=Show.TEXT, width=18),
    )
    return Page(
        name=ASSESSED,
        title=ASSESSED_TITLE.format(period=material.period),
        columns=columns,
        rows=tuple(_row(item) for item in assessed),
        under=material.under,
        measure=wording.MEASURE,
        notes=(ASSESSED_NOTE, *material.scores.notes),
    )


def _row(item: Assessed) -> CellRow:
    marks = (mark.points for mark in item.marks)
    return (item.unit, *marks, wording.LIST.join(item.subjects), wording.LIST.join(item.sections) or NO_SECTION_KNOWN)


def _told(material: ScoresMaterial, pairs: list[tuple[str, Assessed]], name: str, title: str, words: str) -> Page:
    """One row for each name and unit, those of one name together."""
    order = {told: at for at, (told, _) in reversed(list(enumerate(pairs)))}
    rows = tuple((told, item.unit, _result_words(item)) for told, item in sorted(pairs, key=lambda pair: order[pair[0]]))
    return Page(
        name=name,
        title=TOLD_TITLE.format(period=material.period, told=name),
        columns=(
            NUMBER_COLUMN,
            PageColumn(title=title, show=Show.TEXT, width=24),
            _NAMES,
            PageColumn(title=wording.RESULTS, show=Show.TEXT, width=46),
        ),
        rows=tuple((at, *row) for at, row in enumerate(rows, 1)),
        under=material.under,
        words=(words,),
    )


def _result_words(item: Assessed) -> str:
    return wording.CLAUSE.join(
        RESULT.format(name=mark.name, points=NOT_ASSESSED if mark.points is None else amount_text(mark.points)) for mark in item.marks
    )
