"""年末总评: the year in words, and the table that the regulation sends to another office (JC-J-25)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from duchá.reports.page import CellRow, Page, PageColumn, Show
from duchá.reports.scores import wording
from duchá.reports.scores.lists import listed_of
from duchá.reports.scores.material import NUMBER_COLUMN, UNIT_COLUMN, ScoresMaterial, rank_words
from duchá.reports.scores.ranking_pages import rank_notes
from duchá.reports.wording import TOTAL
from duchá.rulebook.scheme import Scheme
from duchá.scoring.facts.model import ZERO, Entry, RankedGroup, RankStanding, Why
from duchá.scoring.rules.setting import class_of
from duchá.terms.text import for_matching
from duchá.terms.wording import day_words

GROUP = "组别"
SOURCE_NAME = "来源"
ADDED = "加分"
DEDUCTED = "减分"
SUM = "合计"
NO_SOURCE = "未分来源"
RANKED = "参加排名"
FIRST = "第1名"
BEST = "最高分"
LEAST = "最低分"
BELOW = "低于基准分"
YEAR_WORDS = "{period}对{count}个单位进行了总评，分{groups}组排名。全年共记{entries}笔，加分{plus}笔、减分{minus}笔。"
YEAR_MARKS = "{period}对{count}个单位进行了评分，分{groups}组排名。"
YEAR_PROPOSALS = "按条款提出建议{count}条，均须经批准后生效；其中{open}条有待认定的问题。"
YEAR_LISTED = "另有待认定{undecided}条、未计分{rejected}条、重复{duplicate}条、提示{note}条，见“{page}”。"
YEAR_UNFINISHED = "全年尚未结束，以下为截至{day}的情况。"
# pages
OVERVIEW = "总评"
BY_SOURCE = "积分来源"
BY_SOURCE_TITLE = "{period}{what}按来源"
BY_SOURCE_NOTE = "来源按制度规定的几类；没有写来源层级的、更正、限期材料等另列一行。"
REPORTED = "积分及排名情况表"
REPORTED_TITLE = "{period}{what}及排名情况表"
REPORTED_WORDS = "送：{recipient}"
REPORTED_NOTE = "按{article}报送{groups}的积分及排名；{left_out}不在报送范围，未列入。"
REPORTED_ALL = "按{article}报送。"
LEFT_OUT = "{classes}{count}个单位"


def overview_page(material: ScoresMaterial) -> Page:
    """总评: the year in sentences, and one line a group; the numbers are those of the pages that follow."""
    groups = material.scores.groups
    columns = (
        PageColumn(title=GROUP, show=Show.TEXT, width=20),
        PageColumn(title=RANKED, show=Show.COUNT, width=10),
        PageColumn(title=FIRST, show=Show.TEXT, width=26),
        PageColumn(title=BEST, show=Show.AMOUNT, width=10),
        PageColumn(title=LEAST, show=Show.AMOUNT, width=10),
        *((PageColumn(title=BELOW, show=Show.COUNT, width=12),) if material.scheme else ()),
    )
    return Page(
        name=OVERVIEW,
        title=wording.ANNUAL_TITLE.format(period=material.period, what=material.what),
        columns=columns,
        rows=tuple(_group_line(material, group) for group in groups),
        under=material.under,
        words=tuple(_words(material)),
    )


def _group_line(material: ScoresMaterial, group: RankedGroup) -> CellRow:
    totals = [standing.score.total for standing in group.standings]
    first = wording.LIST.join(standing.name for standing in group.standings if standing.rank == 1)
    starts = material.starts(standing.score.unit for standing in group.standings)
    below = (sum(total < start for total, start in zip(totals, starts, strict=True)),) if material.scheme else ()
    return (group.group, len(totals), first or None, max(totals, default=None), min(totals, default=None), *below)


def _words(material: ScoresMaterial) -> Iterator[str]:
    scores = material.scores
    entries = [entry for standing in scores.standings for entry in standing.score.entries]
    if material.provenance.as_of < scores.period.end:
        yield YEAR_UNFINISHED.format(day=day_words(material.provenance.as_of))
    sentence = YEAR_WORDS if material.scheme else YEAR_MARKS
    yield sentence.format(
        period=material.period,
        count=len(scores.standings),
        groups=len(scores.groups),
        entries=len(entries),
        plus=sum(entry.points > 0 for entry in entries),
        minus=sum(entry.points < 0 for entry in entries),
    )
    count, still_open = len(scores.proposals), sum(1 for item in scores.proposals if item.waits)
    yield YEAR_PROPOSALS.format(count=count, open=still_open) if count else wording.YEAR_NONE
    listed = listed_of(material)
    if listed:
        counts = {kind.value: sum(item.kind is kind for item in listed) for kind in Why}
        yield YEAR_LISTED.format(page=wording.LISTED, **counts)


def source_pages(material: ScoresMaterial) -> Iterator[Page]:
    """积分来源: what each of the sources that the regulation names has brought (第五至九条; JC-J-04). Nothing where it names none."""
    sources = material.rulebook.sources
    if not sources:
        return
    entries = [entry for standing in material.scores.standings for entry in standing.score.entries]
    numbers = {source.id: material.rulebook.article(source.article).number for source in sources}
    known = [(source.name, numbers[source.id], [entry for entry in entries if entry.source == source.id]) for source in sources]
    rest = [entry for entry in entries if entry.source not in numbers]
    rows = [_source_row(*item) for item in (*known, *(((NO_SOURCE, None, rest),) if rest else ()))]
    yield Page(
        name=BY_SOURCE,
        title=BY_SOURCE_TITLE.format(period=material.period, what=material.what),
        columns=(
            PageColumn(title=SOURCE_NAME, show=Show.TEXT, width=30),
            PageColumn(title=wording.ARTICLE, width=12),
            PageColumn(title=wording.ENTRIES, show=Show.COUNT, width=8),
            PageColumn(title=ADDED, show=Show.SIGNED, width=10),
            PageColumn(title=DEDUCTED, show=Show.SIGNED, width=10),
            PageColumn(title=SUM, show=Show.SIGNED, width=10),
        ),
        rows=tuple(rows),
        total=_source_row(TOTAL, None, entries),
        under=material.under,
        measure=wording.MEASURE,
        notes=(BY_SOURCE_NOTE,),
    )


def _source_row(name: str, article: str | None, entries: Sequence[Entry]) -> CellRow:
    added = sum((entry.points for entry in entries if entry.points > 0), ZERO)
    deducted = sum((entry.points for entry in entries if entry.points < 0), ZERO)
    return (name, article, len(entries), added, deducted, added + deducted)


def reported_pages(material: ScoresMaterial) -> Iterator[Page]:
    """The totals and ranks that the regulation sends on, of the classes it names: others are left out and said to be (第十八条)."""
    scheme = material.scheme
    if scheme is None or not scheme.reported_to or material.unit:  # a part of the ranking is not what is sent on
        return
    rows = [
        (group.group, class_of(standing.score.unit, material.groups), rank_words(standing), standing.name, standing.score.total)
        for group in material.scores.groups
        for standing in group.standings
        if _is_reported(material, scheme, standing)
    ]
    yield Page(
        name=REPORTED,
        title=REPORTED_TITLE.format(period=material.period, what=material.what),
        columns=(
            NUMBER_COLUMN,
            PageColumn(title=GROUP, show=Show.TEXT, width=18),
            PageColumn(title=wording.CLASS, show=Show.TEXT, width=16),
            PageColumn(title=wording.RANK, width=12),
            UNIT_COLUMN,
            PageColumn(title=wording.TOTAL_POINTS, show=Show.AMOUNT, width=12),
        ),
        rows=tuple((at, *row) for at, row in enumerate(rows, 1)),
        under=material.under,
        measure=wording.MEASURE,
        words=(REPORTED_WORDS.format(recipient=scheme.reported_to),),
        notes=(_reported_note(material, scheme), *rank_notes(material)[:1]),
        annex=True,
    )


def _is_reported(material: ScoresMaterial, scheme: Scheme, standing: RankStanding) -> bool:
    """True when the clause names the unit's class (JC-J-28)."""
    own = for_matching(class_of(standing.score.unit, material.groups))
    return not scheme.reported or any(own == for_matching(name) for id in scheme.reported for name in material.groups[id])


def _reported_note(material: ScoresMaterial, scheme: Scheme) -> str:
    article = material.rulebook.article(scheme.reporting_article or scheme.article).cite()
    out = [standing for standing in material.scores.standings if not _is_reported(material, scheme, standing)]
    if not out:
        return REPORTED_ALL.format(article=article)
    classes = dict.fromkeys(class_of(standing.score.unit, material.groups) for standing in out)
    groups = [group.name for group in material.rulebook.groups if group.id in scheme.reported]
    left_out = LEFT_OUT.format(classes=wording.LIST.join(classes), count=len(out))
    return REPORTED_NOTE.format(article=article, groups=wording.LIST.join(groups), left_out=left_out)
