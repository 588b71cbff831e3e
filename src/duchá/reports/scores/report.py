"""The three reports about scores as pages: pure functions of scores, campaign and provenance."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from duchá.reports import wording as shared
from duchá.reports.mask import masked
from duchá.reports.page import CellRow, Page, PageColumn, Report, Show, amount_text
from duchá.reports.scores import wording
from duchá.reports.scores.assessed_pages import assessed_pages
from duchá.reports.scores.cards_page import cards_page
from duchá.reports.scores.entries_page import entries_page
from duchá.reports.scores.lists import listed_page, proposals_page
from duchá.reports.scores.material import NUMBER_COLUMN, ScoresMaterial, named_apart, narrowed
from duchá.reports.scores.ranking_pages import rank_notes, ranking_pages
from duchá.reports.scores.sheet_page import sheet_of, sheet_page
from duchá.reports.scores.year_pages import overview_page, reported_pages, source_pages
from duchá.reports.summary.about import mark
from duchá.scoring.readings import Alternative, UnitChange
from duchá.terms.text import safe_name
from duchá.terms.wording import day_words

RANKING = "排名"
ANNUAL = "年末总评及建议"
DEDUCTIONS = "扣分建议"
DEDUCTIONS_TITLE = "{period}扣分建议"
QUESTION = "说法不一的条款"
READ_AS = "采用的读法"
CHOSEN = "选定"
OTHER = "换成"
CHANGES_OF = "影响的单位、总分和名次"
PROPOSALS_OF = "建议的变化"
CHOSEN_DEFAULT = "默认"
CHOSEN_CAMPAIGN = "本行动选定"
SUBJECT = "项目"
EXPLANATION = "说明"
ABOUT_COUNTING = "计分"
ABOUT_RULEBOOK = "制度"
ABOUT_SOURCES = "来历"
NO_TOTAL = "不出总分"
READINGS = "读法"
OTHER_READINGS = "换读法的影响"
ABOUT = "说明"
ALONE_NOTE = "每次只换一项，其余不变；按没有关账的情形试算。"
SAME_NOTE = "换了也不改变结果的：{names}。"
NOT_ASKED = "没有列出换读法的影响，请用 duchá score --readings 查看。"
RULEBOOK = "《{title}》（{id}，第{edition}版）。{source}"
GAINED = "增加{kind}：{unit}"
LOST = "去掉{kind}：{unit}"
CHANGED = "改变{kind}：{unit}"
RANK_MOVED = "第{before}名变为第{after}名"
TOTAL_MOVED = "{before}变为{after}"
UNIT_MOVED = "{unit} {what}"
UNITS_MORE = "；共{count}个单位"
TOTALS_ONLY = "{count}个单位总分改变，名次都不变（如{example}）"
READINGS_TITLE = "{period}{what}采用的读法"
ABOUT_TITLE = "计分说明"
SOURCE_PRINT = "{name} {print}"
SOURCE_PRINTS = "所用材料及校验码前12位：{prints}。完整校验码见流水。"

_FEW_UNITS = 8
_PRINT = 12


def readings_page(material: ScoresMaterial) -> Page:
    """读法: every ambiguous clause with the reading in force (X-04)."""
    rulebook, rows = material.rulebook, []
    for at, reading in enumerate(rulebook.readings, 1):
        chosen = material.scores.readings[reading.id]
        text = next(option.text for option in reading.options if option.id == chosen)
        whose = CHOSEN_DEFAULT if chosen == reading.default else CHOSEN_CAMPAIGN
        rows.append((at, reading.question, rulebook.article(reading.article).number, text, whose))
    columns = (
        NUMBER_COLUMN,
        PageColumn(title=QUESTION, show=Show.TEXT, width=30),
        PageColumn(title=wording.ARTICLE, width=12),
        PageColumn(title=READ_AS, show=Show.TEXT, width=38),
        PageColumn(title=CHOSEN, width=12),
    )
    title = READINGS_TITLE.format(period=material.period, what=material.what)
    return Page(name=READINGS, title=title, columns=columns, rows=tuple(rows), under=material.under)


def alternatives_page(material: ScoresMaterial) -> Page:
    """换读法的影响: each alternative that would change a total, a rank or a proposal; the others are named below."""
    found = material.alternatives or ()
    columns = (
        NUMBER_COLUMN,
        PageColumn(title=QUESTION, show=Show.TEXT, width=20),
        PageColumn(title=wording.ARTICLE, width=12),
        PageColumn(title=OTHER, show=Show.TEXT, width=22),
        PageColumn(title=CHANGES_OF, show=Show.TEXT, width=31),
        PageColumn(title=PROPOSALS_OF, show=Show.TEXT, width=20),
    )
    rows = tuple(_alternative(material, at, item) for at, item in enumerate((item for item in found if item.changes), 1))
    same = wording.CLAUSE.join(f"{item.reading.question}——{item.option.text}" for item in found if not item.changes)
    notes = (ALONE_NOTE, *((SAME_NOTE.format(names=same),) if same else ()))
    if material.alternatives is None:
        notes = (NOT_ASKED,)
    title = f"{material.period}{OTHER_READINGS}"
    return Page(name=OTHER_READINGS, title=title, columns=columns, rows=rows, under=material.under, notes=notes)


def _alternative(material: ScoresMaterial, at: int, item: Alternative) -> CellRow:
    article = item.article.number if item.article in material.rulebook.articles else item.article.cite()
    gained = [GAINED.format(kind=kind, unit=unit) for kind, unit in item.proposals_gained]
    lost = [LOST.format(kind=kind, unit=unit) for kind, unit in item.proposals_lost]
    changed = [CHANGED.format(kind=kind, unit=unit) for kind, unit in item.proposals_changed]
    return (
        at,
        item.reading.question,
        article,
        item.option.text,
        _all_moved(item.units) or None,
        wording.CLAUSE.join([*gained, *lost, *changed]) or None,
    )


def _all_moved(units: Sequence[UnitChange]) -> str:
    """The units of an alternative, those first whose place changes; many are counted, and that no place changes is said."""
    placed = [change for change in units if (change.rank_before, change.group_before) != (change.rank_after, change.group_after)]
    first = [*placed, *(change for change in units if change not in placed)]
    if len(units) > _FEW_UNITS and not placed:
        return TOTALS_ONLY.format(count=len(units), example=_moved(first[0]))
    words = wording.CLAUSE.join(_moved(change) for change in first[:_FEW_UNITS])
    return words + (UNITS_MORE.format(count=len(units)) if len(units) > _FEW_UNITS else "")


def _moved(change: UnitChange) -> str:
    parts = [_pair(change.before, change.after)] if change.before != change.after else []
    if change.rank_before is not None and change.rank_after is not None and change.rank_before != change.rank_after:
        parts.append(RANK_MOVED.format(before=change.rank_before, after=change.rank_after))
    if change.group_before != change.group_after:
        parts.append(TOTAL_MOVED.format(before=change.group_before, after=change.group_after))
    return UNIT_MOVED.format(unit=change.unit, what=wording.COMMA.join(parts))


def _pair(before: Decimal | None, after: Decimal | None) -> str:
    shown = [NO_TOTAL if total is None else amount_text(total) for total in (before, after)]
    return TOTAL_MOVED.format(before=shown[0], after=shown[1])


def about_page(material: ScoresMaterial) -> Page:
    """说明: rounding and ranking, the regulation, and where it all came from, one statement a row."""
    book = material.rulebook
    rulebook = RULEBOOK.format(title=book.title, id=book.id, edition=book.edition, source=book.source)
    rows = (
        *((ABOUT_COUNTING, text) for text in (() if material.only_proposes else rank_notes(material))),
        (ABOUT_RULEBOOK, rulebook),
        *((ABOUT_SOURCES, text) for text in _provenance(material)),
    )
    columns = (PageColumn(title=SUBJECT, width=12), PageColumn(title=EXPLANATION, show=Show.TEXT, width=86))
    return Page(name=ABOUT, title=ABOUT_TITLE, columns=columns, rows=rows)


def _provenance(material: ScoresMaterial) -> Iterator[str]:
    provenance, campaign = material.provenance, material.campaign
    yield shared.AS_OF.format(day=day_words(provenance.as_of))
    if provenance.known_at is not None:
        yield shared.KNOWN_AT.format(moment=campaign.local(provenance.known_at).isoformat(timespec="seconds"))
    if provenance.head is None:
        yield shared.NO_HEAD
    else:
        recorded = campaign.local(provenance.head.recorded_at).isoformat(timespec="seconds")
        yield shared.HEAD.format(seq=provenance.head.seq, recorded=recorded, hash=provenance.head.hash)
    prints = (SOURCE_PRINT.format(name=name, print=content[:_PRINT]) for name, content in provenance.sources.items())
    yield SOURCE_PRINTS.format(prints=wording.LIST.join(prints))
    yield shared.TOOL.format(tool=provenance.tool)
    yield shared.UNMASKED if provenance.full else shared.MASKED


def ranking_report(material: ScoresMaterial) -> Report:
    """排名: groups with ranks and charts, proposals where there are any, what is undecided, readings, explanation (X-08, X-09).

    Where nothing is ranked, only what is proposed, for the office that decides (DT-23).
    """
    proposals = (proposals_page(material),) if material.scores.proposals or material.only_proposes else ()
    annexes = _annexes(*_if_any(listed_page(material)), readings_page(material), about_page(material))
    pages = (*ranking_pages(material), *_cards(material), *assessed_pages(material), *proposals, *annexes)
    if material.only_proposes:
        return _report(material, DEDUCTIONS, DEDUCTIONS_TITLE.format(period=material.period), pages)
    title = wording.RANKING_TITLE.format(period=material.period, what=material.what)
    return _report(material, RANKING, title, pages, "ranking")


def unit_report(material: ScoresMaterial, unit: str) -> Report:
    """积分明细 of one unit for it to confirm and sign, with what scored nothing and why (JC-J-03)."""
    listed = listed_page(material, unit)
    first = sheet_page if material.rulebook.sheets and sheet_of(material, unit) is not None else entries_page
    own = narrowed(material, unit)
    told = assessed_pages(own) if material.scores.assessed else ()
    pages = (first(material, unit), *_cards(own), *told, *_if_any(listed))
    title = wording.UNIT_TITLE.format(unit=unit, period=material.period, what=material.what)
    return _report(material, wording.UNIT, title, pages)


def annual_report(material: ScoresMaterial) -> Report:
    """年末总评及建议: the year by quarters, ranks, proposals, readings and what another would change, and what is sent on (第十三、十七至十九条)."""
    if material.only_proposes:
        return ranking_report(material)
    pages = (
        overview_page(material),
        *ranking_pages(material),
        *_cards(material),
        *assessed_pages(material),
        proposals_page(material),
        *reported_pages(material),
        *_annexes(
            *source_pages(material),
            *_if_any(listed_page(material)),
            readings_page(material),
            alternatives_page(material),
            about_page(material),
        ),
    )
    title = wording.ANNUAL_TITLE.format(period=material.period, what=material.what)
    return _report(material, ANNUAL, title, pages, "annual")


def _cards(material: ScoresMaterial) -> tuple[Page, ...]:
    """亮牌, where any card was given or is still kept."""
    cards, places = material.scores.cards, {unit.name: unit.order for unit in material.campaign.roster.units}
    return (cards_page(cards, material.scores.period, material.under, places),) if cards else ()


def _annexes(*pages: Page) -> tuple[Page, ...]:
    """What a leader need not sign: each on a sheet of its own behind the text."""
    return tuple(replace(page, annex=True) for page in pages)


def _if_any(page: Page) -> tuple[Page, ...]:
    return (page,) if page.rows else ()


def _report(material: ScoresMaterial, name: str, title: str, pages: Iterable[Page], kind: str = "") -> Report:
    provenance = material.provenance
    report = Report(
        stem=_stem(material, name),
        title=title,
        as_of=provenance.as_of,
        mark=mark(provenance),
        pages=named_apart(pages),
        issuer=material.campaign.settings.issuer,
        kind=kind,
    )
    return report if provenance.full else masked(report)


def _stem(material: ScoresMaterial, name: str) -> str:
    """排名-2018-2018-12-31, with the rulebook where a campaign has several that score, and the unit where it is about one."""
    able = [book for book in material.campaign.scoring if book.scheme is not None or book.weighting is not None or book.sheets]
    book = material.rulebook.id if len(able) > 1 else ""
    unit = safe_name(material.unit) if material.unit else ""
    return "-".join(part for part in (name, book, material.scores.period.key, material.provenance.as_of.isoformat(), unit) if part)
