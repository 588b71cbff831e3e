"""三考核、两通报: results in columns of their own, and the two lists of whom they are told to (SY-23)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from duchá.reports.page import CellRow, Page, PageColumn, Show, amount_text
from duchá.reports.scores import wording
from duchá.reports.scores.material import NUMBER_COLUMN, UNIT_COLUMN, ScoresMaterial
from duchá.reports.wording import UNIT
from duchá.rulebook.weighting import NoteUse
from duchá.scoring.facts.model import Assessed

ASSESSED = "单独考核结果"
ASSESSED_TITLE = "{period}单独考核结果"
ASSESSED_NOTE = "各项考核各列一栏，没有权重，不加总、不排名；空白为尚未考核。几个单位评分的取平均。"
TOLD_TITLE = "{period}考核结果{told}名单"
RESULTS = "考核结果"
TOLD, TOLD_WORDS = "通报", "考核结果通报以下{whom}。"
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
    named = material.rulebook.told_columns
    pairs = {
        NoteUse.SUBJECT: [(name, item) for item in assessed for name in item.subjects],
        NoteUse.SECTION: [(name, item) for item in assessed for name in item.sections],
    }
    for use, found in pairs.items():
        if use in named:
            yield _told(material, found, named[use])


def _results(material: ScoresMaterial, assessed: tuple[Assessed, ...]) -> Page:
    names, told = [mark.name for mark in assessed[0].marks], material.rulebook.told_columns
    columns = (
        UNIT_COLUMN,
        *(PageColumn(title=name, show=Show.AMOUNT, width=12) for name in names),
        *(PageColumn(title=told[use], show=Show.TEXT, width=18) for use in (NoteUse.SUBJECT, NoteUse.SECTION) if use in told),
    )
    return Page(
        name=ASSESSED,
        title=ASSESSED_TITLE.format(period=material.period),
        columns=columns,
        rows=tuple(_row(item, told) for item in assessed),
        under=material.under,
        measure=wording.MEASURE,
        notes=(ASSESSED_NOTE, *material.scores.notes),
    )


def _row(item: Assessed, told: Mapping[NoteUse, str]) -> CellRow:
    subjects = (wording.LIST.join(item.subjects),) if NoteUse.SUBJECT in told else ()
    sections = (wording.LIST.join(item.sections) or NO_SECTION_KNOWN,) if NoteUse.SECTION in told else ()
    return (item.unit, *(mark.points for mark in item.marks), *subjects, *sections)


def _told(material: ScoresMaterial, pairs: list[tuple[str, Assessed]], name: str) -> Page:
    """One row for each name and unit, those of one name together, under the title of the rulebook's own column."""
    title = name.removeprefix(TOLD)
    order = {told: at for at, (told, _) in reversed(list(enumerate(pairs)))}
    rows = tuple((told, item.unit, _result_words(item)) for told, item in sorted(pairs, key=lambda pair: order[pair[0]]))
    return Page(
        name=name,
        title=TOLD_TITLE.format(period=material.period, told=name),
        columns=(
            NUMBER_COLUMN,
            PageColumn(title=title, show=Show.TEXT, width=24),
            _NAMES,
            PageColumn(title=RESULTS, show=Show.TEXT, width=46),
        ),
        rows=tuple((at, *row) for at, row in enumerate(rows, 1)),
        under=material.under,
        words=(TOLD_WORDS.format(whom=title),),
    )


def _result_words(item: Assessed) -> str:
    return wording.CLAUSE.join(
        RESULT.format(name=mark.name, points=NOT_ASSESSED if mark.points is None else amount_text(mark.points)) for mark in item.marks
    )
